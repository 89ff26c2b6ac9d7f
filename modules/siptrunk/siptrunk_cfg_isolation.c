/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Config functions that keep others out of emergency calls.
 *
 * SIP workers.
 */
#include "siptrunk_cfg_isolation.h"

#include "siptrunk_cfg_io.h"
#include "siptrunk_compat.h"
#include "siptrunk_emergencies.h"
#include "siptrunk_explain.h"
#include "siptrunk_intrusion.h"
#include "siptrunk_log.h"

#include "core/dprint.h"
#include "core/ip_addr.h"
#include "core/parser/parse_rr.h"
#include "core/parser/parse_uri.h"

static bool is_emergency_gateway(
		const siptrunk_config_t *config, siptrunk_text_t host)
{
	uint32_t i;

	for(i = 0; i < config->trunk_count; i++) {
		if(config->trunks[i].role == SIPTRUNK_ROLE_EMERGENCY
				&& siptrunk_config_is_gateway(&config->trunks[i], host))
			return true;
	}
	return false;
}

static bool leads_by_gateway(
		hdr_field_t *header, const siptrunk_config_t *config)
{
	struct sip_uri uri;
	const rr_t *route;

	if(parse_rr(header) < 0)
		return false;
	for(route = header->parsed; route != NULL; route = route->next) {
		if(parse_uri(route->nameaddr.uri.s, route->nameaddr.uri.len, &uri) == 0
				&& is_emergency_gateway(config, siptrunk_text_of(&uri.host)))
			return true;
	}
	return false;
}

static bool is_intruder(hdr_field_t *header, const siptrunk_config_t *config)
{
	if(header->type == HDR_ROUTE_T)
		return leads_by_gateway(header, config);
	return siptrunk_intrusion_names_dialog(siptrunk_text_of(&header->name))
		   && siptrunk_emergencies_has_call(siptrunk_intrusion_call_id(
				   siptrunk_text_of(&header->body)));
}

int ki_siptrunk_intrudes(sip_msg_t *msg)
{
	const siptrunk_call_t *call = siptrunk_call_get();
	hdr_field_t *header;

	if(call == NULL || parse_headers(msg, HDR_EOH_F, 0) < 0)
		return SIPTRUNK_CFG_ERROR;
	for(header = msg->headers; header != NULL; header = header->next) {
		if(is_intruder(header, call->snapshot->config))
			return 1;
	}
	return -1;
}

int ki_siptrunk_uri_intrudes(sip_msg_t *msg, str *uri)
{
	return siptrunk_intrusion_by_uri(
				   siptrunk_text_of(uri), siptrunk_emergencies_has_call)
				   ? 1
				   : -1;
}

int ki_siptrunk_alarm_intruder(sip_msg_t *msg, str *why)
{
	const siptrunk_call_t *call = siptrunk_call_find();
	siptrunk_text_t trunk = SIPTRUNK_TEXT("none");

	if(siptrunk_explaining || !siptrunk_log_may())
		return 1;
	if(call != NULL && call->access.trunk != NULL)
		trunk = call->access.trunk->name;
	LM_ERR("emergency refused: %.*s (from %s, trunk %.*s)\n", why->len, why->s,
			ip_addr2strz(&msg->rcv.src_ip), SIPTRUNK_TEXT_FMT(trunk));
	return 1;
}

int w_siptrunk_intrudes(sip_msg_t *msg, char *p1, char *p2)
{
	return ki_siptrunk_intrudes(msg);
}

int w_siptrunk_uri_intrudes(sip_msg_t *msg, char *uri, char *p2)
{
	return siptrunk_cfg_with_value(msg, uri, ki_siptrunk_uri_intrudes);
}

int w_siptrunk_alarm_intruder(sip_msg_t *msg, char *why, char *p2)
{
	return siptrunk_cfg_with_value(msg, why, ki_siptrunk_alarm_intruder);
}
