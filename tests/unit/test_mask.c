/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_mask.c. */
#include "siptrunk_mask.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OWN_VIA "SIP/2.0/TLS 203.0.113.10:5061;branch=z9hG4bKe"
#define PBX_VIA "SIP/2.0/UDP 192.0.2.10;branch=z9hG4bKp;rport=5060"
#define PHONE_VIA "SIP/2.0/UDP 10.0.0.5;branch=z9hG4bKq"
#define OWN_ROUTE "<sip:203.0.113.10:5061;transport=tls;r2=on;lr;did=1.2>"
#define OWN_ROUTE_2 "<sip:203.0.113.10;r2=on;lr;did=1.2>"
#define PBX_ROUTE "<sip:192.0.2.10;lr>"
#define PHONE_ROUTE "<sip:10.0.0.5;lr;ftag=a>"
#define PEER_ROUTE "<sip:198.51.100.7;lr>"
#define REST "Call-ID: 1@a\r\nContent-Length: 0\r\n\r\n"

static siptrunk_seal_t seal;

static bool is_own(siptrunk_text_t uri)
{
	return uri.len >= 16 && memcmp(uri.s, "sip:203.0.113.10", 16) == 0;
}

static siptrunk_mask_t mask = {
		&seal, T("203.0.113.10:5061;transport=tls"), is_own};

static int begin(void **state)
{
	const unsigned char key[SIPTRUNK_SEAL_KEY] = "secret";

	(void)state;
	return siptrunk_seal_begin(&seal, key) ? 0 : -1;
}

static int end(void **state)
{
	(void)state;
	siptrunk_seal_end(&seal);
	return 0;
}

typedef size_t (*rewrite_f)(const siptrunk_mask_t *mask,
		siptrunk_text_t message, char out[SIPTRUNK_MASK_MAX]);

static const char *rewritten(rewrite_f rewrite, const char *message,
		char out[SIPTRUNK_MASK_MAX + 1])
{
	out[rewrite(&mask, unit_slice(message), out)] = '\0';
	unit_slices_free();
	return out;
}

/** As the peer sees it, terminated; until the next call. */
static const char *hidden(const char *message)
{
	static char out[SIPTRUNK_MASK_MAX + 1];

	return rewritten(siptrunk_mask_hide, message, out);
}

static const char *undone(const char *message)
{
	static char out[SIPTRUNK_MASK_MAX + 1];

	return rewritten(siptrunk_mask_undo, message, out);
}

static void assert_stays(const char *message)
{
	assert_string_equal(undone(message), "");
}

/** The rest of the line in text that begins so; until the next call. */
static const char *line_of(const char *text, const char *beginning)
{
	static char line[4096];
	const char *found = strstr(text, beginning);

	assert_non_null(found);
	found += strlen(beginning);
	snprintf(line, sizeof(line), "%.*s", (int)strcspn(found, "\r"), found);
	return line;
}

static void assert_nothing_of(const char *text)
{
	static const char *const secrets[] = {
			"192.0.2", "10.0.0", "z9hG4bKp", "alice", "did="};
	size_t i;

	for(i = 0; i < COUNT(secrets); i++)
		assert_null(strstr(text, secrets[i]));
}

static const char invite[] =
		"INVITE sip:agent@198.51.100.7 SIP/2.0\r\n"
		"Record-Route: " OWN_ROUTE "\r\n"
		"Record-Route: " OWN_ROUTE_2 "\r\n"
		"Record-Route: " PBX_ROUTE " , " PHONE_ROUTE "\r\n"
		"Via: " OWN_VIA "\r\n"
		"v: " PBX_VIA ",\r\n " PHONE_VIA "\r\n"
		"m: \"Alice\" <sip:alice@10.0.0.5:5060;ob>;+sip.instance=\"x\"\r\n"
		"i: 1@a\r\n"
		"Content-Length: 29\r\n\r\n"
		"v=0\r\no=alice 1 1 IN\r\ns=alice\r\n";

static void a_request_shows_the_edge_alone(void **state)
{
	const char *seen = hidden(invite);

	(void)state;
	assert_nothing_of(seen);
	assert_memory_equal(line_of(seen, "Via: "), OWN_VIA ";hid=",
			strlen(OWN_VIA ";hid="));
	assert_null(strstr(strstr(seen, "Via: ") + 1, "Via: "));
	assert_memory_equal(line_of(seen, "Record-Route: "),
			"<sip:203.0.113.10:5061;transport=tls;lr;hid=", 44);
	assert_memory_equal(line_of(seen, "Contact: "), "<sip:hid-", 9);
	assert_non_null(strstr(seen, "@203.0.113.10:5061;transport=tls>\r\n"));
	assert_string_equal(strstr(seen, "Content-Length:"),
			"Content-Length: 29\r\n\r\n"
			"v=0\r\no=----- 1 1 IN\r\ns=-----\r\n");
}

