/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_call_map.c: calls are found by any of their ids, and whose place a
 *  new one takes. */
#include "siptrunk_call_map.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

#define PLACES 3

static siptrunk_call_map_t *map;

static void begin(unsigned places)
{
	map = siptrunk_call_map_new(&unit_allocator, places);
	assert_non_null(map);
}

static void end(void)
{
	siptrunk_call_map_free(map);
	assert_int_equal(unit_live_blocks, 0);
}

/** Of a call whose Call-ID is this; the caller's tag is "t". */
static siptrunk_call_change_t change_of(
		const char *call_id, siptrunk_call_event_t event)
{
	siptrunk_call_change_t change = {
			.event = event, .from_tag = T("t"), .now = 1};

	change.ids[SIPTRUNK_ID_CALLER] = siptrunk_text(call_id);
	return change;
}

/** true: another running call was given up for it. */
static bool start(const char *call_id)
{
	siptrunk_call_change_t change =
			change_of(call_id, SIPTRUNK_CALL_EVENT_STARTED);
	siptrunk_call_record_t *record;
	siptrunk_call_loss_t loss;

	record = siptrunk_call_map_add(map, &loss);
	assert_false(siptrunk_call_map_change(map, record, &change));
	return loss == SIPTRUNK_CALL_LOSS_RUNNING;
}

static siptrunk_call_record_t *call(const char *call_id)
{
	return siptrunk_call_map_of_message(
			map, siptrunk_text(call_id), T("t"), T(""));
}

static void finish(const char *call_id)
{
	siptrunk_call_change_t change =
			change_of(call_id, SIPTRUNK_CALL_EVENT_ENDED);

	assert_true(siptrunk_call_map_change(map, call(call_id), &change));
}

static void name(const char *call_id, siptrunk_id_kind_t kind, const char *id)
{
	siptrunk_call_map_name(map, call(call_id), kind, siptrunk_text(id));
}

/** The Call-IDs of those that have this id, one after the other. */
static void assert_found(const char *id, const char *expected)
{
	const siptrunk_call_record_t *record;
	uint64_t serial = UINT64_MAX;
	char list[64] = "";

	while((record = siptrunk_call_map_before(map, siptrunk_text(id), serial))
			!= NULL) {
		strcat(list, record->ids.ids[SIPTRUNK_ID_CALLER]);
		serial = record->serial;
	}
	assert_string_equal(list, expected);
}

static void a_call_is_found_by_each_of_its_ids(void **state)
{
	(void)state;
	begin(PLACES);
	start("a");
	start("b");
	name("a", SIPTRUNK_ID_CONVERSATION, "01234567-89ab");
	name("a", SIPTRUNK_ID_AGENT, "call_1");
	name("a", SIPTRUNK_ID_CARRIER, "CA1");
	assert_found("a", "a");
	assert_found("01234567-89ab", "a");
	assert_found("call_1", "a");
	assert_found("CA1", "a");
	assert_found("b", "b");
	assert_found("call_2", "");
	assert_null(siptrunk_call_map_find(map, SIPTRUNK_ID_AGENT, T("")));
	end();
}

static const siptrunk_call_record_t *of_conversation(const char *id)
{
	return siptrunk_call_map_find(
			map, SIPTRUNK_ID_CONVERSATION, siptrunk_text(id));
}

static void calls_of_one_conversation_are_all_found(void **state)
{
	(void)state;
	begin(PLACES);
	start("a");
	start("b");
	start("c");
	name("a", SIPTRUNK_ID_CONVERSATION, "one");
	name("b", SIPTRUNK_ID_CONVERSATION, "two");
	name("c", SIPTRUNK_ID_CONVERSATION, "one");
	assert_found("one", "ca");
	/* the youngest that is running; when none is, the youngest */
	assert_ptr_equal(of_conversation("one"), call("c"));
	finish("c");
	assert_ptr_equal(of_conversation("one"), call("a"));
	finish("a");
	assert_ptr_equal(of_conversation("one"), call("c"));
	end();
}

