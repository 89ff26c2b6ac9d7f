/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_uri.c. */
#include "siptrunk_uri.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

static void parses_what_identities_look_like(void **state)
{
	static const struct
	{
		const char *text, *scheme, *user, *host;
	} cases[] = {
			{"sip:alice@example.com", "sip", "alice", "example.com"},
			{"SIPS:alice@Example.com:5061", "SIPS", "alice", "Example.com"},
			{"sip:alice:secret@example.com", "sip", "alice", "example.com"},
			{"sip:alice@example.com;transport=tcp?X=y", "sip", "alice",
					"example.com"},
			{"sip:911;phone-context=+1@example.com;user=phone", "sip", "911",
					"example.com"},
			{"sip:example.com", "sip", "", "example.com"},
			{"sip:example.com:5060;lr", "sip", "", "example.com"},
			{"sip:a@[2001:db8::1]:5060", "sip", "a", "2001:db8::1"},
			{"sip:a@[2001:db8::1]", "sip", "a", "2001:db8::1"},
			{"sip:[::1]", "sip", "", "::1"},
			{"sip:alice%40corp.com@example.com", "sip", "alice%40corp.com",
					"example.com"},
			{"tel:+1-312-555-0101;ext=3", "tel", "+1-312-555-0101", ""},
			{"tel:911;phone-context=example.com", "tel", "911", ""},
			{"urn:service:sos.fire", "urn", "service:sos.fire", ""},
			{"alice@example.com", "", "alice", "example.com"},
			{"alice@example.com:5060", "", "alice", "example.com"},
			{"911", "", "911", ""},
			{"(911)", "", "(911)", ""},
			{"9 1 1", "", "9 1 1", ""},
			{"+13125550101;npdi", "", "+13125550101", ""},
	};
	siptrunk_uri_t uri;
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(cases); i++) {
		if(!siptrunk_uri_parse(unit_slice(cases[i].text), &uri))
			fail_msg("refused: %s", cases[i].text);
		unit_assert_text(uri.scheme, cases[i].scheme);
		unit_assert_text(uri.user, cases[i].user);
		unit_assert_text(uri.host, cases[i].host);
	}
	unit_slices_free();
}

static void refuses_what_is_no_identity(void **state)
{
	static const char *const texts[] = {"",
			"sip:", "sips:", "tel:", "urn:", "sip:@example.com", "sip:alice@",
			"sip:a@b@c", "a@b@c", "http://example.com",
			"mailto:alice@example.com", "example.com:5060", "@example.com",
			"alice@", "tel:;x=y", ";x", "sip:;x@example.com",
			"sip::pw@example.com", "<sip:alice@example.com>",
			"\"Alice\" <sip:a@b>", "sip:a@b>", "sip:a\r\n@b", "911\n",
			"sip:a@b:port", "sip:a@b:", "sip:a@b:123456", "sip:a@[::1",
			"sip:a@[]", "sip:a@[::1]x", "sip:a@[g]", "sip:a@b c",
			"sip:a@[::1]:x", "sip:a@b%41", "sip:a@b,c", "sip:a\"b@c",
			"sip:a<b@c", "tel:911>"};
	siptrunk_uri_t uri;
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(texts); i++) {
		if(siptrunk_uri_parse(unit_slice(texts[i]), &uri))
			fail_msg("accepted: %s", texts[i]);
	}
	assert_false(siptrunk_uri_parse((siptrunk_text_t){NULL, 0}, &uri));
	assert_false(siptrunk_uri_parse(T("sip:a\0@b"), &uri));
	unit_slices_free();
}

typedef bool (*predicate_f)(siptrunk_text_t text);

static void assert_each(predicate_f predicate, bool expected,
		const char *const *texts, size_t count)
{
	size_t i;

	for(i = 0; i < count; i++) {
		if(predicate(unit_slice(texts[i])) != expected)
			fail_msg("%s: '%s'", expected ? "refused" : "accepted", texts[i]);
	}
	unit_slices_free();
}

