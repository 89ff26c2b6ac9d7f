/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_emergency.c: what is kept of a call, and its file. */
#include "siptrunk_emergency.h"
#include "unit.h"

#include <string.h>

#define AT 1795219200000

static siptrunk_emergency_entry_t entry;

static bool record(
		siptrunk_outcome_t outcome, const char *gateway, int code, int64_t now)
{
	const siptrunk_emergency_t emergency = {.call_id = T("call"),
			.classification = T("e911"),
			.gateway = siptrunk_text(gateway),
			.outcome = outcome,
			.code = code,
			.now = now};

	return siptrunk_emergency_record(&entry, &emergency);
}

static void outcomes_have_names(void **state)
{
	siptrunk_outcome_t i, outcome;

	(void)state;
	for(i = 0; i < SIPTRUNK_OUTCOME_COUNT; i++) {
		assert_true(siptrunk_outcome_parse(
				siptrunk_text(siptrunk_outcome_name(i)), &outcome));
		assert_int_equal(outcome, i);
	}
	assert_false(siptrunk_outcome_parse(T("Placed"), &outcome));
	assert_false(siptrunk_outcome_parse(T(""), &outcome));
}

static void a_call_goes_its_way(void **state)
{
	(void)state;
	memset(&entry, 0, sizeof(entry));
	assert_true(record(SIPTRUNK_OUTCOME_RECEIVED, "", 0, AT));
	assert_true(record(SIPTRUNK_OUTCOME_PLACED, "one", 0, AT + 1));
	assert_string_equal(entry.attempts, "");
	assert_true(record(SIPTRUNK_OUTCOME_ATTEMPTED, "", 503, AT + 13));
	assert_int_equal(entry.outcome, SIPTRUNK_OUTCOME_PLACED);
	assert_string_equal(entry.attempts, "one 503 12 ms");
	assert_false(record(SIPTRUNK_OUTCOME_PLACED, "two", 0, AT + 14));
	assert_true(record(SIPTRUNK_OUTCOME_ANSWERED, "", 200, AT + 1514));
	assert_false(record(SIPTRUNK_OUTCOME_ANSWERED, "", 200, AT + 1600));
	assert_string_equal(entry.attempts, "one 503 12 ms, two 200 1500 ms");
	assert_false(siptrunk_emergency_over(&entry));
	assert_true(record(SIPTRUNK_OUTCOME_ENDED, "", 0, AT + 9000));
	assert_true(siptrunk_emergency_over(&entry));
	/* an answer stays one */
	assert_int_equal(entry.outcome, SIPTRUNK_OUTCOME_ANSWERED);
	assert_int_equal(entry.code, 200);
	assert_int_equal(entry.test, 0);
	assert_int_equal(entry.version, 7);
	assert_int_equal(entry.received, AT);
	assert_int_equal(entry.placed, AT + 1);
	assert_int_equal(entry.answered, AT + 1514);
	assert_int_equal(entry.ended, AT + 9000);
	assert_string_equal(entry.gateway, "two");
}

static void a_gateway_that_was_not_reached_is_an_attempt(void **state)
{
	(void)state;
	memset(&entry, 0, sizeof(entry));
	record(SIPTRUNK_OUTCOME_PLACED, "one", 0, AT);
	record(SIPTRUNK_OUTCOME_PLACED, "two", 0, AT + 5);
	assert_string_equal(entry.attempts, "one 0 5 ms");
	record(SIPTRUNK_OUTCOME_FAILED, "", 500, AT + 6);
	assert_string_equal(entry.attempts, "one 0 5 ms, two 500 1 ms");
	assert_string_equal(entry.ended_by, "edge");
	assert_int_equal(entry.ended, AT + 6);
}

static void a_gateway_that_was_given_up_may_answer(void **state)
{
	(void)state;
	memset(&entry, 0, sizeof(entry));
	record(SIPTRUNK_OUTCOME_PLACED, "one", 0, AT);
	record(SIPTRUNK_OUTCOME_ATTEMPTED, "", 408, AT + 2000);
	record(SIPTRUNK_OUTCOME_PLACED, "two", 0, AT + 2000);
	record(SIPTRUNK_OUTCOME_ANSWERED, "one", 200, AT + 2500);
	assert_string_equal(entry.attempts, "one 408 2000 ms, one 200 500 ms");
	assert_string_equal(entry.gateway, "one");
}

