/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** Whatever RTPengine answers, what is read from it is safe in a log, and
 *  measuring by it twice goes wrong nowhere. */
#include "fuzz.h"
#include "siptrunk_media_leg.h"

static siptrunk_media_report_t report;

static void require_text(const char *text, size_t size)
{
	REQUIRE(memchr(text, '\0', size) != NULL);
	for(; *text != '\0'; text++)
		REQUIRE((unsigned char)*text >= ' ' && *text != 0x7f);
}

static void require_side(const siptrunk_media_side_t *side)
{
	static siptrunk_media_leg_t leg;
	static siptrunk_media_base_t base;
	char room[SIPTRUNK_TIME_MS_TEXT_MAX];
	unsigned i;

	require_text(side->tag, sizeof(side->tag));
	require_text(side->partner, sizeof(side->partner));
	require_text(side->told, sizeof(side->told));
	require_text(side->named, sizeof(side->named));
	if(side->heard.known)
		REQUIRE(side->heard.mos > 0 && side->heard.mos <= 50
				&& side->heard.loss <= 100);
	siptrunk_media_leg_look(&leg, &base, side);
	for(i = 0; i < SIPTRUNK_MEDIA_LEG_FIELDS; i++)
		REQUIRE(siptrunk_media_leg_text(&leg, i, room).len < sizeof(room));
}

static void ignore(siptrunk_text_t call_id, void *context)
{
	(void)context;
	REQUIRE(call_id.s != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	siptrunk_text_t answer = fuzz_text(data, size);
	size_t i;

	siptrunk_media_report_read(answer, &report);
	REQUIRE(report.count <= SIPTRUNK_MEDIA_SIDES_MAX);
	for(i = 0; i < report.count; i++)
		require_side(&report.sides[i]);
	siptrunk_media_report_calls(answer, ignore, NULL);
	return 0;
}
