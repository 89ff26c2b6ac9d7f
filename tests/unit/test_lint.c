/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_lint.c: each kind of finding, and what is none. */
#include "sample.h"
#include "siptrunk_lint.h"

#include <string.h>

/** A row of siptrunk_address; genesys, allow and on where it says nothing. */
#define ROW(number, ...) {.id = number, __VA_ARGS__}
#define PREFIX(text) .prefix = T(text)
#define OF(name) .trunk = T(name)
#define DENY .action = T("deny")

static siptrunk_config_t *config;
static int64_t now;
static siptrunk_finding_t findings[100];
static size_t finding_count;

static void keep(const siptrunk_finding_t *finding, void *context)
{
	assert_ptr_equal(context, &config);
	if(finding_count < COUNT(findings))
		findings[finding_count] = *finding;
	finding_count++;
}

static siptrunk_text_t either(siptrunk_text_t text, siptrunk_text_t other)
{
	return text.len > 0 ? text : other;
}

static void add_row(
		siptrunk_builder_t *builder, const siptrunk_address_row_t *given)
{
	siptrunk_address_row_t row = *given;

	row.trunk = either(row.trunk, T("genesys"));
	row.action = either(row.action, T("allow"));
	row.state = either(row.state, T("on"));
	siptrunk_builder_add_address(builder, &row);
}

/** Of these rows of siptrunk_address, the sample's other tables and, if it is
 *  given, one more trunk. */
static void lint_of(const siptrunk_trunk_row_t *other,
		const siptrunk_address_row_t *rows, size_t count)
{
	siptrunk_builder_t *builder = sample_builder();
	size_t i, counted;

	assert_int_equal(sample_add(builder, CREDENTIAL), SIPTRUNK_OK);
	if(other != NULL)
		siptrunk_builder_add_trunk(builder, other);
	for(i = 0; i < count; i++)
		add_row(builder, &rows[i]);
	sample_add_table(builder, NUMBER_PLAN);
	siptrunk_builder_finish(builder, &config);
	assert_string_equal(siptrunk_builder_error(builder), "");
	siptrunk_builder_free(builder);
	siptrunk_time_parse(T("2026-11-21"), false, &now);
	finding_count = 0;
	counted = siptrunk_lint(config, now, keep, &config);
	assert_int_equal(counted, finding_count);
}

static void finish(void)
{
	siptrunk_config_free(config);
	assert_int_equal(unit_live_blocks, 0);
}

/** One finding, with these words. */
static void assert_finding(siptrunk_finding_kind_t kind, int row, int other,
		const char *text)
{
	siptrunk_error_t found;
	size_t i;

	for(i = 0; i < finding_count; i++) {
		if(findings[i].kind == kind && findings[i].row == row)
			break;
	}
	assert_true(i < finding_count);
	assert_int_equal(
			findings[i].other != NULL ? findings[i].other->row : 0, other);
	siptrunk_finding_explain(config, &findings[i], &found);
	assert_string_equal(found.text, text);
}

#define LINT(...) \
	do { \
		const siptrunk_address_row_t rows[] = {__VA_ARGS__}; \
		lint_of(NULL, rows, COUNT(rows)); \
	} while(0)

/** These rows have one finding, or none. */
#define ONE_OF(kind, row, other, text, ...) \
	do { \
		LINT(__VA_ARGS__); \
		assert_finding(kind, row, other, text); \
		assert_int_equal(finding_count, 1); \
		finish(); \
	} while(0)
#define NONE_OF(...) \
	do { \
		LINT(__VA_ARGS__); \
		assert_int_equal(finding_count, 0); \
		finish(); \
	} while(0)

static void identical_rows_are_duplicates(void **state)
{
	(void)state;
	ONE_OF(SIPTRUNK_FINDING_DUPLICATE, 60, 7,
			"expected a prefix in one row, found '192.0.2.0/24' of 'genesys', "
			"again in row 7 (192.0.2.0/24 of 'genesys')",
			ROW(7, PREFIX("192.0.2.0/24")), ROW(60, PREFIX("192.0.2.0/24")));
	/* where it comes from makes no difference */
	LINT(ROW(1, PREFIX("192.0.2.0/24"), .source = T("a")),
			ROW(2, PREFIX("192.0.2.0/24"), .source = T("b")),
			ROW(3, PREFIX("192.0.2.0/24"), DENY),
			ROW(4, PREFIX("192.0.2.0/24"), DENY));
	assert_int_equal(finding_count, 3);
	assert_int_equal(findings[0].kind, SIPTRUNK_FINDING_DUPLICATE);
	assert_int_equal(findings[1].kind, SIPTRUNK_FINDING_CONTRADICTORY);
	assert_int_equal(findings[2].kind, SIPTRUNK_FINDING_DUPLICATE);
	finish();
}

