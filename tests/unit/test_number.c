/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_number.c. */
#include "siptrunk_number.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

#define LISTED(number, classification, site, row)                          \
	{                                                                      \
		{.text = SIPTRUNK_TEXT(number)}, SIPTRUNK_TEXT(classification), site, \
				100, row                                                   \
	}

static const siptrunk_number_rule_t rules[] = {
		LISTED("911", "e911", NULL, 11), LISTED("933", "e911_test", NULL, 12),
		LISTED("411", "directory", NULL, 13),
		LISTED("+18005550100", "tollfree", NULL, 14)};
static siptrunk_number_rule_t sorted[COUNT(rules)];
static siptrunk_number_plan_t plan;

static int make_plan(void **state)
{
	(void)state;
	memcpy(sorted, rules, sizeof(rules));
	siptrunk_number_plan_make(sorted, COUNT(sorted), &plan);
	return 0;
}

/** Fails unless dialled is as expected to this dialler. */
static void classify_for(const siptrunk_number_plan_t *rules_of,
		const siptrunk_dialler_t *dialler, const char *dialled,
		const char *number, const char *classification)
{
	siptrunk_number_t result;
	bool found = siptrunk_number_classify(
			rules_of, unit_slice(dialled), dialler, &result);

	if(!siptrunk_text_equal(
			   result.classification, siptrunk_text(classification))
			|| strcmp(result.number, number) != 0
			|| found != (number[0] != '\0'))
		fail_msg("'%s' with prefix '%.*s': %d '%s' %.*s, expected '%s' %s",
				dialled, SIPTRUNK_TEXT_FMT(dialler->outside_prefix), found,
				result.number, SIPTRUNK_TEXT_FMT(result.classification),
				number, classification);
	unit_slices_free();
}

/** The same, of nobody's site, with the outside-line prefix. */
static void classify(const char *dialled, const char *prefix,
		const char *number, const char *classification)
{
	const siptrunk_dialler_t dialler = {
			.outside_prefix = siptrunk_text(prefix)};

	classify_for(&plan, &dialler, dialled, number, classification);
}

static const char *class_of(const char *number)
{
	return strcmp(number, "911") == 0 ? "e911" : "e911_test";
}

/** A column's "-": nothing. */
static const char *or_none(const char *column)
{
	return strcmp(column, "-") == 0 ? "" : column;
}

/** The next line of a table in tests/data, as count columns; the last one runs
 *  to the end of the line. */
static bool next_row(FILE *table, char *line, size_t size, char **columns,
		size_t count)
{
	size_t i;

	do {
		if(fgets(line, (int)size, table) == NULL)
			return false;
		line[strcspn(line, "\n")] = '\0';
	} while(line[0] == '#' || line[0] == '\0');
	for(i = 0; i < count; i++) {
		columns[i] = line;
		if(i + 1 == count)
			break;
		line += strcspn(line, "\t");
		if(*line == '\0')
			fail_msg("too few columns: '%s'", columns[0]);
		*line++ = '\0';
	}
	return true;
}

static FILE *open_table(const char *name)
{
	char path[500];
	FILE *table;

	snprintf(path, sizeof(path), "%s/%s", TEST_DATA, name);
	table = fopen(path, "r");
	if(table == NULL)
		fail_msg("cannot read %s", path);
	return table;
}

/** The same spelling of 933, if that is one of 911 in plain digits. */
static void classify_test_number(
		const char *dialled, const char *prefix, const char *number)
{
	const char *at = strstr(dialled, "911");
	char other[500];

	if(at == NULL || strcmp(number, "911") != 0)
		return;
	snprintf(other, sizeof(other), "%.*s933%s", (int)(at - dialled), dialled,
			at + 3);
	classify(other, prefix, "933", "e911_test");
}

static void every_spelling_is_recognised(void **state)
{
	FILE *table = open_table("emergency_spellings");
	char line[500], *columns[4];
	size_t rows = 0;

	(void)state;
	for(; next_row(table, line, sizeof(line), columns, 4); rows++) {
		const char *number = columns[1], *prefix = or_none(columns[2]);

		classify(columns[3], prefix, number, class_of(number));
		classify_test_number(columns[3], prefix, number);
	}
	fclose(table);
	assert_true(rows > 80);
}

