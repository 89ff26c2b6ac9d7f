/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_json_list.c */
#include "siptrunk_json_list.h"
#include "unit.h"

#include <string.h>

static siptrunk_json_t json;
static char text[512];

/** An object with a list of numbers, each an item, and something behind. */
static siptrunk_text_t write_list(
		size_t room, unsigned items, unsigned most, size_t bytes)
{
	siptrunk_json_list_t list;
	unsigned i;

	siptrunk_json_init(&json, text, room);
	siptrunk_json_open(&json, NULL, '{');
	siptrunk_json_list_begin(&list, &json, "a", most, bytes);
	for(i = 0; i < items; i++) {
		if(!siptrunk_json_list_item(&list))
			continue;
		siptrunk_json_number(&json, "n", i);
		siptrunk_json_list_item_end(&list);
	}
	siptrunk_json_list_end(&list);
	siptrunk_json_bool(&json, "z", true);
	siptrunk_json_close(&json, '}');
	return siptrunk_json_done(&json);
}

static void all_that_fit_are_shown(void **state)
{
	(void)state;
	unit_assert_text(write_list(512, 0, 9, 99),
			"{\"a\":{\"list\":[],\"count\":0,\"shown\":0},\"z\":true}");
	unit_assert_text(write_list(512, 2, 9, 99),
			"{\"a\":{\"list\":[{\"n\":0},{\"n\":1}],\"count\":2,\"shown\":2},"
			"\"z\":true}");
}

static void the_number_of_items_ends_it(void **state)
{
	(void)state;
	unit_assert_text(write_list(512, 3, 1, 99),
			"{\"a\":{\"list\":[{\"n\":0}],\"count\":3,\"shown\":1},"
			"\"z\":true}");
}

/** {"n":0} and ,{"n":1} are 15 bytes; what follows has the room outside. */
static void its_bytes_end_it(void **state)
{
	(void)state;
	unit_assert_text(write_list(512, 3, 9, 16),
			"{\"a\":{\"list\":[{\"n\":0},{\"n\":1}],\"count\":3,\"shown\":2},"
			"\"z\":true}");
	unit_assert_text(write_list(512, 3, 9, 15),
			"{\"a\":{\"list\":[{\"n\":0}],\"count\":3,\"shown\":1},"
			"\"z\":true}");
	assert_int_equal(strlen(text), json.len);
}

/** An item that is too long ends the list, even if a later one would fit. */
static void nothing_is_left_out_in_between(void **state)
{
	siptrunk_json_list_t list;

	(void)state;
	siptrunk_json_init(&json, text, sizeof(text));
	siptrunk_json_list_begin(&list, &json, NULL, 9, 20);
	assert_true(siptrunk_json_list_item(&list));
	siptrunk_json_text(&json, "n", T("much too long for that"));
	siptrunk_json_list_item_end(&list);
	assert_false(siptrunk_json_list_item(&list));
	siptrunk_json_list_more(&list, 5);
	siptrunk_json_list_end(&list);
	unit_assert_text(siptrunk_json_done(&json),
			"{\"list\":[],\"count\":7,\"shown\":0}");
}

static void a_list_in_an_item_goes_with_it(void **state)
{
	siptrunk_json_list_t outer, inner;
	int i;

	(void)state;
	siptrunk_json_init(&json, text, sizeof(text));
	siptrunk_json_list_begin(&outer, &json, NULL, 9, 56);
	for(i = 0; i < 2; i++) {
		if(!siptrunk_json_list_item(&outer))
			continue;
		siptrunk_json_list_begin(&inner, &json, "b", 9, 999);
		if(siptrunk_json_list_item(&inner))
			siptrunk_json_list_item_end(&inner);
		siptrunk_json_list_end(&inner);
		siptrunk_json_list_item_end(&outer);
	}
	siptrunk_json_list_end(&outer);
	unit_assert_text(siptrunk_json_done(&json),
			"{\"list\":[{\"b\":{\"list\":[{}],\"count\":1,\"shown\":1}}],"
			"\"count\":2,\"shown\":1}");
}

/** However little room there is, it is a document or nothing. */
static void too_little_room_gives_nothing(void **state)
{
	siptrunk_text_t done;
	size_t room;

	(void)state;
	for(room = 1; room <= 64; room++) {
		done = write_list(room, 3, 9, 99);
		assert_true(done.len == 0 || text[done.len - 1] == '}');
	}
	assert_int_equal(write_list(40, 3, 9, 99).len, 0);
	unit_assert_text(write_list(64, 3, 9, 8),
			"{\"a\":{\"list\":[{\"n\":0}],\"count\":3,\"shown\":1},"
			"\"z\":true}");
}

int main(void)
{
	const struct CMUnitTest all[] = {
			cmocka_unit_test(all_that_fit_are_shown),
			cmocka_unit_test(the_number_of_items_ends_it),
			cmocka_unit_test(its_bytes_end_it),
			cmocka_unit_test(nothing_is_left_out_in_between),
			cmocka_unit_test(a_list_in_an_item_goes_with_it),
			cmocka_unit_test(too_little_room_gives_nothing),
	};

	return cmocka_run_group_tests_name("json_list", all, NULL, NULL);
}
