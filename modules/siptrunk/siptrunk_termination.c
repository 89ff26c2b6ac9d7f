/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Inbound SIP termination identifiers.
 *
 * Pure; any process; no memory.
 */
#include "siptrunk_termination.h"

#include "siptrunk_ascii.h"
#include "siptrunk_number.h"
#include "siptrunk_uri.h"

static const char *const kinds[SIPTRUNK_TERMINATION_COUNT] = {
		[SIPTRUNK_TERMINATION_TGRP] = "tgrp",
		[SIPTRUNK_TERMINATION_FQDN] = "fqdn",
		[SIPTRUNK_TERMINATION_DNIS] = "dnis"};

siptrunk_text_t siptrunk_termination_kind_name(siptrunk_termination_kind_t kind)
{
	return siptrunk_text(kinds[kind]);
}

bool siptrunk_termination_kind_parse(
		siptrunk_text_t text, siptrunk_termination_kind_t *kind)
{
	*kind = siptrunk_text_index(kinds, SIPTRUNK_TERMINATION_COUNT, text);
	return *kind < SIPTRUNK_TERMINATION_COUNT;
}

/** What a Request-URI says. */
typedef struct request
{
	siptrunk_text_t host;
	siptrunk_text_t tgrp, context; /**< escaped; empty: it names none */
	char number[SIPTRUNK_NUMBER_MAX + 1];
} request_t;

/** The value of the first such parameter of a user part or a tel URI. */
static siptrunk_text_t parameter(siptrunk_text_t list, const char *name)
{
	while(list.s != NULL) {
		siptrunk_text_t value;
		siptrunk_text_t key = siptrunk_text_split(
				siptrunk_text_split(list, ';', &list), '=', &value);

		if(value.s != NULL
				&& siptrunk_text_equal_nocase(key, siptrunk_text(name)))
			return value;
	}
	return SIPTRUNK_TEXT("");
}

static bool request_parse(siptrunk_text_t text, request_t *request)
{
	siptrunk_text_t parameters, behind_at;
	siptrunk_uri_t uri;
	size_t len;

	if(!siptrunk_uri_parse(text, &uri))
		return false;
	request->host = uri.host;
	siptrunk_text_split(siptrunk_text_split(text, '@', &behind_at), ';',
			&parameters);
	/* of sip:HOST;PARAMETER they are the URI's, which name no trunk group */
	if(uri.user.len == 0)
		parameters = SIPTRUNK_TEXT("");
	request->tgrp = parameter(parameters, "tgrp");
	request->context = parameter(parameters, "trunk-context");
	len = siptrunk_number_normalise(uri.user, request->number);
	request->number[len] = '\0';
	return true;
}

/** Without regard to case; known is in lower case. */
static bool same_unescaped(siptrunk_text_t escaped, siptrunk_text_t known)
{
	size_t i;

	for(i = 0; i < known.len && escaped.len > 0; i++) {
		char c = siptrunk_uri_unescape_next(&escaped);

		if(siptrunk_ascii_lower(c) != known.s[i])
			return false;
	}
	return i == known.len && escaped.len == 0;
}

static bool is_number(
		const siptrunk_termination_t *item, siptrunk_text_t number)
{
	return number.len > 0
		   && siptrunk_text_equal(siptrunk_uri_without_plus(number),
				   siptrunk_uri_without_plus(item->identifier));
}

static bool matches(
		const siptrunk_termination_t *item, const request_t *request)
{
	switch(item->kind) {
		case SIPTRUNK_TERMINATION_TGRP:
			return same_unescaped(request->tgrp, item->identifier)
				   && (item->context.len == 0
						   || same_unescaped(request->context, item->context));
		case SIPTRUNK_TERMINATION_FQDN:
			return siptrunk_text_equal_nocase(item->host, request->host);
		default:
			return is_number(item, siptrunk_text(request->number));
	}
}

static bool is_of(const siptrunk_termination_t *item,
		const struct siptrunk_trunk *sender)
{
	return item->trunk == sender || item->behind == sender;
}

/** What the identifiers of one kind say. */
static siptrunk_terminated_t find_kind(const siptrunk_termination_t *items,
		size_t count, siptrunk_termination_kind_t kind,
		const request_t *request, const struct siptrunk_trunk *sender,
		const siptrunk_termination_t **found)
{
	siptrunk_terminated_t result = SIPTRUNK_TERMINATED_NONE;
	size_t i;

	for(i = 0; i < count; i++) {
		if(items[i].kind != kind || !matches(&items[i], request))
			continue;
		*found = &items[i];
		if(is_of(&items[i], sender))
			return SIPTRUNK_TERMINATED_HERE;
		if(kind != SIPTRUNK_TERMINATION_DNIS)
			result = SIPTRUNK_TERMINATED_FOREIGN;
	}
	return result;
}

siptrunk_terminated_t siptrunk_termination_find(
		const siptrunk_termination_t *items, size_t count, siptrunk_text_t uri,
		const struct siptrunk_trunk *sender,
		const siptrunk_termination_t **found)
{
	siptrunk_terminated_t result = SIPTRUNK_TERMINATED_NONE;
	request_t request;
	unsigned kind;

	if(count == 0 || !request_parse(uri, &request))
		return result;
	for(kind = 0; kind < SIPTRUNK_TERMINATION_COUNT
				  && result == SIPTRUNK_TERMINATED_NONE;
			kind++)
		result = find_kind(items, count, (siptrunk_termination_kind_t)kind,
				&request, sender, found);
	return result;
}

bool siptrunk_termination_shares(const siptrunk_termination_t *items,
		size_t count, const struct siptrunk_trunk *trunk,
		const struct siptrunk_trunk *behind)
{
	size_t i;

	for(i = 0; i < count; i++) {
		if(items[i].trunk == trunk && items[i].behind == behind)
			return behind != NULL;
	}
	return false;
}

bool siptrunk_termination_is_host(const siptrunk_termination_t *items,
		size_t count, siptrunk_text_t host)
{
	size_t i;

	for(i = 0; i < count; i++) {
		if(items[i].kind == SIPTRUNK_TERMINATION_FQDN
				&& siptrunk_text_equal_nocase(items[i].host, host))
			return true;
	}
	return false;
}

bool siptrunk_termination_same(
		const siptrunk_termination_t *a, const siptrunk_termination_t *b)
{
	if(a->kind != b->kind)
		return false;
	if(a->kind == SIPTRUNK_TERMINATION_FQDN)
		return siptrunk_text_equal(a->host, b->host);
	if(a->kind == SIPTRUNK_TERMINATION_DNIS)
		return is_number(a, b->identifier);
	return siptrunk_text_equal(a->identifier, b->identifier)
		   && (a->context.len == 0 || b->context.len == 0
				   || siptrunk_text_equal(a->context, b->context));
}
