/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What was refused, in one log line now and then instead of one per message.
 *
 * A timer process; no memory.
 */
#include "siptrunk_summary.h"

#include "siptrunk_screen.h"
#include "siptrunk_stats.h"

#include "core/dprint.h"
#include "core/timer_proc.h"

/** Counters that tell of a refusal, and what the line calls them. */
static const struct
{
	siptrunk_stat_t stat;
	const char *what;
} parts[] = {
		{SIPTRUNK_STAT_ACCESS_UNKNOWN, "unknown"},
		{SIPTRUNK_STAT_ACCESS_DENIED, "denied"},
		{SIPTRUNK_STAT_ACCESS_UNPROVED, "without proof"},
		{SIPTRUNK_STAT_ACCESS_FLOOD, "over the rate"},
		{SIPTRUNK_STAT_ACCESS_MALFORMED, "no SIP"},
};
#define PARTS (sizeof(parts) / sizeof(parts[0]))

static int seconds;

/** "12 unknown, 3 denied" of what has grown; the length, 0 when nothing has. */
static int describe(char *text, size_t size)
{
	static long before[PARTS];
	int len = 0;
	size_t i;

	for(i = 0; i < PARTS; i++) {
		long value = siptrunk_stats_value(parts[i].stat);

		if(value > before[i])
			len += snprintf(text + len, size - len, "%s%ld %s",
					len > 0 ? ", " : "", value - before[i], parts[i].what);
		before[i] = value;
	}
	return len;
}

static void sum_up(unsigned int ticks, void *param)
{
	char text[PARTS * 40];
	siptrunk_strangers_heard_t heard;

	siptrunk_screen_heard(&heard);
	if(describe(text, sizeof(text)) == 0)
		return;
	if(heard.count == 0)
		LM_WARN("refused in the last %d s: %s; no stranger\n", seconds, text);
	else
		LM_WARN("refused in the last %d s: %s; about %u strangers, the latest "
				"%s\n",
				seconds, text, heard.count, heard.latest);
}

int siptrunk_summary_init(int interval)
{
	seconds = interval;
	return sr_wtimer_add(sum_up, NULL, interval) < 0 ? -1 : 0;
}
