/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * siptrunk_prefix.c: text of addresses and prefixes; the longest-prefix table
 * by example, and against an oracle that tries every row.
 */
#include "siptrunk_prefix.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

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

static void address_accepts_strict_text_only(void **state)
{
	static const char *const good[] = {"0.0.0.0", "255.255.255.255", "1.2.3.4",
			"::", "::1", "[::1]", "2001:db8::1", "1:2:3:4:5:6:7:8",
			"1:2:3:4:5:6:7::", "::1.2.3.4", "ABCD::ef",
			"[ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255]"};
	static const char *const bad[] = {"", "1.2.3", "1.2.3.4.5", "1.2.3.04",
			"01.2.3.4", "256.1.1.1", "1.2.3.4 ", " 1.2.3.4", "1.2.3.-4",
			"0x1.2.3.4", "1.2.3.4:5060", "[1.2.3.4]", "[::1", "::1]", "[]", "[",
			"1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "::g",
			":1", "1:", ":::", "fe80::1%eth0", "::1.2.3", "::1.2.3.04",
			"sip.retellai.com",
			"ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.2555"};
	siptrunk_address_t address;
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(good); i++) {
		if(!siptrunk_address_parse(unit_slice(good[i]), &address))
			fail_msg("refused: %s", good[i]);
	}
	for(i = 0; i < COUNT(bad); i++) {
		if(siptrunk_address_parse(unit_slice(bad[i]), &address))
			fail_msg("accepted: %s", bad[i]);
	}
	assert_false(siptrunk_address_parse(T("1.2.3.4\0"), &address));
	unit_slices_free();
}

static void address_bytes_are_in_network_order(void **state)
{
	static const uint8_t v6[16] = {0x20, 0x01, 0x0d, 0xb8, [15] = 0x0a};
	static const uint8_t v4[16] = {192, 0, 2, 1};
	siptrunk_address_t address = address_of("2001:db8::a");

	(void)state;
	assert_int_equal(address.family, SIPTRUNK_IPV6);
	assert_memory_equal(address.bytes, v6, 16);
	address = address_of("192.0.2.1");
	assert_int_equal(address.family, SIPTRUNK_IPV4);
	assert_memory_equal(address.bytes, v4, 16);
}

static void mapped_address_is_the_ipv4_that_it_is(void **state)
{
	static const uint8_t raw[16] = {[10] = 0xff, [11] = 0xff, 192, 0, 2, 1};
	siptrunk_address_t plain = address_of("192.0.2.1");
	siptrunk_address_t mapped = address_of("::ffff:192.0.2.1");

	(void)state;
	assert_memory_equal(&plain, &mapped, sizeof(plain));
	mapped = address_of("[::ffff:c000:201]");
	assert_memory_equal(&plain, &mapped, sizeof(plain));
	siptrunk_address_set(&mapped, SIPTRUNK_IPV6, raw);
	assert_memory_equal(&plain, &mapped, sizeof(plain));
	siptrunk_address_set(&mapped, SIPTRUNK_IPV4, raw + 12);
	assert_memory_equal(&plain, &mapped, sizeof(plain));
	/* IPv4-compatible is not mapped */
	assert_int_equal(address_of("::192.0.2.1").family, SIPTRUNK_IPV6);
}

static void prefix_formats_canonically(void **state)
{
	static const char *const texts[][2] = {{"0.0.0.0/0", "0.0.0.0/0"},
			{"10.0.0.0/8", "10.0.0.0/8"}, {"1.2.3.4", "1.2.3.4/32"},
			{"255.255.255.255/32", "255.255.255.255/32"}, {"::/0", "::/0"},
			{"::1", "::1/128"}, {"[2001:DB8:0:0::]/32", "2001:db8::/32"},
			{"::ffff:10.0.0.0/104", "10.0.0.0/8"},
			{"::ffff:0:0/96", "0.0.0.0/0"}, {"::ffff:1.2.3.4", "1.2.3.4/32"},
			{"128.0.0.0/1", "128.0.0.0/1"}, {"8000::/1", "8000::/1"},
			{"18.98.16.120/30", "18.98.16.120/30"},
			{"ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/127",
					"ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/127"}};
	char text[SIPTRUNK_PREFIX_TEXT_MAX];
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(texts); i++) {
		siptrunk_prefix_t prefix = prefix_of(texts[i][0]);

		assert_int_equal(
				siptrunk_prefix_format(&prefix, text), strlen(texts[i][1]));
		assert_string_equal(text, texts[i][1]);
	}
}

