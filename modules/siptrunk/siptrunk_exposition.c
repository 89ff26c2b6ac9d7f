/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Writes metrics as Prometheus reads them.
 *
 * Pure; the caller's allocator.
 */
#include "siptrunk_exposition.h"

#include "siptrunk_utf8.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/** The first block; each next one is twice as large. */
#define ROOM_FIRST 16384

/* --- the text --- */

void siptrunk_exposition_init(siptrunk_exposition_t *exposition,
		const siptrunk_allocator_t *memory, size_t most)
{
	*exposition = (siptrunk_exposition_t){.memory = memory, .most = most};
}

void siptrunk_exposition_clear(siptrunk_exposition_t *exposition)
{
	exposition->len = 0;
	exposition->failed = false;
}

void siptrunk_exposition_free(siptrunk_exposition_t *exposition)
{
	if(exposition->text != NULL)
		exposition->memory->free(exposition->text);
	siptrunk_exposition_init(
			exposition, exposition->memory, exposition->most);
}

static bool grow(siptrunk_exposition_t *exposition, size_t least)
{
	size_t room = exposition->room > 0 ? exposition->room : ROOM_FIRST;
	char *text;

	while(room < least)
		room *= 2;
	text = exposition->memory->alloc(room);
	if(text == NULL)
		return false;
	if(exposition->text != NULL) {
		memcpy(text, exposition->text, exposition->len);
		exposition->memory->free(exposition->text);
	}
	exposition->text = text;
	exposition->room = room;
	return true;
}

static void put(siptrunk_exposition_t *exposition, const char *text, size_t len)
{
	const size_t end = exposition->len + len;

	if(exposition->failed)
		return;
	if(end > exposition->most
			|| (end > exposition->room && !grow(exposition, end))) {
		exposition->failed = true;
		return;
	}
	memcpy(exposition->text + exposition->len, text, len);
	exposition->len = end;
}

static void put_text(siptrunk_exposition_t *exposition, const char *text)
{
	put(exposition, text, strlen(text));
}

static void put_number(siptrunk_exposition_t *exposition, int64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRId64, value);
	put_text(exposition, text);
}

#define THOUSANDTHS_MAX 32

/** Without zeros at its end. */
static siptrunk_text_t thousandths(int64_t value, char text[THOUSANDTHS_MAX])
{
	const int64_t rest = value < 0 ? -(value % 1000) : value % 1000;
	const char *sign = value < 0 && value > -1000 ? "-" : "";
	int len = snprintf(text, THOUSANDTHS_MAX, "%s%" PRId64 ".%03" PRId64, sign,
			value / 1000, rest);

	while(text[len - 1] == '0')
		len--;
	return (siptrunk_text_t){text, (size_t)len - (text[len - 1] == '.')};
}

static void put_thousandths(siptrunk_exposition_t *exposition, int64_t value)
{
	char text[THOUSANDTHS_MAX];
	const siptrunk_text_t number = thousandths(value, text);

	put(exposition, number.s, number.len);
}

/* --- labels --- */

static void put_escaped(siptrunk_exposition_t *exposition, char byte)
{
	switch(byte) {
		case '\\':
			put_text(exposition, "\\\\");
			break;
		case '"':
			put_text(exposition, "\\\"");
			break;
		case '\n':
			put_text(exposition, "\\n");
			break;
		default:
			put(exposition, &byte, 1);
	}
}

/** The text is UTF-8 or nobody takes it; what is not becomes '?'. */
static void put_value(siptrunk_exposition_t *exposition, siptrunk_text_t value)
{
	size_t len, i;

	for(; value.len > 0; value.s += len, value.len -= len) {
		len = siptrunk_utf8_length(value);
		if(len == 0) {
			put_text(exposition, "?");
			len = 1;
			continue;
		}
		for(i = 0; i < len; i++)
			put_escaped(exposition, value.s[i]);
	}
}

