/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * A growing list of what was learned, from which an overlay is made.
 *
 * Pure. The process that publishes; the memory of whoever makes the list.
 */
#ifndef SIPTRUNK_GATHERED_H
#define SIPTRUNK_GATHERED_H

#include "siptrunk_learned.h"

typedef struct siptrunk_gathered
{
	siptrunk_arena_t arena; /**< of their texts */
	siptrunk_learned_t *items;
	size_t count;
	size_t room;
} siptrunk_gathered_t;

/** An empty list; memory must outlive it. */
void siptrunk_gathered_init(siptrunk_gathered_t *gathered,
		const siptrunk_allocator_t *memory);
void siptrunk_gathered_free(siptrunk_gathered_t *gathered);

/** Appends a copy of item, its texts too. false: no memory. */
bool siptrunk_gathered_add(
		siptrunk_gathered_t *gathered, const siptrunk_learned_t *item);
/** The same, unless siptrunk_gathered_has() it. */
bool siptrunk_gathered_add_once(
		siptrunk_gathered_t *gathered, const siptrunk_learned_t *item);
/** Is there one that siptrunk_learned_same() calls the same? */
bool siptrunk_gathered_has(
		const siptrunk_gathered_t *gathered, const siptrunk_learned_t *item);

/** Columns of table siptrunk_learned, in this order: kind, trunk, host, prefix,
 *  action, expires. */
#define SIPTRUNK_LEARNED_COLUMNS 6
/** Appends a row of that table. false: not one, or no memory; error says so. */
bool siptrunk_gathered_add_row(siptrunk_gathered_t *gathered, int id,
		const siptrunk_text_t columns[SIPTRUNK_LEARNED_COLUMNS],
		siptrunk_error_t *error);

#endif
