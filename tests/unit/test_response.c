/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * siptrunk_response.c: what an ordinary call does about a final response.
 */
#include "siptrunk_response.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

/** "CLASS ACTION", and "!" when it counts against the gateway. */
static const char *treated(const siptrunk_responses_t *responses, int code)
{
	static char text[60];
	siptrunk_response_t response = siptrunk_responses_find(responses, code);
	siptrunk_text_t class = siptrunk_response_class_name(response.class);
	siptrunk_text_t action = siptrunk_response_action_name(response.action);

	snprintf(text, sizeof(text), "%.*s %.*s%s", SIPTRUNK_TEXT_FMT(class),
			SIPTRUNK_TEXT_FMT(action), response.counts ? "!" : "");
	return text;
}

/** Telnyx, "Failover and Retries": 408, 480, 503, 504 go on, 404, 486, 603 do
 *  not. The rest is ours. */
static void the_default(void **state)
{
	static const struct
	{
		int code;
		const char *treated;
	} cases[] = {{408, "technical next_gateway!"},
			{480, "technical next_gateway"}, {503, "technical next_gateway!"},
			{504, "technical next_gateway!"}, {404, "declined end"},
			{486, "busy end"}, {603, "declined end"},
			{500, "technical next_gateway!"}, {501, "technical next_gateway"},
			{502, "technical next_gateway!"}, {505, "technical next_gateway"},
			{599, "technical next_gateway"}, {600, "busy end"},
			{401, "auth next_trunk"}, {407, "auth next_trunk"},
			{403, "policy next_trunk"}, {400, "policy end"},
			{488, "policy next_trunk"},
			{606, "policy next_trunk"}, {699, "policy end"},
			{607, "declined end"}, {608, "declined end"}, {487, "declined end"},
			/* none of ours */
			{0, "policy end"}, {302, "policy end"}, {399, "policy end"},
			{700, "policy end"}};
	siptrunk_responses_t responses;
	size_t i;

	(void)state;
	memset(&responses, 0xff, sizeof(responses));
	siptrunk_responses_default(&responses);
	for(i = 0; i < COUNT(cases); i++)
		assert_string_equal(
				treated(&responses, cases[i].code), cases[i].treated);
	for(i = 0; i < SIPTRUNK_RESPONSE_COUNT; i++)
		assert_int_equal(responses.row[i], SIPTRUNK_RESPONSE_DEFAULT);
}

/** As one text, codes that are not asked for left out. */
static const char *parsed(const char *text)
{
	static siptrunk_response_group_t group;
	siptrunk_response_codes_t codes;
	siptrunk_responses_t responses;
	size_t from = 0;

	assert_true(siptrunk_response_codes_parse(unit_slice(text), &codes, NULL));
	unit_slices_free();
	memset(&responses, 0, sizeof(responses));
	siptrunk_responses_set(&responses, &codes, (siptrunk_response_t){0}, 7);
	while(siptrunk_responses_next(&responses, &from, &group)) {
		if(group.row == 7)
			return group.codes;
	}
	return "";
}

static void codes_are_read(void **state)
{
	(void)state;
	assert_string_equal(parsed("400"), "400");
	assert_string_equal(parsed("699"), "699");
	assert_string_equal(parsed("400-699"), "400-699");
	assert_string_equal(parsed("503, 408 ,500-502"), "408,500-503");
	assert_string_equal(parsed("480-480,482"), "480,482");
}

static void other_texts_are_refused(void **state)
{
	static const char *const cases[] = {"", ",", "408,", "399", "700", "40",
			"4080", "+408", "4o8", "500-", "-500", "504-500", "500-504-508",
			"408;480", "5xx", "500 - 504"};
	siptrunk_response_codes_t codes;
	siptrunk_error_t error;
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(cases); i++) {
		if(siptrunk_response_codes_parse(
				   unit_slice(cases[i]), &codes, &error))
			fail_msg("'%s' was taken", cases[i]);
	}
	unit_slices_free();
	assert_false(siptrunk_response_codes_parse(T("5xx"), &codes, &error));
	assert_string_equal(error.text,
			"expected codes and ranges of 400 to 699 with commas between them, "
			"such as 408,500-504, found '5xx'");
}

static void shared_codes_are_found(void **state)
{
	siptrunk_response_codes_t a, b, c;

	(void)state;
	siptrunk_response_codes_parse(T("408,500-504"), &a, NULL);
	siptrunk_response_codes_parse(T("503,699"), &b, NULL);
	siptrunk_response_codes_parse(T("400,505-699"), &c, NULL);
	assert_int_equal(siptrunk_response_codes_shared(&a, &b), 503);
	assert_int_equal(siptrunk_response_codes_shared(&c, &b), 699);
	assert_int_equal(siptrunk_response_codes_shared(&a, &c), 0);
}

/** Every code is in one group, and what was configured is told apart from what
 *  is so by default. */
static void groups_tell_all(void **state)
{
	siptrunk_response_codes_t codes;
	siptrunk_responses_t responses;
	siptrunk_response_group_t group;
	size_t from = 0, groups = 0, own = 0;

	(void)state;
	siptrunk_responses_default(&responses);
	siptrunk_response_codes_parse(T("486,503"), &codes, NULL);
	siptrunk_responses_set(&responses, &codes,
			(siptrunk_response_t){SIPTRUNK_RESPONSE_BUSY,
					SIPTRUNK_RESPONSE_END, false},
			4);
	while(siptrunk_responses_next(&responses, &from, &group)) {
		groups++;
		if(group.row != 4)
			continue;
		own++;
		assert_string_equal(group.codes, "486,503");
	}
	assert_int_equal(groups, 8);
	assert_int_equal(own, 1);
}

/** The longest text there is fits. */
static void the_longest_group(void **state)
{
	siptrunk_response_group_t group;
	siptrunk_responses_t responses;
	size_t from = 0, i;

	(void)state;
	memset(&responses, 0, sizeof(responses));
	for(i = 0; i < SIPTRUNK_RESPONSE_COUNT; i++)
		responses.row[i] = i % 3 == 2;
	assert_true(siptrunk_responses_next(&responses, &from, &group));
	assert_int_equal(strlen(group.codes), 100 * strlen("400-401,") - 1);
	assert_string_equal(group.codes + strlen(group.codes) - 7, "697-698");
}

static void names(void **state)
{
	uint8_t value;

	(void)state;
	assert_true(siptrunk_response_class_parse(T("auth"), &value));
	assert_int_equal(value, SIPTRUNK_RESPONSE_AUTH);
	assert_false(siptrunk_response_class_parse(T("Auth"), &value));
	assert_true(siptrunk_response_action_parse(T("next_trunk"), &value));
	assert_int_equal(value, SIPTRUNK_RESPONSE_NEXT_TRUNK);
	assert_false(siptrunk_response_action_parse(T(""), &value));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(the_default),
			cmocka_unit_test(codes_are_read),
			cmocka_unit_test(other_texts_are_refused),
			cmocka_unit_test(shared_codes_are_found),
			cmocka_unit_test(groups_tell_all),
			cmocka_unit_test(the_longest_group), cmocka_unit_test(names)};

	return cmocka_run_group_tests_name("response", tests, NULL, NULL);
}
