/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_call_record.c: what happens to a call, and how it is written. */
#include "siptrunk_call_record.h"
#include "unit.h"

#include <string.h>

static siptrunk_call_record_t record;

static siptrunk_call_change_t change_of(siptrunk_call_event_t event)
{
	return (siptrunk_call_change_t){.event = event, .from_tag = T("f")};
}

/** At a time later than the one before. */
static bool happens(siptrunk_call_change_t change)
{
	static int64_t now;

	change.now = ++now;
	return siptrunk_call_record_change(&record, &change);
}

static bool happen(siptrunk_call_event_t event)
{
	return happens(change_of(event));
}

static void begin(void)
{
	memset(&record, 0, sizeof(record));
	assert_false(happen(SIPTRUNK_CALL_EVENT_STARTED));
}

static void assert_state(const char *expected)
{
	assert_string_equal(
			siptrunk_call_state_name(record.ids.state), expected);
}

static void a_call_goes_from_state_to_state(void **state)
{
	(void)state;
	begin();
	assert_state("trying");
	happen(SIPTRUNK_CALL_EVENT_REGISTERING);
	assert_state("registering");
	happen(SIPTRUNK_CALL_EVENT_PLACED);
	assert_state("trying");
	happen(SIPTRUNK_CALL_EVENT_RANG);
	assert_state("ringing");
	/* the next gateway: its caller still hears it ring */
	happen(SIPTRUNK_CALL_EVENT_PLACED);
	assert_state("ringing");
	assert_false(happen(SIPTRUNK_CALL_EVENT_ANSWERED));
	assert_state("up");
	assert_true(happen(SIPTRUNK_CALL_EVENT_ENDED));
	assert_state("ended");
	assert_true(record.started < record.rang && record.rang < record.answered
				&& record.answered < record.ended);
}

static void what_comes_too_late_changes_nothing(void **state)
{
	siptrunk_call_change_t answer = change_of(SIPTRUNK_CALL_EVENT_ANSWERED);
	siptrunk_call_record_t before;

	(void)state;
	begin();
	answer.to_tag = T("first");
	happens(answer);
	before = record;
	answer.to_tag = T("second");
	happens(answer);
	happen(SIPTRUNK_CALL_EVENT_RANG);
	assert_false(happen(SIPTRUNK_CALL_EVENT_FAILED));
	assert_memory_equal(&record, &before, sizeof(record));
	happen(SIPTRUNK_CALL_EVENT_ENDED);
	before = record;
	assert_false(happen(SIPTRUNK_CALL_EVENT_ENDED));
	assert_false(happens(answer));
	assert_memory_equal(&record, &before, sizeof(record));
}

static void a_call_that_is_up_may_go_to_another_target(void **state)
{
	siptrunk_call_change_t transferred =
			change_of(SIPTRUNK_CALL_EVENT_TRANSFERRED);

	(void)state;
	begin();
	transferred.from_tag = T("callee");
	transferred.trunk = T("retell");
	transferred.target = T("twilio");
	assert_false(happens(transferred));
	assert_string_equal(record.ids.target, "");
	happen(SIPTRUNK_CALL_EVENT_ANSWERED);
	assert_false(happens(transferred));
	assert_state("up");
	assert_string_equal(record.ids.target, "twilio");
	assert_string_not_equal(record.ids.trunk, "retell");
	happen(SIPTRUNK_CALL_EVENT_ENDED);
	transferred.target = T("retell");
	happens(transferred);
	assert_string_equal(record.ids.target, "twilio");
}

static void assert_ended_by(
		siptrunk_call_change_t change, const char *expected)
{
	begin();
	assert_true(happens(change));
	assert_string_equal(record.ended_by, expected);
}

static void who_ended_a_call_is_known(void **state)
{
	siptrunk_call_change_t change = change_of(SIPTRUNK_CALL_EVENT_ENDED);

	(void)state;
	assert_ended_by(change, "caller");
	change.from_tag = T("t");
	assert_ended_by(change, "callee");
	change.ended_by = T("edge");
	assert_ended_by(change, "edge");
	change = change_of(SIPTRUNK_CALL_EVENT_FAILED);
	change.code = 486;
	assert_ended_by(change, "callee");
	assert_int_equal(record.code, 486);
	change.code = 487;
	assert_ended_by(change, "caller");
	change.code = 503;
	change.ended_by = T("edge");
	assert_ended_by(change, "edge");
}

static siptrunk_call_change_t placed_at(const char *trunk, const char *gateway)
{
	siptrunk_call_change_t change = change_of(SIPTRUNK_CALL_EVENT_PLACED);

	change.target = siptrunk_text(trunk);
	change.gateway = siptrunk_text(gateway);
	return change;
}

