/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The calls that are running and those that ended lately.
 *
 * SIP workers, timers, RPC processes; shared memory, allocated once.
 */
#include "siptrunk_calls.h"

#include "siptrunk_call_map.h"
#include "siptrunk_clock.h"
#include "siptrunk_snapshot.h"
#include "siptrunk_stats.h"

#include "core/dprint.h"
#include "core/locking.h"
#include "core/mem/shm_mem.h"

#include <string.h>

static siptrunk_call_map_t *map;
static siptrunk_call_totals_t *totals;
static gen_lock_t *lock;

int siptrunk_calls_init(int places)
{
	lock = lock_alloc();
	if(lock == NULL || lock_init(lock) == NULL) {
		SHM_MEM_ERROR;
		return -1;
	}
	map = siptrunk_call_map_new(&siptrunk_shared_memory, (unsigned)places);
	totals = shm_malloc(sizeof(*totals));
	if(map == NULL || totals == NULL) {
		LM_ERR("no shared memory for modparam calls %d; raise -m\n", places);
		return -1;
	}
	memset(totals, 0, sizeof(*totals));
	return 0;
}

void siptrunk_calls_fini(void)
{
	siptrunk_call_map_free(map);
	map = NULL;
	if(totals != NULL)
		shm_free(totals);
	totals = NULL;
	if(lock != NULL)
		lock_dealloc(lock);
	lock = NULL;
}

static void log_end(const siptrunk_call_record_t *record)
{
	char line[SIPTRUNK_CALL_LINE_MAX];

	siptrunk_call_record_write(record, line);
	LM_INFO("call %s\n", line);
}

/** Ends what began with lock_get(). record may be NULL: no such call. */
static void change_and_release(
		siptrunk_call_record_t *record, siptrunk_call_change_t *change)
{
	siptrunk_call_record_t copy;
	bool ended = false;

	change->now = siptrunk_clock_ms();
	if(record != NULL)
		ended = siptrunk_call_map_change(map, record, change);
	if(ended) {
		copy = *record;
		siptrunk_call_totals_count(totals, record);
	}
	lock_release(lock);
	if(ended)
		log_end(&copy);
}

static bool is_over(const siptrunk_call_record_t *record)
{
	return record == NULL || record->ids.state == SIPTRUNK_CALL_ENDED;
}

static siptrunk_call_record_t *of_message(const siptrunk_call_change_t *change)
{
	return siptrunk_call_map_of_message(map, change->ids[SIPTRUNK_ID_CALLER],
			change->from_tag, change->to_tag);
}

/** A call that comes by here twice, having been elsewhere, is one call. */
static siptrunk_call_record_t *record_for(
		const siptrunk_call_change_t *change, bool *added,
		siptrunk_call_loss_t *loss)
{
	siptrunk_call_record_t *record = of_message(change);

	*loss = SIPTRUNK_CALL_LOSS_NONE;
	*added = is_over(record) && change->event == SIPTRUNK_CALL_EVENT_STARTED;
	return *added ? siptrunk_call_map_add(map, loss) : record;
}

static void count_loss(siptrunk_call_loss_t loss)
{
	if(loss == SIPTRUNK_CALL_LOSS_RUNNING)
		siptrunk_stats_add(SIPTRUNK_STAT_CALLS_FORGOTTEN, 1);
	if(loss == SIPTRUNK_CALL_LOSS_DUE)
		siptrunk_stats_add(SIPTRUNK_STAT_RECORDS_DROPPED, 1);
}

bool siptrunk_calls_record(siptrunk_call_change_t *change)
{
	siptrunk_call_record_t *record;
	siptrunk_call_loss_t loss;
	bool added;

	lock_get(lock);
	record = record_for(change, &added, &loss);
	change_and_release(record, change);
	count_loss(loss);
	return added;
}

/** Who repeats an INVITE until it hears of its refusal has one record; and
 *  refusals, of which there may be any number, take no running call's. */
void siptrunk_calls_refuse(siptrunk_call_change_t *change)
{
	siptrunk_call_loss_t loss = SIPTRUNK_CALL_LOSS_NONE;
	siptrunk_call_record_t *record = NULL;

	lock_get(lock);
	if(of_message(change) == NULL && siptrunk_call_map_has_place(map))
		record = siptrunk_call_map_add(map, &loss);
	change_and_release(record, change);
	count_loss(loss);
}

