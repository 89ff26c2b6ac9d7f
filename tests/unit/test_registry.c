/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_registry.c. */
#include "siptrunk_registry.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

#define SIZE 3
#define WINDOW 5000
#define LIFETIME SIPTRUNK_REGISTRY_LIFETIME_MS
/** A steady clock may begin anywhere. */
#define START 1000
#define FROM "+14155550123"
#define TO "+13125550170"

static siptrunk_registry_t *registry;
static siptrunk_registered_t registered;

static int set_up(void **state)
{
	(void)state;
	registry = siptrunk_registry_new(&unit_allocator, SIZE, WINDOW);
	return registry != NULL ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	siptrunk_registry_free(registry);
	unit_slices_free();
	assert_int_equal(unit_live_blocks, 0);
	return 0;
}

static siptrunk_registry_key_t key_of(const char *call_id, const char *from)
{
	return (siptrunk_registry_key_t){unit_slice("retell agent_1"),
			unit_slice(call_id), unit_slice(from), unit_slice(TO)};
}

/** Joins as the waiter of that label. What the registry does not take is
 *  freed. */
static siptrunk_registry_join_t join_key(
		const siptrunk_registry_key_t *key, unsigned label, int64_t now)
{
	const siptrunk_waiter_t waiter = {7, label, "REGISTERED"};
	void *request = unit_allocator.alloc(1);
	siptrunk_registry_join_t joined = siptrunk_registry_join(
			registry, key, request, &waiter, now, &registered);

	if(joined != SIPTRUNK_JOIN_QUEUED)
		unit_allocator.free(request);
	return joined;
}

static siptrunk_registry_join_t join(
		const char *call_id, const char *from, unsigned label, int64_t now)
{
	siptrunk_registry_key_t key = key_of(call_id, from);

	return join_key(&key, label, now);
}

/** Takes the next and settles it; false: there is none. */
static bool settle(siptrunk_cause_t cause, const char *call_id, bool settled)
{
	siptrunk_registered_t answer = {.cause = cause};
	siptrunk_registry_job_t job;

	if(!siptrunk_registry_take(registry, &job))
		return false;
	unit_allocator.free(job.request);
	snprintf(answer.call_id, sizeof(answer.call_id), "%s", call_id);
	siptrunk_registry_settle(registry, job.place, job.ticket, &answer, settled);
	return true;
}

/** Tells the next; its label, 0: nobody. */
static unsigned tell(void)
{
	siptrunk_waiter_t waiter;

	if(!siptrunk_registry_next(registry, &waiter, &registered))
		return 0;
	siptrunk_registry_told(registry);
	return waiter.label;
}

/** A call from its arrival to its registration. */
static void registers(const char *call_id, const char *id, int64_t now)
{
	assert_int_equal(join(call_id, "", 1, now), SIPTRUNK_JOIN_QUEUED);
	assert_true(settle(SIPTRUNK_CAUSE_NONE, id, true));
	assert_int_equal(tell(), 1);
}

static void a_call_is_told_its_id(void **state)
{
	siptrunk_waiter_t waiter;

	(void)state;
	assert_int_equal(tell(), 0);
	assert_int_equal(join("a", FROM, 1, START), SIPTRUNK_JOIN_QUEUED);
	assert_int_equal(tell(), 0);
	assert_true(settle(SIPTRUNK_CAUSE_NONE, "call_1", true));
	assert_true(siptrunk_registry_next(registry, &waiter, &registered));
	assert_int_equal(waiter.index, 7);
	assert_string_equal(waiter.route, "REGISTERED");
	assert_string_equal(registered.call_id, "call_1");
	assert_int_equal(tell(), 1);
	assert_int_equal(tell(), 0);
}

static void expect_load(unsigned queued, unsigned sent)
{
	siptrunk_registry_load_t load = siptrunk_registry_load(registry);

	assert_int_equal(load.queued, queued);
	assert_int_equal(load.sent, sent);
}

static void what_waits_is_counted(void **state)
{
	siptrunk_registered_t answer = {.cause = SIPTRUNK_CAUSE_NONE};
	siptrunk_registry_job_t job;

	(void)state;
	expect_load(0, 0);
	join("a", "", 1, START);
	join("b", "", 2, START);
	expect_load(2, 0);
	assert_true(siptrunk_registry_take(registry, &job));
	unit_allocator.free(job.request);
	expect_load(1, 1);
	siptrunk_registry_settle(registry, job.place, job.ticket, &answer, true);
	expect_load(1, 0);
}

