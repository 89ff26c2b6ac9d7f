/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_rows_call_id.c */
#include "sample.h"
#include "unit.h"

#define IN_ROW "table siptrunk_call_id_header, row 30, column "

static void refused(const char *kind, const char *header, const char *error)
{
	siptrunk_builder_t *builder = sample_begin(HEADER_RULE);
	const siptrunk_call_id_header_row_t row = {
			30, siptrunk_text(kind), siptrunk_text(header)};

	sample_refused(builder, siptrunk_builder_add_call_id_header(builder, &row),
			error);
}

static void columns(void **state)
{
	(void)state;
	refused("caller", "X-Id",
			IN_ROW "kind: expected conversation, agent or carrier, found "
				   "'caller'");
	refused("", "X-Id",
			IN_ROW "kind: expected conversation, agent or carrier, found ''");
	refused("agent", "X Id",
			IN_ROW "header: expected a header name of 1 to 64 token "
				   "characters, found 'X Id'");
	refused("agent", "X-ININ-CNV",
			IN_ROW "header: expected a new header, found 'X-ININ-CNV'");
}

static void what_is_kept(void **state)
{
	siptrunk_config_t *config = sample_finish(sample_begin(TABLES));

	(void)state;
	assert_int_equal(config->id_header_count, 1);
	assert_int_equal(config->id_headers[0].kind, SIPTRUNK_ID_CONVERSATION);
	unit_assert_text(config->id_headers[0].name, "x-inin-cnv");
	sample_end(config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(columns),
			cmocka_unit_test(what_is_kept),
	};

	return cmocka_run_group_tests_name("rows_call_id", tests, NULL, NULL);
}
