/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What is written down about one call: the ids that everybody who has a part in
 * it knows it by, and what became of it.
 *
 * Pure; any process; memory of the caller's.
 */
#ifndef SIPTRUNK_CALL_RECORD_H
#define SIPTRUNK_CALL_RECORD_H

#include "siptrunk_media_leg.h"

#include <stdint.h>

/** Whose id of a call it is. */
typedef enum siptrunk_id_kind
{
	SIPTRUNK_ID_CALLER,		  /**< SIP Call-ID, the same on both sides */
	SIPTRUNK_ID_CONVERSATION, /**< the pbx's (x-inin-cnv) */
	SIPTRUNK_ID_AGENT,		  /**< Retell's call_id */
	SIPTRUNK_ID_CARRIER,
	SIPTRUNK_ID_COUNT
} siptrunk_id_kind_t;

/** conversation, agent, carrier: those that headers may carry. */
bool siptrunk_id_kind_parse(siptrunk_text_t text, siptrunk_id_kind_t *kind);

/** Of a Request-URI's user: it is an id of an agent's, and no number. */
bool siptrunk_call_id_is_agents(siptrunk_text_t user);

typedef enum siptrunk_call_state
{
	SIPTRUNK_CALL_TRYING,
	SIPTRUNK_CALL_REGISTERING, /**< waits for the agent's API */
	SIPTRUNK_CALL_RINGING,
	SIPTRUNK_CALL_UP,
	SIPTRUNK_CALL_ENDED
} siptrunk_call_state_t;

const char *siptrunk_call_state_name(siptrunk_call_state_t state);

/** What happens to a call. */
typedef enum siptrunk_call_event
{
	SIPTRUNK_CALL_EVENT_STARTED,
	SIPTRUNK_CALL_EVENT_REGISTERING,
	SIPTRUNK_CALL_EVENT_PLACED, /**< goes to a gateway */
	SIPTRUNK_CALL_EVENT_RANG,
	SIPTRUNK_CALL_EVENT_ANSWERED,
	SIPTRUNK_CALL_EVENT_FAILED, /**< a final answer that is no 2xx */
	SIPTRUNK_CALL_EVENT_TRANSFERRED, /**< by the edge, to target */
	SIPTRUNK_CALL_EVENT_ENDED,	/**< after its answer, or by a BYE before */
	SIPTRUNK_CALL_EVENT_ATTEMPTED, /**< the gateway did not take it */
	SIPTRUNK_CALL_EVENT_UNSENT,	   /**< it could not be sent there */
	SIPTRUNK_CALL_EVENT_REFUSED, /**< by the edge, before it went anywhere */
	SIPTRUNK_CALL_EVENT_CANCELLED, /**< its caller gives up */
	SIPTRUNK_CALL_EVENT_COUNT
} siptrunk_call_event_t;

/** Of those that routes tell: started, registering, placed, attempted, unsent,
 *  cancelled, transferred, ended. */
bool siptrunk_call_event_parse(
		siptrunk_text_t text, siptrunk_call_event_t *event);

/** Longest id that is kept whole; of a longer one the beginning. */
#define SIPTRUNK_ID_MAX 127
#define SIPTRUNK_CALL_NAME_MAX 64

/** What a call is known by. Terminated texts, empty: not known. */
typedef struct siptrunk_call_ids
{
	siptrunk_call_state_t state;
	char ids[SIPTRUNK_ID_COUNT][SIPTRUNK_ID_MAX + 1];
	char from_tag[SIPTRUNK_CALL_NAME_MAX + 1];
	char to_tag[SIPTRUNK_CALL_NAME_MAX + 1];
	/** That it came from, and that it went to last; a transfer changes the
	 *  one whose place is taken. */
	char trunk[SIPTRUNK_CALL_NAME_MAX + 1];
	char target[SIPTRUNK_CALL_NAME_MAX + 1];
} siptrunk_call_ids_t;

/** A gateway that was tried. */
typedef struct siptrunk_call_attempt
{
	char trunk[SIPTRUNK_CALL_NAME_MAX + 1];
	char gateway[SIPTRUNK_CALL_NAME_MAX + 1]; /**< URI */
	int code;	   /**< what came of it; 0: nothing, it could not be sent */
	int64_t began; /**< ms since 1970 */
	int64_t took;  /**< ms until then; -1: it is not over */
} siptrunk_call_attempt_t;

/** Of more the latest has the place of the last. */
#define SIPTRUNK_CALL_ATTEMPTS_MAX 6

