/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * RPC commands about emergency calls.
 *
 * Any process that serves RPC.
 */
#include "siptrunk_rpc_emergency.h"

#include "siptrunk_emergencies.h"
#include "siptrunk_rpc_io.h"

/** ms since 1970; empty: not yet. */
static void add_time(rpc_t *rpc, void *item, char *name, int64_t ms)
{
	char text[SIPTRUNK_TIME_MS_TEXT_MAX];

	siptrunk_rpc_text(rpc, item, name,
			ms != 0 ? siptrunk_text(siptrunk_time_ms_format(ms, text))
					: SIPTRUNK_TEXT(""));
}

static void add_field(rpc_t *rpc, void *item, const siptrunk_field_t *field,
		const siptrunk_emergency_entry_t *entry)
{
	char *name = (char *)field->name; /* RPC has no const */

	switch(field->kind) {
		case SIPTRUNK_FIELD_NUMBER:
			siptrunk_rpc_number(rpc, item, name,
					(long)siptrunk_emergency_number(entry, field));
			break;
		case SIPTRUNK_FIELD_TIME:
			add_time(rpc, item, name, siptrunk_emergency_number(entry, field));
			break;
		default:
			siptrunk_rpc_text(
					rpc, item, name, siptrunk_emergency_text(entry, field));
	}
}

static void add_entry(
		rpc_t *rpc, void *item, const siptrunk_emergency_entry_t *entry)
{
	size_t i;

	siptrunk_rpc_time(rpc, item, "time", (time_t)(entry->received / 1000));
	for(i = 0; i < SIPTRUNK_EMERGENCY_FIELDS; i++)
		add_field(rpc, item, &siptrunk_emergency_fields[i], entry);
}

const char *siptrunk_rpc_emergencies_doc[] = {
		"The latest emergency calls, newest first.", 0};

void siptrunk_rpc_emergencies(rpc_t *rpc, void *ctx)
{
	siptrunk_emergency_entry_t entry = {.serial = UINT64_MAX};
	siptrunk_arguments_t arguments;
	void *answer, *list, *item;
	int i;

	if(!siptrunk_rpc_read(
			   rpc, ctx, 0, 0, "siptrunk.emergencies", &arguments))
		return;
	answer = siptrunk_rpc_answer(rpc, ctx);
	if(answer == NULL)
		return;
	siptrunk_rpc_number(rpc, answer, "count", siptrunk_emergencies_count());
	list = siptrunk_rpc_list(rpc, answer, "calls");
	for(i = 0; i < SIPTRUNK_LISTED_MAX
			   && siptrunk_emergencies_before(entry.serial, &entry);
			i++) {
		item = siptrunk_rpc_item(rpc, list);
		if(item == NULL)
			break;
		add_entry(rpc, item, &entry);
	}
}

static void add_test(rpc_t *rpc, void *item, const siptrunk_last_test_t *test)
{
	const time_t when = (time_t)(test->answered / 1000);

	siptrunk_rpc_text(rpc, item, "site", siptrunk_text(test->site));
	siptrunk_rpc_text(rpc, item, "gateway", siptrunk_text(test->gateway));
	siptrunk_rpc_time(rpc, item, "time", when);
	siptrunk_rpc_number(rpc, item, "age", (long)(time(NULL) - when));
}

const char *siptrunk_rpc_last_933_doc[] = {
		"The last answered test call of each site by each gateway.", 0};

void siptrunk_rpc_last_933(rpc_t *rpc, void *ctx)
{
	siptrunk_last_test_t test;
	void *answer, *list, *item;
	size_t i, listed = 0;

	answer = siptrunk_rpc_answer_alone(rpc, ctx, "siptrunk.last_933");
	if(answer == NULL)
		return;
	list = siptrunk_rpc_list(rpc, answer, "tests");
	for(i = 0; i < SIPTRUNK_LAST_TESTS_MAX && listed < SIPTRUNK_LISTED_MAX;
			i++) {
		if(!siptrunk_emergencies_last_test(i, &test))
			continue;
		item = siptrunk_rpc_item(rpc, list);
		if(item == NULL)
			break;
		add_test(rpc, item, &test);
		listed++;
	}
}
