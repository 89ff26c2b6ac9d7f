/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The values of a SIP header that may have several (RFC 3261 section 7.3.1).
 *
 * Pure; any process; no memory.
 */
#include "siptrunk_value.h"

#include "siptrunk_ascii.h"

/** Space, also where a line is folded. */
#define FOLD " \t\r\n"

/** Where the first value of text ends. */
static size_t value_end(siptrunk_text_t text)
{
	bool quoted = false, bracketed = false;
	size_t i;

	for(i = 0; i < text.len; i++) {
		char c = text.s[i];

		if(quoted && c == '\\')
			i++;
		else if(c == '"' && !bracketed)
			quoted = !quoted;
		else if(quoted)
			continue;
		else if(c == '<' || c == '>')
			bracketed = c == '<';
		else if(c == ',' && !bracketed)
			return i;
	}
	return text.len;
}

static siptrunk_text_t trim(siptrunk_text_t text)
{
	while(text.len > 0 && siptrunk_ascii_in(*text.s, FOLD)) {
		text.s++;
		text.len--;
	}
	while(text.len > 0 && siptrunk_ascii_in(text.s[text.len - 1], FOLD))
		text.len--;
	return text;
}

bool siptrunk_value_next(siptrunk_text_t *rest, siptrunk_text_t *value)
{
	size_t end;

	if(rest->len == 0)
		return false;
	end = value_end(*rest);
	*value = trim((siptrunk_text_t){rest->s, end});
	if(end < rest->len)
		end++; /* the comma */
	rest->s += end;
	rest->len -= end;
	return true;
}

siptrunk_text_t siptrunk_value_uri(siptrunk_text_t value)
{
	siptrunk_text_t uri = value;
	bool quoted = false;
	size_t i;

	for(i = 0; i < value.len; i++) {
		char c = value.s[i];

		if(quoted && c == '\\') {
			i++;
		} else if(c == '"') {
			quoted = !quoted;
		} else if(c == '<' && !quoted) {
			uri = (siptrunk_text_t){value.s + i + 1, value.len - i - 1};
			uri = siptrunk_text_split(uri, '>', &value);
			break;
		}
	}
	return trim(uri);
}
