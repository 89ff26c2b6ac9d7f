/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Module siptrunk: what it exports to Kamailio, and its life.
 */
#include "siptrunk_apis.h"
#include "siptrunk_callbacks.h"
#include "siptrunk_calls.h"
#include "siptrunk_cfg_answers.h"
#include "siptrunk_cfg_callbacks.h"
#include "siptrunk_cfg_calls.h"
#include "siptrunk_cfg_codecs.h"
#include "siptrunk_cfg_desk.h"
#include "siptrunk_cfg_dial.h"
#include "siptrunk_cfg_funcs.h"
#include "siptrunk_cfg_gateways.h"
#include "siptrunk_cfg_premium.h"
#include "siptrunk_cfg_register.h"
#include "siptrunk_cfg_headers.h"
#include "siptrunk_cfg_metrics.h"
#include "siptrunk_cfg_room.h"
#include "siptrunk_cfg_route.h"
#include "siptrunk_cfg_webhook.h"
#include "siptrunk_cfg_isolation.h"
#include "siptrunk_cfg_page.h"
#include "siptrunk_cfg_transfer.h"
#include "siptrunk_capture_writer.h"
#include "siptrunk_captures.h"
#include "siptrunk_compat.h"
#include "siptrunk_connections.h"
#include "siptrunk_database.h"
#include "siptrunk_dialog.h"
#include "siptrunk_emergencies.h"
#include "siptrunk_handover.h"
#include "siptrunk_health.h"
#include "siptrunk_ledger.h"
#include "siptrunk_explain.h"
#include "siptrunk_expiry.h"
#include "siptrunk_lint_log.h"
#include "siptrunk_load.h"
#include "siptrunk_media.h"
#include "siptrunk_near_misses.h"
#include "siptrunk_operator.h"
#include "siptrunk_ng.h"
#include "siptrunk_notify.h"
#include "siptrunk_params.h"
#include "siptrunk_probe.h"
#include "siptrunk_proof.h"
#include "siptrunk_pv.h"
#include "siptrunk_records.h"
#include "siptrunk_refusals.h"
#include "siptrunk_registrations.h"
#include "siptrunk_resolver.h"
#include "siptrunk_resume.h"
#include "siptrunk_room.h"
#include "siptrunk_rpc.h"
#include "siptrunk_screen.h"
#include "siptrunk_snapshot.h"
#include "siptrunk_stats.h"
#include "siptrunk_summary.h"
#include "siptrunk_tm.h"
#include "siptrunk_topology.h"
#include "siptrunk_transfers.h"
#include "siptrunk_winner.h"
#include "siptrunk_tls.h"
#include "siptrunk_webhooks.h"
#include "siptrunk_worker.h"

#include "core/kemi.h"
#include "core/mod_fix.h"
#include "core/pt.h"
#include "core/sr_module.h"
#include "core/timer_proc.h"

#include <signal.h>
#include <unistd.h>

MODULE_VERSION

/** How soon a configuration that is no longer read is freed. */
#define COLLECT_INTERVAL_S 1
/** How often rows that have expired, or soon will, are logged. */
#define EXPIRY_INTERVAL_S (24 * 60 * 60)

/* clang-format off */
#define WITHOUT(name, function, routes) \
	{name, (cmd_function)function, 0, 0, 0, routes}
#define WITH(name, function, count, routes) \
	{name, (cmd_function)function, count, \
		fixup_spve_all, fixup_free_spve_all, routes}

