/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_tls_advice.c. */
#include "siptrunk_tls_advice.h"
#include "siptrunk_tls_fault.h"
#include "unit.h"

#include <openssl/x509_vfy.h>
#include <string.h>

#define BIT(fault) (1u << SIPTRUNK_TLS_FAULT_##fault)

static void assert_says(const char *advice, const char *part)
{
	if(advice == NULL || strstr(advice, part) == NULL)
		fail_msg("expected \"%s\", found \"%s\"", part, advice);
}

static void a_certificate(void **state)
{
	static const struct
	{
		unsigned faults;
		int code;
		const char *part;
	} cases[] = {
			{BIT(EXPIRED), X509_V_ERR_CERT_HAS_EXPIRED, "renew"},
			{BIT(NOT_YET_VALID), X509_V_ERR_CERT_NOT_YET_VALID, "clock"},
			{BIT(INCOMPLETE), X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
					"between"},
			{BIT(WRONG_NAME), X509_V_ERR_HOSTNAME_MISMATCH,
					"column certificate"},
			{BIT(UNKNOWN_CA), X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
					"ca_list"},
			{BIT(UNKNOWN_CA), X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
					"a device in the path"},
			{BIT(UNKNOWN_CA) | BIT(WRONG_NAME),
					X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
					"a device in the path"},
			{BIT(EXPIRED) | BIT(WRONG_NAME), X509_V_ERR_CERT_HAS_EXPIRED,
					"another host"},
			{BIT(REVOKED), X509_V_ERR_CERT_REVOKED, "replace"},
			{BIT(OTHER), X509_V_ERR_CERT_SIGNATURE_FAILURE, "replace"}};
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(cases); i++)
		assert_says(siptrunk_tls_advice_certificate(
							cases[i].faults, cases[i].code),
				cases[i].part);
}

/** RFC 8446 section 6. */
static void an_alert(void **state)
{
	static const struct
	{
		int alert;
		const char *part;
	} cases[] = {{70, "version"}, {40, "cipher suite"}, {71, "cipher suite"},
			{112, "name"}, {48, "does not trust"}, {45, "our certificate"},
			{116, "asks for a certificate"}, {42, "our certificate"},
			{43, "our certificate"}, {44, "our certificate"},
			{46, "our certificate"}};
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(cases); i++)
		assert_says(siptrunk_tls_advice_alert(cases[i].alert, false),
				cases[i].part);
	assert_says(siptrunk_tls_advice_alert(70, true), "version");
}

static void what_is_no_news(void **state)
{
	static const int ours[] = {42, 45, 46, 48};
	size_t i;

	(void)state;
	assert_null(siptrunk_tls_advice_alert(0, false)); /* close_notify */
	assert_null(siptrunk_tls_advice_alert(255, false));
	for(i = 0; i < COUNT(ours); i++)
		assert_null(siptrunk_tls_advice_alert(ours[i], true));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(a_certificate),
			cmocka_unit_test(an_alert), cmocka_unit_test(what_is_no_news)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
