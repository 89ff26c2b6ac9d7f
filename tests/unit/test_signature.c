/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_signature.c: published vectors, and others made with Python's. */
#include "openssl_memory.h"
#include "siptrunk_signature.h"
#include "unit.h"

#include <stdlib.h>

static void rfc_4231_case_2(void **state)
{
	const siptrunk_text_t parts[] = {T("what do ya want "), T("for nothing?")};
	char hex[SIPTRUNK_HMAC_HEX_MAX];

	(void)state;
	assert_true(siptrunk_hmac_hex(T("Jefe"), parts, COUNT(parts), hex));
	assert_string_equal(hex,
			"5bdcc146bf60754e6a042426089575c7"
			"5a003f089d2739839dec58b964ec3843");
}

static void retells_webhook(void **state)
{
	const siptrunk_text_t parts[] = {
			T("{\"event\":\"call_ended\",\"call\":{\"call_id\":\"abc\"}}"),
			T("1700000000000")};
	char hex[SIPTRUNK_HMAC_HEX_MAX];

	(void)state;
	assert_true(siptrunk_hmac_hex(T("key_test"), parts, COUNT(parts), hex));
	assert_string_equal(hex,
			"3ff1aecb352d020e0b3c12ec93648c80"
			"ba9d1186c8d0c412e8a998291fe35c9c");
}

static void a_notification(void **state)
{
	char signature[SIPTRUNK_SIGNATURE_MAX];

	(void)state;
	assert_true(siptrunk_signature(T("key_notify"), 1700000000,
			unit_slice("{\"id\":\"1\"}"), signature));
	assert_string_equal(signature,
			"t=1700000000,v1=4f8200e721a708e1805a48d8fc4639fc"
			"42e3eb26152cad4a34aa123b092a6056");
	unit_slices_free();
}

static void before_1970_and_without_a_body(void **state)
{
	char signature[SIPTRUNK_SIGNATURE_MAX];

	(void)state;
	assert_true(siptrunk_signature(T("k"), -5, T(""), signature));
	assert_string_equal(signature,
			"t=-5,v1=fb20eef0229e726d3f3025e11de3d393"
			"22d47728e174e3a8825459d1d33a8b49");
	assert_true(siptrunk_signature(T("k"), INT64_MIN, T(""), signature));
}

/** Whichever it is: a signature that is right, or none. */
static void no_memory_is_no_signature(void **state)
{
	const siptrunk_text_t part = T("what do ya want for nothing?");
	char hex[SIPTRUNK_HMAC_HEX_MAX];
	size_t failed = 0, refused = 0;

	(void)state;
	do {
		openssl_allocations = 0;
		openssl_fail_at = failed;
		if(siptrunk_hmac_hex(T("Jefe"), &part, 1, hex))
			assert_memory_equal(hex, "5bdcc146", 8);
		else
			refused++;
		openssl_fail_at = SIZE_MAX;
	} while(openssl_allocations > failed++);
	assert_true(refused > 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(rfc_4231_case_2),
			cmocka_unit_test(retells_webhook),
			cmocka_unit_test(a_notification),
			cmocka_unit_test(before_1970_and_without_a_body),
			cmocka_unit_test(no_memory_is_no_signature),
	};

	openssl_memory_begin();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
