/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Does a message prove who sent it, beside its address?
 *
 * SIP workers; no memory of its own.
 */
#include "siptrunk_proof.h"

#include "siptrunk_certificate.h"
#include "siptrunk_digest.h"
#include "siptrunk_live_call.h"
#include "siptrunk_log.h"

/** Flags of auth's auth_challenge(). */
#define CHALLENGE_QOP_AUTH 1
#define CHALLENGE_STALE 16

void siptrunk_proof_init(void)
{
	siptrunk_certificate_init();
	siptrunk_digest_init();
}

static bool is_ready(const siptrunk_trunk_t *trunk, siptrunk_error_t *error)
{
	if((trunk->proof & SIPTRUNK_PROOF_CERTIFICATE)
			&& !siptrunk_certificate_ready(error))
		return false;
	return (!(trunk->proof & SIPTRUNK_PROOF_DIGEST) && !trunk->registrar)
		   || siptrunk_digest_ready(error);
}

bool siptrunk_proof_ready(
		const siptrunk_config_t *config, siptrunk_error_t *error)
{
	siptrunk_error_t why;
	size_t i;

	for(i = 0; i < config->trunk_count; i++) {
		if(is_ready(&config->trunks[i], &why))
			continue;
		siptrunk_error_set(error,
				"the proof of trunk %.*s cannot be checked: %s",
				SIPTRUNK_TEXT_FMT(config->trunks[i].name), why.text);
		return false;
	}
	return true;
}

static void check_certificate(const sip_msg_t *message,
		const siptrunk_trunk_t *trunk, siptrunk_proved_t *proved)
{
	if(siptrunk_certificate_check(message, trunk, &proved->wrong))
		proved->held |= SIPTRUNK_PROOF_CERTIFICATE;
}

static bool is_never_challenged(const sip_msg_t *message)
{
	return message->first_line.type != SIP_REQUEST
		   || message->REQ_METHOD == METHOD_ACK
		   || message->REQ_METHOD == METHOD_CANCEL;
}

static void check_call_id(sip_msg_t *message, const siptrunk_config_t *config,
		const siptrunk_trunk_t *trunk, siptrunk_proved_t *proved)
{
	siptrunk_text_t wrong;

	if(is_never_challenged(message)
			|| siptrunk_live_call_check(message, config, trunk, &wrong))
		proved->held |= SIPTRUNK_PROOF_CALL_ID;
	else if(proved->wrong.len == 0)
		proved->wrong = wrong;
}

static siptrunk_digest_t check_digest(sip_msg_t *message,
		const siptrunk_trunk_t *trunk, siptrunk_proved_t *proved)
{
	siptrunk_text_t wrong = SIPTRUNK_TEXT("");
	siptrunk_digest_t digest =
			is_never_challenged(message)
					? SIPTRUNK_DIGEST_RIGHT
					: siptrunk_digest_check(message, trunk, &wrong);

	siptrunk_digest_consume(message, trunk->realm);
	if(digest == SIPTRUNK_DIGEST_RIGHT)
		proved->held |= SIPTRUNK_PROOF_DIGEST;
	if(proved->wrong.len == 0)
		proved->wrong = wrong;
	return digest;
}

/** A challenge is for who could then be let in: all else holds. */
static int challenge(
		const siptrunk_proved_t *proved, siptrunk_digest_t digest)
{
	if(proved->missing != SIPTRUNK_PROOF_DIGEST)
		return 0;
	if(digest == SIPTRUNK_DIGEST_NONE)
		return CHALLENGE_QOP_AUTH;
	if(digest == SIPTRUNK_DIGEST_STALE)
		return CHALLENGE_QOP_AUTH | CHALLENGE_STALE;
	return 0;
}

unsigned siptrunk_proof_demanded(
		const sip_msg_t *message, const siptrunk_trunk_t *trunk)
{
	const bool registers = message->first_line.type == SIP_REQUEST
						   && message->REQ_METHOD == METHOD_REGISTER;

	return trunk->proof
		   | (registers && trunk->registrar ? SIPTRUNK_PROOF_DIGEST : 0);
}

