/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Writes metrics as Prometheus reads them (text format 0.0.4): each family with
 * its HELP and TYPE, then its samples.
 *
 * Pure; one process at a time; a block of an allocator that grows.
 */
#ifndef SIPTRUNK_EXPOSITION_H
#define SIPTRUNK_EXPOSITION_H

#include "siptrunk_histogram.h"
#include "siptrunk_text.h"

typedef enum siptrunk_metric_type
{
	SIPTRUNK_METRIC_COUNTER,
	SIPTRUNK_METRIC_GAUGE,
	SIPTRUNK_METRIC_HISTOGRAM
} siptrunk_metric_type_t;

/** Behind the last one is SIPTRUNK_LABEL_END. */
typedef struct siptrunk_label
{
	const char *name;
	siptrunk_text_t value;
} siptrunk_label_t;

#define SIPTRUNK_LABEL_END {NULL, {NULL, 0}}
/** Labels of one sample: SIPTRUNK_LABELS({"trunk", name}, ...). */
#define SIPTRUNK_LABELS(...) \
	((const siptrunk_label_t[]){__VA_ARGS__, SIPTRUNK_LABEL_END})

typedef struct siptrunk_exposition
{
	const siptrunk_allocator_t *memory;
	size_t most; /**< bytes that the text may have */
	char *text;
	size_t len, room;
	bool failed; /**< no memory, or more than most: the text is not whole */
	const char *family;
} siptrunk_exposition_t;

void siptrunk_exposition_init(siptrunk_exposition_t *exposition,
		const siptrunk_allocator_t *memory, size_t most);
/** Forgets the text and keeps its block for the next one. */
void siptrunk_exposition_clear(siptrunk_exposition_t *exposition);
void siptrunk_exposition_free(siptrunk_exposition_t *exposition);

/** What follows belongs to this family. name and help live as long. */
void siptrunk_exposition_family(siptrunk_exposition_t *exposition,
		const char *name, siptrunk_metric_type_t type, const char *help);

/** labels may be NULL. */
void siptrunk_exposition_sample(siptrunk_exposition_t *exposition,
		const siptrunk_label_t *labels, int64_t value);
/** A value in thousandths, written as it is meant: of 250 it is 0.25. */
void siptrunk_exposition_thousandths(siptrunk_exposition_t *exposition,
		const siptrunk_label_t *labels, int64_t value);
/** Buckets, sum and count. label: SIPTRUNK_LABEL_END: none. */
void siptrunk_exposition_histogram(siptrunk_exposition_t *exposition,
		siptrunk_label_t label, const siptrunk_histogram_t *histogram,
		const siptrunk_buckets_t *buckets);

/** A family of one sample without labels. */
void siptrunk_exposition_single(siptrunk_exposition_t *exposition,
		const char *name, siptrunk_metric_type_t type, const char *help,
		int64_t value);

#endif
