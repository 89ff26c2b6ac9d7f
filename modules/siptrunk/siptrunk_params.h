/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Module parameters.
 *
 * Set while the configuration file is parsed; read-only after mod_init.
 */
#ifndef SIPTRUNK_PARAMS_H
#define SIPTRUNK_PARAMS_H

#include "core/str.h"

#define SIPTRUNK_DB_URL_DEFAULT "sqlite:////var/lib/siptrunk/siptrunk.db"
#define SIPTRUNK_SPOOL_DIR_DEFAULT "/var/lib/siptrunk/spool"
/** So that a file in it can be named in 255 characters. */
#define SIPTRUNK_SPOOL_DIR_MAX 180
#define SIPTRUNK_CAPTURE_DIR_MAX 140
#define SIPTRUNK_RING_DEFAULT 256
#define SIPTRUNK_RING_MIN 16
#define SIPTRUNK_RING_MAX 65536

#define SIPTRUNK_STRANGER_RATE_DEFAULT 10
#define SIPTRUNK_SUMMARY_INTERVAL_DEFAULT 60
#define SIPTRUNK_GATEWAY_PROBE_INTERVAL_DEFAULT 10
#define SIPTRUNK_GATEWAY_DOWN_AFTER_DEFAULT 3
#define SIPTRUNK_GATEWAY_UP_AFTER_DEFAULT 2
#define SIPTRUNK_RESERVE_MEMORY_DEFAULT 25
#define SIPTRUNK_CALLBACK_WINDOW_DEFAULT 60
#define SIPTRUNK_CALLBACK_WINDOW_MAX 1440
/** RTPengine knows a call for 30 s after its end. */
#define SIPTRUNK_MEDIA_INTERVAL_MAX 20
#define SIPTRUNK_MEDIA_INTERVAL_DEFAULT 5
#define SIPTRUNK_CALLS_DEFAULT 4096
#define SIPTRUNK_CALLS_MIN 16
#define SIPTRUNK_CALLS_MAX 1000000

#define SIPTRUNK_REGISTRATIONS_DEFAULT 2048
#define SIPTRUNK_REGISTRATIONS_MIN 16
#define SIPTRUNK_REGISTRATIONS_MAX 65536
#define SIPTRUNK_REGISTRATION_WINDOW_DEFAULT 5
#define SIPTRUNK_REGISTRATION_WINDOW_MAX 60
#define SIPTRUNK_CONCURRENCY_INTERVAL_DEFAULT 10

extern str siptrunk_db_url;
extern str siptrunk_spool_dir; /**< terminated */
extern str siptrunk_page_dir; /**< terminated; empty: no status page */
/** What empty columns of trunks mean: siptrunk_trunk_defaults_parse(). */
extern str siptrunk_trunk_defaults;
extern str siptrunk_records_file; /**< terminated; empty: none */
extern int siptrunk_records_log;	/**< 1: records go to the log, too */
extern int siptrunk_records_table;	/**< 1: records go to the database */
extern int siptrunk_records_hidden_digits; /**< of numbers, the last */
extern str siptrunk_capture_dir;	   /**< terminated; empty: none */
extern str siptrunk_capture_collector; /**< ADDRESS:PORT; empty: none */
extern int siptrunk_capture_id; /**< of this edge, for the collector */
extern int siptrunk_emergency_ring; /**< entries */
extern int siptrunk_near_miss_ring; /**< entries */
extern int siptrunk_stranger_rate;	/**< messages a second */
extern int siptrunk_webhook_port;	/**< 0: none */
extern int siptrunk_operator_port;	/**< 0: none */
extern int siptrunk_summary_interval; /**< seconds */
extern int siptrunk_gateway_probe_interval; /**< seconds */
extern int siptrunk_gateway_down_after; /**< failures in a row */
extern int siptrunk_gateway_up_after;	 /**< good answers in a row */
extern int siptrunk_reserve_memory;   /**< percent of shared memory */
extern int siptrunk_callback_window;  /**< minutes */
extern int siptrunk_media_interval;   /**< seconds */
extern int siptrunk_calls; /**< records of calls that are kept */
extern int siptrunk_registration_places; /**< calls */
extern int siptrunk_registration_window; /**< seconds */
extern int siptrunk_concurrency_interval; /**< seconds; 0: never */

/** 0, or -1 after an error that says which parameter is wrong and why. */
int siptrunk_params_check(void);

#endif
