/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_caller.c: orders, and who is chosen. */
#include "siptrunk_caller.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

#define DID_FIRST "call_source,user_extension,site,trunk"
#define EXTENSION_FIRST "user_extension,site,trunk"

static siptrunk_caller_order_t order_of(const char *text)
{
	siptrunk_caller_order_t order;
	siptrunk_error_t error;

	if(!siptrunk_caller_order_parse(siptrunk_text(text), &order, &error))
		fail_msg("%s", error.text);
	return order;
}

static void source_names_are_those_of_the_data(void **state)
{
	(void)state;
	unit_assert_text(siptrunk_source_name(SIPTRUNK_SOURCE_CALL), "call_source");
	unit_assert_text(
			siptrunk_source_name(SIPTRUNK_SOURCE_EXTENSION), "user_extension");
	unit_assert_text(siptrunk_source_name(SIPTRUNK_SOURCE_SITE), "site");
	unit_assert_text(siptrunk_source_name(SIPTRUNK_SOURCE_TRUNK), "trunk");
	unit_assert_text(siptrunk_source_name(SIPTRUNK_SOURCE_EMAIL), "user_email");
	unit_assert_text(siptrunk_source_name(SIPTRUNK_SOURCE_COUNT), "none");
}

static void order_is_parsed_and_ends_with_the_email(void **state)
{
	siptrunk_caller_order_t order = order_of(DID_FIRST);
	static const uint8_t all[] = {SIPTRUNK_SOURCE_CALL,
			SIPTRUNK_SOURCE_EXTENSION, SIPTRUNK_SOURCE_SITE,
			SIPTRUNK_SOURCE_TRUNK, SIPTRUNK_SOURCE_EMAIL};

	(void)state;
	assert_int_equal(order.count, 5);
	assert_memory_equal(order.sources, all, 5);
	order = order_of(DID_FIRST ",user_email");
	assert_int_equal(order.count, 5);
	order = order_of(" trunk ,\tsite");
	assert_int_equal(order.count, 3);
	assert_int_equal(order.sources[0], SIPTRUNK_SOURCE_TRUNK);
	assert_int_equal(order.sources[1], SIPTRUNK_SOURCE_SITE);
	assert_int_equal(order.sources[2], SIPTRUNK_SOURCE_EMAIL);
	assert_int_equal(order_of("user_email").count, 1);
	assert_int_equal(order_of("").count, 0);
	assert_int_equal(order_of(" \t").count, 0);
}

static void order_errors_say_what_was_found(void **state)
{
	static const char *const cases[][2] = {{"site,bogus", "found 'bogus'"},
			{"site,", "found ''"}, {",site", "found ''"},
			{"site;trunk", "found 'site;trunk'"}, {"SITE", "found 'SITE'"},
			{"site,site", "expected each source once, found 'site,site'"},
			{"site,trunk,site", "expected each source once"},
			{"user_email,user_email", "expected each source once"},
			{"user_email,site", "expected user_email last"},
			{"site,user_email,trunk", "expected user_email last"}};
	siptrunk_caller_order_t order;
	siptrunk_error_t error;
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(cases); i++) {
		assert_false(siptrunk_caller_order_parse(
				unit_slice(cases[i][0]), &order, &error));
		if(strstr(error.text, cases[i][1]) == NULL)
			fail_msg("'%s': %s", cases[i][0], error.text);
	}
	unit_slices_free();
}

/* ---- selection ---- */

#define QUEUE "+13125550777"
#define DID "+13125550101"
#define EXTENSION "2001"
#define SITE "+13125550100"
#define TRUNK "+13125550199"
#define EMAIL "alice@example.com"

/** Which of the six identities are there: one bit each. */
enum
{
	HAS_QUEUE = 1,
	HAS_DID = 2,
	HAS_EXTENSION = 4,
	HAS_SITE = 8,
	HAS_TRUNK = 16,
	HAS_EMAIL = 32,
	HAS_ALL = 63
};

/** By bit: its column in tests/data/caller_orders, and what is then seen. */
static const struct
{
	const char *name;
	const char *value;
	siptrunk_source_t source;
} identities[] = {{"queue", QUEUE, SIPTRUNK_SOURCE_CALL},
		{"did", DID, SIPTRUNK_SOURCE_CALL},
		{"ext", EXTENSION, SIPTRUNK_SOURCE_EXTENSION},
		{"site", SITE, SIPTRUNK_SOURCE_SITE},
		{"trunk", TRUNK, SIPTRUNK_SOURCE_TRUNK},
		{"email", EMAIL, SIPTRUNK_SOURCE_EMAIL},
		{"nothing", "", SIPTRUNK_SOURCE_COUNT}};

