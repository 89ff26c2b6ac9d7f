/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The texts of notifications that are not delivered yet: files of
 * spool_dir/notify, and private memory while the disk takes none.
 *
 * The HTTP process.
 */
#ifndef SIPTRUNK_NOTIFY_STORE_H
#define SIPTRUNK_NOTIFY_STORE_H

#include "siptrunk_notices.h"
#include "siptrunk_spool.h"

/** Calls each for what is there; what is no notification is logged. */
void siptrunk_notify_store_each(
		void (*each)(const siptrunk_notice_name_t *name, time_t made));

/** Writes a text that is only given: true: it is on the disk. */
bool siptrunk_notify_store_write(
		const siptrunk_notice_name_t *name, siptrunk_text_t text);
/** Keeps it in memory instead, for the notification in place. */
void siptrunk_notify_store_hold(int place, siptrunk_text_t text);

/** The text of the notification in place. An empty one: error says why. */
siptrunk_text_t siptrunk_notify_store_read(int place,
		const siptrunk_notice_t *notice, char text[SIPTRUNK_NOTIFY_TEXT_MAX],
		siptrunk_error_t *error);

/** It is needed no more. */
void siptrunk_notify_store_drop(int place, const siptrunk_notice_t *notice);

#endif
