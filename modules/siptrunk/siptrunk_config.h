/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The configuration: rows go in one by one, each checked as it comes; what
 * comes out is complete, consistent and immutable, or an error that names
 * table, row, column and value.
 *
 * Pure. Built by the process that loads; read by all without a lock.
 */
#ifndef SIPTRUNK_CONFIG_H
#define SIPTRUNK_CONFIG_H

#include "siptrunk_call_record.h"
#include "siptrunk_detail.h"
#include "siptrunk_directory.h"
#include "siptrunk_fingerprint.h"
#include "siptrunk_notify_target.h"
#include "siptrunk_number.h"
#include "siptrunk_prefix_table.h"
#include "siptrunk_premium.h"
#include "siptrunk_route.h"
#include "siptrunk_rows.h"
#include "siptrunk_termination.h"
#include "siptrunk_text.h"
#include "siptrunk_trunk.h"

/** A number and the trunk that owns it. */
typedef struct siptrunk_owned
{
	siptrunk_text_t number; /**< E.164 */
	uint32_t trunk;
} siptrunk_owned_t;

/** A row of siptrunk_address with a name instead of a prefix. */
typedef struct siptrunk_host
{
	siptrunk_text_t name; /**< lower case */
	uint32_t trunk;
	uint32_t detail;
	int row;
	siptrunk_action_t action;
} siptrunk_host_t;

/** To whom a trunk's REFER may transfer a call. */
typedef struct siptrunk_transfer
{
	siptrunk_text_t number;
	uint32_t trunk;
} siptrunk_transfer_t;

/** A number that a trunk lets its calls show (siptrunk_verified_caller). */
typedef struct siptrunk_verified
{
	siptrunk_text_t number; /**< E.164 */
	uint32_t trunk;
} siptrunk_verified_t;

/** Who is told of emergency calls. */
typedef struct siptrunk_notification
{
	int row;
	const siptrunk_site_t *site; /**< NULL: calls of every site */
	siptrunk_text_t target;
	siptrunk_notify_target_t parsed; /**< slices of target */
	siptrunk_text_t key_file; /**< not empty when parsed.kind is HTTP */
	siptrunk_text_t ca_file;
	siptrunk_text_t description;
} siptrunk_notification_t;

/** A header in which the pbx, the agent or a carrier tells its id of a call. */
typedef struct siptrunk_id_header
{
	siptrunk_id_kind_t kind;
	siptrunk_text_t name;
} siptrunk_id_header_t;

/** The tables, in the order in which rows come. */
typedef enum siptrunk_stage
{
	SIPTRUNK_STAGE_SITE,
	SIPTRUNK_STAGE_CALLER_ORDER,
	SIPTRUNK_STAGE_TRUNK,
	SIPTRUNK_STAGE_CREDENTIAL,
	SIPTRUNK_STAGE_HEADER,
	SIPTRUNK_STAGE_ADDRESS,
	SIPTRUNK_STAGE_CALLER,
	SIPTRUNK_STAGE_NUMBER_PLAN,
	SIPTRUNK_STAGE_NUMBER,
	SIPTRUNK_STAGE_GATEWAY,
	SIPTRUNK_STAGE_NOTIFICATION,
	SIPTRUNK_STAGE_API,
	SIPTRUNK_STAGE_AGENT,
	SIPTRUNK_STAGE_VARIABLE,
	SIPTRUNK_STAGE_CALL_ID_HEADER,
	SIPTRUNK_STAGE_HEADER_RULE,
	SIPTRUNK_STAGE_TRANSFER,
	SIPTRUNK_STAGE_HEADER_POLICY,
	SIPTRUNK_STAGE_VERIFIED_CALLER,
	SIPTRUNK_STAGE_OUTBOUND_ROUTE,
	SIPTRUNK_STAGE_PREMIUM_RANGE,
	SIPTRUNK_STAGE_RESPONSE,
	SIPTRUNK_STAGE_TERMINATION,
	SIPTRUNK_STAGE_DIAL_RULE,
	SIPTRUNK_STAGE_REGISTRATION,
	SIPTRUNK_STAGE_COUNT
} siptrunk_stage_t;

