/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_check.c and siptrunk_check_trunk.c: the values of each column, good
 *  and bad. */
#include "siptrunk_check.h"
#include "siptrunk_check_trunk.h"
#include "unit.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#define VALUES 12

/** What a check accepts, what it refuses, and what it says then. */
typedef struct rule
{
	siptrunk_check_f check;
	const char *expected;
	const char *good[VALUES];
	const char *bad[VALUES];
} rule_t;

#define X63 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define X64 X63 "x"
#define E164_ERROR "expected an E.164 number with its '+', found '"

static void assert_rule(const rule_t *rule)
{
	siptrunk_error_t error;
	size_t i;

	for(i = 0; i < VALUES && rule->good[i] != NULL; i++) {
		if(!rule->check(unit_slice(rule->good[i]), &error))
			fail_msg("refused: %s", error.text);
	}
	for(i = 0; i < VALUES && rule->bad[i] != NULL; i++) {
		if(rule->check(unit_slice(rule->bad[i]), &error))
			fail_msg("accepted: '%s'", rule->bad[i]);
		if(strncmp(error.text, rule->expected, strlen(rule->expected)) != 0)
			fail_msg("said: %s", error.text);
		assert_false(rule->check(unit_slice(rule->bad[i]), NULL));
	}
	unit_slices_free();
}

static void name(void **state)
{
	(void)state;
	assert_rule(&(rule_t){siptrunk_check_name,
			"expected a name of 1 to 64 printable characters, found '",
			{"a", "Chicago office", "caf\xc3\xa9", X64},
			{"", "a\n", "\t", "a\x7f", X64 "x"}});
}

static void order_name(void **state)
{
	(void)state;
	assert_rule(&(rule_t){siptrunk_check_order_name,
			"expected a name that is no source, found '",
			{"did_first", "sites", "site,bogus", X64},
			{"site", "user_email", "site,trunk", " trunk "}});
	assert_rule(&(rule_t){siptrunk_check_order_name, "expected a name of 1",
			{"x"}, {"", X64 "x"}});
}

static void order_sources(void **state)
{
	(void)state;
	assert_rule(&(rule_t){siptrunk_check_order_sources, "expected ",
			{"site", "call_source,user_extension,site,trunk,user_email"},
			{"", " ", "bogus", "site,site", "user_email,site"}});
}

static void e164(void **state)
{
	(void)state;
	assert_rule(&(rule_t){siptrunk_check_e164, E164_ERROR, {"+13125550101"},
			{"", "13125550101", "+1312555010x"}});
	assert_rule(&(rule_t){siptrunk_check_e164_or_empty, E164_ERROR,
			{"", "+13125550101"}, {" ", "13125550101"}});
}

static void enumerations(void **state)
{
	(void)state;
	assert_rule(&(rule_t){siptrunk_check_role,
			"expected pbx, agent, carrier or emergency, found '",
			{"pbx", "agent", "carrier", "emergency"},
			{"", "PBX", "pbx ", "none"}});
	assert_rule(&(rule_t){siptrunk_check_state,
			"expected in_service or out_of_service, found '",
			{"in_service", "out_of_service"}, {"", "In Service", "1"}});
	assert_rule(&(rule_t){siptrunk_check_transport,
			"expected udp, tcp, tls or nothing, found '",
			{"", "udp", "tcp", "tls"}, {"TLS", "ws", "tl"}});
	assert_rule(
			&(rule_t){siptrunk_check_action, "expected allow or deny, found '",
					{"allow", "deny"}, {"", "block", "Allow"}});
	assert_rule(&(rule_t){siptrunk_check_match_type,
			"expected number_list, found '", {"number_list"},
			{"", "regex", "Number List"}});
}

static void numbers(void **state)
{
	(void)state;
	assert_rule(&(rule_t){siptrunk_check_gateways,
			"expected a dispatcher set, 1 or more, found '",
			{"1", "7", "2147483647"},
			{"", "0", "-1", "1.0", "x", "+1", " 1", "2147483648",
					"99999999999999999999"}});
	assert_rule(&(rule_t){siptrunk_check_limit,
			"expected a number, 0 or more, found '",
			{"0", "00", "100", "2147483647"}, {"", "-1", "1x", "2147483648"}});
}

static void parsed_int_is_the_number(void **state)
{
	int number;

	(void)state;
	assert_true(siptrunk_parse_int(T("2147483647"), &number));
	assert_int_equal(number, INT_MAX);
	assert_true(siptrunk_parse_int(T("042"), &number));
	assert_int_equal(number, 42);
}

