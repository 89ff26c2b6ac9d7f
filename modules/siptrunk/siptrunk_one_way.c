/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Tells of sides of a call from which nothing comes.
 *
 * The media process; no memory.
 */
#include "siptrunk_one_way.h"

#include "siptrunk_access.h"
#include "siptrunk_clock.h"
#include "siptrunk_snapshot.h"
#include "siptrunk_stats.h"

#include "core/dprint.h"

/** Of a side whose trunk is not known. */
#define SILENCE_DEFAULT_S 20

static const char *const leg_names[SIPTRUNK_LEG_COUNT] = {
		[SIPTRUNK_LEG_CALLER] = "caller", [SIPTRUNK_LEG_CALLEE] = "callee"};

/** The two sides of a call that is up, and their trunks. */
typedef struct sides
{
	const siptrunk_media_side_t *sides[SIPTRUNK_LEG_COUNT];
	const siptrunk_trunk_t *trunks[SIPTRUNK_LEG_COUNT]; /**< or NULL */
} sides_t;

/* --- which sides --- */

static bool find_recorded(const siptrunk_config_t *config,
		const siptrunk_media_report_t *report,
		const siptrunk_call_record_t *record, sides_t *found)
{
	siptrunk_leg_t leg;

	found->trunks[SIPTRUNK_LEG_CALLER] =
			siptrunk_config_trunk(config, siptrunk_text(record->ids.trunk));
	found->trunks[SIPTRUNK_LEG_CALLEE] =
			siptrunk_config_trunk(config, siptrunk_text(record->ids.target));
	for(leg = 0; leg < SIPTRUNK_LEG_COUNT; leg++) {
		found->sides[leg] = siptrunk_media_report_side(
				report, record->media_tags[leg]);
		if(found->sides[leg] == NULL)
			return false;
	}
	return record->ids.state == SIPTRUNK_CALL_UP;
}

/** Whose list has the address that its SDP says; media may come from elsewhere
 *  than signalling, so often nobody's. */
static const siptrunk_trunk_t *trunk_of(
		const siptrunk_snapshot_t *snapshot, const siptrunk_media_side_t *side)
{
	siptrunk_text_t host = siptrunk_text(side->named);
	siptrunk_situation_t situation = {.now = siptrunk_clock_ms() / 1000};
	siptrunk_access_t access = {0};
	siptrunk_address_t address;

	while(host.len > 0 && host.s[--host.len] != ':')
		;
	if(host.len > 2 && host.s[0] == '[')
		host = (siptrunk_text_t){host.s + 1, host.len - 2};
	if(!siptrunk_address_parse(host, &address))
		return NULL;
	siptrunk_access_check(snapshot->config, snapshot->overlay, &address,
			&situation, NULL, &access);
	return access.trunk;
}

/** Of a call that was up when Kamailio was started: two who have each other, of
 *  whom the callee was made an offer. */
static bool find_unrecorded(const siptrunk_snapshot_t *snapshot,
		const siptrunk_media_report_t *report, sides_t *found)
{
	const siptrunk_media_side_t *side, *other;
	siptrunk_leg_t leg;
	size_t i;

	for(i = 0; i < report->count; i++) {
		side = &report->sides[i];
		other = siptrunk_media_report_side(report, side->partner);
		if(side->offered || other == NULL || !other->offered)
			continue;
		found->sides[SIPTRUNK_LEG_CALLER] = side;
		found->sides[SIPTRUNK_LEG_CALLEE] = other;
		for(leg = 0; leg < SIPTRUNK_LEG_COUNT; leg++)
			found->trunks[leg] = trunk_of(snapshot, found->sides[leg]);
		return true;
	}
	return false;
}

/* --- what is heard of them --- */

static int limit_of(const siptrunk_trunk_t *trunk)
{
	return trunk != NULL ? trunk->profile.silence : SILENCE_DEFAULT_S;
}

static siptrunk_text_t name_of(const siptrunk_trunk_t *trunk)
{
	return trunk != NULL ? trunk->name : SIPTRUNK_TEXT("(not known)");
}

