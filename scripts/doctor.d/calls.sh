# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Which row of the table (docs/doctor.md; seed 000, "Quick Reference") a call is.

ROWS=(not-reaching 403 404 503 one-way no-audio drops registration contact-via challenge 401 407 nat)
SIGNS=${BASH_SOURCE[0]%/*}/signs

is_row() { [[ " ${ROWS[*]} " == *" $1 "* ]]; }

# ---- Signs in the log -----------------------------------------------------------------

declare -a SIGN_ROWS=() SIGN_LOGS=() SIGN_MEANINGS=() SIGN_FIXES=()

read_signs() {
	local key text
	while read -r key text; do
		case $key in
		row) SIGN_ROWS+=("$text") ;;
		log) SIGN_LOGS+=("$text") ;;
		is) SIGN_MEANINGS+=("$text") ;;
		fix) SIGN_FIXES+=("$text") ;;
		esac
	done <"$SIGNS"
}

# with_groups TEXT GROUP...: TEXT with %1, %2, ... in their place.
with_groups() {
	local text=$1 number=1
	shift
	for group; do
		text=${text//%$number/$group}
		number=$((number + 1))
	done
	printf '%s' "$text"
}

declare -A TOLD=()

# tell_sign LINE [ROW]: the first sign that fits it, if it is of that row; once for all lines
# that say the same. False when none fits.
tell_sign() {
	local i meaning
	for i in "${!SIGN_LOGS[@]}"; do
		[[ $1 =~ ${SIGN_LOGS[i]} ]] || continue
		[ -z "${2:-}" ] || [ "$2" = "${SIGN_ROWS[i]}" ] || return 1
		local -a groups=("${BASH_REMATCH[@]:1}")
		meaning=$(with_groups "${SIGN_MEANINGS[i]}" "${groups[@]}")
		[ -z "${TOLD[$meaning]:-}" ] || return 0
		TOLD[$meaning]=1
		CHECK=${SIGN_ROWS[i]}
		bad "log" "$meaning" "$(with_groups "${SIGN_FIXES[i]}" "${groups[@]}")"
		return 0
	done
	return 1
}

# signs_of [ROW]: in the lines on standard input, the latest first.
signs_of() {
	local line found=1
	while IFS= read -r line; do
		! tell_sign "$line" "${1:-}" || found=0
	done < <(plain_lines | tac)
	return "$found"
}

# lines_of CALL-ID: the latest of the log.
lines_of() { log_lines | grep -aF -- "$1" | tail -n 200; }

# ---- One call ---------------------------------------------------------------------------

declare -A CALL=()

examine_call() {
	local explained=
	read_signs
	CHECK=call
	if ! call_by_rpc "$1" && ! call_by_log "$1"; then
		call_unknown "$1"
		return
	fi
	call_in_a_line
	! signs_of < <(lines_of "${CALL[call_id]}") || explained=1
	[[ "${!TOLD[*]}" != *"no gateway of trunk"* ]] || trunk_gateways "${CALL[target]:-}"
	! by_dialog || explained=1
	! by_audio || explained=1
	[ -n "$explained" ] || ! by_answer || explained=1
	[ -n "$explained" ] || ! by_length || explained=1
	CHECK=call
	[ -n "$explained" ] || ok "nothing is known to be wrong with it"
}

# call_by_rpc ID: the youngest that has it, into CALL.
call_by_rpc() {
	local answer name value
	[ -n "$RUNS" ] && answer=$(rpc siptrunk.calls "$1") || return 1
	while IFS=': ' read -r name value; do
		[ -n "${CALL[$name]:-}" ] || CALL[$name]=$value
	done < <(sed -E 's/^[[:space:]{]+//' <<<"$answer" | grep -E '^[a-z_]+: ')
	[ -n "${CALL[call_id]:-}" ]
}

# call_by_log ID: the same of its lines when it has ended, which Kamailio no longer knows.
call_by_log() {
	local line name value
	while IFS= read -r line; do
		while [[ $line =~ ([a-z_]+)=\"(([^\"\\]|\\.)*)\"(.*) ]]; do
			name=${BASH_REMATCH[1]} value=${BASH_REMATCH[2]} line=${BASH_REMATCH[4]}
			CALL[$name]=$value
		done
	done < <(log_lines | grep -aE ': (call|media) call_id="' | grep -aF -- "\"$1\"" | tail -n 2)
	[ -n "${CALL[call_id]:-}" ]
}

# seconds_between FROM UNTIL: whole ones; empty: not known.
seconds_between() {
	[ -n "$1" ] && [ -n "$2" ] || return
	echo $(($(date -d "$2" +%s) - $(date -d "$1" +%s)))
}

call_in_a_line() {
	local seconds
	seconds=$(seconds_between "${CALL[answered]:-}" "${CALL[ended]:-}")
	note "${CALL[call_id]}" "${CALL[from]:-?} (trunk ${CALL[trunk]:-?}) to ${CALL[to]:-?} (trunk ${CALL[target]:-none}), ${CALL[started]:-}: ${CALL[state]:-?}${CALL[code]:+, ${CALL[code]}}${CALL[ended_by]:+, ended by the ${CALL[ended_by]}}${seconds:+ after $seconds s}${CALL[reason]:+; ${CALL[reason]}}"
}

# Nothing was heard of it, or it was refused before it was a call.
call_unknown() {
	! signs_of < <(lines_of "$1") || return 0
	CHECK=not-reaching
	bad "$1" "expected a record of this call, found none: it was refused as a stranger's, or has never come" \
		"what follows; is the sender sent to $(setting EDGE_PUBLIC), and its address on our list? kamcmd siptrunk.check ADDRESS"
	near_misses
	strangers
}

# What the running call's dialog says.
by_dialog() {
	local dialog
	[ "${CALL[state]:-}" = up ] && [ -n "$RUNS" ] || return 1
	dialog=$(rpc dlg.list_match callid eq "${CALL[call_id]}" | field state)
	[ "$dialog" = 3 ] || return 1
	CHECK=drops
	bad "dialog" "expected an ACK of trunk ${CALL[trunk]}, found none yet: trunk ${CALL[target]} will hang up some 30 s after its answer" \
		"the ACK must come to where our Record-Route says, this edge: a firewall, a NAT or an SBC on its way?"
}

# Packets that came of each side, of a call of some length; what the log says is more.
by_audio() {
	local side found=1 seconds
	seconds=$(seconds_between "${CALL[answered]:-}" "${CALL[ended]:-now}")
	[ -n "$seconds" ] && ((seconds >= 5)) && [[ "${!TOLD[*]}" != *"nothing is heard of"* ]] || return 1
	for side in caller callee; do
		[ "${CALL[${side}_sent]:-}" = 0 ] || continue
		CHECK="one-way"
		bad "audio" "expected RTP of the $side, trunk $(side_trunk "$side"), found no packet" \
			"UDP 16384-32766 open between its media servers and the edge (docs/firewall.md)? its SDP's c= and m= right? nat = yes?"
		found=0
	done
	return "$found"
}

# side_trunk caller|callee
side_trunk() { [ "$1" = caller ] && echo "${CALL[trunk]:-?}" || echo "${CALL[target]:-?}"; }

# The final answer, of the trunk that was called.
by_answer() {
	local who="trunk ${CALL[target]:-?}"
	case ${CALL[code]:-0} in
	401 | 407) answer challenge "$who demands credentials" "siptrunk_credential needs a row (direction = outbound) of its realm; or our address on their access list" ;;
	403) answer 403 "$who refuses the call: not our address, or not this caller or number" \
		"their access list (SIP Access Control) must have $(setting EDGE_PUBLIC); the caller shown must be one they know: kamcmd siptrunk.caller" ;;
	404 | 484 | 604) answer 404 "$who does not know ${CALL[to]:-the number}" \
		"Retell: is the number imported, in E.164? pbx: a DID route for it? kamcmd siptrunk.explain FROM TO tells what it is sent" ;;
	400) answer contact-via "$who finds the request malformed: often Contact or Via" \
		"kamcmd siptrunk.capture ${CALL[target]:-TRUNK} file shows what was sent, and what its Warning or reason says; EDGE_HOST, EDGE_PUBLIC must be what they know" ;;
	488 | 606) answer no-audio "$who takes none of the codecs, or no SRTP, that were offered" \
		"codecs, media of $who (kamcmd siptrunk.show) must be what its console has; PCMU on both sides" ;;
	408 | 480 | 5??) answer 503 "$who does not take it" "scripts/doctor dns gateways rtpengine" && trunk_gateways "${CALL[target]:-}" ;;
	*) return 1 ;;
	esac
}

# answer ROW FOUND FIX
answer() {
	CHECK=$1
	bad "answer ${CALL[code]}" "$2" "$3"
}

# trunk_gateways TRUNK: what they say now.
trunk_gateways() {
	[ -n "$1" ] && [ -n "$RUNS" ] || return 0
	gateways_of "$1"
}

by_length() {
	local seconds
	seconds=$(seconds_between "${CALL[answered]:-}" "${CALL[ended]:-}")
	[ -n "$seconds" ] && ((seconds >= 25 && seconds <= 40)) || return 1
	CHECK=drops
	bad "length" "ended $seconds s after its answer by the ${CALL[ended_by]:-?}: if that is so of each call, something of the signalling does not get through" \
		"an ACK (32 s), or a re-INVITE: kamcmd siptrunk.capture ${CALL[target]:-TRUNK} file, and look for what is repeated and not answered"
}

# ---- A symptom, without a call ------------------------------------------------------------

examine_symptom() {
	local row=${1/#40[17]/challenge}
	read_signs
	log_signs "$row"
	"symptom_${row//-/_}"
	CHECK=$row
	[ "$BAD" = 1 ] || ok "nothing leads there"
}

# log_signs ROW: the latest of each.
log_signs() {
	local i
	for i in "${!SIGN_LOGS[@]}"; do
		[ "${SIGN_ROWS[i]}" = "$1" ] || continue
		signs_of "$1" < <(log_lines | grep -aE -- "${SIGN_LOGS[i]}" | tail -n 3) || true
	done
	CHECK=$1
}

symptom_not_reaching() {
	run_checks ports firewall dns gateways
	CHECK=not-reaching
	near_misses
	strangers
}

symptom_403() {
	near_misses
	strangers
}

symptom_404() { :; }
symptom_503() { run_checks dns gateways rtpengine; }
symptom_one_way() { run_checks rtpengine firewall; }
symptom_no_audio() { codecs_in_common; }
symptom_drops() { run_checks firewall; }
symptom_registration() { run_checks registrations; }
symptom_contact_via() { :; }

symptom_challenge() {
	near_misses right_address_no_proof
	refused_credentials
}

# A private address that peers are shown.
symptom_nat() {
	local shown
	shown=$(setting EDGE_PUBLIC)
	[[ ! $shown =~ ^(10\.|192\.168\.|172\.(1[6-9]|2[0-9]|3[01])\.) ]] \
		|| expected "EDGE_PUBLIC" "an address that peers reach" "$shown, a private one" \
			"#!define EDGE_PUBLIC the public address before it, and rtpengine --interface='$(setting EDGE_ADDRESS)!PUBLIC' (docs/configuration.md, Addresses)"
}

# near_misses [KIND]: who was almost let in.
near_misses() {
	local kind trunk source transport reason last count
	runs || return 0
	while IFS='|' read -r kind trunk source transport reason last count; do
		[ -z "${1:-}" ] || [ "$kind" = "$1" ] || continue
		case $kind in
		right_address_no_proof) bad "$source ($transport), until $last" "refused $count times: it is trunk $trunk's address, but $reason" \
			"digest: the same user, password and realm on both sides (scripts/siptrunkdb ha1); certificate: does it show one? kamcmd siptrunk.show $trunk: proof" ;;
		right_name_wrong_address) bad "$source ($transport), until $last" "refused $count times: it proves to be trunk $trunk, from an address that is not on its list" \
			"if it is theirs: kamcmd siptrunk.address_add $trunk $source 86400, then a row of siptrunk_address" ;;
		*) bad "$source ($transport), until $last" "refused $count times: $reason" "kamcmd siptrunk.check $source; mend that row of siptrunk_address" ;;
		esac
	done < <(rpc siptrunk.near_misses | table kind trunk source transport reason last count)
}

# Whose address is on no list.
strangers() {
	local line address
	runs || return 0
	line=$(log_lines | grep -aE 'refused in the last [0-9]+ s: .*the latest' | tail -n 1 | plain_lines)
	if [ -n "$line" ]; then
		address=${line##*latest }
		bad "log" "${line#* }" "is $address theirs? kamcmd siptrunk.check ${address%%:*}; then a row of siptrunk_address for its trunk (Retell: 18.98.16.120/30, 143.223.88.0/21, 161.115.160.0/19)"
		return
	fi
	line=$(rpc siptrunk.stats | field access_unknown)
	[ "${line:-0}" = 0 ] || bad "counter access_unknown" "$line requests from addresses on no list since the start" \
		"kamcmd siptrunk.check ADDRESS of the one that is missing, then a row of siptrunk_address (the log sums up each SUMMARY_INTERVAL)"
}

# Credentials that a trunk's gateways did not take.
refused_credentials() {
	local trunk realm username state
	runs || return 0
	for trunk in $(rpc siptrunk.list | table name | sort -u); do
		while IFS='|' read -r _ realm username state; do
			[ "$state" = refused ] || [ "$state" = forbidden ] || continue
			bad "siptrunk_credential of trunk $trunk" "user $username, realm $realm: $state by its gateways" \
				"scripts/siptrunkdb ha1 USER REALM, UPDATE siptrunk_credential, kamcmd siptrunk.reload"
		done < <(rpc siptrunk.show "$trunk" | sed -n '/credentials:/,/header_policies/p' | table direction realm username state)
	done
}

# Each pbx and carrier with each agent: what they could speak.
codecs_in_common() {
	local trunk role codecs transcode agent list
	runs || return 0
	while IFS='|' read -r agent role list transcode; do
		[ "$role" = agent ] || continue
		while IFS='|' read -r trunk role codecs _; do
			[ "$role" = pbx ] || continue
			[ "$transcode" = yes ] || share_a_codec "$codecs" "$list" \
				|| bad "trunks $trunk and $agent" "no shared codec: $trunk may use $codecs, $agent $list, and transcode = no" \
					"PCMU into both lists (siptrunk_trunk.codecs), or transcode = yes of trunk $agent"
		done < <(rpc siptrunk.list | table name role codecs transcode)
	done < <(rpc siptrunk.list | table name role codecs transcode)
}

# share_a_codec LIST LIST: empty ("-"): any.
share_a_codec() {
	local one
	[ "$1" != - ] && [ "$2" != - ] || return 0
	for one in ${1//,/ }; do [[ ,$2, == *,$one,* ]] && return 0; done
	return 1
}
