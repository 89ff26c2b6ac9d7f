/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_builder_registrar.c. */
#include "sample.h"

static siptrunk_builder_t *builder;

/** Trunk `id`, which registers and is known by its password alone. */
static void add_trunk(int id, const char *name, const char *realm)
{
	siptrunk_trunk_row_t row = sample_pbx;

	row.id = id;
	row.name = siptrunk_text(name);
	row.registrar = T("yes");
	row.use_source_address = T("no");
	row.proof = T("digest");
	row.realm = siptrunk_text(realm);
	assert_int_equal(siptrunk_builder_add_trunk(builder, &row), SIPTRUNK_OK);
}

static void add_user(const char *trunk, const char *realm, const char *name)
{
	static int id = 100;
	siptrunk_credential_row_t row = sample_credential;

	row.id = ++id;
	row.trunk = siptrunk_text(trunk);
	row.direction = realm[0] != '\0' ? T("outbound") : T("inbound");
	row.realm = siptrunk_text(realm);
	row.username = siptrunk_text(name);
	assert_int_equal(
			siptrunk_builder_add_credential(builder, &row), SIPTRUNK_OK);
}

static void begin_trunks(void)
{
	builder = sample_begin(TRUNK);
	sample_add_table(builder, TRUNK);
}

static void several_trunks_differ_by_their_users(void **state)
{
	siptrunk_config_t *config;
	const siptrunk_trunk_t *road;
	int table;

	(void)state;
	begin_trunks();
	add_trunk(30, "road", "edge.lab");
	add_trunk(31, "coach", "edge.lab");
	sample_add_table(builder, CREDENTIAL);
	add_user("road", "", "carol");
	add_user("coach", "", "dave");
	/* what the edge answers is another matter */
	add_user("road", "peer.lab", "edge");
	add_user("coach", "peer.lab", "edge");
	for(table = HEADER; table < TABLES; table++)
		sample_add_table(builder, table);
	config = sample_finish(builder);
	road = siptrunk_config_trunk(config, T("road"));
	assert_true(road->registrar);
	assert_false(road->use_source_address);
	assert_true(config->roaming);
	assert_false(siptrunk_config_trunk(config, T("genesys"))->registrar);
	assert_true(
			siptrunk_config_trunk(config, T("genesys"))->use_source_address);
	sample_end(config);
}

static void a_user_of_two_trunks_is_refused(void **state)
{
	(void)state;
	begin_trunks();
	add_trunk(30, "road", "edge.lab");
	add_trunk(31, "coach", "edge.lab");
	add_user("road", "", "carol");
	add_user("coach", "", "carol");
	sample_finish_refused(builder,
			"table siptrunk_trunk, row 31, column use_source_address: "
			"expected yes, because another trunk that has no has this user "
			"name, found 'carol'");
}

static void another_realm_is_refused(void **state)
{
	(void)state;
	begin_trunks();
	add_trunk(30, "road", "edge.lab");
	add_trunk(31, "coach", "other.lab");
	add_user("road", "", "carol");
	add_user("coach", "", "dave");
	sample_finish_refused(builder,
			"table siptrunk_trunk, row 31, column realm: expected the realm "
			"of the other trunks whose use_source_address is no, found "
			"'other.lab'");
}

static void who_registers_needs_a_password(void **state)
{
	(void)state;
	begin_trunks();
	add_trunk(30, "road", "edge.lab");
	add_user("road", "peer.lab", "edge");
	sample_finish_refused(builder,
			"table siptrunk_trunk, row 30, column registrar: expected no, "
			"because siptrunk_credential has nothing inbound of it, found "
			"'yes'");
}

static void who_registers_is_one(void **state)
{
	(void)state;
	begin_trunks();
	add_trunk(30, "road", "edge.lab");
	add_user("road", "", "carol");
	add_user("road", "", "dave");
	sample_finish_refused(builder,
			"table siptrunk_trunk, row 30, column registrar: expected no, "
			"because siptrunk_credential has several inbound of it, found "
			"'yes'");
}