static void assert_attempt(
		size_t number, const char *gateway, int code, int64_t took)
{
	assert_true(number < siptrunk_call_record_attempts(&record));
	assert_string_equal(record.attempts[number].gateway, gateway);
	assert_int_equal(record.attempts[number].code, code);
	assert_int_equal(record.attempts[number].took, took);
}

static void each_attempt_is_kept_with_what_came_of_it(void **state)
{
	siptrunk_call_change_t attempted =
			change_of(SIPTRUNK_CALL_EVENT_ATTEMPTED);
	siptrunk_call_change_t answered = change_of(SIPTRUNK_CALL_EVENT_ANSWERED);

	(void)state;
	begin();
	attempted.code = 503;
	happens(attempted); /* there was none */
	assert_int_equal(siptrunk_call_record_attempts(&record), 0);
	happens(placed_at("redsky", "one"));
	happen(SIPTRUNK_CALL_EVENT_UNSENT);
	happens(placed_at("redsky", "two"));
	happen(SIPTRUNK_CALL_EVENT_RANG);
	happens(attempted);
	/* an attempt's answer is none to the caller */
	assert_int_equal(record.code, 0);
	happens(placed_at("twilio", "three"));
	assert_int_equal(record.attempts[2].took, -1);
	answered.code = 200;
	happens(answered);
	assert_attempt(0, "one", 0, 1);
	assert_attempt(1, "two", 503, 2);
	assert_attempt(2, "three", 200, 1);
	assert_string_equal(record.attempts[2].trunk, "twilio");
	assert_int_equal(record.code, 200);
	happen(SIPTRUNK_CALL_EVENT_ENDED);
	assert_attempt(2, "three", 200, 1);
}

static void of_many_attempts_the_latest_is_kept(void **state)
{
	int i;

	(void)state;
	begin();
	for(i = 0; i < SIPTRUNK_CALL_ATTEMPTS_MAX; i++)
		happens(placed_at("redsky", "many"));
	happens(placed_at("twilio", "latest"));
	assert_int_equal(record.attempt_count, SIPTRUNK_CALL_ATTEMPTS_MAX + 1);
	assert_int_equal(siptrunk_call_record_attempts(&record),
			SIPTRUNK_CALL_ATTEMPTS_MAX);
	assert_attempt(SIPTRUNK_CALL_ATTEMPTS_MAX - 2, "many", 0, 1);
	assert_attempt(SIPTRUNK_CALL_ATTEMPTS_MAX - 1, "latest", 0, -1);
}

/** Each gateway may be shown another caller. */
static void who_is_shown_is_of_the_latest_attempt(void **state)
{
	siptrunk_call_change_t change = placed_at("redsky", "one");

	(void)state;
	begin();
	change.caller = T("+13125550101");
	change.caller_source = T("call_source");
	change.called = T("911");
	happens(change);
	change.caller = T("alice");
	change.caller_source = T("");
	happens(change);
	assert_string_equal(record.caller, "alice");
	assert_string_equal(record.caller_source, "");
	assert_string_equal(record.called, "911");
}

static void what_is_refused_ends_as_it_begins(void **state)
{
	siptrunk_call_change_t change = change_of(SIPTRUNK_CALL_EVENT_REFUSED);

	(void)state;
	change.ended_by = T("edge");
	change.code = 403;
	change.reason = T("Q.850;cause=21");
	memset(&record, 0, sizeof(record));
	assert_true(happens(change));
	assert_true(record.started != 0 && record.started == record.ended);
	assert_string_equal(record.ids.from_tag, "f");
	assert_string_equal(record.reason, "Q.850;cause=21");
	assert_int_equal(record.code, 403);
}

static void who_gives_up_may_say_why(void **state)
{
	siptrunk_call_change_t change = change_of(SIPTRUNK_CALL_EVENT_CANCELLED);

	(void)state;
	begin();
	change.reason = T("SIP;cause=200");
	assert_false(happens(change));
	assert_state("trying");
	change = change_of(SIPTRUNK_CALL_EVENT_FAILED);
	change.code = 487;
	assert_true(happens(change));
	assert_string_equal(record.reason, "SIP;cause=200");
}