static void prefix_of_two_trunks_is_shared(void **state)
{
	(void)state;
	ONE_OF(SIPTRUNK_FINDING_SHARED, 60, 6,
			"expected a prefix of one trunk, found '192.0.2.0/24' of 'redsky', "
			"also in row 6 (192.0.2.0/24 of 'genesys'), which decides in "
			"siptrunk_identify()",
			ROW(6, PREFIX("192.0.2.0/24")),
			ROW(60, PREFIX("192.0.2.0/24"), OF("redsky")));
	/* both deny: nothing is in doubt */
	NONE_OF(ROW(6, PREFIX("192.0.2.0/24"), DENY),
			ROW(60, PREFIX("192.0.2.0/24"), DENY, OF("redsky")));
	/* nested */
	NONE_OF(ROW(6, PREFIX("192.0.2.0/24")),
			ROW(60, PREFIX("192.0.2.0/25"), OF("redsky")));
}

static void rows_that_never_meet_are_fine(void **state)
{
	(void)state;
	NONE_OF(ROW(1, PREFIX("192.0.2.0/24"), .transports = T("udp,tcp")),
			ROW(2, PREFIX("192.0.2.0/24"), .transports = T("tls"),
					OF("redsky")));
	NONE_OF(ROW(1, PREFIX("192.0.2.0/24"), .direction = T("inbound")),
			ROW(2, PREFIX("192.0.2.0/24"), .direction = T("outbound"), DENY));
	NONE_OF(ROW(1, PREFIX("192.0.2.0/24"), .ports = T("5060")),
			ROW(2, PREFIX("192.0.2.0/24"), .ports = T("5061-5070"),
					OF("redsky")));
	NONE_OF(ROW(1, PREFIX("192.0.2.0/24"), .valid_until = T("2027-01-01")),
			ROW(2, PREFIX("192.0.2.0/24"), .valid_from = T("2027-01-02"),
					OF("redsky")));
	NONE_OF(ROW(1, PREFIX("192.0.2.0/24"), .state = T("off")),
			ROW(2, PREFIX("192.0.2.0/24"), OF("redsky")),
			ROW(3, PREFIX("192.0.2.0/25"), OF("redsky"), .state = T("off")));
}

static void rows_that_meet_somewhere_are_not(void **state)
{
	(void)state;
	LINT(ROW(1, PREFIX("192.0.2.0/24"), .transports = T("udp,tcp"),
				 .ports = T("5060-5070")),
			ROW(2, PREFIX("192.0.2.0/24"), .transports = T("tcp,tls"),
					.ports = T("5070-5080"), .direction = T("inbound"),
					OF("redsky")));
	assert_int_equal(finding_count, 1);
	assert_int_equal(findings[0].kind, SIPTRUNK_FINDING_SHARED);
	finish();
}

static void allow_and_deny_contradict(void **state)
{
	(void)state;
	ONE_OF(SIPTRUNK_FINDING_CONTRADICTORY, 5, 8,
			"expected one action for a prefix, found '2001:db8::/32' of "
			"'genesys' allowed, and denied in row 8 (2001:db8::/32 of "
			"'redsky')",
			ROW(5, PREFIX("2001:db8::/32")),
			ROW(8, PREFIX("2001:db8::/32"), DENY, OF("redsky")));
}

