# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The access check beside stock permissions, in one process of one Kamailio.
# Why it is measured so: tests/bench/run --help.

ACCESS_COUNTS=(3 500 10000 100000 1000000)
ACCESS_FAMILIES=(IPv4 IPv6)
ACCESS_ROUNDS=31
ACCESS_CTL=unixs:/run/kamailio/access_ctl

access() {
	local family count
	"$REPO/scripts/platform" make -s -C "$REPO/tests/bench"
	"$REPO/scripts/platform" make -s -C "$REPO/tests/bench/meter"
	for family in "${ACCESS_FAMILIES[@]}"; do
		for count in "${ACCESS_COUNTS[@]}"; do
			access_at "$family" "$count" hit miss
		done
	done
	print_access_table
}

# access_at FAMILY COUNT KIND...: measures one size of table.
access_at() {
	local set=$TEST_DIR/$1-$2 kind
	prefix_bench generate "${1#IPv}" "$2" >"$set"
	make_access_data "$set"
	start_access "$set"
	for kind in "${@:3}"; do
		prefix_bench addresses "${1#IPv}" "$2" "$kind" 1000 >"$set.$kind"
		meter "$set" "$kind" | sed "s/^/$1 $kind $2 /" >>"$TEST_DIR/access.turns"
	done
	end_process "$STARTED"
}

prefix_bench() { "$REPO/scripts/platform" "$BUILD/bench/prefix_bench" "$@"; }

# make_access_data FILE: the prefixes in it, for both.
make_access_data() {
	sed 's#^#1 #; s#/# #' "$1" >"$1.address"
	"$REPO/scripts/platform" "$REPO/scripts/siptrunkdb" create sqlite "$1.db"
	"$REPO/scripts/platform" sqlite3 -bail "$1.db" <<-END_OF_SQL
		CREATE TABLE prefixes (prefix TEXT);
		.import $1 prefixes
		DELETE FROM siptrunk_address;
		INSERT INTO siptrunk_trunk (name, role, gateways) VALUES ('peers', 'carrier', 1);
		INSERT INTO siptrunk_address (trunk, prefix) SELECT 'peers', prefix FROM prefixes;
		DROP TABLE prefixes;
	END_OF_SQL
}

# start_access FILE: permissions takes some 700 bytes a prefix.
start_access() {
	start_on edge "$1.log" setsid kamailio -f "$REPO/tests/bench/access.cfg" \
		-DD -E -m 2048 -M 8 -x tlsf -X tlsf -Y /run/kamailio -A ADDRESS="$EDGE" \
		-L "$(modules_of_edge):$BUILD/modules" -A METER="\"$BUILD/bench/meter.so\"" \
		-A DB_URL="\"sqlite://$1.db\"" -A ADDRESS_FILE="\"$1.address\""
	wait_until 60 on edge kamcmd -s "$ACCESS_CTL" core.uptime \
		|| fail "no Kamailio with $1: $(tail -n 3 "$1.log")"
}

modules_of_edge() { on edge sh -c 'echo /usr/lib/*/kamailio/modules'; }

# meter FILE KIND: its lines. is_in_subnet() gets what a script would write.
meter() {
	local allowed=0 subnets=()
	[ "$2" = miss ] || allowed=1
	[ "$(wc -l <"$1")" -gt 3 ] || subnets=("s:$(paste -sd , "$1")")
	on edge kamcmd -s "$ACCESS_CTL" meter.access "$1.$2" "$allowed" "$ACCESS_ROUNDS" "${subnets[@]}"
}

print_access_table() {
	echo
	echo "Access check: ns net of the loop, 1,000 senders in turn, one process"
	perl "$REPO/tests/bench/access.pl" <"$TEST_DIR/access.turns"
	cat <<-END_OF_NOTES
		  Medians of $ACCESS_ROUNDS rounds. permissions: allow_source_address(); siptrunk: siptrunk_identify().
		  (1) the first call of the module in a message, which also makes the record that the
		      transaction keeps
	END_OF_NOTES
}
