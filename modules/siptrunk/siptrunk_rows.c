/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The rows of the tables: each is checked when it comes, and its texts are
 * copied into the configuration's arena.
 *
 * Pure; only the process that loads.
 */
#include "siptrunk_ascii.h"
#include "siptrunk_builder.h"
#include "siptrunk_check.h"

#include <string.h>

siptrunk_status_t siptrunk_row_check(siptrunk_builder_t *builder,
		siptrunk_stage_t table, int row, const siptrunk_cell_t *cells,
		size_t count)
{
	siptrunk_error_t why;
	size_t i;

	if(siptrunk_builder_enter(builder, table) != SIPTRUNK_OK)
		return builder->status;
	for(i = 0; i < count; i++) {
		if(!cells[i].check(cells[i].value, &why))
			return siptrunk_builder_refuse(
					builder, table, row, cells[i].column, &why);
	}
	return SIPTRUNK_OK;
}

siptrunk_status_t siptrunk_row_refuse(siptrunk_builder_t *builder, int row,
		const char *column, const char *expected, siptrunk_text_t found)
{
	siptrunk_error_t why;

	siptrunk_error_found(&why, expected, found);
	return siptrunk_builder_refuse(builder, builder->stage, row, column, &why);
}

siptrunk_text_t siptrunk_row_keep(
		siptrunk_builder_t *builder, siptrunk_text_t text)
{
	siptrunk_text_t copy = siptrunk_arena_copy(&builder->config->arena, text);

	if(copy.s == NULL)
		siptrunk_builder_no_memory(builder);
	return copy;
}

siptrunk_text_t siptrunk_row_keep_lower(
		siptrunk_builder_t *builder, siptrunk_text_t text)
{
	char lower[SIPTRUNK_LOWER_MAX];
	size_t i;

	for(i = 0; i < text.len && i < sizeof(lower); i++)
		lower[i] = siptrunk_ascii_lower(text.s[i]);
	return siptrunk_row_keep(builder, (siptrunk_text_t){lower, i});
}

siptrunk_status_t siptrunk_builder_add_site(
		siptrunk_builder_t *builder, const siptrunk_site_row_t *row)
{
	const siptrunk_cell_t cells[] = {{"name", row->name, siptrunk_check_name},
			{"ani", row->ani, siptrunk_check_e164_or_empty},
			{"desk", row->desk, siptrunk_check_desk},
			{"callback", row->callback, siptrunk_check_callback}};
	siptrunk_site_t site;

	if(siptrunk_row_check(builder, SIPTRUNK_STAGE_SITE, row->id, cells,
			   SIPTRUNK_CELL_COUNT(cells))
			!= SIPTRUNK_OK)
		return builder->status;
	if(siptrunk_site_find(
			   builder->sites.items, builder->sites.count, row->name))
		return siptrunk_row_refuse(
				builder, row->id, "name", "a new site", row->name);
	site.name = siptrunk_row_keep(builder, row->name);
	site.ani = siptrunk_row_keep(builder, row->ani);
	site.desk = siptrunk_row_keep(builder, row->desk);
	site.callback = siptrunk_text_equal(row->callback, SIPTRUNK_TEXT("caller"))
							? SIPTRUNK_CALLBACK_CALLER
							: SIPTRUNK_CALLBACK_DESK;
	if(builder->status != SIPTRUNK_OK)
		return builder->status;
	return siptrunk_builder_push(builder, &builder->sites, &site, sizeof(site));
}

siptrunk_status_t siptrunk_row_site(siptrunk_builder_t *builder, int row,
		siptrunk_text_t name, const siptrunk_site_t **site)
{
	const siptrunk_config_t *config = builder->config;

	*site = siptrunk_site_find(config->sites, config->site_count, name);
	if(name.len > 0 && *site == NULL)
		return siptrunk_row_refuse(
				builder, row, "site", "a name in siptrunk_site", name);
	return SIPTRUNK_OK;
}

static const siptrunk_named_order_t *find_order(
		const siptrunk_builder_t *builder, siptrunk_text_t name)
{
	const siptrunk_named_order_t *orders = builder->orders.items;
	size_t i;

	for(i = 0; i < builder->orders.count; i++) {
		if(siptrunk_text_equal(orders[i].name, name))
			return &orders[i];
	}
	return NULL;
}

