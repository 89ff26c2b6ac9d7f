/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What a process writes to, a disk or a database, and whether it takes it: one
 * that does not is tried again later, ever more seldom, and alarms once.
 *
 * Any process but a SIP worker; memory of the caller's.
 */
#ifndef SIPTRUNK_OUTLET_H
#define SIPTRUNK_OUTLET_H

#include "siptrunk_stats.h"
#include "siptrunk_text.h"

typedef struct siptrunk_outlet
{
	const char *what;
	const char *meanwhile; /**< what becomes of what it does not take */
	siptrunk_stat_t stat;  /**< counts its failures */
	int longest;		   /**< seconds from one try to the next, at most */
	unsigned failures;	   /**< in a row */
	int64_t due;		   /**< of the next try */
} siptrunk_outlet_t;

bool siptrunk_outlet_may_try(const siptrunk_outlet_t *outlet);
/** What came of a try, which is returned; error says why it was not taken. */
bool siptrunk_outlet_note(
		siptrunk_outlet_t *outlet, bool taken, const siptrunk_error_t *error);

#endif
