/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What trunks must have that register with the edge, or are not known by their
 * address: asked once trunks and credentials are in their tables.
 *
 * Pure; only the process that loads.
 */
#include "siptrunk_builder.h"

static bool refuse(siptrunk_builder_t *builder, const siptrunk_trunk_t *trunk,
		const char *column, const char *expected, siptrunk_text_t found)
{
	siptrunk_error_t why;

	siptrunk_error_found(&why, expected, found);
	siptrunk_builder_refuse(
			builder, SIPTRUNK_STAGE_TRUNK, trunk->row, column, &why);
	return false;
}

static bool is_inbound(const siptrunk_credential_t *credential)
{
	return credential->realm.len == 0;
}

static size_t count_inbound(const siptrunk_trunk_t *trunk)
{
	size_t count = 0, i;

	for(i = 0; i < trunk->credential_count; i++)
		count += is_inbound(&trunk->credentials[i]);
	return count;
}

/** Who registers shows a user name and password. It is one peer, by its trunk's
 *  name: of several, the one that registered last would get the calls of all,
 *  a PSAP's too. */
static bool check_registrar(
		siptrunk_builder_t *builder, const siptrunk_trunk_t *trunk)
{
	if(!trunk->registrar)
		return true;
	if(trunk->realm.len == 0)
		return refuse(builder, trunk, "realm",
				"a realm, because registrar is yes", trunk->realm);
	if(!siptrunk_text_is_word(trunk->name, trunk->name.len, "_.-"))
		return refuse(builder, trunk, "name",
				"letters, digits and _.-, because registrar is yes",
				trunk->name);
	if(count_inbound(trunk) == 0)
		return refuse(builder, trunk, "registrar",
				"no, because siptrunk_credential has nothing inbound of it",
				SIPTRUNK_TEXT("yes"));
	if(count_inbound(trunk) > 1)
		return refuse(builder, trunk, "registrar",
				"no, because siptrunk_credential has several inbound of it",
				SIPTRUNK_TEXT("yes"));
	return true;
}

static bool is_challenged_anywhere(const siptrunk_trunk_t *trunk)
{
	return !trunk->use_source_address && trunk->realm.len > 0;
}

static bool has_user(const siptrunk_trunk_t *trunk, siptrunk_text_t name)
{
	size_t i;

	for(i = 0; i < trunk->credential_count; i++) {
		if(is_inbound(&trunk->credentials[i])
				&& siptrunk_text_equal(trunk->credentials[i].username, name))
			return true;
	}
	return false;
}

/** A stranger is challenged once, and his user name alone tells who he is. */
static bool check_users(siptrunk_builder_t *builder,
		const siptrunk_trunk_t *trunk, const siptrunk_trunk_t *before)
{
	size_t i;

	if(!is_challenged_anywhere(trunk) || !is_challenged_anywhere(before))
		return true;
	if(!siptrunk_text_equal(trunk->realm, before->realm))
		return refuse(builder, trunk, "realm",
				"the realm of the other trunks whose use_source_address is no",
				trunk->realm);
	for(i = 0; i < trunk->credential_count; i++) {
		if(is_inbound(&trunk->credentials[i])
				&& has_user(before, trunk->credentials[i].username))
			return refuse(builder, trunk, "use_source_address",
					"yes, because another trunk that has no has this user name",
					trunk->credentials[i].username);
	}
	return true;
}

static bool is_known_by_certificate(const siptrunk_trunk_t *trunk)
{
	return (trunk->proof & SIPTRUNK_PROOF_CERTIFICATE)
		   && !(trunk->proof & SIPTRUNK_PROOF_DIGEST);
}

/** Where a certificate is enough, it alone tells who somebody is. */
static bool check_certificates(siptrunk_builder_t *builder,
		const siptrunk_trunk_t *trunk, const siptrunk_trunk_t *before)
{
	siptrunk_text_t rest = trunk->certificate, name;

	if(trunk->use_source_address || before->use_source_address
			|| (!is_known_by_certificate(trunk)
					&& !is_known_by_certificate(before)))
		return true;
	while(rest.len > 0) {
		name = siptrunk_text_trim(siptrunk_text_split(rest, ',', &rest));
		if(siptrunk_text_list_has(before->certificate, name))
			return refuse(builder, trunk, "certificate",
					"names that no other trunk has whose use_source_address "
					"is no",
					name);
	}
	return true;
}

static bool check_others(siptrunk_builder_t *builder, size_t index)
{
	const siptrunk_trunk_t *trunks = builder->config->trunks;
	size_t i;

	for(i = 0; i < index; i++) {
		if(!check_users(builder, &trunks[index], &trunks[i])
				|| !check_certificates(builder, &trunks[index], &trunks[i]))
			return false;
	}
	return true;
}

void siptrunk_builder_check_registrars(siptrunk_builder_t *builder)
{
	const siptrunk_config_t *config = builder->config;
	size_t i;

	for(i = 0; i < config->trunk_count; i++) {
		if(!check_registrar(builder, &config->trunks[i])
				|| !check_others(builder, i))
			return;
	}
}
