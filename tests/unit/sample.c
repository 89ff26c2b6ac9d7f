/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
#include "sample.h"

#include <stdio.h>

const siptrunk_site_row_t sample_site = {
		1, SIPTRUNK_TEXT("chicago"), SIPTRUNK_TEXT("+13125550100"),
		SIPTRUNK_TEXT("2000"), SIPTRUNK_TEXT("desk")};

const siptrunk_caller_order_row_t sample_order = {2, SIPTRUNK_TEXT("did_first"),
		SIPTRUNK_TEXT("call_source,user_extension,site,trunk")};

const siptrunk_trunk_row_t sample_pbx = {.id = 3,
		.name = SIPTRUNK_TEXT("genesys"),
		.role = SIPTRUNK_TEXT("pbx"),
		.state = SIPTRUNK_TEXT("in_service"),
		.transport = SIPTRUNK_TEXT("udp"),
		.gateways = SIPTRUNK_TEXT("1"),
		.outside_prefix = SIPTRUNK_TEXT("9"),
		.site = SIPTRUNK_TEXT("chicago"),
		.authority = SIPTRUNK_TEXT(SAMPLE_DIGEST),
		.description = SIPTRUNK_TEXT("the contact centre")};

const siptrunk_trunk_row_t sample_emergency = {.id = 4,
		.name = SIPTRUNK_TEXT("redsky"),
		.role = SIPTRUNK_TEXT("emergency"),
		.state = SIPTRUNK_TEXT("in_service"),
		.transport = SIPTRUNK_TEXT("tls"),
		.gateways = SIPTRUNK_TEXT("3"),
		.media = SIPTRUNK_TEXT("srtp"),
		.codecs = SIPTRUNK_TEXT("pcmu, PCMA"),
		.srtp_suites = SIPTRUNK_TEXT(
				"AES_CM_256_HMAC_SHA1_80,AES_CM_128_HMAC_SHA1_80"),
		.transcode = SIPTRUNK_TEXT("yes"),
		.ptime = SIPTRUNK_TEXT("20"),
		.dtmf = SIPTRUNK_TEXT("info"),
		.symmetric = SIPTRUNK_TEXT("no"),
		.nat = SIPTRUNK_TEXT("no"),
		.ice = SIPTRUNK_TEXT("yes"),
		.rtcp_mux = SIPTRUNK_TEXT("yes"),
		.silence = SIPTRUNK_TEXT("0"),
		.caller_order = SIPTRUNK_TEXT("did_first"),
		.ani = SIPTRUNK_TEXT("+13125550199"),
		.call_limit = SIPTRUNK_TEXT("20"),
		.distribution = SIPTRUNK_TEXT("random"),
		.bad_certificate = SIPTRUNK_TEXT("allow_and_alarm"),
		.psap_callback = SIPTRUNK_TEXT("trusted"),
		.header_limit = SIPTRUNK_TEXT("0"),
		.header_size = SIPTRUNK_TEXT("0")};

const siptrunk_trunk_row_t sample_agent_trunk = {.id = 15,
		.name = SIPTRUNK_TEXT("agents"),
		.role = SIPTRUNK_TEXT("agent"),
		.state = SIPTRUNK_TEXT("in_service"),
		.transport = SIPTRUNK_TEXT("tcp"),
		.gateways = SIPTRUNK_TEXT("2")};

const siptrunk_credential_row_t sample_credential = {11,
		SIPTRUNK_TEXT("genesys"), SIPTRUNK_TEXT("inbound"), SIPTRUNK_TEXT(""),
		SIPTRUNK_TEXT("alice"),
		SIPTRUNK_TEXT("0123456789abcdef0123456789ABCDEF"), SIPTRUNK_TEXT("")};

const siptrunk_header_row_t sample_header = {5, SIPTRUNK_TEXT("redsky"),
		SIPTRUNK_TEXT("E911-Organization-ID"),
		SIPTRUNK_TEXT("64040628-0000-4000-8000-000000000001")};

