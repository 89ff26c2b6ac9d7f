/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Is anything heard of a side of a call.
 *
 * Pure; the media process; memory of the caller's.
 */
#include "siptrunk_silence.h"

#include "siptrunk_detail.h"

#include <inttypes.h>
#include <stdio.h>

/* --- is it to be heard --- */

static bool talks(const siptrunk_media_side_t *side)
{
	return side->sends && !side->holds;
}

bool siptrunk_silence_is_expected(
		const siptrunk_media_side_t *side, const siptrunk_media_side_t *other)
{
	return talks(side) && talks(other);
}

/* --- is it silent --- */

static void begin_at(siptrunk_silence_t *silence,
		const siptrunk_media_side_t *side, siptrunk_moment_t now)
{
	silence->since = now.steady;
	silence->clock = now.clock;
	silence->packets = side->packets;
	silence->errors = side->errors;
	silence->rtcp = side->rtcp;
	silence->rtp = side->rtp;
}

/** So many rounds without a look may be. */
#define MISSED_MOST 3

static bool goes_on(const siptrunk_silence_t *silence, siptrunk_moment_t now)
{
	return silence->expected && now.round - silence->round <= MISSED_MOST + 1;
}

/** With rtcp-mux its RTCP is among the packets that were taken; RTP that cannot
 *  be decrypted is among the RTP. Audio is both. */
static bool is_heard(const siptrunk_silence_t *silence,
		const siptrunk_media_side_t *side)
{
	return side->packets != silence->packets && side->rtp != silence->rtp;
}

siptrunk_silence_news_t siptrunk_silence_look(siptrunk_silence_t *silence,
		const siptrunk_media_side_t *side, bool expected, int limit,
		siptrunk_moment_t now)
{
	bool awaited = expected && goes_on(silence, now);
	bool told = awaited && silence->told;

	silence->expected = expected;
	silence->round = now.round;
	if(!awaited || is_heard(silence, side)) {
		begin_at(silence, side, now);
		silence->told = false;
		return told ? SIPTRUNK_SILENCE_ENDS : SIPTRUNK_SILENCE_NO_NEWS;
	}
	if(told || limit == 0
			|| now.steady - silence->since < (int64_t)limit * 1000)
		return SIPTRUNK_SILENCE_NO_NEWS;
	silence->told = true;
	return SIPTRUNK_SILENCE_BEGINS;
}

/* --- why --- */

#define WRITE(...) snprintf(text, SIPTRUNK_SILENCE_CAUSE_MAX, __VA_ARGS__)

/** What the trunk's columns could do. */
static const char *advice(const siptrunk_media_profile_t *profile)
{
	if(profile == NULL)
		return "nat = yes or symmetric = no of its trunk";
	if(!profile->nat)
		return profile->symmetric ? "nat = yes, or symmetric = no,"
								  : "nat = yes";
	return profile->symmetric ? "symmetric = no" : "nothing but the peer";
}

static void write_never(const siptrunk_media_side_t *side,
		const siptrunk_media_profile_t *profile, char *text)
{
	bool nat = profile != NULL && profile->nat;

	WRITE("no packet has ever come to %s: is there a firewall between, is that "
		  "address, or the public one before it, not reachable from there%s?",
			side->told,
			nat ? "" : ", or is the peer behind a NAT (nat = yes)");
}

static void write_stopped(const siptrunk_silence_t *silence, char *text)
{
	char when[SIPTRUNK_TIME_MS_TEXT_MAX];

	WRITE("%" PRIu64 " packets had come, the last one at %s; it has stopped, "
		  "or has been cut off",
			silence->rtp, siptrunk_time_ms_format(silence->clock, when));
}

void siptrunk_silence_cause(const siptrunk_silence_t *silence,
		const siptrunk_media_side_t *side,
		const siptrunk_media_profile_t *profile,
		char text[SIPTRUNK_SILENCE_CAUSE_MAX])
{
	uint64_t refused = side->errors - silence->errors;

	/* what came before it was to be heard counts when nothing came since */
	if(side->packets == 0)
		refused = side->errors;
	if(side->errors < silence->errors)
		refused = 0;
	if(refused > 0 && (side->rtp != silence->rtp || side->packets == 0)
			&& side->rtp > 0)
		WRITE("%" PRIu64 " packets came that cannot be decrypted: its keys "
			  "are not those of its SDP",
				refused);
	else if(refused > 0)
		WRITE("%" PRIu64 " packets came from elsewhere than %s, which its SDP "
			  "says, and were dropped: %s would take them",
				refused, side->named, advice(profile));
	else if(side->rtcp > silence->rtcp || side->packets > silence->packets)
		WRITE("only its RTCP comes: it is there, and sends no audio");
	else if(side->rtp == 0)
		write_never(side, profile, text);
	else
		write_stopped(silence, text);
}
