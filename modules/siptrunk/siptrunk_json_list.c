/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * A list in JSON that has an end.
 *
 * Pure; any process; memory of the caller's.
 */
#include "siptrunk_json_list.h"

void siptrunk_json_list_begin(siptrunk_json_list_t *list,
		siptrunk_json_t *json, const char *name, unsigned most, size_t bytes)
{
	*list = (siptrunk_json_list_t){
			.json = json, .room = json->room, .most = most};
	siptrunk_json_open(json, name, '{');
	siptrunk_json_open(json, "list", '[');
	if(bytes < json->room - json->len)
		json->room = json->len + bytes;
}

bool siptrunk_json_list_item(siptrunk_json_list_t *list)
{
	list->count++;
	if(list->full || list->shown == list->most)
		return false;
	list->before = *list->json;
	siptrunk_json_open(list->json, NULL, '{');
	return true;
}

void siptrunk_json_list_item_end(siptrunk_json_list_t *list)
{
	siptrunk_json_t *json = list->json;

	siptrunk_json_close(json, '}');
	list->full = json->cut;
	if(!list->full) {
		list->shown++;
		return;
	}
	*json = list->before;
	json->text[json->len] = '\0';
}

void siptrunk_json_list_more(siptrunk_json_list_t *list, unsigned count)
{
	list->count += count;
}

void siptrunk_json_list_end(siptrunk_json_list_t *list)
{
	list->json->room = list->room;
	siptrunk_json_close(list->json, ']');
	siptrunk_json_number(list->json, "count", list->count);
	siptrunk_json_number(list->json, "shown", list->shown);
	siptrunk_json_close(list->json, '}');
}
