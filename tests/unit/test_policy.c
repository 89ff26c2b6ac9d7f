/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_policy.c: what rules come to, field by field. */
#include "siptrunk_policy.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

#define RULE(member_field, name, does, text)                \
	(siptrunk_policy_t){.field = SIPTRUNK_POLICY_##member_field, \
			.header = T(name), .action = SIPTRUNK_POLICY_##does, \
			.value = T(text), .numbers = T(""), .classification = T("")}

/** The call has a display name, and the header X-There. */
static bool has(siptrunk_policy_field_t field, siptrunk_text_t header,
		const void *context)
{
	(void)context;
	return field == SIPTRUNK_POLICY_FROM_NUMBER
		   || field == SIPTRUNK_POLICY_FROM_DISPLAY
		   || siptrunk_text_equal_nocase(header, T("X-There"));
}

static const siptrunk_policy_call_t call = {
		T("+13125550101"), T("toll"), has, NULL};

static siptrunk_edits_t edits;

static void run(const siptrunk_policy_t *rules, size_t count)
{
	const siptrunk_policies_t policies = {rules, count};

	siptrunk_policies_run(&policies, &call, &edits);
}

static void assert_edit(size_t i, bool removes, const char *value)
{
	assert_true(i < edits.count);
	assert_int_equal(edits.items[i].removes, removes);
	unit_assert_text(edits.items[i].value, value);
}

static void each_action(void **state)
{
	const siptrunk_policy_t rules[] = {
			RULE(FROM_NUMBER, "from_number", REPLACE, "+1888"),
			RULE(FROM_DISPLAY, "from_display", ADD, "Acme"),
			RULE(IDENTITY, "p_asserted_identity", ADD, "+1777"),
			RULE(HEADER, "X-There", ADD, "1"),
			RULE(HEADER, "X-Gone", REMOVE, "")};

	(void)state;
	run(rules, COUNT(rules));
	assert_int_equal(edits.count, 5);
	assert_edit(0, true, "+1888");
	assert_edit(1, false, ""); /* it has one */
	assert_edit(2, false, "+1777");
	assert_edit(3, false, "");
	assert_edit(4, true, "");
	assert_ptr_equal(siptrunk_edits_find(&edits, SIPTRUNK_POLICY_FROM_NUMBER),
			&edits.items[0]);
	assert_null(siptrunk_edits_find(&edits, SIPTRUNK_POLICY_FROM_DISPLAY));
	assert_null(siptrunk_edits_find(&edits, SIPTRUNK_POLICY_DIVERSION));
}

static void later_rules_see_what_earlier_ones_did(void **state)
{
	const siptrunk_policy_t rules[] = {
			RULE(HEADER, "X-There", REMOVE, ""),
			RULE(HEADER, "x-there", ADD, "1"),
			RULE(HEADER, "X-New", ADD, "1"), RULE(HEADER, "X-New", ADD, "2"),
			RULE(HEADER, "X-Both", REPLACE, "1"),
			RULE(HEADER, "X-Both", REPLACE, "2"),
			RULE(FROM_DISPLAY, "from_display", REMOVE, "")};

	(void)state;
	run(rules, COUNT(rules));
	assert_int_equal(edits.count, 4);
	assert_edit(0, true, "1");
	assert_edit(1, false, "1");
	assert_edit(2, true, "2");
	assert_edit(3, true, "");
	assert_non_null(
			siptrunk_edits_find(&edits, SIPTRUNK_POLICY_FROM_DISPLAY));
}

static size_t ran(const char *numbers, const char *classification)
{
	siptrunk_policy_t rule = RULE(HEADER, "X-A", REPLACE, "1");

	rule.numbers = siptrunk_text(numbers);
	rule.classification = siptrunk_text(classification);
	run(&rule, 1);
	return edits.count;
}

static void for_whom_a_rule_is(void **state)
{
	(void)state;
	assert_int_equal(ran("", ""), 1);
	assert_int_equal(ran("+13125550101", ""), 1);
	assert_int_equal(ran("2001, +1312*", "toll"), 1);
	assert_int_equal(ran("+1312555010", ""), 0);
	assert_int_equal(ran("+131255501012", ""), 0);
	assert_int_equal(ran("1312*", ""), 0);
	assert_int_equal(ran("+13125550101*", ""), 1);
	assert_int_equal(ran("+131255501011*", ""), 0);
	assert_int_equal(ran("", "e911"), 0);
	assert_int_equal(ran("+1416*", "toll"), 0);
	assert_false(siptrunk_policy_numbers_have(T(""), call.caller));
}

