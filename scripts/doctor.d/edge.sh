# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The programs of the edge: Kamailio, its database, both RTPengines.

# ---- Kamailio -------------------------------------------------------------------

check_kamailio() {
	if [ -z "$RUNS" ]; then
		expected "kamcmd" "an answer of Kamailio" "$(rpc core.uptime | tail -n 1)" \
			"start it: systemctl start siptrunk; what it says: journalctl -u siptrunk, kamailio -c -f $CONFIG"
		return
	fi
	ok "runs since $(rpc core.uptime | field up_since), $(rpc core.psx | grep -c 'DSC: \(udp\|tcp\) receiver') SIP workers, configuration $(rpc siptrunk.stats | field generation)"
	shared_memory
	private_memory
	counted_failures
	old_tests
	last_errors
}

# A path to emergency services that nobody tries is one that nobody knows to work.
old_tests() {
	local site gateway age
	while IFS='|' read -r site gateway age; do
		[ "$age" -lt 2678400 ] || note "site $site" "the last 933 that gateway $gateway answered is $((age / 86400)) days old" "dial 933 there"
	done < <(rpc siptrunk.last_933 | table site gateway age)
}

# A quarter is kept for emergency calls; what is left above it is for all others.
shared_memory() {
	local total free
	read -r total free < <(rpc core.shmmem | awk '$1 == "total:" { t = $2 } $1 == "free:" { f = $2 } END { print t, f }')
	if ((free * 100 < total * 30)); then
		expected "shared memory" "30 % or more of $((total >> 20)) MB free (25 % are kept for emergency calls)" \
			"$((free * 100 / total)) %" "start Kamailio with a larger -m; tls.reload takes some MB until old connections end"
	else
		ok "shared memory: $((free * 100 / total)) % of $((total >> 20)) MB free"
	fi
}

private_memory() {
	local pid free total what
	while IFS='|' read -r pid free total what; do
		[ "$total" -gt 0 ] && ((free * 100 < total * 5)) || continue
		expected "private memory of process $pid, $what" "5 % or more of $((total >> 20)) MB free" \
			"$((free * 100 / total)) %" "start Kamailio with a larger -M"
		return
	done < <(rpc pkg.stats | table pid free total_size desc)
}

# Counters that are to stay 0.
counted_failures() {
	local name value stats
	stats=$(rpc siptrunk.stats)
	while IFS='|' read -r name fix; do
		value=$(field "$name" <<<"$stats")
		[ "${value:-0}" = 0 ] || note "counter $name" "$value since the start" "$fix"
	done <<'TXT'
emergency_failed|nobody answered these 911 or 933: kamcmd siptrunk.emergencies
emergency_unlisted|let in as emergency calls, but the address or the proof is missing: kamcmd siptrunk.near_misses
reload_failures|the log says which row: kamcmd siptrunk.reload dry_run
no_room|ordinary calls were refused for want of memory: a larger -m
ledger_spool_failures|911s could not be written to the disk: see storage
ledger_database_failures|911s could not be written to the database: see database
notification_failed|somebody was not told of a 911: kamcmd siptrunk.notifications
provisioning_holes|911s that showed the trunk's ANI or an e-mail address: the log names the rows to complete
TXT
}

# Not counted as wrong: they may be mended since.
last_errors() {
	local line
	[ -n "$(log_lines | head -n 1)" ] || { note "log" "none is found" "--log FILE"; return; }
	log_lines | grep -aE '(ERROR|CRITICAL|ALERT|BUG): ' | plain_lines | tail -n 500 | awk '!seen[$0]++' | tail -n 3 \
		| while IFS= read -r line; do note "log" "${line:0:300}"; done
}

# ---- Database ---------------------------------------------------------------------

