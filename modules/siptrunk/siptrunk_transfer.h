/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * To whom a REFER transfers a call.
 *
 * Pure; any process; no memory beyond the caller's buffers.
 */
#ifndef SIPTRUNK_TRANSFER_H
#define SIPTRUNK_TRANSFER_H

#include "siptrunk_config.h"
#include "siptrunk_intrusion.h"

/**
 * The number that the URI of a Refer-To asks for (sip, sips, tel, or bare), as
 * normalised: escapes undone, separators dropped. false: none, or one with
 * parameters of its own (RFC 3966: phone-context, ext), which make another
 * number of it.
 */
bool siptrunk_transfer_number(
		siptrunk_text_t uri, char number[SIPTRUNK_NUMBER_MAX + 1]);

/**
 * May a REFER of trunk, one of config's, name this URI? The pbx transfers its
 * calls to whomever it likes; an agent or a carrier only to its rows of
 * siptrunk_transfer, and takes over no call on the way (RFC 3891) that
 * is_anothers.
 */
bool siptrunk_transfer_may(const siptrunk_config_t *config,
		const siptrunk_trunk_t *trunk, siptrunk_text_t uri,
		siptrunk_guarded_f is_anothers);

#endif
