/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Match types of the number plan: what a row says a number must be like.
 *
 * Pure. Read by the process that loads; any process asks.
 */
#ifndef SIPTRUNK_MATCH_H
#define SIPTRUNK_MATCH_H

#include "siptrunk_pattern.h"

typedef enum siptrunk_match_type
{
	SIPTRUNK_MATCH_NUMBER_LIST,	 /**< 911,+18005550100: these numbers */
	SIPTRUNK_MATCH_DIGIT_LENGTH, /**< 4,7-10: so many digits, '+' or not */
	SIPTRUNK_MATCH_PREFIX,		 /**< 1900,*6: begins so */
	SIPTRUNK_MATCH_COUNTRY_CODE, /**< 44,33: begins with '+' and that */
	SIPTRUNK_MATCH_REGEX,		 /**< one regular expression */
	SIPTRUNK_MATCH_TYPES
} siptrunk_match_type_t;

/** One item of a row. */
typedef struct siptrunk_match
{
	siptrunk_match_type_t type;
	siptrunk_text_t text; /**< the number, or how it begins */
	int least, most;	  /**< DIGIT_LENGTH */
	siptrunk_pattern_t pattern; /**< REGEX */
} siptrunk_match_t;

bool siptrunk_match_type_parse(
		siptrunk_text_t text, siptrunk_match_type_t *type);

/** The next item of *items, which moves on behind it; its texts are arena's.
 *  INVALID: error says why. */
siptrunk_status_t siptrunk_match_read(siptrunk_match_type_t type,
		siptrunk_arena_t *arena, siptrunk_text_t *items,
		siptrunk_match_t *match, siptrunk_error_t *error);

/** number: as siptrunk_number_normalise() leaves it. */
bool siptrunk_match_fits(
		const siptrunk_match_t *match, siptrunk_text_t number);

/** A number of a list: optional '+', then 1 to 15 digits. */
bool siptrunk_match_number_check(
		siptrunk_text_t number, siptrunk_error_t *error);

#endif
