/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * siptrunk_rows.c: one bad column at a time, in a sample that is good
 * otherwise; every error names table, row, column and value.
 */
#include "sample.h"

#include <stdio.h>
#include <string.h>

static void site_columns(void **state)
{
	(void)state;
	REFUSED(SITE, site, sample_site, name, "",
			"table siptrunk_site, row 1, column name: expected a name of 1 to "
			"64 printable characters, found ''");
	REFUSED(SITE, site, sample_site, ani, "3125550100",
			"table siptrunk_site, row 1, column ani: expected an E.164 number "
			"with its '+', found '3125550100'");
	ACCEPTED(SITE, site, sample_site, ani, "");
	REFUSED(SITE, site, sample_site, desk, "front desk",
			"table siptrunk_site, row 1, column desk: expected an extension or "
			"an E.164 number, found 'front desk'");
	ACCEPTED(SITE, site, sample_site, desk, "");
	ACCEPTED(SITE, site, sample_site, desk, "+13125550100");
	REFUSED(SITE, site, sample_site, callback, "agent",
			"table siptrunk_site, row 1, column callback: expected desk or "
			"caller, found 'agent'");
	ACCEPTED(SITE, site, sample_site, callback, "caller");
}

static void header_columns(void **state)
{
	(void)state;
	REFUSED(HEADER, header, sample_header, trunk, "nobody",
			"table siptrunk_header, row 5, column trunk: expected a name in "
			"siptrunk_trunk, found 'nobody'");
	REFUSED(HEADER, header, sample_header, name, "X Y",
			"table siptrunk_header, row 5, column name: expected a header "
			"name of 1 to 64 token characters, found 'X Y'");
	REFUSED(HEADER, header, sample_header, name, "f",
			"table siptrunk_header, row 5, column name: expected a header "
			"that SIP or the edge does not manage, found 'f'");
	REFUSED(HEADER, header, sample_header, value, "x\r\nFrom: y",
			"table siptrunk_header, row 5, column value: expected no control "
			"character, found one as byte 2");
	REFUSED(HEADER, header, sample_header, value, "",
			"table siptrunk_header, row 5, column value: expected a value of "
			"1 to 1024 bytes that are not all spaces, found 0");
}

static void header_is_set_once_per_trunk(void **state)
{
	siptrunk_builder_t *builder = sample_begin(HEADER + 1);
	siptrunk_header_row_t again = sample_header;

	(void)state;
	again.id = 55;
	again.name = T("e911-ORGANIZATION-id");
	sample_refused(builder, siptrunk_builder_add_header(builder, &again),
			"table siptrunk_header, row 55, column name: expected a header "
			"that the trunk has not yet, found 'e911-ORGANIZATION-id'");
	again.trunk = T("genesys");
	builder = sample_begin(HEADER + 1);
	sample_accepted(builder, siptrunk_builder_add_header(builder, &again));
}

static void organization_id_that_is_no_uuid_is_warned_of(void **state)
{
	(void)state;
	ACCEPTED(HEADER, header, sample_header, value, "12345");
	assert_int_equal(sample_warnings, 1);
	assert_string_equal(sample_warning,
			"table siptrunk_header, row 5, column value: expected the HELD "
			"Company ID, a UUID, found 5 bytes that are none");
	ACCEPTED(HEADER, header, sample_header, name, "X-Other");
	assert_int_equal(sample_warnings, 0);
	ACCEPTED(HEADER, header, sample_header, trunk, "redsky");
	assert_int_equal(sample_warnings, 0);
}

static void warnings_need_no_listener(void **state)
{
	siptrunk_builder_t *builder =
			siptrunk_builder_new(&unit_allocator, &unit_allocator, NULL);
	siptrunk_header_row_t row = sample_header;

	(void)state;
	row.value = T("12345");
	assert_int_equal(sample_add(builder, HEADER), SIPTRUNK_OK);
	sample_accepted(builder, siptrunk_builder_add_header(builder, &row));
}