static void e164_is_plus_and_2_to_15_digits(void **state)
{
	static const char *const good[] = {
			"+12", "+13125550101", "+123456789012345"};
	static const char *const bad[] = {"", "+", "+1", "13125550101",
			"+1234567890123456", "+0123456", "+1312555010x", "+1 312", "++1312",
			"+1-312-555-0101", "1+3125550101"};

	(void)state;
	assert_each(siptrunk_uri_is_e164, true, good, COUNT(good));
	assert_each(siptrunk_uri_is_e164, false, bad, COUNT(bad));
}

static void e164_of_a_uri_has_its_escapes_undone(void **state)
{
	static const char *const with[] = {"+13125550177",
			"sip:+13125550177@192.0.2.10", "sip:%2B13125550177@pbx",
			"tel:+13125550177", "sip:+1312555017%37;x=1@pbx"};
	static const char *const without[] = {"", "13125550177", "sip:2001@pbx",
			"sip:pbx", "sip:+1312555017712345@pbx",
			"sip:%2B%2B13125550177@pbx", "sip:+1312%00@pbx"};
	char number[SIPTRUNK_E164_MAX + 1];
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(with); i++) {
		assert_int_equal(siptrunk_uri_e164(unit_slice(with[i]), number), 12);
		assert_string_equal(number, "+13125550177");
	}
	for(i = 0; i < COUNT(without); i++) {
		assert_int_equal(siptrunk_uri_e164(unit_slice(without[i]), number), 0);
		assert_string_equal(number, "");
	}
	unit_slices_free();
}

static void without_plus_takes_one_off(void **state)
{
	(void)state;
	assert_true(siptrunk_text_equal(
			siptrunk_uri_without_plus(SIPTRUNK_TEXT("++1")),
			SIPTRUNK_TEXT("+1")));
	assert_int_equal(siptrunk_uri_without_plus(SIPTRUNK_TEXT("")).len, 0);
	assert_int_equal(siptrunk_uri_without_plus(SIPTRUNK_TEXT("12")).len, 2);
}

static void extension_is_1_to_15_digits(void **state)
{
	static const char *const good[] = {"0", "2001", "123456789012345"};
	static const char *const bad[] = {
			"", "+2001", "20 01", "2001x", "x2001", "1234567890123456"};

	(void)state;
	assert_each(siptrunk_uri_is_extension, true, good, COUNT(good));
	assert_each(siptrunk_uri_is_extension, false, bad, COUNT(bad));
}

static void email_is_dot_string_at_domain(void **state)
{
	static const char *const good[] = {"a@b", "alice@example.com",
			"alice.b+tag@ex-ample.co.uk", "!#$%&'*+-/=?^_`{|}~@example.com",
			"1@2.3", "a@xn--bcher-kva.example",
			/* 64 characters before the '@' */
			"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
			"@b"};
	static const char *const bad[] = {"", "@", "alice", "alice@", "@b", "a@b@c",
			"a..b@c", ".a@c", "a.@c", "a b@c", "a@b c", "a@b..c", "a@.b",
			"a@b.", "a@-b", "a@b-", "a@b_c", "a\t@b", "a@b\n", "\"a\"@b",
			"a@[1.2.3.4]", "a,b@c", "a;b@c", "<a@b>", "a:b@c", "a@b:5060",
			"\xc3\xa4@b",
			"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
			"@b",
			"a@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
			"a"};

	(void)state;
	assert_each(siptrunk_uri_is_email, true, good, COUNT(good));
	assert_each(siptrunk_uri_is_email, false, bad, COUNT(bad));
	assert_false(siptrunk_uri_is_email(T("a@b\0")));
}

static void escape_leaves_only_the_user_grammar(void **state)
{
	static const char user[] = "abcXYZ019-_.!~*'()&=+$,;?/";
	char escaped[64];

	(void)state;
	assert_int_equal(siptrunk_uri_escape_user(
							 T("alice@example.com"), escaped, sizeof(escaped)),
			19);
	assert_string_equal(escaped, "alice%40example.com");
	assert_int_equal(siptrunk_uri_escape_user(T("%\r\n\0 \"<>[]:#\xff"),
							 escaped, sizeof(escaped)),
			39);
	assert_string_equal(escaped, "%25%0D%0A%00%20%22%3C%3E%5B%5D%3A%23%FF");
	assert_int_equal(
			siptrunk_uri_escape_user(T(user), escaped, sizeof(escaped)),
			strlen(user));
	assert_string_equal(escaped, user);
}

