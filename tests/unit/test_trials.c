/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * siptrunk_trials.c: which addresses a trunk has, and in which order they are
 * tried.
 */
#include "siptrunk_trials.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

/* --- the walk --- */

static siptrunk_address_t address(const char *text)
{
	siptrunk_address_t parsed;

	assert_true(siptrunk_address_parse(siptrunk_text(text), &parsed));
	return parsed;
}

static siptrunk_learned_t learned(
		siptrunk_origin_t origin, const char *host, const char *text)
{
	return (siptrunk_learned_t){.origin = origin,
			.host = siptrunk_text(host),
			.prefix = {.address = address(text), .length = 32}};
}

/** "ROW:ADDRESS " of each. */
static const char *walked(
		const siptrunk_trunk_t *trunk, const siptrunk_overlay_t *overlay)
{
	static char text[200];
	char place[SIPTRUNK_PREFIX_TEXT_MAX];
	siptrunk_walk_t walk;
	size_t len = 0;

	text[0] = '\0';
	siptrunk_walk_begin(&walk, trunk, overlay);
	while(siptrunk_walk_next(&walk)) {
		siptrunk_address_format(&walk.address, place);
		len += (size_t)snprintf(text + len, sizeof(text) - len, "%d:%s ",
				walk.gateway->row, place);
	}
	assert_false(siptrunk_walk_next(&walk));
	return text;
}

static void a_name_stands_for_what_was_learned(void **state)
{
	const siptrunk_learned_t items[] = {
			learned(SIPTRUNK_ORIGIN_HOST, "a.lab", "10.0.0.1"),
			learned(SIPTRUNK_ORIGIN_HOST, "b.lab", "10.0.0.2"),
			learned(SIPTRUNK_ORIGIN_TEMPORARY, "a.lab", "10.0.0.3"),
			learned(SIPTRUNK_ORIGIN_HOST, "a.lab", "10.0.0.4")};
	const siptrunk_overlay_t overlay = {.items = items, .count = COUNT(items)};
	const siptrunk_gateway_t gateways[] = {
			{.row = 1, .host = T("never.lab")}, {.row = 2, .host = T("a.lab")},
			{.row = 3, .host = T("10.9.9.9"), .address = address("10.9.9.9")},
			{.row = 4, .host = T("a.lab")}, {.row = 5, .host = T("never.lab")}};
	const siptrunk_trunk_t trunk = {
			.gateway_list = gateways, .gateway_count = COUNT(gateways)};

	(void)state;
	assert_string_equal(walked(&trunk, &overlay),
			"2:10.0.0.1 2:10.0.0.4 3:10.9.9.9 4:10.0.0.1 4:10.0.0.4 ");
}

static void one_gateway_is_walked_alone(void **state)
{
	const siptrunk_learned_t items[] = {
			learned(SIPTRUNK_ORIGIN_HOST, "a.lab", "10.0.0.1"),
			learned(SIPTRUNK_ORIGIN_HOST, "a.lab", "10.0.0.4")};
	const siptrunk_overlay_t overlay = {.items = items, .count = COUNT(items)};
	const siptrunk_gateway_t gateways[] = {{.row = 1, .host = T("a.lab")},
			{.row = 2, .host = T("10.9.9.9"), .address = address("10.9.9.9")}};
	siptrunk_walk_t walk;

	(void)state;
	siptrunk_walk_begin_at(&walk, &gateways[0], &overlay);
	assert_true(siptrunk_walk_next(&walk));
	assert_true(siptrunk_walk_next(&walk));
	assert_int_equal(walk.gateway->row, 1);
	assert_false(siptrunk_walk_next(&walk));
	siptrunk_walk_begin_at(&walk, &gateways[1], &overlay);
	assert_true(siptrunk_walk_next(&walk));
	assert_int_equal(walk.gateway->row, 2);
	assert_false(siptrunk_walk_next(&walk));
}

static void a_trunk_may_have_none(void **state)
{
	const siptrunk_overlay_t overlay = {.count = 0};
	const siptrunk_trunk_t trunk = {.gateway_count = 0};

	(void)state;
	assert_string_equal(walked(&trunk, &overlay), "");
}

/* --- the order --- */

#define MOST 8