static void what_is_not_known_now_stays(void **state)
{
	siptrunk_call_change_t change = change_of(SIPTRUNK_CALL_EVENT_STARTED);

	(void)state;
	memset(&record, 0, sizeof(record));
	change.trunk = T("genesys");
	change.target = T("retell");
	change.from = T("sip:a@b");
	change.to = T("sip:1@c");
	change.classification = T("none");
	happens(change);
	happen(SIPTRUNK_CALL_EVENT_PLACED);
	assert_string_equal(record.ids.trunk, "genesys");
	assert_string_equal(record.ids.target, "retell");
	change = change_of(SIPTRUNK_CALL_EVENT_PLACED);
	change.target = T("twilio");
	happens(change);
	assert_string_equal(record.ids.target, "twilio");
	assert_string_equal(record.from, "sip:a@b");
	assert_string_equal(record.to, "sip:1@c");
	assert_string_equal(record.classification, "none");
}

static void a_line_has_what_is_known_and_can_be_read_back(void **state)
{
	char line[SIPTRUNK_CALL_LINE_MAX];
	size_t len;

	(void)state;
	memset(&record, 0, sizeof(record));
	strcpy(record.ids.ids[SIPTRUNK_ID_CALLER], "a\"b\\c d=\"e");
	strcpy(record.ids.ids[SIPTRUNK_ID_AGENT], "call_1");
	strcpy(record.ids.trunk, "gen esys");
	record.code = 200;
	record.started = 1700000000123;
	record.ids.state = SIPTRUNK_CALL_UP;
	len = siptrunk_call_record_write(&record, line);
	assert_int_equal(len, strlen(line));
	assert_string_equal(line,
			"call_id=\"a\\\"b\\\\c d=\\\"e\" agent_call_id=\"call_1\" "
			"trunk=\"gen esys\" state=\"up\" code=\"200\" "
			"started=\"2023-11-14T22:13:20.123Z\"");
}

static void the_line_of_the_audio_has_what_is_known(void **state)
{
	char line[SIPTRUNK_CALL_LINE_MAX];
	size_t len;

	(void)state;
	memset(&record, 0, sizeof(record));
	strcpy(record.ids.ids[SIPTRUNK_ID_CALLER], "a@b");
	strcpy(record.ids.trunk, "genesys");
	strcpy(record.ids.target, "retell");
	strcpy(record.classification, "none");
	record.legs[SIPTRUNK_LEG_CALLER] = (siptrunk_media_leg_t){.seen = true,
			.sent = 797,
			.heard = {.known = true, .mos = 44, .jitter = 1}};
	record.legs[SIPTRUNK_LEG_CALLEE] =
			(siptrunk_media_leg_t){.seen = true, .measured = true, .lost = 3};
	len = siptrunk_call_record_write_media(&record, line);
	assert_int_equal(len, strlen(line));
	assert_string_equal(line,
			"call_id=\"a@b\" trunk=\"genesys\" target=\"retell\" "
			"caller_sent=\"797\" caller_mos=\"4.4\" caller_jitter=\"1\" "
			"caller_loss=\"0\" callee_sent=\"0\" callee_lost=\"3\"");
}

/** RTPengine knows who has somebody's place by his own tag. */
static void a_transfer_changes_one_leg(void **state)
{
	siptrunk_call_change_t change = change_of(SIPTRUNK_CALL_EVENT_STARTED);

	(void)state;
	memset(&record, 0, sizeof(record));
	change.from_tag = T("caller");
	happens(change);
	change = change_of(SIPTRUNK_CALL_EVENT_ANSWERED);
	change.to_tag = T("callee");
	happens(change);
	assert_string_equal(record.media_tags[SIPTRUNK_LEG_CALLER], "caller");
	assert_string_equal(record.media_tags[SIPTRUNK_LEG_CALLEE], "callee");
	change = change_of(SIPTRUNK_CALL_EVENT_TRANSFERRED);
	change.from_tag = T("callee");
	change.target_tag = T("target");
	happens(change);
	assert_string_equal(record.media_tags[SIPTRUNK_LEG_CALLER], "caller");
	assert_string_equal(record.media_tags[SIPTRUNK_LEG_CALLEE], "target");
	assert_string_equal(record.ids.to_tag, "callee");
	change.from_tag = T("caller");
	change.target = T("twilio");
	happens(change);
	assert_string_equal(record.media_tags[SIPTRUNK_LEG_CALLER], "target");
	assert_string_equal(record.ids.trunk, "twilio");
	assert_string_equal(record.ids.target, "");
}

/** With numbers as long as they become. */
static void fill_legs(void)
{
	siptrunk_leg_t leg;

	for(leg = 0; leg < SIPTRUNK_LEG_COUNT; leg++)
		record.legs[leg] = (siptrunk_media_leg_t){true, true, UINT64_MAX,
				UINT64_MAX, {true, INT32_MAX, INT32_MAX, INT32_MAX, INT32_MAX},
				253402300799999};
}

