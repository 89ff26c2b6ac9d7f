/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What an operator can do about a gateway that TLS does not reach.
 *
 * Pure; any process; no memory.
 */
#ifndef SIPTRUNK_TLS_ADVICE_H
#define SIPTRUNK_TLS_ADVICE_H

#include <stdbool.h>

/** About a certificate: faults has a bit for each siptrunk_tls_fault_t, code is
 *  the X509_V_* of the first. Static text. */
const char *siptrunk_tls_advice_certificate(unsigned faults, int code);

/** About an alert (RFC 8446 section 6) that ended a handshake, sent by us or by
 *  the gateway: static text. NULL: it tells nothing new, because no connection
 *  failed or what we sent was about the gateway's certificate. */
const char *siptrunk_tls_advice_alert(int alert, bool sent);

#endif
