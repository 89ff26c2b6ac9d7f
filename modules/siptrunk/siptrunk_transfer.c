/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * To whom a REFER transfers a call.
 *
 * Pure; any process; no memory.
 */
#include "siptrunk_transfer.h"

#include "siptrunk_uri.h"

bool siptrunk_transfer_number(
		siptrunk_text_t uri, char number[SIPTRUNK_NUMBER_MAX + 1])
{
	siptrunk_text_t text = siptrunk_text_trim(uri);
	siptrunk_uri_t parsed;
	const char *after;

	if(!siptrunk_uri_parse_user(text, &parsed))
		return false;
	after = parsed.user.s + parsed.user.len;
	if(after < text.s + text.len && *after == ';')
		return false;
	return siptrunk_number_normalise(parsed.user, number) > 0;
}

static bool is_listed(const siptrunk_config_t *config,
		const siptrunk_trunk_t *trunk, siptrunk_text_t number)
{
	size_t i;

	for(i = 0; i < config->transfer_count; i++) {
		if(&config->trunks[config->transfers[i].trunk] == trunk
				&& siptrunk_text_equal(config->transfers[i].number, number))
			return true;
	}
	return false;
}

bool siptrunk_transfer_may(const siptrunk_config_t *config,
		const siptrunk_trunk_t *trunk, siptrunk_text_t uri,
		siptrunk_guarded_f is_anothers)
{
	char number[SIPTRUNK_NUMBER_MAX + 1];

	if(trunk->role != SIPTRUNK_ROLE_AGENT
			&& trunk->role != SIPTRUNK_ROLE_CARRIER)
		return true;
	return siptrunk_transfer_number(uri, number)
		   && is_listed(config, trunk, siptrunk_text(number))
		   && !siptrunk_intrusion_by_uri(uri, is_anothers);
}
