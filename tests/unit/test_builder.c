/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * siptrunk_builder.c: what becomes of the rows, the checks that need more
 * than one of them, and every allocation failing in turn.
 */
#include "sample.h"

#include <stdio.h>
#include <string.h>

static siptrunk_builder_t *builder;

static void assert_plain(const siptrunk_media_profile_t *profile)
{
	assert_int_equal(profile->media, SIPTRUNK_MEDIA_RTP);
	unit_assert_text(profile->codecs, "");
	unit_assert_text(profile->srtp_suites,
			"AES_CM_128_HMAC_SHA1_80,AES_CM_128_HMAC_SHA1_32,"
			"AES_256_CM_HMAC_SHA1_80,AES_256_CM_HMAC_SHA1_32");
	assert_false(profile->transcode);
	assert_int_equal(profile->ptime, 0);
	assert_int_equal(profile->dtmf, SIPTRUNK_DTMF_RFC4733);
	assert_true(profile->symmetric);
	assert_false(profile->nat);
	assert_false(profile->ice);
	assert_false(profile->rtcp_mux);
	assert_int_equal(profile->silence, 20);
	assert_int_equal(profile->silence_action, SIPTRUNK_SILENCE_REPORT);
}

static void assert_secure(const siptrunk_media_profile_t *profile)
{
	assert_int_equal(profile->media, SIPTRUNK_MEDIA_SRTP);
	unit_assert_text(profile->codecs, "PCMU,PCMA");
	unit_assert_text(profile->srtp_suites,
			"AES_256_CM_HMAC_SHA1_80,AES_CM_128_HMAC_SHA1_80");
	assert_true(profile->transcode);
	assert_int_equal(profile->ptime, 20);
	assert_int_equal(profile->dtmf, SIPTRUNK_DTMF_INFO);
	assert_false(profile->symmetric);
	assert_true(profile->ice);
	assert_true(profile->rtcp_mux);
	assert_int_equal(profile->silence, 0);
}

static void assert_pbx(const siptrunk_config_t *config)
{
	const siptrunk_trunk_t *pbx = &config->trunks[0];

	assert_int_equal(pbx->row, 3);
	unit_assert_text(pbx->name, "genesys");
	assert_int_equal(pbx->role, SIPTRUNK_ROLE_PBX);
	assert_int_equal(pbx->state, SIPTRUNK_IN_SERVICE);
	unit_assert_text(pbx->transport, "udp");
	unit_assert_text(pbx->outside_prefix, "9");
	unit_assert_text(pbx->values[SIPTRUNK_TRUNK_COLUMN(description)],
			"the contact centre");
	assert_ptr_equal(pbx->site, &config->sites[0]);
	unit_assert_text(pbx->site->desk, "2000");
	assert_int_equal(pbx->site->callback, SIPTRUNK_CALLBACK_DESK);
	assert_int_equal(pbx->caller_order.count, 0);
	assert_int_equal(pbx->prefix_count, 1);
	assert_int_equal(pbx->header_count, 0);
	assert_int_equal(pbx->inbound, SIPTRUNK_UDP | SIPTRUNK_TCP | SIPTRUNK_TLS);
	assert_int_equal(pbx->distribution, SIPTRUNK_DISTRIBUTION_SEQUENTIAL);
	assert_int_equal(pbx->bad_certificate, SIPTRUNK_BAD_CERTIFICATE_REFUSE);
	assert_int_equal(pbx->psap_callback, SIPTRUNK_PSAP_CALLBACK_IGNORED);
	unit_assert_text(pbx->authority, SAMPLE_DIGEST);
	assert_int_equal(pbx->identity, SIPTRUNK_IDENTITY_PASS);
	assert_plain(&pbx->profile);
	assert_int_equal(pbx->header_limit, 20);
	assert_int_equal(pbx->header_size, 1024);
	assert_int_equal(pbx->header_rules.count, 1);
	assert_int_equal(pbx->refer, SIPTRUNK_REFER_RELAY);
	assert_int_equal(pbx->transfer_caller, SIPTRUNK_TRANSFER_CALLER_OWN);
	assert_int_equal(pbx->topology, SIPTRUNK_TOPOLOGY_SHOW);
	assert_int_equal(pbx->credential_count, 1);
	unit_assert_text(pbx->credentials[0].username, "alice");
	unit_assert_text(
			pbx->credentials[0].ha1, "0123456789abcdef0123456789abcdef");
}

