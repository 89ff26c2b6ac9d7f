/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The process "SIPTRUNK MEDIA".
 *
 * Asks one RTPengine after the other for its calls, and for each of them. After
 * a call has ended RTPengine still knows it for a while (delete-delay): only
 * then the figures are final.
 */
#include "siptrunk_media.h"

#include "siptrunk_calls.h"
#include "siptrunk_clock.h"
#include "siptrunk_hang_up.h"
#include "siptrunk_ng.h"
#include "siptrunk_one_way.h"
#include "siptrunk_params.h"
#include "siptrunk_stats.h"
#include "siptrunk_watches.h"

#include "core/cfg/cfg_struct.h"
#include "core/dprint.h"
#include "core/mem/shm_mem.h"
#include "core/pt.h"
#include "core/sr_module.h"

#include <stdlib.h>
#include <string.h>

/** After each question: no more than some 300 a second. */
#define PAUSE_US 3000
/** So long after its end RTPengine lists a call no more. */
#define UNLISTED_MS 60000
/** So many questions without an answer, and it is asked no more in a round. */
#define UNANSWERED_MOST 3

typedef struct shared
{
	siptrunk_media_table_t table;
	bool answers[SIPTRUNK_NG_MAX];
	long sessions[SIPTRUNK_NG_MAX];
} shared_t;

static shared_t *shared;

static const siptrunk_allocator_t private_memory = {malloc, free};
static unsigned number_of_round;
/** Questions to one RTPengine in a row. */
static unsigned unanswered;
static siptrunk_watches_t *watches;

/* --- a call that has ended --- */

static void log_media(const siptrunk_call_record_t *record)
{
	char line[SIPTRUNK_CALL_LINE_MAX];

	siptrunk_call_record_write_media(record, line);
	LM_INFO("media %s\n", line);
}

static void count_leg(const char *trunk, const siptrunk_media_leg_t *leg)
{
	static const siptrunk_stat_t stats[SIPTRUNK_MEDIA_TOTAL_COUNT] = {
			[SIPTRUNK_MEDIA_MOS_GOOD] = SIPTRUNK_STAT_MEDIA_GOOD,
			[SIPTRUNK_MEDIA_MOS_FAIR] = SIPTRUNK_STAT_MEDIA_FAIR,
			[SIPTRUNK_MEDIA_MOS_POOR] = SIPTRUNK_STAT_MEDIA_POOR};

	siptrunk_media_totals_add_leg(
			siptrunk_media_totals_of(&shared->table, trunk), leg);
	if(leg->heard.known)
		siptrunk_stats_add(stats[siptrunk_media_rate(leg->heard.mos)], 1);
}

/** What was tried and did not answer has no legs. */
static void conclude(const siptrunk_call_record_t *record)
{
	const siptrunk_media_leg_t *legs = record->legs;

	if(record->answered == 0
			|| (!legs[SIPTRUNK_LEG_CALLER].seen
					&& !legs[SIPTRUNK_LEG_CALLEE].seen))
		return;
	log_media(record);
	count_leg(record->ids.trunk, &legs[SIPTRUNK_LEG_CALLER]);
	count_leg(record->ids.target, &legs[SIPTRUNK_LEG_CALLEE]);
}

/* --- a call from one of whose sides nothing comes --- */

static bool is_emergencys(const siptrunk_watch_t *watch)
{
	return siptrunk_ng_address(watch->instance)->set
		   == SIPTRUNK_NG_EMERGENCY_SET;
}

static siptrunk_media_totals_t *totals_of(
		const siptrunk_call_record_t *record, siptrunk_leg_t leg)
{
	return siptrunk_media_totals_of(
			&shared->table, leg == SIPTRUNK_LEG_CALLER ? record->ids.trunk
													   : record->ids.target);
}

static void note_silent(const siptrunk_watch_t *watch,
		siptrunk_call_record_t *record, siptrunk_leg_t leg)
{
	siptrunk_media_totals_add(
			totals_of(record, leg), SIPTRUNK_MEDIA_SILENT, 1);
	if(record->legs[leg].silent == 0)
		record->legs[leg].silent = watch->silences[leg].clock;
}

/** One that may have been cut is none of RTPengine's. */
static siptrunk_text_t whole_tag(
		const siptrunk_call_record_t *record, siptrunk_leg_t leg)
{
	siptrunk_text_t tag = siptrunk_text(record->media_tags[leg]);

	return tag.len < SIPTRUNK_MEDIA_TAG_MAX ? tag : SIPTRUNK_TEXT("");
}

/** Its ports are free at once; nobody sends a BYE through the edge. */
static void delete_media(
		const siptrunk_watch_t *watch, const siptrunk_call_record_t *record)
{
	siptrunk_ng_question_t question = {.command = "delete",
			.call_id = siptrunk_text(watch->call_id),
			.from_tag = whole_tag(record, SIPTRUNK_LEG_CALLER),
			.to_tag = whole_tag(record, SIPTRUNK_LEG_CALLEE)};
	siptrunk_text_t answer;

	siptrunk_ng_ask(watch->instance, &question, &answer);
}

