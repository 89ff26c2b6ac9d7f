/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Regular expressions (PCRE2) of the number plan and of dial rules.
 *
 * Pure. Compiled by the process that loads, into the configuration's arena, and
 * read by all processes at the same address; what a match needs is each
 * process's own, and is allocated at its first match. No pattern can hold a
 * process up: a match that takes too many steps is given up.
 */
#ifndef SIPTRUNK_PATTERN_H
#define SIPTRUNK_PATTERN_H

#include "siptrunk_text.h"

/** What $0 to $9 may name. */
#define SIPTRUNK_PATTERN_GROUPS 10

typedef struct siptrunk_pattern
{
	siptrunk_text_t text; /**< as written */
	unsigned groups;	  /**< that it captures, without the whole match */
	const void *code;	  /**< PCRE2's */
} siptrunk_pattern_t;

/** A match: [0] is all of it; a group that took no part is empty. */
typedef struct siptrunk_pattern_match
{
	siptrunk_text_t groups[SIPTRUNK_PATTERN_GROUPS];
} siptrunk_pattern_match_t;

/** Compiles text into arena. INVALID: error says what was expected, what was
 *  found, and at which position. */
siptrunk_status_t siptrunk_pattern_compile(siptrunk_arena_t *arena,
		siptrunk_text_t text, siptrunk_pattern_t *pattern,
		siptrunk_error_t *error);

/** match may be NULL; its slices point into subject. A match that is given up
 *  is none. */
bool siptrunk_pattern_fits(const siptrunk_pattern_t *pattern,
		siptrunk_text_t subject, siptrunk_pattern_match_t *match);

/** Called in the process that has given a match up. */
typedef void (*siptrunk_pattern_given_up_f)(const siptrunk_pattern_t *pattern);
void siptrunk_pattern_watch(siptrunk_pattern_given_up_f given_up);

#endif
