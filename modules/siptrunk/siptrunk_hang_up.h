/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Ends a call that is up, on both sides, by module dialog.
 *
 * The media process; dialog's and tm's memory.
 */
#ifndef SIPTRUNK_HANG_UP_H
#define SIPTRUNK_HANG_UP_H

#include "siptrunk_call_record.h"

/**
 * Sends each side a BYE that says why (RFC 3326). Never in an emergency call or
 * a call-back, as the dialog knows it, whatever the record says. Nor in one
 * with a peer behind a NAT, whom that BYE would not reach.
 *
 * @param why a text without quotes
 * @return false: it goes on (logged, with why)
 */
bool siptrunk_hang_up(const siptrunk_call_record_t *record, const char *why);

#endif
