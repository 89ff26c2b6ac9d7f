/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Rows of siptrunk_premium_range: numbers that cost more than others.
 *
 * Pure; only the process that loads.
 */
#include "siptrunk_builder.h"

#include <stdlib.h>

siptrunk_status_t siptrunk_builder_add_premium_range(
		siptrunk_builder_t *builder, const siptrunk_premium_range_row_t *row)
{
	const siptrunk_cell_t cells[] = {
			{"prefix", row->prefix, siptrunk_premium_check_prefix},
			{"dated", row->dated, siptrunk_check_dated}};
	siptrunk_premium_range_t range = {.row = row->id};

	if(siptrunk_row_check(builder, SIPTRUNK_STAGE_PREMIUM_RANGE, row->id, cells,
			   SIPTRUNK_CELL_COUNT(cells))
			!= SIPTRUNK_OK)
		return builder->status;
	range.prefix = siptrunk_row_keep(builder, row->prefix);
	range.description = siptrunk_row_keep(builder, row->description);
	range.source = siptrunk_row_keep(builder, row->source);
	range.dated = siptrunk_row_keep(builder, row->dated);
	if(builder->status != SIPTRUNK_OK)
		return builder->status;
	return siptrunk_builder_push(
			builder, &builder->premium, &range, sizeof(range));
}

static void refuse_twice(siptrunk_builder_t *builder,
		const siptrunk_premium_range_t *range,
		const siptrunk_premium_range_t *other)
{
	siptrunk_quoted_t quoted;
	siptrunk_error_t why;

	siptrunk_error_set(&why,
			"expected a prefix in one row, found '%s' also in row %d",
			siptrunk_text_quote(range->prefix, &quoted), other->row);
	siptrunk_builder_refuse(builder, SIPTRUNK_STAGE_PREMIUM_RANGE, range->row,
			"prefix", &why);
}

void siptrunk_builder_seal_premium(siptrunk_builder_t *builder)
{
	siptrunk_premium_ranges_t *ranges = &builder->config->premium;
	const size_t count = builder->premium.count;
	siptrunk_premium_range_t *items = siptrunk_builder_seal(
			builder, &builder->premium, sizeof(siptrunk_premium_range_t));
	size_t i;

	if(items == NULL)
		return;
	qsort(items, count, sizeof(*items), siptrunk_premium_compare);
	for(i = 1; i < count; i++) {
		if(siptrunk_premium_compare(&items[i - 1], &items[i]) == 0) {
			refuse_twice(builder, &items[i], &items[i - 1]);
			return;
		}
	}
	ranges->items = items;
	ranges->count = count;
}
