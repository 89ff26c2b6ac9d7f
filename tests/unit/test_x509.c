/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_x509.c, on certificates made here. */
#include "siptrunk_x509.h"
#include "unit.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/x509v3.h>

#define DAY (24L * 60 * 60)
#define BIT(fault) (1u << SIPTRUNK_TLS_FAULT_##fault)

/** One key for all: who signs is a matter of names here. */
static EVP_PKEY *key, *other_key;
static X509 *root, *between;
static siptrunk_chain_t chain;
static siptrunk_peer_names_t names;

static void extend(
		X509 *certificate, X509 *issuer, int nid, const char *value)
{
	X509V3_CTX context;
	X509_EXTENSION *extension;

	X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
	extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
	assert_non_null(extension);
	X509_add_ext(certificate, extension, -1);
	X509_EXTENSION_free(extension);
}

/** Valid from begin to end days from now; issuer NULL: signed by itself;
 *  alternative NULL: no alternative names. */
static X509 *make(const char *common_name, X509 *issuer, bool authority,
		const char *alternative, long begin, long end)
{
	X509 *made = X509_new();
	X509_NAME *subject = X509_get_subject_name(made);

	X509_set_version(made, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(made), 1);
	X509_gmtime_adj(X509_getm_notBefore(made), begin * DAY);
	X509_gmtime_adj(X509_getm_notAfter(made), end * DAY);
	X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
			(const unsigned char *)common_name, -1, -1, 0);
	X509_set_issuer_name(
			made, issuer != NULL ? X509_get_subject_name(issuer) : subject);
	X509_set_pubkey(made, key);
	extend(made, issuer, NID_basic_constraints,
			authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
	if(alternative != NULL)
		extend(made, issuer, NID_subject_alt_name, alternative);
	assert_true(X509_sign(made, key, EVP_sha256()) > 0);
	return made;
}

static X509 *leaf_of(X509 *issuer, long begin, long end)
{
	return make("sip1.lab", issuer, false, "DNS:sip1.lab", begin, end);
}

static int keys_make(void **state)
{
	(void)state;
	key = EVP_EC_gen("P-256");
	other_key = EVP_EC_gen("P-256");
	root = make("root", NULL, true, NULL, -2, 2);
	between = make("between", root, true, NULL, -2, 2);
	return 0;
}

static int keys_free(void **state)
{
	(void)state;
	X509_free(root);
	X509_free(between);
	EVP_PKEY_free(key);
	EVP_PKEY_free(other_key);
	return 0;
}

static int names_reset(void **state)
{
	(void)state;
	names = (siptrunk_peer_names_t){.len = 0};
	return 0;
}

static STACK_OF(X509) * list(X509 *certificate)
{
	STACK_OF(X509) *only = sk_X509_new_null();

	if(certificate != NULL)
		sk_X509_push(only, certificate);
	return only;
}

/** leaf, which this frees, with what the peer sends beside it and what is known
 *  from before; only root is trusted. */
static unsigned verify(X509 *leaf, X509 *sent, X509 *known)
{
	STACK_OF(X509) *beside = list(sent), *before = list(known);
	X509_STORE *store = X509_STORE_new();
	X509_STORE_CTX *context = X509_STORE_CTX_new();

	X509_STORE_add_cert(store, root);
	X509_STORE_CTX_init(context, store, leaf, beside);
	siptrunk_x509_verify(context, before, &chain);
	assert_ptr_equal(X509_STORE_CTX_get0_untrusted(context), beside);
	X509_STORE_CTX_free(context);
	X509_STORE_free(store);
	sk_X509_free(beside);
	sk_X509_free(before);
	X509_free(leaf);
	return chain.faults;
}

static void a_good_chain_has_no_fault(void **state)
{
	(void)state;
	assert_int_equal(verify(leaf_of(root, -1, 1), NULL, NULL), 0);
	assert_int_equal(chain.code, X509_V_OK);
	assert_int_equal(verify(leaf_of(between, -1, 1), between, NULL), 0);
}

static void what_is_left_out_is_known_from_before(void **state)
{
	X509 *same = X509_dup(between);

	(void)state;
	assert_int_equal(
			verify(leaf_of(between, -1, 1), NULL, between), BIT(INCOMPLETE));
	assert_string_equal(chain.culprit, "/CN=between");
	/* sent, and known as a copy */
	assert_int_equal(verify(leaf_of(between, -1, 1), between, same), 0);
	X509_free(same);
}

static void what_nobody_knows_is_an_unknown_authority(void **state)
{
	X509 *stranger = make("stranger", NULL, true, NULL, -2, 2);

	(void)state;
	assert_int_equal(
			verify(leaf_of(between, -1, 1), NULL, NULL), BIT(UNKNOWN_CA));
	assert_string_equal(chain.culprit, "/CN=sip1.lab");
	assert_int_equal(
			verify(leaf_of(stranger, -1, 1), stranger, NULL), BIT(UNKNOWN_CA));
	/* to be known is not to be trusted */
	assert_int_equal(
			verify(leaf_of(stranger, -1, 1), NULL, stranger), BIT(UNKNOWN_CA));
	assert_int_equal(verify(leaf_of(NULL, -1, 1), NULL, NULL), BIT(UNKNOWN_CA));
	X509_free(stranger);
}

