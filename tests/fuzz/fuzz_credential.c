/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** Challenges: parts lie inside the text, and the answer is one line. */
#include "fuzz.h"
#include "siptrunk_credential.h"

static void require_inside(siptrunk_text_t part, siptrunk_text_t whole)
{
	REQUIRE(part.len == 0
			|| (part.s >= whole.s && part.s + part.len <= whole.s + whole.len));
}

static void hash(siptrunk_hash_t hash, const siptrunk_text_t *parts,
		size_t count, char text[SIPTRUNK_HASH_TEXT_MAX])
{
	size_t i;

	REQUIRE(hash == SIPTRUNK_HASH_MD5 || hash == SIPTRUNK_HASH_SHA256);
	for(i = 0; i < count; i++)
		REQUIRE(parts[i].s != NULL);
	strcpy(text, "0123456789abcdef");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	siptrunk_text_t text = fuzz_text(data, size);
	siptrunk_credential_t credential = {.username = SIPTRUNK_TEXT("alice"),
			.ha1 = SIPTRUNK_TEXT("1"), .ha1_sha256 = SIPTRUNK_TEXT("2")};
	siptrunk_demand_t demand;
	char answer[1024];
	const char *c;

	if(!siptrunk_demand_parse(text, &demand))
		return 0;
	REQUIRE(demand.realm.len > 0 && demand.nonce.len > 0);
	require_inside(demand.realm, text);
	require_inside(demand.nonce, text);
	require_inside(demand.opaque, text);
	credential.realm = demand.realm;
	if(siptrunk_credential_answer(&credential, &demand,
			   SIPTRUNK_TEXT("INVITE"), SIPTRUNK_TEXT("sip:a"),
			   SIPTRUNK_TEXT("c"), hash, answer, sizeof(answer)))
		for(c = answer; *c != '\0'; c++)
			REQUIRE(*c != '\r' && *c != '\n');
	return 0;
}
