/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Arguments in, structs out.
 *
 * Any process that serves RPC; memory of the RPC transport.
 */
#include "siptrunk_rpc_io.h"

#include "siptrunk_compat.h"
#include "siptrunk_detail.h"
#include "siptrunk_snapshot.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/** Of a longer text ctl sends nothing at all (binrpc_run.c: the header it has
 *  room for is that of a string of up to 255 bytes, its NUL among them). */
#define FAULT_MAX 254
#define FAULT_END 120 /**< of the text's end, when it is cut */

void siptrunk_rpc_fault(
		rpc_t *rpc, void *ctx, int code, const char *format, ...)
{
	static const char gap[] = " ... ";
	const size_t begin = FAULT_MAX - FAULT_END - (sizeof(gap) - 1);
	char text[1024];
	va_list arguments;
	size_t len;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	len = strlen(text);
	if(len > FAULT_MAX) {
		memcpy(text + begin, gap, sizeof(gap) - 1);
		memmove(text + FAULT_MAX - FAULT_END, text + len - FAULT_END,
				FAULT_END + 1);
	}
	rpc->fault(ctx, code, "%s", text);
}

/** ".": kamcmd and JSON send what looks like a number as a number. */
static bool next_argument(rpc_t *rpc, void *ctx, str *value)
{
	return rpc->scan(ctx, "*.S", value) == 1;
}

static void keep_argument(siptrunk_arguments_t *arguments, const str *value)
{
	char *copy = arguments->copies[arguments->count];
	siptrunk_text_t *kept = &arguments->values[arguments->count++];

	*kept = siptrunk_text_of(value);
	/* jsonrpcs writes all numbers to one buffer */
	if(kept->len < sizeof(arguments->copies[0])) {
		memcpy(copy, kept->s, kept->len);
		kept->s = copy;
	}
}

bool siptrunk_rpc_read(rpc_t *rpc, void *ctx, int least, int most,
		const char *usage, siptrunk_arguments_t *arguments)
{
	str value;

	memset(arguments, 0, sizeof(*arguments));
	while(next_argument(rpc, ctx, &value)) {
		if(arguments->count == most) {
			siptrunk_rpc_fault(
					rpc, ctx, 400, "too many arguments; usage: %s", usage);
			return false;
		}
		keep_argument(arguments, &value);
	}
	if(arguments->count >= least)
		return true;
	siptrunk_rpc_fault(rpc, ctx, 400,
			"an argument is missing or is neither text nor number; usage: %s",
			usage);
	return false;
}

siptrunk_trunk_t *siptrunk_rpc_trunk(rpc_t *rpc, void *ctx,
		const siptrunk_config_t *config, siptrunk_text_t name)
{
	siptrunk_trunk_t *trunk = siptrunk_config_trunk(config, name);

	if(trunk == NULL)
		siptrunk_rpc_fault(rpc, ctx, 404, "no trunk is named '%.*s'",
				SIPTRUNK_TEXT_FMT(name));
	return trunk;
}

bool siptrunk_rpc_trunk_exists(rpc_t *rpc, void *ctx, siptrunk_text_t name)
{
	siptrunk_snapshot_t *snapshot = siptrunk_snapshot_get();
	bool exists = siptrunk_rpc_trunk(rpc, ctx, snapshot->config, name) != NULL;

	siptrunk_snapshot_put(snapshot);
	return exists;
}

void *siptrunk_rpc_struct(rpc_t *rpc, void *answer, char *name)
{
	void *inner;

	return rpc->struct_add(answer, "{", name, &inner) == 0 ? inner : NULL;
}

void siptrunk_rpc_text(
		rpc_t *rpc, void *answer, char *name, siptrunk_text_t text)
{
	str value = siptrunk_str_of(text);

	rpc->struct_add(answer, "S", name, &value);
}

void siptrunk_rpc_number(rpc_t *rpc, void *answer, char *name, long number)
{
	rpc->struct_add(answer, "l", name, number);
}

void siptrunk_rpc_time(rpc_t *rpc, void *answer, char *name, time_t when)
{
	char text[SIPTRUNK_TIME_TEXT_MAX];

	siptrunk_rpc_text(
			rpc, answer, name, siptrunk_text(siptrunk_time_format(when, text)));
}

void *siptrunk_rpc_answer(rpc_t *rpc, void *ctx)
{
	void *answer = NULL;

	if(rpc->add(ctx, "{", &answer) >= 0)
		return answer;
	siptrunk_rpc_fault(rpc, ctx, 500, "out of memory for the answer");
	return NULL;
}

void *siptrunk_rpc_answer_alone(rpc_t *rpc, void *ctx, const char *name)
{
	siptrunk_arguments_t arguments;

	return siptrunk_rpc_read(rpc, ctx, 0, 0, name, &arguments)
				   ? siptrunk_rpc_answer(rpc, ctx)
				   : NULL;
}

void *siptrunk_rpc_list(rpc_t *rpc, void *answer, char *name)
{
	void *list = NULL;

	return rpc->struct_add(answer, "[", name, &list) < 0 ? NULL : list;
}

void *siptrunk_rpc_item(rpc_t *rpc, void *list)
{
	void *item = NULL;

	if(list == NULL || rpc->array_add(list, "{", &item) < 0)
		return NULL;
	return item;
}
