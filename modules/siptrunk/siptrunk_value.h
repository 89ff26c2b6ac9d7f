/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The values of a SIP header that may have several (RFC 3261 section 7.3.1).
 *
 * Pure; any process; no memory.
 */
#ifndef SIPTRUNK_VALUE_H
#define SIPTRUNK_VALUE_H

#include "siptrunk_text.h"

/** Takes the next value off *rest, without the comma behind it and the space
 *  around it; quoted strings and <...> may contain commas. false: none left. */
bool siptrunk_value_next(siptrunk_text_t *rest, siptrunk_text_t *value);

/** The URI of a name-addr or addr-spec: what is in the <> that follow the
 *  display name, else all of it. */
siptrunk_text_t siptrunk_value_uri(siptrunk_text_t value);

#endif
