/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * siptrunk_gateway.c: what dispatcher writes, and where a request is sent.
 */
#include "siptrunk_detail.h"
#include "siptrunk_gateway.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

/** host, port and transport in one text; "" when it is refused. */
static const char *parsed(const char *destination)
{
	static char text[400];
	siptrunk_gateway_t gateway;

	if(!siptrunk_gateway_parse(unit_slice(destination), &gateway, NULL))
		return "";
	snprintf(text, sizeof(text), "%.*s %u %s %u",
			SIPTRUNK_TEXT_FMT(gateway.host), gateway.port,
			siptrunk_transport_name(gateway.transport),
			gateway.address.family);
	return text;
}

static void destinations(void **state)
{
	static const char *const cases[][2] = {
			{"sip:198.51.100.11:5061;transport=tls",
					"198.51.100.11 5061 tls 4"},
			{"sip:198.51.100.11;transport=tls", "198.51.100.11 5061 tls 4"},
			{"sip:198.51.100.11", "198.51.100.11 5060 udp 4"},
			{"SIP:198.51.100.11:5090;lr;TRANSPORT=Tcp",
					"198.51.100.11 5090 tcp 4"},
			{"sip:sip1.redsky.lab;transport=tls", "sip1.redsky.lab 5061 tls 0"},
			{"sip:sip1.redsky.lab:5062;transport=udp;x=y",
					"sip1.redsky.lab 5062 udp 0"},
			{"sip:[2001:db8::11]:5061;transport=tls",
					"[2001:db8::11] 5061 tls 6"},
			{"sip:[2001:db8::11]", "[2001:db8::11] 5060 udp 6"},
			{"", ""}, {"sip:", ""}, {"sips:198.51.100.11", ""},
			{"198.51.100.11", ""}, {"sip:911@198.51.100.11", ""},
			{"sip:198.51.100.11:", ""}, {"sip:198.51.100.11:0", ""},
			{"sip:198.51.100.11:65536", ""}, {"sip:198.51.100.11:5060x", ""},
			{"sip:198.51.100.11:5060:5061", ""},
			{"sip:198.51.100.11;transport=", ""},
			{"sip:198.51.100.11;transport=ws", ""},
			{"sip:198.51.100.11;transport=udp,tcp", ""},
			{"sip:[2001:db8::11", ""}, {"sip:[2001:db8::11]5060", ""},
			{"sip:[2001:db8::11]:", ""}, {"sip:2001:db8::11", ""},
			{"sip:a b;transport=tls", ""}, {"sip:;transport=tls", ""}};
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(cases); i++)
		assert_string_equal(parsed(cases[i][0]), cases[i][1]);
	unit_slices_free();
}

static void an_error_says_what_was_expected(void **state)
{
	siptrunk_gateway_t gateway;
	siptrunk_error_t error;

	(void)state;
	assert_false(siptrunk_gateway_parse(T("tel:911"), &gateway, &error));
	assert_string_equal(error.text,
			"expected sip:HOST[:PORT][;transport=udp|tcp|tls], "
			"found 'tel:911'");
}

static void attributes(void **state)
{
	static const char *const cases[][2] = {{"", ""}, {"name=a.lab", "a.lab"},
			{"weight=50;name=a.lab;x=y", "a.lab"}, {"name=", ""},
			{"surname=b.lab", ""}, {"name", ""}, {"name;name=a.lab", "a.lab"},
			{"name=a.lab;name=b.lab", "a.lab"}};
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(cases); i++)
		unit_assert_text(
				siptrunk_gateway_attribute(unit_slice(cases[i][0]), "name"),
				cases[i][1]);
	unit_assert_text(siptrunk_gateway_attribute(
							 unit_slice("weight=50;name=a.lab"), "weight"),
			"50");
	unit_slices_free();
}

/** Of a gateway with that destination. */
static const char *uri_of(const char *destination)
{
	static char uri[SIPTRUNK_GATEWAY_URI_MAX];
	siptrunk_gateway_t gateway;
	size_t len;

	assert_true(siptrunk_gateway_parse(
			siptrunk_text(destination), &gateway, NULL));
	len = siptrunk_gateway_uri(
			&gateway.address, gateway.port, gateway.transport, uri);
	assert_int_equal(len, strlen(uri));
	return uri;
}

static void uris(void **state)
{
	(void)state;
	assert_string_equal(uri_of("sip:198.51.100.11;transport=tls"),
			"sip:198.51.100.11:5061;transport=tls");
	assert_string_equal(uri_of("sip:[2001:db8::11]:65535;transport=tcp"),
			"sip:[2001:db8::11]:65535;transport=tcp");
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(destinations),
			cmocka_unit_test(an_error_says_what_was_expected),
			cmocka_unit_test(attributes), cmocka_unit_test(uris)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
