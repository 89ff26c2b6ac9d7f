/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_route.c: which route, and in which order its trunks. */
#include "siptrunk_config.h"
#include "unit.h"

#include <string.h>

static const siptrunk_site_t chicago, boston;
static const siptrunk_trunk_t one, two, three, other;
static const siptrunk_trunk_t *const trunks[] = {&one, &two, &three, &other};
static const siptrunk_text_t classes[] = {
		SIPTRUNK_TEXT("sales"), SIPTRUNK_TEXT("local")};

/** Of a site, for both classes, to the first three trunks. */
static siptrunk_route_t route_of(const siptrunk_site_t *site)
{
	return (siptrunk_route_t){.site = site,
			.classifications = classes,
			.classification_count = 2,
			.trunks = trunks,
			.trunk_count = 3,
			.on = true};
}

static void a_site_goes_before_all_sites(void **state)
{
	const siptrunk_route_t routes[] = {
			route_of(NULL), route_of(&chicago), route_of(NULL)};

	(void)state;
	assert_ptr_equal(siptrunk_route_find(routes, 2, T("local"), &chicago),
			&routes[1]);
	assert_ptr_equal(
			siptrunk_route_find(routes, 2, T("local"), &boston), &routes[0]);
	assert_ptr_equal(
			siptrunk_route_find(routes, 2, T("sales"), NULL), &routes[0]);
	assert_null(siptrunk_route_find(routes, 2, T("none"), &chicago));
	assert_null(siptrunk_route_find(&routes[1], 1, T("sales"), &boston));
	assert_null(siptrunk_route_find(&routes[1], 1, T("sales"), NULL));
	assert_null(siptrunk_route_find(NULL, 0, T("sales"), NULL));
}

static void a_route_that_is_off_is_passed_over(void **state)
{
	siptrunk_route_t routes[] = {route_of(&chicago), route_of(NULL)};

	(void)state;
	routes[0].on = false;
	assert_ptr_equal(siptrunk_route_find(routes, 2, T("sales"), &chicago),
			&routes[1]);
	routes[1].on = false;
	assert_null(siptrunk_route_find(routes, 2, T("sales"), &chicago));
}

static void its_trunks(void **state)
{
	const siptrunk_route_t route = route_of(NULL);

	(void)state;
	assert_true(siptrunk_route_has_trunk(&route, &three));
	assert_false(siptrunk_route_has_trunk(&route, &other));
}

static void one_after_the_other(void **state)
{
	const siptrunk_route_t route = route_of(NULL);
	siptrunk_route_plan_t plan;

	(void)state;
	siptrunk_route_begin(&plan, &route, 4711);
	assert_ptr_equal(siptrunk_route_trunk(&plan), &one);
	assert_ptr_equal(siptrunk_route_next(&plan), &two);
	assert_ptr_equal(siptrunk_route_trunk(&plan), &two);
	assert_ptr_equal(siptrunk_route_next(&plan), &three);
	assert_null(siptrunk_route_next(&plan));
	assert_null(siptrunk_route_next(&plan));
	assert_null(siptrunk_route_trunk(&plan));
}

static void those_that_are_deferred_are_the_last(void **state)
{
	const siptrunk_route_t route = route_of(NULL);
	const bool deferred[] = {true, false, true};
	const bool all[] = {true, true, true};
	siptrunk_route_plan_t plan;

	(void)state;
	siptrunk_route_begin(&plan, &route, 0);
	siptrunk_route_defer(&plan, deferred);
	assert_ptr_equal(siptrunk_route_trunk(&plan), &two);
	assert_ptr_equal(siptrunk_route_next(&plan), &one);
	assert_ptr_equal(siptrunk_route_next(&plan), &three);
	assert_null(siptrunk_route_next(&plan));
	siptrunk_route_begin(&plan, &route, 0);
	siptrunk_route_defer(&plan, all);
	assert_ptr_equal(siptrunk_route_trunk(&plan), &one);
	assert_ptr_equal(siptrunk_route_next(&plan), &two);
}

static void without_a_route_there_is_no_trunk(void **state)
{
	siptrunk_route_plan_t plan = {0};

	(void)state;
	assert_null(siptrunk_route_trunk(&plan));
	assert_null(siptrunk_route_next(&plan));
}

/** Which of the 24 orders of four trunks. */
static unsigned order_of(siptrunk_route_plan_t *plan)
{
	unsigned order = 0;

	for(; siptrunk_route_trunk(plan) != NULL; siptrunk_route_next(plan))
		order = 4 * order + plan->order[plan->at];
	return order;
}

#define ORDERS 24
/** Each order comes as often as any other. */
#define SEEDS (100 * ORDERS)

static void every_random_order_has_the_same_chance(void **state)
{
	unsigned counts[256] = {0}, orders = 0, i;
	siptrunk_route_t route = route_of(NULL);
	siptrunk_route_plan_t plan;

	(void)state;
	route.random = true;
	route.trunk_count = 4;
	for(i = 0; i < SEEDS; i++) {
		siptrunk_route_begin(&plan, &route, i);
		counts[order_of(&plan)]++;
	}
	for(i = 0; i < 256; i++) {
		orders += counts[i] > 0;
		assert_true(counts[i] == 0 || counts[i] == SEEDS / ORDERS);
	}
	assert_int_equal(orders, ORDERS);
}

static void every_trunk_is_tried_once(void **state)
{
	const siptrunk_trunk_t many[SIPTRUNK_ROUTE_TRUNKS_MAX];
	const siptrunk_trunk_t *list[SIPTRUNK_ROUTE_TRUNKS_MAX];
	unsigned seen = 0, i;
	siptrunk_route_t route = route_of(NULL);
	siptrunk_route_plan_t plan;

	(void)state;
	for(i = 0; i < SIPTRUNK_ROUTE_TRUNKS_MAX; i++)
		list[i] = &many[i];
	route.trunks = list;
	route.trunk_count = SIPTRUNK_ROUTE_TRUNKS_MAX;
	route.random = true;
	siptrunk_route_begin(&plan, &route, UINT32_MAX);
	for(i = 0; siptrunk_route_trunk(&plan) != NULL; i++) {
		seen |= 1U << (siptrunk_route_trunk(&plan) - many);
		siptrunk_route_next(&plan);
	}
	assert_int_equal(i, SIPTRUNK_ROUTE_TRUNKS_MAX);
	assert_int_equal(seen, (1U << SIPTRUNK_ROUTE_TRUNKS_MAX) - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(a_site_goes_before_all_sites),
			cmocka_unit_test(a_route_that_is_off_is_passed_over),
			cmocka_unit_test(its_trunks),
			cmocka_unit_test(one_after_the_other),
			cmocka_unit_test(those_that_are_deferred_are_the_last),
			cmocka_unit_test(without_a_route_there_is_no_trunk),
			cmocka_unit_test(every_random_order_has_the_same_chance),
			cmocka_unit_test(every_trunk_is_tried_once),
	};

	return cmocka_run_group_tests_name("route", tests, NULL, NULL);
}
