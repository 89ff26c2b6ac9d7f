/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Calls that are registered, or are about to be (siptrunk_registry.h), between
 * the SIP workers and the HTTP process.
 *
 * Shared memory, allocated once in mod_init, beside a block for each request
 * that is not sent yet. A lock of its own, held while an entry is looked for
 * and copied.
 */
#ifndef SIPTRUNK_REGISTRATIONS_H
#define SIPTRUNK_REGISTRATIONS_H

#include "siptrunk_registry.h"

/** In shared memory; siptrunk_registrations_free(). */
typedef struct siptrunk_request
{
	siptrunk_text_t trunk; /**< whose API; both in this block */
	siptrunk_text_t body;
} siptrunk_request_t;

/** 0 or -1. size: of calls; window: in seconds, in which a call from and to the
 *  same numbers is the same call. */
int siptrunk_registrations_init(int size, int window);
void siptrunk_registrations_fini(void);

/* In SIP workers. */

bool siptrunk_registrations_find(const siptrunk_registry_key_t *key,
		siptrunk_registered_t *registered);
/** Copies request. FULL with registered->cause: why nobody waits. */
siptrunk_registry_join_t siptrunk_registrations_join(
		const siptrunk_registry_key_t *key, const siptrunk_request_t *request,
		const siptrunk_waiter_t *waiter, siptrunk_registered_t *registered);

/* In the HTTP process. */

/** Becomes readable when there is something to take, until it is heard. */
int siptrunk_registrations_alarm(void);
void siptrunk_registrations_hear(void);
bool siptrunk_registrations_take(siptrunk_registry_job_t *job);
void siptrunk_registrations_free(siptrunk_request_t *request);
void siptrunk_registrations_settle(const siptrunk_registry_job_t *job,
		const siptrunk_registered_t *registered, bool settled);
bool siptrunk_registrations_next(
		siptrunk_waiter_t *waiter, siptrunk_registered_t *registered);
void siptrunk_registrations_told(void);

/* In any process. */

siptrunk_registry_load_t siptrunk_registrations_load(void);

#endif
