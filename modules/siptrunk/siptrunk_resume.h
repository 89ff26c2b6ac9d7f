/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Calls that wait for their registration: they are suspended by a SIP worker
 * and go on in one of the Async Workers of Kamailio's core, so that neither
 * waits, and what the route does then (RTPengine) keeps nobody's HTTP waiting.
 */
#ifndef SIPTRUNK_RESUME_H
#define SIPTRUNK_RESUME_H

#include "siptrunk_registry.h"

#include "core/parser/msg_parser.h"

/** Is there a process to go on in? */
bool siptrunk_resume_ready(void);

typedef enum siptrunk_suspension
{
	SIPTRUNK_SUSPENDED,
	SIPTRUNK_SUSPEND_CANCELLED, /**< its caller has given up, and was told so */
	SIPTRUNK_SUSPEND_FAILED		/**< logged */
} siptrunk_suspension_t;

/** In a SIP worker: suspends the call at hand for at most so long; waiter
 *  becomes who can go on. */
siptrunk_suspension_t siptrunk_suspend(
		sip_msg_t *msg, int most_ms, siptrunk_waiter_t *waiter);
/** In the same worker: it does not wait after all. */
void siptrunk_unsuspend(const siptrunk_waiter_t *waiter);

/** In the HTTP process: lets the call go on. false: there is no memory, or no
 *  place in the line, now. */
bool siptrunk_resume(const siptrunk_waiter_t *waiter,
		const siptrunk_registered_t *registered);

#endif
