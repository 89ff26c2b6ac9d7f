/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Asks the agents' APIs how many calls their accounts have.
 *
 * The HTTP process.
 */
#ifndef SIPTRUNK_API_POLL_H
#define SIPTRUNK_API_POLL_H

/** Again and again: asks those whose turn it is. */
void siptrunk_api_poll_tick(void);

#endif
