/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Which calls are being registered, who waits for that, and what became of
 * those of the last minutes: the API has no idempotency key, so one call is
 * asked for once, however often it is delivered.
 *
 * Pure. Of a fixed size, in the caller's memory; one process at a time.
 */
#ifndef SIPTRUNK_REGISTRY_H
#define SIPTRUNK_REGISTRY_H

#include "siptrunk_api_answer.h"

#include <stdint.h>

/** Retell ends a call that comes later than 5 minutes after its registration;
 *  an id is not used when it has only 15 s left. */
#define SIPTRUNK_REGISTRY_LIFETIME_MS (285 * 1000)

/** What makes two calls the same. */
typedef struct siptrunk_registry_key
{
	siptrunk_text_t scope; /**< trunk and agent: never the same across two */
	siptrunk_text_t call_id; /**< SIP's */
	siptrunk_text_t from, to; /**< E.164; otherwise only call_id counts */
} siptrunk_registry_key_t;

/** A suspended transaction: tm's numbers, and the route it goes on with. */
typedef struct siptrunk_waiter
{
	unsigned index, label;
	char route[64];
} siptrunk_waiter_t;

/** What a call that waited is told. */
typedef struct siptrunk_registered
{
	siptrunk_cause_t cause;
	char call_id[SIPTRUNK_CALL_ID_MAX + 1]; /**< Retell's, with CAUSE_NONE */
} siptrunk_registered_t;

/** A registration that is to be sent. */
typedef struct siptrunk_registry_job
{
	unsigned place, ticket;
	void *request;
	int64_t made; /**< when the call began to wait */
} siptrunk_registry_job_t;

typedef struct siptrunk_registry siptrunk_registry_t;

/** For so many calls, each of which may be the one of the same from and to that
 *  came up to window ms before. NULL: no memory. */
siptrunk_registry_t *siptrunk_registry_new(
		const siptrunk_allocator_t *memory, unsigned size, int64_t window);
/** registry may be NULL. */
void siptrunk_registry_free(siptrunk_registry_t *registry);

/** What this call's registration came to; false: there is none, or none yet.
 *  now: ms of any steady clock. */
bool siptrunk_registry_find(const siptrunk_registry_t *registry,
		const siptrunk_registry_key_t *key, int64_t now,
		siptrunk_registered_t *registered);

typedef enum siptrunk_registry_join
{
	SIPTRUNK_JOIN_FULL,	  /**< nothing is done */
	SIPTRUNK_JOIN_KNOWN,  /**< registered says what: nothing is done */
	SIPTRUNK_JOIN_SHARED, /**< waits for one that is under way */
	SIPTRUNK_JOIN_QUEUED  /**< waits for request, which the registry owns now */
} siptrunk_registry_join_t;

/** waiter waits for its call's registration; request (of the registry's
 *  allocator) is queued when that is not under way yet. */
siptrunk_registry_join_t siptrunk_registry_join(siptrunk_registry_t *registry,
		const siptrunk_registry_key_t *key, void *request,
		const siptrunk_waiter_t *waiter, int64_t now,
		siptrunk_registered_t *registered);

/** The oldest request that is queued, whose owner the caller becomes; false:
 *  none is. */
bool siptrunk_registry_take(
		siptrunk_registry_t *registry, siptrunk_registry_job_t *job);

/**
 * What became of a job. settled: it is certain whether the call is registered;
 * otherwise the same call is not asked for again.
 */
void siptrunk_registry_settle(siptrunk_registry_t *registry, unsigned place,
		unsigned ticket, const siptrunk_registered_t *registered, bool settled);

/** Registrations that wait to be sent, and that wait for their answer. */
typedef struct siptrunk_registry_load
{
	unsigned queued, sent;
} siptrunk_registry_load_t;

siptrunk_registry_load_t siptrunk_registry_load(
		const siptrunk_registry_t *registry);

/** Whom to tell next, and what; false: nobody. */
bool siptrunk_registry_next(const siptrunk_registry_t *registry,
		siptrunk_waiter_t *waiter, siptrunk_registered_t *registered);
/** He is told. */
void siptrunk_registry_told(siptrunk_registry_t *registry);

#endif
