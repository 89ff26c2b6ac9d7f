/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Alerts that ended TLS handshakes with gateways: no version, no cipher suite
 * in common, a certificate of ours that is not taken.
 *
 * Written by SIP workers and TCP processes, read by RPC; shared memory,
 * allocated once.
 */
#ifndef SIPTRUNK_TLS_ALERTS_H
#define SIPTRUNK_TLS_ALERTS_H

#include "siptrunk_ring.h"

#include <time.h>

/** The latest of a gateway: terminated texts, cut when longer. */
typedef struct siptrunk_tls_alert
{
	char trunk[65];
	char name[256]; /**< asked for; empty: none was */
	int alert;		/**< RFC 8446 section 6 */
	bool sent;		/**< by us; else by the gateway */
	time_t logged;	/**< when it was told last */
} siptrunk_tls_alert_t;

/** 0 or -1. */
int siptrunk_tls_alerts_init(void);
void siptrunk_tls_alerts_fini(void);

/** Counts it, and logs what can be done about it: once an hour for each cause.
 *  What siptrunk_tls_advice_alert() has nothing to say about is passed over. */
void siptrunk_tls_alerts_report(
		siptrunk_text_t trunk, siptrunk_text_t name, int alert, bool sent);

/** For reading: its entries are siptrunk_tls_alert_t. */
siptrunk_ring_t *siptrunk_tls_alerts(void);

#endif