const siptrunk_address_row_t sample_address = {.id = 6,
		.trunk = SIPTRUNK_TEXT("genesys"),
		.prefix = SIPTRUNK_TEXT("192.0.2.0/24"),
		.action = SIPTRUNK_TEXT("allow"),
		.state = SIPTRUNK_TEXT("on")};

const siptrunk_address_row_t sample_host = {.id = 12,
		.trunk = SIPTRUNK_TEXT("redsky"),
		.host = SIPTRUNK_TEXT("sip1.redsky.lab"),
		.action = SIPTRUNK_TEXT("allow"),
		.state = SIPTRUNK_TEXT("on"),
		.direction = SIPTRUNK_TEXT("inbound"),
		.transports = SIPTRUNK_TEXT("tcp,tls"),
		.ports = SIPTRUNK_TEXT("5060-5061"),
		.valid_from = SIPTRUNK_TEXT("2026-11-21"),
		.valid_until = SIPTRUNK_TEXT("2026-11-30"),
		.source = SIPTRUNK_TEXT("RedSky's worksheet"),
		.dated = SIPTRUNK_TEXT("2026-11")};

const siptrunk_caller_row_t sample_caller = {7,
		SIPTRUNK_TEXT("alice@example.com"), SIPTRUNK_TEXT("alice@example.com"),
		SIPTRUNK_TEXT("2001"), SIPTRUNK_TEXT("+13125550101"),
		SIPTRUNK_TEXT("chicago")};

const siptrunk_number_plan_row_t sample_plan_911 = {8,
		SIPTRUNK_TEXT("number_list"), SIPTRUNK_TEXT("911"),
		SIPTRUNK_TEXT("e911"), SIPTRUNK_TEXT(""), SIPTRUNK_TEXT("100")};

const siptrunk_number_plan_row_t sample_plan_933 = {9,
		SIPTRUNK_TEXT("number_list"), SIPTRUNK_TEXT("933"),
		SIPTRUNK_TEXT("e911_test"), SIPTRUNK_TEXT(""), SIPTRUNK_TEXT("100")};

const siptrunk_number_row_t sample_number = {
		10, SIPTRUNK_TEXT("+13125550150"), SIPTRUNK_TEXT("genesys")};

const siptrunk_gateway_row_t sample_gateway = {13, SIPTRUNK_TEXT("3"),
		SIPTRUNK_TEXT("sip:198.51.100.11:5061;transport=tls"),
		SIPTRUNK_TEXT("0"), SIPTRUNK_TEXT("20"),
		SIPTRUNK_TEXT("weight=50;name=sip1.redsky.lab")};

const siptrunk_gateway_row_t sample_agent_gateway = {26, SIPTRUNK_TEXT("2"),
		SIPTRUNK_TEXT("sip:198.51.100.20:5060;transport=tcp"),
		SIPTRUNK_TEXT("0"), SIPTRUNK_TEXT("0"), SIPTRUNK_TEXT("")};

const siptrunk_notification_row_t sample_notification = {.id = 14,
		.site = SIPTRUNK_TEXT("chicago"),
		.target = SIPTRUNK_TEXT("https://example.com/911"),
		.key_file = SIPTRUNK_TEXT("/etc/kamailio/notify.key"),
		.description = SIPTRUNK_TEXT("the front desk")};

const siptrunk_api_row_t sample_api = {.id = 16,
		.trunk = SIPTRUNK_TEXT("agents"),
		.url = SIPTRUNK_TEXT("https://api.retellai.com"),
		.api_key = SIPTRUNK_TEXT("file:/etc/kamailio/retell.key"),
		.deadline = SIPTRUNK_TEXT("2000"),
		.reserve = SIPTRUNK_TEXT("5")};

const siptrunk_agent_row_t sample_agent = {.id = 17,
		.trunk = SIPTRUNK_TEXT("agents"),
		.number = SIPTRUNK_TEXT("+13125550170"),
		.agent_id = SIPTRUNK_TEXT("agent_1"),
		.agent_version = SIPTRUNK_TEXT("prod"),
		.fallback = SIPTRUNK_TEXT("queue:2000")};

const siptrunk_variable_row_t sample_variable = {.id = 18,
		.trunk = SIPTRUNK_TEXT("agents"),
		.header = SIPTRUNK_TEXT("X-Customer"),
		.kind = SIPTRUNK_TEXT("variable"),
		.name = SIPTRUNK_TEXT("customer")};

