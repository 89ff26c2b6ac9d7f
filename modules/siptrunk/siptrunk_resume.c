/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Calls that wait for their registration.
 *
 * SIP workers, the HTTP process, Async Workers; shared memory for what passes
 * between them.
 */
#include "siptrunk_resume.h"

#include "siptrunk_call.h"
#include "siptrunk_stats.h"
#include "siptrunk_tm.h"

#include "core/async_task.h"
#include "core/dprint.h"
#include "core/kemi.h"
#include "core/mem/shm_mem.h"
#include "core/route.h"

#include <stdio.h>
#include <string.h>

bool siptrunk_resume_ready(void)
{
	return siptrunk_tm.t_suspend != NULL && async_task_workers_get() > 0;
}

/* --- SIP workers --- */

siptrunk_suspension_t siptrunk_suspend(
		sip_msg_t *msg, int most_ms, siptrunk_waiter_t *waiter)
{
	if(siptrunk_tm_transaction() == NULL && siptrunk_tm.t_newtran(msg) <= 0)
		return SIPTRUNK_SUSPEND_FAILED;
	/* the HTTP process is certain to answer; this is for a machine that is not
	 * certain of anything any more */
	siptrunk_tm.set_fr(msg, 0, (unsigned)most_ms);
	switch(siptrunk_tm.t_suspend(msg, &waiter->index, &waiter->label)) {
		case 0:
			return SIPTRUNK_SUSPENDED;
		case 1:
			/* or tm takes it for forgotten */
			siptrunk_tm.t_release_transaction(siptrunk_tm_transaction());
			return SIPTRUNK_SUSPEND_CANCELLED;
		default:
			LM_ERR("tm does not suspend a call\n");
			return SIPTRUNK_SUSPEND_FAILED;
	}
}

void siptrunk_unsuspend(const siptrunk_waiter_t *waiter)
{
	siptrunk_tm.t_cancel_suspend(waiter->index, waiter->label);
}

/* --- Async Workers --- */

/** Who goes on, and what with. */
typedef struct resumption
{
	async_task_t task; /**< first: Kamailio frees it */
	siptrunk_waiter_t waiter;
	siptrunk_registered_t registered;
} resumption_t;

/** Into the call record, which the transaction owns. */
static void note(struct cell *transaction,
		const siptrunk_registered_t *registered)
{
	sr_xavp_t **own = xavp_set_list(&transaction->xavps_list);
	siptrunk_call_t *call = siptrunk_call_find();

	xavp_set_list(own);
	if(call != NULL)
		siptrunk_call_register(call, registered);
}

/** The transaction is not there any more, its caller has given up, or it has
 *  gone on without us because its time was up. */
static bool is_over(const siptrunk_waiter_t *waiter,
		const siptrunk_registered_t *registered)
{
	struct cell *transaction = NULL;
	bool over;

	if(siptrunk_tm.t_lookup_ident(&transaction, waiter->index, waiter->label)
			< 0)
		return true;
	over = (transaction->flags & T_CANCELED) != 0
		   || (transaction->flags & T_ASYNC_SUSPENDED) == 0
		   || transaction->uas.status >= 200;
	if(!over)
		note(transaction, registered);
	siptrunk_tm.unref_cell(transaction);
	siptrunk_tm.t_sett(T_UNDEFINED, T_BR_UNDEFINED);
	return over;
}

static void go_on(const siptrunk_waiter_t *waiter)
{
	str name = {(char *)waiter->route, (int)strlen(waiter->route)};
	str event = str_init("siptrunk:registered");
	int route;

	if(sr_kemi_eng_get() != NULL) {
		siptrunk_tm.t_continue_cb(waiter->index, waiter->label, &name, &event);
		return;
	}
	route = route_lookup(&main_rt, name.s);
	siptrunk_tm.t_continue(waiter->index, waiter->label, main_rt.rlist[route]);
}

static void resume(void *param)
{
	const resumption_t *resumption = param;

	if(!is_over(&resumption->waiter, &resumption->registered))
		go_on(&resumption->waiter);
	else if(resumption->registered.cause == SIPTRUNK_CAUSE_NONE)
		siptrunk_stats_add(SIPTRUNK_STAT_REGISTRATIONS_UNUSED, 1);
}

/* --- the HTTP process --- */

bool siptrunk_resume(const siptrunk_waiter_t *waiter,
		const siptrunk_registered_t *registered)
{
	resumption_t *resumption = shm_malloc(sizeof(*resumption));

	if(resumption == NULL)
		return false;
	*resumption = (resumption_t){
			{resume, resumption}, *waiter, *registered};
	if(async_task_push(&resumption->task) == 0)
		return true;
	shm_free(resumption);
	return false;
}
