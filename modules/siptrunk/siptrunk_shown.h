/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * From where somebody has shown lately who he is, in memory of a fixed size.
 *
 * Pure. Any process, at the same time: each slot is one atomic word, so there
 * is no lock and nothing to clean up. Of a source only a keyed hash is kept,
 * of which nobody can make up another source's.
 */
#ifndef SIPTRUNK_SHOWN_H
#define SIPTRUNK_SHOWN_H

#include "siptrunk_prefix.h"

/** Twice as long as a registration may last (max_expires). */
#define SIPTRUNK_SHOWN_SECONDS 600
/** Powers of two: 16,384 sources. */
#define SIPTRUNK_SHOWN_BUCKETS 2048
#define SIPTRUNK_SHOWN_WAYS 8

typedef struct siptrunk_shown
{
	uint64_t key[2]; /**< random */
	/** Hash in the upper half, until when in the lower: 0 is nobody's. */
	uint64_t slots[SIPTRUNK_SHOWN_BUCKETS][SIPTRUNK_SHOWN_WAYS];
} siptrunk_shown_t;

/** One connection, or one port of datagrams. */
typedef struct siptrunk_flow
{
	siptrunk_address_t address;
	uint16_t port;
	uint8_t transport; /**< siptrunk_transport_t */
} siptrunk_flow_t;

void siptrunk_shown_init(siptrunk_shown_t *shown, const uint64_t key[2]);

/** It has shown it now (seconds, never going back). When there is no place,
 *  whoever has not shown it for longest gives way. */
void siptrunk_shown_note(
		siptrunk_shown_t *shown, const siptrunk_flow_t *flow, uint32_t now);

/** Has it, in the last SIPTRUNK_SHOWN_SECONDS? */
bool siptrunk_shown_has(const siptrunk_shown_t *shown,
		const siptrunk_flow_t *flow, uint32_t now);

#endif
