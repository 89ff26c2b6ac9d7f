/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_api_key.c; files are siptrunk_key_file.c's. */
#include "siptrunk_api_key.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#define KEY "key_0123456789abcdef"
#define NAME "SIPTRUNK_TEST_KEY"

static const siptrunk_key_source_t source = {
		SIPTRUNK_KEY_OF_ENVIRONMENT, {NAME, sizeof(NAME) - 1}};
static const siptrunk_key_source_t no_file = {
		SIPTRUNK_KEY_OF_FILE, {"/nowhere/key", 12}};

static int end(void **state)
{
	(void)state;
	return unsetenv(NAME);
}

static void refused(const char *value, const char *why)
{
	siptrunk_error_t error;
	siptrunk_key_t key;

	setenv(NAME, value, 1);
	assert_false(siptrunk_api_key_read(&source, &key, &error));
	if(strstr(error.text, why) == NULL)
		fail_msg("said: %s", error.text);
	/* never what is in it */
	assert_null(strstr(error.text, "0123"));
}

static void a_variable_holds_it(void **state)
{
	siptrunk_key_t key;

	(void)state;
	setenv(NAME, KEY, 1);
	assert_true(siptrunk_api_key_read(&source, &key, NULL));
	assert_int_equal(key.len, sizeof(KEY) - 1);
	assert_memory_equal(key.bytes, KEY, sizeof(KEY) - 1);
}

static void a_variable_that_is_not_there_is_named(void **state)
{
	siptrunk_error_t error;
	siptrunk_key_t key;

	(void)state;
	assert_false(siptrunk_api_key_read(&source, &key, &error));
	assert_string_equal(error.text,
			"variable " NAME " of the environment: expected a key of 16 to "
			"1024 bytes, found 0");
}

static void its_length_has_limits(void **state)
{
	char longest[SIPTRUNK_KEY_MAX + 2];

	(void)state;
	memset(longest, 'k', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	refused("0123456789abcde", "found 15");
	refused(longest, "found 1025");
}

/** It becomes part of a header. */
static void it_is_visible(void **state)
{
	(void)state;
	refused(KEY "\r\nX-Evil: 1", "another at position 21");
	refused(KEY " ", "another at position 21");
	refused(KEY "\xc3\xa9", "another at position 21");
	refused("\t" KEY, "another at position 1");
}

static void a_file_that_is_not_there_is_named(void **state)
{
	siptrunk_error_t error;
	siptrunk_key_t key;

	(void)state;
	assert_false(siptrunk_api_key_read(&no_file, &key, &error));
	assert_non_null(strstr(error.text, "/nowhere/key"));
}

static void all_are_read(void **state)
{
	const siptrunk_api_t apis[] = {
			{.row = 1, .key = source}, {.row = 7, .key = no_file}};
	siptrunk_config_t config = {.apis = apis, .api_count = 2};
	siptrunk_error_t error;

	(void)state;
	setenv(NAME, KEY, 1);
	assert_false(siptrunk_api_keys_check(&config, &error));
	assert_non_null(strstr(
			error.text, "table siptrunk_api, row 7, column api_key: "));
	config.api_count = 1;
	assert_true(siptrunk_api_keys_check(&config, &error));
	config.api_count = 0;
	assert_true(siptrunk_api_keys_check(&config, &error));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_teardown(name, end)
	const struct CMUnitTest tests[] = {
			TEST(a_variable_holds_it),
			TEST(a_variable_that_is_not_there_is_named),
			TEST(its_length_has_limits),
			TEST(it_is_visible),
			TEST(a_file_that_is_not_there_is_named),
			TEST(all_are_read),
	};

	return cmocka_run_group_tests_name("api_key", tests, NULL, NULL);
}
