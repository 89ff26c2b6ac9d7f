/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * siptrunk_prefix_table.c: by example, and against an oracle that tries every
 * row.
 */
#include "prefix_oracle.h"

static siptrunk_address_t address_of(const char *text)
{
	siptrunk_address_t address;

	if(!siptrunk_address_parse(siptrunk_text(text), &address))
		fail_msg("no address: %s", text);
	return address;
}

static siptrunk_prefix_t prefix_of(const char *text)
{
	siptrunk_error_t error;
	siptrunk_prefix_t prefix;

	if(!siptrunk_prefix_parse(siptrunk_text(text), &prefix, &error))
		fail_msg("%s", error.text);
	return prefix;
}

static oracle_t oracle;

static int oracle_setup(void **state)
{
	(void)state;
	oracle_init(&oracle);
	return 0;
}

static int oracle_teardown(void **state)
{
	(void)state;
	oracle_free(&oracle);
	return unit_live_blocks == 0 ? 0 : -1;
}

/** Row ids count from 1. */
static void add(const char *prefix, siptrunk_action_t action, uint32_t trunk)
{
	oracle.rows[oracle.count] = (siptrunk_prefix_row_t){
			.prefix = prefix_of(prefix),
			.action = (uint8_t)action,
			.trunk = trunk,
			.row = (int)oracle.count + 1,
			.parent = 12345};
	oracle.count++;
}

static void build(void)
{
	oracle_build(&oracle);
}

/** The row's id, 0 for none. */
static int find(const char *text)
{
	siptrunk_address_t address = address_of(text);
	const siptrunk_prefix_row_t *row =
			siptrunk_prefix_table_find(oracle.table, &address);

	return row == NULL ? 0 : row->row;
}

static int find_for(const char *text, uint32_t trunk)
{
	siptrunk_address_t address = address_of(text);
	const siptrunk_prefix_row_t *row =
			oracle_find_for(&oracle, &address, trunk);

	return row == NULL ? 0 : row->row;
}

static void empty_table_finds_nothing(void **state)
{
	(void)state;
	build();
	assert_int_equal(find("0.0.0.0"), 0);
	assert_int_equal(find("255.255.255.255"), 0);
	assert_int_equal(find("::"), 0);
	assert_int_equal(find_for("1.2.3.4", 0), 0);
	assert_null(siptrunk_prefix_table_row(oracle.table, 0));
	assert_null(siptrunk_prefix_table_row(oracle.table, SIPTRUNK_NO_ROW));
}

static void longest_prefix_decides(void **state)
{
	(void)state;
	add("10.1.2.0/24", SIPTRUNK_ALLOW, 2);
	add("10.0.0.0/8", SIPTRUNK_ALLOW, 0);
	add("10.1.2.128/25", SIPTRUNK_DENY, 3);
	add("10.1.0.0/16", SIPTRUNK_DENY, 1);
	build();
	assert_int_equal(find("9.255.255.255"), 0);
	assert_int_equal(find("10.0.0.0"), 2);
	assert_int_equal(find("10.0.255.255"), 2);
	assert_int_equal(find("10.1.0.0"), 4);
	assert_int_equal(find("10.1.1.255"), 4);
	assert_int_equal(find("10.1.2.0"), 1);
	assert_int_equal(find("10.1.2.127"), 1);
	assert_int_equal(find("10.1.2.128"), 3);
	assert_int_equal(find("10.1.2.255"), 3);
	assert_int_equal(find("10.1.3.0"), 4);
	assert_int_equal(find("10.2.0.0"), 2);
	assert_int_equal(find("10.255.255.255"), 2);
	assert_int_equal(find("11.0.0.0"), 0);
	/* allow in deny in allow: each trunk sees its own rows only */
	assert_int_equal(find_for("10.1.2.200", 0), 2);
	assert_int_equal(find_for("10.1.2.200", 1), 4);
	assert_int_equal(find_for("10.1.2.200", 2), 1);
	assert_int_equal(find_for("10.1.2.200", 3), 3);
	assert_int_equal(find_for("10.1.2.1", 3), 0);
	assert_int_equal(find_for("10.1.2.200", 4), 0);
}

static void ipv6_bits_beyond_64_count(void **state)
{
	(void)state;
	add("2001:db8::/32", SIPTRUNK_ALLOW, 0);
	add("2001:db8::/63", SIPTRUNK_ALLOW, 0);
	add("2001:db8::/64", SIPTRUNK_ALLOW, 0);
	add("2001:db8::/65", SIPTRUNK_ALLOW, 0);
	add("2001:db8:0:1:ffff:ffff:ffff:ffff/128", SIPTRUNK_ALLOW, 0);
	build();
	assert_int_equal(find("2001:db8::7fff:ffff:ffff:ffff"), 4);
	assert_int_equal(find("2001:db8::8000:0:0:0"), 3);
	assert_int_equal(find("2001:db8:0:1::"), 2);
	assert_int_equal(find("2001:db8:0:1:ffff:ffff:ffff:fffe"), 2);
	assert_int_equal(find("2001:db8:0:1:ffff:ffff:ffff:ffff"), 5);
	assert_int_equal(find("2001:db8:0:2::"), 1);
	assert_int_equal(find("2001:db9::"), 0);
}