static void a_call_that_is_given_up_has_ended(void **state)
{
	(void)state;
	memset(&entry, 0, sizeof(entry));
	record(SIPTRUNK_OUTCOME_PLACED, "one", 0, AT);
	record(SIPTRUNK_OUTCOME_ENDED, "", 487, AT + 5);
	assert_int_equal(entry.outcome, SIPTRUNK_OUTCOME_ENDED);
	assert_int_equal(entry.code, 487);
	record(SIPTRUNK_OUTCOME_ENDED, "", 0, AT + 50);
	assert_int_equal(entry.ended, AT + 5);
}

static void a_refused_call_is_over(void **state)
{
	(void)state;
	memset(&entry, 0, sizeof(entry));
	assert_true(record(SIPTRUNK_OUTCOME_REFUSED, "", 0, AT));
	assert_true(siptrunk_emergency_over(&entry));
	assert_int_equal(entry.received, AT);
	assert_string_equal(entry.ended_by, "edge");
}

static void of_many_attempts_the_latest_are_kept(void **state)
{
	char gateway[] = "a_gateway_with_a_name_that_is_long_000";
	int i;

	(void)state;
	memset(&entry, 0, sizeof(entry));
	for(i = 0; i < 100; i++) {
		gateway[sizeof(gateway) - 2] = (char)('0' + i % 10);
		record(SIPTRUNK_OUTCOME_PLACED, gateway, 0, AT);
		record(SIPTRUNK_OUTCOME_ATTEMPTED, "", 500 + i, AT + i);
	}
	assert_memory_equal(entry.attempts, "a_gateway", 9);
	assert_non_null(strstr(entry.attempts, "_009 599 99 ms"));
	assert_non_null(strstr(entry.attempts, "_000 590 90 ms, a_gateway"));
	assert_null(strstr(entry.attempts, " 580 "));
}

static void what_is_not_known_now_stays(void **state)
{
	siptrunk_emergency_t emergency = {.trunk = T("genesys"),
			.classification = T("e911_test"),
			.outcome = SIPTRUNK_OUTCOME_RECEIVED,
			.now = AT};

	(void)state;
	memset(&entry, 0, sizeof(entry));
	siptrunk_emergency_record(&entry, &emergency);
	emergency = (siptrunk_emergency_t){
			.target = T("redsky"), .outcome = SIPTRUNK_OUTCOME_PLACED};
	siptrunk_emergency_record(&entry, &emergency);
	assert_string_equal(entry.trunk, "genesys");
	assert_string_equal(entry.target, "redsky");
	assert_int_equal(entry.test, 1);
}

static void texts_are_made_fit(void **state)
{
	const siptrunk_emergency_t emergency = {.identity = T("a\nb\xff\xc3\xa9"),
			.extension = T("123456789012345\xc3\xa9"),
			.trunk = unit_slice("\xe2\x82"),
			.now = AT};

	(void)state;
	memset(&entry, 0, sizeof(entry));
	siptrunk_emergency_record(&entry, &emergency);
	assert_string_equal(entry.identity, "a?b?\xc3\xa9");
	assert_string_equal(entry.extension, "123456789012345");
	assert_string_equal(entry.trunk, "??");
	unit_slices_free();
}

/** Every field filled, texts to their last byte. */
static void fill(void)
{
	size_t i;

	memset(&entry, 0, sizeof(entry));
	for(i = 0; i < SIPTRUNK_EMERGENCY_FIELDS; i++) {
		const siptrunk_field_t *field = &siptrunk_emergency_fields[i];
		char *place = (char *)&entry + field->offset;

		if(field->kind == SIPTRUNK_FIELD_TEXT)
			memset(place, 'a' + (int)(i % 26), field->size - 1);
		else if(field->kind == SIPTRUNK_FIELD_NUMBER)
			*(int *)place = INT32_MAX - (int)i;
		else if(field->kind == SIPTRUNK_FIELD_TIME)
			*(int64_t *)place = 999999999999999 - (int64_t)i;
	}
	entry.outcome = SIPTRUNK_OUTCOME_ANSWERED;
}

