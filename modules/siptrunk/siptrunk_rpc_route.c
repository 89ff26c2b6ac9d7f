/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The RPC command that explains where a call would go: which outbound route it
 * takes, to which trunks, and why not by another.
 *
 * Any process that serves RPC; each command works on one snapshot.
 */
#include "siptrunk_rpc_route.h"

#include "siptrunk_compat.h"
#include "siptrunk_rpc_io.h"
#include "siptrunk_snapshot.h"

/** Whose call it is, and what was dialled. */
typedef struct asked
{
	const siptrunk_config_t *config;
	const siptrunk_trunk_t *pbx;  /**< the first; NULL: there is none */
	const siptrunk_site_t *site; /**< NULL: of a caller without one */
	siptrunk_number_t number;
} asked_t;

/** who: a site, or a caller by anything that siptrunk_caller knows of it. false
 *  after a fault. */
static bool find_site(
		rpc_t *rpc, void *ctx, siptrunk_text_t who, asked_t *asked)
{
	const siptrunk_config_t *config = asked->config;
	const siptrunk_caller_t *caller;

	asked->site = asked->pbx != NULL ? asked->pbx->site : NULL;
	if(who.len == 0)
		return true;
	caller = siptrunk_directory_find(config->directory, who);
	if(caller != NULL) {
		asked->site = siptrunk_caller_site(caller, asked->site);
		return true;
	}
	asked->site = siptrunk_site_find(config->sites, config->site_count, who);
	if(asked->site != NULL)
		return true;
	siptrunk_rpc_fault(rpc, ctx, 404, "no caller and no site is '%.*s'",
			SIPTRUNK_TEXT_FMT(who));
	return false;
}

static bool classify(
		rpc_t *rpc, void *ctx, siptrunk_text_t dialled, asked_t *asked)
{
	const siptrunk_dialler_t dialler = {
			asked->pbx != NULL ? asked->pbx->outside_prefix
							   : SIPTRUNK_TEXT(""),
			asked->site, false};

	if(siptrunk_number_classify(
			   &asked->config->plan, dialled, &dialler, &asked->number))
		return true;
	siptrunk_rpc_fault(rpc, ctx, 400, "'%.*s' holds no number",
			SIPTRUNK_TEXT_FMT(dialled));
	return false;
}

/** What would keep a call from it now; NULL: nothing that can be told before
 *  there is a call. */
static const char *obstacle(const siptrunk_trunk_t *trunk)
{
	if(__atomic_load_n(&trunk->state, __ATOMIC_RELAXED) != SIPTRUNK_IN_SERVICE)
		return "out of service";
	/* who registers need not have any */
	return trunk->gateway_count == 0 && !trunk->registrar ? "no gateway" : NULL;
}

static void add_trunk(rpc_t *rpc, void *list, const siptrunk_trunk_t *trunk,
		const char *reason)
{
	const char *why_not = obstacle(trunk);
	void *item = siptrunk_rpc_item(rpc, list);

	if(item == NULL)
		return;
	siptrunk_rpc_text(rpc, item, "trunk", trunk->name);
	siptrunk_rpc_text(rpc, item, "role", siptrunk_role_name(trunk->role));
	siptrunk_rpc_text(rpc, item, "verdict",
			why_not == NULL ? SIPTRUNK_TEXT("tried")
							: SIPTRUNK_TEXT("passed_over"));
	siptrunk_rpc_text(rpc, item, "reason",
			siptrunk_text(why_not != NULL ? why_not : reason));
}

static const char *turn_of(const siptrunk_route_t *route, size_t i)
{
	if(route->random && route->trunk_count > 1)
		return "in an order of each call's own";
	return i == 0 ? "first" : "when those before it do not take the call";
}

/** Without a route as if there were none at all. */
static void add_default(rpc_t *rpc, void *list, const asked_t *asked)
{
	const bool emergency =
			siptrunk_number_is_emergency(asked->number.classification);
	const siptrunk_trunk_t *trunk = siptrunk_config_first(asked->config,
			emergency ? SIPTRUNK_ROLE_EMERGENCY : SIPTRUNK_ROLE_AGENT);

	if(trunk != NULL)
		add_trunk(rpc, list, trunk,
				emergency ? "an emergency call asks no route"
						  : "no route: the first agent trunk");
}

static void add_trunks(rpc_t *rpc, void *answer, const asked_t *asked,
		const siptrunk_route_t *route)
{
	void *list = siptrunk_rpc_list(rpc, answer, "trunks");
	size_t i;

	if(route == NULL)
		add_default(rpc, list, asked);
	for(i = 0; route != NULL && i < route->trunk_count; i++)
		add_trunk(rpc, list, route->trunks[i], turn_of(route, i));
}