static void row_inside_of_one_that_says_the_same_is_shadowed(void **state)
{
	(void)state;
	ONE_OF(SIPTRUNK_FINDING_SHADOWED, 2, 1,
			"expected a row that changes something, found '192.0.2.128/25' of "
			"'genesys', and row 1 (192.0.2.0/24 of 'genesys') says the same",
			ROW(1, PREFIX("192.0.2.0/24")),
			ROW(2, PREFIX("192.0.2.128/25"), .transports = T("udp")));
	/* of one prefix: the limited one, whichever comes first */
	LINT(ROW(1, PREFIX("192.0.2.0/24"), .ports = T("5060")),
			ROW(2, PREFIX("192.0.2.0/24")));
	assert_int_equal(finding_count, 1);
	assert_int_equal(findings[0].kind, SIPTRUNK_FINDING_SHADOWED);
	assert_int_equal(findings[0].row, 1);
	finish();
	LINT(ROW(1, PREFIX("192.0.2.0/24")),
			ROW(2, PREFIX("192.0.2.0/24"), .ports = T("5060")));
	assert_int_equal(finding_count, 1);
	assert_int_equal(findings[0].row, 2);
	finish();
	/* the one between them is switched off */
	LINT(ROW(1, PREFIX("192.0.2.0/24")),
			ROW(2, PREFIX("192.0.2.0/25"), DENY, .state = T("off")),
			ROW(3, PREFIX("192.0.2.0/26")));
	assert_int_equal(finding_count, 1);
	assert_int_equal(findings[0].row, 3);
	finish();
}

static void row_that_changes_something_is_not_shadowed(void **state)
{
	(void)state;
	NONE_OF(ROW(1, PREFIX("192.0.2.0/24")),
			ROW(2, PREFIX("192.0.2.0/25"), DENY),
			ROW(3, PREFIX("192.0.2.0/26")));
	NONE_OF(ROW(1, PREFIX("192.0.2.0/24"), .transports = T("udp")),
			ROW(2, PREFIX("192.0.2.0/25")));
	NONE_OF(ROW(1, PREFIX("192.0.2.0/24"), .ports = T("5060-5069")),
			ROW(2, PREFIX("192.0.2.0/25"), .ports = T("5065-5070")));
	NONE_OF(ROW(1, PREFIX("192.0.2.0/24"), .valid_until = T("2027-01-01")),
			ROW(2, PREFIX("192.0.2.0/25")));
	NONE_OF(ROW(1, PREFIX("192.0.2.0/24"), .valid_from = T("2027-01-01")),
			ROW(2, PREFIX("192.0.2.0/25"), .valid_from = T("2026-12-01")));
	NONE_OF(ROW(1, PREFIX("192.0.2.0/24")),
			ROW(2, PREFIX("192.0.2.0/25"), OF("redsky")));
}

static const char never[] =
		"expected a row that can decide, found '192.0.2.0/24' of 'genesys': "
		"longer prefixes decide about all of it";

static void row_that_longer_prefixes_cover_never_decides(void **state)
{
	(void)state;
	ONE_OF(SIPTRUNK_FINDING_HIDDEN, 1, 0, never,
			ROW(1, PREFIX("192.0.2.0/24")),
			ROW(2, PREFIX("192.0.2.0/25"), OF("redsky")),
			ROW(3, PREFIX("192.0.2.128/26"), DENY),
			ROW(4, PREFIX("192.0.2.192/26"), OF("redsky")));
	/* an inner one that is hidden itself hides too */
	LINT(ROW(1, PREFIX("192.0.2.0/24")),
			ROW(2, PREFIX("192.0.2.0/25"), OF("redsky"),
					.transports = T("udp")),
			ROW(3, PREFIX("192.0.2.0/26"), DENY),
			ROW(4, PREFIX("192.0.2.64/26"), DENY),
			ROW(5, PREFIX("192.0.2.128/25"), DENY));
	assert_int_equal(finding_count, 2);
	assert_finding(SIPTRUNK_FINDING_HIDDEN, 1, 0, never);
	finish();
	/* to the end of the address space, and all of it */
	LINT(ROW(1, PREFIX("0.0.0.0/0"), DENY),
			ROW(2, PREFIX("0.0.0.0/1"), OF("redsky")),
			ROW(3, PREFIX("128.0.0.0/1"), OF("redsky")),
			ROW(4, PREFIX("::/0"), DENY));
	assert_int_equal(finding_count, 3);
	assert_int_equal(findings[2].kind, SIPTRUNK_FINDING_HIDDEN);
	assert_int_equal(findings[2].row, 1);
	finish();
}

