/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What a custom function of the voice agent asks for: its request's JSON.
 *
 * Pure, with libjansson; SIP workers.
 */
#include "siptrunk_webhook_body.h"

#include "siptrunk_ascii.h"

#include <jansson.h>

#include <stdio.h>

typedef bool (*valid_f)(char c);

static bool is_id(char c)
{
	return siptrunk_ascii_alnum(c) || siptrunk_ascii_in(c, "_-");
}

static bool is_printable(char c)
{
	return c >= ' ' && c <= '~';
}

/** The member of that name: at most max bytes, all valid (NULL: any is). Absent
 *  is empty. */
static bool get_text(const json_t *object, const char *name, size_t max,
		valid_f valid, siptrunk_text_t *text, siptrunk_error_t *error)
{
	const json_t *member = json_object_get(object, name);
	size_t i;

	*text = SIPTRUNK_TEXT("");
	if(member == NULL || json_is_null(member))
		return true;
	*text = (siptrunk_text_t){
			json_string_value(member), json_string_length(member)};
	for(i = 0; i < text->len && (valid == NULL || valid(text->s[i]));)
		i++;
	if(text->s != NULL && i == text->len && text->len <= max)
		return true;
	siptrunk_error_set(error,
			"%s: expected a string of at most %zu characters that are fit for "
			"it, found something else",
			name, max);
	return false;
}

static bool get_call_id(const json_t *root, siptrunk_webhook_body_t *body,
		siptrunk_error_t *error)
{
	const json_t *call = json_object_get(root, "call");
	siptrunk_text_t id;

	if(!get_text(call != NULL ? call : root, "call_id",
			   SIPTRUNK_WEBHOOK_CALL_ID_MAX, is_id, &id, error))
		return false;
	snprintf(body->call_id, sizeof(body->call_id), "%.*s",
			SIPTRUNK_TEXT_FMT(id));
	if(id.len > 0)
		return true;
	siptrunk_error_set(error,
			"expected call.call_id, found none: a function whose payload is "
			"its arguments only needs an argument call_id");
	return false;
}

static void write_hex(siptrunk_text_t text, char *hex)
{
	size_t i;

	for(i = 0; i < text.len; i++)
		sprintf(hex + 2 * i, "%02x", (unsigned char)text.s[i]);
}

static bool get_args(const json_t *root, siptrunk_webhook_body_t *body,
		siptrunk_error_t *error)
{
	const json_t *args = json_object_get(root, "args");
	siptrunk_text_t to, user_to_user;

	if(args == NULL)
		args = root;
	if(!get_text(args, "to", SIPTRUNK_WEBHOOK_TO_MAX, is_printable, &to, error)
			|| !get_text(args, "user_to_user",
					SIPTRUNK_WEBHOOK_USER_TO_USER_MAX, NULL, &user_to_user,
					error))
		return false;
	snprintf(body->to, sizeof(body->to), "%.*s", SIPTRUNK_TEXT_FMT(to));
	write_hex(user_to_user, body->user_to_user);
	return true;
}

bool siptrunk_webhook_body_parse(siptrunk_text_t json,
		siptrunk_webhook_body_t *body, siptrunk_error_t *error)
{
	json_error_t wrong;
	json_t *root =
			json_loadb(json.s, json.len, JSON_REJECT_DUPLICATES, &wrong);
	bool read;

	*body = (siptrunk_webhook_body_t){.call_id = ""};
	if(!json_is_object(root)) {
		siptrunk_error_set(error, "expected a JSON object, found %s",
				root == NULL ? "no JSON" : "another value");
		json_decref(root);
		return false;
	}
	read = get_call_id(root, body, error) && get_args(root, body, error);
	json_decref(root);
	return read;
}
