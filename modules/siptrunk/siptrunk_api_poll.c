/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Asks the agents' APIs how many calls their accounts have.
 *
 * The HTTP process; its private memory.
 */
#include "siptrunk_api_poll.h"

#include "siptrunk_api_request.h"
#include "siptrunk_apis.h"
#include "siptrunk_clock.h"
#include "siptrunk_params.h"
#include "siptrunk_snapshot.h"
#include "siptrunk_stats.h"

#include "core/dprint.h"

#include <stdio.h>
#include <stdlib.h>

#define PATH "/get-concurrency"
#define DEADLINE_MOST_MS 5000
/** Who does not answer so many times is not believed any longer. */
#define MISSED_MOST 3

/** A question that is under way. */
typedef struct question
{
	char trunk[65];
} question_t;

static int64_t interval_ms(void)
{
	return (int64_t)siptrunk_concurrency_interval * 1000;
}

/** One answer at a time: each is reckoned from when it was asked for. */
static long deadline_ms(void)
{
	return interval_ms() < DEADLINE_MOST_MS ? (long)interval_ms()
											: DEADLINE_MOST_MS;
}

/** Registrations tell the operator what is wrong with the API; here only the
 *  counter does. */
static void answered(void *context, const siptrunk_http_response_t *response)
{
	question_t *question = context;
	siptrunk_api_answer_t answer;
	siptrunk_api_calls_t calls;

	if(siptrunk_api_answer_concurrency(response, &calls, &answer)) {
		siptrunk_apis_tell_concurrency(siptrunk_text(question->trunk), &calls,
				MISSED_MOST * interval_ms());
	} else {
		siptrunk_stats_add(SIPTRUNK_STAT_CONCURRENCY_UNKNOWN, 1);
		LM_INFO("how many calls the account of trunk %s has is not told: %s\n",
				question->trunk, answer.error.text);
	}
	free(question);
}

static void ask(siptrunk_text_t trunk, const siptrunk_api_t *api)
{
	question_t *question = malloc(sizeof(*question));
	const siptrunk_api_request_t request = {.method = "GET",
			.path = PATH,
			.body = SIPTRUNK_TEXT(""),
			.deadline_ms = deadline_ms(),
			.done = answered,
			.context = question};

	if(question == NULL)
		return;
	snprintf(question->trunk, sizeof(question->trunk), "%.*s",
			SIPTRUNK_TEXT_FMT(trunk));
	siptrunk_apis_ask_concurrency(trunk);
	if(siptrunk_api_request(api, &request) != SIPTRUNK_CAUSE_NONE)
		free(question);
}

static void ask_all(const siptrunk_config_t *config)
{
	size_t i;

	for(i = 0; i < config->api_count; i++)
		ask(config->trunks[config->apis[i].trunk].name, &config->apis[i]);
}

/** When it is time, or another configuration is in force. */
static bool is_due(unsigned generation)
{
	static unsigned asked;
	static int64_t due;
	const int64_t now = siptrunk_clock_steady_ms();

	if(now < due && generation == asked)
		return false;
	due = now + interval_ms();
	asked = generation;
	return true;
}

void siptrunk_api_poll_tick(void)
{
	siptrunk_snapshot_t *snapshot = siptrunk_snapshot_get();

	if(siptrunk_concurrency_interval > 0 && is_due(snapshot->generation))
		ask_all(snapshot->config);
	siptrunk_snapshot_put(snapshot);
}
