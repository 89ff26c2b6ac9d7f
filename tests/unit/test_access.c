/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * siptrunk_access.c and siptrunk_learned.c: verdicts over the configured list
 * and what was learned, and who is good enough for a 911.
 */
#include "sample.h"
#include "siptrunk_access.h"

#include <string.h>

#define NOW 1000

static siptrunk_config_t *config;
static siptrunk_overlay_t *overlay;
static siptrunk_learned_t items[16];
static size_t item_count;
static siptrunk_builder_t *builder;
static int row_id;

static void add_trunk(const char *name, const char *role)
{
	siptrunk_trunk_row_t row = sample_pbx;

	row.id = ++row_id;
	row.name = siptrunk_text(name);
	row.role = siptrunk_text(role);
	row.ani = T("+13125550199");
	assert_int_equal(siptrunk_builder_add_trunk(builder, &row), SIPTRUNK_OK);
}

static siptrunk_address_row_t address_row(
		const char *trunk, const char *prefix, const char *action)
{
	siptrunk_address_row_t row = sample_address;

	row.id = ++row_id;
	row.trunk = siptrunk_text(trunk);
	row.prefix = siptrunk_text(prefix);
	row.action = siptrunk_text(action);
	return row;
}

static void add(siptrunk_address_row_t row)
{
	assert_int_equal(siptrunk_builder_add_address(builder, &row), SIPTRUNK_OK);
}

static void add_off(const char *trunk, const char *prefix)
{
	siptrunk_address_row_t row = address_row(trunk, prefix, "allow");

	row.state = T("off");
	add(row);
}

static void add_host(
		const char *trunk, const char *host, const char *transports)
{
	siptrunk_address_row_t row = address_row(trunk, "", "allow");

	row.host = siptrunk_text(host);
	row.transports = siptrunk_text(transports);
	add(row);
}

static siptrunk_learned_t learned(siptrunk_origin_t origin, const char *trunk,
		const char *host, const char *prefix)
{
	siptrunk_learned_t item = {.origin = origin,
			.trunk = siptrunk_text(trunk),
			.host = siptrunk_text(host),
			.action = SIPTRUNK_ALLOW};

	assert_true(
			siptrunk_prefix_parse(siptrunk_text(prefix), &item.prefix, NULL));
	return item;
}

static void learn(siptrunk_learned_t item)
{
	items[item_count++] = item;
}

/** Trunks genesys (pbx), other (pbx) and carrier, and no address. */
static int setup(void **state)
{
	(void)state;
	item_count = 0;
	row_id = 100;
	builder = sample_builder();
	assert_int_equal(sample_add(builder, TRUNK), SIPTRUNK_OK);
	add_trunk("genesys", "pbx");
	add_trunk("other", "pbx");
	add_trunk("carrier", "carrier");
	return 0;
}

static siptrunk_overlay_t *new_overlay(void)
{
	return siptrunk_overlay_new(&unit_allocator, &unit_allocator, config,
			items, item_count, NOW);
}

static void finish(void)
{
	assert_int_equal(
			siptrunk_builder_add_number_plan(builder, &sample_plan_911),
			SIPTRUNK_OK);
	assert_int_equal(
			siptrunk_builder_add_number_plan(builder, &sample_plan_933),
			SIPTRUNK_OK);
	siptrunk_builder_finish(builder, &config);
	assert_string_equal(siptrunk_builder_error(builder), "");
	overlay = new_overlay();
	assert_non_null(overlay);
}

static int teardown(void **state)
{
	(void)state;
	siptrunk_overlay_free(overlay);
	overlay = NULL;
	siptrunk_config_free(config);
	config = NULL;
	siptrunk_builder_free(builder);
	return unit_live_blocks == 0 ? 0 : -1;
}

static siptrunk_access_t ask_for(const char *address, const char *only)
{
	const siptrunk_situation_t situation = {
			SIPTRUNK_INBOUND, SIPTRUNK_UDP, 5060, NOW};
	siptrunk_address_t source;
	siptrunk_access_t access;

	assert_true(siptrunk_address_parse(siptrunk_text(address), &source));
	siptrunk_access_check(config, overlay, &source, &situation,
			only != NULL ? siptrunk_config_trunk(config, siptrunk_text(only))
						 : NULL,
			&access);
	return access;
}

