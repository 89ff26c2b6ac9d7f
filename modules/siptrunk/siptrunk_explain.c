/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Explaining a call.
 *
 * A process that serves RPC; memory of its own.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* memmem; Kamailio 5.6 does not ask for it */
#endif

#include "siptrunk_explain.h"

#include "siptrunk_attempts.h"
#include "siptrunk_cfg_io.h"
#include "siptrunk_compat.h"
#include "siptrunk_log.h"
#include "siptrunk_message.h"

#include "core/action.h"
#include "core/dprint.h"
#include "core/events.h"
#include "core/mem/shm_mem.h"
#include "core/receive.h"
#include "core/route.h"
#include "core/script_cb.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#define NOTED_HEADERS_MAX 400
#define REQUEST_MAX 2048
/** The routing scripts know what it is to be explained: route[TRY_GATEWAYS]
 *  turns to this one. */
#define ROUTE "EXPLAIN_GATEWAYS"
/** Begins the Call-ID of what is explained. */
static char mark[2 * 16 + 1];
/** A call was explained since the start; shared memory. */
static bool *used;

bool siptrunk_explaining;
static siptrunk_explanation_t explanation;

/* --- what is written down --- */

static void keep(char *kept, size_t size, siptrunk_text_t text)
{
	snprintf(kept, size, "%.*s", SIPTRUNK_TEXT_FMT(text));
}

/** A route may ask the same again. */
static bool is_told(const siptrunk_explained_step_t *step)
{
	const siptrunk_explained_step_t *last = step - 1;

	return step > explanation.steps && strcmp(step->step, last->step) == 0
		   && strcmp(step->text, last->text) == 0;
}

void siptrunk_explain_note(const char *step, const char *format, ...)
{
	siptrunk_explained_step_t *noted =
			&explanation.steps[explanation.step_count];
	va_list arguments;

	if(!siptrunk_explaining
			|| explanation.step_count == SIPTRUNK_EXPLAIN_STEPS_MAX)
		return;
	snprintf(noted->step, sizeof(noted->step), "%s", step);
	va_start(arguments, format);
	vsnprintf(noted->text, sizeof(noted->text), format, arguments);
	va_end(arguments);
	if(!is_told(noted))
		explanation.step_count++;
}

/** By name: what they hold may be secret. */
static void note_headers(const siptrunk_trunk_t *trunk)
{
	char names[NOTED_HEADERS_MAX] = "";
	size_t len = 0, i;

	for(i = 0; i < trunk->header_count && len < sizeof(names); i++)
		len += (size_t)snprintf(names + len, sizeof(names) - len, "%s%.*s",
				i > 0 ? ", " : "", SIPTRUNK_TEXT_FMT(trunk->headers[i].name));
	if(trunk->header_count > 0)
		siptrunk_explain_note("headers", "trunk %.*s gets %s",
				SIPTRUNK_TEXT_FMT(trunk->name), names);
}

static void note_caller(sip_msg_t *message, const siptrunk_call_t *call)
{
	const bool chosen = call->caller_source != SIPTRUNK_SOURCE_COUNT;
	const siptrunk_text_t source =
			chosen ? siptrunk_source_name(call->caller_source)
				   : SIPTRUNK_TEXT(call->masked ? "header_policy" : "as_came");
	const siptrunk_text_t shown = siptrunk_cfg_shown_caller(message, call);

	siptrunk_explain_note("caller", "trunk %.*s is shown %.*s (%.*s)%s%s",
			SIPTRUNK_TEXT_FMT(call->target->name), SIPTRUNK_TEXT_FMT(shown),
			SIPTRUNK_TEXT_FMT(source),
			call->why[0] != '\0' ? "; passed over: " : "", call->why);
	if(explanation.trial_count > 0)
		return;
	keep(explanation.caller, sizeof(explanation.caller), shown);
	keep(explanation.caller_source, sizeof(explanation.caller_source), source);
}

static void add_trial(const siptrunk_call_t *call,
		const siptrunk_trial_t *trial, const str *request)
{
	siptrunk_explained_trial_t *added =
			&explanation.trials[explanation.trial_count];

	if(explanation.trial_count == SIPTRUNK_EXPLAIN_TRIALS_MAX)
		return;
	explanation.trial_count++;
	*added = (siptrunk_explained_trial_t){.state = "registered"};
	keep(added->trunk, sizeof(added->trunk), call->target->name);
	keep(added->request, sizeof(added->request), siptrunk_text_of(request));
	if(trial == NULL)
		return;
	added->state = trial->down ? "down" : "up";
	keep(added->gateway, sizeof(added->gateway), trial->gateway->name);
	siptrunk_gateway_uri(&trial->address, trial->gateway->port,
			trial->gateway->transport, added->uri);
}

