/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_agent.c. */
#include "siptrunk_agent.h"
#include "unit.h"

#include <string.h>

static bool key_source(const char *text)
{
	siptrunk_key_source_t source;
	bool parsed = siptrunk_key_source_parse(unit_slice(text), &source);

	unit_slices_free();
	return parsed;
}

static void where_a_key_is(void **state)
{
	siptrunk_key_source_t source;

	(void)state;
	assert_true(siptrunk_key_source_parse(T("file:/a b"), &source));
	assert_int_equal(source.kind, SIPTRUNK_KEY_OF_FILE);
	unit_assert_text(source.name, "/a b");
	assert_true(siptrunk_key_source_parse(T("env:KEY_1"), &source));
	assert_int_equal(source.kind, SIPTRUNK_KEY_OF_ENVIRONMENT);
	unit_assert_text(source.name, "KEY_1");
	assert_false(key_source(""));
	assert_false(key_source("file:"));
	assert_false(key_source("file:key"));
	assert_false(key_source("env:"));
	assert_false(key_source("env:A=B"));
	assert_false(key_source("/a"));
	assert_false(key_source("key_0123456789abcdef"));
}

/** What may be the key itself stays out of the log. */
static void a_key_is_not_shown(void **state)
{
	siptrunk_error_t error;

	(void)state;
	assert_false(siptrunk_agent_check_key(T("key_secret"), &error));
	assert_null(strstr(error.text, "secret"));
}

static siptrunk_fallback_t fallback(const char *text)
{
	siptrunk_fallback_t parsed;

	assert_true(siptrunk_fallback_parse(siptrunk_text(text), &parsed));
	return parsed;
}

static bool no_fallback(const char *text)
{
	siptrunk_fallback_t parsed;
	bool refused = !siptrunk_fallback_parse(unit_slice(text), &parsed);

	unit_slices_free();
	return refused;
}

static void fallbacks(void **state)
{
	(void)state;
	assert_int_equal(fallback("trunk").kind, SIPTRUNK_FALLBACK_TRUNK);
	assert_int_equal(fallback("queue:2000").kind, SIPTRUNK_FALLBACK_QUEUE);
	unit_assert_text(fallback("queue:+13125550100").number, "+13125550100");
	assert_int_equal(fallback("503 No Agent").kind, SIPTRUNK_FALLBACK_ANSWER);
	assert_int_equal(fallback("503 No Agent").code, 503);
	unit_assert_text(fallback("503 No Agent").reason, "No Agent");
}

static void no_fallbacks(void **state)
{
	(void)state;
	assert_true(no_fallback(""));
	assert_true(no_fallback("Trunk"));
	assert_true(no_fallback("queue:"));
	assert_true(no_fallback("queue:desk"));
	assert_true(no_fallback("503"));
	assert_true(no_fallback("503 "));
	assert_true(no_fallback("302 Elsewhere"));
	assert_true(no_fallback("700 No"));
	assert_true(no_fallback("503 No\r\nX: 1"));
}

static void agents(void **state)
{
	static const siptrunk_agent_t all[] = {
			{.row = 1, .number = {"", 0}},
			{.row = 2, .number = {"+13125550170", 12}},
			{.row = 3, .number = {"+13125550171", 12}},
	};

	(void)state;
	assert_null(siptrunk_agent_find(NULL, 0, T("+13125550170")));
	assert_int_equal(siptrunk_agent_find(all, 3, T("+13125550170"))->row, 2);
	assert_int_equal(siptrunk_agent_find(all, 3, T("+13125550171"))->row, 3);
	assert_int_equal(siptrunk_agent_find(all, 3, T("+13125550172"))->row, 1);
	assert_null(siptrunk_agent_find(all + 1, 2, T("+13125550172")));
	assert_null(siptrunk_agent_find(all + 1, 2, T("")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(where_a_key_is),
			cmocka_unit_test(a_key_is_not_shown),
			cmocka_unit_test(fallbacks),
			cmocka_unit_test(no_fallbacks),
			cmocka_unit_test(agents),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