static void reason_is(const char *address, const char *only, const char *reason)
{
	siptrunk_access_t access = ask_for(address, only);
	char text[256];

	assert_int_equal(siptrunk_access_reason(
							 config, &access, text, sizeof(text)),
			strlen(reason));
	assert_string_equal(text, reason);
}

static void a_row_that_does_not_apply_is_passed_over(void **state)
{
	(void)state;
	add(address_row("carrier", "10.0.0.0/8", "allow"));
	add_off("genesys", "10.1.0.0/16");
	finish();
	reason_is("10.1.2.3", NULL,
			"listed as 10.0.0.0/8 of trunk carrier; passed over 10.1.0.0/16 of "
			"trunk genesys: switched off");
	reason_is("10.2.0.1", NULL, "listed as 10.0.0.0/8 of trunk carrier");
	reason_is("10.1.2.3", "genesys",
			"address 10.1.2.3 is not on trunk genesys's list; passed over "
			"10.1.0.0/16 of trunk genesys: switched off");
	reason_is("11.0.0.1", NULL, "address 11.0.0.1 is on no trunk's list");
}

static void what_was_learned_and_what_is_configured_are_one_list(void **state)
{
	siptrunk_learned_t denied;

	(void)state;
	add(address_row("carrier", "10.0.0.0/8", "allow"));
	add(address_row("carrier", "10.3.0.1/32", "deny"));
	learn(learned(SIPTRUNK_ORIGIN_TEMPORARY, "genesys", "", "10.1.0.0/16"));
	learn(learned(SIPTRUNK_ORIGIN_TEMPORARY, "genesys", "", "0.0.0.0/0"));
	learn(learned(SIPTRUNK_ORIGIN_TEMPORARY, "genesys", "", "10.3.0.1"));
	denied = learned(SIPTRUNK_ORIGIN_TEMPORARY, "genesys", "", "10.0.0.0/8");
	denied.action = SIPTRUNK_DENY;
	learn(denied);
	finish();
	/* the longest, from either list; a tie is denied, from either list */
	reason_is("10.1.2.3", NULL,
			"listed as 10.1.0.0/16 of trunk genesys (temporary)");
	reason_is("10.2.2.3", NULL,
			"denied by 10.0.0.0/8 of trunk genesys (temporary)");
	reason_is("10.3.0.1", NULL, "denied by 10.3.0.1/32 of trunk carrier");
	reason_is("11.0.0.1", NULL,
			"listed as 0.0.0.0/0 of trunk genesys (temporary)");
}

static void an_expired_entry_is_gone(void **state)
{
	siptrunk_learned_t entry =
			learned(SIPTRUNK_ORIGIN_TEMPORARY, "genesys", "", "10.0.0.0/8");

	(void)state;
	entry.expires = NOW;
	learn(entry);
	entry = learned(SIPTRUNK_ORIGIN_TEMPORARY, "genesys", "", "11.0.0.0/8");
	entry.expires = NOW + 1;
	learn(entry);
	learn(learned(SIPTRUNK_ORIGIN_TEMPORARY, "nobody", "", "12.0.0.0/8"));
	finish();
	assert_int_equal(overlay->count, 2);
	assert_int_equal(overlay->deciding, 1);
	reason_is("10.0.0.1", NULL, "address 10.0.0.1 is on no trunk's list");
	assert_int_equal(ask_for("11.0.0.1", NULL).verdict, SIPTRUNK_VERDICT_ALLOW);
	assert_int_equal(
			ask_for("12.0.0.1", NULL).verdict, SIPTRUNK_VERDICT_UNKNOWN);
}

