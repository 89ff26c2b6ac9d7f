/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * RPC commands about what a call would get: its number's class, its caller.
 *
 * Any process that serves RPC; each command works on one snapshot.
 */
#include "siptrunk_rpc_calls.h"

#include "siptrunk_rpc_io.h"
#include "siptrunk_snapshot.h"
#include "siptrunk_uri.h"

/* --- classify --- */

/** Who dials when where names a trunk, else a site at the first pbx trunk;
 *  empty: that trunk. false after a fault. */
static bool find_dialler(rpc_t *rpc, void *ctx, const siptrunk_config_t *config,
		siptrunk_text_t where, siptrunk_dialler_t *dialler)
{
	const siptrunk_trunk_t *trunk = siptrunk_config_trunk(config, where);
	const siptrunk_site_t *site = siptrunk_site_find(
			config->sites, config->site_count, where);

	if(where.len > 0 && trunk == NULL && site == NULL) {
		siptrunk_rpc_fault(rpc, ctx, 404,
				"no trunk and no site is named '%.*s'",
				SIPTRUNK_TEXT_FMT(where));
		return false;
	}
	if(trunk == NULL)
		trunk = siptrunk_config_first(config, SIPTRUNK_ROLE_PBX);
	else
		site = trunk->site;
	*dialler = (siptrunk_dialler_t){SIPTRUNK_TEXT(""), site, false};
	if(trunk == NULL)
		return true;
	dialler->outside_prefix = trunk->outside_prefix;
	if(site == NULL)
		dialler->site = trunk->site;
	return true;
}

static void answer_class(rpc_t *rpc, void *ctx, const siptrunk_config_t *config,
		siptrunk_text_t dialled, const siptrunk_dialler_t *dialler)
{
	siptrunk_number_t number;
	void *answer;

	if(!siptrunk_number_classify(&config->plan, dialled, dialler, &number)) {
		siptrunk_rpc_fault(rpc, ctx, 400, "'%.*s' holds no number",
				SIPTRUNK_TEXT_FMT(dialled));
		return;
	}
	answer = siptrunk_rpc_answer(rpc, ctx);
	if(answer == NULL)
		return;
	siptrunk_rpc_text(rpc, answer, "number", siptrunk_text(number.number));
	siptrunk_rpc_text(rpc, answer, "class", number.classification);
	siptrunk_rpc_number(rpc, answer, "row", number.row);
}

const char *siptrunk_rpc_classify_doc[] = {
		"What the number plan makes of a number dialled at a pbx trunk (the "
		"first one), or at a site. NUMBER [TRUNK|SITE]",
		0};

void siptrunk_rpc_classify(rpc_t *rpc, void *ctx)
{
	siptrunk_arguments_t arguments;
	siptrunk_snapshot_t *snapshot;
	siptrunk_dialler_t dialler;

	if(!siptrunk_rpc_read(rpc, ctx, 1, 2,
			   "siptrunk.classify NUMBER [TRUNK|SITE]", &arguments))
		return;
	if(arguments.count < 2)
		arguments.values[1] = SIPTRUNK_TEXT("");
	snapshot = siptrunk_snapshot_get();
	if(find_dialler(rpc, ctx, snapshot->config, arguments.values[1], &dialler))
		answer_class(
				rpc, ctx, snapshot->config, arguments.values[0], &dialler);
	siptrunk_snapshot_put(snapshot);
}

/* --- premium --- */

static void answer_premium(rpc_t *rpc, void *ctx,
		const siptrunk_premium_range_t *range, siptrunk_text_t number)
{
	static const siptrunk_premium_range_t none;
	void *answer = siptrunk_rpc_answer(rpc, ctx);

	if(answer == NULL)
		return;
	siptrunk_rpc_text(rpc, answer, "number", number);
	siptrunk_rpc_text(rpc, answer, "premium",
			range != NULL ? SIPTRUNK_TEXT("yes") : SIPTRUNK_TEXT("no"));
	if(range == NULL)
		range = &none;
	siptrunk_rpc_text(rpc, answer, "prefix", range->prefix);
	siptrunk_rpc_text(rpc, answer, "description", range->description);
	siptrunk_rpc_text(rpc, answer, "source", range->source);
	siptrunk_rpc_text(rpc, answer, "dated", range->dated);
}

const char *siptrunk_rpc_premium_doc[] = {
		"Which row of siptrunk_premium_range a number is in. NUMBER", 0};

void siptrunk_rpc_premium(rpc_t *rpc, void *ctx)
{
	siptrunk_arguments_t arguments;
	siptrunk_snapshot_t *snapshot;
	siptrunk_text_t number;

	if(!siptrunk_rpc_read(
			   rpc, ctx, 1, 1, "siptrunk.premium NUMBER", &arguments))
		return;
	number = arguments.values[0];
	if(!siptrunk_uri_is_e164(number)) {
		siptrunk_rpc_fault(rpc, ctx, 400,
				"expected an E.164 number with its '+', found '%.*s'",
				SIPTRUNK_TEXT_FMT(number));
		return;
	}
	snapshot = siptrunk_snapshot_get();
	answer_premium(rpc, ctx,
			siptrunk_premium_find(&snapshot->config->premium, number), number);
	siptrunk_snapshot_put(snapshot);
}

