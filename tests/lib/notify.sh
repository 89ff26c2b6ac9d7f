# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Who is notified of emergency calls, and what they were told.

NOTIFY_PORT=8443
NOTIFY_URL=https://notify.genesys.lab

# notify_key FILE: a new key that only its owner may read.
notify_key() { (umask 077 && head -c 24 /dev/urandom | base64 >"$1"); }

# notified_by HTTPS-URL...: these are told of every site's calls, until the test
# ends; what still waits then is thrown away.
notified_by() {
	local url
	local -a rows=()
	at_end forget_notifications
	notify_key "$TEST_DIR/key"
	for url; do
		rows+=("INSERT INTO siptrunk_notification (target, key_file, ca_file)
			VALUES ('$url', '$TEST_DIR/key', '$LAB/ca/edge-ca.crt');")
	done
	data "${rows[*]}"
}

forget_notifications() {
	[ "$(counter notification_pending)" != 0 ] || return 0
	"$REPO/scripts/lab" stop edge kamailio
	rm -f "$LAB"/edge/spool/notify/*
	"$REPO/scripts/lab" start edge kamailio
}

# receiver PORT LOG [ANSWER,...]: on the pbx, until receiver_stop or the test's
# end. CERTIFICATE and SECRET: others than usual.
receiver() {
	local port=$1 log=$2 certificate=${CERTIFICATE:-notify}
	start_on pbx "$TEST_DIR/receiver-$port.output" "$REPO/tests/lab/receiver" \
		"$(address pbx)" "$port" "$LAB/ca/$certificate.crt" "$LAB/ca/$certificate.key" \
		"${SECRET:-$TEST_DIR/key}" "$log" "${@:3}"
	RECEIVER=$STARTED
	wait_until 10 accepting pbx "$port" \
		|| fail "the receiver does not listen: $(cat "$TEST_DIR/receiver-$port.output")"
}

accepting() { on "$1" ss -Htln "sport = :$2" | grep -q .; }

# told LOG COUNT: so many notifications have come there.
told() { [ -f "$1" ] && [ "$(wc -l <"$1")" -ge "$2" ]; }

await_told() {
	wait_until "${3:-${PATIENCE:-10}}" told "$1" "$2" \
		|| fail "expected $2 notifications in $1, found $(cat "$1" 2>/dev/null || echo none); $(rpc siptrunk.notifications)"
}

# of_last FIELD LOG: of the last notification.
of_last() { tail -n 1 "$2" | sed -n "s/.*\"$1\":\"\\{0,1\\}\\([^\",}]*\\).*/\\1/p"; }

verdicts() { cut -d ' ' -f 2 "$1" | xargs; }

# pending FIELD: of the first notification that waits.
pending() {
	rpc siptrunk.notifications | sed -n '/pending:/,$p' | sed -n "s/^[[:space:]{]*$1: *//p" | head -n 1
}

tried() { [ "$(pending tries || echo 0)" -ge "$1" ] 2>/dev/null; }

await_tries() {
	wait_until 20 tried "$1" || fail "expected $1 tries, found: $(rpc siptrunk.notifications)"
}

# call_911 [KEY=VALUE|CHECK]...: answered by a gateway, and over.
call_911() {
	uas redsky1 answer
	uac pbx call number=911 from=alice@example.com "$@"
	uas_done redsky1
}
