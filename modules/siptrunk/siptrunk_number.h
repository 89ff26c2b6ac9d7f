/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The number plan: from what was dialled to a classification.
 *
 * Pure; any process; reads an immutable plan.
 */
#ifndef SIPTRUNK_NUMBER_H
#define SIPTRUNK_NUMBER_H

#include "siptrunk_match.h"

#define SIPTRUNK_CLASS_E911 "e911"
#define SIPTRUNK_CLASS_E911_TEST "e911_test"
/** Of a number that no plan row matches. */
#define SIPTRUNK_CLASS_NONE "none"

/** What a keypad and a dial string are made of. */
#define SIPTRUNK_DIAL_CHARACTERS "+*#0123456789"
/** Longest number that is looked at; longer ones match nothing. */
#define SIPTRUNK_NUMBER_MAX 64

struct siptrunk_site;

/** One item of a row of the plan. */
typedef struct siptrunk_number_rule
{
	siptrunk_match_t match;
	siptrunk_text_t classification; /**< an emergency's: of a list only */
	const struct siptrunk_site *site; /**< holds there alone; NULL: all */
	int priority; /**< of those that fit the smallest decides, then the row */
	int row; /**< id in the table siptrunk_number_plan, for reports */
} siptrunk_number_rule_t;

typedef struct siptrunk_number_plan
{
	const siptrunk_number_rule_t *rules; /**< lists by number, then the others
										      as they decide */
	size_t count;
	size_t listed;	/**< how many are of lists */
	bool has_sites; /**< some rules hold at one site alone */
} siptrunk_number_plan_t;

/** Makes a plan of rules, which it sorts. */
void siptrunk_number_plan_make(siptrunk_number_rule_t *rules, size_t count,
		siptrunk_number_plan_t *plan);

/** Who dials. */
typedef struct siptrunk_dialler
{
	siptrunk_text_t outside_prefix;	  /**< digits, or empty */
	const struct siptrunk_site *site; /**< whose rules hold; NULL: of no site */
	bool anywhere; /**< the rules of all sites hold, whatever site says */
} siptrunk_dialler_t;

/** What classification found. number is terminated. */
typedef struct siptrunk_number
{
	char number[SIPTRUNK_NUMBER_MAX + 1]; /**< as normalised: "911" */
	siptrunk_text_t classification;		  /**< the rule's, or "none" */
	int row; /**< the rule's, 0: none */
} siptrunk_number_t;

/** The user of a URI, or a bare number: escapes undone, visual separators
 *  dropped. The length, 0 when it is no number or too long for one. */
size_t siptrunk_number_normalise(
		siptrunk_text_t user, char number[SIPTRUNK_NUMBER_MAX + 1]);

/**
 * Normalises dialled (a number, or a sip:, sips:, tel: or urn:service: URI:
 * escapes undone, parameters and visual separators dropped) and looks it up
 * among the rules that hold for who dials.
 *
 * Emergency rules come first, in the spellings that pbxes produce for a short
 * code: as it is or with '+' before it, either of them
 * with the outside-line prefix before that. North America's country code, '1'
 * or '+1', may stand before the number of a rule that holds everywhere; where
 * a rule is a site's, 1000 or 1112 is nobody's emergency. No priority puts
 * another rule before them. Of all others, which match the number as it is, the
 * smallest priority decides. urn:service:sos and its sub-services are 911,
 * urn:service:test.sos is 933. The normalised number is the rule's.
 *
 * false (and class none, number "") when dialled holds no number at all.
 */
bool siptrunk_number_classify(const siptrunk_number_plan_t *plan,
		siptrunk_text_t dialled, const siptrunk_dialler_t *dialler,
		siptrunk_number_t *result);

/** What a gateway is asked for, whatever was dialled: "911" for e911, "933" for
 *  e911_test, empty for any other classification. */
siptrunk_text_t siptrunk_number_emergency(siptrunk_text_t classification);
/** e911 or e911_test. */
bool siptrunk_number_is_emergency(siptrunk_text_t classification);

/** A classification's name: [a-z0-9_], 1 to 32, not "emergency" in any case
 *  (seed 003, 5.2.4) and not "none". */
bool siptrunk_number_class_check(
		siptrunk_text_t name, siptrunk_error_t *error);

#endif
