/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * RPC siptrunk.callbacks: which call-backs are expected.
 *
 * Any process that serves RPC; memory of the RPC transport.
 */
#include "siptrunk_rpc_callbacks.h"

#include "siptrunk_callbacks.h"
#include "siptrunk_rpc_io.h"

const char *siptrunk_rpc_callbacks_doc[] = {
		"The numbers that a PSAP may call back, and who rings then.", 0};

static void add_expected(rpc_t *rpc, void *item,
		const siptrunk_expected_t *expected, long age, long left)
{
	siptrunk_rpc_text(rpc, item, "number", siptrunk_text(expected->number));
	siptrunk_rpc_text(rpc, item, "kind",
			expected->shared ? SIPTRUNK_TEXT("shared") : SIPTRUNK_TEXT("own"));
	siptrunk_rpc_text(rpc, item, "extension", siptrunk_text(expected->caller));
	siptrunk_rpc_text(rpc, item, "site", siptrunk_text(expected->site));
	siptrunk_rpc_text(rpc, item, "trunk", siptrunk_text(expected->trunk));
	siptrunk_rpc_text(rpc, item, "call_id", siptrunk_text(expected->call_id));
	siptrunk_rpc_number(rpc, item, "age", age);
	siptrunk_rpc_number(rpc, item, "expires_in", left);
}

void siptrunk_rpc_callbacks(rpc_t *rpc, void *ctx)
{
	siptrunk_expected_t expected;
	void *answer, *list, *item;
	long age, left, count = 0;
	unsigned i;

	answer = siptrunk_rpc_answer_alone(rpc, ctx, "siptrunk.callbacks");
	if(answer == NULL)
		return;
	list = siptrunk_rpc_list(rpc, answer, "callbacks");
	for(i = 0; siptrunk_callbacks_read(i, &expected, &age, &left); i++) {
		if(left <= 0 || count++ >= SIPTRUNK_LISTED_MAX)
			continue;
		item = siptrunk_rpc_item(rpc, list);
		if(item != NULL)
			add_expected(rpc, item, &expected, age, left);
	}
	siptrunk_rpc_number(rpc, answer, "count", count);
}
