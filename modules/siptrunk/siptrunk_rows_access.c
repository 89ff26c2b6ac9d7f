/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Rows of the access lists: addresses, host names, credentials.
 *
 * Pure; only the process that loads.
 */
#include "siptrunk_builder.h"

#include <string.h>

/** A challenge names a realm, so there must be one answer to it; a peer names
 *  itself. */
static bool credential_exists(const siptrunk_builder_t *builder, uint32_t trunk,
		const siptrunk_credential_row_t *row)
{
	const siptrunk_pending_credential_t *pending = builder->credentials.items;
	size_t i;

	for(i = 0; i < builder->credentials.count; i++) {
		if(pending[i].trunk == trunk
				&& siptrunk_text_equal(pending[i].credential.realm, row->realm)
				&& (row->realm.len > 0
						|| siptrunk_text_equal(
								pending[i].credential.username, row->username)))
			return true;
	}
	return false;
}

siptrunk_status_t siptrunk_builder_add_credential(
		siptrunk_builder_t *builder, const siptrunk_credential_row_t *row)
{
	const siptrunk_cell_t cells[] = {
			{"direction", row->direction, siptrunk_check_one_direction},
			{"realm", row->realm, siptrunk_check_realm},
			{"username", row->username, siptrunk_check_username},
			{"ha1", row->ha1, siptrunk_check_ha1},
			{"ha1_sha256", row->ha1_sha256, siptrunk_check_ha1_sha256}};
	siptrunk_pending_credential_t pending;

	if(siptrunk_row_check(builder, SIPTRUNK_STAGE_CREDENTIAL, row->id, cells,
			   SIPTRUNK_CELL_COUNT(cells))
					!= SIPTRUNK_OK
			|| siptrunk_row_trunk(builder, row->id, row->trunk, &pending.trunk)
					   != SIPTRUNK_OK)
		return builder->status;
	if(siptrunk_text_equal(row->direction, SIPTRUNK_TEXT("outbound"))
			!= (row->realm.len > 0))
		return siptrunk_row_refuse(builder, row->id, "realm",
				"a realm if direction is outbound, nothing if it is inbound",
				row->realm);
	if(row->ha1.len + row->ha1_sha256.len == 0)
		return siptrunk_row_refuse(builder, row->id, "ha1",
				"this or ha1_sha256 (scripts/siptrunkdb ha1)", row->ha1);
	if(credential_exists(builder, pending.trunk, row))
		return row->realm.len > 0
					   ? siptrunk_row_refuse(builder, row->id, "realm",
							   "a realm that the trunk has not yet", row->realm)
					   : siptrunk_row_refuse(builder, row->id, "username",
							   "a name that the trunk has not yet",
							   row->username);
	pending.credential.realm = siptrunk_row_keep(builder, row->realm);
	pending.credential.username = siptrunk_row_keep(builder, row->username);
	pending.credential.ha1 = siptrunk_row_keep_lower(builder, row->ha1);
	pending.credential.ha1_sha256 =
			siptrunk_row_keep_lower(builder, row->ha1_sha256);
	if(builder->status != SIPTRUNK_OK)
		return builder->status;
	return siptrunk_builder_push(
			builder, &builder->credentials, &pending, sizeof(pending));
}

void siptrunk_builder_seal_credentials(siptrunk_builder_t *builder)
{
	siptrunk_config_t *config = builder->config;
	const siptrunk_pending_credential_t *pending = builder->credentials.items;
	size_t count = builder->credentials.count;
	siptrunk_credential_t *credentials =
			siptrunk_builder_alloc(builder, count, sizeof(*credentials));
	siptrunk_credential_state_t *states =
			siptrunk_builder_alloc(builder, count, sizeof(*states));
	uint32_t trunk;
	size_t i;

	if(credentials == NULL || states == NULL)
		return;
	for(trunk = 0; trunk < config->trunk_count; trunk++) {
		config->trunks[trunk].credentials = credentials;
		for(i = 0; i < count; i++) {
			if(pending[i].trunk != trunk)
				continue;
			*credentials = pending[i].credential;
			credentials++->state = states++;
			config->trunks[trunk].credential_count++;
		}
	}
	siptrunk_builder_check_registrars(builder);
}

/** Reads what limits and explains a row; its texts still belong to the row. */
static void detail_read(
		const siptrunk_address_row_t *row, siptrunk_detail_t *detail)
{
	memset(detail, 0, sizeof(*detail));
	detail->off = siptrunk_text_equal(row->state, SIPTRUNK_TEXT("off"));
	siptrunk_direction_parse(row->direction, &detail->directions);
	siptrunk_transports_parse(row->transports, &detail->transports);
	siptrunk_ports_parse(row->ports, &detail->port_first, &detail->port_last);
	siptrunk_time_parse(row->valid_from, false, &detail->from);
	siptrunk_time_parse(row->valid_until, true, &detail->until);
	detail->source = row->source;
	detail->dated = row->dated;
}

static bool detail_equal(
		const siptrunk_detail_t *a, const siptrunk_detail_t *b)
{
	return a->off == b->off && a->directions == b->directions
		   && a->transports == b->transports && a->port_first == b->port_first
		   && a->port_last == b->port_last && a->from == b->from
		   && a->until == b->until && siptrunk_text_equal(a->source, b->source)
		   && siptrunk_text_equal(a->dated, b->dated);
}

