/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What a URI brings along for the request that is made from it, and whose
 * dialog a header names: ways into a call of somebody else.
 *
 * Pure; any process; no memory beyond the caller's buffers.
 */
#ifndef SIPTRUNK_INTRUSION_H
#define SIPTRUNK_INTRUSION_H

#include "siptrunk_text.h"

/** Whether a call of that Call-ID may not be touched. */
typedef bool (*siptrunk_guarded_f)(siptrunk_text_t call_id);

/** Is it Replaces (RFC 3891), Join (RFC 3911) or Target-Dialog (RFC 4538)? */
bool siptrunk_intrusion_names_dialog(siptrunk_text_t header_name);

/** The Call-ID of such a header's value. */
siptrunk_text_t siptrunk_intrusion_call_id(siptrunk_text_t value);

/**
 * Looks at the headers of a SIP URI (RFC 3261 section 19.1.1), all behind its
 * first '?', escapes undone. true: a Route is among them, or one that names the
 * dialog of a guarded call, or one that is too long to tell.
 */
bool siptrunk_intrusion_by_uri(siptrunk_text_t uri, siptrunk_guarded_f guarded);

#endif
