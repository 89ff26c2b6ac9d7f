/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What an ordinary call does about the final response of a gateway: classes of
 * codes, and whether the next gateway, the next trunk, or nobody comes next.
 *
 * Pure. Tables are built by the process that loads and read by all without a
 * lock.
 */
#ifndef SIPTRUNK_RESPONSE_H
#define SIPTRUNK_RESPONSE_H

#include "siptrunk_text.h"

/** Why the call was not taken. */
typedef enum siptrunk_response_class
{
	SIPTRUNK_RESPONSE_TECHNICAL, /**< the gateway, or what is behind it, is in
									  trouble */
	SIPTRUNK_RESPONSE_BUSY,
	SIPTRUNK_RESPONSE_DECLINED, /**< whoever is called does not want it, or is
									 not there */
	SIPTRUNK_RESPONSE_AUTH,	  /**< our credentials were not taken */
	SIPTRUNK_RESPONSE_POLICY, /**< the trunk does not take such a call */
	SIPTRUNK_RESPONSE_CLASS_COUNT
} siptrunk_response_class_t;

/** What follows. */
typedef enum siptrunk_response_action
{
	SIPTRUNK_RESPONSE_NEXT_GATEWAY, /**< of the trunk; then the next trunk */
	SIPTRUNK_RESPONSE_NEXT_TRUNK, /**< another gateway would say the same */
	SIPTRUNK_RESPONSE_END,		  /**< the caller hears it */
	SIPTRUNK_RESPONSE_ACTION_COUNT
} siptrunk_response_action_t;

typedef struct siptrunk_response
{
	uint8_t class;	/**< siptrunk_response_class_t */
	uint8_t action; /**< siptrunk_response_action_t */
	bool counts;	/**< against the gateway (siptrunk_belief.h) */
} siptrunk_response_t;

/** Codes of rows: a 2xx has the call, a 3xx is never followed. */
#define SIPTRUNK_RESPONSE_FIRST 400
#define SIPTRUNK_RESPONSE_LAST 699
#define SIPTRUNK_RESPONSE_COUNT \
	(SIPTRUNK_RESPONSE_LAST - SIPTRUNK_RESPONSE_FIRST + 1)

/** Of a siptrunk_responses_t: no row, the default says so. */
#define SIPTRUNK_RESPONSE_DEFAULT -1

/** By code, the first is that of SIPTRUNK_RESPONSE_FIRST. */
typedef struct siptrunk_responses
{
	siptrunk_response_t of[SIPTRUNK_RESPONSE_COUNT];
	int row[SIPTRUNK_RESPONSE_COUNT]; /**< of siptrunk_response that says so */
} siptrunk_responses_t;

/** Those that hold when no row says anything else. */
void siptrunk_responses_default(siptrunk_responses_t *responses);

/** A code that is none of these ends the call. */
siptrunk_response_t siptrunk_responses_find(
		const siptrunk_responses_t *responses, int code);

siptrunk_text_t siptrunk_response_class_name(int class);
bool siptrunk_response_class_parse(siptrunk_text_t text, uint8_t *class);
siptrunk_text_t siptrunk_response_action_name(int action);
bool siptrunk_response_action_parse(siptrunk_text_t text, uint8_t *action);

/** A set of codes. */
typedef struct siptrunk_response_codes
{
	bool has[SIPTRUNK_RESPONSE_COUNT];
} siptrunk_response_codes_t;

/** "408,480,500-504"; false: error, which may be NULL, says what is wrong. */
bool siptrunk_response_codes_parse(siptrunk_text_t text,
		siptrunk_response_codes_t *codes, siptrunk_error_t *error);
/** The first code that both have; 0: there is none. */
int siptrunk_response_codes_shared(const siptrunk_response_codes_t *a,
		const siptrunk_response_codes_t *b);
void siptrunk_responses_set(siptrunk_responses_t *responses,
		const siptrunk_response_codes_t *codes, siptrunk_response_t response,
		int row);

/** Two codes of each three are written as a range with a comma. */
#define SIPTRUNK_RESPONSE_TEXT_MAX 1024

/** Codes that are treated alike, for reports. */
typedef struct siptrunk_response_group
{
	siptrunk_response_t response;
	int row;
	char codes[SIPTRUNK_RESPONSE_TEXT_MAX]; /**< as they are parsed */
} siptrunk_response_group_t;

/** The next group; *from begins as 0. false: there is none. */
bool siptrunk_responses_next(const siptrunk_responses_t *responses,
		size_t *from, siptrunk_response_group_t *group);

#endif
