/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Prioritized caller selection (seed 003, 5.1.7): who calls, and which of
 * the caller's identities a trunk is to see.
 *
 * Pure; any process; no memory.
 */
#ifndef SIPTRUNK_CALLER_H
#define SIPTRUNK_CALLER_H

#include "siptrunk_text.h"

#include <stdint.h>

typedef enum siptrunk_source
{
	SIPTRUNK_SOURCE_CALL,	   /**< call_source: the caller's DID, else the
								    E.164 number that the pbx asserted */
	SIPTRUNK_SOURCE_EXTENSION, /**< user_extension */
	SIPTRUNK_SOURCE_SITE,	   /**< site: the ANI of the caller's site, of the
								    pbx trunk's site when unknown */
	SIPTRUNK_SOURCE_TRUNK,	   /**< trunk: the ANI of the trunk called */
	SIPTRUNK_SOURCE_EMAIL,	   /**< user_email, the last resort */
	SIPTRUNK_SOURCE_COUNT
} siptrunk_source_t;

/** "call_source" and so on, as in data, logs and RPC. */
siptrunk_text_t siptrunk_source_name(siptrunk_source_t source);
bool siptrunk_source_parse(siptrunk_text_t name, siptrunk_source_t *source);

typedef struct siptrunk_caller_order
{
	uint8_t count;
	uint8_t sources[SIPTRUNK_SOURCE_COUNT]; /**< siptrunk_source_t */
} siptrunk_caller_order_t;

/** Who is rung first when a number that a site's callers share is called back
 *  after an emergency call. */
typedef enum siptrunk_callback
{
	SIPTRUNK_CALLBACK_DESK,
	SIPTRUNK_CALLBACK_CALLER /**< the latest one */
} siptrunk_callback_t;

typedef struct siptrunk_site
{
	siptrunk_text_t name;
	siptrunk_text_t ani; /**< E.164, or empty */
	siptrunk_text_t desk; /**< extension or E.164, or empty */
	siptrunk_callback_t callback;
} siptrunk_site_t;

/** The site of that name, NULL: there is none. */
const siptrunk_site_t *siptrunk_site_find(
		const siptrunk_site_t *sites, size_t count, siptrunk_text_t name);

/** A user of the pbx. Empty text: has none. */
typedef struct siptrunk_caller
{
	siptrunk_text_t aor; /**< user@host */
	siptrunk_text_t email;
	siptrunk_text_t extension;
	siptrunk_text_t did;
	const siptrunk_site_t *site; /**< NULL: none given */
	int row; /**< id in the table siptrunk_caller, for reports */
} siptrunk_caller_t;

/** All that selection looks at. */
typedef struct siptrunk_caller_input
{
	const siptrunk_caller_t *caller; /**< NULL: unknown */
	siptrunk_text_t asserted; /**< number in P-Asserted-Identity, or empty */
	const siptrunk_site_t *default_site; /**< the pbx trunk's, or NULL */
	siptrunk_text_t trunk_ani;			 /**< of the trunk called, or empty */
} siptrunk_caller_input_t;

/** What became of one source. */
typedef struct siptrunk_candidate
{
	siptrunk_source_t source;
	siptrunk_text_t value; /**< empty: there is none */
	const char *verdict;   /**< "chosen", "empty", "not E.164",
							    "not an extension", "not an e-mail address",
							    "not needed" (a better one was chosen) */
} siptrunk_candidate_t;

typedef struct siptrunk_caller_choice
{
	siptrunk_text_t value; /**< unescaped; empty when no source had any */
	siptrunk_source_t source; /**< SIPTRUNK_SOURCE_COUNT when none had any */
	size_t count;
	siptrunk_candidate_t candidates[SIPTRUNK_SOURCE_COUNT]; /**< in order */
} siptrunk_caller_choice_t;

/**
 * "call_source,user_extension,site,trunk[,user_email]": each at most once,
 * user_email only at the end. An empty text is an empty order: the trunk
 * gets the caller as it came. Otherwise user_email is appended when absent.
 */
bool siptrunk_caller_order_parse(siptrunk_text_t text,
		siptrunk_caller_order_t *order, siptrunk_error_t *error);

/** Room for any choice. */
#define SIPTRUNK_WHY_MAX 192
/** What stood before the one that was chosen and was no good: "call_source:
 *  empty, user_extension: not an extension". Terminated. */
void siptrunk_caller_why(
		const siptrunk_caller_choice_t *choice, char why[SIPTRUNK_WHY_MAX]);

/** Where somebody calls from: the caller's site; the default one (the pbx
 *  trunk's, or NULL) for a caller without a site, and for NULL: an unknown
 *  one. */
const siptrunk_site_t *siptrunk_caller_site(const siptrunk_caller_t *caller,
		const siptrunk_site_t *default_site);

/** Fills choice; its texts point into the inputs. */
void siptrunk_caller_select(const siptrunk_caller_order_t *order,
		const siptrunk_caller_input_t *input,
		siptrunk_caller_choice_t *choice);

#endif
