/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Rows of siptrunk_transfer: to whom a trunk's REFER may transfer a call.
 *
 * Pure; only the process that loads.
 */
#include "siptrunk_builder.h"

/** Whatever the list says, nobody is transferred there: a row that says so is
 *  a mistake. */
static bool is_emergency(
		const siptrunk_builder_t *builder, siptrunk_text_t number)
{
	const siptrunk_dialler_t anybody = {SIPTRUNK_TEXT(""), NULL, true};
	siptrunk_number_t found;

	siptrunk_number_classify(&builder->config->plan, number, &anybody, &found);
	return siptrunk_number_is_emergency(found.classification);
}

static siptrunk_status_t add(siptrunk_builder_t *builder, int row,
		siptrunk_text_t number, uint32_t trunk)
{
	siptrunk_transfer_t transfer = {.trunk = trunk};
	siptrunk_error_t why;

	if(!siptrunk_match_number_check(number, &why))
		return siptrunk_builder_refuse(
				builder, SIPTRUNK_STAGE_TRANSFER, row, "numbers", &why);
	if(is_emergency(builder, number))
		return siptrunk_row_refuse(
				builder, row, "numbers", "no emergency number", number);
	transfer.number = siptrunk_row_keep(builder, number);
	if(builder->status != SIPTRUNK_OK)
		return builder->status;
	return siptrunk_builder_push(
			builder, &builder->transfers, &transfer, sizeof(transfer));
}

siptrunk_status_t siptrunk_builder_add_transfer(
		siptrunk_builder_t *builder, const siptrunk_transfer_row_t *row)
{
	const siptrunk_cell_t cells[] = {
			{"match_type", row->match_type, siptrunk_check_match_type}};
	siptrunk_text_t numbers = row->numbers;
	uint32_t trunk;

	if(siptrunk_row_check(builder, SIPTRUNK_STAGE_TRANSFER, row->id, cells,
			   SIPTRUNK_CELL_COUNT(cells))
					!= SIPTRUNK_OK
			|| siptrunk_row_trunk(builder, row->id, row->trunk, &trunk)
					   != SIPTRUNK_OK)
		return builder->status;
	do {
		siptrunk_text_t number = siptrunk_text_split(numbers, ',', &numbers);

		add(builder, row->id, siptrunk_text_trim(number), trunk);
	} while(numbers.s != NULL && builder->status == SIPTRUNK_OK);
	return builder->status;
}