static cmd_export_t commands[] = {
	WITHOUT("siptrunk_screen", w_siptrunk_screen, ANY_ROUTE),
	WITHOUT("siptrunk_stranger", w_siptrunk_stranger, ANY_ROUTE),
	WITHOUT("siptrunk_identify", w_siptrunk_identify, ANY_ROUTE),
	WITH("siptrunk_allow", w_siptrunk_allow, 1, ANY_ROUTE),
	WITHOUT("siptrunk_known_pbx", w_siptrunk_known_pbx, ANY_ROUTE),
	WITH("siptrunk_known_as", w_siptrunk_known_as, 1, ANY_ROUTE),
	WITHOUT("siptrunk_may_send", w_siptrunk_may_send, ONSEND_ROUTE),
	WITHOUT("siptrunk_classify", w_siptrunk_classify_request, ANY_ROUTE),
	WITH("siptrunk_classify", w_siptrunk_classify, 1, ANY_ROUTE),
	WITH("siptrunk_classify", w_siptrunk_classify_for, 2, ANY_ROUTE),
	WITHOUT("siptrunk_compare_to", w_siptrunk_compare_to, REQUEST_ROUTE),
	WITH("siptrunk_target", w_siptrunk_target, 1, ANY_ROUTE),
	WITH("siptrunk_target_role", w_siptrunk_target_role, 1, ANY_ROUTE),
	WITH("siptrunk_target_owner", w_siptrunk_target_owner, 1, ANY_ROUTE),
	WITHOUT("siptrunk_termination", w_siptrunk_termination, REQUEST_ROUTE),
	WITH("siptrunk_sender_in", w_siptrunk_sender_in, 1, REQUEST_ROUTE),
	WITHOUT("siptrunk_route_first", w_siptrunk_route_first, REQUEST_ROUTE),
	WITHOUT("siptrunk_route_next", w_siptrunk_route_next,
		REQUEST_ROUTE | FAILURE_ROUTE),
	WITH("siptrunk_dial", w_siptrunk_dial, 2, ANY_ROUTE),
	WITH("siptrunk_select_caller", w_siptrunk_select_caller, 1,
		REQUEST_ROUTE | FAILURE_ROUTE | BRANCH_ROUTE),
	WITHOUT("siptrunk_reveal_caller", w_siptrunk_reveal_caller,
		REQUEST_ROUTE | BRANCH_ROUTE),
	WITH("siptrunk_verify_caller", w_siptrunk_verify_caller, 1,
		REQUEST_ROUTE | FAILURE_ROUTE),
	WITH("siptrunk_mask_caller", w_siptrunk_mask_caller, 2,
		REQUEST_ROUTE | BRANCH_ROUTE),
	/* not in failure_route: what is added there reaches later branches too */
	WITH("siptrunk_apply_headers", w_siptrunk_apply_headers, 1,
		REQUEST_ROUTE | BRANCH_ROUTE),
	/* nor there: it edits a message once */
	WITHOUT("siptrunk_filter_headers", w_siptrunk_filter_headers,
		REQUEST_ROUTE | BRANCH_ROUTE | ONREPLY_ROUTE),
	WITHOUT("siptrunk_gateway_first", w_siptrunk_gateway_first,
		REQUEST_ROUTE | FAILURE_ROUTE),
	WITHOUT("siptrunk_gateway_next", w_siptrunk_gateway_next,
		REQUEST_ROUTE | FAILURE_ROUTE),
	WITHOUT("siptrunk_gateway_response", w_siptrunk_gateway_response,
		REQUEST_ROUTE | FAILURE_ROUTE),
	WITHOUT("siptrunk_gateway_heard", w_siptrunk_gateway_heard, ANY_ROUTE),
	WITH("siptrunk_gateway_at", w_siptrunk_gateway_at, 1, ANY_ROUTE),
	WITH("siptrunk_to_gateway", w_siptrunk_to_gateway, 1, ONSEND_ROUTE),
	WITHOUT("siptrunk_codecs", w_siptrunk_codecs, ANY_ROUTE),
	WITHOUT("siptrunk_strip_headers", w_siptrunk_strip_headers, ANY_ROUTE),
	WITH("siptrunk_record_emergency", w_siptrunk_record_emergency, 1,
		ANY_ROUTE),
	WITHOUT("siptrunk_target_desk", w_siptrunk_target_desk, ANY_ROUTE),
	WITHOUT("siptrunk_intrudes", w_siptrunk_intrudes, ANY_ROUTE),
	WITH("siptrunk_uri_intrudes", w_siptrunk_uri_intrudes, 1, ANY_ROUTE),
	WITH("siptrunk_alarm_intruder", w_siptrunk_alarm_intruder, 1, ANY_ROUTE),
	WITHOUT("siptrunk_admit_answer", w_siptrunk_admit_answer, ANY_ROUTE),
	WITHOUT("siptrunk_first_answer", w_siptrunk_first_answer, ANY_ROUTE),
	WITH("siptrunk_acknowledge", w_siptrunk_acknowledge, 1, ANY_ROUTE),
	WITHOUT("siptrunk_await_late", w_siptrunk_await_late, ANY_ROUTE),
	WITHOUT("siptrunk_drop_unfinished", w_siptrunk_drop_unfinished, ANY_ROUTE),
	WITHOUT("siptrunk_has_room", w_siptrunk_has_room, ANY_ROUTE),
	WITHOUT("siptrunk_metrics", w_siptrunk_metrics, REQUEST_ROUTE),
	WITHOUT("siptrunk_answer_challenge", w_siptrunk_answer_challenge,
		ANY_ROUTE),
	WITHOUT("siptrunk_authorize", w_siptrunk_authorize, ANY_ROUTE),
	WITHOUT("siptrunk_webhook", w_siptrunk_webhook, ANY_ROUTE),
	WITH("siptrunk_page", w_siptrunk_page, 1, REQUEST_ROUTE),
	WITH("siptrunk_hand_over", w_siptrunk_hand_over, 1, ANY_ROUTE),
	WITH("siptrunk_handed_over", w_siptrunk_handed_over, 1, ANY_ROUTE),
	WITHOUT("siptrunk_bye_caller", w_siptrunk_bye_caller, ANY_ROUTE),
	WITHOUT("siptrunk_expect_callback", w_siptrunk_expect_callback,
		REQUEST_ROUTE | FAILURE_ROUTE | BRANCH_ROUTE),
	WITH("siptrunk_count", w_siptrunk_count, 1, ANY_ROUTE),
	WITH("siptrunk_premium", w_siptrunk_premium, 1, ANY_ROUTE),
	WITH("siptrunk_may_transfer", w_siptrunk_may_transfer, 1, ANY_ROUTE),
	WITH("siptrunk_transfer", w_siptrunk_transfer, 2, REQUEST_ROUTE),
	WITH("siptrunk_transfer_left", w_siptrunk_transfer_left, 1,
		REQUEST_ROUTE),
	WITH("siptrunk_callback", w_siptrunk_callback, 1, REQUEST_ROUTE),
	WITHOUT("siptrunk_callback_next", w_siptrunk_callback_next,
		REQUEST_ROUTE | FAILURE_ROUTE),
	WITH("siptrunk_record_call", w_siptrunk_record_call, 1, ANY_ROUTE),
	WITH("siptrunk_agent_for", w_siptrunk_agent_for, 1,
		REQUEST_ROUTE | FAILURE_ROUTE),
	WITH("siptrunk_register_call", w_siptrunk_register_call, 2, REQUEST_ROUTE),
	WITH("siptrunk_explain", w_siptrunk_explain, 2, ANY_ROUTE),
	WITHOUT("siptrunk_registration_overdue", w_siptrunk_registration_overdue,
		FAILURE_ROUTE),
	{0, 0, 0, 0, 0, 0}
};

