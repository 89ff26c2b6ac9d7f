/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * When certificates expire: those that we show, and the gateways'.
 *
 * Any process that serves RPC or reads counters, and a timer's; reads tls'
 * memory and siptrunk_tls_peers.
 */
#ifndef SIPTRUNK_EXPIRY_H
#define SIPTRUNK_EXPIRY_H

#include "siptrunk_x509.h"

/** What is read when there is no certificate at all: about a hundred years. */
#define SIPTRUNK_DAYS_LEFT_NONE 36500

/** A certificate of ours, and the section of tls' configuration it is in. */
typedef struct siptrunk_own
{
	char profile[96]; /**< "server default", "client redsky"; cut when longer */
	time_t expires;
	char subject[SIPTRUNK_X509_TEXT_MAX], issuer[SIPTRUNK_X509_TEXT_MAX];
} siptrunk_own_t;

/** In mod_init, after the modules are loaded: 0 or -1. */
int siptrunk_expiry_init(void);

typedef void (*siptrunk_own_f)(const siptrunk_own_t *own, void *context);
/** For each section of tls' configuration in force that has one. */
void siptrunk_expiry_each_own(siptrunk_own_f visit, void *context);

/** Whole days, negative when it is over. */
long siptrunk_days_left(time_t expires);
/** Of the certificate that ends first. */
long siptrunk_expiry_days_left_own(void);
/** The same of those that gateways have shown us. */
long siptrunk_expiry_days_left_peer(void);

#endif