static void prefix_errors_say_expected_and_found(void **state)
{
	static const char *const texts[][2] = {
			{"18.98.16.121/30", "expected 18.98.16.120/30 (no host bits set), "
								"found '18.98.16.121/30'"},
			{"0.0.0.1/0", "expected 0.0.0.0/0 (no host bits set), "
						  "found '0.0.0.1/0'"},
			{"2001:db8::1/64", "expected 2001:db8::/64 (no host bits set), "
							   "found '2001:db8::1/64'"},
			{"10.0.0.0/33", "expected a prefix length of 0 to 32, "
							"found '10.0.0.0/33'"},
			{"::/129", "expected a prefix length of 0 to 128, found '::/129'"},
			{"::ffff:1.2.3.4/95", "expected a prefix length of 96 to 128, "
								  "found '::ffff:1.2.3.4/95'"},
			{"nonsense\n", "expected an IPv4 or IPv6 address or prefix, "
						   "found 'nonsense\\x0a'"}};
	static const char *const lengths[] = {"10.0.0.0/", "10.0.0.0/08",
			"10.0.0.0/+8", "10.0.0.0/-1", "10.0.0.0/8 ", "10.0.0.0/8/8",
			"10.0.0.0/x", "10.0.0.0/0008", "10.0.0.0/255.0.0.0",
			"10.0.0.0/4294967304", "::/0x0", "[::/0]", "/8", "/"};
	siptrunk_prefix_t prefix;
	siptrunk_error_t error;
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(texts); i++) {
		assert_false(siptrunk_prefix_parse(
				unit_slice(texts[i][0]), &prefix, &error));
		assert_string_equal(error.text, texts[i][1]);
	}
	for(i = 0; i < COUNT(lengths); i++) {
		if(siptrunk_prefix_parse(unit_slice(lengths[i]), &prefix, NULL))
			fail_msg("accepted: %s", lengths[i]);
	}
	unit_slices_free();
}

/** Rows of a test, and the table made of them. */
typedef struct fixture
{
	siptrunk_arena_t arena;
	siptrunk_prefix_row_t rows[2048];
	size_t count;
	siptrunk_prefix_table_t *table;
} fixture_t;

static fixture_t fixture;

static int fixture_reset(void **state)
{
	(void)state;
	fixture.count = 0;
	siptrunk_arena_init(&fixture.arena, &unit_allocator);
	return 0;
}

static int fixture_free(void **state)
{
	(void)state;
	siptrunk_arena_free(&fixture.arena);
	return unit_live_blocks == 0 ? 0 : -1;
}

/** Row ids count from 1. */
static void add(const char *prefix, siptrunk_action_t action, uint32_t trunk)
{
	fixture.rows[fixture.count] = (siptrunk_prefix_row_t){
			prefix_of(prefix), action, trunk, (int)fixture.count + 1, 12345};
	fixture.count++;
}

static void build(void)
{
	assert_int_equal(siptrunk_prefix_table_build(&fixture.arena, fixture.rows,
							 fixture.count, &fixture.table),
			SIPTRUNK_OK);
}

/** The row's id, 0 for none. */
static int find(const char *text)
{
	siptrunk_address_t address = address_of(text);
	const siptrunk_prefix_row_t *row =
			siptrunk_prefix_table_find(fixture.table, &address);

	return row == NULL ? 0 : row->row;
}

static int find_for(const char *text, uint32_t trunk)
{
	siptrunk_address_t address = address_of(text);
	const siptrunk_prefix_row_t *row =
			siptrunk_prefix_table_find_for(fixture.table, &address, trunk);

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
	assert_null(siptrunk_prefix_table_row(fixture.table, 0));
	assert_null(siptrunk_prefix_table_row(fixture.table, SIPTRUNK_NO_ROW));
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
	for(i = 0; (row = siptrunk_prefix_table_row(fixture.table, i)) != NULL; i++)
		assert_int_equal(row->parent, row->row == 2 ? 0 : SIPTRUNK_NO_ROW);
	assert_int_equal(i, 3);
	assert_int_equal(siptrunk_prefix_table_row(fixture.table, 0)->row, 3);
}

