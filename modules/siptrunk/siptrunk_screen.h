/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The first look at a message, before Kamailio parses it: strangers who send
 * too much, and what is no SIP, go no further and cause no log line.
 *
 * SIP workers; shared memory of a fixed size.
 */
#ifndef SIPTRUNK_SCREEN_H
#define SIPTRUNK_SCREEN_H

#include "siptrunk_prefix.h"

#include "core/parser/msg_parser.h"

/** In mod_init; 0 or -1. rate: messages a second that one stranger may send;
 *  http: the port of HTTP requests, which no SIP passes, nor they any other; 0:
 *  there is none. */
int siptrunk_screen_init(int rate, int http);
void siptrunk_screen_fini(void);

/**
 * May this message go on? In event_route[core:msg-received] the one just
 * received, elsewhere message itself. Of an address that is let in, of a pbx
 * whatever its row lacks, and of one that is listed for outbound, only what
 * Kamailio could not route anyway is stopped. Of all others also what is over
 * the rate; replies are not counted: a gateway need not be on any list.
 */
bool siptrunk_screen_pass(sip_msg_t *message);

/** Is it from an address that is on no list, in whatever state, or denied? */
bool siptrunk_screen_stranger(const sip_msg_t *message);
/** The same of a connection that has not said anything yet. */
bool siptrunk_screen_stranger_at(const receive_info_t *received);

typedef struct siptrunk_strangers_heard
{
	unsigned count; /**< addresses, about */
	char latest[SIPTRUNK_PREFIX_TEXT_MAX];
} siptrunk_strangers_heard_t;

/** Who was heard since the last call of this; for one process only. */
void siptrunk_screen_heard(siptrunk_strangers_heard_t *heard);

#endif
