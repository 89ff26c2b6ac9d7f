/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What a column of siptrunk_trunk may hold, taken by itself; as the checks of
 * siptrunk_check.h.
 *
 * Pure; only the process that loads.
 */
#ifndef SIPTRUNK_CHECK_TRUNK_H
#define SIPTRUNK_CHECK_TRUNK_H

#include "siptrunk_text.h"

bool siptrunk_check_role(siptrunk_text_t value, siptrunk_error_t *error);
bool siptrunk_check_state(siptrunk_text_t value, siptrunk_error_t *error);
/** Or empty: what the role uses. */
bool siptrunk_check_transport(siptrunk_text_t value, siptrunk_error_t *error);
bool siptrunk_check_gateways(siptrunk_text_t value, siptrunk_error_t *error);
/** Digits, or empty. */
bool siptrunk_check_outside_prefix(
		siptrunk_text_t value, siptrunk_error_t *error);
/** Host names with commas between them, or empty. */
bool siptrunk_check_host_names(siptrunk_text_t value, siptrunk_error_t *error);
/** SHA-256 digests of certificates, as openssl x509 -fingerprint writes them,
 *  with commas between them; or empty. */
bool siptrunk_check_digests(siptrunk_text_t value, siptrunk_error_t *error);
/** Or empty: nothing but the address. */
bool siptrunk_check_proof(siptrunk_text_t value, siptrunk_error_t *error);
bool siptrunk_check_strangers(siptrunk_text_t value, siptrunk_error_t *error);
bool siptrunk_check_bad_certificate(
		siptrunk_text_t value, siptrunk_error_t *error);
bool siptrunk_check_psap_callback(
		siptrunk_text_t value, siptrunk_error_t *error);
bool siptrunk_check_identity(siptrunk_text_t value, siptrunk_error_t *error);
bool siptrunk_check_refer(siptrunk_text_t value, siptrunk_error_t *error);
bool siptrunk_check_topology(siptrunk_text_t value, siptrunk_error_t *error);
bool siptrunk_check_transfer_caller(
		siptrunk_text_t value, siptrunk_error_t *error);
/** Two capital letters of ISO 3166, or empty; whether there is such a country
 *  is not asked. */
bool siptrunk_check_country(siptrunk_text_t value, siptrunk_error_t *error);
/** Those with commas between them, '*', or empty. */
bool siptrunk_check_countries(siptrunk_text_t value, siptrunk_error_t *error);
bool siptrunk_check_number_format(
		siptrunk_text_t value, siptrunk_error_t *error);
bool siptrunk_check_unverified_caller(
		siptrunk_text_t value, siptrunk_error_t *error);
bool siptrunk_check_limit_code(siptrunk_text_t value, siptrunk_error_t *error);

#endif
