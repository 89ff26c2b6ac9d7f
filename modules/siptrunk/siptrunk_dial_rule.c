/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Dial rules: what becomes of a number that a trunk sends us, or is sent.
 *
 * Pure. Rules are built by the process that loads; SIP workers ask.
 */
#include "siptrunk_dial_rule.h"
#include "siptrunk_ascii.h"

#include <string.h>

#define PREFIX_MAX 16

static bool is_dialled(siptrunk_text_t text)
{
	size_t i;

	for(i = 0; i < text.len; i++) {
		if(!siptrunk_ascii_in(text.s[i], SIPTRUNK_DIAL_CHARACTERS))
			return false;
	}
	return true;
}

bool siptrunk_dial_prefix_check(siptrunk_text_t prefix, siptrunk_error_t *error)
{
	return (prefix.len <= PREFIX_MAX && is_dialled(prefix))
		   || siptrunk_error_found(error,
				   "up to 16 characters of 0-9, +, * and #", prefix);
}

/** Takes the next piece of a replacement: characters as they are, or a group.
 *  false: neither. */
static bool next_piece(
		siptrunk_text_t *rest, siptrunk_text_t *plain, int *group)
{
	size_t len = 0;

	*group = -1;
	while(len < rest->len && rest->s[len] != '$')
		len++;
	*plain = (siptrunk_text_t){rest->s, len};
	if(len == 0) {
		if(rest->len < 2 || !siptrunk_ascii_digit(rest->s[1]))
			return false;
		*group = rest->s[1] - '0';
		len = 2;
	}
	*rest = (siptrunk_text_t){rest->s + len, rest->len - len};
	return true;
}

static bool is_replacement(
		siptrunk_text_t text, const siptrunk_pattern_t *pattern)
{
	siptrunk_text_t plain;
	int group;

	while(text.len > 0) {
		if(!next_piece(&text, &plain, &group) || !is_dialled(plain)
				|| group > (int)pattern->groups)
			return false;
	}
	return true;
}

bool siptrunk_dial_replacement_check(siptrunk_text_t replacement,
		const siptrunk_pattern_t *pattern, siptrunk_error_t *error)
{
	siptrunk_quoted_t quoted;

	if(replacement.len <= SIPTRUNK_NUMBER_MAX
			&& is_replacement(replacement, pattern))
		return true;
	siptrunk_error_set(error,
			"expected up to 64 characters of 0-9, +, *, # and $0 to $%u, "
			"which are what the pattern has groups for, found '%s'",
			pattern->groups < 9 ? pattern->groups : 9,
			siptrunk_text_quote(replacement, &quoted));
	return false;
}

/* --- a number --- */

/** A number that grows; too long is no number. */
typedef struct draft
{
	char *text;
	size_t len;
} draft_t;

static void append(draft_t *draft, siptrunk_text_t text)
{
	if(draft->len + text.len <= SIPTRUNK_NUMBER_MAX)
		memcpy(draft->text + draft->len, text.s, text.len);
	draft->len += text.len;
}

static void replace(draft_t *draft, siptrunk_text_t replacement,
		const siptrunk_pattern_match_t *match)
{
	siptrunk_text_t plain;
	int group;

	while(replacement.len > 0
			&& next_piece(&replacement, &plain, &group))
		append(draft, group < 0 ? plain : match->groups[group]);
}

static void rewrite(const siptrunk_dial_rule_t *rule, siptrunk_text_t number,
		const siptrunk_pattern_match_t *match,
		char result[SIPTRUNK_NUMBER_MAX + 1])
{
	draft_t draft = {result, 0};
	char plain[SIPTRUNK_NUMBER_MAX + 1];

	append(&draft, rule->prefix);
	if(rule->replacement.len == 0)
		append(&draft, number);
	else
		replace(&draft, rule->replacement, match);
	if(draft.len > SIPTRUNK_NUMBER_MAX)
		draft.len = 0;
	result[draft.len] = '\0';
	if(siptrunk_number_normalise(
			   (siptrunk_text_t){result, draft.len}, plain)
			== 0)
		result[0] = '\0';
}

const siptrunk_dial_rule_t *siptrunk_dial_rule_apply(
		const siptrunk_dial_rules_t *rules,
		siptrunk_header_direction_t direction, siptrunk_text_t number,
		char result[SIPTRUNK_NUMBER_MAX + 1])
{
	siptrunk_pattern_match_t match;
	size_t i;

	for(i = 0; i < rules->count; i++) {
		const siptrunk_dial_rule_t *rule = &rules->items[i];

		if(rule->direction == direction
				&& siptrunk_pattern_fits(&rule->pattern, number, &match)) {
			rewrite(rule, number, &match, result);
			return rule;
		}
	}
	return NULL;
}
