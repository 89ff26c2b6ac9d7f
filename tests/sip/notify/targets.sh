# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Who may be listed, and how secrets stay secret.

# _refused SQL REASON: a reload with that row is refused for this.
_refused() {
	keep_data
	sql "DELETE FROM siptrunk_notification; INSERT INTO siptrunk_notification (target, key_file) VALUES ($1)"
	contains "the fault" "$2" "$(rpc_fault siptrunk.reload)"
}

what_cannot_be_kept_is_refused() {
	_refused "'http://example.com/', '/k'" "siptrunk_notification.*column target: expected https"
	_refused "'sip:desk@example.com', ''" "column target: expected https"
	_refused "'https://example.com/', ''" "column key_file: expected a file, because"
	_refused "'https://example.com/', '$TEST_DIR/none'" "key_file: key file .*No such file"
}

a_key_that_others_may_read_is_refused() {
	notify_key "$TEST_DIR/key"
	chmod 644 "$TEST_DIR/key"
	_refused "'https://example.com/', '$TEST_DIR/key'" \
		"nobody but its owner may read \(chmod 600\), found one of mode 0644"
	chmod 600 "$TEST_DIR/key"
	rpc siptrunk.reload >/dev/null
}

# A key that goes bad later stops its notifications, not the edge, and they
# follow when it is mended.
a_bad_key_is_no_reason_not_to_start() {
	notified_by "$NOTIFY_URL:$NOTIFY_PORT/"
	chmod 644 "$TEST_DIR/key"
	edge_restart
	receiver "$NOTIFY_PORT" "$TEST_DIR/told"
	call_911
	await_tries 1
	contains "the error" "chmod 600" "$(pending error)"
	chmod 600 "$TEST_DIR/key"
	await_told "$TEST_DIR/told" 1
	equal "the receiver's verdict" good "$(verdicts "$TEST_DIR/told")"
}

# Its row is gone: it is neither sent elsewhere nor forgotten in silence.
what_waits_for_a_row_that_is_gone_is_listed() {
	local line
	notified_by "$NOTIFY_URL:$NOTIFY_PORT/"
	call_911
	await_tries 1
	data "DELETE FROM siptrunk_notification"
	wait_until 20 _has_no_row || fail "found: $(rpc siptrunk.notifications)"
	line=$(edge_log_lines)
	edge_restart
	await_tries 1
	contains "the log" "ERROR.*not delivered.*has no row" "$(edge_log_since "$line")"
}

_has_no_row() { pending error | grep -qE 'has no row [0-9]+ for it any more'; }

# Neither the path of a URL nor a key is shown anywhere.
no_secret_is_shown() { _secrets_stay ""; }

# _secrets_stay DESCRIPTION: of the target.
_secrets_stay() {
	local line key
	line=$(edge_log_lines)
	notified_by "$NOTIFY_URL:$NOTIFY_PORT/hook/SECRET-PATH"
	data "UPDATE siptrunk_notification SET description = '$1'"
	key=$(cat "$TEST_DIR/key")
	call_911
	await_tries 1
	equal "the target shown" "$NOTIFY_URL:$NOTIFY_PORT" "$(pending target)"
	{
		rpc siptrunk.notifications
		edge_log_since "$line"
		cat "$LAB"/edge/spool/notify/*
		ps -eo args
	} >"$TEST_DIR/seen"
	! grep -F -e SECRET-PATH -e "$key" "$TEST_DIR/seen" || fail "a secret is shown"
}

control_a_secret_that_is_shown_is_noticed() {
	must_fail _secret_in_the_open "a secret is shown"
}

_secret_in_the_open() { _secrets_stay SECRET-PATH; }
