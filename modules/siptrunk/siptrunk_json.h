/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Writes JSON (RFC 8259), whatever bytes the texts hold.
 *
 * Pure; any process; memory of the caller's.
 */
#ifndef SIPTRUNK_JSON_H
#define SIPTRUNK_JSON_H

#include "siptrunk_text.h"

#include <stdint.h>

/** What is being written; members are the writer's own. */
typedef struct siptrunk_json
{
	char *text;
	size_t room;
	size_t len;
	bool cut;	/**< room was too small */
	bool comma; /**< before what comes next */
} siptrunk_json_t;

/** Writes to text, of room bytes (1 or more), which stays terminated. */
void siptrunk_json_init(siptrunk_json_t *json, char *text, size_t room);

/* name: of a member of an object; NULL for the outermost value and in lists. */

/** bracket: '{' or '['; to be closed with its counterpart. */
void siptrunk_json_open(siptrunk_json_t *json, const char *name, char bracket);
void siptrunk_json_close(siptrunk_json_t *json, char bracket);
/** What is no UTF-8 becomes U+FFFD, so that any reader takes the rest. */
void siptrunk_json_text(
		siptrunk_json_t *json, const char *name, siptrunk_text_t text);
void siptrunk_json_number(
		siptrunk_json_t *json, const char *name, int64_t number);
/** number: digits, which may have one '.' between them. */
void siptrunk_json_decimal(
		siptrunk_json_t *json, const char *name, siptrunk_text_t number);
void siptrunk_json_bool(siptrunk_json_t *json, const char *name, bool value);

/** All of it; empty, with s NULL, when it did not fit. */
siptrunk_text_t siptrunk_json_done(const siptrunk_json_t *json);

#endif
