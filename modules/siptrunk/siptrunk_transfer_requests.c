/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What the edge sends in a transfer that it carries out.
 *
 * SIP workers and tm's timers; tm's memory.
 */
#include "siptrunk_transfer_requests.h"

#include "siptrunk_compat.h"
#include "siptrunk_message.h"
#include "siptrunk_tm.h"

#include "core/dprint.h"
#include "core/mem/shm_mem.h"
#include "core/socket_info.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#define HEADERS_MAX 3072
#define SECRET_LEN 32

static char *secret;

int siptrunk_transfer_requests_init(void)
{
	unsigned char random[SECRET_LEN / 2];
	size_t i;

	secret = shm_malloc(SECRET_LEN + 1);
	if(secret == NULL) {
		SHM_MEM_ERROR;
		return -1;
	}
	if(getrandom(random, sizeof(random), 0) != sizeof(random)) {
		LM_ERR("the system has no random numbers\n");
		return -1;
	}
	for(i = 0; i < sizeof(random); i++)
		sprintf(secret + 2 * i, "%02x", random[i]);
	return 0;
}

void siptrunk_transfer_requests_fini(void)
{
	if(secret != NULL)
		shm_free(secret);
	secret = NULL;
}

siptrunk_text_t siptrunk_transfer_requests_own(sip_msg_t *message)
{
	siptrunk_text_t value, rest;

	if(!ip_addr_cmp(&message->rcv.src_ip, &message->rcv.dst_ip)
			|| parse_headers(message, HDR_EOH_F, 0) < 0)
		return SIPTRUNK_TEXT("");
	value = siptrunk_message_header(
			message, SIPTRUNK_TEXT(SIPTRUNK_OWN_HEADER));
	if(!siptrunk_text_equal(siptrunk_text_split(value, ' ', &rest),
			   siptrunk_text(secret)))
		return SIPTRUNK_TEXT("");
	return siptrunk_text_trim(rest);
}

/* --- one request --- */

typedef struct request
{
	const char *method;
	const siptrunk_transfer_side_t *from; /**< for whom the edge speaks */
	const siptrunk_transfer_side_t *to;
	unsigned cseq;
	const char *headers; /**< more of them, each with its line end */
	siptrunk_text_t body;
	transaction_cb *answered; /**< or NULL */
} request_t;

static str str_of(const char *text)
{
	return (str){(char *)text, (int)strlen(text)};
}

/** Where the edge listens first: by UDP, if at all. */
static bool write_edge(char edge[SIPTRUNK_TRANSFER_NAME])
{
	const struct socket_info *socket = get_first_socket();
	int len;

	if(socket == NULL)
		return false;
	len = snprintf(edge, SIPTRUNK_TRANSFER_NAME, "sip:%.*s:%d;transport=%s",
			socket->address_str.len, socket->address_str.s, socket->port_no,
			get_proto_name(socket->proto));
	return len > 0 && len < SIPTRUNK_TRANSFER_NAME;
}

static bool write_headers(
		const request_t *request, char text[HEADERS_MAX], str *headers)
{
	const char *routes = request->to->routes;
	bool routed = routes[0] != '\0';

	headers->s = text;
	headers->len = snprintf(text, HEADERS_MAX,
			SIPTRUNK_OWN_HEADER ": %s %s\r\nContact: <%s>\r\n%s%s%s%s", secret,
			request->from->trunk, request->from->contact,
			routed ? "Route: " : "", routes, routed ? "\r\n" : "",
			request->headers);
	return headers->len > 0 && headers->len < HEADERS_MAX;
}

static void write_dialog(const siptrunk_carried_t *transfer,
		const request_t *request, const char *edge, dlg_t *dialog)
{
	memset(dialog, 0, sizeof(*dialog));
	dialog->state = DLG_CONFIRMED;
	dialog->id.call_id = str_of(transfer->call_id);
	dialog->id.loc_tag = str_of(request->from->tag);
	dialog->id.rem_tag = str_of(request->to->tag);
	dialog->loc_uri = str_of(request->from->uri);
	dialog->rem_uri = str_of(request->to->uri);
	dialog->rem_target = str_of(request->to->contact);
	dialog->dst_uri = str_of(edge);
	dialog->loc_seq.value = request->cseq;
	dialog->loc_seq.is_set = 1;
}

/** index and label of its transaction may be NULL. */
static bool send_request(const siptrunk_carried_t *transfer,
		const request_t *request, unsigned *index, unsigned *label)
{
	char text[HEADERS_MAX], edge[SIPTRUNK_TRANSFER_NAME];
	str method = str_of(request->method), headers;
	str body = siptrunk_str_of(request->body);
	siptrunk_word_t word;
	uac_req_t uac;
	dlg_t dialog;

	if(!write_edge(edge) || !write_headers(request, text, &headers)) {
		LM_ERR("call %s: no %s can be written\n",
				siptrunk_text_word(siptrunk_text(transfer->call_id), &word),
				request->method);
		return false;
	}
	write_dialog(transfer, request, edge, &dialog);
	set_uac_req(&uac, &method, &headers, &body, &dialog,
			request->answered != NULL ? TMCB_LOCAL_COMPLETED | TMCB_DONT_ACK
									  : 0,
			request->answered, (void *)(uintptr_t)transfer->serial);
	if(siptrunk_tm.t_uac_with_ids(&uac, index, label) > 0)
		return true;
	LM_ERR("call %s: no %s can be sent\n",
			siptrunk_text_word(siptrunk_text(transfer->call_id), &word),
			request->method);
	return false;
}

