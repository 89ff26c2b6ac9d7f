# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The lab, as the tests use it: its hosts, its edge, its data.

EDGE=203.0.113.10
ORGANIZATION=64040628-0000-4000-8000-000000000001
EDGE_DB=$LAB/edge/siptrunk.db

# there HOST: what runs a command in that host's network, into THERE. The host phone is
# behind another one (phone_behind).
there() {
	THERE=("$REPO/scripts/lab" exec "$1")
	[ "$1" != phone ] || THERE=("$REPO/scripts/lab" exec "$NAT_HOST" nsenter --target "$PHONE_PID" --net)
}

# on HOST COMMAND...: runs COMMAND in that host's network.
on() {
	there "$1"
	"${THERE[@]}" "${@:2}"
}

# start_on HOST LOG COMMAND...: the same in the background, as STARTED, until
# the test ends. exec, so that STARTED is the command itself and no shell.
start_on() {
	local log=$2
	there "$1"
	shift 2
	exec "${THERE[@]}" "$@" >"$log" 2>&1 </dev/null &
	STARTED=$!
	at_end end_process "$STARTED"
}

# address HOST: what it sends from.
address() {
	case $1 in
	edge) echo "$EDGE" ;;
	pbx) echo 192.0.2.10 ;;
	retell) echo 18.98.16.121 ;;
	redsky1) echo 198.51.100.11 ;;
	redsky2) echo 198.51.100.12 ;;
	carrier) echo 192.0.2.50 ;;
	stranger) echo 203.0.113.66 ;;
	phone) echo "$PHONE" ;;
	*) fail "no lab host is called '$1'" ;;
	esac
}

# rpc COMMAND [ARGUMENT...]: kamcmd on the edge; fails on a fault.
rpc() {
	local answer
	answer=$(on edge kamcmd "$@" 2>&1) || fail "kamcmd $*: $answer"
	case $answer in
	error:*) fail "kamcmd $*: $answer" ;;
	esac
	printf '%s\n' "$answer"
}

# rpc_fault COMMAND [ARGUMENT...]: the text of the fault it must answer.
rpc_fault() {
	local answer
	answer=$(on edge kamcmd "$@" 2>&1) || true
	case $answer in
	error:*) printf '%s\n' "$answer" ;;
	*) fail "kamcmd $*: expected a fault, found '$answer'" ;;
	esac
}

# rpc_field FIELD COMMAND [ARGUMENT...]: one field of the answer.
rpc_field() {
	local field=$1
	shift
	rpc "$@" | sed -n "s/^[[:space:]{]*$field: *//p" | head -n 1
}

# memory_of MODULE: bytes of shared memory.
memory_of() { rpc mod.stats "$1" shm | awk '$1 == "Total:" { print $2 }'; }

# one_generation: the data before the last reload is freed: the memory that the module
# has now is what it had two seconds ago, twice as long as that takes.
one_generation() {
	local before
	before=$(memory_of siptrunk)
	sleep 2
	[ "$(memory_of siptrunk)" = "$before" ]
}

# rpc_by_fifo FOLDER METHOD [JSON-ARGUMENT...]: by the process that reads
# FOLDER/fifo, instead of ctl's; the answer is in FOLDER/reply.text.
rpc_by_fifo() {
	local folder=$1 method=$2 IFS=,
	shift 2
	rm -f "$folder/reply"
	mkfifo "$folder/reply"
	echo "{\"jsonrpc\": \"2.0\", \"method\": \"$method\", \"params\": [$*], \"id\": 1, \"reply_name\": \"reply\"}" >"$folder/fifo"
	cat "$folder/reply" >"$folder/reply.text"
}

# counter NAME: one of the module's counters.
counter() { rpc_field "$1" siptrunk.stats; }

# counted NAME BEFORE [BY]: it has grown by BY (1) since it was BEFORE.
counted() {
	equal "counter $1" $(($2 + ${3:-1})) "$(counter "$1")"
}

counter_reaches() { [ "$(counter "$1")" -ge "$2" ]; }

# await_counter NAME VALUE
await_counter() {
	wait_until 5 counter_reaches "$1" "$2" || fail "counter $1: expected $2 or more, found $(counter "$1")"
}

# dialog_shows CALL-ID REGEX: what the edge tells of that call alone; an earlier test may
# have left others up.
dialog_shows() { on edge kamcmd dlg.list_match callid eq "$1" | grep -qE "$2"; }

# call_is_up ID: whoever gave it that.
call_is_up() { on edge kamcmd siptrunk.calls "$1" | grep -q 'state: up'; }

# sql STATEMENT...: on the edge's database, as it is, by SQLite itself: the edge may
# be writing.
sql() { on edge sqlite3 -bail -cmd '.timeout 5000' "$EDGE_DB" "$*"; }

# keep_data: the database comes back when the test ends.
keep_data() {
	[ ! -e "$TEST_DIR/siptrunk.db.before" ] || return 0
	sql ".backup '$TEST_DIR/siptrunk.db.before'"
	at_end restore_data
}

restore_data() {
	sql ".restore '$TEST_DIR/siptrunk.db.before'"
	rpc siptrunk.reload >/dev/null
}

