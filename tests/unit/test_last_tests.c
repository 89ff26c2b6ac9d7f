/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_last_tests.c */
#include "siptrunk_last_tests.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

static siptrunk_last_tests_t tests;

static void note(
		const char *site, const char *gateway, int test, int64_t answered)
{
	siptrunk_emergency_entry_t entry = {.test = test, .answered = answered};

	snprintf(entry.site, sizeof(entry.site), "%s", site);
	snprintf(entry.gateway, sizeof(entry.gateway), "%s", gateway);
	siptrunk_last_tests_note(&tests, &entry);
}

/** When; 0: not known. */
static int64_t noted(const char *site, const char *gateway)
{
	int64_t found = 0;
	size_t i;

	for(i = 0; i < SIPTRUNK_LAST_TESTS_MAX; i++) {
		if(strcmp(tests.items[i].site, site) == 0
				&& strcmp(tests.items[i].gateway, gateway) == 0)
			found += tests.items[i].answered;
	}
	return found;
}

static void the_last_of_each_is_kept(void **state)
{
	(void)state;
	memset(&tests, 0, sizeof(tests));
	note("chicago", "one", 1, 20);
	note("chicago", "one", 1, 30);
	note("chicago", "one", 1, 10);
	note("chicago", "two", 1, 5);
	note("", "one", 1, 7);
	assert_int_equal(noted("chicago", "one"), 30);
	assert_int_equal(noted("chicago", "two"), 5);
	assert_int_equal(noted("", "one"), 7);
}

static void only_answered_tests_count(void **state)
{
	(void)state;
	memset(&tests, 0, sizeof(tests));
	note("chicago", "one", 0, 20);
	note("chicago", "two", 1, 0);
	assert_int_equal(noted("chicago", "one"), 0);
	assert_int_equal(noted("chicago", "two"), 0);
	assert_string_equal(tests.items[0].site, "");
}

static void the_oldest_gives_way(void **state)
{
	char site[16];
	int i;

	(void)state;
	memset(&tests, 0, sizeof(tests));
	note("first", "one", 1, 2);
	note("oldest", "one", 1, 1);
	for(i = 0; i < SIPTRUNK_LAST_TESTS_MAX - 1; i++) {
		snprintf(site, sizeof(site), "%d", i);
		note(site, "one", 1, 100 + i);
	}
	assert_int_equal(noted("oldest", "one"), 0);
	assert_int_equal(noted("first", "one"), 2);
	assert_int_equal(noted("0", "one"), 100);
}

static int64_t latest(const char *site, const char *gateway)
{
	const siptrunk_text_t at = siptrunk_text(site != NULL ? site : "");
	const siptrunk_text_t by = siptrunk_text(gateway != NULL ? gateway : "");
	const siptrunk_last_test_t *test =
			siptrunk_last_tests_latest(&tests, site != NULL ? &at : NULL,
					gateway != NULL ? &by : NULL);

	return test != NULL ? test->answered : 0;
}

static void the_latest_is_found(void **state)
{
	int i;
	char site[16];

	(void)state;
	memset(&tests, 0, sizeof(tests));
	assert_int_equal(latest(NULL, NULL), 0);
	note("chicago", "one", 1, 30);
	note("chicago", "two", 1, 20);
	note("", "two", 1, 40);
	assert_int_equal(latest("chicago", NULL), 30);
	assert_int_equal(latest("", NULL), 40);
	assert_int_equal(latest(NULL, "one"), 30);
	assert_int_equal(latest(NULL, "two"), 40);
	assert_int_equal(latest("chicago", "two"), 20);
	assert_int_equal(latest("", "one"), 0);
	assert_int_equal(latest("london", NULL), 0);
	for(i = 0; i < SIPTRUNK_LAST_TESTS_MAX; i++) {
		snprintf(site, sizeof(site), "%d", i);
		note(site, "three", 1, 100 + i);
	}
	assert_int_equal(latest(NULL, NULL), 100 + SIPTRUNK_LAST_TESTS_MAX - 1);
	/* in the last place: three others were there before */
	snprintf(site, sizeof(site), "%d", SIPTRUNK_LAST_TESTS_MAX - 4);
	assert_int_equal(latest(site, NULL), 100 + SIPTRUNK_LAST_TESTS_MAX - 4);
}

int main(void)
{
	const struct CMUnitTest all[] = {
			cmocka_unit_test(the_last_of_each_is_kept),
			cmocka_unit_test(only_answered_tests_count),
			cmocka_unit_test(the_oldest_gives_way),
			cmocka_unit_test(the_latest_is_found),
	};

	return cmocka_run_group_tests_name("last_tests", all, NULL, NULL);
}
