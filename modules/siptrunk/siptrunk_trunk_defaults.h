/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What an empty column of siptrunk_trunk means on this edge, as its local file
 * says (TRUNK_DEFAULTS).
 *
 * Pure. Written once, at start.
 */
#ifndef SIPTRUNK_TRUNK_DEFAULTS_H
#define SIPTRUNK_TRUNK_DEFAULTS_H

#include "siptrunk_config.h"

/** Values of each role's trunks; empty: the column's own fallback. */
struct siptrunk_trunk_defaults
{
	siptrunk_text_t values[SIPTRUNK_ROLE_COUNT][SIPTRUNK_TRUNK_COLUMN_COUNT];
};

/**
 * Reads "call_limit=100;agent.topology=hide;carrier.country=US". Without a role
 * a default is every trunk's but those of role emergency: what suits ordinary
 * calls must not reach an emergency call unnamed.
 *
 * @param text the values are slices of it
 * @return false and error: an unknown role or column, one that each row must
 *   have, or a value that the column may not hold
 */
bool siptrunk_trunk_defaults_parse(siptrunk_text_t text,
		siptrunk_trunk_defaults_t *defaults, siptrunk_error_t *error);

#endif