static siptrunk_caller_choice_t choose(const char *order, int has)
{
	const siptrunk_caller_order_t parsed = order_of(order);
	const siptrunk_site_t site = {
			.name = T("chicago"), .ani = has & HAS_SITE ? T(SITE) : T("")};
	const siptrunk_caller_t caller = {.aor = T("alice@example.com"),
			.did = has & HAS_DID ? T(DID) : T(""),
			.extension = has & HAS_EXTENSION ? T(EXTENSION) : T(""),
			.email = has & HAS_EMAIL ? T(EMAIL) : T(""),
			.site = &site};
	const siptrunk_caller_input_t input = {.caller = &caller,
			.asserted = has & HAS_QUEUE ? T(QUEUE) : T(""),
			.trunk_ani = has & HAS_TRUNK ? T(TRUNK) : T("")};
	siptrunk_caller_choice_t choice;

	siptrunk_caller_select(&parsed, &input, &choice);
	return choice;
}

static void assert_choice(
		const char *order, int has, const char *value, siptrunk_source_t source)
{
	siptrunk_caller_choice_t choice = choose(order, has);

	if(!siptrunk_text_equal(choice.value, siptrunk_text(value))
			|| choice.source != source)
		fail_msg("order %s, identities %#x: '%.*s', expected '%s'", order, has,
				SIPTRUNK_TEXT_FMT(choice.value), value);
}

/** The sources of an order in the data that is shipped. */
static const char *shipped(const char *name)
{
	static char seed[20000];
	char key[64], *sources;
	FILE *file = fopen(SHIPPED_SEED, "r");

	assert_non_null(file);
	seed[fread(seed, 1, sizeof(seed) - 1, file)] = '\0';
	fclose(file);
	snprintf(key, sizeof(key), "('%s', '", name);
	sources = strstr(seed, key);
	if(sources == NULL)
		fail_msg("no order '%s' in %s", name, SHIPPED_SEED);
	sources += strlen(key);
	sources[strcspn(sources, "'")] = '\0';
	return sources;
}

/** A row of the truth table. */
typedef struct row
{
	char order[32], there[6][4], seen[16];
} row_t;

static bool row_read(const char *line, row_t *row)
{
	return line[0] != '#'
		   && sscanf(line, "%31s %3s %3s %3s %3s %3s %3s %15s", row->order,
					  row->there[0], row->there[1], row->there[2],
					  row->there[3], row->there[4], row->there[5], row->seen)
					  == 8;
}

static bool row_matches(const row_t *row, int has)
{
	int i;

	for(i = 0; i < 6; i++) {
		char there = row->there[i][0];

		if(there != '.' && (there == 'x') != ((has >> i & 1) == 1))
			return false;
	}
	return true;
}

static void assert_seen(const row_t *row, int has)
{
	size_t i;

	for(i = 0; i < COUNT(identities); i++) {
		if(strcmp(identities[i].name, row->seen) == 0) {
			assert_choice(shipped(row->order), has, identities[i].value,
					identities[i].source);
			return;
		}
	}
	fail_msg("there is no '%s'", row->seen);
}

/** Every combination is in exactly one row, and comes out as that says. */
static void truth_table_of(const char *order)
{
	int matches[HAS_ALL + 1] = {0};
	char line[200];
	FILE *table = fopen(TEST_DATA "/caller_orders", "r");
	row_t row;
	int has;

	assert_non_null(table);
	while(fgets(line, sizeof(line), table) != NULL) {
		if(!row_read(line, &row) || strcmp(row.order, order) != 0)
			continue;
		for(has = 0; has <= HAS_ALL; has++) {
			if(row_matches(&row, has)) {
				matches[has]++;
				assert_seen(&row, has);
			}
		}
	}
	fclose(table);
	for(has = 0; has <= HAS_ALL; has++)
		assert_int_equal(matches[has], 1);
}

static void truth_table_of_did_first(void **state)
{
	(void)state;
	truth_table_of("did_first");
}

static void truth_table_of_extension_first(void **state)
{
	(void)state;
	truth_table_of("extension_first");
}

static void truth_table_of_appendix_a(void **state)
{
	(void)state;
	truth_table_of("appendix_a");
}

