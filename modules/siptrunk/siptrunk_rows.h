/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Rows as a database gives them: id, then text columns; empty = NULL. (That of
 * siptrunk_trunk is made of its columns, siptrunk_trunk_columns.h.)
 *
 * Pure; types only; only the process that loads.
 */
#ifndef SIPTRUNK_ROWS_H
#define SIPTRUNK_ROWS_H

#include "siptrunk_text.h"

typedef struct siptrunk_caller_order_row
{
	int id;
	siptrunk_text_t name, sources;
} siptrunk_caller_order_row_t;

typedef struct siptrunk_credential_row
{
	int id;
	siptrunk_text_t trunk, direction, realm, username, ha1, ha1_sha256;
} siptrunk_credential_row_t;

typedef struct siptrunk_address_row
{
	int id;
	siptrunk_text_t trunk, prefix, host, action, state, direction, transports,
			ports, valid_from, valid_until, source, dated;
} siptrunk_address_row_t;

typedef struct siptrunk_header_row
{
	int id;
	siptrunk_text_t trunk, name, value;
} siptrunk_header_row_t;

typedef struct siptrunk_site_row
{
	int id;
	siptrunk_text_t name, ani, desk, callback;
} siptrunk_site_row_t;

typedef struct siptrunk_caller_row
{
	int id;
	siptrunk_text_t aor, email, extension, did, site;
} siptrunk_caller_row_t;

typedef struct siptrunk_number_plan_row
{
	int id;
	siptrunk_text_t match_type, numbers, classification, site, priority;
} siptrunk_number_plan_row_t;

typedef struct siptrunk_number_row
{
	int id;
	siptrunk_text_t number, trunk;
} siptrunk_number_row_t;

/** Of the table dispatcher. */
typedef struct siptrunk_gateway_row
{
	int id;
	siptrunk_text_t set, destination, flags, priority, attrs;
} siptrunk_gateway_row_t;

typedef struct siptrunk_notification_row
{
	int id;
	siptrunk_text_t site, target, key_file, ca_file, description;
} siptrunk_notification_row_t;

typedef struct siptrunk_api_row
{
	int id;
	siptrunk_text_t trunk, url, api_key, ca_file, deadline, reserve;
} siptrunk_api_row_t;

typedef struct siptrunk_agent_row
{
	int id;
	siptrunk_text_t trunk, number, agent_id, agent_version, direction, fallback;
} siptrunk_agent_row_t;

typedef struct siptrunk_variable_row
{
	int id;
	siptrunk_text_t trunk, header, kind, name;
} siptrunk_variable_row_t;

typedef struct siptrunk_call_id_header_row
{
	int id;
	siptrunk_text_t kind, header;
} siptrunk_call_id_header_row_t;

typedef struct siptrunk_header_rule_row
{
	int id;
	siptrunk_text_t trunk, direction, header, action, new_name;
} siptrunk_header_rule_row_t;

typedef struct siptrunk_transfer_row
{
	int id;
	siptrunk_text_t trunk, match_type, numbers;
} siptrunk_transfer_row_t;

typedef struct siptrunk_header_policy_row
{
	int id;
	siptrunk_text_t trunk, position, name, field, action, value, numbers,
			classification;
} siptrunk_header_policy_row_t;

typedef struct siptrunk_verified_caller_row
{
	int id;
	siptrunk_text_t trunk, number;
} siptrunk_verified_caller_row_t;

typedef struct siptrunk_outbound_route_row
{
	int id;
	siptrunk_text_t name, site, classifications, trunks, distribution, state,
			description;
} siptrunk_outbound_route_row_t;

typedef struct siptrunk_premium_range_row
{
	int id;
	siptrunk_text_t prefix, description, source, dated;
} siptrunk_premium_range_row_t;

typedef struct siptrunk_response_row
{
	int id;
	siptrunk_text_t trunk, codes, class, action, counts;
} siptrunk_response_row_t;

typedef struct siptrunk_dial_rule_row
{
	int id;
	siptrunk_text_t trunk, direction, position, pattern, prefix, replacement;
} siptrunk_dial_rule_row_t;

typedef struct siptrunk_termination_row
{
	int id;
	siptrunk_text_t trunk, kind, identifier, context, behind;
} siptrunk_termination_row_t;

typedef struct siptrunk_registration_row
{
	int id;
	siptrunk_text_t trunk, username, domain, expires;
} siptrunk_registration_row_t;

#endif