static void no_lookalike_is_recognised(void **state)
{
	FILE *table = open_table("emergency_lookalikes");
	char line[500], *columns[3];
	siptrunk_number_t result;
	size_t rows = 0;

	(void)state;
	for(; next_row(table, line, sizeof(line), columns, 3); rows++) {
		const siptrunk_dialler_t dialler = {
				.outside_prefix = siptrunk_text(or_none(columns[1]))};

		siptrunk_number_classify(
				&plan, unit_slice(columns[2]), &dialler, &result);
		if(!siptrunk_text_equal(result.classification, T("none")))
			fail_msg("'%s' is '%s', %.*s", columns[2], result.number,
					SIPTRUNK_TEXT_FMT(result.classification));
	}
	unit_slices_free();
	fclose(table);
	assert_true(rows > 70);
}

static void a_number_that_is_no_emergency_is_as_dialled(void **state)
{
	(void)state;
	classify("9110", "9", "9110", "none");
	classify("sip:+1 (911) 555-0123@host", "9", "+19115550123", "none");
	classify("*911", "", "*911", "none");
	classify("911#", "", "911#", "none");
	classify("sip:911x@host", "", "", "none");
	classify("sip:911", "", "", "none");
	classify("()", "", "", "none");
	classify("+", "", "", "none");
	classify("", "", "", "none");
}

static void separators_without_end_hide_nothing(void **state)
{
	char separated[500];

	(void)state;
	/* more separators than a number may have characters */
	memset(separated, '-', sizeof(separated));
	memcpy(separated, "sip:9", 5);
	separated[200] = '1';
	separated[400] = '1';
	memcpy(separated + 490, "@host", 6);
	classify(separated, "", "911", "e911");
}

static const struct siptrunk_site *const london = (const void *)"london";
static const struct siptrunk_site *const berlin = (const void *)"berlin";
static const struct siptrunk_site *const chicago = (const void *)"chicago";

/** The plan above, and what holds in London and Berlin alone. */
static siptrunk_number_plan_t plan_of_sites(siptrunk_number_rule_t all[10])
{
	const siptrunk_number_rule_t of_sites[] = {
			LISTED("999", "e911", london, 1), LISTED("112", "e911", london, 1),
			LISTED("112", "e911", berlin, 2), LISTED("110", "e911", berlin, 2),
			LISTED("999", "directory", berlin, 3),
			LISTED("+44999", "e911", london, 4)};
	siptrunk_number_plan_t made;

	memcpy(all, rules, sizeof(rules));
	memcpy(all + COUNT(rules), of_sites, sizeof(of_sites));
	siptrunk_number_plan_make(all, 10, &made);
	assert_true(made.has_sites);
	assert_int_equal(made.listed, 10);
	return made;
}

static void a_sites_rules_hold_there_alone(void **state)
{
	siptrunk_number_rule_t all[10];
	const siptrunk_number_plan_t sites = plan_of_sites(all);
	const siptrunk_dialler_t here = {T("9"), london, false};
	const siptrunk_dialler_t there = {T("0"), berlin, false};
	const siptrunk_dialler_t elsewhere = {T("9"), chicago, false};
	const siptrunk_dialler_t nowhere = {T("9"), NULL, false};

	(void)state;
	classify_for(&sites, &here, "999", "999", "e911");
	classify_for(&sites, &here, "sip:9112@edge", "112", "e911");
	classify_for(&sites, &here, "tel:%2B112", "112", "e911");
	classify_for(&sites, &here, "+44999", "+44999", "e911");
	classify_for(&sites, &here, "110", "110", "none");
	classify_for(&sites, &there, "0110", "110", "e911");
	classify_for(&sites, &there, "999", "999", "directory");
	classify_for(&sites, &elsewhere, "999", "999", "none");
	classify_for(&sites, &nowhere, "112", "112", "none");
	/* everywhere, and whatever a site adds */
	classify_for(&sites, &here, "911", "911", "e911");
	classify_for(&sites, &there, "933", "933", "e911_test");
	classify_for(&sites, &there, "urn:service:sos", "911", "e911");
}

