/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * RPC commands about the access lists.
 *
 * Any process that serves RPC; each command works on one snapshot.
 */
#include "siptrunk_rpc_access.h"

#include "siptrunk_access.h"
#include "siptrunk_check.h"
#include "siptrunk_learn.h"
#include "siptrunk_rpc_io.h"

#include <time.h>

/* --- check --- */

static void add_access(rpc_t *rpc, void *answer,
		const siptrunk_config_t *config, const siptrunk_access_t *access)
{
	const siptrunk_trunk_t *trunk = access->trunk;
	char prefix[SIPTRUNK_PREFIX_TEXT_MAX], reason[256];
	char proof[SIPTRUNK_PROOF_TEXT_MAX];

	siptrunk_access_reason(config, access, reason, sizeof(reason));
	siptrunk_rpc_text(rpc, answer, "verdict",
			siptrunk_text(siptrunk_verdict_name(access->verdict)));
	siptrunk_rpc_text(rpc, answer, "trunk",
			trunk != NULL ? trunk->name : SIPTRUNK_TEXT(""));
	siptrunk_rpc_text(rpc, answer, "role",
			trunk != NULL ? siptrunk_role_name(trunk->role)
						  : SIPTRUNK_TEXT(""));
	siptrunk_rpc_text(
			rpc, answer, "prefix", siptrunk_access_prefix(access, prefix));
	siptrunk_rpc_text(rpc, answer, "reason", siptrunk_text(reason));
	siptrunk_rpc_text(rpc, answer, "proof",
			siptrunk_text(siptrunk_proof_format(
					trunk != NULL ? trunk->proof : 0, proof)));
	siptrunk_rpc_text(rpc, answer, "origin",
			access->detail != NULL
					? siptrunk_origin_name(access->detail->origin)
					: SIPTRUNK_TEXT(""));
	siptrunk_rpc_text(rpc, answer, "source",
			access->detail != NULL ? access->detail->source
								   : SIPTRUNK_TEXT(""));
	siptrunk_rpc_text(rpc, answer, "dated",
			access->detail != NULL ? access->detail->dated : SIPTRUNK_TEXT(""));
}

const char *siptrunk_rpc_check_doc[] = {
		"May this address send, and why. ADDRESS [udp|tcp|tls [PORT]]", 0};

/** false after a fault. A transport or port that is not given is no limit. */
static bool read_situation(rpc_t *rpc, void *ctx,
		const siptrunk_arguments_t *arguments, siptrunk_situation_t *situation)
{
	uint16_t last;

	*situation = (siptrunk_situation_t){SIPTRUNK_INBOUND, 0, 0, time(NULL)};
	if(arguments->count > 1
			&& (arguments->values[1].len != 3
					|| !siptrunk_transports_parse(
							arguments->values[1], &situation->transport))) {
		siptrunk_rpc_fault(rpc, ctx, 400,
				"'%.*s' is no transport; udp, tcp, tls are",
				SIPTRUNK_TEXT_FMT(arguments->values[1]));
		return false;
	}
	if(arguments->count > 2
			&& (!siptrunk_ports_parse(
						arguments->values[2], &situation->port, &last)
					|| last != situation->port)) {
		siptrunk_rpc_fault(rpc, ctx, 400,
				"'%.*s' is no port; 1 to 65535 are",
				SIPTRUNK_TEXT_FMT(arguments->values[2]));
		return false;
	}
	return true;
}

void siptrunk_rpc_check(rpc_t *rpc, void *ctx)
{
	siptrunk_arguments_t arguments;
	siptrunk_snapshot_t *snapshot;
	siptrunk_situation_t situation;
	siptrunk_address_t source;
	siptrunk_access_t access;
	void *answer;

	if(!siptrunk_rpc_read(rpc, ctx, 1, 3,
			   "siptrunk.check ADDRESS [udp|tcp|tls [PORT]]", &arguments))
		return;
	if(!siptrunk_address_parse(arguments.values[0], &source)) {
		siptrunk_rpc_fault(rpc, ctx, 400, "'%.*s' is no IPv4 or IPv6 address",
				SIPTRUNK_TEXT_FMT(arguments.values[0]));
		return;
	}
	if(!read_situation(rpc, ctx, &arguments, &situation))
		return;
	answer = siptrunk_rpc_answer(rpc, ctx);
	if(answer == NULL)
		return;
	snapshot = siptrunk_snapshot_get();
	siptrunk_access_check(snapshot->config, snapshot->overlay, &source,
			&situation, NULL, &access);
	add_access(rpc, answer, snapshot->config, &access);
	siptrunk_snapshot_put(snapshot);
}

/* --- address_add, address_remove --- */

static bool read_prefix(rpc_t *rpc, void *ctx, siptrunk_text_t text,
		siptrunk_prefix_t *prefix)
{
	siptrunk_error_t why;

	if(siptrunk_prefix_parse(text, prefix, &why))
		return true;
	siptrunk_rpc_fault(rpc, ctx, 400, "%s", why.text);
	return false;
}