static void assert_emergency(const siptrunk_trunk_t *emergency)
{
	assert_int_equal(emergency->role, SIPTRUNK_ROLE_EMERGENCY);
	assert_int_equal(emergency->gateways, 3);
	assert_int_equal(emergency->call_limit, 20);
	assert_secure(&emergency->profile);
	unit_assert_text(emergency->values[SIPTRUNK_TRUNK_COLUMN(caller_order)],
			"did_first");
	assert_int_equal(emergency->caller_order.count, 5);
	unit_assert_text(emergency->ani, "+13125550199");
	assert_null(emergency->site);
	assert_int_equal(emergency->header_count, 1);
	unit_assert_text(emergency->headers[0].name, "E911-Organization-ID");
	assert_int_equal(emergency->inbound, SIPTRUNK_TCP | SIPTRUNK_TLS);
	assert_int_equal(emergency->strangers, SIPTRUNK_STRANGERS_REJECT);
	assert_int_equal(
			emergency->distribution, SIPTRUNK_DISTRIBUTION_RANDOM);
	assert_int_equal(
			emergency->bad_certificate, SIPTRUNK_BAD_CERTIFICATE_ALLOW);
	assert_int_equal(
			emergency->psap_callback, SIPTRUNK_PSAP_CALLBACK_TRUSTED);
	assert_int_equal(emergency->header_rules.count, 0);
	assert_int_equal(emergency->credential_count, 0);
}

static void sample_becomes_a_configuration(void **state)
{
	siptrunk_config_t *config;

	(void)state;
	builder = sample_begin(TABLES);
	config = sample_finish(builder);
	assert_int_equal(sample_warnings, 0);
	assert_int_equal(config->trunk_count, 3);
	assert_int_equal(config->site_count, 1);
	assert_int_equal(config->caller_count, 1);
	assert_int_equal(config->prefix_count, 1);
	assert_int_equal(config->header_count, 1);
	assert_int_equal(config->owned_count, 1);
	assert_int_equal(config->plan.count, 3);
	assert_int_equal(config->notification_count, 1);
	assert_int_equal(config->transfer_count, 2);
	assert_int_equal(config->route_count, 1);
	assert_int_equal(config->premium.count, 1);
	assert_int_equal(config->response_count, 1);
	assert_int_equal(config->termination_count, 1);
	assert_int_equal(config->registration_count, 1);
	assert_pbx(config);
	assert_emergency(&config->trunks[1]);
	assert_ptr_equal(config->callers[0].site, &config->sites[0]);
	assert_int_equal(config->callers[0].row, 7);
	sample_end(config);
}

static void a_rows_columns_become_its_detail(void **state)
{
	const siptrunk_detail_t *detail;
	siptrunk_config_t *config;

	(void)state;
	builder = sample_begin(TABLES);
	config = sample_finish(builder);
	assert_int_equal(config->host_count, 1);
	assert_int_equal(config->hosts[0].row, 12);
	assert_int_equal(config->hosts[0].trunk, 1);
	unit_assert_text(config->hosts[0].name, "sip1.redsky.lab");
	detail = &config->details[config->hosts[0].detail];
	assert_false(detail->off);
	assert_int_equal(detail->directions, SIPTRUNK_INBOUND);
	assert_int_equal(detail->transports, SIPTRUNK_TCP | SIPTRUNK_TLS);
	assert_int_equal(detail->port_first, 5060);
	assert_int_equal(detail->port_last, 5061);
	assert_int_equal(detail->from, 1795219200); /* 2026-11-21 */
	assert_int_equal(detail->until, 1796083200); /* the end of 2026-11-30 */
	unit_assert_text(detail->source, "RedSky's worksheet");
	unit_assert_text(detail->dated, "2026-11");
	sample_end(config);
}

