/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Audio codecs: which ones an SDP offers, and which of them the other side
 * gets.
 *
 * A list has names with commas between them, the preferred first, in the
 * spelling that their RTP payload formats have registered ("PCMU,opus"). Events
 * of DTMF and comfort noise are in no list: they go along with whatever codec
 * is used.
 *
 * Pure; any process; no memory.
 */
#ifndef SIPTRUNK_CODEC_H
#define SIPTRUNK_CODEC_H

#include "siptrunk_text.h"

/** Bytes of a list with its end. */
#define SIPTRUNK_CODECS_MAX 256

/**
 * A list as an operator writes it, in any case, telephone-event maybe among it.
 *
 * @param text that list; terminated; of no use when it is false
 * @return false and error (may be NULL): a name is unknown or there twice
 */
bool siptrunk_codecs_parse(siptrunk_text_t list,
		char text[SIPTRUNK_CODECS_MAX], siptrunk_error_t *error);

/**
 * The codecs of an SDP's first stream of audio (RFC 8866 5.14, 6.6; the static
 * types of RFC 3551 section 6), also those that nobody here knows; the last
 * ones of a list that is too long are left out.
 *
 * @param body the SDP, or a body with several parts of which one is it
 * @param text keeps what is returned; terminated
 * @return empty: there is no such stream, or it is switched off
 */
siptrunk_text_t siptrunk_codecs_offered(
		siptrunk_text_t body, char text[SIPTRUNK_CODECS_MAX]);

typedef enum siptrunk_codecs_verdict
{
	SIPTRUNK_CODECS_SHARED,		/**< they are kept from end to end */
	SIPTRUNK_CODECS_TRANSCODED, /**< RTPengine has to */
	SIPTRUNK_CODECS_NONE		/**< they cannot talk to each other */
} siptrunk_codecs_verdict_t;

/**
 * What the other side is to be offered.
 *
 * @param offered siptrunk_codecs_offered()
 * @param sender what the trunk of the one who offers may use; empty: any
 * @param reader what the trunk of the other side may use; empty: any
 * @param transcode whether the call may be transcoded, when they share none
 * @param chosen SHARED: those that all three lists have, as reader's list
 *   orders them, else sender's; empty when no list says anything. All else:
 *   those of reader's list that RTPengine can speak. Terminated.
 */
siptrunk_codecs_verdict_t siptrunk_codecs_choose(siptrunk_text_t offered,
		siptrunk_text_t sender, siptrunk_text_t reader, bool transcode,
		char chosen[SIPTRUNK_CODECS_MAX]);

#endif