static param_export_t params[] = {
	{"db_url", PARAM_STR, &siptrunk_db_url},
	{"capture_dir", PARAM_STR, &siptrunk_capture_dir},
	{"capture_collector", PARAM_STR, &siptrunk_capture_collector},
	{"capture_id", PARAM_INT, &siptrunk_capture_id},
	{"emergency_ring", PARAM_INT, &siptrunk_emergency_ring},
	{"spool_dir", PARAM_STR, &siptrunk_spool_dir},
	{"page_dir", PARAM_STR, &siptrunk_page_dir},
	{"trunk_defaults", PARAM_STR, &siptrunk_trunk_defaults},
	{"gateway_probe_interval", PARAM_INT, &siptrunk_gateway_probe_interval},
	{"gateway_down_after", PARAM_INT, &siptrunk_gateway_down_after},
	{"gateway_up_after", PARAM_INT, &siptrunk_gateway_up_after},
	{"records_file", PARAM_STR, &siptrunk_records_file},
	{"records_log", PARAM_INT, &siptrunk_records_log},
	{"records_table", PARAM_INT, &siptrunk_records_table},
	{"records_hidden_digits", PARAM_INT, &siptrunk_records_hidden_digits},
	{"near_miss_ring", PARAM_INT, &siptrunk_near_miss_ring},
	{"stranger_rate", PARAM_INT, &siptrunk_stranger_rate},
	{"webhook_port", PARAM_INT, &siptrunk_webhook_port},
	{"operator_port", PARAM_INT, &siptrunk_operator_port},
	{"summary_interval", PARAM_INT, &siptrunk_summary_interval},
	{"reserve_memory", PARAM_INT, &siptrunk_reserve_memory},
	{"callback_window", PARAM_INT, &siptrunk_callback_window},
	{"calls", PARAM_INT, &siptrunk_calls},
	{"media_instance", PARAM_STRING | PARAM_USE_FUNC, siptrunk_ng_param},
	{"media_interval", PARAM_INT, &siptrunk_media_interval},
	{"concurrency_interval", PARAM_INT, &siptrunk_concurrency_interval},
	{"registrations", PARAM_INT, &siptrunk_registration_places},
	{"registration_window", PARAM_INT, &siptrunk_registration_window},
	{0, 0, 0}
};

