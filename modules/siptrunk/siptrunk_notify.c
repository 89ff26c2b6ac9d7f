/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Tells whoever is listed of every emergency call.
 *
 * The HTTP process; its private memory, and the table in shared memory of
 * siptrunk_notices.
 */
#include "siptrunk_notify.h"

#include "siptrunk_backoff.h"
#include "siptrunk_clock.h"
#include "siptrunk_emergencies.h"
#include "siptrunk_key_file.h"
#include "siptrunk_notify_send.h"
#include "siptrunk_notify_store.h"
#include "siptrunk_snapshot.h"
#include "siptrunk_stats.h"

#include "core/dprint.h"
#include "core/rand/fastrand.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/** A call is told of when it is known who takes it, but no later. */
#define PLACED_WITHIN_MS 500
#define PAUSE_FIRST_MS 1000
#define PAUSE_MOST_MS (5 * 60 * 1000)
#define GIVEN_UP_MS (24 * 60 * 60 * 1000)
/** Longer than HTTP's deadline and tm's fr_timer. */
#define ANSWER_WITHIN_MS 60000
#define RESCAN_MS 5000
/** A call of just now. */
#define YOUNG_MS (10 * 60 * 1000)

static char edge[65];
static uint64_t told; /**< the serial of the last call */
static unsigned tickets;
/** When to look for files that the table had no room for; 0: there are none. */
static int64_t rescan;

int siptrunk_notify_init(void)
{
	return siptrunk_notices_init();
}

void siptrunk_notify_fini(void)
{
	siptrunk_notices_fini();
}

bool siptrunk_notify_ready(
		const siptrunk_config_t *config, siptrunk_error_t *error)
{
	const siptrunk_notification_t *to = config->notifications;
	siptrunk_error_t why;
	siptrunk_key_t key;
	bool ready = true;

	for(; ready && to < config->notifications + config->notification_count;
			to++) {
		if(to->key_file.len == 0)
			continue;
		ready = siptrunk_key_file_read(to->key_file, &key, &why);
		if(!ready)
			siptrunk_error_set(error,
					"table siptrunk_notification, row %d, column key_file: %s",
					to->row, why.text);
	}
	explicit_bzero(&key, sizeof(key));
	return ready;
}

/* --- new ones --- */

static siptrunk_notice_t new_notice(const siptrunk_notice_name_t *name)
{
	siptrunk_notice_t notice = {.name = *name,
			.state = SIPTRUNK_NOTICE_WAITING,
			.made = siptrunk_clock_steady_ms(),
			.spooled = true};

	notice.due = notice.made;
	return notice;
}

/** The place of a notification that is to be sent, or what
 *  siptrunk_notices_add() says. */
static int add(const siptrunk_notice_t *notice)
{
	int place = siptrunk_notices_add(notice);

	if(place >= 0)
		siptrunk_stats_add(SIPTRUNK_STAT_NOTIFICATION_PENDING, 1);
	if(place == SIPTRUNK_NOTICES_FULL)
		rescan = siptrunk_clock_steady_ms() + RESCAN_MS;
	return place;
}

/** The same for a new one, which does not wait behind those that have failed:
 *  one of them goes back to being a file. */
static int add_first(const siptrunk_notice_t *notice)
{
	int place = add(notice);

	if(place != SIPTRUNK_NOTICES_FULL)
		return place;
	place = siptrunk_notices_spare();
	if(place < 0)
		return SIPTRUNK_NOTICES_FULL;
	siptrunk_notices_write(place, notice);
	return place;
}

