/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_number.c. */
#include "siptrunk_number.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

static const siptrunk_number_rule_t rules[] = {
		{SIPTRUNK_TEXT("911"), SIPTRUNK_TEXT("e911")},
		{SIPTRUNK_TEXT("933"), SIPTRUNK_TEXT("e911_test")},
		{SIPTRUNK_TEXT("411"), SIPTRUNK_TEXT("directory")},
		{SIPTRUNK_TEXT("+18005550100"), SIPTRUNK_TEXT("tollfree")},
};
static const siptrunk_number_plan_t plan = {rules, COUNT(rules)};

/** Fails unless dialled, with the outside-line prefix, is as expected. */
static void classify(const char *dialled, const char *prefix,
		const char *number, const char *classification)
{
	siptrunk_number_t result;
	bool found = siptrunk_number_classify(
			&plan, unit_slice(dialled), unit_slice(prefix), &result);

	if(!siptrunk_text_equal(
			   result.classification, siptrunk_text(classification))
			|| strcmp(result.number, number) != 0
			|| found != (number[0] != '\0'))
		fail_msg("'%s' with prefix '%s': %d '%s' %.*s, expected '%s' %s",
				dialled, prefix, found, result.number,
				SIPTRUNK_TEXT_FMT(result.classification), number,
				classification);
	unit_slices_free();
}

static void spellings_of_an_emergency_number(void **state)
{
	static const char *const forms[] = {"%s", "+%s", "1%s", "+1%s", "tel:%s",
			"TEL:%s", "tel:%s;phone-context=+1", "tel:+1%s",
			"tel:%s;phone-context=example.com", "sip:%s@example.com",
			"sips:%s@example.com", "SIP:+1%s@example.com:5061;transport=tls",
			"sip:%s@example.com;user=phone",
			"sip:%s;phone-context=+1@example.com;user=phone",
			"sip:%s:secret@example.com", "sip:%s@[2001:db8::1]", "%s@host",
			"(%s)", " %s ", "-%s-", "%s;phone-context=+1", "(+1) %s"};
	char dialled[100];
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(forms); i++) {
		snprintf(dialled, sizeof(dialled), forms[i], "911");
		classify(dialled, "", "911", "e911");
		classify(dialled, "9", "911", "e911");
		snprintf(dialled, sizeof(dialled), forms[i], "933");
		classify(dialled, "", "933", "e911_test");
		classify(dialled, "9", "933", "e911_test");
	}
}

static void escapes_and_separators_hide_nothing(void **state)
{
	static const char *const texts[] = {"9-1-1", "9.1.1", "9 1 1", "(9)(1)(1)",
			"%39%31%31", "sip:%39%31%31@host", "sip:9%311@host",
			"sip:9%2D1-1@host", "sip:%28911%29@host", "sip:%2B1911@host",
			"tel:9-1-1", "tel:%39-11", "sip:9%201%201@host"};
	char separated[500];
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(texts); i++)
		classify(texts[i], "", "911", "e911");
	/* more separators than a number may have characters */
	memset(separated, '-', sizeof(separated));
	memcpy(separated, "sip:9", 5);
	separated[200] = '1';
	separated[400] = '1';
	memcpy(separated + 490, "@host", 6);
	classify(separated, "", "911", "e911");
}

/** Kamailio takes all of these for a Request-URI. */
static void what_stands_behind_the_user_hides_nothing(void **state)
{
	static const char *const texts[] = {"sip:911@203.0.113.10:",
			"sip:911@203.0.113.10:005060", "sip:911@203.0.113.10;x=\"y\"",
			"sip:911@203.0.113.10;x=<y>", "sip:911@203.0.113.10?a=\"b\"",
			"sip:911@[::1%1]", "sip:911@ed~ge", "tel:911;x=\"y\"",
			"sip:911:\"pw\"@host", "sip:911;a=\"b\"@host", "911@host:x"};
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(texts); i++)
		classify(texts[i], "", "911", "e911");
}

