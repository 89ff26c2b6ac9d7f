/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** What a request says is fit for a URI, a log and a header; what is no request
 *  is refused with a reason. The input up to a newline is the signature. */
#include "fuzz.h"
#include "siptrunk_webhook.h"
#include "siptrunk_webhook_body.h"

static void require_of(const char *text, const char *set)
{
	REQUIRE(strspn(text, set) == strlen(text));
}

static void parse_header(siptrunk_text_t header, siptrunk_text_t rest)
{
	siptrunk_webhook_t webhook;

	if(!siptrunk_webhook_parse(header, &webhook))
		return;
	REQUIRE(webhook.time >= 0 && webhook.digest.len == 64);
	REQUIRE(webhook.digest.s + 64 <= header.s + header.len);
	/* a digest that fits by chance would be news */
	REQUIRE(!siptrunk_webhook_is_signed(&webhook, SIPTRUNK_TEXT("key"), rest));
}

static void parse_body(siptrunk_text_t json)
{
	siptrunk_webhook_body_t body;
	siptrunk_error_t error = {""};
	const char *c;

	if(!siptrunk_webhook_body_parse(json, &body, &error)) {
		require_log_line(error.text);
		return;
	}
	REQUIRE(body.call_id[0] != '\0');
	require_of(body.call_id, "abcdefghijklmnopqrstuvwxyz0123456789_-"
							 "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	require_of(body.user_to_user, "0123456789abcdef");
	for(c = body.to; *c != '\0'; c++)
		REQUIRE(*c >= ' ' && *c <= '~');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	siptrunk_text_t rest;
	siptrunk_text_t header =
			siptrunk_text_split(fuzz_text(data, size), '\n', &rest);

	parse_header(header, rest);
	parse_body(rest.s != NULL ? rest : header);
	return 0;
}
