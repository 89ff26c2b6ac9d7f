/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_exposition.c, siptrunk_histogram.c. */
#include "siptrunk_exposition.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

static siptrunk_exposition_t exposition;

static int begin(void **state)
{
	(void)state;
	siptrunk_exposition_init(&exposition, &unit_allocator, 100000);
	return 0;
}

static int end(void **state)
{
	(void)state;
	siptrunk_exposition_free(&exposition);
	assert_int_equal(unit_live_blocks, 0);
	return 0;
}

static void expect(const char *expected)
{
	assert_false(exposition.failed);
	unit_assert_text(
			(siptrunk_text_t){exposition.text, exposition.len}, expected);
}

static void a_family_has_help_and_type(void **state)
{
	(void)state;
	siptrunk_exposition_family(
			&exposition, "calls_total", SIPTRUNK_METRIC_COUNTER, "all calls");
	siptrunk_exposition_sample(&exposition,
			SIPTRUNK_LABELS({"trunk", T("genesys")}, {"result", T("busy")}),
			7);
	siptrunk_exposition_sample(&exposition, NULL, -3);
	siptrunk_exposition_single(
			&exposition, "up", SIPTRUNK_METRIC_GAUGE, "is it", 1);
	expect("# HELP calls_total all calls\n# TYPE calls_total counter\n"
		   "calls_total{trunk=\"genesys\",result=\"busy\"} 7\n"
		   "calls_total -3\n"
		   "# HELP up is it\n# TYPE up gauge\nup 1\n");
}

static void a_label_may_be_anything(void **state)
{
	(void)state;
	siptrunk_exposition_family(
			&exposition, "a", SIPTRUNK_METRIC_GAUGE, "b");
	siptrunk_exposition_clear(&exposition);
	siptrunk_exposition_sample(&exposition,
			SIPTRUNK_LABELS({"x", unit_slice("\"\\\n{}\xc3\xa4\xff\xc3")}), 1);
	siptrunk_exposition_sample(&exposition, SIPTRUNK_LABELS({"x", T("")}), 2);
	expect("a{x=\"\\\"\\\\\\n{}\xc3\xa4??\"} 1\na{x=\"\"} 2\n");
	unit_slices_free();
}

static void thousandths_have_no_zeros_behind(void **state)
{
	const int64_t values[] = {
			0, 1, 10, 250, 1000, 1500, 10000, 1234567, -1, -250, -1500};
	size_t i;

	(void)state;
	siptrunk_exposition_family(
			&exposition, "s", SIPTRUNK_METRIC_GAUGE, "b");
	siptrunk_exposition_clear(&exposition);
	for(i = 0; i < COUNT(values); i++)
		siptrunk_exposition_thousandths(&exposition, NULL, values[i]);
	expect("s 0\ns 0.001\ns 0.01\ns 0.25\ns 1\ns 1.5\ns 10\ns 1234.567\n"
		   "s -0.001\ns -0.25\ns -1.5\n");
}

static void buckets_add_up(void **state)
{
	static const siptrunk_buckets_t buckets = {3, {50, 1000, 2500}};
	const siptrunk_label_t none = SIPTRUNK_LABEL_END;
	siptrunk_histogram_t histogram = {0};
	const int64_t values[] = {0, 50, 51, 1000, 2500, 2501, 9000};
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(values); i++)
		siptrunk_histogram_observe(&histogram, &buckets, values[i]);
	siptrunk_exposition_family(
			&exposition, "h", SIPTRUNK_METRIC_HISTOGRAM, "b");
	siptrunk_exposition_clear(&exposition);
	siptrunk_exposition_histogram(&exposition,
			(siptrunk_label_t){"number", T("911")}, &histogram, &buckets);
	expect("h_bucket{number=\"911\",le=\"0.05\"} 2\n"
		   "h_bucket{number=\"911\",le=\"1\"} 4\n"
		   "h_bucket{number=\"911\",le=\"2.5\"} 5\n"
		   "h_bucket{number=\"911\",le=\"+Inf\"} 7\n"
		   "h_sum{number=\"911\"} 15.102\nh_count{number=\"911\"} 7\n");
	siptrunk_exposition_clear(&exposition);
	siptrunk_exposition_histogram(&exposition, none, &histogram, &buckets);
	assert_memory_equal(exposition.text, "h_bucket{le=\"0.05\"} 2\n", 22);
	assert_non_null(
			memmem(exposition.text, exposition.len, "\nh_count 7\n", 11));
}

static void write_many(int count)
{
	int i;

	siptrunk_exposition_family(
			&exposition, "many", SIPTRUNK_METRIC_GAUGE, "b");
	for(i = 0; i < count; i++)
		siptrunk_exposition_sample(&exposition, NULL, i);
}

static void it_grows(void **state)
{
	char expected[100000];
	int i, len;

	(void)state;
	write_many(6000);
	len = sprintf(expected, "# HELP many b\n# TYPE many gauge\n");
	for(i = 0; i < 6000; i++)
		len += sprintf(expected + len, "many %d\n", i);
	expect(expected);
	assert_true(exposition.len > 50000);
	assert_int_equal(unit_live_blocks, 1);
}

static void what_is_too_long_is_not_whole(void **state)
{
	size_t len;

	(void)state;
	write_many(20000);
	assert_true(exposition.failed);
	len = exposition.len;
	assert_true(len <= exposition.most);
	siptrunk_exposition_sample(&exposition, NULL, 1);
	assert_int_equal(exposition.len, len);
	siptrunk_exposition_clear(&exposition);
	write_many(1);
	expect("# HELP many b\n# TYPE many gauge\nmany 0\n");
}

static void it_may_be_as_long_as_it_may(void **state)
{
	(void)state;
	write_many(1);
	exposition.most = exposition.len;
	siptrunk_exposition_clear(&exposition);
	write_many(1);
	assert_false(exposition.failed);
	siptrunk_exposition_sample(&exposition, NULL, 1);
	assert_true(exposition.failed);
}

static siptrunk_status_t write_and_free(void)
{
	siptrunk_status_t status;

	siptrunk_exposition_init(&exposition, &unit_allocator, 100000);
	write_many(6000);
	status = exposition.failed ? SIPTRUNK_NO_MEMORY : SIPTRUNK_OK;
	siptrunk_exposition_free(&exposition);
	return status;
}

static void no_memory_is_told(void **state)
{
	(void)state;
	unit_fail_each_allocation(write_and_free, 3);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
			TEST(a_family_has_help_and_type),
			TEST(a_label_may_be_anything),
			TEST(thousandths_have_no_zeros_behind),
			TEST(buckets_add_up),
			TEST(it_grows),
			TEST(what_is_too_long_is_not_whole),
			TEST(it_may_be_as_long_as_it_may),
			TEST(no_memory_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
