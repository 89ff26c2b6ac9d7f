/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Module parameters: their defaults and what is acceptable.
 *
 * Main process, at start; no memory.
 */
#include "siptrunk_params.h"

#include "core/dprint.h"

#include <string.h>

str siptrunk_db_url = str_init(SIPTRUNK_DB_URL_DEFAULT);
str siptrunk_trunk_defaults = str_init("");
str siptrunk_spool_dir = str_init(SIPTRUNK_SPOOL_DIR_DEFAULT);
str siptrunk_records_file = str_init("");
int siptrunk_records_log = 0;
int siptrunk_records_table = 0;
int siptrunk_records_hidden_digits = 0;
str siptrunk_capture_dir = str_init("");
str siptrunk_capture_collector = str_init("");
int siptrunk_capture_id = 1;
str siptrunk_page_dir = str_init("");
int siptrunk_emergency_ring = SIPTRUNK_RING_DEFAULT;
int siptrunk_near_miss_ring = SIPTRUNK_RING_DEFAULT;
int siptrunk_stranger_rate = SIPTRUNK_STRANGER_RATE_DEFAULT;
int siptrunk_webhook_port = 0;
int siptrunk_operator_port = 0;
int siptrunk_summary_interval = SIPTRUNK_SUMMARY_INTERVAL_DEFAULT;
int siptrunk_gateway_probe_interval = SIPTRUNK_GATEWAY_PROBE_INTERVAL_DEFAULT;
int siptrunk_gateway_down_after = SIPTRUNK_GATEWAY_DOWN_AFTER_DEFAULT;
int siptrunk_gateway_up_after = SIPTRUNK_GATEWAY_UP_AFTER_DEFAULT;
int siptrunk_reserve_memory = SIPTRUNK_RESERVE_MEMORY_DEFAULT;
int siptrunk_callback_window = SIPTRUNK_CALLBACK_WINDOW_DEFAULT;
int siptrunk_media_interval = SIPTRUNK_MEDIA_INTERVAL_DEFAULT;
int siptrunk_calls = SIPTRUNK_CALLS_DEFAULT;
int siptrunk_concurrency_interval = SIPTRUNK_CONCURRENCY_INTERVAL_DEFAULT;
int siptrunk_registration_places = SIPTRUNK_REGISTRATIONS_DEFAULT;
int siptrunk_registration_window = SIPTRUNK_REGISTRATION_WINDOW_DEFAULT;

static int check_db_url(void)
{
	if(siptrunk_db_url.len > 0 && strstr(siptrunk_db_url.s, "://") != NULL)
		return 0;
	/* not shown: what is wrong with it may be a misplaced password */
	LM_ERR("modparam db_url: expected DRIVER://..., for example \"%s\"\n",
			SIPTRUNK_DB_URL_DEFAULT);
	return -1;
}

static const struct
{
	const char *name;
	const int *value;
	int least, most;
} ranges[] = {
		{"emergency_ring", &siptrunk_emergency_ring, SIPTRUNK_RING_MIN,
				SIPTRUNK_RING_MAX},
		{"near_miss_ring", &siptrunk_near_miss_ring, SIPTRUNK_RING_MIN,
				SIPTRUNK_RING_MAX},
		{"capture_id", &siptrunk_capture_id, 0, 0x7fffffff},
		{"stranger_rate", &siptrunk_stranger_rate, 1, 100000},
		{"webhook_port", &siptrunk_webhook_port, 0, 65535},
		{"operator_port", &siptrunk_operator_port, 0, 65535},
		{"summary_interval", &siptrunk_summary_interval, 1, 86400},
		{"gateway_probe_interval", &siptrunk_gateway_probe_interval, 1, 3600},
		{"gateway_down_after", &siptrunk_gateway_down_after, 1, 100},
		{"gateway_up_after", &siptrunk_gateway_up_after, 1, 100},
		{"reserve_memory", &siptrunk_reserve_memory, 0, 90},
		{"concurrency_interval", &siptrunk_concurrency_interval, 0, 3600},
		{"callback_window", &siptrunk_callback_window, 0,
				SIPTRUNK_CALLBACK_WINDOW_MAX},
		{"media_interval", &siptrunk_media_interval, 1,
				SIPTRUNK_MEDIA_INTERVAL_MAX},
		{"calls", &siptrunk_calls, SIPTRUNK_CALLS_MIN, SIPTRUNK_CALLS_MAX},
		{"records_log", &siptrunk_records_log, 0, 1},
		{"records_table", &siptrunk_records_table, 0, 1},
		{"records_hidden_digits", &siptrunk_records_hidden_digits, 0, 15},
		{"registrations", &siptrunk_registration_places,
				SIPTRUNK_REGISTRATIONS_MIN, SIPTRUNK_REGISTRATIONS_MAX},
		{"registration_window", &siptrunk_registration_window, 0,
				SIPTRUNK_REGISTRATION_WINDOW_MAX},
};

static int check_ranges(void)
{
	size_t i;

	for(i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		if(*ranges[i].value >= ranges[i].least
				&& *ranges[i].value <= ranges[i].most)
			continue;
		LM_ERR("modparam %s: expected %d to %d, found %d\n", ranges[i].name,
				ranges[i].least, ranges[i].most, *ranges[i].value);
		return -1;
	}
	return 0;
}

static int check_spool_dir(void)
{
	if(siptrunk_spool_dir.len > 1
			&& siptrunk_spool_dir.len <= SIPTRUNK_SPOOL_DIR_MAX
			&& siptrunk_spool_dir.s[0] == '/')
		return 0;
	LM_ERR("modparam spool_dir: expected the path of a folder, at most %d "
		   "characters that begin with '/', found '%.*s'\n",
			SIPTRUNK_SPOOL_DIR_MAX, siptrunk_spool_dir.len,
			siptrunk_spool_dir.s);
	return -1;
}

static int check_records_file(void)
{
	if(siptrunk_records_file.len == 0 || siptrunk_records_file.s[0] == '/')
		return 0;
	LM_ERR("modparam records_file: expected the path of a file that begins "
		   "with '/', found '%.*s'\n",
			siptrunk_records_file.len, siptrunk_records_file.s);
	return -1;
}

/** A file in it can be named in 255 characters. */
static int check_capture_dir(void)
{
	if(siptrunk_capture_dir.len == 0
			|| (siptrunk_capture_dir.len <= SIPTRUNK_CAPTURE_DIR_MAX
					&& siptrunk_capture_dir.s[0] == '/'))
		return 0;
	LM_ERR("modparam capture_dir: expected the path of a folder, at most %d "
		   "characters that begin with '/', found '%.*s'\n",
			SIPTRUNK_CAPTURE_DIR_MAX, siptrunk_capture_dir.len,
			siptrunk_capture_dir.s);
	return -1;
}

int siptrunk_params_check(void)
{
	return check_db_url() < 0 || check_spool_dir() < 0
				   || check_records_file() < 0 || check_capture_dir() < 0
				   || check_ranges() < 0
				   ? -1
				   : 0;
}
