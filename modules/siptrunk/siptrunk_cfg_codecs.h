/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The config function that compares codecs.
 *
 * SIP workers and Async Workers.
 */
#ifndef SIPTRUNK_CFG_CODECS_H
#define SIPTRUNK_CFG_CODECS_H

#include "siptrunk_codec.h"

#include "core/parser/msg_parser.h"

/** What siptrunk_codecs() has found last in this process; terminated lists. */
typedef struct siptrunk_codecs_result
{
	char offered[SIPTRUNK_CODECS_MAX], chosen[SIPTRUNK_CODECS_MAX];
} siptrunk_codecs_result_t;

extern siptrunk_codecs_result_t siptrunk_codecs_result;

/**
 * Which codecs of the offer at hand the other side is to get
 * (siptrunk_codecs_choose()). In a request the trunk that sent it offers and
 * the target reads, in a reply it is the other way round. The lists are in
 * $siptrunk(codecs_offered) and $siptrunk(codecs_chosen).
 *
 * @return SIPTRUNK_CFG_SHARED (1), SIPTRUNK_CFG_TRANSCODED (2);
 *   SIPTRUNK_CFG_NO_CODEC (-2): they have none in common, and the call may not
 *   be transcoded; SIPTRUNK_CFG_ERROR: no memory
 */
int ki_siptrunk_codecs(sip_msg_t *msg);
int w_siptrunk_codecs(sip_msg_t *msg, char *p1, char *p2);

#define SIPTRUNK_CFG_SHARED 1
#define SIPTRUNK_CFG_TRANSCODED 2
#define SIPTRUNK_CFG_NO_CODEC -2

#endif