static void who_takes_an_agents_id_for_a_call_id_is_not_that_call(void **state)
{
	(void)state;
	begin(PLACES);
	start("a");
	name("a", SIPTRUNK_ID_AGENT, "call_1");
	start("call_1");
	assert_found("call_1", "call_1a");
	assert_ptr_equal(
			siptrunk_call_map_find(map, SIPTRUNK_ID_AGENT, T("call_1")),
			call("a"));
	assert_ptr_equal(
			siptrunk_call_map_find(map, SIPTRUNK_ID_CALLER, T("call_1")),
			call("call_1"));
	assert_null(
			siptrunk_call_map_find(map, SIPTRUNK_ID_CARRIER, T("call_1")));
	end();
}

static void an_id_that_is_known_stays(void **state)
{
	siptrunk_call_change_t placed =
			change_of("a", SIPTRUNK_CALL_EVENT_PLACED);

	(void)state;
	begin(PLACES);
	start("a");
	name("a", SIPTRUNK_ID_AGENT, "call_1");
	name("a", SIPTRUNK_ID_AGENT, "call_2");
	assert_found("call_1", "a");
	assert_found("call_2", "");
	/* but for a call that is registered anew for the next gateway */
	placed.ids[SIPTRUNK_ID_AGENT] = T("call_3");
	placed.ids[SIPTRUNK_ID_CONVERSATION] = T("one");
	siptrunk_call_map_change(map, call("a"), &placed);
	placed.ids[SIPTRUNK_ID_CONVERSATION] = T("two");
	siptrunk_call_map_change(map, call("a"), &placed);
	assert_found("call_1", "");
	assert_found("call_3", "a");
	assert_found("one", "a");
	assert_found("two", "");
	end();
}

static void the_running_are_listed_from_the_youngest(void **state)
{
	(void)state;
	begin(PLACES);
	assert_found("", "");
	start("a");
	start("b");
	start("c");
	assert_found("", "cba");
	finish("b");
	assert_found("", "ca");
	assert_found("b", "b");
	assert_int_equal(siptrunk_call_map_running(map), 2);
	end();
}

static void the_end_that_is_longest_ago_gives_way(void **state)
{
	(void)state;
	begin(PLACES);
	start("a");
	start("b");
	finish("b");
	finish("a");
	name("a", SIPTRUNK_ID_CARRIER, "CA1");
	assert_false(start("c"));
	assert_found("b", "b");
	assert_false(start("d"));
	assert_found("b", "");
	assert_found("CA1", "a");
	assert_false(start("e"));
	assert_found("CA1", "");
	assert_found("", "edc");
	end();
}

static void when_all_are_running_the_oldest_is_given_up(void **state)
{
	(void)state;
	begin(PLACES);
	start("a");
	start("b");
	start("c");
	assert_true(start("d"));
	assert_found("", "dcb");
	assert_null(call("a"));
	assert_int_equal(siptrunk_call_map_running(map), PLACES);
	end();
}

/** 4096 places, 20000 calls, of which each third is never ended. */
static void a_full_map_stays_whole(void **state)
{
	char id[24], conversation[24];
	int i;

	(void)state;
	begin(4096);
	for(i = 0; i < 20000; i++) {
		snprintf(id, sizeof(id), "call-%d", i);
		snprintf(conversation, sizeof(conversation), "cnv-%d", i / 2);
		start(id);
		name(id, SIPTRUNK_ID_CONVERSATION, conversation);
		if(i % 3 != 0)
			finish(id);
	}
	assert_int_equal(siptrunk_call_map_running(map), 4095);
	assert_found("cnv-9999", "call-19999call-19998");
	/* 20000 / 3 were never ended: the oldest of them gave way */
	assert_null(call("call-0"));
	assert_non_null(call("call-19998"));
	assert_non_null(call("call-9999"));
	end();
}

/** Two dialogs may have one Call-ID; the tags tell them apart, from either
 *  side. */
