/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * RPC siptrunk.capture and siptrunk.captures.
 *
 * Any process that serves RPC; memory of the RPC transport.
 */
#include "siptrunk_rpc_capture.h"

#include "siptrunk_captures.h"
#include "siptrunk_rpc_io.h"

#include "core/pt.h"

#define USAGE "siptrunk.capture TRUNK file|hep|off [SECONDS [MEGABYTES]]"

const char *siptrunk_rpc_capture_doc[] = {
		"Captures what the edge exchanges with a trunk, TLS undone. TRUNK "
		"file|hep|off [SECONDS [MEGABYTES]]",
		0};
const char *siptrunk_rpc_captures_doc[] = {
		"The captures that are running, and the latest that have ended.", 0};

static void add_capture(
		rpc_t *rpc, void *item, const siptrunk_capture_t *capture)
{
	siptrunk_rpc_text(rpc, item, "trunk", siptrunk_text(capture->trunk));
	siptrunk_rpc_text(rpc, item, "kind",
			siptrunk_text(siptrunk_capture_kind_name(capture->kind)));
	siptrunk_rpc_text(rpc, item, "where", siptrunk_text(capture->where));
	siptrunk_rpc_text(rpc, item, "state",
			capture->running ? SIPTRUNK_TEXT("running")
							 : SIPTRUNK_TEXT("ended"));
	siptrunk_rpc_time(rpc, item, "began", capture->began);
	siptrunk_rpc_time(rpc, item, "until", capture->until);
	siptrunk_rpc_number(rpc, item, "size", (long)capture->size);
	siptrunk_rpc_number(rpc, item, "size_max", (long)capture->size_max);
	siptrunk_rpc_number(rpc, item, "messages", capture->messages);
	siptrunk_rpc_number(rpc, item, "lost", capture->lost);
	siptrunk_rpc_text(rpc, item, "ended", siptrunk_text(capture->ended));
}

/** false after a fault. Without the argument number is left. */
static bool read_limit(rpc_t *rpc, void *ctx,
		const siptrunk_arguments_t *arguments, int index, const char *what,
		int most, int *number)
{
	if(arguments->count <= index
			|| (siptrunk_parse_int(arguments->values[index], number)
					&& *number >= 1 && *number <= most))
		return true;
	siptrunk_rpc_fault(rpc, ctx, 400, "%s: expected 1 to %d, found '%.*s'",
			what, most, SIPTRUNK_TEXT_FMT(arguments->values[index]));
	return false;
}

static void end_captures(rpc_t *rpc, void *ctx, siptrunk_text_t trunk)
{
	const int count = siptrunk_captures_end(trunk);
	void *answer;

	if(count == 0) {
		siptrunk_rpc_fault(rpc, ctx, 404, "trunk '%.*s' is not captured",
				SIPTRUNK_TEXT_FMT(trunk));
		return;
	}
	answer = siptrunk_rpc_answer(rpc, ctx);
	if(answer == NULL)
		return;
	siptrunk_rpc_text(rpc, answer, "trunk", trunk);
	siptrunk_rpc_number(rpc, answer, "ended", count);
}

static void begin_capture(rpc_t *rpc, void *ctx,
		const siptrunk_arguments_t *arguments, siptrunk_capture_kind_t kind)
{
	int seconds = SIPTRUNK_CAPTURE_SECONDS_DEFAULT;
	int megabytes = SIPTRUNK_CAPTURE_MEGABYTES_DEFAULT;
	siptrunk_capture_t capture;
	siptrunk_error_t error;
	void *answer;

	if(!read_limit(rpc, ctx, arguments, 2, "SECONDS",
			   SIPTRUNK_CAPTURE_SECONDS_MAX, &seconds)
			|| !read_limit(rpc, ctx, arguments, 3, "MEGABYTES",
					SIPTRUNK_CAPTURE_MEGABYTES_MAX, &megabytes)
			|| !siptrunk_rpc_trunk_exists(rpc, ctx, arguments->values[0]))
		return;
	if(pt[process_no].rank > 0) {
		siptrunk_rpc_fault(rpc, ctx, 503,
				"a SIP worker waits for no disk: ask by kamcmd");
		return;
	}
	if(!siptrunk_captures_begin(arguments->values[0], kind, seconds, megabytes,
			   &capture, &error)) {
		siptrunk_rpc_fault(rpc, ctx, 409, "%s", error.text);
		return;
	}
	answer = siptrunk_rpc_answer(rpc, ctx);
	if(answer != NULL)
		add_capture(rpc, answer, &capture);
}

void siptrunk_rpc_capture(rpc_t *rpc, void *ctx)
{
	siptrunk_arguments_t arguments;
	siptrunk_text_t kind;

	if(!siptrunk_rpc_read(rpc, ctx, 2, 4, USAGE, &arguments))
		return;
	kind = arguments.values[1];
	if(siptrunk_text_equal(kind, SIPTRUNK_TEXT("off")))
		end_captures(rpc, ctx, arguments.values[0]);
	else if(siptrunk_text_equal(kind, SIPTRUNK_TEXT("file")))
		begin_capture(rpc, ctx, &arguments, SIPTRUNK_CAPTURE_FILE);
	else if(siptrunk_text_equal(kind, SIPTRUNK_TEXT("hep")))
		begin_capture(rpc, ctx, &arguments, SIPTRUNK_CAPTURE_HEP);
	else
		siptrunk_rpc_fault(rpc, ctx, 400,
				"'%.*s' is no way to capture; usage: " USAGE,
				SIPTRUNK_TEXT_FMT(kind));
}

void siptrunk_rpc_captures(rpc_t *rpc, void *ctx)
{
	siptrunk_capture_t capture;
	void *answer, *list, *item;
	int i, running = 0;

	answer = siptrunk_rpc_answer_alone(rpc, ctx, "siptrunk.captures");
	if(answer == NULL)
		return;
	list = siptrunk_rpc_list(rpc, answer, "captures");
	for(i = 0; i < SIPTRUNK_CAPTURES_MAX; i++) {
		if(!siptrunk_captures_read(i, &capture))
			continue;
		running += capture.running;
		item = siptrunk_rpc_item(rpc, list);
		if(item == NULL)
			break;
		add_capture(rpc, item, &capture);
	}
	siptrunk_rpc_number(rpc, answer, "running", running);
}
