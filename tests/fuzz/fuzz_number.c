/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Classification of what is dialled. The first byte chooses the outside-line
 * prefix and whether the rules of all sites hold, the rest is dialled.
 */
#include "fuzz.h"
#include "siptrunk_number.h"

static const char here, there; /* two sites */
#define SITE(site) ((const struct siptrunk_site *)&(site))

#define LISTED(number, classification, site, row)                             \
	{                                                                         \
		{.text = SIPTRUNK_TEXT(number)}, SIPTRUNK_TEXT(classification), site, \
				100, row                                                      \
	}

/** Lists by number, then the others by priority: as the builder leaves them. */
static const siptrunk_number_rule_t rules[] = {
		LISTED("112", SIPTRUNK_CLASS_E911, SITE(here), 3),
		LISTED("411", "directory", NULL, 5),
		LISTED("911", SIPTRUNK_CLASS_E911, NULL, 1),
		LISTED("933", SIPTRUNK_CLASS_E911_TEST, NULL, 2),
		LISTED("999", SIPTRUNK_CLASS_E911, SITE(there), 4),
		{{SIPTRUNK_MATCH_DIGIT_LENGTH, .least = 3, .most = 4},
				SIPTRUNK_TEXT("short"), NULL, 0, 6},
		{{SIPTRUNK_MATCH_PREFIX, .text = SIPTRUNK_TEXT("1900")},
				SIPTRUNK_TEXT("premium"), NULL, 1, 7},
		{{SIPTRUNK_MATCH_COUNTRY_CODE, .text = SIPTRUNK_TEXT("44")},
				SIPTRUNK_TEXT("islands"), SITE(here), 2, 8}};
static const siptrunk_number_plan_t plan = {
		rules, sizeof(rules) / sizeof(rules[0]), 5, true};

static const siptrunk_text_t prefixes[] = {SIPTRUNK_TEXT(""),
		SIPTRUNK_TEXT("9"), SIPTRUNK_TEXT("00"), SIPTRUNK_TEXT("1")};

/** An emergency is a number of the plan that holds here, and says so a second
 *  time. */
static void require_consistent(
		const siptrunk_number_t *result, const siptrunk_dialler_t *dialler)
{
	siptrunk_text_t number = siptrunk_text(result->number);
	siptrunk_number_t again;

	REQUIRE(number.len <= SIPTRUNK_NUMBER_MAX);
	if(siptrunk_number_is_emergency(result->classification))
		REQUIRE(strcmp(result->number, "911") == 0
				|| strcmp(result->number, "933") == 0
				|| strcmp(result->number, "112") == 0
				|| (dialler->anywhere && strcmp(result->number, "999") == 0));
	REQUIRE(siptrunk_number_classify(&plan, number, dialler, &again));
	REQUIRE(strcmp(result->number, again.number) == 0);
	REQUIRE(siptrunk_text_equal(result->classification, again.classification));
}

/** What is an emergency at one site is one anywhere. */
static void require_anywhere(
		siptrunk_text_t text, const siptrunk_dialler_t *dialler)
{
	siptrunk_dialler_t anywhere = *dialler;
	siptrunk_number_t result, more;

	anywhere.anywhere = true;
	siptrunk_number_classify(&plan, text, dialler, &result);
	siptrunk_number_classify(&plan, text, &anywhere, &more);
	REQUIRE(!siptrunk_number_is_emergency(result.classification)
			|| siptrunk_number_is_emergency(more.classification));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	siptrunk_dialler_t dialler;
	siptrunk_text_t text;
	siptrunk_number_t result;
	siptrunk_error_t error;

	if(size == 0)
		return 0;
	dialler = (siptrunk_dialler_t){
			prefixes[data[0] % 4], SITE(here), (data[0] & 4) != 0};
	text = fuzz_text(data + 1, size - 1);
	require_anywhere(text, &dialler);
	if(siptrunk_number_classify(&plan, text, &dialler, &result)) {
		require_consistent(&result, &dialler);
	} else {
		REQUIRE(result.number[0] == '\0');
		REQUIRE(siptrunk_text_equal(
				result.classification, SIPTRUNK_TEXT(SIPTRUNK_CLASS_NONE)));
	}
	if(!siptrunk_number_class_check(text, &error))
		require_log_line(error.text);
	if(!siptrunk_match_number_check(text, &error))
		require_log_line(error.text);
	return 0;
}
