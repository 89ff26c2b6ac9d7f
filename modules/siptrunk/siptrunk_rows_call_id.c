/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Rows of siptrunk_call_id_header: in which headers others tell the ids that
 * they know a call by.
 *
 * Pure; only the process that loads.
 */
#include "siptrunk_builder.h"

static bool check_kind(siptrunk_text_t value, siptrunk_error_t *error)
{
	siptrunk_id_kind_t kind;

	return siptrunk_id_kind_parse(value, &kind)
		   || siptrunk_error_found(
				   error, "conversation, agent or carrier", value);
}

/** A header that has two kinds would have two owners. */
static bool is_known(const siptrunk_builder_t *builder, siptrunk_text_t name)
{
	const siptrunk_id_header_t *headers = builder->id_headers.items;
	size_t i;

	for(i = 0; i < builder->id_headers.count; i++) {
		if(siptrunk_text_equal_nocase(headers[i].name, name))
			return true;
	}
	return false;
}

siptrunk_status_t siptrunk_builder_add_call_id_header(
		siptrunk_builder_t *builder, const siptrunk_call_id_header_row_t *row)
{
	const siptrunk_cell_t cells[] = {{"kind", row->kind, check_kind},
			{"header", row->header, siptrunk_header_name_check}};
	siptrunk_id_header_t header;

	if(siptrunk_row_check(builder, SIPTRUNK_STAGE_CALL_ID_HEADER, row->id,
			   cells, SIPTRUNK_CELL_COUNT(cells))
			!= SIPTRUNK_OK)
		return builder->status;
	if(is_known(builder, row->header))
		return siptrunk_row_refuse(
				builder, row->id, "header", "a new header", row->header);
	siptrunk_id_kind_parse(row->kind, &header.kind);
	header.name = siptrunk_row_keep(builder, row->header);
	if(builder->status != SIPTRUNK_OK)
		return builder->status;
	return siptrunk_builder_push(
			builder, &builder->id_headers, &header, sizeof(header));
}
