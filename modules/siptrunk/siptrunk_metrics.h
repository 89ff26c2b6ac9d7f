/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * All that an operator wants to watch, as Prometheus reads it.
 *
 * What labels say comes from the configuration (trunks, gateways, sites) or
 * from this module's own words, never from a message: there is an end to their
 * number.
 *
 * Whoever answers a scrape; private memory that is kept for the next one.
 */
#ifndef SIPTRUNK_METRICS_H
#define SIPTRUNK_METRICS_H

#include "siptrunk_exposition.h"
#include "siptrunk_snapshot.h"

/** Of more trunks and gateways nothing is told; how many, is. */
#define SIPTRUNK_METRICS_TRUNKS_MAX 256
#define SIPTRUNK_METRICS_GATEWAYS_MAX 1024
/** As much as a connection may queue (tcp_conn_wq_max). */
#define SIPTRUNK_METRICS_MOST (1024 * 1000)

/** Valid until it is called again; empty: no memory, or too long. */
siptrunk_text_t siptrunk_metrics(void);

/* Parts of it. */

void siptrunk_metrics_counters(siptrunk_exposition_t *exposition);
void siptrunk_metrics_calls(siptrunk_exposition_t *exposition);
void siptrunk_metrics_emergencies(siptrunk_exposition_t *exposition);
void siptrunk_metrics_media(siptrunk_exposition_t *exposition);
void siptrunk_metrics_trunks(siptrunk_exposition_t *exposition,
		const siptrunk_snapshot_t *snapshot);
void siptrunk_metrics_certificates(siptrunk_exposition_t *exposition);
void siptrunk_metrics_apis(siptrunk_exposition_t *exposition);

#endif