static void dates_do_not_hide_what_else_is_wrong(void **state)
{
	X509 *old = make("between", root, true, NULL, -2, -1);

	(void)state;
	assert_int_equal(verify(leaf_of(root, -2, -1), NULL, NULL), BIT(EXPIRED));
	assert_int_equal(chain.code, X509_V_ERR_CERT_HAS_EXPIRED);
	assert_int_equal(
			verify(leaf_of(root, 1, 2), NULL, NULL), BIT(NOT_YET_VALID));
	assert_int_equal(verify(leaf_of(between, -2, -1), NULL, between),
			BIT(EXPIRED) | BIT(INCOMPLETE));
	assert_int_equal(chain.code, X509_V_ERR_CERT_HAS_EXPIRED);
	assert_string_equal(chain.culprit, "/CN=sip1.lab");
	assert_int_equal(verify(leaf_of(between, -2, -1), NULL, NULL),
			BIT(UNKNOWN_CA));
	assert_int_equal(verify(leaf_of(between, -1, 1), old, NULL), BIT(EXPIRED));
	assert_string_equal(chain.culprit, "/CN=between");
	/* a new one with the same name is known */
	assert_int_equal(
			verify(leaf_of(between, -1, 1), old, between), BIT(INCOMPLETE));
	X509_free(old);
}

static void a_forged_signature_is_no_slight_fault(void **state)
{
	X509 *forged = leaf_of(root, -2, -1);

	(void)state;
	assert_true(X509_sign(forged, other_key, EVP_sha256()) > 0);
	assert_true((verify(forged, NULL, NULL) & BIT(OTHER)) != 0);
}

static void alternative_names_come_before_the_common_name(void **state)
{
	X509 *both = make("cn.lab", root, false, "DNS:a.lab,IP:192.0.2.1", -1, 1);
	X509 *only = make("cn.lab", root, false, NULL, -1, 1);
	X509 *uri = make("cn.lab", root, false, "DNS:a.lab,URI:sip:u.lab", -1, 1);

	(void)state;
	siptrunk_x509_names(both, &names);
	siptrunk_x509_common_name(both, &names);
	assert_memory_equal(names.text, "a.lab,", names.len);
	names_reset(NULL);
	siptrunk_x509_names(only, &names);
	assert_int_equal(names.len, 0);
	siptrunk_x509_common_name(only, &names);
	assert_memory_equal(names.text, "cn.lab,", names.len);
	names_reset(NULL);
	siptrunk_x509_names(uri, &names);
	assert_memory_equal(names.text, "u.lab,", names.len);
	X509_free(both);
	X509_free(only);
	X509_free(uri);
}

static void an_address_is_found_among_the_alternative_names(void **state)
{
	X509 *certificate = make("192.0.2.2", root, false,
			"IP:192.0.2.1,IP:2001:db8::1,DNS:192.0.2.3", -1, 1);

	(void)state;
	assert_true(siptrunk_x509_has_address(certificate, T("192.0.2.1")));
	assert_true(siptrunk_x509_has_address(certificate, T("2001:DB8:0::1")));
	assert_false(siptrunk_x509_has_address(certificate, T("192.0.2.2")));
	assert_false(siptrunk_x509_has_address(certificate, T("192.0.2.3")));
	assert_false(siptrunk_x509_has_address(certificate, T("a.lab")));
	assert_false(siptrunk_x509_has_address(certificate, T("")));
	assert_false(siptrunk_x509_has_address(certificate,
			T("192.0.2.1 that is longer than any address can be, so that it is "
			  "none")));
	X509_free(certificate);
}

/** As openssl x509 -fingerprint -sha256 writes it. */
static void a_digest_is_of_the_whole_certificate(void **state)
{
	X509 *other = make("root", NULL, true, NULL, -2, 3);
	char text[SIPTRUNK_X509_DIGEST_MAX], again[SIPTRUNK_X509_DIGEST_MAX];
	unsigned char digest[32];
	char first[4];

	(void)state;
	X509_digest(root, EVP_sha256(), digest, NULL);
	snprintf(first, sizeof(first), "%02X:", digest[0]);
	assert_memory_equal(siptrunk_x509_digest(root, text), first, 3);
	assert_int_equal(strlen(text), 32 * 3 - 1);
	assert_string_equal(siptrunk_x509_digest(root, again), text);
	assert_string_not_equal(siptrunk_x509_digest(other, again), text);
	X509_free(other);
}

static void texts_and_times_can_be_read(void **state)
{
	X509 *certificate = leaf_of(between, -1, 1);
	char text[SIPTRUNK_X509_TEXT_MAX];

	(void)state;
	assert_string_equal(
			siptrunk_x509_subject(certificate, text), "/CN=sip1.lab");
	assert_string_equal(siptrunk_x509_issuer(certificate, text), "/CN=between");
	assert_true(siptrunk_x509_begins(certificate) < time(NULL));
	assert_int_equal(siptrunk_x509_expires(certificate)
							 - siptrunk_x509_begins(certificate),
			2 * DAY);
	X509_free(certificate);
}

#define TEST(name) cmocka_unit_test_setup(name, names_reset)

int main(void)
{
	const struct CMUnitTest tests[] = {
			TEST(a_good_chain_has_no_fault),
			TEST(what_is_left_out_is_known_from_before),
			TEST(what_nobody_knows_is_an_unknown_authority),
			TEST(dates_do_not_hide_what_else_is_wrong),
			TEST(a_forged_signature_is_no_slight_fault),
			TEST(alternative_names_come_before_the_common_name),
			TEST(an_address_is_found_among_the_alternative_names),
			TEST(a_digest_is_of_the_whole_certificate),
			TEST(texts_and_times_can_be_read),
	};

	return cmocka_run_group_tests_name("x509", tests, keys_make, keys_free);
}
