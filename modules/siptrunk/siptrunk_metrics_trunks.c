/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Metrics of trunks and gateways, certificates and agents' APIs.
 *
 * Whoever answers a scrape; reads shared memory.
 */
#include "siptrunk_metrics.h"

#include "siptrunk_apis.h"
#include "siptrunk_compat.h"
#include "siptrunk_expiry.h"
#include "siptrunk_health.h"
#include "siptrunk_tls_peers.h"

#include "core/sr_module.h"
#include "core/usr_avp.h"
#include "modules/htable/ht_api.h"

/* behind what it needs */
#include "modules/htable/api.h"

#include <stdio.h>
#include <string.h>

#define GAUGE SIPTRUNK_METRIC_GAUGE

/* --- trunks and their gateways --- */

/** What is written of the trunks of one configuration. */
typedef struct view
{
	siptrunk_exposition_t *exposition;
	const siptrunk_snapshot_t *snapshot;
	const siptrunk_trunk_t *trunks;
	size_t count;
	size_t gateways; /**< written, or left out */
} view_t;

static void write_gateway(view_t *view, const siptrunk_trunk_t *trunk,
		const siptrunk_gateway_t *gateway, bool up)
{
	char row[12];

	if(view->gateways++ >= SIPTRUNK_METRICS_GATEWAYS_MAX)
		return;
	snprintf(row, sizeof(row), "%d", gateway->row);
	siptrunk_exposition_sample(view->exposition,
			SIPTRUNK_LABELS({"trunk", trunk->name},
					{"role", siptrunk_role_name(trunk->role)},
					{"gateway", gateway->name}, {"row", siptrunk_text(row)}),
			up);
}

static void write_gateways_of(view_t *view, const siptrunk_trunk_t *trunk)
{
	size_t i;

	for(i = 0; i < trunk->gateway_count; i++)
		write_gateway(view, trunk, &trunk->gateway_list[i],
				siptrunk_health_status_of_gateway(trunk->name,
						&trunk->gateway_list[i], view->snapshot->overlay)
						!= SIPTRUNK_TRUNK_DOWN);
}

static void write_gateways(view_t *view)
{
	size_t i;

	siptrunk_exposition_family(view->exposition, "siptrunk_gateway_up", GAUGE,
			"0: no address of the gateway is believed to be up; of one that "
			"nothing is known of, 1");
	for(i = 0; i < view->count; i++)
		write_gateways_of(view, &view->trunks[i]);
}

static void write_status(view_t *view, const siptrunk_trunk_t *trunk)
{
	const siptrunk_trunk_status_t is =
			siptrunk_health_status(trunk, view->snapshot->overlay);
	siptrunk_trunk_status_t status;

	for(status = SIPTRUNK_TRUNK_UP; status <= SIPTRUNK_TRUNK_DOWN; status++)
		siptrunk_exposition_sample(view->exposition,
				SIPTRUNK_LABELS({"trunk", trunk->name},
						{"role", siptrunk_role_name(trunk->role)},
						{"status", siptrunk_text(siptrunk_trunk_status_name(
										   status))}),
				is == status);
}

static void write_statuses(view_t *view)
{
	size_t i;

	siptrunk_exposition_family(view->exposition, "siptrunk_trunk_status", GAUGE,
			"1 for the status that the trunk has: up, degraded (some of its "
			"gateways are down), down (all are)");
	for(i = 0; i < view->count; i++)
		write_status(view, &view->trunks[i]);
}

static void write_states(view_t *view)
{
	size_t i;

	siptrunk_exposition_family(view->exposition, "siptrunk_trunk_in_service",
			GAUGE, "0: somebody has taken the trunk out of service");
	for(i = 0; i < view->count; i++)
		siptrunk_exposition_sample(view->exposition,
				SIPTRUNK_LABELS({"trunk", view->trunks[i].name},
						{"role", siptrunk_role_name(view->trunks[i].role)}),
				__atomic_load_n(&view->trunks[i].state, __ATOMIC_RELAXED)
						== SIPTRUNK_IN_SERVICE);
}

/** The routing remembers there what each trunk has said to the edge's own
 *  REGISTER last (registrar.cfg). */
static bool is_registered_with(htable_api_t *tables, siptrunk_text_t trunk)
{
	str table = str_init("registrations"), name = siptrunk_str_of(trunk);
	ht_cell_t *cell = tables->get_clone(&table, &name);
	bool registered;

	if(cell == NULL)
		return false;
	registered = (cell->flags & AVP_VAL_STR) ? cell->value.s.s[0] == '2'
											 : cell->value.n / 100 == 2;
	pkg_free(cell);
	return registered;
}

static void write_own_registrations(view_t *view)
{
	htable_api_t tables;
	size_t i;

	if(find_export("bind_htable", 0, 0) == NULL
			|| htable_load_api(&tables) < 0)
		return;
	siptrunk_exposition_family(view->exposition, "siptrunk_registered", GAUGE,
			"1: the edge is registered with the trunk; 0: that was refused, or "
			"not tried yet");
	for(i = 0; i < view->count; i++) {
		if(view->trunks[i].registration != NULL)
			siptrunk_exposition_sample(view->exposition,
					SIPTRUNK_LABELS({"trunk", view->trunks[i].name}),
					is_registered_with(&tables, view->trunks[i].name));
	}
}

static size_t above(size_t count, size_t most)
{
	return count > most ? count - most : 0;
}