check_database() {
	local url path
	url=$(setting DB_URL)
	if [[ $url == sqlite://* ]]; then
		path=${url#sqlite:///}
		database_file "$path" || return
		database_wait "$path"
	fi
	database_load "${url%%:*}"
	[[ $url != sqlite://* ]] || provisioning "$path"
	address_lint
}

# database_file PATH
database_file() {
	local user answer
	user=$(kamailio_user)
	if [ ! -s "$1" ]; then
		expected "DB_URL" "a database in $1" "none" "scripts/siptrunkdb create sqlite $1; chown $user $1"
		return 1
	fi
	may "$user" w "$1" && may "$user" w "${1%/*}" || expected "$1" "a file and a folder that $user may write" \
		"$(stat -c '%U:%G %A' "$1"), folder $(stat -c '%U:%G %A' "${1%/*}")" "chown $user $1 ${1%/*}"
	have sqlite3 || return 0
	answer=$(sqlite3 -readonly -cmd '.timeout 2000' "$1" 'PRAGMA quick_check(1)' 2>&1 | tail -n 1)
	if [ "$answer" = ok ]; then
		ok "$1 is whole"
	else
		expected "$1" "a database that is whole" "${answer:-nothing}" \
			"stop Kamailio, restore your backup (or: sqlite3 FILE .recover), start it: what runs is kept until then"
	fi
}

# database_wait PATH
database_wait() {
	local wait
	wait=$(setting DB_WAIT)
	[ "${wait%=*}" = "$1" ] || expected "DB_WAIT" "the file of DB_URL, $1" "${wait:-none}: who reads does not wait for who writes" \
		"#!define DB_WAIT \"$1=2000\" in $LOCAL; restart Kamailio"
}

# What a reload says: versions of tables, every row, and what is not in force yet.
database_load() {
	local answer added removed changed
	runs || return
	if ! answer=$(rpc siptrunk.reload dry_run); then
		bad "database" "expected rows that can be loaded, found: ${answer#error: }" \
			"mend that row (or create the tables, scripts/siptrunkdb --help), then kamcmd siptrunk.reload; the last good load is in force"
		return
	fi
	added=$(field added <<<"$answer") removed=$(field removed <<<"$answer") changed=$(field changed <<<"$answer")
	if [ "$added$removed$changed" = 000 ]; then
		ok "$1: tables and rows are good, and in force"
	else
		note "database" "$added rows added, $removed removed, $changed changed since the last load: not in force" "kamcmd siptrunk.reload"
	fi
}

# provisioning FILE: whom a 911 would show as somebody whose place nobody knows.
provisioning() {
	local holes
	command -v sqlite3 >/dev/null || return 0
	holes=$(sqlite3 -readonly -cmd '.timeout 2000' "$1" "SELECT c.id FROM siptrunk_caller c LEFT JOIN siptrunk_site s
		ON s.name = c.site WHERE COALESCE(c.did, '') = '' AND COALESCE(c.extension, '') = ''
		AND COALESCE(s.ani, '') = '' ORDER BY c.id LIMIT 6" 2>/dev/null | paste -sd ' ')
	[ -z "$holes" ] || expected "siptrunk_caller, rows $holes" "a DID, an extension or a site with an ANI" \
		"none: their 911 shows the trunk's ANI" "complete the rows, then kamcmd siptrunk.reload"
	holes=$(sqlite3 -readonly -cmd '.timeout 2000' "$1" "SELECT name FROM siptrunk_site WHERE COALESCE(desk, '') = ''" \
		2>/dev/null | head -n 6 | paste -sd ' ')
	[ -z "$holes" ] || note "siptrunk_site $holes" "no desk: nobody is rung when a caller's telephone is not answered" "set desk"
}

address_lint() {
	local kind row text count=0
	[ -n "$RUNS" ] || return 0
	while IFS='|' read -r kind row text; do
		case $kind in
		open | contradictory | call_id | certificate) bad "siptrunk_address, row $row" "$text" "kamcmd siptrunk.lint; mend the row, then kamcmd siptrunk.reload" ;;
		*) note "siptrunk_address, row $row" "$text" ;;
		esac
		count=$((count + 1))
		[ "$count" -lt 10 ] || break
	done < <(rpc siptrunk.lint | table kind row text)
}

# ---- RTPengine ----------------------------------------------------------------------

check_rtpengine() {
	local name socket
	MEDIA_RANGES=()
	for name in agent emergency; do
		socket=$(setting "RTPENGINE_${name^^}")
		one_rtpengine "$name" "${socket##*udp:}"
	done
	ranges_apart
}

# one_rtpengine NAME HOST:PORT
one_rtpengine() {
	local pid host=${2%:*} port=${2##*:}
	if ! "${0%/*}/probe" ng "$host" "$port" 1 >/dev/null 2>&1; then
		expected "RTPengine $1, $2" "a pong" "nothing within a second" \
			"systemctl start siptrunk-rtpengine@$1; is listen-ng in rtpengine/$1.conf $2? (RTPENGINE_${1^^})"
		return
	fi
	[ -z "$RUNS" ] || [ "$(rpc rtpengine.show "udp:$2" | field disabled)" != 1 ] \
		|| expected "RTPengine $1" "Kamailio to use it" "disabled" "kamcmd rtpengine.enable udp:$2 1"
	listeners
	pid=$(awk -v port=":$port" '$1 == "udp" && $3 ~ port "$" && $4 == "rtpengine" { print $5; exit }' <<<"$LISTENERS")
	if [ -z "$pid" ]; then
		ok "$1 answers at $2 (another host's, or not ours to see)"
	else
		rtpengine_process "$1" "$2" "$pid"
	fi
}

# rtpengine_process NAME SOCKET PID: what it was started with.
rtpengine_process() {
	local file first last kernel
	file=$(rtpengine_option "$3" config-file)
	first=$(rtpengine_option "$3" port-min "$file") last=$(rtpengine_option "$3" port-max "$file")
	kernel=$(rtpengine_option "$3" table "$file")
	MEDIA_RANGES+=("$1 ${first:-30000} ${last:-40000}")
	if [ "${kernel:--1}" = -1 ]; then
		kernel="user space"
	elif [ -e "/proc/rtpengine/$kernel/status" ]; then
		kernel="the kernel"
	else
		expected "RTPengine $1" "table $kernel in /proc/rtpengine" "none: packets go through user space, which takes more CPU" \
			"modprobe nft_rtpengine (or xt_RTPENGINE), docs/kernel.md; or table = -1"
		kernel="user space"
	fi
	ok "$1 answers at $2, ports ${first:-30000}-${last:-40000}, in $kernel"
}

# rtpengine_option PID NAME [FILE]: of its command line, else of its file.
rtpengine_option() {
	local value
	value=$(tr '\0' '\n' <"/proc/$1/cmdline" | sed -n "s/^--$2=//p" | tail -n 1)
	[ -n "$value" ] || [ -z "${3:-}" ] || value=$(sed -nE "s/^$2 *= *//p" "$3" 2>/dev/null | tail -n 1)
	printf '%s' "$value"
}

# Shared ports, and ports that the kernel gives to other programs.
ranges_apart() {
	local range name first last before=0 low
	read -r low _ </proc/sys/net/ipv4/ip_local_port_range
	while read -r range; do
		read -r name first last <<<"$range"
		[ "$first" -gt "$before" ] || expected "RTPengine $name" "ports above $before" "$first-$last: both take the same ports" \
			"port-min and port-max in rtpengine/$name.conf (docs/firewall.md)"
		[ "$last" -lt "$low" ] || expected "RTPengine $name" "ports below $low" "$first-$last: other programs get these, too" \
			"sysctl -w net.ipv4.ip_local_port_range='$((last + 1)) 60999', and in /etc/sysctl.d"
		before=$last
	done < <(printf '%s\n' "${MEDIA_RANGES[@]}" | sort -n -k 2 | grep .)
}