static void outside_prefix_comes_first(void **state)
{
	(void)state;
	classify("9911", "9", "911", "e911");
	classify("sip:9911@host", "9", "911", "e911");
	classify("9-911", "9", "911", "e911");
	classify("91911", "9", "911", "e911");
	classify("9+911", "9", "911", "e911");
	classify("9+1911", "9", "911", "e911");
	classify("9933", "9", "933", "e911_test");
	classify("00911", "00", "911", "e911");
	classify("9911", "", "9911", "none");
	classify("9911", "8", "9911", "none");
	classify("99911", "9", "99911", "none");
	classify("19911", "9", "19911", "none");
	classify("0911", "00", "0911", "none");
}

static void lookalikes_are_no_emergency(void **state)
{
	static const char *const numbers[] = {"9110", "4911", "1911555", "91155",
			"2911", "9911", "91", "11", "9", "9111", "0911", "011911", "+4911",
			"++911", "+1+911", "11911", "+11911", "+19110", "119", "8911",
			"911911", "*911", "911#", "99", "9933", "913", "93"};
	static const char *const no_numbers[] = {"911x", "x911", "sos",
			"sip:911x@host", "alice", "sip:alice@911", "sip:911",
			"sip:host;x=911", "tel:", "", "()", "+", "-", "*", "sip:@911",
			"http:911", "sip:911%00@host", "sip:91%@host", "911,", "<911>",
			"sip:911%40host@host", "sip:911%3bx@host"};
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(numbers); i++)
		classify(numbers[i], "", numbers[i], "none");
	for(i = 0; i < COUNT(no_numbers); i++)
		classify(no_numbers[i], "", "", "none");
}

static void service_urns_are_their_rules(void **state)
{
	static const char *const sos[] = {"urn:service:sos", "URN:SERVICE:SOS",
			"urn:service:sos.fire", "urn:service:sos.police.municipal",
			"urn:service:%73os", "urn:service:sos;x=y"};
	static const char *const test[] = {"urn:service:test.sos",
			"urn:service:TEST.sos", "urn:service:test.sos.fire"};
	static const char *const others[] = {"urn:service:sosx",
			"urn:service:counseling", "urn:service:test.sosx",
			"urn:service:test", "urn:sos", "urn:service:", "urn:service",
			"urn:x:sos", "urn:911", "service:sos", "urn:service:xsos"};
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(sos); i++)
		classify(sos[i], "9", "911", "e911");
	for(i = 0; i < COUNT(test); i++)
		classify(test[i], "9", "933", "e911_test");
	for(i = 0; i < COUNT(others); i++)
		classify(others[i], "9", "", "none");
}

static void other_classes_match_exactly_only(void **state)
{
	(void)state;
	classify("411", "9", "411", "directory");
	classify("4-1-1", "9", "411", "directory");
	classify("9411", "9", "9411", "none");
	classify("1411", "9", "1411", "none");
	classify("+411", "9", "+411", "none");
	classify("+1 (800) 555-0100", "", "+18005550100", "tollfree");
	classify("18005550100", "", "18005550100", "none");
	classify("*86", "9", "*86", "none");
}

static void exact_match_goes_before_a_spelling(void **state)
{
	static const siptrunk_number_rule_t own[] = {
			{SIPTRUNK_TEXT("911"), SIPTRUNK_TEXT("e911")},
			{SIPTRUNK_TEXT("1911"), SIPTRUNK_TEXT("internal")}};
	const siptrunk_number_plan_t with_own = {own, COUNT(own)};
	siptrunk_number_t result;

	(void)state;
	assert_true(
			siptrunk_number_classify(&with_own, T("1911"), T("9"), &result));
	unit_assert_text(result.classification, "internal");
	assert_true(
			siptrunk_number_classify(&with_own, T("+1911"), T("9"), &result));
	unit_assert_text(result.classification, "e911");
}

