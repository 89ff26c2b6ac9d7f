/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Rows of the table dispatcher that belong to a trunk's set.
 *
 * Pure; only the process that loads.
 */
#include "siptrunk_ascii.h"
#include "siptrunk_builder.h"

#include <stdlib.h>

/** Other sets are other people's: what is in them is not looked at. */
static bool is_ours(const siptrunk_config_t *config, int set)
{
	size_t i;

	for(i = 0; i < config->trunk_count; i++) {
		if(config->trunks[i].gateways == set)
			return true;
	}
	return false;
}

/** The one number of these tables that may be negative. */
static bool priority_parse(siptrunk_text_t text, int *priority)
{
	bool negative = text.len > 0 && text.s[0] == '-';

	if(negative)
		text = (siptrunk_text_t){text.s + 1, text.len - 1};
	if(!siptrunk_parse_int(text, priority))
		return false;
	if(negative)
		*priority = -*priority;
	return true;
}

static siptrunk_status_t flags_read(siptrunk_builder_t *builder,
		const siptrunk_gateway_row_t *row, siptrunk_gateway_t *gateway,
		int *flags)
{
	if(!siptrunk_parse_int(row->flags, flags))
		return siptrunk_row_refuse(
				builder, row->id, "flags", "a number, 0 or more", row->flags);
	if(!priority_parse(row->priority, &gateway->priority))
		return siptrunk_row_refuse(
				builder, row->id, "priority", "a number", row->priority);
	gateway->inactive = (*flags & SIPTRUNK_GATEWAY_INACTIVE) != 0;
	gateway->probed = (*flags & SIPTRUNK_GATEWAY_PROBED) != 0;
	return SIPTRUNK_OK;
}

/** RFC 2782. */
static siptrunk_status_t weight_read(siptrunk_builder_t *builder,
		const siptrunk_gateway_row_t *row, siptrunk_gateway_t *gateway)
{
	siptrunk_text_t text = siptrunk_gateway_attribute(row->attrs, "weight");
	int weight = 0;

	if(text.len > 0
			&& (!siptrunk_parse_int(text, &weight)
					|| weight > SIPTRUNK_GATEWAY_WEIGHT_MAX))
		return siptrunk_row_refuse(
				builder, row->id, "attrs", "weight= with 0 to 65535", text);
	gateway->weight = (uint16_t)weight;
	return SIPTRUNK_OK;
}

static bool is_name(siptrunk_text_t text)
{
	siptrunk_address_t address;

	return siptrunk_address_parse(text, &address)
		   || siptrunk_check_host_name(text, NULL);
}

/** Copied from a carrier's console (seed 004, "Common Issues"). */
static siptrunk_status_t has_no_space(
		siptrunk_builder_t *builder, const siptrunk_gateway_row_t *row)
{
	size_t i;

	for(i = 0; i < row->destination.len; i++) {
		if(siptrunk_ascii_in(row->destination.s[i], " \t"))
			return siptrunk_row_refuse(builder, row->id, "destination",
					"a URI without a space: if there's a space in the "
					"termination SIP URI, remove it",
					row->destination);
	}
	return SIPTRUNK_OK;
}

/** Twilio takes such a call wherever it is nearest to Twilio, not to the edge
 *  (seed 004, "Common Issues"). */
static void warn_not_localized(siptrunk_builder_t *builder,
		const siptrunk_gateway_row_t *row, siptrunk_text_t host)
{
	siptrunk_text_t rest;
	siptrunk_quoted_t quoted;
	siptrunk_error_t why;

	siptrunk_text_split(host, '.', &rest);
	if(!siptrunk_text_equal_nocase(rest, SIPTRUNK_TEXT("pstn.twilio.com")))
		return;
	siptrunk_error_set(&why,
			"expected a localized termination URI that is near the edge, such "
			"as NAME.pstn.ashburn.twilio.com, found '%s'",
			siptrunk_text_quote(host, &quoted));
	siptrunk_builder_warn(builder, SIPTRUNK_STAGE_GATEWAY, row->id,
			"destination", &why);
}

/** Host and name; their texts still belong to the row. */
static siptrunk_status_t destination_read(siptrunk_builder_t *builder,
		const siptrunk_gateway_row_t *row, siptrunk_gateway_t *gateway)
{
	siptrunk_error_t why;

	if(has_no_space(builder, row) != SIPTRUNK_OK)
		return builder->status;
	if(!siptrunk_gateway_parse(row->destination, gateway, &why))
		return siptrunk_builder_refuse(builder, SIPTRUNK_STAGE_GATEWAY, row->id,
				"destination", &why);
	warn_not_localized(builder, row, gateway->host);
	gateway->name = siptrunk_gateway_attribute(row->attrs, "name");
	if(gateway->name.len == 0)
		gateway->name = gateway->host;
	else if(!is_name(gateway->name))
		return siptrunk_row_refuse(builder, row->id, "attrs",
				"name= with a host name or an address", gateway->name);
	return SIPTRUNK_OK;
}

/** Keys in the SDP are for whoever reads it: SRTP is worth something over TLS
 *  only, and Retell refuses it elsewhere (seed 000). The gateways of other
 *  trunks may be reached by any transport, each by its own. */