static pv_export_t variables[] = {
	{{"siptrunk", sizeof("siptrunk") - 1}, PVT_OTHER, siptrunk_pv_get, 0,
		siptrunk_pv_parse, 0, 0, 0},
	{{0, 0}, 0, 0, 0, 0, 0, 0, 0}
};

#define KEMI(name, function, ...) \
	{str_init("siptrunk"), str_init(name), SR_KEMIP_INT, function, \
		{__VA_ARGS__}}
#define KEMI_NONE SR_KEMIP_NONE, SR_KEMIP_NONE, SR_KEMIP_NONE
#define KEMI_0 SR_KEMIP_NONE, SR_KEMIP_NONE, SR_KEMIP_NONE, KEMI_NONE
#define KEMI_1 SR_KEMIP_STR, SR_KEMIP_NONE, SR_KEMIP_NONE, KEMI_NONE
#define KEMI_2 SR_KEMIP_STR, SR_KEMIP_STR, SR_KEMIP_NONE, KEMI_NONE

static sr_kemi_t kemi_functions[] = {
	KEMI("screen", ki_siptrunk_screen, KEMI_0),
	KEMI("stranger", ki_siptrunk_stranger, KEMI_0),
	KEMI("identify", ki_siptrunk_identify, KEMI_0),
	KEMI("allow", ki_siptrunk_allow, KEMI_1),
	KEMI("known_pbx", ki_siptrunk_known_pbx, KEMI_0),
	KEMI("known_as", ki_siptrunk_known_as, KEMI_1),
	KEMI("may_send", ki_siptrunk_may_send, KEMI_0),
	KEMI("classify", ki_siptrunk_classify, KEMI_1),
	KEMI("classify_request", ki_siptrunk_classify_request, KEMI_0),
	KEMI("classify_for", ki_siptrunk_classify_for, KEMI_2),
	KEMI("compare_to", ki_siptrunk_compare_to, KEMI_0),
	KEMI("target", ki_siptrunk_target, KEMI_1),
	KEMI("target_role", ki_siptrunk_target_role, KEMI_1),
	KEMI("target_owner", ki_siptrunk_target_owner, KEMI_1),
	KEMI("termination", ki_siptrunk_termination, KEMI_0),
	KEMI("sender_in", ki_siptrunk_sender_in, KEMI_1),
	KEMI("route_first", ki_siptrunk_route_first, KEMI_0),
	KEMI("route_next", ki_siptrunk_route_next, KEMI_0),
	KEMI("select_caller", ki_siptrunk_select_caller, KEMI_1),
	KEMI("reveal_caller", ki_siptrunk_reveal_caller, KEMI_0),
	KEMI("dial", ki_siptrunk_dial, KEMI_2),
	KEMI("apply_headers", ki_siptrunk_apply_headers, KEMI_1),
	KEMI("codecs", ki_siptrunk_codecs, KEMI_0),
	KEMI("filter_headers", ki_siptrunk_filter_headers, KEMI_0),
	KEMI("gateway_first", ki_siptrunk_gateway_first, KEMI_0),
	KEMI("gateway_next", ki_siptrunk_gateway_next, KEMI_0),
	KEMI("gateway_response", ki_siptrunk_gateway_response, KEMI_0),
	KEMI("gateway_heard", ki_siptrunk_gateway_heard, KEMI_0),
	KEMI("gateway_at", ki_siptrunk_gateway_at, KEMI_1),
	KEMI("to_gateway", ki_siptrunk_to_gateway, KEMI_1),
	KEMI("strip_headers", ki_siptrunk_strip_headers, KEMI_0),
	KEMI("record_emergency", ki_siptrunk_record_emergency, KEMI_1),
	KEMI("target_desk", ki_siptrunk_target_desk, KEMI_0),
	KEMI("intrudes", ki_siptrunk_intrudes, KEMI_0),
	KEMI("uri_intrudes", ki_siptrunk_uri_intrudes, KEMI_1),
	KEMI("count", ki_siptrunk_count, KEMI_1),
	KEMI("premium", ki_siptrunk_premium, KEMI_1),
	KEMI("may_transfer", ki_siptrunk_may_transfer, KEMI_1),
	KEMI("transfer", ki_siptrunk_transfer, KEMI_2),
	KEMI("transfer_left", ki_siptrunk_transfer_left, KEMI_1),
	KEMI("alarm_intruder", ki_siptrunk_alarm_intruder, KEMI_1),
	KEMI("admit_answer", ki_siptrunk_admit_answer, KEMI_0),
	KEMI("first_answer", ki_siptrunk_first_answer, KEMI_0),
	KEMI("acknowledge", ki_siptrunk_acknowledge, KEMI_1),
	KEMI("await_late", ki_siptrunk_await_late, KEMI_0),
	KEMI("drop_unfinished", ki_siptrunk_drop_unfinished, KEMI_0),
	KEMI("has_room", ki_siptrunk_has_room, KEMI_0),
	KEMI("metrics", ki_siptrunk_metrics, KEMI_0),
	KEMI("answer_challenge", ki_siptrunk_answer_challenge, KEMI_0),
	KEMI("authorize", ki_siptrunk_authorize, KEMI_0),
	KEMI("webhook", ki_siptrunk_webhook, KEMI_0),
	KEMI("page", ki_siptrunk_page, KEMI_1),
	KEMI("hand_over", ki_siptrunk_hand_over, KEMI_1),
	KEMI("handed_over", ki_siptrunk_handed_over, KEMI_1),
	KEMI("bye_caller", ki_siptrunk_bye_caller, KEMI_0),
	KEMI("expect_callback", ki_siptrunk_expect_callback, KEMI_0),
	KEMI("callback", ki_siptrunk_callback, KEMI_1),
	KEMI("callback_next", ki_siptrunk_callback_next, KEMI_0),
	KEMI("record_call", ki_siptrunk_record_call, KEMI_1),
	KEMI("agent_for", ki_siptrunk_agent_for, KEMI_1),
	KEMI("register_call", ki_siptrunk_register_call, KEMI_2),
	KEMI("explain", ki_siptrunk_explain, KEMI_2),
	KEMI("registration_overdue", ki_siptrunk_registration_overdue, KEMI_0),
	KEMI("verify_caller", ki_siptrunk_verify_caller, KEMI_1),
	KEMI("mask_caller", ki_siptrunk_mask_caller, KEMI_2),
	{{0, 0}, {0, 0}, 0, NULL, {KEMI_0}}
};
/* clang-format on */

