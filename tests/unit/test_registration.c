/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_registration.c. */
#include "siptrunk_registration.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

static const siptrunk_variable_t customer = {
		.kind = SIPTRUNK_VARIABLE, .name = {"customer", 8}};
static const siptrunk_variable_t account = {
		.kind = SIPTRUNK_VARIABLE, .name = {"account", 7}};
static const siptrunk_variable_t conversation = {
		.kind = SIPTRUNK_METADATA, .name = {"conversation", 12}};

static siptrunk_registration_t registration;

static int set_up(void **state)
{
	(void)state;
	registration = (siptrunk_registration_t){.agent_id = T("agent_1"),
			.agent_version = T(""),
			.direction = T("inbound"),
			.from = T("+14155550123"),
			.to = T("+13125550170")};
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	unit_slices_free();
	return 0;
}

static void told(const siptrunk_variable_t *variable, siptrunk_text_t value)
{
	registration.told[registration.told_count++] =
			(siptrunk_told_t){variable, value};
}

static void says(const char *expected)
{
	char text[SIPTRUNK_REGISTRATION_MAX];

	unit_assert_text(
			siptrunk_registration_write(&registration, text), expected);
}

/** The one variable, told value, becomes expected. */
static void value_becomes(siptrunk_text_t value, const char *expected)
{
	char text[SIPTRUNK_REGISTRATION_MAX], with[600];

	registration.told_count = 0;
	told(&customer, value);
	snprintf(with, sizeof(with), "{\"customer\":\"%s\"}}", expected);
	siptrunk_registration_write(&registration, text);
	assert_non_null(strstr(text, with));
}

static void a_call(void **state)
{
	(void)state;
	says("{\"agent_id\":\"agent_1\",\"direction\":\"inbound\","
		 "\"from_number\":\"+14155550123\",\"to_number\":\"+13125550170\"}");
}

static void numbers_are_e164_or_not_told(void **state)
{
	(void)state;
	registration.from = T("alice");
	registration.to = T("2001");
	says("{\"agent_id\":\"agent_1\",\"direction\":\"inbound\"}");
}

static void versions(void **state)
{
	(void)state;
	registration.from = registration.to = T("");
	registration.agent_version = T("12");
	says("{\"agent_id\":\"agent_1\",\"agent_version\":12,"
		 "\"direction\":\"inbound\"}");
	registration.agent_version = T("prod");
	says("{\"agent_id\":\"agent_1\",\"agent_version\":\"prod\","
		 "\"direction\":\"inbound\"}");
}

static void headers_become_variables_and_metadata(void **state)
{
	(void)state;
	registration.from = registration.to = T("");
	told(&customer, T("Ann"));
	told(&conversation, T("c-1"));
	told(&account, T("7"));
	says("{\"agent_id\":\"agent_1\",\"direction\":\"inbound\","
		 "\"metadata\":{\"conversation\":\"c-1\"},"
		 "\"retell_llm_dynamic_variables\":{\"customer\":\"Ann\","
		 "\"account\":\"7\"}}");
}

static void what_is_no_text_is_left_out(void **state)
{
	(void)state;
	value_becomes(T("a\r\nb\tc\x7f"), "abc");
	value_becomes(T("a\xff\xc3(b"), "a(b");
	value_becomes(T("a\xc2\x85z\xc2\xa0"), "az\xc2\xa0");
	value_becomes(T("J\xc3\xbcrgen \"x\" \\"), "J\xc3\xbcrgen \\\"x\\\" \\\\");
	value_becomes(unit_slice("\xe2\x82"), "");
}

static void a_value_is_cut_at_a_character(void **state)
{
	char value[300], expected[300];

	(void)state;
	memset(value, 'a', sizeof(value));
	memcpy(value + 255, "\xc3\xbc", 2);
	memset(expected, 'a', 255);
	expected[255] = '\0';
	value_becomes((siptrunk_text_t){value, sizeof(value)}, expected);
	value[255] = 'b';
	value[256] = 'b';
	strcpy(expected + 255, "b");
	value_becomes((siptrunk_text_t){value, sizeof(value)}, expected);
}

/** Every character of the longest is escaped: the last ones are left out. */
static void all_of_it_fits(void **state)
{
	char value[256], text[SIPTRUNK_REGISTRATION_MAX];
	siptrunk_text_t written;
	int i;

	(void)state;
	memset(value, '"', sizeof(value));
	for(i = 0; i < SIPTRUNK_REGISTRATION_TOLD_MAX; i++)
		told(&account, (siptrunk_text_t){value, sizeof(value)});
	written = siptrunk_registration_write(&registration, text);
	assert_true(written.len > SIPTRUNK_REGISTRATION_MAX - 600);
	assert_true(written.len < SIPTRUNK_REGISTRATION_MAX);
	assert_string_equal(written.s + written.len - 4, "\"\"}}");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
			TEST(a_call),
			TEST(numbers_are_e164_or_not_told),
			TEST(versions),
			TEST(headers_become_variables_and_metadata),
			TEST(what_is_no_text_is_left_out),
			TEST(a_value_is_cut_at_a_character),
			TEST(all_of_it_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
