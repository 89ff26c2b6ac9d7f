/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What a column of siptrunk_trunk may hold, taken by itself.
 *
 * Pure; only the process that loads; no memory.
 */
#include "siptrunk_check_trunk.h"
#include "siptrunk_ascii.h"
#include "siptrunk_check.h"
#include "siptrunk_config.h"
#include "siptrunk_uri.h"

bool siptrunk_check_role(siptrunk_text_t value, siptrunk_error_t *error)
{
	siptrunk_role_t role;

	return siptrunk_role_parse(value, &role)
		   || siptrunk_error_found(
				   error, "pbx, agent, carrier or emergency", value);
}

bool siptrunk_check_state(siptrunk_text_t value, siptrunk_error_t *error)
{
	siptrunk_state_t state;

	return siptrunk_state_parse(value, &state)
		   || siptrunk_error_found(
				   error, "in_service or out_of_service", value);
}

bool siptrunk_check_transport(siptrunk_text_t value, siptrunk_error_t *error)
{
	return value.len == 0 || siptrunk_text_equal(value, SIPTRUNK_TEXT("udp"))
		   || siptrunk_text_equal(value, SIPTRUNK_TEXT("tcp"))
		   || siptrunk_text_equal(value, SIPTRUNK_TEXT("tls"))
		   || siptrunk_error_found(error, "udp, tcp, tls or nothing", value);
}

bool siptrunk_check_gateways(siptrunk_text_t value, siptrunk_error_t *error)
{
	int number;

	return (siptrunk_parse_int(value, &number) && number >= 1)
		   || siptrunk_error_found(error, "a dispatcher set, 1 or more", value);
}

bool siptrunk_check_outside_prefix(
		siptrunk_text_t value, siptrunk_error_t *error)
{
	return value.len == 0 || siptrunk_uri_is_extension(value)
		   || siptrunk_error_found(error, "digits only", value);
}

bool siptrunk_check_host_names(siptrunk_text_t value, siptrunk_error_t *error)
{
	siptrunk_text_t rest = value;

	while(value.len > 0 && rest.s != NULL) {
		if(!siptrunk_check_host_name(
				   siptrunk_text_trim(siptrunk_text_split(rest, ',', &rest)),
				   NULL))
			return siptrunk_error_found(
					error, "host names with commas between them", value);
	}
	return true;
}

#define SHA256_BYTES 32

/** "AB:CD:...", each byte with a colon before the next. */
static bool is_digest(siptrunk_text_t text)
{
	size_t i;

	for(i = 0; i < text.len; i++) {
		if(i % 3 == 2 ? text.s[i] != ':' : siptrunk_ascii_hex(text.s[i]) < 0)
			return false;
	}
	return text.len == SHA256_BYTES * 3 - 1;
}

bool siptrunk_check_digests(siptrunk_text_t value, siptrunk_error_t *error)
{
	siptrunk_text_t rest = value;

	while(value.len > 0 && rest.s != NULL) {
		if(!is_digest(
				   siptrunk_text_trim(siptrunk_text_split(rest, ',', &rest))))
			return siptrunk_error_found(error,
					"SHA-256 fingerprints, AB:CD:..., with commas between them",
					value);
	}
	return true;
}

bool siptrunk_check_proof(siptrunk_text_t value, siptrunk_error_t *error)
{
	unsigned proof;

	return siptrunk_proof_parse(value, &proof)
		   || siptrunk_error_found(
				   error, "some of certificate,digest,call_id or nothing",
				   value);
}

bool siptrunk_check_strangers(siptrunk_text_t value, siptrunk_error_t *error)
{
	return siptrunk_check_either(value, "reject", "drop", error);
}

bool siptrunk_check_bad_certificate(
		siptrunk_text_t value, siptrunk_error_t *error)
{
	return siptrunk_check_either(value, "refuse", "allow_and_alarm", error);
}

bool siptrunk_check_psap_callback(
		siptrunk_text_t value, siptrunk_error_t *error)
{
	return siptrunk_check_either(value, "ignored", "trusted", error);
}

bool siptrunk_check_identity(siptrunk_text_t value, siptrunk_error_t *error)
{
	return siptrunk_check_either(value, "pass", "hide", error);
}

bool siptrunk_check_refer(siptrunk_text_t value, siptrunk_error_t *error)
{
	siptrunk_refer_t what;

	return siptrunk_refer_parse(value, &what)
		   || siptrunk_error_found(error, "relay, carry_out or refuse", value);
}

bool siptrunk_check_topology(siptrunk_text_t value, siptrunk_error_t *error)
{
	return siptrunk_check_either(value, "show", "hide", error);
}

bool siptrunk_check_transfer_caller(
		siptrunk_text_t value, siptrunk_error_t *error)
{
	return siptrunk_check_either(value, "own", "transferee", error);
}

static bool is_country(siptrunk_text_t text)
{
	return text.len == 2 && text.s[0] >= 'A' && text.s[0] <= 'Z'
		   && text.s[1] >= 'A' && text.s[1] <= 'Z';
}

bool siptrunk_check_country(siptrunk_text_t value, siptrunk_error_t *error)
{
	return value.len == 0 || is_country(value)
		   || siptrunk_error_found(error,
				   "two capital letters (ISO 3166), as US, or nothing", value);
}

bool siptrunk_check_countries(siptrunk_text_t value, siptrunk_error_t *error)
{
	siptrunk_text_t rest = value;

	if(siptrunk_text_equal(value, SIPTRUNK_TEXT("*")))
		return true;
	while(value.len > 0 && rest.s != NULL) {
		if(!is_country(
				   siptrunk_text_trim(siptrunk_text_split(rest, ',', &rest))))
			return siptrunk_error_found(error,
					"countries as US,CA (ISO 3166), *, or nothing", value);
	}
	return true;
}

bool siptrunk_check_number_format(
		siptrunk_text_t value, siptrunk_error_t *error)
{
	return siptrunk_check_either(value, "any", "e164", error);
}

bool siptrunk_check_unverified_caller(
		siptrunk_text_t value, siptrunk_error_t *error)
{
	return siptrunk_check_either(value, "replace", "refuse", NULL)
		   || siptrunk_text_equal(value, SIPTRUNK_TEXT("pass"))
		   || siptrunk_error_found(error, "pass, replace or refuse", value);
}

bool siptrunk_check_limit_code(siptrunk_text_t value, siptrunk_error_t *error)
{
	return siptrunk_check_either(value, "486", "503", error);
}
