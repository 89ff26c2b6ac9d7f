/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_entries.c: whose place a new call takes, and who has seen what. */
#include "siptrunk_entries.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

#define ROOM 3

static siptrunk_entries_t *entries;

static void begin(void)
{
	entries = siptrunk_entries_new(&unit_allocator, ROOM);
	assert_non_null(entries);
}

static void end(void)
{
	unit_allocator.free(entries);
	assert_int_equal(unit_live_blocks, 0);
}

/** The entry, or NULL. */
static siptrunk_emergency_entry_t *record(
		const char *call_id, siptrunk_outcome_t outcome)
{
	const siptrunk_emergency_t emergency = {
			.call_id = siptrunk_text(call_id), .outcome = outcome, .now = 1};
	siptrunk_emergency_entry_t *entry;
	bool added;

	entry = siptrunk_entries_claim(
			entries, emergency.call_id, outcome, &added);
	if(entry == NULL)
		return NULL;
	if(added)
		snprintf(entry->id, sizeof(entry->id), "%d", (int)entry->serial);
	siptrunk_emergency_record(entry, &emergency);
	siptrunk_entries_changed(entries, entry);
	return entry;
}

static void save(const char *call_id, siptrunk_outcome_t outcome)
{
	siptrunk_entries_safe(
			entries, record(call_id, outcome), SIPTRUNK_KEEPER_SPOOL);
}

/** The Call-IDs, the youngest first. */
static void assert_list(const char *expected)
{
	const siptrunk_emergency_entry_t *entry;
	uint64_t serial = UINT64_MAX;
	char list[64] = "";

	while((entry = siptrunk_entries_before(entries, serial)) != NULL) {
		strcat(list, entry->call_id);
		serial = entry->serial;
	}
	assert_string_equal(list, expected);
	assert_int_equal(siptrunk_entries_count(entries), strlen(expected));
}

static void a_call_has_one_entry(void **state)
{
	(void)state;
	begin();
	assert_list("");
	assert_ptr_equal(record("a", SIPTRUNK_OUTCOME_RECEIVED),
			record("a", SIPTRUNK_OUTCOME_PLACED));
	assert_ptr_not_equal(record("b", SIPTRUNK_OUTCOME_RECEIVED),
			record("a", SIPTRUNK_OUTCOME_ANSWERED));
	assert_list("ba");
	end();
}

/** Another call with the Call-ID of one that is over. */
static void a_call_that_begins_again_is_another(void **state)
{
	const siptrunk_emergency_entry_t *first, *second;

	(void)state;
	begin();
	first = record("a", SIPTRUNK_OUTCOME_RECEIVED);
	assert_ptr_equal(first, record("a", SIPTRUNK_OUTCOME_RECEIVED));
	record("a", SIPTRUNK_OUTCOME_FAILED);
	second = record("a", SIPTRUNK_OUTCOME_RECEIVED);
	assert_ptr_not_equal(first, second);
	assert_ptr_equal(second, record("a", SIPTRUNK_OUTCOME_PLACED));
	assert_list("aa");
	end();
}

static void an_end_of_no_call_is_nothing(void **state)
{
	(void)state;
	begin();
	assert_null(record("a", SIPTRUNK_OUTCOME_ENDED));
	assert_list("");
	end();
}

static void refused_calls_take_no_place_of_others(void **state)
{
	char call_id[] = "a";

	(void)state;
	begin();
	record("x", SIPTRUNK_OUTCOME_PLACED);
	for(; call_id[0] < 'm'; call_id[0]++)
		record(call_id, SIPTRUNK_OUTCOME_REFUSED);
	assert_list("lkjx");
	/* nor does one with the same Call-ID say anything of it */
	assert_ptr_not_equal(record("x", SIPTRUNK_OUTCOME_REFUSED),
			record("x", SIPTRUNK_OUTCOME_ANSWERED));
	end();
}