static void repeated_it_is_the_same(void **state)
{
	char *first = strdup(hidden(invite));

	(void)state;
	assert_string_equal(hidden(invite), first);
	free(first);
}

static void the_answer_comes_to_where_the_request_was_from(void **state)
{
	char answer[4096], via[1024];

	(void)state;
	strcpy(via, line_of(hidden(invite), "Via: "));
	snprintf(answer, sizeof(answer),
			"SIP/2.0 200 OK\r\nVia: %s;received=203.0.113.10\r\n"
			"Record-Route: " PEER_ROUTE ",%s\r\n"
			"Contact: <sip:agent@198.51.100.7>\r\n" REST,
			via, line_of(hidden(invite), "Record-Route: "));
	assert_string_equal(undone(answer),
			"SIP/2.0 200 OK\r\nVia: " OWN_VIA
			";received=203.0.113.10," PBX_VIA "," PHONE_VIA "\r\n"
			"Record-Route: " PEER_ROUTE "," OWN_ROUTE "," OWN_ROUTE_2
			"," PBX_ROUTE "," PHONE_ROUTE "\r\n"
			"Contact: <sip:agent@198.51.100.7>\r\n" REST);
}

static void a_request_in_the_dialog_finds_its_way(void **state)
{
	char bye[4096], contact[1024];

	(void)state;
	strcpy(contact, line_of(hidden(invite), "Contact: <"));
	contact[strlen(contact) - 1] = '\0';
	snprintf(bye, sizeof(bye),
			"BYE %s SIP/2.0\r\nRoute: %s\r\n"
			"Via: SIP/2.0/TLS 198.51.100.7\r\n" REST,
			contact, line_of(hidden(invite), "Record-Route: "));
	assert_string_equal(undone(bye),
			"BYE sip:alice@10.0.0.5:5060;ob SIP/2.0\r\n"
			"Route: " OWN_ROUTE "," OWN_ROUTE_2 "," PBX_ROUTE "," PHONE_ROUTE
			"\r\nVia: SIP/2.0/TLS 198.51.100.7\r\n" REST);
}

static const char ringing[] =
		"SIP/2.0 180 Ringing\r\n"
		"Via: SIP/2.0/TLS 198.51.100.7\r\nVia: SIP/2.0/TLS 198.51.100.9\r\n"
		"Record-Route: " PHONE_ROUTE "," PBX_ROUTE "\r\n"
		"Record-Route: " OWN_ROUTE_2 "," OWN_ROUTE "," PEER_ROUTE "\r\n"
		"Contact: sip:alice@10.0.0.5;expires=5\r\n" REST;

static void a_reply_hides_who_is_behind_the_edge(void **state)
{
	const char *seen = hidden(ringing);

	(void)state;
	assert_nothing_of(seen);
	assert_memory_equal(line_of(seen, "Via: "), "SIP/2.0/TLS 198.51.100.7", 25);
	assert_non_null(strstr(seen, "Via: SIP/2.0/TLS 198.51.100.9\r\n"));
	assert_non_null(strstr(seen, "Record-Route: " PEER_ROUTE "\r\n"));
}

static void the_callers_route_is_the_other_way_round(void **state)
{
	char prack[4096], contact[1024];

	(void)state;
	strcpy(contact, line_of(hidden(ringing), "Contact: <"));
	contact[strlen(contact) - 1] = '\0';
	snprintf(prack, sizeof(prack),
			"PRACK %s SIP/2.0\r\nRoute: %s\r\n" REST, contact,
			line_of(hidden(ringing), "Record-Route: "));
	assert_string_equal(undone(prack),
			"PRACK sip:alice@10.0.0.5 SIP/2.0\r\nRoute: " OWN_ROUTE
			"," OWN_ROUTE_2 "," PBX_ROUTE "," PHONE_ROUTE "\r\n" REST);
}

static void in_a_dialog_routes_of_others_are_of_no_use(void **state)
{
	(void)state;
	assert_string_equal(
			hidden("INVITE sip:a SIP/2.0\r\nVia: " OWN_VIA "\r\n"
				   "Record-Route: " PBX_ROUTE "\r\n" REST),
			"INVITE sip:a SIP/2.0\r\nVia: " OWN_VIA "\r\n" REST);
	assert_string_equal(
			hidden("SIP/2.0 200 OK\r\nVia: SIP/2.0/TLS 198.51.100.7\r\n"
				   "Record-Route: " PBX_ROUTE "," PEER_ROUTE "\r\n" REST),
			"SIP/2.0 200 OK\r\nVia: SIP/2.0/TLS 198.51.100.7\r\n" REST);
}

