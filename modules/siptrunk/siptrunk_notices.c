/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The notifications that are not delivered yet.
 *
 * Shared memory, allocated once; a lock held for one copy or one search.
 */
#include "siptrunk_notices.h"

#include "core/dprint.h"
#include "core/locking.h"
#include "core/mem/shm_mem.h"

#include <stdio.h>
#include <string.h>

typedef struct notices
{
	gen_lock_t lock;
	siptrunk_notice_t places[SIPTRUNK_NOTICES_MAX];
} notices_t;

static notices_t *notices;

int siptrunk_notices_init(void)
{
	notices = shm_malloc(sizeof(*notices));
	if(notices == NULL) {
		SHM_MEM_ERROR;
		return -1;
	}
	memset(notices, 0, sizeof(*notices));
	lock_init(&notices->lock);
	return 0;
}

void siptrunk_notices_fini(void)
{
	if(notices != NULL)
		shm_free(notices);
	notices = NULL;
}

static bool is_same(
		const siptrunk_notice_name_t *a, const siptrunk_notice_name_t *b)
{
	return a->row == b->row && a->kind == b->kind && strcmp(a->id, b->id) == 0;
}

int siptrunk_notices_add(const siptrunk_notice_t *notice)
{
	int place, free = SIPTRUNK_NOTICES_FULL;

	/* nobody else adds or removes: to look takes no lock */
	for(place = SIPTRUNK_NOTICES_MAX - 1; place >= 0; place--) {
		if(notices->places[place].state == SIPTRUNK_NOTICE_NONE)
			free = place;
		else if(is_same(&notices->places[place].name, &notice->name))
			return SIPTRUNK_NOTICES_KNOWN;
	}
	if(free >= 0)
		siptrunk_notices_write(free, notice);
	return free;
}

int siptrunk_notices_spare(void)
{
	const siptrunk_notice_t *notice;
	int place, spare = -1;

	for(place = 0; place < SIPTRUNK_NOTICES_MAX; place++) {
		notice = &notices->places[place];
		if(notice->state == SIPTRUNK_NOTICE_WAITING && notice->spooled
				&& notice->tries > 0
				&& (spare < 0 || notice->due > notices->places[spare].due))
			spare = place;
	}
	return spare;
}

bool siptrunk_notices_read(int place, siptrunk_notice_t *notice)
{
	/* most are free, and only one process takes places: no lock for that */
	if(notices->places[place].state == SIPTRUNK_NOTICE_NONE)
		return false;
	lock_get(&notices->lock);
	*notice = notices->places[place];
	lock_release(&notices->lock);
	return notice->state != SIPTRUNK_NOTICE_NONE;
}

void siptrunk_notices_write(int place, const siptrunk_notice_t *notice)
{
	lock_get(&notices->lock);
	notices->places[place] = *notice;
	lock_release(&notices->lock);
}

/** Of the try with this ticket, while its answer is awaited. */
static siptrunk_notice_t *sent(unsigned ticket)
{
	siptrunk_notice_t *notice = notices->places;

	for(; notice < notices->places + SIPTRUNK_NOTICES_MAX; notice++) {
		if(notice->state == SIPTRUNK_NOTICE_SENT && notice->ticket == ticket)
			return notice;
	}
	return NULL;
}

void siptrunk_notices_answer(unsigned ticket, int code, const char *error)
{
	siptrunk_notice_t *notice;

	lock_get(&notices->lock);
	notice = sent(ticket);
	if(notice != NULL) {
		notice->state = SIPTRUNK_NOTICE_ANSWERED;
		notice->code = code;
		snprintf(notice->error, sizeof(notice->error), "%s", error);
	}
	lock_release(&notices->lock);
}