# data STATEMENT...: changes what the edge runs with, until the test ends.
data() {
	keep_data
	sql "$@" || fail "sqlite3: $*"
	rpc siptrunk.reload >/dev/null
}

# gateways STATEMENT...: the same for the table dispatcher; names have addresses then.
gateways() {
	data "$@"
	wait_until 10 gateways_have_addresses || fail "DNS does not tell where every gateway is: $(rpc siptrunk.gateways | xargs)"
}

gateways_have_addresses() { ! on edge kamcmd siptrunk.gateways | grep -q 'state: unresolved'; }

# gateway_is NAME STATE: siptrunk.gateways says so.
gateway_is() {
	rpc siptrunk.gateways redsky | tr -s '[:space:]' ' ' | grep -oE "gateway: $1 [^}]*" | grep -q "state: $2 "
}

# gateway_becomes NAME STATE
gateway_becomes() {
	wait_until 15 gateway_is "$@" || fail "gateway $1: expected $2, found $(rpc siptrunk.gateways redsky | xargs)"
}

# gateways_up: RedSky's are believed up and who they say they are, so that a call
# tries them in their order whatever the test before has made of them.
gateways_up() {
	! on edge kamcmd siptrunk.gateways redsky | grep -qE 'state: down|tls_fault: [^n]' \
		|| { rpc siptrunk.probe >/dev/null && false; }
}

# database_lock: nobody else can read or write it, until database_unlock or the test's
# end.
database_lock() {
	mkfifo "$TEST_DIR/lock"
	start_on edge "$TEST_DIR/locked" bash -c 'exec sqlite3 -cmd ".timeout 5000" "$1" <"$2"' - "$EDGE_DB" "$TEST_DIR/lock"
	DATABASE_LOCKER=$STARTED
	exec 7>"$TEST_DIR/lock"
	echo "BEGIN EXCLUSIVE; SELECT 'locked';" >&7
	wait_until 10 grep -q locked "$TEST_DIR/locked" || fail "the database cannot be locked: $(cat "$TEST_DIR/locked")"
}

database_unlock() {
	exec 7>&-
	wait "$DATABASE_LOCKER"
}

# edge_answers: OPTIONS as the pbx.
edge_answers() { "$REPO/scripts/lab" status; }

# edge_log_since LINE: what the edge's Kamailio has logged since.
edge_log_lines() { wc -l <"$LAB/edge/kamailio.log"; }
edge_log_since() { tail -n "+$(($1 + 1))" "$LAB/edge/kamailio.log"; }

# edge_restart: its Kamailio alone; the RTPengines and their calls stay.
edge_restart() { "$REPO/scripts/lab" restart edge kamailio || fail "the edge does not start again"; }

# edge_with NAME=VALUE...: the edge runs with these settings until the test ends.
edge_with() {
	local setting
	local -a options=()
	for setting; do options+=(-A "$setting"); done
	at_end edge_restart
	"$REPO/scripts/lab" restart edge kamailio "${options[@]}" || fail "the edge does not start with $*"
}

# edge_edited EXPRESSION [NAME=VALUE...]: the same, its kamailio.cfg changed by
# a perl expression.
edge_edited() {
	perl -pe "s#\"scripts/#\"$REPO/scripts/#; $1" "$REPO/kamailio.cfg" >"$TEST_DIR/kamailio.cfg"
	! cmp -s "$TEST_DIR/kamailio.cfg" <(perl -pe "s#\"scripts/#\"$REPO/scripts/#" "$REPO/kamailio.cfg") \
		|| fail "kamailio.cfg has no place for $1"
	at_end edge_restart
	"$REPO/scripts/lab" restart edge kamailio -f "$TEST_DIR/kamailio.cfg" || fail "the edge does not start with $1"
}

# edge_routed FILE EXPRESSION: the same, FILE of scripts/routing changed; it may call
# usleep().
edge_routed() {
	perl -pe "$2" "$REPO/scripts/routing/$1" >"$TEST_DIR/$1"
	! cmp -s "$TEST_DIR/$1" "$REPO/scripts/routing/$1" || fail "$1 has no place for $2"
	edge_edited "s{\"[^\"]*/$1\"}{\"$TEST_DIR/$1\"}; s{^loadmodule \"kex.so\"}{\$&\nloadmodule \"cfgutils.so\"}"
}

# edge_stop: until the test ends.
edge_stop() {
	"$REPO/scripts/lab" stop edge kamailio
	at_end "$REPO/scripts/lab" start edge kamailio
}

# peer_stop HOST: its ports are closed, until the test ends.
peer_stop() {
	"$REPO/scripts/lab" stop "$1" kamailio
	at_end "$REPO/scripts/lab" start "$1" kamailio
}

# peer_shows HOST CERTIFICATE: it starts again with that one of the lab's, until the
# test ends; a connection that is open keeps the certificate it began with.
peer_shows() {
	at_end show_certificate "$1" "$1"
	show_certificate "$@"
}

