/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * siptrunk_rows_access.c, and what siptrunk_rows.c asks of a trunk's proof: one
 * bad column at a time, in a sample that is good otherwise.
 */
#include "sample.h"

#define IN_ADDRESS "table siptrunk_address, row 6, column "
#define IN_HOST "table siptrunk_address, row 12, column "
#define IN_CREDENTIAL "table siptrunk_credential, row 11, column "
#define IN_TRUNK "table siptrunk_trunk, row 3, column "

static void address_columns(void **state)
{
	(void)state;
	REFUSED(ADDRESS, address, sample_address, trunk, "",
			IN_ADDRESS "trunk: expected a name in siptrunk_trunk, found ''");
	REFUSED(ADDRESS, address, sample_address, prefix, "192.0.2.1/24",
			IN_ADDRESS "prefix: expected 192.0.2.0/24 (no host bits set), "
					   "found '192.0.2.1/24'");
	REFUSED(ADDRESS, address, sample_address, prefix, "192.0.2.0/33",
			IN_ADDRESS "prefix: expected a prefix length of 0 to 32, "
					   "found '192.0.2.0/33'");
	REFUSED(ADDRESS, address, sample_address, prefix, "sip.retellai.com",
			IN_ADDRESS "prefix: expected an IPv4 or IPv6 address or prefix, "
					   "found 'sip.retellai.com'");
	REFUSED(ADDRESS, address, sample_address, prefix, "",
			IN_ADDRESS "prefix: expected an IPv4 or IPv6 address or prefix, "
					   "found ''");
	REFUSED(ADDRESS, address, sample_address, action, "",
			IN_ADDRESS "action: expected allow or deny, found ''");
	ACCEPTED(ADDRESS, address, sample_address, action, "deny");
	ACCEPTED(ADDRESS, address, sample_address, prefix, "::/0");
}

static void limits_of_an_address(void **state)
{
	(void)state;
	REFUSED(ADDRESS, address, sample_address, state, "",
			IN_ADDRESS "state: expected on or off, found ''");
	REFUSED(ADDRESS, address, sample_address, direction, "both",
			IN_ADDRESS "direction: expected inbound, outbound or nothing, "
					   "found 'both'");
	REFUSED(ADDRESS, address, sample_address, transports, "udp,ws",
			IN_ADDRESS "transports: expected some of udp,tcp,tls or nothing, "
					   "found 'udp,ws'");
	REFUSED(ADDRESS, address, sample_address, ports, "5061-5060",
			IN_ADDRESS "ports: expected a port or FIRST-LAST, 1 to 65535, or "
					   "nothing, found '5061-5060'");
	REFUSED(ADDRESS, address, sample_address, valid_from, "21.11.2026",
			IN_ADDRESS "valid_from: expected a date such as 2026-11-21 or "
					   "2026-11-21T18:00:00Z, from 2000 on, or nothing, "
					   "found '21.11.2026'");
	REFUSED(ADDRESS, address, sample_address, valid_until, "2026-11-31",
			IN_ADDRESS "valid_until: expected a date such as 2026-11-21 or "
					   "2026-11-21T18:00:00Z, from 2000 on, or nothing, "
					   "found '2026-11-31'");
	REFUSED(ADDRESS, address, sample_address, source, "a\nb",
			IN_ADDRESS "source: expected printable text, found 'a\\x0ab'");
	REFUSED(ADDRESS, address, sample_address, dated, "yesterday",
			IN_ADDRESS "dated: expected 2026, 2026-11, 2026-11-21 or nothing, "
					   "found 'yesterday'");
	ACCEPTED(ADDRESS, address, sample_address, state, "off");
}

static void a_period_does_not_end_before_it_begins(void **state)
{
	(void)state;
	REFUSED(HOST, address, sample_host, valid_until, "2026-11-20",
			IN_HOST "valid_until: expected a time after valid_from, "
					"found '2026-11-20'");
	REFUSED(HOST, address, sample_host, valid_until, "2026-11-21T00:00:00Z",
			IN_HOST "valid_until: expected a time after valid_from, "
					"found '2026-11-21T00:00:00Z'");
	ACCEPTED(HOST, address, sample_host, valid_until, "2026-11-21");
	ACCEPTED(HOST, address, sample_host, valid_until, "");
	ACCEPTED(HOST, address, sample_host, valid_from, "");
}

static void a_row_has_a_prefix_or_a_name(void **state)
{
	(void)state;
	REFUSED(HOST, address, sample_host, host, "192.0.2.1",
			IN_HOST "host: expected a host name, found '192.0.2.1'");
	REFUSED(HOST, address, sample_host, prefix, "192.0.2.1/32",
			IN_HOST "host: expected nothing, because the row has a prefix, "
					"found 'sip1.redsky.lab'");
	REFUSED(HOST, address, sample_host, trunk, "nobody",
			IN_HOST "trunk: expected a name in siptrunk_trunk, found 'nobody'");
}

