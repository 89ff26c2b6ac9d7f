/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * A leg of a call whose answer the edge itself acknowledges.
 *
 * SIP workers; private memory, tm's for the BYE.
 */
#include "siptrunk_leg.h"

#include "siptrunk_compat.h"
#include "siptrunk_gateway.h"
#include "siptrunk_message.h"
#include "siptrunk_tm.h"

#include "core/dprint.h"
#include "core/forward.h"
#include "core/parser/parse_from.h"
#include "core/parser/parse_rr.h"
#include "core/parser/parse_to.h"
#include "core/trim.h"
#include "core/ut.h"

#include <stdio.h>
#include <string.h>

#define ROUTES_MAX 2048

static bool is_ours(const rr_t *route)
{
	struct sip_uri uri;
	str text = route->nameaddr.uri;

	return parse_uri(text.s, text.len, &uri) == 0
		   && check_self(&uri.host, uri.port_no, uri.proto);
}

/** Writes the route before those that are there already. */
static bool put_first(str *routes, char *room, const rr_t *route)
{
	static const char name[] = "Route: ", end[] = "\r\n";
	int len = (int)(sizeof(name) - 1) + route->len + (int)(sizeof(end) - 1);

	if(routes->s - room < len)
		return false;
	routes->s -= len;
	routes->len += len;
	memcpy(routes->s, name, sizeof(name) - 1);
	memcpy(routes->s + sizeof(name) - 1, route->nameaddr.name.s,
			(size_t)route->len);
	memcpy(routes->s + len - 2, end, 2);
	return true;
}

/** The way to who answered: the hops that it put on the way to us, the last one
 *  first (RFC 3261 section 12.1.2). */
static bool routes_of(sip_msg_t *answer, char *room, str *routes)
{
	hdr_field_t *header;
	const rr_t *route;

	*routes = (str){room + ROUTES_MAX, 0};
	for(header = answer->record_route; header != NULL;
			header = next_sibling_hdr(header)) {
		if(parse_rr(header) < 0)
			return false;
		for(route = header->parsed; route != NULL; route = route->next) {
			if(is_ours(route))
				return true;
			if(!put_first(routes, room, route))
				return false;
		}
	}
	return true;
}

/** The connection that the answer came by, as a URI. */
static str hop_of(const sip_msg_t *answer, char *room)
{
	siptrunk_situation_t from;
	siptrunk_address_t address;

	siptrunk_message_source(&answer->rcv, &address, &from);
	return (str){room, (int)siptrunk_gateway_uri(
							   &address, from.port, from.transport, room)};
}

/** What tm has to know of the dialog. Everything points into the answer. */
static bool read_dialog(sip_msg_t *answer, dlg_t *dialog)
{
	if(parse_headers(answer, HDR_EOH_F, 0) < 0 || parse_from_header(answer) < 0
			|| parse_to_header(answer) < 0 || answer->callid == NULL
			|| siptrunk_message_contact(answer).len == 0
			|| str2int(&get_cseq(answer)->number, &dialog->loc_seq.value) < 0)
		return false;
	dialog->loc_seq.is_set = 1;
	dialog->id.call_id = answer->callid->body;
	trim(&dialog->id.call_id);
	dialog->id.loc_tag = get_from(answer)->tag_value;
	dialog->id.rem_tag = get_to(answer)->tag_value;
	dialog->loc_uri = get_from(answer)->uri;
	dialog->rem_uri = get_to(answer)->uri;
	dialog->rem_target = siptrunk_str_of(siptrunk_message_contact(answer));
	dialog->send_sock = answer->rcv.bind_address;
	dialog->state = DLG_CONFIRMED;
	return true;
}

static bool send_within(dlg_t *dialog, str method, str *routes)
{
	uac_req_t request;

	set_uac_req(&request, &method, routes->len > 0 ? routes : NULL, NULL,
			dialog, 0, NULL, NULL);
	return siptrunk_tm.t_request_within(&request) >= 0;
}

static bool write_routes(
		siptrunk_text_t within, char *room, str *routes)
{
	*routes = (str){room, snprintf(room, ROUTES_MAX, "Route: %.*s\r\n",
								  SIPTRUNK_TEXT_FMT(within))};
	return routes->len < ROUTES_MAX;
}

/** ACK, and BYE if it is to end. */
static bool answer_leg(sip_msg_t *answer, siptrunk_text_t within, bool end)
{
	char route_room[ROUTES_MAX], hop_room[SIPTRUNK_GATEWAY_URI_MAX];
	dlg_t dialog = {0};
	str routes;

	if(!read_dialog(answer, &dialog)
			|| !(within.len > 0 ? write_routes(within, route_room, &routes)
								: routes_of(answer, route_room, &routes))) {
		LM_ERR("an answer cannot be acknowledged: its Record-Route or Contact "
			   "cannot be read\n");
		return false;
	}
	/* tm is not given the routes as such: it would send to the first of them,
	 * a name perhaps that DNS does not know today */
	dialog.dst_uri = hop_of(answer, hop_room);
	if(send_within(&dialog, (str)str_init("ACK"), &routes)
			&& (!end
					|| send_within(&dialog, (str)str_init("BYE"), &routes)))
		return true;
	LM_ERR("an answer cannot be acknowledged: no ACK or BYE to %.*s\n",
			dialog.dst_uri.len, dialog.dst_uri.s);
	return false;
}

bool siptrunk_leg_acknowledge(sip_msg_t *answer, siptrunk_text_t within)
{
	return answer_leg(answer, within, false);
}

bool siptrunk_leg_end(sip_msg_t *answer)
{
	return answer_leg(answer, SIPTRUNK_TEXT(""), true);
}
