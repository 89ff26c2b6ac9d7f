/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Answers to challenges of gateways.
 *
 * SIP workers, timers; no memory beyond the call record.
 */
#include "siptrunk_challenge.h"

#include "siptrunk_compat.h"
#include "siptrunk_log.h"
#include "siptrunk_message.h"
#include "siptrunk_message_edit.h"
#include "siptrunk_stats.h"
#include "siptrunk_tm.h"

#include "core/crypto/md5.h"
#include "core/crypto/sha256.h"
#include "core/dprint.h"
#include "core/rand/kam_rand.h"

#include <stdio.h>
#include <time.h>

/** The branch that was tried last. Not the one that tm picks among all that
 *  failed: that is the best of their codes. */
static struct ua_client *last_branch(struct cell *transaction)
{
	return &transaction->uac[transaction->nr_of_outgoings - 1];
}

/** The branch that was tried last has shown credentials. */
static bool was_authorized(
		const siptrunk_call_t *call, const struct cell *transaction)
{
	return call->credential != NULL
		   && call->authorized == transaction->nr_of_outgoings - 1;
}

static void hash_md5(
		const siptrunk_text_t *parts, size_t count, unsigned char *digest)
{
	MD5_CTX context;
	size_t i;

	MD5Init(&context);
	for(i = 0; i < count; i++)
		MD5Update(&context, (char *)parts[i].s, (unsigned)parts[i].len);
	MD5Final((char *)digest, &context);
}

static void hash_sha256(
		const siptrunk_text_t *parts, size_t count, unsigned char *digest)
{
	SHA256_CTX context;
	size_t i;

	sr_SHA256_Init(&context);
	for(i = 0; i < count; i++)
		sr_SHA256_Update(
				&context, (const uint8_t *)parts[i].s, parts[i].len);
	sr_SHA256_Final(digest, &context);
}

static void hash_text(siptrunk_hash_t hash, const siptrunk_text_t *parts,
		size_t count, char text[SIPTRUNK_HASH_TEXT_MAX])
{
	unsigned char digest[SHA256_DIGEST_LENGTH];
	size_t i, len = SHA256_DIGEST_LENGTH;

	if(hash == SIPTRUNK_HASH_SHA256) {
		hash_sha256(parts, count, digest);
	} else {
		hash_md5(parts, count, digest);
		len = 16;
	}
	for(i = 0; i < len; i++)
		sprintf(text + 2 * i, "%02x", digest[i]);
}

/* --- finding --- */

/** What a reply demands, and what answers it. */
typedef struct finding
{
	const siptrunk_credential_t *credential; /**< NULL: nothing does */
	siptrunk_demand_t demand;
	siptrunk_text_t realm; /**< of the first that could be answered */
	bool lacks_hash; /**< the realm is known, no hash of its algorithms */
} finding_t;

/** Of those that can be answered, the strongest (RFC 8760 section 2.4). */
static void find(sip_msg_t *reply, const siptrunk_trunk_t *trunk,
		hdr_types_t type, finding_t *finding)
{
	const siptrunk_credential_t *credential;
	const hdr_field_t *header;
	siptrunk_demand_t demand;

	*finding = (finding_t){.realm = SIPTRUNK_TEXT("")};
	if(parse_headers(reply, HDR_EOH_F, 0) < 0)
		return;
	for(header = reply->headers; header != NULL; header = header->next) {
		if(header->type != type
				|| !siptrunk_demand_parse(
						siptrunk_text_of(&header->body), &demand))
			continue;
		if(finding->realm.len == 0)
			finding->realm = demand.realm;
		credential = siptrunk_credential_of(
				trunk->credentials, trunk->credential_count, demand.realm);
		if(credential == NULL)
			continue;
		if(siptrunk_credential_ha1(credential, demand.hash).len == 0)
			finding->lacks_hash = true;
		else if(finding->credential == NULL
				|| demand.hash > finding->demand.hash) {
			finding->credential = credential;
			finding->demand = demand;
		}
	}
}

/* --- what the operator is told --- */

static void log_unanswered(const siptrunk_call_t *call, const sip_msg_t *reply,
		const finding_t *finding)
{
	siptrunk_quoted_t quoted;
	siptrunk_word_t word;

	if(siptrunk_log_may())
		LM_ERR("trunk %.*s challenges call %s: siptrunk_credential has %s "
			   "for the realm '%s'\n",
				SIPTRUNK_TEXT_FMT(call->target->name),
				siptrunk_message_call((sip_msg_t *)reply, &word),
				finding->lacks_hash
						? "no hash of the algorithm (ha1 is for MD5, "
						  "ha1_sha256 for SHA-256: scripts/siptrunkdb ha1)"
						: "no outbound credentials",
				siptrunk_text_quote(finding->realm, &quoted));
}