static void a_hosts_address_takes_the_limits_of_its_row(void **state)
{
	(void)state;
	add_host("carrier", "SIP.example.com", "tls");
	learn(learned(SIPTRUNK_ORIGIN_HOST, "", "sip.example.com", "10.0.0.1"));
	learn(learned(SIPTRUNK_ORIGIN_HOST, "", "gone.example.com", "10.0.0.2"));
	finish();
	reason_is("10.0.0.1", NULL,
			"address 10.0.0.1 is on no trunk's list; passed over 10.0.0.1/32 "
			"of trunk carrier: for another transport");
	reason_is("10.0.0.2", NULL, "address 10.0.0.2 is on no trunk's list");
}

static const char *ever_pbx(const char *address)
{
	siptrunk_access_t access = ask_for(address, NULL);
	const siptrunk_trunk_t *trunk =
			siptrunk_access_ever_pbx(config, overlay, &access);

	return trunk != NULL ? trunk->name.s : "nobody";
}

static void an_outbound_row_that_is_off_limits_nothing(void **state)
{
	siptrunk_address_row_t row = address_row("other", "10.0.0.0/8", "allow");

	(void)state;
	row.direction = T("outbound");
	add(row);
	row = address_row("carrier", "11.0.0.0/8", "allow");
	row.direction = T("outbound");
	row.state = T("off");
	add(row);
	finish();
	assert_true(siptrunk_config_trunk(config, T("other"))->outbound_limited);
	assert_false(
			siptrunk_config_trunk(config, T("carrier"))->outbound_limited);
}

static void a_name_takes_no_address_from_a_pbx(void **state)
{
	(void)state;
	add(address_row("genesys", "10.0.0.0/8", "allow"));
	add_off("other", "11.0.0.0/8");
	add_host("carrier", "sip.example.com", "");
	add_host("genesys", "pbx.example.com", "");
	learn(learned(SIPTRUNK_ORIGIN_HOST, "", "sip.example.com", "10.0.0.1"));
	learn(learned(SIPTRUNK_ORIGIN_HOST, "", "sip.example.com", "11.0.0.1"));
	learn(learned(SIPTRUNK_ORIGIN_HOST, "", "sip.example.com", "12.0.0.1"));
	learn(learned(SIPTRUNK_ORIGIN_HOST, "", "pbx.example.com", "10.0.0.2"));
	finish();
	assert_memory_equal(
			ask_for("10.0.0.1", NULL).trunk->name.s, "genesys", 7);
	assert_int_equal(
			ask_for("11.0.0.1", NULL).verdict, SIPTRUNK_VERDICT_UNKNOWN);
	assert_memory_equal(ever_pbx("11.0.0.1"), "other", 5);
	assert_memory_equal(
			ask_for("12.0.0.1", NULL).trunk->name.s, "carrier", 7);
	assert_int_equal(ask_for("10.0.0.2", NULL).row->prefix.length, 32);
}