static void a_message_belongs_to_the_call_of_its_tags(void **state)
{
	siptrunk_call_change_t other =
			change_of("a", SIPTRUNK_CALL_EVENT_STARTED);
	siptrunk_call_record_t *record;
	siptrunk_call_loss_t loss;

	(void)state;
	begin(PLACES);
	start("a");
	other.from_tag = T("u");
	record = siptrunk_call_map_add(map, &loss);
	siptrunk_call_map_change(map, record, &other);
	assert_ptr_equal(
			siptrunk_call_map_of_message(map, T("a"), T("u"), T("x")), record);
	assert_ptr_equal(
			siptrunk_call_map_of_message(map, T("a"), T("x"), T("u")), record);
	assert_ptr_not_equal(call("a"), record);
	assert_non_null(call("a"));
	assert_null(siptrunk_call_map_of_message(map, T("a"), T("x"), T("y")));
	assert_null(siptrunk_call_map_of_message(map, T("b"), T("t"), T("u")));
	/* an id of another kind makes no message part of a call */
	name("a", SIPTRUNK_ID_AGENT, "call_1");
	assert_null(call("call_1"));
	end();
}

static void a_caller_may_call_again_with_the_same_call_id(void **state)
{
	siptrunk_call_record_t *first;

	(void)state;
	begin(PLACES);
	start("a");
	first = call("a");
	finish("a");
	assert_ptr_equal(call("a"), first);
	start("a");
	assert_ptr_not_equal(call("a"), first);
	assert_found("a", "aa");
	end();
}

static void what_is_no_text_is_found_as_it_came(void **state)
{
	const siptrunk_text_t zero = {"a\0b", 3};
	char lengthy[301];
	size_t i;

	(void)state;
	begin(PLACES);
	memset(lengthy, 'x', sizeof(lengthy));
	lengthy[300] = '\0';
	start("a");
	start("b");
	start("c");
	siptrunk_call_map_name(map, call("a"), SIPTRUNK_ID_AGENT, zero);
	name("b", SIPTRUNK_ID_AGENT, "\xff\"\r\n\\");
	name("c", SIPTRUNK_ID_AGENT, lengthy);
	assert_ptr_equal(
			siptrunk_call_map_find(map, SIPTRUNK_ID_AGENT, zero), call("a"));
	assert_string_equal(call("a")->ids.ids[SIPTRUNK_ID_AGENT], "a?b");
	assert_found("a?b", ""); /* another id */
	assert_found("\xff\"\r\n\\", "b");
	assert_string_equal(call("b")->ids.ids[SIPTRUNK_ID_AGENT], "?\"??\\");
	assert_found(lengthy, "c");
	/* others that would be kept like it */
	for(i = sizeof(lengthy) - 2; i > SIPTRUNK_ID_MAX; i--) {
		lengthy[i] = '\0';
		assert_found(lengthy, "");
	}
	end();
}

static siptrunk_status_t make(void)
{
	map = siptrunk_call_map_new(&unit_allocator, PLACES);
	siptrunk_call_map_free(map);
	return map != NULL ? SIPTRUNK_OK : SIPTRUNK_NO_MEMORY;
}

static void without_memory_there_is_none(void **state)
{
	(void)state;
	unit_fail_each_allocation(make, 1);
}

static siptrunk_call_loss_t add(void)
{
	siptrunk_call_loss_t loss;

	assert_non_null(siptrunk_call_map_add(map, &loss));
	return loss;
}

/** Calls a, b and c run, and their ends are to be written. */
static void begin_writing(void)
{
	begin(PLACES);
	siptrunk_call_map_write(map);
	start("a");
	start("b");
	start("c");
}

/** The Call-IDs of those that are to be written, one after the other. */
static void assert_due(const char *expected)
{
	const siptrunk_call_record_t *record = NULL;
	char list[64] = "";

	while((record = siptrunk_call_map_due(map, record)) != NULL)
		strcat(list, record->ids.ids[SIPTRUNK_ID_CALLER]);
	assert_string_equal(list, expected);
}

