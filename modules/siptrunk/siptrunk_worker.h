/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The process "SIPTRUNK HTTP": it talks to the world by HTTP, so that no SIP
 * worker ever waits for that.
 */
#ifndef SIPTRUNK_WORKER_H
#define SIPTRUNK_WORKER_H

/** In mod_init: 0 or -1. */
int siptrunk_worker_init(void);
/** In child_init: forks the process, once; 0 or -1. */
int siptrunk_worker_start(int rank);

#endif
