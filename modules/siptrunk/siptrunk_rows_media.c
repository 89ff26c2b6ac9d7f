/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The columns of the table siptrunk_trunk about its media.
 *
 * Pure; only the process that loads.
 */
#include "siptrunk_builder.h"
#include "siptrunk_check.h"
#include "siptrunk_codec.h"

static bool is_yes(siptrunk_text_t value)
{
	return siptrunk_text_equal(value, SIPTRUNK_TEXT("yes"));
}

/** Columns that were checked. */
static siptrunk_status_t columns_keep(siptrunk_builder_t *builder,
		const siptrunk_trunk_row_t *row, siptrunk_media_profile_t *profile)
{
	char suites[SIPTRUNK_SRTP_SUITES_MAX], codecs[SIPTRUNK_CODECS_MAX];

	siptrunk_media_parse(row->media, &profile->media);
	siptrunk_codecs_parse(row->codecs, codecs, NULL);
	profile->codecs = siptrunk_row_keep(builder, siptrunk_text(codecs));
	siptrunk_srtp_suites_parse(row->srtp_suites, suites, NULL);
	profile->srtp_suites = siptrunk_row_keep(builder, siptrunk_text(suites));
	profile->transcode = is_yes(row->transcode);
	siptrunk_parse_int(row->ptime, &profile->ptime);
	if(siptrunk_text_equal(row->dtmf, SIPTRUNK_TEXT("info")))
		profile->dtmf = SIPTRUNK_DTMF_INFO;
	profile->symmetric = is_yes(row->symmetric);
	profile->nat = is_yes(row->nat);
	profile->ice = is_yes(row->ice);
	profile->rtcp_mux = is_yes(row->rtcp_mux);
	siptrunk_parse_int(row->silence, &profile->silence);
	if(siptrunk_text_equal(row->silence_action, SIPTRUNK_TEXT("hang_up")))
		profile->silence_action = SIPTRUNK_SILENCE_HANG_UP;
	return builder->status;
}

/** Less may be a breath, or the beginning of a call. */
#define HANG_UP_LEAST_S 5

static siptrunk_status_t silence_check(siptrunk_builder_t *builder,
		const siptrunk_trunk_row_t *row, const siptrunk_trunk_t *trunk)
{
	const siptrunk_media_profile_t *profile = &trunk->profile;

	if(profile->silence_action != SIPTRUNK_SILENCE_HANG_UP)
		return SIPTRUNK_OK;
	if(trunk->role != SIPTRUNK_ROLE_AGENT)
		return siptrunk_row_refuse(builder, row->id, "silence_action",
				"report, because role is not agent",
				row->silence_action);
	if(profile->silence > 0 && profile->silence < HANG_UP_LEAST_S)
		return siptrunk_row_refuse(builder, row->id, "silence",
				"5 or more, or 0, because silence_action is hang_up",
				row->silence);
	return SIPTRUNK_OK;
}

/** What they say together, and with the rest of the row. */
static siptrunk_status_t profile_check(siptrunk_builder_t *builder,
		const siptrunk_trunk_row_t *row, const siptrunk_trunk_t *trunk)
{
	const siptrunk_media_profile_t *profile = &trunk->profile;

	/* seed 000: the keys are in the SDP */
	if(profile->media != SIPTRUNK_MEDIA_RTP
			&& !siptrunk_text_equal(trunk->transport, SIPTRUNK_TEXT("tls")))
		return siptrunk_row_refuse(builder, row->id, "transport",
				profile->media == SIPTRUNK_MEDIA_SRTP
						? "tls, because media is srtp"
						: "tls, because media is srtp_optional",
				row->transport);
	if(profile->nat && !profile->symmetric)
		return siptrunk_row_refuse(builder, row->id, "symmetric",
				"yes, because nat is yes", row->symmetric);
	return silence_check(builder, row, trunk);
}

siptrunk_status_t siptrunk_row_media_profile(siptrunk_builder_t *builder,
		const siptrunk_trunk_row_t *row, siptrunk_trunk_t *trunk)
{
	if(columns_keep(builder, row, &trunk->profile) != SIPTRUNK_OK)
		return builder->status;
	return profile_check(builder, row, trunk);
}
