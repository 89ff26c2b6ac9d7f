/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Which of a message's headers the other side is sent.
 *
 * Pure. Rules are built by the process that loads; SIP workers ask. No memory.
 */
#include "siptrunk_header_rule.h"
#include "siptrunk_header.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const actions[] = {"pass", "drop", "rename"};

/** What tells who made a message, what it went through, who else was called and
 *  where the caller sits. */
static const char *const internal[] = {"Alert-Info", "Call-Info", "Diversion",
		"Error-Info", "Geolocation", "Geolocation-Error",
		"Geolocation-Routing", "History-Info", "Organization",
		"P-Access-Network-Info", "P-Associated-URI", "P-Called-Party-ID",
		"P-Charging-Function-Addresses", "P-Charging-Vector", "P-Profile-Key",
		"P-Served-User", "P-User-Database", "P-Visited-Network-ID", "Server",
		"User-Agent", "Warning"};

/** What tells who the user is (RFC 3323 section 4.1 and later ones); a
 *  signature (RFC 8224) speaks for the From that the receiver does not see. */
static const char *const identities[] = {"Identity", "y", "Identity-Info", "n",
		"In-Reply-To", "P-Asserted-Identity", "P-Preferred-Identity",
		"Referred-By", "b", "Remote-Party-ID", "Reply-To", "Subject", "s"};

static bool is_one_of(
		siptrunk_text_t name, const char *const *names, size_t count)
{
	size_t i;

	for(i = 0; i < count; i++) {
		if(siptrunk_text_equal_nocase(name, siptrunk_text(names[i])))
			return true;
	}
	return false;
}

/** SIP has no other names for what people agree on among themselves (RFC 7433
 *  made one a standard). */
static bool is_extension(siptrunk_text_t name)
{
	return siptrunk_text_equal_nocase(name, SIPTRUNK_TEXT("User-to-User"))
		   || siptrunk_text_take(&name, SIPTRUNK_TEXT("X-"));
}

/* --- columns --- */

bool siptrunk_header_rule_is_pattern(siptrunk_text_t header)
{
	return header.len > 0 && header.s[header.len - 1] == '*';
}

bool siptrunk_header_rule_check(siptrunk_text_t header, siptrunk_error_t *error)
{
	if(siptrunk_text_equal_nocase(
			   header, SIPTRUNK_TEXT("E911-Organization-ID")))
		return siptrunk_error_found(
				error, "a header that is no emergency trunk's", header);
	if(siptrunk_header_rule_is_pattern(header) && !is_extension(header))
		return siptrunk_error_found(
				error, "'X-' where the name ends with '*'", header);
	if(header.len > 0 && memchr(header.s, '*', header.len - 1) != NULL)
		return siptrunk_error_found(
				error, "no '*' but at the end of the name", header);
	return siptrunk_header_name_check(header, error);
}

bool siptrunk_header_direction_parse(
		siptrunk_text_t text, siptrunk_header_direction_t *direction)
{
	*direction = siptrunk_text_equal(text, SIPTRUNK_TEXT("to"))
						 ? SIPTRUNK_HEADER_TO
						 : SIPTRUNK_HEADER_FROM;
	return siptrunk_text_equal(
			text, siptrunk_header_direction_name(*direction));
}

bool siptrunk_header_action_parse(
		siptrunk_text_t text, siptrunk_header_action_t *action)
{
	*action = siptrunk_text_index(actions, COUNT(actions), text);
	return *action < COUNT(actions);
}

siptrunk_text_t siptrunk_header_direction_name(
		siptrunk_header_direction_t direction)
{
	return direction == SIPTRUNK_HEADER_TO ? SIPTRUNK_TEXT("to")
										   : SIPTRUNK_TEXT("from");
}

siptrunk_text_t siptrunk_header_action_name(siptrunk_header_action_t action)
{
	return siptrunk_text(actions[action]);
}

/* --- a message --- */

static bool fits(const siptrunk_header_rule_t *rule, siptrunk_text_t name)
{
	siptrunk_text_t beginning = {rule->header.s, rule->header.len - 1};

	return siptrunk_header_rule_is_pattern(rule->header)
				   ? siptrunk_text_take(&name, beginning)
				   : siptrunk_text_equal_nocase(name, rule->header);
}

/** Both fit. The '*' names nothing: "X-A" is closer to X-A than "X-A*". */
static bool is_closer(
		const siptrunk_header_rule_t *rule, const siptrunk_header_rule_t *than)
{
	if(!siptrunk_header_rule_is_pattern(than->header))
		return false;
	return !siptrunk_header_rule_is_pattern(rule->header)
		   || rule->header.len > than->header.len;
}

const siptrunk_header_rule_t *siptrunk_header_rule_find(
		const siptrunk_header_rules_t *rules,
		siptrunk_header_direction_t direction, siptrunk_text_t name)
{
	const siptrunk_header_rule_t *rule, *found = NULL;

	for(rule = rules->items; rule < rules->items + rules->count; rule++) {
		if(rule->direction == direction && fits(rule, name)
				&& (found == NULL || is_closer(rule, found)))
			found = rule;
	}
	return found;
}

/** What a rule says of the header; false: that it goes. */
static bool obey(const siptrunk_header_rule_t *rule, siptrunk_text_t *name)
{
	if(rule == NULL || rule->action == SIPTRUNK_HEADER_PASS)
		return true;
	if(rule->action == SIPTRUNK_HEADER_DROP)
		return false;
	*name = rule->new_name;
	return true;
}

siptrunk_header_verdict_t siptrunk_header_filter_next(
		siptrunk_header_filter_t *filter, siptrunk_text_t *name, size_t line)
{
	const siptrunk_text_t came = *name;
	const siptrunk_header_rule_t *from, *to;

	if(filter->hidden && is_one_of(came, identities, COUNT(identities)))
		return SIPTRUNK_HEADER_DROPPED;
	from = siptrunk_header_rule_find(
			&filter->sender, SIPTRUNK_HEADER_FROM, came);
	if(!obey(from, name))
		return SIPTRUNK_HEADER_DROPPED;
	to = siptrunk_header_rule_find(
			&filter->receiver, SIPTRUNK_HEADER_TO, *name);
	if(to == NULL && filter->outside
			&& is_one_of(*name, internal, COUNT(internal)))
		return SIPTRUNK_HEADER_DROPPED;
	if(!obey(to, name))
		return SIPTRUNK_HEADER_DROPPED;
	if(from == NULL && to == NULL && !is_extension(came))
		return SIPTRUNK_HEADER_KEPT;
	line = line - came.len + name->len;
	if(filter->kept >= filter->most || line > (size_t)filter->longest)
		return SIPTRUNK_HEADER_EXCESSIVE;
	filter->kept++;
	return name->s == came.s ? SIPTRUNK_HEADER_KEPT : SIPTRUNK_HEADER_RENAMED;
}
