/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Asks RTPengines (ng protocol over UDP, in JSON).
 *
 * Which there are is read at start; asked by the media process alone, which
 * waits for the answer.
 */
#ifndef SIPTRUNK_NG_H
#define SIPTRUNK_NG_H

#include "siptrunk_ng_address.h"

#include "core/sr_module.h"

#define SIPTRUNK_NG_MAX 8

/** modparam media_instance, again for each set. */
int siptrunk_ng_param(modparam_t type, void *value);
/** How many there are. */
unsigned siptrunk_ng_count(void);
const siptrunk_ng_address_t *siptrunk_ng_address(unsigned instance);

/** In the process that asks. One that cannot be reached is not asked
 *  (logged). */
void siptrunk_ng_open(void);

/** As many calls as it lists: their Call-IDs fit into one datagram for sure. */
#define SIPTRUNK_NG_LISTED_MAX 400

/** Calls of that set are for help. */
#define SIPTRUNK_NG_EMERGENCY_SET 2

/** Empty texts are left out. */
typedef struct siptrunk_ng_question
{
	const char *command;
	siptrunk_text_t call_id, from_tag, to_tag;
} siptrunk_ng_question_t;

/** answer: in UTF-8, valid until
 *  the next question. false: none in time. */
bool siptrunk_ng_ask(unsigned instance, const siptrunk_ng_question_t *question,
		siptrunk_text_t *answer);

#endif
