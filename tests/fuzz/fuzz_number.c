/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Classification of what is dialled. The first byte chooses the outside-line
 * prefix, the rest is dialled.
 */
#include "fuzz.h"
#include "siptrunk_number.h"

static const siptrunk_number_rule_t rules[] = {
		{SIPTRUNK_TEXT("911"), SIPTRUNK_TEXT(SIPTRUNK_CLASS_E911)},
		{SIPTRUNK_TEXT("933"), SIPTRUNK_TEXT(SIPTRUNK_CLASS_E911_TEST)},
		{SIPTRUNK_TEXT("411"), SIPTRUNK_TEXT("directory")}};
static const siptrunk_number_plan_t plan = {
		rules, sizeof(rules) / sizeof(rules[0])};

static const siptrunk_text_t prefixes[] = {SIPTRUNK_TEXT(""),
		SIPTRUNK_TEXT("9"), SIPTRUNK_TEXT("00"), SIPTRUNK_TEXT("1")};

/** An emergency is one of the plan's numbers, and says so a second time. */
static void require_consistent(
		const siptrunk_number_t *result, siptrunk_text_t prefix)
{
	siptrunk_text_t number = siptrunk_text(result->number);
	siptrunk_number_t again;

	REQUIRE(number.len <= SIPTRUNK_NUMBER_MAX);
	if(siptrunk_number_is_emergency(result->classification))
		REQUIRE(strcmp(result->number, "911") == 0
				|| strcmp(result->number, "933") == 0);
	REQUIRE(siptrunk_number_classify(&plan, number, prefix, &again));
	REQUIRE(strcmp(result->number, again.number) == 0);
	REQUIRE(siptrunk_text_equal(result->classification, again.classification));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	siptrunk_text_t prefix, text;
	siptrunk_number_t result;
	siptrunk_error_t error;

	if(size == 0)
		return 0;
	prefix = prefixes[data[0] % 4];
	text = fuzz_text(data + 1, size - 1);
	if(siptrunk_number_classify(&plan, text, prefix, &result)) {
		require_consistent(&result, prefix);
	} else {
		REQUIRE(result.number[0] == '\0');
		REQUIRE(siptrunk_text_equal(
				result.classification, SIPTRUNK_TEXT(SIPTRUNK_CLASS_NONE)));
	}
	if(!siptrunk_number_class_check(text, &error))
		require_log_line(error.text);
	if(!siptrunk_number_rule_check(text, &error))
		require_log_line(error.text);
	return 0;
}
