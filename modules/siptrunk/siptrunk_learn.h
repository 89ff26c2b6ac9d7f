/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What the edge learns about addresses while it runs, put in force and kept in
 * the table siptrunk_learned.
 *
 * The processes of RPC and resolver; shared memory. Each of these functions is
 * a writer (siptrunk_snapshot_writer_begin) unless it says otherwise.
 */
#ifndef SIPTRUNK_LEARN_H
#define SIPTRUNK_LEARN_H

#include "siptrunk_database.h"
#include "siptrunk_snapshot.h"

/** Longest life of a temporary entry: 366 days. */
#define SIPTRUNK_LIFETIME_MAX_S (366L * 24 * 60 * 60)

/** The overlay for a new configuration: what the table has, and the answers of
 *  the DNS that could not be stored there. Of memory; on no memory error says
 *  nothing. The caller is the writer. */
siptrunk_status_t siptrunk_learn_overlay(const siptrunk_database_t *database,
		const siptrunk_config_t *config, const siptrunk_allocator_t *memory,
		siptrunk_overlay_t **overlay, siptrunk_error_t *error);
/** The same without the table, from what is in force, of shared memory. NULL:
 *  there is none. */
siptrunk_overlay_t *siptrunk_learn_overlay_again(
		const siptrunk_config_t *config);
/** Writes down what the pbx trunks have on their lists now, so that it is known
 *  when it no longer is. A failure is logged. The caller is the writer. */
void siptrunk_learn_listed(const siptrunk_database_t *database);

/** A temporary entry, for lifetime seconds; one that is there already begins
 *  anew. Only stored is it in force. */
bool siptrunk_learn_add(siptrunk_text_t trunk, const siptrunk_prefix_t *prefix,
		siptrunk_action_t action, long lifetime, siptrunk_error_t *error);
bool siptrunk_learn_remove(siptrunk_text_t trunk,
		const siptrunk_prefix_t *prefix, siptrunk_error_t *error);

/** A temporary entry of trunk has this prefix, and has not expired. No
 *  writer. */
bool siptrunk_learn_has(
		siptrunk_text_t trunk, const siptrunk_prefix_t *prefix);
/** Those that have not expired. No writer. */
size_t siptrunk_learn_temporary_count(void);

/** What the DNS answers for a host name, all of it; in force at once, stored
 *  if the database lets us (logged if not). Does nothing when that is known.
 *  false: not in force, worth another try; logged. */
bool siptrunk_learn_host(siptrunk_text_t name,
		const siptrunk_address_t *addresses, size_t count);

#endif
