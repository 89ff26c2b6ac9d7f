/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The configuration as it is read: who is called what, who owns what.
 *
 * Pure; any process; nothing here allocates. The struct itself and the prefix
 * table come from the arena's allocator (siptrunk_builder_new), everything
 * else from the arena.
 */
#include "siptrunk_config.h"
#include "siptrunk_uri.h"

#include <stdlib.h>
#include <string.h>

static const char *const roles[SIPTRUNK_ROLE_COUNT] = {
		"pbx", "agent", "carrier", "emergency"};
/** By the bits of siptrunk_proof_t. */
static const char *const proofs[] = {"certificate", "digest", "call_id"};
#define PROOF_COUNT (sizeof(proofs) / sizeof(proofs[0]))
static const char *const refers[SIPTRUNK_REFER_COUNT] = {
		"relay", "carry_out", "refuse"};
static const char *const states[] = {"out_of_service", "in_service"};

void siptrunk_config_free(siptrunk_config_t *config)
{
	const siptrunk_allocator_t *allocator;

	if(config == NULL)
		return;
	allocator = config->arena.allocator;
	siptrunk_prefix_table_free(config->prefixes, allocator);
	siptrunk_arena_free(&config->arena);
	allocator->free(config);
}

size_t siptrunk_config_size(const siptrunk_config_t *config)
{
	return sizeof(*config) + config->arena.taken
		   + siptrunk_prefix_table_size(config->prefixes);
}

bool siptrunk_config_is_custom(
		const siptrunk_config_t *config, siptrunk_text_t name)
{
	size_t i;

	for(i = 0; i < config->header_name_count; i++) {
		if(siptrunk_text_equal_nocase(config->header_names[i], name))
			return true;
	}
	return false;
}

const char *siptrunk_stage_table(siptrunk_stage_t stage)
{
	static const char *const tables[SIPTRUNK_STAGE_COUNT] = {"siptrunk_site",
			"siptrunk_caller_order", "siptrunk_trunk", "siptrunk_credential",
			"siptrunk_header", "siptrunk_address", "siptrunk_caller",
			"siptrunk_number_plan", "siptrunk_number", "dispatcher",
			"siptrunk_notification", "siptrunk_api", "siptrunk_agent",
			"siptrunk_variable", "siptrunk_call_id_header",
			"siptrunk_header_rule", "siptrunk_transfer",
			"siptrunk_header_policy", "siptrunk_verified_caller",
			"siptrunk_outbound_route",
			"siptrunk_premium_range", "siptrunk_response",
			"siptrunk_termination",
			"siptrunk_dial_rule", "siptrunk_registration"};

	return tables[stage];
}

void siptrunk_config_compare(const siptrunk_config_t *before,
		const siptrunk_config_t *after,
		siptrunk_changes_t changes[SIPTRUNK_STAGE_COUNT])
{
	siptrunk_stage_t stage;

	for(stage = 0; stage < SIPTRUNK_STAGE_COUNT; stage++)
		siptrunk_fingerprints_compare(
				&before->rows[stage], &after->rows[stage], &changes[stage]);
}

void siptrunk_config_set_state(siptrunk_config_t *config,
		siptrunk_trunk_t *trunk, siptrunk_state_t state)
{
	siptrunk_fingerprint_t *fingerprint = siptrunk_fingerprint_find(
			&config->rows[SIPTRUNK_STAGE_TRUNK], trunk->row);

	if(fingerprint != NULL)
		siptrunk_fingerprint_change(fingerprint,
				SIPTRUNK_TRUNK_COLUMN(state),
				siptrunk_state_name(trunk->state), siptrunk_state_name(state));
	__atomic_store_n(&trunk->state, (int)state, __ATOMIC_RELAXED);
}

void siptrunk_config_take_states(
		siptrunk_config_t *config, const siptrunk_config_t *from)
{
	const siptrunk_trunk_t *known;
	size_t i;

	for(i = 0; i < config->trunk_count; i++) {
		known = siptrunk_config_trunk(from, config->trunks[i].name);
		if(known != NULL)
			siptrunk_config_set_state(config, &config->trunks[i],
					(siptrunk_state_t)known->state);
	}
}

siptrunk_trunk_t *siptrunk_config_trunk(
		const siptrunk_config_t *config, siptrunk_text_t name)
{
	size_t i;

	for(i = 0; i < config->trunk_count; i++) {
		if(siptrunk_text_equal(config->trunks[i].name, name))
			return &config->trunks[i];
	}
	return NULL;
}

bool siptrunk_config_is_roaming_pbx(const siptrunk_trunk_t *trunk)
{
	return trunk->role == SIPTRUNK_ROLE_PBX && !trunk->use_source_address;
}

siptrunk_trunk_t *siptrunk_config_first(
		const siptrunk_config_t *config, siptrunk_role_t role)
{
	siptrunk_trunk_t *fallback = NULL;
	size_t i;

	for(i = 0; i < config->trunk_count; i++) {
		siptrunk_trunk_t *trunk = &config->trunks[i];

		if(trunk->role != role)
			continue;
		if(__atomic_load_n(&trunk->state, __ATOMIC_RELAXED)
				== SIPTRUNK_IN_SERVICE)
			return trunk;
		if(fallback == NULL)
			fallback = trunk;
	}
	return fallback;
}

