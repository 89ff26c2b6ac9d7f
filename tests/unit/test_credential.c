/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_credential.c: answers as Python's hashlib calculates them. */
#include "siptrunk_credential.h"
#include "unit.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

/* user alice of realm edge.lab, whose password is secret */
#define ALICE_MD5 "521ccd6f0c12e7302aa9f88803a038b1"
#define MD5_COUNTED "a7fa4b88dc1aa0c542dffb48bd5c9e7e"
#define MD5_PLAIN "fdbf6efedf3271aa414a8b618adf2a9e"
#define ALICE_SHA256 \
	"e70efc474a86496e28cafbfdc51e4145" \
	"b1ea46234a4f95bb04c829a764c46017"
#define SHA256_COUNTED \
	"d24e5eb215ad694fdee1a6c4cd088d3b" \
	"42d21162b3d7374dba02dd8a91caad27"
#define SHA256_PLAIN \
	"a0610573446316c9f2225e548d9d5914" \
	"a0d15e43b284b6dac045fe9289c9dae2"

static siptrunk_credential_state_t state_of_alice;

static siptrunk_credential_t alice(void)
{
	memset(&state_of_alice, 0, sizeof(state_of_alice));
	return (siptrunk_credential_t){.username = T("alice"),
			.ha1 = T(ALICE_MD5),
			.ha1_sha256 = T(ALICE_SHA256),
			.realm = T("edge.lab"),
			.state = &state_of_alice};
}

static void hash_text(siptrunk_hash_t hash, const siptrunk_text_t *parts,
		size_t count, char text[SIPTRUNK_HASH_TEXT_MAX])
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned i, len;

	EVP_DigestInit(context,
			hash == SIPTRUNK_HASH_SHA256 ? EVP_sha256() : EVP_md5());
	for(i = 0; i < count; i++)
		EVP_DigestUpdate(context, parts[i].s, parts[i].len);
	EVP_DigestFinal(context, digest, &len);
	EVP_MD_CTX_free(context);
	for(i = 0; i < len; i++)
		sprintf(text + 2 * i, "%02x", digest[i]);
}

static void a_challenge(void **state)
{
	siptrunk_demand_t demand;

	(void)state;
	assert_true(siptrunk_demand_parse(
			unit_slice("Digest realm=\"edge.lab\", nonce = \"a,b\\\"=\" , "
					   "opaque=\"o p\",qop=\"auth-int, auth\", "
					   "algorithm=sha-256, stale=TRUE, domain=\"sip:x\""),
			&demand));
	unit_assert_text(demand.realm, "edge.lab");
	unit_assert_text(demand.nonce, "a,b\\\"=");
	unit_assert_text(demand.opaque, "o p");
	assert_int_equal(demand.hash, SIPTRUNK_HASH_SHA256);
	assert_true(demand.counted && demand.stale);
	assert_true(siptrunk_demand_parse(
			unit_slice("digest nonce=\"n\",realm=\"r\", stale=false"),
			&demand));
	assert_int_equal(demand.hash, SIPTRUNK_HASH_MD5);
	assert_false(demand.counted || demand.stale);
	assert_int_equal(demand.opaque.len, 0);
	unit_slices_free();
}

static void what_cannot_be_answered(void **state)
{
	static const char *const texts[] = {"", "Digest",
			"Basic realm=\"r\", nonce=\"n\"", "Digestrealm=\"r\", nonce=\"n\"",
			"Digest realm=\"r\"", "Digest nonce=\"n\"",
			"Digest realm=\"\", nonce=\"n\"", "Digest realm=\"r\", nonce=\"n",
			"Digest realm=\"r\", nonce=\"n\\", "Digest realm=\"r\" nonce=\"n\"",
			"Digest realm=\"r\", nonce", "Digest realm=\"r\", nonce=",
			"Digest realm=\"r\", =\"n\", nonce=\"n\"",
			"Digest realm=\"r\", nonce=\"n\", algorithm=SHA-512-256",
			"Digest realm=\"r\", nonce=\"n\", algorithm=MD5-sess",
			"Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\"",
			"Digest realm=\"r\", nonce=\"n\", qop=\"\"",
			"Digest realm=\"r\", nonce=\"n\r\nX: 1\""};
	siptrunk_demand_t demand;
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(texts); i++) {
		if(siptrunk_demand_parse(unit_slice(texts[i]), &demand))
			fail_msg("'%s' is taken", texts[i]);
	}
	unit_slices_free();
}

static void assert_answer(const char *challenge, const char *expected)
{
	const siptrunk_credential_t credential = alice();
	siptrunk_demand_t demand;
	char answer[512];

	assert_true(siptrunk_demand_parse(unit_slice(challenge), &demand));
	assert_true(siptrunk_credential_answer(&credential, &demand,
			T("INVITE"), T("sip:1@a.lab"), T("cn"), hash_text, answer,
			sizeof(answer)));
	assert_string_equal(answer, expected);
	unit_slices_free();
}

