/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What a column of the tables may hold, taken by itself: each check says
 * "expected ..., found '...'" in error, which may be NULL, and false. What only
 * trunks have is siptrunk_check_trunk.h's.
 *
 * Pure; only the process that loads.
 */
#ifndef SIPTRUNK_CHECK_H
#define SIPTRUNK_CHECK_H

#include "siptrunk_text.h"

typedef bool (*siptrunk_check_f)(
		siptrunk_text_t value, siptrunk_error_t *error);

/** 1 to 64 bytes, no control character. */
bool siptrunk_check_name(siptrunk_text_t value, siptrunk_error_t *error);
/** A name that is no list of sources: otherwise a trunk's caller_order could
 *  mean either. */
bool siptrunk_check_order_name(siptrunk_text_t value, siptrunk_error_t *error);
/** At least one source (siptrunk_caller_order_parse). */
bool siptrunk_check_order_sources(
		siptrunk_text_t value, siptrunk_error_t *error);
bool siptrunk_check_e164(siptrunk_text_t value, siptrunk_error_t *error);
bool siptrunk_check_e164_or_empty(
		siptrunk_text_t value, siptrunk_error_t *error);
bool siptrunk_check_action(siptrunk_text_t value, siptrunk_error_t *error);
bool siptrunk_check_match_type(siptrunk_text_t value, siptrunk_error_t *error);
bool siptrunk_check_limit(siptrunk_text_t value, siptrunk_error_t *error);
bool siptrunk_check_prefix(siptrunk_text_t value, siptrunk_error_t *error);
/** A host name of RFC 1123, 1 to 253 bytes; no address. */
bool siptrunk_check_host_name(siptrunk_text_t value, siptrunk_error_t *error);
/* The next may be empty: no limit, not known. */
bool siptrunk_check_direction(siptrunk_text_t value, siptrunk_error_t *error);
bool siptrunk_check_one_direction(
		siptrunk_text_t value, siptrunk_error_t *error);
bool siptrunk_check_transports(siptrunk_text_t value, siptrunk_error_t *error);
bool siptrunk_check_ports(siptrunk_text_t value, siptrunk_error_t *error);
bool siptrunk_check_valid_from(siptrunk_text_t value, siptrunk_error_t *error);
bool siptrunk_check_valid_until(siptrunk_text_t value, siptrunk_error_t *error);
bool siptrunk_check_dated(siptrunk_text_t value, siptrunk_error_t *error);
/** Fits between double quotes as it is (RFC 3261 section 25.1), up to 64
 *  bytes; or empty. */
bool siptrunk_check_realm(siptrunk_text_t value, siptrunk_error_t *error);
bool siptrunk_check_either(siptrunk_text_t value, const char *one,
		const char *other, siptrunk_error_t *error);
bool siptrunk_check_yes_no(siptrunk_text_t value, siptrunk_error_t *error);
/** on or off. */
bool siptrunk_check_on_off(siptrunk_text_t value, siptrunk_error_t *error);
bool siptrunk_check_distribution(
		siptrunk_text_t value, siptrunk_error_t *error);
bool siptrunk_check_callback(siptrunk_text_t value, siptrunk_error_t *error);
/** An extension, E.164, or empty. */
bool siptrunk_check_desk(siptrunk_text_t value, siptrunk_error_t *error);
/** A user name without ':', which would end it in a HA1. */
bool siptrunk_check_username(siptrunk_text_t value, siptrunk_error_t *error);
/* The next two may be empty, and are secrets, never shown in error: 32 and 64
 * hexadecimal digits. */
bool siptrunk_check_ha1(siptrunk_text_t value, siptrunk_error_t *error);
bool siptrunk_check_ha1_sha256(siptrunk_text_t value, siptrunk_error_t *error);
/** user@host, without escapes: it is compared with identities whose escapes
 *  are undone. */
bool siptrunk_check_aor(siptrunk_text_t value, siptrunk_error_t *error);
/** The next two may be empty: the caller has none. */
bool siptrunk_check_email(siptrunk_text_t value, siptrunk_error_t *error);
bool siptrunk_check_extension(siptrunk_text_t value, siptrunk_error_t *error);
/** The path of a file, or empty. */
bool siptrunk_check_file(siptrunk_text_t value, siptrunk_error_t *error);
bool siptrunk_check_description(
		siptrunk_text_t value, siptrunk_error_t *error);

/** A decimal number without sign; false also for what no int can hold. */
bool siptrunk_parse_int(siptrunk_text_t value, int *number);

#endif