const siptrunk_header_rule_row_t sample_header_rule = {19,
		SIPTRUNK_TEXT("genesys"), SIPTRUNK_TEXT("to"),
		SIPTRUNK_TEXT("X-Retell-Id"), SIPTRUNK_TEXT("rename"),
		SIPTRUNK_TEXT("X-Agent-Id")};

const siptrunk_transfer_row_t sample_transfer = {15,
		SIPTRUNK_TEXT("genesys"), SIPTRUNK_TEXT("number_list"),
		SIPTRUNK_TEXT("2001, +13125550188")};

const siptrunk_header_policy_row_t sample_header_policy = {16,
		SIPTRUNK_TEXT("genesys"), SIPTRUNK_TEXT("5"), SIPTRUNK_TEXT("mask"),
		SIPTRUNK_TEXT("from_number"), SIPTRUNK_TEXT("replace"),
		SIPTRUNK_TEXT("+18881230987"), SIPTRUNK_TEXT(""), SIPTRUNK_TEXT("")};

const siptrunk_verified_caller_row_t sample_verified_caller = {
		17, SIPTRUNK_TEXT("genesys"), SIPTRUNK_TEXT("+18881230987")};

const siptrunk_number_plan_row_t sample_plan_sales = {20,
		SIPTRUNK_TEXT("number_list"), SIPTRUNK_TEXT("+13125550180"),
		SIPTRUNK_TEXT("sales"), SIPTRUNK_TEXT(""), SIPTRUNK_TEXT("0")};

const siptrunk_outbound_route_row_t sample_route = {21,
		SIPTRUNK_TEXT("to_sales"), SIPTRUNK_TEXT("chicago"),
		SIPTRUNK_TEXT("sales"), SIPTRUNK_TEXT("agents, genesys"),
		SIPTRUNK_TEXT("sequential"), SIPTRUNK_TEXT("on"),
		SIPTRUNK_TEXT("whoever sells")};

const siptrunk_premium_range_row_t sample_premium = {16,
		SIPTRUNK_TEXT("+870"), SIPTRUNK_TEXT("Inmarsat"),
		SIPTRUNK_TEXT("ITU"), SIPTRUNK_TEXT("2026-11-22")};

const siptrunk_response_row_t sample_response = {20,
		SIPTRUNK_TEXT("genesys"), SIPTRUNK_TEXT("480, 500-504"),
		SIPTRUNK_TEXT("declined"), SIPTRUNK_TEXT("next_trunk"),
		SIPTRUNK_TEXT("no")};
const siptrunk_termination_row_t sample_termination = {23,
		SIPTRUNK_TEXT("genesys"), SIPTRUNK_TEXT("fqdn"),
		SIPTRUNK_TEXT("Chicago"), SIPTRUNK_TEXT("Edge.example.com"),
		SIPTRUNK_TEXT("")};

const siptrunk_dial_rule_row_t sample_dial_rule = {20,
		SIPTRUNK_TEXT("genesys"), SIPTRUNK_TEXT("from"), SIPTRUNK_TEXT("20"),
		SIPTRUNK_TEXT("^9(\\d{7})$"), SIPTRUNK_TEXT("+1"),
		SIPTRUNK_TEXT("415$1")};

const siptrunk_registration_row_t sample_registration = {27,
		SIPTRUNK_TEXT("agents"), SIPTRUNK_TEXT("edge+1"),
		SIPTRUNK_TEXT("sip.agents.example"), SIPTRUNK_TEXT("3600")};

const siptrunk_credential_row_t sample_outbound = {25, SIPTRUNK_TEXT("agents"),
		SIPTRUNK_TEXT("outbound"), SIPTRUNK_TEXT("sip.agents.example"),
		SIPTRUNK_TEXT("edge"),
		SIPTRUNK_TEXT("0123456789abcdef0123456789abcdef"), SIPTRUNK_TEXT("")};

unsigned sample_warnings;
char sample_warning[600];

