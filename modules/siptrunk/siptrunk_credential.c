/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Digest credentials, and the answer that they make to a gateway's challenge.
 *
 * Pure; SIP workers. Nothing is allocated.
 */
#include "siptrunk_credential.h"

#include "siptrunk_ascii.h"

#include <stdio.h>

/** The first and only use of the nonce (RFC 7616 section 3.4). */
#define COUNT "00000001"

/* --- a challenge --- */

static void skip(siptrunk_text_t *text, size_t len)
{
	text->s += len;
	text->len -= len;
}

static bool is_free_of_controls(siptrunk_text_t text)
{
	size_t i;

	for(i = 0; i < text.len; i++) {
		if(siptrunk_ascii_control(text.s[i]) && text.s[i] != '\t')
			return false;
	}
	return true;
}

/** As it stands between the quotes: who repeats it quotes it again. */
static bool take_quoted(siptrunk_text_t *rest, siptrunk_text_t *value)
{
	size_t len = 1;

	while(len < rest->len && rest->s[len] != '"')
		len += rest->s[len] == '\\' ? 2 : 1;
	if(len >= rest->len)
		return false;
	*value = (siptrunk_text_t){rest->s + 1, len - 1};
	skip(rest, len + 1);
	return true;
}

static bool take_token(siptrunk_text_t *rest, siptrunk_text_t *value)
{
	size_t len = 0;

	while(len < rest->len && !siptrunk_ascii_in(rest->s[len], ", \t\""))
		len++;
	*value = (siptrunk_text_t){rest->s, len};
	skip(rest, len);
	return len > 0;
}

/** name=value, and the comma behind it. */
static bool take_parameter(siptrunk_text_t *rest, siptrunk_text_t *name,
		siptrunk_text_t *value)
{
	*name = siptrunk_text_trim(siptrunk_text_split(*rest, '=', rest));
	if(rest->s == NULL || name->len == 0)
		return false;
	*rest = siptrunk_text_trim(*rest);
	if(rest->len == 0 || !(rest->s[0] == '"' ? take_quoted(rest, value)
											 : take_token(rest, value)))
		return false;
	*rest = siptrunk_text_trim(*rest);
	if(rest->len == 0)
		return true;
	if(rest->s[0] != ',')
		return false;
	skip(rest, 1);
	*rest = siptrunk_text_trim(*rest);
	return true;
}

static siptrunk_hash_t hash_of(siptrunk_text_t name)
{
	if(siptrunk_text_equal_nocase(name, SIPTRUNK_TEXT("MD5")))
		return SIPTRUNK_HASH_MD5;
	if(siptrunk_text_equal_nocase(name, SIPTRUNK_TEXT("SHA-256")))
		return SIPTRUNK_HASH_SHA256;
	return SIPTRUNK_HASH_NONE;
}

/** false: its qop is none of ours. */
static bool keep_parameter(siptrunk_demand_t *demand, siptrunk_text_t name,
		siptrunk_text_t value)
{
	if(siptrunk_text_equal_nocase(name, SIPTRUNK_TEXT("realm")))
		demand->realm = value;
	else if(siptrunk_text_equal_nocase(name, SIPTRUNK_TEXT("nonce")))
		demand->nonce = value;
	else if(siptrunk_text_equal_nocase(name, SIPTRUNK_TEXT("opaque")))
		demand->opaque = value;
	else if(siptrunk_text_equal_nocase(name, SIPTRUNK_TEXT("algorithm")))
		demand->hash = hash_of(value);
	else if(siptrunk_text_equal_nocase(name, SIPTRUNK_TEXT("stale")))
		demand->stale =
				siptrunk_text_equal_nocase(value, SIPTRUNK_TEXT("true"));
	else if(siptrunk_text_equal_nocase(name, SIPTRUNK_TEXT("qop")))
		return demand->counted =
					   siptrunk_text_list_has(value, SIPTRUNK_TEXT("auth"));
	return true;
}

bool siptrunk_demand_parse(siptrunk_text_t header, siptrunk_demand_t *demand)
{
	siptrunk_text_t rest = siptrunk_text_trim(header), name, value;

	*demand = (siptrunk_demand_t){.realm = SIPTRUNK_TEXT(""),
			.nonce = SIPTRUNK_TEXT(""),
			.opaque = SIPTRUNK_TEXT(""),
			.hash = SIPTRUNK_HASH_MD5};
	if(!is_free_of_controls(rest)
			|| !siptrunk_text_take(&rest, SIPTRUNK_TEXT("Digest"))
			|| rest.len == 0 || !siptrunk_ascii_in(rest.s[0], " \t"))
		return false;
	for(rest = siptrunk_text_trim(rest); rest.len > 0;) {
		if(!take_parameter(&rest, &name, &value)
				|| !keep_parameter(demand, name, value))
			return false;
	}
	return demand->realm.len > 0 && demand->nonce.len > 0
		   && demand->hash != SIPTRUNK_HASH_NONE;
}

/* --- an answer --- */