static void escape_fits_exactly_or_not_at_all(void **state)
{
	char escaped[8];

	(void)state;
	assert_int_equal(siptrunk_uri_escape_user(T("ab@"), escaped, 6), 5);
	assert_string_equal(escaped, "ab%40");
	assert_int_equal(siptrunk_uri_escape_user(T("ab@"), escaped, 5), 0);
	assert_int_equal(siptrunk_uri_escape_user(T("ab"), escaped, 3), 2);
	assert_int_equal(siptrunk_uri_escape_user(T("ab"), escaped, 2), 0);
	assert_int_equal(siptrunk_uri_escape_user(T("a"), escaped, 0), 0);
	assert_int_equal(siptrunk_uri_escape_user(T(""), escaped, 1), 0);
	assert_string_equal(escaped, "");
}

static void unescape_undoes_whole_escapes_only(void **state)
{
	static const char *const cases[][2] = {
			{"alice%40example.com", "alice@example.com"}, {"%39%31%31", "911"},
			{"%2b1", "+1"}, {"%2B1", "+1"}, {"%", "%"}, {"%4", "%4"},
			{"%4g", "%4g"}, {"%g4", "%g4"}, {"%%41", "%A"},
			{"%25%34%31", "%41"}, {"%2541", "%41"}, {"a+b", "a+b"},
			/* a NUL would cut the terminated text */
			{"911%00x", "911%00x"}, {"%0a", "\n"}};
	char plain[64];
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(cases); i++) {
		siptrunk_text_t found = {
				plain, siptrunk_uri_unescape(
							   unit_slice(cases[i][0]), plain, sizeof(plain))};

		unit_assert_text(found, cases[i][1]);
		assert_int_equal(plain[found.len], '\0');
	}
	unit_slices_free();
}

static void unescape_fits_exactly_or_not_at_all(void **state)
{
	char plain[4];

	(void)state;
	assert_int_equal(siptrunk_uri_unescape(T("%41bc"), plain, 4), 3);
	assert_string_equal(plain, "Abc");
	assert_int_equal(siptrunk_uri_unescape(T("%41bc"), plain, 3), 0);
	assert_int_equal(siptrunk_uri_unescape(T("a"), plain, 0), 0);
	assert_int_equal(siptrunk_uri_unescape(T(""), plain, 4), 0);
	assert_string_equal(plain, "");
}

static void every_byte_survives_escape_and_unescape(void **state)
{
	char bytes[255], escaped[3 * sizeof(bytes) + 1], plain[sizeof(bytes) + 1];
	siptrunk_text_t text = {escaped, 0};
	size_t i;

	(void)state;
	for(i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)(i + 1);
	text.len = siptrunk_uri_escape_user(
			(siptrunk_text_t){bytes, sizeof(bytes)}, escaped, sizeof(escaped));
	assert_int_equal(
			siptrunk_uri_unescape(text, plain, sizeof(plain)), sizeof(bytes));
	assert_memory_equal(plain, bytes, sizeof(bytes));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(parses_what_identities_look_like),
			cmocka_unit_test(refuses_what_is_no_identity),
			cmocka_unit_test(e164_is_plus_and_2_to_15_digits),
			cmocka_unit_test(e164_of_a_uri_has_its_escapes_undone),
			cmocka_unit_test(without_plus_takes_one_off),
			cmocka_unit_test(extension_is_1_to_15_digits),
			cmocka_unit_test(email_is_dot_string_at_domain),
			cmocka_unit_test(escape_leaves_only_the_user_grammar),
			cmocka_unit_test(escape_fits_exactly_or_not_at_all),
			cmocka_unit_test(unescape_undoes_whole_escapes_only),
			cmocka_unit_test(unescape_fits_exactly_or_not_at_all),
			cmocka_unit_test(every_byte_survives_escape_and_unescape),
	};

	return cmocka_run_group_tests_name("uri", tests, NULL, NULL);
}
