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

/** In mod_init; 0 or -1. rate: messages a second that one stranger may send. */
int siptrunk_screen_init(int rate);
void siptrunk_screen_fini(void);

/**
 * May this message go on? In event_route[core:msg-received] the one just
 * received, elsewhere message itself. The ports of HTTP (webhook_port,
 * operator_port) take nothing else, and the others no HTTP. Of an address that
 * is let in, of a pbx whatever its row lacks, and of one that is listed for
 * outbound, only what Kamailio could not route anyway is stopped. Of all others
 * also what is over the rate; replies are not counted: a gateway need not be on
 * any list. When a pbx is not known by its address, whoever has shown who he is
 * passes as if he were listed (siptrunk_screen_remember()), and everybody's
 * calls for help have a second, larger rate.
 */
bool siptrunk_screen_pass(sip_msg_t *message);

/** Is it from an address that is on no list, in whatever state, or denied? */
bool siptrunk_screen_stranger(const sip_msg_t *message);
/** The same of a connection that has not said anything yet. */
bool siptrunk_screen_stranger_at(const receive_info_t *received);

/** A trunk that is not known by its address has shown there who it is. */
void siptrunk_screen_remember(const receive_info_t *received);
/** Is it a stranger's connection, and nobody has shown anything there? */
bool siptrunk_screen_gives_way(const receive_info_t *received);

typedef struct siptrunk_strangers_heard
{
	unsigned count; /**< addresses, about */
	char latest[SIPTRUNK_PREFIX_TEXT_MAX];
} siptrunk_strangers_heard_t;

/** Who was heard since the last call of this; for one process only. */
void siptrunk_screen_heard(siptrunk_strangers_heard_t *heard);

#endif
