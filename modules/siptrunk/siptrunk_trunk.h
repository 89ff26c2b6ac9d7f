/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What a row of siptrunk_trunk becomes, with all that other tables say of the
 * same trunk.
 *
 * Pure; types only. Built by the process that loads; read by all without a
 * lock.
 */
#ifndef SIPTRUNK_TRUNK_H
#define SIPTRUNK_TRUNK_H

#include "siptrunk_agent.h"
#include "siptrunk_caller.h"
#include "siptrunk_credential.h"
#include "siptrunk_dial_rule.h"
#include "siptrunk_gateway.h"
#include "siptrunk_header.h"
#include "siptrunk_header_rule.h"
#include "siptrunk_media_profile.h"
#include "siptrunk_policy.h"
#include "siptrunk_response.h"
#include "siptrunk_text.h"
#include "siptrunk_trunk_columns.h"

typedef enum siptrunk_role
{
	SIPTRUNK_ROLE_PBX,
	SIPTRUNK_ROLE_AGENT,
	SIPTRUNK_ROLE_CARRIER,
	SIPTRUNK_ROLE_EMERGENCY,
	SIPTRUNK_ROLE_COUNT
} siptrunk_role_t;

typedef enum siptrunk_state
{
	SIPTRUNK_OUT_OF_SERVICE = 0,
	SIPTRUNK_IN_SERVICE = 1
} siptrunk_state_t;

/** What a trunk may demand beside the address; bits of a set. */
typedef enum siptrunk_proof
{
	SIPTRUNK_PROOF_CERTIFICATE = 1, /**< TLS client certificate: its chain
									     verifies, and it has a name of ours */
	SIPTRUNK_PROOF_DIGEST = 2,		/**< user name and password */
	SIPTRUNK_PROOF_CALL_ID = 4		/**< the id of a live registered call */
} siptrunk_proof_t;

/** What a sender that is refused hears. */
typedef enum siptrunk_strangers
{
	SIPTRUNK_STRANGERS_REJECT, /**< 403 */
	SIPTRUNK_STRANGERS_DROP	   /**< nothing at all */
} siptrunk_strangers_t;

/** The order in which a call tries a trunk's gateways. */
typedef enum siptrunk_distribution
{
	SIPTRUNK_DISTRIBUTION_SEQUENTIAL, /**< by priority; ordinary calls by weight
									       among equals */
	SIPTRUNK_DISTRIBUTION_RANDOM
} siptrunk_distribution_t;

/** What becomes of a gateway whose certificate has a wrong name or comes from
 *  an unknown authority. */
typedef enum siptrunk_bad_certificate
{
	SIPTRUNK_BAD_CERTIFICATE_REFUSE,
	SIPTRUNK_BAD_CERTIFICATE_ALLOW /**< tried last, with an alarm */
} siptrunk_bad_certificate_t;

/** What a trunk's "Priority: psap-callback" is worth (RFC 7090). */
typedef enum siptrunk_psap_callback
{
	SIPTRUNK_PSAP_CALLBACK_IGNORED,
	SIPTRUNK_PSAP_CALLBACK_TRUSTED
} siptrunk_psap_callback_t;

/** Whether a trunk sees which user calls. */
typedef enum siptrunk_identity_policy
{
	SIPTRUNK_IDENTITY_PASS,
	SIPTRUNK_IDENTITY_HIDE /**< it sees the site's or the trunk's number */
} siptrunk_identity_policy_t;

/** What an agent sees of the way that messages have come (siptrunk_mask.h). */
typedef enum siptrunk_topology_policy
{
	SIPTRUNK_TOPOLOGY_SHOW,
	SIPTRUNK_TOPOLOGY_HIDE
} siptrunk_topology_policy_t;

/** What becomes of a trunk's REFER in a call. */
typedef enum siptrunk_refer
{
	SIPTRUNK_REFER_RELAY,	  /**< passed to the other side */
	SIPTRUNK_REFER_CARRY_OUT, /**< the edge calls the target */
	SIPTRUNK_REFER_REFUSE,
	SIPTRUNK_REFER_COUNT
} siptrunk_refer_t;