static siptrunk_call_record_t *find_running(
		siptrunk_id_kind_t kind, siptrunk_text_t id)
{
	siptrunk_call_record_t *record = siptrunk_call_map_find(map, kind, id);

	return is_over(record) ? NULL : record;
}

void siptrunk_calls_end(siptrunk_text_t call_id)
{
	siptrunk_call_change_t change = {.event = SIPTRUNK_CALL_EVENT_ENDED,
			.ended_by = SIPTRUNK_TEXT("edge")};

	lock_get(lock);
	change_and_release(find_running(SIPTRUNK_ID_CALLER, call_id), &change);
}

bool siptrunk_calls_find(siptrunk_text_t agents_id, siptrunk_call_ids_t *found)
{
	const siptrunk_call_record_t *record;

	lock_get(lock);
	record = siptrunk_call_map_find(map, SIPTRUNK_ID_AGENT, agents_id);
	if(record != NULL)
		*found = record->ids;
	lock_release(lock);
	return record != NULL;
}

static bool is_of_trunk(
		const siptrunk_call_record_t *record, siptrunk_text_t trunk)
{
	return siptrunk_text_equal(siptrunk_text(record->ids.trunk), trunk)
		   || siptrunk_text_equal(siptrunk_text(record->ids.target), trunk);
}

bool siptrunk_calls_is_live(siptrunk_text_t agents_id, siptrunk_text_t trunk)
{
	const siptrunk_call_record_t *record;
	bool live;

	lock_get(lock);
	record = find_running(SIPTRUNK_ID_AGENT, agents_id);
	live = record != NULL && is_of_trunk(record, trunk);
	lock_release(lock);
	return live;
}

bool siptrunk_calls_is_part(siptrunk_text_t call_id, siptrunk_text_t from_tag,
		siptrunk_text_t to_tag, siptrunk_text_t trunk)
{
	const siptrunk_call_record_t *record;
	bool part;

	lock_get(lock);
	record = siptrunk_call_map_of_message(map, call_id, from_tag, to_tag);
	part = !is_over(record) && is_of_trunk(record, trunk);
	lock_release(lock);
	return part;
}

bool siptrunk_calls_before(
		siptrunk_text_t id, uint64_t serial, siptrunk_call_record_t *record)
{
	const siptrunk_call_record_t *found;

	lock_get(lock);
	found = siptrunk_call_map_before(map, id, serial);
	if(found != NULL)
		*record = *found;
	lock_release(lock);
	return found != NULL;
}

/** The one behind the cursor, which moves on; NULL: there are no more. */
static const siptrunk_call_record_t *move_on(siptrunk_calls_cursor_t *cursor)
{
	const uint64_t serial = cursor->last != NULL ? cursor->serial : UINT64_MAX;
	const siptrunk_call_record_t *found =
			siptrunk_call_map_older(map, cursor->last, serial);

	if(found != NULL)
		*cursor = (siptrunk_calls_cursor_t){found, found->serial};
	return found;
}

unsigned siptrunk_calls_next(siptrunk_calls_cursor_t *cursor,
		siptrunk_call_record_t *records, unsigned count)
{
	const siptrunk_call_record_t *found;
	unsigned i = 0;

	lock_get(lock);
	while(i < count && (found = move_on(cursor)) != NULL)
		records[i++] = *found;
	lock_release(lock);
	return i;
}

unsigned siptrunk_calls_next_trunks(siptrunk_calls_cursor_t *cursor,
		siptrunk_calls_trunks_t *trunks, unsigned count)
{
	const siptrunk_call_record_t *found;
	unsigned i = 0;

	lock_get(lock);
	while(i < count && (found = move_on(cursor)) != NULL) {
		memcpy(trunks[i].trunk, found->ids.trunk, sizeof(trunks[i].trunk));
		memcpy(trunks[i].target, found->ids.target, sizeof(trunks[i].target));
		i++;
	}
	lock_release(lock);
	return i;
}

bool siptrunk_calls_of(
		siptrunk_text_t call_id, siptrunk_call_record_t *record)
{
	const siptrunk_call_record_t *found;

	lock_get(lock);
	found = siptrunk_call_map_find(map, SIPTRUNK_ID_CALLER, call_id);
	if(found != NULL)
		*record = *found;
	lock_release(lock);
	return found != NULL;
}

