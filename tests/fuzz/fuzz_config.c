/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Whole configurations: a line is a row, "TABLE|COLUMN|COLUMN|...", TABLE one
 * letter. A line "!N" lets the N-th allocation fail. What is accepted is then
 * asked about; nothing may leak.
 */
#include "fuzz.h"
#include "siptrunk_config.h"
#include "siptrunk_uri.h"

#include <string.h>

#define COLUMNS_MAX SIPTRUNK_TRUNK_COLUMN_COUNT

static long allocations_left; /**< until one fails; -1: never */

static void *fuzz_alloc(size_t size)
{
	if(allocations_left == 0)
		return NULL;
	if(allocations_left > 0)
		allocations_left--;
	return malloc(size);
}

static const siptrunk_allocator_t allocator = {fuzz_alloc, free};

static void check_warning(const char *text)
{
	require_log_line(text);
}

/** What the database would put into an empty column. */
static siptrunk_text_t or_default(siptrunk_text_t text, const char *value)
{
	return text.len > 0 ? text : siptrunk_text(value);
}

/** The row of one table with those columns. */
#define ROW(letter, kind, ...)                            \
	case letter:                                          \
		return siptrunk_builder_add_##kind(builder,       \
				&(siptrunk_##kind##_row_t){id, __VA_ARGS__})

static siptrunk_status_t trunk_add(siptrunk_builder_t *builder, int id,
		const siptrunk_text_t c[SIPTRUNK_TRUNK_COLUMN_COUNT])
{
	siptrunk_trunk_row_t row = {.id = id};

	memcpy(row.values, c, sizeof(row.values));
	return siptrunk_builder_add_trunk(builder, &row);
}

/** Adds the row of one table; c are its columns. */
static siptrunk_status_t row_add(siptrunk_builder_t *builder, char table,
		int id, const siptrunk_text_t c[COLUMNS_MAX])
{
	switch(table) {
		ROW('s', site, c[0], c[1], c[2], or_default(c[3], "desk"));
		ROW('o', caller_order, c[0], c[1]);
		case 't':
			return trunk_add(builder, id, c);
		ROW('x', credential, c[0], c[1], c[2], c[3], c[4], c[5]);
		ROW('h', header, c[0], c[1], c[2]);
		ROW('a', address, c[0], c[1], c[2], c[3], or_default(c[4], "on"), c[5],
				c[6], c[7], c[8], c[9], c[10], c[11]);
		ROW('c', caller, c[0], c[1], c[2], c[3], c[4]);
		ROW('p', number_plan, c[0], c[1], c[2], c[3],
				or_default(c[4], "100"));
		ROW('n', number, c[0], c[1]);
		ROW('g', gateway, c[0], c[1], c[2], c[3], c[4]);
		ROW('w', notification, c[0], c[1], c[2], c[3], c[4]);
		ROW('i', api, c[0], c[1], c[2], c[3], or_default(c[4], "2000"),
				or_default(c[5], "0"));
		ROW('r', agent, c[0], c[1], c[2], c[3], c[4],
				or_default(c[5], "trunk"));
		ROW('v', variable, c[0], c[1], or_default(c[2], "variable"), c[3]);
		ROW('d', call_id_header, c[0], c[1]);
		ROW('f', header_rule, c[0], c[1], c[2], c[3], c[4]);
		ROW('z', dial_rule, c[0], or_default(c[1], "from"),
				or_default(c[2], "1"), c[3], c[4], c[5]);
		ROW('y', transfer, c[0], or_default(c[1], "number_list"), c[2]);
		ROW('k', header_policy, c[0], or_default(c[1], "0"), c[2], c[3],
				or_default(c[4], "replace"), c[5], c[6], c[7]);
		ROW('l', verified_caller, c[0], c[1]);
		ROW('R', outbound_route, c[0], c[1], c[2], c[3],
				or_default(c[4], "sequential"), or_default(c[5], "on"), c[6]);
		ROW('q', premium_range, c[0], c[1], c[2], c[3]);
		ROW('e', response, c[0], c[1], or_default(c[2], "technical"),
				or_default(c[3], "next_gateway"), or_default(c[4], "no"));
		ROW('T', termination, c[0], c[1], c[2], c[3], c[4]);
		ROW('E', registration, c[0], c[1], c[2], or_default(c[3], "3600"));
		default:
			return SIPTRUNK_OK;
	}
}

static siptrunk_status_t line_add(
		siptrunk_builder_t *builder, siptrunk_text_t line, int id)
{
	siptrunk_text_t columns[COLUMNS_MAX];
	siptrunk_text_t table = siptrunk_text_split(line, '|', &line);
	size_t i;

	for(i = 0; i < COLUMNS_MAX; i++)
		columns[i] = siptrunk_text_split(line, '|', &line);
	return row_add(builder, table.len > 0 ? table.s[0] : '\0', id, columns);
}

/** Every prefix, caller and number that went in is found again. */
static void ask(const siptrunk_config_t *config)
{
	const siptrunk_prefix_row_t *row, *found;
	uint32_t i;

	for(i = 0; (row = siptrunk_prefix_table_row(config->prefixes, i)) != NULL;
			i++) {
		found = siptrunk_prefix_table_find(
				config->prefixes, &row->prefix.address);
		REQUIRE(found != NULL && found->prefix.length >= row->prefix.length);
	}
	REQUIRE(i == config->prefix_count);
	for(i = 0; i < config->caller_count; i++)
		REQUIRE(siptrunk_directory_find(
						config->directory, config->callers[i].aor)
				== &config->callers[i]);
	for(i = 0; i < config->owned_count; i++)
		REQUIRE(siptrunk_config_owner(config, config->owned[i].number)
				== &config->trunks[config->owned[i].trunk]);
	for(i = 0; i < config->verified_count; i++)
		REQUIRE(siptrunk_config_is_verified(config,
				&config->trunks[config->verified[i].trunk],
				config->verified[i].number));
	for(i = 0; i < config->premium.count; i++)
		REQUIRE(siptrunk_premium_find(
						&config->premium, config->premium.items[i].prefix)
				== &config->premium.items[i]);
}

/** A trunk's gateways are its set's, and a request can be sent to each. */
static void require_gateways(const siptrunk_trunk_t *trunk)
{
	const siptrunk_gateway_t *gateway = trunk->gateway_list;
	size_t i;

	for(i = 0; i < trunk->gateway_count; i++, gateway++) {
		REQUIRE(gateway->set == trunk->gateways);
		REQUIRE(gateway->name.len > 0 && gateway->host.len > 0);
		REQUIRE(gateway->port > 0 && gateway->transport != 0);
		REQUIRE(i == 0 || gateway[-1].priority >= gateway->priority);
	}
}

/** Only an agent trunk with an API has agents, and each is found. */
static void require_agents(const siptrunk_trunk_t *trunk)
{
	size_t i;

	REQUIRE(trunk->api == NULL || trunk->role == SIPTRUNK_ROLE_AGENT);
	REQUIRE(trunk->api != NULL
			|| trunk->agent_count + trunk->variable_count == 0);
	for(i = 0; i < trunk->agent_count; i++)
		REQUIRE(siptrunk_agent_find(trunk->agents, trunk->agent_count,
						trunk->agents[i].number)
				== &trunk->agents[i]);
}

/** A rule is found by its own name, and renames to one that may be sent. */
static void require_header_rules(const siptrunk_trunk_t *trunk)
{
	const siptrunk_header_rule_t *rule = trunk->header_rules.items, *found;
	size_t i;

	for(i = 0; i < trunk->header_rules.count; i++, rule++) {
		REQUIRE(trunk->role != SIPTRUNK_ROLE_EMERGENCY);
		found = siptrunk_header_rule_find(
				&trunk->header_rules, rule->direction, rule->header);
		REQUIRE(found != NULL && found->header.len >= rule->header.len);
		REQUIRE((rule->action == SIPTRUNK_HEADER_RENAME)
				== siptrunk_header_name_check(rule->new_name, NULL));
	}
}

static bool is_there(siptrunk_policy_field_t field, siptrunk_text_t header,
		const void *context)
{
	(void)header;
	(void)context;
	return field <= SIPTRUNK_POLICY_FROM_DISPLAY;
}

/** Whatever the rules come to is a line that may be sent. */
static void require_policies(const siptrunk_trunk_t *trunk)
{
	const siptrunk_policy_call_t call = {
			SIPTRUNK_TEXT("+13125550101"), SIPTRUNK_TEXT(""), is_there, NULL};
	siptrunk_edits_t edits;
	size_t i;

	REQUIRE(trunk->policies.count <= SIPTRUNK_POLICIES_MAX);
	REQUIRE(trunk->policies.count == 0
			|| trunk->role != SIPTRUNK_ROLE_EMERGENCY);
	siptrunk_policies_run(&trunk->policies, &call, &edits);
	REQUIRE(edits.count <= trunk->policies.count);
	for(i = 0; i < edits.count; i++)
		REQUIRE(edits.items[i].value.len == 0
				|| siptrunk_header_value_check(edits.items[i].value, NULL));
}

/** Rules come as they are tried, and make numbers or nothing. */
static void require_dial_rules(const siptrunk_trunk_t *trunk)
{
	static const char *const dialled[] = {"911", "+13125550142",
			"0123456789012345678901234567890123456789012345678901234567890123"};
	const siptrunk_dial_rules_t *rules = &trunk->dial_rules;
	char result[SIPTRUNK_NUMBER_MAX + 1], again[SIPTRUNK_NUMBER_MAX + 1];
	size_t i;

	REQUIRE(rules->count == 0 || trunk->role != SIPTRUNK_ROLE_EMERGENCY);
	for(i = 1; i < rules->count; i++)
		REQUIRE(rules->items[i - 1].position <= rules->items[i].position);
	for(i = 0; i < sizeof(dialled) / sizeof(dialled[0]); i++) {
		if(siptrunk_dial_rule_apply(rules, SIPTRUNK_HEADER_FROM,
				   siptrunk_text(dialled[i]), result)
						!= NULL
				&& result[0] != '\0') {
			REQUIRE(siptrunk_number_normalise(siptrunk_text(result), again)
					== strlen(result));
			REQUIRE(strcmp(result, again) == 0);
		}
	}
}

/** The address of record is a URI, with that user and host. */
static void require_registration(
		const siptrunk_config_t *config, const siptrunk_trunk_t *trunk)
{
	const siptrunk_own_registration_t *registration = trunk->registration;
	char aor[400];
	siptrunk_uri_t uri;

	if(registration == NULL)
		return;
	REQUIRE(trunk->role != SIPTRUNK_ROLE_EMERGENCY);
	REQUIRE(&config->trunks[registration->trunk] == trunk);
	REQUIRE(registration->expires >= 60 && registration->expires <= 86400);
	snprintf(aor, sizeof(aor), "sip:%.*s@%.*s",
			SIPTRUNK_TEXT_FMT(registration->username),
			SIPTRUNK_TEXT_FMT(registration->domain));
	REQUIRE(siptrunk_uri_parse(siptrunk_text(aor), &uri));
	REQUIRE(siptrunk_text_equal(uri.user, registration->username));
	REQUIRE(siptrunk_text_equal(uri.host, registration->domain)
			|| registration->domain.s[0] == '[');
}

/** A header that tells an id has one kind, and is one that others may send. */
static void require_id_headers(const siptrunk_config_t *config)
{
	const siptrunk_id_header_t *headers = config->id_headers;
	size_t i, j;

	for(i = 0; i < config->id_header_count; i++) {
		REQUIRE(siptrunk_header_name_check(headers[i].name, NULL));
		REQUIRE(headers[i].kind >= SIPTRUNK_ID_CONVERSATION
				&& headers[i].kind <= SIPTRUNK_ID_CARRIER);
		for(j = 0; j < i; j++)
			REQUIRE(!siptrunk_text_equal_nocase(
					headers[i].name, headers[j].name));
	}
}

/** A route leads to any trunk but emergency's, each once; an emergency
 *  classification has none, and any other of a site one that is on. */
static void require_routes(const siptrunk_config_t *config)
{
	const siptrunk_route_t *route = config->routes;
	siptrunk_route_plan_t plan;
	size_t i, j;

	for(i = 0; i < config->route_count; i++, route++) {
		for(j = 0; j < route->classification_count; j++) {
			REQUIRE(!siptrunk_number_is_emergency(route->classifications[j]));
			REQUIRE(!route->on
					|| siptrunk_route_find(config->routes,
							   config->route_count, route->classifications[j],
							   route->site)
							   == route);
		}
		siptrunk_route_begin(&plan, route, (uint32_t)i * 2654435761u);
		for(j = 0; siptrunk_route_trunk(&plan) != NULL; j++) {
			REQUIRE(siptrunk_route_trunk(&plan)->role
					!= SIPTRUNK_ROLE_EMERGENCY);
			siptrunk_route_next(&plan);
		}
		REQUIRE(j == route->trunk_count && j > 0
				&& j <= SIPTRUNK_ROUTE_TRUNKS_MAX);
	}
}

/** An identifier chooses among trunks of one role that demand the same proof,
 *  never an emergency trunk, and stands for one trunk alone. */
static void require_terminations(const siptrunk_config_t *config)
{
	const siptrunk_termination_t *items = config->terminations, *found;
	size_t count = config->termination_count, i, j;

	for(i = 0; i < count; i++) {
		REQUIRE(items[i].identifier.len > 0);
		REQUIRE(items[i].trunk->role != SIPTRUNK_ROLE_EMERGENCY);
		REQUIRE(items[i].behind == NULL
				|| (items[i].behind->role == items[i].trunk->role
						&& items[i].behind->proof == items[i].trunk->proof));
		REQUIRE(items[i].host.len == 0
				|| siptrunk_termination_is_host(items, count, items[i].host));
		for(j = 0; j < i; j++)
			REQUIRE(items[j].trunk == items[i].trunk
					|| !siptrunk_termination_same(&items[j], &items[i]));
		if(siptrunk_termination_find(items, count, items[i].identifier,
				   items[i].trunk, &found)
				== SIPTRUNK_TERMINATED_HERE)
			REQUIRE(found->trunk == items[i].trunk
					|| found->behind == items[i].trunk);
	}
}

/** What an emergency trunk promises, and one that hides its users: a caller ID
 *  that is never empty. */
static void require_invariants(const siptrunk_config_t *config)
{
	siptrunk_caller_choice_t choice;
	size_t i;

	for(i = 0; i < config->trunk_count; i++) {
		const siptrunk_trunk_t *trunk = &config->trunks[i];
		const siptrunk_caller_input_t stranger = {
				.asserted = SIPTRUNK_TEXT(""), .trunk_ani = trunk->ani};

		REQUIRE(siptrunk_config_trunk(config, trunk->name) == trunk);
		require_gateways(trunk);
		require_agents(trunk);
		require_header_rules(trunk);
		require_policies(trunk);
		require_dial_rules(trunk);
		require_registration(config, trunk);
		if(trunk->role != SIPTRUNK_ROLE_EMERGENCY
				&& trunk->identity != SIPTRUNK_IDENTITY_HIDE)
			continue;
		REQUIRE(trunk->ani.len > 0 && trunk->caller_order.count > 0);
		siptrunk_caller_select(&trunk->caller_order, &stranger, &choice);
		REQUIRE(choice.value.len > 0);
	}
}

static long parse_failure(siptrunk_text_t line)
{
	long number = 0;
	size_t i;

	for(i = 1; i < line.len && i < 5 && line.s[i] >= '0' && line.s[i] <= '9';
			i++)
		number = number * 10 + (line.s[i] - '0');
	return number;
}

static siptrunk_status_t build(
		siptrunk_builder_t *builder, siptrunk_text_t text)
{
	siptrunk_config_t *config = NULL;
	siptrunk_status_t status = SIPTRUNK_OK;
	int id = 0;

	while(text.s != NULL && status == SIPTRUNK_OK) {
		siptrunk_text_t line = siptrunk_text_split(text, '\n', &text);

		if(line.len > 0 && line.s[0] == '!')
			allocations_left = parse_failure(line);
		else
			status = line_add(builder, line, ++id);
	}
	if(status == SIPTRUNK_OK)
		status = siptrunk_builder_finish(builder, &config);
	REQUIRE((config != NULL) == (status == SIPTRUNK_OK));
	if(config != NULL) {
		ask(config);
		require_id_headers(config);
		require_routes(config);
		require_terminations(config);
		require_invariants(config);
		siptrunk_config_free(config);
	}
	return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	siptrunk_builder_t *builder;

	allocations_left = -1;
	builder = siptrunk_builder_new(&allocator, &allocator, check_warning);
	REQUIRE(builder != NULL);
	if(build(builder, fuzz_text(data, size)) != SIPTRUNK_OK)
		require_log_line(siptrunk_builder_error(builder));
	siptrunk_builder_free(builder);
	return 0;
}
