/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Prioritized caller selection: the order, and the choice with its reasons.
 *
 * Pure; any process; no memory.
 */
#include "siptrunk_caller.h"
#include "siptrunk_uri.h"

#include <stdio.h>
#include <string.h>

/** A source: its name, what its value must be, what it is when it is not. */
static const struct
{
	const char *name;
	bool (*valid)(siptrunk_text_t text);
	const char *otherwise;
} sources[SIPTRUNK_SOURCE_COUNT] = {
		[SIPTRUNK_SOURCE_CALL] = {"call_source", siptrunk_uri_is_e164,
				"not E.164"},
		[SIPTRUNK_SOURCE_EXTENSION] = {"user_extension",
				siptrunk_uri_is_extension, "not an extension"},
		[SIPTRUNK_SOURCE_SITE] = {"site", siptrunk_uri_is_e164, "not E.164"},
		[SIPTRUNK_SOURCE_TRUNK] = {"trunk", siptrunk_uri_is_e164, "not E.164"},
		[SIPTRUNK_SOURCE_EMAIL] = {"user_email", siptrunk_uri_is_email,
				"not an e-mail address"},
};

siptrunk_text_t siptrunk_source_name(siptrunk_source_t source)
{
	return source < SIPTRUNK_SOURCE_COUNT ? siptrunk_text(sources[source].name)
										  : SIPTRUNK_TEXT("none");
}

bool siptrunk_source_parse(siptrunk_text_t name, siptrunk_source_t *source)
{
	unsigned i;

	for(i = 0; i < SIPTRUNK_SOURCE_COUNT; i++) {
		*source = (siptrunk_source_t)i;
		if(siptrunk_text_equal(name, siptrunk_source_name(*source)))
			return true;
	}
	return false;
}

static bool order_has(
		const siptrunk_caller_order_t *order, siptrunk_source_t source)
{
	return memchr(order->sources, (int)source, order->count) != NULL;
}

bool siptrunk_caller_order_parse(siptrunk_text_t text,
		siptrunk_caller_order_t *order, siptrunk_error_t *error)
{
	siptrunk_text_t rest = siptrunk_text_trim(text);
	siptrunk_source_t source;

	order->count = 0;
	if(rest.len == 0)
		return true;
	while(rest.s != NULL) {
		siptrunk_text_t name = siptrunk_text_split(rest, ',', &rest);

		name = siptrunk_text_trim(name);
		if(!siptrunk_source_parse(name, &source))
			return siptrunk_error_found(error,
					"call_source, user_extension, site, trunk or user_email",
					name);
		if(order_has(order, source))
			return siptrunk_error_found(error, "each source once", text);
		if(order_has(order, SIPTRUNK_SOURCE_EMAIL))
			return siptrunk_error_found(error, "user_email last", text);
		order->sources[order->count++] = (uint8_t)source;
	}
	if(!order_has(order, SIPTRUNK_SOURCE_EMAIL))
		order->sources[order->count++] = SIPTRUNK_SOURCE_EMAIL;
	return true;
}

const siptrunk_site_t *siptrunk_site_find(
		const siptrunk_site_t *sites, size_t count, siptrunk_text_t name)
{
	size_t i;

	if(name.len == 0)
		return NULL; /* most callers of a large directory */
	for(i = 0; i < count; i++) {
		if(siptrunk_text_equal(sites[i].name, name))
			return &sites[i];
	}
	return NULL;
}

const siptrunk_site_t *siptrunk_caller_site(
		const siptrunk_caller_t *caller, const siptrunk_site_t *default_site)
{
	return caller != NULL && caller->site != NULL ? caller->site : default_site;
}

/** What a source offers, valid or not. */
static siptrunk_text_t source_value(
		siptrunk_source_t source, const siptrunk_caller_input_t *input)
{
	static const siptrunk_caller_t unknown;
	const siptrunk_caller_t *caller =
			input->caller != NULL ? input->caller : &unknown;
	const siptrunk_site_t *site =
			siptrunk_caller_site(caller, input->default_site);

	switch(source) {
		case SIPTRUNK_SOURCE_CALL:
			return caller->did.len > 0 ? caller->did : input->asserted;
		case SIPTRUNK_SOURCE_EXTENSION:
			return caller->extension;
		case SIPTRUNK_SOURCE_SITE:
			return site != NULL ? site->ani : unknown.did;
		case SIPTRUNK_SOURCE_TRUNK:
			return input->trunk_ani;
		default:
			return caller->email;
	}
}

void siptrunk_caller_select(const siptrunk_caller_order_t *order,
		const siptrunk_caller_input_t *input, siptrunk_caller_choice_t *choice)
{
	size_t i;

	*choice = (siptrunk_caller_choice_t){
			.source = SIPTRUNK_SOURCE_COUNT, .count = order->count};
	for(i = 0; i < order->count; i++) {
		siptrunk_candidate_t *candidate = &choice->candidates[i];
		siptrunk_source_t source = (siptrunk_source_t)order->sources[i];

		candidate->source = source;
		candidate->value = source_value(source, input);
		if(candidate->value.len == 0) {
			candidate->verdict = "empty";
		} else if(!sources[source].valid(candidate->value)) {
			candidate->verdict = sources[source].otherwise;
		} else if(choice->source != SIPTRUNK_SOURCE_COUNT) {
			candidate->verdict = "not needed";
		} else {
			candidate->verdict = "chosen";
			choice->value = candidate->value;
			choice->source = source;
		}
	}
}

void siptrunk_caller_why(
		const siptrunk_caller_choice_t *choice, char why[SIPTRUNK_WHY_MAX])
{
	const siptrunk_candidate_t *candidate = choice->candidates;
	siptrunk_text_t source;
	size_t len = 0;

	why[0] = '\0';
	for(; candidate < choice->candidates + choice->count; candidate++) {
		if(candidate->source == choice->source || len >= SIPTRUNK_WHY_MAX)
			return;
		source = siptrunk_source_name(candidate->source);
		len += (size_t)snprintf(why + len, SIPTRUNK_WHY_MAX - len,
				"%s%.*s: %s", len > 0 ? ", " : "", SIPTRUNK_TEXT_FMT(source),
				candidate->verdict);
	}
}
