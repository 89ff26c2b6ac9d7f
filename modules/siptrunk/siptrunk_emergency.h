/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What is written down about one emergency call, and how it is written: as a
 * file of the spool, a row of the ledger, a struct of RPC.
 *
 * Pure; any process; memory of the caller's.
 */
#ifndef SIPTRUNK_EMERGENCY_H
#define SIPTRUNK_EMERGENCY_H

#include "siptrunk_text.h"

#include <stdint.h>

/** What became of a call, or of a part of it. */
typedef enum siptrunk_outcome
{
	SIPTRUNK_OUTCOME_RECEIVED,	/**< its INVITE is there */
	SIPTRUNK_OUTCOME_PLACED,	/**< sent to a gateway */
	SIPTRUNK_OUTCOME_ATTEMPTED, /**< that gateway did not take it */
	SIPTRUNK_OUTCOME_REFUSED,	/**< came from where it may not come from */
	SIPTRUNK_OUTCOME_ANSWERED,	/**< 2xx */
	SIPTRUNK_OUTCOME_FAILED,	/**< nobody answered, all was tried */
	SIPTRUNK_OUTCOME_ENDED,		/**< hung up, or given up by its caller */
	SIPTRUNK_OUTCOME_COUNT
} siptrunk_outcome_t;

bool siptrunk_outcome_parse(siptrunk_text_t text, siptrunk_outcome_t *outcome);
const char *siptrunk_outcome_name(siptrunk_outcome_t outcome);

/** What is known about a call now; empty texts and code 0 keep what the entry
 *  had. */
typedef struct siptrunk_emergency
{
	siptrunk_text_t call_id;
	siptrunk_text_t conversation; /**< the pbx's own id of it (x-inin-cnv) */
	siptrunk_text_t trunk, target;
	siptrunk_text_t dialled; /**< the Request-URI's user as it came */
	siptrunk_text_t number, classification;
	siptrunk_text_t identity; /**< who the caller says to be */
	siptrunk_text_t extension, site;
	siptrunk_text_t caller, caller_source; /**< as sent */
	siptrunk_text_t why;				   /**< what was passed over for it */
	siptrunk_text_t gateway;
	siptrunk_text_t media_caller, media_gateway; /**< ADDRESS:PORT, as offered
												      and answered to us */
	siptrunk_text_t ended_by; /**< caller or gateway */
	siptrunk_outcome_t outcome;
	int code;	 /**< SIP status */
	int64_t now; /**< ms since 1970 */
} siptrunk_emergency_t;

/** 128 random bits in hexadecimal digits. */
#define SIPTRUNK_EMERGENCY_ID_LEN 32
bool siptrunk_emergency_is_id(siptrunk_text_t text);

/** An entry as kept: terminated texts in UTF-8 without control characters, cut
 *  when longer; times in ms since 1970, 0: not yet. */
typedef struct siptrunk_emergency_entry
{
	uint64_t serial;  /**< the how manieth call since the start */
	uint64_t changes; /**< the how manieth change, of all entries */
	int version;	  /**< changes of this entry so far */
	unsigned outcomes; /**< all so far, a bit each */
	int tries;		   /**< times that it was placed */
	char id[SIPTRUNK_EMERGENCY_ID_LEN + 1];
	char call_id[128], conversation[65];
	char trunk[65], target[65];
	char dialled[65], number[33], classification[33];
	char identity[129], extension[17], site[65];
	char caller[129], caller_source[17];
	char why[192];
	char gateway[129];
	char attempts[513]; /**< "GATEWAY CODE MS ms, ...": those that are over; of
						     many the latest */
	char media_caller[65], media_gateway[65];
	char ended_by[17]; /**< caller, gateway; edge: refused, or nobody left */
	int test;		   /**< 1: a test call (933) */
	/** The latest; not what became of a part (attempted), and ended only of a
	 *  call that was never answered. */
	siptrunk_outcome_t outcome;
	int code;
	int64_t received, placed, answered, ended;
	int64_t attempted; /**< when the attempt that is not over began */
} siptrunk_emergency_entry_t;

/** Adds what is known now. true when the call had not this outcome before, so
 *  that a second gateway does not count twice. */
bool siptrunk_emergency_record(siptrunk_emergency_entry_t *entry,
		const siptrunk_emergency_t *emergency);

/** Nothing more is to be expected. */
static inline bool siptrunk_emergency_over(
		const siptrunk_emergency_entry_t *entry)
{
	return entry->ended != 0;
}

/* --- one by one: the same names in files, columns and RPC --- */

typedef enum siptrunk_field_kind
{
	SIPTRUNK_FIELD_TEXT,
	SIPTRUNK_FIELD_NUMBER,
	SIPTRUNK_FIELD_TIME, /**< ms since 1970 */
	SIPTRUNK_FIELD_OUTCOME
} siptrunk_field_kind_t;

typedef struct siptrunk_field
{
	const char *name;
	siptrunk_field_kind_t kind;
	size_t offset;
	size_t size;
} siptrunk_field_t;

#define SIPTRUNK_EMERGENCY_FIELDS 27
/** The first is id. */
extern const siptrunk_field_t
		siptrunk_emergency_fields[SIPTRUNK_EMERGENCY_FIELDS];

/** Of a text or an outcome. */
siptrunk_text_t siptrunk_emergency_text(
		const siptrunk_emergency_entry_t *entry, const siptrunk_field_t *field);
/** Of a number or a time. */
int64_t siptrunk_emergency_number(
		const siptrunk_emergency_entry_t *entry, const siptrunk_field_t *field);
/** false: not of the field's kind. */
bool siptrunk_emergency_set(siptrunk_emergency_entry_t *entry,
		const siptrunk_field_t *field, siptrunk_text_t value);

/** Room for any entry. */
#define SIPTRUNK_EMERGENCY_FILE_MAX (sizeof(siptrunk_emergency_entry_t) + 512)
/** A line NAME=VALUE for each field. Terminated; its length. */
size_t siptrunk_emergency_write(const siptrunk_emergency_entry_t *entry,
		char text[SIPTRUNK_EMERGENCY_FILE_MAX]);
/** And back. Lines of unknown name are passed over: a later version of this
 *  module may have written them. false: error names the line, or what lacks. */
bool siptrunk_emergency_read(siptrunk_text_t text,
		siptrunk_emergency_entry_t *entry, siptrunk_error_t *error);

#endif
