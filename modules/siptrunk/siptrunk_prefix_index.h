/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The index in front of a prefix table's ranges: names, for an address, the
 * few ranges among which its own is.
 *
 * It cuts the span of the ranges' starts into buckets of equal width, about
 * as many as there are ranges, and holds for each the range in which it
 * begins. A bucket with more starts than a short search tells apart gets an
 * index of its own. So the cost does not grow with the number of ranges, and
 * hardly with how they crowd.
 *
 * Inside of siptrunk_prefix_table.c. Pure; memory is the caller's.
 */
#ifndef SIPTRUNK_PREFIX_INDEX_H
#define SIPTRUNK_PREFIX_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** An address as a number. An IPv4 address fills the upper end, so that its
 *  prefix lengths count the same bits as those of IPv6. */
typedef struct siptrunk_point
{
	uint64_t high;
	uint64_t low;
} siptrunk_point_t;

/** The addresses from start up to the next range's start. */
typedef struct siptrunk_prefix_range
{
	siptrunk_point_t start;
	uint32_t row; /**< of the longest prefix, or SIPTRUNK_NO_ROW */
} siptrunk_prefix_range_t;

/** Consecutive ranges that a search tells apart without an index. */
#define SIPTRUNK_PREFIX_WINDOW 8
/** Entry of an index: the number of a node, not of a range. */
#define SIPTRUNK_PREFIX_NODE (UINT32_MAX / 2 + 1)

/**
 * Buckets of 2^shift numbers from base on. Its entries: what lies before the
 * first bucket, the buckets, what lies behind the last one.
 */
typedef struct siptrunk_prefix_node
{
	uint64_t base;
	uint64_t buckets;
	size_t entries; /**< place of the first one */
	uint8_t shift;
	bool low; /**< the buckets are of point.low; all have one point.high */
} siptrunk_prefix_node_t;

/** The index of one family; the first node is where a lookup begins. */
typedef struct siptrunk_prefix_index
{
	siptrunk_prefix_node_t *nodes;
	uint32_t *entries;
	size_t node_count;
	size_t entry_count;
} siptrunk_prefix_index_t;

/** 0: before the first bucket; node->buckets + 1: behind the last one. */
static inline uint64_t siptrunk_prefix_node_bucket(
		const siptrunk_prefix_node_t *node, siptrunk_point_t point)
{
	uint64_t key = node->low ? point.low : point.high;
	uint64_t bucket = (key - node->base) >> node->shift;

	bucket = bucket < node->buckets ? bucket + 1 : node->buckets + 1;
	return key < node->base ? 0 : bucket;
}

/**
 * Measures the index of ranges (at least one; the first begins the space):
 * sets the counts of an index whose nodes and entries are NULL. Called again
 * with room for as many, fills it.
 */
void siptrunk_prefix_index_make(siptrunk_prefix_index_t *index,
		const siptrunk_prefix_range_t *ranges, size_t count);

/** The first of the SIPTRUNK_PREFIX_WINDOW ranges among which the point's
 *  is. */
static inline uint32_t siptrunk_prefix_index_find(
		const siptrunk_prefix_index_t *index, siptrunk_point_t point)
{
	uint32_t entry = SIPTRUNK_PREFIX_NODE;

	while(entry >= SIPTRUNK_PREFIX_NODE) {
		const siptrunk_prefix_node_t *node =
				&index->nodes[entry - SIPTRUNK_PREFIX_NODE];

		entry = index->entries[node->entries
							   + siptrunk_prefix_node_bucket(node, point)];
	}
	return entry;
}

#endif
