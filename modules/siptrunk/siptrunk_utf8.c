/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Characters of UTF-8 (RFC 3629), in texts of unknown origin.
 *
 * Pure; any process; no memory.
 */
#include "siptrunk_utf8.h"

#include "siptrunk_ascii.h"

#include <stdint.h>
#include <string.h>

/** Length by the first byte, and the least value that needs it: a longer
 *  spelling of a character is none (RFC 3629 section 3). */
static size_t character_length(unsigned char first, uint32_t *least)
{
	if(first < 0xc2 || first > 0xf4)
		return 0;
	*least = first < 0xe0 ? 0x80 : first < 0xf0 ? 0x800 : 0x10000;
	return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

size_t siptrunk_utf8_length(siptrunk_text_t text)
{
	const unsigned char *bytes = (const unsigned char *)text.s;
	uint32_t value, least = 0;
	size_t i, len;

	if(bytes[0] < 0x80)
		return 1;
	len = character_length(bytes[0], &least);
	if(len == 0 || len > text.len)
		return 0;
	value = bytes[0] & (0x7fu >> len);
	for(i = 1; i < len; i++) {
		if((bytes[i] & 0xc0) != 0x80)
			return 0;
		value = value << 6 | (bytes[i] & 0x3f);
	}
	/* surrogates belong to UTF-16 */
	if(value < least || value > 0x10ffff || (value >> 11) == 0x1b)
		return 0;
	return len;
}

void siptrunk_utf8_keep(char *kept, size_t size, siptrunk_text_t text)
{
	size_t used = 0, len;

	while(text.len > 0) {
		len = siptrunk_utf8_length(text);
		if(used + (len > 0 ? len : 1) >= size)
			break;
		if(len == 0 || siptrunk_ascii_control(text.s[0])) {
			kept[used++] = '?';
			len = 1;
		} else {
			memcpy(kept + used, text.s, len);
			used += len;
		}
		text.s += len;
		text.len -= len;
	}
	kept[used] = '\0';
}

void siptrunk_utf8_mend(char *text, size_t len)
{
	size_t used, character;

	for(used = 0; used < len; used += character) {
		character = siptrunk_utf8_length(
				(siptrunk_text_t){text + used, len - used});
		if(character > 0)
			continue;
		text[used] = '?';
		character = 1;
	}
}
