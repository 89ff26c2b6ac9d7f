/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_rows_route.c: one bad column at a time, and what is kept. */
#include "sample.h"

#define IN_ROW "table siptrunk_outbound_route, row 21, column "

#define BAD(member, value, expected)                                        \
	REFUSED(OUTBOUND_ROUTE, outbound_route, sample_route, member, value,    \
			IN_ROW expected)

static void columns(void **state)
{
	(void)state;
	BAD(site, "mars", "site: expected a name in siptrunk_site, found 'mars'");
	BAD(distribution, "round",
			"distribution: expected sequential or random, found 'round'");
	BAD(state, "in_service",
			"state: expected on or off, found 'in_service'");
	BAD(description, "a\nb",
			"description: expected printable text, found "
			"'a\\x0ab'");
}

static void classifications(void **state)
{
	(void)state;
	BAD(classifications, "",
			"classifications: expected a classification of "
			"siptrunk_number_plan, found ''");
	BAD(classifications, "sales,,sales",
			"classifications: expected a classification of "
			"siptrunk_number_plan, found ''");
	BAD(classifications, "sales,sail",
			"classifications: expected a classification of "
			"siptrunk_number_plan, found 'sail'");
	BAD(classifications, "sales, sales",
			"classifications: expected a classification once, found 'sales'");
}

#define NO_EMERGENCY                                                       \
	"classifications: expected no emergency classification, whose calls " \
	"always go to the trunks of role emergency, with no route and "       \
	"whatever this table says, found "

static void no_route_takes_an_emergency_call_anywhere(void **state)
{
	(void)state;
	BAD(classifications, "e911", NO_EMERGENCY "'e911'");
	BAD(classifications, "sales,e911_test", NO_EMERGENCY "'e911_test'");
	BAD(trunks, "agents,redsky",
			"trunks: expected no trunk of role emergency, which takes "
			"emergency calls alone, found 'redsky'");
}

static void trunks(void **state)
{
	(void)state;
	BAD(trunks, "", "trunks: expected a name in siptrunk_trunk, found ''");
	BAD(trunks, "agents,",
			"trunks: expected a name in siptrunk_trunk, found ''");
	BAD(trunks, "agents,mars",
			"trunks: expected a name in siptrunk_trunk, found 'mars'");
	BAD(trunks, "agents,agents",
			"trunks: expected a trunk once, found 'agents'");
	BAD(trunks, "a,b,c,d,e,f,g,h",
			"trunks: expected a name in siptrunk_trunk, found 'a'");
	BAD(trunks, "a,b,c,d,e,f,g,h,i",
			"trunks: expected 1 to 8 trunks, found 'a,b,c,d,e,f,g,h,i'");
}

/** With the sample's own before it. */
static siptrunk_status_t second(
		siptrunk_builder_t *builder, siptrunk_outbound_route_row_t row)
{
	row.id = 22;
	return siptrunk_builder_add_outbound_route(builder, &row);
}

#define IN_SECOND "table siptrunk_outbound_route, row 22, column "

static void which_route_a_call_takes_is_certain(void **state)
{
	siptrunk_outbound_route_row_t row = sample_route;
	siptrunk_builder_t *builder = sample_begin(OUTBOUND_ROUTE + 1);

	(void)state;
	sample_refused(builder, second(builder, row),
			IN_SECOND "name: expected a new outbound route, found 'to_sales'");
	row.name = T("to_others");
	builder = sample_begin(OUTBOUND_ROUTE + 1);
	sample_refused(builder, second(builder, row),
			IN_SECOND "classifications: expected a classification that no "
					  "other route of this site has which is on, found "
					  "'sales'");
	row.state = T("off");
	builder = sample_begin(OUTBOUND_ROUTE + 1);
	sample_accepted(builder, second(builder, row));
	row.state = T("on");
	row.site = T("");
	builder = sample_begin(OUTBOUND_ROUTE + 1);
	sample_accepted(builder, second(builder, row));
}

static void a_route_that_is_off_stands_in_nobodys_way(void **state)
{
	siptrunk_outbound_route_row_t row = sample_route;
	siptrunk_builder_t *builder = sample_begin(OUTBOUND_ROUTE);

	(void)state;
	row.state = T("off");
	assert_int_equal(
			siptrunk_builder_add_outbound_route(builder, &row), SIPTRUNK_OK);
	row.name = T("to_others");
	row.state = T("on");
	sample_accepted(builder, second(builder, row));
}

static void what_is_kept(void **state)
{
	siptrunk_config_t *config = sample_finish(sample_begin(OUTBOUND_ROUTE + 1));
	const siptrunk_route_t *route = config->routes;

	(void)state;
	assert_int_equal(config->route_count, 1);
	assert_int_equal(route->row, 21);
	unit_assert_text(route->name, "to_sales");
	assert_ptr_equal(route->site, &config->sites[0]);
	assert_int_equal(route->classification_count, 1);
	unit_assert_text(route->classifications[0], "sales");
	assert_int_equal(route->trunk_count, 2);
	assert_ptr_equal(
			route->trunks[0], siptrunk_config_trunk(config, T("agents")));
	assert_ptr_equal(
			route->trunks[1], siptrunk_config_trunk(config, T("genesys")));
	assert_true(route->on);
	assert_false(route->random);
	unit_assert_text(route->description, "whoever sells");
	sample_end(config);
}

static void of_a_random_route_that_is_off(void **state)
{
	siptrunk_outbound_route_row_t row = sample_route;
	siptrunk_builder_t *builder = sample_begin(OUTBOUND_ROUTE);
	siptrunk_config_t *config;

	(void)state;
	row.distribution = T("random");
	row.state = T("off");
	row.site = T("");
	assert_int_equal(
			siptrunk_builder_add_outbound_route(builder, &row), SIPTRUNK_OK);
	config = sample_finish(builder);
	assert_true(config->routes[0].random);
	assert_false(config->routes[0].on);
	assert_null(config->routes[0].site);
	sample_end(config);
}

static void routes_are_in_the_order_of_their_rows(void **state)
{
	siptrunk_outbound_route_row_t row = sample_route;
	siptrunk_builder_t *builder = sample_begin(OUTBOUND_ROUTE + 1);
	siptrunk_config_t *config;

	(void)state;
	row.id = 7;
	row.name = T("first");
	row.state = T("off");
	assert_int_equal(
			siptrunk_builder_add_outbound_route(builder, &row), SIPTRUNK_OK);
	config = sample_finish(builder);
	assert_int_equal(config->routes[0].row, 7);
	assert_int_equal(config->routes[1].row, 21);
	sample_end(config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(columns),
			cmocka_unit_test(classifications),
			cmocka_unit_test(no_route_takes_an_emergency_call_anywhere),
			cmocka_unit_test(trunks),
			cmocka_unit_test(which_route_a_call_takes_is_certain),
			cmocka_unit_test(a_route_that_is_off_stands_in_nobodys_way),
			cmocka_unit_test(what_is_kept),
			cmocka_unit_test(of_a_random_route_that_is_off),
			cmocka_unit_test(routes_are_in_the_order_of_their_rows),
	};

	return cmocka_run_group_tests_name("rows_route", tests, NULL, NULL);
}
