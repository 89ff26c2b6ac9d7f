/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What goes to a trunk with topology = hide is masked as the last thing before
 * it is sent; what comes with such a mask loses it before it is parsed.
 *
 * Any process that sends or receives; memory of its own.
 */
#include "siptrunk_topology.h"

#include "siptrunk_access.h"
#include "siptrunk_compat.h"
#include "siptrunk_log.h"
#include "siptrunk_mask.h"
#include "siptrunk_message.h"
#include "siptrunk_params.h"
#include "siptrunk_screen.h"
#include "siptrunk_snapshot.h"
#include "siptrunk_spool.h"
#include "siptrunk_trials.h"

#include "core/events.h"
#include "core/forward.h"
#include "core/parser/parse_uri.h"

#include <openssl/crypto.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#define KEY_FILE "key"

static unsigned char key[SIPTRUNK_SEAL_KEY];
/** Why nothing can be hidden, or NULL. */
static const char *unable;

/** This process' own: OpenSSL's contexts are not shared. */
static siptrunk_seal_t *seal_of_process(void)
{
	static siptrunk_seal_t seal;
	static int owner;

	if(owner == my_pid())
		return &seal;
	if(!siptrunk_seal_begin(&seal, key))
		return NULL;
	owner = my_pid();
	return &seal;
}

static bool is_own(siptrunk_text_t text)
{
	struct sip_uri uri;

	return parse_uri((char *)text.s, (int)text.len, &uri) == 0
		   && check_self(&uri.host, uri.port_no, uri.proto);
}

/* --- what is sent --- */

/** Whose list has the address, also when the row does not apply just now, or
 *  a temporary one denies it: calls that are up go on. NULL: nobody's. */
static const siptrunk_trunk_t *lister_of(
		const siptrunk_snapshot_t *snapshot, const siptrunk_address_t *address)
{
	const siptrunk_situation_t now = {.now = time(NULL)};
	const siptrunk_prefix_row_t *row;
	siptrunk_access_t access;

	siptrunk_access_check(snapshot->config, snapshot->overlay, address, &now,
			NULL, &access);
	row = access.lasting;
	if(row == NULL || row->action != SIPTRUNK_ALLOW)
		row = access.passed_over;
	return row != NULL ? &snapshot->config->trunks[row->trunk] : NULL;
}

/** Not from an emergency trunk's gateways, whoever else has the address. */
static bool hides_from(
		const siptrunk_snapshot_t *snapshot, const siptrunk_address_t *address)
{
	const siptrunk_config_t *config = snapshot->config;
	const siptrunk_trunk_t *trunk, *lister = lister_of(snapshot, address);
	bool reached = false;
	size_t i;

	for(i = 0; i < config->trunk_count; i++) {
		trunk = &config->trunks[i];
		if(trunk->role != SIPTRUNK_ROLE_EMERGENCY
				&& trunk->topology != SIPTRUNK_TOPOLOGY_HIDE)
			continue;
		if(!siptrunk_walk_reaches(trunk, snapshot->overlay, address))
			continue;
		if(trunk->role == SIPTRUNK_ROLE_EMERGENCY)
			return false;
		reached = true;
	}
	return lister != NULL ? lister->topology == SIPTRUNK_TOPOLOGY_HIDE
						  : reached;
}

static bool hides_at_all(const siptrunk_config_t *config)
{
	size_t i;

	for(i = 0; i < config->trunk_count; i++) {
		if(config->trunks[i].topology == SIPTRUNK_TOPOLOGY_HIDE)
			return true;
	}
	return false;
}

bool siptrunk_topology_hides(const union sockaddr_union *to)
{
	siptrunk_snapshot_t *snapshot = siptrunk_snapshot_get();
	siptrunk_address_t address;
	struct ip_addr ip;
	bool hidden = false;

	if(hides_at_all(snapshot->config)) {
		su2ip_addr(&ip, (union sockaddr_union *)to);
		siptrunk_message_address(&ip, &address);
		hidden = hides_from(snapshot, &address);
	}
	siptrunk_snapshot_put(snapshot);
	return hidden;
}

/** Where the receiver reaches us. */
static siptrunk_text_t own_address(
		struct dest_info *to, char *text, size_t size)
{
	const struct socket_info *own = to->send_sock;
	str host, port;
	bool bare;
	int len;

	if(own == NULL)
		own = get_send_socket(NULL, &to->to, to->proto);
	if(own == NULL)
		return SIPTRUNK_TEXT("");
	siptrunk_message_shown(own, &host, &port);
	bare = memchr(host.s, ':', (size_t)host.len) != NULL
		   && host.s[0] != '['; /* IPv6 */
	len = snprintf(text, size, "%s%.*s%s:%.*s;transport=%s", bare ? "[" : "",
			host.len, host.s, bare ? "]" : "", port.len, port.s,
			siptrunk_transport_name(siptrunk_message_transport(to->proto)));
	return (siptrunk_text_t){text, (size_t)len < size ? (size_t)len : 0};
}