static void put_label(siptrunk_exposition_t *exposition, bool first,
		const siptrunk_label_t *label)
{
	put_text(exposition, first ? "{" : ",");
	put_text(exposition, label->name);
	put_text(exposition, "=\"");
	put_value(exposition, label->value);
	put_text(exposition, "\"");
}

/** What stands before a value. */
static void put_series(siptrunk_exposition_t *exposition, const char *suffix,
		const siptrunk_label_t *labels)
{
	size_t i;

	put_text(exposition, exposition->family);
	put_text(exposition, suffix);
	for(i = 0; labels != NULL && labels[i].name != NULL; i++)
		put_label(exposition, i == 0, &labels[i]);
	put_text(exposition, i > 0 ? "} " : " ");
}

/* --- families and samples --- */

static const char *const type_names[] = {
		[SIPTRUNK_METRIC_COUNTER] = "counter",
		[SIPTRUNK_METRIC_GAUGE] = "gauge",
		[SIPTRUNK_METRIC_HISTOGRAM] = "histogram",
};

void siptrunk_exposition_family(siptrunk_exposition_t *exposition,
		const char *name, siptrunk_metric_type_t type, const char *help)
{
	exposition->family = name;
	put_text(exposition, "# HELP ");
	put_text(exposition, name);
	put_text(exposition, " ");
	put_text(exposition, help);
	put_text(exposition, "\n# TYPE ");
	put_text(exposition, name);
	put_text(exposition, " ");
	put_text(exposition, type_names[type]);
	put_text(exposition, "\n");
}

void siptrunk_exposition_sample(siptrunk_exposition_t *exposition,
		const siptrunk_label_t *labels, int64_t value)
{
	put_series(exposition, "", labels);
	put_number(exposition, value);
	put_text(exposition, "\n");
}

void siptrunk_exposition_thousandths(siptrunk_exposition_t *exposition,
		const siptrunk_label_t *labels, int64_t value)
{
	put_series(exposition, "", labels);
	put_thousandths(exposition, value);
	put_text(exposition, "\n");
}

void siptrunk_exposition_single(siptrunk_exposition_t *exposition,
		const char *name, siptrunk_metric_type_t type, const char *help,
		int64_t value)
{
	siptrunk_exposition_family(exposition, name, type, help);
	siptrunk_exposition_sample(exposition, NULL, value);
}

/* --- histograms --- */

/** up_to: the bound. */
static void put_bucket(siptrunk_exposition_t *exposition,
		siptrunk_label_t label, siptrunk_text_t up_to, int64_t count)
{
	const siptrunk_label_t labels[] = {
			label, {"le", up_to}, SIPTRUNK_LABEL_END};

	put_series(exposition, "_bucket", label.name != NULL ? labels : labels + 1);
	put_number(exposition, count);
	put_text(exposition, "\n");
}

static int64_t put_buckets(siptrunk_exposition_t *exposition,
		siptrunk_label_t label, const siptrunk_histogram_t *histogram,
		const siptrunk_buckets_t *buckets)
{
	char text[THOUSANDTHS_MAX];
	int64_t count = 0;
	size_t i;

	for(i = 0; i < buckets->count; i++) {
		count += siptrunk_histogram_read(&histogram->counts[i]);
		put_bucket(exposition, label, thousandths(buckets->bounds[i], text),
				count);
	}
	count += siptrunk_histogram_read(&histogram->counts[i]);
	put_bucket(exposition, label, SIPTRUNK_TEXT("+Inf"), count);
	return count;
}

void siptrunk_exposition_histogram(siptrunk_exposition_t *exposition,
		siptrunk_label_t label, const siptrunk_histogram_t *histogram,
		const siptrunk_buckets_t *buckets)
{
	const siptrunk_label_t labels[] = {label, SIPTRUNK_LABEL_END};
	const int64_t count = put_buckets(exposition, label, histogram, buckets);

	put_series(exposition, "_sum", labels);
	put_thousandths(exposition, siptrunk_histogram_read(&histogram->sum));
	put_text(exposition, "\n");
	put_series(exposition, "_count", labels);
	put_number(exposition, count);
	put_text(exposition, "\n");
}
