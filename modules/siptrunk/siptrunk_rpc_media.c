/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * RPC command about the audio of each trunk's calls.
 *
 * Any process that serves RPC.
 */
#include "siptrunk_rpc_media.h"

#include "siptrunk_media.h"
#include "siptrunk_ng.h"
#include "siptrunk_rpc_io.h"

static const struct
{
	char *name; /* RPC has no const */
	siptrunk_media_total_t total;
} counts[] = {
		{"legs", SIPTRUNK_MEDIA_LEGS},
		{"sent", SIPTRUNK_MEDIA_SENT},
		{"lost", SIPTRUNK_MEDIA_LOST},
		{"good", SIPTRUNK_MEDIA_MOS_GOOD},
		{"fair", SIPTRUNK_MEDIA_MOS_FAIR},
		{"poor", SIPTRUNK_MEDIA_MOS_POOR},
		{"silent", SIPTRUNK_MEDIA_SILENT},
		{"hung_up", SIPTRUNK_MEDIA_HUNG_UP},
};

/** Empty: of 0 legs there is none. */
static void add_mos(rpc_t *rpc, void *item, char *name, long sum, long legs)
{
	char text[32] = "";
	long tenths = legs > 0 ? (sum + legs / 2) / legs : 0;

	if(legs > 0)
		snprintf(text, sizeof(text), "%ld.%ld", tenths / 10, tenths % 10);
	siptrunk_rpc_text(rpc, item, name, siptrunk_text(text));
}

static void add_totals(
		rpc_t *rpc, void *item, const siptrunk_media_totals_t *totals)
{
	long rated = 0, worst =
			siptrunk_media_totals_value(totals, SIPTRUNK_MEDIA_MOS_WORST);
	siptrunk_media_total_t total;
	size_t i;

	siptrunk_rpc_text(rpc, item, "trunk", siptrunk_text(totals->trunk));
	for(i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		siptrunk_rpc_number(rpc, item, counts[i].name,
				siptrunk_media_totals_value(totals, counts[i].total));
	for(total = SIPTRUNK_MEDIA_MOS_GOOD; total <= SIPTRUNK_MEDIA_MOS_POOR;
			total++)
		rated += siptrunk_media_totals_value(totals, total);
	add_mos(rpc, item, "mos",
			siptrunk_media_totals_value(totals, SIPTRUNK_MEDIA_MOS_SUM),
			rated);
	add_mos(rpc, item, "worst_mos", worst, worst > 0);
}

static void add_trunks(rpc_t *rpc, void *answer, siptrunk_text_t wanted)
{
	const siptrunk_media_table_t *table = siptrunk_media_table();
	unsigned i, count = __atomic_load_n(&table->count, __ATOMIC_ACQUIRE);
	void *list = siptrunk_rpc_list(rpc, answer, "trunks"), *item;

	for(i = 0; i < count; i++) {
		if(wanted.len > 0
				&& !siptrunk_text_equal(
						wanted, siptrunk_text(table->trunks[i].trunk)))
			continue;
		item = siptrunk_rpc_item(rpc, list);
		if(item == NULL)
			return;
		add_totals(rpc, item, &table->trunks[i]);
	}
}

static void add_instances(rpc_t *rpc, void *answer)
{
	void *list = siptrunk_rpc_list(rpc, answer, "instances"), *item;
	unsigned i;

	for(i = 0; i < siptrunk_ng_count(); i++) {
		const siptrunk_ng_address_t *address = siptrunk_ng_address(i);

		item = siptrunk_rpc_item(rpc, list);
		if(item == NULL)
			return;
		siptrunk_rpc_number(rpc, item, "set", address->set);
		siptrunk_rpc_text(rpc, item, "host", siptrunk_text(address->host));
		siptrunk_rpc_number(rpc, item, "port", address->port);
		siptrunk_rpc_text(rpc, item, "answers",
				siptrunk_media_answers(i) ? SIPTRUNK_TEXT("yes")
										  : SIPTRUNK_TEXT("no"));
	}
}

const char *siptrunk_rpc_media_doc[] = {
		"What the audio of each trunk's calls was like, since the start. "
		"[TRUNK]",
		0};

void siptrunk_rpc_media(rpc_t *rpc, void *ctx)
{
	siptrunk_arguments_t arguments;
	siptrunk_text_t trunk;
	void *answer;

	if(!siptrunk_rpc_read(
			   rpc, ctx, 0, 1, "siptrunk.media [TRUNK]", &arguments))
		return;
	trunk = arguments.count > 0 ? arguments.values[0] : SIPTRUNK_TEXT("");
	if(trunk.len > 0 && !siptrunk_rpc_trunk_exists(rpc, ctx, trunk))
		return;
	answer = siptrunk_rpc_answer(rpc, ctx);
	if(answer == NULL)
		return;
	add_instances(rpc, answer);
	add_trunks(rpc, answer, trunk);
}