static size_t mask_for(struct dest_info *to, const str *text, char *masked)
{
	char own[256];
	siptrunk_mask_t mask = {.seal = seal_of_process(),
			.own = own_address(to, own, sizeof(own)),
			.is_own = is_own};

	if(mask.seal == NULL || mask.own.len == 0)
		return 0;
	return siptrunk_mask_hide(&mask, siptrunk_text_of(text), masked);
}

/** What cannot be hidden is not sent: Kamailio takes no text for an error. */
static int mask_sent(sr_event_param_t *event)
{
	static char masked[SIPTRUNK_MASK_MAX];
	str *text = event->data;
	size_t len;

	if(text->s == NULL || !siptrunk_topology_hides(&event->dst->to))
		return 0;
	len = mask_for(event->dst, text, masked);
	pkg_free(text->s);
	text->s = len > 0 ? pkg_malloc(len + 1) : NULL;
	if(text->s == NULL) {
		if(siptrunk_log_may())
			LM_ERR("a message of %d bytes cannot be hidden from its receiver "
				   "(topology = hide): it is not sent\n",
					text->len);
		text->len = 0;
		return -1;
	}
	memcpy(text->s, masked, len);
	text->s[len] = '\0';
	text->len = (int)len;
	return 0;
}

/* --- what comes in --- */

/** In its place: it never grows. A stranger has nothing to give back. */
static int undo_received(sr_event_param_t *event)
{
	static char plain[SIPTRUNK_MASK_MAX];
	siptrunk_mask_t mask = {.is_own = is_own};
	str *text = event->data;
	size_t len;

	if(!siptrunk_mask_has(siptrunk_text_of(text))
			|| siptrunk_screen_stranger_at(event->rcv))
		return 0;
	mask.seal = seal_of_process();
	if(mask.seal == NULL)
		return 0;
	len = siptrunk_mask_undo(&mask, siptrunk_text_of(text), plain);
	if(len == 0)
		return 0;
	memcpy(text->s, plain, len);
	text->s[len] = '\0';
	text->len = (int)len;
	return 0;
}

/* --- the key --- */

/** false: there is none. One that cannot be used stays there. */
static bool read_key(const char *folder)
{
	char text[sizeof(key) + 1]; /* a longer file is no key */
	long len = siptrunk_spool_read(
			folder, KEY_FILE, text, sizeof(text), NULL);
	bool none = len < 0 && errno == ENOENT;

	if(len == sizeof(key))
		memcpy(key, text, sizeof(key));
	else if(!none)
		LM_ERR("%s/" KEY_FILE ": expected a file of %zu bytes, which can be "
			   "read; until there is one, what is hidden from agents "
			   "(topology = hide) is lost when Kamailio is restarted\n",
				folder, sizeof(key));
	OPENSSL_cleanse(text, sizeof(text));
	return !none;
}

static void keep_key(const char *folder)
{
	siptrunk_text_t text = {(char *)key, sizeof(key)};
	siptrunk_error_t error;

	if(siptrunk_spool_open(folder, &error)
			&& siptrunk_spool_write(folder, KEY_FILE, text, &error)) {
		LM_NOTICE("%s/" KEY_FILE " made, for what is hidden from agents\n",
				folder);
		return;
	}
	LM_ERR("what is hidden from agents (topology = hide) is lost when "
		   "Kamailio is restarted: %s\n",
			error.text);
}

/** Also makes OpenSSL look up what it needs, while there is one process. */
static bool seal_works(void)
{
	siptrunk_seal_use_t use = {'-', SIPTRUNK_TEXT("-")};
	siptrunk_seal_t *seal = seal_of_process();
	char sealed[SIPTRUNK_SEAL_MAX];

	return seal != NULL
		   && siptrunk_seal_close(seal, use, SIPTRUNK_TEXT("-"), sealed) > 0;
}

int siptrunk_topology_init(void)
{
	char folder[SIPTRUNK_SPOOL_DIR_MAX + sizeof("/topology")];

	snprintf(folder, sizeof(folder), "%s/topology", siptrunk_spool_dir.s);
	if(getrandom(key, sizeof(key), 0) != sizeof(key)) {
		LM_ERR("the system has no random numbers\n");
		return -1;
	}
	if(!read_key(folder))
		keep_key(folder);
	if(!seal_works())
		unable = "OpenSSL has no AES-128-SIV (RFC 5297)";
	else if(sr_event_register_cb(SREV_NET_DATA_OUT, mask_sent) < 0
			|| sr_event_register_cb(SREV_NET_DATA_IN, undo_received) < 0)
		unable = "too many modules change what is sent and received";
	return 0;
}

bool siptrunk_topology_ready(
		const siptrunk_config_t *config, siptrunk_error_t *error)
{
	if(unable == NULL || !hides_at_all(config))
		return true;
	siptrunk_error_set(
			error, "topology = hide is not possible here: %s", unable);
	return false;
}
