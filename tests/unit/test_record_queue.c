/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_record_queue.c. */
#include "siptrunk_record_queue.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#define SIZE 64

static siptrunk_record_queue_t *queue;

static int set_up(void **state)
{
	(void)state;
	queue = malloc(sizeof(*queue) + SIZE);
	siptrunk_record_queue_init(queue, SIZE);
	return queue != NULL ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	free(queue);
	return 0;
}

static bool put(const char *head, const char *body)
{
	return siptrunk_record_queue_put(
			queue, head, strlen(head), body, strlen(body));
}

static void gives(const char *expected)
{
	char record[SIZE + 1] = "";
	const size_t len = siptrunk_record_queue_take(queue, record, SIZE);

	assert_int_equal(len, strlen(expected));
	assert_string_equal(record, expected);
}

static void records_come_out_as_they_went_in(void **state)
{
	(void)state;
	gives("");
	assert_true(put("a", "bc"));
	assert_true(put("", "d"));
	gives("abc");
	gives("d");
	gives("");
}

static void a_record_goes_around_the_end(void **state)
{
	int i;

	(void)state;
	for(i = 0; i < 1000; i++) {
		assert_true(put("0123456", "789abcdefghi"));
		assert_true(put("x", "y"));
		gives("0123456789abcdefghi");
		gives("xy");
	}
}

static void what_does_not_fit_is_not_taken(void **state)
{
	static const char all[SIZE - sizeof(size_t) + 1] =
			"01234567890123456789012345678901234567890123456789012345";

	(void)state;
	assert_false(put("x", all));
	assert_true(put("", all));
	assert_false(put("", "1"));
	gives(all);
	assert_true(put("", "1"));
	assert_false(put("", all));
	gives("1");
	assert_false(put("", ""));
}

static void who_has_too_little_room_gets_the_next(void **state)
{
	char room[3];

	(void)state;
	put("too", "long");
	put("o", "k");
	assert_int_equal(siptrunk_record_queue_take(queue, room, sizeof(room)), 2);
	assert_memory_equal(room, "ok", 2);
	put("too", "long");
	assert_int_equal(siptrunk_record_queue_take(queue, room, sizeof(room)), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
			TEST(records_come_out_as_they_went_in),
			TEST(a_record_goes_around_the_end),
			TEST(what_does_not_fit_is_not_taken),
			TEST(who_has_too_little_room_gets_the_next),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
