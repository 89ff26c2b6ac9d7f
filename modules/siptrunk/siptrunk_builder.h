/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Inside of the configuration's builder, shared by the files that take rows
 * (siptrunk_rows*.c) and those that make tables of them
 * (siptrunk_builder*.c). Users include siptrunk_config.h.
 *
 * Pure; only the process that loads.
 */
#ifndef SIPTRUNK_BUILDER_H
#define SIPTRUNK_BUILDER_H

#include "siptrunk_check.h"
#include "siptrunk_config.h"

/** A growing array of scratch memory. */
typedef struct siptrunk_list
{
	void *items;
	size_t count;
	size_t capacity;
} siptrunk_list_t;

typedef struct siptrunk_named_order
{
	siptrunk_text_t name;
	siptrunk_caller_order_t order;
} siptrunk_named_order_t;

typedef struct siptrunk_pending_credential
{
	siptrunk_credential_t credential;
	uint32_t trunk;
} siptrunk_pending_credential_t;

typedef struct siptrunk_pending_header
{
	siptrunk_header_t header;
	uint32_t trunk;
} siptrunk_pending_header_t;

typedef struct siptrunk_pending_header_rule
{
	siptrunk_header_rule_t rule;
	uint32_t trunk;
} siptrunk_pending_header_rule_t;

typedef struct siptrunk_pending_policy
{
	siptrunk_policy_t policy;
	uint32_t trunk;
	int row;
} siptrunk_pending_policy_t;

typedef struct siptrunk_pending_dial_rule
{
	siptrunk_dial_rule_t rule;
	uint32_t trunk;
} siptrunk_pending_dial_rule_t;

typedef struct siptrunk_pending_number
{
	siptrunk_owned_t owned;
	int row;
} siptrunk_pending_number_t;

/** Of a siptrunk_pending_response_t. */
#define SIPTRUNK_EVERY_TRUNK UINT32_MAX

typedef struct siptrunk_pending_response
{
	siptrunk_response_codes_t codes;
	siptrunk_response_t response;
	uint32_t trunk;
	int row;
} siptrunk_pending_response_t;

/**
 * Rows collect in lists; when the next table begins, the list of the last
 * one becomes its place in config, so that later rows can point at it.
 */
struct siptrunk_builder
{
	const siptrunk_allocator_t *scratch; /**< of the lists and this struct */
	siptrunk_warning_f warning;
	const siptrunk_trunk_defaults_t *trunk_defaults; /**< or NULL */
	siptrunk_status_t status; /**< first failure */
	siptrunk_error_t error;
	siptrunk_stage_t stage;	  /**< table whose rows are coming */
	siptrunk_config_t *config; /**< NULL once handed over */
	siptrunk_list_t fingerprints; /**< siptrunk_fingerprint_t, of the stage */
	siptrunk_list_t sites;	   /**< siptrunk_site_t */
	siptrunk_list_t orders;	   /**< siptrunk_named_order_t */
	siptrunk_list_t trunks;	   /**< siptrunk_trunk_t */
	siptrunk_list_t headers;   /**< siptrunk_pending_header_t */
	siptrunk_list_t credentials; /**< siptrunk_pending_credential_t */
	siptrunk_list_t prefixes;  /**< siptrunk_prefix_row_t */
	siptrunk_list_t details;   /**< siptrunk_detail_t */
	siptrunk_list_t hosts;	   /**< siptrunk_host_t */
	siptrunk_list_t callers;   /**< siptrunk_caller_t */
	siptrunk_list_t rules;	   /**< siptrunk_number_rule_t */
	siptrunk_list_t numbers;   /**< siptrunk_pending_number_t */
	siptrunk_list_t gateways;  /**< siptrunk_gateway_t */
	siptrunk_list_t notifications; /**< siptrunk_notification_t */
	siptrunk_list_t apis;	   /**< siptrunk_api_t */
	siptrunk_list_t agents;	   /**< siptrunk_agent_t */
	siptrunk_list_t variables; /**< siptrunk_variable_t */
	siptrunk_list_t id_headers;	   /**< siptrunk_id_header_t */
	siptrunk_list_t header_rules;  /**< siptrunk_pending_header_rule_t */
	siptrunk_list_t transfers; /**< siptrunk_transfer_t */
	siptrunk_list_t policies;  /**< siptrunk_pending_policy_t */
	siptrunk_list_t verified;  /**< siptrunk_verified_t */
	siptrunk_list_t routes;	   /**< siptrunk_route_t */
	siptrunk_list_t premium;   /**< siptrunk_premium_range_t */
	siptrunk_list_t responses; /**< siptrunk_pending_response_t */
	siptrunk_list_t terminations; /**< siptrunk_termination_t */
	siptrunk_list_t dial_rules; /**< siptrunk_pending_dial_rule_t */
	siptrunk_list_t registrations; /**< siptrunk_own_registration_t */
};

/** Finishes the tables before stage; refuses a table that came too late. */
siptrunk_status_t siptrunk_builder_enter(
		siptrunk_builder_t *builder, siptrunk_stage_t stage);

siptrunk_status_t siptrunk_builder_no_memory(siptrunk_builder_t *builder);
/** Room in the configuration for count items of that size; NULL: no memory, and
 *  the builder knows. */
