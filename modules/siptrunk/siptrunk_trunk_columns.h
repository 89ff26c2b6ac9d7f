/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The columns of siptrunk_trunk, each told once: what is selected, checked,
 * shown and read by the routing follows from here. To add one: here, and in
 * scripts/db/schema.sql.
 *
 * Pure.
 */
#ifndef SIPTRUNK_TRUNK_COLUMNS_H
#define SIPTRUNK_TRUNK_COLUMNS_H

#include "siptrunk_check.h"

/**
 * X(name, kind, check, fallback) for each column after the id, in the order in
 * which a trunk is shown. kind: TEXT or NUMBER. fallback: what an empty value
 * means where no default of the edge's own says otherwise; NULL: the row must
 * have one.
 */
/* clang-format off */
#define SIPTRUNK_TRUNK_COLUMNS(X) \
	X(name, TEXT, siptrunk_check_name, NULL) \
	X(role, TEXT, siptrunk_check_role, NULL) \
	X(state, TEXT, siptrunk_check_state, NULL) \
	X(transport, TEXT, siptrunk_check_transport, "") \
	X(gateways, NUMBER, siptrunk_check_gateways, NULL) \
	X(media, TEXT, siptrunk_check_media, "rtp") \
	X(codecs, TEXT, siptrunk_check_codecs, "") \
	X(srtp_suites, TEXT, siptrunk_check_srtp_suites, "") \
	X(transcode, TEXT, siptrunk_check_yes_no, "no") \
	X(ptime, NUMBER, siptrunk_check_ptime, "0") \
	X(dtmf, TEXT, siptrunk_check_dtmf, "rfc4733") \
	X(symmetric, TEXT, siptrunk_check_yes_no, "yes") \
	X(nat, TEXT, siptrunk_check_yes_no, "no") \
	X(ice, TEXT, siptrunk_check_yes_no, "no") \
	X(rtcp_mux, TEXT, siptrunk_check_yes_no, "no") \
	X(silence, NUMBER, siptrunk_check_limit, "20") \
	X(silence_action, TEXT, siptrunk_check_silence_action, "report") \
	X(caller_order, TEXT, siptrunk_check_description, "") \
	X(ani, TEXT, siptrunk_check_e164_or_empty, "") \
	X(outside_prefix, TEXT, siptrunk_check_outside_prefix, "") \
	X(site, TEXT, siptrunk_check_description, "") \
	X(country, TEXT, siptrunk_check_country, "") \
	X(number_format, TEXT, siptrunk_check_number_format, "any") \
	X(countries, TEXT, siptrunk_check_countries, "") \
	X(premium, TEXT, siptrunk_check_yes_no, "no") \
	X(unverified_caller, TEXT, siptrunk_check_unverified_caller, "pass") \
	X(call_limit, NUMBER, siptrunk_check_limit, "0") \
	X(call_limit_in, NUMBER, siptrunk_check_limit, "0") \
	X(call_limit_out, NUMBER, siptrunk_check_limit, "0") \
	X(call_limit_code, NUMBER, siptrunk_check_limit_code, "503") \
	X(calls_per_second, NUMBER, siptrunk_check_limit, "0") \
	X(caller_calls_per_second, NUMBER, siptrunk_check_limit, "0") \
	X(minutes_per_hour, NUMBER, siptrunk_check_limit, "0") \
	X(caller_minutes_per_hour, NUMBER, siptrunk_check_limit, "0") \
	X(destination_alarm, NUMBER, siptrunk_check_limit, "0") \
	X(registrar, TEXT, siptrunk_check_yes_no, "no") \
	X(registration_rate, NUMBER, siptrunk_check_limit, "0") \
	X(use_source_address, TEXT, siptrunk_check_yes_no, "yes") \
	X(proof, TEXT, siptrunk_check_proof, "") \
	X(certificate, TEXT, siptrunk_check_host_names, "") \
	X(authority, TEXT, siptrunk_check_digests, "") \
	X(realm, TEXT, siptrunk_check_realm, "") \
	X(strangers, TEXT, siptrunk_check_strangers, "reject") \
	X(distribution, TEXT, siptrunk_check_distribution, "sequential") \
	X(bad_certificate, TEXT, siptrunk_check_bad_certificate, "refuse") \
	X(psap_callback, TEXT, siptrunk_check_psap_callback, "ignored") \
	X(identity, TEXT, siptrunk_check_identity, "pass") \
	X(header_limit, NUMBER, siptrunk_check_limit, "20") \
	X(header_size, NUMBER, siptrunk_check_limit, "1024") \
	X(refer, TEXT, siptrunk_check_refer, "relay") \
	X(transfer_caller, TEXT, siptrunk_check_transfer_caller, "own") \
	X(topology, TEXT, siptrunk_check_topology, "show") \
	X(description, TEXT, siptrunk_check_description, "")
/* clang-format on */

/** SIPTRUNK_TRUNK_COLUMN(media): its index. */
#define SIPTRUNK_TRUNK_COLUMN(name) siptrunk_trunk_column_##name
#define SIPTRUNK_TRUNK_COLUMN_INDEX(name, kind, check, fallback) \
	SIPTRUNK_TRUNK_COLUMN(name),
typedef enum siptrunk_trunk_column
{
	SIPTRUNK_TRUNK_COLUMNS(SIPTRUNK_TRUNK_COLUMN_INDEX)
			SIPTRUNK_TRUNK_COLUMN_COUNT
} siptrunk_trunk_column_t;

/** A row as the database gives it: empty = NULL. */
#define SIPTRUNK_TRUNK_COLUMN_FIELD(name, kind, check, fallback) \
	siptrunk_text_t name;
typedef struct siptrunk_trunk_row
{
	int id;
	union
	{
		siptrunk_text_t values[SIPTRUNK_TRUNK_COLUMN_COUNT];
		struct
		{
			SIPTRUNK_TRUNK_COLUMNS(SIPTRUNK_TRUNK_COLUMN_FIELD)
		};
	};
} siptrunk_trunk_row_t;

typedef enum siptrunk_column_kind
{
	SIPTRUNK_COLUMN_KIND_TEXT,
	SIPTRUNK_COLUMN_KIND_NUMBER
} siptrunk_column_kind_t;

typedef struct siptrunk_column
{
	const char *name;
	siptrunk_column_kind_t kind;
	siptrunk_check_f check;
	const char *fallback; /**< NULL: a row must have a value */
} siptrunk_column_t;

extern const siptrunk_column_t
		siptrunk_trunk_columns[SIPTRUNK_TRUNK_COLUMN_COUNT];

/** The column of this name, or SIPTRUNK_TRUNK_COLUMN_COUNT. */
siptrunk_trunk_column_t siptrunk_trunk_column_find(siptrunk_text_t name);

/** Where a value that is in effect comes from. */
typedef enum siptrunk_setting_origin
{
	SIPTRUNK_SETTING_ROW,
	SIPTRUNK_SETTING_LOCAL, /**< siptrunk_trunk_defaults.h */
	SIPTRUNK_SETTING_DEFAULT
} siptrunk_setting_origin_t;

/** "row", "local", "default". */
siptrunk_text_t siptrunk_setting_origin_name(siptrunk_setting_origin_t origin);

#endif