static void the_first_to_come_is_the_first_to_be_sent(void **state)
{
	(void)state;
	join("a", "", 1, START);
	join("b", "", 2, START);
	assert_true(settle(SIPTRUNK_CAUSE_NONE, "call_1", true));
	assert_true(settle(SIPTRUNK_CAUSE_NONE, "call_2", true));
	assert_false(settle(SIPTRUNK_CAUSE_NONE, "call_3", true));
	assert_int_equal(tell(), 1);
	assert_int_equal(tell(), 2);
}

static void a_second_delivery_waits_for_the_first(void **state)
{
	(void)state;
	assert_int_equal(join("a", FROM, 1, START), SIPTRUNK_JOIN_QUEUED);
	assert_int_equal(join("a", FROM, 2, START + 1), SIPTRUNK_JOIN_SHARED);
	assert_true(settle(SIPTRUNK_CAUSE_NONE, "call_1", true));
	assert_false(settle(SIPTRUNK_CAUSE_NONE, "call_2", true));
	assert_int_equal(tell(), 1);
	assert_int_equal(tell(), 2);
	assert_string_equal(registered.call_id, "call_1");
	assert_int_equal(tell(), 0);
}

static void later_it_is_told_at_once(void **state)
{
	siptrunk_registry_key_t key = key_of("a", "");

	(void)state;
	assert_false(
			siptrunk_registry_find(registry, &key, START, &registered));
	registers("a", "call_1", START);
	memset(&registered, 0, sizeof(registered));
	assert_true(siptrunk_registry_find(
			registry, &key, START + LIFETIME - 1, &registered));
	assert_string_equal(registered.call_id, "call_1");
	assert_int_equal(join("a", "", 2, START + 1), SIPTRUNK_JOIN_KNOWN);
}

static void an_old_id_is_not_used(void **state)
{
	(void)state;
	registers("a", "call_1", START);
	registers("a", "call_2", START + LIFETIME);
}

static void the_same_numbers_are_the_same_call(void **state)
{
	(void)state;
	assert_int_equal(join("a", FROM, 1, START), SIPTRUNK_JOIN_QUEUED);
	assert_int_equal(join("b", FROM, 2, START + WINDOW - 1),
			SIPTRUNK_JOIN_SHARED);
	assert_int_equal(
			join("c", FROM, 3, START + WINDOW), SIPTRUNK_JOIN_QUEUED);
	assert_true(settle(SIPTRUNK_CAUSE_NONE, "call_1", true));
	tell();
	tell();
	assert_int_equal(join("d", "+14155550124", 4, START + WINDOW),
			SIPTRUNK_JOIN_QUEUED);
}

/** Many callers have no number; they are not one. */
static void who_has_no_number_is_nobody_else(void **state)
{
	(void)state;
	assert_int_equal(join("a", "anonymous", 1, START), SIPTRUNK_JOIN_QUEUED);
	assert_int_equal(join("b", "anonymous", 2, START), SIPTRUNK_JOIN_QUEUED);
	assert_int_equal(join("c", "", 3, START), SIPTRUNK_JOIN_QUEUED);
}

static void another_agent_is_another_call(void **state)
{
	siptrunk_registry_key_t key = key_of("a", FROM);

	(void)state;
	assert_int_equal(join_key(&key, 1, START), SIPTRUNK_JOIN_QUEUED);
	key.scope = T("retell agent_2");
	assert_int_equal(join_key(&key, 2, START), SIPTRUNK_JOIN_QUEUED);
}

/** What they have in common is all that is kept of them. */
static void long_call_ids_differ(void **state)
{
	char one[401], other[401];

	(void)state;
	memset(one, 'x', 400);
	one[400] = '\0';
	memcpy(other, one, sizeof(one));
	other[399] = 'y';
	assert_int_equal(join(one, "", 1, START), SIPTRUNK_JOIN_QUEUED);
	assert_int_equal(join(other, "", 2, START), SIPTRUNK_JOIN_QUEUED);
	assert_int_equal(join(one, "", 3, START), SIPTRUNK_JOIN_SHARED);
	other[398] = '\0';
	assert_int_equal(join(other, "", 4, START), SIPTRUNK_JOIN_FULL);
}

static void what_failed_may_be_asked_again(void **state)
{
	(void)state;
	join("a", "", 1, START);
	assert_true(settle(SIPTRUNK_CAUSE_REFUSED, "", true));
	assert_int_equal(join("a", "", 2, START), SIPTRUNK_JOIN_KNOWN);
	assert_int_equal(registered.cause, SIPTRUNK_CAUSE_REFUSED);
	assert_int_equal(tell(), 1);
	assert_int_equal(registered.cause, SIPTRUNK_CAUSE_REFUSED);
	assert_int_equal(join("a", "", 3, START), SIPTRUNK_JOIN_QUEUED);
}

