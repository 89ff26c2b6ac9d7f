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

int main(void)
{
	const struct CMUnitTest all[] = {
			cmocka_unit_test(the_last_of_each_is_kept),
			cmocka_unit_test(only_answered_tests_count),
			cmocka_unit_test(the_oldest_gives_way),
	};

	return cmocka_run_group_tests_name("last_tests", all, NULL, NULL);
}