/** The caller of a stranger's 911 when the order names other sources only. */
static void emergency_order_ends_with_the_trunk(void **state)
{
	siptrunk_caller_input_t stranger = {.trunk_ani = sample_emergency.ani};
	siptrunk_trunk_row_t row = sample_emergency;
	siptrunk_caller_choice_t choice;
	siptrunk_config_t *config;

	(void)state;
	row.caller_order = T("user_extension,site");
	builder = sample_begin(TRUNK);
	siptrunk_builder_add_trunk(builder, &row);
	sample_add_table(builder, NUMBER_PLAN);
	config = sample_finish(builder);
	assert_int_equal(config->trunks[0].caller_order.count, 4);
	siptrunk_caller_select(
			&config->trunks[0].caller_order, &stranger, &choice);
	unit_assert_text(choice.value, "+13125550199");
	assert_int_equal(choice.candidates[2].source, SIPTRUNK_SOURCE_EMAIL);
	assert_int_equal(choice.candidates[3].source, SIPTRUNK_SOURCE_TRUNK);
	sample_end(config);
}

static void texts_are_copied(void **state)
{
	siptrunk_site_row_t row = sample_site;
	char name[] = "boston";
	siptrunk_config_t *config;

	(void)state;
	row.name = siptrunk_text(name);
	builder = sample_begin(SITE);
	assert_int_equal(siptrunk_builder_add_site(builder, &row), SIPTRUNK_OK);
	name[0] = 'x';
	sample_add_table(builder, NUMBER_PLAN);
	config = sample_finish(builder);
	unit_assert_text(config->sites[0].name, "boston");
	sample_end(config);
}

static void trunks_are_in_the_order_of_their_ids(void **state)
{
	siptrunk_trunk_row_t row = sample_pbx;
	siptrunk_config_t *config;

	(void)state;
	builder = sample_begin(TRUNK);
	row.id = 30;
	row.name = T("third");
	siptrunk_builder_add_trunk(builder, &row);
	siptrunk_builder_add_trunk(builder, &sample_emergency);
	siptrunk_builder_add_trunk(builder, &sample_pbx);
	siptrunk_builder_add_header(builder, &sample_header);
	siptrunk_builder_add_address(builder, &sample_address);
	sample_add_table(builder, NUMBER_PLAN);
	config = sample_finish(builder);
	unit_assert_text(config->trunks[0].name, "genesys");
	unit_assert_text(config->trunks[1].name, "redsky");
	unit_assert_text(config->trunks[2].name, "third");
	assert_int_equal(config->trunks[1].header_count, 1);
	assert_int_equal(config->trunks[0].prefix_count, 1);
	assert_int_equal(siptrunk_prefix_table_row(config->prefixes, 0)->trunk, 0);
	sample_end(config);
}

static void add_header(const char *trunk, const char *name)
{
	const siptrunk_header_row_t row = {
			1, siptrunk_text(trunk), siptrunk_text(name), T("x")};

	assert_int_equal(siptrunk_builder_add_header(builder, &row), SIPTRUNK_OK);
}

static void headers_are_grouped_by_trunk(void **state)
{
	siptrunk_config_t *config;

	(void)state;
	builder = sample_begin(HEADER);
	add_header("redsky", "X-A");
	add_header("genesys", "x-a");
	add_header("redsky", "X-B");
	add_header("genesys", "X-C");
	sample_add_table(builder, NUMBER_PLAN);
	config = sample_finish(builder);
	assert_int_equal(config->header_count, 4);
	assert_int_equal(config->trunks[0].header_count, 2);
	unit_assert_text(config->trunks[0].headers[0].name, "x-a");
	unit_assert_text(config->trunks[0].headers[1].name, "X-C");
	assert_int_equal(config->trunks[1].header_count, 2);
	unit_assert_text(config->trunks[1].headers[0].name, "X-A");
	unit_assert_text(config->trunks[1].headers[1].name, "X-B");
	/* the union, without regard to case */
	assert_int_equal(config->header_name_count, 3);
	unit_assert_text(config->header_names[0], "x-a");
	sample_end(config);
}

