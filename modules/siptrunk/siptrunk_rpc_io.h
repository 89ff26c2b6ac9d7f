/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What all RPC commands need: arguments read with one clear fault, and
 * answers made of one struct.
 *
 * Any process that serves RPC; memory of the RPC transport.
 */
#ifndef SIPTRUNK_RPC_IO_H
#define SIPTRUNK_RPC_IO_H

#include "siptrunk_config.h"

#include "core/rpc.h"

#include <time.h>

#define ARGUMENTS_MAX 4

/** Rows of one list in an answer: ctl spends 10 KiB of private memory on each
 *  struct until the answer is sent. The true count is always beside it. */
#define SIPTRUNK_LISTED_MAX 200

typedef struct siptrunk_arguments
{
	int count;
	siptrunk_text_t values[ARGUMENTS_MAX];
	char copies[ARGUMENTS_MAX][32];
} siptrunk_arguments_t;

/** Reads least to most arguments, or answers a fault that shows usage. */
bool siptrunk_rpc_read(rpc_t *rpc, void *ctx, int least, int most,
		const char *usage, siptrunk_arguments_t *arguments);

/**
 * Answers a fault: code as in HTTP, text from a printf format. A text too long
 * for the transport keeps its beginning (what, where) and its end (why).
 */
void siptrunk_rpc_fault(
		rpc_t *rpc, void *ctx, int code, const char *format, ...)
		__attribute__((format(printf, 4, 5)));

/** The trunk of that name, or NULL after a fault. */
siptrunk_trunk_t *siptrunk_rpc_trunk(rpc_t *rpc, void *ctx,
		const siptrunk_config_t *config, siptrunk_text_t name);
/** There is one, in what is in force now; false after a fault. */
bool siptrunk_rpc_trunk_exists(rpc_t *rpc, void *ctx, siptrunk_text_t name);

/** The answer's struct, or NULL after a fault. */
void *siptrunk_rpc_answer(rpc_t *rpc, void *ctx);
/** Of the command of that name, which takes no arguments. */
void *siptrunk_rpc_answer_alone(rpc_t *rpc, void *ctx, const char *name);
/** A list in a struct, NULL when there is no memory. */
void *siptrunk_rpc_list(rpc_t *rpc, void *answer, char *name);
/** A struct in a list; NULL when there is no memory, and the list ends. */
void *siptrunk_rpc_item(rpc_t *rpc, void *list);

/** A struct inside an answer; NULL when there is no memory. */
void *siptrunk_rpc_struct(rpc_t *rpc, void *answer, char *name);

void siptrunk_rpc_text(
		rpc_t *rpc, void *answer, char *name, siptrunk_text_t text);
void siptrunk_rpc_number(rpc_t *rpc, void *answer, char *name, long number);
/** As in 2026-11-21T12:00:00Z. */
void siptrunk_rpc_time(rpc_t *rpc, void *answer, char *name, time_t when);

#endif
