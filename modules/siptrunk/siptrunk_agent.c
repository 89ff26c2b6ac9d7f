/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Which calls are registered with an agent's HTTP API, and how.
 *
 * Pure; any process; no memory.
 */
#include "siptrunk_agent.h"

#include "siptrunk_check.h"
#include "siptrunk_header.h"
#include "siptrunk_uri.h"

#define ID_MAX_LENGTH 64
#define VERSION_MAX_LENGTH 20
#define REASON_MAX_LENGTH 64
#define DEADLINE_LEAST 100
#define DEADLINE_MOST 10000

/* --- the key --- */

bool siptrunk_key_source_parse(
		siptrunk_text_t text, siptrunk_key_source_t *source)
{
	siptrunk_text_t scheme = siptrunk_text_split(text, ':', &source->name);

	if(siptrunk_text_equal(scheme, SIPTRUNK_TEXT("file"))) {
		source->kind = SIPTRUNK_KEY_OF_FILE;
		return source->name.len > 0 && siptrunk_check_file(source->name, NULL);
	}
	source->kind = SIPTRUNK_KEY_OF_ENVIRONMENT;
	return siptrunk_text_equal(scheme, SIPTRUNK_TEXT("env"))
		   && siptrunk_text_is_word(source->name, ID_MAX_LENGTH, "_");
}

bool siptrunk_agent_check_key(siptrunk_text_t text, siptrunk_error_t *error)
{
	siptrunk_key_source_t source;

	if(siptrunk_key_source_parse(text, &source))
		return true;
	/* not shown: it may be the key itself */
	siptrunk_error_set(error,
			"expected file:/PATH or env:NAME; found something else, %zu "
			"characters long",
			text.len);
	return false;
}

bool siptrunk_agent_check_deadline(
		siptrunk_text_t text, siptrunk_error_t *error)
{
	int ms;

	return (siptrunk_parse_int(text, &ms) && ms >= DEADLINE_LEAST
				   && ms <= DEADLINE_MOST)
		   || siptrunk_error_found(
				   error, "milliseconds, 100 to 10000", text);
}

/* --- the fallback --- */

static bool answer_parse(
		siptrunk_text_t text, siptrunk_fallback_t *fallback)
{
	siptrunk_text_t code =
			siptrunk_text_split(text, ' ', &fallback->reason);

	fallback->kind = SIPTRUNK_FALLBACK_ANSWER;
	return siptrunk_parse_int(code, &fallback->code) && fallback->code >= 400
		   && fallback->code <= 699
		   && siptrunk_text_is_word(fallback->reason, REASON_MAX_LENGTH, " -");
}

bool siptrunk_fallback_parse(
		siptrunk_text_t text, siptrunk_fallback_t *fallback)
{
	*fallback = (siptrunk_fallback_t){.kind = SIPTRUNK_FALLBACK_TRUNK};
	if(siptrunk_text_equal(text, siptrunk_fallback_name(fallback->kind)))
		return true;
	if(!siptrunk_text_take(&text, SIPTRUNK_TEXT("queue:")))
		return answer_parse(text, fallback);
	fallback->kind = SIPTRUNK_FALLBACK_QUEUE;
	fallback->number = text;
	return siptrunk_uri_is_e164(text) || siptrunk_uri_is_extension(text);
}

siptrunk_text_t siptrunk_fallback_name(siptrunk_fallback_kind_t kind)
{
	switch(kind) {
		case SIPTRUNK_FALLBACK_TRUNK:
			return SIPTRUNK_TEXT("trunk");
		case SIPTRUNK_FALLBACK_QUEUE:
			return SIPTRUNK_TEXT("queue");
		default:
			return SIPTRUNK_TEXT("answer");
	}
}

bool siptrunk_agent_check_fallback(
		siptrunk_text_t text, siptrunk_error_t *error)
{
	siptrunk_fallback_t fallback;

	return siptrunk_fallback_parse(text, &fallback)
		   || siptrunk_error_found(error,
				   "trunk, queue:NUMBER, or a SIP answer such as 503 No Agent",
				   text);
}

/* --- agents --- */

const siptrunk_agent_t *siptrunk_agent_find(
		const siptrunk_agent_t *agents, size_t count, siptrunk_text_t number)
{
	size_t low = 0, high = count;

	while(low < high) {
		size_t middle = low + (high - low) / 2;
		int order = siptrunk_text_compare(number, agents[middle].number);

		if(order == 0)
			return &agents[middle];
		if(order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	/* the empty number comes first */
	return count > 0 && agents[0].number.len == 0 ? agents : NULL;
}

bool siptrunk_agent_check_id(siptrunk_text_t text, siptrunk_error_t *error)
{
	return siptrunk_text_is_word(text, ID_MAX_LENGTH, "-_")
		   || siptrunk_error_found(
				   error, "an agent's id of letters, digits, - and _", text);
}

bool siptrunk_agent_check_version(siptrunk_text_t text, siptrunk_error_t *error)
{
	return text.len == 0
		   || siptrunk_text_is_word(text, VERSION_MAX_LENGTH, "-_")
		   || siptrunk_error_found(
				   error, "a version's number or tag, or nothing", text);
}

/* --- variables --- */

bool siptrunk_variable_kind_parse(
		siptrunk_text_t text, siptrunk_variable_kind_t *kind)
{
	bool variable = siptrunk_text_equal(text, SIPTRUNK_TEXT("variable"));

	*kind = variable ? SIPTRUNK_VARIABLE : SIPTRUNK_METADATA;
	return variable || siptrunk_text_equal(text, SIPTRUNK_TEXT("metadata"));
}

bool siptrunk_agent_check_kind(siptrunk_text_t text, siptrunk_error_t *error)
{
	siptrunk_variable_kind_t kind;

	return siptrunk_variable_kind_parse(text, &kind)
		   || siptrunk_error_found(error, "variable or metadata", text);
}

bool siptrunk_agent_check_header(siptrunk_text_t text, siptrunk_error_t *error)
{
	if(!siptrunk_header_name_check(text, error))
		return false;
	return !siptrunk_text_equal_nocase(
				   text, SIPTRUNK_TEXT("E911-Organization-ID"))
		   || siptrunk_error_found(
				   error, "a header that is not for emergency calls", text);
}

bool siptrunk_agent_check_variable(
		siptrunk_text_t text, siptrunk_error_t *error)
{
	return siptrunk_text_is_word(text, SIPTRUNK_VARIABLE_NAME_MAX, "_")
		   || siptrunk_error_found(error,
				   "a name of 1 to 64 letters, digits and _", text);
}