static void collect(unsigned int ticks, void *param)
{
	siptrunk_snapshot_collect();
}

static void warn_of_expiry(unsigned int ticks, void *param)
{
	siptrunk_lint_log_expiry();
}

static void warn_of_tls(void)
{
	if(SIPTRUNK_TLS_UNSAFE)
		LM_WARN("TLS of this Kamailio version is unsafe with OpenSSL 3: it "
				"crashes under load; use Kamailio 6.0 with "
				"tls_threads_mode=2\n");
}

static int init(void)
{
	siptrunk_load_report_t report;
	siptrunk_error_t error;

	warn_of_tls();
	siptrunk_tm_init();
	siptrunk_dialog_init();
	siptrunk_proof_init();
	siptrunk_cfg_dial_init();
	if(siptrunk_params_check() < 0 || siptrunk_load_init() < 0
			|| siptrunk_stats_init() < 0
			|| siptrunk_handover_init() < 0
			|| siptrunk_room_init(siptrunk_reserve_memory) < 0
			|| siptrunk_database_init() < 0 || siptrunk_snapshot_init() < 0
			|| siptrunk_callbacks_init(siptrunk_callback_window) < 0
			|| siptrunk_emergencies_init(siptrunk_emergency_ring) < 0
			|| siptrunk_calls_init(siptrunk_calls) < 0
			|| siptrunk_media_init() < 0 || siptrunk_resolver_init() < 0
			|| siptrunk_health_init((siptrunk_patience_t){
					   siptrunk_gateway_down_after, siptrunk_gateway_up_after})
					   < 0
			|| siptrunk_probe_init(siptrunk_gateway_probe_interval) < 0
			|| siptrunk_winner_init() < 0 || siptrunk_ledger_init() < 0
			|| siptrunk_records_init() < 0 || siptrunk_refusals_init() < 0
			|| siptrunk_registrations_init(siptrunk_registration_places,
					   siptrunk_registration_window)
					   < 0
			|| siptrunk_webhooks_init() < 0 || siptrunk_apis_init() < 0
			|| siptrunk_worker_init() < 0 || siptrunk_transfers_init() < 0
			|| siptrunk_near_misses_init(siptrunk_near_miss_ring) < 0
			|| siptrunk_screen_init(siptrunk_stranger_rate) < 0
			|| siptrunk_captures_init() < 0
			|| siptrunk_capture_writer_init() < 0
			|| siptrunk_topology_init() < 0 || siptrunk_explain_init() < 0
			|| siptrunk_summary_init(siptrunk_summary_interval) < 0
			|| siptrunk_connections_init() < 0
			|| siptrunk_tls_init() < 0 || siptrunk_expiry_init() < 0
			|| sr_wtimer_add(collect, NULL, COLLECT_INTERVAL_S) < 0
			|| sr_wtimer_add(warn_of_expiry, NULL, EXPIRY_INTERVAL_S) < 0)
		return -1;
	if(siptrunk_load(&report, &error) == 0)
		return -1;
	siptrunk_callbacks_restore();
	siptrunk_cfg_page_init();
	siptrunk_operator_init();
	return 0;
}

