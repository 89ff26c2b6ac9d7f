/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Requests that the agents' platforms send to the edge: are they theirs?
 *
 * The HTTP process and SIP workers; shared memory.
 */
#include "siptrunk_webhooks.h"

#include "siptrunk_api_key.h"
#include "siptrunk_clock.h"
#include "siptrunk_params.h"
#include "siptrunk_snapshot.h"
#include "siptrunk_webhook.h"

#include "core/dprint.h"
#include "core/locking.h"
#include "core/mem/shm_mem.h"

#include <stdio.h>
#include <string.h>

/** Of one row of siptrunk_api. */
typedef struct siptrunk_webhook_key
{
	char trunk[64 + 1];
	siptrunk_key_t key; /**< len 0: it could not be read */
} siptrunk_webhook_key_t;

typedef struct siptrunk_webhook_keys
{
	size_t count;
	siptrunk_webhook_key_t keys[];
} siptrunk_webhook_keys_t;

static struct
{
	gen_lock_t lock;
	siptrunk_webhook_keys_t *keys; /**< NULL: not read yet */
	siptrunk_webhook_taken_t taken;
} *webhooks;

int siptrunk_webhooks_init(void)
{
	webhooks = shm_malloc(sizeof(*webhooks));
	if(webhooks == NULL) {
		SHM_MEM_ERROR;
		return -1;
	}
	memset(webhooks, 0, sizeof(*webhooks));
	lock_init(&webhooks->lock);
	return 0;
}

static size_t keys_size(size_t count)
{
	return sizeof(siptrunk_webhook_keys_t)
		   + count * sizeof(siptrunk_webhook_key_t);
}

static void keys_free(siptrunk_webhook_keys_t *keys)
{
	if(keys == NULL)
		return;
	explicit_bzero(keys, keys_size(keys->count));
	shm_free(keys);
}

void siptrunk_webhooks_fini(void)
{
	if(webhooks == NULL)
		return;
	keys_free(webhooks->keys);
	shm_free(webhooks);
	webhooks = NULL;
}

/* --- keys; the HTTP process --- */

static void read_key(const siptrunk_config_t *config, const siptrunk_api_t *api,
		siptrunk_webhook_key_t *to)
{
	siptrunk_text_t trunk = config->trunks[api->trunk].name;
	siptrunk_error_t error;

	snprintf(to->trunk, sizeof(to->trunk), "%.*s", SIPTRUNK_TEXT_FMT(trunk));
	if(siptrunk_api_key_read(&api->key, &to->key, &error))
		return;
	to->key.len = 0;
	LM_ERR("requests of trunk %.*s to the edge are not believed: %s\n",
			SIPTRUNK_TEXT_FMT(trunk), error.text);
}

static siptrunk_webhook_keys_t *keys_read(const siptrunk_config_t *config)
{
	size_t i, size = keys_size(config->api_count);
	siptrunk_webhook_keys_t *keys = shm_malloc(size);

	if(keys == NULL) {
		SHM_MEM_ERROR;
		return NULL;
	}
	memset(keys, 0, size);
	keys->count = config->api_count;
	for(i = 0; i < keys->count; i++)
		read_key(config, &config->apis[i], &keys->keys[i]);
	return keys;
}

static void publish(siptrunk_webhook_keys_t *keys)
{
	siptrunk_webhook_keys_t *old;

	lock_get(&webhooks->lock);
	old = webhooks->keys;
	webhooks->keys = keys;
	lock_release(&webhooks->lock);
	keys_free(old);
}

void siptrunk_webhooks_tick(void)
{
	static unsigned seen; /* generation */
	siptrunk_snapshot_t *snapshot;
	siptrunk_webhook_keys_t *keys;

	if(siptrunk_webhook_port == 0)
		return;
	snapshot = siptrunk_snapshot_get();
	if(snapshot->generation != seen) {
		seen = snapshot->generation;
		keys = keys_read(snapshot->config);
		if(keys != NULL) /* else those of before are better than none */
			publish(keys);
	}
	siptrunk_snapshot_put(snapshot);
}

/* --- requests; SIP workers --- */

/** A copy of key number, for the caller to wipe; false: there are fewer. */
static bool copy_key(size_t number, siptrunk_webhook_key_t *key)
{
	bool found;

	lock_get(&webhooks->lock);
	found = webhooks->keys != NULL && number < webhooks->keys->count;
	if(found)
		*key = webhooks->keys->keys[number];
	lock_release(&webhooks->lock);
	return found;
}

/** By the key of trunk; trunk empty: by any. */
static bool is_signed(const siptrunk_webhook_t *webhook, siptrunk_text_t body,
		siptrunk_text_t trunk)
{
	siptrunk_webhook_key_t key;
	bool is = false;
	size_t i;

	for(i = 0; !is && copy_key(i, &key); i++) {
		is = key.key.len > 0
			 && (trunk.len == 0
					 || siptrunk_text_equal(trunk, siptrunk_text(key.trunk)))
			 && siptrunk_webhook_is_signed(webhook,
					 (siptrunk_text_t){key.key.bytes, key.key.len}, body);
	}
	explicit_bzero(&key, sizeof(key));
	return is;
}

static siptrunk_webhooks_verdict_t take(const siptrunk_webhook_t *webhook)
{
	static const siptrunk_webhooks_verdict_t verdicts[] = {
			[SIPTRUNK_WEBHOOK_FIRST] = SIPTRUNK_WEBHOOKS_GENUINE,
			[SIPTRUNK_WEBHOOK_AGAIN] = SIPTRUNK_WEBHOOKS_AGAIN,
			[SIPTRUNK_WEBHOOK_FULL] = SIPTRUNK_WEBHOOKS_FULL,
	};
	siptrunk_webhook_take_t taken;

	lock_get(&webhooks->lock);
	taken = siptrunk_webhook_take(
			&webhooks->taken, webhook, siptrunk_clock_ms());
	lock_release(&webhooks->lock);
	return verdicts[taken];
}

siptrunk_webhooks_verdict_t siptrunk_webhooks_check(
		siptrunk_text_t signature, siptrunk_text_t body)
{
	siptrunk_webhook_t webhook;

	if(!siptrunk_webhook_parse(signature, &webhook))
		return SIPTRUNK_WEBHOOKS_UNSIGNED;
	if(!siptrunk_webhook_is_recent(&webhook, siptrunk_clock_ms()))
		return SIPTRUNK_WEBHOOKS_OLD;
	if(!is_signed(&webhook, body, SIPTRUNK_TEXT("")))
		return SIPTRUNK_WEBHOOKS_FORGED;
	return take(&webhook);
}

bool siptrunk_webhooks_is_of(
		siptrunk_text_t signature, siptrunk_text_t body, siptrunk_text_t trunk)
{
	siptrunk_webhook_t webhook;

	return trunk.len > 0 && siptrunk_webhook_parse(signature, &webhook)
		   && is_signed(&webhook, body, trunk);
}

const char *siptrunk_webhooks_reason(siptrunk_webhooks_verdict_t verdict)
{
	static const char *const reasons[] = {
			[SIPTRUNK_WEBHOOKS_GENUINE] = "",
			[SIPTRUNK_WEBHOOKS_UNSIGNED] = "no signature",
			[SIPTRUNK_WEBHOOKS_OLD] =
					"a signature more than five minutes off our clock",
			[SIPTRUNK_WEBHOOKS_FORGED] =
					"a signature that no API key of ours makes",
			[SIPTRUNK_WEBHOOKS_AGAIN] = "a request that came before",
			[SIPTRUNK_WEBHOOKS_FULL] = "too many requests",
	};

	return reasons[verdict];
}
