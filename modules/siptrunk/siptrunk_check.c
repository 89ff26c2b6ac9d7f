/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What a column of the tables may hold, taken by itself.
 *
 * Pure; only the process that loads; no memory.
 */
#include "siptrunk_check.h"
#include "siptrunk_ascii.h"
#include "siptrunk_config.h"
#include "siptrunk_detail.h"
#include "siptrunk_uri.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#define NAME_MAX_LENGTH 64
#define HOST_NAME_MAX_LENGTH 253
#define FILE_MAX_LENGTH 255

bool siptrunk_check_name(siptrunk_text_t value, siptrunk_error_t *error)
{
	bool valid = value.len >= 1 && value.len <= NAME_MAX_LENGTH;
	size_t i;

	for(i = 0; i < value.len && valid; i++)
		valid = !siptrunk_ascii_control(value.s[i]);
	return valid
		   || siptrunk_error_found(
				   error, "a name of 1 to 64 printable characters", value);
}

bool siptrunk_check_order_name(siptrunk_text_t value, siptrunk_error_t *error)
{
	siptrunk_caller_order_t order;

	if(siptrunk_caller_order_parse(value, &order, NULL) && order.count > 0)
		return siptrunk_error_found(error, "a name that is no source", value);
	return siptrunk_check_name(value, error);
}

bool siptrunk_check_order_sources(
		siptrunk_text_t value, siptrunk_error_t *error)
{
	siptrunk_caller_order_t order;

	if(siptrunk_text_trim(value).len == 0)
		return siptrunk_error_found(error, "at least one source", value);
	return siptrunk_caller_order_parse(value, &order, error);
}

bool siptrunk_check_e164(siptrunk_text_t value, siptrunk_error_t *error)
{
	return siptrunk_uri_is_e164(value)
		   || siptrunk_error_found(
				   error, "an E.164 number with its '+'", value);
}

bool siptrunk_check_e164_or_empty(
		siptrunk_text_t value, siptrunk_error_t *error)
{
	return value.len == 0 || siptrunk_check_e164(value, error);
}

bool siptrunk_check_action(siptrunk_text_t value, siptrunk_error_t *error)
{
	siptrunk_action_t action;

	return siptrunk_action_parse(value, &action)
		   || siptrunk_error_found(error, "allow or deny", value);
}

bool siptrunk_check_match_type(siptrunk_text_t value, siptrunk_error_t *error)
{
	return siptrunk_text_equal(value, SIPTRUNK_TEXT("number_list"))
		   || siptrunk_error_found(error, "number_list", value);
}

bool siptrunk_parse_int(siptrunk_text_t value, int *number)
{
	size_t i;

	*number = 0;
	for(i = 0; i < value.len; i++) {
		int digit = value.s[i] - '0';

		if(!siptrunk_ascii_digit(value.s[i])
				|| *number > (INT_MAX - digit) / 10)
			return false;
		*number = *number * 10 + digit;
	}
	return value.len > 0;
}

bool siptrunk_check_limit(siptrunk_text_t value, siptrunk_error_t *error)
{
	int number;

	return siptrunk_parse_int(value, &number)
		   || siptrunk_error_found(error, "a number, 0 or more", value);
}

bool siptrunk_check_prefix(siptrunk_text_t value, siptrunk_error_t *error)
{
	siptrunk_prefix_t prefix;

	return siptrunk_prefix_parse(value, &prefix, error);
}

/** The last label has a letter: 1.2.3 is an address gone wrong. */
static bool is_host_name(siptrunk_text_t text)
{
	siptrunk_text_t rest = text, label = {NULL, 0};
	size_t i;

	if(text.len > HOST_NAME_MAX_LENGTH)
		return false;
	do {
		label = siptrunk_text_split(rest, '.', &rest);
		if(!siptrunk_uri_is_label(label))
			return false;
	} while(rest.s != NULL);
	for(i = 0; i < label.len; i++) {
		if(!siptrunk_ascii_digit(label.s[i]) && label.s[i] != '-')
			return true;
	}
	return false;
}

bool siptrunk_check_host_name(siptrunk_text_t value, siptrunk_error_t *error)
{
	return is_host_name(value)
		   || siptrunk_error_found(error, "a host name", value);
}

bool siptrunk_check_direction(siptrunk_text_t value, siptrunk_error_t *error)
{
	uint8_t directions;

	return siptrunk_direction_parse(value, &directions)
		   || siptrunk_error_found(
				   error, "inbound, outbound or nothing", value);
}

bool siptrunk_check_one_direction(
		siptrunk_text_t value, siptrunk_error_t *error)
{
	return (value.len > 0 && siptrunk_check_direction(value, NULL))
		   || siptrunk_error_found(error, "inbound or outbound", value);
}

bool siptrunk_check_transports(siptrunk_text_t value, siptrunk_error_t *error)
{
	uint8_t transports;

	return siptrunk_transports_parse(value, &transports)
		   || siptrunk_error_found(
				   error, "some of udp,tcp,tls or nothing", value);
}

bool siptrunk_check_ports(siptrunk_text_t value, siptrunk_error_t *error)
{
	uint16_t first, last;

	return siptrunk_ports_parse(value, &first, &last)
		   || siptrunk_error_found(error,
				   "a port or FIRST-LAST, 1 to 65535, or nothing", value);
}

