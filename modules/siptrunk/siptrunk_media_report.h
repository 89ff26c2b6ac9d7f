/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What RTPengine answers when it is asked for its calls, and for one of them
 * (ng protocol, in JSON).
 *
 * Pure, with libjansson; the media process; memory of the caller's.
 */
#ifndef SIPTRUNK_MEDIA_REPORT_H
#define SIPTRUNK_MEDIA_REPORT_H

#include "siptrunk_text.h"

#include <stdint.h>

#define SIPTRUNK_MEDIA_TAG_MAX 64
/** "[2001:db8::1]:40000" */
#define SIPTRUNK_MEDIA_ENDPOINT_MAX 64

/** What a peer says in its RTCP of what it hears; the mean of its reports. */
typedef struct siptrunk_heard
{
	bool known;
	int mos;		/**< tenths, 10 to 50 */
	int jitter;		/**< ms */
	int loss;		/**< percent of the packets */
	int round_trip; /**< us, from the edge to it and back; 0: not known */
} siptrunk_heard_t;

/** The audio of one side of a call. Terminated texts, cut when longer. */
typedef struct siptrunk_media_side
{
	char tag[SIPTRUNK_MEDIA_TAG_MAX + 1];
	/** Who hears it and is heard by it; empty: nobody, or several. */
	char partner[SIPTRUNK_MEDIA_TAG_MAX + 1];
	bool offered; /**< an answer is, or was, awaited from it */
	bool sends;	  /**< as its SDP says, and has been told where to */
	bool holds;	  /**< by an address of zeros (RFC 3264 section 8.4) */
	char told[SIPTRUNK_MEDIA_ENDPOINT_MAX];	 /**< where its packets come to */
	char named[SIPTRUNK_MEDIA_ENDPOINT_MAX]; /**< where its SDP says it is */
	bool encrypted;
	uint64_t packets; /**< taken from it; with rtcp-mux its RTCP, too */
	uint64_t errors;  /**< packets that were not taken */
	uint64_t rtcp;	  /**< packets of RTCP on a port of their own */
	uint64_t rtp;	  /**< RTP packets, readable or not */
	/** Its latest stream of RTP: packets, and the number of the last one. */
	uint32_t ssrc;
	uint64_t ssrc_packets, ssrc_last;
	siptrunk_heard_t heard;
} siptrunk_media_side_t;

/** More have no part in what is asked: each gateway that was tried is one. */
#define SIPTRUNK_MEDIA_SIDES_MAX 16
typedef struct siptrunk_media_report
{
	size_t count;
	siptrunk_media_side_t sides[SIPTRUNK_MEDIA_SIDES_MAX];
} siptrunk_media_report_t;

typedef enum siptrunk_media_answer
{
	SIPTRUNK_MEDIA_OK,
	SIPTRUNK_MEDIA_NO_CALL, /**< no such call, or no longer */
	SIPTRUNK_MEDIA_BAD		/**< not understood */
} siptrunk_media_answer_t;

/** The answer to "query"; sides without audio are left out. */
siptrunk_media_answer_t siptrunk_media_report_read(
		siptrunk_text_t answer, siptrunk_media_report_t *report);

/** The side of that tag, cut as tags are; NULL: there is none. */
const siptrunk_media_side_t *siptrunk_media_report_side(
		const siptrunk_media_report_t *report, const char *tag);

/** The answer to "list": each is called with every Call-ID. false: not
 *  understood. */
bool siptrunk_media_report_calls(siptrunk_text_t answer,
		void (*each)(siptrunk_text_t call_id, void *context), void *context);

/** The answer to "statistics": how many calls it has; -1: not understood. */
long siptrunk_media_report_sessions(siptrunk_text_t answer);

#endif