bool siptrunk_config_is_gateway(
		const siptrunk_trunk_t *trunk, siptrunk_text_t host)
{
	size_t i;

	for(i = 0; i < trunk->gateway_count; i++) {
		if(siptrunk_text_equal_nocase(trunk->gateway_list[i].name, host)
				|| siptrunk_text_equal_nocase(
						trunk->gateway_list[i].host, host))
			return true;
	}
	return false;
}

siptrunk_trunk_t *siptrunk_config_owner(
		const siptrunk_config_t *config, siptrunk_text_t number)
{
	size_t low = 0;
	size_t high = config->owned_count;

	number = siptrunk_uri_without_plus(number);
	while(number.len > 0 && low < high) {
		size_t middle = low + (high - low) / 2;
		const siptrunk_owned_t *owned = &config->owned[middle];
		int order = siptrunk_text_compare(
				number, siptrunk_uri_without_plus(owned->number));

		if(order == 0)
			return &config->trunks[owned->trunk];
		if(order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

bool siptrunk_config_is_verified(const siptrunk_config_t *config,
		const siptrunk_trunk_t *trunk, siptrunk_text_t number)
{
	const siptrunk_verified_t key = {
			number, (uint32_t)(trunk - config->trunks)};

	number = siptrunk_uri_without_plus(number);
	if(number.len == 0)
		return false;
	return siptrunk_text_equal(siptrunk_uri_without_plus(trunk->ani), number)
		   || siptrunk_config_owner(config, number) == trunk
		   || (config->verified_count > 0
				   && bsearch(&key, config->verified, config->verified_count,
							  sizeof(key), siptrunk_verified_compare)
							  != NULL);
}

const siptrunk_notification_t *siptrunk_config_notification(
		const siptrunk_config_t *config, int row)
{
	size_t i;

	for(i = 0; i < config->notification_count; i++) {
		if(config->notifications[i].row == row)
			return &config->notifications[i];
	}
	return NULL;
}

siptrunk_text_t siptrunk_role_name(siptrunk_role_t role)
{
	return role < SIPTRUNK_ROLE_COUNT ? siptrunk_text(roles[role])
									  : SIPTRUNK_TEXT("none");
}

bool siptrunk_role_parse(siptrunk_text_t text, siptrunk_role_t *role)
{
	*role = siptrunk_text_index(roles, SIPTRUNK_ROLE_COUNT, text);
	return *role < SIPTRUNK_ROLE_COUNT;
}

siptrunk_text_t siptrunk_state_name(int state)
{
	return siptrunk_text(states[state == SIPTRUNK_IN_SERVICE]);
}

bool siptrunk_state_parse(siptrunk_text_t text, siptrunk_state_t *state)
{
	*state = siptrunk_text_equal(text, siptrunk_text(states[1]))
					 ? SIPTRUNK_IN_SERVICE
					 : SIPTRUNK_OUT_OF_SERVICE;
	return *state == SIPTRUNK_IN_SERVICE
		   || siptrunk_text_equal(text, siptrunk_text(states[0]));
}

siptrunk_text_t siptrunk_action_name(int action)
{
	return action == SIPTRUNK_ALLOW ? SIPTRUNK_TEXT("allow")
									: SIPTRUNK_TEXT("deny");
}

bool siptrunk_action_parse(siptrunk_text_t text, siptrunk_action_t *action)
{
	*action = siptrunk_text_equal(text, siptrunk_action_name(SIPTRUNK_ALLOW))
					  ? SIPTRUNK_ALLOW
					  : SIPTRUNK_DENY;
	return siptrunk_text_equal(text, siptrunk_action_name(*action));
}

siptrunk_text_t siptrunk_strangers_name(siptrunk_strangers_t strangers)
{
	return strangers == SIPTRUNK_STRANGERS_DROP ? SIPTRUNK_TEXT("drop")
												: SIPTRUNK_TEXT("reject");
}

siptrunk_text_t siptrunk_refer_name(siptrunk_refer_t what)
{
	return siptrunk_text(refers[what]);
}

bool siptrunk_refer_parse(siptrunk_text_t text, siptrunk_refer_t *what)
{
	*what = siptrunk_text_index(refers, SIPTRUNK_REFER_COUNT, text);
	return *what < SIPTRUNK_REFER_COUNT;
}

bool siptrunk_proof_parse(siptrunk_text_t text, unsigned *proof)
{
	unsigned found = 0;
	size_t i;

	*proof = 0;
	if(text.len == 0)
		return true;
	do {
		i = siptrunk_text_index(proofs, PROOF_COUNT,
				siptrunk_text_trim(siptrunk_text_split(text, ',', &text)));
		if(i == PROOF_COUNT)
			return false;
		found |= 1u << i;
	} while(text.s != NULL);
	*proof = found;
	return true;
}

const char *siptrunk_proof_format(
		unsigned proof, char text[SIPTRUNK_PROOF_TEXT_MAX])
{
	size_t i;

	text[0] = '\0';
	for(i = 0; i < PROOF_COUNT; i++) {
		if(!(proof & 1u << i))
			continue;
		if(text[0] != '\0')
			strcat(text, ",");
		strcat(text, proofs[i]);
	}
	return text;
}
