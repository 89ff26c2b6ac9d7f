# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Calls a second, minutes an hour, new countries. A "second" and an "hour" are a day
# here: none ends while a test runs.

DAY=86400
OWN=+15005550006@sip.retellai.com

_days() { edge_with GUARD_SECOND=$DAY GUARD_HOUR=$DAY; }

_trunk() { data "UPDATE siptrunk_trunk SET $2 WHERE name = '$1'"; }

_answered() {
	uas retell answer
	uac pbx call number=+13125550142 hold=20 "$@"
	uas_done retell
}

# _refused STATUS COUNTER REASON [KEY=VALUE]...: of the pbx, to retell.
_refused() {
	local before
	before=$(counter "$2")
	uac pbx refused status="$1" number=+13125550142 "lacks Retry-After" "header Reason text=\"$3\"" "${@:4}"
	counted "$2" "$before"
}

_help_answers() {
	uas redsky1 answer
	uac pbx call number=911 hold=20 "$@"
	uas_done redsky1
}

# _number TABLE KEY: what it holds; nothing when there is no such key.
_number() { on edge kamcmd htable.get "$1" "$2" 2>&1 | sed -n 's/^[[:space:]]*value: *//p'; }

# _hour KEY: the seconds of today.
_hour() { _number hour "$1 $(($(date +%s) / DAY))"; }
_set_hour() { rpc htable.seti hour "$1 $(($(date +%s) / DAY))" "$2" >/dev/null; }

_alarms() { edge_log_since "$1" | grep -c "ALERT.*toll fraud" || true; }

more_calls_a_second_are_refused() {
	local lines
	_days
	lines=$(edge_log_lines)
	_trunk genesys "calls_per_second = 2"
	# Whatever other trunks there are: it is refused once.
	data "INSERT INTO siptrunk_number_plan (numbers, classification) VALUES ('+13125550142', 'pstn');
		INSERT INTO siptrunk_outbound_route (name, classifications, trunks) VALUES ('out', 'pstn', 'retell, twilio')"
	_answered
	_answered from=bob@example.com
	_refused 503 rate_refused "trunk genesys: more than 2 calls a second"
	_refused 503 rate_refused "trunk genesys: more than 2 calls a second"
	equal "alarms" 1 "$(_alarms "$lines")"
	_help_answers # and does not count
	equal "calls that count" 4 "$(_number second "trunk:genesys $(($(date +%s) / DAY))")"
	data "DELETE FROM siptrunk_outbound_route"
	_trunk genesys "calls_per_second = 0, caller_calls_per_second = 1"
	_answered from=alice@example.com
	_refused 503 rate_refused "a caller of trunk genesys: more than 1 calls a second" from=alice@example.com
	_answered from=bob@example.com
	# P-Asserted-Identity tells, where there is one
	_refused 503 rate_refused "a caller of trunk genesys: .*" from=carol@example.com \
		extra=$'\r\nP-Asserted-Identity: <sip:alice@example.com>'
	_trunk genesys "caller_calls_per_second = 0"
	_trunk retell "calls_per_second = 1"
	_answered
	_refused 503 rate_refused "trunk retell: more than 1 calls a second"
	equal "alarms" 2 "$(_alarms "$lines")" # of each trunk one
}

_is_counted() { [ "$(_number talking trunk:genesys)" = "$1" ]; }

