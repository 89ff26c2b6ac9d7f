/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * When a gateway is believed up or down, and what that makes of its trunk.
 *
 * Pure; any process; the caller's memory.
 */
#ifndef SIPTRUNK_BELIEF_H
#define SIPTRUNK_BELIEF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Of one address of a gateway. */
typedef enum siptrunk_health
{
	SIPTRUNK_HEALTH_UNKNOWN,
	SIPTRUNK_HEALTH_UP,
	SIPTRUNK_HEALTH_DOWN,
	SIPTRUNK_HEALTH_COUNT
} siptrunk_health_t;

const char *siptrunk_health_name(siptrunk_health_t health);

/** How many in a row it takes. */
typedef struct siptrunk_patience
{
	int down_after; /**< failures, until what is up or unknown is down */
	int up_after;	/**< good answers, until what is down is up */
} siptrunk_patience_t;

typedef struct siptrunk_belief
{
	siptrunk_health_t health;
	int good, bad;	  /**< in a row, the last ones */
	int64_t let_by;	  /**< the last failure, or call that was let by */
} siptrunk_belief_t;

/** A good answer or a failure. now: seconds of a steady clock. true: health has
 *  changed. */
bool siptrunk_belief_hears(siptrunk_belief_t *belief, bool good,
		siptrunk_patience_t patience, int64_t now);

/** Seconds between two calls that find out whether what is down still is. */
#define SIPTRUNK_BELIEF_RETRY_S 60

/**
 * Who is believed down comes last, so that nothing would be heard of it any
 * more: one call a minute is let by, as if it were up. true: this call is; also
 * when health is not DOWN.
 */
bool siptrunk_belief_lets_by(siptrunk_belief_t *belief, int64_t now);

/** Of a gateway, from its addresses; of a trunk, from its gateways. */
typedef enum siptrunk_trunk_status
{
	SIPTRUNK_TRUNK_UP, /**< all are; what nothing is known of counts as up */
	SIPTRUNK_TRUNK_DEGRADED,
	SIPTRUNK_TRUNK_DOWN /**< all are, or there is none */
} siptrunk_trunk_status_t;

const char *siptrunk_trunk_status_name(siptrunk_trunk_status_t status);

/** Of count parts. */
siptrunk_trunk_status_t siptrunk_trunk_status_of(
		size_t up, size_t down, size_t count);

#endif
