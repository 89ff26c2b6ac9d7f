/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * When a test call (933) was answered last, of each site by each gateway.
 *
 * Pure; the caller locks; memory of the caller's.
 */
#ifndef SIPTRUNK_LAST_TESTS_H
#define SIPTRUNK_LAST_TESTS_H

#include "siptrunk_emergency.h"

/** Of so many sites and gateways; the one that was tested longest ago gives
 *  way. */
#define SIPTRUNK_LAST_TESTS_MAX 512

typedef struct siptrunk_last_test
{
	char site[65];
	char gateway[129];
	int64_t answered; /**< ms since 1970; 0: nothing here */
} siptrunk_last_test_t;

typedef struct siptrunk_last_tests
{
	siptrunk_last_test_t items[SIPTRUNK_LAST_TESTS_MAX];
} siptrunk_last_tests_t;

/** Does nothing unless entry is a test call that was answered, later than the
 *  one known. */
void siptrunk_last_tests_note(
		siptrunk_last_tests_t *tests, const siptrunk_emergency_entry_t *entry);

/** The latest one of site by gateway, NULL: of any; NULL: there was none. */
const siptrunk_last_test_t *siptrunk_last_tests_latest(
		const siptrunk_last_tests_t *tests, const siptrunk_text_t *site,
		const siptrunk_text_t *gateway);

#endif
