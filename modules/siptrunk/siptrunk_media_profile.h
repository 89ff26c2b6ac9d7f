/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * How a trunk speaks: the columns of siptrunk_trunk about its media. What a
 * pair of profiles becomes is decided in scripts/routing/media.cfg alone.
 *
 * Pure.
 */
#ifndef SIPTRUNK_MEDIA_PROFILE_H
#define SIPTRUNK_MEDIA_PROFILE_H

#include "siptrunk_text.h"

typedef enum siptrunk_media
{
	SIPTRUNK_MEDIA_RTP,			  /**< RTP/AVP */
	SIPTRUNK_MEDIA_SRTP,		  /**< RTP/SAVP with SDES, required */
	SIPTRUNK_MEDIA_SRTP_OPTIONAL, /**< RTP/AVP with keys (RFC 8643): whoever
									   can, encrypts */
	SIPTRUNK_MEDIA_COUNT
} siptrunk_media_t;

/** How a trunk sends and wants the digits of DTMF. */
typedef enum siptrunk_dtmf
{
	SIPTRUNK_DTMF_RFC4733, /**< as events in RTP */
	SIPTRUNK_DTMF_INFO	   /**< as SIP INFO */
} siptrunk_dtmf_t;

/** What follows when nothing is heard of a side for the trunk's silence. */
typedef enum siptrunk_silence_action
{
	SIPTRUNK_SILENCE_REPORT, /**< counted and logged */
	SIPTRUNK_SILENCE_HANG_UP /**< the call is ended, too; agents only */
} siptrunk_silence_action_t;

typedef struct siptrunk_media_profile
{
	siptrunk_media_t media;
	siptrunk_text_t codecs; /**< "PCMU,PCMA,G722" (siptrunk_codec.h), the
							     preferred first; empty: any */
	/** "AES_CM_128_HMAC_SHA1_80,...", the preferred first; never empty. */
	siptrunk_text_t srtp_suites;
	bool transcode; /**< a call to it may be, when no codec is shared */
	int ptime;		/**< milliseconds that a packet holds; 0: as it comes */
	siptrunk_dtmf_t dtmf;
	bool symmetric; /**< it sends from where it wants to receive (RFC 4961) */
	bool nat;		/**< it is behind one: its SDP does not tell where */
	bool ice;
	bool rtcp_mux; /**< it is offered RTP and RTCP on one port */
	int silence;   /**< seconds; 0: not watched */
	siptrunk_silence_action_t silence_action;
} siptrunk_media_profile_t;

/** "rtp" and so on. */
siptrunk_text_t siptrunk_media_name(siptrunk_media_t media);
bool siptrunk_media_parse(siptrunk_text_t text, siptrunk_media_t *media);

#define SIPTRUNK_SRTP_SUITES_MAX 128
/**
 * The suites of seed 000, by the names that RFC 4568 and RFC 6188 have
 * registered.
 *
 * @param list with commas between them, also as the seed writes them
 *   (AES_CM_256_...), the preferred first; empty: all, in the seed's order
 * @param text terminated; of no use when it is false
 * @return false and error (may be NULL): one is unknown, or there twice
 */
bool siptrunk_srtp_suites_parse(siptrunk_text_t list,
		char text[SIPTRUNK_SRTP_SUITES_MAX], siptrunk_error_t *error);

/* What a column may hold (siptrunk_check.h). */
bool siptrunk_check_media(siptrunk_text_t value, siptrunk_error_t *error);
bool siptrunk_check_codecs(siptrunk_text_t value, siptrunk_error_t *error);
bool siptrunk_check_srtp_suites(siptrunk_text_t value, siptrunk_error_t *error);
/** 0, or milliseconds that every codec can pack: 10, 20, 30, 40, 60. */
bool siptrunk_check_ptime(siptrunk_text_t value, siptrunk_error_t *error);
bool siptrunk_check_dtmf(siptrunk_text_t value, siptrunk_error_t *error);
bool siptrunk_check_silence_action(
		siptrunk_text_t value, siptrunk_error_t *error);

#endif
