/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Match types of the number plan: what a row says a number must be like.
 *
 * Pure. Read by the process that loads; any process asks.
 */
#include "siptrunk_match.h"
#include "siptrunk_ascii.h"
#include "siptrunk_check.h"
#include "siptrunk_uri.h"

/** What a number that is dialled may begin with, and how much of it. */
#define DIAL_CHARACTERS "+*#0123456789"
#define PREFIX_MAX 16
#define DIGITS_MAX 32

static const char *const names[SIPTRUNK_MATCH_TYPES] = {"number_list",
		"digit_length", "prefix", "country_code", "regex"};

bool siptrunk_match_type_parse(
		siptrunk_text_t text, siptrunk_match_type_t *type)
{
	*type = siptrunk_text_index(names, SIPTRUNK_MATCH_TYPES, text);
	return *type < SIPTRUNK_MATCH_TYPES;
}

/* --- items --- */

bool siptrunk_match_number_check(
		siptrunk_text_t number, siptrunk_error_t *error)
{
	siptrunk_text_t digits = number;

	siptrunk_text_take(&digits, SIPTRUNK_TEXT("+"));
	return siptrunk_uri_is_extension(digits)
		   || siptrunk_error_found(error,
				   "a number of 1 to 15 digits, '+' before it or not", number);
}

static bool prefix_check(siptrunk_text_t prefix, siptrunk_error_t *error)
{
	bool valid = prefix.len >= 1 && prefix.len <= PREFIX_MAX;
	size_t i;

	for(i = 0; i < prefix.len && valid; i++)
		valid = siptrunk_ascii_in(prefix.s[i], DIAL_CHARACTERS);
	return valid
		   || siptrunk_error_found(
				   error, "1 to 16 characters of 0-9, +, * and #", prefix);
}

/** ITU-T E.164: none begins with 0. */
static bool country_code_check(siptrunk_text_t code, siptrunk_error_t *error)
{
	return (code.len <= 3 && siptrunk_uri_is_extension(code)
				   && code.s[0] != '0')
		   || siptrunk_error_found(
				   error, "a country code of 1 to 3 digits", code);
}

/** "4" or "7-10". */
static bool read_length(
		siptrunk_text_t item, siptrunk_match_t *match, siptrunk_error_t *error)
{
	siptrunk_text_t to;
	siptrunk_text_t from = siptrunk_text_split(item, '-', &to);

	if(to.s == NULL)
		to = from;
	return (siptrunk_parse_int(from, &match->least)
				   && siptrunk_parse_int(to, &match->most) && match->least >= 1
				   && match->least <= match->most && match->most <= DIGITS_MAX)
		   || siptrunk_error_found(error,
				   "a number of digits, 1 to 32, or two with '-' between them",
				   item);
}

/** A pattern may have commas in it: it is the only one of its row. */
static siptrunk_text_t next_item(
		siptrunk_match_type_t type, siptrunk_text_t *items)
{
	siptrunk_text_t item = *items;

	if(type != SIPTRUNK_MATCH_REGEX)
		return siptrunk_text_trim(siptrunk_text_split(item, ',', items));
	*items = (siptrunk_text_t){NULL, 0};
	return item;
}

static bool check_item(
		siptrunk_text_t item, siptrunk_match_t *match, siptrunk_error_t *error)
{
	switch(match->type) {
		case SIPTRUNK_MATCH_DIGIT_LENGTH:
			return read_length(item, match, error);
		case SIPTRUNK_MATCH_PREFIX:
			return prefix_check(item, error);
		case SIPTRUNK_MATCH_COUNTRY_CODE:
			return country_code_check(item, error);
		case SIPTRUNK_MATCH_REGEX:
			return item.len > 0
				   || siptrunk_error_found(
						   error, "a regular expression", item);
		default:
			return siptrunk_match_number_check(item, error);
	}
}

siptrunk_status_t siptrunk_match_read(siptrunk_match_type_t type,
		siptrunk_arena_t *arena, siptrunk_text_t *items,
		siptrunk_match_t *match, siptrunk_error_t *error)
{
	const siptrunk_text_t item = next_item(type, items);

	*match = (siptrunk_match_t){.type = type};
	if(!check_item(item, match, error))
		return SIPTRUNK_INVALID;
	if(type == SIPTRUNK_MATCH_REGEX)
		return siptrunk_pattern_compile(arena, item, &match->pattern, error);
	match->text = siptrunk_arena_copy(arena, item);
	return match->text.s != NULL ? SIPTRUNK_OK : SIPTRUNK_NO_MEMORY;
}

/* --- numbers --- */

static bool has_length(const siptrunk_match_t *match, siptrunk_text_t number)
{
	size_t i;

	siptrunk_text_take(&number, SIPTRUNK_TEXT("+"));
	for(i = 0; i < number.len; i++) {
		if(!siptrunk_ascii_digit(number.s[i]))
			return false;
	}
	return i >= (size_t)match->least && i <= (size_t)match->most;
}

bool siptrunk_match_fits(
		const siptrunk_match_t *match, siptrunk_text_t number)
{
	switch(match->type) {
		case SIPTRUNK_MATCH_DIGIT_LENGTH:
			return has_length(match, number);
		case SIPTRUNK_MATCH_PREFIX:
			return siptrunk_text_take(&number, match->text);
		case SIPTRUNK_MATCH_COUNTRY_CODE:
			return siptrunk_text_take(&number, SIPTRUNK_TEXT("+"))
				   && siptrunk_text_take(&number, match->text);
		case SIPTRUNK_MATCH_REGEX:
			return siptrunk_pattern_fits(&match->pattern, number, NULL);
		default:
			return siptrunk_text_equal(number, match->text);
	}
}
