/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What all config functions need: the call record with a trunk, and parameters
 * that may hold pseudo-variables.
 *
 * SIP workers.
 */
#ifndef SIPTRUNK_CFG_IO_H
#define SIPTRUNK_CFG_IO_H

#include "siptrunk_call.h"

#include "core/parser/msg_parser.h"

/** A return code: could not find out (logged). */
#define SIPTRUNK_CFG_ERROR (-3)

/** The call record and a trunk by name; NULL after a log line. */
siptrunk_call_t *siptrunk_cfg_trunk(const str *name, siptrunk_trunk_t **trunk);

/** Whom the trunk's caller order chooses; empty: nobody. Nothing is counted or
 *  logged. */
siptrunk_text_t siptrunk_cfg_chosen_caller(
		sip_msg_t *msg, siptrunk_call_t *call, const siptrunk_trunk_t *trunk);
/** Who is shown: whom an order or a policy has chosen, else the user of From;
 *  empty: it has none. */
siptrunk_text_t siptrunk_cfg_shown_caller(
		sip_msg_t *msg, const siptrunk_call_t *call);

/** Makes text the body of the reply that is sent next, which it outlives: it is
 *  not copied. false: no memory. */
bool siptrunk_cfg_body(sip_msg_t *msg, siptrunk_text_t text);

/** A native parameter's value; false after a log line. */
bool siptrunk_cfg_value(sip_msg_t *msg, char *param, str *value);

typedef int (*siptrunk_ki_f)(sip_msg_t *msg, str *value);

/** Calls function with the value of a native parameter. */
int siptrunk_cfg_with_value(
		sip_msg_t *msg, char *param, siptrunk_ki_f function);

#endif
