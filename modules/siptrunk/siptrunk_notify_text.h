/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What a notification of an emergency call says, and the name that it is kept
 * under until it is delivered.
 *
 * Pure; the HTTP process; the caller's memory.
 */
#ifndef SIPTRUNK_NOTIFY_TEXT_H
#define SIPTRUNK_NOTIFY_TEXT_H

#include "siptrunk_emergency.h"
#include "siptrunk_notify_target.h"

/** Room for every notification: of some texts each byte may be escaped. */
#define SIPTRUNK_NOTIFY_TEXT_MAX 8192

/** For a target of this kind: a JSON object, or one readable line. edge: the
 *  name of this machine. */
siptrunk_text_t siptrunk_notify_text(siptrunk_notify_kind_t kind,
		const siptrunk_emergency_entry_t *entry, siptrunk_text_t edge,
		char text[SIPTRUNK_NOTIFY_TEXT_MAX]);

/** Which notification: of this call, to the target in this row. */
typedef struct siptrunk_notice_name
{
	char id[SIPTRUNK_EMERGENCY_ID_LEN + 1];
	int row;
	siptrunk_notify_kind_t kind;
} siptrunk_notice_name_t;

#define SIPTRUNK_NOTICE_FILE_MAX \
	(SIPTRUNK_EMERGENCY_ID_LEN + sizeof("-2147483647.json"))

/** ID-ROW.json, or .txt for a line. Terminated; returns file. */
const char *siptrunk_notice_name_format(const siptrunk_notice_name_t *name,
		char file[SIPTRUNK_NOTICE_FILE_MAX]);
/** false: no such name. */
bool siptrunk_notice_name_parse(
		siptrunk_text_t file, siptrunk_notice_name_t *name);

#endif
