/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Which call-backs are expected after the emergency calls of the last minutes.
 *
 * SIP workers, RPC processes; shared memory.
 */
#include "siptrunk_callbacks.h"

#include "siptrunk_clock.h"
#include "siptrunk_ledger.h"
#include "siptrunk_ring.h"
#include "siptrunk_snapshot.h"

#include "core/dprint.h"
#include "core/locking.h"
#include "core/mem/shm_mem.h"

#include <time.h>

/** The lock is shared, so it is allocated with what it guards. */
static struct
{
	gen_lock_t *lock;
	siptrunk_callback_map_t *map;
	int window; /**< in seconds */
} callbacks;

int siptrunk_callbacks_init(int window)
{
	callbacks.window = window * 60;
	callbacks.lock = lock_alloc();
	callbacks.map = siptrunk_callback_map_new(
			&siptrunk_shared_memory, SIPTRUNK_CALLBACKS_MAX, callbacks.window);
	if(callbacks.lock != NULL && callbacks.map != NULL) {
		lock_init(callbacks.lock);
		return 0;
	}
	SHM_MEM_ERROR;
	siptrunk_callbacks_fini();
	return -1;
}

void siptrunk_callbacks_fini(void)
{
	siptrunk_callback_map_free(callbacks.map);
	callbacks.map = NULL;
	if(callbacks.lock != NULL)
		lock_dealloc(callbacks.lock);
	callbacks.lock = NULL;
}

siptrunk_text_t siptrunk_callbacks_user(const siptrunk_caller_t *caller)
{
	siptrunk_text_t host;

	if(caller == NULL)
		return SIPTRUNK_TEXT("");
	if(caller->extension.len > 0)
		return caller->extension;
	if(caller->did.len > 0)
		return caller->did;
	return siptrunk_text_split(caller->aor, '@', &host);
}

#define KEEP(field, text) \
	siptrunk_ring_keep(expected.field, sizeof(expected.field), text)

static void expect(
		const siptrunk_shown_caller_t *shown, siptrunk_text_t number, bool shared)
{
	siptrunk_expected_t expected = {.shared = shared,
			.placed = siptrunk_clock_steady_s() - shown->age};

	KEEP(number, number);
	KEEP(caller, siptrunk_callbacks_user(shown->caller));
	KEEP(trunk, shown->trunk);
	KEEP(call_id, shown->call_id);
	if(shown->site != NULL)
		KEEP(site, shown->site->name);
	lock_get(callbacks.lock);
	siptrunk_callback_map_put(callbacks.map, &expected);
	lock_release(callbacks.lock);
}

void siptrunk_callbacks_expect(const siptrunk_shown_caller_t *shown)
{
	bool of_site = shown->source == SIPTRUNK_SOURCE_SITE;
	bool of_trunk = shown->source == SIPTRUNK_SOURCE_TRUNK;

	/* an e-mail address is no number, and would be cut to its beginning */
	if(shown->source != SIPTRUNK_SOURCE_EMAIL)
		expect(shown, shown->number, of_site || of_trunk);
	if(shown->caller != NULL)
		expect(shown, shown->caller->did, false);
	if(shown->site != NULL && shown->source != SIPTRUNK_SOURCE_CALL
			&& !of_site)
		expect(shown, shown->site->ani, true);
}

/** A call of before the restart. Who is not in the directory any more still has
 *  the extension that he had. */
static void restore(const siptrunk_emergency_entry_t *entry, void *param)
{
	const siptrunk_config_t *config = param;
	siptrunk_caller_t known = {.extension = siptrunk_text(entry->extension)};
	siptrunk_shown_caller_t shown = {.number = siptrunk_text(entry->caller),
			.trunk = siptrunk_text(entry->trunk),
			.call_id = siptrunk_text(entry->call_id)};
	int64_t age = time(NULL) - entry->received / 1000;

	/* without a caller ID it was shown to nobody */
	if(!siptrunk_source_parse(
			   siptrunk_text(entry->caller_source), &shown.source))
		return;
	shown.caller = siptrunk_directory_find(
			config->directory, siptrunk_text(entry->identity));
	if(shown.caller == NULL && known.extension.len > 0)
		shown.caller = &known;
	shown.site = siptrunk_site_find(
			config->sites, config->site_count, siptrunk_text(entry->site));
	shown.age = age > 0 ? age : 0;
	siptrunk_callbacks_expect(&shown);
}

void siptrunk_callbacks_restore(void)
{
	siptrunk_snapshot_t *snapshot;

	if(callbacks.window == 0)
		return;
	snapshot = siptrunk_snapshot_get();
	siptrunk_ledger_recent(((int64_t)time(NULL) - callbacks.window) * 1000,
			false, restore, snapshot->config);
	siptrunk_snapshot_put(snapshot);
}

bool siptrunk_callbacks_find(
		siptrunk_text_t number, siptrunk_expected_t *expected)
{
	int64_t now = siptrunk_clock_steady_s();
	bool found;

	if(siptrunk_callback_map_idle(callbacks.map, now))
		return false;
	lock_get(callbacks.lock);
	found = siptrunk_callback_map_find(callbacks.map, number, now, expected);
	lock_release(callbacks.lock);
	return found;
}

bool siptrunk_callbacks_read(
		unsigned i, siptrunk_expected_t *expected, long *age, long *left)
{
	int64_t now = siptrunk_clock_steady_s();
	bool found;

	lock_get(callbacks.lock);
	found = siptrunk_callback_map_read(callbacks.map, i, expected);
	lock_release(callbacks.lock);
	if(found) {
		*age = (long)(now - expected->placed);
		*left = (long)siptrunk_callback_map_left(callbacks.map, expected, now);
	}
	return found;
}
