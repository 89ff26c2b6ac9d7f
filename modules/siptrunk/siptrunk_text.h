/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Text slices and the arena that owns them.
 *
 * Pure: no Kamailio header. Any process; memory is whatever the allocator
 * given to siptrunk_arena_init() hands out (shared memory in Kamailio,
 * malloc in the unit tests).
 */
#ifndef SIPTRUNK_TEXT_H
#define SIPTRUNK_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A slice: pointer and length, never terminated, never owned. */
typedef struct siptrunk_text
{
	const char *s;
	size_t len;
} siptrunk_text_t;

#define SIPTRUNK_TEXT(literal) \
	((siptrunk_text_t){(literal), sizeof(literal) - 1})
/** For printf's "%.*s". */
#define SIPTRUNK_TEXT_FMT(text) (int)(text).len, (text).s

/** Where memory comes from. alloc returns NULL when there is none. */
typedef struct siptrunk_allocator
{
	void *(*alloc)(size_t size);
	void (*free)(void *memory);
} siptrunk_allocator_t;

/**
 * Grows by chunks and is freed as a whole: a half-built configuration is
 * dropped with one call, whatever was allocated before the error.
 */
typedef struct siptrunk_arena
{
	const siptrunk_allocator_t *allocator;
	struct siptrunk_chunk *chunks;
	size_t used;  /**< bytes handed out */
	size_t taken; /**< bytes that the allocator gave */
} siptrunk_arena_t;

/** Outcome of an operation on pure data. */
typedef enum siptrunk_status
{
	SIPTRUNK_OK = 0,
	SIPTRUNK_NO_MEMORY,
	SIPTRUNK_INVALID /**< the input was refused; a text says why */
} siptrunk_status_t;

/** Why something was refused: expected, found, where. */
typedef struct siptrunk_error
{
	char text[512];
} siptrunk_error_t;

/** Writes a printf-formatted text into error (may be NULL); cut if longer. */
void siptrunk_error_set(siptrunk_error_t *error, const char *format, ...)
		__attribute__((format(printf, 2, 3)));
/** "expected EXPECTED, found 'FOUND'"; always false, so that a check can end
 *  with `return siptrunk_error_found(...)`. */
bool siptrunk_error_found(
		siptrunk_error_t *error, const char *expected, siptrunk_text_t found);

/** Longest text that siptrunk_text_quote() shows before it cuts. */
#define SIPTRUNK_QUOTE_MAX 80

/** A text of unknown origin, safe in a log line between single quotes. */
typedef struct siptrunk_quoted
{
	char text[SIPTRUNK_QUOTE_MAX + sizeof("...")];
} siptrunk_quoted_t;

/** Quotes, backslashes and whatever is not printable ASCII become \xHH.
 *  Returns quoted->text, terminated. */
const char *siptrunk_text_quote(
		siptrunk_text_t text, siptrunk_quoted_t *quoted);

/** Longest text that siptrunk_text_word() shows before it cuts. */
#define SIPTRUNK_WORD_MAX 1023

/** A name that others gave, a Call-ID, as the log has it. */
typedef struct siptrunk_word
{
	char text[SIPTRUNK_WORD_MAX + 1];
} siptrunk_word_t;

/** One word of one line: white space and control characters become '_' (RFC
 *  3261 has none in a Call-ID). Returns word->text, terminated. */
const char *siptrunk_text_word(siptrunk_text_t text, siptrunk_word_t *word);

siptrunk_text_t siptrunk_text(const char *terminated);
bool siptrunk_text_equal(siptrunk_text_t a, siptrunk_text_t b);
/** Below, equal to, above 0: by bytes, then by length. */
int siptrunk_text_compare(siptrunk_text_t a, siptrunk_text_t b);
/** FNV-1a of its bytes. */
uint32_t siptrunk_text_hash(siptrunk_text_t text);
/** ASCII case-insensitive, as SIP header names and host names compare. */
bool siptrunk_text_equal_nocase(siptrunk_text_t a, siptrunk_text_t b);
/** Without leading and trailing space, tab. */
siptrunk_text_t siptrunk_text_trim(siptrunk_text_t text);
/**
 * The part before the first separator; *rest becomes what follows it, or
 * empty with rest->s == NULL when there was none.
 */
siptrunk_text_t siptrunk_text_split(
		siptrunk_text_t text, char separator, siptrunk_text_t *rest);
/** What begins with beginning, whatever its case, loses it; false: it does
 *  not. */
bool siptrunk_text_take(siptrunk_text_t *text, siptrunk_text_t beginning);
/** Has it 1 to most characters, each a letter, a digit or one of others? */
bool siptrunk_text_is_word(
		siptrunk_text_t text, size_t most, const char *others);
/** The place of text among names; count: it is none of them. An empty text
 *  never is one. */
size_t siptrunk_text_index(
		const char *const *names, size_t count, siptrunk_text_t text);
/** Is item one of list, which has commas between them, and maybe space around
 *  each? Without regard to case; an empty item never is. */
bool siptrunk_text_list_has(siptrunk_text_t list, siptrunk_text_t item);

void siptrunk_arena_init(
		siptrunk_arena_t *arena, const siptrunk_allocator_t *allocator);
/** Zeroed, aligned for any type; NULL when the allocator has none left. */
void *siptrunk_arena_alloc(siptrunk_arena_t *arena, size_t size);
/** A copy owned by the arena; .s is NULL on no memory, "" for empty text. */
siptrunk_text_t siptrunk_arena_copy(
		siptrunk_arena_t *arena, siptrunk_text_t text);
void siptrunk_arena_free(siptrunk_arena_t *arena);

#endif