/** Every text is full of what is escaped. */
static void the_longest_record_has_room(void **state)
{
	char line[SIPTRUNK_CALL_LINE_MAX], text[512];
	siptrunk_call_change_t change = change_of(SIPTRUNK_CALL_EVENT_STARTED);
	siptrunk_text_t all = {text, sizeof(text)};
	int kind;

	(void)state;
	memset(text, '"', sizeof(text));
	memset(&record, 0, sizeof(record));
	change.from_tag = change.trunk = change.target = all;
	change.from = change.to = change.classification = all;
	change.caller = change.called = change.identity = change.reason = all;
	change.caller_source = change.gateway = all;
	happens(change);
	for(kind = 0; kind < SIPTRUNK_ID_COUNT; kind++)
		memset(record.ids.ids[kind], '"', SIPTRUNK_ID_MAX);
	happen(SIPTRUNK_CALL_EVENT_RANG);
	happen(SIPTRUNK_CALL_EVENT_ANSWERED);
	change.event = SIPTRUNK_CALL_EVENT_ENDED;
	change.ended_by = all;
	change.code = -999;
	happens(change);
	assert_true(siptrunk_call_record_write(&record, line) < sizeof(line));
	fill_legs();
	assert_true(
			siptrunk_call_record_write_media(&record, line) < sizeof(line));
}

static void names_are_read(void **state)
{
	siptrunk_call_event_t event;
	siptrunk_id_kind_t kind;

	(void)state;
	assert_true(siptrunk_call_event_parse(T("started"), &event));
	assert_int_equal(event, SIPTRUNK_CALL_EVENT_STARTED);
	assert_true(siptrunk_call_event_parse(T("ended"), &event));
	assert_int_equal(event, SIPTRUNK_CALL_EVENT_ENDED);
	assert_true(siptrunk_call_event_parse(T("transferred"), &event));
	assert_int_equal(event, SIPTRUNK_CALL_EVENT_TRANSFERRED);
	assert_true(siptrunk_call_event_parse(T("cancelled"), &event));
	assert_int_equal(event, SIPTRUNK_CALL_EVENT_CANCELLED);
	/* what replies tell no route may */
	assert_false(siptrunk_call_event_parse(T("answered"), &event));
	assert_false(siptrunk_call_event_parse(T(""), &event));
	assert_true(siptrunk_id_kind_parse(T("agent"), &kind));
	assert_int_equal(kind, SIPTRUNK_ID_AGENT);
	assert_false(siptrunk_id_kind_parse(T("caller"), &kind));
	assert_false(siptrunk_id_kind_parse(T(""), &kind));
}

static void an_agents_id_is_no_number(void **state)
{
	(void)state;
	assert_true(siptrunk_call_id_is_agents(T("call_8a9b0c")));
	assert_true(siptrunk_call_id_is_agents(T("Jabr9TXYYJHfvl6Syypi88rd")));
	assert_true(siptrunk_call_id_is_agents(T("8a-9")));
	assert_false(siptrunk_call_id_is_agents(T("+13125550142")));
	assert_false(siptrunk_call_id_is_agents(T("13125550142")));
	assert_false(siptrunk_call_id_is_agents(T("call_%41")));
	assert_false(siptrunk_call_id_is_agents(T("")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(a_call_goes_from_state_to_state),
			cmocka_unit_test(what_comes_too_late_changes_nothing),
			cmocka_unit_test(a_call_that_is_up_may_go_to_another_target),
			cmocka_unit_test(who_ended_a_call_is_known),
			cmocka_unit_test(each_attempt_is_kept_with_what_came_of_it),
			cmocka_unit_test(of_many_attempts_the_latest_is_kept),
			cmocka_unit_test(who_is_shown_is_of_the_latest_attempt),
			cmocka_unit_test(what_is_refused_ends_as_it_begins),
			cmocka_unit_test(who_gives_up_may_say_why),
			cmocka_unit_test(what_is_not_known_now_stays),
			cmocka_unit_test(a_line_has_what_is_known_and_can_be_read_back),
			cmocka_unit_test(the_line_of_the_audio_has_what_is_known),
			cmocka_unit_test(a_transfer_changes_one_leg),
			cmocka_unit_test(the_longest_record_has_room),
			cmocka_unit_test(names_are_read),
			cmocka_unit_test(an_agents_id_is_no_number),
	};

	return cmocka_run_group_tests_name("call_record", tests, NULL, NULL);
}
