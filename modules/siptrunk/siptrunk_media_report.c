/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What RTPengine answers.
 *
 * Pure, with libjansson; the media process; memory of the caller's.
 */
#include "siptrunk_media_report.h"

#include "siptrunk_utf8.h"

#include <jansson.h>

#include <stdio.h>
#include <string.h>

/* Whatever is missing, or of another kind, is empty or 0. */

static siptrunk_text_t text_of(const json_t *value)
{
	return json_is_string(value) ? (siptrunk_text_t){json_string_value(value),
										   json_string_length(value)}
								 : SIPTRUNK_TEXT("");
}

static siptrunk_text_t text_in(const json_t *object, const char *name)
{
	return text_of(json_object_get(object, name));
}

static uint64_t number_in(const json_t *object, const char *name)
{
	json_int_t number = json_integer_value(json_object_get(object, name));

	return number > 0 ? (uint64_t)number : 0;
}

static bool list_has(const json_t *list, siptrunk_text_t wanted)
{
	size_t i;

	for(i = 0; i < json_array_size(list); i++) {
		if(siptrunk_text_equal(text_of(json_array_get(list, i)), wanted))
			return true;
	}
	return false;
}

/* --- what a peer hears --- */

/** A sum and how many there are in it. */
typedef struct mean
{
	uint64_t sum, count;
} mean_t;

/** What is too large for that is no measure of anything. */
static void mean_add(mean_t *mean, uint64_t value, uint64_t most)
{
	if(value > most)
		return;
	mean->sum += value;
	mean->count++;
}

static int mean_of(const mean_t *mean)
{
	return mean->count > 0 ? (int)(mean->sum / mean->count) : 0;
}

typedef struct reports
{
	mean_t mos, jitter, loss, round_trip;
} reports_t;

#define MOS_MOST 50
#define JITTER_MOST_MS 60000
#define PERCENT_MOST 100
#define ROUND_TRIP_MOST_US 60000000

/** One report; RTPengine writes 0 where it could compute none. */
static void add_report(reports_t *reports, const json_t *entry)
{
	uint64_t mos = number_in(entry, "MOS");
	uint64_t round_trip = number_in(entry, "round-trip time leg");

	if(mos > 0) {
		mean_add(&reports->mos, mos, MOS_MOST);
		mean_add(&reports->jitter, number_in(entry, "jitter"), JITTER_MOST_MS);
		mean_add(&reports->loss, number_in(entry, "packet loss"),
				PERCENT_MOST);
	}
	if(round_trip > 0)
		mean_add(&reports->round_trip, round_trip, ROUND_TRIP_MOST_US);
}

/** Its "average MOS" has the round trips that were not measured in it, as 0. */
static void add_reports(
		reports_t *reports, const json_t *by_ssrc, json_int_t ssrc)
{
	const json_t *entries;
	char name[24];
	size_t i;

	snprintf(name, sizeof(name), "%" JSON_INTEGER_FORMAT, ssrc);
	entries = json_object_get(
			json_object_get(json_object_get(by_ssrc, name), "MOS progression"),
			"entries");
	for(i = 0; i < json_array_size(entries); i++)
		add_report(reports, json_array_get(entries, i));
}

static void set_heard(const reports_t *reports, siptrunk_heard_t *heard)
{
	heard->known = reports->mos.count > 0;
	heard->mos = mean_of(&reports->mos);
	heard->jitter = mean_of(&reports->jitter);
	heard->loss = mean_of(&reports->loss);
	heard->round_trip = mean_of(&reports->round_trip);
}

/* --- a side --- */

static void keep_endpoint(char kept[SIPTRUNK_MEDIA_ENDPOINT_MAX],
		siptrunk_text_t address, uint64_t port)
{
	bool bracketed = memchr(address.s, ':', address.len) != NULL;
	char host[SIPTRUNK_MEDIA_ENDPOINT_MAX - sizeof("[]:65535")];

	if(address.len == 0 || port > UINT16_MAX)
		return;
	siptrunk_utf8_keep(host, sizeof(host), address);
	snprintf(kept, SIPTRUNK_MEDIA_ENDPOINT_MAX, bracketed ? "[%s]:%u" : "%s:%u",
			host, (unsigned)port);
}

/** Port 9: the address is yet to come (trickle ICE, RFC 8840 section 4.1.1). */
#define PORT_DISCARD 9

static bool is_nowhere(siptrunk_text_t address, uint64_t port)
{
	return port != PORT_DISCARD
		   && siptrunk_text_list_has(SIPTRUNK_TEXT("0.0.0.0,::"), address);
}

/** The latest stream comes first. */
static void read_ssrcs(const json_t *list, const json_t *by_ssrc,
		siptrunk_media_side_t *side)
{
	reports_t reports = {0};
	size_t i;

	for(i = 0; i < json_array_size(list); i++) {
		const json_t *item = json_array_get(list, i);

		side->rtp += number_in(item, "packets");
		add_reports(&reports, by_ssrc,
				json_integer_value(json_object_get(item, "SSRC")));
		if(i > 0)
			continue;
		side->ssrc = (uint32_t)number_in(item, "SSRC");
		side->ssrc_packets = number_in(item, "packets");
		side->ssrc_last = number_in(item, "last RTP seq");
	}
	set_heard(&reports, &side->heard);
}

