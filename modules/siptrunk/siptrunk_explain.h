/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What would happen to a call: the routing script itself runs with an INVITE
 * that nobody has sent. What it finds is written down step by step; what it
 * would change, count, alarm or send is left out.
 *
 * A process that serves RPC, one explanation at a time; memory of its own.
 */
#ifndef SIPTRUNK_EXPLAIN_H
#define SIPTRUNK_EXPLAIN_H

#include "siptrunk_text.h"

#include "core/parser/msg_parser.h"

#define SIPTRUNK_EXPLAIN_STEPS_MAX 64
#define SIPTRUNK_EXPLAIN_TRIALS_MAX 32

typedef struct siptrunk_explained_step
{
	char step[24];
	char text[512];
} siptrunk_explained_step_t;

/** A gateway, or where a peer has registered, in the order of trial. */
typedef struct siptrunk_explained_trial
{
	char trunk[65];
	char gateway[256]; /**< its name; empty: where the trunk has registered */
	char uri[256];
	const char *state; /**< "up", "down" */
	char request[256]; /**< the Request-URI that it would get */
} siptrunk_explained_trial_t;

typedef struct siptrunk_explanation
{
	size_t step_count;
	siptrunk_explained_step_t steps[SIPTRUNK_EXPLAIN_STEPS_MAX];
	size_t trial_count;
	siptrunk_explained_trial_t trials[SIPTRUNK_EXPLAIN_TRIALS_MAX];
	/* of the sender */
	char trunk[65];
	char number[65], classification[65];
	/* as the first trial would see it */
	char caller[129], caller_source[24];
	/* the edge's own last answer; 0: it gives none */
	int code;
	char phrase[129], reason[257];
} siptrunk_explanation_t;

/** From whom, to whom, and where it comes from. */
typedef struct siptrunk_explain_call
{
	siptrunk_text_t from, to; /**< a URI, or a user of the edge's */
	receive_info_t *received;
} siptrunk_explain_call_t;

/** Before the modules that change what is sent; 0 or -1. */
int siptrunk_explain_init(void);

/** true: this process explains a call. Nothing may be changed then. */
extern bool siptrunk_explaining;

/** Writes a step down; nothing when no call is explained. */
void siptrunk_explain_note(const char *step, const char *format, ...)
		__attribute__((format(printf, 2, 3)));

/** The explanation, valid until the next; NULL: there is none, and error says
 *  why. */
const siptrunk_explanation_t *siptrunk_explain(
		const siptrunk_explain_call_t *call, siptrunk_error_t *error);

/** siptrunk_explain(STEP, TEXT): STEP "placed" tells the gateways at hand. */
int ki_siptrunk_explain(sip_msg_t *msg, str *step, str *text);
int w_siptrunk_explain(sip_msg_t *msg, char *step, char *text);

#endif