static void what_is_the_edges_own_stays(void **state)
{
	static const char options[] =
			"OPTIONS sip:a SIP/2.0\r\nVia: " OWN_VIA "\r\n"
			"Contact: <sip:203.0.113.10:5060>\r\n" REST;

	(void)state;
	assert_string_equal(hidden(options), options);
}

static void each_of_several_contacts_is_hidden(void **state)
{
	const char *seen = hidden("SIP/2.0 302 Moved\r\n"
							  "Contact: <sip:a@10.0.0.5>, <sip:b@10.0.0.6>;q=1"
							  "\r\n" REST);

	(void)state;
	assert_nothing_of(seen);
	seen = strstr(seen, "Contact: ") + 9;
	assert_non_null(strstr(seen, "Contact: "));
}

/** It would be a line of its own in the peer's next request. */
static void a_contact_ends_where_it_is_no_uri(void **state)
{
	char bye[4096], contact[1024];

	(void)state;
	strcpy(contact, line_of(hidden("SIP/2.0 200 OK\r\nContact: <sip:a@b SIP/2.0"
								   "\r\n X-Evil: 1\r\n\t>\r\n" REST),
							"Contact: <"));
	contact[strlen(contact) - 1] = '\0';
	snprintf(bye, sizeof(bye),
			"BYE %s SIP/2.0\r\nRoute: " OWN_ROUTE "\r\n" REST, contact);
	assert_string_equal(undone(bye),
			"BYE sip:a@b SIP/2.0\r\nRoute: " OWN_ROUTE "\r\n" REST);
}

static void what_is_no_sip_stays(void **state)
{
	(void)state;
	assert_string_equal(hidden("\r\n\r\n"), "\r\n\r\n");
	assert_string_equal(hidden("HTTP/1.1 200 OK\r\nVia: a, b\r\n\r\n"),
			"HTTP/1.1 200 OK\r\nVia: a, b\r\n\r\n");
	assert_stays("HTTP/1.1 200 OK\r\n\r\n");
}

static void other_bodies_stay(void **state)
{
	static const char notify[] = "NOTIFY sip:a SIP/2.0\r\n\r\nx\no=alice 1\r\n";

	(void)state;
	assert_string_equal(hidden(notify), notify);
	assert_string_equal(hidden("INFO a SIP/2.0\r\n\r\nv=0\r\no=\r\ns="),
			"INFO a SIP/2.0\r\n\r\nv=0\r\no=\r\ns=");
	assert_string_equal(hidden("INFO a SIP/2.0\r\n\r\nv=0\r\nt=0 0\r\n"),
			"INFO a SIP/2.0\r\n\r\nv=0\r\nt=0 0\r\n");
}

static void a_body_keeps_its_length(void **state)
{
	static const char info[] =
			"INFO a SIP/2.0\r\n\r\n \r\nVia: b\r\nm: <x>\r\n";

	(void)state;
	assert_string_equal(hidden(info), info);
}

static void what_others_have_made_stays(void **state)
{
	(void)state;
	assert_stays("SIP/2.0 200 OK\r\nVia: " OWN_VIA
				 ";hid=AAAAAAAAAAAAAAAAAAAAAAAA\r\n" REST);
	assert_stays("BYE sip:hid-AAAAAAAAAAAAAAAAAAAAAAAA@203.0.113.10 SIP/2.0\r\n"
				 "Route: " OWN_ROUTE "\r\n" REST);
	assert_stays("BYE sip:a SIP/2.0\r\n"
				 "Route: <sip:203.0.113.10;lr;hid=>\r\n" REST);
	assert_stays("BYE sip:a SIP/2.0\r\n"
				 "Route: <sip:203.0.113.10;hid=BB;lr>\r\n" REST);
}

/** A BYE with a token as its Request-URI and the given Route. */
static const char *bye_by(const char *route)
{
	static char bye[4096];
	char contact[1024];

	strcpy(contact, line_of(hidden(invite), "Contact: <"));
	contact[strlen(contact) - 1] = '\0';
	snprintf(bye, sizeof(bye), "BYE %s SIP/2.0\r\n%s" REST, contact, route);
	return bye;
}