static void add_gateway(int id, const char *set, const char *priority)
{
	siptrunk_gateway_row_t row = sample_gateway;

	row.id = id;
	row.set = siptrunk_text(set);
	row.priority = siptrunk_text(priority);
	assert_int_equal(siptrunk_builder_add_gateway(builder, &row), SIPTRUNK_OK);
}

static void the_gateway_of_highest_priority_comes_first(void **state)
{
	static const int expected[] = {15, 16, 14, 17};
	const siptrunk_trunk_t *trunk;
	siptrunk_config_t *config;
	size_t i;

	(void)state;
	builder = sample_begin(GATEWAY);
	add_gateway(17, "3", "-5");
	add_gateway(14, "3", "0");
	add_gateway(16, "3", "20");
	add_gateway(15, "3", "20");
	add_gateway(18, "1", "7");
	config = sample_finish(builder);
	trunk = siptrunk_config_trunk(config, T("redsky"));
	assert_int_equal(trunk->gateway_count, COUNT(expected));
	for(i = 0; i < COUNT(expected); i++)
		assert_int_equal(trunk->gateway_list[i].row, expected[i]);
	trunk = siptrunk_config_trunk(config, T("genesys"));
	assert_int_equal(trunk->gateway_count, 1);
	assert_int_equal(trunk->gateway_list[0].row, 18);
	sample_end(config);
}

static void tables_come_in_their_order(void **state)
{
	(void)state;
	builder = sample_begin(ADDRESS);
	assert_int_equal(
			siptrunk_builder_add_site(builder, &sample_site), SIPTRUNK_INVALID);
	assert_string_equal(siptrunk_builder_error(builder),
			"rows of table siptrunk_site after those of a later table");
	siptrunk_builder_free(builder);
	assert_int_equal(unit_live_blocks, 0);
}

static void failure_lasts(void **state)
{
	siptrunk_trunk_row_t row = sample_pbx;
	siptrunk_config_t *config = NULL;

	(void)state;
	builder = sample_begin(TRUNK);
	row.role = T("bogus");
	assert_int_equal(
			siptrunk_builder_add_trunk(builder, &row), SIPTRUNK_INVALID);
	assert_int_equal(
			siptrunk_builder_add_trunk(builder, &sample_pbx), SIPTRUNK_INVALID);
	assert_int_equal(siptrunk_builder_add_header(builder, &sample_header),
			SIPTRUNK_INVALID);
	assert_int_equal(
			siptrunk_builder_finish(builder, &config), SIPTRUNK_INVALID);
	assert_null(config);
	assert_non_null(strstr(siptrunk_builder_error(builder), "found 'bogus'"));
	siptrunk_builder_free(builder);
}

static void builder_can_be_dropped_at_any_time(void **state)
{
	int before;

	(void)state;
	for(before = 0; before <= TABLES; before++) {
		builder = sample_begin(before);
		siptrunk_builder_free(builder);
		assert_int_equal(unit_live_blocks, 0);
	}
	siptrunk_builder_free(NULL);
	siptrunk_config_free(NULL);
}

static void fingerprints_are_kept_by_table(void **state)
{
	const siptrunk_fingerprints_t *rows;
	const siptrunk_text_t text = T("anything");
	siptrunk_config_t *config;
	int table;

	(void)state;
	builder = sample_begin(0);
	for(table = 0; table < TABLES; table++) {
		assert_int_equal(sample_add_table(builder, table), SIPTRUNK_OK);
		assert_int_equal(siptrunk_builder_add_fingerprint(
								 builder, 10 + table, &text, 1),
				SIPTRUNK_OK);
	}
	config = sample_finish(builder);
	rows = config->rows;
	assert_int_equal(rows[SIPTRUNK_STAGE_SITE].count, 1);
	assert_int_equal(rows[SIPTRUNK_STAGE_SITE].items[0].row, 10 + SITE);
	assert_int_equal(rows[SIPTRUNK_STAGE_SITE].items[0].hash,
			siptrunk_fingerprint(&text, 1));
	assert_int_equal(rows[SIPTRUNK_STAGE_CREDENTIAL].count, 1);
	assert_int_equal(rows[SIPTRUNK_STAGE_ADDRESS].count, 2);
	assert_int_equal(rows[SIPTRUNK_STAGE_NUMBER].items[0].row, 10 + NUMBER);
	sample_end(config);
}

