/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What an ordinary call does about the final response of a gateway.
 *
 * Pure; nothing here allocates.
 */
#include "siptrunk_response.h"

#include <stdio.h>
#include <string.h>

/* --- names --- */

static const char *const classes[SIPTRUNK_RESPONSE_CLASS_COUNT] = {
		"technical", "busy", "declined", "auth", "policy"};
static const char *const actions[SIPTRUNK_RESPONSE_ACTION_COUNT] = {
		"next_gateway", "next_trunk", "end"};

siptrunk_text_t siptrunk_response_class_name(int class)
{
	return siptrunk_text(classes[class]);
}

siptrunk_text_t siptrunk_response_action_name(int action)
{
	return siptrunk_text(actions[action]);
}

bool siptrunk_response_class_parse(siptrunk_text_t text, uint8_t *class)
{
	*class = siptrunk_text_index(classes, SIPTRUNK_RESPONSE_CLASS_COUNT, text);
	return *class < SIPTRUNK_RESPONSE_CLASS_COUNT;
}

bool siptrunk_response_action_parse(siptrunk_text_t text, uint8_t *action)
{
	*action =
			siptrunk_text_index(actions, SIPTRUNK_RESPONSE_ACTION_COUNT, text);
	return *action < SIPTRUNK_RESPONSE_ACTION_COUNT;
}

/* --- codes --- */

/** Three digits; -1: none of ours. */
static int code_index(siptrunk_text_t text)
{
	int code = 0;
	size_t i;

	for(i = 0; i < text.len && text.s[i] >= '0' && text.s[i] <= '9' && i < 3;
			i++)
		code = 10 * code + text.s[i] - '0';
	return i == 3 && i == text.len && code >= SIPTRUNK_RESPONSE_FIRST
						   && code <= SIPTRUNK_RESPONSE_LAST
				   ? code - SIPTRUNK_RESPONSE_FIRST
				   : -1;
}

/** One code, or FIRST-LAST. */
static bool range_add(siptrunk_text_t text, siptrunk_response_codes_t *codes)
{
	siptrunk_text_t end;
	int first = code_index(siptrunk_text_split(text, '-', &end));
	int last = end.s != NULL ? code_index(end) : first;

	if(first < 0 || last < first)
		return false;
	for(; first <= last; first++)
		codes->has[first] = true;
	return true;
}

bool siptrunk_response_codes_parse(siptrunk_text_t text,
		siptrunk_response_codes_t *codes, siptrunk_error_t *error)
{
	siptrunk_text_t rest = text;

	memset(codes, 0, sizeof(*codes));
	do {
		if(!range_add(siptrunk_text_trim(siptrunk_text_split(rest, ',', &rest)),
				   codes))
			return siptrunk_error_found(error,
					"codes and ranges of 400 to 699 with commas between them, "
					"such as 408,500-504",
					text);
	} while(rest.s != NULL);
	return true;
}

int siptrunk_response_codes_shared(const siptrunk_response_codes_t *a,
		const siptrunk_response_codes_t *b)
{
	int i;

	for(i = 0; i < SIPTRUNK_RESPONSE_COUNT; i++) {
		if(a->has[i] && b->has[i])
			return i + SIPTRUNK_RESPONSE_FIRST;
	}
	return 0;
}

/* --- tables --- */

void siptrunk_responses_set(siptrunk_responses_t *responses,
		const siptrunk_response_codes_t *codes, siptrunk_response_t response,
		int row)
{
	size_t i;

	for(i = 0; i < SIPTRUNK_RESPONSE_COUNT; i++) {
		if(!codes->has[i])
			continue;
		responses->of[i] = response;
		responses->row[i] = row;
	}
}

/**
 * 408, 480, 503, 504 and what never got an answer go on, and 404, 486, 603 do
 * not, as Telnyx publishes it. The rest is ours: other 5xx are the server's own
 * trouble; what all of a trunk's gateways would say alike, another trunk may
 * see otherwise (seed 003, 5.3.4.1: "or the call is rejected"); and what no row
 * names ends the call, since somebody has decided on it.
 */
