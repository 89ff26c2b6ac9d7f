/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What the audio of each trunk's calls was like.
 *
 * Pure; written by the media process alone, read by any.
 */
#include "siptrunk_media_totals.h"

#include "siptrunk_utf8.h"

#include <string.h>

/* ITU-T G.107 Annex B: users are satisfied from R 80, MOS 4.0; many are not
 * below R 60, MOS 3.1. */
#define MOS_GOOD 40
#define MOS_FAIR 31

siptrunk_media_totals_t *siptrunk_media_totals_of(
		siptrunk_media_table_t *table, const char *trunk)
{
	siptrunk_media_totals_t *totals;
	unsigned i;

	for(i = 0; i < table->count; i++) {
		if(strcmp(table->trunks[i].trunk, trunk) == 0)
			return &table->trunks[i];
	}
	if(trunk[0] == '\0' || i == SIPTRUNK_MEDIA_TRUNKS_MAX)
		return NULL;
	totals = &table->trunks[i];
	siptrunk_utf8_keep(
			totals->trunk, sizeof(totals->trunk), siptrunk_text(trunk));
	/* who reads it finds the name */
	__atomic_store_n(&table->count, i + 1, __ATOMIC_RELEASE);
	return totals;
}

void siptrunk_media_totals_add(siptrunk_media_totals_t *totals,
		siptrunk_media_total_t total, long count)
{
	if(totals != NULL)
		__atomic_fetch_add(&totals->values[total], count, __ATOMIC_RELAXED);
}

siptrunk_media_total_t siptrunk_media_rate(int mos)
{
	if(mos >= MOS_GOOD)
		return SIPTRUNK_MEDIA_MOS_GOOD;
	return mos >= MOS_FAIR ? SIPTRUNK_MEDIA_MOS_FAIR
						   : SIPTRUNK_MEDIA_MOS_POOR;
}

static void add_mos(siptrunk_media_totals_t *totals, int mos)
{
	long *worst = &totals->values[SIPTRUNK_MEDIA_MOS_WORST];

	siptrunk_media_totals_add(totals, siptrunk_media_rate(mos), 1);
	siptrunk_media_totals_add(totals, SIPTRUNK_MEDIA_MOS_SUM, mos);
	if(*worst == 0 || mos < *worst)
		__atomic_store_n(worst, (long)mos, __ATOMIC_RELAXED);
}

void siptrunk_media_totals_add_leg(
		siptrunk_media_totals_t *totals, const siptrunk_media_leg_t *leg)
{
	if(totals == NULL || !leg->seen)
		return;
	siptrunk_media_totals_add(totals, SIPTRUNK_MEDIA_LEGS, 1);
	siptrunk_media_totals_add(totals, SIPTRUNK_MEDIA_SENT, (long)leg->sent);
	siptrunk_media_totals_add(totals, SIPTRUNK_MEDIA_LOST, (long)leg->lost);
	if(leg->heard.known)
		add_mos(totals, leg->heard.mos);
}

long siptrunk_media_totals_value(const siptrunk_media_totals_t *totals,
		siptrunk_media_total_t total)
{
	return __atomic_load_n(&totals->values[total], __ATOMIC_RELAXED);
}
