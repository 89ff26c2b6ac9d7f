/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * A Kamailio module that times access checks inside Kamailio: the functions
 * that scripts call, by their KEMI pointers, without a script around them
 * whose own cost would be several times theirs.
 *
 * The RPC's process; private memory.
 */
#include "core/dprint.h"
#include "core/fmsg.h"
#include "core/ip_addr.h"
#include "core/kemi.h"
#include "core/mem/mem.h"
#include "core/resolve.h"
#include "core/rpc.h"
#include "core/rpc_lookup.h"
#include "core/sr_module.h"
#include "core/ut.h"
#include "core/xavp.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

MODULE_VERSION

#define PEERS_MAX 4096
/** One turn of one function: shorter than a time slice of the scheduler. */
#define TURN_NS 1000000
/** Between two looks at the clock. */
#define BATCH 16
/** The address group in permissions. */
#define GROUP 1

/** A sender, as the core and as a script see it. */
typedef struct peer
{
	ip_addr_t ip;
	str text;
} peer_t;

static peer_t *peers;
static size_t peer_count;
/** What is_in_subnet() is given: all prefixes, commas between them. */
static str subnets;

static int (*identify)(sip_msg_t *);
static int (*allow_source_address)(sip_msg_t *, int);
static int (*is_in_subnet)(sip_msg_t *, str *, str *);

static int run_nothing(sip_msg_t *msg, peer_t *peer)
{
	return 1;
}

static int run_identify(sip_msg_t *msg, peer_t *peer)
{
	return identify(msg);
}

static int run_permissions(sip_msg_t *msg, peer_t *peer)
{
	return allow_source_address(msg, GROUP);
}

static int run_subnet(sip_msg_t *msg, peer_t *peer)
{
	return is_in_subnet(msg, &peer->text, &subnets);
}

typedef struct contestant
{
	const char *name;
	int (*run)(sip_msg_t *, peer_t *);
	bool one_message; /**< every check is of the same message */
} contestant_t;

static const contestant_t contestants[] = {
		{"nothing", run_nothing, false},
		{"permissions", run_permissions, false},
		{"identify", run_identify, false},
		{"again", run_identify, true},
		{"is_in_subnet", run_subnet, false},
};

#define CONTESTANTS (sizeof(contestants) / sizeof(contestants[0]))

static void *kemi_function(const char *module, char *function)
{
	sr_kemi_module_t *modules = sr_kemi_modules_get();
	str name = {function, strlen(function)};
	sr_kemi_t *found;
	int i;

	for(i = 0; i < sr_kemi_modules_size_get(); i++) {
		if(modules[i].mname.len != (int)strlen(module)
				|| memcmp(modules[i].mname.s, module, modules[i].mname.len)
						   != 0)
			continue;
		found = sr_kemi_lookup(&modules[i].mname, i, &name);
		return found != NULL ? found->func : NULL;
	}
	return NULL;
}

static int mod_init(void)
{
	identify = kemi_function("siptrunk", "identify");
	allow_source_address = kemi_function("permissions", "allow_source_address");
	is_in_subnet = kemi_function("ipops", "is_in_subnet");
	if(identify == NULL) {
		LM_ERR("load siptrunk before this module\n");
		return -1;
	}
	peers = pkg_malloc(PEERS_MAX * sizeof(*peers));
	if(peers == NULL) {
		PKG_MEM_ERROR;
		return -1;
	}
	return 0;
}

static bool add_peer(char *line)
{
	peer_t *peer = &peers[peer_count];
	str text = {line, strcspn(line, "\n")};

	if(peer_count == PEERS_MAX || str2ipxbuf(&text, &peer->ip) < 0
			|| pkg_str_dup(&peer->text, &text) < 0)
		return false;
	peer_count++;
	return true;
}

static void forget_peers(void)
{
	while(peer_count > 0)
		pkg_free(peers[--peer_count].text.s);
}

/** One address a line. */
static bool read_peers(const char *path)
{
	FILE *file = fopen(path, "r");
	char line[64];
	bool complete = file != NULL;

	forget_peers();
	while(complete && fgets(line, sizeof(line), file) != NULL)
		complete = add_peer(line);
	if(file != NULL)
		fclose(file);
	return complete && peer_count > 0;
}

static uint64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

/** Checks of sender after sender; how many had this answer. */
static unsigned batch(const contestant_t *who, sip_msg_t *msg, size_t *next,
		bool allowed)
{
	unsigned right = 0;
	int i;

	for(i = 0; i < BATCH; i++) {
		peer_t *peer = &peers[*next];

		msg->rcv.src_ip = peer->ip;
		right += (who->run(msg, peer) > 0) == allowed;
		if(!who->one_message)
			xavp_reset_list(); /* as when a message ends */
		*next = *next + 1 < peer_count ? *next + 1 : 0;
	}
	return right;
}

/** The mean of one turn, in ns; *wrong: answers that were. */
static double turn(const contestant_t *who, sip_msg_t *msg, bool allowed,
		unsigned *wrong)
{
	uint64_t started = now(), ended;
	unsigned checks = 0, right = 0;
	size_t next = 0;

	do {
		right += batch(who, msg, &next, allowed);
		checks += BATCH;
		ended = now();
	} while(ended - started < TURN_NS);
	xavp_reset_list();
	*wrong = checks - right;
	return (double)(ended - started) / checks;
}

