/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Character classes of the SIP grammars. ctype.h follows the locale of the
 * process, a protocol does not.
 *
 * Pure; any process; no memory.
 */
#ifndef SIPTRUNK_ASCII_H
#define SIPTRUNK_ASCII_H

#include <stdbool.h>
#include <string.h>

static inline bool siptrunk_ascii_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool siptrunk_ascii_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool siptrunk_ascii_alnum(char c)
{
	return siptrunk_ascii_alpha(c) || siptrunk_ascii_digit(c);
}

/** NUL to US and DEL; bytes of UTF-8 are none. */
static inline bool siptrunk_ascii_control(char c)
{
	return (unsigned char)c < 0x20 || c == 0x7f;
}

/** Is c one of the characters of set? NUL never is. */
static inline bool siptrunk_ascii_in(char c, const char *set)
{
	return c != '\0' && strchr(set, c) != NULL;
}

static inline char siptrunk_ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/** The value of a hexadecimal digit, -1 for anything else. */
static inline int siptrunk_ascii_hex(char c)
{
	char lower = siptrunk_ascii_lower(c);

	if(siptrunk_ascii_digit(c))
		return c - '0';
	return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

#endif
