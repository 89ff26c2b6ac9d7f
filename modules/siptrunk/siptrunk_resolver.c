/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Asks DNS for the host names of the access lists and of gateways.
 *
 * A process of its own; shared memory for what RPC reads. It must not end,
 * whatever happens: Kamailio would shut down with it.
 */
#include "siptrunk_resolver.h"

#include "siptrunk_clock.h"
#include "siptrunk_learn.h"
#include "siptrunk_stats.h"

#include "core/cfg/cfg_struct.h"
#include "core/dprint.h"
#include "core/locking.h"
#include "core/mem/shm_mem.h"
#include "core/rand/fastrand.h"
#include "core/sr_module.h"
#include "core/timer_proc.h"

#include <arpa/nameser.h>
#include <resolv.h>
#include <string.h>
#include <unistd.h>

#define TICK_S 1
/** For one try of one server, and how often all are tried. */
#define SERVER_TIMEOUT_S 2
#define SERVER_TRIES 2

typedef struct entry
{
	siptrunk_lookup_t lookup;
	bool listed; /**< by the configuration looked at last */
	struct entry *next;
} entry_t;

typedef struct resolver
{
	/** Of the list and of changing an entry. Its process, the only writer,
	 *  reads without it. */
	gen_lock_t lock;
	entry_t *entries;
} resolver_t;

static resolver_t *resolver;

/* --- the names, as the configuration has them --- */

static entry_t *find(siptrunk_text_t name)
{
	entry_t *entry = resolver->entries;

	while(entry != NULL
			&& !siptrunk_text_equal(siptrunk_text(entry->lookup.name), name))
		entry = entry->next;
	return entry;
}

static entry_t *add(siptrunk_text_t name)
{
	entry_t *entry = shm_malloc(sizeof(*entry));

	if(entry == NULL) {
		SHM_MEM_ERROR;
		return NULL;
	}
	siptrunk_lookup_init(&entry->lookup, name, siptrunk_clock_steady_s());
	lock_get(&resolver->lock);
	entry->next = resolver->entries;
	resolver->entries = entry;
	lock_release(&resolver->lock);
	return entry;
}

static void remove_unlisted(void)
{
	entry_t **link = &resolver->entries, *entry;

	lock_get(&resolver->lock);
	while((entry = *link) != NULL) {
		if(entry->listed) {
			link = &entry->next;
			continue;
		}
		*link = entry->next;
		shm_free(entry);
	}
	lock_release(&resolver->lock);
}

static void remember(entry_t *entry, const siptrunk_address_t *address)
{
	lock_get(&resolver->lock);
	siptrunk_lookup_remember(&entry->lookup, address);
	lock_release(&resolver->lock);
}

/** false: no memory. */
static bool take_name(siptrunk_text_t name)
{
	entry_t *entry = find(name);

	if(entry == NULL)
		entry = add(name);
	if(entry == NULL)
		return false;
	entry->listed = true;
	return true;
}

static bool take_gateways(const siptrunk_trunk_t *trunk)
{
	size_t i;

	for(i = 0; i < trunk->gateway_count; i++) {
		if(trunk->gateway_list[i].address.family == 0
				&& !take_name(trunk->gateway_list[i].host))
			return false;
	}
	return true;
}

/** false: one name found no memory. */
static bool take_names(const siptrunk_config_t *config)
{
	entry_t *entry;
	size_t i;

	for(entry = resolver->entries; entry != NULL; entry = entry->next)
		entry->listed = false;
	for(i = 0; i < config->host_count; i++) {
		if(!take_name(config->hosts[i].name))
			return false;
	}
	for(i = 0; i < config->trunk_count; i++) {
		if(!take_gateways(&config->trunks[i]))
			return false;
	}
	remove_unlisted();
	return true;
}

/**
 * The addresses of names from before: those of an earlier life of the server
 * are what a new name begins with; those of a name that no list has any more
 * are forgotten, because by the time one has it again they may be somebody
 * else's. false: to be tried again.
 */
static bool take_learned(const siptrunk_overlay_t *overlay)
{
	bool complete = true;
	entry_t *entry;
	size_t i;

	for(i = 0; i < overlay->count; i++) {
		if(overlay->items[i].origin != SIPTRUNK_ORIGIN_HOST)
			continue;
		entry = find(overlay->items[i].host);
		if(entry == NULL)
			complete = siptrunk_learn_host(overlay->items[i].host, NULL, 0)
					   && complete;
		else if(!siptrunk_lookup_asked(&entry->lookup))
			remember(entry, &overlay->items[i].prefix.address);
	}
	return complete;
}

/** After a load: its names, the new ones due at once. */
static void follow_configuration(void)
{
	static unsigned taken;
	siptrunk_snapshot_t *snapshot = siptrunk_snapshot_get();

	if(snapshot->generation != taken && take_names(snapshot->config)
			&& take_learned(snapshot->overlay))
		taken = snapshot->generation;
	siptrunk_snapshot_put(snapshot);
}

/* --- questions --- */

/** Sends the question and waits for the answer; its length, or -1. Servers and
 *  options are those of resolv.conf, read each time: it may have changed. */
static int send_question(
		const char *name, int type, uint8_t *answer, size_t room)
{
	struct __res_state state;
	uint8_t question[NS_PACKETSZ];
	int len;

	memset(&state, 0, sizeof(state));
	if(res_ninit(&state) < 0)
		return -1;
	state.retrans = SERVER_TIMEOUT_S;
	state.retry = SERVER_TRIES;
	/* the name as it is, without resolv.conf's search list */
	len = res_nmkquery(&state, ns_o_query, name, ns_c_in, type, NULL, 0, NULL,
			question, sizeof(question));
	if(len > 0)
		len = res_nsend(&state, question, len, answer, (int)room);
	res_nclose(&state);
	return len;
}

