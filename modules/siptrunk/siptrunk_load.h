/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * From the database to a configuration in force, and a trunk's state back.
 *
 * Main process at start, the RPC's process later; never on a call's path.
 */
#ifndef SIPTRUNK_LOAD_H
#define SIPTRUNK_LOAD_H

#include "siptrunk_config.h"

/** What a load did, or would do. */
typedef struct siptrunk_load_report
{
	siptrunk_changes_t changes[SIPTRUNK_STAGE_COUNT];
	size_t needed; /**< of a dry run: bytes of shared memory that it takes */
} siptrunk_load_report_t;

/** Reads the parameter trunk_defaults. 0, or -1 after an error. */
int siptrunk_load_init(void);

/**
 * Reads, checks and publishes. On any error the configuration in force stays,
 * error says what is wrong, one log line and a counter record it.
 * The new generation, or 0.
 */
unsigned siptrunk_load(siptrunk_load_report_t *report, siptrunk_error_t *error);
/** The same up to where it would be published, in private memory. The
 *  generation in force, or 0. */
unsigned siptrunk_load_dry_run(
		siptrunk_load_report_t *report, siptrunk_error_t *error);
/** Puts the configuration before the one in force back, without the database
 *  if need be; the trunks keep the states that they have now. The new
 *  generation, or 0. */
unsigned siptrunk_load_rollback(
		siptrunk_load_report_t *report, siptrunk_error_t *error);

/** Changes a trunk's state, in the database first (so that it lasts) and then
 *  in the configuration in force. On error nothing changed. */
bool siptrunk_load_set_state(
		siptrunk_text_t trunk, siptrunk_state_t state, siptrunk_error_t *error);

#endif
