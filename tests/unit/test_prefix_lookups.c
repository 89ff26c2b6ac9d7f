/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * siptrunk_prefix_table.c against the oracle, 10,000,000 lookups; built as it
 * is shipped, optimised and without sanitizers.
 */
#include "prefix_oracle.h"

#define LOOKUPS 10000000
#define LOOKUPS_OF_A_TABLE 20000

/** Most tables are small, where the oracle is fast; every 49th is not. */
static size_t random_count(unsigned round, unit_random_t *random)
{
	return 1 + unit_random_below(random, round % 49 == 0 ? ORACLE_ROWS : 120);
}

static void table_agrees_with_brute_force(void **state)
{
	unit_random_t random = {UINT64_C(0x1e5551b7)};
	oracle_t oracle;
	unsigned round, i;

	(void)state;
	oracle_init(&oracle);
	for(round = 0; round < LOOKUPS / LOOKUPS_OF_A_TABLE; round++) {
		oracle_random(&oracle, (oracle_shape_t)(round % ORACLE_SHAPES),
				random_count(round, &random), &random);
		oracle_build(&oracle);
		for(i = 0; i < LOOKUPS_OF_A_TABLE; i++) {
			siptrunk_address_t address = oracle_address(&oracle, &random);

			oracle_compare(&oracle, &address);
		}
	}
	oracle_free(&oracle);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(table_agrees_with_brute_force),
	};

	return cmocka_run_group_tests_name("prefix_lookups", tests, NULL, NULL);
}