siptrunk_status_t siptrunk_builder_add_caller_order(
		siptrunk_builder_t *builder, const siptrunk_caller_order_row_t *row)
{
	const siptrunk_cell_t cells[] = {
			{"name", row->name, siptrunk_check_order_name},
			{"sources", row->sources, siptrunk_check_order_sources}};
	siptrunk_named_order_t named;

	if(siptrunk_row_check(builder, SIPTRUNK_STAGE_CALLER_ORDER, row->id, cells,
			   SIPTRUNK_CELL_COUNT(cells))
			!= SIPTRUNK_OK)
		return builder->status;
	if(find_order(builder, row->name) != NULL)
		return siptrunk_row_refuse(
				builder, row->id, "name", "a new caller order", row->name);
	siptrunk_caller_order_parse(row->sources, &named.order, NULL);
	named.name = siptrunk_row_keep(builder, row->name);
	if(builder->status != SIPTRUNK_OK)
		return builder->status;
	return siptrunk_builder_push(
			builder, &builder->orders, &named, sizeof(named));
}

static bool trunk_exists(
		const siptrunk_builder_t *builder, siptrunk_text_t name)
{
	const siptrunk_trunk_t *trunks = builder->trunks.items;
	size_t i;

	for(i = 0; i < builder->trunks.count; i++) {
		if(siptrunk_text_equal(trunks[i].name, name))
			return true;
	}
	return false;
}

/** The name of a row of siptrunk_caller_order, sources, or nothing. */
static bool resolve_order(const siptrunk_builder_t *builder,
		siptrunk_text_t text, siptrunk_caller_order_t *order)
{
	const siptrunk_named_order_t *named = find_order(builder, text);

	if(named == NULL)
		return siptrunk_caller_order_parse(text, order, NULL);
	*order = named->order;
	return true;
}

/** An emergency call never goes without a caller: behind all that the order
 *  names, and found nothing in, stands the trunk's ANI. */
static void order_end_with_trunk(siptrunk_caller_order_t *order)
{
	if(memchr(order->sources, SIPTRUNK_SOURCE_TRUNK, order->count) == NULL)
		order->sources[order->count++] = SIPTRUNK_SOURCE_TRUNK;
}

/** What is left says nothing of who the user is. */
static void order_hide_user(siptrunk_caller_order_t *order)
{
	uint8_t i, kept = 0;

	for(i = 0; i < order->count; i++) {
		if(order->sources[i] == SIPTRUNK_SOURCE_SITE
				|| order->sources[i] == SIPTRUNK_SOURCE_TRUNK)
			order->sources[kept++] = order->sources[i];
	}
	order->count = kept;
}

/** A trunk that hides its users has a number to show instead. */
static siptrunk_status_t identity_check(siptrunk_builder_t *builder,
		const siptrunk_trunk_row_t *row, siptrunk_trunk_t *trunk)
{
	if(trunk->identity != SIPTRUNK_IDENTITY_HIDE)
		return SIPTRUNK_OK;
	if(trunk->role == SIPTRUNK_ROLE_EMERGENCY)
		return siptrunk_row_refuse(builder, row->id, "identity",
				"pass, because role is emergency", row->identity);
	if(row->ani.len == 0)
		return siptrunk_row_refuse(builder, row->id, "ani",
				"an E.164 number, because identity is hide", row->ani);
	order_hide_user(&trunk->caller_order);
	order_end_with_trunk(&trunk->caller_order);
	return SIPTRUNK_OK;
}

