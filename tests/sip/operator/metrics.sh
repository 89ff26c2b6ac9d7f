# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What Prometheus is told: tests/operate/prometheus has a real one.

# _scrape [PATH [CURL-OPTION...]]: METRICS.
_scrape() {
	operate "${1:-/metrics}" "${@:2}"
	equal "the answer to a scrape" 200 "$BROWSED"
	METRICS=$PAGE
}

# _metric SERIES: its value in METRICS; 0: it is not there (yet).
_metric() { awk -v series="$1" '$0 ~ /^#/ { next } index($0, series " ") == 1 { found = $NF } END { print 0 + found }' <<<"$METRICS"; }

# _rises SERIES...: since the last _note of them, each.
_note() {
	local series
	_scrape
	declare -gA BEFORE=()
	for series; do
		BEFORE[$series]=$(_metric "$series")
	done
}
_has_risen() {
	local series
	_scrape
	for series in "${!BEFORE[@]}"; do
		awk -v a="${BEFORE[$series]}" -v b="$(_metric "$series")" 'BEGIN { exit !(b > a) }' || return 1
	done
}
_rise() { wait_until 5 _has_risen || fail "after ${EVENT:?} one of these has not risen: ${!BEFORE[*]}"; }

# docs/metrics.md has each family in a row.
_documented() { sed -n 's/^| `\(siptrunk_[a-z0-9_]*\)`.*/\1/p' "$REPO/docs/metrics.md" | sort -u; }
_families() { sed -n 's/^# TYPE \([a-z0-9_]*\) .*/\1/p' <<<"$METRICS" | sort; }

every_metric_has_help_and_type_and_a_row_in_the_documentation() {
	local bad
	_scrape
	equal "families once" "$(_families | sort -u)" "$(_families)"
	equal "families with HELP" "$(_families)" "$(sed -n 's/^# HELP \([a-z0-9_]*\) [^ ].*/\1/p' <<<"$METRICS" | sort)"
	equal "documented" "$(_families)" "$(_documented)"
	bad=$(grep -v '^#' <<<"$METRICS" | grep -vE '^[a-z0-9_]+(\{([a-z]+="[^"]*",?)+\})? -?[0-9]+(\.[0-9]+)?$') || true
	equal "samples of another form" "" "$bad"
	equal "series twice" "" "$(grep -v '^#' <<<"$METRICS" | sed 's/ [^ ]*$//' | sort | uniq -d)"
}

a_911_a_call_and_a_stranger_move_metrics() {
	EVENT="a 911"
	_note 'siptrunk_emergency_calls_total{number="911",outcome="answered"}' \
		'siptrunk_emergency_attempts_total{number="911"}' \
		'siptrunk_emergency_tries_bucket{number="911",le="1"}' \
		'siptrunk_emergency_answer_seconds_count{number="911"}' \
		'siptrunk_calls_total{trunk="genesys",direction="from",result="answered"}' \
		'siptrunk_calls_total{trunk="redsky",direction="to",result="answered"}' \
		'siptrunk_call_seconds_total{trunk="redsky",direction="to"}' \
		'siptrunk_callers_total{source="call_source"}'
	uas redsky1 answer
	uac pbx call number=911
	uas_done redsky1
	_rise
	EVENT="a call that is busy"
	_note 'siptrunk_calls_total{trunk="genesys",direction="from",result="busy"}' \
		'siptrunk_calls_total{trunk="retell",direction="to",result="busy"}'
	uas retell refuse status=486
	uac pbx refused number=+13125550142 status=486
	_rise
	EVENT="a stranger's 911"
	_note 'siptrunk_access_checks_total{verdict="unknown"}'
	uac stranger refused status=403 number=911
	_rise
}

a_gateway_that_is_gone_and_a_refused_load_are_seen() {
	wait_until 10 gateways_up || fail "the gateways are not up"
	EVENT="a refused load"
	_note 'siptrunk_reloads_total{result="refused"}'
	equal "sip2" 1 "$(_metric 'siptrunk_gateway_up{trunk="redsky",role="emergency",gateway="sip2.redsky.lab",row="4"}')"
	keep_data
	sql "INSERT INTO siptrunk_address (trunk, prefix) VALUES ('genesys', '10.0.0.0/33')"
	rpc_fault siptrunk.reload >/dev/null
	_rise
	peer_stop redsky2
	rpc siptrunk.probe >/dev/null
	wait_until 15 _sip2_is_gone || fail "no metric tells of it: $(grep -E '^siptrunk_(gateway_up|trunk_status).*redsky' <<<"$METRICS")"
}

_sip2_is_gone() {
	_scrape
	[ "$(_metric 'siptrunk_gateway_up{trunk="redsky",role="emergency",gateway="sip2.redsky.lab",row="4"}')" = 0 ] \
		&& [ "$(_metric 'siptrunk_trunk_status{trunk="redsky",role="emergency",status="degraded"}')" = 1 ]
}

# Of 300 trunks 256 are told of; more than a pseudo-variable holds, and to a reader who
# takes his time more than a connection has room for at once.
many_trunks_are_told_of_whole() {
	data "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
		INSERT INTO siptrunk_trunk (name, role, transport, gateways) SELECT 'many-' || i, 'carrier', 'udp', 1000 + i FROM n;
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600)
		INSERT INTO dispatcher (setid, destination) SELECT 1001 + i / 2, 'sip:192.0.2.50:' || (10000 + i) FROM n"
	_narrow tcp_wmem
	_narrow tcp_rmem
	_scrape /metrics --limit-rate 400k
	contains "how many are left out" '^siptrunk_metrics_left_out 4[0-9]$' "$METRICS"
	equal "trunks" 256 "$(grep -c '^siptrunk_trunk_in_service' <<<"$METRICS")"
	((${#METRICS} > 100000)) || fail "expected more than 100 kB, found ${#METRICS} bytes"
}

# _narrow SETTING: the edge's connections have 16 kB, until the test ends.
_narrow() {
	at_end on edge sysctl -qw "net.ipv4.$1=$(on edge sysctl -n "net.ipv4.$1")"
	on edge sysctl -qw "net.ipv4.$1=4096 16384 16384"
}

kamailios_own_counters_are_there_as_well() {
	_scrape /metrics/kamailio
	contains "a counter of the core" '^kamailio_core_' "$METRICS"
}
