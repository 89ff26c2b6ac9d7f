/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The numbers that emergency calls have shown, and who is behind each: where a
 * call-back from the PSAP belongs (RFC 7090). Of a fixed size; a number has one
 * entry, of the latest call that showed it.
 *
 * Pure. The caller's memory; one process at a time, but for
 * siptrunk_callback_map_idle().
 */
#ifndef SIPTRUNK_CALLBACK_MAP_H
#define SIPTRUNK_CALLBACK_MAP_H

#include "siptrunk_text.h"
#include "siptrunk_uri.h"

#include <stdint.h>

/** Longest user part that rings somebody at the pbx, and longest name. */
#define SIPTRUNK_CALLBACK_NAME_MAX 64

/** Whom a call-back to a number is for. Terminated texts. */
typedef struct siptrunk_expected
{
	char number[SIPTRUNK_E164_MAX + 1]; /**< as it was shown */
	/** What rings the caller at the pbx; empty: nobody knows who it was. */
	char caller[SIPTRUNK_CALLBACK_NAME_MAX + 1];
	char site[SIPTRUNK_CALLBACK_NAME_MAX + 1];
	char trunk[SIPTRUNK_CALLBACK_NAME_MAX + 1]; /**< the pbx */
	char call_id[128]; /**< of the emergency call */
	bool shared;	   /**< an ANI of a site or trunk, nobody's own number */
	int64_t placed;	   /**< in seconds of any steady clock */
} siptrunk_expected_t;

typedef struct siptrunk_callback_map siptrunk_callback_map_t;

/** For so many numbers (at least 1), each for window seconds after its call.
 *  NULL: no memory. */
siptrunk_callback_map_t *siptrunk_callback_map_new(
		const siptrunk_allocator_t *memory, unsigned size, int64_t window);
/** map may be NULL. */
void siptrunk_callback_map_free(siptrunk_callback_map_t *map);

/**
 * What all spellings of a number have in common: +13125550101, 13125550101,
 * 3125550101 and tel:+1-312-555-0101 are one number. Takes a URI, or a bare
 * number of up to 15 digits. 0: it is none.
 */
uint64_t siptrunk_callback_key(siptrunk_text_t number);

#define SIPTRUNK_CALLBACK_DIGITS_MAX 15
/** The digits of that spelling which has all of them, without '+'; empty: it is
 *  no number. Terminated; returns digits. */
const char *siptrunk_callback_digits(siptrunk_text_t number,
		char digits[SIPTRUNK_CALLBACK_DIGITS_MAX + 1]);

/** Takes the number in, for the one whose call is the oldest when the map is
 *  full. false: it is no number, or a later call has shown it. */
bool siptrunk_callback_map_put(siptrunk_callback_map_t *map,
		const siptrunk_expected_t *expected);

/** Whom a call to number (a URI, or bare) is for, if it is a call-back. */
bool siptrunk_callback_map_find(const siptrunk_callback_map_t *map,
		siptrunk_text_t number, int64_t now, siptrunk_expected_t *expected);

/** No call-back is expected at all. May be asked while another process puts. */
bool siptrunk_callback_map_idle(
		const siptrunk_callback_map_t *map, int64_t now);

/** Seconds until it is forgotten, 0 or less: it is. */
int64_t siptrunk_callback_map_left(const siptrunk_callback_map_t *map,
		const siptrunk_expected_t *expected, int64_t now);
/** Copies entry i, counted from 0, forgotten or not; false behind the last. */
bool siptrunk_callback_map_read(const siptrunk_callback_map_t *map, unsigned i,
		siptrunk_expected_t *expected);

#endif
