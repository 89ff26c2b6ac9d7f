/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The rows of siptrunk_trunk, and the caller orders that they name.
 *
 * Pure; only the process that loads.
 */
#include "siptrunk_builder.h"
#include "siptrunk_check.h"
#include "siptrunk_trunk_defaults.h"

#include <stdio.h>
#include <string.h>

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

/** A setting that would promise what never happens, because of the role. */
static siptrunk_status_t never_happens(siptrunk_builder_t *builder,
		const siptrunk_trunk_row_t *row, siptrunk_trunk_column_t column,
		const char *because)
{
	const siptrunk_column_t *only = &siptrunk_trunk_columns[column];
	char expected[64];

	if(siptrunk_text_equal(
			   row->values[column], siptrunk_text(only->fallback)))
		return SIPTRUNK_OK;
	snprintf(expected, sizeof(expected), "%s, because role is %s",
			only->fallback[0] != '\0' ? only->fallback : "nothing", because);
	return siptrunk_row_refuse(
			builder, row->id, only->name, expected, row->values[column]);
}

/** What no emergency call is asked for. */
static siptrunk_status_t emergency_check(siptrunk_builder_t *builder,
		const siptrunk_trunk_row_t *row, const siptrunk_trunk_t *trunk)
{
	static const siptrunk_trunk_column_t columns[] = {
			SIPTRUNK_TRUNK_COLUMN(number_format),
			SIPTRUNK_TRUNK_COLUMN(unverified_caller),
			SIPTRUNK_TRUNK_COLUMN(call_limit_in),
			SIPTRUNK_TRUNK_COLUMN(call_limit_out),
			SIPTRUNK_TRUNK_COLUMN(calls_per_second),
			SIPTRUNK_TRUNK_COLUMN(caller_calls_per_second),
			SIPTRUNK_TRUNK_COLUMN(minutes_per_hour),
			SIPTRUNK_TRUNK_COLUMN(caller_minutes_per_hour),
			SIPTRUNK_TRUNK_COLUMN(destination_alarm),
			SIPTRUNK_TRUNK_COLUMN(registrar),
			SIPTRUNK_TRUNK_COLUMN(use_source_address)};
	size_t i;

	for(i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
		if(trunk->role == SIPTRUNK_ROLE_EMERGENCY
				&& never_happens(builder, row, columns[i], "emergency")
						   != SIPTRUNK_OK)
			return builder->status;
	}
	return SIPTRUNK_OK;
}

/** Where calls to a carrier may go; a default of the edge's own may be for all
 *  trunks. */
static siptrunk_status_t carrier_check(siptrunk_builder_t *builder,
		const siptrunk_trunk_row_t *row, const siptrunk_trunk_t *trunk)
{
	static const siptrunk_trunk_column_t columns[] = {
			SIPTRUNK_TRUNK_COLUMN(countries), SIPTRUNK_TRUNK_COLUMN(premium)};
	size_t i;

	for(i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
		if(trunk->role != SIPTRUNK_ROLE_CARRIER
				&& trunk->origins[columns[i]] == SIPTRUNK_SETTING_ROW
				&& never_happens(builder, row, columns[i], "not carrier")
						   != SIPTRUNK_OK)
			return builder->status;
	}
	return SIPTRUNK_OK;
}

static siptrunk_status_t ordinary_check(siptrunk_builder_t *builder,
		const siptrunk_trunk_row_t *row, const siptrunk_trunk_t *trunk)
{
	if(emergency_check(builder, row, trunk) != SIPTRUNK_OK
			|| carrier_check(builder, row, trunk) != SIPTRUNK_OK)
		return builder->status;
	if(row->ani.len == 0
			&& siptrunk_text_equal(
					row->unverified_caller, SIPTRUNK_TEXT("replace")))
		return siptrunk_row_refuse(builder, row->id, "ani",
				"an E.164 number, because unverified_caller is replace",
				row->ani);
	return SIPTRUNK_OK;
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
	if(!trunk->use_source_address
			&& !(trunk->proof
					& (SIPTRUNK_PROOF_CERTIFICATE | SIPTRUNK_PROOF_DIGEST)))
		return siptrunk_row_refuse(builder, row->id, "proof",
				"certificate or digest, because use_source_address is no",
				row->proof);
	return SIPTRUNK_OK;
}

/** What is in effect, in the words in which it is shown; from here on the texts
 *  are the trunk's. */