static void credential_columns(void **state)
{
	(void)state;
	REFUSED(CREDENTIAL, credential, sample_credential, trunk, "nobody",
			IN_CREDENTIAL "trunk: expected a name in siptrunk_trunk, "
						  "found 'nobody'");
	REFUSED(CREDENTIAL, credential, sample_credential, username, "alice:1",
			IN_CREDENTIAL "username: expected 1 to 64 printable characters "
						  "without quotes, backslashes and colons, "
						  "found 'alice:1'");
	REFUSED(CREDENTIAL, credential, sample_credential, direction, "",
			IN_CREDENTIAL "direction: expected inbound or outbound, found ''");
	REFUSED(CREDENTIAL, credential, sample_credential, direction, "outbound",
			IN_CREDENTIAL "realm: expected a realm if direction is outbound, "
						  "nothing if it is inbound, found ''");
	REFUSED(CREDENTIAL, credential, sample_credential, realm, "sip.example.com",
			IN_CREDENTIAL "realm: expected a realm if direction is outbound, "
						  "nothing if it is inbound, found 'sip.example.com'");
	REFUSED(CREDENTIAL, credential, sample_credential, realm, "a\"b",
			IN_CREDENTIAL "realm: expected up to 64 printable characters "
						  "without quotes, backslashes and colons, "
						  "found 'a\"b'");
	/* perhaps the password itself */
	REFUSED(CREDENTIAL, credential, sample_credential, ha1, "secret",
			IN_CREDENTIAL "ha1: expected 32 hexadecimal digits "
						  "(scripts/siptrunkdb ha1), found 6 bytes of "
						  "something else");
	REFUSED(CREDENTIAL, credential, sample_credential, ha1_sha256, "secret",
			IN_CREDENTIAL "ha1_sha256: expected 64 hexadecimal digits "
						  "(scripts/siptrunkdb ha1), found 6 bytes of "
						  "something else");
	REFUSED(CREDENTIAL, credential, sample_credential, ha1, "",
			IN_CREDENTIAL "ha1: expected this or ha1_sha256 "
						  "(scripts/siptrunkdb ha1), found ''");
}

static void a_name_has_one_password(void **state)
{
	siptrunk_builder_t *builder = sample_begin(CREDENTIAL + 1);
	siptrunk_credential_row_t again = sample_credential;

	(void)state;
	again.id = 13;
	sample_refused(builder, siptrunk_builder_add_credential(builder, &again),
			"table siptrunk_credential, row 13, column username: expected a "
			"name that the trunk has not yet, found 'alice'");
	again.trunk = T("redsky");
	builder = sample_begin(CREDENTIAL + 1);
	sample_accepted(builder, siptrunk_builder_add_credential(builder, &again));
}

static void a_realm_has_one_answer(void **state)
{
	siptrunk_builder_t *builder = sample_begin(CREDENTIAL + 1);
	siptrunk_credential_row_t outbound = sample_credential;

	(void)state;
	outbound.direction = T("outbound");
	outbound.realm = T("sip.example.com");
	assert_int_equal(siptrunk_builder_add_credential(builder, &outbound),
			SIPTRUNK_OK);
	outbound.id = 13;
	outbound.username = T("bob");
	sample_refused(builder, siptrunk_builder_add_credential(builder, &outbound),
			"table siptrunk_credential, row 13, column realm: expected a realm "
			"that the trunk has not yet, found 'sip.example.com'");
}

static void proof_of_a_trunk(void **state)
{
	(void)state;
	REFUSED(TRUNK, trunk, sample_pbx, proof, "certificate,password",
			IN_TRUNK "proof: expected some of certificate,digest,call_id or "
					 "nothing, found 'certificate,password'");
	REFUSED(TRUNK, trunk, sample_pbx, proof, "certificate",
			IN_TRUNK "certificate: expected a name, because proof has "
					 "certificate, found ''");
	REFUSED(TRUNK, trunk, sample_pbx, proof, "digest",
			IN_TRUNK "realm: expected a realm, because proof has digest, "
					 "found ''");
	REFUSED(TRUNK, trunk, sample_pbx, certificate, "*.genesys.lab",
			IN_TRUNK "certificate: expected host names with commas between "
					 "them, found '*.genesys.lab'");
	REFUSED(TRUNK, trunk, sample_pbx, realm, "a\"b",
			IN_TRUNK "realm: expected up to 64 printable characters without "
					 "quotes, backslashes and colons, found 'a\"b'");
	REFUSED(TRUNK, trunk, sample_pbx, strangers, "ignore",
			IN_TRUNK "strangers: expected reject or drop, found 'ignore'");
	ACCEPTED(TRUNK, trunk, sample_pbx, proof, "call_id");
	ACCEPTED(TRUNK, trunk, sample_pbx, strangers, "drop");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(address_columns),
			cmocka_unit_test(limits_of_an_address),
			cmocka_unit_test(a_period_does_not_end_before_it_begins),
			cmocka_unit_test(a_row_has_a_prefix_or_a_name),
			cmocka_unit_test(credential_columns),
			cmocka_unit_test(a_name_has_one_password),
			cmocka_unit_test(a_realm_has_one_answer),
			cmocka_unit_test(proof_of_a_trunk),
	};

	return cmocka_run_group_tests_name("rows_access", tests, NULL, NULL);
}
