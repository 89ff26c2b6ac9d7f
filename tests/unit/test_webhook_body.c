/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_webhook_body.c. */
#include "siptrunk_webhook_body.h"
#include "unit.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

static siptrunk_webhook_body_t body;
static siptrunk_error_t error;

static size_t allocations, fail_at = SIZE_MAX, live;

static void *jansson_alloc(size_t size)
{
	if(allocations++ == fail_at)
		return NULL;
	live++;
	return malloc(size);
}

static void jansson_free(void *memory)
{
	live -= memory != NULL;
	free(memory);
}

static bool parse(const char *json)
{
	bool read = siptrunk_webhook_body_parse(unit_slice(json), &body, &error);

	unit_slices_free();
	assert_int_equal(live, 0);
	return read;
}

/** With a reason like this. */
static void assert_refused(const char *json, const char *reason)
{
	error.text[0] = '\0';
	assert_false(parse(json));
	if(strstr(error.text, reason) == NULL)
		fail_msg("%s: '%s' lacks '%s'", json, error.text, reason);
}

static void as_retell_sends_it(void **state)
{
	(void)state;
	assert_true(
			parse("{\"name\":\"transfer\",\"call\":{\"call_type\":\"phone_"
				  "call\",\"call_id\":\"call_09af-Z\",\"transcript\":\"\\u00e9"
				  "\",\"start_timestamp\":1},\"args\":{\"to\":\"+13125550142\","
				  "\"user_to_user\":\"gold;7\",\"why\":[]}}"));
	assert_string_equal(body.call_id, "call_09af-Z");
	assert_string_equal(body.to, "+13125550142");
	assert_string_equal(body.user_to_user, "676f6c643b37");
}

static void its_arguments_only(void **state)
{
	(void)state;
	assert_true(parse("{\"call_id\":\"call_1\",\"to\":\"2001\"}"));
	assert_string_equal(body.call_id, "call_1");
	assert_string_equal(body.to, "2001");
	assert_string_equal(body.user_to_user, "");
	assert_refused("{\"to\":\"2001\"}", "arguments only needs");
}

static void the_call_object_goes_before_an_argument(void **state)
{
	(void)state;
	assert_true(parse("{\"call_id\":\"call_2\",\"call\":{\"call_id\":"
					  "\"call_1\"},\"args\":{}}"));
	assert_string_equal(body.call_id, "call_1");
	assert_refused("{\"call_id\":\"call_2\",\"call\":{},\"args\":{}}",
			"expected call.call_id");
	assert_refused("{\"call_id\":\"call_2\",\"call\":1}", "call.call_id");
}

static void what_is_missing_is_empty(void **state)
{
	(void)state;
	assert_true(parse("{\"call\":{\"call_id\":\"c\"},\"args\":{\"to\":null}}"));
	assert_string_equal(body.to, "");
	assert_true(parse("{\"call\":{\"call_id\":\"c\"}}"));
	assert_true(parse("{\"call\":{\"call_id\":\"c\"},\"args\":7}"));
	assert_string_equal(body.to, "");
}

static void what_is_no_object(void **state)
{
	(void)state;
	assert_refused("", "no JSON");
	assert_refused("{", "no JSON");
	assert_refused("{}x", "no JSON");
	assert_refused("[]", "another value");
	assert_refused("{\"a\":1,\"a\":2}", "no JSON");
	assert_refused("{\"call\":{\"call_id\":\"a\\u0000b\"}}", "no JSON");
	assert_refused("{\"call\":{\"call_id\":\"\xff\"}}", "no JSON");
}

static void ids_that_none_is(void **state)
{
	(void)state;
	assert_refused("{\"call\":{\"call_id\":\"\"}}", "expected call.call_id");
	assert_refused("{\"call\":{\"call_id\":7}}", "call_id: expected");
	assert_refused("{\"call\":{\"call_id\":\"a b\"}}", "call_id: expected");
	assert_refused("{\"call\":{\"call_id\":\"a@b\"}}", "call_id: expected");
	assert_refused(
			"{\"call\":{\"call_id\":\"a\\r\\nb\"}}", "call_id: expected");
}

/** A string of count letters as that argument. */
static bool parse_long(const char *name, size_t count)
{
	char json[1000];
	int len = snprintf(json, sizeof(json),
			"{\"call\":{\"call_id\":\"c\"},\"args\":{\"%s\":\"", name);

	memset(json + len, 'x', count);
	strcpy(json + len + count, "\"}}");
	return parse(json);
}

static void lengths(void **state)
{
	char json[400], id[] = "                                               ";

	(void)state;
	assert_true(parse_long("to", SIPTRUNK_WEBHOOK_TO_MAX));
	assert_int_equal(strlen(body.to), SIPTRUNK_WEBHOOK_TO_MAX);
	assert_false(parse_long("to", SIPTRUNK_WEBHOOK_TO_MAX + 1));
	assert_true(parse_long("user_to_user", SIPTRUNK_WEBHOOK_USER_TO_USER_MAX));
	assert_int_equal(
			strlen(body.user_to_user), 2 * SIPTRUNK_WEBHOOK_USER_TO_USER_MAX);
	assert_false(
			parse_long("user_to_user", SIPTRUNK_WEBHOOK_USER_TO_USER_MAX + 1));
	memset(id, 'a', sizeof(id) - 1);
	snprintf(json, sizeof(json), "{\"call_id\":\"%s%s%s\"}", id, id, id);
	assert_refused(json, "call_id: expected a string of at most 128");
	snprintf(json, sizeof(json), "{\"call_id\":\"%s%s\"}", id, id);
	assert_true(parse(json));
}

static void arguments_of_other_kinds(void **state)
{
	(void)state;
	assert_refused("{\"call\":{\"call_id\":\"c\"},\"args\":{\"to\":911}}",
			"to: expected a string");
	assert_refused("{\"call\":{\"call_id\":\"c\"},\"args\":{\"to\":\"+1\\n\"}}",
			"to: expected");
	assert_refused("{\"call\":{\"call_id\":\"c\"},\"args\":{\"to\":\"\xc3\xa9"
				   "\"}}",
			"to: expected");
	assert_refused(
			"{\"call\":{\"call_id\":\"c\"},\"args\":{\"user_to_user\":{}}}",
			"user_to_user: expected");
	assert_true(parse("{\"call\":{\"call_id\":\"c\"},\"args\":"
					  "{\"user_to_user\":\"\\r\\n\xc3\xa9\"}}"));
	assert_string_equal(body.user_to_user, "0d0ac3a9");
}

static void no_memory_is_no_json(void **state)
{
	size_t failed = 0, refused = 0;

	(void)state;
	do {
		allocations = 0;
		fail_at = failed;
		refused += !parse("{\"call\":{\"call_id\":\"c\"},\"args\":{\"to\":"
						  "\"+13125550142\"}}");
		fail_at = SIZE_MAX;
	} while(allocations > failed++);
	assert_true(refused > 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(as_retell_sends_it),
			cmocka_unit_test(its_arguments_only),
			cmocka_unit_test(the_call_object_goes_before_an_argument),
			cmocka_unit_test(what_is_missing_is_empty),
			cmocka_unit_test(what_is_no_object),
			cmocka_unit_test(ids_that_none_is),
			cmocka_unit_test(lengths),
			cmocka_unit_test(arguments_of_other_kinds),
			cmocka_unit_test(no_memory_is_no_json),
	};

	json_set_alloc_funcs(jansson_alloc, jansson_free);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