/** What the columns of a trunk say together, and about other rows. */
static siptrunk_status_t trunk_check(siptrunk_builder_t *builder,
		const siptrunk_trunk_row_t *row, siptrunk_trunk_t *trunk)
{
	bool emergency = trunk->role == SIPTRUNK_ROLE_EMERGENCY;

	if(trunk_exists(builder, row->name))
		return siptrunk_row_refuse(
				builder, row->id, "name", "a new trunk", row->name);
	if(!resolve_order(builder, row->caller_order, &trunk->caller_order))
		return siptrunk_row_refuse(builder, row->id, "caller_order",
				"a name in siptrunk_caller_order or a list of sources",
				row->caller_order);
	if(emergency && trunk->caller_order.count == 0)
		return siptrunk_row_refuse(builder, row->id, "caller_order",
				"an order, because role is emergency", row->caller_order);
	if(emergency && row->ani.len == 0)
		return siptrunk_row_refuse(builder, row->id, "ani",
				"an E.164 number, because role is emergency", row->ani);
	if(emergency && trunk->refer != SIPTRUNK_REFER_RELAY)
		return siptrunk_row_refuse(builder, row->id, "refer",
				"relay, because role is emergency", row->refer);
	if(trunk->role != SIPTRUNK_ROLE_AGENT
			&& trunk->topology == SIPTRUNK_TOPOLOGY_HIDE)
		return siptrunk_row_refuse(builder, row->id, "topology",
				"show, because role is not agent", row->topology);
	if(trunk->role != SIPTRUNK_ROLE_AGENT
			&& trunk->refer == SIPTRUNK_REFER_CARRY_OUT)
		return siptrunk_row_refuse(builder, row->id, "refer",
				"relay or refuse, because role is not agent", row->refer);
	if(emergency)
		order_end_with_trunk(&trunk->caller_order);
	else if(trunk->bad_certificate != SIPTRUNK_BAD_CERTIFICATE_REFUSE)
		return siptrunk_row_refuse(builder, row->id, "bad_certificate",
				"refuse, because role is not emergency", row->bad_certificate);
	return siptrunk_row_site(builder, row->id, row->site, &trunk->site);
}

/** What a trunk demands must be something that can be shown to it. */
static siptrunk_status_t proof_check(siptrunk_builder_t *builder,
		const siptrunk_trunk_row_t *row, const siptrunk_trunk_t *trunk)
{
	if((trunk->proof & SIPTRUNK_PROOF_CERTIFICATE) && row->certificate.len == 0)
		return siptrunk_row_refuse(builder, row->id, "certificate",
				"a name, because proof has certificate", row->certificate);
	if((trunk->proof & SIPTRUNK_PROOF_DIGEST) && row->realm.len == 0)
		return siptrunk_row_refuse(builder, row->id, "realm",
				"a realm, because proof has digest", row->realm);
	return SIPTRUNK_OK;
}

static siptrunk_status_t trunk_keep(siptrunk_builder_t *builder,
		const siptrunk_trunk_row_t *row, siptrunk_trunk_t *trunk)
{
	trunk->name = siptrunk_row_keep(builder, row->name);
	trunk->transport = siptrunk_row_keep(builder, trunk->transport);
	trunk->caller_order_text = siptrunk_row_keep(builder, row->caller_order);
	trunk->ani = siptrunk_row_keep(builder, row->ani);
	trunk->outside_prefix = siptrunk_row_keep(builder, row->outside_prefix);
	trunk->certificate = siptrunk_row_keep(builder, row->certificate);
	trunk->authority = siptrunk_row_keep(builder, row->authority);
	trunk->realm = siptrunk_row_keep(builder, row->realm);
	trunk->description = siptrunk_row_keep(builder, row->description);
	return builder->status;
}

/** A carrier takes the emergency calls that no gateway takes, and knows only
 *  numbers that are registered with it. */
static void warn_fallback(siptrunk_builder_t *builder,
		const siptrunk_trunk_row_t *row, siptrunk_role_t role)
{
	siptrunk_error_t why;

	if(role != SIPTRUNK_ROLE_CARRIER || row->ani.len > 0)
		return;
	siptrunk_error_found(&why,
			"the number registered with this carrier, for emergency calls that "
			"fall back to it",
			row->ani);
	siptrunk_builder_warn(builder, SIPTRUNK_STAGE_TRUNK, row->id, "ani", &why);
}

/** Retell recommends TCP (seed 000); all others expect what SIP begins with. */
static siptrunk_text_t transport_of(
		const siptrunk_trunk_row_t *row, siptrunk_role_t role)
{
	if(row->transport.len > 0)
		return row->transport;
	return role == SIPTRUNK_ROLE_AGENT ? SIPTRUNK_TEXT("tcp")
									   : SIPTRUNK_TEXT("udp");
}