static void count_warning(const char *text)
{
	sample_warnings++;
	snprintf(sample_warning, sizeof(sample_warning), "%s", text);
}

siptrunk_builder_t *sample_builder(void)
{
	sample_warnings = 0;
	sample_warning[0] = '\0';
	return siptrunk_builder_new(
			&unit_allocator, &unit_allocator, count_warning);
}

static siptrunk_status_t add_site(siptrunk_builder_t *builder)
{
	return siptrunk_builder_add_site(builder, &sample_site);
}

static siptrunk_status_t add_order(siptrunk_builder_t *builder)
{
	return siptrunk_builder_add_caller_order(builder, &sample_order);
}

static siptrunk_status_t add_trunks(siptrunk_builder_t *builder)
{
	siptrunk_builder_add_trunk(builder, &sample_pbx);
	siptrunk_builder_add_trunk(builder, &sample_emergency);
	siptrunk_builder_add_trunk(builder, &sample_agent_trunk);
	return siptrunk_builder_status(builder);
}

static siptrunk_status_t add_credential(siptrunk_builder_t *builder)
{
	siptrunk_builder_add_credential(builder, &sample_credential);
	return siptrunk_builder_add_credential(builder, &sample_outbound);
}

static siptrunk_status_t add_header(siptrunk_builder_t *builder)
{
	return siptrunk_builder_add_header(builder, &sample_header);
}

static siptrunk_status_t add_address(siptrunk_builder_t *builder)
{
	return siptrunk_builder_add_address(builder, &sample_address);
}

static siptrunk_status_t add_host(siptrunk_builder_t *builder)
{
	return siptrunk_builder_add_address(builder, &sample_host);
}

static siptrunk_status_t add_caller(siptrunk_builder_t *builder)
{
	return siptrunk_builder_add_caller(builder, &sample_caller);
}

static siptrunk_status_t add_plan(siptrunk_builder_t *builder)
{
	siptrunk_builder_add_number_plan(builder, &sample_plan_911);
	siptrunk_builder_add_number_plan(builder, &sample_plan_933);
	siptrunk_builder_add_number_plan(builder, &sample_plan_sales);
	return siptrunk_builder_status(builder);
}

static siptrunk_status_t add_number(siptrunk_builder_t *builder)
{
	return siptrunk_builder_add_number(builder, &sample_number);
}

static siptrunk_status_t add_gateway(siptrunk_builder_t *builder)
{
	siptrunk_builder_add_gateway(builder, &sample_gateway);
	return siptrunk_builder_add_gateway(builder, &sample_agent_gateway);
}

static siptrunk_status_t add_notification(siptrunk_builder_t *builder)
{
	return siptrunk_builder_add_notification(builder, &sample_notification);
}

static siptrunk_status_t add_api(siptrunk_builder_t *builder)
{
	return siptrunk_builder_add_api(builder, &sample_api);
}

static siptrunk_status_t add_agent(siptrunk_builder_t *builder)
{
	return siptrunk_builder_add_agent(builder, &sample_agent);
}

static siptrunk_status_t add_variable(siptrunk_builder_t *builder)
{
	return siptrunk_builder_add_variable(builder, &sample_variable);
}

static siptrunk_status_t add_call_id_header(siptrunk_builder_t *builder)
{
	const siptrunk_call_id_header_row_t row = {
			15, T("conversation"), T("x-inin-cnv")};

	return siptrunk_builder_add_call_id_header(builder, &row);
}

static siptrunk_status_t add_header_rule(siptrunk_builder_t *builder)
{
	return siptrunk_builder_add_header_rule(builder, &sample_header_rule);
}

static siptrunk_status_t add_transfer(siptrunk_builder_t *builder)
{
	return siptrunk_builder_add_transfer(builder, &sample_transfer);
}

static siptrunk_status_t add_header_policy(siptrunk_builder_t *builder)
{
	return siptrunk_builder_add_header_policy(builder, &sample_header_policy);
}

static siptrunk_status_t add_verified_caller(siptrunk_builder_t *builder)
{
	return siptrunk_builder_add_verified_caller(
			builder, &sample_verified_caller);
}

