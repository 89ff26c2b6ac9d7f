/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * How a trunk speaks: names of what the columns hold.
 *
 * Pure; any process; no memory.
 */
#include "siptrunk_media_profile.h"
#include "siptrunk_check.h"
#include "siptrunk_codec.h"

#include <string.h>

static const char *const medias[SIPTRUNK_MEDIA_COUNT] = {
		"rtp", "srtp", "srtp_optional"};

siptrunk_text_t siptrunk_media_name(siptrunk_media_t media)
{
	return siptrunk_text(medias[media]);
}

bool siptrunk_media_parse(siptrunk_text_t text, siptrunk_media_t *media)
{
	*media = siptrunk_text_index(medias, SIPTRUNK_MEDIA_COUNT, text);
	return *media < SIPTRUNK_MEDIA_COUNT;
}

/* --- suites --- */

/** Seed 000's order; alias: as it writes them. */
static const struct suite
{
	const char *name, *alias;
} suites[] = {
		{"AES_CM_128_HMAC_SHA1_80", ""},
		{"AES_CM_128_HMAC_SHA1_32", ""},
		{"AES_256_CM_HMAC_SHA1_80", "AES_CM_256_HMAC_SHA1_80"},
		{"AES_256_CM_HMAC_SHA1_32", "AES_CM_256_HMAC_SHA1_32"},
};

#define SUITE_COUNT (sizeof(suites) / sizeof(suites[0]))
#define SUITES_ALL                                                         \
	"AES_CM_128_HMAC_SHA1_80,AES_CM_128_HMAC_SHA1_32,AES_256_CM_HMAC_SHA1" \
	"_80,AES_256_CM_HMAC_SHA1_32"

/** SUITE_COUNT: there is none of this name. */
static size_t suite_find(siptrunk_text_t name)
{
	size_t i;

	for(i = 0; i < SUITE_COUNT; i++) {
		if(siptrunk_text_equal(name, siptrunk_text(suites[i].name))
				|| siptrunk_text_equal(name, siptrunk_text(suites[i].alias)))
			break;
	}
	return name.len > 0 ? i : SUITE_COUNT;
}

bool siptrunk_srtp_suites_parse(siptrunk_text_t list,
		char text[SIPTRUNK_SRTP_SUITES_MAX], siptrunk_error_t *error)
{
	siptrunk_text_t rest = list;
	unsigned found = 0;

	text[0] = '\0';
	if(list.len == 0) {
		strcpy(text, SUITES_ALL);
		return true;
	}
	while(rest.s != NULL) {
		size_t i = suite_find(
				siptrunk_text_trim(siptrunk_text_split(rest, ',', &rest)));

		if(i == SUITE_COUNT || (found & 1u << i) != 0)
			return siptrunk_error_found(
					error, "suites of " SUITES_ALL ", each once", list);
		strcat(text, found == 0 ? "" : ",");
		strcat(text, suites[i].name);
		found |= 1u << i;
	}
	return true;
}

/* --- columns --- */

bool siptrunk_check_media(siptrunk_text_t value, siptrunk_error_t *error)
{
	siptrunk_media_t media;

	return siptrunk_media_parse(value, &media)
		   || siptrunk_error_found(error, "rtp, srtp or srtp_optional", value);
}

bool siptrunk_check_codecs(siptrunk_text_t value, siptrunk_error_t *error)
{
	char text[SIPTRUNK_CODECS_MAX];

	return siptrunk_codecs_parse(value, text, error);
}

bool siptrunk_check_srtp_suites(siptrunk_text_t value, siptrunk_error_t *error)
{
	char text[SIPTRUNK_SRTP_SUITES_MAX];

	return siptrunk_srtp_suites_parse(value, text, error);
}

bool siptrunk_check_ptime(siptrunk_text_t value, siptrunk_error_t *error)
{
	return siptrunk_text_list_has(SIPTRUNK_TEXT("0,10,20,30,40,60"), value)
		   || siptrunk_error_found(error, "0, 10, 20, 30, 40 or 60", value);
}

bool siptrunk_check_dtmf(siptrunk_text_t value, siptrunk_error_t *error)
{
	return siptrunk_check_either(value, "rfc4733", "info", error);
}

bool siptrunk_check_silence_action(
		siptrunk_text_t value, siptrunk_error_t *error)
{
	return siptrunk_check_either(value, "report", "hang_up", error);
}