/** Columns that were checked; its texts still belong to the row. */
static void trunk_read(
		const siptrunk_trunk_row_t *row, siptrunk_trunk_t *trunk)
{
	siptrunk_state_t state;

	memset(trunk, 0, sizeof(*trunk));
	trunk->row = row->id;
	siptrunk_role_parse(row->role, &trunk->role);
	trunk->transport = transport_of(row, trunk->role);
	siptrunk_state_parse(row->state, &state);
	trunk->state = (int)state;
	siptrunk_parse_int(row->gateways, &trunk->gateways);
	siptrunk_parse_int(row->call_limit, &trunk->call_limit);
	siptrunk_proof_parse(row->proof, &trunk->proof);
	if(siptrunk_text_equal(row->strangers, SIPTRUNK_TEXT("drop")))
		trunk->strangers = SIPTRUNK_STRANGERS_DROP;
	if(siptrunk_text_equal(row->distribution, SIPTRUNK_TEXT("random")))
		trunk->distribution = SIPTRUNK_DISTRIBUTION_RANDOM;
	if(siptrunk_text_equal(
			   row->bad_certificate, SIPTRUNK_TEXT("allow_and_alarm")))
		trunk->bad_certificate = SIPTRUNK_BAD_CERTIFICATE_ALLOW;
	if(siptrunk_text_equal(row->psap_callback, SIPTRUNK_TEXT("trusted")))
		trunk->psap_callback = SIPTRUNK_PSAP_CALLBACK_TRUSTED;
	if(siptrunk_text_equal(row->identity, SIPTRUNK_TEXT("hide")))
		trunk->identity = SIPTRUNK_IDENTITY_HIDE;
	siptrunk_parse_int(row->header_limit, &trunk->header_limit);
	siptrunk_parse_int(row->header_size, &trunk->header_size);
	siptrunk_refer_parse(row->refer, &trunk->refer);
	if(siptrunk_text_equal(
			   row->transfer_caller, SIPTRUNK_TEXT("transferee")))
		trunk->transfer_caller = SIPTRUNK_TRANSFER_CALLER_TRANSFEREE;
	if(siptrunk_text_equal(row->topology, SIPTRUNK_TEXT("hide")))
		trunk->topology = SIPTRUNK_TOPOLOGY_HIDE;
}

siptrunk_status_t siptrunk_builder_add_trunk(
		siptrunk_builder_t *builder, const siptrunk_trunk_row_t *row)
{
	const siptrunk_cell_t cells[] = {{"name", row->name, siptrunk_check_name},
			{"role", row->role, siptrunk_check_role},
			{"state", row->state, siptrunk_check_state},
			{"transport", row->transport, siptrunk_check_transport},
			{"gateways", row->gateways, siptrunk_check_gateways},
			{"ani", row->ani, siptrunk_check_e164_or_empty},
			{"outside_prefix", row->outside_prefix,
					siptrunk_check_outside_prefix},
			{"call_limit", row->call_limit, siptrunk_check_limit},
			{"proof", row->proof, siptrunk_check_proof},
			{"certificate", row->certificate, siptrunk_check_host_names},
			{"authority", row->authority, siptrunk_check_digests},
			{"realm", row->realm, siptrunk_check_realm},
			{"strangers", row->strangers, siptrunk_check_strangers},
			{"distribution", row->distribution, siptrunk_check_distribution},
			{"bad_certificate", row->bad_certificate,
					siptrunk_check_bad_certificate},
			{"psap_callback", row->psap_callback,
					siptrunk_check_psap_callback},
			{"identity", row->identity, siptrunk_check_identity},
			{"header_limit", row->header_limit, siptrunk_check_limit},
			{"header_size", row->header_size, siptrunk_check_limit},
			{"refer", row->refer, siptrunk_check_refer},
			{"transfer_caller", row->transfer_caller,
					siptrunk_check_transfer_caller},
			{"topology", row->topology, siptrunk_check_topology},
			{"description", row->description, siptrunk_check_description}};
	siptrunk_trunk_t trunk;

	if(siptrunk_row_check(builder, SIPTRUNK_STAGE_TRUNK, row->id, cells,
			   SIPTRUNK_CELL_COUNT(cells))
			!= SIPTRUNK_OK)
		return builder->status;
	trunk_read(row, &trunk);
	if(trunk_check(builder, row, &trunk) != SIPTRUNK_OK
			|| siptrunk_row_media_profile(builder, row, &trunk) != SIPTRUNK_OK
			|| proof_check(builder, row, &trunk) != SIPTRUNK_OK
			|| identity_check(builder, row, &trunk) != SIPTRUNK_OK
			|| trunk_keep(builder, row, &trunk) != SIPTRUNK_OK)
		return builder->status;
	warn_fallback(builder, row, trunk.role);
	return siptrunk_builder_push(
			builder, &builder->trunks, &trunk, sizeof(trunk));
}