bool siptrunk_calls_is_shared(
		siptrunk_text_t call_id, const siptrunk_call_record_t *record)
{
	siptrunk_call_record_t other = {.serial = UINT64_MAX};

	while(siptrunk_calls_before(call_id, other.serial, &other)) {
		if(other.serial != record->serial && !is_over(&other))
			return true;
	}
	return false;
}

/** NULL: another call has taken its place meanwhile. The record may have its
 *  Call-ID cut. */
static siptrunk_call_record_t *find_again(
		siptrunk_text_t call_id, const siptrunk_call_record_t *record)
{
	siptrunk_call_record_t *found =
			siptrunk_call_map_find(map, SIPTRUNK_ID_CALLER, call_id);

	return found != NULL && found->serial == record->serial ? found : NULL;
}

void siptrunk_calls_set_legs(
		siptrunk_text_t call_id, const siptrunk_call_record_t *record)
{
	siptrunk_call_record_t *found;

	lock_get(lock);
	found = find_again(call_id, record);
	if(found != NULL)
		memcpy(found->legs, record->legs, sizeof(found->legs));
	lock_release(lock);
}

void siptrunk_calls_settle(
		siptrunk_text_t call_id, const siptrunk_call_record_t *record)
{
	siptrunk_call_record_t *found;

	lock_get(lock);
	found = find_again(call_id, record);
	if(found != NULL)
		found->settled = true;
	lock_release(lock);
}

void siptrunk_calls_end_record(
		siptrunk_text_t call_id, const siptrunk_call_record_t *record)
{
	siptrunk_call_change_t change = {.event = SIPTRUNK_CALL_EVENT_ENDED,
			.ended_by = SIPTRUNK_TEXT("edge")};

	lock_get(lock);
	change_and_release(find_again(call_id, record), &change);
}

/* --- writing down --- */

void siptrunk_calls_write(void)
{
	siptrunk_call_map_write(map);
}

/** What was never answered has no legs. Calls end under the lock, as this is
 *  asked: an end that is still to come is of a clock that was set back since,
 *  and not waited for. */
static bool is_settled(const siptrunk_call_record_t *record, int64_t before)
{
	return record->answered == 0 || record->settled
		   || record->ended <= before || record->ended > siptrunk_clock_ms();
}

size_t siptrunk_calls_due(
		siptrunk_call_record_t *records, size_t most, int64_t before)
{
	const siptrunk_call_record_t *record;
	size_t count = 0;

	lock_get(lock);
	record = siptrunk_call_map_due(map, NULL);
	while(record != NULL && count < most && is_settled(record, before)) {
		records[count++] = *record;
		record = siptrunk_call_map_due(map, record);
	}
	lock_release(lock);
	return count;
}

void siptrunk_calls_written(
		const siptrunk_call_record_t *records, size_t count)
{
	size_t i;

	lock_get(lock);
	for(i = 0; i < count; i++)
		siptrunk_call_map_written(map, records[i].serial);
	lock_release(lock);
}

static siptrunk_call_record_t *running_before(uint64_t serial)
{
	return (siptrunk_call_record_t *)siptrunk_call_map_before(
			map, SIPTRUNK_TEXT(""), serial);
}

void siptrunk_calls_end_all(void)
{
	siptrunk_call_change_t change = {.event = SIPTRUNK_CALL_EVENT_ENDED,
			.ended_by = SIPTRUNK_TEXT("restart"),
			.reason = SIPTRUNK_TEXT("lost at a restart")};
	siptrunk_call_record_t *record;
	uint64_t serial = UINT64_MAX;

	/* who ended while it had the lock gives it back no more, and may leave
	 * one among the running that has ended */
	lock_init(lock);
	change.now = siptrunk_clock_ms();
	while((record = running_before(serial)) != NULL) {
		serial = record->serial;
		siptrunk_call_map_change(map, record, &change);
	}
}

unsigned siptrunk_calls_running(void)
{
	unsigned count;

	lock_get(lock);
	count = siptrunk_call_map_running(map);
	lock_release(lock);
	return count;
}

const siptrunk_call_totals_t *siptrunk_calls_totals(void)
{
	return totals;
}
