/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Which calls are registered with an agent's HTTP API before they are sent to
 * it (Retell: "dial to SIP URI"), and how.
 *
 * Pure. Checked by the process that loads; read by any process.
 */
#ifndef SIPTRUNK_AGENT_H
#define SIPTRUNK_AGENT_H

#include "siptrunk_text.h"

#include <stdint.h>

typedef enum siptrunk_key_source_kind
{
	SIPTRUNK_KEY_OF_FILE,
	SIPTRUNK_KEY_OF_ENVIRONMENT
} siptrunk_key_source_kind_t;

/** Where a secret is; never the secret. */
typedef struct siptrunk_key_source
{
	siptrunk_key_source_kind_t kind;
	siptrunk_text_t name; /**< a path, or a variable's name */
} siptrunk_key_source_t;

/** "file:/PATH" or "env:NAME". false: neither. */
bool siptrunk_key_source_parse(
		siptrunk_text_t text, siptrunk_key_source_t *source);

/** Rows of siptrunk_api, so agent trunks with an API. */
#define SIPTRUNK_APIS_MAX 32

/** How the API of an agent trunk is asked. */
typedef struct siptrunk_api
{
	int row;
	uint32_t trunk;
	siptrunk_text_t url; /**< https, without a '/' at its end */
	siptrunk_key_source_t key;
	siptrunk_text_t ca_file; /**< empty: the system's authorities */
	int deadline; /**< of a registration, in ms */
	int reserve;  /**< calls that are kept free below the API's limit */
} siptrunk_api_t;

typedef enum siptrunk_fallback_kind
{
	SIPTRUNK_FALLBACK_TRUNK, /**< by number, unregistered */
	SIPTRUNK_FALLBACK_QUEUE, /**< back to the pbx */
	SIPTRUNK_FALLBACK_ANSWER
} siptrunk_fallback_kind_t;

/** What becomes of a call that could not be registered. */
typedef struct siptrunk_fallback
{
	siptrunk_fallback_kind_t kind;
	siptrunk_text_t number; /**< of QUEUE: E.164 or an extension */
	int code;				/**< of ANSWER: 400..699 */
	siptrunk_text_t reason; /**< of ANSWER */
} siptrunk_fallback_t;

/** "trunk", "queue:NUMBER" or "CODE REASON". false: none of these. */
bool siptrunk_fallback_parse(
		siptrunk_text_t text, siptrunk_fallback_t *fallback);
/** "trunk", "queue", "answer". */
siptrunk_text_t siptrunk_fallback_name(siptrunk_fallback_kind_t kind);

/** Who answers a number. */
typedef struct siptrunk_agent
{
	int row;
	uint32_t trunk;
	siptrunk_text_t number; /**< E.164; empty: every other of the trunk */
	siptrunk_text_t agent_id;
	siptrunk_text_t agent_version;	/**< a number or a tag; empty: the latest */
	siptrunk_text_t direction;		/**< inbound or outbound */
	siptrunk_fallback_t fallback;
} siptrunk_agent_t;

/** Of a trunk's agents, sorted by number, the one for number (E.164); NULL: the
 *  number is not registered. */
const siptrunk_agent_t *siptrunk_agent_find(
		const siptrunk_agent_t *agents, size_t count, siptrunk_text_t number);

/** Longest name of a variable. */
#define SIPTRUNK_VARIABLE_NAME_MAX 64

typedef enum siptrunk_variable_kind
{
	SIPTRUNK_VARIABLE, /**< the agent's prompt and tools see it */
	SIPTRUNK_METADATA  /**< is only kept with the call */
} siptrunk_variable_kind_t;

/** A header of the call that the agent is told. */
typedef struct siptrunk_variable
{
	int row;
	uint32_t trunk;
	siptrunk_text_t header;
	siptrunk_variable_kind_t kind;
	siptrunk_text_t name;
} siptrunk_variable_t;

/** "variable" or "metadata". */
bool siptrunk_variable_kind_parse(
		siptrunk_text_t text, siptrunk_variable_kind_t *kind);

/* What columns may hold: siptrunk_check_f. */
bool siptrunk_agent_check_key(siptrunk_text_t text, siptrunk_error_t *error);
bool siptrunk_agent_check_deadline(
		siptrunk_text_t text, siptrunk_error_t *error);
bool siptrunk_agent_check_id(siptrunk_text_t text, siptrunk_error_t *error);
/** Or empty. */
bool siptrunk_agent_check_version(
		siptrunk_text_t text, siptrunk_error_t *error);
bool siptrunk_agent_check_fallback(
		siptrunk_text_t text, siptrunk_error_t *error);
/** A header that may be told to others: no proof of identity, no secret. */
bool siptrunk_agent_check_header(siptrunk_text_t text, siptrunk_error_t *error);
bool siptrunk_agent_check_kind(siptrunk_text_t text, siptrunk_error_t *error);
bool siptrunk_agent_check_variable(
		siptrunk_text_t text, siptrunk_error_t *error);

#endif