static siptrunk_status_t transport_check(siptrunk_builder_t *builder,
		const siptrunk_gateway_row_t *row, const siptrunk_gateway_t *gateway,
		const siptrunk_trunk_t *trunk)
{
	siptrunk_text_t own =
			siptrunk_text(siptrunk_transport_name(gateway->transport));
	siptrunk_quoted_t quoted;
	siptrunk_error_t why;

	if(trunk->gateways != gateway->set
			|| trunk->profile.media == SIPTRUNK_MEDIA_RTP
			|| siptrunk_text_equal(trunk->transport, own))
		return SIPTRUNK_OK;
	siptrunk_error_set(&why,
			"expected ;transport=%.*s, as trunk %s has it, found %.*s",
			SIPTRUNK_TEXT_FMT(trunk->transport),
			siptrunk_text_quote(trunk->name, &quoted), SIPTRUNK_TEXT_FMT(own));
	return siptrunk_builder_refuse(
			builder, SIPTRUNK_STAGE_GATEWAY, row->id, "destination", &why);
}

static siptrunk_status_t transports_check(siptrunk_builder_t *builder,
		const siptrunk_gateway_row_t *row, const siptrunk_gateway_t *gateway)
{
	const siptrunk_config_t *config = builder->config;
	size_t i;

	for(i = 0; i < config->trunk_count && builder->status == SIPTRUNK_OK; i++)
		transport_check(builder, row, gateway, &config->trunks[i]);
	return builder->status;
}

siptrunk_status_t siptrunk_builder_add_gateway(
		siptrunk_builder_t *builder, const siptrunk_gateway_row_t *row)
{
	siptrunk_gateway_t gateway = {.row = row->id};
	int flags;

	if(siptrunk_builder_enter(builder, SIPTRUNK_STAGE_GATEWAY) != SIPTRUNK_OK
			|| !siptrunk_parse_int(row->set, &gateway.set)
			|| !is_ours(builder->config, gateway.set))
		return builder->status;
	if(flags_read(builder, row, &gateway, &flags) != SIPTRUNK_OK
			|| weight_read(builder, row, &gateway) != SIPTRUNK_OK
			|| destination_read(builder, row, &gateway) != SIPTRUNK_OK
			|| (flags & SIPTRUNK_GATEWAY_DISABLED) != 0
			|| transports_check(builder, row, &gateway) != SIPTRUNK_OK)
		return builder->status;
	gateway.host = siptrunk_row_keep_lower(builder, gateway.host);
	gateway.name = siptrunk_row_keep_lower(builder, gateway.name);
	if(builder->status != SIPTRUNK_OK)
		return builder->status;
	return siptrunk_builder_push(
			builder, &builder->gateways, &gateway, sizeof(gateway));
}

static int gateway_compare(const void *left, const void *right)
{
	const siptrunk_gateway_t *a = left;
	const siptrunk_gateway_t *b = right;

	if(a->set != b->set)
		return a->set < b->set ? -1 : 1;
	if(a->priority != b->priority)
		return a->priority > b->priority ? -1 : 1;
	return (a->row > b->row) - (a->row < b->row);
}

/** Not refused: without one the call still goes to the fallback carrier,
 *  without a configuration nowhere. */
static void warn_no_gateway(
		siptrunk_builder_t *builder, const siptrunk_trunk_t *trunk)
{
	siptrunk_error_t why;

	if(trunk->role != SIPTRUNK_ROLE_EMERGENCY || trunk->gateway_count > 0)
		return;
	siptrunk_error_set(&why,
			"expected a set of table dispatcher with a gateway, found none in "
			"set %d: emergency calls have only the fallback carrier",
			trunk->gateways);
	siptrunk_builder_warn(builder, SIPTRUNK_STAGE_TRUNK, trunk->row, "gateways",
			&why);
}

/** Trunks may share a set. */
static void trunk_take_gateways(
		const siptrunk_config_t *config, siptrunk_trunk_t *trunk)
{
	const siptrunk_gateway_t *gateway = config->gateways;
	const siptrunk_gateway_t *end = gateway + config->gateway_count;

	while(gateway < end && gateway->set != trunk->gateways)
		gateway++;
	trunk->gateway_list = gateway;
	while(gateway < end && gateway->set == trunk->gateways)
		gateway++;
	trunk->gateway_count = (size_t)(gateway - trunk->gateway_list);
}

void siptrunk_builder_seal_gateways(siptrunk_builder_t *builder)
{
	siptrunk_config_t *config = builder->config;
	siptrunk_list_t *list = &builder->gateways;
	size_t i;

	if(list->count > 0)
		qsort(list->items, list->count, sizeof(siptrunk_gateway_t),
				gateway_compare);
	config->gateway_count = list->count;
	config->gateways = siptrunk_builder_seal(
			builder, list, sizeof(siptrunk_gateway_t));
	if(config->gateways == NULL)
		return;
	for(i = 0; i < config->trunk_count; i++) {
		trunk_take_gateways(config, &config->trunks[i]);
		warn_no_gateway(builder, &config->trunks[i]);
	}
}