static void nobody_has_it_shown(void **state)
{
	char route[2048], own[1024];

	(void)state;
	strcpy(own, line_of(hidden(invite), "Record-Route: "));
	assert_string_not_equal(undone(bye_by("Route: " OWN_ROUTE "\r\n")), "");
	assert_stays(bye_by(""));
	assert_stays(bye_by("Route: " PEER_ROUTE "\r\n"));
	snprintf(route, sizeof(route), "Route: " PEER_ROUTE "," "%s\r\n", own);
	assert_stays(bye_by(route));
	snprintf(route, sizeof(route),
			"Route: %s\r\nRoute: " PEER_ROUTE "\r\n", own);
	assert_stays(bye_by(route));
}

/** The edge would answer it with both. */
static void a_requests_via_and_record_route_stay(void **state)
{
	char options[4096], via[1024];

	(void)state;
	strcpy(via, line_of(hidden(invite), "Via: "));
	snprintf(options, sizeof(options),
			"OPTIONS sip:a SIP/2.0\r\nVia: %s\r\nRecord-Route: %s\r\n"
			"Route: " OWN_ROUTE "\r\n" REST,
			via, line_of(hidden(invite), "Record-Route: "));
	assert_string_equal(undone(options), options);
}

/** One kind of sealed text is no good in another's place or call. */
static void what_is_sealed_has_its_place(void **state)
{
	char forged[4096], sealed[1024];

	(void)state;
	strcpy(sealed, line_of(hidden(invite), "Contact: <sip:hid-"));
	*strchr(sealed, '@') = '\0';
	snprintf(forged, sizeof(forged),
			"BYE sip:a SIP/2.0\r\nRoute: <sip:203.0.113.10;hid=%s>\r\n" REST,
			sealed);
	assert_stays(forged);
	snprintf(forged, sizeof(forged),
			"BYE sip:hid-%s@e SIP/2.0\r\nRoute: " OWN_ROUTE
			"\r\nCall-ID: 2@a\r\n\r\n",
			sealed);
	assert_stays(forged);
}

static void most_messages_have_nothing_to_undo(void **state)
{
	(void)state;
	assert_true(siptrunk_mask_has(T("BYE sip:hid-x SIP/2.0")));
	assert_true(siptrunk_mask_has(T("Via: a;hid=x")));
	assert_false(siptrunk_mask_has(T("BYE sip:a SIP/2.0")));
	assert_false(siptrunk_mask_has(T("")));
}

/** A message with count values, each of len bytes. */
static const char *with_many(const char *header, size_t count, int len)
{
	static char text[80000];
	size_t i, at = (size_t)sprintf(text, "INVITE sip:a SIP/2.0\r\ni: 1\r\n"
										 "Record-Route: " OWN_ROUTE "\r\n"
										 "Via: " OWN_VIA "\r\n");

	for(i = 0; i < count; i++)
		at += (size_t)sprintf(text + at, "%s: <sip:%0*d>\r\n", header, len, 1);
	strcpy(text + at, "\r\n");
	return text;
}

static void what_cannot_be_hidden_is_not_shown(void **state)
{
	(void)state;
	assert_non_null(strstr(hidden(with_many("Record-Route", 31, 9)), "hid="));
	assert_string_equal(hidden(with_many("Record-Route", 32, 9)), "");
	assert_string_equal(hidden(with_many("Record-Route", 3, 1400)), "");
	assert_string_equal(hidden(with_many("Via", 2, 2000)), "");
	assert_string_equal(hidden(with_many("Contact", 1, 3100)), "");
	assert_string_equal(hidden(with_many("Subject", 17, 4000)), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(a_request_shows_the_edge_alone),
			cmocka_unit_test(repeated_it_is_the_same),
			cmocka_unit_test(the_answer_comes_to_where_the_request_was_from),
			cmocka_unit_test(a_request_in_the_dialog_finds_its_way),
			cmocka_unit_test(a_reply_hides_who_is_behind_the_edge),
			cmocka_unit_test(the_callers_route_is_the_other_way_round),
			cmocka_unit_test(in_a_dialog_routes_of_others_are_of_no_use),
			cmocka_unit_test(what_is_the_edges_own_stays),
			cmocka_unit_test(each_of_several_contacts_is_hidden),
			cmocka_unit_test(a_contact_ends_where_it_is_no_uri),
			cmocka_unit_test(what_is_no_sip_stays),
			cmocka_unit_test(other_bodies_stay),
			cmocka_unit_test(a_body_keeps_its_length),
			cmocka_unit_test(what_others_have_made_stays),
			cmocka_unit_test(nobody_has_it_shown),
			cmocka_unit_test(a_requests_via_and_record_route_stay),
			cmocka_unit_test(what_is_sealed_has_its_place),
			cmocka_unit_test(most_messages_have_nothing_to_undo),
			cmocka_unit_test(what_cannot_be_hidden_is_not_shown),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
