/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What limits a row of an access list (direction, transport, port, time) and
 * where it comes from. Most rows have neither, so this is kept apart from the
 * prefix table, and rows share it.
 *
 * Pure. Written by the process that loads; read by all without a lock.
 */
#ifndef SIPTRUNK_DETAIL_H
#define SIPTRUNK_DETAIL_H

#include "siptrunk_text.h"

#include <stdint.h>

/** Bits of a set; an empty set in a row is no limit. */
typedef enum siptrunk_direction
{
	SIPTRUNK_INBOUND = 1, /**< the peer sends to us */
	SIPTRUNK_OUTBOUND = 2 /**< we send to the peer */
} siptrunk_direction_t;

/** Bits of a set; an empty set in a row is no limit. */
typedef enum siptrunk_transport
{
	SIPTRUNK_UDP = 1,
	SIPTRUNK_TCP = 2,
	SIPTRUNK_TLS = 4,
	SIPTRUNK_OTHER_TRANSPORT = 8 /**< no row can name it */
} siptrunk_transport_t;

/** Who put a row on the list. */
typedef enum siptrunk_origin
{
	SIPTRUNK_ORIGIN_CONFIGURED, /**< a prefix in siptrunk_address */
	SIPTRUNK_ORIGIN_HOST,		/**< an answer for a name there */
	SIPTRUNK_ORIGIN_TEMPORARY,	/**< RPC address_add */
	SIPTRUNK_ORIGIN_LISTED		/**< a pbx trunk had it once: never lets in by
									 itself, see siptrunk_access_ever_pbx() */
} siptrunk_origin_t;

typedef struct siptrunk_detail
{
	siptrunk_origin_t origin;
	bool off;
	uint8_t directions;	 /**< siptrunk_direction_t */
	uint8_t transports;	 /**< siptrunk_transport_t */
	uint16_t port_first; /**< 0: any */
	uint16_t port_last;
	int64_t from;  /**< seconds since 1970; 0: since ever */
	int64_t until; /**< the first second that it is over; 0: never */
	siptrunk_text_t source, dated;
	siptrunk_text_t host; /**< of SIPTRUNK_ORIGIN_HOST */
} siptrunk_detail_t;

/** Why a row does not apply. */
typedef enum siptrunk_limit
{
	SIPTRUNK_LIMIT_NONE, /**< it does */
	SIPTRUNK_LIMIT_LISTED_ONCE,
	SIPTRUNK_LIMIT_OFF,
	SIPTRUNK_LIMIT_NOT_YET,
	SIPTRUNK_LIMIT_EXPIRED,
	SIPTRUNK_LIMIT_DIRECTION,
	SIPTRUNK_LIMIT_TRANSPORT,
	SIPTRUNK_LIMIT_PORT
} siptrunk_limit_t;

/** What rows are asked about; direction, transport and port 0: not known, and
 *  then no limit. now: seconds since 1970. */
typedef struct siptrunk_situation
{
	uint8_t direction;
	uint8_t transport;
	uint16_t port;
	int64_t now;
} siptrunk_situation_t;

siptrunk_limit_t siptrunk_detail_limit(
		const siptrunk_detail_t *detail, const siptrunk_situation_t *situation);
/** "expired", "switched off" and so on. */
const char *siptrunk_limit_name(siptrunk_limit_t limit);
/** "configured", "host", "temporary", "listed". */
siptrunk_text_t siptrunk_origin_name(siptrunk_origin_t origin);

/** "udp", "tcp", "tls", "other". */
const char *siptrunk_transport_name(uint8_t transport);

/* Texts of siptrunk_address's columns; false: not one. An empty text is
 * accepted and means no limit. */

/** inbound or outbound. */
bool siptrunk_direction_parse(siptrunk_text_t text, uint8_t *directions);
/** udp, tcp, tls with commas between them. */
bool siptrunk_transports_parse(siptrunk_text_t text, uint8_t *transports);
/** N or N-M, 1 to 65535. */
bool siptrunk_ports_parse(
		siptrunk_text_t text, uint16_t *first, uint16_t *last);
/** 2026-11-21 (until: to its end) or 2026-11-21T18:00:00Z, years 2000 to 9999;
 *  seconds since 1970. */
bool siptrunk_time_parse(siptrunk_text_t text, bool until, int64_t *seconds);
/** 2026, 2026-11 or 2026-11-21. */
bool siptrunk_dated_parse(siptrunk_text_t text);

/* And back. */

/** Empty: both. */
siptrunk_text_t siptrunk_directions_name(uint8_t directions);
/** "udp,tcp,tls" */
#define SIPTRUNK_TRANSPORTS_TEXT_MAX 16
/** Terminated; returns text. */
const char *siptrunk_transports_format(
		uint8_t transports, char text[SIPTRUNK_TRANSPORTS_TEXT_MAX]);
/** "65534-65535" */
#define SIPTRUNK_PORTS_TEXT_MAX 16
/** Terminated; returns text. */
const char *siptrunk_ports_format(
		uint16_t first, uint16_t last, char text[SIPTRUNK_PORTS_TEXT_MAX]);

/** "2026-11-21T18:00:00Z" */
#define SIPTRUNK_TIME_TEXT_MAX 32
/** Terminated; returns text. */
const char *siptrunk_time_format(
		int64_t seconds, char text[SIPTRUNK_TIME_TEXT_MAX]);

/** "2026-11-21T18:00:00.123Z" */
#define SIPTRUNK_TIME_MS_TEXT_MAX (SIPTRUNK_TIME_TEXT_MAX + 4)
/** The same of milliseconds, 0 or more. */
const char *siptrunk_time_ms_format(
		int64_t ms, char text[SIPTRUNK_TIME_MS_TEXT_MAX]);

#endif
