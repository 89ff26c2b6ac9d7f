/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_notify_text.c. */
#include "siptrunk_notify_text.h"
#include "unit.h"

#include <string.h>

#define ID "0123456789abcdef0123456789abcdef"

static const siptrunk_emergency_entry_t call = {.id = ID,
		.received = 1795287600123,
		.call_id = "1-2@192.0.2.10",
		.number = "911",
		.identity = "alice@example.com",
		.extension = "2001",
		.site = "chicago",
		.caller = "+13125550101",
		.gateway = "sip1.redsky.lab"};

static void says(siptrunk_notify_kind_t kind,
		const siptrunk_emergency_entry_t *entry, const char *expected)
{
	char text[SIPTRUNK_NOTIFY_TEXT_MAX];

	unit_assert_text(
			siptrunk_notify_text(kind, entry, unit_slice("edge-1"), text),
			expected);
	unit_slices_free();
}

static void a_call_as_json(void **state)
{
	(void)state;
	says(SIPTRUNK_NOTIFY_HTTP, &call,
			"{\"id\":\"" ID "\",\"event\":\"emergency_call\",\"test\":false,"
			"\"time\":\"2026-11-21T19:00:00Z\",\"site\":\"chicago\","
			"\"number\":\"911\",\"caller\":\"+13125550101\","
			"\"identity\":\"alice@example.com\",\"extension\":\"2001\","
			"\"gateway\":\"sip1.redsky.lab\",\"call_id\":\"1-2@192.0.2.10\","
			"\"edge\":\"edge-1\"}");
}

static void a_call_as_a_line(void **state)
{
	(void)state;
	says(SIPTRUNK_NOTIFY_SIP, &call,
			"EMERGENCY CALL: alice@example.com dialled 911. Site: chicago. "
			"Extension: 2001. Call back: +13125550101. Time: "
			"2026-11-21T19:00:00Z. Id: " ID);
}

static void a_test_says_so(void **state)
{
	siptrunk_emergency_entry_t test = call;
	char text[SIPTRUNK_NOTIFY_TEXT_MAX];

	(void)state;
	test.test = 1;
	strcpy(test.number, "933");
	says(SIPTRUNK_NOTIFY_SIP, &test,
			"Test of emergency calls: alice@example.com dialled 933. Site: "
			"chicago. Extension: 2001. Call back: +13125550101. Time: "
			"2026-11-21T19:00:00Z. Id: " ID);
	siptrunk_notify_text(SIPTRUNK_NOTIFY_HTTP, &test, T("e"), text);
	assert_non_null(strstr(text, "\"test\":true"));
}

static void what_is_not_known(void **state)
{
	const siptrunk_emergency_entry_t early = {
			.id = ID, .received = 1795287600000, .number = "911"};

	(void)state;
	says(SIPTRUNK_NOTIFY_SIP, &early,
			"EMERGENCY CALL: unknown dialled 911. Site: unknown. Extension: "
			"unknown. Call back: unknown. Time: 2026-11-21T19:00:00Z. Id: " ID);
}

/** Every text as long as it may be, and each character escaped. */
static void the_longest_fits(void **state)
{
	siptrunk_emergency_entry_t entry;
	char text[SIPTRUNK_NOTIFY_TEXT_MAX];

	(void)state;
	memset(&entry, '"', sizeof(entry));
	entry.received = 0;
	entry.id[sizeof(entry.id) - 1] = '\0';
	entry.site[sizeof(entry.site) - 1] = '\0';
	entry.number[sizeof(entry.number) - 1] = '\0';
	entry.caller[sizeof(entry.caller) - 1] = '\0';
	entry.identity[sizeof(entry.identity) - 1] = '\0';
	entry.extension[sizeof(entry.extension) - 1] = '\0';
	entry.gateway[sizeof(entry.gateway) - 1] = '\0';
	entry.call_id[sizeof(entry.call_id) - 1] = '\0';
	assert_int_not_equal(siptrunk_notify_text(SIPTRUNK_NOTIFY_HTTP, &entry,
								 T("edge"), text)
								 .len,
			0);
	assert_true(siptrunk_notify_text(SIPTRUNK_NOTIFY_SIP, &entry, T(""), text)
						.len
				< sizeof(text));
}

static void names_of_files(void **state)
{
	siptrunk_notice_name_t name = {ID, 7, SIPTRUNK_NOTIFY_HTTP}, parsed;
	char file[SIPTRUNK_NOTICE_FILE_MAX];

	(void)state;
	assert_string_equal(
			siptrunk_notice_name_format(&name, file), ID "-7.json");
	assert_true(siptrunk_notice_name_parse(unit_slice(file), &parsed));
	assert_string_equal(parsed.id, ID);
	assert_int_equal(parsed.row, 7);
	assert_int_equal(parsed.kind, SIPTRUNK_NOTIFY_HTTP);
	assert_true(siptrunk_notice_name_parse(
			unit_slice(ID "-2147483647.txt"), &parsed));
	assert_int_equal(parsed.kind, SIPTRUNK_NOTIFY_SIP);
	assert_string_equal(siptrunk_notice_name_format(&parsed, file),
			ID "-2147483647.txt");
	unit_slices_free();
}

static void no_names_of_files(void **state)
{
	static const char *const files[] = {"", ID, ID "-7", ID "-7.", ID "-.json",
			ID "-7.xml", ID "-07.json", ID "--7.json", ID "-7.json.old",
			"0123456789abcdef0123456789abcde-7.json", ID "0-7.json",
			"g123456789abcdef0123456789abcdef-7.json", "notify-7.json"};
	siptrunk_notice_name_t name;
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(files); i++) {
		if(siptrunk_notice_name_parse(unit_slice(files[i]), &name))
			fail_msg("'%s' was taken", files[i]);
	}
	unit_slices_free();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(a_call_as_json),
			cmocka_unit_test(a_call_as_a_line),
			cmocka_unit_test(a_test_says_so),
			cmocka_unit_test(what_is_not_known),
			cmocka_unit_test(the_longest_fits),
			cmocka_unit_test(names_of_files),
			cmocka_unit_test(no_names_of_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
