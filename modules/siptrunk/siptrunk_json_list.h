/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * A list in JSON that has an end, however much there is to list: what does not
 * fit is counted. So one long list takes no room from the others.
 *
 * Pure; any process; memory of the caller's.
 */
#ifndef SIPTRUNK_JSON_LIST_H
#define SIPTRUNK_JSON_LIST_H

#include "siptrunk_json.h"

/** Written as {"list":[...],"count":N,"shown":M}; the members are its own. */
typedef struct siptrunk_json_list
{
	siptrunk_json_t *json;
	siptrunk_json_t before; /**< as it was before the item at hand */
	size_t room;			/**< json's, outside of the list */
	unsigned most;
	unsigned count, shown;
	bool full;
} siptrunk_json_list_t;

/** At most so many items, in at most so many bytes. */
void siptrunk_json_list_begin(siptrunk_json_list_t *list,
		siptrunk_json_t *json, const char *name, unsigned most, size_t bytes);
/** An object in the list, to be filled and ended; false: it is counted, no
 *  more. */
bool siptrunk_json_list_item(siptrunk_json_list_t *list);
/** Takes back what did not fit. */
void siptrunk_json_list_item_end(siptrunk_json_list_t *list);
/** Counts others that are not even looked at. */
void siptrunk_json_list_more(siptrunk_json_list_t *list, unsigned count);
void siptrunk_json_list_end(siptrunk_json_list_t *list);

#endif
