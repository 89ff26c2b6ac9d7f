/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Who rings at the pbx when a PSAP calls back.
 *
 * Pure; SIP workers; no memory.
 */
#include "siptrunk_rings.h"

#include <string.h>

static bool leads_back(
		const siptrunk_rings_input_t *input, siptrunk_text_t user)
{
	uint64_t key = siptrunk_callback_key(user);

	return input->from_pbx && key != 0
		   && key == siptrunk_callback_key(input->dialled);
}

static void keep(siptrunk_rings_t *rings, siptrunk_text_t user)
{
	size_t i;

	for(i = 0; i < rings->count; i++) {
		if(siptrunk_text_equal(user, siptrunk_text(rings->users[i])))
			return;
	}
	memcpy(rings->users[rings->count], user.s, user.len);
	rings->users[rings->count++][user.len] = '\0';
}

static void add(siptrunk_rings_t *rings, const siptrunk_rings_input_t *input,
		siptrunk_text_t user)
{
	char escaped[SIPTRUNK_CALLBACK_NAME_MAX + 1];
	size_t len = siptrunk_uri_escape_user(user, escaped, sizeof(escaped));

	if(len > 0 && !leads_back(input, user))
		keep(rings, (siptrunk_text_t){escaped, len});
}

/** As it came: escaped, if it is one. */
static bool is_user(siptrunk_text_t dialled)
{
	return dialled.len > 0 && dialled.len <= SIPTRUNK_CALLBACK_NAME_MAX
		   && memchr(dialled.s, '\0', dialled.len) == NULL;
}

void siptrunk_rings_plan(
		const siptrunk_rings_input_t *input, siptrunk_rings_t *rings)
{
	rings->count = rings->next = 0;
	add(rings, input, input->desk_first ? input->desk : input->caller);
	add(rings, input, input->desk_first ? input->caller : input->desk);
	if(rings->count == 0 && !input->from_pbx && is_user(input->dialled))
		keep(rings, input->dialled);
}

const char *siptrunk_rings_next(siptrunk_rings_t *rings)
{
	if(rings->next == rings->count)
		return NULL;
	return rings->users[rings->next++];
}

const char *siptrunk_rings_now(const siptrunk_rings_t *rings)
{
	return rings->next > 0 ? rings->users[rings->next - 1] : NULL;
}
