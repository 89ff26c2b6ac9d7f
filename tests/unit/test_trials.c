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
		const char *letters, const char *doubts, bool random, uint64_t seed)
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
	siptrunk_trials_order(trials, count, random, seed);
	for(i = 0; i < count; i++)
		text[i] = (char)trials[i].gateway->row;
	text[count] = '\0';
	return text;
}

static void sequential(void **state)
{
	(void)state;
	assert_string_equal(ordered("", "", false, 0), "");
	assert_string_equal(ordered("ABC", "000", false, 0), "ABC");
	assert_string_equal(ordered("aBcD", "0000", false, 0), "BDac");
	assert_string_equal(ordered("ABCD", "1020", false, 0), "BDAC");
	assert_string_equal(ordered("aBcD", "2110", false, 0), "DBca");
	assert_string_equal(ordered("abAB", "1010", false, 0), "BbAa");
}

static void random_keeps_what_matters_more(void **state)
{
	uint64_t seed;

	(void)state;
	for(seed = 0; seed < 50; seed++) {
		const char *order = ordered("aBcDEf", "001010", true, seed);

		assert_true(strncmp(order, "BD", 2) == 0 || strncmp(order, "DB", 2) == 0);
		assert_true(strcmp(order + 2, "afEc") == 0
					|| strcmp(order + 2, "faEc") == 0);
	}
}

/** Each gateway is first about as often as another, whatever the number of its
 *  addresses. */
static void random_is_fair(void **state)
{
	enum
	{
		SEEDS = 4000
	};
	siptrunk_gateway_t gateways[] = {{.row = 1}, {.row = 2}, {.row = 3}};
	unsigned first[4] = {0};
	siptrunk_trial_t trials[5];
	uint64_t seed;
	size_t i;

	(void)state;
	for(seed = 0; seed < SEEDS; seed++) {
		memset(trials, 0, sizeof(trials));
		for(i = 0; i < COUNT(trials); i++) /* three addresses of the first */
			trials[i].gateway = &gateways[i < 3 ? 0 : i - 2];
		siptrunk_trials_order(trials, COUNT(trials), true, seed);
		first[trials[0].gateway->row]++;
	}
	for(i = 1; i <= 3; i++)
		assert_in_range(first[i], SEEDS / 3 - 200, SEEDS / 3 + 200);
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
			cmocka_unit_test(a_trunk_may_have_none),
			cmocka_unit_test(sequential),
			cmocka_unit_test(random_keeps_what_matters_more),
			cmocka_unit_test(random_is_fair),
			cmocka_unit_test(who_is_tried_again)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