static void the_oldest_gives_way(void **state)
{
	(void)state;
	begin();
	record("a", SIPTRUNK_OUTCOME_PLACED);
	record("b", SIPTRUNK_OUTCOME_PLACED);
	record("c", SIPTRUNK_OUTCOME_PLACED);
	record("a", SIPTRUNK_OUTCOME_ANSWERED);
	record("d", SIPTRUNK_OUTCOME_PLACED);
	assert_list("dcb");
	end();
}

static void what_is_safe_gives_way_first(void **state)
{
	(void)state;
	begin();
	record("a", SIPTRUNK_OUTCOME_FAILED);
	record("b", SIPTRUNK_OUTCOME_PLACED);
	save("c", SIPTRUNK_OUTCOME_PLACED);
	record("d", SIPTRUNK_OUTCOME_PLACED);
	assert_list("dba");
	/* what has changed since is not safe */
	save("b", SIPTRUNK_OUTCOME_PLACED);
	record("b", SIPTRUNK_OUTCOME_ANSWERED);
	record("e", SIPTRUNK_OUTCOME_PLACED);
	assert_list("edb");
	end();
}

static void of_what_is_safe_a_call_that_goes_on_stays(void **state)
{
	(void)state;
	begin();
	save("a", SIPTRUNK_OUTCOME_ANSWERED);
	save("b", SIPTRUNK_OUTCOME_FAILED);
	record("c", SIPTRUNK_OUTCOME_PLACED);
	record("d", SIPTRUNK_OUTCOME_PLACED);
	assert_list("dca");
	end();
}

static const siptrunk_emergency_entry_t *unsafe_after(uint64_t changes)
{
	return siptrunk_entries_unsafe(entries, SIPTRUNK_KEEPER_SPOOL, changes);
}

static void changes_are_read_in_their_order(void **state)
{
	const siptrunk_emergency_entry_t *a, *b, *found;

	(void)state;
	begin();
	assert_null(unsafe_after(0));
	assert_int_equal(
			siptrunk_entries_unsafe_count(entries, SIPTRUNK_KEEPER_SPOOL), 0);
	a = record("a", SIPTRUNK_OUTCOME_RECEIVED);
	b = record("b", SIPTRUNK_OUTCOME_RECEIVED);
	record("a", SIPTRUNK_OUTCOME_PLACED);
	assert_int_equal(
			siptrunk_entries_unsafe_count(entries, SIPTRUNK_KEEPER_SPOOL), 2);
	found = unsafe_after(0);
	assert_ptr_equal(found, b);
	found = unsafe_after(found->changes);
	assert_ptr_equal(found, a);
	assert_null(unsafe_after(found->changes));
	record("b", SIPTRUNK_OUTCOME_PLACED);
	assert_ptr_equal(unsafe_after(found->changes), b);
	end();
}

static void what_was_saved_is_what_was_copied(void **state)
{
	siptrunk_emergency_entry_t copy;

	(void)state;
	begin();
	record("a", SIPTRUNK_OUTCOME_RECEIVED);
	copy = *siptrunk_entries_unsafe(entries, SIPTRUNK_KEEPER_SPOOL, 0);
	record("a", SIPTRUNK_OUTCOME_PLACED);
	siptrunk_entries_safe(entries, &copy, SIPTRUNK_KEEPER_SPOOL);
	assert_non_null(siptrunk_entries_unsafe(entries, SIPTRUNK_KEEPER_SPOOL, 0));
	copy = *siptrunk_entries_unsafe(entries, SIPTRUNK_KEEPER_SPOOL, 0);
	assert_false(siptrunk_entries_has(entries, &copy, SIPTRUNK_KEEPER_SPOOL));
	siptrunk_entries_safe(entries, &copy, SIPTRUNK_KEEPER_SPOOL);
	assert_true(siptrunk_entries_has(entries, &copy, SIPTRUNK_KEEPER_SPOOL));
	assert_null(siptrunk_entries_unsafe(entries, SIPTRUNK_KEEPER_SPOOL, 0));
	assert_non_null(
			siptrunk_entries_unsafe(entries, SIPTRUNK_KEEPER_DATABASE, 0));
	assert_null(siptrunk_entries_unsafe(
			entries, SIPTRUNK_KEEPER_DATABASE, copy.changes));
	end();
}

