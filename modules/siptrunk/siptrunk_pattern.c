/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Regular expressions (PCRE2) of the number plan and of dial rules.
 *
 * Pure. Compiled by the process that loads, into the configuration's arena;
 * matched by any process.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "siptrunk_pattern.h"

#include <pcre2.h>

/** Of a match, and of how much it remembers: plenty for a number, milliseconds
 *  at worst. */
#define STEPS_MAX 5000
#define DEPTH_MAX 1000
#define HEAP_MAX_KIB 256

static void nobody(const siptrunk_pattern_t *pattern)
{
	(void)pattern;
}

static siptrunk_pattern_given_up_f given_up = nobody;

void siptrunk_pattern_watch(siptrunk_pattern_given_up_f watcher)
{
	given_up = watcher;
}

/* --- compiling --- */

static void *take(size_t size, void *arena)
{
	return siptrunk_arena_alloc(arena, size);
}

/** The arena is freed as a whole. */
static void leave(void *memory, void *arena)
{
	(void)memory;
	(void)arena;
}

static siptrunk_status_t refuse(siptrunk_text_t text, int code, size_t position,
		siptrunk_error_t *error)
{
	PCRE2_UCHAR why[128] = "";
	siptrunk_quoted_t quoted;

	if(code == PCRE2_ERROR_HEAP_FAILED)
		return SIPTRUNK_NO_MEMORY;
	pcre2_get_error_message(code, why, sizeof(why));
	siptrunk_error_set(error,
			"expected a regular expression, found '%s': %s at position %zu",
			siptrunk_text_quote(text, &quoted), (const char *)why, position);
	return SIPTRUNK_INVALID;
}

siptrunk_status_t siptrunk_pattern_compile(siptrunk_arena_t *arena,
		siptrunk_text_t text, siptrunk_pattern_t *pattern,
		siptrunk_error_t *error)
{
	pcre2_general_context *memory =
			pcre2_general_context_create(take, leave, arena);
	pcre2_compile_context *context =
			memory != NULL ? pcre2_compile_context_create(memory) : NULL;
	uint32_t groups = 0;
	size_t position = 0;
	int code = 0;

	if(context == NULL)
		return SIPTRUNK_NO_MEMORY;
	pattern->text = siptrunk_arena_copy(arena, text);
	if(pattern->text.s == NULL)
		return SIPTRUNK_NO_MEMORY;
	/* numbers are ASCII, whatever a pattern asks for */
	pattern->code = pcre2_compile((PCRE2_SPTR)pattern->text.s, text.len,
			PCRE2_NEVER_UTF | PCRE2_NEVER_UCP | PCRE2_NEVER_BACKSLASH_C, &code,
			&position, context);
	if(pattern->code == NULL)
		return refuse(text, code, position, error);
	pcre2_pattern_info(pattern->code, PCRE2_INFO_CAPTURECOUNT, &groups);
	pattern->groups = groups;
	return SIPTRUNK_OK;
}

/* --- matching --- */

/** What this process matches with. */
static pcre2_match_data *room;
static pcre2_match_context *limits;

static bool prepare(void)
{
	if(room == NULL)
		room = pcre2_match_data_create(SIPTRUNK_PATTERN_GROUPS, NULL);
	if(limits == NULL) {
		limits = pcre2_match_context_create(NULL);
		if(limits == NULL)
			return false;
		pcre2_set_match_limit(limits, STEPS_MAX);
		pcre2_set_depth_limit(limits, DEPTH_MAX);
		pcre2_set_heap_limit(limits, HEAP_MAX_KIB);
	}
	return room != NULL;
}

/** The groups in room, of which found were set; 0: there was no room for all.
 *  One of them that took no part begins where it ends. */
static void read_groups(
		siptrunk_text_t subject, int found, siptrunk_pattern_match_t *match)
{
	const size_t *at = pcre2_get_ovector_pointer(room);
	int i;

	for(i = 0; i < SIPTRUNK_PATTERN_GROUPS; i++, at += 2) {
		match->groups[i] = SIPTRUNK_TEXT("");
		if((found == 0 || i < found) && at[0] < at[1])
			match->groups[i] =
					(siptrunk_text_t){subject.s + at[0], at[1] - at[0]};
	}
}

bool siptrunk_pattern_fits(const siptrunk_pattern_t *pattern,
		siptrunk_text_t subject, siptrunk_pattern_match_t *match)
{
	int found = PCRE2_ERROR_NOMEMORY;

	if(prepare())
		found = pcre2_match(pattern->code, (PCRE2_SPTR)subject.s, subject.len,
				0, PCRE2_NO_UTF_CHECK, room, limits);
	if(found < 0 && found != PCRE2_ERROR_NOMATCH)
		given_up(pattern);
	if(found >= 0 && match != NULL)
		read_groups(subject, found, match);
	return found >= 0;
}
