/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What was refused, in one log line now and then instead of one per message.
 *
 * A timer process.
 */
#ifndef SIPTRUNK_SUMMARY_H
#define SIPTRUNK_SUMMARY_H

/** In mod_init; 0 or -1. Seconds between two lines; when nothing was refused
 *  there is none. */
int siptrunk_summary_init(int interval);

#endif