static void read_stream(const json_t *stream, const json_t *by_ssrc,
		siptrunk_media_side_t *side)
{
	const json_t *stats = json_object_get(stream, "stats");
	const json_t *named = json_object_get(stream, "advertised endpoint");

	keep_endpoint(side->told, text_in(stream, "local address"),
			number_in(stream, "local port"));
	keep_endpoint(
			side->named, text_in(named, "address"), number_in(named, "port"));
	side->holds = is_nowhere(
			text_in(named, "address"), number_in(named, "port"));
	side->encrypted = text_in(stream, "crypto suite").len > 0;
	side->packets = number_in(stats, "packets");
	side->errors = number_in(stats, "errors");
	read_ssrcs(json_object_get(stream, "ingress SSRCs"), by_ssrc, side);
}

static void read_audio(const json_t *media, const json_t *by_ssrc,
		siptrunk_media_side_t *side)
{
	const json_t *streams = json_object_get(media, "streams");
	const json_t *rtcp = json_array_get(streams, 1);

	read_stream(json_array_get(streams, 0), by_ssrc, side);
	/* a stream that is switched off (port 0, T.38 instead) has no port */
	side->sends = side->told[0] != '\0'
				  && list_has(json_object_get(media, "flags"),
						  SIPTRUNK_TEXT("recv"));
	side->rtcp = number_in(json_object_get(rtcp, "stats"), "packets");
}

/** The one whom it hears and who hears it. */
static void read_partner(const json_t *tag, siptrunk_media_side_t *side)
{
	const json_t *heard = json_object_get(tag, "subscriptions");
	const json_t *hearing = json_object_get(tag, "subscribers");
	siptrunk_text_t partner = text_in(json_array_get(heard, 0), "tag");

	if(json_array_size(heard) == 1 && json_array_size(hearing) == 1
			&& siptrunk_text_equal(
					partner, text_in(json_array_get(hearing, 0), "tag")))
		siptrunk_utf8_keep(side->partner, sizeof(side->partner), partner);
}

static const json_t *audio_of(const json_t *tag)
{
	const json_t *medias = json_object_get(tag, "medias");
	size_t i;

	for(i = 0; i < json_array_size(medias); i++) {
		const json_t *media = json_array_get(medias, i);

		if(siptrunk_text_equal(text_in(media, "type"), SIPTRUNK_TEXT("audio")))
			return media;
	}
	return NULL;
}

static void read_side(const json_t *tag, const json_t *by_ssrc,
		siptrunk_media_report_t *report)
{
	siptrunk_media_side_t *side = &report->sides[report->count];
	const json_t *audio = audio_of(tag);
	siptrunk_text_t name = text_in(tag, "tag");

	if(audio == NULL || name.len == 0)
		return;
	memset(side, 0, sizeof(*side));
	siptrunk_utf8_keep(side->tag, sizeof(side->tag), name);
	side->offered = text_in(tag, "via-branch").len > 0;
	read_partner(tag, side);
	read_audio(audio, by_ssrc, side);
	report->count++;
}

/* --- an answer --- */

static siptrunk_media_answer_t result_of(const json_t *root)
{
	siptrunk_text_t result = text_in(root, "result");

	if(siptrunk_text_equal(result, SIPTRUNK_TEXT("ok")))
		return SIPTRUNK_MEDIA_OK;
	return siptrunk_text_equal(text_in(root, "error-reason"),
				   SIPTRUNK_TEXT("Unknown call-id"))
				   ? SIPTRUNK_MEDIA_NO_CALL
				   : SIPTRUNK_MEDIA_BAD;
}

siptrunk_media_answer_t siptrunk_media_report_read(
		siptrunk_text_t answer, siptrunk_media_report_t *report)
{
	json_t *root = json_loadb(answer.s, answer.len, 0, NULL), *tag;
	siptrunk_media_answer_t result = result_of(root);
	const char *name;

	report->count = 0;
	json_object_foreach(json_object_get(root, "tags"), name, tag)
	{
		if(report->count == SIPTRUNK_MEDIA_SIDES_MAX)
			break;
		read_side(tag, json_object_get(root, "SSRC"), report);
	}
	json_decref(root);
	return result;
}

const siptrunk_media_side_t *siptrunk_media_report_side(
		const siptrunk_media_report_t *report, const char *tag)
{
	size_t i;

	for(i = 0; i < report->count && tag[0] != '\0'; i++) {
		if(strcmp(report->sides[i].tag, tag) == 0)
			return &report->sides[i];
	}
	return NULL;
}

bool siptrunk_media_report_calls(siptrunk_text_t answer,
		void (*each)(siptrunk_text_t call_id, void *context), void *context)
{
	json_t *root = json_loadb(answer.s, answer.len, 0, NULL);
	const json_t *calls = json_object_get(root, "calls");
	bool understood = result_of(root) == SIPTRUNK_MEDIA_OK;
	size_t i;

	for(i = 0; i < json_array_size(calls); i++)
		each(text_of(json_array_get(calls, i)), context);
	json_decref(root);
	return understood;
}

long siptrunk_media_report_sessions(siptrunk_text_t answer)
{
	json_t *root = json_loadb(answer.s, answer.len, 0, NULL);
	const json_t *sessions = json_object_get(
			json_object_get(json_object_get(root, "statistics"),
					"currentstatistics"),
			"sessionstotal");
	long count = json_is_integer(sessions)
						 ? (long)json_integer_value(sessions)
						 : -1;

	json_decref(root);
	return count;
}