more_minutes_an_hour_are_refused() {
	local lines caller call
	_days
	lines=$(edge_log_lines)
	_trunk genesys "minutes_per_hour = 1, caller_minutes_per_hour = 5"
	_answered from=alice@example.com
	wait_until 5 _is_counted 0 || fail "the call that has ended still counts as one that is up"
	(($(_hour trunk:genesys) >= 0 && $(_hour trunk:genesys) < 30)) \
		|| fail "the call had $(_hour trunk:genesys) seconds"
	caller=$(_caller) # alice's place
	_set_hour "$caller" 301
	_refused 403 minutes_refused "a caller of trunk genesys: more than 5 minutes this hour" from=alice@example.com
	# One that is up.
	uas retell answer
	uac_start pbx call number=+13125550142 hold=60000 from=bob@example.com
	call=$UAC_CALL
	wait_until 5 uac_is_up pbx || fail "no call is up"
	wait_until 5 _is_counted 1 || fail "the call that is up does not count"
	_set_hour trunk:genesys 60 # as if it had been up since the day began
	_refused 403 minutes_refused "trunk genesys: more than 1 minutes this hour"
	_refused 403 minutes_refused "trunk genesys: more than 1 minutes this hour"
	equal "alarms" 1 "$(_alarms "$lines")"
	UAC_CALL=$call uac_is_up pbx || fail "the call that was up has been ended"
	_help_answers from=alice@example.com
	_called_back
	equal "calls that count" 1 "$(_number talking trunk:genesys)"
}

_is_counted() { [ "$(_number talking trunk:genesys)" = "$1" ]; }

# _caller: the place of the only caller there has been.
_caller() { rpc htable.dump talking | sed -n 's/^[[:space:]]*name: \(caller:[0-9]*\)$/\1/p'; }

# After a 911 of alice's, when no trunk has any minutes left.
_called_back() {
	_trunk twilio "minutes_per_hour = 1"
	_set_hour trunk:twilio 61
	uac carrier refused status=403 number=+13125550177 from=+14155550123@192.0.2.50 "has No Minutes Left"
	uas pbx answer
	uac carrier call number=+13125550101 from=+14155550123@192.0.2.50
	uas_done pbx
}

who_is_transferred_to_has_its_minutes() {
	_days
	data "UPDATE siptrunk_trunk SET refer = 'carry_out' WHERE name = 'retell';
		UPDATE siptrunk_trunk SET premium = 'yes', minutes_per_hour = 1 WHERE name = 'twilio';
		INSERT INTO siptrunk_transfer (trunk, numbers) VALUES ('retell', '+15005550006')"
	uas carrier answer
	uas retell refers referto="<sip:+15005550006@$EDGE>"
	uac pbx transferred number=+13125550142
	uas_done carrier
	[ -n "$(_hour trunk:twilio)" ] || fail "the call to twilio has no minutes"
	wait_until 5 _is_twilios 0 || fail "the call to twilio still counts"
	_set_hour trunk:twilio 61
	uas retell refers-in-vain referto="<sip:+15005550006@$EDGE>" "has SIP/2.0 403 "
	uac pbx held number=+13125550142 hold=500
	uas_done retell
}

_is_twilios() { [ "$(_number talking trunk:twilio)" = "$1" ]; }

a_new_country_that_gets_many_calls_alarms() {
	local lines before number
	_days
	lines=$(edge_log_lines)
	before=$(counter destination_alarms)
	_trunk twilio "countries = '*', destination_alarm = 2"
	for number in +442079460123 +14155550123 +14155550124 +14155550125 +442079460124; do
		_to_the_carrier "$number"
	done
	equal "alarms, of few calls and of many to the own country" 0 "$(_alarms "$lines")"
	_to_the_carrier +442079460125
	_to_the_carrier +442079460126
	contains "the log" "ALERT.*trunk twilio: more than 2 calls this hour to GB" "$(edge_log_since "$lines")"
	equal "alarms" 1 "$(_alarms "$lines")"
	counted destination_alarms "$before"
	# called before
	rpc htable.seti called "trunk:twilio JP" $(($(date +%s) / DAY - 24)) >/dev/null
	for number in 1 2 3; do _to_the_carrier "+8131234567$number"; done
	equal "alarms" 1 "$(_alarms "$lines")"
}

_to_the_carrier() {
	uas carrier answer
	uac retell call number="$1" from=$OWN hold=20
	uas_done carrier
}
