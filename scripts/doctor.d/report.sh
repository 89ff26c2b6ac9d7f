# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# How the doctor speaks, and how it asks: findings, kamcmd, settings, the log.

BAD=0
JSON=
LOG_FILE=
CHECK=

# ---- Findings -----------------------------------------------------------------

# ok TEXT: looked at, and well.
ok() { say ok 32 "" "$1" ""; }

# note WHERE FOUND [FIX]: worth to know, nothing to mend.
note() { say note 33 "$1" "$2" "${3:-}"; }

# bad WHERE FOUND FIX: FOUND says what was expected, too.
bad() {
	BAD=1
	say BAD 31 "$@"
}

# expected WHERE WHAT FOUND FIX: the usual finding.
expected() { bad "$1" "expected $2, found $3" "$4"; }

# say LEVEL COLOUR WHERE FOUND FIX
say() {
	if [ -n "$JSON" ]; then
		printf '{"level": %s, "check": %s, "where": %s, "found": %s, "fix": %s}\n' "$(json "${1,,}")" \
			"$(json "$CHECK")" "$(json "$3")" "$(json "$4")" "$(json "$5")"
		return
	fi
	printf '%s %-13s %s\n' "$(paint "$2" "$(printf '%-4s' "$1")")" "$CHECK" "${3:+$3: }$4"
	[ -z "$5" ] || printf '%18s -> %s\n' '' "$5"
}

# json TEXT: as a string.
json() {
	local text=${1//\\/\\\\}
	text=${text//\"/\\\"}
	text=${text//$'\t'/\\t}
	printf '"%s"' "${text//[[:cntrl:]]/ }"
}

# ---- kamcmd -------------------------------------------------------------------

# rpc COMMAND [ARGUMENT...]: the answer; false for a fault, which it prints, too.
rpc() {
	local answer
	answer=$(timeout 35 kamcmd "$@" 2>&1) || { printf '%s\n' "$answer"; return 1; }
	printf '%s\n' "$answer"
	[[ $answer != error:* ]]
}

# field NAME: of the answer on standard input, the first.
field() { sed -n "s/^[[:space:]{]*$1: *//p" | head -n 1; }

# table NAME...: of each struct of the answer that begins with NAME, these fields, with
# "|" between; "-" for what it has not.
table() {
	awk -v names="$*" 'BEGIN { n = split(names, name, " ") }
		function flush(  i, line) {
			if(!any) return
			for(i = 1; i <= n; i++) line = line (i > 1 ? "|" : "") (name[i] in value ? value[name[i]] : "-")
			print line
			split("", value); any = 0
		}
		{
			sub(/^[ \t{]+/, "")
			at = index($0, ":"); key = substr($0, 1, at - 1)
			if(key == name[1]) flush()
			if(key == name[1]) any = 1
			text = substr($0, at + 1); sub(/^ +/, "", text)
			if(any && at && text != "{" && !(key in value)) value[key] = text == "" ? "-" : text
		}
		END { flush() }'
}

# runs: Kamailio answers. A check that has to ask it and cannot says so, once.
RUNS=
runs() {
	[ -z "$RUNS" ] || return 0
	note "" "not looked at: Kamailio does not answer kamcmd"
	return 1
}

# ---- Settings: those in force, else those of the files ----------------------------

declare -A SETTINGS=()
CONFIG=/etc/kamailio/kamailio.cfg
[ ! -e "$REPO/kamailio.cfg" ] || CONFIG=$REPO/kamailio.cfg
LOCAL=/etc/kamailio/siptrunk-local.cfg

ask_settings() {
	local name value
	if rpc core.uptime >/dev/null; then
		RUNS=1
		CONFIG=$(rpc core.arg | awk 'file { print; exit } $0 == "-f" { file = 1 }' | grep . || echo "$CONFIG")
		while IFS='|' read -r name value; do
			SETTINGS[$name]=$value
		done < <(rpc core.ppdefines_full | table name value)
		return
	fi
	while read -r name value; do
		[ -n "${SETTINGS[$name]:-}" ] || SETTINGS[$name]=$value
	done < <(sed -nE 's/^#!(try)?def(ine)? +([A-Z0-9_]+) +/\3 /p' "$LOCAL" "$CONFIG" 2>/dev/null)
}

# setting NAME: without its quotes; of one that names another, that one's.
setting() {
	local value=${SETTINGS[$1]:-}
	[ -z "${SETTINGS[$value]:-}" ] || value=${SETTINGS[$value]}
	value=${value#\"}
	printf '%s' "${value%\"}"
}

# kamailio_pid: of its main process; empty when there is none.
kamailio_pid() { [ -z "$RUNS" ] || rpc core.psx | table PID DSC | sed -n 's/|main process.*//p' | head -n 1; }

# kamailio_user: whom it runs as; or ran, and has the spool.
kamailio_user() {
	local pid
	pid=$(kamailio_pid)
	stat -c %U "/proc/${pid:-none}" 2>/dev/null || stat -c %U "$(setting SPOOL_DIR)" 2>/dev/null || echo kamailio
}

# listeners: "PROTOCOL WAITING ADDRESS:PORT PROGRAM PID" of every socket that listens. Asked
# once: the kernel goes through all processes for it.
LISTENERS=
listeners() {
	[ -n "$LISTENERS" ] || LISTENERS=$(ss -Hlntup 2>/dev/null | awk '{
		program = "?"; pid = "-"
		if(match($0, /\(\("[^"]*"/)) program = substr($0, RSTART + 3, RLENGTH - 4)
		if(match($0, /pid=[0-9]+/)) pid = substr($0, RSTART + 4, RLENGTH - 4)
		print $1, $3, $5, program, pid }')
}

# log_lines: what Kamailio has logged.
log_lines() {
	if [ -n "$LOG_FILE" ]; then
		cat "$LOG_FILE"
	elif [ -d /run/systemd/system ]; then
		journalctl -q -o cat -u siptrunk -u kamailio --since -1day 2>/dev/null
	elif [ -r /var/log/syslog ]; then
		grep -a kamailio /var/log/syslog
	fi
}

# plain_lines: without where in the sources they come from.
plain_lines() { sed -E 's/^.*(DEBUG|INFO|NOTICE|WARNING|ERROR|CRITICAL|ALERT|EMERGENCY|BUG): [^ ]+( \[[^]]*\])?: ([a-zA-Z0-9_]+\(\): )?/\1 /; s/ *$//'; }

# have PROGRAM: it is installed; a check that needs it says otherwise.
have() { command -v "$1" >/dev/null || { note "" "not looked at: there is no $1 on this host" "install it"; return 1; }; }
