/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Ranges of numbers that cost more than others.
 *
 * Pure. Any process; no memory.
 */
#include "siptrunk_premium.h"

#include "siptrunk_ascii.h"

#include <stdlib.h>

/** '+' and the 15 digits of E.164. */
#define LONGEST 16

bool siptrunk_premium_check_prefix(
		siptrunk_text_t value, siptrunk_error_t *error)
{
	size_t i;
	bool good = value.len >= 2 && value.len <= LONGEST && value.s[0] == '+';

	for(i = 1; good && i < value.len; i++)
		good = siptrunk_ascii_digit(value.s[i]);
	return good
		   || siptrunk_error_found(error, "'+' and 1 to 15 digits", value);
}

int siptrunk_premium_compare(const void *left, const void *right)
{
	const siptrunk_premium_range_t *a = left;
	const siptrunk_premium_range_t *b = right;

	return siptrunk_text_compare(a->prefix, b->prefix);
}

const siptrunk_premium_range_t *siptrunk_premium_find(
		const siptrunk_premium_ranges_t *ranges, siptrunk_text_t number)
{
	siptrunk_premium_range_t wanted = {.prefix = number};
	const siptrunk_premium_range_t *found = NULL;

	if(ranges->count == 0)
		return NULL;
	if(wanted.prefix.len > LONGEST)
		wanted.prefix.len = LONGEST;
	for(; found == NULL && wanted.prefix.len > 1; wanted.prefix.len--)
		found = bsearch(&wanted, ranges->items, ranges->count,
				sizeof(*ranges->items), siptrunk_premium_compare);
	return found;
}