/** One for each letter: upper case is up, lower case down; then the doubts. */
static const char *ordered(
		const char *letters, const char *doubts, siptrunk_order_t order,
		uint64_t seed)
{
	static char text[MOST + 1];
	siptrunk_gateway_t gateways[MOST];
	siptrunk_trial_t trials[MOST];
	size_t count = strlen(letters), i;

	memset(gateways, 0, sizeof(gateways));
	memset(trials, 0, sizeof(trials));
	for(i = 0; i < count; i++) {
		gateways[i].row = letters[i];
		trials[i].gateway = &gateways[i];
		trials[i].down = letters[i] >= 'a';
		trials[i].doubt = (siptrunk_doubt_t)(doubts[i] - '0');
	}
	siptrunk_trials_order(trials, count, order, seed);
	for(i = 0; i < count; i++)
		text[i] = (char)trials[i].gateway->row;
	text[count] = '\0';
	return text;
}

#define LISTED(letters, doubts) \
	ordered(letters, doubts, SIPTRUNK_ORDER_LISTED, 0)

static void sequential(void **state)
{
	(void)state;
	assert_string_equal(LISTED("", ""), "");
	assert_string_equal(LISTED("ABC", "000"), "ABC");
	assert_string_equal(LISTED("aBcD", "0000"), "BDac");
	assert_string_equal(LISTED("ABCD", "1020"), "BDAC");
	assert_string_equal(LISTED("aBcD", "2110"), "DBca");
	assert_string_equal(LISTED("abAB", "1010"), "BbAa");
}

static void random_keeps_what_matters_more(void **state)
{
	uint64_t seed;

	(void)state;
	for(seed = 0; seed < 50; seed++) {
		const char *order = ordered(
				"aBcDEf", "001010", SIPTRUNK_ORDER_RANDOM, seed);

		assert_true(strncmp(order, "BD", 2) == 0
					|| strncmp(order, "DB", 2) == 0);
		assert_true(strcmp(order + 2, "afEc") == 0
					|| strcmp(order + 2, "faEc") == 0);
	}
}

/** Each gateway is first about as often as another, whatever the number of its
 *  addresses. */
static void random_is_fair(void **state)
{
	const unsigned lots = 4000;
	siptrunk_gateway_t gateways[] = {{.row = 1}, {.row = 2}, {.row = 3}};
	unsigned first[4] = {0};
	siptrunk_trial_t trials[5];
	uint64_t seed;
	size_t i;

	(void)state;
	for(seed = 0; seed < lots; seed++) {
		memset(trials, 0, sizeof(trials));
		for(i = 0; i < COUNT(trials); i++) /* three addresses of the first */
			trials[i].gateway = &gateways[i < 3 ? 0 : i - 2];
		siptrunk_trials_order(
				trials, COUNT(trials), SIPTRUNK_ORDER_RANDOM, seed);
		first[trials[0].gateway->row]++;
	}
	for(i = 1; i <= 3; i++)
		assert_in_range(first[i], lots / 3 - 200, lots / 3 + 200);
}

/* --- weights --- */

#define SEEDS 20000

/** Gateways as they are listed; of the one at `many` there are three
 *  addresses. */
typedef struct weighed
{
	int priority;
	uint16_t weight;
} weighed_t;

/** How often of SEEDS the gateway at index `of` came at each place. */
static void count_places(const weighed_t *given, size_t count, size_t many,
		size_t of, unsigned places[MOST])
{
	siptrunk_gateway_t gateways[MOST];
	siptrunk_trial_t trials[MOST];
	uint64_t seed;
	size_t i, n;

	memset(places, 0, MOST * sizeof(places[0]));
	memset(gateways, 0, sizeof(gateways));
	for(i = 0; i < count; i++)
		gateways[i] = (siptrunk_gateway_t){.row = (int)i + 1,
				.priority = given[i].priority,
				.weight = given[i].weight};
	for(seed = 0; seed < SEEDS; seed++) {
		memset(trials, 0, sizeof(trials));
		for(i = 0, n = 0; i < count; i++) {
			size_t addresses = i == many ? 3 : 1;

			while(addresses-- > 0)
				trials[n++].gateway = &gateways[i];
		}
		siptrunk_trials_order(trials, n, SIPTRUNK_ORDER_WEIGHED, seed);
		for(i = 0; i < n && trials[i].gateway != &gateways[of]; i++)
			;
		places[i]++;
	}
}

/** Within four standard deviations of a share of SEEDS (at most 71). */
static void assert_share(unsigned found, double share)
{
	double expected = SEEDS * share;

	assert_true(found > expected - 4 * 71 && found < expected + 4 * 71);
}

