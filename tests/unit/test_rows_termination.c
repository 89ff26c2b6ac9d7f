/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_rows_termination.c: one bad column at a time, and what is kept. */
#include "sample.h"

#include <string.h>

#define IN_ROW "table siptrunk_termination, row 23, column "

/** A pbx like genesys. */
static const siptrunk_trunk_row_t shared = {.id = 16,
		.name = SIPTRUNK_TEXT("shared"),
		.role = SIPTRUNK_TEXT("pbx"),
		.state = SIPTRUNK_TEXT("in_service"),
		.gateways = SIPTRUNK_TEXT("1"),
		.authority = SIPTRUNK_TEXT(SAMPLE_DIGEST)};

/** Its row, behind the addresses of genesys. */
static const siptrunk_termination_row_t behind_genesys = {23,
		SIPTRUNK_TEXT("shared"), SIPTRUNK_TEXT("fqdn"), SIPTRUNK_TEXT("Boston"),
		SIPTRUNK_TEXT("Edge.example.com"), SIPTRUNK_TEXT("genesys")};

/** The sample with one more trunk, up to here. */
static siptrunk_builder_t *begin_with(const siptrunk_trunk_row_t *trunk)
{
	siptrunk_builder_t *builder = sample_begin(TRUNK);
	int table;

	assert_int_equal(siptrunk_builder_add_trunk(builder, trunk), SIPTRUNK_OK);
	for(table = TRUNK; table < TERMINATION; table++)
		assert_int_equal(sample_add_table(builder, table), SIPTRUNK_OK);
	return builder;
}

/** expected NULL: it is accepted. */
static void check(siptrunk_termination_row_t row, const char *expected)
{
	siptrunk_builder_t *builder = begin_with(&shared);
	siptrunk_status_t status = siptrunk_builder_add_termination(builder, &row);

	if(expected == NULL)
		sample_accepted(builder, status);
	else
		sample_refused(builder, status, expected);
}

#define WITH(member, value, expected)                        \
	do {                                                     \
		siptrunk_termination_row_t row_ = behind_genesys;    \
		row_.member = siptrunk_text(value);                  \
		check(row_, expected);                               \
	} while(0)
#define BAD(member, value, expected) WITH(member, value, IN_ROW expected)

static void trunks(void **state)
{
	(void)state;
	BAD(trunk, "mars",
			"trunk: expected a name in siptrunk_trunk, found 'mars'");
	BAD(trunk, "redsky",
			"trunk: expected no trunk of role emergency, which is known by its "
			"addresses, found 'redsky'");
	BAD(kind, "host", "kind: expected fqdn, tgrp or dnis, found 'host'");
	BAD(behind, "mars",
			"behind: expected a name in siptrunk_trunk, or nothing, found "
			"'mars'");
	BAD(behind, "agents",
			"behind: expected another trunk of the same role, found 'agents'");
	BAD(behind, "shared",
			"behind: expected another trunk of the same role, found 'shared'");
	WITH(behind, "", NULL);
	WITH(behind, "genesys", NULL);
}

/** One that demands other proof than genesys. */
static void proves_otherwise(
		const char *proof, const char *certificate, const char *realm)
{
	siptrunk_trunk_row_t trunk = shared;
	siptrunk_builder_t *builder;

	trunk.proof = siptrunk_text(proof);
	trunk.certificate = siptrunk_text(certificate);
	trunk.realm = siptrunk_text(realm);
	builder = begin_with(&trunk);
	sample_refused(builder,
			siptrunk_builder_add_termination(builder, &behind_genesys),
			IN_ROW "behind: expected a trunk with the same proof, certificate, "
				   "authority and realm: what it shows must do for both, found "
				   "'genesys'");
}

static void what_one_has_proved_must_do_for_both(void **state)
{
	(void)state;
	proves_otherwise("call_id", "", "");
	proves_otherwise("digest", "", "example.com");
	proves_otherwise("", "peer.example.com", "");
	proves_otherwise("", "", "example.com");
}

#define HOST_EXPECTED                                                      \
	"identifier: expected a host name, or what stands before the dot and " \
	"the context, found "

