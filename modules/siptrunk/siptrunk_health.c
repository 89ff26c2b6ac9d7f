/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What is believed of each address of each gateway.
 *
 * The prober's process adds and removes entries; SIP workers, the prober and
 * RPC read and change them; shared memory under one lock.
 */
#include "siptrunk_health.h"

#include "siptrunk_clock.h"
#include "siptrunk_stats.h"

#include "core/dprint.h"
#include "core/locking.h"
#include "core/mem/shm_mem.h"

#include <stdio.h>
#include <string.h>

/** For the answer to OPTIONS, in seconds: a busy machine may take part of it,
 *  and to be believed down costs a gateway its place. */
#define PATIENCE_S 5

typedef struct entry
{
	siptrunk_destination_t destination;
	bool listed; /**< by the snapshot looked at last */
	struct entry *next;
} entry_t;

typedef struct table
{
	gen_lock_t lock;
	entry_t *entries; /**< in the order of the trunks and their gateways */
	unsigned serial;  /**< the last one given */
} table_t;

static table_t *table;
static siptrunk_patience_t patience_with_ordinary;
static const siptrunk_patience_t at_once = {1, 1};

int siptrunk_health_init(siptrunk_patience_t patience)
{
	patience_with_ordinary = patience;
	table = shm_malloc(sizeof(*table));
	if(table == NULL) {
		SHM_MEM_ERROR;
		return -1;
	}
	memset(table, 0, sizeof(*table));
	lock_init(&table->lock);
	return 0;
}

/* --- what is believed, and who hears of it --- */

/** "" of one that a load has removed meanwhile. */
static const char *status_of(const char *name)
{
	siptrunk_snapshot_t *snapshot = siptrunk_snapshot_get();
	const siptrunk_trunk_t *trunk =
			siptrunk_config_trunk(snapshot->config, siptrunk_text(name));
	const char *status =
			trunk == NULL ? ""
						  : siptrunk_trunk_status_name(siptrunk_health_status(
								  trunk, snapshot->overlay));

	siptrunk_snapshot_put(snapshot);
	return status;
}

static void log_change(const siptrunk_destination_t *now)
{
	char address[SIPTRUNK_PREFIX_TEXT_MAX];
	char reply[sizeof("it answers ") + 10] = "it does not answer";

	siptrunk_address_format(&now->address, address);
	if(now->code != 0)
		snprintf(reply, sizeof(reply), "it answers %d", now->code);
	if(now->belief.health == SIPTRUNK_HEALTH_DOWN)
		LM_ERR("gateway %s (%s port %u, %s) of trunk %s is believed down: %s; "
			   "it is tried after the others; the trunk is %s\n",
				now->gateway, address, now->port,
				siptrunk_transport_name(now->transport), now->trunk, reply,
				status_of(now->trunk));
	else
		LM_NOTICE("gateway %s (%s port %u, %s) of trunk %s is up: %s; "
				  "the trunk is %s\n",
				now->gateway, address, now->port,
				siptrunk_transport_name(now->transport), now->trunk, reply,
				status_of(now->trunk));
}

/** With the lock held. true: that is news, of which changed has a copy. */
static bool believe(entry_t *entry, bool good, int code, bool help,
		siptrunk_destination_t *changed)
{
	siptrunk_destination_t *destination = &entry->destination;
	bool news = siptrunk_belief_hears(&destination->belief, good,
			help || destination->emergency ? at_once : patience_with_ordinary,
			siptrunk_clock_steady_s());

	destination->code = code;
	if(news) {
		destination->since = time(NULL);
		*changed = *destination;
	}
	return news;
}

/** Without the lock. */
static void tell(bool news, const siptrunk_destination_t *changed)
{
	if(!news)
		return;
	if(changed->belief.health == SIPTRUNK_HEALTH_DOWN)
		siptrunk_stats_add(SIPTRUNK_STAT_GATEWAY_FAILURES, 1);
	log_change(changed);
}