static siptrunk_status_t trunk_keep(siptrunk_builder_t *builder,
		const siptrunk_trunk_row_t *row, siptrunk_trunk_t *trunk)
{
	char proof[SIPTRUNK_PROOF_TEXT_MAX];
	siptrunk_trunk_row_t shown = *row;
	size_t i;

	shown.transport = trunk->transport;
	shown.codecs = trunk->profile.codecs;
	shown.srtp_suites = trunk->profile.srtp_suites;
	shown.proof = siptrunk_text(siptrunk_proof_format(trunk->proof, proof));
	for(i = 0; i < SIPTRUNK_TRUNK_COLUMN_COUNT; i++)
		trunk->values[i] = siptrunk_row_keep(builder, shown.values[i]);
	trunk->name = trunk->values[SIPTRUNK_TRUNK_COLUMN(name)];
	trunk->transport = trunk->values[SIPTRUNK_TRUNK_COLUMN(transport)];
	trunk->profile.codecs = trunk->values[SIPTRUNK_TRUNK_COLUMN(codecs)];
	trunk->profile.srtp_suites =
			trunk->values[SIPTRUNK_TRUNK_COLUMN(srtp_suites)];
	trunk->ani = trunk->values[SIPTRUNK_TRUNK_COLUMN(ani)];
	trunk->outside_prefix =
			trunk->values[SIPTRUNK_TRUNK_COLUMN(outside_prefix)];
	trunk->certificate = trunk->values[SIPTRUNK_TRUNK_COLUMN(certificate)];
	trunk->authority = trunk->values[SIPTRUNK_TRUNK_COLUMN(authority)];
	trunk->realm = trunk->values[SIPTRUNK_TRUNK_COLUMN(realm)];
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

/** What C needs of the columns; the texts still belong to the row. */
static void trunk_read(
		const siptrunk_trunk_row_t *row, siptrunk_trunk_t *trunk)
{
	siptrunk_state_t state;

	trunk->row = row->id;
	siptrunk_role_parse(row->role, &trunk->role);
	trunk->transport = transport_of(row, trunk->role);
	siptrunk_state_parse(row->state, &state);
	trunk->state = (int)state;
	siptrunk_parse_int(row->gateways, &trunk->gateways);
	siptrunk_parse_int(row->call_limit, &trunk->call_limit);
	trunk->registrar =
			siptrunk_text_equal(row->registrar, SIPTRUNK_TEXT("yes"));
	trunk->use_source_address =
			siptrunk_text_equal(row->use_source_address, SIPTRUNK_TEXT("yes"));
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

/* --- columns --- */

static siptrunk_status_t columns_check(
		siptrunk_builder_t *builder, const siptrunk_trunk_row_t *row)
{
	const siptrunk_column_t *column = siptrunk_trunk_columns;
	siptrunk_error_t why;
	size_t i;

	if(siptrunk_builder_enter(builder, SIPTRUNK_STAGE_TRUNK) != SIPTRUNK_OK)
		return builder->status;
	for(i = 0; i < SIPTRUNK_TRUNK_COLUMN_COUNT; i++, column++) {
		if(row->values[i].len == 0 && column->fallback != NULL)
			continue;
		if(!column->check(row->values[i], &why))
			return siptrunk_builder_refuse(builder, SIPTRUNK_STAGE_TRUNK,
					row->id, column->name, &why);
	}
	return SIPTRUNK_OK;
}

/** What an empty column of a trunk of this role means. */
static siptrunk_text_t value_of_empty(const siptrunk_builder_t *builder,
		siptrunk_role_t role, size_t column, uint8_t *origin)
{
	const siptrunk_trunk_defaults_t *defaults = builder->trunk_defaults;

	*origin = SIPTRUNK_SETTING_LOCAL;
	if(defaults != NULL && defaults->values[role][column].len > 0)
		return defaults->values[role][column];
	*origin = SIPTRUNK_SETTING_DEFAULT;
	return siptrunk_text(siptrunk_trunk_columns[column].fallback);
}

/** Columns that were checked: what is in effect, and why. */
static void columns_fill(const siptrunk_builder_t *builder,
		siptrunk_trunk_row_t *row, uint8_t *origins)
{
	siptrunk_role_t role;
	size_t i;

	siptrunk_role_parse(row->role, &role);
	for(i = 0; i < SIPTRUNK_TRUNK_COLUMN_COUNT; i++) {
		origins[i] = SIPTRUNK_SETTING_ROW;
		if(row->values[i].len == 0)
			row->values[i] = value_of_empty(builder, role, i, &origins[i]);
	}
}

siptrunk_status_t siptrunk_builder_add_trunk(
		siptrunk_builder_t *builder, const siptrunk_trunk_row_t *given)
{
	siptrunk_trunk_row_t row = *given;
	siptrunk_trunk_t trunk;

	if(columns_check(builder, given) != SIPTRUNK_OK)
		return builder->status;
	memset(&trunk, 0, sizeof(trunk));
	columns_fill(builder, &row, trunk.origins);
	trunk_read(&row, &trunk);
	if(trunk_check(builder, &row, &trunk) != SIPTRUNK_OK
			|| siptrunk_row_media_profile(builder, &row, &trunk) != SIPTRUNK_OK
			|| proof_check(builder, &row, &trunk) != SIPTRUNK_OK
			|| identity_check(builder, &row, &trunk) != SIPTRUNK_OK
			|| ordinary_check(builder, &row, &trunk) != SIPTRUNK_OK
			|| trunk_keep(builder, &row, &trunk) != SIPTRUNK_OK)
		return builder->status;
	warn_fallback(builder, &row, trunk.role);
	return siptrunk_builder_push(
			builder, &builder->trunks, &trunk, sizeof(trunk));
}
