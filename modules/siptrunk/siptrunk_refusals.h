/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The records of calls that the edge answers itself, before they have gone
 * anywhere: whichever route or module does it, without a transaction.
 *
 * SIP workers; the record is in shared memory (siptrunk_calls.h).
 */
#ifndef SIPTRUNK_REFUSALS_H
#define SIPTRUNK_REFUSALS_H

/** In mod_init; 0 or -1. Without the module sl there is nothing to see. */
int siptrunk_refusals_init(void);

#endif
