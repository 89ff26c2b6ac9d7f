/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * How much of what others send reaches the log.
 *
 * Any process, each for itself; no memory.
 */
#include "siptrunk_log.h"

#include "core/dprint.h"
#include "core/timer.h"

#define LOG_PAUSE_S 10

bool siptrunk_log_may(void)
{
	static ticks_t next;
	ticks_t now = get_ticks_raw();

	if(next != 0 && TICKS_LT(now, next))
		return false;
	next = now + S_TO_TICKS(LOG_PAUSE_S);
	return true;
}

void siptrunk_log_hush(void)
{
	set_local_debug_level(L_BUG);
}

void siptrunk_log_resume(void)
{
	reset_local_debug_level();
}