siptrunk_text_t siptrunk_hash_name(siptrunk_hash_t hash)
{
	return hash == SIPTRUNK_HASH_SHA256 ? SIPTRUNK_TEXT("SHA-256")
										: SIPTRUNK_TEXT("MD5");
}

siptrunk_text_t siptrunk_credential_ha1(
		const siptrunk_credential_t *credential, siptrunk_hash_t hash)
{
	return hash == SIPTRUNK_HASH_SHA256 ? credential->ha1_sha256
										: credential->ha1;
}

const siptrunk_credential_t *siptrunk_credential_of(
		const siptrunk_credential_t *credentials, size_t count,
		siptrunk_text_t realm)
{
	size_t i;

	for(i = 0; i < count; i++) {
		if(realm.len > 0 && siptrunk_text_equal(credentials[i].realm, realm))
			return &credentials[i];
	}
	return NULL;
}

/** RFC 7616 section 3.4.1. */
static void calculate(const siptrunk_credential_t *credential,
		const siptrunk_demand_t *demand, siptrunk_text_t method,
		siptrunk_text_t uri, siptrunk_text_t cnonce, siptrunk_hash_f hash,
		char response[SIPTRUNK_HASH_TEXT_MAX])
{
	const siptrunk_text_t colon = SIPTRUNK_TEXT(":");
	const siptrunk_text_t request[] = {method, colon, uri};
	siptrunk_text_t ha1 = siptrunk_credential_ha1(credential, demand->hash);
	char ha2[SIPTRUNK_HASH_TEXT_MAX];

	hash(demand->hash, request, 3, ha2);
	if(demand->counted) {
		const siptrunk_text_t parts[] = {ha1, colon, demand->nonce,
				SIPTRUNK_TEXT(":" COUNT ":"), cnonce, SIPTRUNK_TEXT(":auth:"),
				siptrunk_text(ha2)};

		hash(demand->hash, parts, 7, response);
	} else {
		const siptrunk_text_t parts[] = {
				ha1, colon, demand->nonce, colon, siptrunk_text(ha2)};

		hash(demand->hash, parts, 5, response);
	}
}

bool siptrunk_credential_answer(const siptrunk_credential_t *credential,
		const siptrunk_demand_t *demand, siptrunk_text_t method,
		siptrunk_text_t uri, siptrunk_text_t cnonce, siptrunk_hash_f hash,
		char *answer, size_t size)
{
	char response[SIPTRUNK_HASH_TEXT_MAX];
	size_t len;

	calculate(credential, demand, method, uri, cnonce, hash, response);
	len = (size_t)snprintf(answer, size,
			"Digest username=\"%.*s\", realm=\"%.*s\", nonce=\"%.*s\", "
			"uri=\"%.*s\", response=\"%s\", algorithm=%.*s",
			SIPTRUNK_TEXT_FMT(credential->username),
			SIPTRUNK_TEXT_FMT(credential->realm),
			SIPTRUNK_TEXT_FMT(demand->nonce), SIPTRUNK_TEXT_FMT(uri), response,
			SIPTRUNK_TEXT_FMT(siptrunk_hash_name(demand->hash)));
	if(len < size && demand->counted)
		len += (size_t)snprintf(answer + len, size - len,
				", qop=auth, nc=" COUNT ", cnonce=\"%.*s\"",
				SIPTRUNK_TEXT_FMT(cnonce));
	if(len < size && demand->opaque.len > 0)
		len += (size_t)snprintf(answer + len, size - len,
				", opaque=\"%.*s\"", SIPTRUNK_TEXT_FMT(demand->opaque));
	return len < size;
}

/* --- what came of it --- */

bool siptrunk_credential_is_ready(
		const siptrunk_credential_t *credential, int64_t now)
{
	int64_t refused =
			__atomic_load_n(&credential->state->refused, __ATOMIC_RELAXED);

	return refused == 0 || now >= refused + SIPTRUNK_CREDENTIAL_PAUSE;
}

bool siptrunk_credential_refused(
		const siptrunk_credential_t *credential, int64_t now)
{
	return __atomic_exchange_n(
				   &credential->state->refused, now, __ATOMIC_RELAXED)
		   == 0;
}

bool siptrunk_credential_taken(const siptrunk_credential_t *credential)
{
	return __atomic_exchange_n(
				   &credential->state->refused, 0, __ATOMIC_RELAXED)
		   != 0;
}

bool siptrunk_credential_forbidden(const siptrunk_credential_t *credential)
{
	return __atomic_exchange_n(
				   &credential->state->hinted, 1, __ATOMIC_RELAXED)
		   == 0;
}

siptrunk_text_t siptrunk_credential_state_name(
		const siptrunk_credential_t *credential)
{
	const siptrunk_credential_state_t *state = credential->state;

	if(__atomic_load_n(&state->refused, __ATOMIC_RELAXED) != 0)
		return SIPTRUNK_TEXT("refused");
	return __atomic_load_n(&state->hinted, __ATOMIC_RELAXED) != 0
				   ? SIPTRUNK_TEXT("forbidden")
				   : SIPTRUNK_TEXT("");
}