static void row_with_a_gap_above_it_decides(void **state)
{
	(void)state;
	NONE_OF(ROW(1, PREFIX("192.0.2.0/24")),
			ROW(2, PREFIX("192.0.2.0/25"), DENY),
			ROW(3, PREFIX("192.0.2.128/26"), DENY));
	NONE_OF(ROW(1, PREFIX("192.0.2.0/24")),
			ROW(2, PREFIX("192.0.2.64/26"), DENY),
			ROW(3, PREFIX("192.0.2.128/25"), DENY));
	/* what covers it does not always apply */
	NONE_OF(ROW(1, PREFIX("192.0.2.0/24")),
			ROW(2, PREFIX("192.0.2.0/25"), DENY),
			ROW(3, PREFIX("192.0.2.128/25"), DENY, .transports = T("udp")));
	/* the last addresses of all, which end where the first ones begin */
	NONE_OF(ROW(1, PREFIX("255.255.255.0/24")),
			ROW(2, PREFIX("255.255.255.128/25"), DENY));
	/* each of two halves that change nothing is superfluous, the whole not */
	LINT(ROW(1, PREFIX("192.0.2.0/24")), ROW(2, PREFIX("192.0.2.0/25")),
			ROW(3, PREFIX("192.0.2.128/25")));
	assert_int_equal(finding_count, 2);
	assert_int_equal(findings[0].kind, SIPTRUNK_FINDING_SHADOWED);
	assert_int_equal(findings[1].kind, SIPTRUNK_FINDING_SHADOWED);
	finish();
}

static void end_of_a_row_is_seen_seven_days_ahead(void **state)
{
	(void)state;
	ONE_OF(SIPTRUNK_FINDING_EXPIRED, 1, 0,
			"expected a time to come, found '2026-11-21T00:00:00Z' for "
			"'192.0.2.0/24' of 'genesys'",
			ROW(1, PREFIX("192.0.2.0/24"), .valid_until = T("2026-11-20")));
	ONE_OF(SIPTRUNK_FINDING_EXPIRES_SOON, 1, 0,
			"expected more than 7 days left, found '2026-11-28T00:00:00Z' for "
			"'192.0.2.0/24' of 'genesys'",
			ROW(1, PREFIX("192.0.2.0/24"), .valid_until = T("2026-11-27")));
	NONE_OF(ROW(1, PREFIX("192.0.2.0/24"), .valid_until = T("2026-11-28")));
	NONE_OF(ROW(1, PREFIX("192.0.2.0/24"), .valid_until = T("2026-11-20"),
			.state = T("off")));
	ONE_OF(SIPTRUNK_FINDING_EXPIRED, 1, 0,
			"expected a time to come, found '2026-11-21T00:00:00Z' for "
			"'a.example' of 'redsky'",
			ROW(1, .host = T("a.example"), OF("redsky"),
					.valid_until = T("2026-11-20")));
	/* what has expired has no part in anything else */
	LINT(ROW(1, PREFIX("0.0.0.0/0"), .valid_until = T("2026-11-20")),
			ROW(2, PREFIX("192.0.2.0/24")));
	assert_int_equal(finding_count, 1);
	finish();
}

static void rows_for_half_the_world_are_seen(void **state)
{
	(void)state;
	ONE_OF(SIPTRUNK_FINDING_OPEN, 1, 0,
			"expected a limit to who may send, found '::/0' of 'genesys', open "
			"to the whole internet",
			ROW(1, PREFIX("::/0")));
	ONE_OF(SIPTRUNK_FINDING_BROAD, 1, 0,
			"expected a length of at least 8, of IPv6 16, found '10.0.0.0/7' "
			"of 'genesys'",
			ROW(1, PREFIX("10.0.0.0/7")));
	LINT(ROW(1, PREFIX("2000::/15")));
	assert_int_equal(finding_count, 1);
	finish();
	NONE_OF(ROW(1, PREFIX("10.0.0.0/8")), ROW(2, PREFIX("2000::/16")),
			ROW(3, PREFIX("0.0.0.0/0"), DENY),
			ROW(4, PREFIX("::/0"), .state = T("off")));
}

static void name_of_a_pbx_is_seen(void **state)
{
	(void)state;
	ONE_OF(SIPTRUNK_FINDING_HOST, 1, 0,
			"expected prefixes of a pbx, found 'pbx.example' of 'genesys': the "
			"DNS decides who may call emergency services",
			ROW(1, .host = T("pbx.example")));
	NONE_OF(ROW(1, .host = T("pbx.example"), .state = T("off")),
			ROW(2, .host = T("pbx.example"), DENY),
			ROW(3, .host = T("sip1.example"), OF("redsky")));
}

