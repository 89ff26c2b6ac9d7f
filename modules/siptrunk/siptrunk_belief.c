/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * When a gateway is believed up or down, and what that makes of its trunk.
 *
 * Pure; any process; the caller's memory.
 */
#include "siptrunk_belief.h"

const char *siptrunk_health_name(siptrunk_health_t health)
{
	static const char *const names[SIPTRUNK_HEALTH_COUNT] = {
			"unknown", "up", "down"};

	return names[health];
}

/** Counts in a row, without an end. */
static int one_more(int count)
{
	return count < INT32_MAX ? count + 1 : count;
}

static bool become(siptrunk_belief_t *belief, siptrunk_health_t health)
{
	if(belief->health == health)
		return false;
	belief->health = health;
	return true;
}

bool siptrunk_belief_hears(siptrunk_belief_t *belief, bool good,
		siptrunk_patience_t patience, int64_t now)
{
	belief->good = good ? one_more(belief->good) : 0;
	belief->bad = good ? 0 : one_more(belief->bad);
	if(!good)
		belief->let_by = now;
	if(belief->bad >= patience.down_after)
		return become(belief, SIPTRUNK_HEALTH_DOWN);
	if(good
			&& (belief->health == SIPTRUNK_HEALTH_UNKNOWN
					|| belief->good >= patience.up_after))
		return become(belief, SIPTRUNK_HEALTH_UP);
	return false;
}

bool siptrunk_belief_lets_by(siptrunk_belief_t *belief, int64_t now)
{
	if(belief->health != SIPTRUNK_HEALTH_DOWN)
		return true;
	if(now - belief->let_by < SIPTRUNK_BELIEF_RETRY_S)
		return false;
	belief->let_by = now;
	return true;
}

const char *siptrunk_trunk_status_name(siptrunk_trunk_status_t status)
{
	static const char *const names[] = {[SIPTRUNK_TRUNK_UP] = "up",
			[SIPTRUNK_TRUNK_DEGRADED] = "degraded",
			[SIPTRUNK_TRUNK_DOWN] = "down"};

	return names[status];
}

siptrunk_trunk_status_t siptrunk_trunk_status_of(
		size_t up, size_t down, size_t count)
{
	if(down == count)
		return SIPTRUNK_TRUNK_DOWN;
	return up == count ? SIPTRUNK_TRUNK_UP : SIPTRUNK_TRUNK_DEGRADED;
}