/* --- which destinations there are --- */

static bool is(const siptrunk_destination_t *destination, siptrunk_text_t trunk,
		const siptrunk_gateway_t *gateway, const siptrunk_address_t *address)
{
	return destination->port == gateway->port
		   && destination->transport == gateway->transport
		   && siptrunk_address_equal(&destination->address, address)
		   && siptrunk_text_equal(siptrunk_text(destination->trunk), trunk)
		   && siptrunk_text_equal(
				   siptrunk_text(destination->gateway), gateway->name);
}

static entry_t *find(siptrunk_text_t trunk, const siptrunk_gateway_t *gateway,
		const siptrunk_address_t *address)
{
	entry_t *entry = table->entries;

	while(entry != NULL && !is(&entry->destination, trunk, gateway, address))
		entry = entry->next;
	return entry;
}

/** Of a gateway that nothing is known of yet. */
static siptrunk_health_t initial(const siptrunk_gateway_t *gateway)
{
	return gateway->inactive ? SIPTRUNK_HEALTH_DOWN : SIPTRUNK_HEALTH_UNKNOWN;
}

static void keep_text(char *room, size_t size, siptrunk_text_t text)
{
	snprintf(room, size, "%.*s", SIPTRUNK_TEXT_FMT(text));
}

static entry_t *entry_new(
		const siptrunk_trunk_t *trunk, const siptrunk_walk_t *walk)
{
	entry_t *entry = shm_malloc(sizeof(*entry));
	siptrunk_destination_t *destination;

	if(entry == NULL) {
		SHM_MEM_ERROR;
		return NULL;
	}
	memset(entry, 0, sizeof(*entry));
	destination = &entry->destination;
	keep_text(destination->trunk, sizeof(destination->trunk), trunk->name);
	keep_text(destination->gateway, sizeof(destination->gateway),
			walk->gateway->name);
	destination->address = walk->address;
	destination->port = walk->gateway->port;
	destination->transport = walk->gateway->transport;
	destination->belief.health = initial(walk->gateway);
	destination->since = time(NULL);
	return entry;
}

static void append(entry_t *entry)
{
	entry_t **end = &table->entries;

	lock_get(&table->lock);
	while(*end != NULL)
		end = &(*end)->next;
	entry->destination.serial = ++table->serial;
	*end = entry;
	lock_release(&table->lock);
}

static bool take(const siptrunk_trunk_t *trunk, const siptrunk_walk_t *walk)
{
	entry_t *entry = find(trunk->name, walk->gateway, &walk->address);
	bool emergency = trunk->role == SIPTRUNK_ROLE_EMERGENCY;

	if(entry == NULL) {
		entry = entry_new(trunk, walk);
		if(entry == NULL)
			return false;
		append(entry);
	}
	entry->listed = true;
	lock_get(&table->lock);
	entry->destination.emergency = emergency;
	entry->destination.probed = emergency || walk->gateway->probed;
	lock_release(&table->lock);
	return true;
}

static void remove_unlisted(void)
{
	entry_t **link = &table->entries, *entry;

	lock_get(&table->lock);
	while((entry = *link) != NULL) {
		if(entry->listed) {
			link = &entry->next;
			continue;
		}
		*link = entry->next;
		shm_free(entry);
	}
	lock_release(&table->lock);
}

bool siptrunk_health_follow(const siptrunk_snapshot_t *snapshot)
{
	const siptrunk_config_t *config = snapshot->config;
	bool complete = true;
	siptrunk_walk_t walk;
	entry_t *entry;
	size_t i;

	for(entry = table->entries; entry != NULL; entry = entry->next)
		entry->listed = false;
	for(i = 0; i < config->trunk_count; i++) {
		siptrunk_walk_begin(&walk, &config->trunks[i], snapshot->overlay);
		while(siptrunk_walk_next(&walk))
			complete = take(&config->trunks[i], &walk) && complete;
	}
	remove_unlisted();
	return complete;
}

/* --- calls --- */

