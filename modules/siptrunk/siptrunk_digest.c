/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Digest credentials that a trunk demands.
 *
 * SIP workers; private memory.
 */
#include "siptrunk_digest.h"

#include "siptrunk_compat.h"
#include "siptrunk_message_edit.h"

#include "core/dprint.h"
#include "core/parser/digest/digest.h"
#include "core/sr_module.h"
#include "modules/auth/api.h"
#include "modules/auth/rfc2617_sha256.h"

#include <string.h>

static auth_api_s_t auth;
static bool has_auth;
/** The last response in this process that was right: its nonce count is used
 *  up, but not for itself. */
static struct
{
	msg_ctx_id_t message;
	const char *nonce; /**< where it is in the message */
} proved;

void siptrunk_digest_init(void)
{
	/* asked quietly: auth_load_api() takes a missing auth for an error */
	has_auth = find_export("bind_auth_s", 0, 0) != NULL
			   && auth_load_api(&auth) == 0;
}

/** Without it a response that was overheard can be sent again. */
static bool counts_nonces(void)
{
	modparam_t type;
	const int *enabled = find_param_export(
			find_module_by_name("auth"), "nonce_count", PARAM_INT, &type);

	return enabled != NULL && *enabled != 0;
}

bool siptrunk_digest_ready(siptrunk_error_t *error)
{
	if(!has_auth)
		siptrunk_error_set(error, "expected the module auth, found none");
	else if(!counts_nonces())
		siptrunk_error_set(error,
				"expected modparam(\"auth\", \"nonce_count\", 1), found 0");
	else
		return true;
	return false;
}

/** Of a REGISTER the edge is the registrar, of all else a proxy (RFC 3261
 *  section 22). */
static hdr_types_t header_type(const sip_msg_t *message)
{
	return message->REQ_METHOD == METHOD_REGISTER ? HDR_AUTHORIZATION_T
												  : HDR_PROXYAUTH_T;
}

/** The credentials of the trunk's realm; NULL: none, or none to be read. */
static const dig_cred_t *credentials_of(
		sip_msg_t *message, const siptrunk_trunk_t *trunk)
{
	str realm = siptrunk_str_of(trunk->realm);
	hdr_field_t *header;

	if(find_credentials(message, &realm, header_type(message), &header) != 0)
		return NULL;
	return &((auth_body_t *)header->parsed)->digest;
}

static const siptrunk_credential_t *find_user(
		const siptrunk_trunk_t *trunk, siptrunk_text_t username)
{
	size_t i;

	for(i = 0; i < trunk->credential_count; i++) {
		if(trunk->credentials[i].realm.len == 0
				&& siptrunk_text_equal(
						trunk->credentials[i].username, username))
			return &trunk->credentials[i];
	}
	return NULL;
}

static bool is_response_right(sip_msg_t *message, const dig_cred_t *given,
		const siptrunk_credential_t *credential)
{
	/* auth knows one algorithm, which a modparam chooses, and reads as much as
	 * its hash is long; a response of another length it refuses by itself */
	siptrunk_text_t kept = siptrunk_credential_ha1(
			credential, given->response.len == HASHHEXLEN_SHA256
								? SIPTRUNK_HASH_SHA256
								: SIPTRUNK_HASH_MD5);
	char ha1[HASHHEXLEN_SHA256 + 1] = {0};

	if(kept.len == 0)
		return false;
	memcpy(ha1, kept.s, kept.len);
	return auth.check_response(
				   (dig_cred_t *)given, &REQ_LINE(message).method, ha1)
		   == AUTHENTICATED;
}

/** Is the nonce ours, young, and this count of it not yet used? Uses it. */
static bool is_nonce_fresh(sip_msg_t *message, const siptrunk_trunk_t *trunk,
		const dig_cred_t *given)
{
	str realm = siptrunk_str_of(trunk->realm);
	hdr_field_t *header;

	if(proved.nonce == given->nonce.s
			&& msg_ctx_id_match(message, &proved.message) == 1)
		return true;
	/* not AUTHENTICATED: that is auth's answer for methods that it does not
	 * look at */
	if(auth.pre_auth(message, &realm, header_type(message), &header, NULL)
			!= DO_AUTHENTICATION)
		return false;
	proved.nonce = given->nonce.s;
	msg_ctx_id_set(message, &proved.message);
	return true;
}

static siptrunk_digest_t refuse(siptrunk_digest_t result, const char *text,
		siptrunk_text_t *wrong)
{
	*wrong = siptrunk_text(text);
	return result;
}

siptrunk_digest_t siptrunk_digest_check(sip_msg_t *message,
		const siptrunk_trunk_t *trunk, siptrunk_text_t *wrong)
{
	const dig_cred_t *given = NULL;
	const siptrunk_credential_t *credential;

	*wrong = SIPTRUNK_TEXT("");
	if(has_auth && message->first_line.type == SIP_REQUEST)
		given = credentials_of(message, trunk);
	if(given == NULL)
		return SIPTRUNK_DIGEST_NONE;
	/* without a qop there is no nonce count, so nothing against replay */
	if(check_dig_cred((dig_cred_t *)given) != E_DIG_OK
			|| given->qop.qop_parsed != QOP_AUTH)
		return refuse(SIPTRUNK_DIGEST_WRONG,
				"digest: not complete, or not with qop=auth", wrong);
	credential = find_user(trunk, siptrunk_text_of(&given->username.whole));
	if(credential == NULL)
		return refuse(SIPTRUNK_DIGEST_WRONG, "digest: unknown user", wrong);
	if(!is_response_right(message, given, credential))
		return refuse(SIPTRUNK_DIGEST_WRONG, "digest: wrong password", wrong);
	if(!is_nonce_fresh(message, trunk, given))
		return refuse(
				SIPTRUNK_DIGEST_STALE, "digest: nonce too old or used", wrong);
	return SIPTRUNK_DIGEST_RIGHT;
}

/* --- removing them --- */

static bool is_of_realm(
		hdr_field_t *header, hdr_types_t type, siptrunk_text_t realm)
{
	return header->type == type && parse_credentials(header) == 0
		   && siptrunk_text_equal_nocase(
				   siptrunk_text_of(
						   &((auth_body_t *)header->parsed)->digest.realm),
				   realm);
}

void siptrunk_digest_consume(sip_msg_t *message, siptrunk_text_t realm)
{
	const hdr_types_t type = header_type(message);
	hdr_field_t *header;

	if(parse_headers(message, HDR_EOH_F, 0) < 0)
		LM_DBG("message with a broken header\n");
	for(header = message->headers; header != NULL; header = header->next) {
		if(is_of_realm(header, type, realm))
			siptrunk_message_remove_header(message, header);
	}
}