static void tell_one(const siptrunk_emergency_entry_t *call,
		const siptrunk_notification_t *to)
{
	static char room[SIPTRUNK_NOTIFY_TEXT_MAX];
	siptrunk_text_t text = siptrunk_notify_text(
			to->parsed.kind, call, siptrunk_text(edge), room);
	siptrunk_notice_name_t name = {
			.row = to->row, .kind = to->parsed.kind};
	siptrunk_notice_t notice;
	int place;

	snprintf(name.id, sizeof(name.id), "%s", call->id);
	notice = new_notice(&name);
	notice.spooled = siptrunk_notify_store_write(&name, text);
	place = add_first(&notice);
	if(place >= 0 && !notice.spooled)
		siptrunk_notify_store_hold(place, text);
	if(place == SIPTRUNK_NOTICES_FULL && !notice.spooled) {
		siptrunk_stats_add(SIPTRUNK_STAT_NOTIFICATION_FAILED, 1);
		LM_ERR("notification %s to row %d is lost: %d others wait, and the "
			   "disk takes none\n",
				name.id, name.row, SIPTRUNK_NOTICES_MAX);
	}
}

static void tell(const siptrunk_emergency_entry_t *call)
{
	siptrunk_snapshot_t *snapshot = siptrunk_snapshot_get();
	const siptrunk_config_t *config = snapshot->config;
	size_t i;

	for(i = 0; i < config->notification_count; i++) {
		const siptrunk_notification_t *to = &config->notifications[i];

		if(to->site == NULL
				|| siptrunk_text_equal(
						to->site->name, siptrunk_text(call->site)))
			tell_one(call, to);
	}
	siptrunk_snapshot_put(snapshot);
}

static bool was(
		const siptrunk_emergency_entry_t *call, siptrunk_outcome_t outcome)
{
	return (call->outcomes & 1u << outcome) != 0;
}

/** Who takes it and as whom it was sent is known, or not awaited any longer. */
static bool may_be_told(const siptrunk_emergency_entry_t *call)
{
	const int64_t age = siptrunk_clock_ms() - call->received;

	/* below 0: somebody has set the clock */
	return was(call, SIPTRUNK_OUTCOME_PLACED) || age < 0
		   || age >= PLACED_WITHIN_MS;
}

/** The oldest call that is not told of; false: none. */
static bool next_call(siptrunk_emergency_entry_t *call)
{
	static siptrunk_emergency_entry_t older;
	uint64_t serial = UINT64_MAX;

	while(siptrunk_emergencies_before(serial, &older)
			&& older.serial > told) {
		*call = older;
		serial = older.serial;
	}
	return serial != UINT64_MAX;
}

static void look_for_calls(void)
{
	static siptrunk_emergency_entry_t call;

	while(next_call(&call)) {
		if(!was(&call, SIPTRUNK_OUTCOME_REFUSED)) {
			if(!may_be_told(&call))
				return;
			tell(&call);
		}
		told = call.serial;
	}
}

/* --- those that wait --- */

static void end(int place, siptrunk_notice_t *notice, siptrunk_stat_t how)
{
	siptrunk_notify_store_drop(place, notice);
	notice->state = SIPTRUNK_NOTICE_NONE;
	siptrunk_notices_write(place, notice);
	siptrunk_stats_add(SIPTRUNK_STAT_NOTIFICATION_PENDING, -1);
	siptrunk_stats_add(how, 1);
}

static void try_later(int place, siptrunk_notice_t *notice)
{
	static char room[SIPTRUNK_NOTIFY_TEXT_MAX];
	int64_t pause = siptrunk_backoff_pause(
			PAUSE_FIRST_MS, PAUSE_MOST_MS, notice->tries);
	siptrunk_text_t text;
	siptrunk_error_t error;

	notice->state = SIPTRUNK_NOTICE_WAITING;
	notice->due = siptrunk_clock_steady_ms()
				  + siptrunk_backoff_spread(pause, PAUSE_MOST_MS, fastrand());
	if(!notice->spooled) {
		text = siptrunk_notify_store_read(place, notice, room, &error);
		notice->spooled = text.len > 0
						  && siptrunk_notify_store_write(&notice->name, text);
	}
	siptrunk_notices_write(place, notice);
}