bool siptrunk_health_is_down(
		siptrunk_text_t trunk, const siptrunk_trial_t *trial, bool help)
{
	bool down = trial->gateway->inactive;
	entry_t *entry;

	lock_get(&table->lock);
	entry = find(trunk, trial->gateway, &trial->address);
	if(entry != NULL)
		down = entry->destination.belief.health == SIPTRUNK_HEALTH_DOWN
			   && (help || entry->destination.probed
					   || !siptrunk_belief_lets_by(&entry->destination.belief,
							   siptrunk_clock_steady_s()));
	lock_release(&table->lock);
	return down;
}

/** What a call to it has shown. */
static void call_shows(siptrunk_text_t trunk, const siptrunk_trial_t *trial,
		bool good, int code, bool help)
{
	siptrunk_destination_t changed;
	entry_t *entry;
	bool news = false;

	lock_get(&table->lock);
	entry = find(trunk, trial->gateway, &trial->address);
	if(entry != NULL)
		news = believe(entry, good, code, help, &changed);
	lock_release(&table->lock);
	tell(news, &changed);
}

void siptrunk_health_failed(siptrunk_text_t trunk,
		const siptrunk_trial_t *trial, int code, bool help)
{
	call_shows(trunk, trial, false, code, help);
}

void siptrunk_health_answered_call(
		siptrunk_text_t trunk, const siptrunk_trial_t *trial, int code)
{
	call_shows(trunk, trial, true, code, false);
}

/** The next destination from entry on that has this address. */
static entry_t *find_address(entry_t *entry, const siptrunk_address_t *address,
		uint16_t port, uint8_t transport)
{
	while(entry != NULL
			&& (entry->destination.port != port
					|| entry->destination.transport != transport
					|| !siptrunk_address_equal(
							&entry->destination.address, address)))
		entry = entry->next;
	return entry;
}

void siptrunk_health_heard(const siptrunk_address_t *address, uint16_t port,
		uint8_t transport, int code, bool help)
{
	siptrunk_destination_t changed;
	entry_t *entry;
	bool news = false;

	lock_get(&table->lock);
	entry = find_address(table->entries, address, port, transport);
	while(entry != NULL) {
		entry->destination.waiting = 0; /* whatever became of the question */
		if(help || entry->destination.emergency || code >= 200)
			news = believe(entry, true, code, help, &changed) || news;
		entry = find_address(entry->next, address, port, transport);
	}
	lock_release(&table->lock);
	tell(news, &changed);
}

/* --- OPTIONS --- */

static entry_t *overdue(int64_t now)
{
	entry_t *entry = table->entries;

	while(entry != NULL
			&& (!entry->destination.probed || entry->destination.due > now))
		entry = entry->next;
	return entry;
}

bool siptrunk_health_ask(
		int64_t now, int interval, siptrunk_destination_t *destination)
{
	entry_t *entry;

	lock_get(&table->lock);
	entry = overdue(now);
	if(entry != NULL) {
		entry->destination.due = now + interval;
		if(entry->destination.waiting == 0)
			entry->destination.waiting = now;
		*destination = entry->destination;
	}
	lock_release(&table->lock);
	return entry != NULL;
}

static entry_t *find_serial(unsigned serial)
{
	entry_t *entry = table->entries;

	while(entry != NULL && entry->destination.serial != serial)
		entry = entry->next;
	return entry;
}

void siptrunk_health_answered(unsigned serial, int code)
{
	siptrunk_destination_t changed;
	entry_t *entry;
	bool news = false;

	lock_get(&table->lock);
	entry = find_serial(serial);
	if(entry != NULL) {
		entry->destination.waiting = 0;
		news = believe(entry, code != 0 && code != 503, code, false, &changed);
	}
	lock_release(&table->lock);
	tell(news, &changed);
}

