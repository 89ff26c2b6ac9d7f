/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_cause.c. */
#include "siptrunk_cause.h"
#include "unit.h"

#include <string.h>

#define EACH(cause)                                               \
	siptrunk_cause_t cause = SIPTRUNK_CAUSE_NONE;                 \
	cause < SIPTRUNK_CAUSE_COUNT;                                 \
	cause++

static void each_has_a_name_of_its_own(void **state)
{
	siptrunk_cause_t other;

	(void)state;
	for(EACH(cause)) {
		assert_non_null(siptrunk_cause_name(cause));
		for(other = SIPTRUNK_CAUSE_NONE; other < cause; other++)
			assert_string_not_equal(
					siptrunk_cause_name(cause), siptrunk_cause_name(other));
	}
	assert_string_equal(
			siptrunk_cause_name(SIPTRUNK_CAUSE_NONE), "registered");
	assert_string_equal(
			siptrunk_cause_name(SIPTRUNK_CAUSE_NO_MEMORY), "no_memory");
}

/** RFC 3326: within the quotes of text="...". */
static void each_text_fits_a_reason_header(void **state)
{
	const char *c;

	(void)state;
	for(EACH(cause)) {
		assert_non_null(siptrunk_cause_text(cause));
		for(c = siptrunk_cause_text(cause); *c != '\0'; c++)
			assert_true(*c >= ' ' && *c < 0x7f && *c != '"' && *c != '\\');
	}
}

static void who_is_to_blame(void **state)
{
	(void)state;
	for(EACH(cause)) {
		siptrunk_blame_t blame =
				cause == SIPTRUNK_CAUSE_NONE || cause >= SIPTRUNK_CAUSE_INVALID
						? SIPTRUNK_BLAME_NOBODY
				: cause >= SIPTRUNK_CAUSE_UNAUTHORIZED ? SIPTRUNK_BLAME_ACCOUNT
													   : SIPTRUNK_BLAME_HOST;
		assert_int_equal(siptrunk_cause_blame(cause), blame);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(each_has_a_name_of_its_own),
			cmocka_unit_test(each_text_fits_a_reason_header),
			cmocka_unit_test(who_is_to_blame),
	};

	return cmocka_run_group_tests_name("cause", tests, NULL, NULL);
}
