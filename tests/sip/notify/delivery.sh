# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Whoever is listed learns of every emergency call: at once, completely, signed,
# and at least once, whatever happens in between.

_one_is_told() {
	notified_by "$NOTIFY_URL:$NOTIFY_PORT/911?token=secret"
	receiver "$NOTIFY_PORT" "$TEST_DIR/told"
	call_911
	await_told "$TEST_DIR/told" 1
	equal "the receiver's verdict" good "$(verdicts "$TEST_DIR/told")"
}

# _says FIELD VALUE
_says() { equal "$1" "$2" "$(of_last "$1" "$TEST_DIR/told")"; }

a_911_is_told_with_all_that_is_known() {
	_one_is_told
	_says event emergency_call
	_says test false
	_says number 911
	_says site chicago
	_says caller +13125550101
	_says extension 2001
	contains identity "alice@example\.com" "$(of_last identity "$TEST_DIR/told")"
	contains gateway "sip1\.redsky\.lab|198\.51\.100\.11" "$(of_last gateway "$TEST_DIR/told")"
	contains call_id "@192\.0\.2\.10$" "$(of_last call_id "$TEST_DIR/told")"
	contains id "^[0-9a-f]{32}$" "$(of_last id "$TEST_DIR/told")"
	contains edge . "$(of_last edge "$TEST_DIR/told")"
	contains time "^20[0-9-]*T[0-9:.]*Z$" "$(of_last time "$TEST_DIR/told")"
}

# Its caller gave up while it rang: help may be needed all the same.
a_911_that_nobody_answered_is_told() {
	notified_by "$NOTIFY_URL:$NOTIFY_PORT/"
	receiver "$NOTIFY_PORT" "$TEST_DIR/told"
	uas redsky1 ring
	uac pbx cancel number=911
	uas_done redsky1
	await_told "$TEST_DIR/told" 1
	equal "the receiver's verdict" good "$(verdicts "$TEST_DIR/told")"
}

a_933_is_told_as_a_test() {
	notified_by "$NOTIFY_URL:$NOTIFY_PORT/"
	receiver "$NOTIFY_PORT" "$TEST_DIR/told"
	uas redsky1 answer
	uac pbx call number=933
	uas_done redsky1
	await_told "$TEST_DIR/told" 1
	_says test true
	_says number 933
}

what_is_delivered_is_forgotten() {
	local before
	before=$(counter notification_sent)
	_one_is_told
	wait_until 5 _nothing_waits || fail "something waits: $(rpc siptrunk.notifications)"
	counted notification_sent "$before"
	equal "files in the spool" "" "$(ls "$LAB/edge/spool/notify")"
}

_nothing_waits() { [ "$(counter notification_pending)" = 0 ]; }

only_who_is_listed_for_the_site_is_told() {
	notified_by "$NOTIFY_URL:$NOTIFY_PORT/" "$NOTIFY_URL:8444/"
	data "INSERT INTO siptrunk_site (name) VALUES ('mars');
		UPDATE siptrunk_notification SET site = 'mars' WHERE target LIKE '%8444%'"
	receiver 8444 "$TEST_DIR/mars"
	receiver "$NOTIFY_PORT" "$TEST_DIR/told"
	call_911
	await_told "$TEST_DIR/told" 1
	equal "what mars was told" "" "$(cat "$TEST_DIR/mars" 2>/dev/null)"
}

a_refused_911_is_not_told() {
	notified_by "$NOTIFY_URL:$NOTIFY_PORT/"
	receiver "$NOTIFY_PORT" "$TEST_DIR/told"
	uac retell refused status=403 number=911
	call_911
	await_told "$TEST_DIR/told" 1
	wait_until 5 _nothing_waits || fail "something waits: $(rpc siptrunk.notifications)"
	equal "notifications" 1 "$(wc -l <"$TEST_DIR/told")"
}