static void no_more_than_there_is_room_for(void **state)
{
	static char names[SIPTRUNK_POLICIES_MAX + 8][8];
	siptrunk_policy_t rules[COUNT(names)];
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(names); i++) {
		snprintf(names[i], sizeof(names[i]), "X-%zu", i);
		rules[i] = RULE(HEADER, "", REPLACE, "1");
		rules[i].header = siptrunk_text(names[i]);
	}
	run(rules, COUNT(rules));
	assert_int_equal(edits.count, SIPTRUNK_POLICIES_MAX);
}

/** expected NULL: it is taken. */
static void assert_value(siptrunk_policy_field_t field, const char *value,
		const char *expected)
{
	siptrunk_error_t error;
	bool taken =
			siptrunk_policy_value_check(field, siptrunk_text(value), &error);

	if(taken != (expected == NULL))
		fail_msg("'%s' is %s", value, taken ? "taken" : error.text);
	if(!taken && strstr(error.text, expected) == NULL)
		fail_msg("expected '%s', found '%s'", expected, error.text);
}

static void values(void **state)
{
	(void)state;
	assert_value(SIPTRUNK_POLICY_FROM_NUMBER, "+18881230987", NULL);
	assert_value(SIPTRUNK_POLICY_FROM_NUMBER, "8881230987", "E.164");
	assert_value(SIPTRUNK_POLICY_IDENTITY, "", "E.164");
	assert_value(SIPTRUNK_POLICY_DIVERSION, "+1 888", "E.164");
	assert_value(SIPTRUNK_POLICY_FROM_DISPLAY, "Caf\xc3\xa9 & Co.", NULL);
	assert_value(SIPTRUNK_POLICY_FROM_DISPLAY, "a\"b", "without quotes");
	assert_value(SIPTRUNK_POLICY_FROM_DISPLAY, "a\\", "without quotes");
	assert_value(SIPTRUNK_POLICY_FROM_DISPLAY, "a\r\nX: 1", "without quotes");
	assert_value(SIPTRUNK_POLICY_FROM_DISPLAY, " ", "1 to 64 bytes");
	assert_value(SIPTRUNK_POLICY_HEADER, "anything \"else\"", NULL);
	assert_value(SIPTRUNK_POLICY_HEADER, "a\r\nX: 1", "control character");
}

static void fields(void **state)
{
	static const char *const good[] = {"from_number", "From_Display",
			"p_asserted_identity", "Diversion", "X-Account", "Subject"};
	static const char *const bad[] = {"", "From", "P-Asserted-Identity",
			"e911-organization-id", "X-Siptrunk-Own", "X Y", "Via", "f"};
	siptrunk_error_t error;
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(good); i++)
		assert_true(siptrunk_policy_field_check(
				siptrunk_text(good[i]), &error));
	for(i = 0; i < COUNT(bad); i++)
		assert_false(siptrunk_policy_field_check(
				siptrunk_text(bad[i]), &error));
	assert_int_equal(siptrunk_policy_field_of(T("Diversion")),
			SIPTRUNK_POLICY_DIVERSION);
	assert_int_equal(
			siptrunk_policy_field_of(T("X-A")), SIPTRUNK_POLICY_HEADER);
}

static void lists_of_numbers(void **state)
{
	static const char *const good[] = {
			"", "2001", "+1312*", "+13125550101 , 20*"};
	static const char *const bad[] = {",", "+", "*", "+*", "12*3", "alice",
			"1,,2", "1234567890123456", "+1312**"};
	siptrunk_error_t error;
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(good); i++)
		assert_true(siptrunk_policy_numbers_check(
				siptrunk_text(good[i]), &error));
	for(i = 0; i < COUNT(bad); i++)
		assert_false(siptrunk_policy_numbers_check(
				siptrunk_text(bad[i]), &error));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(each_action),
			cmocka_unit_test(later_rules_see_what_earlier_ones_did),
			cmocka_unit_test(for_whom_a_rule_is),
			cmocka_unit_test(no_more_than_there_is_room_for),
			cmocka_unit_test(values),
			cmocka_unit_test(fields),
			cmocka_unit_test(lists_of_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
