/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What an empty column of siptrunk_trunk means on this edge.
 *
 * Pure; main process, at start; no memory.
 */
#include "siptrunk_trunk_defaults.h"

#include <string.h>

static void give(siptrunk_trunk_defaults_t *defaults, siptrunk_role_t role,
		siptrunk_trunk_column_t column, siptrunk_text_t value)
{
	defaults->values[role][column] = value;
}

/** To every role that has none of its own already: the order does not count. */
static void give_all(siptrunk_trunk_defaults_t *defaults,
		siptrunk_trunk_column_t column, siptrunk_text_t value)
{
	siptrunk_role_t role;

	for(role = 0; role < SIPTRUNK_ROLE_COUNT; role++) {
		if(role != SIPTRUNK_ROLE_EMERGENCY
				&& defaults->values[role][column].len == 0)
			give(defaults, role, column, value);
	}
}

/** "ROLE.COLUMN" or "COLUMN"; role: SIPTRUNK_ROLE_COUNT for the second. */
static bool name_parse(siptrunk_text_t name, siptrunk_role_t *role,
		siptrunk_trunk_column_t *column, siptrunk_error_t *error)
{
	siptrunk_text_t rest, first = siptrunk_text_split(name, '.', &rest);

	*role = SIPTRUNK_ROLE_COUNT;
	*column = SIPTRUNK_TRUNK_COLUMN_COUNT;
	if(rest.s == NULL)
		rest = first;
	else if(!siptrunk_role_parse(first, role))
		return siptrunk_error_found(
				error, "pbx, agent, carrier or emergency before '.'", name);
	*column = siptrunk_trunk_column_find(rest);
	return (*column < SIPTRUNK_TRUNK_COLUMN_COUNT
				   && siptrunk_trunk_columns[*column].fallback != NULL)
		   || siptrunk_error_found(error,
				   "a column of siptrunk_trunk that a row may leave empty",
				   name);
}

static bool entry_parse(siptrunk_text_t entry, bool of_a_role,
		siptrunk_trunk_defaults_t *defaults, siptrunk_error_t *error)
{
	siptrunk_text_t value;
	siptrunk_text_t name =
			siptrunk_text_trim(siptrunk_text_split(entry, '=', &value));
	siptrunk_trunk_column_t column;
	siptrunk_role_t role;

	if(value.s == NULL)
		return siptrunk_error_found(error, "COLUMN=VALUE", entry);
	value = siptrunk_text_trim(value);
	if(!name_parse(name, &role, &column, error)
			|| !siptrunk_trunk_columns[column].check(value, error))
		return false;
	if(role == SIPTRUNK_ROLE_COUNT && !of_a_role)
		give_all(defaults, column, value);
	else if(role < SIPTRUNK_ROLE_COUNT && of_a_role)
		give(defaults, role, column, value);
	return true;
}

static bool pass(siptrunk_text_t text, bool of_a_role,
		siptrunk_trunk_defaults_t *defaults, siptrunk_error_t *error)
{
	while(text.s != NULL) {
		siptrunk_text_t entry =
				siptrunk_text_trim(siptrunk_text_split(text, ';', &text));

		if(entry.len > 0 && !entry_parse(entry, of_a_role, defaults, error))
			return false;
	}
	return true;
}

bool siptrunk_trunk_defaults_parse(siptrunk_text_t text,
		siptrunk_trunk_defaults_t *defaults, siptrunk_error_t *error)
{
	memset(defaults, 0, sizeof(*defaults));
	return pass(text, true, defaults, error)
		   && pass(text, false, defaults, error);
}
