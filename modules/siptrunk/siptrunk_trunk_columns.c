/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The columns of siptrunk_trunk as a table.
 *
 * Pure; any process; no memory.
 */
#include "siptrunk_trunk_columns.h"
#include "siptrunk_check_trunk.h"
#include "siptrunk_media_profile.h"

#define COLUMN(name, kind, check, fallback) \
	{#name, SIPTRUNK_COLUMN_KIND_##kind, check, fallback},

const siptrunk_column_t siptrunk_trunk_columns[SIPTRUNK_TRUNK_COLUMN_COUNT] = {
		SIPTRUNK_TRUNK_COLUMNS(COLUMN)};

siptrunk_trunk_column_t siptrunk_trunk_column_find(siptrunk_text_t name)
{
	siptrunk_trunk_column_t i;

	for(i = 0; i < SIPTRUNK_TRUNK_COLUMN_COUNT; i++) {
		if(siptrunk_text_equal(
				   name, siptrunk_text(siptrunk_trunk_columns[i].name)))
			break;
	}
	return i;
}

siptrunk_text_t siptrunk_setting_origin_name(siptrunk_setting_origin_t origin)
{
	static const char *const names[] = {"row", "local", "default"};

	return siptrunk_text(names[origin]);
}
