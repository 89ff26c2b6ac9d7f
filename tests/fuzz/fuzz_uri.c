/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** URIs: parts lie inside the text; escaping is undone by unescaping; nobody
 *  becomes another trunk by what he writes. */
#include "fuzz.h"
#include "siptrunk_config.h"
#include "siptrunk_uri.h"

static void require_inside(siptrunk_text_t part, siptrunk_text_t whole)
{
	REQUIRE(part.len == 0
			|| (part.s >= whole.s && part.len <= whole.len
					&& part.s + part.len <= whole.s + whole.len));
}

static void parse(siptrunk_text_t text)
{
	siptrunk_uri_t uri, user_only;
	bool has_user = siptrunk_uri_parse_user(text, &user_only);

	require_inside(user_only.scheme, text);
	require_inside(user_only.user, text);
	REQUIRE(!has_user || user_only.user.len > 0);
	if(!siptrunk_uri_parse(text, &uri))
		return;
	REQUIRE(uri.user.len > 0 || uri.host.len > 0);
	require_inside(uri.scheme, text);
	require_inside(uri.user, text);
	require_inside(uri.host, text);
	REQUIRE(has_user == (uri.user.len > 0));
	REQUIRE(siptrunk_text_equal(uri.user, user_only.user));
}

/** value as the user part of a URI parses, and comes back. */
static void round_trip(siptrunk_text_t value, bool is_user)
{
	size_t size = 3 * value.len + 1;
	char *escaped = malloc(size), *plain = malloc(size);
	char *line = malloc(size + sizeof("sip:@host"));
	siptrunk_text_t text = {escaped, 0};
	siptrunk_uri_t uri;

	text.len = siptrunk_uri_escape_user(value, escaped, size);
	REQUIRE(text.len >= value.len && escaped[text.len] == '\0');
	REQUIRE(siptrunk_uri_unescape(text, plain, size) == value.len);
	REQUIRE(memcmp(plain, value.s, value.len) == 0);
	if(is_user) {
		sprintf(line, "sip:%s@host", escaped);
		REQUIRE(siptrunk_uri_parse(siptrunk_text(line), &uri));
		REQUIRE(siptrunk_text_equal(uri.user, text));
		REQUIRE(siptrunk_text_equal(uri.host, SIPTRUNK_TEXT("host")));
	}
	free(escaped);
	free(plain);
	free(line);
}

/** A buffer of any size is never overrun, and never half filled. */
static void tight_buffers(siptrunk_text_t text)
{
	size_t size = text.len > 0 ? (unsigned char)text.s[0] % 16 : 0;
	char *buffer = malloc(size > 0 ? size : 1);
	size_t len;

	len = siptrunk_uri_escape_user(text, buffer, size);
	REQUIRE(len == 0 || len < size);
	len = siptrunk_uri_unescape(text, buffer, size);
	REQUIRE(len == 0 || len < size);
	free(buffer);
}

static const siptrunk_trunk_t front, shared, stranger;
static const siptrunk_termination_t terminations[] = {
		{.kind = SIPTRUNK_TERMINATION_TGRP,
				.identifier = SIPTRUNK_TEXT("boston"),
				.context = SIPTRUNK_TEXT("example.com"),
				.trunk = &shared,
				.behind = &front},
		{.kind = SIPTRUNK_TERMINATION_FQDN,
				.host = SIPTRUNK_TEXT("boston.example.com"),
				.trunk = &shared,
				.behind = &front},
		{.kind = SIPTRUNK_TERMINATION_DNIS,
				.identifier = SIPTRUNK_TEXT("+13125550150"),
				.trunk = &shared,
				.behind = &front},
};

static siptrunk_terminated_t terminated(
		siptrunk_text_t uri, const siptrunk_trunk_t *sender)
{
	const siptrunk_termination_t *found = NULL;
	siptrunk_terminated_t result =
			siptrunk_termination_find(terminations, 3, uri, sender, &found);

	REQUIRE(result == SIPTRUNK_TERMINATED_NONE || found != NULL);
	return result;
}

static void terminate(siptrunk_text_t uri)
{
	siptrunk_terminated_t here = terminated(uri, &front);

	REQUIRE(here != SIPTRUNK_TERMINATED_FOREIGN);
	REQUIRE(terminated(uri, &shared) == here);
	REQUIRE(terminated(uri, &stranger) != SIPTRUNK_TERMINATED_HERE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	siptrunk_text_t text = fuzz_text(data, size);
	bool is_user = siptrunk_uri_is_e164(text) || siptrunk_uri_is_extension(text)
				   || siptrunk_uri_is_email(text);

	parse(text);
	terminate(text);
	tight_buffers(text);
	/* %00 is not undone */
	if(memchr(text.s, '\0', text.len) == NULL)
		round_trip(text, is_user);
	return 0;
}