typedef struct siptrunk_config
{
	siptrunk_arena_t arena; /**< owns everything below; this struct is its own
							     block of the same allocator */
	siptrunk_trunk_t *trunks; /**< in the order of their ids */
	size_t trunk_count;
	const siptrunk_site_t *sites;
	size_t site_count;
	const siptrunk_caller_t *callers;
	size_t caller_count;
	siptrunk_directory_t *directory;
	siptrunk_prefix_table_t *prefixes; /**< its own block */
	size_t prefix_count;
	const siptrunk_detail_t *details; /**< of the prefixes and hosts; the first
										   one limits and explains nothing */
	size_t detail_count;
	const siptrunk_host_t *hosts;
	size_t host_count;
	siptrunk_strangers_t strangers; /**< DROP when one trunk says so */
	unsigned proof; /**< siptrunk_proof_t: what any trunk demands */
	bool roaming;	/**< some pbx is not known by its address */
	siptrunk_number_plan_t plan;
	const siptrunk_owned_t *owned; /**< sorted by number */
	size_t owned_count;
	const siptrunk_gateway_t *gateways; /**< by set, then as in gateway_list */
	size_t gateway_count;
	const siptrunk_notification_t *notifications;
	size_t notification_count;
	const siptrunk_api_t *apis;
	size_t api_count;
	const siptrunk_id_header_t *id_headers;
	size_t id_header_count;
	const siptrunk_transfer_t *transfers;
	size_t transfer_count;
	const siptrunk_verified_t *verified; /**< by trunk, then by number */
	size_t verified_count;
	const siptrunk_route_t *routes; /**< by row */
	size_t route_count;
	siptrunk_premium_ranges_t premium;
	size_t response_count; /**< rows of siptrunk_response */
	const siptrunk_termination_t *terminations;
	size_t termination_count;
	size_t registration_count; /**< rows of siptrunk_registration */
	/** Union of all trunks' custom header names: what is removed from
	 *  every message that comes in. */
	const siptrunk_text_t *header_names;
	size_t header_name_count;
	size_t header_count; /**< rows of siptrunk_header */
	siptrunk_fingerprints_t rows[SIPTRUNK_STAGE_COUNT]; /**< for the writer */
} siptrunk_config_t;

/** Collects rows; opaque. */
typedef struct siptrunk_builder siptrunk_builder_t;
/** What empty columns of trunks mean (siptrunk_trunk_defaults.h). */
typedef struct siptrunk_trunk_defaults siptrunk_trunk_defaults_t;

/**
 * Called for what is suspicious but not refused (an E911-Organization-ID
 * that is no UUID): a line for the log. What the access lists say together is
 * siptrunk_lint()'s.
 */
typedef void (*siptrunk_warning_f)(const char *text);

/** memory holds the configuration, scratch what the way there needs. NULL when
 *  there is no memory. warning may be NULL. */
siptrunk_builder_t *siptrunk_builder_new(const siptrunk_allocator_t *memory,
		const siptrunk_allocator_t *scratch, siptrunk_warning_f warning);
/** Before the first row; they must stay as long as the configuration. */
void siptrunk_builder_use_defaults(siptrunk_builder_t *builder,
		const siptrunk_trunk_defaults_t *defaults);
/** Also after finish; frees the configuration if finish did not hand it out. */
void siptrunk_builder_free(siptrunk_builder_t *builder);

/*
 * Add rows in this order of tables: site, caller_order, trunk, credential,
 * header, address, caller, number_plan, number, gateway, notification, api,
 * agent, variable, call_id_header, header_rule, transfer, header_policy,
 * verified_caller, outbound_route,
 * premium_range, response, termination, dial_rule, registration. Texts are
 * copied. On SIPTRUNK_INVALID the builder's error says
 * "table siptrunk_x, row ID, column c: expected ..., found '...'".
 * After any failure only siptrunk_builder_error() and _free() may follow.
 */
siptrunk_status_t siptrunk_builder_add_site(
		siptrunk_builder_t *builder, const siptrunk_site_row_t *row);
