/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * How much of what others send reaches the log.
 *
 * Any process, each for itself; no memory.
 */
#ifndef SIPTRUNK_LOG_H
#define SIPTRUNK_LOG_H

#include <stdbool.h>

/** What peers send decides how often some errors happen: one line per process
 *  in ten seconds is enough to act on. */
bool siptrunk_log_may(void);

/** Between these two Kamailio itself, too, logs nothing but its own bugs. */
void siptrunk_log_hush(void);
void siptrunk_log_resume(void);

#endif