/** All that are tried one after the other from here on; without any the peer
 *  has registered. */
static void note_trials(
		sip_msg_t *message, const siptrunk_call_t *call, const str *request)
{
	const siptrunk_attempts_t *attempts = siptrunk_attempts_find();
	size_t i;

	siptrunk_explain_note("placed", "with trunk %.*s as %.*s",
			SIPTRUNK_TEXT_FMT(call->target->name), request->len, request->s);
	note_caller(message, call);
	note_headers(call->target);
	if(attempts == NULL || attempts->trunk != call->target)
		add_trial(call, NULL, request);
	for(i = 0; attempts != NULL && attempts->trunk == call->target
			   && i < attempts->count;
			i++)
		add_trial(call, &attempts->trials[i], request);
}

int ki_siptrunk_explain(sip_msg_t *msg, str *step, str *text)
{
	const siptrunk_call_t *call = siptrunk_call_find();
	char name[24];

	if(!siptrunk_explaining)
		return -1;
	if(siptrunk_text_equal(
			   siptrunk_text_of(step), SIPTRUNK_TEXT("placed"))) {
		if(call == NULL || call->target == NULL)
			return -1;
		note_trials(msg, call, text);
		return 1;
	}
	keep(name, sizeof(name), siptrunk_text_of(step));
	siptrunk_explain_note(name, "%.*s", text->len, text->s);
	return 1;
}

int w_siptrunk_explain(sip_msg_t *msg, char *p1, char *p2)
{
	str step, text;

	if(!siptrunk_cfg_value(msg, p1, &step)
			|| !siptrunk_cfg_value(msg, p2, &text))
		return SIPTRUNK_CFG_ERROR;
	return ki_siptrunk_explain(msg, &step, &text);
}

/* --- what would be sent --- */

/** The edge's own answer. */
static void keep_answer(siptrunk_text_t message)
{
	siptrunk_text_t rest;
	const siptrunk_text_t line = siptrunk_text_split(message, '\r', &rest);
	const siptrunk_text_t reason = siptrunk_message_sent_reason(message);
	char first[256];
	int at = 0;

	keep(first, sizeof(first), line);
	if(sscanf(first, "SIP/2.0 %d %n", &explanation.code, &at) != 1 || at == 0)
		return;
	keep(explanation.phrase, sizeof(explanation.phrase),
			siptrunk_text(first + at));
	keep(explanation.reason, sizeof(explanation.reason), reason);
	siptrunk_explain_note("answer", "%s%d %s%s%.*s",
			explanation.trial_count > 0 ? "when none of them takes it: " : "",
			explanation.code, explanation.phrase, reason.len > 0 ? ": " : "",
			SIPTRUNK_TEXT_FMT(reason));
}

/** Whatever a routing script did with it, of an explained call nothing leaves
 *  the edge: neither by this process, nor by one that would send it again. */
static int hold_back(sr_event_param_t *event)
{
	str *text = event->data;

	if(text->s == NULL || !*used
			|| (!siptrunk_explaining
					&& memmem(text->s, (size_t)text->len, mark,
							   sizeof(mark) - 1)
							   == NULL))
		return 0;
	if(siptrunk_explaining)
		keep_answer(siptrunk_text_of(text));
	pkg_free(text->s);
	*text = (str){NULL, 0};
	return -1;
}

int siptrunk_explain_init(void)
{
	unsigned char random[16];
	size_t i;

	if(getrandom(random, sizeof(random), 0) != sizeof(random)) {
		LM_ERR("the system has no random numbers\n");
		return -1;
	}
	used = shm_malloc(sizeof(*used));
	if(used == NULL) {
		SHM_MEM_ERROR;
		return -1;
	}
	*used = false;
	for(i = 0; i < sizeof(random); i++)
		snprintf(mark + 2 * i, 3, "%02x", random[i]);
	return sr_event_register_cb(SREV_NET_DATA_OUT, hold_back);
}

/* --- the call --- */

/** A user, or the URI that it is. */
static siptrunk_text_t uri_of(siptrunk_text_t text, const char *host,
		char *room, size_t size)
{
	siptrunk_text_t rest = text;

	if(siptrunk_text_take(&rest, SIPTRUNK_TEXT("sip:"))
			|| siptrunk_text_take(&rest, SIPTRUNK_TEXT("sips:"))
			|| siptrunk_text_take(&rest, SIPTRUNK_TEXT("tel:")))
		return text;
	if(memchr(text.s, '@', text.len) != NULL)
		snprintf(room, size, "sip:%.*s", SIPTRUNK_TEXT_FMT(text));
	else
		snprintf(room, size, "sip:%.*s@%s", SIPTRUNK_TEXT_FMT(text), host);
	return siptrunk_text(room);
}