/** Terminated texts in UTF-8 without control characters, cut when longer; times
 *  in ms since 1970, 0: not yet. */
typedef struct siptrunk_call_record
{
	siptrunk_call_ids_t ids;
	uint64_t serial; /**< the how manieth call since the start */
	char from[129], to[129]; /**< URIs, as they came */
	char identity[129]; /**< the URI that is asserted for the caller */
	/** As they were sent: who was shown, and the Request-URI's user. */
	char caller[65], called[65];
	char caller_source[17]; /**< whose choice caller is; empty: as it came */
	char classification[33];
	char ended_by[9]; /**< caller, callee or edge */
	int code;		  /**< of the final answer, 0: none yet */
	char reason[129]; /**< of its end (RFC 3326), as who ended it tells */
	int attempt_count; /**< all, also those that are not kept */
	siptrunk_call_attempt_t attempts[SIPTRUNK_CALL_ATTEMPTS_MAX];
	int64_t started, rang, answered, ended;
	/** As RTPengine knows the legs; a transfer changes one. */
	char media_tags[SIPTRUNK_LEG_COUNT][SIPTRUNK_MEDIA_TAG_MAX + 1];
	siptrunk_media_leg_t legs[SIPTRUNK_LEG_COUNT];
	bool settled; /**< nothing more will be known of the legs */
} siptrunk_call_record_t;

/** What is known about a call now; empty texts and code 0 keep what the record
 *  had. */
typedef struct siptrunk_call_change
{
	siptrunk_call_event_t event;
	siptrunk_text_t ids[SIPTRUNK_ID_COUNT];
	siptrunk_text_t from_tag, to_tag; /**< of the message that tells it */
	siptrunk_text_t target_tag; /**< of whom the call is transferred to */
	siptrunk_text_t trunk, target;
	siptrunk_text_t from, to, identity;
	siptrunk_text_t caller, called, caller_source;
	siptrunk_text_t gateway; /**< that it is placed at */
	siptrunk_text_t classification;
	siptrunk_text_t reason;
	siptrunk_text_t ended_by; /**< empty: who sent the message */
	int code;
	int64_t now; /**< ms since 1970 */
} siptrunk_call_change_t;

/** Adds all of it but the ids (siptrunk_call_map_change()). true: this has
 *  ended the call. What comes after its end changes nothing. */
bool siptrunk_call_record_change(
		siptrunk_call_record_t *record, const siptrunk_call_change_t *change);

/** It is the caller's tag. */
bool siptrunk_call_record_has_tag(
		const siptrunk_call_record_t *record, siptrunk_text_t tag);

/** Attempts that are kept. */
size_t siptrunk_call_record_attempts(const siptrunk_call_record_t *record);

/* --- for RPC, the log and the records: the same names --- */

#define SIPTRUNK_CALL_SIGNALLING_FIELDS 21
#define SIPTRUNK_CALL_FIELDS       \
	(SIPTRUNK_CALL_SIGNALLING_FIELDS \
			+ SIPTRUNK_LEG_COUNT * SIPTRUNK_MEDIA_LEG_FIELDS)
/** A value, empty when there is none, and where one that is a number or a time
 *  is written to. */
typedef struct siptrunk_call_field
{
	const char *name;
	siptrunk_text_t value;
	bool number; /**< no text, no time */
	char written[SIPTRUNK_TIME_MS_TEXT_MAX];
} siptrunk_call_field_t;

/** number: below SIPTRUNK_CALL_FIELDS; from SIPTRUNK_CALL_SIGNALLING_FIELDS on
 *  of the audio. */
void siptrunk_call_record_field(const siptrunk_call_record_t *record,
		unsigned number, siptrunk_call_field_t *field);

/** Room for any record. */
#define SIPTRUNK_CALL_LINE_MAX (2 * sizeof(siptrunk_call_record_t) + 512)
/** NAME="VALUE" for each field that has one, spaces between; quotes and
 *  backslashes have a backslash before them. Terminated; its length. Without
 *  the audio, which is known only later. */
size_t siptrunk_call_record_write(const siptrunk_call_record_t *record,
		char line[SIPTRUNK_CALL_LINE_MAX]);
/** The same of the audio, behind the SIP Call-ID and the trunks. */
size_t siptrunk_call_record_write_media(const siptrunk_call_record_t *record,
		char line[SIPTRUNK_CALL_LINE_MAX]);

#endif
