/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The config function that serves the parts of the status page.
 *
 * SIP workers; the files are read once, at start, to shared memory.
 */
#ifndef SIPTRUNK_CFG_PAGE_H
#define SIPTRUNK_CFG_PAGE_H

#include "core/parser/msg_parser.h"

/** In mod_init: reads the page's files. One that cannot be read is logged and
 *  not served; nothing else depends on it. */
void siptrunk_cfg_page_init(void);

/**
 * Makes a part of the status page the body of the reply that is sent next:
 * status.html, status.css, status.js as they were at start, status.json as the
 * edge is now. 1; -1: there is no such part, or it could not be read;
 * SIPTRUNK_CFG_ERROR: no memory.
 */
int ki_siptrunk_page(sip_msg_t *msg, str *part);
int w_siptrunk_page(sip_msg_t *msg, char *part, char *p2);

#endif
