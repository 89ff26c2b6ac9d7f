/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Rows of siptrunk_registration: with which trunks the edge registers, and as
 * whom. The module uac reads the same table and asks nothing.
 *
 * Pure; only the process that loads.
 */
#include "siptrunk_builder.h"

#include <string.h>

#define USERNAME_MAX 64
#define EXPIRES_MIN 60
#define EXPIRES_MAX 86400

/** Of a user's characters (RFC 3261 section 25.1) those that end it nowhere. */
#define USER_MARKS "-_.!~*'()&=+$,/%"

static bool check_username(siptrunk_text_t value, siptrunk_error_t *error)
{
	return siptrunk_check_username(value, error)
		   && (siptrunk_text_is_word(value, USERNAME_MAX, USER_MARKS)
				   || siptrunk_error_found(error,
						   "a SIP URI's user of letters, digits and "
						   "-_.!~*'()&=+$,/%",
						   value));
}

/** As it stands in a URI: an IPv6 address between brackets. */
static bool is_address(siptrunk_text_t value)
{
	siptrunk_address_t address;

	return siptrunk_address_parse(value, &address)
		   && (value.s[0] == '[' || memchr(value.s, ':', value.len) == NULL);
}

static bool check_domain(siptrunk_text_t value, siptrunk_error_t *error)
{
	return siptrunk_check_host_name(value, NULL) || is_address(value)
		   || siptrunk_error_found(error,
				   "a host name, an IPv4 address or [an IPv6 address]", value);
}

static bool check_expires(siptrunk_text_t value, siptrunk_error_t *error)
{
	int seconds;

	return (siptrunk_parse_int(value, &seconds) && seconds >= EXPIRES_MIN
				   && seconds <= EXPIRES_MAX)
		   || siptrunk_error_found(error, "60 to 86400 seconds", value);
}

static bool is_taken(const siptrunk_builder_t *builder, uint32_t trunk)
{
	const siptrunk_own_registration_t *items = builder->registrations.items;
	size_t i;

	for(i = 0; i < builder->registrations.count; i++) {
		if(items[i].trunk == trunk)
			return true;
	}
	return false;
}

static bool has_outbound(const siptrunk_trunk_t *trunk)
{
	size_t i;

	for(i = 0; i < trunk->credential_count; i++) {
		if(trunk->credentials[i].realm.len > 0)
			return true;
	}
	return false;
}

/** Not refused: gateways come and go, and some registrars know us by our
 *  address. */
static void warn_of_trunk(siptrunk_builder_t *builder,
		const siptrunk_registration_row_t *row, const siptrunk_trunk_t *trunk)
{
	siptrunk_error_t why;

	if(trunk->gateway_count == 0) {
		siptrunk_error_found(&why,
				"a trunk with a gateway, with which the edge could register",
				row->trunk);
		siptrunk_builder_warn(builder, SIPTRUNK_STAGE_REGISTRATION, row->id,
				"trunk", &why);
	}
	if(!has_outbound(trunk)) {
		siptrunk_error_found(&why,
				"a trunk with outbound credentials in siptrunk_credential, "
				"unless its registrar knows the edge by its address",
				row->trunk);
		siptrunk_builder_warn(builder, SIPTRUNK_STAGE_REGISTRATION, row->id,
				"trunk", &why);
	}
}

siptrunk_status_t siptrunk_builder_add_registration(
		siptrunk_builder_t *builder, const siptrunk_registration_row_t *row)
{
	const siptrunk_cell_t cells[] = {
			{"username", row->username, check_username},
			{"domain", row->domain, check_domain},
			{"expires", row->expires, check_expires}};
	siptrunk_own_registration_t item = {.row = row->id};

	if(siptrunk_row_check(builder, SIPTRUNK_STAGE_REGISTRATION, row->id, cells,
			   SIPTRUNK_CELL_COUNT(cells))
					!= SIPTRUNK_OK
			|| siptrunk_row_ordinary_trunk(
					   builder, row->id, row->trunk, &item.trunk)
					   != SIPTRUNK_OK)
		return builder->status;
	if(is_taken(builder, item.trunk))
		return siptrunk_row_refuse(builder, row->id, "trunk",
				"a trunk that no other row has", row->trunk);
	warn_of_trunk(builder, row, &builder->config->trunks[item.trunk]);
	siptrunk_parse_int(row->expires, &item.expires);
	item.username = siptrunk_row_keep(builder, row->username);
	item.domain = siptrunk_row_keep(builder, row->domain);
	if(builder->status != SIPTRUNK_OK)
		return builder->status;
	return siptrunk_builder_push(
			builder, &builder->registrations, &item, sizeof(item));
}

void siptrunk_builder_seal_registrations(siptrunk_builder_t *builder)
{
	siptrunk_config_t *config = builder->config;
	const size_t count = builder->registrations.count;
	const siptrunk_own_registration_t *items = siptrunk_builder_seal(builder,
			&builder->registrations, sizeof(siptrunk_own_registration_t));
	size_t i;

	config->registration_count = count;
	for(i = 0; items != NULL && i < count; i++)
		config->trunks[items[i].trunk].registration = &items[i];
}
