/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Config functions for calls that are registered before they are sent: ki_* for
 * KEMI, w_* for the native configuration.
 *
 * SIP workers. siptrunk_agent_for(): 1: an agent has the number, -1: none has,
 * or it is a name (the id of a registered call), -2: one of another host.
 * siptrunk_register_call(): 1: it is registered, -1: $siptrunk(registration)
 * says why not, 0: the script ends here and goes on in the route, in an Async
 * Worker, unless the caller has given up.
 * siptrunk_registration_overdue(): 1: its cause is the deadline, -1: it has
 * another, or the call does not wait.
 */
#ifndef SIPTRUNK_CFG_REGISTER_H
#define SIPTRUNK_CFG_REGISTER_H

#include "core/parser/msg_parser.h"

int ki_siptrunk_agent_for(sip_msg_t *msg, str *uri);
int ki_siptrunk_register_call(sip_msg_t *msg, str *agent, str *route);
int ki_siptrunk_registration_overdue(sip_msg_t *msg);

int w_siptrunk_agent_for(sip_msg_t *msg, char *uri, char *p2);
int w_siptrunk_register_call(sip_msg_t *msg, char *agent, char *route);
int w_siptrunk_registration_overdue(sip_msg_t *msg, char *p1, char *p2);

#endif