static void long_numbers_match_nothing(void **state)
{
	char digits[SIPTRUNK_NUMBER_MAX + 2];

	(void)state;
	memset(digits, '1', sizeof(digits));
	digits[SIPTRUNK_NUMBER_MAX] = '\0';
	classify(digits, "", digits, "none");
	digits[SIPTRUNK_NUMBER_MAX] = '1';
	digits[SIPTRUNK_NUMBER_MAX + 1] = '\0';
	classify(digits, "", "", "none");
}

static void empty_plan_knows_nothing(void **state)
{
	const siptrunk_number_plan_t empty = {NULL, 0};
	siptrunk_number_t result;

	(void)state;
	assert_true(siptrunk_number_classify(&empty, T("911"), T("9"), &result));
	assert_string_equal(result.number, "911");
	unit_assert_text(result.classification, "none");
	assert_false(siptrunk_number_classify(
			&empty, T("urn:service:sos"), T(""), &result));
	unit_assert_text(result.classification, "none");
}

static void emergency_classes_are_two(void **state)
{
	(void)state;
	assert_true(siptrunk_number_is_emergency(T("e911")));
	assert_true(siptrunk_number_is_emergency(T("e911_test")));
	assert_false(siptrunk_number_is_emergency(T("e91")));
	assert_false(siptrunk_number_is_emergency(T("E911")));
	assert_false(siptrunk_number_is_emergency(T("none")));
	assert_false(siptrunk_number_is_emergency(T("")));
}

static void class_names(void **state)
{
	static const char *const good[] = {"e911", "e911_test", "a", "_", "0",
			"emergency_x", "nones", "abcdefghijklmnopqrstuvwxyz012345"};
	static const char *const bad[] = {"", "emergency", "Emergency", "EMERGENCY",
			"none", "E911", "e-911", "e 911", "e911\n",
			"abcdefghijklmnopqrstuvwxyz0123456"};
	siptrunk_error_t error;
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(good); i++)
		assert_true(siptrunk_number_class_check(unit_slice(good[i]), &error));
	for(i = 0; i < COUNT(bad); i++) {
		if(siptrunk_number_class_check(unit_slice(bad[i]), &error))
			fail_msg("accepted: '%s'", bad[i]);
	}
	assert_false(siptrunk_number_class_check(T("Emergency"), &error));
	assert_string_equal(error.text,
			"expected a classification that is not called Emergency, such as "
			"e911, found 'Emergency'");
	unit_slices_free();
}

static void rule_numbers(void **state)
{
	static const char *const good[] = {"9", "911", "+911", "123456789012345"};
	static const char *const bad[] = {"", "+", "++1", "9-1-1", "911 ", "*86",
			"1234567890123456", "+1234567890123456", "x"};
	siptrunk_error_t error;
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(good); i++)
		assert_true(siptrunk_number_rule_check(unit_slice(good[i]), &error));
	for(i = 0; i < COUNT(bad); i++) {
		if(siptrunk_number_rule_check(unit_slice(bad[i]), &error))
			fail_msg("accepted: '%s'", bad[i]);
	}
	unit_slices_free();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(spellings_of_an_emergency_number),
			cmocka_unit_test(escapes_and_separators_hide_nothing),
			cmocka_unit_test(what_stands_behind_the_user_hides_nothing),
			cmocka_unit_test(outside_prefix_comes_first),
			cmocka_unit_test(lookalikes_are_no_emergency),
			cmocka_unit_test(service_urns_are_their_rules),
			cmocka_unit_test(other_classes_match_exactly_only),
			cmocka_unit_test(exact_match_goes_before_a_spelling),
			cmocka_unit_test(long_numbers_match_nothing),
			cmocka_unit_test(empty_plan_knows_nothing),
			cmocka_unit_test(emergency_classes_are_two),
			cmocka_unit_test(class_names),
			cmocka_unit_test(rule_numbers),
	};

	return cmocka_run_group_tests_name("number", tests, NULL, NULL);
}
