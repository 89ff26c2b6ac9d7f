# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Each call that is over has one record: a line in RECORDS_FILE and a row in
# siptrunk_call, whatever became of it and whatever the database does meanwhile.

RECORDS=$LAB/edge/calls.json
IDS=()

# _note [HOST]: the call that HOST has just made is to have a record.
_note() { IDS+=("$UAC_CALL@$(address "${1:-pbx}")"); }

# _lines: in the file, of the calls noted.
_lines() { { printf '%s\n' "${IDS[@]}" | grep -hF -f - "$RECORDS" "$RECORDS.1" 2>/dev/null || true; } | wc -l; }

_rows() { sql "SELECT count(*) FROM siptrunk_call WHERE call_id IN ($(printf "'%s'," "${IDS[@]}")'')"; }

_are_written() { [ "$(_lines)" -ge "${#IDS[@]}" ]; }
_are_stored() { [ "$(_rows)" -ge "${#IDS[@]}" ]; }

# _written: each call noted has one line.
_written() {
	wait_until 20 _are_written || fail "of ${#IDS[@]} calls $(_lines) have a line"
	equal "lines" "${#IDS[@]}" "$(_lines)"
}

# _stored: and one row.
_stored() {
	_written
	wait_until 30 _are_stored || fail "of ${#IDS[@]} calls $(_rows) have a row"
	equal "rows" "${#IDS[@]}" "$(_rows)"
}

# _record [NUMBER]: the line of the call noted last, or as the NUMBERth.
_record() { grep -hF "\"${IDS[${1:--1}]}\"" "$RECORDS" "$RECORDS.1" 2>/dev/null || true; }

# _has NUMBER MEMBER...: of that call's line, as they are written there.
_has() {
	local line wanted
	line=$(_record "$1")
	shift
	for wanted; do
		[[ $line == *"$wanted"[,}]* ]] || fail "expected $wanted in $line"
	done
}

_columns() { sql "SELECT $1 FROM siptrunk_call WHERE call_id = '${IDS[${2:--1}]}'"; }

_fits_the_schema() { _record | "$REPO/scripts/platform" "$REPO/tests/records" /dev/stdin || fail "a line is no record"; }

a_call_has_one_record_with_all_its_ids() {
	api_fresh
	uas retell answer
	uac pbx call number=+13125550170 extra=$'\r\nx-inin-cnv: cnv-of-the-record\r\nP-Asserted-Identity: <sip:+13125550101@example.com>'
	_note
	_stored
	_fits_the_schema
	_has 0 '"outcome":"answered"' '"conversation":"cnv-of-the-record"' '"trunk":"genesys"' '"target":"retell"' \
		'"from":"sip:alice@example.com"' '"identity":"sip:+13125550101@example.com"' '"class":"none"' '"code":200' '"ended_by":"caller"' \
		'"callee_sent":0' '"attempt_count":1'
	contains "its record" "\"agent_call_id\":\"(call_[^\"]*)\".*\"called\":\"call_" "$(_record)"
	contains "its attempt" '"attempts":\[\{"trunk":"retell","gateway":"sip:18\.98\.16\.121:5060;transport=tcp","code":200,"ms":[0-9]+\}\]' "$(_record)"
	equal "its row" "answered|1|1|1|1|200|cnv-of-the-record" "$(_columns \
		"outcome, started > 1700000000000, rang >= started, answered >= rang, ended - answered = duration, code, conversation")"
	sql "UPDATE siptrunk_call SET ended = ended - 172800000 WHERE call_id = '${IDS[0]}'"
	sql "$("$REPO/scripts/siptrunkdb" forget-calls 3)"
	equal "rows that ended two days ago, of three" 1 "$(_rows)"
	sql "$("$REPO/scripts/siptrunkdb" forget-calls 1)"
	equal "and of one" 0 "$(_rows)"
}

# _number NUMBER: of all calls since the start.
_number() { echo "$((16#$(_record "$1" | sed -E 's/.*"uid":"[0-9a-f]{16}([0-9a-f]{16})".*/\1/')))"; }

# Not what is only explained.
what_is_refused_has_a_record_that_says_why() {
	uac retell refused status=403 number=911 from=+13125550142@sip.retellai.com
	_note retell
	contains "the explanation" "code: 403" "$(rpc siptrunk.explain s:+13125550142@sip.retellai.com s:911 "s:udp:$(address retell)")"
	uac pbx refused number=2777 uri=sip:nobody@elsewhere.example status=404
	_note
	data "UPDATE siptrunk_trunk SET state = 'out_of_service' WHERE name = 'genesys'"
	uac pbx refused number=+13125550142 status=503
	_note
	_stored
	_has 0 '"outcome":"refused"' '"class":"e911"' '"code":403' '"ended_by":"edge"' '"attempts":[]' \
		'"reason":"Q.850;cause=21;text=\"emergency calls are accepted from a pbx only\""'
	_has 1 '"outcome":"refused"' '"code":404' '"trunk":"genesys"' '"to":"sip:nobody@elsewhere.example"'
	_has 2 '"outcome":"refused"' '"code":503' '"to":"sip:+13125550142@203.0.113.10"'
	equal "the number of the call after the first" "$(($(_number 0) + 1))" "$(_number 1)"
	_fits_the_schema
}

