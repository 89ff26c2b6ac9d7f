/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * RPC siptrunk.registrations: how the agents' APIs are, and what became of the
 * calls that were to be registered with them.
 *
 * Any process that serves RPC; memory of the RPC transport.
 */
#include "siptrunk_rpc_registrations.h"

#include "siptrunk_apis.h"
#include "siptrunk_rpc_io.h"

const char *siptrunk_rpc_registrations_doc[] = {
		"How the agents' APIs are, and what became of the calls that were to "
		"be registered with them.",
		0};

static void add_breaker(
		rpc_t *rpc, void *item, const siptrunk_api_view_t *view)
{
	siptrunk_rpc_text(rpc, item, "breaker",
			siptrunk_text(siptrunk_breaker_state_name(view->breaker)));
	siptrunk_rpc_number(
			rpc, item, "next_probe", (long)((view->next + 999) / 1000));
	siptrunk_rpc_text(rpc, item, "admits",
			siptrunk_text(view->admits == SIPTRUNK_CAUSE_NONE
								  ? "yes"
								  : siptrunk_cause_name(view->admits)));
}

static void add_failure(
		rpc_t *rpc, void *item, const siptrunk_api_view_t *view)
{
	const siptrunk_api_state_t *state = &view->state;

	if(state->failure == SIPTRUNK_CAUSE_NONE)
		return;
	siptrunk_rpc_text(rpc, item, "last_cause",
			siptrunk_text(siptrunk_cause_name(state->failure)));
	siptrunk_rpc_text(
			rpc, item, "last_error", siptrunk_text(state->error.text));
	siptrunk_rpc_number(
			rpc, item, "last_failure", (long)(view->failed / 1000));
}

/** Only what counts now. */
static void add_concurrency(
		rpc_t *rpc, void *item, const siptrunk_api_view_t *view)
{
	const siptrunk_concurrency_t *calls = &view->state.concurrency;

	siptrunk_rpc_number(rpc, item, "waiting", (long)calls->waiting);
	siptrunk_rpc_number(rpc, item, "reserve", view->state.reserve);
	if(!view->is_told)
		return;
	siptrunk_rpc_number(rpc, item, "calls", calls->told.current);
	siptrunk_rpc_number(rpc, item, "calls_since", (long)calls->since);
	siptrunk_rpc_number(rpc, item, "limit", calls->told.limit);
}

/** Causes that no call had are left out. */
static void add_counts(
		rpc_t *rpc, void *item, const siptrunk_api_state_t *state)
{
	siptrunk_cause_t cause;

	for(cause = SIPTRUNK_CAUSE_NONE; cause < SIPTRUNK_CAUSE_COUNT; cause++) {
		if(state->counts[cause] > 0)
			siptrunk_rpc_number(rpc, item, (char *)siptrunk_cause_name(cause),
					(long)state->counts[cause]);
	}
}

static void add_api(rpc_t *rpc, void *item, const siptrunk_api_view_t *view)
{
	siptrunk_rpc_text(
			rpc, item, "trunk", siptrunk_text(view->state.trunk));
	siptrunk_rpc_text(rpc, item, "host", siptrunk_text(view->state.host));
	add_breaker(rpc, item, view);
	add_failure(rpc, item, view);
	add_concurrency(rpc, item, view);
	add_counts(rpc, item, &view->state);
}

void siptrunk_rpc_registrations(rpc_t *rpc, void *ctx)
{
	siptrunk_arguments_t arguments;
	siptrunk_api_view_t view;
	void *answer, *list, *item;
	unsigned place;

	if(!siptrunk_rpc_read(
			   rpc, ctx, 0, 0, "siptrunk.registrations", &arguments))
		return;
	answer = siptrunk_rpc_answer(rpc, ctx);
	if(answer == NULL)
		return;
	list = siptrunk_rpc_list(rpc, answer, "apis");
	for(place = 0; siptrunk_apis_read(place, &view); place++) {
		item = siptrunk_rpc_item(rpc, list);
		if(item == NULL)
			return;
		add_api(rpc, item, &view);
	}
}