static void calls_wait_to_be_written_in_the_order_of_their_ends(void **state)
{
	(void)state;
	begin_writing();
	assert_due("");
	finish("b");
	finish("a");
	finish("c");
	assert_due("bac");
	assert_true(siptrunk_call_map_written(map, 2));
	assert_due("ac");
	assert_false(siptrunk_call_map_written(map, 2));
	assert_found("b", "b");
	assert_true(siptrunk_call_map_written(map, 1));
	assert_true(siptrunk_call_map_written(map, 3));
	assert_due("");
	end();
}

static void what_is_written_gives_way_first_and_who_is_running_last(
		void **state)
{
	(void)state;
	begin_writing();
	finish("a");
	finish("b");
	finish("c");
	assert_true(siptrunk_call_map_written(map, 1));
	assert_int_equal(add(), SIPTRUNK_CALL_LOSS_NONE);
	assert_due("bc");
	assert_true(siptrunk_call_map_has_place(map));
	/* of a batch that is being written the first gives way */
	assert_int_equal(add(), SIPTRUNK_CALL_LOSS_DUE);
	assert_false(siptrunk_call_map_written(map, 2));
	assert_true(siptrunk_call_map_written(map, 3));
	assert_due("");
	assert_int_equal(add(), SIPTRUNK_CALL_LOSS_NONE);
	assert_false(siptrunk_call_map_has_place(map));
	assert_int_equal(add(), SIPTRUNK_CALL_LOSS_RUNNING);
	end();
}

static void nothing_waits_when_nobody_writes(void **state)
{
	(void)state;
	begin(PLACES);
	start("a");
	finish("a");
	assert_due("");
	end();
}

/** The Call-ID of the running call before this one, which had that serial. */
static const char *older(const siptrunk_call_record_t *record, uint64_t serial)
{
	const siptrunk_call_record_t *found =
			siptrunk_call_map_older(map, record, serial);

	return found != NULL ? found->ids.ids[SIPTRUNK_ID_CALLER] : "";
}

static void a_reader_goes_on_whatever_ends_meanwhile(void **state)
{
	const siptrunk_call_record_t *b, *c;
	uint64_t serial;

	(void)state;
	begin(PLACES);
	start("a");
	start("b");
	start("c");
	b = call("b");
	c = call("c");
	assert_string_equal(older(NULL, UINT64_MAX), "c");
	assert_string_equal(older(c, c->serial), "b");
	assert_string_equal(older(call("a"), call("a")->serial), "");
	/* the one it has read last has ended, then given way to another call */
	serial = b->serial;
	finish("b");
	assert_string_equal(older(b, serial), "a");
	start("d");
	assert_ptr_equal(b, call("d"));
	assert_string_equal(older(b, serial), "a");
	end();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(
					calls_wait_to_be_written_in_the_order_of_their_ends),
			cmocka_unit_test(
					what_is_written_gives_way_first_and_who_is_running_last),
			cmocka_unit_test(nothing_waits_when_nobody_writes),
			cmocka_unit_test(a_call_is_found_by_each_of_its_ids),
			cmocka_unit_test(calls_of_one_conversation_are_all_found),
			cmocka_unit_test(
					who_takes_an_agents_id_for_a_call_id_is_not_that_call),
			cmocka_unit_test(an_id_that_is_known_stays),
			cmocka_unit_test(the_running_are_listed_from_the_youngest),
			cmocka_unit_test(the_end_that_is_longest_ago_gives_way),
			cmocka_unit_test(when_all_are_running_the_oldest_is_given_up),
			cmocka_unit_test(a_full_map_stays_whole),
			cmocka_unit_test(a_message_belongs_to_the_call_of_its_tags),
			cmocka_unit_test(a_caller_may_call_again_with_the_same_call_id),
			cmocka_unit_test(what_is_no_text_is_found_as_it_came),
			cmocka_unit_test(a_reader_goes_on_whatever_ends_meanwhile),
			cmocka_unit_test(without_memory_there_is_none),
	};

	return cmocka_run_group_tests_name("call_map", tests, NULL, NULL);
}
