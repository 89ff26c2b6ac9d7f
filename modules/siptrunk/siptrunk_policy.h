/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Request rules of a trunk: what it is shown of the caller, and headers that
 * its calls get or lose (seed 004, header manipulation).
 *
 * Pure. Rules are built by the process that loads; SIP workers ask. No memory.
 */
#ifndef SIPTRUNK_POLICY_H
#define SIPTRUNK_POLICY_H

#include "siptrunk_text.h"

typedef enum siptrunk_policy_field
{
	SIPTRUNK_POLICY_FROM_NUMBER,
	SIPTRUNK_POLICY_FROM_DISPLAY,
	SIPTRUNK_POLICY_IDENTITY, /**< p_asserted_identity */
	SIPTRUNK_POLICY_DIVERSION,
	SIPTRUNK_POLICY_HEADER /**< any other, by its name */
} siptrunk_policy_field_t;

typedef enum siptrunk_policy_action
{
	SIPTRUNK_POLICY_REPLACE, /**< there is this one then, and no other */
	SIPTRUNK_POLICY_ADD,	 /**< this one, where there is none */
	SIPTRUNK_POLICY_REMOVE	 /**< there is none then */
} siptrunk_policy_action_t;

/** A row of siptrunk_header_policy. */
typedef struct siptrunk_policy
{
	int position;
	siptrunk_text_t name; /**< what people call it */
	siptrunk_policy_field_t field;
	siptrunk_text_t header; /**< as in the row: the field, or a header's name */
	siptrunk_policy_action_t action;
	siptrunk_text_t value;	 /**< E.164 where the field is a number */
	siptrunk_text_t numbers; /**< callers that it is for; empty: all */
	siptrunk_text_t classification; /**< calls that it is for; empty: all */
} siptrunk_policy_t;

/** Rules that a trunk may have. */
#define SIPTRUNK_POLICIES_MAX 32

/** A trunk's, in their order. */
typedef struct siptrunk_policies
{
	const siptrunk_policy_t *items;
	size_t count;
} siptrunk_policies_t;

/** What the rules make of one field of a call. */
typedef struct siptrunk_edit
{
	siptrunk_policy_field_t field;
	siptrunk_text_t header;
	bool removes;		   /**< what came goes */
	siptrunk_text_t value; /**< what is put in its place; empty: nothing */
} siptrunk_edit_t;

typedef struct siptrunk_edits
{
	siptrunk_edit_t items[SIPTRUNK_POLICIES_MAX];
	size_t count;
} siptrunk_edits_t;

/** A call that rules are run for. */
typedef struct siptrunk_policy_call
{
	siptrunk_text_t caller; /**< who it would show without rules */
	siptrunk_text_t classification;
	/** Is that field, or header, there without rules? */
	bool (*has)(siptrunk_policy_field_t field, siptrunk_text_t header,
			const void *context);
	const void *context;
} siptrunk_policy_call_t;

/** from_number, from_display, p_asserted_identity, diversion, or the name of a
 *  header that neither SIP nor the edge manages; never E911-Organization-ID. */
bool siptrunk_policy_field_check(
		siptrunk_text_t text, siptrunk_error_t *error);
siptrunk_policy_field_t siptrunk_policy_field_of(siptrunk_text_t text);
bool siptrunk_policy_action_parse(
		siptrunk_text_t text, siptrunk_policy_action_t *action);
/** "replace", "add", "remove". */
siptrunk_text_t siptrunk_policy_action_name(siptrunk_policy_action_t action);
/** What such a field may be given: a number, a name that needs no escapes, a
 *  line's rest. */
bool siptrunk_policy_value_check(siptrunk_policy_field_t field,
		siptrunk_text_t value, siptrunk_error_t *error);
/** Numbers and beginnings of numbers (+1312*), with commas between them; or
 *  empty. */
bool siptrunk_policy_numbers_check(
		siptrunk_text_t numbers, siptrunk_error_t *error);
/** Is caller among them? Nobody is, if they are empty. */
bool siptrunk_policy_numbers_have(
		siptrunk_text_t numbers, siptrunk_text_t caller);

/** Runs the rules in their order; what they come to, field by field. */
void siptrunk_policies_run(const siptrunk_policies_t *policies,
		const siptrunk_policy_call_t *call, siptrunk_edits_t *edits);
/** What they make of a field that is no header; NULL: nothing. */
const siptrunk_edit_t *siptrunk_edits_find(
		const siptrunk_edits_t *edits, siptrunk_policy_field_t field);

#endif
