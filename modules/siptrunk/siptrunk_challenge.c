/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Answers to challenges of gateways.
 *
 * SIP workers, timers; no memory beyond the call record.
 */
#include "siptrunk_challenge.h"

#include "siptrunk_ascii.h"
#include "siptrunk_compat.h"
#include "siptrunk_log.h"
#include "siptrunk_message.h"
#include "siptrunk_message_edit.h"
#include "siptrunk_tm.h"

#include "core/crypto/md5utils.h"
#include "core/dprint.h"
#include "core/parser/digest/digest_parser.h"
#include "core/rand/kam_rand.h"

#include <stdio.h>
#include <string.h>

#define HASH_LEN 32
/** The first and only use of the nonce (RFC 2617 section 3.2.2). */
#define COUNT "00000001"

/** The branch that was tried last. Not the one that tm picks among all that
 *  failed: that is the best of their codes. */
static struct ua_client *last_branch(struct cell *transaction)
{
	return &transaction->uac[transaction->nr_of_outgoings - 1];
}

static bool is_answerable(const dig_cred_t *challenge)
{
	return (challenge->alg.alg_str.len == 0
				   || challenge->alg.alg_parsed == ALG_MD5)
		   && (challenge->qop.qop_str.len == 0
				   || challenge->qop.qop_parsed == QOP_AUTH
				   || strncmp(challenge->qop.qop_str.s, "auth,", 5) == 0);
}

static const siptrunk_credential_t *credential_of(
		const siptrunk_trunk_t *trunk, const str *realm)
{
	size_t i;

	for(i = 0; i < trunk->credential_count; i++) {
		if(realm->len > 0
				&& siptrunk_text_equal(trunk->credentials[i].realm,
						siptrunk_text_of(realm)))
			return &trunk->credentials[i];
	}
	return NULL;
}

/** The first challenge that there are credentials for. */
static const siptrunk_credential_t *find(sip_msg_t *reply,
		const siptrunk_trunk_t *trunk, hdr_types_t type, dig_cred_t *challenge)
{
	const siptrunk_credential_t *credential;
	hdr_field_t *header;

	if(parse_headers(reply, HDR_EOH_F, 0) < 0)
		return NULL;
	for(header = reply->headers; header != NULL; header = header->next) {
		memset(challenge, 0, sizeof(*challenge));
		if(header->type != type
				|| parse_digest_cred(&header->body, challenge) != 0
				|| !is_answerable(challenge))
			continue;
		credential = credential_of(trunk, &challenge->realm);
		if(credential != NULL)
			return credential;
	}
	return NULL;
}

/** RFC 2617 section 3.2.2.1. */
static void calculate(const siptrunk_credential_t *credential,
		const dig_cred_t *challenge, str uri, str cnonce, char *response)
{
	static const str colon = str_init(":"), count = str_init(COUNT),
					 auth = str_init("auth"), invite = str_init("INVITE");
	char hash[HASH_LEN];
	str ha1 = siptrunk_str_of(credential->ha1), ha2 = {hash, HASH_LEN};
	str request[] = {invite, colon, uri};
	str plain[] = {ha1, colon, challenge->nonce, colon, ha2};
	str counted[] = {ha1, colon, challenge->nonce, colon, count, colon, cnonce,
			colon, auth, colon, ha2};

	MD5StringArray(hash, request, 3);
	if(challenge->qop.qop_str.len > 0)
		MD5StringArray(response, counted, 11);
	else
		MD5StringArray(response, plain, 5);
}

/** What is repeated comes from the peer. */
static bool is_free_of_controls(str text)
{
	int i;

	for(i = 0; i < text.len; i++) {
		if(siptrunk_ascii_control(text.s[i]))
			return false;
	}
	return true;
}

/** false: there is no room. */
static bool write_answer(siptrunk_call_t *call,
		const siptrunk_credential_t *credential, const dig_cred_t *challenge,
		str uri)
{
	char response[HASH_LEN], cnonce[17];
	int len, size = sizeof(call->authorization);

	snprintf(cnonce, sizeof(cnonce), "%08x%08x", kam_rand(), kam_rand());
	calculate(credential, challenge, uri, (str){cnonce, 16}, response);
	len = snprintf(call->authorization, size,
			"Digest username=\"%.*s\", realm=\"%.*s\", nonce=\"%.*s\", "
			"uri=\"%.*s\", response=\"%.*s\", algorithm=MD5",
			SIPTRUNK_TEXT_FMT(credential->username),
			SIPTRUNK_TEXT_FMT(credential->realm), challenge->nonce.len,
			challenge->nonce.s, uri.len, uri.s, HASH_LEN, response);
	if(len < size && challenge->qop.qop_str.len > 0)
		len += snprintf(call->authorization + len, size - len,
				", qop=auth, nc=" COUNT ", cnonce=\"%s\"", cnonce);
	if(len < size && challenge->opaque.len > 0)
		len += snprintf(call->authorization + len, size - len,
				", opaque=\"%.*s\"", challenge->opaque.len,
				challenge->opaque.s);
	return len < size;
}

static bool answer(siptrunk_call_t *call, struct cell *transaction,
		sip_msg_t *reply, bool proxy)
{
	dig_cred_t challenge;
	const siptrunk_credential_t *credential = find(reply, call->target,
			proxy ? HDR_PROXY_AUTHENTICATE_T : HDR_WWW_AUTHENTICATE_T,
			&challenge);

	if(credential == NULL || !is_free_of_controls(challenge.nonce)
			|| !is_free_of_controls(challenge.opaque)
			|| !write_answer(call, credential, &challenge,
					last_branch(transaction)->uri)) {
		if(siptrunk_log_may())
			LM_ERR("trunk %.*s challenges call %.*s: siptrunk_credential has "
				   "no outbound credentials for that realm\n",
					SIPTRUNK_TEXT_FMT(call->target->name),
					SIPTRUNK_TEXT_FMT(siptrunk_message_call_id(reply)));
		return false;
	}
	call->authorization_name = proxy ? SIPTRUNK_TEXT("Proxy-Authorization")
									 : SIPTRUNK_TEXT("Authorization");
	call->authorized = transaction->nr_of_outgoings;
	return true;
}

bool siptrunk_challenge_answer(siptrunk_call_t *call)
{
	struct cell *transaction = siptrunk_tm_transaction();
	struct ua_client *branch;
	bool again;

	if(transaction == NULL || transaction->nr_of_outgoings == 0
			|| call->target == NULL)
		return false;
	branch = last_branch(transaction);
	again = call->authorization_name.len > 0
			&& call->authorized == transaction->nr_of_outgoings - 1;
	if((branch->last_received != 401 && branch->last_received != 407)
			|| branch->reply == NULL || branch->reply == FAKED_REPLY)
		return false;
	if(!again)
		return answer(call, transaction, branch->reply,
				branch->last_received == 407);
	if(siptrunk_log_may())
		LM_ERR("trunk %.*s does not take its credentials of "
			   "siptrunk_credential\n",
				SIPTRUNK_TEXT_FMT(call->target->name));
	return false;
}

int siptrunk_challenge_apply(sip_msg_t *message, const siptrunk_call_t *call)
{
	const struct cell *transaction = siptrunk_tm_transaction();
	const siptrunk_header_t header = {
			call->authorization_name, siptrunk_text(call->authorization)};

	if(transaction == NULL || call->authorization_name.len == 0
			|| call->authorized != transaction->nr_of_outgoings)
		return 0;
	return siptrunk_message_add_headers(message, &header, 1);
}