static siptrunk_status_t add_route(siptrunk_builder_t *builder)
{
	return siptrunk_builder_add_outbound_route(builder, &sample_route);
}

static siptrunk_status_t add_premium_range(siptrunk_builder_t *builder)
{
	return siptrunk_builder_add_premium_range(builder, &sample_premium);
}

static siptrunk_status_t add_response(siptrunk_builder_t *builder)
{
	return siptrunk_builder_add_response(builder, &sample_response);
}

static siptrunk_status_t add_termination(siptrunk_builder_t *builder)
{
	return siptrunk_builder_add_termination(builder, &sample_termination);
}

static siptrunk_status_t add_dial_rule(siptrunk_builder_t *builder)
{
	return siptrunk_builder_add_dial_rule(builder, &sample_dial_rule);
}

static siptrunk_status_t add_registration(siptrunk_builder_t *builder)
{
	return siptrunk_builder_add_registration(builder, &sample_registration);
}

siptrunk_status_t sample_add_table(siptrunk_builder_t *builder, int table)
{
	static siptrunk_status_t (*const adders[TABLES])(siptrunk_builder_t *) = {
			[SITE] = add_site,
			[CALLER_ORDER] = add_order,
			[TRUNK] = add_trunks,
			[CREDENTIAL] = add_credential,
			[HEADER] = add_header,
			[ADDRESS] = add_address,
			[HOST] = add_host,
			[CALLER] = add_caller,
			[NUMBER_PLAN] = add_plan,
			[NUMBER] = add_number,
			[GATEWAY] = add_gateway,
			[NOTIFICATION] = add_notification,
			[API] = add_api,
			[AGENT] = add_agent,
			[VARIABLE] = add_variable,
			[CALL_ID_HEADER] = add_call_id_header,
			[HEADER_RULE] = add_header_rule,
			[TRANSFER] = add_transfer,
			[HEADER_POLICY] = add_header_policy,
			[VERIFIED_CALLER] = add_verified_caller,
			[OUTBOUND_ROUTE] = add_route,
			[PREMIUM_RANGE] = add_premium_range,
			[RESPONSE] = add_response,
			[TERMINATION] = add_termination,
			[DIAL_RULE] = add_dial_rule,
			[REGISTRATION] = add_registration};

	return adders[table](builder);
}

siptrunk_status_t sample_add(siptrunk_builder_t *builder, int before)
{
	siptrunk_status_t status = SIPTRUNK_OK;
	int table;

	for(table = 0; table < before && status == SIPTRUNK_OK; table++)
		status = sample_add_table(builder, table);
	return status;
}

siptrunk_builder_t *sample_begin(int before)
{
	siptrunk_builder_t *builder = sample_builder();

	assert_int_equal(sample_add(builder, before), SIPTRUNK_OK);
	return builder;
}

void sample_refused(siptrunk_builder_t *builder, siptrunk_status_t status,
		const char *expected)
{
	assert_int_equal(status, SIPTRUNK_INVALID);
	assert_string_equal(siptrunk_builder_error(builder), expected);
	siptrunk_builder_free(builder);
	assert_int_equal(unit_live_blocks, 0);
}

void sample_accepted(siptrunk_builder_t *builder, siptrunk_status_t status)
{
	assert_string_equal(siptrunk_builder_error(builder), "");
	assert_int_equal(status, SIPTRUNK_OK);
	siptrunk_builder_free(builder);
	assert_int_equal(unit_live_blocks, 0);
}

siptrunk_config_t *sample_finish(siptrunk_builder_t *builder)
{
	siptrunk_config_t *config = NULL;

	siptrunk_builder_finish(builder, &config);
	assert_string_equal(siptrunk_builder_error(builder), "");
	siptrunk_builder_free(builder);
	assert_non_null(config);
	return config;
}

void sample_finish_refused(siptrunk_builder_t *builder, const char *expected)
{
	siptrunk_config_t *config = NULL;

	sample_refused(
			builder, siptrunk_builder_finish(builder, &config), expected);
	assert_null(config);
}

void sample_end(siptrunk_config_t *config)
{
	siptrunk_config_free(config);
	assert_int_equal(unit_live_blocks, 0);
}