static bool check_time(
		siptrunk_text_t value, bool until, siptrunk_error_t *error)
{
	int64_t seconds;

	return siptrunk_time_parse(value, until, &seconds)
		   || siptrunk_error_found(error,
				   "a date such as 2026-11-21 or 2026-11-21T18:00:00Z, from "
				   "2000 on, or nothing",
				   value);
}

bool siptrunk_check_valid_from(siptrunk_text_t value, siptrunk_error_t *error)
{
	return check_time(value, false, error);
}

bool siptrunk_check_valid_until(siptrunk_text_t value, siptrunk_error_t *error)
{
	return check_time(value, true, error);
}

bool siptrunk_check_dated(siptrunk_text_t value, siptrunk_error_t *error)
{
	return siptrunk_dated_parse(value)
		   || siptrunk_error_found(
				   error, "2026, 2026-11, 2026-11-21 or nothing", value);
}

bool siptrunk_check_realm(siptrunk_text_t value, siptrunk_error_t *error)
{
	bool valid = value.len <= NAME_MAX_LENGTH;
	size_t i;

	for(i = 0; i < value.len && valid; i++)
		valid = !siptrunk_ascii_control(value.s[i]) && value.s[i] != '"'
				&& value.s[i] != '\\' && value.s[i] != ':';
	return valid
		   || siptrunk_error_found(error,
				   "up to 64 printable characters without quotes, backslashes "
				   "and colons",
				   value);
}

/** One of two words. */
bool siptrunk_check_either(siptrunk_text_t value, const char *one,
		const char *other, siptrunk_error_t *error)
{
	char expected[64];

	if(siptrunk_text_equal(value, siptrunk_text(one))
			|| siptrunk_text_equal(value, siptrunk_text(other)))
		return true;
	snprintf(expected, sizeof(expected), "%s or %s", one, other);
	return siptrunk_error_found(error, expected, value);
}

bool siptrunk_check_on_off(siptrunk_text_t value, siptrunk_error_t *error)
{
	return siptrunk_check_either(value, "on", "off", error);
}

bool siptrunk_check_distribution(siptrunk_text_t value, siptrunk_error_t *error)
{
	return siptrunk_check_either(value, "sequential", "random", error);
}

bool siptrunk_check_yes_no(siptrunk_text_t value, siptrunk_error_t *error)
{
	return siptrunk_check_either(value, "yes", "no", error);
}

bool siptrunk_check_callback(siptrunk_text_t value, siptrunk_error_t *error)
{
	return siptrunk_check_either(value, "desk", "caller", error);
}

bool siptrunk_check_desk(siptrunk_text_t value, siptrunk_error_t *error)
{
	return value.len == 0 || siptrunk_uri_is_extension(value)
		   || siptrunk_uri_is_e164(value)
		   || siptrunk_error_found(
				   error, "an extension or an E.164 number", value);
}

bool siptrunk_check_username(siptrunk_text_t value, siptrunk_error_t *error)
{
	return (value.len > 0 && siptrunk_check_realm(value, NULL))
		   || siptrunk_error_found(error,
				   "1 to 64 printable characters without quotes, backslashes "
				   "and colons",
				   value);
}

static bool is_hash(
		siptrunk_text_t value, size_t digits, siptrunk_error_t *error)
{
	size_t i;

	for(i = 0; i < value.len && siptrunk_ascii_hex(value.s[i]) >= 0; i++)
		continue;
	if(i == value.len && (value.len == digits || value.len == 0))
		return true;
	siptrunk_error_set(error,
			"expected %zu hexadecimal digits (scripts/siptrunkdb ha1), found "
			"%zu bytes of something else",
			digits, value.len);
	return false;
}

bool siptrunk_check_ha1(siptrunk_text_t value, siptrunk_error_t *error)
{
	return is_hash(value, 32, error);
}

bool siptrunk_check_ha1_sha256(siptrunk_text_t value, siptrunk_error_t *error)
{
	return is_hash(value, 64, error);
}

bool siptrunk_check_aor(siptrunk_text_t value, siptrunk_error_t *error)
{
	siptrunk_uri_t uri;

	return (siptrunk_uri_parse(value, &uri) && uri.scheme.len == 0
				   && uri.host.len > 0
				   && uri.user.len + 1 + uri.host.len == value.len
				   && memchr(value.s, '%', value.len) == NULL)
		   || siptrunk_error_found(
				   error, "user@host without escapes and parameters", value);
}

bool siptrunk_check_email(siptrunk_text_t value, siptrunk_error_t *error)
{
	return value.len == 0 || siptrunk_uri_is_email(value)
		   || siptrunk_error_found(error, "an e-mail address", value);
}

bool siptrunk_check_extension(siptrunk_text_t value, siptrunk_error_t *error)
{
	return value.len == 0 || siptrunk_uri_is_extension(value)
		   || siptrunk_error_found(
				   error, "an extension of 1 to 15 digits", value);
}

bool siptrunk_check_file(siptrunk_text_t value, siptrunk_error_t *error)
{
	return value.len == 0
		   || (value.s[0] == '/' && value.len <= FILE_MAX_LENGTH
				   && siptrunk_check_description(value, NULL))
		   || siptrunk_error_found(error,
				   "the path of a file, which begins with '/', or nothing",
				   value);
}

bool siptrunk_check_description(siptrunk_text_t value, siptrunk_error_t *error)
{
	size_t i;

	for(i = 0; i < value.len; i++) {
		if(siptrunk_ascii_control(value.s[i]))
			return siptrunk_error_found(error, "printable text", value);
	}
	return true;
}