static void what_may_have_been_done_is_not_asked_again(void **state)
{
	(void)state;
	join("a", "", 1, START);
	assert_true(settle(SIPTRUNK_CAUSE_DEADLINE, "", false));
	assert_int_equal(tell(), 1);
	assert_int_equal(registered.cause, SIPTRUNK_CAUSE_DEADLINE);
	assert_int_equal(join("a", "", 2, START), SIPTRUNK_JOIN_KNOWN);
	assert_int_equal(registered.cause, SIPTRUNK_CAUSE_UNSETTLED);
	assert_int_equal(join("b", "", 3, START), SIPTRUNK_JOIN_QUEUED);
	assert_int_equal(
			join("a", "", 4, START + LIFETIME), SIPTRUNK_JOIN_QUEUED);
}

static void nobody_else_waits_when_all_places_wait(void **state)
{
	(void)state;
	join("a", "", 1, START);
	join("b", "", 2, START);
	join("c", "", 3, START);
	assert_int_equal(join("d", "", 4, START), SIPTRUNK_JOIN_FULL);
	assert_int_equal(join("a", "", 5, START), SIPTRUNK_JOIN_FULL);
	assert_true(settle(SIPTRUNK_CAUSE_NONE, "call_1", true));
	/* who is not told yet has his place */
	assert_int_equal(join("d", "", 4, START), SIPTRUNK_JOIN_FULL);
	assert_int_equal(tell(), 1);
	assert_int_equal(join("d", "", 4, START), SIPTRUNK_JOIN_QUEUED);
}

static void the_oldest_makes_room(void **state)
{
	siptrunk_registry_key_t first = key_of("a", "");
	siptrunk_registry_key_t second = key_of("b", "");

	(void)state;
	registers("b", "call_2", START + 1);
	registers("a", "call_1", START);
	registers("c", "call_3", START + 2);
	registers("d", "call_4", START + 3);
	assert_false(
			siptrunk_registry_find(registry, &first, START + 4, &registered));
	assert_true(
			siptrunk_registry_find(registry, &second, START + 4, &registered));
}

static void who_is_not_told_yet_keeps_his_place(void **state)
{
	(void)state;
	registers("b", "call_2", START + 1);
	registers("c", "call_3", START + 2);
	join("a", "", 5, START);
	assert_true(settle(SIPTRUNK_CAUSE_NONE, "call_1", true));
	assert_int_equal(join("d", "", 6, START + 3), SIPTRUNK_JOIN_QUEUED);
	assert_int_equal(tell(), 5);
	assert_string_equal(registered.call_id, "call_1");
}

/** An answer that comes when its place has another call. */
static void a_late_answer_is_nobodys(void **state)
{
	const siptrunk_registered_t answer = {.call_id = "call_0"};
	siptrunk_registry_job_t job;

	(void)state;
	join("a", "", 1, START);
	assert_true(siptrunk_registry_take(registry, &job));
	unit_allocator.free(job.request);
	assert_int_equal(job.made, START);
	siptrunk_registry_settle(
			registry, job.place, job.ticket + 1, &answer, true);
	assert_int_equal(tell(), 0);
	siptrunk_registry_settle(registry, job.place, job.ticket, &answer, true);
	siptrunk_registry_settle(registry, job.place, job.ticket, &answer, true);
	assert_int_equal(tell(), 1);
	assert_int_equal(tell(), 0);
}

static siptrunk_status_t make_one(void)
{
	siptrunk_registry_t *made =
			siptrunk_registry_new(&unit_allocator, 100, WINDOW);

	siptrunk_registry_free(made);
	return made != NULL ? SIPTRUNK_OK : SIPTRUNK_NO_MEMORY;
}

static void no_memory_is_reported(void **state)
{
	(void)state;
	unit_fail_each_allocation(make_one, 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
			TEST(a_call_is_told_its_id),
			TEST(what_waits_is_counted),
			TEST(the_first_to_come_is_the_first_to_be_sent),
			TEST(a_second_delivery_waits_for_the_first),
			TEST(later_it_is_told_at_once),
			TEST(an_old_id_is_not_used),
			TEST(the_same_numbers_are_the_same_call),
			TEST(who_has_no_number_is_nobody_else),
			TEST(another_agent_is_another_call),
			TEST(long_call_ids_differ),
			TEST(what_failed_may_be_asked_again),
			TEST(what_may_have_been_done_is_not_asked_again),
			TEST(nobody_else_waits_when_all_places_wait),
			TEST(the_oldest_makes_room),
			TEST(who_is_not_told_yet_keeps_his_place),
			TEST(a_late_answer_is_nobodys),
			TEST(no_memory_is_reported),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
