/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_watches.c and siptrunk_ng_address.c. */
#include "siptrunk_ng_address.h"
#include "siptrunk_watches.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

static siptrunk_watches_t *watches;

static void a_call_is_found_again_at_its_rtpengine(void **state)
{
	siptrunk_watch_t *watch;

	(void)state;
	watches = siptrunk_watches_new(&unit_allocator, 2);
	watch = siptrunk_watches_get(watches, 0, T("a@b"));
	assert_non_null(watch);
	assert_string_equal(watch->call_id, "a@b");
	assert_false(watch->done);
	assert_ptr_equal(siptrunk_watches_get(watches, 0, T("a@b")), watch);
	assert_ptr_not_equal(siptrunk_watches_get(watches, 1, T("a@b")), watch);
	assert_int_equal(siptrunk_watches_count(watches), 2);
	assert_null(siptrunk_watches_get(watches, 0, T("c")));
	assert_ptr_equal(siptrunk_watches_get(watches, 0, T("a@b")), watch);
	siptrunk_watches_free(watches);
	assert_int_equal(unit_live_blocks, 0);
}

static void an_id_too_long_is_not_watched(void **state)
{
	char id[SIPTRUNK_WATCH_ID_MAX + 1];

	(void)state;
	memset(id, 'x', sizeof(id));
	watches = siptrunk_watches_new(&unit_allocator, 9);
	assert_null(siptrunk_watches_get(
			watches, 0, (siptrunk_text_t){id, sizeof(id)}));
	assert_non_null(siptrunk_watches_get(
			watches, 0, (siptrunk_text_t){id, sizeof(id) - 1}));
	assert_null(siptrunk_watches_get(watches, 0, T("")));
	assert_null(siptrunk_watches_get(watches, 0, T("a\0b")));
	siptrunk_watches_free(watches);
	siptrunk_watches_free(NULL);
	assert_int_equal(unit_live_blocks, 0);
}

/* Its first INVITE was answered 486; it calls again with the same Call-ID. */
static void another_call_with_the_same_id_begins_anew(void **state)
{
	siptrunk_watch_t watch = {.call_id = "a@b", .instance = 1, .listed = 7};

	(void)state;
	siptrunk_watch_follow(&watch, 3);
	watch.seen = watch.done = true;
	watch.bases[SIPTRUNK_LEG_CALLEE].set = true;
	watch.silences[SIPTRUNK_LEG_CALLEE].expected = true;
	siptrunk_watch_follow(&watch, 3);
	assert_true(watch.done);
	assert_true(watch.silences[SIPTRUNK_LEG_CALLEE].expected);
	siptrunk_watch_follow(&watch, 4);
	assert_false(watch.done);
	assert_false(watch.seen);
	assert_false(watch.bases[SIPTRUNK_LEG_CALLEE].set);
	assert_false(watch.silences[SIPTRUNK_LEG_CALLEE].expected);
	assert_string_equal(watch.call_id, "a@b");
	assert_int_equal(watch.listed, 7);
}

static unsigned looks;

static bool keep_even(siptrunk_watch_t *watch)
{
	looks++;
	return (watch->call_id[strlen(watch->call_id) - 1] - '0') % 2 == 0;
}

static void what_is_over_is_taken_out(void **state)
{
	char id[16];
	int i;

	(void)state;
	watches = siptrunk_watches_new(&unit_allocator, 5000);
	for(i = 0; i < 3000; i++) {
		snprintf(id, sizeof(id), "%d", i);
		siptrunk_watches_get(watches, (unsigned)i / 2000, siptrunk_text(id));
	}
	looks = 0;
	siptrunk_watches_sweep(watches, 0, keep_even);
	assert_int_equal(looks, 2000);
	assert_int_equal(siptrunk_watches_count(watches), 2000);
	siptrunk_watches_free(watches);
	assert_int_equal(unit_live_blocks, 0);
}

static siptrunk_status_t watch_one(void)
{
	bool watched = false;

	watches = siptrunk_watches_new(&unit_allocator, 9);
	if(watches != NULL)
		watched = siptrunk_watches_get(watches, 0, T("a")) != NULL;
	siptrunk_watches_free(watches);
	return watched ? SIPTRUNK_OK : SIPTRUNK_NO_MEMORY;
}

static void no_memory_is_no_watch(void **state)
{
	(void)state;
	unit_fail_each_allocation(watch_one, 2);
}

/* --- where RTPengines are --- */

static siptrunk_ng_address_t addresses[3];
static siptrunk_error_t error;

static size_t parse(const char *text)
{
	size_t count = siptrunk_ng_addresses_parse(
			unit_slice(text), addresses, COUNT(addresses), &error);

	unit_slices_free();
	return count;
}

static void expect(size_t i, int set, const char *host, unsigned port)
{
	assert_int_equal(addresses[i].set, set);
	assert_string_equal(addresses[i].host, host);
	assert_int_equal(addresses[i].port, port);
}

static void addresses_are_read(void **state)
{
	(void)state;
	assert_int_equal(parse("1 == udp:127.0.0.1:2223"), 1);
	expect(0, 1, "127.0.0.1", 2223);
	assert_int_equal(
			parse("12==udp:rtp.example.com:1=2  udp6:[2001:db8::1]:65535"), 2);
	expect(0, 12, "rtp.example.com", 1);
	expect(1, 12, "2001:db8::1", 65535);
	assert_int_equal(parse("udp:192.0.2.1:22222=5"), 1);
	expect(0, 0, "192.0.2.1", 22222);
}

static void what_is_no_address_is_refused(void **state)
{
	static const char *const bad[] = {"", " ", "1 ==", "x == udp:h:1",
			"1 == unix:/run/rtpengine", "udp:h", "udp::1", "udp:h:", "udp:h:0",
			"udp:h:65536", "udp:h:x", "tcp:h:1", "== udp:h:1",
			"udp:a:1 udp:b:2 udp:c:3 udp:d:4"};
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(bad); i++) {
		error.text[0] = '\0';
		if(parse(bad[i]) != 0)
			fail_msg("'%s' was taken", bad[i]);
		assert_non_null(strstr(error.text, "expected one or more of udp:"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(a_call_is_found_again_at_its_rtpengine),
			cmocka_unit_test(an_id_too_long_is_not_watched),
			cmocka_unit_test(another_call_with_the_same_id_begins_anew),
			cmocka_unit_test(what_is_over_is_taken_out),
			cmocka_unit_test(no_memory_is_no_watch),
			cmocka_unit_test(addresses_are_read),
			cmocka_unit_test(what_is_no_address_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