/** What the header says, row by row and bit by bit. */
static bool covers(
		const siptrunk_prefix_t *prefix, const siptrunk_address_t *address)
{
	unsigned bit;

	if(prefix->address.family != address->family)
		return false;
	for(bit = 0; bit < prefix->length; bit++) {
		unsigned difference =
				prefix->address.bytes[bit / 8] ^ address->bytes[bit / 8];

		if(difference >> (7 - bit % 8) & 1)
			return false;
	}
	return true;
}

static bool beats(
		const siptrunk_prefix_row_t *a, const siptrunk_prefix_row_t *b)
{
	if(a->prefix.length != b->prefix.length)
		return a->prefix.length > b->prefix.length;
	if(a->action != b->action)
		return a->action == SIPTRUNK_DENY;
	return a->row < b->row;
}

/** trunk SIPTRUNK_NO_ROW: any. */
static int oracle(const siptrunk_address_t *address, uint32_t trunk)
{
	const siptrunk_prefix_row_t *best = NULL;
	size_t i;

	for(i = 0; i < fixture.count; i++) {
		const siptrunk_prefix_row_t *row = &fixture.rows[i];

		if((trunk == SIPTRUNK_NO_ROW || trunk == row->trunk)
				&& (best == NULL || beats(row, best))
				&& covers(&row->prefix, address))
			best = row;
	}
	return best == NULL ? 0 : best->row;
}

/** Changes bits behind the first `from` at random. */
static void scramble(
		siptrunk_address_t *address, unsigned from, unit_random_t *random)
{
	unsigned bits = address->family == SIPTRUNK_IPV4 ? 32 : 128;
	unsigned mode = unit_random_below(random, 3);

	for(; from < bits; from++) {
		uint8_t mask = (uint8_t)(0x80 >> from % 8);

		/* all zero and all one are the edges of a range */
		if(mode == 0 || (mode == 2 && unit_random(random) >> 63))
			address->bytes[from / 8] &= (uint8_t)~mask;
		else
			address->bytes[from / 8] |= mask;
	}
}

/** The neighbour above or below, with carry. */
static void step(siptrunk_address_t *address, bool up)
{
	int i = address->family == SIPTRUNK_IPV4 ? 3 : 15;

	for(; i >= 0; i--) {
		address->bytes[i] = (uint8_t)(address->bytes[i] + (up ? 1 : -1));
		if(address->bytes[i] != (up ? 0 : 0xff))
			return;
	}
}

static void clear_host_bits(siptrunk_prefix_t *prefix)
{
	unsigned bit;

	for(bit = prefix->length; bit < 128; bit++)
		prefix->address.bytes[bit / 8] &= (uint8_t) ~(0x80 >> bit % 8);
}

/** A prefix that often lies in, around or on top of an earlier one. */
static siptrunk_prefix_t random_prefix(unit_random_t *random)
{
	siptrunk_prefix_t prefix = {.length = 0};
	unsigned max;

	prefix.address.family =
			unit_random_below(random, 2) == 0 ? SIPTRUNK_IPV4 : SIPTRUNK_IPV6;
	if(fixture.count > 0 && unit_random_below(random, 8) != 0)
		prefix =
				fixture.rows[unit_random_below(random, (uint32_t)fixture.count)]
						.prefix;
	max = prefix.address.family == SIPTRUNK_IPV4 ? 32 : 128;
	if(unit_random_below(random, 6) == 0)
		return prefix;
	scramble(&prefix.address, prefix.length, random);
	prefix.length = (uint8_t)unit_random_below(random, max + 1);
	clear_host_bits(&prefix);
	return prefix;
}

static void random_rows(unit_random_t *random, size_t count)
{
	fixture.count = 0;
	while(fixture.count < count) {
		fixture.rows[fixture.count] = (siptrunk_prefix_row_t){
				.prefix = random_prefix(random),
				.action = unit_random_below(random, 2) == 0 ? SIPTRUNK_DENY
															: SIPTRUNK_ALLOW,
				.trunk = unit_random_below(random, 4),
				.row = (int)(fixture.count + 1)};
		fixture.count++;
	}
}

