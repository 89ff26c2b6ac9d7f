/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * When a test call was answered last.
 *
 * Pure; the caller locks; memory of the caller's.
 */
#include "siptrunk_last_tests.h"

#include <string.h>

static siptrunk_last_test_t *find(
		siptrunk_last_tests_t *tests, const siptrunk_emergency_entry_t *entry)
{
	siptrunk_last_test_t *item, *oldest = tests->items;
	size_t i;

	for(i = 0; i < SIPTRUNK_LAST_TESTS_MAX; i++) {
		item = &tests->items[i];
		if(item->answered != 0 && strcmp(item->site, entry->site) == 0
				&& strcmp(item->gateway, entry->gateway) == 0)
			return item;
		if(item->answered < oldest->answered)
			oldest = item;
	}
	return oldest;
}

void siptrunk_last_tests_note(
		siptrunk_last_tests_t *tests, const siptrunk_emergency_entry_t *entry)
{
	siptrunk_last_test_t *item;

	if(!entry->test || entry->answered == 0)
		return;
	item = find(tests, entry);
	if(entry->answered <= item->answered)
		return;
	memcpy(item->site, entry->site, sizeof(item->site));
	memcpy(item->gateway, entry->gateway, sizeof(item->gateway));
	item->answered = entry->answered;
}

static bool is(const siptrunk_text_t *wanted, const char *name)
{
	return wanted == NULL || siptrunk_text_equal(*wanted, siptrunk_text(name));
}

const siptrunk_last_test_t *siptrunk_last_tests_latest(
		const siptrunk_last_tests_t *tests, const siptrunk_text_t *site,
		const siptrunk_text_t *gateway)
{
	const siptrunk_last_test_t *item = tests->items, *latest = NULL;
	size_t i;

	/* behind one that is free all are */
	for(i = 0; i < SIPTRUNK_LAST_TESTS_MAX && item->answered != 0;
			i++, item++) {
		if((latest == NULL || item->answered > latest->answered)
				&& is(site, item->site) && is(gateway, item->gateway))
			latest = item;
	}
	return latest;
}