static void tell(const siptrunk_watch_t *watch, const sides_t *found,
		siptrunk_leg_t leg)
{
	const siptrunk_trunk_t *trunk = found->trunks[leg];
	const siptrunk_silence_t *silence = &watch->silences[leg];
	char cause[SIPTRUNK_SILENCE_CAUSE_MAX], since[SIPTRUNK_TIME_MS_TEXT_MAX];
	siptrunk_word_t word;

	siptrunk_silence_cause(silence, found->sides[leg],
			trunk != NULL ? &trunk->profile : NULL, cause);
	LM_WARN("call %s: nothing is heard of the %s, trunk %.*s, since %s: %s\n",
			siptrunk_text_word(siptrunk_text(watch->call_id), &word),
			leg_names[leg], SIPTRUNK_TEXT_FMT(name_of(trunk)),
			siptrunk_time_ms_format(silence->clock, since), cause);
	siptrunk_stats_add(SIPTRUNK_STAT_ONE_WAY_AUDIO, 1);
}

static void tell_end(const siptrunk_watch_t *watch, siptrunk_leg_t leg)
{
	siptrunk_word_t word;

	LM_NOTICE("call %s: the %s is heard again\n",
			siptrunk_text_word(siptrunk_text(watch->call_id), &word),
			leg_names[leg]);
}

/** Of a call of which only RTPengine knows nobody knows either whether it has
 *  ended: then both are silent. */
static bool is_expected(siptrunk_watch_t *watch, const sides_t *found,
		siptrunk_leg_t leg, bool recorded)
{
	siptrunk_leg_t other = SIPTRUNK_LEG_COUNT - 1 - leg;

	return siptrunk_silence_is_expected(
				   found->sides[leg], found->sides[other])
		   && (recorded
				   || found->sides[other]->rtp != watch->silences[other].rtp);
}

static unsigned look(
		siptrunk_watch_t *watch, const sides_t *found, bool recorded)
{
	siptrunk_moment_t now = {siptrunk_clock_steady_ms(), siptrunk_clock_ms(),
			watch->round};
	bool expected[SIPTRUNK_LEG_COUNT];
	unsigned silent = 0;
	siptrunk_leg_t leg;

	for(leg = 0; leg < SIPTRUNK_LEG_COUNT; leg++)
		expected[leg] = is_expected(watch, found, leg, recorded);
	for(leg = 0; leg < SIPTRUNK_LEG_COUNT; leg++) {
		switch(siptrunk_silence_look(&watch->silences[leg], found->sides[leg],
				expected[leg], limit_of(found->trunks[leg]), now)) {
			case SIPTRUNK_SILENCE_BEGINS:
				tell(watch, found, leg);
				silent |= 1U << leg;
				break;
			case SIPTRUNK_SILENCE_ENDS:
				tell_end(watch, leg);
				break;
			default:
				break;
		}
	}
	return silent;
}

unsigned siptrunk_one_way_look(siptrunk_watch_t *watch,
		const siptrunk_media_report_t *report,
		const siptrunk_call_record_t *record)
{
	siptrunk_snapshot_t *snapshot = siptrunk_snapshot_get();
	unsigned silent = 0;
	sides_t found;

	if(record != NULL
					? find_recorded(snapshot->config, report, record, &found)
					: find_unrecorded(snapshot, report, &found))
		silent = look(watch, &found, record != NULL);
	siptrunk_snapshot_put(snapshot);
	return silent;
}

/* --- what follows --- */

static bool wants_end(const siptrunk_trunk_t *trunk)
{
	return trunk != NULL && trunk->role == SIPTRUNK_ROLE_AGENT
		   && trunk->profile.silence_action == SIPTRUNK_SILENCE_HANG_UP;
}

static bool is_of_help(const siptrunk_call_record_t *record,
		const siptrunk_trunk_t *trunk, const siptrunk_trunk_t *target)
{
	return trunk == NULL || target == NULL
		   || trunk->role == SIPTRUNK_ROLE_EMERGENCY
		   || target->role == SIPTRUNK_ROLE_EMERGENCY
		   || siptrunk_number_is_emergency(
				   siptrunk_text(record->classification));
}

bool siptrunk_one_way_ends(
		const siptrunk_call_record_t *record, bool emergency)
{
	siptrunk_snapshot_t *snapshot = siptrunk_snapshot_get();
	const siptrunk_trunk_t *trunk = siptrunk_config_trunk(
			snapshot->config, siptrunk_text(record->ids.trunk));
	const siptrunk_trunk_t *target = siptrunk_config_trunk(
			snapshot->config, siptrunk_text(record->ids.target));
	bool ends = !emergency && (wants_end(trunk) || wants_end(target))
				&& !is_of_help(record, trunk, target);

	siptrunk_snapshot_put(snapshot);
	return ends;
}
