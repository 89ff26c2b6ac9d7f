/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Tells of sides of a call from which nothing comes, and ends an agent's call
 * where its trunk wants that.
 *
 * The media process.
 */
#ifndef SIPTRUNK_ONE_WAY_H
#define SIPTRUNK_ONE_WAY_H

#include "siptrunk_call_record.h"
#include "siptrunk_watches.h"

/**
 * One look at a call that is up.
 *
 * @param record of the call; NULL: begun before Kamailio was started anew
 * @return which legs have just become silent: bits, 1 << siptrunk_leg_t
 */
unsigned siptrunk_one_way_look(siptrunk_watch_t *watch,
		const siptrunk_media_report_t *report,
		const siptrunk_call_record_t *record);

/** Such a call may be ended for silence: it is one of an agent's whose trunk
 *  wants that, and has nothing to do with help. */
bool siptrunk_one_way_ends(
		const siptrunk_call_record_t *record, bool emergency);

#endif