static void who_a_pbx_ever_was_is_good_enough_for_a_911(void **state)
{
	siptrunk_access_t access;

	(void)state;
	add_off("other", "10.0.0.0/8");
	add_off("carrier", "11.0.0.0/8");
	add(address_row("carrier", "12.0.0.0/8", "allow"));
	add_off("genesys", "12.0.0.0/16");
	add(address_row("genesys", "13.0.0.0/8", "deny"));
	add(address_row("genesys", "15.0.0.0/8", "allow"));
	add(address_row("genesys", "13.0.0.2/32", "deny"));
	add_off("other", "13.2.0.0/16");
	learn(learned(SIPTRUNK_ORIGIN_LISTED, "genesys", "", "13.0.0.1"));
	learn(learned(SIPTRUNK_ORIGIN_LISTED, "genesys", "", "13.0.0.2"));
	learn(learned(SIPTRUNK_ORIGIN_LISTED, "genesys", "", "13.2.0.1"));
	learn(learned(SIPTRUNK_ORIGIN_LISTED, "genesys", "", "0.0.0.0/5"));
	learn(learned(SIPTRUNK_ORIGIN_LISTED, "other", "", "14.0.0.1"));
	learn(learned(SIPTRUNK_ORIGIN_LISTED, "renamed", "", "14.0.0.2"));
	learn(learned(SIPTRUNK_ORIGIN_LISTED, "carrier", "", "14.0.0.3"));
	finish();
	assert_int_equal(overlay->deciding, 0);
	assert_memory_equal(ever_pbx("10.0.0.1"), "other", 5);
	assert_memory_equal(ever_pbx("11.0.0.1"), "nobody", 6); /* a carrier's */
	assert_memory_equal(ever_pbx("12.0.0.1"), "nobody", 6); /* is one now */
	assert_memory_equal(ever_pbx("13.0.0.3"), "nobody", 6); /* denied */
	assert_memory_equal(ever_pbx("13.0.0.2"), "nobody", 6);
	assert_memory_equal(ever_pbx("13.0.0.1"), "genesys", 7); /* but not it */
	assert_memory_equal(ever_pbx("13.2.0.1"), "genesys", 7);
	assert_memory_equal(ever_pbx("13.2.0.2"), "other", 5);
	assert_memory_equal(ever_pbx("14.0.0.1"), "other", 5);
	assert_memory_equal(ever_pbx("14.0.0.2"), "genesys", 7);
	assert_memory_equal(ever_pbx("14.0.0.3"), "genesys", 7);
	assert_memory_equal(ever_pbx("16.0.0.1"), "nobody", 6);
	assert_memory_equal(ever_pbx("1.0.0.1"), "nobody", 6); /* too broad */
	assert_int_equal(
			ask_for("14.0.0.1", NULL).verdict, SIPTRUNK_VERDICT_UNKNOWN);
	assert_memory_equal(ever_pbx("15.0.0.1"), "nobody", 6); /* is let in */
	/* without its proof */
	access = ask_for("15.0.0.1", NULL);
	access.verdict = SIPTRUNK_VERDICT_UNPROVED;
	assert_ptr_equal(
			siptrunk_access_ever_pbx(config, overlay, &access), access.trunk);
	access = ask_for("12.1.0.1", NULL);
	access.verdict = SIPTRUNK_VERDICT_UNPROVED;
	assert_null(siptrunk_access_ever_pbx(config, overlay, &access));
}

/** It is everybody's. */
static void the_whole_internet_is_no_address_of_a_pbx(void **state)
{
	siptrunk_access_t access;

	(void)state;
	add_off("genesys", "0.0.0.0/0");
	add_off("genesys", "::/0");
	add(address_row("other", "0.0.0.0/0", "allow"));
	finish();
	access = ask_for("10.0.0.1", NULL);
	access.verdict = SIPTRUNK_VERDICT_UNPROVED;
	assert_null(siptrunk_access_ever_pbx(config, overlay, &access));
	assert_memory_equal(ever_pbx("2001:db8::1"), "nobody", 6);
}

static void who_has_shown_who_he_is_is_named(void **state)
{
	siptrunk_access_t access;
	char text[200];

	(void)state;
	add(address_row("other", "10.0.0.0/8", "allow"));
	finish();
	access = ask_for("11.0.0.1", NULL);
	access.trunk = config->trunks;
	access.held = SIPTRUNK_PROOF_DIGEST;
	siptrunk_access_reason(config, &access, text, sizeof(text));
	assert_string_equal(text,
			"address 11.0.0.1 is trunk genesys, as it has shown; held: "
			"digest");
}

static void ban(const char *trunk, const char *prefix)
{
	siptrunk_learned_t item =
			learned(SIPTRUNK_ORIGIN_TEMPORARY, trunk, "", prefix);

	item.action = SIPTRUNK_DENY;
	learn(item);
}