static void anywhere_knows_the_emergencies_of_all_sites(void **state)
{
	siptrunk_number_rule_t all[10];
	const siptrunk_number_plan_t sites = plan_of_sites(all);
	const siptrunk_dialler_t anywhere = {T("9"), chicago, true};

	(void)state;
	classify_for(&sites, &anywhere, "999", "999", "e911");
	classify_for(&sites, &anywhere, "110", "110", "e911");
	classify_for(&sites, &anywhere, "9112", "112", "e911");
	classify_for(&sites, &anywhere, "911", "911", "e911");
}

/** 1000 and 1112 are extensions; only of numbers that hold everywhere does a
 *  pbx make subscribers' numbers of North America. */
static void a_sites_numbers_have_no_country_code(void **state)
{
	siptrunk_number_rule_t all[10];
	const siptrunk_number_plan_t sites = plan_of_sites(all);
	const siptrunk_dialler_t here = {T("9"), london, false};

	(void)state;
	classify_for(&sites, &here, "1112", "1112", "none");
	classify_for(&sites, &here, "+1999", "+1999", "none");
	classify_for(&sites, &here, "91999", "91999", "none");
	classify_for(&sites, &here, "1911", "911", "e911");
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

static void emergencies_go_before_other_classes(void **state)
{
	static siptrunk_number_rule_t own[] = {
			LISTED("1911", "internal", NULL, 0),
			LISTED("911", "e911", NULL, 0)};
	siptrunk_number_plan_t with_own;
	const siptrunk_dialler_t dialler = {.outside_prefix = T("9")};

	(void)state;
	siptrunk_number_plan_make(own, COUNT(own), &with_own);
	assert_false(with_own.has_sites);
	classify_for(&with_own, &dialler, "1911", "911", "e911");
	classify_for(&with_own, &dialler, "+1911", "911", "e911");
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
	const siptrunk_number_plan_t empty = {.rules = NULL};
	const siptrunk_dialler_t dialler = {.outside_prefix = T("9")};

	(void)state;
	classify_for(&empty, &dialler, "911", "911", "none");
	classify_for(&empty, &dialler, "urn:service:sos", "", "none");
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
	unit_assert_text(siptrunk_number_emergency(T("e911")), "911");
	unit_assert_text(siptrunk_number_emergency(T("e911_test")), "933");
	unit_assert_text(siptrunk_number_emergency(T("directory")), "");
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

/** What a plan of other match types has beside 911 and 933; by priority, then
 *  row. */
static const struct
{
	const char *match_type, *items, *classification;
	const struct siptrunk_site *site;
	int priority, row;
} others[] = {
		{"digit_length", "3", "short", NULL, 0, 1},
		{"prefix", "9", "outside", NULL, 0, 2},
		{"regex", "(911|933|112)", "trap", NULL, 0, 3},
		{"digit_length", "4,7-10", "local", NULL, 20, 25},
		{"prefix", "1900,+1900,*6", "premium", NULL, 10, 30},
		{"country_code", "44,353", "islands", NULL, 20, 24},
		{"regex", "^\\+44(7\\d{9})$", "mobile", london, 20, 23},
		{"number_list", "+442079460001,2001", "office", NULL, 20, 24},
		{"number_list", "1900", "clock", NULL, 10, 29},
		{"regex", "^\\+", "international", NULL, 30, 1},
};

static siptrunk_number_plan_t plan_of_others(
		siptrunk_arena_t *arena, siptrunk_number_rule_t all[30])
{
	siptrunk_number_plan_t made;
	siptrunk_match_type_t type;
	size_t i, count = 2;

	memcpy(all, rules, 2 * sizeof(rules[0]));
	for(i = 0; i < COUNT(others); i++) {
		siptrunk_text_t items = siptrunk_text(others[i].items);

		siptrunk_match_type_parse(siptrunk_text(others[i].match_type), &type);
		for(; items.s != NULL; count++) {
			siptrunk_number_rule_t *rule = &all[count];

			assert_int_equal(siptrunk_match_read(
									 type, arena, &items, &rule->match, NULL),
					SIPTRUNK_OK);
			rule->classification = siptrunk_text(others[i].classification);
			rule->site = others[i].site;
			rule->priority = others[i].priority;
			rule->row = others[i].row;
		}
	}
	siptrunk_number_plan_make(all, count, &made);
	return made;
}

static void the_smallest_priority_decides(void **state)
{
	siptrunk_arena_t arena;
	siptrunk_number_rule_t all[30];
	siptrunk_number_plan_t made;
	const siptrunk_dialler_t here = {T(""), london, false};
	const siptrunk_dialler_t there = {T(""), chicago, false};

	(void)state;
	siptrunk_arena_init(&arena, &unit_allocator);
	made = plan_of_others(&arena, all);
	classify_for(&made, &here, "2002", "2002", "local");
	classify_for(&made, &here, "555-0142", "5550142", "local");
	classify_for(&made, &here, "31255501422", "31255501422", "none");
	classify_for(&made, &here, "+3125550142", "+3125550142", "local");
	/* as far away as local, with a smaller row */
	classify_for(&made, &here, "2001", "2001", "office");
	classify_for(&made, &here, "+442079460001", "+442079460001", "islands");
	classify_for(&made, &here, "+447700900123", "+447700900123", "mobile");
	classify_for(&made, &there, "+447700900123", "+447700900123", "islands");
	classify_for(&made, &there, "+35312345678", "+35312345678", "islands");
	classify_for(&made, &there, "447700900123", "447700900123", "none");
	/* the list's row goes first, then the prefix has the rest */
	classify_for(&made, &here, "1900", "1900", "clock");
	classify_for(&made, &here, "19001", "19001", "premium");
	classify_for(&made, &here, "*67", "*67", "premium");
	classify_for(&made, &here, "+19005551234", "+19005551234", "premium");
	classify_for(&made, &here, "+4930123456", "+4930123456", "local");
	classify_for(&made, &here, "+493012345678", "+493012345678",
			"international");
	unit_slices_free();
	siptrunk_arena_free(&arena);
}

/** Whatever else fits, with whatever priority. */
static void no_match_type_takes_an_emergency(void **state)
{
	static const char *const spellings[] = {
			"911", "9911", "+911", "1911", "91911", "9+1911", "9-1-1"};
	siptrunk_arena_t arena;
	siptrunk_number_rule_t all[30];
	siptrunk_number_plan_t made;
	const siptrunk_dialler_t here = {T("9"), london, false};
	size_t i;

	(void)state;
	siptrunk_arena_init(&arena, &unit_allocator);
	made = plan_of_others(&arena, all);
	for(i = 0; i < COUNT(spellings); i++)
		classify_for(&made, &here, spellings[i], "911", "e911");
	classify_for(&made, &here, "933", "933", "e911_test");
	classify_for(&made, &here, "urn:service:sos", "911", "e911");
	/* and none makes one */
	classify_for(&made, &here, "112", "112", "short");
	classify_for(&made, &here, "9112", "9112", "outside");
	classify_for(&made, &here, "19110", "19110", "trap");
	unit_slices_free();
	siptrunk_arena_free(&arena);
}

static void the_row_is_told(void **state)
{
	const siptrunk_dialler_t dialler = {.outside_prefix = T("9")};
	siptrunk_number_t found;

	(void)state;
	siptrunk_number_classify(&plan, T("91911"), &dialler, &found);
	assert_int_equal(found.row, 11);
	siptrunk_number_classify(&plan, T("411"), &dialler, &found);
	assert_int_equal(found.row, 13);
	siptrunk_number_classify(&plan, T("412"), &dialler, &found);
	assert_int_equal(found.row, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(every_spelling_is_recognised),
			cmocka_unit_test(no_lookalike_is_recognised),
			cmocka_unit_test(a_number_that_is_no_emergency_is_as_dialled),
			cmocka_unit_test(separators_without_end_hide_nothing),
			cmocka_unit_test(a_sites_rules_hold_there_alone),
			cmocka_unit_test(anywhere_knows_the_emergencies_of_all_sites),
			cmocka_unit_test(a_sites_numbers_have_no_country_code),
			cmocka_unit_test(other_classes_match_exactly_only),
			cmocka_unit_test(emergencies_go_before_other_classes),
			cmocka_unit_test(long_numbers_match_nothing),
			cmocka_unit_test(empty_plan_knows_nothing),
			cmocka_unit_test(emergency_classes_are_two),
			cmocka_unit_test(class_names),
			cmocka_unit_test(the_smallest_priority_decides),
			cmocka_unit_test(no_match_type_takes_an_emergency),
			cmocka_unit_test(the_row_is_told),
	};

	return cmocka_run_group_tests_name("number", tests, make_plan, NULL);
}