/** "Configure an extension; a DID will not affect whether it is sent." */
static void appendix_a_extension(void **state)
{
	(void)state;
	assert_choice(shipped("appendix_a"), HAS_EXTENSION | HAS_EMAIL, EXTENSION,
			SIPTRUNK_SOURCE_EXTENSION);
	assert_choice(shipped("appendix_a"), HAS_ALL, EXTENSION,
			SIPTRUNK_SOURCE_EXTENSION);
}

/** "Configure a DID, do not configure an extension." */
static void appendix_a_did(void **state)
{
	(void)state;
	assert_choice(shipped("appendix_a"), HAS_DID | HAS_EMAIL, DID,
			SIPTRUNK_SOURCE_CALL);
	assert_choice(shipped("appendix_a"), HAS_ALL & ~HAS_EXTENSION, DID,
			SIPTRUNK_SOURCE_CALL);
}

/** "Configure neither." */
static void appendix_a_email(void **state)
{
	(void)state;
	assert_choice(
			shipped("appendix_a"), HAS_EMAIL, EMAIL, SIPTRUNK_SOURCE_EMAIL);
}

/** "Configure neither, but an E.164 number for the trunk." */
static void appendix_a_trunk(void **state)
{
	(void)state;
	assert_choice(shipped("appendix_a"), HAS_EMAIL | HAS_TRUNK, TRUNK,
			SIPTRUNK_SOURCE_TRUNK);
	assert_choice(shipped("appendix_a"), HAS_EMAIL | HAS_SITE | HAS_TRUNK,
			TRUNK, SIPTRUNK_SOURCE_TRUNK);
}

static void assert_candidate(const siptrunk_caller_choice_t *choice,
		size_t index, siptrunk_source_t source, const char *value,
		const char *verdict)
{
	const siptrunk_candidate_t *candidate = &choice->candidates[index];

	assert_true(index < choice->count);
	assert_int_equal(candidate->source, source);
	unit_assert_text(candidate->value, value);
	assert_string_equal(candidate->verdict, verdict);
}

static void choice_explains_every_source(void **state)
{
	siptrunk_caller_choice_t choice =
			choose(DID_FIRST, HAS_EXTENSION | HAS_TRUNK | HAS_EMAIL);

	(void)state;
	assert_int_equal(choice.count, 5);
	assert_candidate(&choice, 0, SIPTRUNK_SOURCE_CALL, "", "empty");
	assert_candidate(
			&choice, 1, SIPTRUNK_SOURCE_EXTENSION, EXTENSION, "chosen");
	assert_candidate(&choice, 2, SIPTRUNK_SOURCE_SITE, "", "empty");
	assert_candidate(&choice, 3, SIPTRUNK_SOURCE_TRUNK, TRUNK, "not needed");
	assert_candidate(&choice, 4, SIPTRUNK_SOURCE_EMAIL, EMAIL, "not needed");
}

static void invalid_values_are_passed_over(void **state)
{
	const siptrunk_caller_order_t order = order_of(DID_FIRST);
	const siptrunk_site_t site = {.name = T("chicago"), .ani = T("5550100")};
	const siptrunk_caller_t caller = {.extension = T("20x1"),
			.email = T("not an address"),
			.site = &site};
	const siptrunk_caller_input_t input = {
			.caller = &caller, .asserted = T("2001"), .trunk_ani = T("+0")};
	siptrunk_caller_choice_t choice;

	(void)state;
	siptrunk_caller_select(&order, &input, &choice);
	assert_candidate(&choice, 0, SIPTRUNK_SOURCE_CALL, "2001", "not E.164");
	assert_candidate(
			&choice, 1, SIPTRUNK_SOURCE_EXTENSION, "20x1", "not an extension");
	assert_candidate(&choice, 2, SIPTRUNK_SOURCE_SITE, "5550100", "not E.164");
	assert_candidate(&choice, 3, SIPTRUNK_SOURCE_TRUNK, "+0", "not E.164");
	assert_candidate(&choice, 4, SIPTRUNK_SOURCE_EMAIL, "not an address",
			"not an e-mail address");
	assert_int_equal(choice.source, SIPTRUNK_SOURCE_COUNT);
	assert_int_equal(choice.value.len, 0);
}