siptrunk_status_t siptrunk_row_trunk(siptrunk_builder_t *builder, int row,
		siptrunk_text_t name, uint32_t *index)
{
	const siptrunk_trunk_t *trunk =
			siptrunk_config_trunk(builder->config, name);

	if(trunk == NULL)
		return siptrunk_row_refuse(
				builder, row, "trunk", "a name in siptrunk_trunk", name);
	*index = (uint32_t)(trunk - builder->config->trunks);
	return SIPTRUNK_OK;
}

static bool trunk_has_header(
		const siptrunk_builder_t *builder, uint32_t trunk, siptrunk_text_t name)
{
	const siptrunk_pending_header_t *headers = builder->headers.items;
	size_t i;

	for(i = 0; i < builder->headers.count; i++) {
		if(headers[i].trunk == trunk
				&& siptrunk_text_equal_nocase(headers[i].header.name, name))
			return true;
	}
	return false;
}

/** Beside it, RedSky's dashboard shows an "Organization ID" that routes no
 *  call: easy to take for the value. */
static void warn_organization_id(
		siptrunk_builder_t *builder, const siptrunk_header_row_t *row)
{
	siptrunk_error_t why;

	if(!siptrunk_text_equal_nocase(
			   row->name, SIPTRUNK_TEXT("E911-Organization-ID"))
			|| siptrunk_header_value_is_uuid(row->value))
		return;
	siptrunk_error_found(&why, "the HELD Company ID, a UUID", row->value);
	siptrunk_builder_warn(
			builder, SIPTRUNK_STAGE_HEADER, row->id, "value", &why);
}

siptrunk_status_t siptrunk_builder_add_header(
		siptrunk_builder_t *builder, const siptrunk_header_row_t *row)
{
	const siptrunk_cell_t cells[] = {
			{"name", row->name, siptrunk_header_name_check},
			{"value", row->value, siptrunk_header_value_check}};
	siptrunk_pending_header_t pending;

	if(siptrunk_row_check(builder, SIPTRUNK_STAGE_HEADER, row->id, cells,
			   SIPTRUNK_CELL_COUNT(cells))
					!= SIPTRUNK_OK
			|| siptrunk_row_trunk(builder, row->id, row->trunk, &pending.trunk)
					   != SIPTRUNK_OK)
		return builder->status;
	if(trunk_has_header(builder, pending.trunk, row->name))
		return siptrunk_row_refuse(builder, row->id, "name",
				"a header that the trunk has not yet", row->name);
	warn_organization_id(builder, row);
	pending.header.name = siptrunk_row_keep(builder, row->name);
	pending.header.value = siptrunk_row_keep(builder, row->value);
	if(builder->status != SIPTRUNK_OK)
		return builder->status;
	return siptrunk_builder_push(
			builder, &builder->headers, &pending, sizeof(pending));
}

siptrunk_status_t siptrunk_builder_add_caller(
		siptrunk_builder_t *builder, const siptrunk_caller_row_t *row)
{
	const siptrunk_cell_t cells[] = {{"aor", row->aor, siptrunk_check_aor},
			{"email", row->email, siptrunk_check_email},
			{"extension", row->extension, siptrunk_check_extension},
			{"did", row->did, siptrunk_check_e164_or_empty}};
	siptrunk_caller_t caller = {.row = row->id};

	if(siptrunk_row_check(builder, SIPTRUNK_STAGE_CALLER, row->id, cells,
			   SIPTRUNK_CELL_COUNT(cells))
					!= SIPTRUNK_OK
			|| siptrunk_row_site(builder, row->id, row->site, &caller.site)
					   != SIPTRUNK_OK)
		return builder->status;
	caller.aor = siptrunk_row_keep(builder, row->aor);
	caller.email = siptrunk_row_keep(builder, row->email);
	caller.extension = siptrunk_row_keep(builder, row->extension);
	caller.did = siptrunk_row_keep(builder, row->did);
	if(builder->status != SIPTRUNK_OK)
		return builder->status;
	return siptrunk_builder_push(
			builder, &builder->callers, &caller, sizeof(caller));
}