static void report_turn(rpc_t *rpc, void *c, const contestant_t *who,
		sip_msg_t *msg, bool allowed)
{
	unsigned wrong;
	double ns;

	if(who->run == run_subnet && subnets.len == 0)
		return;
	turn(who, msg, allowed, &wrong); /* the one before had the caches */
	ns = turn(who, msg, allowed, &wrong);
	rpc->rpl_printf(c, "%s %.2f %u", who->name, ns, wrong);
}

static const char *const rpc_access_doc[] = {
		"Times the access checks of the senders in FILE, which are allowed (1) "
		"or unknown (0): a line a turn, function, ns, wrong answers. With "
		"SUBNETS also is_in_subnet() of them. Arguments: FILE ALLOWED ROUNDS "
		"[SUBNETS]",
		NULL};

static void rpc_access(rpc_t *rpc, void *c)
{
	char *path;
	int allowed, rounds;
	sip_msg_t *msg;
	size_t i;

	if(allow_source_address == NULL || is_in_subnet == NULL) {
		rpc->fault(c, 500, "load permissions and ipops before this module");
		return;
	}
	if(rpc->scan(c, "sdd", &path, &allowed, &rounds) != 3) {
		rpc->fault(c, 400, "expected FILE ALLOWED ROUNDS [SUBNETS]");
		return;
	}
	if(rpc->scan(c, "*S", &subnets) != 1)
		subnets.len = 0;
	if(!read_peers(path) || faked_msg_init() < 0) {
		rpc->fault(c, 500, "cannot read addresses from %s", path);
		return;
	}
	msg = faked_msg_next();
	while(rounds-- > 0) {
		for(i = 0; i < CONTESTANTS; i++)
			report_turn(rpc, c, &contestants[i], msg, allowed != 0);
	}
}

/** What happened to a check. */
enum
{
	UNDISTURBED,
	PREEMPTED, /**< the scheduler took the processor away */
	SLEPT,	   /**< gave it up: for a lock that somebody else has */
	FATES
};

/** How long single checks took. */
typedef struct waits
{
	unsigned long count[FATES];
	unsigned long late[FATES]; /**< 1 ms or more */
	uint64_t longest[FATES];   /**< in ns */
} waits_t;

static void count_check(waits_t *waits, int fate, uint64_t took)
{
	waits->count[fate]++;
	waits->late[fate] += took >= 1000000;
	if(took > waits->longest[fate])
		waits->longest[fate] = took;
}

static void one_check(sip_msg_t *msg, waits_t *waits)
{
	struct rusage before, after;
	uint64_t took;

	getrusage(RUSAGE_SELF, &before);
	took = now();
	identify(msg);
	xavp_reset_list(); /* as when a message ends */
	took = now() - took;
	getrusage(RUSAGE_SELF, &after);
	count_check(waits,
			after.ru_nvcsw != before.ru_nvcsw	  ? SLEPT
			: after.ru_nivcsw != before.ru_nivcsw ? PREEMPTED
												  : UNDISTURBED,
			took);
}

/** A message from that address; NULL: there is none. */
static sip_msg_t *message_from(str *address)
{
	sip_msg_t *msg = faked_msg_init() < 0 ? NULL : faked_msg_next();

	return msg != NULL && str2ipxbuf(address, &msg->rcv.src_ip) >= 0 ? msg
																	 : NULL;
}

#define FIGURES(waits, fate) \
	(waits).count[fate], (waits).late[fate], (waits).longest[fate] / 1000.0

static const char *const rpc_wait_doc[] = {
		"Checks one sender for some seconds, one check after the other. Of "
		"those that nothing disturbed, of those that the scheduler "
		"interrupted, of those that slept: how many, how many took 1 ms or "
		"more, the longest in us. Arguments: ADDRESS SECONDS",
		NULL};

static void rpc_wait(rpc_t *rpc, void *c)
{
	waits_t waits = {0};
	str address;
	int seconds, i;
	uint64_t until;
	sip_msg_t *msg;

	if(rpc->scan(c, "Sd", &address, &seconds) != 2) {
		rpc->fault(c, 400, "expected ADDRESS SECONDS");
		return;
	}
	msg = message_from(&address);
	if(msg == NULL) {
		rpc->fault(c, 500, "no message from %.*s", address.len, address.s);
		return;
	}
	until = now() + seconds * UINT64_C(1000000000);
	while(now() < until) {
		for(i = 0; i < BATCH; i++)
			one_check(msg, &waits);
		usleep(50); /* real-time priority must not take all of a processor */
	}
	rpc->rpl_printf(c, "%lu %lu %.1f %lu %lu %.1f %lu %lu %.1f",
			FIGURES(waits, UNDISTURBED), FIGURES(waits, PREEMPTED),
			FIGURES(waits, SLEPT));
}

static rpc_export_t rpcs[] = {
		{"meter.access", rpc_access, (const char **)rpc_access_doc, 0},
		{"meter.wait", rpc_wait, (const char **)rpc_wait_doc, 0},
		{0}};

/* clang-format off */
struct module_exports exports = {
	"meter", DEFAULT_DLFLAGS, 0, 0, rpcs, 0, 0, mod_init, 0, 0
};
/* clang-format on */
