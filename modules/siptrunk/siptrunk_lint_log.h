/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Findings about the access lists, in the log.
 *
 * The process that loads, and a timer's.
 */
#ifndef SIPTRUNK_LINT_LOG_H
#define SIPTRUNK_LINT_LOG_H

#include "siptrunk_lint.h"

/** Lines of one report; the rest is a number. */
#define SIPTRUNK_LINT_LINES_MAX 20

/** What a load says about its configuration. */
void siptrunk_lint_log(const siptrunk_config_t *config);
/** Only what time brings: rows of the configuration in force that have expired
 *  or soon will. */
void siptrunk_lint_log_expiry(void);

#endif
