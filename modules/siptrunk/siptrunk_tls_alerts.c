/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Alerts that ended TLS handshakes with gateways.
 *
 * SIP workers, TCP and RPC processes; shared memory.
 */
#include "siptrunk_tls_alerts.h"

#include "siptrunk_compat.h"
#include "siptrunk_stats.h"
#include "siptrunk_tls_advice.h"

#include "core/dprint.h"
#include "core/hashes.h"

#include <openssl/ssl.h>

#define ALERTS_MAX 64
#define AGAIN_S (60 * 60)

static siptrunk_ring_t *alerts;

int siptrunk_tls_alerts_init(void)
{
	alerts = siptrunk_ring_new(ALERTS_MAX, sizeof(siptrunk_tls_alert_t));
	return alerts != NULL ? 0 : -1;
}

void siptrunk_tls_alerts_fini(void)
{
	siptrunk_ring_free(alerts);
	alerts = NULL;
}

siptrunk_ring_t *siptrunk_tls_alerts(void)
{
	return alerts;
}

static bool same_gateway(const void *kept, const void *key)
{
	const siptrunk_tls_alert_t *a = kept, *b = key;

	return strcmp(a->name, b->name) == 0 && strcmp(a->trunk, b->trunk) == 0;
}

/** true: it is news. */
static bool keep(const siptrunk_tls_alert_t *alert)
{
	unsigned hash = get_hash1_raw(alert->name, strlen(alert->name));
	siptrunk_tls_alert_t *kept;
	bool added, news;

	kept = siptrunk_ring_claim(alerts, hash, same_gateway, alert, &added);
	news = kept->alert != alert->alert || kept->sent != alert->sent
		   || alert->logged - kept->logged >= AGAIN_S;
	if(news)
		*kept = *alert;
	siptrunk_ring_release(alerts);
	return news;
}

void siptrunk_tls_alerts_report(
		siptrunk_text_t trunk, siptrunk_text_t name, int alert, bool sent)
{
	const char *advice = siptrunk_tls_advice_alert(alert, sent);
	siptrunk_tls_alert_t latest = {
			.alert = alert, .sent = sent, .logged = time(NULL)};

	if(advice == NULL)
		return;
	siptrunk_ring_keep(latest.trunk, sizeof(latest.trunk), trunk);
	siptrunk_ring_keep(latest.name, sizeof(latest.name), name);
	siptrunk_stats_add(SIPTRUNK_STAT_TLS_ALERTS, 1);
	if(keep(&latest))
		LM_ERR("gateway %s of trunk %s is not reached by TLS: %s sent the "
			   "alert \"%s\": %s\n",
				latest.name, latest.trunk, sent ? "we" : "it",
				SSL_alert_desc_string_long(alert), advice);
}
