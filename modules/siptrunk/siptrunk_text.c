/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Text slices, error texts and the arena.
 *
 * Pure; any process; an arena's memory is its allocator's.
 */
#include "siptrunk_text.h"
#include "siptrunk_ascii.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/** Room of an ordinary chunk; small configurations fit into one. The unit
 *  tests build with tiny ones, so that nearly every request can fail. */
#ifndef SIPTRUNK_CHUNK_ROOM
#define SIPTRUNK_CHUNK_ROOM ((size_t)64 * 1024)
#endif

/** One block of an arena; its room follows the header. */
struct siptrunk_chunk
{
	struct siptrunk_chunk *next;
	char *free;
	char *end;
};

void siptrunk_error_set(siptrunk_error_t *error, const char *format, ...)
{
	va_list arguments;

	if(error == NULL)
		return;
	va_start(arguments, format);
	vsnprintf(error->text, sizeof(error->text), format, arguments);
	va_end(arguments);
}

bool siptrunk_error_found(
		siptrunk_error_t *error, const char *expected, siptrunk_text_t found)
{
	siptrunk_quoted_t quoted;

	siptrunk_error_set(error, "expected %s, found '%s'", expected,
			siptrunk_text_quote(found, &quoted));
	return false;
}

const char *siptrunk_text_quote(siptrunk_text_t text, siptrunk_quoted_t *quoted)
{
	static const char hex[] = "0123456789abcdef";
	char *out = quoted->text;
	size_t i;

	for(i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.s[i];
		bool plain = c >= 0x20 && c < 0x7f && c != '\'' && c != '\\';

		if((size_t)(out - quoted->text) + (plain ? 1 : 4)
				> SIPTRUNK_QUOTE_MAX) {
			memcpy(out, "...", 3);
			out += 3;
			break;
		}
		if(plain) {
			*out++ = (char)c;
			continue;
		}
		*out++ = '\\';
		*out++ = 'x';
		*out++ = hex[c >> 4];
		*out++ = hex[c & 15];
	}
	*out = '\0';
	return quoted->text;
}

const char *siptrunk_text_word(siptrunk_text_t text, siptrunk_word_t *word)
{
	size_t i;

	for(i = 0; i < text.len && i < SIPTRUNK_WORD_MAX; i++) {
		unsigned char c = (unsigned char)text.s[i];

		word->text[i] = c > 0x20 && c != 0x7f ? text.s[i] : '_';
	}
	word->text[i] = '\0';
	return word->text;
}

siptrunk_text_t siptrunk_text(const char *terminated)
{
	return (siptrunk_text_t){terminated, strlen(terminated)};
}

bool siptrunk_text_equal(siptrunk_text_t a, siptrunk_text_t b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.s, b.s, a.len) == 0);
}