/* --- the numbers: each takes the next one that its receiver expects --- */

static unsigned cseq_of_agent(const siptrunk_carried_t *transfer)
{
	return siptrunk_dialog_take_cseq(transfer->call, transfer->agent_leg);
}

/** Also to the target, in whose eyes what the other side sends itself comes
 *  after these. */
static unsigned cseq_of_other(const siptrunk_carried_t *transfer)
{
	return siptrunk_dialog_take_cseq(transfer->call, transfer->other_leg);
}

/** What the target sends is told as the agent's, with numbers behind all that
 *  this may send until the target answers. */
static unsigned cseq_of_target(const siptrunk_carried_t *transfer)
{
	return siptrunk_dialog_last_cseq(transfer->call, transfer->agent_leg)
		   + 1000;
}

/* --- all requests --- */

#define SDP "Content-Type: application/sdp\r\n"

bool siptrunk_transfer_invite(siptrunk_carried_t *transfer,
		siptrunk_text_t offer, transaction_cb answered)
{
	char headers[SIPTRUNK_TRANSFER_TEXT];
	const request_t request = {"INVITE", &transfer->self, &transfer->target,
			cseq_of_other(transfer), headers, offer, answered};

	snprintf(headers, sizeof(headers), "X-Siptrunk-Agent: %s %u\r\n" SDP,
			transfer->agent.tag, cseq_of_target(transfer));
	return send_request(
			transfer, &request, &transfer->index, &transfer->label);
}

void siptrunk_transfer_cancel(const siptrunk_carried_t *transfer)
{
	char text[SIPTRUNK_TRANSFER_TEXT];
	str headers = {text,
			snprintf(text, sizeof(text), SIPTRUNK_OWN_HEADER ": %s %s\r\n",
					secret, transfer->self.trunk)};

	siptrunk_tm.t_cancel_uac(&headers, NULL, transfer->index,
			transfer->label, NULL, NULL);
}

bool siptrunk_transfer_reinvite(const siptrunk_carried_t *transfer,
		siptrunk_text_t answer, transaction_cb answered)
{
	char headers[SIPTRUNK_TRANSFER_NAME + SIPTRUNK_TRANSFER_ROUTES + 128];
	siptrunk_transfer_side_t agent = transfer->agent;
	const request_t request = {"INVITE", &agent, &transfer->other,
			cseq_of_agent(transfer), headers, answer, answered};

	/* the route keeps it for what the other side sends from now on */
	memcpy(agent.contact, transfer->target.contact, sizeof(agent.contact));
	snprintf(headers, sizeof(headers), SIPTRUNK_TARGET_HEADER ": %s %s\r\n" SDP,
			transfer->target.tag, transfer->target.routes);
	return send_request(transfer, &request, NULL, NULL);
}

bool siptrunk_transfer_notify(const siptrunk_carried_t *transfer,
		const char *status, bool last, transaction_cb answered)
{
	char headers[SIPTRUNK_TRANSFER_TEXT], body[SIPTRUNK_TRANSFER_TEXT];
	request_t request = {"NOTIFY", &transfer->other, &transfer->agent,
			cseq_of_other(transfer), headers, {body, 0}, answered};

	snprintf(headers, sizeof(headers),
			"Event: refer\r\nSubscription-State: %s\r\n"
			"Content-Type: message/sipfrag;version=2.0\r\n",
			last ? "terminated;reason=noresource" : "active;expires=180");
	request.body.len = (size_t)snprintf(
			body, sizeof(body), "SIP/2.0 %.200s\r\n", status);
	return send_request(transfer, &request, NULL, NULL);
}

static void end(const siptrunk_carried_t *transfer,
		const siptrunk_transfer_side_t *from,
		const siptrunk_transfer_side_t *to, unsigned cseq)
{
	const request_t request = {
			"BYE", from, to, cseq, "", SIPTRUNK_TEXT(""), NULL};

	send_request(transfer, &request, NULL, NULL);
}

void siptrunk_transfer_bye_agent(const siptrunk_carried_t *transfer)
{
	end(transfer, &transfer->other, &transfer->agent,
			cseq_of_other(transfer));
}

void siptrunk_transfer_bye_other(const siptrunk_carried_t *transfer)
{
	end(transfer, &transfer->agent, &transfer->other,
			cseq_of_agent(transfer));
}

void siptrunk_transfer_bye_target(const siptrunk_carried_t *transfer)
{
	end(transfer, &transfer->self, &transfer->target,
			cseq_of_other(transfer));
}
