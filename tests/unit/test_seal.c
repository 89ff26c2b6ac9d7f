/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_seal.c: vectors made with Python's cryptography. */
#include "openssl_memory.h"
#include "siptrunk_seal.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#define VIA "SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK1"
#define SEALED_VIA                                                             \
	"yuRdokmWpxmv2-Eig4tkbxGZkXOnpO-5UqlBYHnCwU5IbO4f3tY1NXTj77FJd1lM-zNfYG8V"

#define CALL T("1@a")
#define ROUTE ((siptrunk_seal_use_t){'r', CALL})
#define VIA_OF_CALL ((siptrunk_seal_use_t){'v', CALL})

static siptrunk_seal_t seal;

static int begin(void **state)
{
	unsigned char key[SIPTRUNK_SEAL_KEY];
	size_t i;

	(void)state;
	for(i = 0; i < sizeof(key); i++)
		key[i] = (unsigned char)i;
	return siptrunk_seal_begin(&seal, key) ? 0 : -1;
}

static int end(void **state)
{
	(void)state;
	siptrunk_seal_end(&seal);
	return 0;
}

static void assert_sealed(char purpose, const char *plain, const char *expected)
{
	char sealed[SIPTRUNK_SEAL_MAX], opened[SIPTRUNK_SEAL_MAX];
	size_t len = siptrunk_seal_close(
			&seal, (siptrunk_seal_use_t){purpose, CALL}, unit_slice(plain),
			sealed);

	unit_assert_text((siptrunk_text_t){sealed, len}, expected);
	len = siptrunk_seal_open(&seal, (siptrunk_seal_use_t){purpose, CALL},
			unit_slice(expected), opened);
	unit_assert_text((siptrunk_text_t){opened, len}, plain);
	unit_slices_free();
}

static void what_others_seal_is_the_same(void **state)
{
	(void)state;
	assert_sealed('v', VIA, SEALED_VIA);
	assert_sealed('c', "x", "EqTbfvyZEJQqLNL2mKLNTc8");
	assert_sealed('v', VIA, SEALED_VIA);
}

static void every_length_comes_back(void **state)
{
	char plain[64], sealed[SIPTRUNK_SEAL_MAX], opened[SIPTRUNK_SEAL_MAX];
	size_t len, sealed_len;

	(void)state;
	memset(plain, 'a', sizeof(plain));
	for(len = 1; len <= sizeof(plain); len++) {
		sealed_len = siptrunk_seal_close(
				&seal, ROUTE, (siptrunk_text_t){plain, len}, sealed);
		assert_int_equal(siptrunk_seal_open(&seal, ROUTE,
								 (siptrunk_text_t){sealed, sealed_len}, opened),
				len);
		assert_memory_equal(opened, plain, len);
	}
}

static void assert_closed(char purpose, const char *sealed)
{
	char plain[SIPTRUNK_SEAL_MAX];

	assert_int_equal(
			siptrunk_seal_open(&seal,
					(siptrunk_seal_use_t){purpose, CALL}, unit_slice(sealed),
					plain),
			0);
	unit_slices_free();
}

static void what_was_changed_stays_closed(void **state)
{
	char sealed[] = SEALED_VIA;

	(void)state;
	assert_closed('c', SEALED_VIA);
	sealed[3] ^= 1;
	assert_closed('v', sealed);
	sealed[3] ^= 1;
	sealed[sizeof(sealed) - 2] = '\0';
	assert_closed('v', sealed);
	assert_closed('v', "");
	assert_closed('v', "A");
	assert_closed('v', "EqTbfvyZEJQqLNL2mKLNTc8=");
	assert_closed('v', "EqTbfvyZEJQqLNL2mKLN");
	assert_closed('v', "not base64 at all, or is it?");
}

static void another_call_does_not_open_it(void **state)
{
	char plain[SIPTRUNK_SEAL_MAX];
	siptrunk_seal_use_t another = {'v', T("2@a")}, none = {'v', T("")};

	(void)state;
	assert_int_equal(
			siptrunk_seal_open(&seal, another, T(SEALED_VIA), plain), 0);
	assert_int_equal(siptrunk_seal_open(&seal, none, T(SEALED_VIA), plain), 0);
	assert_int_equal(siptrunk_seal_close(&seal, none, T("x"), plain), 0);
}

static void there_is_a_limit(void **state)
{
	static char plain[SIPTRUNK_SEAL_MAX * 2];
	char sealed[SIPTRUNK_SEAL_MAX], opened[SIPTRUNK_SEAL_MAX];
	size_t most = SIPTRUNK_SEAL_MAX / 4 * 3 - 16 - 3, len;

	(void)state;
	memset(plain, 'A', sizeof(plain));
	assert_int_equal(siptrunk_seal_close(&seal, VIA_OF_CALL,
							 (siptrunk_text_t){plain, most + 1}, sealed),
			0);
	assert_int_equal(
			siptrunk_seal_close(
					&seal, VIA_OF_CALL, (siptrunk_text_t){plain, 0}, sealed),
			0);
	len = siptrunk_seal_close(
			&seal, VIA_OF_CALL, (siptrunk_text_t){plain, most}, sealed);
	assert_int_equal(siptrunk_seal_open(&seal, VIA_OF_CALL,
							 (siptrunk_text_t){sealed, len}, opened),
			most);
	assert_int_equal(siptrunk_seal_open(&seal, VIA_OF_CALL,
							 (siptrunk_text_t){plain, sizeof(plain)}, opened),
			0);
}

/** Whichever it is: what is sealed is right, or nothing is. */
static void no_memory_is_no_seal(void **state)
{
	const unsigned char key[SIPTRUNK_SEAL_KEY] = "secret";
	char sealed[SIPTRUNK_SEAL_MAX], plain[SIPTRUNK_SEAL_MAX];
	siptrunk_seal_t another;
	size_t failed = 0, refused = 0, len;

	(void)state;
	do {
		openssl_allocations = 0;
		openssl_fail_at = failed;
		if(!siptrunk_seal_begin(&another, key)) {
			refused++;
		} else {
			len = siptrunk_seal_close(&another, VIA_OF_CALL, T("x"), sealed);
			openssl_fail_at = SIZE_MAX;
			if(len == 0)
				refused++;
			else
				assert_int_equal(siptrunk_seal_open(&another, VIA_OF_CALL,
										 (siptrunk_text_t){sealed, len}, plain),
						1);
			siptrunk_seal_end(&another);
		}
		openssl_fail_at = SIZE_MAX;
	} while(openssl_allocations > failed++);
	assert_true(refused > 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(what_others_seal_is_the_same),
			cmocka_unit_test(every_length_comes_back),
			cmocka_unit_test(what_was_changed_stays_closed),
			cmocka_unit_test(another_call_does_not_open_it),
			cmocka_unit_test(there_is_a_limit),
			cmocka_unit_test(no_memory_is_no_seal),
	};

	openssl_memory_begin();
	return cmocka_run_group_tests(tests, begin, end);
}
