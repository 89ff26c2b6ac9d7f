/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * When certificates expire.
 *
 * RPC processes, a timer; no memory of its own.
 */
#include "siptrunk_expiry.h"

#include "siptrunk_compat.h"
#include "siptrunk_detail.h"
#include "siptrunk_tls_peers.h"

#include "core/dprint.h"
#include "core/locking.h"
#include "core/pt.h"
#include "core/sr_module.h"
#include "core/timer_proc.h"
#include "modules/tls/tls_domain.h"

#include <dlfcn.h>
#include <stdio.h>

#define DAY_S (24 * 60 * 60)
#define SOON_DAYS 30
/** The first warning comes this long after the start, the others daily. */
#define TICK_S 60

/** tls' own variables: there is no other way to its certificates. NULL: not
 *  loaded. */
static tls_domains_cfg_t ***domains;
static gen_lock_t **domains_lock;

/* --- ours --- */

/** In force now; as for a connection, it stays until it is put back. */
static tls_domains_cfg_t *get_domains(void)
{
	tls_domains_cfg_t *config;

	if(domains == NULL || *domains == NULL)
		return NULL;
	lock_get(*domains_lock);
	config = **domains;
	if(config != NULL)
		atomic_inc(&config->ref_count);
	lock_release(*domains_lock);
	return config;
}

static void put_domains(tls_domains_cfg_t *config)
{
	if(config != NULL)
		atomic_dec(&config->ref_count);
}

static siptrunk_text_t title(const tls_domain_t *domain)
{
	if(domain->server_id.len > 0)
		return siptrunk_text_of(&domain->server_id);
	if(domain->server_name.len > 0)
		return siptrunk_text_of(&domain->server_name);
	return (domain->type & TLS_DOMAIN_DEF) ? SIPTRUNK_TEXT("default")
										   : SIPTRUNK_TEXT("any");
}

static void visit_one(
		const tls_domain_t *domain, siptrunk_own_f visit, void *context)
{
	const X509 *certificate =
			domain->ctx != NULL && domain->ctx[process_no] != NULL
					? SSL_CTX_get0_certificate(domain->ctx[process_no])
					: NULL;
	siptrunk_own_t own;

	if(certificate == NULL)
		return;
	snprintf(own.profile, sizeof(own.profile), "%s %.*s",
			(domain->type & TLS_DOMAIN_SRV) ? "server" : "client",
			SIPTRUNK_TEXT_FMT(title(domain)));
	own.expires = siptrunk_x509_expires(certificate);
	siptrunk_x509_subject(certificate, own.subject);
	siptrunk_x509_issuer(certificate, own.issuer);
	visit(&own, context);
}

static void visit_list(
		const tls_domain_t *domain, siptrunk_own_f visit, void *context)
{
	for(; domain != NULL; domain = domain->next)
		visit_one(domain, visit, context);
}

void siptrunk_expiry_each_own(siptrunk_own_f visit, void *context)
{
	tls_domains_cfg_t *config = get_domains();

	if(config == NULL)
		return;
	visit_list(config->srv_default, visit, context);
	visit_list(config->srv_list, visit, context);
	visit_list(config->cli_default, visit, context);
	visit_list(config->cli_list, visit, context);
	put_domains(config);
}

/* --- the least --- */

long siptrunk_days_left(time_t expires)
{
	time_t left = expires - time(NULL);

	return left >= 0 ? left / DAY_S : -((DAY_S - 1 - left) / DAY_S);
}

static void keep_least(const siptrunk_own_t *own, void *least)
{
	long days = siptrunk_days_left(own->expires);

	if(days < *(long *)least)
		*(long *)least = days;
}

long siptrunk_expiry_days_left_own(void)
{
	long least = SIPTRUNK_DAYS_LEFT_NONE;

	siptrunk_expiry_each_own(keep_least, &least);
	return least;
}

long siptrunk_expiry_days_left_peer(void)
{
	siptrunk_ring_t *peers = siptrunk_tls_peers();
	unsigned next = siptrunk_ring_next(peers), i;
	long least = SIPTRUNK_DAYS_LEFT_NONE, days;
	siptrunk_tls_peer_t peer;

	for(i = 1; siptrunk_ring_read(peers, next - i, &peer); i++) {
		days = siptrunk_days_left(peer.expires);
		if(days < least)
			least = days;
	}
	return least;
}

/* --- warnings --- */

static void warn(const char *what, const char *of, const char *subject,
		time_t expires)
{
	char text[SIPTRUNK_TIME_TEXT_MAX];

	if(siptrunk_days_left(expires) < SOON_DAYS)
		LM_WARN("the certificate %s of %s %s ends in %ld days, at %s\n",
				subject, what, of, siptrunk_days_left(expires),
				siptrunk_time_format(expires, text));
}

static void warn_of_own(const siptrunk_own_t *own, void *context)
{
	warn("our TLS section", own->profile, own->subject, own->expires);
}

static void warn_of_peers(void)
{
	siptrunk_ring_t *peers = siptrunk_tls_peers();
	unsigned next = siptrunk_ring_next(peers), i;
	siptrunk_tls_peer_t peer;

	for(i = 1; siptrunk_ring_read(peers, next - i, &peer); i++)
		warn("gateway", peer.name, peer.subject, peer.expires);
}

static void tick(unsigned int ticks, void *param)
{
	static time_t due; /* of the only process that runs this timer */
	time_t now = time(NULL);

	/* also when the clock was set back */
	if(due > now && due - now <= DAY_S)
		return;
	due = now + DAY_S;
	siptrunk_expiry_each_own(warn_of_own, NULL);
	warn_of_peers();
}

int siptrunk_expiry_init(void)
{
	const sr_module_t *tls = find_module_by_name("tls");

	if(tls != NULL) {
		domains = dlsym(tls->handle, "tls_domains_cfg");
		domains_lock = dlsym(tls->handle, "tls_domains_cfg_lock");
		if(domains == NULL || domains_lock == NULL) {
			LM_ERR("expected tls_domains_cfg and its lock in the module tls, "
				   "found none: it is of another version than this module\n");
			return -1;
		}
	}
	return sr_wtimer_add(tick, NULL, TICK_S);
}