/** No file is written of a row that is complete. */
static void what_the_database_has_is_safe(void **state)
{
	(void)state;
	begin();
	siptrunk_entries_safe(entries, record("a", SIPTRUNK_OUTCOME_PLACED),
			SIPTRUNK_KEEPER_DATABASE);
	assert_null(siptrunk_entries_unsafe(entries, SIPTRUNK_KEEPER_SPOOL, 0));
	assert_null(siptrunk_entries_unsafe(entries, SIPTRUNK_KEEPER_DATABASE, 0));
	assert_int_equal(
			siptrunk_entries_unsafe_count(entries, SIPTRUNK_KEEPER_SPOOL), 0);
	end();
}

static void entries_are_found_by_id(void **state)
{
	const siptrunk_emergency_entry_t *entry;

	(void)state;
	begin();
	assert_null(siptrunk_entries_find(entries, T("")));
	record("a", SIPTRUNK_OUTCOME_PLACED);
	entry = record("b", SIPTRUNK_OUTCOME_PLACED);
	assert_ptr_equal(siptrunk_entries_find(entries, T("2")), entry);
	assert_null(siptrunk_entries_find(entries, T("3")));
	end();
}

static void a_call_is_found_by_its_call_id(void **state)
{
	(void)state;
	begin();
	assert_false(siptrunk_entries_has_call(entries, T("")));
	assert_false(siptrunk_entries_has_call(entries, T("a")));
	record("a", SIPTRUNK_OUTCOME_PLACED);
	assert_true(siptrunk_entries_has_call(entries, T("a")));
	assert_false(siptrunk_entries_has_call(entries, T("b")));
	end();
}

/** As it is kept: cut. */
static void a_long_call_id_is_known_again(void **state)
{
	char call_id[200];

	(void)state;
	begin();
	memset(call_id, 'x', sizeof(call_id));
	call_id[sizeof(call_id) - 1] = '\0';
	assert_ptr_equal(record(call_id, SIPTRUNK_OUTCOME_RECEIVED),
			record(call_id, SIPTRUNK_OUTCOME_PLACED));
	end();
}

static siptrunk_status_t make(void)
{
	siptrunk_entries_t *made = siptrunk_entries_new(&unit_allocator, ROOM);

	if(made == NULL)
		return SIPTRUNK_NO_MEMORY;
	unit_allocator.free(made);
	return SIPTRUNK_OK;
}

static void no_memory_is_noticed(void **state)
{
	(void)state;
	unit_fail_each_allocation(make, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(a_call_has_one_entry),
			cmocka_unit_test(a_call_that_begins_again_is_another),
			cmocka_unit_test(an_end_of_no_call_is_nothing),
			cmocka_unit_test(refused_calls_take_no_place_of_others),
			cmocka_unit_test(the_oldest_gives_way),
			cmocka_unit_test(what_is_safe_gives_way_first),
			cmocka_unit_test(of_what_is_safe_a_call_that_goes_on_stays),
			cmocka_unit_test(changes_are_read_in_their_order),
			cmocka_unit_test(what_was_saved_is_what_was_copied),
			cmocka_unit_test(what_the_database_has_is_safe),
			cmocka_unit_test(entries_are_found_by_id),
			cmocka_unit_test(a_call_is_found_by_its_call_id),
			cmocka_unit_test(a_long_call_id_is_known_again),
			cmocka_unit_test(no_memory_is_noticed),
	};

	return cmocka_run_group_tests_name("entries", tests, NULL, NULL);
}