/** Why a route that has the classification was not taken. */
static const char *objection(
		const siptrunk_route_t *route, const asked_t *asked)
{
	if(!route->on)
		return "off";
	if(route->site != NULL && route->site != asked->site)
		return "of another site";
	return "a route of the site itself goes first";
}

static void add_passed_over(rpc_t *rpc, void *answer, const asked_t *asked,
		const siptrunk_route_t *taken)
{
	void *list = siptrunk_rpc_list(rpc, answer, "passed_over"), *item;
	const siptrunk_route_t *route = asked->config->routes;
	size_t i;

	for(i = 0; i < asked->config->route_count; i++, route++) {
		if(route == taken
				|| !siptrunk_route_has_class(
						route, asked->number.classification))
			continue;
		item = siptrunk_rpc_item(rpc, list);
		if(item == NULL)
			return;
		siptrunk_rpc_text(rpc, item, "route", route->name);
		siptrunk_rpc_text(rpc, item, "reason",
				siptrunk_text(objection(route, asked)));
	}
}

static void answer_route(rpc_t *rpc, void *ctx, const asked_t *asked)
{
	const siptrunk_route_t *route = siptrunk_route_find(asked->config->routes,
			asked->config->route_count, asked->number.classification,
			asked->site);
	void *answer = siptrunk_rpc_answer(rpc, ctx);

	if(answer == NULL)
		return;
	siptrunk_rpc_text(
			rpc, answer, "number", siptrunk_text(asked->number.number));
	siptrunk_rpc_text(rpc, answer, "class", asked->number.classification);
	siptrunk_rpc_text(rpc, answer, "site",
			asked->site != NULL ? asked->site->name : SIPTRUNK_TEXT(""));
	siptrunk_rpc_text(rpc, answer, "route",
			route != NULL ? route->name : SIPTRUNK_TEXT(""));
	add_trunks(rpc, answer, asked, route);
	add_passed_over(rpc, answer, asked, route);
}

const char *siptrunk_rpc_route_doc[] = {
		"Where a call of a pbx to a number would go, and why. NUMBER "
		"[USER|SITE]",
		0};

void siptrunk_rpc_route(rpc_t *rpc, void *ctx)
{
	siptrunk_arguments_t arguments;
	siptrunk_snapshot_t *snapshot;
	asked_t asked;

	if(!siptrunk_rpc_read(rpc, ctx, 1, 2, "siptrunk.route NUMBER [USER|SITE]",
			   &arguments))
		return;
	if(arguments.count < 2)
		arguments.values[1] = SIPTRUNK_TEXT("");
	snapshot = siptrunk_snapshot_get();
	asked.config = snapshot->config;
	asked.pbx = siptrunk_config_first(asked.config, SIPTRUNK_ROLE_PBX);
	if(find_site(rpc, ctx, arguments.values[1], &asked)
			&& classify(rpc, ctx, arguments.values[0], &asked))
		answer_route(rpc, ctx, &asked);
	siptrunk_snapshot_put(snapshot);
}

void siptrunk_rpc_routes_of(rpc_t *rpc, void *answer,
		const siptrunk_config_t *config, const siptrunk_trunk_t *trunk)
{
	void *list = siptrunk_rpc_list(rpc, answer, "outbound_routes");
	size_t i;
	str name;

	for(i = 0; list != NULL && i < config->route_count; i++) {
		if(!siptrunk_route_has_trunk(&config->routes[i], trunk))
			continue;
		name = siptrunk_str_of(config->routes[i].name);
		rpc->array_add(list, "S", &name);
	}
}

void siptrunk_rpc_terminations_of(rpc_t *rpc, void *answer,
		const siptrunk_config_t *config, const siptrunk_trunk_t *trunk)
{
	void *list = siptrunk_rpc_list(rpc, answer, "terminations"), *item;
	const siptrunk_termination_t *termination = config->terminations;
	size_t i;

	for(i = 0; i < config->termination_count; i++, termination++) {
		if(termination->trunk != trunk)
			continue;
		item = siptrunk_rpc_item(rpc, list);
		if(item == NULL)
			return;
		siptrunk_rpc_text(rpc, item, "kind",
				siptrunk_termination_kind_name(termination->kind));
		siptrunk_rpc_text(rpc, item, "identifier", termination->identifier);
		siptrunk_rpc_text(rpc, item, "context", termination->context);
		siptrunk_rpc_text(rpc, item, "behind",
				termination->behind != NULL ? termination->behind->name
											: SIPTRUNK_TEXT(""));
	}
}