static void hosts(void **state)
{
	siptrunk_termination_row_t row = behind_genesys;
	char text[256];

	(void)state;
	BAD(identifier, "", HOST_EXPECTED "''");
	BAD(identifier, "a b", HOST_EXPECTED "'a b'");
	BAD(context, "edge/example", HOST_EXPECTED "'Boston'");
	row.identifier = T("203.0.113.10");
	row.context = T("");
	check(row, IN_ROW HOST_EXPECTED "'203.0.113.10'");
	memset(text, 'a', sizeof(text));
	row.identifier = (siptrunk_text_t){text, 253};
	check(row, NULL);
	row.identifier = T("b");
	row.context = (siptrunk_text_t){text, 252};
	check(row, IN_ROW HOST_EXPECTED "'b'");
}

static void of_kind(const char *kind, const char *identifier,
		const char *context, const char *expected)
{
	siptrunk_termination_row_t row = behind_genesys;

	row.kind = siptrunk_text(kind);
	row.identifier = siptrunk_text(identifier);
	row.context = siptrunk_text(context);
	check(row, expected);
}

static void trunk_groups(void **state)
{
	(void)state;
	of_kind("tgrp", "boston-1", "", NULL);
	of_kind("tgrp", "boston-1", "+1617", NULL);
	of_kind("tgrp", "", "",
			IN_ROW "identifier: expected a trunk group's label of 1 to 64 "
				   "letters, digits, '-', '.' and '_', found ''");
	of_kind("tgrp", "a;b", "",
			IN_ROW "identifier: expected a trunk group's label of 1 to 64 "
				   "letters, digits, '-', '.' and '_', found 'a;b'");
	of_kind("tgrp", "boston", "a b",
			IN_ROW "context: expected a trunk-context: a domain or a number's "
				   "beginning, or nothing, found 'a b'");
}

static void numbers(void **state)
{
	(void)state;
	of_kind("dnis", "+13125550150", "", NULL);
	of_kind("dnis", "boston", "",
			IN_ROW "identifier: expected a number of 1 to 15 digits, '+' "
				   "before it or not, found 'boston'");
	of_kind("dnis", "+1911", "",
			IN_ROW "identifier: expected no emergency number, found '+1911'");
	of_kind("dnis", "2001", "example.com",
			IN_ROW "context: expected nothing, because kind is dnis, found "
				   "'example.com'");
}

/** A second row, of another id. */
static void second(const char *trunk, const char *identifier,
		const char *context, const char *behind, const char *expected)
{
	const siptrunk_termination_row_t row = {24, siptrunk_text(trunk), T("fqdn"),
			siptrunk_text(identifier), siptrunk_text(context),
			siptrunk_text(behind)};
	siptrunk_builder_t *builder = begin_with(&shared);
	siptrunk_status_t status;

	siptrunk_builder_add_termination(builder, &behind_genesys);
	status = siptrunk_builder_add_termination(builder, &row);
	if(expected == NULL)
		sample_accepted(builder, status);
	else
		sample_refused(builder, status, expected);
}

static void one_identifier_is_one_trunk(void **state)
{
	static const char *const error =
			"table siptrunk_termination, row 24, column identifier: expected "
			"an identifier that no other row has, found "
			"'boston.EDGE.example.com'";

	(void)state;
	second("genesys", "boston.EDGE.example.com", "", "", error);
	second("shared", "boston.EDGE.example.com", "", "genesys", error);
	second("shared", "boston.EDGE.example.com", "", "", NULL);
	second("genesys", "boston", "example.com", "", NULL);
}

static void what_is_kept(void **state)
{
	siptrunk_builder_t *builder = begin_with(&shared);
	const siptrunk_termination_t *item;
	siptrunk_config_t *config;

	(void)state;
	siptrunk_builder_add_termination(builder, &behind_genesys);
	config = sample_finish(builder);
	item = config->terminations;
	assert_int_equal(config->termination_count, 1);
	assert_int_equal(item->row, 23);
	assert_int_equal(item->kind, SIPTRUNK_TERMINATION_FQDN);
	unit_assert_text(item->identifier, "boston");
	unit_assert_text(item->context, "edge.example.com");
	unit_assert_text(item->host, "boston.edge.example.com");
	assert_ptr_equal(item->trunk, siptrunk_config_trunk(config, T("shared")));
	assert_ptr_equal(item->behind, siptrunk_config_trunk(config, T("genesys")));
	sample_end(config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(trunks),
			cmocka_unit_test(what_one_has_proved_must_do_for_both),
			cmocka_unit_test(hosts),
			cmocka_unit_test(trunk_groups),
			cmocka_unit_test(numbers),
			cmocka_unit_test(one_identifier_is_one_trunk),
			cmocka_unit_test(what_is_kept),
	};

	return cmocka_run_group_tests_name("rows_termination", tests, NULL, NULL);
}