static void caller_columns(void **state)
{
	(void)state;
	REFUSED(CALLER, caller, sample_caller, aor, "",
			"table siptrunk_caller, row 7, column aor: expected user@host "
			"without escapes and parameters, found ''");
	REFUSED(CALLER, caller, sample_caller, email, "alice",
			"table siptrunk_caller, row 7, column email: expected an e-mail "
			"address, found 'alice'");
	REFUSED(CALLER, caller, sample_caller, extension, "20-01",
			"table siptrunk_caller, row 7, column extension: expected an "
			"extension of 1 to 15 digits, found '20-01'");
	REFUSED(CALLER, caller, sample_caller, did, "3125550101",
			"table siptrunk_caller, row 7, column did: expected an E.164 "
			"number with its '+', found '3125550101'");
	REFUSED(CALLER, caller, sample_caller, site, "boston",
			"table siptrunk_caller, row 7, column site: expected a name in "
			"siptrunk_site, found 'boston'");
	ACCEPTED(CALLER, caller, sample_caller, email, "");
	ACCEPTED(CALLER, caller, sample_caller, extension, "");
	ACCEPTED(CALLER, caller, sample_caller, did, "");
	ACCEPTED(CALLER, caller, sample_caller, site, "");
}

static void number_columns(void **state)
{
	(void)state;
	REFUSED(NUMBER, number, sample_number, number, "13125550150",
			"table siptrunk_number, row 10, column number: expected an E.164 "
			"number with its '+', found '13125550150'");
	REFUSED(NUMBER, number, sample_number, trunk, "nobody",
			"table siptrunk_number, row 10, column trunk: expected a name in "
			"siptrunk_trunk, found 'nobody'");
}

static void names_are_unique(void **state)
{
	siptrunk_builder_t *builder = sample_begin(SITE + 1);

	(void)state;
	sample_refused(builder, siptrunk_builder_add_site(builder, &sample_site),
			"table siptrunk_site, row 1, column name: expected a new site, "
			"found 'chicago'");
	builder = sample_begin(CALLER_ORDER + 1);
	sample_refused(builder,
			siptrunk_builder_add_caller_order(builder, &sample_order),
			"table siptrunk_caller_order, row 2, column name: expected a new "
			"caller order, found 'did_first'");
	builder = sample_begin(TRUNK + 1);
	sample_refused(builder, siptrunk_builder_add_trunk(builder, &sample_pbx),
			"table siptrunk_trunk, row 3, column name: expected a new trunk, "
			"found 'genesys'");
}

static void found_values_are_cut_and_printable(void **state)
{
	siptrunk_builder_t *builder = sample_begin(TRUNK);
	siptrunk_trunk_row_t row = sample_pbx;
	char value[300];
	const char *error;

	(void)state;
	memset(value, 0xff, sizeof(value) - 1);
	value[sizeof(value) - 1] = '\0';
	row.role = siptrunk_text(value);
	assert_int_equal(
			siptrunk_builder_add_trunk(builder, &row), SIPTRUNK_INVALID);
	error = strstr(siptrunk_builder_error(builder), "found '");
	assert_non_null(error);
	assert_memory_equal(error, "found '\\xff\\xff", 15);
	assert_string_equal(error + strlen(error) - 8, "\\xff...'");
	assert_int_equal(strlen(error), strlen("found '") + 80 + strlen("...'"));
	siptrunk_builder_free(builder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(site_columns),
			cmocka_unit_test(header_columns),
			cmocka_unit_test(header_is_set_once_per_trunk),
			cmocka_unit_test(organization_id_that_is_no_uuid_is_warned_of),
			cmocka_unit_test(warnings_need_no_listener),
			cmocka_unit_test(caller_columns),
			cmocka_unit_test(number_columns),
			cmocka_unit_test(names_are_unique),
			cmocka_unit_test(found_values_are_cut_and_printable),
	};

	return cmocka_run_group_tests_name("rows", tests, NULL, NULL);
}