/** One that was waited for too long, its waiting over; 0: there is none. */
static unsigned silent(int64_t now)
{
	unsigned serial = 0;
	entry_t *entry;

	lock_get(&table->lock);
	entry = table->entries;
	while(entry != NULL
			&& (entry->destination.waiting == 0
					|| now - entry->destination.waiting < PATIENCE_S))
		entry = entry->next;
	if(entry != NULL)
		serial = entry->destination.serial;
	lock_release(&table->lock);
	return serial;
}

void siptrunk_health_expect(int64_t now)
{
	unsigned serial;

	while((serial = silent(now)) != 0)
		siptrunk_health_answered(serial, 0);
}

size_t siptrunk_health_hurry(void)
{
	entry_t *entry;
	size_t count = 0;

	lock_get(&table->lock);
	for(entry = table->entries; entry != NULL; entry = entry->next) {
		entry->destination.due = 0;
		count += entry->destination.probed;
	}
	lock_release(&table->lock);
	return count;
}

/* --- of addresses together --- */

static siptrunk_health_t health_of(siptrunk_text_t trunk,
		const siptrunk_gateway_t *gateway, const siptrunk_address_t *address)
{
	siptrunk_health_t health = initial(gateway);
	const entry_t *entry;

	lock_get(&table->lock);
	entry = find(trunk, gateway, address);
	if(entry != NULL)
		health = entry->destination.belief.health;
	lock_release(&table->lock);
	return health;
}

siptrunk_trunk_status_t siptrunk_health_status_of_gateway(
		siptrunk_text_t trunk, const siptrunk_gateway_t *gateway,
		const siptrunk_overlay_t *overlay)
{
	size_t count = 0, down = 0;
	siptrunk_walk_t walk;

	siptrunk_walk_begin_at(&walk, gateway, overlay);
	for(; siptrunk_walk_next(&walk); count++)
		down += health_of(trunk, gateway, &walk.address)
				== SIPTRUNK_HEALTH_DOWN;
	return siptrunk_trunk_status_of(count - down, down, count);
}

siptrunk_trunk_status_t siptrunk_health_status(
		const siptrunk_trunk_t *trunk, const siptrunk_overlay_t *overlay)
{
	siptrunk_trunk_status_t status;
	size_t up = 0, down = 0, i;

	/* who registers need not have any: usrloc alone knows if it is there */
	if(trunk->registrar && trunk->gateway_count == 0)
		return SIPTRUNK_TRUNK_UP;
	for(i = 0; i < trunk->gateway_count; i++) {
		status = siptrunk_health_status_of_gateway(
				trunk->name, &trunk->gateway_list[i], overlay);
		up += status == SIPTRUNK_TRUNK_UP;
		down += status == SIPTRUNK_TRUNK_DOWN;
	}
	return siptrunk_trunk_status_of(up, down, trunk->gateway_count);
}

static long count_trunks(siptrunk_trunk_status_t status)
{
	siptrunk_snapshot_t *snapshot = siptrunk_snapshot_get();
	const siptrunk_config_t *config = snapshot->config;
	long count = 0;
	size_t i;

	for(i = 0; i < config->trunk_count; i++)
		count += siptrunk_health_status(
						 &config->trunks[i], snapshot->overlay)
				 == status;
	siptrunk_snapshot_put(snapshot);
	return count;
}

long siptrunk_health_trunks_degraded(void)
{
	return count_trunks(SIPTRUNK_TRUNK_DEGRADED);
}

long siptrunk_health_trunks_down(void)
{
	return count_trunks(SIPTRUNK_TRUNK_DOWN);
}

/* --- RPC --- */

void siptrunk_health_read(siptrunk_text_t trunk,
		const siptrunk_gateway_t *gateway, const siptrunk_address_t *address,
		siptrunk_destination_t *destination)
{
	const entry_t *entry;

	memset(destination, 0, sizeof(*destination));
	destination->belief.health = initial(gateway);
	lock_get(&table->lock);
	entry = find(trunk, gateway, address);
	if(entry != NULL)
		*destination = entry->destination;
	lock_release(&table->lock);
}