static void duplicate_callers_are_refused(void **state)
{
	siptrunk_caller_row_t row = sample_caller;

	(void)state;
	builder = sample_begin(NUMBER_PLAN);
	row.id = 70;
	row.aor = T("mallory@example.com");
	row.did = row.email = T("");
	siptrunk_builder_add_caller(builder, &row);
	sample_finish_refused(builder,
			"table siptrunk_caller, row 70, column extension: expected a "
			"value of one caller, found '2001' of 'mallory@example.com' and, "
			"in row 7, of 'alice@example.com'");
}

static void no_rows_at_all_have_no_911(void **state)
{
	(void)state;
	builder = sample_begin(SITE);
	sample_finish_refused(builder,
			"table siptrunk_number_plan: expected number 911 with "
				   "classification e911, found 'none'");
}

static void a_plan_knows_whether_sites_differ(void **state)
{
	const siptrunk_number_plan_row_t of_site = {80, T("number_list"), T("999"),
			T("e911"), T("chicago"), T("0")};
	siptrunk_config_t *config;

	(void)state;
	builder = sample_begin(TABLES);
	config = sample_finish(builder);
	assert_false(config->plan.has_sites);
	sample_end(config);
	builder = sample_begin(NUMBER);
	siptrunk_builder_add_number_plan(builder, &of_site);
	config = sample_finish(builder);
	assert_true(config->plan.has_sites);
	assert_ptr_equal(config->plan.rules[3].site, config->sites);
	sample_end(config);
}

static void shared_owned_number_is_refused(void **state)
{
	siptrunk_number_row_t row = sample_number;

	(void)state;
	builder = sample_begin(NUMBER);
	siptrunk_builder_add_number(builder, &sample_number);
	row.id = 100;
	row.number = T("+1312555015");
	siptrunk_builder_add_number(builder, &row);
	row.id = 101;
	row.number = sample_number.number;
	row.trunk = T("redsky");
	siptrunk_builder_add_number(builder, &row);
	sample_finish_refused(builder,
			"table siptrunk_number, row 101, column number: expected a "
				   "number in one row, found '+13125550150' also in row 10");
}

/** More rows of a table, so that its list grows and its arrays are long. */
#define CROWD 40