/** A rule for number that holds where one of site (NULL: everywhere) would: of
 *  two, one could take the other's emergency for something else. */
static bool rule_exists(const siptrunk_builder_t *builder,
		siptrunk_text_t number, const siptrunk_site_t *site)
{
	const siptrunk_number_rule_t *rules = builder->rules.items;
	size_t i;

	for(i = 0; i < builder->rules.count; i++) {
		if(siptrunk_text_equal(rules[i].number, number)
				&& (site == NULL || rules[i].site == NULL
						|| rules[i].site == site))
			return true;
	}
	return false;
}

siptrunk_status_t siptrunk_row_numbers(siptrunk_builder_t *builder, int row,
		siptrunk_text_t numbers, siptrunk_row_number_f add, const void *item)
{
	siptrunk_error_t why;

	do {
		siptrunk_text_t number =
				siptrunk_text_trim(siptrunk_text_split(numbers, ',', &numbers));

		if(!siptrunk_number_rule_check(number, &why))
			siptrunk_builder_refuse(
					builder, builder->stage, row, "numbers", &why);
		else
			add(builder, row, number, item);
	} while(numbers.s != NULL && builder->status == SIPTRUNK_OK);
	return builder->status;
}

static siptrunk_status_t rule_add(siptrunk_builder_t *builder, int row,
		siptrunk_text_t number, const void *item)
{
	siptrunk_number_rule_t rule = *(const siptrunk_number_rule_t *)item;

	if(rule_exists(builder, number, rule.site))
		return siptrunk_row_refuse(builder, row, "numbers",
				"a number that the plan has not yet, for this site or for all",
				number);
	rule.number = siptrunk_row_keep(builder, number);
	if(builder->status != SIPTRUNK_OK)
		return builder->status;
	return siptrunk_builder_push(builder, &builder->rules, &rule, sizeof(rule));
}

siptrunk_status_t siptrunk_builder_add_number_plan(
		siptrunk_builder_t *builder, const siptrunk_number_plan_row_t *row)
{
	const siptrunk_cell_t cells[] = {
			{"match_type", row->match_type, siptrunk_check_match_type},
			{"classification", row->classification,
					siptrunk_number_class_check}};
	siptrunk_number_rule_t rule = {.row = row->id};

	if(siptrunk_row_check(builder, SIPTRUNK_STAGE_NUMBER_PLAN, row->id, cells,
			   SIPTRUNK_CELL_COUNT(cells))
					!= SIPTRUNK_OK
			|| siptrunk_row_site(builder, row->id, row->site, &rule.site)
					   != SIPTRUNK_OK)
		return builder->status;
	rule.classification = siptrunk_row_keep(builder, row->classification);
	if(builder->status != SIPTRUNK_OK)
		return builder->status;
	return siptrunk_row_numbers(
			builder, row->id, row->numbers, rule_add, &rule);
}

siptrunk_status_t siptrunk_builder_add_number(
		siptrunk_builder_t *builder, const siptrunk_number_row_t *row)
{
	const siptrunk_cell_t cells[] = {
			{"number", row->number, siptrunk_check_e164}};
	siptrunk_pending_number_t pending = {.row = row->id};

	if(siptrunk_row_check(builder, SIPTRUNK_STAGE_NUMBER, row->id, cells,
			   SIPTRUNK_CELL_COUNT(cells))
					!= SIPTRUNK_OK
			|| siptrunk_row_trunk(
					   builder, row->id, row->trunk, &pending.owned.trunk)
					   != SIPTRUNK_OK)
		return builder->status;
	pending.owned.number = siptrunk_row_keep(builder, row->number);
	if(builder->status != SIPTRUNK_OK)
		return builder->status;
	return siptrunk_builder_push(
			builder, &builder->numbers, &pending, sizeof(pending));
}