/** The first failure is an alarm, and so is the last. */
static void fail(int place, siptrunk_notice_t *notice)
{
	if(siptrunk_clock_steady_ms() - notice->made >= GIVEN_UP_MS) {
		LM_ERR("notification %s to row %d is given up after %u tries: %s\n",
				notice->name.id, notice->name.row, notice->tries,
				notice->error);
		end(place, notice, SIPTRUNK_STAT_NOTIFICATION_FAILED);
		return;
	}
	if(notice->tries == 1)
		LM_ERR("notification %s to row %d is not delivered and will be tried "
			   "again: %s\n",
				notice->name.id, notice->name.row, notice->error);
	try_later(place, notice);
}

static void settle(int place, siptrunk_notice_t *notice)
{
	if(notice->code >= 200 && notice->code < 300) {
		end(place, notice, SIPTRUNK_STAT_NOTIFICATION_SENT);
		return;
	}
	if(notice->error[0] == '\0')
		snprintf(notice->error, sizeof(notice->error), "expected 2xx, found %d",
				notice->code);
	fail(place, notice);
}

static bool send_text(const siptrunk_notice_t *notice, siptrunk_text_t text,
		siptrunk_error_t *error)
{
	siptrunk_snapshot_t *snapshot = siptrunk_snapshot_get();
	const siptrunk_notification_t *to = siptrunk_config_notification(
			snapshot->config, notice->name.row);
	bool sent = false;

	if(to != NULL && to->parsed.kind == notice->name.kind)
		sent = siptrunk_notify_send(to, text, notice->ticket, error);
	else
		siptrunk_error_set(error,
				"table siptrunk_notification has no row %d for it any more",
				notice->name.row);
	siptrunk_snapshot_put(snapshot);
	return sent;
}

static void try_now(int place, siptrunk_notice_t *notice)
{
	static char room[SIPTRUNK_NOTIFY_TEXT_MAX];
	siptrunk_error_t error;
	siptrunk_text_t text =
			siptrunk_notify_store_read(place, notice, room, &error);

	notice->tries++;
	notice->ticket = ++tickets;
	notice->sent = siptrunk_clock_steady_ms();
	notice->state = SIPTRUNK_NOTICE_SENT;
	/* first, because the answer may be there at once */
	siptrunk_notices_write(place, notice);
	if(text.len > 0 && send_text(notice, text, &error))
		return;
	snprintf(notice->error, sizeof(notice->error), "%s", error.text);
	fail(place, notice);
}

static void look_after(int place, siptrunk_notice_t *notice)
{
	int64_t now = siptrunk_clock_steady_ms();

	switch(notice->state) {
		case SIPTRUNK_NOTICE_WAITING:
			if(now >= notice->due)
				try_now(place, notice);
			return;
		case SIPTRUNK_NOTICE_SENT:
			if(now - notice->sent >= ANSWER_WITHIN_MS)
				siptrunk_notices_answer(notice->ticket, 0, "no answer");
			return;
		case SIPTRUNK_NOTICE_ANSWERED:
			settle(place, notice);
			return;
		case SIPTRUNK_NOTICE_NONE:
			return;
	}
}

/* --- the process --- */

/** From the disk: how long it has waited there counts, unless somebody has set
 *  the clock back. One of a call of just now finds a place also when those that
 *  have failed take all. */
static void take_up(const siptrunk_notice_name_t *name, time_t made)
{
	siptrunk_notice_t notice = new_notice(name);
	int64_t age = ((int64_t)time(NULL) - made) * 1000;

	if(age > 0)
		notice.made -= age;
	if(age < YOUNG_MS)
		add_first(&notice);
	else
		add(&notice);
}

void siptrunk_notify_begin(void)
{
	gethostname(edge, sizeof(edge) - 1);
	siptrunk_notify_store_each(take_up);
}

static void rescan_when_due(void)
{
	if(rescan == 0 || siptrunk_clock_steady_ms() < rescan)
		return;
	rescan = 0;
	siptrunk_notify_store_each(take_up);
}

void siptrunk_notify_tick(void)
{
	siptrunk_notice_t notice;
	int place;

	look_for_calls();
	for(place = 0; place < SIPTRUNK_NOTICES_MAX; place++) {
		if(siptrunk_notices_read(place, &notice))
			look_after(place, &notice);
	}
	rescan_when_due();
}
