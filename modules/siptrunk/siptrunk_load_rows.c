/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Rows on their way from the database to the builder.
 *
 * The process that loads; the builder's memory.
 */
#include "siptrunk_load_rows.h"

#include "siptrunk_table.h"

#include <string.h>

/** What adds a row of one kind, whose columns are v[0] and so on. */
#define ADD(kind, ...)                                                 \
	static siptrunk_status_t add_##kind(                               \
			siptrunk_builder_t *builder, int id, const siptrunk_text_t *v) \
	{                                                                  \
		siptrunk_##kind##_row_t row = {id, __VA_ARGS__};               \
                                                                       \
		return siptrunk_builder_add_##kind(builder, &row);             \
	}

static siptrunk_status_t add_trunk(
		siptrunk_builder_t *builder, int id, const siptrunk_text_t *v)
{
	siptrunk_trunk_row_t row = {.id = id};

	_Static_assert(SIPTRUNK_TRUNK_COLUMN_COUNT <= SIPTRUNK_COLUMNS_MAX,
			"siptrunk_table_read() reads fewer columns");
	memcpy(row.values, v, sizeof(row.values));
	return siptrunk_builder_add_trunk(builder, &row);
}

/* clang-format off */
ADD(site, v[0], v[1], v[2], v[3])
ADD(caller_order, v[0], v[1])
ADD(credential, v[0], v[1], v[2], v[3], v[4], v[5])
ADD(header, v[0], v[1], v[2])
ADD(address, v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10],
		v[11])
ADD(caller, v[0], v[1], v[2], v[3], v[4])
ADD(number_plan, v[0], v[1], v[2], v[3], v[4])
ADD(number, v[0], v[1])
ADD(gateway, v[0], v[1], v[2], v[3], v[4])
ADD(notification, v[0], v[1], v[2], v[3], v[4])
ADD(api, v[0], v[1], v[2], v[3], v[4], v[5])
ADD(agent, v[0], v[1], v[2], v[3], v[4], v[5])
ADD(variable, v[0], v[1], v[2], v[3])
ADD(call_id_header, v[0], v[1])
ADD(header_rule, v[0], v[1], v[2], v[3], v[4])
ADD(transfer, v[0], v[1], v[2])
ADD(header_policy, v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7])
ADD(verified_caller, v[0], v[1])
ADD(outbound_route, v[0], v[1], v[2], v[3], v[4], v[5], v[6])
ADD(premium_range, v[0], v[1], v[2], v[3])
ADD(response, v[0], v[1], v[2], v[3], v[4])
ADD(termination, v[0], v[1], v[2], v[3], v[4])
ADD(dial_rule, v[0], v[1], v[2], v[3], v[4], v[5])
ADD(registration, v[0], v[1], v[2], v[3])
/* clang-format on */

/** A row on its way from a table to the builder. */
typedef struct source
{
	siptrunk_table_t table;
	siptrunk_status_t (*add)(
			siptrunk_builder_t *builder, int id, const siptrunk_text_t *v);
} source_t;

typedef struct reading
{
	const source_t *source;
	siptrunk_builder_t *builder;
} reading_t;

static bool add_row(void *context, int id, const siptrunk_text_t *v,
		siptrunk_error_t *error)
{
	const reading_t *reading = context;
	siptrunk_builder_t *builder = reading->builder;

	if(reading->source->add(builder, id, v) == SIPTRUNK_OK
			&& siptrunk_builder_add_fingerprint(
					   builder, id, v, reading->source->table.column_count)
					   == SIPTRUNK_OK)
		return true;
	siptrunk_error_set(error, "%s", siptrunk_builder_error(builder));
	return false;
}

/* clang-format off */
#define TEXT SIPTRUNK_COLUMN_TEXT
#define NUMBER SIPTRUNK_COLUMN_NUMBER
#define SELECTED(name, kind, check, fallback) ", " kind(#name)

