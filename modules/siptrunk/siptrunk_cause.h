/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Why a call is not registered with the API, and who is to blame for that.
 *
 * Pure; any process; no memory.
 */
#ifndef SIPTRUNK_CAUSE_H
#define SIPTRUNK_CAUSE_H

typedef enum siptrunk_cause
{
	SIPTRUNK_CAUSE_NONE, /**< it is registered */

	/* what a request came to */
	SIPTRUNK_CAUSE_DNS,		  /**< the host's name has no address */
	SIPTRUNK_CAUSE_REFUSED,	  /**< no connection */
	SIPTRUNK_CAUSE_TLS,		  /**< no handshake, or a bad certificate */
	SIPTRUNK_CAUSE_DEADLINE,  /**< no answer in time: its fate is unknown */
	SIPTRUNK_CAUSE_BROKEN,	  /**< the connection ended: the same */
	SIPTRUNK_CAUSE_SERVER,	  /**< 5xx */
	SIPTRUNK_CAUSE_REDIRECT,  /**< 3xx, never followed */
	SIPTRUNK_CAUSE_STATUS,	  /**< a status that the API does not have */
	SIPTRUNK_CAUSE_TOO_LARGE, /**< more than SIPTRUNK_HTTP_BODY_MAX */
	SIPTRUNK_CAUSE_NOT_JSON,
	SIPTRUNK_CAUSE_NO_CALL_ID, /**< JSON, but not what was asked for */
	SIPTRUNK_CAUSE_UNAUTHORIZED, /**< 401, 403: the key is refused */
	SIPTRUNK_CAUSE_PAYMENT,		 /**< 402 */
	SIPTRUNK_CAUSE_RATE_LIMITED, /**< 429 */
	SIPTRUNK_CAUSE_INVALID,		 /**< 400, 404, 422: this request is wrong */

	/* no request was made */
	SIPTRUNK_CAUSE_OPEN, /**< its breaker is open: it failed just now */
	SIPTRUNK_CAUSE_BUSY, /**< as many calls as the account may have */
	SIPTRUNK_CAUSE_FULL, /**< too many registrations wait */
	SIPTRUNK_CAUSE_UNSETTLED, /**< this call's was sent, its fate is unknown */
	SIPTRUNK_CAUSE_NO_AGENT,  /**< no row says which agent, or which API */
	SIPTRUNK_CAUSE_NO_KEY,	  /**< it cannot be read */
	SIPTRUNK_CAUSE_NO_WORKERS, /**< Kamailio runs with async_workers=0 */
	SIPTRUNK_CAUSE_NO_MEMORY,
	SIPTRUNK_CAUSE_COUNT
} siptrunk_cause_t;

typedef enum siptrunk_blame
{
	SIPTRUNK_BLAME_NOBODY, /**< of the API: it did what it should */
	SIPTRUNK_BLAME_HOST,   /**< what it does to one it does to all */
	SIPTRUNK_BLAME_ACCOUNT /**< whoever has this key */
} siptrunk_blame_t;

/** As in $siptrunk(registration) and in the counters' names. */
const char *siptrunk_cause_name(siptrunk_cause_t cause);
/** For a Reason header: printable, without quotes. */
const char *siptrunk_cause_text(siptrunk_cause_t cause);
siptrunk_blame_t siptrunk_cause_blame(siptrunk_cause_t cause);

#endif
