/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_tls_fault.c. */
#include "siptrunk_tls_fault.h"
#include "unit.h"

#include <openssl/x509_vfy.h>

#define BIT(fault) (1u << SIPTRUNK_TLS_FAULT_##fault)

static void what_openssl_says_is_a_fault(void **state)
{
	static const struct
	{
		int code;
		siptrunk_tls_fault_t fault;
	} cases[] = {
			{X509_V_OK, SIPTRUNK_TLS_FAULT_NONE},
			{X509_V_ERR_CERT_HAS_EXPIRED, SIPTRUNK_TLS_FAULT_EXPIRED},
			{X509_V_ERR_CRL_HAS_EXPIRED, SIPTRUNK_TLS_FAULT_EXPIRED},
			{X509_V_ERR_CERT_NOT_YET_VALID, SIPTRUNK_TLS_FAULT_NOT_YET_VALID},
			{X509_V_ERR_HOSTNAME_MISMATCH, SIPTRUNK_TLS_FAULT_WRONG_NAME},
			{X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
					SIPTRUNK_TLS_FAULT_UNKNOWN_CA},
			{X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE,
					SIPTRUNK_TLS_FAULT_UNKNOWN_CA},
			{X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
					SIPTRUNK_TLS_FAULT_UNKNOWN_CA},
			{X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
					SIPTRUNK_TLS_FAULT_UNKNOWN_CA},
			{X509_V_ERR_CERT_REVOKED, SIPTRUNK_TLS_FAULT_REVOKED},
			{X509_V_ERR_CERT_SIGNATURE_FAILURE, SIPTRUNK_TLS_FAULT_OTHER},
			{X509_V_ERR_UNSPECIFIED, SIPTRUNK_TLS_FAULT_OTHER},
			{-1, SIPTRUNK_TLS_FAULT_OTHER},
	};
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(cases); i++) {
		if(siptrunk_tls_fault_of(cases[i].code) != cases[i].fault)
			fail_msg("X509_V_* %d", cases[i].code);
	}
}

static void the_worst_of_several_counts(void **state)
{
	(void)state;
	assert_int_equal(siptrunk_tls_fault_worst(0), SIPTRUNK_TLS_FAULT_NONE);
	assert_int_equal(siptrunk_tls_fault_worst(BIT(EXPIRED)),
			SIPTRUNK_TLS_FAULT_EXPIRED);
	assert_int_equal(siptrunk_tls_fault_worst(BIT(EXPIRED) | BIT(INCOMPLETE)),
			SIPTRUNK_TLS_FAULT_INCOMPLETE);
	assert_int_equal(siptrunk_tls_fault_worst(BIT(EXPIRED) | BIT(WRONG_NAME)),
			SIPTRUNK_TLS_FAULT_WRONG_NAME);
	assert_int_equal(siptrunk_tls_fault_worst(BIT(OTHER) | BIT(EXPIRED)),
			SIPTRUNK_TLS_FAULT_OTHER);
}

/** The order of the enum is what siptrunk_tls_fault_worst() goes by. */
static void slight_faults_come_first_then_doubtful_then_the_rest(void **state)
{
	siptrunk_tls_fault_t fault;
	int grade, last = 0;

	(void)state;
	assert_false(siptrunk_tls_fault_is_slight(SIPTRUNK_TLS_FAULT_NONE));
	assert_false(siptrunk_tls_fault_is_doubtful(SIPTRUNK_TLS_FAULT_NONE));
	for(fault = SIPTRUNK_TLS_FAULT_EXPIRED; fault < SIPTRUNK_TLS_FAULT_COUNT;
			fault++) {
		grade = siptrunk_tls_fault_is_slight(fault)		? 1
				: siptrunk_tls_fault_is_doubtful(fault) ? 2
														: 3;
		assert_true(grade >= last);
		last = grade;
	}
	assert_true(siptrunk_tls_fault_is_slight(SIPTRUNK_TLS_FAULT_INCOMPLETE));
	assert_false(siptrunk_tls_fault_is_slight(SIPTRUNK_TLS_FAULT_WRONG_NAME));
	assert_true(
			siptrunk_tls_fault_is_doubtful(SIPTRUNK_TLS_FAULT_UNKNOWN_CA));
	assert_false(siptrunk_tls_fault_is_doubtful(SIPTRUNK_TLS_FAULT_REVOKED));
}

static void names_are_listed_with_commas(void **state)
{
	char text[SIPTRUNK_TLS_FAULTS_TEXT_MAX];

	(void)state;
	assert_string_equal(siptrunk_tls_faults_format(0, text), "none");
	assert_string_equal(
			siptrunk_tls_faults_format(BIT(UNKNOWN_CA), text), "unknown_ca");
	assert_string_equal(
			siptrunk_tls_faults_format(BIT(WRONG_NAME) | BIT(EXPIRED), text),
			"expired,wrong_name");
	assert_string_equal(siptrunk_tls_faults_format(~0u, text),
			"expired,not_yet_valid,incomplete,wrong_name,unknown_ca,revoked,"
			"other");
	assert_string_equal(
			siptrunk_tls_fault_name(SIPTRUNK_TLS_FAULT_OTHER), "other");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(what_openssl_says_is_a_fault),
			cmocka_unit_test(the_worst_of_several_counts),
			cmocka_unit_test(
					slight_faults_come_first_then_doubtful_then_the_rest),
			cmocka_unit_test(names_are_listed_with_commas),
	};

	return cmocka_run_group_tests_name("tls_fault", tests, NULL, NULL);
}