static siptrunk_status_t detail_push(
		siptrunk_builder_t *builder, const siptrunk_detail_t *detail)
{
	siptrunk_detail_t kept = *detail;

	kept.source = siptrunk_row_keep(builder, detail->source);
	kept.dated = siptrunk_row_keep(builder, detail->dated);
	if(builder->status != SIPTRUNK_OK)
		return builder->status;
	return siptrunk_builder_push(
			builder, &builder->details, &kept, sizeof(kept));
}

/** The first detail is that of most rows: none. Other rows share the one of
 *  the row before them: a vendor's list comes as a run. */
static siptrunk_status_t detail_add(siptrunk_builder_t *builder,
		const siptrunk_detail_t *detail, uint32_t *index)
{
	static const siptrunk_detail_t none;
	const siptrunk_list_t *list = &builder->details;
	const siptrunk_detail_t *details;

	*index = 0;
	if(list->count == 0 && detail_push(builder, &none) != SIPTRUNK_OK)
		return builder->status;
	if(detail_equal(detail, &none))
		return SIPTRUNK_OK;
	details = list->items;
	if(!detail_equal(detail, &details[list->count - 1])
			&& detail_push(builder, detail) != SIPTRUNK_OK)
		return builder->status;
	*index = (uint32_t)list->count - 1;
	return SIPTRUNK_OK;
}

static siptrunk_status_t add_host(siptrunk_builder_t *builder,
		const siptrunk_address_row_t *row, const siptrunk_prefix_row_t *prefix)
{
	siptrunk_host_t host = {.trunk = prefix->trunk,
			.detail = prefix->detail,
			.row = row->id,
			.action = (siptrunk_action_t)prefix->action};

	host.name = siptrunk_row_keep_lower(builder, row->host);
	if(builder->status != SIPTRUNK_OK)
		return builder->status;
	return siptrunk_builder_push(builder, &builder->hosts, &host, sizeof(host));
}

/** One of prefix and host, and a period that does not end before it begins. */
static siptrunk_status_t address_check(siptrunk_builder_t *builder,
		const siptrunk_address_row_t *row, const siptrunk_detail_t *detail)
{
	siptrunk_error_t why;

	if(row->host.len > 0 && row->prefix.len > 0)
		return siptrunk_row_refuse(builder, row->id, "host",
				"nothing, because the row has a prefix", row->host);
	if(row->host.len > 0
					? !siptrunk_check_host_name(row->host, &why)
					: !siptrunk_check_prefix(row->prefix, &why))
		return siptrunk_builder_refuse(builder, SIPTRUNK_STAGE_ADDRESS,
				row->id, row->host.len > 0 ? "host" : "prefix", &why);
	if(detail->from != 0 && detail->until != 0 && detail->until <= detail->from)
		return siptrunk_row_refuse(builder, row->id, "valid_until",
				"a time after valid_from", row->valid_until);
	return SIPTRUNK_OK;
}

/** What a trunk's rows say together. */
static void trunk_sum_up(siptrunk_trunk_t *trunk, siptrunk_action_t action,
		const siptrunk_detail_t *detail)
{
	const uint8_t any = SIPTRUNK_UDP | SIPTRUNK_TCP | SIPTRUNK_TLS;

	if(detail->off)
		return;
	if(detail->directions == SIPTRUNK_OUTBOUND)
		trunk->outbound_limited = true;
	else if(action == SIPTRUNK_ALLOW)
		trunk->inbound |= detail->transports != 0 ? detail->transports : any;
}

siptrunk_status_t siptrunk_builder_add_address(
		siptrunk_builder_t *builder, const siptrunk_address_row_t *row)
{
	const siptrunk_cell_t cells[] = {
			{"action", row->action, siptrunk_check_action},
			{"state", row->state, siptrunk_check_on_off},
			{"direction", row->direction, siptrunk_check_direction},
			{"transports", row->transports, siptrunk_check_transports},
			{"ports", row->ports, siptrunk_check_ports},
			{"valid_from", row->valid_from, siptrunk_check_valid_from},
			{"valid_until", row->valid_until, siptrunk_check_valid_until},
			{"source", row->source, siptrunk_check_description},
			{"dated", row->dated, siptrunk_check_dated}};
	siptrunk_prefix_row_t prefix = {.row = row->id, .parent = SIPTRUNK_NO_ROW};
	siptrunk_action_t action;
	siptrunk_detail_t detail;

	if(siptrunk_row_check(builder, SIPTRUNK_STAGE_ADDRESS, row->id, cells,
			   SIPTRUNK_CELL_COUNT(cells))
			!= SIPTRUNK_OK)
		return builder->status;
	detail_read(row, &detail);
	if(address_check(builder, row, &detail) != SIPTRUNK_OK
			|| siptrunk_row_trunk(builder, row->id, row->trunk, &prefix.trunk)
					   != SIPTRUNK_OK
			|| detail_add(builder, &detail, &prefix.detail) != SIPTRUNK_OK)
		return builder->status;
	siptrunk_action_parse(row->action, &action);
	prefix.action = (uint8_t)action;
	trunk_sum_up(&builder->config->trunks[prefix.trunk], action, &detail);
	if(row->host.len > 0)
		return add_host(builder, row, &prefix);
	siptrunk_prefix_parse(row->prefix, &prefix.prefix, NULL);
	return siptrunk_builder_push(
			builder, &builder->prefixes, &prefix, sizeof(prefix));
}
