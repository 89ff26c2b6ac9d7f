/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * RPC command about the calls that are running and those that ended lately.
 *
 * Any process that serves RPC.
 */
#include "siptrunk_rpc_records.h"

#include "siptrunk_calls.h"
#include "siptrunk_rpc_io.h"

static void add_record(
		rpc_t *rpc, void *item, const siptrunk_call_record_t *record)
{
	siptrunk_call_field_t field;
	unsigned i;

	for(i = 0; i < SIPTRUNK_CALL_FIELDS; i++) {
		siptrunk_call_record_field(record, i, &field);
		/* of the audio only what is known */
		if(i >= SIPTRUNK_CALL_SIGNALLING_FIELDS && field.value.len == 0)
			continue;
		/* RPC has no const */
		siptrunk_rpc_text(rpc, item, (char *)field.name, field.value);
	}
}

/** From record, the youngest, on. */
static void add_records(rpc_t *rpc, void *answer, siptrunk_text_t id,
		siptrunk_call_record_t *record)
{
	void *list = siptrunk_rpc_list(rpc, answer, "calls"), *item;
	int i;

	for(i = 0; i < SIPTRUNK_LISTED_MAX
			   && siptrunk_calls_before(id, record->serial, record);
			i++) {
		item = siptrunk_rpc_item(rpc, list);
		if(item == NULL)
			return;
		add_record(rpc, item, record);
	}
}

const char *siptrunk_rpc_calls_doc[] = {
		"The calls that are running, the youngest first; or those, running and "
		"lately ended, that have an id, whoever gave it. [ID]",
		0};

void siptrunk_rpc_calls(rpc_t *rpc, void *ctx)
{
	siptrunk_call_record_t record = {.serial = UINT64_MAX};
	siptrunk_arguments_t arguments;
	siptrunk_text_t id;
	void *answer;

	if(!siptrunk_rpc_read(rpc, ctx, 0, 1, "siptrunk.calls [ID]", &arguments))
		return;
	id = arguments.count > 0 ? arguments.values[0] : SIPTRUNK_TEXT("");
	if(id.len > 0 && !siptrunk_calls_before(id, UINT64_MAX, &record)) {
		siptrunk_rpc_fault(rpc, ctx, 404,
				"no call that is running or ended lately has the id '%.*s'",
				SIPTRUNK_TEXT_FMT(id));
		return;
	}
	answer = siptrunk_rpc_answer(rpc, ctx);
	if(answer == NULL)
		return;
	siptrunk_rpc_number(rpc, answer, "running", siptrunk_calls_running());
	record.serial = UINT64_MAX;
	add_records(rpc, answer, id, &record);
}