siptrunk_status_t siptrunk_builder_add_caller_order(
		siptrunk_builder_t *builder, const siptrunk_caller_order_row_t *row);
siptrunk_status_t siptrunk_builder_add_trunk(
		siptrunk_builder_t *builder, const siptrunk_trunk_row_t *row);
siptrunk_status_t siptrunk_builder_add_credential(
		siptrunk_builder_t *builder, const siptrunk_credential_row_t *row);
siptrunk_status_t siptrunk_builder_add_header(
		siptrunk_builder_t *builder, const siptrunk_header_row_t *row);
siptrunk_status_t siptrunk_builder_add_address(
		siptrunk_builder_t *builder, const siptrunk_address_row_t *row);
siptrunk_status_t siptrunk_builder_add_caller(
		siptrunk_builder_t *builder, const siptrunk_caller_row_t *row);
siptrunk_status_t siptrunk_builder_add_number_plan(
		siptrunk_builder_t *builder, const siptrunk_number_plan_row_t *row);
siptrunk_status_t siptrunk_builder_add_number(
		siptrunk_builder_t *builder, const siptrunk_number_row_t *row);
/** A row of another set, or one that is disabled, is passed over. */
siptrunk_status_t siptrunk_builder_add_gateway(
		siptrunk_builder_t *builder, const siptrunk_gateway_row_t *row);
siptrunk_status_t siptrunk_builder_add_notification(
		siptrunk_builder_t *builder, const siptrunk_notification_row_t *row);
siptrunk_status_t siptrunk_builder_add_api(
		siptrunk_builder_t *builder, const siptrunk_api_row_t *row);
siptrunk_status_t siptrunk_builder_add_agent(
		siptrunk_builder_t *builder, const siptrunk_agent_row_t *row);
siptrunk_status_t siptrunk_builder_add_variable(
		siptrunk_builder_t *builder, const siptrunk_variable_row_t *row);
siptrunk_status_t siptrunk_builder_add_call_id_header(
		siptrunk_builder_t *builder, const siptrunk_call_id_header_row_t *row);
siptrunk_status_t siptrunk_builder_add_header_rule(
		siptrunk_builder_t *builder, const siptrunk_header_rule_row_t *row);
siptrunk_status_t siptrunk_builder_add_transfer(
		siptrunk_builder_t *builder, const siptrunk_transfer_row_t *row);
siptrunk_status_t siptrunk_builder_add_header_policy(
		siptrunk_builder_t *builder, const siptrunk_header_policy_row_t *row);
siptrunk_status_t siptrunk_builder_add_verified_caller(
		siptrunk_builder_t *builder,
		const siptrunk_verified_caller_row_t *row);
siptrunk_status_t siptrunk_builder_add_outbound_route(
		siptrunk_builder_t *builder, const siptrunk_outbound_route_row_t *row);
siptrunk_status_t siptrunk_builder_add_premium_range(
		siptrunk_builder_t *builder, const siptrunk_premium_range_row_t *row);
siptrunk_status_t siptrunk_builder_add_response(
		siptrunk_builder_t *builder, const siptrunk_response_row_t *row);
siptrunk_status_t siptrunk_builder_add_termination(
		siptrunk_builder_t *builder, const siptrunk_termination_row_t *row);
siptrunk_status_t siptrunk_builder_add_dial_rule(
		siptrunk_builder_t *builder, const siptrunk_dial_rule_row_t *row);
siptrunk_status_t siptrunk_builder_add_registration(
		siptrunk_builder_t *builder, const siptrunk_registration_row_t *row);

/** Keeps the fingerprint of the row that was just added, its texts being
 *  values, in the order of the table's struct. */
siptrunk_status_t siptrunk_builder_add_fingerprint(siptrunk_builder_t *builder,
		int row, const siptrunk_text_t *values, size_t count);

/**
 * Cross-checks (an emergency trunk has an ANI and a caller order; no caller's
 * extension classifies as an emergency number; 911 and 933 are in the plan),
 * builds the tables and hands the configuration over. Free it with
 * siptrunk_config_free().
 */
