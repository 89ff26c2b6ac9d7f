/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Ways into a call of somebody else.
 *
 * Pure; any process; no memory.
 */
#include "siptrunk_intrusion.h"

#include "siptrunk_uri.h"

#define NAME_MAX_LEN 64
#define VALUE_MAX_LEN 512

static const siptrunk_text_t dialog_headers[] = {SIPTRUNK_TEXT("Replaces"),
		SIPTRUNK_TEXT("Join"), SIPTRUNK_TEXT("Target-Dialog")};

bool siptrunk_intrusion_names_dialog(siptrunk_text_t header_name)
{
	size_t i;

	for(i = 0; i < sizeof(dialog_headers) / sizeof(*dialog_headers); i++) {
		if(siptrunk_text_equal_nocase(header_name, dialog_headers[i]))
			return true;
	}
	return false;
}

siptrunk_text_t siptrunk_intrusion_call_id(siptrunk_text_t value)
{
	siptrunk_text_t rest;

	return siptrunk_text_trim(siptrunk_text_split(value, ';', &rest));
}

/** Undoes escapes; false: too long. */
static bool plain(siptrunk_text_t *text, char *room, size_t size)
{
	size_t len = siptrunk_uri_unescape(*text, room, size);

	if(len == 0 && text->len > 0)
		return false;
	*text = siptrunk_text_trim((siptrunk_text_t){room, len});
	return true;
}

static bool is_intrusion(siptrunk_text_t header, siptrunk_guarded_f guarded)
{
	char name_room[NAME_MAX_LEN], value_room[VALUE_MAX_LEN];
	siptrunk_text_t value, name = siptrunk_text_split(header, '=', &value);

	if(!plain(&name, name_room, sizeof(name_room)))
		return true;
	if(siptrunk_text_equal_nocase(name, SIPTRUNK_TEXT("Route")))
		return true;
	if(!siptrunk_intrusion_names_dialog(name))
		return false;
	return !plain(&value, value_room, sizeof(value_room))
		   || guarded(siptrunk_intrusion_call_id(value));
}

bool siptrunk_intrusion_by_uri(siptrunk_text_t uri, siptrunk_guarded_f guarded)
{
	siptrunk_text_t rest;

	siptrunk_text_split(uri, '?', &rest);
	while(rest.len > 0) {
		if(is_intrusion(siptrunk_text_split(rest, '&', &rest), guarded))
			return true;
	}
	return false;
}