/** Whom the target of a transfer that the edge carries out sees calling. */
typedef enum siptrunk_transfer_caller
{
	SIPTRUNK_TRANSFER_CALLER_OWN,		/**< who transfers */
	SIPTRUNK_TRANSFER_CALLER_TRANSFEREE /**< who is transferred */
} siptrunk_transfer_caller_t;

/** As whom the edge registers with a trunk's gateways; the module uac says
 *  when, from the same table. */
typedef struct siptrunk_own_registration
{
	int row;
	uint32_t trunk;
	siptrunk_text_t username, domain; /**< of the address of record */
	int expires;					  /**< seconds */
} siptrunk_own_registration_t;

typedef struct siptrunk_trunk
{
	int row; /**< id in the table siptrunk_trunk, for reports */
	/** All columns as they are in effect (the state: as it was read), in the
	 *  words in which they are shown; what follows is what C asks of them. */
	siptrunk_text_t values[SIPTRUNK_TRUNK_COLUMN_COUNT];
	/** siptrunk_setting_origin_t */
	uint8_t origins[SIPTRUNK_TRUNK_COLUMN_COUNT];
	siptrunk_text_t name;
	siptrunk_role_t role;
	/** siptrunk_state_t: the one field that changes after the build (RPC
	 *  set_state); read and written as a whole with the atomic builtins. */
	int state;
	siptrunk_text_t transport; /**< udp, tcp or tls: how we reach it */
	int gateways;			   /**< dispatcher set, 1.. */
	/** That set's, the highest priority first, then by row. */
	const siptrunk_gateway_t *gateway_list;
	size_t gateway_count;
	siptrunk_media_profile_t profile;
	/** As parsed; where identity is HIDE without the user's sources. Of such a
	 *  trunk and of an emergency trunk that does not name `trunk`, with `trunk`
	 *  behind all others, so that its caller is never empty. */
	siptrunk_caller_order_t caller_order;
	siptrunk_text_t ani; /**< E.164, or empty (never for role emergency) */
	siptrunk_text_t outside_prefix; /**< digits, or empty */
	const siptrunk_site_t *site;	/**< default site of a pbx, or NULL */
	int call_limit;					/**< 0: none; never counts emergencies */
	bool registrar;				 /**< it registers with the edge */
	bool use_source_address;	 /**< false: it is known by its proof alone */
	unsigned proof;				 /**< siptrunk_proof_t */
	siptrunk_text_t certificate; /**< names with commas between them; not empty
									  when proof has CERTIFICATE */
	/** SHA-256 digests with commas between them: the roots that may have signed
	 *  the certificates that proof asks for; empty: any that tls trusts. */
	siptrunk_text_t authority;
	siptrunk_text_t realm; /**< not empty when proof has DIGEST */
	siptrunk_strangers_t strangers;
	siptrunk_distribution_t distribution;
	siptrunk_bad_certificate_t bad_certificate;
	siptrunk_psap_callback_t psap_callback;
	siptrunk_identity_policy_t identity;
	int header_limit; /**< extension headers that it is sent in a message */
	int header_size;  /**< bytes of such a line, without CRLF */
	siptrunk_refer_t refer;
	siptrunk_transfer_caller_t transfer_caller;
	siptrunk_topology_policy_t topology; /**< HIDE: of an agent only */
	const siptrunk_credential_t *credentials;
	size_t credential_count;
	uint8_t inbound; /**< siptrunk_transport_t that its allow rows together
						  let in; 0: no such row */
	bool outbound_limited; /**< it has a row for outbound only: its traffic goes
							    nowhere else */
	const siptrunk_header_t *headers;
	size_t header_count;
	siptrunk_header_rules_t header_rules;
	siptrunk_policies_t policies;
	siptrunk_dial_rules_t dial_rules;
	size_t prefix_count;
	const siptrunk_api_t *api; /**< of an agent, or NULL: none is registered */
	const siptrunk_agent_t *agents; /**< sorted by number */
	size_t agent_count;
	const siptrunk_variable_t *variables;
	size_t variable_count;
	const siptrunk_responses_t *responses; /**< most trunks share one */
	const siptrunk_own_registration_t *registration; /**< or NULL: none */
} siptrunk_trunk_t;

#endif