/** An address at, in or beside one of the rows. */
static siptrunk_address_t random_address(unit_random_t *random)
{
	const siptrunk_prefix_t *prefix =
			&fixture.rows[unit_random_below(random, (uint32_t)fixture.count)]
					 .prefix;
	siptrunk_address_t address = prefix->address;

	scramble(&address, prefix->length, random);
	if(unit_random_below(random, 2) == 0)
		step(&address, unit_random_below(random, 2) == 0);
	return address;
}

static void compare_with_oracle(const siptrunk_address_t *address)
{
	const siptrunk_prefix_row_t *row =
			siptrunk_prefix_table_find(fixture.table, address);
	siptrunk_prefix_t host = {
			*address, address->family == SIPTRUNK_IPV4 ? 32 : 128};
	char text[SIPTRUNK_PREFIX_TEXT_MAX];
	uint32_t trunk;
	int expected = oracle(address, SIPTRUNK_NO_ROW);

	siptrunk_prefix_format(&host, text);
	if((row == NULL ? 0 : row->row) != expected)
		fail_msg("%s: row %d, expected %d", text, row == NULL ? 0 : row->row,
				expected);
	trunk = address->bytes[3] % 4;
	row = siptrunk_prefix_table_find_for(fixture.table, address, trunk);
	expected = oracle(address, trunk);
	if((row == NULL ? 0 : row->row) != expected)
		fail_msg("%s for trunk %u: row %d, expected %d", text, trunk,
				row == NULL ? 0 : row->row, expected);
}

/** 200 tables of 1 to 120 rows, 1,000 addresses each. */
static void table_agrees_with_brute_force(void **state)
{
	unit_random_t random = {UINT64_C(0x51b7)};
	unsigned round, i;

	(void)state;
	for(round = 0; round < 200; round++) {
		random_rows(&random, 1 + unit_random_below(&random, 120));
		siptrunk_arena_free(&fixture.arena);
		build();
		for(i = 0; i < 1000; i++) {
			siptrunk_address_t address = random_address(&random);

			compare_with_oracle(&address);
		}
	}
}

static siptrunk_status_t build_and_free(void)
{
	siptrunk_prefix_table_t *table = NULL;
	siptrunk_arena_t arena;
	siptrunk_status_t status;

	siptrunk_arena_init(&arena, &unit_allocator);
	status = siptrunk_prefix_table_build(
			&arena, fixture.rows, fixture.count, &table);
	siptrunk_arena_free(&arena);
	return status;
}

static void build_survives_every_failed_allocation(void **state)
{
	unit_random_t random = {UINT64_C(0x911)};

	(void)state;
	random_rows(&random, 500);
	/* table, rows, scratch, and two arrays per family */
	unit_fail_each_allocation(build_and_free, 7);
	fixture.count = 0;
	unit_fail_each_allocation(build_and_free, 3);
}

static void build_returns_its_scratch_memory(void **state)
{
	unit_random_t random = {UINT64_C(0x933)};

	(void)state;
	random_rows(&random, 500);
	build();
	/* nothing but the arena's own chunks is left: used plus their headers */
	assert_true(unit_live_bytes <= fixture.arena.used + unit_live_blocks * 64);
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(name, fixture_reset, fixture_free)

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(address_accepts_strict_text_only),
			cmocka_unit_test(address_bytes_are_in_network_order),
			cmocka_unit_test(mapped_address_is_the_ipv4_that_it_is),
			cmocka_unit_test(prefix_formats_canonically),
			cmocka_unit_test(prefix_errors_say_expected_and_found),
			TEST(empty_table_finds_nothing),
			TEST(longest_prefix_decides),
			TEST(ipv6_bits_beyond_64_count),
			TEST(zero_length_covers_its_family_only),
			TEST(ends_of_the_space_do_not_wrap),
			TEST(deny_wins_a_tie_then_the_lower_row),
			TEST(rows_and_parents_can_be_walked),
			TEST(table_agrees_with_brute_force),
			TEST(build_survives_every_failed_allocation),
			TEST(build_returns_its_scratch_memory),
	};

	return cmocka_run_group_tests_name("prefix", tests, NULL, NULL);
}
