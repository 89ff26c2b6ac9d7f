/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Does a message name a call that its sender has with us?
 *
 * SIP workers; no memory of its own.
 */
#ifndef SIPTRUNK_LIVE_CALL_H
#define SIPTRUNK_LIVE_CALL_H

#include "siptrunk_config.h"

#include "core/parser/msg_parser.h"

/**
 * A request is within a call of the trunk's that is running; or it names in its
 * Request-URI, its To or a header of siptrunk_call_id_header the id that an
 * agent knows such a call by. false: wrong says what lacks; static.
 */
bool siptrunk_live_call_check(sip_msg_t *message,
		const siptrunk_config_t *config, const siptrunk_trunk_t *trunk,
		siptrunk_text_t *wrong);

#endif