/* --- caller --- */

static void add_choice(
		rpc_t *rpc, void *answer, const siptrunk_caller_choice_t *choice)
{
	void *list, *item;
	size_t i;

	siptrunk_rpc_text(rpc, answer, "caller", choice->value);
	siptrunk_rpc_text(rpc, answer, "source",
			choice->source != SIPTRUNK_SOURCE_COUNT
					? siptrunk_source_name(choice->source)
					: SIPTRUNK_TEXT(""));
	list = siptrunk_rpc_list(rpc, answer, "candidates");
	for(i = 0; i < choice->count; i++) {
		item = siptrunk_rpc_item(rpc, list);
		if(item == NULL)
			return;
		siptrunk_rpc_text(rpc, item, "source",
				siptrunk_source_name(choice->candidates[i].source));
		siptrunk_rpc_text(rpc, item, "value", choice->candidates[i].value);
		siptrunk_rpc_text(rpc, item, "verdict",
				siptrunk_text(choice->candidates[i].verdict));
	}
}

/** user is what a P-Asserted-Identity would carry; asserted holds the number
 *  that choice may point to. */
static void select_caller(const siptrunk_config_t *config, siptrunk_text_t user,
		const siptrunk_trunk_t *trunk, char asserted[SIPTRUNK_E164_MAX + 1],
		siptrunk_caller_choice_t *choice)
{
	const siptrunk_trunk_t *pbx =
			siptrunk_config_first(config, SIPTRUNK_ROLE_PBX);
	siptrunk_caller_input_t input = {0};

	input.caller = siptrunk_directory_find(config->directory, user);
	input.asserted.len = siptrunk_uri_number(user, asserted);
	input.asserted.s = asserted;
	input.default_site = pbx != NULL ? pbx->site : NULL;
	input.trunk_ani = trunk->ani;
	siptrunk_caller_select(&trunk->caller_order, &input, choice);
}

static bool has_nothing(siptrunk_policy_field_t field, siptrunk_text_t header,
		const void *context)
{
	return false;
}

/** From's user once the trunk's rules have run, as for a call whose number has
 *  no classification. chosen: by the caller order, or empty. */
static siptrunk_text_t after_rules(const siptrunk_trunk_t *trunk,
		siptrunk_text_t chosen, siptrunk_text_t user)
{
	siptrunk_policy_call_t call = {chosen,
			SIPTRUNK_TEXT(SIPTRUNK_CLASS_NONE), has_nothing, NULL};
	const siptrunk_edit_t *edit;
	siptrunk_edits_t edits;
	siptrunk_uri_t uri;

	if(chosen.len == 0)
		call.caller = siptrunk_uri_parse_user(user, &uri) ? uri.user : user;
	siptrunk_policies_run(&trunk->policies, &call, &edits);
	edit = siptrunk_edits_find(&edits, SIPTRUNK_POLICY_FROM_NUMBER);
	return edit != NULL ? edit->value : call.caller;
}

static void add_shown(rpc_t *rpc, void *answer,
		const siptrunk_config_t *config, const siptrunk_trunk_t *trunk,
		siptrunk_text_t shown)
{
	siptrunk_text_t unverified =
			trunk->values[SIPTRUNK_TRUNK_COLUMN(unverified_caller)];
	bool verified = siptrunk_config_is_verified(config, trunk, shown);

	if(!verified && siptrunk_text_equal(unverified, SIPTRUNK_TEXT("replace")))
		shown = trunk->ani;
	if(!verified && siptrunk_text_equal(unverified, SIPTRUNK_TEXT("refuse")))
		shown = SIPTRUNK_TEXT("");
	siptrunk_rpc_text(rpc, answer, "shown", shown);
	siptrunk_rpc_text(rpc, answer, "verified",
			verified ? SIPTRUNK_TEXT("yes") : SIPTRUNK_TEXT("no"));
}

const char *siptrunk_rpc_caller_doc[] = {
		"Which caller ID a trunk would see, and why. USER TRUNK", 0};

void siptrunk_rpc_caller(rpc_t *rpc, void *ctx)
{
	siptrunk_arguments_t arguments;
	siptrunk_snapshot_t *snapshot;
	const siptrunk_trunk_t *trunk;
	siptrunk_caller_choice_t choice;
	char asserted[SIPTRUNK_E164_MAX + 1];
	void *answer;

	if(!siptrunk_rpc_read(
			   rpc, ctx, 2, 2, "siptrunk.caller USER TRUNK", &arguments))
		return;
	snapshot = siptrunk_snapshot_get();
	trunk = siptrunk_rpc_trunk(rpc, ctx, snapshot->config, arguments.values[1]);
	answer = trunk != NULL ? siptrunk_rpc_answer(rpc, ctx) : NULL;
	if(answer != NULL) {
		select_caller(snapshot->config, arguments.values[0], trunk, asserted,
				&choice);
		add_choice(rpc, answer, &choice);
		add_shown(rpc, answer, snapshot->config, trunk,
				after_rules(trunk, choice.value, arguments.values[0]));
	}
	siptrunk_snapshot_put(snapshot);
}
