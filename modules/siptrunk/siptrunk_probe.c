/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Asks gateways by OPTIONS whether they are there.
 *
 * A process of its own, which must not end: Kamailio would shut down with it.
 * The answers come in through a SIP worker.
 */
#include "siptrunk_probe.h"

#include "siptrunk_clock.h"
#include "siptrunk_health.h"
#include "siptrunk_message.h"
#include "siptrunk_tm.h"

#include "core/dprint.h"
#include "core/socket_info.h"
#include "core/sr_module.h"
#include "core/timer_proc.h"
#include "core/xavp.h"

#include <stdio.h>
#include <string.h>

#define TICK_S 1

static int interval_s;

/** After a load, or when DNS has said something new. The snapshot is held, so
 *  that no other has its address. */
static void follow_configuration(void)
{
	static siptrunk_snapshot_t *followed;
	siptrunk_snapshot_t *snapshot = siptrunk_snapshot_get();

	if(snapshot == followed || !siptrunk_health_follow(snapshot)) {
		siptrunk_snapshot_put(snapshot);
		return;
	}
	if(followed != NULL)
		siptrunk_snapshot_put(followed);
	followed = snapshot;
}

/** What tm makes up when nothing came is no answer. */
static void heard(struct cell *transaction, int type, struct tmcb_params *reply)
{
	if(reply->rpl != FAKED_REPLY)
		siptrunk_health_answered(
				(unsigned)(uintptr_t)*reply->param, reply->code);
}

/* --- the TLS profile, as the routing chooses it for calls --- */

static str tls_xavp = str_init("tls");
static str name_key = str_init("server_name");
static str id_key = str_init("server_id");

static void choose_profile(siptrunk_destination_t *to)
{
	str gateway = {to->gateway, (int)strlen(to->gateway)};
	str trunk = {to->trunk, (int)strlen(to->trunk)};

	xavp_set_child_sval(&tls_xavp, &name_key, &gateway);
	xavp_set_child_sval(&tls_xavp, &id_key, &trunk);
}

static void forget_profile(void)
{
	xavp_rm_by_name(&tls_xavp, 1, NULL);
}

/* --- questions --- */

/** "sip:" and a name or address in brackets */
#define URI_MAX (sizeof("sip:[]") + 254)

static str uri_of(char room[URI_MAX], str host)
{
	bool bracketed = host.s[0] != '['
					 && memchr(host.s, ':', (size_t)host.len) != NULL;

	return (str){room,
			snprintf(room, URI_MAX, bracketed ? "sip:[%.*s]" : "sip:%.*s",
					host.len, host.s)};
}

static bool send_options(siptrunk_destination_t *to)
{
	str method = str_init("OPTIONS");
	char request_room[URI_MAX], from_room[URI_MAX];
	char next_room[SIPTRUNK_GATEWAY_URI_MAX];
	str gateway = {to->gateway, (int)strlen(to->gateway)}, own, port;
	str request = uri_of(request_room, gateway), from;
	str next = {next_room, (int)siptrunk_gateway_uri(&to->address, to->port,
								   to->transport, next_room)};
	uac_req_t uac;

	siptrunk_message_shown(get_first_socket(), &own, &port);
	from = uri_of(from_room, own);
	set_uac_req(&uac, &method, NULL, NULL, NULL, TMCB_LOCAL_COMPLETED, heard,
			(void *)(uintptr_t)to->serial);
	return siptrunk_tm.t_request(&uac, &request, &request, &from, &next)
		   >= 0;
}

static void ask(siptrunk_destination_t *destination)
{
	bool sent;

	choose_profile(destination);
	sent = send_options(destination);
	forget_profile();
	if(!sent)
		siptrunk_health_answered(destination->serial, 0);
}

static void tick(unsigned int ticks, void *param)
{
	siptrunk_destination_t destination;

	follow_configuration();
	siptrunk_health_expect(siptrunk_clock_steady_s());
	while(siptrunk_tm.t_request != NULL
			&& siptrunk_health_ask(
					siptrunk_clock_steady_s(), interval_s, &destination))
		ask(&destination);
}

int siptrunk_probe_init(int interval)
{
	interval_s = interval;
	return register_basic_timers(1);
}

int siptrunk_probe_start(int rank)
{
	if(rank != PROC_MAIN)
		return 0;
	/* with a socket to the process that owns the TCP connections */
	return fork_basic_timer(PROC_TIMER, "SIPTRUNK PROBER", 1, tick, NULL,
				   TICK_S)
						   < 0
				   ? -1
				   : 0;
}
