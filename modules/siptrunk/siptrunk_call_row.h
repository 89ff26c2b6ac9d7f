/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * A line of siptrunk_call_json.h as a row of the table siptrunk_call.
 *
 * Pure, with libjansson; the process that brings records to the database;
 * memory of libjansson.
 */
#ifndef SIPTRUNK_CALL_ROW_H
#define SIPTRUNK_CALL_ROW_H

#include "siptrunk_text.h"

#include <stdint.h>

typedef enum siptrunk_call_kind
{
	SIPTRUNK_CALL_KIND_TEXT,   /**< not known: empty */
	SIPTRUNK_CALL_KIND_NUMBER, /**< not known: 0 */
	SIPTRUNK_CALL_KIND_FIGURE, /**< one that may be 0: not known is NULL */
	SIPTRUNK_CALL_KIND_DECIMAL, /**< not known: NULL */
	SIPTRUNK_CALL_KIND_TIME,   /**< ms since 1970; not known: 0 */
	SIPTRUNK_CALL_KIND_JSON	   /**< as text */
} siptrunk_call_kind_t;

typedef struct siptrunk_call_column
{
	const char *column;
	const char *name; /**< of the member in the line */
	siptrunk_call_kind_t kind;
	size_t most; /**< bytes of a text */
} siptrunk_call_column_t;

#define SIPTRUNK_CALL_COLUMNS 39
/** The first is uid. */
extern const siptrunk_call_column_t
		siptrunk_call_columns[SIPTRUNK_CALL_COLUMNS];

typedef struct siptrunk_call_value
{
	bool known;
	siptrunk_text_t text; /**< of TEXT and JSON; terminated */
	int64_t number;		  /**< of NUMBER, FIGURE and TIME */
	double decimal;
} siptrunk_call_value_t;

typedef struct siptrunk_call_row
{
	siptrunk_call_value_t values[SIPTRUNK_CALL_COLUMNS];
	void *owned; /**< libjansson's */
	char *list;	 /**< of JSON */
} siptrunk_call_row_t;

/** false: the line is no record, and error says what is wrong. Else for
 *  siptrunk_call_row_free(). */
bool siptrunk_call_row_read(siptrunk_text_t line, siptrunk_call_row_t *row,
		siptrunk_error_t *error);
void siptrunk_call_row_free(siptrunk_call_row_t *row);

#endif
