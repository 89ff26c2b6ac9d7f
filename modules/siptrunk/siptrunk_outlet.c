/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What a process writes to, and whether it takes it.
 *
 * Any process but a SIP worker; memory of the caller's.
 */
#include "siptrunk_outlet.h"

#include "siptrunk_backoff.h"
#include "siptrunk_clock.h"

#include "core/dprint.h"

/** Seconds between two tries, after one that failed: twice as long each
 *  time. */
#define RETRY_MIN_S 1

bool siptrunk_outlet_may_try(const siptrunk_outlet_t *outlet)
{
	return outlet->failures == 0 || outlet->due <= siptrunk_clock_steady_s();
}

static void failed(siptrunk_outlet_t *outlet, const siptrunk_error_t *error)
{
	if(outlet->failures++ == 0)
		LM_ERR("%s: %s; %s\n", outlet->what, error->text, outlet->meanwhile);
	siptrunk_stats_add(outlet->stat, 1);
	outlet->due = siptrunk_clock_steady_s()
				  + siptrunk_backoff_pause(
						  RETRY_MIN_S, outlet->longest, outlet->failures);
}

static void works(siptrunk_outlet_t *outlet)
{
	if(outlet->failures > 0)
		LM_NOTICE("%s: works again\n", outlet->what);
	outlet->failures = 0;
}

bool siptrunk_outlet_note(
		siptrunk_outlet_t *outlet, bool taken, const siptrunk_error_t *error)
{
	if(taken)
		works(outlet);
	else
		failed(outlet, error);
	return taken;
}
