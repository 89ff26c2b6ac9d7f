/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Request rules of a trunk: what it is shown of the caller, and headers that
 * its calls get or lose.
 *
 * Pure; any process; no memory.
 */
#include "siptrunk_policy.h"

#include "siptrunk_ascii.h"
#include "siptrunk_header.h"
#include "siptrunk_uri.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define DISPLAY_MAX 64

/** By siptrunk_policy_field_t. */
static const char *const fields[] = {
		"from_number", "from_display", "p_asserted_identity", "diversion"};
static const char *const actions[] = {"replace", "add", "remove"};

/* --- columns --- */

siptrunk_policy_field_t siptrunk_policy_field_of(siptrunk_text_t text)
{
	size_t i;

	for(i = 0; i < COUNT(fields); i++) {
		if(siptrunk_text_equal_nocase(text, siptrunk_text(fields[i])))
			break;
	}
	return (siptrunk_policy_field_t)i;
}

bool siptrunk_policy_field_check(siptrunk_text_t text, siptrunk_error_t *error)
{
	siptrunk_text_t rest = text;

	if(siptrunk_policy_field_of(text) != SIPTRUNK_POLICY_HEADER)
		return true;
	if(siptrunk_text_equal_nocase(text, SIPTRUNK_TEXT("E911-Organization-ID"))
			|| siptrunk_text_take(&rest, SIPTRUNK_TEXT("X-Siptrunk-")))
		return siptrunk_error_found(
				error, "a header that is not the edge's own", text);
	return siptrunk_header_name_check(text, error);
}

bool siptrunk_policy_action_parse(
		siptrunk_text_t text, siptrunk_policy_action_t *action)
{
	*action = siptrunk_text_index(actions, COUNT(actions), text);
	return *action < COUNT(actions);
}

siptrunk_text_t siptrunk_policy_action_name(siptrunk_policy_action_t action)
{
	return siptrunk_text(actions[action]);
}

/** It is put between double quotes as it is (RFC 3261 section 25.1). */
static bool is_display(siptrunk_text_t value)
{
	size_t i;

	for(i = 0; i < value.len; i++) {
		if(siptrunk_ascii_control(value.s[i])
				|| siptrunk_ascii_in(value.s[i], "\"\\"))
			return false;
	}
	return siptrunk_text_trim(value).len > 0 && value.len <= DISPLAY_MAX;
}

bool siptrunk_policy_value_check(siptrunk_policy_field_t field,
		siptrunk_text_t value, siptrunk_error_t *error)
{
	switch(field) {
		case SIPTRUNK_POLICY_HEADER:
			return siptrunk_header_value_check(value, error);
		case SIPTRUNK_POLICY_FROM_DISPLAY:
			return is_display(value)
				   || siptrunk_error_found(error,
						   "a name of 1 to 64 bytes without quotes, "
						   "backslashes and control characters",
						   value);
		default:
			return siptrunk_uri_is_e164(value)
				   || siptrunk_error_found(error, "an E.164 number", value);
	}
}

/** +13125550100, 2001, +1312*. */
static bool is_numbers_item(siptrunk_text_t item)
{
	size_t i = 0, digits = 0;

	if(item.len > 0 && item.s[0] == '+')
		i++;
	for(; i < item.len && siptrunk_ascii_digit(item.s[i]); i++)
		digits++;
	if(i < item.len && item.s[i] == '*')
		i++;
	return i == item.len && digits > 0 && digits <= 15;
}

bool siptrunk_policy_numbers_check(
		siptrunk_text_t numbers, siptrunk_error_t *error)
{
	siptrunk_text_t rest = numbers, item;

	while(numbers.len > 0 && rest.s != NULL) {
		item = siptrunk_text_trim(siptrunk_text_split(rest, ',', &rest));
		if(!is_numbers_item(item))
			return siptrunk_error_found(error,
					"numbers, or how they begin and a '*' (+1312*), with "
					"commas between them",
					item);
	}
	return true;
}

/* --- a call --- */

static bool fits(siptrunk_text_t item, siptrunk_text_t caller)
{
	if(item.len == 0 || item.s[item.len - 1] != '*')
		return siptrunk_text_equal(item, caller);
	item.len--;
	return caller.len >= item.len && memcmp(caller.s, item.s, item.len) == 0;
}

bool siptrunk_policy_numbers_have(
		siptrunk_text_t numbers, siptrunk_text_t caller)
{
	siptrunk_text_t rest = numbers;

	while(rest.s != NULL && numbers.len > 0) {
		if(fits(siptrunk_text_trim(siptrunk_text_split(rest, ',', &rest)),
				   caller))
			return true;
	}
	return false;
}

static bool is_for(
		const siptrunk_policy_t *rule, const siptrunk_policy_call_t *call)
{
	return (rule->numbers.len == 0
				   || siptrunk_policy_numbers_have(rule->numbers, call->caller))
		   && (rule->classification.len == 0
				   || siptrunk_text_equal(
						   rule->classification, call->classification));
}

/** What earlier rules made of the same field, or a new one. */
static siptrunk_edit_t *edit_of(
		siptrunk_edits_t *edits, const siptrunk_policy_t *rule)
{
	siptrunk_edit_t *edit;

	for(edit = edits->items; edit < edits->items + edits->count; edit++) {
		if(edit->field == rule->field
				&& siptrunk_text_equal_nocase(edit->header, rule->header))
			return edit;
	}
	edits->count++;
	*edit = (siptrunk_edit_t){
			rule->field, rule->header, false, SIPTRUNK_TEXT("")};
	return edit;
}

static void run(const siptrunk_policy_t *rule,
		const siptrunk_policy_call_t *call, siptrunk_edit_t *edit)
{
	bool there = edit->value.len > 0
				 || (!edit->removes
						 && call->has(rule->field, rule->header,
								 call->context));

	if(rule->action == SIPTRUNK_POLICY_ADD && there)
		return;
	if(rule->action != SIPTRUNK_POLICY_ADD)
		edit->removes = true;
	edit->value = rule->value;
}

void siptrunk_policies_run(const siptrunk_policies_t *policies,
		const siptrunk_policy_call_t *call, siptrunk_edits_t *edits)
{
	const siptrunk_policy_t *rule = policies->items;
	size_t i;

	edits->count = 0;
	for(i = 0; i < policies->count && i < SIPTRUNK_POLICIES_MAX; i++, rule++) {
		if(is_for(rule, call))
			run(rule, call, edit_of(edits, rule));
	}
}

const siptrunk_edit_t *siptrunk_edits_find(
		const siptrunk_edits_t *edits, siptrunk_policy_field_t field)
{
	const siptrunk_edit_t *edit;

	for(edit = edits->items; edit < edits->items + edits->count; edit++) {
		if(edit->field == field && (edit->removes || edit->value.len > 0))
			return edit;
	}
	return NULL;
}