# Denied, or without what its trunk demands: a 911 of the pbx is let in all the same.
what_is_not_let_in_has_no_record() {
	keep_data
	uac pbx refused number=2777 uri=sip:nobody@elsewhere.example status=404
	_note
	rpc siptrunk.address_add twilio "$(address carrier)" 600 deny >/dev/null
	uac carrier refused number=911 status=403
	data "UPDATE siptrunk_trunk SET proof = 'certificate', certificate = 'pbx.example.com' WHERE name = 'genesys'"
	uac pbx refused number=+13125550142 status=403
	data "UPDATE siptrunk_trunk SET proof = '', certificate = '' WHERE name = 'genesys'"
	uac pbx refused number=2777 uri=sip:nobody@elsewhere.example status=404
	_note
	_written
	equal "the number of the call after the first" "$(($(_number 0) + 1))" "$(_number 1)"
}

# Of the emergency call, too, with whose number it showed.
each_gateway_that_was_tried_is_told() {
	wait_until 10 gateways_up
	uas redsky1 refuse status=403
	uas redsky2 refuse status=486
	uas carrier answer
	uac pbx call number=911 from=dave@example.com
	uas_done carrier
	_note
	uas retell ring
	uac pbx cancel number=+13125550142
	uas_done retell
	_note
	_stored
	contains "the attempts" '"attempt_count":3,"attempts":\[\{"trunk":"redsky","gateway":"sip:198\.51\.100\.11[^}]*"code":403,"ms":[0-9]+\},\{[^}]*"code":486,[^}]*\},\{"trunk":"twilio",[^}]*"code":200,"ms":[0-9]+\}\]' "$(_record 0)"
	_has 0 '"class":"e911"' '"outcome":"answered"' '"caller":"+15005550006"' '"caller_source":"trunk"' '"called":"911"'
	_has 1 '"outcome":"cancelled"' '"code":487' '"ended_by":"caller"'
}

# The file is renamed while the database is locked; what is up when the edge stops is
# known to be lost.
records_wait_for_the_database_and_outlive_a_restart() {
	local up
	at_end rm -f "$RECORDS.1"
	uas retell answer
	uac_start pbx call number=+13125550143 hold=15000
	wait_until 10 uac_is_up pbx || fail "the call is not up"
	up="$UAC_CALL@$(address pbx)"
	database_lock
	uac pbx refused number=2777 uri=sip:nobody@elsewhere.example status=404
	_note
	_written
	mv "$RECORDS" "$RECORDS.1"
	at_end "$REPO/scripts/lab" start edge kamailio
	"$REPO/scripts/lab" stop edge kamailio
	IDS+=("$up")
	_written
	_has 1 '"outcome":"lost"' '"code":200' '"ended_by":"restart"' '"reason":"lost at a restart"'
	database_unlock
	equal "rows while the database was locked" 0 "$(_rows)"
	! grep -qF "$up" "$RECORDS.1" || fail "the line is in the file that was renamed"
	"$REPO/scripts/lab" start edge kamailio || fail "the edge does not start again"
	_stored
	wait_until 10 _spool_is_empty || fail "files are left in the spool"
}

_empty_disk() { on edge umount "$LAB/edge" 2>/dev/null || true; }

# Of a disk with nothing free the last tenth is the ledger's; what nobody takes waits.
records_leave_room_for_emergency_calls() {
	local lines
	lines=$(edge_log_lines)
	at_end _empty_disk
	on edge mount -t tmpfs -o size=64k tmpfs "$LAB/edge"
	on edge dd if=/dev/zero of="$LAB/edge/full" bs=1k 2>/dev/null || true
	uac pbx refused number=2777 uri=sip:nobody@elsewhere.example status=404
	_note
	wait_until 10 _has_no_room "$lines" || fail "the log does not say so"
	_empty_disk
	_stored
}

_has_no_room() { edge_log_since "$1" | grep -q "records, file: cannot write to $LAB/edge: less than a tenth"; }

_spool_is_empty() { [ -z "$(find "$LAB/edge/spool/records" -type f)" ]; }

control_the_record_test_notices_a_row_that_is_missing() {
	sql "CREATE TRIGGER lose BEFORE INSERT ON siptrunk_call BEGIN SELECT RAISE(IGNORE); END"
	at_end sql "DROP TRIGGER lose"
	must_fail _a_call_is_stored "of 1 calls 0 have a row"
}

_a_call_is_stored() {
	uas retell refuse status=486
	uac pbx refused number=+13125550142 status=486
	_note
	wait_until 5 _are_stored || fail "of ${#IDS[@]} calls $(_rows) have a row"
}