static void zero_length_covers_its_family_only(void **state)
{
	(void)state;
	add("0.0.0.0/0", SIPTRUNK_DENY, 0);
	build();
	assert_int_equal(find("0.0.0.0"), 1);
	assert_int_equal(find("255.255.255.255"), 1);
	assert_int_equal(find("::"), 0);
	assert_int_equal(find("::ffff:1.2.3.4"), 1);
	add("::/0", SIPTRUNK_ALLOW, 0);
	build();
	assert_int_equal(find("::"), 2);
	assert_int_equal(find("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), 2);
	assert_int_equal(find("1.2.3.4"), 1);
}

static void ends_of_the_space_do_not_wrap(void **state)
{
	(void)state;
	add("255.255.255.255/32", SIPTRUNK_ALLOW, 0);
	add("128.0.0.0/1", SIPTRUNK_ALLOW, 0);
	add("0.0.0.0/32", SIPTRUNK_ALLOW, 0);
	add("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128", SIPTRUNK_ALLOW, 0);
	add("8000::/1", SIPTRUNK_ALLOW, 0);
	add("::/128", SIPTRUNK_ALLOW, 0);
	build();
	assert_int_equal(find("255.255.255.255"), 1);
	assert_int_equal(find("255.255.255.254"), 2);
	assert_int_equal(find("128.0.0.0"), 2);
	assert_int_equal(find("127.255.255.255"), 0);
	assert_int_equal(find("0.0.0.1"), 0);
	assert_int_equal(find("0.0.0.0"), 3);
	assert_int_equal(find("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), 4);
	assert_int_equal(find("ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe"), 5);
	assert_int_equal(find("7fff::"), 0);
	assert_int_equal(find("::1"), 0);
	assert_int_equal(find("::"), 6);
}

static void deny_wins_a_tie_then_the_lower_row(void **state)
{
	(void)state;
	add("10.0.0.0/8", SIPTRUNK_ALLOW, 0);
	add("10.0.0.0/8", SIPTRUNK_DENY, 1);
	add("10.0.0.0/8", SIPTRUNK_DENY, 2);
	add("10.0.0.0/8", SIPTRUNK_ALLOW, 3);
	add("0.0.0.0/0", SIPTRUNK_ALLOW, 4);
	add("11.0.0.0/8", SIPTRUNK_ALLOW, 5);
	add("11.0.0.0/8", SIPTRUNK_ALLOW, 6);
	build();
	assert_int_equal(find("10.0.0.0"), 2);
	assert_int_equal(find_for("10.0.0.0", 0), 1);
	assert_int_equal(find_for("10.0.0.0", 2), 3);
	assert_int_equal(find_for("10.0.0.0", 3), 4);
	assert_int_equal(find_for("10.0.0.0", 4), 5);
	assert_int_equal(find("11.0.0.0"), 6);
	assert_int_equal(find_for("11.0.0.0", 6), 7);
}

static void rows_and_parents_can_be_walked(void **state)
{
	const siptrunk_prefix_row_t *row;
	uint32_t i;

	(void)state;
	add("2001:db8::/32", SIPTRUNK_ALLOW, 0);
	add("10.1.0.0/16", SIPTRUNK_ALLOW, 0);
	add("10.0.0.0/8", SIPTRUNK_ALLOW, 0);
	build();
	for(i = 0; (row = siptrunk_prefix_table_row(oracle.table, i)) != NULL; i++)
		assert_int_equal(row->parent, row->row == 2 ? 0 : SIPTRUNK_NO_ROW);
	assert_int_equal(i, 3);
	assert_int_equal(siptrunk_prefix_table_row(oracle.table, 0)->row, 3);
}

static void counters_are_the_rows_own(void **state)
{
	const siptrunk_prefix_row_t *inner, *outer;

	(void)state;
	add("10.0.0.0/8", SIPTRUNK_ALLOW, 0);
	add("10.1.0.0/16", SIPTRUNK_ALLOW, 0);
	build();
	outer = siptrunk_prefix_table_row(oracle.table, 0);
	inner = siptrunk_prefix_table_row(oracle.table, 1);
	assert_int_equal(siptrunk_prefix_table_hits(inner), 0);
	siptrunk_prefix_table_hit(inner);
	siptrunk_prefix_table_hit(inner);
	siptrunk_prefix_table_hit(outer);
	assert_int_equal(siptrunk_prefix_table_hits(inner), 2);
	assert_int_equal(siptrunk_prefix_table_hits(outer), 1);
}

/** One hit more for each row than for the one before. */
static void hit_all(void)
{
	const siptrunk_prefix_row_t *row;
	uint32_t i, j;

	for(i = 0; (row = siptrunk_prefix_table_row(oracle.table, i)) != NULL; i++)
		for(j = 0; j <= i; j++)
			siptrunk_prefix_table_hit(row);
}

static uint64_t hits_of(const char *address)
{
	siptrunk_address_t parsed = address_of(address);

	return siptrunk_prefix_table_hits(
			siptrunk_prefix_table_find(oracle.table, &parsed));
}

static void counts_outlive_a_reload(void **state)
{
	siptrunk_prefix_table_t *older;

	(void)state;
	add("10.0.0.0/8", SIPTRUNK_ALLOW, 0);
	add("11.0.0.0/8", SIPTRUNK_ALLOW, 0);
	add("12.0.0.0/8", SIPTRUNK_ALLOW, 0);
	add("13.0.0.0/8", SIPTRUNK_ALLOW, 0);
	add("2001:db8::/32", SIPTRUNK_ALLOW, 0);
	build();
	hit_all();
	older = oracle.table;
	oracle.table = NULL;
	oracle.rows[0].prefix = prefix_of("10.0.0.0/9");
	oracle.rows[1].action = SIPTRUNK_DENY;
	oracle.rows[2].row = 77;
	oracle.rows[3].trunk = 1;
	add("9.0.0.0/8", SIPTRUNK_ALLOW, 0);
	build();
	siptrunk_prefix_table_adopt_hits(oracle.table, older);
	siptrunk_prefix_table_free(older, &unit_allocator);
	assert_int_equal(hits_of("9.0.0.1"), 0);
	assert_int_equal(hits_of("10.0.0.1"), 0);
	assert_int_equal(hits_of("11.0.0.1"), 0);
	assert_int_equal(hits_of("12.0.0.1"), 0);
	assert_int_equal(hits_of("13.0.0.1"), 4);
	assert_int_equal(hits_of("2001:db8::1"), 5);
}

/** Every address of a small space, so that no edge of a bucket is missed. */
static void crowded_hosts_are_told_apart(void **state)
{
	siptrunk_address_t address = address_of("198.18.0.0");
	unit_random_t random = {UINT64_C(0xb0c4e7)};
	uint32_t i;

	(void)state;
	oracle_random(&oracle, ORACLE_HOSTS, 300, &random);
	build();
	for(i = 0; i < 65536; i += 1 + (i & 7)) {
		address.bytes[2] = (uint8_t)(i >> 8);
		address.bytes[3] = (uint8_t)i;
		oracle_compare(&oracle, &address);
	}
}

/** 30 tables of each shape, 300 addresses each. */
static void table_agrees_with_brute_force(void **state)
{
	unit_random_t random = {UINT64_C(0x51b7)};
	unsigned round, i;

	(void)state;
	for(round = 0; round < 30 * ORACLE_SHAPES; round++) {
		oracle_random(&oracle, (oracle_shape_t)(round % ORACLE_SHAPES),
				1 + unit_random_below(&random, 160), &random);
		build();
		for(i = 0; i < 300; i++) {
			siptrunk_address_t address = oracle_address(&oracle, &random);

			oracle_compare(&oracle, &address);
		}
	}
}

static void table_is_one_block(void **state)
{
	unit_random_t random = {UINT64_C(0x933)};

	(void)state;
	oracle_random(&oracle, ORACLE_NESTED, 500, &random);
	build();
	assert_int_equal(unit_live_blocks, 1);
	assert_int_equal(
			unit_live_bytes, siptrunk_prefix_table_size(oracle.table));
}

static siptrunk_status_t build_and_free(void)
{
	siptrunk_prefix_table_t *table = NULL;
	siptrunk_status_t status = siptrunk_prefix_table_build(&unit_allocator,
			&unit_allocator, oracle.rows, oracle.count, &table);

	siptrunk_prefix_table_free(table, &unit_allocator);
	return status;
}

static void build_survives_every_failed_allocation(void **state)
{
	unit_random_t random = {UINT64_C(0x911)};

	(void)state;
	oracle_random(&oracle, ORACLE_NESTED, 500, &random);
	/* rows and ranges in scratch memory, and the table */
	unit_fail_each_allocation(build_and_free, 3);
	oracle.count = 0;
	unit_fail_each_allocation(build_and_free, 3);
}

static void more_rows_than_ranges_have_numbers_are_refused(void **state)
{
	siptrunk_prefix_table_t *table = NULL;

	(void)state;
	assert_int_equal(
			siptrunk_prefix_table_build(&unit_allocator, &unit_allocator, NULL,
					(size_t)SIPTRUNK_PREFIX_ROWS_MAX + 1, &table),
			SIPTRUNK_INVALID);
	assert_null(table);
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(name, oracle_setup, oracle_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
			TEST(empty_table_finds_nothing),
			TEST(longest_prefix_decides),
			TEST(ipv6_bits_beyond_64_count),
			TEST(zero_length_covers_its_family_only),
			TEST(ends_of_the_space_do_not_wrap),
			TEST(deny_wins_a_tie_then_the_lower_row),
			TEST(rows_and_parents_can_be_walked),
			TEST(counters_are_the_rows_own),
			TEST(counts_outlive_a_reload),
			TEST(crowded_hosts_are_told_apart),
			TEST(table_agrees_with_brute_force),
			TEST(table_is_one_block),
			TEST(build_survives_every_failed_allocation),
			TEST(more_rows_than_ranges_have_numbers_are_refused),
	};

	return cmocka_run_group_tests_name("prefix_table", tests, NULL, NULL);
}