siptrunk_status_t siptrunk_builder_finish(
		siptrunk_builder_t *builder, siptrunk_config_t **config);
const char *siptrunk_builder_error(const siptrunk_builder_t *builder);
/** The first failure, or SIPTRUNK_OK. */
siptrunk_status_t siptrunk_builder_status(const siptrunk_builder_t *builder);

void siptrunk_config_free(siptrunk_config_t *config);
/** Bytes that it takes from its allocator. */
size_t siptrunk_config_size(const siptrunk_config_t *config);

/** Is it a header that siptrunk_header sets for some trunk? */
bool siptrunk_config_is_custom(
		const siptrunk_config_t *config, siptrunk_text_t name);
/** "siptrunk_site" and so on; of GATEWAY "dispatcher". */
const char *siptrunk_stage_table(siptrunk_stage_t stage);
/** Which rows make after of before, table by table. */
void siptrunk_config_compare(const siptrunk_config_t *before,
		const siptrunk_config_t *after,
		siptrunk_changes_t changes[SIPTRUNK_STAGE_COUNT]);

/** Changes a trunk's state as if its row had been read so. Only the writer. */
void siptrunk_config_set_state(siptrunk_config_t *config,
		siptrunk_trunk_t *trunk, siptrunk_state_t state);
/** Gives the trunks the states that those of the same names have in from. */
void siptrunk_config_take_states(
		siptrunk_config_t *config, const siptrunk_config_t *from);

siptrunk_trunk_t *siptrunk_config_trunk(
		const siptrunk_config_t *config, siptrunk_text_t name);
/** The first trunk of a role, in-service ones before the others, or NULL. */
siptrunk_trunk_t *siptrunk_config_first(
		const siptrunk_config_t *config, siptrunk_role_t role);
/** A pbx that is not known by its address. */
bool siptrunk_config_is_roaming_pbx(const siptrunk_trunk_t *trunk);
/** host is the name or the host of a gateway of this trunk's, in any case. */
bool siptrunk_config_is_gateway(
		const siptrunk_trunk_t *trunk, siptrunk_text_t host);
/** The trunk that owns an E.164 number (with or without '+'), or NULL. */
siptrunk_trunk_t *siptrunk_config_owner(
		const siptrunk_config_t *config, siptrunk_text_t number);

/** May a call to trunk show number (with or without '+')? Its own ani, a number
 *  that it owns, or one of siptrunk_verified_caller. */
bool siptrunk_config_is_verified(const siptrunk_config_t *config,
		const siptrunk_trunk_t *trunk, siptrunk_text_t number);
/** For qsort and bsearch of siptrunk_verified_t. */
int siptrunk_verified_compare(const void *left, const void *right);

/** The notification of that row in its table, or NULL. */
const siptrunk_notification_t *siptrunk_config_notification(
		const siptrunk_config_t *config, int row);

/** "pbx" and so on; siptrunk_text_t for use in RPC and variables. */
siptrunk_text_t siptrunk_role_name(siptrunk_role_t role);
bool siptrunk_role_parse(siptrunk_text_t text, siptrunk_role_t *role);
siptrunk_text_t siptrunk_state_name(int state);
bool siptrunk_state_parse(siptrunk_text_t text, siptrunk_state_t *state);
/** "allow", "deny". */
siptrunk_text_t siptrunk_action_name(int action);
bool siptrunk_action_parse(siptrunk_text_t text, siptrunk_action_t *action);
siptrunk_text_t siptrunk_strangers_name(siptrunk_strangers_t strangers);
siptrunk_text_t siptrunk_refer_name(siptrunk_refer_t what);
bool siptrunk_refer_parse(siptrunk_text_t text, siptrunk_refer_t *what);
/** certificate, digest, call_id with commas between them, or empty. */
bool siptrunk_proof_parse(siptrunk_text_t text, unsigned *proof);

#define SIPTRUNK_PROOF_TEXT_MAX sizeof("certificate,digest,call_id")
/** The same; terminated; returns text. */
const char *siptrunk_proof_format(
		unsigned proof, char text[SIPTRUNK_PROOF_TEXT_MAX]);

#endif