static const struct
{
	const char *codes;
	siptrunk_response_t response;
} defaults[] = {
		{"400-699",
				{SIPTRUNK_RESPONSE_POLICY, SIPTRUNK_RESPONSE_END, false}},
		{"408,500,502-504",
				{SIPTRUNK_RESPONSE_TECHNICAL, SIPTRUNK_RESPONSE_NEXT_GATEWAY,
						true}},
		{"480,501,505-599",
				{SIPTRUNK_RESPONSE_TECHNICAL, SIPTRUNK_RESPONSE_NEXT_GATEWAY,
						false}},
		{"486,600", {SIPTRUNK_RESPONSE_BUSY, SIPTRUNK_RESPONSE_END, false}},
		{"404,410,484,485,487,603,604,607,608",
				{SIPTRUNK_RESPONSE_DECLINED, SIPTRUNK_RESPONSE_END, false}},
		{"402,403,488,606",
				{SIPTRUNK_RESPONSE_POLICY, SIPTRUNK_RESPONSE_NEXT_TRUNK,
						false}},
		{"401,407",
				{SIPTRUNK_RESPONSE_AUTH, SIPTRUNK_RESPONSE_NEXT_TRUNK, false}},
};

void siptrunk_responses_default(siptrunk_responses_t *responses)
{
	siptrunk_response_codes_t codes;
	size_t i;

	for(i = 0; i < sizeof(defaults) / sizeof(defaults[0]); i++) {
		siptrunk_response_codes_parse(
				siptrunk_text(defaults[i].codes), &codes, NULL);
		siptrunk_responses_set(responses, &codes, defaults[i].response,
				SIPTRUNK_RESPONSE_DEFAULT);
	}
}

siptrunk_response_t siptrunk_responses_find(
		const siptrunk_responses_t *responses, int code)
{
	const siptrunk_response_t end = {
			SIPTRUNK_RESPONSE_POLICY, SIPTRUNK_RESPONSE_END, false};

	return code >= SIPTRUNK_RESPONSE_FIRST && code <= SIPTRUNK_RESPONSE_LAST
				   ? responses->of[code - SIPTRUNK_RESPONSE_FIRST]
				   : end;
}

/* --- reports --- */

static bool alike(const siptrunk_responses_t *responses, size_t a, size_t b)
{
	return responses->row[a] == responses->row[b]
		   && responses->of[a].class == responses->of[b].class
		   && responses->of[a].action == responses->of[b].action
		   && responses->of[a].counts == responses->of[b].counts;
}

/** A lower code is like this one. */
static bool is_told(const siptrunk_responses_t *responses, size_t index)
{
	size_t i;

	for(i = 0; i < index; i++) {
		if(alike(responses, i, index))
			return true;
	}
	return false;
}

static void group_write(const siptrunk_responses_t *responses, size_t index,
		siptrunk_response_group_t *group)
{
	const char *comma = "";
	size_t first, last, len = 0;

	for(first = index; first < SIPTRUNK_RESPONSE_COUNT; first = last + 1) {
		last = first;
		if(!alike(responses, index, first))
			continue;
		while(last + 1 < SIPTRUNK_RESPONSE_COUNT
				&& alike(responses, index, last + 1))
			last++;
		len += (size_t)snprintf(group->codes + len,
				sizeof(group->codes) - len,
				first == last ? "%s%zu" : "%s%zu-%zu", comma,
				first + SIPTRUNK_RESPONSE_FIRST,
				last + SIPTRUNK_RESPONSE_FIRST);
		comma = ",";
	}
}

bool siptrunk_responses_next(const siptrunk_responses_t *responses,
		size_t *from, siptrunk_response_group_t *group)
{
	while(*from < SIPTRUNK_RESPONSE_COUNT && is_told(responses, *from))
		++*from;
	if(*from == SIPTRUNK_RESPONSE_COUNT)
		return false;
	group->response = responses->of[*from];
	group->row = responses->row[*from];
	group_write(responses, *from, group);
	++*from;
	return true;
}