show_certificate() {
	cp "$LAB/ca/$2.crt" "$LAB/$1/front.crt"
	"$REPO/scripts/lab" restart "$1" kamailio || fail "$1 does not start with certificate $2"
}

# peer_tls HOST EXPRESSION: its front starts again with its TLS configuration
# changed by a perl expression, until the test ends.
peer_tls() {
	local file=$LAB/$1/tls.cfg kept=$TEST_DIR/$1-tls.cfg
	if [ ! -e "$kept" ]; then
		cp "$file" "$kept"
		at_end "$REPO/scripts/lab" restart "$1" kamailio
		at_end cp "$kept" "$file"
	fi
	perl -pe "$2" "$kept" >"$file"
	! cmp -s "$kept" "$file" || fail "the TLS configuration of $1 has no place for $2"
	"$REPO/scripts/lab" restart "$1" kamailio || fail "$1 does not start with $2"
}

# edge_tls EXPRESSION: the edge's TLS configuration changed by a perl expression and
# loaded, until the test ends; nothing is restarted.
edge_tls() {
	local file=$LAB/edge/etc/siptrunk-tls.cfg kept=$TEST_DIR/edge-tls.cfg
	cp "$file" "$kept"
	at_end rpc tls.reload
	at_end cp "$kept" "$file"
	perl -i -pe "$1" "$file"
	! cmp -s "$kept" "$file" || fail "the edge's TLS configuration has no place for $1"
	rpc tls.reload >/dev/null
}

# peer_freeze HOST: its connections stay open and nobody serves them, until the
# test ends. Every program of the lab leads a process group.
peer_freeze() {
	local group
	group=$(<"$LAB/$1/kamailio.pid")
	kill -STOP -- "-$group"
	at_end wait_until 10 has_read "$1" # or the next test would meet what came meanwhile
	at_end kill -CONT -- "-$group"
}

# has_read HOST: its Kamailio, all that has come.
has_read() { on "$1" ss -Htunap | awk '/"kamailio"/ { waiting += $3 } END { exit waiting != 0 }'; }

peer_thaw() { kill -CONT -- "-$(<"$LAB/$1/kamailio.pid")"; }

# dns_freeze: it answers nobody, until dns_thaw or the test's end.
dns_freeze() {
	kill -STOP "$(<"$LAB/dns/dnsmasq.pid")"
	at_end dns_thaw
}

dns_thaw() { kill -CONT "$(<"$LAB/dns/dnsmasq.pid")"; }

# rtpengine_stop agent|emergency: until the test ends.
rtpengine_stop() {
	"$REPO/scripts/lab" stop edge "rtpengine-$1"
	at_end rtpengine_start "$1"
}

rtpengine_start() {
	"$REPO/scripts/lab" start edge "rtpengine-$1"
	rtpengine_back "$1"
}

# rtpengine_kill agent|emergency: at once, until the test ends.
rtpengine_kill() {
	"$REPO/scripts/lab" kill edge "rtpengine-$1"
	at_end rtpengine_start "$1"
}

# rtpengine_freeze agent|emergency: it runs and says nothing, until the test ends.
rtpengine_freeze() {
	kill -STOP "$(<"$LAB/edge/rtpengine-$1.pid")"
	at_end rtpengine_thaw "$1"
}

# rtpengine_silent agent|emergency: the same, and Kamailio knows.
rtpengine_silent() {
	rtpengine_freeze "$1"
	wait_until 10 rtpengine_is_silent "$1" || fail "Kamailio does not notice that RTPengine hangs"
}

rtpengine_thaw() {
	kill -CONT "$(<"$LAB/edge/rtpengine-$1.pid")"
	rtpengine_back "$1"
}

# rtpengine_with agent|emergency [OPTION...]: it starts again with these.
rtpengine_with() {
	"$REPO/scripts/lab" restart edge "rtpengine-$1" "${@:2}"
	rtpengine_back "$1"
}

# rtpengine_session CLI-PORT CALL-ID DELETED: it has the call, DELETED (y) or not (n).
rtpengine_session() {
	on edge rtpengine-ctl -ip 127.0.0.1 -port "$1" list sessions all | grep -q "$2 *| del:$3"
}

# rtpengine_back agent|emergency: waits until Kamailio believes in it again, whatever
# the other does.
rtpengine_back() {
	on edge kamcmd rtpengine.enable all 1
	wait_until 10 rtpengine_enabled "$1"
}

rtpengine_enabled() {
	local port=2223
	[ "$1" = agent ] || port=2224
	on edge kamcmd rtpengine.show "udp:127.0.0.1:$port" | grep -q 'active: 1' && ! rtpengine_is_silent "$1"
}

# rtpengine_is_silent agent|emergency: Kamailio asks it no more.
rtpengine_is_silent() { on edge kamcmd pv.shvGet "$1_is_silent" | grep -q 'value: 1'; }

# lab_up: brings the lab up if it is not, and then down again at the end.
lab_up() {
	if "$REPO/scripts/lab" status >/dev/null 2>&1; then
		return
	fi
	at_end "$REPO/scripts/lab" down
	"$REPO/scripts/lab" up || { echo "$0: the lab does not come up" >&2; exit 2; }
}
