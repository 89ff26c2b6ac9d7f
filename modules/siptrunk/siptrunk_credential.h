/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Digest credentials, and the answer that they make to a gateway's challenge
 * (RFC 3261 section 22, RFC 7616, RFC 8760).
 *
 * Pure. Credentials are built by the process that loads; SIP workers answer
 * with them and keep what came of it in their state, with the atomic builtins.
 */
#ifndef SIPTRUNK_CREDENTIAL_H
#define SIPTRUNK_CREDENTIAL_H

#include "siptrunk_text.h"

/** The stronger the higher (RFC 8760 section 2.1). */
typedef enum siptrunk_hash
{
	SIPTRUNK_HASH_NONE,
	SIPTRUNK_HASH_MD5,
	SIPTRUNK_HASH_SHA256
} siptrunk_hash_t;

/** Hexadecimal digits of the longest hash, and the end of the text. */
#define SIPTRUNK_HASH_TEXT_MAX 65

/** Hashes the parts as one text; lower case, terminated. */
typedef void (*siptrunk_hash_f)(siptrunk_hash_t hash,
		const siptrunk_text_t *parts, size_t count,
		char text[SIPTRUNK_HASH_TEXT_MAX]);

/** What became of the answers with a credential. */
typedef struct siptrunk_credential_state
{
	int64_t refused; /**< when last, seconds since 1970; 0: not since it was
					      loaded, or last taken */
	int hinted;		 /**< what a 403 may mean has been said */
} siptrunk_credential_state_t;

/** Of a digest; secret. */
typedef struct siptrunk_credential
{
	siptrunk_text_t username;
	/** Of username:realm:password, lower case; one of the two may be empty. */
	siptrunk_text_t ha1, ha1_sha256;
	siptrunk_text_t realm; /**< that the edge answers; empty: it is the
							    peer's */
	siptrunk_credential_state_t *state;
} siptrunk_credential_t;

/** A challenge; slices of the header, as they stand between the quotes. */
typedef struct siptrunk_demand
{
	siptrunk_text_t realm, nonce, opaque;
	siptrunk_hash_t hash;
	bool counted; /**< with qop=auth */
	bool stale;	  /**< the answer was right, its nonce was too old */
} siptrunk_demand_t;

/** Seconds that ordinary calls leave a credential alone which was refused:
 *  whoever tries again and again is locked out. */
#define SIPTRUNK_CREDENTIAL_PAUSE 60

/**
 * Reads a WWW-Authenticate or Proxy-Authenticate. false: nothing that can be
 * answered: no digest, not complete, an algorithm that is not known, no qop
 * that is (auth-int is not), or a control character in it.
 */
bool siptrunk_demand_parse(siptrunk_text_t header, siptrunk_demand_t *demand);

/** What H(A1) the credential has; empty: none. */
siptrunk_text_t siptrunk_credential_ha1(
		const siptrunk_credential_t *credential, siptrunk_hash_t hash);
/** The credential of that realm, or NULL. */
const siptrunk_credential_t *siptrunk_credential_of(
		const siptrunk_credential_t *credentials, size_t count,
		siptrunk_text_t realm);

/**
 * Writes what answers the demand, for a request to uri: the value of an
 * Authorization or Proxy-Authorization, terminated. cnonce: fresh, without
 * quotes. The nonce is used for the first time. false: there is no room.
 */
bool siptrunk_credential_answer(const siptrunk_credential_t *credential,
		const siptrunk_demand_t *demand, siptrunk_text_t method,
		siptrunk_text_t uri, siptrunk_text_t cnonce, siptrunk_hash_f hash,
		char *answer, size_t size);

/** An ordinary call may answer with it now. */
bool siptrunk_credential_is_ready(
		const siptrunk_credential_t *credential, int64_t now);
/** true: it was not known that it is refused. */
bool siptrunk_credential_refused(
		const siptrunk_credential_t *credential, int64_t now);
/** true: it was refused before. */
bool siptrunk_credential_taken(const siptrunk_credential_t *credential);
/** 403 came to an answer with it. true: for the first time since the load. */
bool siptrunk_credential_forbidden(const siptrunk_credential_t *credential);
/** "refused", "forbidden" (403 came to it) or empty: nothing is known against
 *  it. */
siptrunk_text_t siptrunk_credential_state_name(
		const siptrunk_credential_t *credential);
/** "MD5", "SHA-256". */
siptrunk_text_t siptrunk_hash_name(siptrunk_hash_t hash);

#endif