/** It becomes a URI's user. */
static void who_registers_has_a_plain_name(void **state)
{
	(void)state;
	begin_trunks();
	add_trunk(30, "the road", "edge.lab");
	add_user("the road", "", "carol");
	sample_finish_refused(builder,
			"table siptrunk_trunk, row 30, column name: expected letters, "
			"digits and _.-, because registrar is yes, found 'the road'");
}

static void add_certified(int id, const char *name, const char *proof,
		const char *certificate, const char *use_source_address)
{
	siptrunk_trunk_row_t row = sample_pbx;

	row.id = id;
	row.name = siptrunk_text(name);
	row.use_source_address = siptrunk_text(use_source_address);
	row.proof = siptrunk_text(proof);
	row.realm = T("edge.lab");
	row.certificate = siptrunk_text(certificate);
	assert_int_equal(siptrunk_builder_add_trunk(builder, &row), SIPTRUNK_OK);
}

static void a_certificate_of_two_trunks_is_refused(void **state)
{
	static const char *const proofs[][2] = {{"certificate", "certificate"},
			{"certificate,digest", "certificate"},
			{"certificate", "certificate,digest"}};
	size_t i;

	(void)state;
	for(i = 0; i < sizeof(proofs) / sizeof(proofs[0]); i++) {
		begin_trunks();
		add_certified(30, "road", proofs[i][0], "a.lab, b.lab", "no");
		add_certified(31, "coach", proofs[i][1], "c.lab, B.lab", "no");
		sample_finish_refused(builder,
				"table siptrunk_trunk, row 31, column certificate: expected "
				"names that no other trunk has whose use_source_address is "
				"no, found 'B.lab'");
	}
}

/** By an address, a password or another name. */
static void a_certificate_may_be_shared_by_who_is_told_apart(void **state)
{
	siptrunk_config_t *config;
	int table;

	(void)state;
	begin_trunks();
	add_certified(30, "road", "certificate", "a.lab", "no");
	add_certified(31, "coach", "certificate", "c.lab", "no");
	add_certified(32, "office", "certificate", "a.lab,c.lab", "yes");
	add_certified(33, "carol", "certificate,digest", "d.lab", "no");
	add_certified(34, "dave", "certificate,digest", "d.lab", "no");
	for(table = CREDENTIAL; table < TABLES; table++)
		sample_add_table(builder, table);
	config = sample_finish(builder);
	sample_end(config);
}

static void who_registers_needs_a_realm(void **state)
{
	siptrunk_trunk_row_t row = sample_agent_trunk;

	(void)state;
	builder = sample_begin(TRUNK);
	row.id = 32;
	row.name = T("other");
	row.registrar = T("yes");
	siptrunk_builder_add_trunk(builder, &row);
	add_user("other", "", "carol");
	sample_finish_refused(builder,
			"table siptrunk_trunk, row 32, column realm: expected a realm, "
			"because registrar is yes, found ''");
}

/** Its address tells it from the others. */
static void a_known_address_may_share_a_user(void **state)
{
	siptrunk_trunk_row_t row = sample_pbx;
	siptrunk_config_t *config;
	int table;

	(void)state;
	begin_trunks();
	add_trunk(30, "road", "edge.lab");
	row.id = 31;
	row.name = T("office");
	row.registrar = T("yes");
	row.realm = T("other.lab");
	siptrunk_builder_add_trunk(builder, &row);
	add_user("road", "", "carol");
	add_user("office", "", "carol");
	for(table = HEADER; table < TABLES; table++)
		sample_add_table(builder, table);
	config = sample_finish(builder);
	sample_end(config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(several_trunks_differ_by_their_users),
			cmocka_unit_test(a_user_of_two_trunks_is_refused),
			cmocka_unit_test(another_realm_is_refused),
			cmocka_unit_test(who_registers_needs_a_password),
			cmocka_unit_test(who_registers_needs_a_realm),
			cmocka_unit_test(a_known_address_may_share_a_user),
			cmocka_unit_test(who_registers_is_one),
			cmocka_unit_test(who_registers_has_a_plain_name),
			cmocka_unit_test(a_certificate_of_two_trunks_is_refused),
			cmocka_unit_test(a_certificate_may_be_shared_by_who_is_told_apart),
	};

	return cmocka_run_group_tests_name("builder_registrar", tests, NULL, NULL);
}
