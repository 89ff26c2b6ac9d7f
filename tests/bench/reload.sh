# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# How long a reload takes, and how long SIP workers let a caller wait meanwhile.
# Why it is measured so: tests/bench/run --help.

RELOAD_CTL=unixs:/run/kamailio/reload_ctl

reload() {
	"$REPO/scripts/platform" make -s -C "$REPO/tests/bench"
	echo
	echo "Reload through SQLite, private memory 8 MB; OPTIONS one after the other meanwhile, answered in ms"
	reload_line "" seconds "CPU s" "p50 / p99 / p99.9 / max, reloading" "p50 / p99 / p99.9 / max, idle" lost
	reload_of prefixes 100000
	reload_of prefixes 1000000
	reload_of callers 100000
	reload_of callers 1000000
	reload_of pbx_prefixes 100000
	echo "  Target: 1,000,000 rows in under 5 s; the median of 3 reloads. The prefixes of a pbx are"
	echo "  remembered, too: read twice."
}

reload_line() { printf '  %-18s %8s %7s   %-36s %-32s %s\n' "$@"; }

# reload_of prefixes|callers|pbx_prefixes COUNT: a line of the table.
reload_of() {
	local set=$TEST_DIR/$1-$2 times idle busy lost
	make_reload_data "$1" "$2" "$set"
	start_reload_kamailio "$set"
	idle=$(answers "$set" 5076 sleep 3)
	busy=$(answers "$set" 5076 three_reloads "$set")
	end_process "$STARTED"
	read -r -a times <<<"$(sort -n "$set.times" | sed -n 2p)"
	lost=${busy##* }
	reload_line "$(printf "%'d" "$2") ${1/_/ }" "${times[0]}" "${times[1]}" \
		"$(slashes "${busy% *}")" "$(slashes "${idle% *}")" "$lost"
}

slashes() { echo "${1// / / }"; }

# make_reload_data prefixes|callers|pbx_prefixes COUNT FILE
make_reload_data() {
	"$REPO/scripts/platform" "$REPO/scripts/siptrunkdb" create sqlite "$3.db"
	{
		echo "INSERT INTO siptrunk_trunk (name, role, gateways) VALUES ('peers', 'agent', 1);"
		echo "INSERT INTO siptrunk_address (trunk, prefix) VALUES ('peers', '$(address pbx)');"
		"${1}_sql" "$2" "$3"
	} | "$REPO/scripts/platform" sqlite3 -bail "$3.db"
}

pbx_prefixes_sql() {
	echo "UPDATE siptrunk_trunk SET role = 'pbx' WHERE name = 'peers';"
	prefixes_sql "$@"
}

prefixes_sql() {
	"$REPO/scripts/platform" "$BUILD/bench/prefix_bench" generate 4 "$1" >"$2"
	cat <<-END_OF_SQL
		CREATE TABLE prefixes (prefix TEXT);
		.import $2 prefixes
		INSERT INTO siptrunk_address (trunk, prefix) SELECT 'peers', prefix FROM prefixes;
		DROP TABLE prefixes;
	END_OF_SQL
}

callers_sql() {
	cat <<-END_OF_SQL
		WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < $1)
		INSERT INTO siptrunk_caller (aor, email, extension, did)
		SELECT printf('user%07d@example.com', n), printf('user%07d@example.com', n),
			printf('%07d', n), printf('+1312%07d', n) FROM number;
	END_OF_SQL
}

# start_reload_kamailio FILE [OPTION...]: memory for the configuration in force,
# the new one and the one before.
start_reload_kamailio() {
	start_on edge "$1.log" setsid kamailio -f "$REPO/tests/bench/reload.cfg" \
		-DD -E -m 2048 -M 8 -x tlsf -X tlsf -Y /run/kamailio -A ADDRESS="$EDGE" \
		-L "$(modules_of_edge):$BUILD/modules" -A DB_URL="\"sqlite://$1.db\"" "${@:2}"
	wait_until 60 on edge kamcmd -s "$RELOAD_CTL" core.uptime \
		|| fail "no Kamailio with $1: $(tail -n 3 "$1.log")"
}

# answers FILE PORT COMMAND...: what options.pl prints of the Kamailio at PORT while
# COMMAND runs.
answers() {
	local set=$1 port=$2 asking
	shift 2
	rm -f "$set.over"
	on pbx perl "$REPO/tests/bench/options.pl" "$EDGE" "$port" "$set.over" >"$set.answers" &
	asking=$!
	"$@" >/dev/null
	touch "$set.over"
	wait "$asking"
	cat "$set.answers"
}

# three_reloads FILE: "SECONDS CPU-SECONDS" of each.
three_reloads() {
	local i started used pid
	pid=$(on edge kamcmd -s "$RELOAD_CTL" core.ps | grep -B1 'ctl handler' | head -n 1 | tr -dc 0-9)
	rm -f "$1.times"
	for ((i = 0; i < 3; i++)); do
		used=$(ran "$pid")
		started=${EPOCHREALTIME/./}
		on edge kamcmd -s "$RELOAD_CTL" siptrunk.reload | grep -q generation || fail "a reload of $1 failed"
		printf '%s %s\n' "$(seconds $((${EPOCHREALTIME/./} - started)))" \
			"$(seconds $((($(ran "$pid") - used) / 1000)))" >>"$1.times"
	done
}

# ran PID: its run time in ns.
ran() { cut -d ' ' -f 1 "/proc/$1/schedstat"; }

seconds() { printf '%d.%02d' $(($1 / 1000000)) $(($1 / 10000 % 100)); }