static void outside_prefix(void **state)
{
	(void)state;
	assert_rule(&(rule_t){siptrunk_check_outside_prefix,
			"expected digits only, found '", {"", "9", "00"},
			{"+", "9,", "x", " 9"}});
}

static void prefix(void **state)
{
	(void)state;
	assert_rule(&(rule_t){siptrunk_check_prefix, "expected ",
			{"10.0.0.0/8", "::1", "0.0.0.0/0"}, {"", "10.0.0.1/8", "x"}});
}

static void host_names(void **state)
{
	(void)state;
	assert_rule(&(rule_t){siptrunk_check_host_name,
			"expected a host name, found '",
			{"a", "sip.genesys.lab", "3com.com", "a-b.c1", X63 ".example"},
			{"", ".", "a.", ".a", "a..b", "-a", "a-.b", "a_b", "192.0.2.1",
					"::1", "a b", X64}});
	assert_rule(&(rule_t){siptrunk_check_host_names,
			"expected host names with commas between them, found '",
			{"", "a.b", "a.b,c.d", "a.b, c.d"},
			{",", "a.b,", ",a.b", "a.b;c.d", "*.b", "192.0.2.1"}});
}

#define BYTES8 "01:23:45:67:89:AB:cd:EF"
#define DIGEST BYTES8 ":" BYTES8 ":" BYTES8 ":" BYTES8

static void digests(void **state)
{
	(void)state;
	assert_rule(&(rule_t){siptrunk_check_digests,
			"expected SHA-256 fingerprints, AB:CD:..., with commas between "
			"them, found '",
			{"", DIGEST, DIGEST "," DIGEST, DIGEST ", " DIGEST},
			{BYTES8, DIGEST ",", "," DIGEST, DIGEST ":" BYTES8, DIGEST ":",
					DIGEST " " DIGEST, "/etc/root.crt",
					"01-23:45:67:89:AB:cd:EF:" BYTES8 ":" BYTES8 ":" BYTES8,
					"0x:23:45:67:89:AB:cd:EF:" BYTES8 ":" BYTES8 ":" BYTES8}});
}

static void limits(void **state)
{
	(void)state;
	assert_rule(&(rule_t){siptrunk_check_direction,
			"expected inbound, outbound or nothing, found '",
			{"", "inbound", "outbound"}, {"both", "in", "Inbound", " "}});
	assert_rule(&(rule_t){siptrunk_check_transports,
			"expected some of udp,tcp,tls or nothing, found '",
			{"", "udp", "TLS", "tcp,tls", "udp, tcp , tls"},
			{",", "udp,", ",udp", "udp;tcp", "ws", "udp tcp", " "}});
	assert_rule(&(rule_t){siptrunk_check_ports,
			"expected a port or FIRST-LAST, 1 to 65535, or nothing, found '",
			{"", "5060", "5060-5061", "1-65535", "5060-5060"},
			{"0", "65536", "5061-5060", "5060-", "-5060", "-", "5060-65536",
					"5060,5061", "x", " 5060", "1-2-3"}});
}

#define TIME_ERROR "expected a date such as 2026-11-21 or 2026-11-21T18:00:00Z"

static void times(void **state)
{
	const char *const bad[] = {"2026-13-01", "2025-02-29", "1999-12-31",
			"21.11.2026", "2026-11-21T24:00:00Z", "2026-11-21T18:00:00",
			"2026-11-21T18:00:00+01", "2026-11-21 18:00:00", "tomorrow"};
	rule_t rule = {siptrunk_check_valid_from, TIME_ERROR,
			{"", "2026-11-21", "2024-02-29", "2026-11-21T18:00:00Z"}, {NULL}};

	(void)state;
	memcpy(rule.bad, bad, sizeof(bad));
	assert_rule(&rule);
	rule.check = siptrunk_check_valid_until;
	assert_rule(&rule);
}

static void provenance(void **state)
{
	(void)state;
	assert_rule(&(rule_t){siptrunk_check_dated,
			"expected 2026, 2026-11, 2026-11-21 or nothing, found '",
			{"", "2026", "2026-11", "2026-11-21"},
			{"26", "2026-", "2026-13", "2026-11-31", "mid-2026", "1999",
					"2026-11-21T18:00:00Z"}});
	assert_rule(&(rule_t){siptrunk_check_on_off, "expected on or off, found '",
			{"on", "off"}, {"", "1", "On", "yes"}});
}

