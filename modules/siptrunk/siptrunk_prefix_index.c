/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Makes the index in front of a prefix table's ranges.
 *
 * Pure; only the process that reloads; memory is the caller's.
 */
#include "siptrunk_prefix_index.h"

/** Whether a range begins with a bucket, so that what comes before it does
 *  not matter there. */
static bool begins_bucket(const siptrunk_prefix_node_t *node,
		siptrunk_point_t start, uint64_t bucket)
{
	uint64_t begin = node->base + ((bucket - 1) << node->shift);

	return node->low ? start.low == begin
					 : start.high == begin && start.low == 0;
}

/** Buckets for the starts in (first, last]: no more than twice as many,
 *  and at least two unless all are the same. */
static siptrunk_prefix_node_t node_shape(const siptrunk_prefix_range_t *ranges,
		uint32_t first, uint32_t last, bool low)
{
	siptrunk_point_t from = ranges[first + (first < last)].start;
	siptrunk_point_t to = ranges[last].start;
	uint64_t begin = low ? from.low : from.high;
	uint64_t end = low ? to.low : to.high;
	uint64_t limit = 2 * (uint64_t)(last - first) + 1;
	siptrunk_prefix_node_t node = {.low = low};

	while((end >> node.shift) - (begin >> node.shift) >= limit)
		node.shift++;
	node.base = begin >> node.shift << node.shift;
	node.buckets = (end >> node.shift) - (begin >> node.shift) + 1;
	return node;
}

/** An index that is being made; without nodes and entries: measured only. */
typedef struct plan
{
	const siptrunk_prefix_range_t *ranges;
	siptrunk_prefix_index_t index;
} plan_t;

static void plan_entry(plan_t *plan, size_t place, uint32_t entry)
{
	if(plan->index.entries != NULL)
		plan->index.entries[place] = entry;
}

static uint32_t plan_node(
		plan_t *plan, uint32_t first, uint32_t last, bool low);

/** Sets the entry of one bucket. *at is the range in which the bucket before
 *  it ends, and becomes the one in which this one does. */
static void plan_bucket(plan_t *plan, const siptrunk_prefix_node_t *node,
		uint64_t bucket, uint32_t *at, uint32_t last)
{
	const siptrunk_prefix_range_t *ranges = plan->ranges;
	uint32_t first, entry;

	if(*at < last && begins_bucket(node, ranges[*at + 1].start, bucket))
		(*at)++;
	first = *at;
	while(*at < last
			&& siptrunk_prefix_node_bucket(node, ranges[*at + 1].start)
					   == bucket)
		(*at)++;
	entry = first;
	if(*at - first >= SIPTRUNK_PREFIX_WINDOW)
		entry = SIPTRUNK_PREFIX_NODE
				+ plan_node(plan, first, *at, node->low || node->shift == 0);
	plan_entry(plan, node->entries + bucket, entry);
}

/** Adds the node that tells ranges first to last apart, and those below it;
 *  first began before the node's span. Returns its number. */
static uint32_t plan_node(plan_t *plan, uint32_t first, uint32_t last, bool low)
{
	siptrunk_prefix_node_t node = node_shape(plan->ranges, first, last, low);
	uint32_t number = (uint32_t)plan->index.node_count++;
	uint32_t at = first;
	uint64_t bucket;

	node.entries = plan->index.entry_count;
	plan->index.entry_count += node.buckets + 2;
	if(plan->index.nodes != NULL)
		plan->index.nodes[number] = node;
	plan_entry(plan, node.entries, first);
	for(bucket = 1; bucket <= node.buckets; bucket++)
		plan_bucket(plan, &node, bucket, &at, last);
	plan_entry(plan, node.entries + bucket, last);
	return number;
}

void siptrunk_prefix_index_make(siptrunk_prefix_index_t *index,
		const siptrunk_prefix_range_t *ranges, size_t count)
{
	plan_t plan = {ranges, {.nodes = index->nodes, .entries = index->entries}};

	plan_node(&plan, 0, (uint32_t)count - 1, false);
	*index = plan.index;
}