/** false: nobody answered anything. */
static bool ask(
		const char *name, siptrunk_family_t family, siptrunk_answer_t *answer)
{
	static uint8_t bytes[NS_MAXMSG];
	int len;

	memset(bytes, 0, NS_HFIXEDSZ);
	len = send_question(name, family == SIPTRUNK_IPV4 ? ns_t_a : ns_t_aaaa,
			bytes, sizeof(bytes));
	/* libresolv takes a server's error for no answer, but leaves its header */
	if(len < 0 && bytes[2] != 0)
		len = NS_HFIXEDSZ;
	if(len >= 0)
		siptrunk_answer_read(answer, name, family, bytes, (size_t)len);
	else
		siptrunk_answer_fail(answer, "no DNS server answered");
	return len >= 0;
}

static void ask_both(
		const char *name, siptrunk_answer_t *ipv4, siptrunk_answer_t *ipv6)
{
	if(ask(name, SIPTRUNK_IPV4, ipv4))
		ask(name, SIPTRUNK_IPV6, ipv6);
	else
		*ipv6 = *ipv4; /* servers that hang are waited for once */
}

static bool same_addresses(
		const siptrunk_lookup_t *a, const siptrunk_lookup_t *b)
{
	return a->count == b->count
		   && memcmp(a->addresses, b->addresses,
					  a->count * sizeof(a->addresses[0]))
					  == 0;
}

/** Once when something goes wrong, once when it no longer does. */
static void report(
		const siptrunk_lookup_t *before, const siptrunk_lookup_t *after)
{
	if(!same_addresses(before, after))
		LM_NOTICE("host name %s stands for other addresses now: %zu, before "
				  "%zu\n",
				after->name, after->count, before->count);
	if(after->trouble == before->trouble)
		return;
	if(after->trouble == SIPTRUNK_TROUBLE_NONE)
		LM_NOTICE("host name %s: DNS answers again; it stands for %zu "
				  "addresses\n",
				after->name, after->count);
	else
		LM_ERR("host name %s: %s; it stands for %zu addresses\n",
				after->name, after->error, after->count);
}

static void look_up(entry_t *entry)
{
	static siptrunk_answer_t ipv4, ipv6;
	static siptrunk_lookup_t after;

	ask_both(entry->lookup.name, &ipv4, &ipv6);
	after = entry->lookup;
	siptrunk_lookup_answered(
			&after, &ipv4, &ipv6, siptrunk_clock_steady_s(), fastrand());
	if(!siptrunk_learn_host(
			   siptrunk_text(after.name), after.addresses, after.count)) {
		after = entry->lookup;
		siptrunk_lookup_unused(&after,
				"the answer is not in force yet: a reload was running, or "
				"there is no shared memory left (-m)",
				siptrunk_clock_steady_s(), fastrand());
	}
	if(after.state != SIPTRUNK_LOOKUP_FRESH)
		siptrunk_stats_add(SIPTRUNK_STAT_HOST_FAILURES, 1);
	report(&entry->lookup, &after);
	lock_get(&resolver->lock);
	entry->lookup = after;
	lock_release(&resolver->lock);
}

static entry_t *most_overdue(void)
{
	entry_t *entry, *most = NULL;
	int64_t due = siptrunk_clock_steady_s();

	for(entry = resolver->entries; entry != NULL; entry = entry->next) {
		if(entry->lookup.due <= due) {
			due = entry->lookup.due;
			most = entry;
		}
	}
	return most;
}

/** When questions take long, the rest waits: a load comes first, and whoever
 *  has waited longest comes next. */
static void tick(void)
{
	int64_t began = siptrunk_clock_steady_s();
	entry_t *entry;

	follow_configuration();
	while(siptrunk_clock_steady_s() - began <= TICK_S
			&& (entry = most_overdue()) != NULL)
		look_up(entry);
}

/* --- what others call --- */

int siptrunk_resolver_init(void)
{
	resolver = shm_malloc(sizeof(*resolver));
	if(resolver == NULL) {
		SHM_MEM_ERROR;
		return -1;
	}
	memset(resolver, 0, sizeof(*resolver));
	lock_init(&resolver->lock);
	return register_basic_timers(1);
}

/** Begins at once: until a name has an address no call goes there. */
static void run(void)
{
	for(;;) {
		cfg_update();
		tick();
		sleep(TICK_S);
	}
}

int siptrunk_resolver_start(int rank)
{
	int pid;

	if(rank != PROC_MAIN)
		return 0;
	pid = fork_process(PROC_TIMER, "SIPTRUNK RESOLVER", 0);
	if(pid != 0)
		return pid < 0 ? -1 : 0;
	if(cfg_child_init() < 0)
		return -1;
	run();
	return 0;
}

size_t siptrunk_resolver_count(void)
{
	const entry_t *entry;
	size_t count = 0;

	lock_get(&resolver->lock);
	for(entry = resolver->entries; entry != NULL; entry = entry->next)
		count++;
	lock_release(&resolver->lock);
	return count;
}

bool siptrunk_resolver_read(size_t index, siptrunk_lookup_t *lookup)
{
	const entry_t *entry;

	lock_get(&resolver->lock);
	entry = resolver->entries;
	while(entry != NULL && index-- > 0)
		entry = entry->next;
	if(entry != NULL)
		*lookup = entry->lookup;
	lock_release(&resolver->lock);
	return entry != NULL;
}

long siptrunk_resolver_due_in(const siptrunk_lookup_t *lookup)
{
	int64_t due_in = lookup->due - siptrunk_clock_steady_s();

	return due_in > 0 ? (long)due_in : 0;
}