# Three refusals of different kinds; the receiver knows by the id that it is the
# same call.
what_fails_is_tried_again_with_the_same_id() {
	notified_by "$NOTIFY_URL:$NOTIFY_PORT/"
	receiver "$NOTIFY_PORT" "$TEST_DIR/told" 500,close,403,200
	call_911
	await_told "$TEST_DIR/told" 4 30
	equal "ids" 1 "$(grep -o '"id":"[^"]*"' "$TEST_DIR/told" | sort -u | wc -l)"
	wait_until 5 _nothing_waits || fail "something waits: $(rpc siptrunk.notifications)"
}

# Nobody is there when the call is made, and Kamailio ends before somebody is.
it_survives_a_restart_of_the_edge() { _survives_a_restart true; }

# _survives_a_restart COMMAND: which runs while Kamailio is dead.
_survives_a_restart() {
	local id
	notified_by "$NOTIFY_URL:$NOTIFY_PORT/"
	call_911
	await_tries 1
	id=$(pending id)
	contains "the error" "connect" "$(pending error)"
	equal "its file's mode" 600 "$(stat -c %a "$LAB"/edge/spool/notify/"$id"-*.json)"
	"$REPO/scripts/lab" kill edge kamailio
	"$@"
	receiver "$NOTIFY_PORT" "$TEST_DIR/told"
	"$REPO/scripts/lab" start edge kamailio
	await_told "$TEST_DIR/told" 1
	_says id "$id"
	equal "the receiver's verdict" good "$(verdicts "$TEST_DIR/told")"
	wait_until 5 _nothing_waits || fail "something waits: $(rpc siptrunk.notifications)"
	equal "notifications" 1 "$(wc -l <"$TEST_DIR/told")"
}

a_receiver_that_stalls_keeps_nobody_waiting() {
	notified_by "$NOTIFY_URL:8444/" "$NOTIFY_URL:$NOTIFY_PORT/"
	receiver 8444 "$TEST_DIR/stalled" stall
	receiver "$NOTIFY_PORT" "$TEST_DIR/told"
	call_911
	await_told "$TEST_DIR/stalled" 1
	call_911
	await_told "$TEST_DIR/told" 2 5
	wait_until 5 told "$TEST_DIR/stalled" 2 || fail "the second call waits for the first"
}

# Its process hangs, its port is open.
a_dns_that_hangs_keeps_nobody_waiting() {
	notified_by "$NOTIFY_URL:8444/" "https://$(address pbx):$NOTIFY_PORT/"
	receiver "$NOTIFY_PORT" "$TEST_DIR/told"
	dns_freeze
	call_911
	await_told "$TEST_DIR/told" 1 5
	dns_thaw
	receiver 8444 "$TEST_DIR/later"
	await_told "$TEST_DIR/later" 1 30
}

# Nobody but who is meant learns who called: neither one with a certificate of
# another name nor one of another authority.
a_receiver_is_known_by_its_certificate() {
	notified_by "$NOTIFY_URL:$NOTIFY_PORT/" "$NOTIFY_URL:8444/"
	CERTIFICATE=pbx receiver "$NOTIFY_PORT" "$TEST_DIR/name"
	CERTIFICATE=retell receiver 8444 "$TEST_DIR/authority"
	call_911
	wait_until 15 _both_have_failed || fail "found: $(rpc siptrunk.notifications)"
	equal "what they were told" "" "$(cat "$TEST_DIR/name" "$TEST_DIR/authority" 2>/dev/null)"
}

_both_have_failed() { [ "$(rpc siptrunk.notifications | grep -ciE 'error:.*(certificate|subject)')" -ge 2 ]; }

a_sip_message_is_one_readable_line() {
	at_end forget_notifications
	data "INSERT INTO siptrunk_notification (target) VALUES ('sip:desk@$(address pbx):$UAS_PORT')"
	uas pbx message status=200 "header Content-Type text/plain" \
		"has EMERGENCY CALL: .*alice@example\.com.* dialled 911\. Site: chicago\. Extension: 2001\. Call back: \+13125550101\." \
		"has Id: [0-9a-f]{32}" "header From sip:siptrunk@203\.0\.113\.10"
	call_911
	uas_done pbx
	wait_until 5 _nothing_waits || fail "something waits: $(rpc siptrunk.notifications)"
}

a_sip_message_that_is_refused_is_tried_again() {
	at_end forget_notifications
	data "INSERT INTO siptrunk_notification (target) VALUES ('sip:desk@$(address pbx):$UAS_PORT')"
	uas pbx message status=486
	call_911
	uas_done pbx
	uas pbx message status=200
	wait_until 10 _nothing_waits || fail "something waits: $(rpc siptrunk.notifications)"
	uas_done pbx
}

# Without a place for files it is kept in memory, and the operator hears of it.
a_disk_that_takes_nothing_does_not_matter() {
	local line
	line=$(edge_log_lines)
	mv "$LAB/edge/spool" "$LAB/edge/spool.away"
	at_end _spool_back
	: >"$LAB/edge/spool"
	_one_is_told
	contains "the log" "ERROR.*kept in memory.*(Not a directory|File exists)" "$(edge_log_since "$line")"
}

_spool_back() { rm -rf "$LAB/edge/spool" && mv "$LAB/edge/spool.away" "$LAB/edge/spool"; }

control_the_receiver_notices_another_key() {
	must_fail _told_with_another_key "verdict: expected 'good', found 'wrong-signature"
}

_told_with_another_key() {
	notify_key "$TEST_DIR/other"
	SECRET=$TEST_DIR/other
	_one_is_told
}

control_the_restart_test_notices_a_lost_file() {
	PATIENCE=3 must_fail _survives_without_its_file "expected 1 notifications"
}

_survives_without_its_file() { _survives_a_restart _empty_the_spool; }

_empty_the_spool() { rm "$LAB"/edge/spool/notify/*; }

control_the_test_notices_that_nobody_is_told() {
	must_fail _told_without_a_row "expected 1 notifications"
}

_told_without_a_row() {
	notified_by "$NOTIFY_URL:$NOTIFY_PORT/"
	data "DELETE FROM siptrunk_notification"
	receiver "$NOTIFY_PORT" "$TEST_DIR/told"
	call_911
	await_told "$TEST_DIR/told" 1 3
}