int siptrunk_text_compare(siptrunk_text_t a, siptrunk_text_t b)
{
	size_t shorter = a.len < b.len ? a.len : b.len;
	int order = shorter > 0 ? memcmp(a.s, b.s, shorter) : 0;

	return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

uint32_t siptrunk_text_hash(siptrunk_text_t text)
{
	uint32_t hash = 2166136261u;
	size_t i;

	for(i = 0; i < text.len; i++)
		hash = (hash ^ (unsigned char)text.s[i]) * 16777619u;
	return hash;
}

bool siptrunk_text_equal_nocase(siptrunk_text_t a, siptrunk_text_t b)
{
	size_t i;

	if(a.len != b.len)
		return false;
	for(i = 0; i < a.len; i++) {
		if(siptrunk_ascii_lower(a.s[i]) != siptrunk_ascii_lower(b.s[i]))
			return false;
	}
	return true;
}

siptrunk_text_t siptrunk_text_trim(siptrunk_text_t text)
{
	while(text.len > 0 && siptrunk_ascii_in(text.s[0], " \t")) {
		text.s++;
		text.len--;
	}
	while(text.len > 0 && siptrunk_ascii_in(text.s[text.len - 1], " \t"))
		text.len--;
	return text;
}

siptrunk_text_t siptrunk_text_split(
		siptrunk_text_t text, char separator, siptrunk_text_t *rest)
{
	const char *found =
			text.len > 0 ? memchr(text.s, separator, text.len) : NULL;
	siptrunk_text_t first = text;

	if(found == NULL) {
		*rest = (siptrunk_text_t){NULL, 0};
		return text;
	}
	first.len = (size_t)(found - text.s);
	*rest = (siptrunk_text_t){found + 1, text.len - first.len - 1};
	return first;
}

bool siptrunk_text_take(siptrunk_text_t *text, siptrunk_text_t beginning)
{
	if(text->len < beginning.len
			|| !siptrunk_text_equal_nocase(
					(siptrunk_text_t){text->s, beginning.len}, beginning))
		return false;
	*text = (siptrunk_text_t){
			text->s + beginning.len, text->len - beginning.len};
	return true;
}

bool siptrunk_text_is_word(
		siptrunk_text_t text, size_t most, const char *others)
{
	size_t i;

	for(i = 0; i < text.len; i++) {
		if(!siptrunk_ascii_alnum(text.s[i])
				&& !siptrunk_ascii_in(text.s[i], others))
			return false;
	}
	return text.len >= 1 && text.len <= most;
}

size_t siptrunk_text_index(
		const char *const *names, size_t count, siptrunk_text_t text)
{
	size_t i;

	for(i = 0; i < count; i++) {
		if(text.len > 0 && siptrunk_text_equal(text, siptrunk_text(names[i])))
			break;
	}
	return i;
}

bool siptrunk_text_list_has(siptrunk_text_t list, siptrunk_text_t item)
{
	while(item.len > 0 && list.len > 0) {
		if(siptrunk_text_equal_nocase(
				   siptrunk_text_trim(siptrunk_text_split(list, ',', &list)),
				   item))
			return true;
	}
	return false;
}

void siptrunk_arena_init(
		siptrunk_arena_t *arena, const siptrunk_allocator_t *allocator)
{
	*arena = (siptrunk_arena_t){.allocator = allocator};
}

static struct siptrunk_chunk *chunk_new(siptrunk_arena_t *arena, size_t room)
{
	struct siptrunk_chunk *chunk;

	if(room > SIZE_MAX - sizeof(*chunk))
		return NULL;
	chunk = arena->allocator->alloc(sizeof(*chunk) + room);
	if(chunk == NULL)
		return NULL;
	arena->taken += sizeof(*chunk) + room;
	chunk->free = (char *)(chunk + 1);
	chunk->end = chunk->free + room;
	return chunk;
}

/** The next size bytes of chunk, or NULL when they do not fit. */
static void *chunk_take(
		struct siptrunk_chunk *chunk, size_t size, size_t alignment)
{
	size_t pad = -(uintptr_t)chunk->free & (alignment - 1);
	size_t room = (size_t)(chunk->end - chunk->free);
	char *memory = chunk->free + pad;

	if(pad > room || size > room - pad)
		return NULL;
	chunk->free = memory + size;
	return memory;
}

/**
 * A request too big for an ordinary chunk gets its own, behind the first
 * one, whose room stays in use.
 */
static void *arena_grow(siptrunk_arena_t *arena, size_t size, size_t alignment)
{
	bool big = size > SIPTRUNK_CHUNK_ROOM / 4;
	struct siptrunk_chunk *chunk;

	if(size > SIZE_MAX - alignment)
		return NULL;
	chunk = chunk_new(arena, big ? size + alignment : SIPTRUNK_CHUNK_ROOM);
	if(chunk == NULL)
		return NULL;
	if(big && arena->chunks != NULL) {
		chunk->next = arena->chunks->next;
		arena->chunks->next = chunk;
	} else {
		chunk->next = arena->chunks;
		arena->chunks = chunk;
	}
	return chunk_take(chunk, size, alignment);
}

/** size bytes, not zeroed. */
static void *arena_take(siptrunk_arena_t *arena, size_t size, size_t alignment)
{
	void *memory = NULL;

	if(arena->chunks != NULL)
		memory = chunk_take(arena->chunks, size, alignment);
	if(memory == NULL)
		memory = arena_grow(arena, size, alignment);
	if(memory != NULL)
		arena->used += size;
	return memory;
}

void *siptrunk_arena_alloc(siptrunk_arena_t *arena, size_t size)
{
	void *memory = arena_take(arena, size, _Alignof(max_align_t));

	return memory == NULL ? NULL : memset(memory, 0, size);
}

siptrunk_text_t siptrunk_arena_copy(
		siptrunk_arena_t *arena, siptrunk_text_t text)
{
	char *copy;

	if(text.len == 0)
		return SIPTRUNK_TEXT("");
	copy = arena_take(arena, text.len, 1);
	if(copy == NULL)
		return (siptrunk_text_t){NULL, 0};
	memcpy(copy, text.s, text.len);
	return (siptrunk_text_t){copy, text.len};
}

void siptrunk_arena_free(siptrunk_arena_t *arena)
{
	struct siptrunk_chunk *chunk = arena->chunks;
	struct siptrunk_chunk *next;

	for(; chunk != NULL; chunk = next) {
		next = chunk->next;
		arena->allocator->free(chunk);
	}
	arena->chunks = NULL;
	arena->used = arena->taken = 0;
}
