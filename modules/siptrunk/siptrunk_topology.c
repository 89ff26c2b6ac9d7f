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
#include "siptrunk_snapshot.h"
#include "siptrunk_spool.h"
#include "siptrunk_trials.h"

#include "core/events.h"
#include "core/forward.h"
#include "core/parser/parse_uri.h"

#include <openssl/crypto.h>

#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#define KEY_FILE "key"

static unsigned char key[SIPTRUNK_SEAL_KEY];

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

static bool hides_from(const siptrunk_trunk_t *trunk,
		const siptrunk_snapshot_t *snapshot, const siptrunk_address_t *address)
{
	static const siptrunk_situation_t anyhow;
	siptrunk_access_t access;

	if(trunk->topology != SIPTRUNK_TOPOLOGY_HIDE)
		return false;
	siptrunk_access_check(snapshot->config, snapshot->overlay, address,
			&anyhow, trunk, &access);
	return access.verdict == SIPTRUNK_VERDICT_ALLOW
		   || siptrunk_walk_reaches(trunk, snapshot->overlay, address);
}

static bool is_hidden_from(const union sockaddr_union *to)
{
	siptrunk_snapshot_t *snapshot = siptrunk_snapshot_get();
	const siptrunk_config_t *config = snapshot->config;
	siptrunk_address_t address;
	struct ip_addr ip;
	bool hidden = false;
	size_t i;

	su2ip_addr(&ip, (union sockaddr_union *)to);
	siptrunk_message_address(&ip, &address);
	for(i = 0; i < config->trunk_count && !hidden; i++)
		hidden = hides_from(&config->trunks[i], snapshot, &address);
	siptrunk_snapshot_put(snapshot);
	return hidden;
}

/** Where the receiver reaches us. */
static siptrunk_text_t own_address(
		struct dest_info *to, char *text, size_t size)
{
	const struct socket_info *own = to->send_sock;
	const str *host, *port;
	int len;

	if(own == NULL)
		own = get_send_socket(NULL, &to->to, to->proto);
	if(own == NULL)
		return SIPTRUNK_TEXT("");
	host = own->useinfo.name.len > 0 ? &own->useinfo.name : &own->address_str;
	port = own->useinfo.port_no > 0 ? &own->useinfo.port_no_str
									: &own->port_no_str;
	len = snprintf(text, size, "%.*s:%.*s;transport=%s", host->len, host->s,
			port->len, port->s,
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

	if(!is_hidden_from(&event->dst->to))
		return 0;
	len = mask_for(event->dst, text, masked);
	pkg_free(text->s);
	text->s = len > 0 ? pkg_malloc(len + 1) : NULL;
	if(text->s == NULL) {
		LM_ERR("a message of %d bytes cannot be hidden from its receiver "
			   "(topology = hide): it is not sent\n",
				text->len);
		return -1;
	}
	memcpy(text->s, masked, len);
	text->s[len] = '\0';
	text->len = (int)len;
	return 0;
}

/* --- what comes in --- */

/** In its place: it never grows. */
static int undo_received(sr_event_param_t *event)
{
	static char plain[SIPTRUNK_MASK_MAX];
	str *text = event->data;
	siptrunk_seal_t *seal;
	size_t len;

	if(!siptrunk_mask_has(siptrunk_text_of(text)))
		return 0;
	seal = seal_of_process();
	len = seal != NULL
				  ? siptrunk_mask_undo(seal, siptrunk_text_of(text), plain)
				  : 0;
	if(len == 0)
		return 0;
	memcpy(text->s, plain, len);
	text->s[len] = '\0';
	text->len = (int)len;
	return 0;
}

/* --- the key --- */

static bool read_key(const char *folder)
{
	char text[sizeof(key) + 1]; /* a longer file is no key */
	long len = siptrunk_spool_read(
			folder, KEY_FILE, text, sizeof(text), NULL);

	if(len == sizeof(key))
		memcpy(key, text, sizeof(key));
	OPENSSL_cleanse(text, sizeof(text));
	return len == sizeof(key);
}

static bool make_key(const char *folder)
{
	siptrunk_text_t text = {(char *)key, sizeof(key)};
	siptrunk_error_t error;

	if(getrandom(key, sizeof(key), 0) != sizeof(key)) {
		LM_ERR("the system has no random numbers\n");
		return false;
	}
	if(!siptrunk_spool_open(folder, &error)
			|| !siptrunk_spool_write(folder, KEY_FILE, text, &error))
		LM_WARN("what is hidden from agents (topology = hide) is lost when "
				"Kamailio is restarted: %s\n",
				error.text);
	return true;
}

int siptrunk_topology_init(void)
{
	char folder[SIPTRUNK_SPOOL_DIR_MAX + sizeof("/topology")];

	snprintf(folder, sizeof(folder), "%s/topology", siptrunk_spool_dir.s);
	if(!read_key(folder) && !make_key(folder))
		return -1;
	if(sr_event_register_cb(SREV_NET_DATA_OUT, mask_sent) < 0
			|| sr_event_register_cb(SREV_NET_DATA_IN, undo_received) < 0) {
		LM_ERR("too many modules change what is sent and received\n");
		return -1;
	}
	return 0;
}
