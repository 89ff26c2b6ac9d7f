/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * A SIP message as text, line by line, for what must be done to it before
 * Kamailio parses it or after it was built.
 *
 * Pure; any process; no memory.
 */
#ifndef SIPTRUNK_LINE_H
#define SIPTRUNK_LINE_H

#include "siptrunk_text.h"

typedef enum siptrunk_line_kind
{
	SIPTRUNK_LINE_VIA,
	SIPTRUNK_LINE_RECORD_ROUTE,
	SIPTRUNK_LINE_ROUTE,
	SIPTRUNK_LINE_CONTACT,
	SIPTRUNK_LINE_CALL_ID,
	SIPTRUNK_LINE_OTHER
} siptrunk_line_kind_t;

typedef struct siptrunk_line
{
	siptrunk_line_kind_t kind;
	siptrunk_text_t all;  /**< with its CRLF */
	siptrunk_text_t body; /**< without name and CRLF; may be folded */
} siptrunk_line_t;

/** Takes the first line, with its CRLF, off *message. false: it is no SIP, and
 *  *message stays. */
bool siptrunk_line_begin(
		siptrunk_text_t *message, siptrunk_text_t *first, bool *request);
/** Takes the next header off *rest; false at the empty line behind the last, or
 *  where a line has no end. */
bool siptrunk_line_next(siptrunk_text_t *rest, siptrunk_line_t *line);
/** The body of the first header of that kind, or empty. */
siptrunk_text_t siptrunk_line_find(
		siptrunk_text_t headers, siptrunk_line_kind_t kind);

#endif
