/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Calls that are registered, or are about to be, between the SIP workers and
 * the HTTP process.
 *
 * SIP workers, the HTTP process; shared memory.
 */
#include "siptrunk_registrations.h"

#include "siptrunk_clock.h"
#include "siptrunk_snapshot.h"

#include "core/dprint.h"
#include "core/locking.h"
#include "core/mem/shm_mem.h"

#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/** The lock is shared, so it is allocated with what it guards. */
static struct
{
	gen_lock_t *lock;
	siptrunk_registry_t *registry;
	int alarm; /**< an eventfd that all processes inherit */
} registrations = {.alarm = -1};

int siptrunk_registrations_init(int size, int window)
{
	registrations.alarm = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	registrations.lock = lock_alloc();
	registrations.registry = siptrunk_registry_new(&siptrunk_shared_memory,
			(unsigned)size, (int64_t)window * 1000);
	if(registrations.alarm >= 0 && registrations.lock != NULL
			&& registrations.registry != NULL) {
		lock_init(registrations.lock);
		return 0;
	}
	LM_ERR("no shared memory for %d registrations, or no eventfd: raise -m, or "
		   "lower modparam registrations\n",
			size);
	siptrunk_registrations_fini();
	return -1;
}

void siptrunk_registrations_fini(void)
{
	siptrunk_registry_free(registrations.registry);
	registrations.registry = NULL;
	if(registrations.lock != NULL)
		lock_dealloc(registrations.lock);
	registrations.lock = NULL;
	if(registrations.alarm >= 0)
		close(registrations.alarm);
	registrations.alarm = -1;
}

/* --- SIP workers --- */

bool siptrunk_registrations_find(const siptrunk_registry_key_t *key,
		siptrunk_registered_t *registered)
{
	bool found;

	lock_get(registrations.lock);
	found = siptrunk_registry_find(registrations.registry, key,
			siptrunk_clock_steady_ms(), registered);
	lock_release(registrations.lock);
	return found;
}

static siptrunk_request_t *copy_request(const siptrunk_request_t *request)
{
	siptrunk_request_t *copy = shm_malloc(
			sizeof(*copy) + request->trunk.len + request->body.len);
	char *text = (char *)(copy + 1);

	if(copy == NULL)
		return NULL;
	memcpy(text, request->trunk.s, request->trunk.len);
	memcpy(text + request->trunk.len, request->body.s, request->body.len);
	copy->trunk = (siptrunk_text_t){text, request->trunk.len};
	copy->body = (siptrunk_text_t){
			text + request->trunk.len, request->body.len};
	return copy;
}

/** Never waits: an alarm that nobody has heard yet is one alarm. */
static void wake(void)
{
	uint64_t one = 1;

	if(write(registrations.alarm, &one, sizeof(one)) < 0)
		LM_DBG("the HTTP process has not looked yet\n");
}

siptrunk_registry_join_t siptrunk_registrations_join(
		const siptrunk_registry_key_t *key, const siptrunk_request_t *request,
		const siptrunk_waiter_t *waiter, siptrunk_registered_t *registered)
{
	siptrunk_request_t *copy = copy_request(request);
	siptrunk_registry_join_t joined;

	*registered = (siptrunk_registered_t){.cause = SIPTRUNK_CAUSE_NO_MEMORY};
	if(copy == NULL)
		return SIPTRUNK_JOIN_FULL;
	registered->cause = SIPTRUNK_CAUSE_FULL;
	lock_get(registrations.lock);
	joined = siptrunk_registry_join(registrations.registry, key, copy, waiter,
			siptrunk_clock_steady_ms(), registered);
	lock_release(registrations.lock);
	if(joined == SIPTRUNK_JOIN_QUEUED)
		wake();
	else
		shm_free(copy);
	return joined;
}

/* --- the HTTP process --- */

int siptrunk_registrations_alarm(void)
{
	return registrations.alarm;
}

void siptrunk_registrations_hear(void)
{
	uint64_t count;

	if(read(registrations.alarm, &count, sizeof(count)) < 0)
		LM_DBG("nobody has called\n");
}

bool siptrunk_registrations_take(siptrunk_registry_job_t *job)
{
	bool taken;

	lock_get(registrations.lock);
	taken = siptrunk_registry_take(registrations.registry, job);
	lock_release(registrations.lock);
	return taken;
}

void siptrunk_registrations_free(siptrunk_request_t *request)
{
	shm_free(request);
}

void siptrunk_registrations_settle(const siptrunk_registry_job_t *job,
		const siptrunk_registered_t *registered, bool settled)
{
	lock_get(registrations.lock);
	siptrunk_registry_settle(registrations.registry, job->place, job->ticket,
			registered, settled);
	lock_release(registrations.lock);
}

bool siptrunk_registrations_next(
		siptrunk_waiter_t *waiter, siptrunk_registered_t *registered)
{
	bool found;

	lock_get(registrations.lock);
	found = siptrunk_registry_next(registrations.registry, waiter, registered);
	lock_release(registrations.lock);
	return found;
}

void siptrunk_registrations_told(void)
{
	lock_get(registrations.lock);
	siptrunk_registry_told(registrations.registry);
	lock_release(registrations.lock);
}

/* --- any process --- */

siptrunk_registry_load_t siptrunk_registrations_load(void)
{
	siptrunk_registry_load_t load;

	lock_get(registrations.lock);
	load = siptrunk_registry_load(registrations.registry);
	lock_release(registrations.lock);
	return load;
}