static void unknown_caller_is_at_the_default_site(void **state)
{
	const siptrunk_caller_order_t order = order_of(DID_FIRST);
	const siptrunk_site_t site = {.name = T("chicago"), .ani = T(SITE)};
	siptrunk_caller_input_t input = {
			.default_site = &site, .trunk_ani = T(TRUNK)};
	siptrunk_caller_choice_t choice;

	(void)state;
	siptrunk_caller_select(&order, &input, &choice);
	unit_assert_text(choice.value, SITE);
	input.asserted = T(QUEUE);
	siptrunk_caller_select(&order, &input, &choice);
	unit_assert_text(choice.value, QUEUE);
	input.asserted = T("");
	input.default_site = NULL;
	siptrunk_caller_select(&order, &input, &choice);
	unit_assert_text(choice.value, TRUNK);
}

static void own_site_goes_before_the_default_site(void **state)
{
	const siptrunk_caller_order_t order = order_of(EXTENSION_FIRST);
	const siptrunk_site_t chicago = {.name = T("chicago"), .ani = T(SITE)};
	const siptrunk_site_t silent = {.name = T("silent"), .ani = T("")};
	siptrunk_caller_t caller = {.site = NULL};
	const siptrunk_caller_input_t input = {
			.caller = &caller, .default_site = &chicago, .trunk_ani = T(TRUNK)};
	siptrunk_caller_choice_t choice;

	(void)state;
	siptrunk_caller_select(&order, &input, &choice);
	unit_assert_text(choice.value, SITE);
	/* a known site without ANI: the trunk's, not some other site's address */
	caller.site = &silent;
	siptrunk_caller_select(&order, &input, &choice);
	unit_assert_text(choice.value, TRUNK);
}

static void empty_order_chooses_nothing(void **state)
{
	siptrunk_caller_choice_t choice = choose("", HAS_ALL);

	(void)state;
	assert_int_equal(choice.count, 0);
	assert_int_equal(choice.source, SIPTRUNK_SOURCE_COUNT);
	assert_int_equal(choice.value.len, 0);
}

static void assert_why(siptrunk_source_t chosen, const char *expected)
{
	const siptrunk_caller_choice_t choice = {.source = chosen,
			.count = 3,
			.candidates = {{SIPTRUNK_SOURCE_CALL, T(""), "empty"},
					{SIPTRUNK_SOURCE_EXTENSION, T("x"), "not an extension"},
					{SIPTRUNK_SOURCE_EMAIL, T(""), "empty"}}};
	char why[SIPTRUNK_WHY_MAX];

	siptrunk_caller_why(&choice, why);
	assert_string_equal(why, expected);
}

static void a_choice_says_what_was_passed_over(void **state)
{
	(void)state;
	assert_why(SIPTRUNK_SOURCE_CALL, "");
	assert_why(SIPTRUNK_SOURCE_EMAIL,
			"call_source: empty, user_extension: not an extension");
	assert_why(SIPTRUNK_SOURCE_COUNT,
			"call_source: empty, user_extension: not an extension, "
			"user_email: empty");
}

/** Each source with the longest verdict. */
static void the_longest_why_has_room(void **state)
{
	siptrunk_caller_choice_t choice = {.source = SIPTRUNK_SOURCE_COUNT,
			.count = SIPTRUNK_SOURCE_COUNT};
	char why[SIPTRUNK_WHY_MAX];
	siptrunk_source_t i;

	(void)state;
	for(i = 0; i < SIPTRUNK_SOURCE_COUNT; i++)
		choice.candidates[i] = (siptrunk_candidate_t){
				i, T(""), "not an e-mail address"};
	siptrunk_caller_why(&choice, why);
	assert_non_null(strstr(why, "user_email: not an e-mail address"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(source_names_are_those_of_the_data),
			cmocka_unit_test(order_is_parsed_and_ends_with_the_email),
			cmocka_unit_test(order_errors_say_what_was_found),
			cmocka_unit_test(truth_table_of_did_first),
			cmocka_unit_test(truth_table_of_extension_first),
			cmocka_unit_test(truth_table_of_appendix_a),
			cmocka_unit_test(appendix_a_extension),
			cmocka_unit_test(appendix_a_did),
			cmocka_unit_test(appendix_a_email),
			cmocka_unit_test(appendix_a_trunk),
			cmocka_unit_test(choice_explains_every_source),
			cmocka_unit_test(invalid_values_are_passed_over),
			cmocka_unit_test(unknown_caller_is_at_the_default_site),
			cmocka_unit_test(own_site_goes_before_the_default_site),
			cmocka_unit_test(empty_order_chooses_nothing),
			cmocka_unit_test(a_choice_says_what_was_passed_over),
			cmocka_unit_test(the_longest_why_has_room),
	};

	return cmocka_run_group_tests_name("caller", tests, NULL, NULL);
}
