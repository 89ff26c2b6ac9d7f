/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_call_totals.c, siptrunk_emergency_totals.c. */
#include "siptrunk_call_totals.h"
#include "siptrunk_emergency_totals.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

/* --- calls --- */

static siptrunk_call_totals_t totals;

static int begin(void **state)
{
	(void)state;
	memset(&totals, 0, sizeof(totals));
	return 0;
}

static siptrunk_call_record_t call(const char *trunk, const char *target)
{
	siptrunk_call_record_t record = {.started = 1000, .ended = 9000};

	strcpy(record.ids.trunk, trunk);
	strcpy(record.ids.target, target);
	return record;
}

static void each_result_has_its_codes(void **state)
{
	static const struct
	{
		int code;
		const char *ended_by, *result;
	} calls[] = {{486, "callee", "busy"}, {600, "callee", "busy"},
			{487, "caller", "cancelled"}, {408, "edge", "no_answer"},
			{480, "callee", "no_answer"}, {404, "callee", "rejected"},
			{302, "callee", "rejected"}, {603, "callee", "rejected"},
			{503, "edge", "failed"}, {500, "callee", "failed"},
			{0, "caller", "cancelled"}, {0, "edge", "failed"},
			{183, "callee", "failed"}};
	siptrunk_call_record_t record = call("genesys", "retell");
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(calls); i++) {
		record.code = calls[i].code;
		strcpy(record.ended_by, calls[i].ended_by);
		assert_string_equal(
				siptrunk_call_result_name(siptrunk_call_result(&record)),
				calls[i].result);
	}
	record.answered = 2000;
	assert_string_equal(
			siptrunk_call_result_name(siptrunk_call_result(&record)),
			"answered");
}

static void a_call_counts_for_both_sides(void **state)
{
	siptrunk_call_record_t record = call("genesys", "retell");
	const siptrunk_call_total_t *from, *to;

	(void)state;
	record.answered = 2500;
	siptrunk_call_totals_count(&totals, &record);
	siptrunk_call_totals_count(&totals, &record);
	record.answered = 0;
	record.code = 486;
	siptrunk_call_totals_count(&totals, &record);
	assert_int_equal(totals.count, 2);
	from = &totals.trunks[0];
	to = &totals.trunks[1];
	assert_string_equal(from->trunk, "genesys");
	assert_string_equal(to->trunk, "retell");
	assert_string_equal(
			siptrunk_call_direction_name(SIPTRUNK_CALL_FROM_TRUNK), "from");
	assert_string_equal(
			siptrunk_call_direction_name(SIPTRUNK_CALL_TO_TRUNK), "to");
	assert_int_equal(
			from->calls[SIPTRUNK_CALL_FROM_TRUNK][SIPTRUNK_CALL_ANSWERED], 2);
	assert_int_equal(
			from->calls[SIPTRUNK_CALL_FROM_TRUNK][SIPTRUNK_CALL_BUSY], 1);
	assert_int_equal(
			from->calls[SIPTRUNK_CALL_TO_TRUNK][SIPTRUNK_CALL_ANSWERED], 0);
	assert_int_equal(
			to->calls[SIPTRUNK_CALL_TO_TRUNK][SIPTRUNK_CALL_ANSWERED], 2);
	assert_int_equal(from->talked[SIPTRUNK_CALL_FROM_TRUNK], 13000);
	assert_int_equal(to->talked[SIPTRUNK_CALL_TO_TRUNK], 13000);
}

static void a_call_without_a_target_counts_once(void **state)
{
	siptrunk_call_record_t record = call("genesys", "");

	(void)state;
	siptrunk_call_totals_count(&totals, &record);
	assert_int_equal(totals.count, 1);
}

static void a_trunk_too_many_is_left_out(void **state)
{
	siptrunk_call_record_t record;
	char name[24];
	int i;

	(void)state;
	for(i = 0; i < SIPTRUNK_CALL_TOTALS_MAX + 10; i++) {
		sprintf(name, "trunk%d", i);
		record = call(name, "trunk0");
		siptrunk_call_totals_count(&totals, &record);
	}
	assert_int_equal(totals.count, SIPTRUNK_CALL_TOTALS_MAX);
	assert_int_equal(totals.trunks[0]
							 .calls[SIPTRUNK_CALL_TO_TRUNK]
								   [SIPTRUNK_CALL_FAILED],
			SIPTRUNK_CALL_TOTALS_MAX + 10);
}

/* --- emergency calls --- */

static siptrunk_emergency_totals_t emergencies;

static void happens(siptrunk_emergency_entry_t *entry,
		siptrunk_outcome_t outcome, int64_t now)
{
	const siptrunk_emergency_t emergency = {.outcome = outcome,
			.classification = T("e911"),
			.gateway = T("sip1"),
			.now = now};
	bool first = siptrunk_emergency_record(entry, &emergency);

	siptrunk_emergency_totals_count(&emergencies, entry, outcome, first);
}

static void a_second_gateway_is_an_attempt_and_no_second_call(void **state)
{
	const siptrunk_emergency_total_t *total = &emergencies.kinds[0];
	siptrunk_emergency_entry_t entry = {0};

	(void)state;
	memset(&emergencies, 0, sizeof(emergencies));
	happens(&entry, SIPTRUNK_OUTCOME_RECEIVED, 1000);
	happens(&entry, SIPTRUNK_OUTCOME_PLACED, 1000);
	happens(&entry, SIPTRUNK_OUTCOME_ATTEMPTED, 3000);
	happens(&entry, SIPTRUNK_OUTCOME_PLACED, 3000);
	happens(&entry, SIPTRUNK_OUTCOME_ANSWERED, 4500);
	happens(&entry, SIPTRUNK_OUTCOME_ANSWERED, 4600);
	assert_int_equal(total->calls[SIPTRUNK_OUTCOME_PLACED], 1);
	assert_int_equal(total->calls[SIPTRUNK_OUTCOME_ANSWERED], 1);
	assert_int_equal(total->calls[SIPTRUNK_OUTCOME_FAILED], 0);
	assert_int_equal(total->attempts, 2);
	assert_int_equal(total->tries.counts[1], 1);
	assert_int_equal(total->tries.sum, 2000);
	assert_int_equal(total->answers.sum, 3500);
	assert_int_equal(emergencies.kinds[1].attempts, 0);
}

static void a_test_call_is_counted_apart(void **state)
{
	siptrunk_emergency_entry_t entry = {.test = 1, .tries = 1};

	(void)state;
	memset(&emergencies, 0, sizeof(emergencies));
	siptrunk_emergency_totals_count(
			&emergencies, &entry, SIPTRUNK_OUTCOME_PLACED, true);
	siptrunk_emergency_totals_count(
			&emergencies, &entry, SIPTRUNK_OUTCOME_FAILED, true);
	assert_int_equal(emergencies.kinds[1].attempts, 1);
	assert_int_equal(
			emergencies.kinds[1].calls[SIPTRUNK_OUTCOME_FAILED], 1);
	assert_int_equal(
			emergencies.kinds[0].calls[SIPTRUNK_OUTCOME_FAILED], 0);
	assert_int_equal(emergencies.kinds[1].tries.sum, 0);
}

#define TEST(name) cmocka_unit_test_setup(name, begin)

int main(void)
{
	const struct CMUnitTest tests[] = {
			TEST(each_result_has_its_codes),
			TEST(a_call_counts_for_both_sides),
			TEST(a_call_without_a_target_counts_once),
			TEST(a_trunk_too_many_is_left_out),
			TEST(a_second_gateway_is_an_attempt_and_no_second_call),
			TEST(a_test_call_is_counted_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