void siptrunk_proof_check(sip_msg_t *message, const siptrunk_config_t *config,
		const siptrunk_trunk_t *trunk, siptrunk_proved_t *proved)
{
	const unsigned demanded = siptrunk_proof_demanded(message, trunk);
	siptrunk_digest_t digest = SIPTRUNK_DIGEST_WRONG;

	*proved = (siptrunk_proved_t){.wrong = SIPTRUNK_TEXT("")};
	if(demanded & SIPTRUNK_PROOF_CERTIFICATE)
		check_certificate(message, trunk, proved);
	if(demanded & SIPTRUNK_PROOF_CALL_ID)
		check_call_id(message, config, trunk, proved);
	if(demanded & SIPTRUNK_PROOF_DIGEST)
		digest = check_digest(message, trunk, proved);
	proved->missing = demanded & ~proved->held;
	proved->challenge = challenge(proved, digest);
}

/** What cannot be challenged shows nothing by its digest. */
static bool can_show(const sip_msg_t *message, const siptrunk_trunk_t *trunk)
{
	return !trunk->use_source_address
		   && (!(trunk->proof & SIPTRUNK_PROOF_DIGEST)
				   || !is_never_challenged(message));
}

const siptrunk_trunk_t *siptrunk_proof_shown(sip_msg_t *message,
		const siptrunk_config_t *config, siptrunk_proved_t *proved)
{
	const siptrunk_trunk_t *trunk, *nearest = NULL;
	siptrunk_proved_t shown;
	size_t i;

	*proved = (siptrunk_proved_t){.wrong = SIPTRUNK_TEXT("")};
	for(i = 0; i < config->trunk_count; i++) {
		trunk = &config->trunks[i];
		if(!can_show(message, trunk))
			continue;
		siptrunk_proof_check(message, config, trunk, &shown);
		if(shown.missing != 0 && nearest != NULL
				&& shown.challenge <= proved->challenge)
			continue;
		*proved = shown;
		nearest = trunk;
		if(shown.missing == 0)
			break;
	}
	return nearest;
}

static unsigned what_holds(sip_msg_t *message, const siptrunk_config_t *config,
		const siptrunk_trunk_t *trunk)
{
	siptrunk_text_t wrong;
	unsigned held = 0;

	if((trunk->proof & SIPTRUNK_PROOF_CERTIFICATE)
			&& siptrunk_certificate_check(message, trunk, &wrong))
		held |= SIPTRUNK_PROOF_CERTIFICATE;
	if((trunk->proof & SIPTRUNK_PROOF_DIGEST)
			&& siptrunk_digest_check(message, trunk, &wrong)
					   == SIPTRUNK_DIGEST_RIGHT)
		held |= SIPTRUNK_PROOF_DIGEST;
	if((trunk->proof & SIPTRUNK_PROOF_CALL_ID)
			&& siptrunk_live_call_check(message, config, trunk, &wrong))
		held |= SIPTRUNK_PROOF_CALL_ID;
	return held;
}

static const siptrunk_trunk_t *first_proved(sip_msg_t *message,
		const siptrunk_config_t *config, unsigned *held)
{
	size_t i;

	for(i = 0; i < config->trunk_count; i++) {
		*held = what_holds(message, config, &config->trunks[i]);
		if(*held != 0)
			return &config->trunks[i];
	}
	return NULL;
}

const siptrunk_trunk_t *siptrunk_proof_name(sip_msg_t *message,
		const siptrunk_config_t *config, unsigned *held)
{
	const siptrunk_trunk_t *trunk;

	if(config->proof == 0)
		return NULL;
	/* malformed credentials of strangers are not worth a log line */
	siptrunk_log_hush();
	trunk = first_proved(message, config, held);
	siptrunk_log_resume();
	return trunk;
}