/** In the order that the builder demands: what is named before who names it. */
static const source_t sources[] = {
	{{str_init("siptrunk_site"),
		TEXT("name") ", " TEXT("ani") ", " TEXT("desk") ", " TEXT("callback"),
		4, add_row}, add_site},
	{{str_init("siptrunk_caller_order"),
		TEXT("name") ", " TEXT("sources"), 2, add_row}, add_caller_order},
	{{str_init("siptrunk_trunk"),
		&(SIPTRUNK_TRUNK_COLUMNS(SELECTED))[2], SIPTRUNK_TRUNK_COLUMN_COUNT,
		add_row}, add_trunk},
	{{str_init("siptrunk_credential"),
		TEXT("trunk") ", " TEXT("direction") ", " TEXT("realm") ", "
		TEXT("username") ", " TEXT("ha1") ", " TEXT("ha1_sha256"), 6,
		add_row}, add_credential},
	{{str_init("siptrunk_header"),
		TEXT("trunk") ", " TEXT("name") ", " TEXT("value"), 3, add_row},
		add_header},
	{{str_init("siptrunk_address"),
		TEXT("trunk") ", " TEXT("prefix") ", " TEXT("host") ", "
		TEXT("action") ", " TEXT("state") ", " TEXT("direction") ", "
		TEXT("transports") ", " TEXT("ports") ", " TEXT("valid_from") ", "
		TEXT("valid_until") ", " TEXT("source") ", " TEXT("dated"), 12,
		add_row}, add_address},
	{{str_init("siptrunk_caller"),
		TEXT("aor") ", " TEXT("email") ", " TEXT("extension") ", " TEXT("did")
		", " TEXT("site"), 5, add_row}, add_caller},
	{{str_init("siptrunk_number_plan"),
		TEXT("match_type") ", " TEXT("numbers") ", " TEXT("classification") ", "
		TEXT("site") ", " NUMBER("priority"), 5, add_row}, add_number_plan},
	{{str_init("siptrunk_number"),
		TEXT("number") ", " TEXT("trunk"), 2, add_row}, add_number},
	{{str_init("dispatcher"),
		NUMBER("setid") ", " TEXT("destination") ", " NUMBER("flags") ", "
		NUMBER("priority") ", " TEXT("attrs"), 5, add_row}, add_gateway},
	{{str_init("siptrunk_notification"),
		TEXT("site") ", " TEXT("target") ", " TEXT("key_file") ", "
		TEXT("ca_file") ", " TEXT("description"), 5, add_row},
		add_notification},
	{{str_init("siptrunk_api"),
		TEXT("trunk") ", " TEXT("url") ", " TEXT("api_key") ", "
		TEXT("ca_file") ", " NUMBER("deadline") ", " NUMBER("reserve"), 6,
		add_row}, add_api},
	{{str_init("siptrunk_agent"),
		TEXT("trunk") ", " TEXT("number") ", " TEXT("agent_id") ", "
		TEXT("agent_version") ", " TEXT("direction") ", " TEXT("fallback"), 6,
		add_row}, add_agent},
	{{str_init("siptrunk_variable"),
		TEXT("trunk") ", " TEXT("header") ", " TEXT("kind") ", "
		TEXT("name"), 4, add_row}, add_variable},
	{{str_init("siptrunk_call_id_header"),
		TEXT("kind") ", " TEXT("header"), 2, add_row}, add_call_id_header},
	{{str_init("siptrunk_header_rule"),
		TEXT("trunk") ", " TEXT("direction") ", " TEXT("header") ", "
		TEXT("action") ", " TEXT("new_name"), 5, add_row}, add_header_rule},
	{{str_init("siptrunk_transfer"),
		TEXT("trunk") ", " TEXT("match_type") ", " TEXT("numbers"), 3,
		add_row}, add_transfer},
	{{str_init("siptrunk_header_policy"),
		TEXT("trunk") ", " NUMBER("position") ", " TEXT("name") ", "
		TEXT("field") ", " TEXT("action") ", " TEXT("value") ", "
		TEXT("numbers") ", " TEXT("classification"), 8, add_row},
			add_header_policy},
	{{str_init("siptrunk_verified_caller"),
		TEXT("trunk") ", " TEXT("number"), 2, add_row}, add_verified_caller},
	{{str_init("siptrunk_outbound_route"),
		TEXT("name") ", " TEXT("site") ", " TEXT("classifications") ", "
		TEXT("trunks") ", " TEXT("distribution") ", " TEXT("state") ", "
		TEXT("description"), 7, add_row}, add_outbound_route},
	{{str_init("siptrunk_premium_range"),
		TEXT("prefix") ", " TEXT("description") ", " TEXT("source") ", "
		TEXT("dated"), 4, add_row}, add_premium_range},
	{{str_init("siptrunk_response"),
		TEXT("trunk") ", " TEXT("codes") ", " TEXT("class") ", "
		TEXT("action") ", " TEXT("counts"), 5, add_row}, add_response},
	{{str_init("siptrunk_termination"),
		TEXT("trunk") ", " TEXT("kind") ", " TEXT("identifier") ", "
		TEXT("context") ", " TEXT("behind"), 5, add_row}, add_termination},
	{{str_init("siptrunk_dial_rule"),
		TEXT("trunk") ", " TEXT("direction") ", " NUMBER("position") ", "
		TEXT("pattern") ", " TEXT("prefix") ", " TEXT("replacement"), 6,
		add_row}, add_dial_rule},
	{{str_init("siptrunk_registration"),
		TEXT("trunk") ", " TEXT("username") ", " TEXT("domain") ", "
		NUMBER("expires"), 4, add_row}, add_registration},
};
/* clang-format on */

#define SOURCE_COUNT (sizeof(sources) / sizeof(sources[0]))

bool siptrunk_load_rows(const siptrunk_database_t *database,
		siptrunk_builder_t *builder, siptrunk_error_t *error)
{
	bool complete = true;
	size_t i;

	for(i = 0; complete && i < SOURCE_COUNT; i++) {
		reading_t reading = {&sources[i], builder};

		complete = siptrunk_table_read(
				database, &sources[i].table, &reading, error);
	}
	return complete;
}
