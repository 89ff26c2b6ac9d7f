/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_line.c. */
#include "siptrunk_line.h"
#include "unit.h"

static void assert_begins(const char *text, const char *line, bool request)
{
	siptrunk_text_t message = unit_slice(text), first;
	bool is_request;

	assert_true(siptrunk_line_begin(&message, &first, &is_request));
	unit_assert_text(first, line);
	assert_int_equal(is_request, request);
	unit_assert_text(message, text + first.len);
	unit_slices_free();
}

static void assert_no_sip(const char *text)
{
	siptrunk_text_t message = unit_slice(text), first;
	bool request;

	assert_false(siptrunk_line_begin(&message, &first, &request));
	unit_assert_text(message, text);
	unit_slices_free();
}

static void the_first_line_tells_what_it_is(void **state)
{
	(void)state;
	assert_begins("BYE sip:a SIP/2.0\r\nTo: b\r\n", "BYE sip:a SIP/2.0\r\n",
			true);
	assert_begins("SIP/2.0 200 OK\r\n\r\n", "SIP/2.0 200 OK\r\n", false);
	assert_begins("SIP/2.0 200 OK\nTo: b\n", "SIP/2.0 200 OK\n", false);
	assert_no_sip("");
	assert_no_sip("\r\n\r\n");
	assert_no_sip("SIP/2.0\r\n");
	assert_no_sip("SIP/2.0x200 OK\r\n");
	assert_no_sip("GET / HTTP/1.1\r\n");
	assert_no_sip("BYE sip:a SIP/3.0\r\n");
	assert_no_sip("BYE sip:aSIP/2.0\r\n");
	assert_no_sip("BYE sip:a SIP/2.0");
}

static void assert_line(siptrunk_text_t *rest, siptrunk_line_kind_t kind,
		const char *all, const char *body)
{
	siptrunk_line_t line;

	assert_true(siptrunk_line_next(rest, &line));
	assert_int_equal(line.kind, kind);
	unit_assert_text(line.all, all);
	unit_assert_text(line.body, body);
}

static void headers_come_one_by_one(void **state)
{
	siptrunk_text_t rest = unit_slice("v : a\r\nVIA:b\nContact: c,\r\n d\r\n"
									  "m:\r\nRecord-route: e\r\nRoute: f\r\n"
									  "junk\r\nRoutes: g\r\n\r\nVia: body");
	siptrunk_line_t line;

	(void)state;
	assert_line(&rest, SIPTRUNK_LINE_VIA, "v : a\r\n", "a");
	assert_line(&rest, SIPTRUNK_LINE_VIA, "VIA:b\n", "b");
	assert_line(&rest, SIPTRUNK_LINE_CONTACT, "Contact: c,\r\n d\r\n",
			"c,\r\n d");
	assert_line(&rest, SIPTRUNK_LINE_CONTACT, "m:\r\n", "");
	assert_line(&rest, SIPTRUNK_LINE_RECORD_ROUTE, "Record-route: e\r\n", "e");
	assert_line(&rest, SIPTRUNK_LINE_ROUTE, "Route: f\r\n", "f");
	assert_line(&rest, SIPTRUNK_LINE_OTHER, "junk\r\n", "");
	assert_line(&rest, SIPTRUNK_LINE_OTHER, "Routes: g\r\n", "g");
	assert_false(siptrunk_line_next(&rest, &line));
	unit_assert_text(rest, "\r\nVia: body");
	unit_slices_free();
}

static void nothing_continues_an_empty_line(void **state)
{
	siptrunk_text_t rest = unit_slice("To: a\r\n\r\n body\r\n");
	siptrunk_line_t line;

	(void)state;
	assert_line(&rest, SIPTRUNK_LINE_OTHER, "To: a\r\n", "a");
	assert_false(siptrunk_line_next(&rest, &line));
	unit_assert_text(rest, "\r\n body\r\n");
	unit_slices_free();
}

static void the_first_of_a_kind_is_found(void **state)
{
	const siptrunk_text_t headers = T("To: a\r\ni: 1\r\nCall-ID: 2\r\n\r\n");

	(void)state;
	unit_assert_text(siptrunk_line_find(headers, SIPTRUNK_LINE_CALL_ID), "1");
	unit_assert_text(siptrunk_line_find(headers, SIPTRUNK_LINE_VIA), "");
}

static void without_an_end_it_is_no_line(void **state)
{
	siptrunk_text_t rest = unit_slice("Via: a");
	siptrunk_line_t line;

	(void)state;
	assert_false(siptrunk_line_next(&rest, &line));
	unit_assert_text(rest, "Via: a");
	unit_slices_free();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(the_first_line_tells_what_it_is),
			cmocka_unit_test(headers_come_one_by_one),
			cmocka_unit_test(nothing_continues_an_empty_line),
			cmocka_unit_test(the_first_of_a_kind_is_found),
			cmocka_unit_test(without_an_end_it_is_no_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