void siptrunk_metrics_trunks(
		siptrunk_exposition_t *exposition, const siptrunk_snapshot_t *snapshot)
{
	const siptrunk_config_t *config = snapshot->config;
	const size_t left_out =
			above(config->trunk_count, SIPTRUNK_METRICS_TRUNKS_MAX);
	view_t view = {.exposition = exposition,
			.snapshot = snapshot,
			.trunks = config->trunks,
			.count = config->trunk_count - left_out};

	write_gateways(&view);
	write_statuses(&view);
	write_states(&view);
	write_own_registrations(&view);
	siptrunk_exposition_single(exposition, "siptrunk_metrics_left_out", GAUGE,
			"trunks and gateways of which there are no metrics: too many",
			(int64_t)(left_out
					  + above(view.gateways, SIPTRUNK_METRICS_GATEWAYS_MAX)));
}

/* --- certificates --- */

/** Sections of tls' configuration by name; of those with one name the
 *  certificate that ends first. */
typedef struct own
{
	size_t count;
	siptrunk_own_t sections[64];
} own_t;

static void keep_own(const siptrunk_own_t *section, void *context)
{
	own_t *own = context;
	size_t i = 0;

	while(i < own->count
			&& strcmp(own->sections[i].profile, section->profile) != 0)
		i++;
	if(i == sizeof(own->sections) / sizeof(own->sections[0]))
		return;
	if(i == own->count)
		own->sections[own->count++] = *section;
	else if(section->expires < own->sections[i].expires)
		own->sections[i].expires = section->expires;
}

static void write_own_certificates(siptrunk_exposition_t *exposition)
{
	static own_t own;
	size_t i;

	own.count = 0;
	siptrunk_expiry_each_own(keep_own, &own);
	siptrunk_exposition_family(exposition,
			"siptrunk_own_certificate_end_timestamp_seconds", GAUGE,
			"until when a certificate of the edge holds, by the section of "
			"tls' configuration");
	for(i = 0; i < own.count; i++)
		siptrunk_exposition_sample(exposition,
				SIPTRUNK_LABELS(
						{"section", siptrunk_text(own.sections[i].profile)}),
				own.sections[i].expires);
}

static void write_gateways_certificates(siptrunk_exposition_t *exposition)
{
	siptrunk_ring_t *peers = siptrunk_tls_peers();
	unsigned next = siptrunk_ring_next(peers), i;
	siptrunk_tls_peer_t peer;

	siptrunk_exposition_family(exposition,
			"siptrunk_gateway_certificate_end_timestamp_seconds", GAUGE,
			"until when the certificate holds that the gateway has shown last");
	for(i = 1; siptrunk_ring_read(peers, next - i, &peer); i++)
		siptrunk_exposition_sample(exposition,
				SIPTRUNK_LABELS({"trunk", siptrunk_text(peer.trunk)},
						{"gateway", siptrunk_text(peer.name)}),
				peer.expires);
}

void siptrunk_metrics_certificates(siptrunk_exposition_t *exposition)
{
	write_own_certificates(exposition);
	write_gateways_certificates(exposition);
}

/* --- agents' APIs --- */

static void write_breakers(siptrunk_exposition_t *exposition)
{
	siptrunk_breaker_state_t state;
	siptrunk_api_view_t view;
	unsigned place;

	siptrunk_exposition_family(exposition, "siptrunk_api_breaker", GAUGE,
			"1 for the state that the API's breaker has; while it is open "
			"calls take their agent's fallback");
	for(place = 0; siptrunk_apis_read(place, &view); place++) {
		for(state = 0; state <= SIPTRUNK_BREAKER_HALF_OPEN; state++)
			siptrunk_exposition_sample(exposition,
					SIPTRUNK_LABELS({"trunk", siptrunk_text(view.state.trunk)},
							{"state", siptrunk_text(
											  siptrunk_breaker_state_name(
													  state))}),
					view.breaker == state);
	}
}

static void write_latency(siptrunk_exposition_t *exposition)
{
	siptrunk_api_view_t view;
	unsigned place;

	siptrunk_exposition_family(exposition, "siptrunk_api_request_seconds",
			SIPTRUNK_METRIC_HISTOGRAM,
			"how long an API took to answer a registration, or to fail");
	for(place = 0; siptrunk_apis_read(place, &view); place++)
		siptrunk_exposition_histogram(exposition,
				(siptrunk_label_t){"trunk", siptrunk_text(view.state.trunk)},
				&view.state.took, &siptrunk_api_buckets);
}

/** Of an account that has told it lately. */
static void write_account(siptrunk_exposition_t *exposition, const char *name,
		const char *help, bool limit)
{
	siptrunk_api_view_t view;
	unsigned place;

	siptrunk_exposition_family(exposition, name, GAUGE, help);
	for(place = 0; siptrunk_apis_read(place, &view); place++) {
		const siptrunk_concurrency_t *calls = &view.state.concurrency;

		if(view.is_told)
			siptrunk_exposition_sample(exposition,
					SIPTRUNK_LABELS({"trunk", siptrunk_text(view.state.trunk)}),
					limit ? calls->told.limit
						  : calls->told.current + (int64_t)calls->since);
	}
}

void siptrunk_metrics_apis(siptrunk_exposition_t *exposition)
{
	write_breakers(exposition);
	write_latency(exposition);
	write_account(exposition, "siptrunk_api_calls",
			"calls that the account has, as its API says", false);
	write_account(exposition, "siptrunk_api_call_limit",
			"calls that the account may have, as its API says", true);
}