static bool may_hang_up(
		const siptrunk_watch_t *watch, const siptrunk_call_record_t *record)
{
	siptrunk_word_t word;

	if(!siptrunk_calls_is_shared(siptrunk_text(watch->call_id), record))
		return true;
	LM_WARN("call %s goes on, although it is silent: another one has its "
			"Call-ID\n",
			siptrunk_text_word(siptrunk_text(watch->call_id), &word));
	return false;
}

static void hang_up(const siptrunk_watch_t *watch,
		const siptrunk_call_record_t *record, siptrunk_leg_t silent)
{
	if(!may_hang_up(watch, record))
		return;
	if(!siptrunk_hang_up(record, silent == SIPTRUNK_LEG_CALLER
										 ? "nothing is heard of the caller"
										 : "nothing is heard of the callee"))
		return;
	siptrunk_stats_add(SIPTRUNK_STAT_SILENCE_HUNG_UP, 1);
	siptrunk_media_totals_add(
			totals_of(record, silent), SIPTRUNK_MEDIA_HUNG_UP, 1);
	delete_media(watch, record);
	siptrunk_calls_end_record(siptrunk_text(watch->call_id), record);
}

static void hear_sides(siptrunk_watch_t *watch,
		const siptrunk_media_report_t *report, siptrunk_call_record_t *record)
{
	unsigned silent = siptrunk_one_way_look(watch, report, record);
	siptrunk_leg_t leg;

	if(silent == 0 || record == NULL)
		return;
	for(leg = 0; leg < SIPTRUNK_LEG_COUNT; leg++) {
		if(silent & (1U << leg))
			note_silent(watch, record, leg);
	}
	siptrunk_calls_set_legs(siptrunk_text(watch->call_id), record);
	if(siptrunk_one_way_ends(record, is_emergencys(watch)))
		hang_up(watch, record,
				silent & (1U << SIPTRUNK_LEG_CALLER) ? SIPTRUNK_LEG_CALLER
													 : SIPTRUNK_LEG_CALLEE);
}

/* --- a look --- */

/** A gateway that was given up has left nothing to an RTPengine that has no
 *  part in the call: its figures stay away from the record. */
static bool look_at_legs(siptrunk_watch_t *watch,
		const siptrunk_media_report_t *report, siptrunk_call_record_t *record)
{
	const siptrunk_media_side_t *sides[SIPTRUNK_LEG_COUNT];
	siptrunk_leg_t leg;

	for(leg = 0; leg < SIPTRUNK_LEG_COUNT; leg++) {
		sides[leg] = siptrunk_media_report_side(
				report, record->media_tags[leg]);
		if(sides[leg] == NULL)
			return false;
	}
	for(leg = 0; leg < SIPTRUNK_LEG_COUNT; leg++)
		siptrunk_media_leg_look(
				&record->legs[leg], &watch->bases[leg], sides[leg]);
	siptrunk_calls_set_legs(siptrunk_text(watch->call_id), record);
	watch->seen = true;
	return true;
}

/** One that hangs would be waited for once for each of its calls. */
static void note_answer(unsigned instance, bool came)
{
	unanswered = came ? 0 : unanswered + 1;
	if(unanswered == UNANSWERED_MOST)
		shared->answers[instance] = false;
}

/** No answer is none that can be understood. */
static siptrunk_media_answer_t ask(
		const siptrunk_watch_t *watch, siptrunk_media_report_t *report)
{
	siptrunk_ng_question_t question = {
			.command = "query", .call_id = siptrunk_text(watch->call_id)};
	siptrunk_text_t answer;
	bool came;

	usleep(PAUSE_US);
	came = siptrunk_ng_ask(watch->instance, &question, &answer);
	note_answer(watch->instance, came);
	return came ? siptrunk_media_report_read(answer, report)
				: SIPTRUNK_MEDIA_BAD;
}

/** Its record, whosever it is by now: a Call-ID may be used again. */
static bool find_record(
		siptrunk_watch_t *watch, siptrunk_call_record_t *record)
{
	bool found = siptrunk_calls_of(siptrunk_text(watch->call_id), record);

	siptrunk_watch_follow(watch, found ? record->serial : 0);
	return found;
}

static bool is_done(siptrunk_watch_t *watch)
{
	siptrunk_call_record_t record;

	if(watch->done)
		find_record(watch, &record);
	return watch->done;
}