/** Once, until they are taken again or another configuration is loaded. */
static void note_refusal(const siptrunk_call_t *call)
{
	const siptrunk_credential_t *credential = call->credential;

	siptrunk_stats_add(SIPTRUNK_STAT_CREDENTIALS_REFUSED, 1);
	if(siptrunk_credential_refused(credential, time(NULL)))
		LM_ERR("trunk %.*s does not take its credentials of "
			   "siptrunk_credential, user %.*s of realm %.*s: correct user "
			   "name and ha1, then siptrunk.reload; ordinary calls try them "
			   "again every %d s, so that the account is not locked\n",
				SIPTRUNK_TEXT_FMT(call->target->name),
				SIPTRUNK_TEXT_FMT(credential->username),
				SIPTRUNK_TEXT_FMT(credential->realm),
				SIPTRUNK_CREDENTIAL_PAUSE);
}

/** It is not said of which half the gateway does not approve. */
static void note_forbidden(const siptrunk_call_t *call)
{
	const siptrunk_credential_t *credential = call->credential;

	if(siptrunk_credential_forbidden(credential))
		LM_ERR("trunk %.*s answers 403 to credentials that look right: %.*s "
			   "must be the credential's user name, not the friendly name of "
			   "its credential list; if it is, the carrier does not allow the "
			   "number called, the caller or the edge's address\n",
				SIPTRUNK_TEXT_FMT(call->target->name),
				SIPTRUNK_TEXT_FMT(credential->username));
}

void siptrunk_challenge_accepted(const siptrunk_call_t *call)
{
	const struct cell *transaction = siptrunk_tm_transaction();

	if(transaction != NULL && was_authorized(call, transaction)
			&& siptrunk_credential_taken(call->credential))
		LM_NOTICE("trunk %.*s takes its credentials again\n",
				SIPTRUNK_TEXT_FMT(call->target->name));
}

/* --- answering --- */

static bool is_emergency(const siptrunk_call_t *call)
{
	return call->classified
		   && siptrunk_number_is_emergency(call->number.classification);
}

static bool write_answer(siptrunk_call_t *call, const finding_t *finding,
		siptrunk_text_t method, siptrunk_text_t uri)
{
	char cnonce[17];

	snprintf(cnonce, sizeof(cnonce), "%08x%08x", kam_rand(), kam_rand());
	return siptrunk_credential_answer(finding->credential, &finding->demand,
			method, uri, siptrunk_text(cnonce), hash_text,
			call->authorization, sizeof(call->authorization));
}

static bool answer(siptrunk_call_t *call, struct cell *transaction,
		const finding_t *finding)
{
	struct ua_client *branch = last_branch(transaction);
	const str *method = &REQ_LINE(transaction->uas.request).method;

	if(finding->credential == NULL
			|| !write_answer(call, finding, siptrunk_text_of(method),
					siptrunk_text_of(&branch->uri))) {
		log_unanswered(call, branch->reply, finding);
		return false;
	}
	/* a call for help tries what others leave alone */
	if(!is_emergency(call) && call->rings.count == 0
			&& !siptrunk_credential_is_ready(
					finding->credential, time(NULL)))
		return false;
	call->authorization_name = branch->last_received == 407
									   ? SIPTRUNK_TEXT("Proxy-Authorization")
									   : SIPTRUNK_TEXT("Authorization");
	call->credential = finding->credential;
	call->authorized = transaction->nr_of_outgoings;
	return true;
}

/** A nonce that has become too old is no refusal (RFC 7616 section 3.3); twice
 *  running it is. */
static bool answer_again(siptrunk_call_t *call, struct cell *transaction,
		const finding_t *finding)
{
	if(!call->renewed && finding->credential == call->credential
			&& finding->demand.stale)
		return call->renewed = answer(call, transaction, finding);
	note_refusal(call);
	return false;
}

bool siptrunk_challenge_answer(siptrunk_call_t *call)
{
	struct cell *transaction = siptrunk_tm_transaction();
	const struct ua_client *branch;
	finding_t finding;
	bool again;

	if(transaction == NULL || transaction->nr_of_outgoings == 0
			|| call->target == NULL)
		return false;
	branch = last_branch(transaction);
	again = was_authorized(call, transaction);
	if(again && branch->last_received == 403)
		note_forbidden(call);
	if((branch->last_received != 401 && branch->last_received != 407)
			|| branch->reply == NULL || branch->reply == FAKED_REPLY)
		return false;
	find(branch->reply, call->target,
			branch->last_received == 407 ? HDR_PROXY_AUTHENTICATE_T
										 : HDR_WWW_AUTHENTICATE_T,
			&finding);
	if(again)
		return answer_again(call, transaction, &finding);
	call->renewed = false;
	return answer(call, transaction, &finding);
}

int siptrunk_challenge_apply(sip_msg_t *message, const siptrunk_call_t *call)
{
	const struct cell *transaction = siptrunk_tm_transaction();
	const siptrunk_header_t header = {.name = call->authorization_name,
			.value = siptrunk_text(call->authorization)};

	if(transaction == NULL || call->authorization_name.len == 0
			|| call->authorized != transaction->nr_of_outgoings)
		return 0;
	return siptrunk_message_add_headers(message, &header, 1);
}