/** RFC 2782: a gateway is first as often as its part of the weights. */
static void weights_are_shares(void **state)
{
	static const weighed_t given[] = {{0, 60}, {0, 30}, {0, 10}};
	unsigned places[MOST];
	size_t many;

	(void)state;
	for(many = 0; many <= COUNT(given); many++) {
		count_places(given, COUNT(given), many, 0, places);
		assert_share(places[0], 0.6);
		count_places(given, COUNT(given), many, 1, places);
		assert_share(places[0], 0.3);
		count_places(given, COUNT(given), many, 2, places);
		assert_share(places[0], 0.1);
	}
	/* and then as often second as its part of those that are left */
	count_places(given, COUNT(given), MOST, 2, places);
	assert_share(places[1], 0.6 * 0.25 + 0.3 * (1.0 / 7));
}

/** However small they are. */
static void equal_weights_are_equal_shares(void **state)
{
	static const weighed_t given[] = {{0, 1}, {0, 1}};
	unsigned places[MOST];

	(void)state;
	count_places(given, COUNT(given), MOST, 0, places);
	assert_share(places[0], 0.5);
	assert_share(places[1], 0.5);
}

static void weight_0_has_a_small_chance(void **state)
{
	static const weighed_t given[] = {{0, 99}, {0, 0}};
	unsigned places[MOST];

	(void)state;
	count_places(given, COUNT(given), MOST, 1, places);
	assert_share(places[0], 0.01);
	assert_true(places[0] > 0);
	assert_int_equal(places[0] + places[1], SEEDS);
}

static void a_priority_goes_before_any_weight(void **state)
{
	static const weighed_t given[] = {{9, 0}, {9, 1}, {5, 65535}, {-1, 65535}};
	unsigned places[MOST];

	(void)state;
	count_places(given, COUNT(given), MOST, 2, places);
	assert_int_equal(places[2], SEEDS);
	count_places(given, COUNT(given), MOST, 3, places);
	assert_int_equal(places[3], SEEDS);
}

static void without_weights_they_stay_as_they_are_listed(void **state)
{
	static const weighed_t given[] = {{9, 0}, {9, 0}, {9, 0}, {5, 0}};
	unsigned places[MOST];
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(given); i++) {
		count_places(given, COUNT(given), MOST, i, places);
		assert_int_equal(places[i], SEEDS);
	}
}

static void doubts_and_health_matter_more_than_weights(void **state)
{
	uint64_t seed;

	(void)state;
	for(seed = 0; seed < 50; seed++)
		assert_string_equal(
				ordered("aBcD", "2110", SIPTRUNK_ORDER_WEIGHED, seed), "DBca");
}

/* --- the second trial --- */

static void who_is_tried_again(void **state)
{
	siptrunk_trial_t trial = {.doubt = SIPTRUNK_DOUBT_NONE};

	(void)state;
	assert_true(siptrunk_trial_deserves_another(
			&trial, SIPTRUNK_DOUBT_TOLERATED));
	assert_false(siptrunk_trial_deserves_another(&trial, SIPTRUNK_DOUBT_NONE));
	assert_false(
			siptrunk_trial_deserves_another(&trial, SIPTRUNK_DOUBT_REFUSED));
	trial.again = true;
	assert_false(siptrunk_trial_deserves_another(
			&trial, SIPTRUNK_DOUBT_TOLERATED));
	trial = (siptrunk_trial_t){.doubt = SIPTRUNK_DOUBT_TOLERATED};
	assert_false(siptrunk_trial_deserves_another(
			&trial, SIPTRUNK_DOUBT_TOLERATED));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(a_name_stands_for_what_was_learned),
			cmocka_unit_test(one_gateway_is_walked_alone),
			cmocka_unit_test(a_trunk_may_have_none),
			cmocka_unit_test(sequential),
			cmocka_unit_test(random_keeps_what_matters_more),
			cmocka_unit_test(random_is_fair),
			cmocka_unit_test(weights_are_shares),
			cmocka_unit_test(equal_weights_are_equal_shares),
			cmocka_unit_test(weight_0_has_a_small_chance),
			cmocka_unit_test(a_priority_goes_before_any_weight),
			cmocka_unit_test(without_weights_they_stay_as_they_are_listed),
			cmocka_unit_test(doubts_and_health_matter_more_than_weights),
			cmocka_unit_test(who_is_tried_again)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
