/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_header_rule.c. */
#include "siptrunk_header_rule.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

#define TO SIPTRUNK_HEADER_TO
#define FROM SIPTRUNK_HEADER_FROM

/** A rule; new_name "": passes, "-": drops, else what it renames to. */
static siptrunk_header_rule_t rule(siptrunk_header_direction_t direction,
		const char *header, const char *new_name)
{
	siptrunk_header_rule_t made = {direction, siptrunk_text(header),
			SIPTRUNK_HEADER_RENAME, siptrunk_text(new_name)};

	if(strcmp(new_name, "") == 0)
		made.action = SIPTRUNK_HEADER_PASS;
	else if(strcmp(new_name, "-") == 0)
		made.action = SIPTRUNK_HEADER_DROP;
	return made;
}

#define RULES(...)                                                             \
	{                                                                          \
		(const siptrunk_header_rule_t[]){__VA_ARGS__},                         \
				sizeof((const siptrunk_header_rule_t[]){__VA_ARGS__})          \
						/ sizeof(siptrunk_header_rule_t)                       \
	}

static siptrunk_header_filter_t roomy(void)
{
	return (siptrunk_header_filter_t){.most = 20, .longest = 1024};
}

/** What becomes of a header of 40 bytes: its name as it is sent, or "-". */
static void becomes(siptrunk_header_filter_t *filter, const char *name,
		const char *expected)
{
	siptrunk_text_t sent = unit_slice(name);
	siptrunk_header_verdict_t verdict =
			siptrunk_header_filter_next(filter, &sent, 40);

	if(verdict == SIPTRUNK_HEADER_DROPPED)
		sent = T("-");
	else if(verdict == SIPTRUNK_HEADER_EXCESSIVE)
		sent = T("!");
	assert_int_equal(verdict == SIPTRUNK_HEADER_RENAMED,
			strcmp(name, expected) != 0 && expected[0] != '-'
					&& expected[0] != '!');
	unit_assert_text(sent, expected);
	unit_slices_free();
}

static void without_rules_all_pass(void **state)
{
	siptrunk_header_filter_t filter = roomy();

	(void)state;
	becomes(&filter, "X-Foo", "X-Foo");
	becomes(&filter, "x-inin-cnv", "x-inin-cnv");
	becomes(&filter, "User-to-User", "User-to-User");
	becomes(&filter, "Via", "Via");
	becomes(&filter, "User-Agent", "User-Agent");
	becomes(&filter, "P-Asserted-Identity", "P-Asserted-Identity");
	becomes(&filter, "", "");
	assert_int_equal(filter.kept, 3);
}

static void the_closest_rule_decides(void **state)
{
	siptrunk_header_filter_t filter = roomy();

	(void)state;
	filter.receiver = (siptrunk_header_rules_t)RULES(rule(TO, "X-*", "-"),
			rule(TO, "X-Genesys-*", ""), rule(TO, "X-Genesys-Key", "-"),
			rule(TO, "x-call", "X-Id"), rule(TO, "X-Call", "-"),
			rule(TO, "X-Genesys-Ke*", ""), rule(TO, "X-Q*", ""),
			rule(TO, "X-Q", "-"));
	becomes(&filter, "X-Foo", "-");
	becomes(&filter, "x-foo", "-");
	becomes(&filter, "X-", "-");
	becomes(&filter, "X-GENESYS-Id", "X-GENESYS-Id");
	becomes(&filter, "X-Genesys-Key", "-");
	becomes(&filter, "X-Genesys-Keys", "X-Genesys-Keys");
	becomes(&filter, "X-Call", "X-Id");
	becomes(&filter, "X-Q", "-");
	becomes(&filter, "X-Q1", "X-Q1");
	becomes(&filter, "X", "X");
	becomes(&filter, "Y-Foo", "Y-Foo");
}

static void each_direction_has_its_rules(void **state)
{
	siptrunk_header_filter_t filter = roomy();
	const siptrunk_header_rules_t rules = RULES(
			rule(FROM, "X-In", "-"), rule(TO, "X-Out", "-"));

	(void)state;
	filter.sender = rules;
	becomes(&filter, "X-In", "-");
	becomes(&filter, "X-Out", "X-Out");
	filter.sender = (siptrunk_header_rules_t){NULL, 0};
	filter.receiver = rules;
	becomes(&filter, "X-In", "X-In");
	becomes(&filter, "X-Out", "-");
}

static void the_receiver_is_asked_for_the_new_name(void **state)
{
	siptrunk_header_filter_t filter = roomy();

	(void)state;
	filter.sender = (siptrunk_header_rules_t)RULES(
			rule(FROM, "X-A", "X-B"), rule(FROM, "X-K", "X-L"));
	filter.receiver = (siptrunk_header_rules_t)RULES(
			rule(TO, "X-A", "-"), rule(TO, "X-B", "X-C"), rule(TO, "X-L", "-"));
	becomes(&filter, "X-A", "X-C");
	becomes(&filter, "X-K", "-");
}