static void a_ban_stops_no_911_of_a_pbx(void **state)
{
	(void)state;
	add(address_row("genesys", "10.0.0.0/8", "allow"));
	add_off("other", "11.0.0.0/8");
	add(address_row("carrier", "12.0.0.0/8", "allow"));
	add_off("genesys", "12.0.0.0/16");
	add(address_row("genesys", "13.0.0.0/8", "allow"));
	add(address_row("genesys", "13.0.0.1/32", "deny"));
	add(address_row("genesys", "14.0.0.0/8", "allow"));
	learn(learned(SIPTRUNK_ORIGIN_LISTED, "genesys", "", "15.0.0.1"));
	ban("genesys", "10.0.0.1");
	ban("carrier", "11.0.0.1");
	ban("genesys", "12.0.0.1");
	ban("genesys", "13.0.0.1");
	ban("genesys", "14.0.0.0/7");
	ban("genesys", "15.0.0.1");
	ban("genesys", "16.0.0.1");
	finish();
	assert_int_equal(ask_for("10.0.0.1", NULL).verdict, SIPTRUNK_VERDICT_DENY);
	reason_is("10.0.0.1", NULL,
			"denied by 10.0.0.1/32 of trunk genesys (temporary)");
	assert_memory_equal(ever_pbx("10.0.0.1"), "genesys", 7);
	assert_memory_equal(ever_pbx("11.0.0.1"), "other", 5);
	assert_memory_equal(ever_pbx("12.0.0.1"), "nobody", 6); /* a carrier's */
	assert_memory_equal(ever_pbx("13.0.0.1"), "nobody", 6); /* denied, too */
	/* a longer row is let in by itself */
	assert_int_equal(ask_for("14.0.0.1", NULL).verdict, SIPTRUNK_VERDICT_ALLOW);
	assert_memory_equal(ever_pbx("15.0.0.1"), "genesys", 7);
	assert_memory_equal(ever_pbx("16.0.0.1"), "nobody", 6); /* nobody's */
}

static void the_reason_names_what_held_and_what_is_missing(void **state)
{
	siptrunk_access_t access;
	char text[256], cut[20];

	(void)state;
	add(address_row("genesys", "10.0.0.0/8", "allow"));
	finish();
	access = ask_for("10.0.0.1", NULL);
	access.verdict = SIPTRUNK_VERDICT_UNPROVED;
	access.held = SIPTRUNK_PROOF_CERTIFICATE;
	access.missing = SIPTRUNK_PROOF_DIGEST | SIPTRUNK_PROOF_CALL_ID;
	access.wrong = T("digest: wrong password");
	siptrunk_access_reason(config, &access, text, sizeof(text));
	assert_string_equal(text,
			"listed as 10.0.0.0/8 of trunk genesys; held: certificate; "
			"missing: digest,call_id (digest: wrong password)");
	assert_int_equal(
			siptrunk_access_reason(config, &access, cut, sizeof(cut)), 19);
	assert_string_equal(cut, "listed as 10.0.0.0/");
}

static siptrunk_status_t make_and_free(void)
{
	siptrunk_overlay_t *made = new_overlay();

	siptrunk_overlay_free(made);
	return made != NULL ? SIPTRUNK_OK : SIPTRUNK_NO_MEMORY;
}

static void an_overlay_survives_every_failed_allocation(void **state)
{
	size_t live;

	(void)state;
	add_host("carrier", "sip.example.com", "tls");
	learn(learned(SIPTRUNK_ORIGIN_HOST, "", "sip.example.com", "10.0.0.1"));
	learn(learned(SIPTRUNK_ORIGIN_LISTED, "genesys", "", "10.0.0.2"));
	finish();
	live = unit_live_blocks;
	unit_fail_each_allocation(make_and_free, 5);
	assert_int_equal(unit_live_blocks, live);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
			TEST(a_row_that_does_not_apply_is_passed_over),
			TEST(what_was_learned_and_what_is_configured_are_one_list),
			TEST(an_expired_entry_is_gone),
			TEST(a_hosts_address_takes_the_limits_of_its_row),
			TEST(an_outbound_row_that_is_off_limits_nothing),
			TEST(the_whole_internet_is_no_address_of_a_pbx),
			TEST(who_has_shown_who_he_is_is_named),
			TEST(a_name_takes_no_address_from_a_pbx),
			TEST(who_a_pbx_ever_was_is_good_enough_for_a_911),
			TEST(a_ban_stops_no_911_of_a_pbx),
			TEST(the_reason_names_what_held_and_what_is_missing),
			TEST(an_overlay_survives_every_failed_allocation),
	};

	return cmocka_run_group_tests_name("access", tests, NULL, NULL);
}
