/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Kamailio's module dialog, which may not be loaded, and what this module keeps
 * in a call's dialog.
 *
 * Found in mod_init; SIP workers; dialog's memory.
 */
#ifndef SIPTRUNK_DIALOG_H
#define SIPTRUNK_DIALOG_H

#include "core/parser/msg_parser.h"
#include "modules/dialog/dlg_hash.h"
#include "modules/dialog/dlg_load.h"

/** Finds dialog. */
void siptrunk_dialog_init(void);

/** dialog's functions; all NULL when it is not loaded. */
extern struct dlg_binds siptrunk_dialog;

/** The call that is set (dlg_get()) or that message belongs to, for
 *  siptrunk_dialog.release_dlg(). NULL: none, or it is not up. */
struct dlg_cell *siptrunk_dialog_find(sip_msg_t *message);

/** A variable of its, which the routes may read: a number, 0 when it is not
 *  set. */
unsigned siptrunk_dialog_number(struct dlg_cell *call, str *variable);
void siptrunk_dialog_set_number(
		struct dlg_cell *call, str *variable, unsigned long number);

/* The variable "raise" is by how much the CSeq of what both ends send is raised
 * from now on (RFC 3261 section 12.2.2), because the edge has sent requests in
 * their names. */

/** The last CSeq of that leg's end as the other one knows it; then the next
 *  one, for a request of the edge's own. */
unsigned siptrunk_dialog_last_cseq(struct dlg_cell *call, int leg);
unsigned siptrunk_dialog_take_cseq(struct dlg_cell *call, int leg);

#endif