static void proof(void **state)
{
	(void)state;
	assert_rule(&(rule_t){siptrunk_check_proof,
			"expected some of certificate,digest,call_id or nothing, found '",
			{"", "certificate", "digest,call_id", "certificate, digest"},
			{",", "password", "digest,", "Certificate;digest"}});
	assert_rule(&(rule_t){siptrunk_check_strangers,
			"expected reject or drop, found '", {"reject", "drop"},
			{"", "Reject", "403"}});
}

#define QUOTABLE "printable characters without quotes, backslashes and colons"

static void credentials(void **state)
{
	(void)state;
	assert_rule(&(rule_t){siptrunk_check_realm,
			"expected up to 64 " QUOTABLE ", found '",
			{"", "edge.lab", "a realm", X64},
			{"a\"b", "a\\b", "a:b", "a\nb", X64 "x"}});
	assert_rule(&(rule_t){siptrunk_check_username,
			"expected 1 to 64 " QUOTABLE ", found '", {"alice", X64},
			{"", "alice:secret", "a\"b", X64 "x"}});
}

#define X64_HEX \
	"0123456789abcdef0123456789abcdef0123456789abcdef0123456789ABCDEF"

/** What stands there may be a password: nothing of it is shown. */
static void ha1(void **state)
{
	siptrunk_error_t error;

	(void)state;
	assert_rule(&(rule_t){siptrunk_check_ha1,
			"expected 32 hexadecimal digits (scripts/siptrunkdb ha1), found ",
			{"", "0123456789abcdef0123456789ABCDEF"},
			{"0123456789abcdef0123456789ABCDEg",
					"0123456789abcdef0123456789ABCDE",
					"0123456789abcdef0123456789ABCDEF0"}});
	assert_rule(&(rule_t){siptrunk_check_ha1_sha256,
			"expected 64 hexadecimal digits (scripts/siptrunkdb ha1), found ",
			{"", X64_HEX}, {"0123456789abcdef0123456789ABCDEF", X64_HEX "0"}});
	assert_false(siptrunk_check_ha1(T("open sesame"), &error));
	assert_string_equal(error.text,
			"expected 32 hexadecimal digits (scripts/siptrunkdb ha1), found "
			"11 bytes of something else");
}

static void aor(void **state)
{
	(void)state;
	assert_rule(&(rule_t){siptrunk_check_aor,
			"expected user@host without escapes and parameters, found '",
			{"alice@example.com", "2001@192.0.2.10", "+1312@pbx"},
			{"", "alice", "@example.com", "alice@", "sip:alice@example.com",
					"alice@example.com:5060", "alice@example.com;x",
					"a;b@example.com", "a%40b@example.com", "a@b@c",
					"alice@[::1]"}});
}

static void email(void **state)
{
	(void)state;
	assert_rule(&(rule_t){siptrunk_check_email,
			"expected an e-mail address, found '", {"", "alice@example.com"},
			{"alice", "a b@c", "a@b@c"}});
}

static void extension(void **state)
{
	(void)state;
	assert_rule(&(rule_t){siptrunk_check_extension,
			"expected an extension of 1 to 15 digits, found '",
			{"", "1", "123456789012345"},
			{"x", "+1", "20 01", "1234567890123456"}});
}

static void description(void **state)
{
	(void)state;
	assert_rule(&(rule_t){siptrunk_check_description,
			"expected printable text, found '", {"", "RedSky, \"main\""},
			{"a\nb", "\x01"}});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(name),
			cmocka_unit_test(order_name),
			cmocka_unit_test(order_sources),
			cmocka_unit_test(e164),
			cmocka_unit_test(enumerations),
			cmocka_unit_test(numbers),
			cmocka_unit_test(parsed_int_is_the_number),
			cmocka_unit_test(outside_prefix),
			cmocka_unit_test(prefix),
			cmocka_unit_test(host_names), cmocka_unit_test(digests),
			cmocka_unit_test(limits),
			cmocka_unit_test(times),
			cmocka_unit_test(provenance),
			cmocka_unit_test(proof),
			cmocka_unit_test(credentials),
			cmocka_unit_test(ha1),
			cmocka_unit_test(aor),
			cmocka_unit_test(email),
			cmocka_unit_test(extension),
			cmocka_unit_test(description),
	};

	return cmocka_run_group_tests_name("check", tests, NULL, NULL);
}
