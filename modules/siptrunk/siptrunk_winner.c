/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Which answer to an INVITE has the call.
 *
 * SIP workers, timer; shared memory.
 */
#include "siptrunk_winner.h"

#include "siptrunk_compat.h"
#include "siptrunk_log.h"
#include "siptrunk_tm.h"

#include "core/dprint.h"
#include "core/locking.h"
#include "core/mem/shm_mem.h"
#include "core/parser/parse_to.h"
#include "core/timer.h"
#include "core/timer_proc.h"

#include <string.h>

typedef struct siptrunk_held
{
	struct cell *transaction;
	ticks_t until;
} siptrunk_held_t;

static struct
{
	gen_lock_t lock;
	unsigned count;
	siptrunk_held_t held[SIPTRUNK_WINNER_HELD_MAX];
} *list;

/** Takes out one whose time has come; NULL: there is none. */
static struct cell *take_over(void)
{
	struct cell *transaction = NULL;
	unsigned i;

	lock_get(&list->lock);
	for(i = 0; i < list->count && transaction == NULL; i++) {
		if(TICKS_LE(list->held[i].until, get_ticks_raw())) {
			transaction = list->held[i].transaction;
			list->held[i] = list->held[--list->count];
		}
	}
	lock_release(&list->lock);
	return transaction;
}

static void let_go(unsigned int ticks, void *param)
{
	struct cell *transaction;

	while((transaction = take_over()) != NULL)
		siptrunk_tm.unref_cell(transaction);
}

int siptrunk_winner_init(void)
{
	list = shm_malloc(sizeof(*list));
	if(list == NULL) {
		SHM_MEM_ERROR;
		return -1;
	}
	memset(list, 0, sizeof(*list));
	lock_init(&list->lock);
	return sr_wtimer_add(let_go, NULL, 1);
}

void siptrunk_winner_fini(void)
{
	if(list != NULL)
		shm_free(list);
	list = NULL;
}

/** false: the list is full. */
static bool put_in(siptrunk_held_t held)
{
	bool kept;

	lock_get(&list->lock);
	kept = list->count < SIPTRUNK_WINNER_HELD_MAX;
	if(kept) {
		REF(held.transaction);
		list->held[list->count++] = held;
	}
	lock_release(&list->lock);
	return kept;
}

void siptrunk_winner_hold(siptrunk_call_t *call)
{
	struct cell *transaction = siptrunk_tm_transaction();

	if(transaction == NULL || call->held)
		return;
	call->held = put_in((siptrunk_held_t){transaction,
			get_ticks_raw() + S_TO_TICKS(SIPTRUNK_WINNER_HOLD_S)});
	if(!call->held && siptrunk_log_may())
		LM_WARN("%d calls are held for late answers already, another is not\n",
				SIPTRUNK_WINNER_HELD_MAX);
}

void siptrunk_winner_admit(void)
{
	struct cell *transaction = siptrunk_tm_transaction();
	struct ua_client *branch;

	if(transaction == NULL || !is_invite(transaction)
			|| transaction->uas.status >= 200)
		return;
	branch = &transaction->uac[siptrunk_tm.t_gett_branch()];
	/* who refused has answered; who was given up has not */
	if(branch->request.flags & F_RB_TIMEOUT)
		branch->last_received = 100;
}

/** Cut to what a call record has room for. */
static siptrunk_text_t tag_of(sip_msg_t *answer)
{
	siptrunk_text_t tag;

	if(parse_to_header(answer) < 0)
		return SIPTRUNK_TEXT("");
	tag = siptrunk_text_of(&get_to(answer)->tag_value);
	if(tag.len >= SIPTRUNK_CALL_TAG_MAX)
		tag.len = SIPTRUNK_CALL_TAG_MAX - 1;
	return tag;
}

bool siptrunk_winner_is(sip_msg_t *answer, siptrunk_call_t *call)
{
	const struct cell *transaction = siptrunk_tm_transaction();
	siptrunk_text_t tag = tag_of(answer);

	if(transaction == NULL)
		return true;
	if(transaction->uas.status < 200) {
		memcpy(call->answered, tag.s, tag.len);
		call->answered[tag.len] = '\0';
		return true;
	}
	if(siptrunk_text_equal(siptrunk_text(call->answered), tag))
		return true;
	answer->msg_flags |= FL_RPL_SUSPENDED;
	return false;
}
