/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_gathered.c: a list of what was learned, and rows of its table. */
#include "siptrunk_gathered.h"
#include "unit.h"

static siptrunk_gathered_t gathered;

static void begin(void)
{
	siptrunk_gathered_init(&gathered, &unit_allocator);
}

static void end(void)
{
	siptrunk_gathered_free(&gathered);
	assert_int_equal(unit_live_blocks, 0);
}

static siptrunk_learned_t item_of(const char *trunk, const char *prefix)
{
	siptrunk_learned_t item = {.origin = SIPTRUNK_ORIGIN_TEMPORARY,
			.trunk = siptrunk_text(trunk),
			.host = SIPTRUNK_TEXT("")};

	assert_true(
			siptrunk_prefix_parse(siptrunk_text(prefix), &item.prefix, NULL));
	return item;
}

static void an_item_is_there_once(void **state)
{
	const siptrunk_learned_t one = item_of("twilio", "192.0.2.1");
	const siptrunk_learned_t other = item_of("genesys", "192.0.2.1");

	(void)state;
	begin();
	assert_false(siptrunk_gathered_has(&gathered, &one));
	assert_true(siptrunk_gathered_add_once(&gathered, &one));
	assert_true(siptrunk_gathered_add_once(&gathered, &one));
	assert_int_equal(gathered.count, 1);
	assert_false(siptrunk_gathered_has(&gathered, &other));
	assert_true(siptrunk_gathered_add_once(&gathered, &other));
	assert_int_equal(gathered.count, 2);
	end();
}

static void texts_are_copied(void **state)
{
	char name[] = "twilio";
	const siptrunk_learned_t item = item_of(name, "192.0.2.1");

	(void)state;
	begin();
	assert_true(siptrunk_gathered_add(&gathered, &item));
	name[0] = 'x';
	unit_assert_text(gathered.items[0].trunk, "twilio");
	end();
}

static void a_list_that_grows_keeps_what_it_had(void **state)
{
	const siptrunk_learned_t first = item_of("first", "192.0.2.1");
	const siptrunk_learned_t other = item_of("other", "192.0.2.2");

	(void)state;
	begin();
	assert_true(siptrunk_gathered_add(&gathered, &first));
	while(gathered.count < 200)
		assert_true(siptrunk_gathered_add(&gathered, &other));
	assert_true(siptrunk_gathered_has(&gathered, &first));
	unit_assert_text(gathered.items[0].trunk, "first");
	end();
}

typedef struct row
{
	const char *kind, *trunk, *host, *prefix, *action, *expires;
} row_t;

static bool add_row(const row_t *row, siptrunk_error_t *error)
{
	const siptrunk_text_t columns[SIPTRUNK_LEARNED_COLUMNS] = {
			unit_slice(row->kind), unit_slice(row->trunk),
			unit_slice(row->host), unit_slice(row->prefix),
			unit_slice(row->action), unit_slice(row->expires)};
	bool added = siptrunk_gathered_add_row(&gathered, 7, columns, error);

	unit_slices_free();
	return added;
}

static void rows_are_read(void **state)
{
	siptrunk_error_t error;

	(void)state;
	begin();
	assert_true(add_row(&(row_t){"temporary", "twilio", "", "192.0.2.0/24",
								"deny", "1795219200"},
			&error));
	assert_true(add_row(
			&(row_t){"host", "", "a.lab", "2001:db8::1", "allow", "0"},
			&error));
	assert_true(add_row(
			&(row_t){"listed", "genesys", "", "192.0.2.1", "allow", "0"},
			&error));
	assert_int_equal(gathered.count, 3);
	assert_int_equal(gathered.items[0].origin, SIPTRUNK_ORIGIN_TEMPORARY);
	unit_assert_text(gathered.items[0].trunk, "twilio");
	assert_int_equal(gathered.items[0].prefix.length, 24);
	assert_int_equal(gathered.items[0].action, SIPTRUNK_DENY);
	assert_int_equal(gathered.items[0].expires, 1795219200);
	assert_int_equal(gathered.items[1].origin, SIPTRUNK_ORIGIN_HOST);
	unit_assert_text(gathered.items[1].host, "a.lab");
	assert_int_equal(gathered.items[1].prefix.length, 128);
	assert_int_equal(gathered.items[2].origin, SIPTRUNK_ORIGIN_LISTED);
	assert_int_equal(gathered.items[2].expires, 0);
	end();
}

static void assert_refused(row_t row, const char *expected)
{
	siptrunk_error_t error;

	begin();
	assert_false(add_row(&row, &error));
	assert_string_equal(error.text, expected);
	end();
}

#define ROW "table siptrunk_learned, row 7, column "

static void bad_rows_are_refused(void **state)
{
	(void)state;
	assert_refused((row_t){"configured", "", "", "::1", "allow", "0"},
			ROW "kind: expected host, temporary or listed, "
				"found 'configured'");
	assert_refused((row_t){"listed", "", "", "192.0.2.1/24", "allow", "0"},
			ROW "prefix: expected 192.0.2.0/24 (no host bits set), "
				"found '192.0.2.1/24'");
	assert_refused((row_t){"listed", "", "", "::1", "", "0"},
			ROW "action: expected allow or deny, found ''");
	assert_refused((row_t){"listed", "", "", "::1", "allow", ""},
			ROW "expires: expected seconds since 1970, or 0, found ''");
	assert_refused((row_t){"listed", "", "", "::1", "allow", "-1"},
			ROW "expires: expected seconds since 1970, or 0, found '-1'");
	assert_refused(
			(row_t){"listed", "", "", "::1", "allow", "1000000000000000000"},
			ROW "expires: expected seconds since 1970, or 0, "
				"found '1000000000000000000'");
}

static siptrunk_status_t gather_many(void)
{
	const siptrunk_learned_t item = item_of("twilio", "192.0.2.1");
	bool added = true;
	int i;

	begin();
	for(i = 0; i < 200 && added; i++)
		added = siptrunk_gathered_add(&gathered, &item);
	siptrunk_gathered_free(&gathered);
	return added ? SIPTRUNK_OK : SIPTRUNK_NO_MEMORY;
}

static void gathering_survives_every_failed_allocation(void **state)
{
	(void)state;
	unit_fail_each_allocation(gather_many, 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(an_item_is_there_once),
			cmocka_unit_test(texts_are_copied),
			cmocka_unit_test(a_list_that_grows_keeps_what_it_had),
			cmocka_unit_test(rows_are_read),
			cmocka_unit_test(bad_rows_are_refused),
			cmocka_unit_test(gathering_survives_every_failed_allocation),
	};

	return cmocka_run_group_tests_name("gathered", tests, NULL, NULL);
}
