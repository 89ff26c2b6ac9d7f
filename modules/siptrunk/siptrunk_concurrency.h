/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * How many calls an account of the API has: what it said last, and what came
 * since.
 *
 * Pure; any process; the caller's memory, lock and clock.
 */
#ifndef SIPTRUNK_CONCURRENCY_H
#define SIPTRUNK_CONCURRENCY_H

#include "siptrunk_api_answer.h"

#include <stdint.h>

/** Zeroed: nothing is known. */
typedef struct siptrunk_concurrency
{
	siptrunk_api_calls_t told;
	int64_t until;		  /**< told counts before; 0: it never was told */
	unsigned waiting;	  /**< registrations that are under way */
	unsigned since;		  /**< registered since told was asked for */
	unsigned since_asked; /**< and since it was asked for again */
} siptrunk_concurrency_t;

/** A registration is sent, and has its outcome. */
void siptrunk_concurrency_enter(siptrunk_concurrency_t *concurrency);
void siptrunk_concurrency_leave(
		siptrunk_concurrency_t *concurrency, bool registered);

/** The API is asked, and answers; until: how long that is believed. */
void siptrunk_concurrency_ask(siptrunk_concurrency_t *concurrency);
void siptrunk_concurrency_tell(siptrunk_concurrency_t *concurrency,
		const siptrunk_api_calls_t *calls, int64_t until);

/** Are no more than reserve calls left below the limit? What is not known, or
 *  not any more, stops no call. */
bool siptrunk_concurrency_exhausted(
		const siptrunk_concurrency_t *concurrency, int reserve, int64_t now);

#endif
