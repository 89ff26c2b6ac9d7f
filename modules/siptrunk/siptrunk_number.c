/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The number plan: from what was dialled to a classification.
 *
 * Pure; any process; reads an immutable plan.
 */
#include "siptrunk_number.h"
#include "siptrunk_ascii.h"
#include "siptrunk_uri.h"

#include <stdlib.h>
#include <string.h>

/** RFC 3966 section 5.1.1, and the space that people type. */
#define VISUAL_SEPARATORS "-.() "

/** It copies while it drops, so that no amount of escapes or separators hides
 *  a number. */
size_t siptrunk_number_normalise(
		siptrunk_text_t user, char number[SIPTRUNK_NUMBER_MAX + 1])
{
	size_t digits = 0;
	size_t len = 0;

	while(user.len > 0) {
		char c = siptrunk_uri_unescape_next(&user);

		if(siptrunk_ascii_in(c, VISUAL_SEPARATORS))
			continue;
		if(!siptrunk_ascii_in(c, SIPTRUNK_DIAL_CHARACTERS)
				|| len == SIPTRUNK_NUMBER_MAX)
			return 0;
		digits += siptrunk_ascii_digit(c);
		number[len++] = c;
	}
	number[len] = '\0';
	return digits > 0 ? len : 0;
}

/* --- a plan --- */

static bool is_listed(const siptrunk_number_rule_t *rule)
{
	return rule->match.type == SIPTRUNK_MATCH_NUMBER_LIST;
}

static int rule_compare(const void *left, const void *right)
{
	const siptrunk_number_rule_t *a = left;
	const siptrunk_number_rule_t *b = right;
	int order = 0;

	if(is_listed(a) != is_listed(b))
		return is_listed(a) ? -1 : 1;
	if(is_listed(a))
		order = siptrunk_text_compare(a->match.text, b->match.text);
	if(order == 0)
		order = (a->priority > b->priority) - (a->priority < b->priority);
	return order != 0 ? order : (a->row > b->row) - (a->row < b->row);
}

void siptrunk_number_plan_make(siptrunk_number_rule_t *rules, size_t count,
		siptrunk_number_plan_t *plan)
{
	size_t i;

	*plan = (siptrunk_number_plan_t){.rules = rules, .count = count};
	if(count > 0)
		qsort(rules, count, sizeof(*rules), rule_compare);
	for(i = 0; i < count; i++) {
		plan->listed += is_listed(&rules[i]);
		if(rules[i].site != NULL)
			plan->has_sites = true;
	}
}

/* --- a number --- */

/** A plan, and who asks it. */
typedef struct lookup
{
	const siptrunk_number_plan_t *plan;
	const siptrunk_dialler_t *dialler;
} lookup_t;

static bool holds(const lookup_t *lookup, const siptrunk_number_rule_t *rule)
{
	return rule->site == NULL || rule->site == lookup->dialler->site
		   || lookup->dialler->anywhere;
}

