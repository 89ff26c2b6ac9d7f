/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * HMAC-SHA256 (RFC 2104), and the header that signs a notification with it.
 *
 * Pure, with OpenSSL; in Kamailio only the HTTP process, because tls must have
 * seen to OpenSSL's memory first.
 */
#ifndef SIPTRUNK_SIGNATURE_H
#define SIPTRUNK_SIGNATURE_H

#include "siptrunk_text.h"

#include <stdint.h>

#define SIPTRUNK_HMAC_HEX_MAX (2 * 32 + 1)

/** Of the parts one behind the other; lower-case hexadecimal, terminated.
 *  false: OpenSSL has no memory. */
bool siptrunk_hmac_hex(siptrunk_text_t key, const siptrunk_text_t *parts,
		size_t count, char hex[SIPTRUNK_HMAC_HEX_MAX]);

#define SIPTRUNK_SIGNATURE_MAX \
	(sizeof("t=-9223372036854775808,v1=") + SIPTRUNK_HMAC_HEX_MAX)

/** "t=TIME,v1=HEX", the HMAC being that of "TIME.BODY": whoever knows the key
 *  can tell a body that was changed, and one that is sent again later. */
bool siptrunk_signature(siptrunk_text_t key, int64_t time,
		siptrunk_text_t body, char signature[SIPTRUNK_SIGNATURE_MAX]);

#endif