#define CROWD_ROW(name, ...)           \
	siptrunk_builder_add_##name(builder, \
			&(siptrunk_##name##_row_t){.id = i, __VA_ARGS__})

static siptrunk_status_t crowd_row(int table, int i, siptrunk_text_t value)
{
	const siptrunk_text_t pbx = T("genesys"), on = T("on");

	switch(table) {
		case SITE:
			return CROWD_ROW(site, .name = value, .callback = T("desk"));
		case CREDENTIAL:
			return CROWD_ROW(credential, .trunk = pbx,
					.direction = T("inbound"), .username = value,
					.ha1 = sample_credential.ha1);
		case HEADER:
			return CROWD_ROW(
					header, .trunk = pbx, .name = value, .value = T("x"));
		case ADDRESS:
			return CROWD_ROW(address, .trunk = pbx, .prefix = value,
					.action = T("deny"), .state = on);
		case HOST:
			return CROWD_ROW(address, .trunk = pbx, .host = value,
					.action = T("allow"), .state = on, .source = value);
		case CALLER:
			return CROWD_ROW(caller, .aor = value);
		case NUMBER:
			return CROWD_ROW(number, .number = value, .trunk = T("redsky"));
		case VERIFIED_CALLER:
			return CROWD_ROW(verified_caller, .trunk = pbx, .number = value);
		case TRANSFER:
			return CROWD_ROW(transfer, .trunk = T("redsky"),
					.match_type = T("number_list"), .numbers = value);
		case OUTBOUND_ROUTE:
			return CROWD_ROW(outbound_route, .name = value,
					.classifications = T("sales"), .trunks = T("agents"),
					.distribution = T("random"), .state = T("off"));
		case PREMIUM_RANGE:
			return CROWD_ROW(premium_range, .prefix = value);
		case TERMINATION:
			return CROWD_ROW(termination, .trunk = pbx, .kind = T("tgrp"),
					.identifier = value);
		case NOTIFICATION:
			return CROWD_ROW(
					notification, .target = value, .key_file = T("/key"));
		case DIAL_RULE:
			return CROWD_ROW(dial_rule, .trunk = pbx, .direction = T("to"),
					.position = value, .pattern = value);
		default:
			return CROWD_ROW(header_rule, .trunk = pbx, .direction = T("from"),
					.header = value, .action = T("drop"));
	}
}

static siptrunk_status_t crowd_add(int table)
{
	static const char *const values[TABLES] = {[SITE] = "site%d",
			[CREDENTIAL] = "user%d",
			[HEADER] = "X-%d",
			[ADDRESS] = "2001:db8:%d::/48",
			[HOST] = "host%d.example.com",
			[CALLER] = "user%d@example.com",
			[NUMBER] = "+4989%d",
			[NOTIFICATION] = "https://example.com/%d",
			[HEADER_RULE] = "X-Rule-%d",
			[TRANSFER] = "+4930%d",
			[VERIFIED_CALLER] = "+4931%d",
			[OUTBOUND_ROUTE] = "route%d",
			[PREMIUM_RANGE] = "+8810%d",
			[TERMINATION] = "group%d",
			[DIAL_RULE] = "%d"};
	siptrunk_status_t status = SIPTRUNK_OK;
	char value[32];
	int i;

	for(i = 100; i < 100 + CROWD && values[table] != NULL; i++) {
		snprintf(value, sizeof(value), values[table], i);
		const siptrunk_text_t text = siptrunk_text(value);

		status = crowd_row(table, i, text);
		if(status == SIPTRUNK_OK)
			status = siptrunk_builder_add_fingerprint(builder, i, &text, 1);
		if(status != SIPTRUNK_OK)
			break;
	}
	return status;
}

static siptrunk_status_t build_and_free(void)
{
	siptrunk_config_t *config = NULL;
	siptrunk_status_t status = SIPTRUNK_OK;
	int table;

	builder = sample_builder();
	if(builder == NULL)
		return SIPTRUNK_NO_MEMORY;
	for(table = 0; table < TABLES && status == SIPTRUNK_OK; table++) {
		status = sample_add_table(builder, table);
		if(status == SIPTRUNK_OK)
			status = crowd_add(table);
	}
	if(status == SIPTRUNK_OK)
		status = siptrunk_builder_finish(builder, &config);
	if(status == SIPTRUNK_NO_MEMORY)
		assert_string_equal(siptrunk_builder_error(builder), "no memory left");
	assert_int_equal(config != NULL, status == SIPTRUNK_OK);
	siptrunk_builder_free(builder);
	siptrunk_config_free(config);
	return status;
}

static void build_survives_every_failed_allocation(void **state)
{
	(void)state;
	unit_fail_each_allocation(build_and_free, 85);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(sample_becomes_a_configuration),
			cmocka_unit_test(a_rows_columns_become_its_detail),
			cmocka_unit_test(emergency_order_ends_with_the_trunk),
			cmocka_unit_test(texts_are_copied),
			cmocka_unit_test(trunks_are_in_the_order_of_their_ids),
			cmocka_unit_test(headers_are_grouped_by_trunk),
			cmocka_unit_test(the_gateway_of_highest_priority_comes_first),
			cmocka_unit_test(tables_come_in_their_order),
			cmocka_unit_test(failure_lasts),
			cmocka_unit_test(builder_can_be_dropped_at_any_time),
			cmocka_unit_test(fingerprints_are_kept_by_table),
			cmocka_unit_test(duplicate_callers_are_refused),
			cmocka_unit_test(no_rows_at_all_have_no_911),
			cmocka_unit_test(a_plan_knows_whether_sites_differ),
			cmocka_unit_test(shared_owned_number_is_refused),
			cmocka_unit_test(build_survives_every_failed_allocation),
	};

	return cmocka_run_group_tests_name("builder", tests, NULL, NULL);
}
