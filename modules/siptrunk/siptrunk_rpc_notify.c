/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * RPC siptrunk.notifications: who is told of emergency calls, and what is not
 * delivered yet.
 *
 * Any process that serves RPC; memory of the RPC transport.
 */
#include "siptrunk_rpc_notify.h"

#include "siptrunk_clock.h"
#include "siptrunk_notices.h"
#include "siptrunk_rpc_io.h"
#include "siptrunk_snapshot.h"
#include "siptrunk_stats.h"

const char *siptrunk_rpc_notifications_doc[] = {
		"Who is told of emergency calls, and the notifications that are not "
		"delivered yet.",
		0};

static void add_targets(
		rpc_t *rpc, void *answer, const siptrunk_config_t *config)
{
	void *list = siptrunk_rpc_list(rpc, answer, "targets"), *item;
	size_t i;

	for(i = 0; i < config->notification_count && i < SIPTRUNK_LISTED_MAX;
			i++) {
		const siptrunk_notification_t *to = &config->notifications[i];

		item = siptrunk_rpc_item(rpc, list);
		if(item == NULL)
			return;
		siptrunk_rpc_number(rpc, item, "row", to->row);
		siptrunk_rpc_text(rpc, item, "site",
				to->site != NULL ? to->site->name : SIPTRUNK_TEXT(""));
		siptrunk_rpc_text(rpc, item, "target", to->parsed.shown);
		siptrunk_rpc_text(rpc, item, "description", to->description);
	}
}

static void add_notice(rpc_t *rpc, void *item, const siptrunk_config_t *config,
		const siptrunk_notice_t *notice)
{
	int64_t now = siptrunk_clock_steady_ms(), due = notice->due - now;
	const siptrunk_notification_t *to =
			siptrunk_config_notification(config, notice->name.row);

	siptrunk_rpc_text(rpc, item, "id", siptrunk_text(notice->name.id));
	siptrunk_rpc_number(rpc, item, "row", notice->name.row);
	siptrunk_rpc_text(rpc, item, "target",
			to != NULL ? to->parsed.shown : SIPTRUNK_TEXT(""));
	siptrunk_rpc_number(rpc, item, "tries", (long)notice->tries);
	siptrunk_rpc_text(rpc, item, "error", siptrunk_text(notice->error));
	siptrunk_rpc_number(
			rpc, item, "age", (long)((now - notice->made) / 1000));
	siptrunk_rpc_number(
			rpc, item, "next_try", due > 0 ? (long)(due / 1000) : 0);
	siptrunk_rpc_text(rpc, item, "spooled",
			notice->spooled ? SIPTRUNK_TEXT("yes") : SIPTRUNK_TEXT("no"));
}

static void add_notices(
		rpc_t *rpc, void *answer, const siptrunk_config_t *config)
{
	void *list = siptrunk_rpc_list(rpc, answer, "pending"), *item;
	siptrunk_notice_t notice;
	int place, listed = 0;

	for(place = 0;
			place < SIPTRUNK_NOTICES_MAX && listed < SIPTRUNK_LISTED_MAX;
			place++) {
		if(!siptrunk_notices_read(place, &notice))
			continue;
		item = siptrunk_rpc_item(rpc, list);
		if(item == NULL)
			return;
		add_notice(rpc, item, config, &notice);
		listed++;
	}
}

void siptrunk_rpc_notifications(rpc_t *rpc, void *ctx)
{
	siptrunk_arguments_t arguments;
	siptrunk_snapshot_t *snapshot;
	void *answer;

	if(!siptrunk_rpc_read(
			   rpc, ctx, 0, 0, "siptrunk.notifications", &arguments))
		return;
	answer = siptrunk_rpc_answer(rpc, ctx);
	if(answer == NULL)
		return;
	snapshot = siptrunk_snapshot_get();
	siptrunk_rpc_number(rpc, answer, "count",
			siptrunk_stats_value(SIPTRUNK_STAT_NOTIFICATION_PENDING));
	add_targets(rpc, answer, snapshot->config);
	add_notices(rpc, answer, snapshot->config);
	siptrunk_snapshot_put(snapshot);
}