/**
 * A signal that main got while it was starting is handled when the last process
 * is forked, and may reach that one before it knows that it is not main: it
 * would only note it here, and live on until exit_timeout, TCP main with an
 * error line each turn of its loop.
 */
static void end_with_main(void)
{
	extern int sig_flag; /* the core's; no header has it */

	if(process_no > 0 && (sig_flag == SIGTERM || sig_flag == SIGINT))
		_exit(0);
}

static int start(int rank)
{
	end_with_main();
	if(siptrunk_resolver_start(rank) < 0 || siptrunk_probe_start(rank) < 0
			|| siptrunk_ledger_start(rank) < 0
			|| siptrunk_records_start(rank) < 0
			|| siptrunk_worker_start(rank) < 0
			|| siptrunk_media_start(rank) < 0
			|| siptrunk_capture_writer_start(rank) < 0)
		return -1;
	return 0;
}

static void destroy(void)
{
	siptrunk_records_fini();
	siptrunk_tls_fini();
	siptrunk_notify_fini();
	siptrunk_webhooks_fini();
	siptrunk_registrations_fini();
	siptrunk_apis_fini();
	siptrunk_captures_fini();
	siptrunk_screen_fini();
	siptrunk_handover_fini();
	siptrunk_near_misses_fini();
	siptrunk_transfers_fini();
	siptrunk_winner_fini();
	siptrunk_callbacks_fini();
	siptrunk_media_fini();
	siptrunk_calls_fini();
	siptrunk_emergencies_fini();
	siptrunk_snapshot_fini();
	siptrunk_room_fini();
}

int mod_register(char *path, int *dlflags, void *p1, void *p2)
{
	return sr_kemi_modules_add(kemi_functions);
}

/* clang-format off */
struct module_exports exports = {
	"siptrunk",
	DEFAULT_DLFLAGS,
	commands,
	params,
	siptrunk_rpc_commands,
	variables,
	0, /* replies outside of routes */
	init,
	start,
	destroy
};
/* clang-format on */
