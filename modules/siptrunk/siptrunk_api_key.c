/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The keys of the agents' APIs.
 *
 * Pure, with POSIX files and the environment; the process that loads, the HTTP
 * process.
 */
#include "siptrunk_api_key.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool environment_read(
		siptrunk_text_t name, siptrunk_key_t *key, siptrunk_error_t *error)
{
	char variable[128];
	const char *value;

	snprintf(variable, sizeof(variable), "%.*s", SIPTRUNK_TEXT_FMT(name));
	value = getenv(variable);
	key->len = value != NULL ? strlen(value) : 0;
	if(key->len >= SIPTRUNK_KEY_MIN && key->len <= SIPTRUNK_KEY_MAX) {
		memcpy(key->bytes, value, key->len);
		return true;
	}
	siptrunk_error_set(error,
			"variable %s of the environment: expected a key of %d to %d "
			"bytes, found %zu",
			variable, SIPTRUNK_KEY_MIN, SIPTRUNK_KEY_MAX, key->len);
	return false;
}

static bool is_token(const siptrunk_key_t *key, siptrunk_error_t *error)
{
	size_t i;

	for(i = 0; i < key->len; i++) {
		if(key->bytes[i] <= ' ' || key->bytes[i] > '~') {
			siptrunk_error_set(error,
					"expected a key of visible characters, found another at "
					"position %zu",
					i + 1);
			return false;
		}
	}
	return true;
}

bool siptrunk_api_key_read(const siptrunk_key_source_t *source,
		siptrunk_key_t *key, siptrunk_error_t *error)
{
	bool found = source->kind == SIPTRUNK_KEY_OF_FILE
						 ? siptrunk_key_file_read(source->name, key, error)
						 : environment_read(source->name, key, error);

	return found && is_token(key, error);
}

bool siptrunk_api_keys_check(
		const siptrunk_config_t *config, siptrunk_error_t *error)
{
	siptrunk_error_t why;
	siptrunk_key_t key;
	bool ready = true;
	size_t i;

	for(i = 0; i < config->api_count && ready; i++) {
		ready = siptrunk_api_key_read(&config->apis[i].key, &key, &why);
		if(!ready)
			siptrunk_error_set(error,
					"table siptrunk_api, row %d, column api_key: %s",
					config->apis[i].row, why.text);
	}
	explicit_bzero(&key, sizeof(key));
	return ready;
}
