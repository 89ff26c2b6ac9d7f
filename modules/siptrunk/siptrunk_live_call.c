/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Does a message name a call that its sender has with us?
 *
 * SIP workers; no memory of its own.
 */
#include "siptrunk_live_call.h"

#include "siptrunk_calls.h"
#include "siptrunk_compat.h"
#include "siptrunk_message.h"
#include "siptrunk_uri.h"

#include "core/parser/parse_from.h"

static bool is_within(sip_msg_t *message, const siptrunk_trunk_t *trunk)
{
	siptrunk_text_t call_id = siptrunk_message_call_id(message);
	siptrunk_text_t to_tag = siptrunk_message_tag(message->to);

	return to_tag.len > 0 && parse_from_header(message) >= 0
		   && siptrunk_calls_is_part(call_id,
				   siptrunk_message_tag(message->from), to_tag, trunk->name);
}

static siptrunk_text_t user_of(const str *text)
{
	siptrunk_uri_t uri;

	return siptrunk_uri_parse_user(siptrunk_text_of(text), &uri)
				   ? uri.user
				   : SIPTRUNK_TEXT("");
}

static siptrunk_text_t callee(const sip_msg_t *message)
{
	const struct to_body *to =
			message->to != NULL ? message->to->parsed : NULL;

	return to != NULL ? user_of(&to->uri) : SIPTRUNK_TEXT("");
}

bool siptrunk_live_call_check(sip_msg_t *message,
		const siptrunk_config_t *config, const siptrunk_trunk_t *trunk,
		siptrunk_text_t *wrong)
{
	const siptrunk_text_t told =
			siptrunk_message_id(message, config, SIPTRUNK_ID_AGENT);

	if(is_within(message, trunk)
			|| siptrunk_calls_is_live(told, trunk->name)
			|| siptrunk_calls_is_live(callee(message), trunk->name)
			|| siptrunk_calls_is_live(
					user_of(&message->first_line.u.request.uri), trunk->name))
		return true;
	*wrong = told.len > 0 ? SIPTRUNK_TEXT("the call id is of no live call")
						  : SIPTRUNK_TEXT("no live call is named");
	return false;
}