static bool write_invite(const siptrunk_explain_call_t *call, char *text,
		siptrunk_error_t *error)
{
	static unsigned number;
	receive_info_t *received = call->received;
	const struct socket_info *own = received->bind_address;
	const bool bracket = received->src_ip.af == AF_INET6;
	char from[512], to[512], source[IP_ADDR_MAX_STRZ_SIZE + 2];
	siptrunk_text_t caller, called;
	int len;

	snprintf(source, sizeof(source), "%s%s%s", bracket ? "[" : "",
			ip_addr2strz(&received->src_ip), bracket ? "]" : "");
	caller = uri_of(call->from, source, from, sizeof(from));
	called = uri_of(call->to, own->address_str.s, to, sizeof(to));
	len = snprintf(text, REQUEST_MAX,
			"INVITE %.*s SIP/2.0\r\n"
			"Via: SIP/2.0/%s %s:%d;branch=z9hG4bK%s%u\r\n"
			"Max-Forwards: 70\r\n"
			"From: <%.*s>;tag=%u\r\n"
			"To: <%.*s>\r\n"
			"Call-ID: %s-%u\r\n"
			"CSeq: 1 INVITE\r\n"
			"Contact: <sip:%s:%d>\r\n"
			"Content-Length: 0\r\n\r\n",
			SIPTRUNK_TEXT_FMT(called),
			received->proto == PROTO_TLS
					? "TLS"
					: (received->proto == PROTO_TCP ? "TCP" : "UDP"),
			source, received->src_port, mark, number,
			SIPTRUNK_TEXT_FMT(caller), number, SIPTRUNK_TEXT_FMT(called), mark,
			number, source, received->src_port);
	number++;
	if(len < REQUEST_MAX)
		return true;
	siptrunk_error_set(error, "FROM and TO are too long");
	return false;
}

/** No line may end, no bracket close, before we say so. */
static bool is_plain(siptrunk_text_t text)
{
	size_t i;

	for(i = 0; i < text.len; i++) {
		if((unsigned char)text.s[i] <= ' ' || text.s[i] == '<'
				|| text.s[i] == '>' || text.s[i] == 127)
			return false;
	}
	return text.len > 0;
}

static void keep_call(void)
{
	const siptrunk_call_t *call = siptrunk_call_find();

	if(call == NULL)
		return;
	if(call->access.trunk != NULL)
		keep(explanation.trunk, sizeof(explanation.trunk),
				call->access.trunk->name);
	if(!call->classified)
		return;
	keep(explanation.number, sizeof(explanation.number),
			siptrunk_text(call->number.number));
	keep(explanation.classification, sizeof(explanation.classification),
			call->number.classification);
}

static void run_script(sip_msg_t *message)
{
	struct run_act_ctx context;

	*used = true;
	siptrunk_log_hush();
	siptrunk_explaining = true;
	init_run_actions_ctx(&context);
	set_route_type(REQUEST_ROUTE);
	run_top_route(main_rt.rlist[DEFAULT_RT], message, &context);
	siptrunk_explaining = false;
	keep_call();
	ksr_msg_env_reset();
	siptrunk_log_resume();
}

static bool run(const siptrunk_explain_call_t *call, siptrunk_error_t *error)
{
	static unsigned id = 1u << 30;
	/* msg_apply_changes() writes the message anew, to where it is */
	static char text[BUF_SIZE + 1];
	sip_msg_t message = {0};

	if(!write_invite(call, text, error))
		return false;
	message.buf = text;
	message.len = (unsigned)strlen(text);
	message.id = id++;
	message.pid = my_pid();
	message.rcv = *call->received;
	if(parse_msg(message.buf, message.len, &message) != 0
			|| message.first_line.type != SIP_REQUEST) {
		siptrunk_error_set(error, "FROM or TO is no user and no SIP URI");
		free_sip_msg(&message);
		return false;
	}
	run_script(&message);
	free_sip_msg(&message);
	return true;
}

const siptrunk_explanation_t *siptrunk_explain(
		const siptrunk_explain_call_t *call, siptrunk_error_t *error)
{
	if(route_lookup(&main_rt, ROUTE) <= 0) {
		siptrunk_error_set(error,
				"the routing script has no route[" ROUTE "] (explain.cfg): "
				"it could place the call");
		return NULL;
	}
	if(!is_plain(call->from) || !is_plain(call->to)) {
		siptrunk_error_set(error, "FROM or TO is no user and no SIP URI");
		return NULL;
	}
	memset(&explanation, 0, sizeof(explanation));
	return run(call, error) ? &explanation : NULL;
}
