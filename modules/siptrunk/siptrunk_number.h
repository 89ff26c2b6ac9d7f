/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The number plan: from what was dialled to a classification.
 *
 * Pure; any process; reads an immutable plan.
 */
#ifndef SIPTRUNK_NUMBER_H
#define SIPTRUNK_NUMBER_H

#include "siptrunk_text.h"

#define SIPTRUNK_CLASS_E911 "e911"
#define SIPTRUNK_CLASS_E911_TEST "e911_test"
/** Of a number that no plan row matches. */
#define SIPTRUNK_CLASS_NONE "none"

/** Longest number that is looked at; longer ones match nothing. */
#define SIPTRUNK_NUMBER_MAX 64

/** One number of the plan (match type "number_list"). */
typedef struct siptrunk_number_rule
{
	siptrunk_text_t number;
	siptrunk_text_t classification;
} siptrunk_number_rule_t;

typedef struct siptrunk_number_plan
{
	const siptrunk_number_rule_t *rules;
	size_t count;
} siptrunk_number_plan_t;

/** What classification found. number is terminated. */
typedef struct siptrunk_number
{
	char number[SIPTRUNK_NUMBER_MAX + 1]; /**< as normalised: "911" */
	siptrunk_text_t classification;		  /**< the rule's, or "none" */
} siptrunk_number_t;

/** The user of a URI, or a bare number: escapes undone, visual separators
 *  dropped. The length, 0 when it is no number or too long for one. */
size_t siptrunk_number_normalise(
		siptrunk_text_t user, char number[SIPTRUNK_NUMBER_MAX + 1]);

/**
 * Normalises dialled (a number, or a sip:, sips:, tel: or urn:service: URI:
 * escapes undone, parameters and visual separators dropped) and looks it up.
 *
 * An exact match wins. Else the number is tried against the emergency
 * classifications only, in the spellings that pbxes produce for a short code
 * (FIELD.md section 6): with outside_prefix before it, with '+', '1' or '+1'
 * before it, or outside_prefix and then one of these. urn:service:sos and its
 * sub-services are the e911 rule, urn:service:test.sos the e911_test rule.
 * A match through a spelling yields the rule's number as the normalised one.
 *
 * outside_prefix: digits, or empty. false (and class none, number "") when
 * dialled holds no number at all.
 */
bool siptrunk_number_classify(const siptrunk_number_plan_t *plan,
		siptrunk_text_t dialled, siptrunk_text_t outside_prefix,
		siptrunk_number_t *result);

/** e911 or e911_test. */
bool siptrunk_number_is_emergency(siptrunk_text_t classification);

/** A classification's name: [a-z0-9_], 1 to 32, not "emergency" in any case
 *  (seed 003, 5.2.4) and not "none". */
bool siptrunk_number_class_check(
		siptrunk_text_t name, siptrunk_error_t *error);

/** A plan's number: optional '+', then 1 to 15 digits. */
bool siptrunk_number_rule_check(
		siptrunk_text_t number, siptrunk_error_t *error);

#endif