static void a_file_holds_every_field(void **state)
{
	char text[SIPTRUNK_EMERGENCY_FILE_MAX];
	siptrunk_emergency_entry_t found;
	siptrunk_error_t error;
	size_t len;

	(void)state;
	fill();
	len = siptrunk_emergency_write(&entry, text);
	assert_int_equal(len, strlen(text));
	if(!siptrunk_emergency_read((siptrunk_text_t){text, len}, &found, &error))
		fail_msg("%s", error.text);
	assert_memory_equal(&found, &entry, sizeof(entry));
}

static void fields_are_found_by_name(void **state)
{
	size_t i, j;

	(void)state;
	assert_string_equal(siptrunk_emergency_fields[0].name, "id");
	for(i = 0; i < SIPTRUNK_EMERGENCY_FIELDS; i++)
		for(j = 0; j < i; j++)
			assert_string_not_equal(siptrunk_emergency_fields[i].name,
					siptrunk_emergency_fields[j].name);
}

static void assert_read(const char *text, const char *expected)
{
	siptrunk_emergency_entry_t found;
	siptrunk_error_t error = {""};

	assert_int_equal(siptrunk_emergency_read(unit_slice(text), &found, &error),
			expected == NULL);
	assert_string_equal(error.text, expected != NULL ? expected : "");
	unit_slices_free();
}

static void files_that_are_none_are_refused(void **state)
{
	(void)state;
	assert_read("id=1\nreceived=5\n", NULL);
	assert_read("received=5\nlater=x=y\nid=1\n", NULL);
	assert_read("", "expected an id and when it was received");
	assert_read("id=\nreceived=5\n", "expected an id and when it was received");
	assert_read("id=1\n", "expected an id and when it was received");
	assert_read("id=1\nreceived=5", "expected the end of a line, "
									"found 'received=5'");
	assert_read("id\n", "expected NAME=VALUE, found 'id'");
	assert_read("received=\n", "expected received, found ''");
	assert_read("received=-1\n", "expected received, found '-1'");
	assert_read("received=1000000000000000\n",
			"expected received, found '1000000000000000'");
	assert_read("code=2147483648\n", "expected code, found '2147483648'");
	assert_read("outcome=lost\n", "expected outcome, found 'lost'");
}

static void an_id_is_its_digits(void **state)
{
	(void)state;
	assert_true(siptrunk_emergency_is_id(
			unit_slice("0123456789abcdefABCDEF9876543210")));
	assert_false(siptrunk_emergency_is_id(
			unit_slice("0123456789abcdefABCDEF987654321")));
	assert_false(siptrunk_emergency_is_id(
			unit_slice("0123456789abcdefABCDEF98765432100")));
	assert_false(siptrunk_emergency_is_id(
			unit_slice("0123456789abcdefABCDEF987654321g")));
	assert_false(siptrunk_emergency_is_id(unit_slice("")));
	unit_slices_free();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(outcomes_have_names),
			cmocka_unit_test(a_call_goes_its_way),
			cmocka_unit_test(a_gateway_that_was_not_reached_is_an_attempt),
			cmocka_unit_test(a_gateway_that_was_given_up_may_answer),
			cmocka_unit_test(a_call_that_is_given_up_has_ended),
			cmocka_unit_test(a_refused_call_is_over),
			cmocka_unit_test(of_many_attempts_the_latest_are_kept),
			cmocka_unit_test(what_is_not_known_now_stays),
			cmocka_unit_test(texts_are_made_fit),
			cmocka_unit_test(a_file_holds_every_field),
			cmocka_unit_test(fields_are_found_by_name),
			cmocka_unit_test(files_that_are_none_are_refused),
			cmocka_unit_test(an_id_is_its_digits),
	};

	return cmocka_run_group_tests_name("emergency", tests, NULL, NULL);
}
