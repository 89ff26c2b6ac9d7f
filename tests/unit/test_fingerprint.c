/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * siptrunk_fingerprint.c: what counts as a change of a row, and of a table.
 */
#include "siptrunk_fingerprint.h"
#include "unit.h"

static uint32_t three(const char *a, const char *b, const char *c)
{
	const siptrunk_text_t values[] = {
			unit_slice(a), unit_slice(b), unit_slice(c)};

	return siptrunk_fingerprint(values, COUNT(values));
}

static void every_column_counts(void **state)
{
	const uint32_t row = three("genesys", "192.0.2.0/24", "allow");

	(void)state;
	assert_int_equal(row, three("genesys", "192.0.2.0/24", "allow"));
	assert_int_not_equal(row, three("Genesys", "192.0.2.0/24", "allow"));
	assert_int_not_equal(row, three("genesys", "192.0.2.0/25", "allow"));
	assert_int_not_equal(row, three("genesys", "192.0.2.0/24", "deny"));
	assert_int_not_equal(row, three("genesys", "192.0.2.0/24", ""));
	unit_slices_free();
}

static void a_text_belongs_to_its_column(void **state)
{
	(void)state;
	assert_int_not_equal(three("a", "b", ""), three("b", "a", ""));
	assert_int_not_equal(three("a", "", ""), three("", "a", ""));
	assert_int_not_equal(three("a", "a", ""), three("b", "b", ""));
	/* would cancel if column and first byte were only combined by XOR */
	assert_int_not_equal(three("1", "0", ""), three("", "", ""));
	unit_slices_free();
}

/** As it will be when a table gets a column. */
static void an_empty_column_is_none(void **state)
{
	const siptrunk_text_t values[] = {T("a"), T(""), T("")};

	(void)state;
	assert_int_equal(siptrunk_fingerprint(values, 1),
			siptrunk_fingerprint(values, COUNT(values)));
}

static void a_column_is_exchanged(void **state)
{
	siptrunk_fingerprint_t row = {1, three("a", "b", "c")};

	(void)state;
	siptrunk_fingerprint_change(&row, 1, T("b"), T(""));
	assert_int_equal(row.hash, three("a", "", "c"));
	siptrunk_fingerprint_change(&row, 1, T(""), T("other"));
	assert_int_equal(row.hash, three("a", "other", "c"));
	unit_slices_free();
}

static void rows_are_found_by_id(void **state)
{
	siptrunk_fingerprint_t items[] = {{-5, 1}, {0, 2}, {7, 3}};
	const siptrunk_fingerprints_t rows = {items, COUNT(items)};
	const siptrunk_fingerprints_t none = {NULL, 0};

	(void)state;
	assert_ptr_equal(siptrunk_fingerprint_find(&rows, -5), &items[0]);
	assert_ptr_equal(siptrunk_fingerprint_find(&rows, 7), &items[2]);
	assert_null(siptrunk_fingerprint_find(&rows, 1));
	assert_null(siptrunk_fingerprint_find(&none, 1));
}

static siptrunk_changes_t changes;

static void expect(size_t added, size_t removed, size_t changed)
{
	assert_int_equal(changes.count[SIPTRUNK_CHANGE_ADDED], added);
	assert_int_equal(changes.count[SIPTRUNK_CHANGE_REMOVED], removed);
	assert_int_equal(changes.count[SIPTRUNK_CHANGE_CHANGED], changed);
	assert_int_equal(siptrunk_changes_exist(&changes),
			added + removed + changed > 0);
}

static void tables_are_compared_row_by_row(void **state)
{
	siptrunk_fingerprint_t old[] = {{-2, 1}, {1, 1}, {2, 1}, {5, 1}, {9, 1}};
	siptrunk_fingerprint_t new[] = {{1, 1}, {2, 8}, {3, 1}, {9, 8}, {10, 1}};
	const siptrunk_fingerprints_t before = {old, COUNT(old)};
	const siptrunk_fingerprints_t after = {new, COUNT(new)};

	(void)state;
	siptrunk_fingerprints_compare(&before, &after, &changes);
	expect(2, 2, 2);
	assert_int_equal(changes.rows[SIPTRUNK_CHANGE_ADDED][0], 3);
	assert_int_equal(changes.rows[SIPTRUNK_CHANGE_ADDED][1], 10);
	assert_int_equal(changes.rows[SIPTRUNK_CHANGE_REMOVED][0], -2);
	assert_int_equal(changes.rows[SIPTRUNK_CHANGE_REMOVED][1], 5);
	assert_int_equal(changes.rows[SIPTRUNK_CHANGE_CHANGED][0], 2);
	assert_int_equal(changes.rows[SIPTRUNK_CHANGE_CHANGED][1], 9);
}

static void a_table_is_itself(void **state)
{
	siptrunk_fingerprint_t items[] = {{INT32_MIN, 1}, {INT32_MAX, 2}};
	const siptrunk_fingerprints_t rows = {items, COUNT(items)};
	const siptrunk_fingerprints_t none = {NULL, 0};

	(void)state;
	siptrunk_fingerprints_compare(&rows, &rows, &changes);
	expect(0, 0, 0);
	siptrunk_fingerprints_compare(&none, &none, &changes);
	expect(0, 0, 0);
	siptrunk_fingerprints_compare(&none, &rows, &changes);
	expect(2, 0, 0);
	assert_int_equal(changes.rows[SIPTRUNK_CHANGE_ADDED][1], INT32_MAX);
	siptrunk_fingerprints_compare(&rows, &none, &changes);
	expect(0, 2, 0);
}

/** All are counted, the first are named. */
static void many_changes_are_counted(void **state)
{
	siptrunk_fingerprint_t items[SIPTRUNK_CHANGES_NAMED + 5];
	const siptrunk_fingerprints_t rows = {items, COUNT(items)};
	const siptrunk_fingerprints_t none = {NULL, 0};
	int i;

	(void)state;
	for(i = 0; i < (int)COUNT(items); i++)
		items[i] = (siptrunk_fingerprint_t){i, 0};
	siptrunk_fingerprints_compare(&none, &rows, &changes);
	expect(COUNT(items), 0, 0);
	for(i = 0; i < SIPTRUNK_CHANGES_NAMED; i++)
		assert_int_equal(changes.rows[SIPTRUNK_CHANGE_ADDED][i], i);
	assert_int_equal(changes.rows[SIPTRUNK_CHANGE_REMOVED][0], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(every_column_counts),
			cmocka_unit_test(a_text_belongs_to_its_column),
			cmocka_unit_test(an_empty_column_is_none),
			cmocka_unit_test(a_column_is_exchanged),
			cmocka_unit_test(rows_are_found_by_id),
			cmocka_unit_test(tables_are_compared_row_by_row),
			cmocka_unit_test(a_table_is_itself),
			cmocka_unit_test(many_changes_are_counted),
	};

	return cmocka_run_group_tests_name("fingerprint", tests, NULL, NULL);
}
