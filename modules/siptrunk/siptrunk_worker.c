/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The process "SIPTRUNK HTTP".
 *
 * It must not end, whatever happens: Kamailio would shut down with it.
 */
#include "siptrunk_worker.h"

#include "siptrunk_api_poll.h"
#include "siptrunk_apis.h"
#include "siptrunk_http.h"
#include "siptrunk_notify.h"
#include "siptrunk_register.h"
#include "siptrunk_registrations.h"
#include "siptrunk_webhooks.h"

#include "core/cfg/cfg_struct.h"
#include "core/pt.h"
#include "core/sr_module.h"

/** How soon a new emergency call is seen; one to be registered is at once. */
#define TICK_MS 50
/** When the Async Workers are busy; their queue is short (on Linux
 *  net.unix.max_dgram_qlen). */
#define BUSY_MS 2

static void work(void)
{
	bool told;

	siptrunk_http_init();
	siptrunk_notify_begin();
	for(;;) {
		cfg_update();
		siptrunk_notify_tick();
		siptrunk_apis_follow();
		siptrunk_api_poll_tick();
		siptrunk_webhooks_tick();
		told = siptrunk_register_tick();
		siptrunk_http_work(
				told ? TICK_MS : BUSY_MS, siptrunk_registrations_alarm());
	}
}

int siptrunk_worker_init(void)
{
	cfg_register_child(1);
	return register_procs(1) < 0 || siptrunk_notify_init() < 0 ? -1 : 0;
}

int siptrunk_worker_start(int rank)
{
	int pid;

	if(rank != PROC_MAIN)
		return 0;
	/* with sockets: SIP MESSAGEs by TCP go through the process of TCP */
	pid = fork_process(PROC_RPC, "SIPTRUNK HTTP", 1);
	if(pid == 0 && cfg_child_init() == 0)
		work();
	return pid < 0 ? -1 : 0;
}