/** The first rule of a list whose number is not before this one. */
static size_t find_first(
		const siptrunk_number_plan_t *plan, siptrunk_text_t number)
{
	size_t low = 0;
	size_t high = plan->listed;

	while(low < high) {
		size_t middle = low + (high - low) / 2;

		if(siptrunk_text_compare(plan->rules[middle].match.text, number) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/** The rule of a list for exactly this number: an emergency one, or any. */
static const siptrunk_number_rule_t *find_number(
		const lookup_t *lookup, siptrunk_text_t number, bool emergency)
{
	const siptrunk_number_plan_t *plan = lookup->plan;
	size_t i;

	for(i = find_first(plan, number); i < plan->listed; i++) {
		const siptrunk_number_rule_t *rule = &plan->rules[i];

		if(!siptrunk_text_equal(rule->match.text, number))
			break;
		if(holds(lookup, rule)
				&& (!emergency
						|| siptrunk_number_is_emergency(rule->classification)))
			return rule;
	}
	return NULL;
}

/** Of two rules that fit, this one decides. */
static bool goes_before(
		const siptrunk_number_rule_t *rule, const siptrunk_number_rule_t *than)
{
	return rule->priority < than->priority
		   || (rule->priority == than->priority && rule->row < than->row);
}

/** The rule that decides when there is no emergency. */
static const siptrunk_number_rule_t *find_ordinary(
		const lookup_t *lookup, siptrunk_text_t number)
{
	const siptrunk_number_rule_t *listed = find_number(lookup, number, false);
	size_t i;

	for(i = lookup->plan->listed; i < lookup->plan->count; i++) {
		const siptrunk_number_rule_t *rule = &lookup->plan->rules[i];

		if(listed != NULL && goes_before(listed, rule))
			break;
		if(holds(lookup, rule) && siptrunk_match_fits(&rule->match, number))
			return rule;
	}
	return listed;
}

/** Is text = prefix + rest? An empty prefix always fits. */
static bool strip(
		siptrunk_text_t text, siptrunk_text_t prefix, siptrunk_text_t *rest)
{
	if(text.len < prefix.len
			|| !siptrunk_text_equal(
					(siptrunk_text_t){text.s, prefix.len}, prefix))
		return false;
	*rest = (siptrunk_text_t){text.s + prefix.len, text.len - prefix.len};
	return true;
}

/** What a normaliser puts before a number that it takes for a subscriber's. */
static const struct
{
	const char *text;
	bool country; /**< with North America's country code */
} artefacts[] = {{"", false}, {"+", false}, {"1", true}, {"+1", true}};

/** The emergency rule for number, an artefact before it or not. */
static const siptrunk_number_rule_t *find_spelling(
		const lookup_t *lookup, siptrunk_text_t number)
{
	const siptrunk_number_rule_t *rule;
	siptrunk_text_t rest;
	size_t i;

	for(i = 0; i < sizeof(artefacts) / sizeof(artefacts[0]); i++) {
		if(!strip(number, siptrunk_text(artefacts[i].text), &rest))
			continue;
		rule = find_number(lookup, rest, true);
		if(rule != NULL && (rule->site == NULL || !artefacts[i].country))
			return rule;
	}
	return NULL;
}

static const siptrunk_number_rule_t *find_dialled(
		const lookup_t *lookup, siptrunk_text_t number)
{
	const siptrunk_number_rule_t *rule = find_spelling(lookup, number);
	siptrunk_text_t prefix = lookup->dialler->outside_prefix;
	siptrunk_text_t rest;

	if(rule == NULL && prefix.len > 0 && strip(number, prefix, &rest))
		rule = find_spelling(lookup, rest);
	return rule != NULL ? rule : find_ordinary(lookup, number);
}

/** Is text label or a sub-service of it ("sos.fire")? RFC 5031 section 4.2
 *  compares without case. */
static bool is_service(siptrunk_text_t text, const char *label)
{
	siptrunk_text_t service = siptrunk_text(label);

	if(text.len > service.len && text.s[service.len] == '.')
		text.len = service.len;
	return siptrunk_text_equal_nocase(text, service);
}

static const siptrunk_number_rule_t *find_service(
		const lookup_t *lookup, siptrunk_text_t urn)
{
	char plain[2 * SIPTRUNK_NUMBER_MAX];
	siptrunk_text_t rest;
	siptrunk_text_t name;

	name.s = plain;
	name.len = siptrunk_uri_unescape(
			siptrunk_text_split(urn, ';', &rest), plain, sizeof(plain));
	if(is_service(name, "service:sos"))
		return find_number(lookup, SIPTRUNK_TEXT("911"), true);
	if(is_service(name, "service:test.sos"))
		return find_number(lookup, SIPTRUNK_TEXT("933"), true);
	return NULL;
}

static void result_set(
		siptrunk_number_t *result, const siptrunk_number_rule_t *rule)
{
	const siptrunk_text_t *number = &rule->match.text;

	if(rule->match.type == SIPTRUNK_MATCH_NUMBER_LIST) {
		memcpy(result->number, number->s, number->len);
		result->number[number->len] = '\0';
	}
	result->classification = rule->classification;
	result->row = rule->row;
}

bool siptrunk_number_classify(const siptrunk_number_plan_t *plan,
		siptrunk_text_t dialled, const siptrunk_dialler_t *dialler,
		siptrunk_number_t *result)
{
	const lookup_t lookup = {plan, dialler};
	const siptrunk_number_rule_t *rule;
	siptrunk_uri_t uri;
	size_t len = 0;

	result->number[0] = '\0';
	result->classification = SIPTRUNK_TEXT(SIPTRUNK_CLASS_NONE);
	result->row = 0;
	/* Kamailio routes by the user whatever stands behind it: an odd port or
	 * parameter must neither cost a 911 nor smuggle one */
	if(!siptrunk_uri_parse_user(siptrunk_text_trim(dialled), &uri))
		return false;
	if(siptrunk_text_equal_nocase(uri.scheme, SIPTRUNK_TEXT("urn"))) {
		rule = find_service(&lookup, uri.user);
	} else {
		len = siptrunk_number_normalise(uri.user, result->number);
		result->number[len] = '\0';
		rule = find_dialled(&lookup, (siptrunk_text_t){result->number, len});
	}
	if(rule != NULL)
		result_set(result, rule);
	return rule != NULL || len > 0;
}

siptrunk_text_t siptrunk_number_emergency(siptrunk_text_t classification)
{
	if(siptrunk_text_equal(classification, SIPTRUNK_TEXT(SIPTRUNK_CLASS_E911)))
		return SIPTRUNK_TEXT("911");
	if(siptrunk_text_equal(
			   classification, SIPTRUNK_TEXT(SIPTRUNK_CLASS_E911_TEST)))
		return SIPTRUNK_TEXT("933");
	return SIPTRUNK_TEXT("");
}

bool siptrunk_number_is_emergency(siptrunk_text_t classification)
{
	return siptrunk_number_emergency(classification).len > 0;
}

bool siptrunk_number_class_check(siptrunk_text_t name, siptrunk_error_t *error)
{
	bool valid = name.len >= 1 && name.len <= 32;
	size_t i;

	if(siptrunk_text_equal_nocase(name, SIPTRUNK_TEXT("emergency")))
		return siptrunk_error_found(error,
				"a classification that is not called Emergency, such as e911",
				name);
	for(i = 0; i < name.len && valid; i++)
		valid = siptrunk_ascii_in(
				name.s[i], "abcdefghijklmnopqrstuvwxyz0123456789_");
	if(!valid || siptrunk_text_equal(name, SIPTRUNK_TEXT(SIPTRUNK_CLASS_NONE)))
		return siptrunk_error_found(error,
				"a classification of 1 to 32 characters of a-z, 0-9 and _, "
				"other than none",
				name);
	return true;
}