#define BEGINS                                                                \
	"Digest username=\"alice\", realm=\"edge.lab\", nonce=\"n0nce\", "         \
	"uri=\"sip:1@a.lab\", response="

static void an_answer(void **state)
{
	(void)state;
	assert_answer("Digest realm=\"edge.lab\", nonce=\"n0nce\"",
			BEGINS "\"" MD5_PLAIN "\", algorithm=MD5");
	assert_answer("Digest realm=\"edge.lab\", nonce=\"n0nce\", qop=\"auth\", "
				  "algorithm=SHA-256, opaque=\"x\"",
			BEGINS "\"" SHA256_COUNTED "\", algorithm=SHA-256, qop=auth, "
				   "nc=00000001, cnonce=\"cn\", opaque=\"x\"");
	assert_answer(
			"Digest realm=\"edge.lab\", nonce=\"n0nce\", algorithm=SHA-256",
			BEGINS "\"" SHA256_PLAIN "\", algorithm=SHA-256");
	assert_answer(
			"Digest realm=\"edge.lab\", nonce=\"n0nce\", qop=\"auth,auth-int\"",
			BEGINS "\"" MD5_COUNTED "\", algorithm=MD5, qop=auth, "
				   "nc=00000001, cnonce=\"cn\"");
}

/** Cut nowhere: it is whole, or there is none. */
static void an_answer_that_is_too_long(void **state)
{
	const siptrunk_credential_t credential = alice();
	siptrunk_demand_t demand;
	char answer[512];
	size_t size, len;

	(void)state;
	assert_true(siptrunk_demand_parse(
			T("Digest realm=\"r\", nonce=\"n\", qop=auth, opaque=\"o\""),
			&demand));
	assert_true(siptrunk_credential_answer(&credential, &demand, T("REGISTER"),
			T("u"), T("c"), hash_text, answer, sizeof(answer)));
	len = strlen(answer);
	for(size = 1; size < sizeof(answer); size++) {
		memset(answer, 'x', sizeof(answer));
		assert_int_equal(siptrunk_credential_answer(&credential, &demand,
								 T("REGISTER"), T("u"), T("c"), hash_text,
								 answer, size),
				size > len);
		if(size > len)
			assert_int_equal(strlen(answer), len);
		assert_int_equal(answer[sizeof(answer) - 1], 'x');
	}
}

static void a_credential_has_a_realm(void **state)
{
	siptrunk_credential_t both[] = {alice(), alice()};

	(void)state;
	both[0].realm = T(""); /* of a peer */
	assert_null(siptrunk_credential_of(both, 2, T("")));
	assert_null(siptrunk_credential_of(both, 2, T("EDGE.lab")));
	assert_ptr_equal(
			siptrunk_credential_of(both, 2, T("edge.lab")), &both[1]);
	unit_assert_text(siptrunk_credential_ha1(both, SIPTRUNK_HASH_MD5),
			ALICE_MD5);
	unit_assert_text(siptrunk_credential_ha1(both, SIPTRUNK_HASH_SHA256),
			ALICE_SHA256);
}

static void one_that_is_refused_rests(void **state)
{
	const siptrunk_credential_t credential = alice();

	(void)state;
	assert_true(siptrunk_credential_is_ready(&credential, 1000));
	assert_true(siptrunk_credential_refused(&credential, 1000));
	unit_assert_text(siptrunk_credential_state_name(&credential), "refused");
	assert_false(siptrunk_credential_is_ready(&credential, 1059));
	assert_true(siptrunk_credential_is_ready(&credential, 1060));
	assert_false(siptrunk_credential_refused(&credential, 1060));
	assert_false(siptrunk_credential_is_ready(&credential, 1061));
	assert_true(siptrunk_credential_taken(&credential));
	assert_false(siptrunk_credential_taken(&credential));
	assert_true(siptrunk_credential_is_ready(&credential, 1061));
	unit_assert_text(siptrunk_credential_state_name(&credential), "");
}

static void a_403_is_explained_once(void **state)
{
	const siptrunk_credential_t credential = alice();

	(void)state;
	assert_true(siptrunk_credential_forbidden(&credential));
	assert_false(siptrunk_credential_forbidden(&credential));
	unit_assert_text(siptrunk_credential_state_name(&credential), "forbidden");
	assert_true(siptrunk_credential_is_ready(&credential, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(a_challenge),
			cmocka_unit_test(what_cannot_be_answered),
			cmocka_unit_test(an_answer),
			cmocka_unit_test(an_answer_that_is_too_long),
			cmocka_unit_test(a_credential_has_a_realm),
			cmocka_unit_test(one_that_is_refused_rests),
			cmocka_unit_test(a_403_is_explained_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
