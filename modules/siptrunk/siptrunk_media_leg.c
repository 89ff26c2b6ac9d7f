/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The audio of one leg of a call.
 *
 * Pure; any process; memory of the caller's.
 */
#include "siptrunk_media_leg.h"

#include <inttypes.h>
#include <stdio.h>

/* --- measuring --- */

/** A sender that skips more than that has begun anew (RFC 3550 A.1:
 *  MAX_DROPOUT): of what it left out nothing was lost. */
#define DROPOUT_MOST 3000

/** Packets that its numbers tell of and that did not come. Those that come late
 *  make it smaller again. */
static uint64_t lost_since(
		const siptrunk_media_base_t *base, const siptrunk_media_side_t *side)
{
	uint64_t numbered = side->ssrc_last - base->last;
	uint64_t came = side->ssrc_packets - base->packets;

	return numbered > came ? numbered - came : 0;
}

static bool goes_on(
		const siptrunk_media_base_t *base, const siptrunk_media_side_t *side)
{
	return base->set && side->ssrc == base->ssrc
		   && side->ssrc_packets >= base->packets
		   && side->ssrc_last >= base->last
		   && (side->ssrc_last < base->latest
				   || side->ssrc_last - base->latest <= DROPOUT_MOST);
}

static void begin_at(siptrunk_media_base_t *base,
		const siptrunk_media_side_t *side, uint64_t lost)
{
	*base = (siptrunk_media_base_t){.set = true,
			.ssrc = side->ssrc,
			.last = side->ssrc_last,
			.packets = side->ssrc_packets,
			.lost = lost};
}

void siptrunk_media_leg_look(siptrunk_media_leg_t *leg,
		siptrunk_media_base_t *base, const siptrunk_media_side_t *side)
{
	leg->seen = true;
	leg->sent = side->rtp;
	if(side->heard.known)
		leg->heard = side->heard;
	if(side->ssrc_packets == 0)
		return;
	if(goes_on(base, side)) {
		leg->measured = true;
		leg->lost = base->lost + lost_since(base, side);
	} else {
		begin_at(base, side, leg->lost);
	}
	base->latest = side->ssrc_last;
}

/* --- fields --- */

typedef enum field
{
	FIELD_SENT,
	FIELD_LOST,
	FIELD_MOS,
	FIELD_JITTER,
	FIELD_LOSS,
	FIELD_ROUND_TRIP,
	FIELD_SILENT
} field_t;

static const char *const names[SIPTRUNK_LEG_COUNT]
							  [SIPTRUNK_MEDIA_LEG_FIELDS] = {
									  {"caller_sent", "caller_lost",
											  "caller_mos", "caller_jitter",
											  "caller_loss",
											  "caller_round_trip",
											  "caller_silent"},
									  {"callee_sent", "callee_lost",
											  "callee_mos", "callee_jitter",
											  "callee_loss",
											  "callee_round_trip",
											  "callee_silent"},
};

const char *siptrunk_media_leg_name(siptrunk_leg_t which, unsigned field)
{
	return names[which][field];
}

bool siptrunk_media_leg_is_number(unsigned field)
{
	return field != FIELD_SILENT;
}

static bool is_known(const siptrunk_media_leg_t *leg, field_t field)
{
	switch(field) {
		case FIELD_SENT:
			return leg->seen;
		case FIELD_LOST:
			return leg->measured;
		case FIELD_ROUND_TRIP:
			return leg->heard.round_trip > 0;
		case FIELD_SILENT:
			return leg->silent != 0;
		default:
			return leg->heard.known;
	}
}

/** With one digit behind the point. */
static void write_tenths(char *room, int tenths)
{
	snprintf(room, SIPTRUNK_TIME_MS_TEXT_MAX, "%d.%d", tenths / 10,
			tenths % 10);
}

static void write_count(char *room, uint64_t count)
{
	snprintf(room, SIPTRUNK_TIME_MS_TEXT_MAX, "%" PRIu64, count);
}

static void write_field(
		const siptrunk_media_leg_t *leg, field_t field, char *room)
{
	switch(field) {
		case FIELD_SENT:
			write_count(room, leg->sent);
			break;
		case FIELD_LOST:
			write_count(room, leg->lost);
			break;
		case FIELD_MOS:
			write_tenths(room, leg->heard.mos);
			break;
		case FIELD_JITTER:
			write_count(room, (uint64_t)leg->heard.jitter);
			break;
		case FIELD_LOSS:
			write_count(room, (uint64_t)leg->heard.loss);
			break;
		case FIELD_ROUND_TRIP:
			write_tenths(room, leg->heard.round_trip / 100);
			break;
		default:
			siptrunk_time_ms_format(leg->silent, room);
	}
}

siptrunk_text_t siptrunk_media_leg_text(const siptrunk_media_leg_t *leg,
		unsigned field, char room[SIPTRUNK_TIME_MS_TEXT_MAX])
{
	if(!is_known(leg, (field_t)field))
		return SIPTRUNK_TEXT("");
	write_field(leg, (field_t)field, room);
	return siptrunk_text(room);
}
