/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Dial rules: what becomes of a number that a trunk sends us, or is sent.
 *
 * Pure. Rules are built by the process that loads; SIP workers ask.
 */
#ifndef SIPTRUNK_DIAL_RULE_H
#define SIPTRUNK_DIAL_RULE_H

#include "siptrunk_header_rule.h"
#include "siptrunk_number.h"

/** A row of siptrunk_dial_rule. */
typedef struct siptrunk_dial_rule
{
	int row; /**< id in the table */
	siptrunk_header_direction_t direction;
	int position; /**< the smallest is tried first, then the row's */
	siptrunk_pattern_t pattern;
	siptrunk_text_t prefix;		 /**< goes before all else */
	siptrunk_text_t replacement; /**< with $0 to $9; empty: as dialled */
} siptrunk_dial_rule_t;

/** A trunk's, in the order in which they are tried. */
typedef struct siptrunk_dial_rules
{
	const siptrunk_dial_rule_t *items;
	size_t count;
} siptrunk_dial_rules_t;

/** Up to 16 characters of a dial string. */
bool siptrunk_dial_prefix_check(
		siptrunk_text_t prefix, siptrunk_error_t *error);
/** Up to 64 of them, and $0 to $9 as far as the pattern has groups. */
bool siptrunk_dial_replacement_check(siptrunk_text_t replacement,
		const siptrunk_pattern_t *pattern, siptrunk_error_t *error);

/** The first rule that fits number (as siptrunk_number_normalise() leaves it),
 *  and what it makes of it; "" when that is no number, or too long. NULL: no
 *  rule fits. */
const siptrunk_dial_rule_t *siptrunk_dial_rule_apply(
		const siptrunk_dial_rules_t *rules,
		siptrunk_header_direction_t direction, siptrunk_text_t number,
		char result[SIPTRUNK_NUMBER_MAX + 1]);

#endif
