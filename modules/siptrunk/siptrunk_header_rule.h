/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Which of a message's headers the other side is sent.
 *
 * Pure. Rules are built by the process that loads; SIP workers ask. No memory.
 */
#ifndef SIPTRUNK_HEADER_RULE_H
#define SIPTRUNK_HEADER_RULE_H

#include "siptrunk_text.h"

/** Of a trunk: what it is sent, and what it sends us. Bits of a set. */
typedef enum siptrunk_header_direction
{
	SIPTRUNK_HEADER_TO = 1,
	SIPTRUNK_HEADER_FROM = 2
} siptrunk_header_direction_t;

typedef enum siptrunk_header_action
{
	SIPTRUNK_HEADER_PASS,
	SIPTRUNK_HEADER_DROP,
	SIPTRUNK_HEADER_RENAME
} siptrunk_header_action_t;

/** A row of siptrunk_header_rule. */
typedef struct siptrunk_header_rule
{
	siptrunk_header_direction_t direction;
	siptrunk_text_t header; /**< a name, or how it begins and a '*' */
	siptrunk_header_action_t action;
	siptrunk_text_t new_name; /**< of RENAME */
} siptrunk_header_rule_t;

/** A trunk's, in the order of their ids. */
typedef struct siptrunk_header_rules
{
	const siptrunk_header_rule_t *items;
	size_t count;
} siptrunk_header_rules_t;

/** A message from one trunk to another, header by header. */
typedef struct siptrunk_header_filter
{
	siptrunk_header_rules_t sender;	  /**< those with FROM count */
	siptrunk_header_rules_t receiver; /**< those with TO count */
	bool outside; /**< the receiver sees nothing internal */
	bool hidden;  /**< nor who the user is */
	int most;	  /**< extension headers that the receiver is sent */
	int longest;  /**< bytes of such a line, without CRLF */
	int kept;	  /**< how many of them it has got; 0 at first */
} siptrunk_header_filter_t;

typedef enum siptrunk_header_verdict
{
	SIPTRUNK_HEADER_KEPT,
	SIPTRUNK_HEADER_RENAMED,
	SIPTRUNK_HEADER_DROPPED,  /**< as somebody wants it */
	SIPTRUNK_HEADER_EXCESSIVE /**< one too many, or too long: dropped, too */
} siptrunk_header_verdict_t;

/** What a rule's header may be: a name that siptrunk_header_name_check() takes,
 *  or "X-...*"; never E911-Organization-ID. */
bool siptrunk_header_rule_check(
		siptrunk_text_t header, siptrunk_error_t *error);
/** It ends with '*'. */
bool siptrunk_header_rule_is_pattern(siptrunk_text_t header);
bool siptrunk_header_direction_parse(
		siptrunk_text_t text, siptrunk_header_direction_t *direction);
bool siptrunk_header_action_parse(
		siptrunk_text_t text, siptrunk_header_action_t *action);
/** "to", "from". */
siptrunk_text_t siptrunk_header_direction_name(
		siptrunk_header_direction_t direction);
/** "pass", "drop", "rename". */
siptrunk_text_t siptrunk_header_action_name(siptrunk_header_action_t action);

/** The rule for a header: of those that fit the longest, of these the first;
 *  NULL: none. */
const siptrunk_header_rule_t *siptrunk_header_rule_find(
		const siptrunk_header_rules_t *rules,
		siptrunk_header_direction_t direction, siptrunk_text_t name);

/**
 * What becomes of the next header. line: its bytes without CRLF. *name: as it
 * came; when renamed, a slice of the rule.
 */
siptrunk_header_verdict_t siptrunk_header_filter_next(
		siptrunk_header_filter_t *filter, siptrunk_text_t *name, size_t line);

#endif