/** false: nothing will come of this call any more. */
static bool look(siptrunk_watch_t *watch)
{
	siptrunk_media_report_t report;
	siptrunk_media_answer_t answer;
	siptrunk_call_record_t record;
	bool known, ended;

	if(is_done(watch) || !shared->answers[watch->instance])
		return siptrunk_clock_steady_ms() < watch->listed + UNLISTED_MS;
	answer = ask(watch, &report);
	if(answer == SIPTRUNK_MEDIA_BAD)
		return true;
	known = answer == SIPTRUNK_MEDIA_OK;
	watch->round = number_of_round;
	if(!find_record(watch, &record)) {
		hear_sides(watch, &report, NULL);
		return known;
	}
	ended = record.ids.state == SIPTRUNK_CALL_ENDED;
	/* of legs that it has not had another RTPengine tells */
	if((look_at_legs(watch, &report, &record) || (!known && watch->seen))
			&& ended)
		conclude(&record);
	hear_sides(watch, &report, &record);
	watch->done = ended;
	if(ended)
		siptrunk_calls_settle(siptrunk_text(watch->call_id), &record);
	return known;
}

/* --- a round --- */

/** Of one RTPengine, in a round. */
typedef struct listing
{
	unsigned instance, count;
} listing_t;

static void meet(siptrunk_text_t call_id, void *context)
{
	listing_t *listing = context;
	siptrunk_watch_t *watch =
			siptrunk_watches_get(watches, listing->instance, call_id);

	listing->count++;
	if(watch != NULL)
		watch->listed = siptrunk_clock_steady_ms();
}

/** It has more calls than it lists, and lists the same ones each time, or its
 *  list is none: those with a record are asked for. */
static void meet_recorded(listing_t *listing)
{
	siptrunk_call_record_t record = {.serial = UINT64_MAX};
	siptrunk_text_t call_id;

	while(siptrunk_calls_before(SIPTRUNK_TEXT(""), record.serial, &record)) {
		call_id = siptrunk_text(record.ids.ids[SIPTRUNK_ID_CALLER]);
		if(call_id.len < SIPTRUNK_ID_MAX) /* a longer one is cut */
			meet(call_id, listing);
	}
}

static bool meet_listed(listing_t *listing)
{
	siptrunk_ng_question_t question = {.command = "list"};
	siptrunk_text_t answer;

	return siptrunk_ng_ask(listing->instance, &question, &answer)
		   && siptrunk_media_report_calls(answer, meet, listing);
}

static bool is_there(unsigned instance)
{
	siptrunk_ng_question_t question = {.command = "ping"};
	siptrunk_text_t answer;

	return siptrunk_ng_ask(instance, &question, &answer);
}

static void count_sessions(unsigned instance)
{
	siptrunk_ng_question_t question = {.command = "statistics"};
	siptrunk_text_t answer;
	long count = siptrunk_ng_ask(instance, &question, &answer)
						 ? siptrunk_media_report_sessions(answer)
						 : -1;

	if(count >= 0)
		shared->sessions[instance] = count;
}

/** A list that is larger than a datagram, of long Call-IDs, does not come. */
static void visit(unsigned instance)
{
	listing_t listing = {instance, 0};
	bool listed = meet_listed(&listing);

	unanswered = 0;
	shared->answers[instance] = listed || is_there(instance);
	if(shared->answers[instance]
			&& (!listed || listing.count >= SIPTRUNK_NG_LISTED_MAX))
		meet_recorded(&listing);
	if(shared->answers[instance])
		count_sessions(instance);
	siptrunk_watches_sweep(watches, instance, look);
}

static void make_round(void)
{
	unsigned i;

	number_of_round++;
	for(i = 0; i < siptrunk_ng_count(); i++)
		visit(i);
}

static void work(void)
{
	int64_t begun, left;

	siptrunk_ng_open();
	for(;;) {
		begun = siptrunk_clock_steady_ms();
		cfg_update();
		if(watches != NULL)
			make_round();
		else
			watches = siptrunk_watches_new(
					&private_memory, (unsigned)siptrunk_calls);
		left = begun + siptrunk_media_interval * 1000
			   - siptrunk_clock_steady_ms();
		if(left > 0)
			usleep((useconds_t)(left * 1000));
	}
}

/* --- the process --- */

int siptrunk_media_init(void)
{
	shared = shm_malloc(sizeof(*shared));
	if(shared == NULL) {
		SHM_MEM_ERROR;
		return -1;
	}
	memset(shared, 0, sizeof(*shared));
	if(siptrunk_ng_count() == 0)
		return 0;
	cfg_register_child(1);
	return register_procs(1);
}

int siptrunk_media_start(int rank)
{
	int pid;

	if(rank != PROC_MAIN || siptrunk_ng_count() == 0)
		return 0;
	/* with sockets: what ends a call by TCP goes through the process of TCP */
	pid = fork_process(PROC_RPC, "SIPTRUNK MEDIA", 1);
	if(pid == 0 && cfg_child_init() == 0)
		work();
	return pid < 0 ? -1 : 0;
}

void siptrunk_media_fini(void)
{
	if(shared != NULL)
		shm_free(shared);
	shared = NULL;
}

const siptrunk_media_table_t *siptrunk_media_table(void)
{
	return &shared->table;
}

bool siptrunk_media_answers(unsigned instance)
{
	return shared->answers[instance];
}

long siptrunk_media_sessions(unsigned instance)
{
	return shared->sessions[instance];
}