static void an_agent_sees_nothing_internal(void **state)
{
	static const char *const names[] = {"User-Agent", "SERVER", "Warning",
			"History-Info", "diversion", "Geolocation", "P-Charging-Vector"};
	siptrunk_header_filter_t filter = roomy();
	size_t i;

	(void)state;
	filter.outside = true;
	for(i = 0; i < COUNT(names); i++)
		becomes(&filter, names[i], "-");
	becomes(&filter, "P-Asserted-Identity", "P-Asserted-Identity");
	becomes(&filter, "X-Foo", "X-Foo");
	/* unless a rule says so */
	filter.receiver = (siptrunk_header_rules_t)RULES(
			rule(TO, "Diversion", ""), rule(TO, "History-Info", "X-History"));
	becomes(&filter, "Diversion", "Diversion");
	becomes(&filter, "History-Info", "X-History");
	becomes(&filter, "Call-Info", "-");
	/* and nothing becomes so by another's */
	filter.sender = (siptrunk_header_rules_t)RULES(
			rule(FROM, "X-Made-By", "User-Agent"));
	becomes(&filter, "X-Made-By", "-");
}

static void a_user_is_hidden(void **state)
{
	static const char *const names[] = {"P-Asserted-Identity",
			"p-preferred-identity", "Remote-Party-ID", "Referred-By", "b",
			"Identity", "y", "Subject", "s", "Reply-To"};
	siptrunk_header_filter_t filter = roomy();
	size_t i;

	(void)state;
	filter.hidden = true;
	filter.receiver = (siptrunk_header_rules_t)RULES(rule(TO, "Reply-To", ""));
	for(i = 0; i < COUNT(names); i++)
		becomes(&filter, names[i], "-");
	becomes(&filter, "From", "From");
	becomes(&filter, "X-Foo", "X-Foo");
}

static void there_is_a_limit_to_their_number(void **state)
{
	siptrunk_header_filter_t filter = roomy();

	(void)state;
	filter.most = 3;
	filter.receiver = (siptrunk_header_rules_t)RULES(
			rule(TO, "X-Drop", "-"), rule(TO, "Diversion", ""));
	becomes(&filter, "X-1", "X-1");
	becomes(&filter, "X-Drop", "-");
	becomes(&filter, "User-to-User", "User-to-User");
	becomes(&filter, "Diversion", "Diversion");
	becomes(&filter, "X-2", "!");
	becomes(&filter, "Diversion", "!");
	becomes(&filter, "Allow", "Allow");
}

static siptrunk_header_verdict_t of_length(
		siptrunk_header_filter_t *filter, const char *name, size_t line)
{
	siptrunk_text_t sent = siptrunk_text(name);

	return siptrunk_header_filter_next(filter, &sent, line);
}

static void there_is_a_limit_to_their_size(void **state)
{
	siptrunk_header_filter_t filter = roomy();

	(void)state;
	filter.longest = 100;
	filter.receiver = (siptrunk_header_rules_t)RULES(rule(TO, "X-A", "X-ABC"));
	assert_int_equal(of_length(&filter, "X-1", 100), SIPTRUNK_HEADER_KEPT);
	assert_int_equal(
			of_length(&filter, "X-1", 101), SIPTRUNK_HEADER_EXCESSIVE);
	assert_int_equal(of_length(&filter, "Allow", 101), SIPTRUNK_HEADER_KEPT);
	/* of the line that is sent */
	assert_int_equal(of_length(&filter, "X-A", 98), SIPTRUNK_HEADER_RENAMED);
	assert_int_equal(of_length(&filter, "X-A", 99), SIPTRUNK_HEADER_EXCESSIVE);
	assert_int_equal(filter.kept, 2);
}

static void words(void **state)
{
	siptrunk_header_direction_t direction;
	siptrunk_header_action_t action;

	(void)state;
	assert_true(siptrunk_header_direction_parse(T("to"), &direction));
	unit_assert_text(siptrunk_header_direction_name(direction), "to");
	assert_true(siptrunk_header_direction_parse(T("from"), &direction));
	unit_assert_text(siptrunk_header_direction_name(direction), "from");
	assert_false(siptrunk_header_direction_parse(T(""), &direction));
	assert_true(siptrunk_header_action_parse(T("rename"), &action));
	unit_assert_text(siptrunk_header_action_name(action), "rename");
	assert_false(siptrunk_header_action_parse(T("Drop"), &action));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(without_rules_all_pass),
			cmocka_unit_test(the_closest_rule_decides),
			cmocka_unit_test(each_direction_has_its_rules),
			cmocka_unit_test(the_receiver_is_asked_for_the_new_name),
			cmocka_unit_test(an_agent_sees_nothing_internal),
			cmocka_unit_test(a_user_is_hidden),
			cmocka_unit_test(there_is_a_limit_to_their_number),
			cmocka_unit_test(there_is_a_limit_to_their_size),
			cmocka_unit_test(words),
	};

	return cmocka_run_group_tests_name("header_rule", tests, NULL, NULL);
}
