/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Characters of UTF-8 (RFC 3629), in texts of unknown origin.
 *
 * Pure; any process; no memory.
 */
#ifndef SIPTRUNK_UTF8_H
#define SIPTRUNK_UTF8_H

#include "siptrunk_text.h"

/** How long the first character of text (not empty) is: 1 to 4 bytes; 0 when
 *  these are none. */
size_t siptrunk_utf8_length(siptrunk_text_t text);

/** A terminated copy, cut between two characters when size is too small; what
 *  is no UTF-8, and each control character, becomes '?'. */
void siptrunk_utf8_keep(char *kept, size_t size, siptrunk_text_t text);

/** Of len bytes: each that is no part of a character becomes '?'. */
void siptrunk_utf8_mend(char *text, size_t len);

#endif