void *siptrunk_builder_alloc(
		siptrunk_builder_t *builder, size_t count, size_t size);

/** Refuses a row; why as a check wrote it. */
siptrunk_status_t siptrunk_builder_refuse(siptrunk_builder_t *builder,
		siptrunk_stage_t table, int row, const char *column,
		const siptrunk_error_t *why);

/** Passes on what is suspicious about a row. */
void siptrunk_builder_warn(siptrunk_builder_t *builder, siptrunk_stage_t table,
		int row, const char *column, const siptrunk_error_t *why);

/** Appends a copy of the item. */
siptrunk_status_t siptrunk_builder_push(siptrunk_builder_t *builder,
		siptrunk_list_t *list, const void *item, size_t size);

/** Moves a list into the arena; NULL and a failed builder on no memory. */
void *siptrunk_builder_seal(
		siptrunk_builder_t *builder, siptrunk_list_t *list, size_t size);

/* Of registered calls (siptrunk_builder_agent.c). */
void siptrunk_builder_seal_apis(siptrunk_builder_t *builder);
void siptrunk_builder_seal_agents(siptrunk_builder_t *builder);
void siptrunk_builder_seal_variables(siptrunk_builder_t *builder);

/** Refuses a number plan that does not fit together, or not with the trunks and
 *  callers: all three are in their tables. */
void siptrunk_builder_check_plan(siptrunk_builder_t *builder);

/** Refuses trunks that register or are not known by their address, and lack
 *  what that takes (siptrunk_builder_registrar.c). */
void siptrunk_builder_check_registrars(siptrunk_builder_t *builder);

/** Groups the credentials by trunk. */
void siptrunk_builder_seal_credentials(siptrunk_builder_t *builder);
/** Groups the headers by trunk. */
void siptrunk_builder_seal_headers(siptrunk_builder_t *builder);
/** Sorts the numbers; refuses one that is there twice. */
void siptrunk_builder_seal_numbers(siptrunk_builder_t *builder);
/** Sorts the gateways, and gives each trunk those of its set. */
void siptrunk_builder_seal_gateways(siptrunk_builder_t *builder);
/** Groups the header rules by trunk. */
void siptrunk_builder_seal_header_rules(siptrunk_builder_t *builder);
/** Groups the dial rules by trunk, in the order in which they are tried. */
void siptrunk_builder_seal_dial_rules(siptrunk_builder_t *builder);

/** Groups the header policies by trunk, in their order. */
void siptrunk_builder_seal_policies(siptrunk_builder_t *builder);
void siptrunk_builder_seal_verified(siptrunk_builder_t *builder);
/** Sorts the premium ranges; refuses one that is there twice. */
void siptrunk_builder_seal_premium(siptrunk_builder_t *builder);
/** Gives each trunk its table of responses. */
void siptrunk_builder_seal_responses(siptrunk_builder_t *builder);
/** Gives each trunk its registration. */
void siptrunk_builder_seal_registrations(siptrunk_builder_t *builder);

/* Shared by the files that take rows. */

/** A column, and what its value must be. */
typedef struct siptrunk_cell
{
	const char *column;
	siptrunk_text_t value;
	siptrunk_check_f check;
} siptrunk_cell_t;

#define SIPTRUNK_CELL_COUNT(cells) (sizeof(cells) / sizeof((cells)[0]))

/** Begins a row: enters its table and checks its columns one by one. */
siptrunk_status_t siptrunk_row_check(siptrunk_builder_t *builder,
		siptrunk_stage_t table, int row, const siptrunk_cell_t *cells,
		size_t count);
/** Refuses a value for what the rest of the row or other rows say. */
siptrunk_status_t siptrunk_row_refuse(siptrunk_builder_t *builder, int row,
		const char *column, const char *expected, siptrunk_text_t found);
/** Copies text; on no memory the builder has failed. */
siptrunk_text_t siptrunk_row_keep(
		siptrunk_builder_t *builder, siptrunk_text_t text);
/** Host names and hexadecimal digits, which are that long at most. */
#define SIPTRUNK_LOWER_MAX 256
/** The same in lower case, in which they compare. */
siptrunk_text_t siptrunk_row_keep_lower(
		siptrunk_builder_t *builder, siptrunk_text_t text);
/** The site that a row names in its column "site"; NULL when it names none. */
siptrunk_status_t siptrunk_row_site(siptrunk_builder_t *builder, int row,
		siptrunk_text_t name, const siptrunk_site_t **site);
/** The media columns of a trunk's row; of the trunk, role and transport are
 *  read. */
siptrunk_status_t siptrunk_row_media_profile(siptrunk_builder_t *builder,
		const siptrunk_trunk_row_t *row, siptrunk_trunk_t *trunk);
/** The index of the trunk that a row names in its column "trunk". */
siptrunk_status_t siptrunk_row_trunk(siptrunk_builder_t *builder, int row,
		siptrunk_text_t name, uint32_t *index);
/** The same of a rule that no emergency call passes: one of an emergency trunk
 *  would be ignored, and is refused. */
siptrunk_status_t siptrunk_row_ordinary_trunk(siptrunk_builder_t *builder,
		int row, siptrunk_text_t name, uint32_t *index);

#endif
