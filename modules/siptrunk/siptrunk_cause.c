/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Why a call is not registered with the API.
 *
 * Pure; any process; no memory.
 */
#include "siptrunk_cause.h"

static const struct
{
	const char *name;
	const char *text;
	siptrunk_blame_t blame;
} causes[SIPTRUNK_CAUSE_COUNT] = {
		[SIPTRUNK_CAUSE_NONE] = {"registered", "registered",
				SIPTRUNK_BLAME_NOBODY},
		[SIPTRUNK_CAUSE_DNS] = {"dns", "the API's name has no address",
				SIPTRUNK_BLAME_HOST},
		[SIPTRUNK_CAUSE_REFUSED] = {"refused", "no connection to the API",
				SIPTRUNK_BLAME_HOST},
		[SIPTRUNK_CAUSE_TLS] = {"tls", "TLS with the API failed",
				SIPTRUNK_BLAME_HOST},
		[SIPTRUNK_CAUSE_DEADLINE] = {"deadline",
				"the API did not answer in time", SIPTRUNK_BLAME_HOST},
		[SIPTRUNK_CAUSE_BROKEN] = {"broken", "the API broke the connection",
				SIPTRUNK_BLAME_HOST},
		[SIPTRUNK_CAUSE_SERVER] = {"server", "the API reports an error of its "
											 "own",
				SIPTRUNK_BLAME_HOST},
		[SIPTRUNK_CAUSE_REDIRECT] = {"redirect", "the API is elsewhere",
				SIPTRUNK_BLAME_HOST},
		[SIPTRUNK_CAUSE_STATUS] = {"status", "the API answered what it never "
											 "should",
				SIPTRUNK_BLAME_HOST},
		[SIPTRUNK_CAUSE_TOO_LARGE] = {"too_large", "the API's answer is too "
												   "large",
				SIPTRUNK_BLAME_HOST},
		[SIPTRUNK_CAUSE_NOT_JSON] = {"not_json", "the API's answer is no JSON",
				SIPTRUNK_BLAME_HOST},
		[SIPTRUNK_CAUSE_NO_CALL_ID] = {"no_call_id",
				"the API's answer has no call id", SIPTRUNK_BLAME_HOST},
		[SIPTRUNK_CAUSE_UNAUTHORIZED] = {"unauthorized",
				"the API refuses the key", SIPTRUNK_BLAME_ACCOUNT},
		[SIPTRUNK_CAUSE_PAYMENT] = {"payment", "the API demands a payment",
				SIPTRUNK_BLAME_ACCOUNT},
		[SIPTRUNK_CAUSE_RATE_LIMITED] = {"rate_limited",
				"the API has had too many requests", SIPTRUNK_BLAME_ACCOUNT},
		[SIPTRUNK_CAUSE_INVALID] = {"invalid", "the API refuses the request",
				SIPTRUNK_BLAME_NOBODY},
		[SIPTRUNK_CAUSE_OPEN] = {"open", "the API failed just now",
				SIPTRUNK_BLAME_NOBODY},
		[SIPTRUNK_CAUSE_BUSY] = {"busy", "as many calls as the account may "
										 "have",
				SIPTRUNK_BLAME_NOBODY},
		[SIPTRUNK_CAUSE_FULL] = {"full", "too many registrations wait",
				SIPTRUNK_BLAME_NOBODY},
		[SIPTRUNK_CAUSE_UNSETTLED] = {"unsettled",
				"what became of the registration is not known",
				SIPTRUNK_BLAME_NOBODY},
		[SIPTRUNK_CAUSE_NO_AGENT] = {"no_agent", "no agent has this number",
				SIPTRUNK_BLAME_NOBODY},
		[SIPTRUNK_CAUSE_NO_KEY] = {"no_key", "the API key cannot be read",
				SIPTRUNK_BLAME_NOBODY},
		[SIPTRUNK_CAUSE_NO_WORKERS] = {"no_workers",
				"there are no asynchronous workers",
				SIPTRUNK_BLAME_NOBODY},
		[SIPTRUNK_CAUSE_NO_MEMORY] = {"no_memory", "no memory",
				SIPTRUNK_BLAME_NOBODY},
};

const char *siptrunk_cause_name(siptrunk_cause_t cause)
{
	return causes[cause].name;
}

const char *siptrunk_cause_text(siptrunk_cause_t cause)
{
	return causes[cause].text;
}

siptrunk_blame_t siptrunk_cause_blame(siptrunk_cause_t cause)
{
	return causes[cause].blame;
}
