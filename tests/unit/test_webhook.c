/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_webhook.c: Retell's own vector, and what is nearly like it. */
#include "openssl_memory.h"
#include "siptrunk_webhook.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEY T("key_test")
#define BODY T("{\"event\":\"call_ended\",\"call\":{\"call_id\":\"abc\"}}")
#define NOW INT64_C(1700000000000)
#define DIGEST \
	"3ff1aecb352d020e0b3c12ec93648c80ba9d1186c8d0c412e8a998291fe35c9c"
#define SECOND 1000

static siptrunk_webhook_t parsed(const char *header)
{
	siptrunk_webhook_t webhook;

	assert_true(siptrunk_webhook_parse(siptrunk_text(header), &webhook));
	return webhook;
}

static void the_published_vector(void **state)
{
	siptrunk_webhook_t webhook = parsed("v=1700000000000,d=" DIGEST);

	(void)state;
	assert_int_equal(webhook.time, NOW);
	assert_true(siptrunk_webhook_is_signed(&webhook, KEY, BODY));
}

static void another_key_body_time_or_digest(void **state)
{
	siptrunk_webhook_t webhook = parsed("v=1700000000000,d=" DIGEST);
	siptrunk_webhook_t later = parsed("v=1700000000001,d=" DIGEST);
	siptrunk_webhook_t padded = parsed("v=01700000000000,d=" DIGEST);
	char digest[] = DIGEST;

	(void)state;
	assert_false(siptrunk_webhook_is_signed(&webhook, T("key_tesT"), BODY));
	assert_false(siptrunk_webhook_is_signed(&webhook, KEY, T("{}")));
	assert_false(siptrunk_webhook_is_signed(&webhook, KEY, T("")));
	assert_false(siptrunk_webhook_is_signed(&later, KEY, BODY));
	assert_false(siptrunk_webhook_is_signed(&padded, KEY, BODY));
	digest[SIPTRUNK_WEBHOOK_DIGEST_LEN - 1] ^= 1;
	webhook.digest.s = digest;
	assert_false(siptrunk_webhook_is_signed(&webhook, KEY, BODY));
}

static void no_memory_is_no_signature(void **state)
{
	siptrunk_webhook_t webhook = parsed("v=1700000000000,d=" DIGEST);

	(void)state;
	openssl_fail_at = openssl_allocations;
	assert_false(siptrunk_webhook_is_signed(&webhook, KEY, BODY));
	openssl_fail_at = SIZE_MAX;
}

static void what_is_no_signature(void **state)
{
	static const char *const headers[] = {"", "v=", "v=1,d=", "v=1",
			"d=" DIGEST,
			"v=,d=" DIGEST, "v=1,d=" DIGEST "0", "v=-1,d=" DIGEST,
			"v=1 ,d=" DIGEST, "v=1, d=" DIGEST, "v=1,d=" DIGEST ",e=1",
			"d=" DIGEST ",v=1", "V=1,d=" DIGEST, "v=1;d=" DIGEST,
			"v=100000000000000,d=" DIGEST, "v=1,d=3FF1" DIGEST,
			/* upper case */
			"v=1,d=3FF1aecb352d020e0b3c12ec93648c80"
			"ba9d1186c8d0c412e8a998291fe35c9c",
			/* one short */
			"v=1,d=ff1aecb352d020e0b3c12ec93648c80"
			"ba9d1186c8d0c412e8a998291fe35c9c"};
	siptrunk_webhook_t webhook;
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(headers); i++)
		assert_false(siptrunk_webhook_parse(unit_slice(headers[i]), &webhook));
	assert_true(
			siptrunk_webhook_parse(unit_slice(" v=1,d=" DIGEST " "), &webhook));
	unit_slices_free();
}

static void five_minutes_either_way(void **state)
{
	siptrunk_webhook_t webhook = parsed("v=1700000000000,d=" DIGEST);

	(void)state;
	assert_true(siptrunk_webhook_is_recent(&webhook, NOW));
	assert_true(siptrunk_webhook_is_recent(&webhook, NOW + 300 * SECOND));
	assert_true(siptrunk_webhook_is_recent(&webhook, NOW - 300 * SECOND));
	assert_false(siptrunk_webhook_is_recent(&webhook, NOW + 300 * SECOND + 1));
	assert_false(siptrunk_webhook_is_recent(&webhook, NOW - 300 * SECOND - 1));
}

static siptrunk_webhook_taken_t taken;

static int forget(void **state)
{
	(void)state;
	memset(&taken, 0, sizeof(taken));
	return 0;
}

/** Of a request signed at that time; number makes it another one. */
static siptrunk_webhook_take_t take(int64_t time, unsigned number, int64_t now)
{
	char digest[SIPTRUNK_WEBHOOK_DIGEST_LEN + 1];
	siptrunk_webhook_t webhook = {.time = time, .digest = {digest, 64}};

	snprintf(digest, sizeof(digest), "%064x", number);
	return siptrunk_webhook_take(&taken, &webhook, now);
}

static void a_signature_counts_once(void **state)
{
	(void)state;
	assert_int_equal(take(NOW, 1, NOW), SIPTRUNK_WEBHOOK_FIRST);
	assert_int_equal(take(NOW, 1, NOW), SIPTRUNK_WEBHOOK_AGAIN);
	assert_int_equal(take(NOW, 2, NOW), SIPTRUNK_WEBHOOK_FIRST);
	assert_int_equal(take(NOW, 1, NOW + 1), SIPTRUNK_WEBHOOK_AGAIN);
}

/** As long as is_recent() would let it in, also when the sender's clock is
 *  five minutes ahead. */
static void it_is_remembered_as_long_as_it_is_recent(void **state)
{
	int64_t time = NOW + 300 * SECOND;

	(void)state;
	assert_int_equal(take(time, 1, NOW), SIPTRUNK_WEBHOOK_FIRST);
	assert_int_equal(
			take(time, 1, time + 300 * SECOND), SIPTRUNK_WEBHOOK_AGAIN);
}

static void too_many_are_refused_until_one_is_old(void **state)
{
	unsigned i;

	(void)state;
	for(i = 0; i < SIPTRUNK_WEBHOOK_TAKEN_MAX; i++)
		assert_int_equal(take(NOW + i, i + 1, NOW), SIPTRUNK_WEBHOOK_FIRST);
	assert_int_equal(take(NOW, i + 1, NOW), SIPTRUNK_WEBHOOK_FULL);
	assert_int_equal(take(NOW, i, NOW), SIPTRUNK_WEBHOOK_AGAIN);
	assert_int_equal(take(NOW + SECOND, i + 1, NOW + 300 * SECOND + 1),
			SIPTRUNK_WEBHOOK_FIRST);
	assert_int_equal(take(NOW + SECOND, i + 2, NOW + 300 * SECOND + 1),
			SIPTRUNK_WEBHOOK_FULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(the_published_vector),
			cmocka_unit_test(another_key_body_time_or_digest),
			cmocka_unit_test(no_memory_is_no_signature),
			cmocka_unit_test(what_is_no_signature),
			cmocka_unit_test(five_minutes_either_way),
			cmocka_unit_test_setup(a_signature_counts_once, forget),
			cmocka_unit_test_setup(
					it_is_remembered_as_long_as_it_is_recent, forget),
			cmocka_unit_test_setup(
					too_many_are_refused_until_one_is_old, forget),
	};

	openssl_memory_begin();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