static void proofs_that_cannot_be_given_are_seen(void **state)
{
	siptrunk_trunk_row_t trunk = sample_pbx;
	const siptrunk_address_row_t udp[] = {
			ROW(1, OF("retell"), PREFIX("192.0.2.0/24"),
					.transports = T("udp"))};
	const siptrunk_address_row_t tls[] = {
			ROW(1, OF("retell"), PREFIX("192.0.2.0/24"),
					.transports = T("udp")),
			ROW(2, OF("retell"), PREFIX("192.0.2.0/25"),
					.transports = T("tls"))};

	(void)state;
	trunk.id = 50;
	trunk.name = T("retell");
	trunk.proof = T("certificate,call_id");
	trunk.certificate = T("sip.example");
	lint_of(&trunk, udp, COUNT(udp));
	assert_int_equal(finding_count, 2);
	assert_finding(SIPTRUNK_FINDING_CALL_ID, 50, 0,
			"expected a proof that a peer can give, found 'call_id' of "
			"'retell': nothing registers calls yet, all of its calls are "
			"refused");
	assert_finding(SIPTRUNK_FINDING_CERTIFICATE, 50, 0,
			"expected an address that may send over tls, found 'certificate' "
			"of 'retell' and none: all of its calls are refused");
	assert_string_equal(
			siptrunk_finding_table(findings[0].kind), "siptrunk_trunk");
	assert_string_equal(siptrunk_finding_column(findings[0].kind), "proof");
	finish();
	trunk.proof = T("certificate");
	lint_of(&trunk, tls, COUNT(tls));
	assert_int_equal(finding_count, 0);
	finish();
	lint_of(&trunk, NULL, 0);
	assert_int_equal(finding_count, 0);
	finish();
}

static void findings_have_names(void **state)
{
	(void)state;
	assert_string_equal(
			siptrunk_finding_name(SIPTRUNK_FINDING_HIDDEN), "shadowed");
	assert_string_equal(
			siptrunk_finding_name(SIPTRUNK_FINDING_EXPIRES_SOON),
			"expires_soon");
	assert_string_equal(
			siptrunk_finding_table(SIPTRUNK_FINDING_HOST), "siptrunk_address");
	assert_string_equal(
			siptrunk_finding_column(SIPTRUNK_FINDING_HOST), "host");
}

/** Every length around one address, of both families, and a crowd of one
 *  prefix: as deep as rows can nest, and more of them than are compared. */
static void deepest_nesting_and_many_alike(void **state)
{
	static siptrunk_address_row_t rows[500];
	char texts[33 + 129][SIPTRUNK_PREFIX_TEXT_MAX];
	siptrunk_prefix_t prefix = {.address = {.family = SIPTRUNK_IPV4}};
	size_t count = 0, i;

	(void)state;
	for(i = 0; i < 33 + 129; i++) {
		if(i == 33)
			prefix.address.family = SIPTRUNK_IPV6;
		prefix.length = (uint8_t)(i < 33 ? i : i - 33);
		siptrunk_prefix_format(&prefix, texts[i]);
		rows[count] = (siptrunk_address_row_t)ROW((int)count + 1, DENY);
		rows[count++].prefix = siptrunk_text(texts[i]);
	}
	while(count < COUNT(rows)) {
		rows[count] = (siptrunk_address_row_t)ROW(
				(int)count + 1, PREFIX("192.0.2.0/24"), OF("redsky"));
		count++;
	}
	lint_of(NULL, rows, count);
	/* all but the widest of each family and the one that decides */
	assert_int_equal(finding_count, count - 3);
	finish();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(identical_rows_are_duplicates),
			cmocka_unit_test(prefix_of_two_trunks_is_shared),
			cmocka_unit_test(rows_that_never_meet_are_fine),
			cmocka_unit_test(rows_that_meet_somewhere_are_not),
			cmocka_unit_test(allow_and_deny_contradict),
			cmocka_unit_test(row_inside_of_one_that_says_the_same_is_shadowed),
			cmocka_unit_test(row_that_changes_something_is_not_shadowed),
			cmocka_unit_test(row_that_longer_prefixes_cover_never_decides),
			cmocka_unit_test(row_with_a_gap_above_it_decides),
			cmocka_unit_test(end_of_a_row_is_seen_seven_days_ahead),
			cmocka_unit_test(rows_for_half_the_world_are_seen),
			cmocka_unit_test(name_of_a_pbx_is_seen),
			cmocka_unit_test(proofs_that_cannot_be_given_are_seen),
			cmocka_unit_test(findings_have_names),
			cmocka_unit_test(deepest_nesting_and_many_alike),
	};

	return cmocka_run_group_tests_name("lint", tests, NULL, NULL);
}
