/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The gateways that a call is to try, in order, and where it stands.
 *
 * SIP workers and timers; shared memory.
 */
#include "siptrunk_attempts.h"

#include "siptrunk_explain.h"
#include "siptrunk_health.h"
#include "siptrunk_tls.h"
#include "siptrunk_tls_peers.h"
#include "siptrunk_tm.h"

#include "core/dprint.h"
#include "core/mem/shm_mem.h"
#include "core/rand/fastrand.h"

#include <string.h>

static str xavp_name = str_init("siptrunk_gateways");

/** It owns nothing. */
static void release(void *record, sr_xavp_sfree_f sfree)
{
}

siptrunk_attempts_t *siptrunk_attempts_find(void)
{
	sr_xavp_t *xavp = xavp_get(&xavp_name, NULL);

	/* a script may have set an xavp of our name to something else */
	if(xavp == NULL || xavp->val.type != SR_XTYPE_DATA
			|| xavp->val.v.data->pfree != release)
		return NULL;
	return xavp->val.v.data->p;
}

/* --- who comes first --- */

static siptrunk_doubt_t doubt_of(
		const siptrunk_attempts_t *attempts, const siptrunk_gateway_t *gateway)
{
	siptrunk_tls_fault_t fault = SIPTRUNK_TLS_FAULT_NONE;

	if(gateway->transport == SIPTRUNK_TLS)
		fault = siptrunk_tls_peers_fault(attempts->trunk->name, gateway->name);
	if(fault == SIPTRUNK_TLS_FAULT_NONE)
		return SIPTRUNK_DOUBT_NONE;
	return siptrunk_tls_tolerates(attempts->trunk, fault)
				   ? SIPTRUNK_DOUBT_TOLERATED
				   : SIPTRUNK_DOUBT_REFUSED;
}

static size_t count_trials(const siptrunk_call_t *call)
{
	siptrunk_walk_t walk;
	size_t count = 0;

	siptrunk_walk_begin(&walk, call->target, call->snapshot->overlay);
	while(siptrunk_walk_next(&walk))
		count++;
	return count;
}

/** help: nobody is tried in order to find something out; nor is by a call that
 *  is only explained. */
static void fill(siptrunk_attempts_t *attempts, const siptrunk_call_t *call,
		bool help)
{
	siptrunk_trial_t *trial = attempts->trials;
	siptrunk_walk_t walk;

	siptrunk_walk_begin(&walk, call->target, call->snapshot->overlay);
	for(; siptrunk_walk_next(&walk); trial++) {
		*trial = (siptrunk_trial_t){
				.gateway = walk.gateway, .address = walk.address};
		trial->down =
				siptrunk_health_is_down(attempts->trunk->name, trial,
						help || siptrunk_explaining);
		trial->doubt = doubt_of(attempts, walk.gateway);
	}
}

static void point(siptrunk_attempts_t *attempts)
{
	const struct cell *transaction = siptrunk_tm_transaction();
	const siptrunk_trial_t *trial =
			siptrunk_attempts_current(attempts);

	attempts->began = transaction != NULL ? transaction->nr_of_outgoings : 0;
	attempts->judged = false;

	if(trial != NULL)
		siptrunk_gateway_uri(&trial->address, trial->gateway->port,
				trial->gateway->transport, attempts->uri);
}

/** Weights are for ordinary calls. */
static siptrunk_order_t order_of(const siptrunk_trunk_t *trunk, bool help)
{
	if(trunk->distribution == SIPTRUNK_DISTRIBUTION_RANDOM)
		return SIPTRUNK_ORDER_RANDOM;
	return help || trunk->role == SIPTRUNK_ROLE_EMERGENCY
				   ? SIPTRUNK_ORDER_LISTED
				   : SIPTRUNK_ORDER_WEIGHED;
}

static siptrunk_attempts_t *attempts_new(
		const siptrunk_call_t *call, size_t count, bool help)
{
	siptrunk_attempts_t *attempts = shm_malloc(
			sizeof(*attempts) + count * sizeof(attempts->trials[0]));

	if(attempts == NULL)
		return NULL;
	memset(attempts, 0, sizeof(*attempts));
	attempts->data.p = attempts;
	attempts->data.pfree = release;
	attempts->trunk = call->target;
	attempts->count = count;
	fill(attempts, call, help);
	siptrunk_trials_order(attempts->trials, count,
			order_of(attempts->trunk, help), fastrand());
	return attempts;
}

/** NULL: no memory. */
static siptrunk_attempts_t *keep(siptrunk_attempts_t *attempts)
{
	sr_xval_t value;

	if(attempts == NULL)
		return NULL;
	memset(&value, 0, sizeof(value));
	value.type = SR_XTYPE_DATA;
	value.v.data = &attempts->data;
	if(xavp_add_value(&xavp_name, &value, NULL) != NULL)
		return attempts;
	shm_free(attempts);
	return NULL;
}

/** With all of the target's gateways. */
static siptrunk_attempts_t *begin(const siptrunk_call_t *call, bool help)
{
	size_t count = count_trials(call);
	siptrunk_attempts_t *attempts;

	xavp_rm_by_name(&xavp_name, 1, NULL);
	if(count == 0)
		return NULL;
	attempts = keep(attempts_new(call, count, help));
	if(attempts == NULL)
		SHM_MEM_ERROR;
	return attempts;
}

/** A transaction has places for max_branches attempts only, and after the
 *  gateways come a carrier and the desk. */
#define ATTEMPTS_MAX 8

siptrunk_attempts_t *siptrunk_attempts_begin(const siptrunk_call_t *call)
{
	siptrunk_attempts_t *attempts =
			begin(call, siptrunk_call_is_for_help(call));

	if(attempts == NULL)
		return NULL;
	if(attempts->count > ATTEMPTS_MAX)
		attempts->count = ATTEMPTS_MAX;
	point(attempts);
	return attempts;
}

siptrunk_attempts_t *siptrunk_attempts_begin_at(
		const siptrunk_call_t *call, const siptrunk_address_t *address)
{
	siptrunk_attempts_t *attempts = begin(call, true); /* there is no trial */

	if(attempts == NULL)
		return NULL;
	while(attempts->at < attempts->count
			&& !siptrunk_address_equal(
					&attempts->trials[attempts->at].address, address))
		attempts->at++;
	point(attempts);
	return attempts->at < attempts->count ? attempts : NULL;
}

/* --- one after the other --- */

const siptrunk_trial_t *siptrunk_attempts_current(
		const siptrunk_attempts_t *attempts)
{
	return attempts->at < attempts->count
				   ? &attempts->trials[attempts->at]
				   : NULL;
}

/** The first one that deserves another trial becomes the last one; false:
 *  none does. */
static bool give_another(siptrunk_attempts_t *attempts)
{
	siptrunk_trial_t *trials = attempts->trials;
	siptrunk_trial_t chosen;
	size_t i, last = attempts->count - 1;

	for(i = 0; i <= last; i++) {
		chosen = trials[i];
		if(!siptrunk_trial_deserves_another(
				   &chosen, doubt_of(attempts, chosen.gateway)))
			continue;
		memmove(&trials[i], &trials[i + 1],
				(last - i) * sizeof(trials[0]));
		chosen.again = true;
		trials[last] = chosen;
		attempts->at = last;
		return true;
	}
	return false;
}

bool siptrunk_attempts_next(siptrunk_attempts_t *attempts)
{
	if(attempts->at < attempts->count)
		attempts->at++;
	if(attempts->at == attempts->count && !give_another(attempts))
		return false;
	point(attempts);
	return true;
}