static bool read_lifetime(
		rpc_t *rpc, void *ctx, siptrunk_text_t text, int *lifetime)
{
	if(siptrunk_parse_int(text, lifetime) && *lifetime >= 1
			&& *lifetime <= SIPTRUNK_LIFETIME_MAX_S)
		return true;
	siptrunk_rpc_fault(rpc, ctx, 400,
			"'%.*s' is no lifetime; 1 to %ld seconds are",
			SIPTRUNK_TEXT_FMT(text), SIPTRUNK_LIFETIME_MAX_S);
	return false;
}

/** Without the argument: allow. */
static bool read_action(rpc_t *rpc, void *ctx,
		const siptrunk_arguments_t *arguments, siptrunk_action_t *action)
{
	*action = SIPTRUNK_ALLOW;
	if(arguments->count < 4
			|| siptrunk_action_parse(arguments->values[3], action))
		return true;
	siptrunk_rpc_fault(rpc, ctx, 400, "'%.*s' is no action; allow, deny are",
			SIPTRUNK_TEXT_FMT(arguments->values[3]));
	return false;
}

/** lifetime 0: the entry is gone. */
static void answer_entry(rpc_t *rpc, void *ctx, siptrunk_text_t trunk,
		const siptrunk_prefix_t *prefix, int lifetime)
{
	void *answer = siptrunk_rpc_answer(rpc, ctx);
	char text[SIPTRUNK_PREFIX_TEXT_MAX], when[SIPTRUNK_TIME_TEXT_MAX];

	if(answer == NULL)
		return;
	siptrunk_prefix_format(prefix, text);
	siptrunk_rpc_text(rpc, answer, "trunk", trunk);
	siptrunk_rpc_text(rpc, answer, "prefix", siptrunk_text(text));
	if(lifetime > 0)
		siptrunk_rpc_text(rpc, answer, "expires",
				siptrunk_text(
						siptrunk_time_format(time(NULL) + lifetime, when)));
	siptrunk_rpc_number(rpc, answer, "temporary",
			(long)siptrunk_learn_temporary_count());
}

#define ADD_USAGE \
	"siptrunk.address_add TRUNK PREFIX LIFETIME_S [allow|deny]"

const char *siptrunk_rpc_address_add_doc[] = {
		"Puts a prefix on a trunk's list for a time; reloads and restarts do "
		"not end it. TRUNK PREFIX LIFETIME_S [allow|deny]",
		0};

static bool may_add(rpc_t *rpc, void *ctx, const siptrunk_prefix_t *prefix,
		siptrunk_action_t action)
{
	if(action == SIPTRUNK_DENY || !siptrunk_prefix_is_broad(prefix))
		return true;
	siptrunk_rpc_fault(rpc, ctx, 400,
			"a prefix of length %u is too broad to be allowed; at least /8 of "
			"IPv4, /16 of IPv6 is expected",
			prefix->length);
	return false;
}

void siptrunk_rpc_address_add(rpc_t *rpc, void *ctx)
{
	siptrunk_arguments_t arguments;
	siptrunk_prefix_t prefix;
	siptrunk_action_t action;
	siptrunk_error_t error;
	int lifetime;

	if(!siptrunk_rpc_read(rpc, ctx, 3, 4, ADD_USAGE, &arguments)
			|| !siptrunk_rpc_trunk_exists(rpc, ctx, arguments.values[0])
			|| !read_prefix(rpc, ctx, arguments.values[1], &prefix)
			|| !read_lifetime(rpc, ctx, arguments.values[2], &lifetime)
			|| !read_action(rpc, ctx, &arguments, &action)
			|| !may_add(rpc, ctx, &prefix, action))
		return;
	if(!siptrunk_learn_add(
			   arguments.values[0], &prefix, action, lifetime, &error)) {
		siptrunk_rpc_fault(rpc, ctx, 500, "%s", error.text);
		return;
	}
	answer_entry(rpc, ctx, arguments.values[0], &prefix, lifetime);
}

const char *siptrunk_rpc_address_remove_doc[] = {
		"Ends a temporary entry of a trunk's list. TRUNK PREFIX", 0};

void siptrunk_rpc_address_remove(rpc_t *rpc, void *ctx)
{
	siptrunk_arguments_t arguments;
	siptrunk_prefix_t prefix;
	siptrunk_error_t error;

	if(!siptrunk_rpc_read(rpc, ctx, 2, 2,
			   "siptrunk.address_remove TRUNK PREFIX", &arguments)
			|| !siptrunk_rpc_trunk_exists(rpc, ctx, arguments.values[0])
			|| !read_prefix(rpc, ctx, arguments.values[1], &prefix))
		return;
	if(!siptrunk_learn_has(arguments.values[0], &prefix)) {
		siptrunk_rpc_fault(rpc, ctx, 404,
				"'%.*s' is no temporary entry of trunk '%.*s'",
				SIPTRUNK_TEXT_FMT(arguments.values[1]),
				SIPTRUNK_TEXT_FMT(arguments.values[0]));
		return;
	}
	if(!siptrunk_learn_remove(arguments.values[0], &prefix, &error)) {
		siptrunk_rpc_fault(rpc, ctx, 500, "%s", error.text);
		return;
	}
	answer_entry(rpc, ctx, arguments.values[0], &prefix, 0);
}
