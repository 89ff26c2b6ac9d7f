# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# One sipp per leg. Its exit code is the verdict; what it is to find in a
# message is put into the scenario at the comment <!-- checks -->:
#
#   has REGEX            the message holds it (POSIX extended)
#   lacks REGEX          it does not
#   header NAME REGEX    the first header NAME holds it
#   once NAME            the message has exactly one header NAME
#
# Other arguments are KEY=VALUE: codecs, a list of those that are offered or
# answered (PCMU,opus), and again, of the re-INVITE; the scenario's [KEY]s, its @status@ and
# @method@; hold, how long a call is up, in ms; port, of the edge; via, u1 or t1;
# user and password, for a challenge. The files also run by hand:
# sipp -sf FILE -key number 911 ...

SCENARIOS=$REPO/tests/sip/scenarios
# Others each time: late retransmissions of an earlier test must not matter.
UAC_PORT=$((10000 + RANDOM % 10000))
UAS_PORT=$((20000 + RANDOM % 10000))
# The keys of a callee that speaks SRTP; nobody sends it any media.
SDES=$'\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj'

# xml TEXT: as an attribute's value.
xml() { sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g; s/"/\&quot;/g' <<<"$1"; }

declare -A PAYLOADS=([PCMU]='0 PCMU/8000' [GSM]='3 GSM/8000' [PCMA]='8 PCMA/8000' [G722]='9 G722/8000'
	[G729]='18 G729/8000' [opus]='96 opus/48000/2' [AMR]='97 AMR/8000' [events]='101 telephone-event/8000')

# payloads CODEC,...: the end of m= and the lines after it, with events.
payloads() {
	local name types='' maps=''
	for name in ${1//,/ } events; do
		types+=" ${PAYLOADS[$name]%% *}" maps+=$'\na=rtpmap:'${PAYLOADS[$name]}
	done
	printf '%s%s' "${types# }" "$maps"
}

# any_case NAME: a regular expression for NAME in whatever case.
any_case() { sed 's/[A-Za-z]/[\U&\L&]/g' <<<"$1"; }

# one_check CHECK: as sipp's action.
one_check() {
	local kind rest name
	read -r kind rest <<<"$1"
	case $kind in
	has) ereg "$rest" 'search_in="msg" check_it="true"' ;;
	lacks) ereg "$rest" 'search_in="msg" check_it_inverse="true"' ;;
	header)
		read -r name rest <<<"$rest"
		ereg "$rest" "search_in=\"hdr\" header=\"$name:\" case_indep=\"true\" check_it=\"true\""
		;;
	once)
		name=$(any_case "$rest")
		ereg "[[:cntrl:]]$name:" 'search_in="msg" check_it="true"'
		ereg "[[:cntrl:]]$name:.*[[:cntrl:]]$name:" 'search_in="msg" check_it_inverse="true"'
		;;
	*) fail "no such check: $1" ;;
	esac
}

ereg() { printf '<ereg regexp="%s" %s assign_to="checked"/>\n' "$(xml "$1")" "$2"; }

# has_place NAME KEY|checks: in that scenario, or what is asked for would be ignored,
# and the test content.
has_place() {
	local text places=("[$2]" "@$2@")
	case $2 in
	local | port | via) return ;; # any scenario's
	checks) places=('<!-- checks -->') ;;
	hold) places=('<pause/>') ;;
	codecs) places=('[formats]') ;;
	again) places=('[formats_again]') ;;
	user | password) places=('[authentication') ;;
	esac
	text=$(<"$SCENARIOS/$1.xml")
	[[ $text == *"${places[0]}"* || $text == *"${places[-1]}"* ]] || fail "scenario $1 has no place for $2"
}

# sipp_prepare HOST NAME [KEY=VALUE|CHECK]...: writes the scenario and fills the
# array SIPP_OPTIONS. Its calls, SIPP_CALLS, are no earlier ones: process ids come again.
sipp_prepare() {
	local host=$1 source=$SCENARIOS/$2.xml argument checks=
	local -A keys=([number]=911 [from]=alice@example.com [extra]='' [ending]='' [hold]=200
		[method]=OPTIONS [totag]='' [type]=application/dtmf-relay [digit]='' [hops]=70 [status]=403 [profile]=RTP/AVP [keys]=''
		[local]=$(address "$1") [port]=5060 [via]=u1 [user]=alice [password]=secret [expires]=300)
	[ -r "$source" ] || fail "no scenario $source"
	local file=$TEST_DIR/$1-$2.xml name=$2
	keys[codecs]=PCMU,PCMA,G729
	[[ $2 != uas-* ]] || keys[codecs]=PCMU
	[[ $host != redsky* ]] || keys[profile]=RTP/SAVP
	shift 2
	for argument; do
		if [[ $argument =~ ^([a-z_]+)=(.*)$ ]]; then
			has_place "$name" "${BASH_REMATCH[1]}"
			keys[${BASH_REMATCH[1]}]=${argument#*=}
		else
			has_place "$name" checks
			checks+=$(one_check "$argument")$'\n'
		fi
	done
	: "${keys[uri]=sip:${keys[number]}@$EDGE}" "${keys[contact]=alice@${keys[local]}:5060}"
	keys[formats]=$(payloads "${keys[codecs]}")
	keys[formats_again]=$(payloads "${keys[again]:-${keys[codecs]}}")
	if [[ ${keys[profile]} = RTP/SAVP ]]; then
		keys[keys]=$SDES
	fi
	[ -z "$checks" ] || checks+='<log message="[$checked]"/>'
	SIPP_CALLS=${EPOCHREALTIME/./}
	SIPP_OPTIONS=(-cid_str "%u-$SIPP_CALLS@%s" -i "${keys[local]}" -t "${keys[via]}" -d "${keys[hold]}"
		-au "${keys[user]}" -ap "${keys[password]}")
	SIPP_REMOTE=$EDGE:${keys[port]}
	for argument in "${!keys[@]}"; do
		SIPP_OPTIONS+=(-key "$argument" "${keys[$argument]}")
	done
	CHECKS=$checks STATUS=${keys[status]} METHOD=${keys[method]} perl -pe '
		s/<action><!-- checks -->/<action>$ENV{CHECKS}/;
		s/<!-- checks -->/<action>$ENV{CHECKS}<\/action>/ if $ENV{CHECKS};
		s/\@status\@/$ENV{STATUS}/g; s/\@method\@/$ENV{METHOD}/g' "$source" >"$file.new"
	mv "$file.new" "$file" # a sipp that has just been started may read it still
}

# sipp_run HOST NAME PORT [OPTION...]: becomes sipp, which gives up after SIPP_TIMEOUT
# (20) seconds. Its files are relative to
# the folder: sipp crashes when the path of one is over 255 characters.
sipp_run() {
	local host=$1 name=$2 port=$3
	shift 3
	there "$host"
	exec "${THERE[@]}" env -C "$TEST_DIR" sipp -sf "$host-$name.xml" \
		-p "$port" -m 1 -nostdin -timeout "${SIPP_TIMEOUT:-20}s" -timeout_error \
		-trace_err -error_file "$host-$name.errors" \
		-trace_msg -message_file "$host-$name.messages" \
		"${SIPP_OPTIONS[@]}" "$@" >"$TEST_DIR/$host-$name.output" 2>&1 </dev/null
}

# sipp_reason HOST NAME: why it was not content, in a line.
sipp_reason() {
	local errors=$TEST_DIR/$1-$2.errors
	[ -s "$errors" ] || errors=$TEST_DIR/$1-$2.output
	perl -0777 -ne '
		if(/Failed regexp match: .*?regexp .(.*?).$/ms) { print "lacks $1" }
		elsif(/Regexp matched but should not: .*?regexp .(.*?).$/ms) { print "holds $1" }
		elsif(/(Aborting call on .*)/s) { print substr($1, 0, 300) =~ s/\s+/ /gr }
		else { print substr($_, 0, 300) =~ s/\s+/ /gr }' "$errors"
}

# uac HOST SCENARIO [KEY=VALUE|CHECK]...: one leg from HOST to the edge.
uac() {
	uac_start "$@"
	uac_done "$1" "$2"
}

# uac_start: the same, in the background, as UAC_PID. Its Call-ID is UAC_CALL@ADDRESS.
uac_start() {
	local host=$1 name=uac-$2
	shift 2
	sipp_prepare "$host" "$name" "$@"
	UAC_PORT=$((UAC_PORT + 1)) # here: what stands before & runs in a subshell
	sipp_run "$host" "$name" "$UAC_PORT" "$SIPP_REMOTE" &
	UAC_PID=$! UAC_CALL=1-$SIPP_CALLS
	at_end end_process "$UAC_PID"
}

# uac_is_up HOST: the call that was started there, as the edge knows it.
uac_is_up() { dialog_shows "$UAC_CALL@$(address "$1")" 'state: 4$'; } # acknowledged

uac_done() {
	wait "$UAC_PID" || fail "$1, uac-$2: $(sipp_reason "$1" "uac-$2")"
}

declare -A UAS_PIDS UAS_NAMES

# uas HOST SCENARIO [KEY=VALUE|CHECK]...: the next call to HOST is answered by
# this, in the background; uas_done HOST waits for its verdict.
uas() {
	local host=$1 name=uas-$2
	shift 2
	sipp_prepare "$host" "$name" "$@"
	sipp_run "$host" "$name" "$UAS_PORT" &
	UAS_PIDS[$host]=$! UAS_NAMES[$host]=$name
	at_end end_process "$!"
	divert "$host" "$UAS_PORT"
	wait_until 5 listening "$host" "$UAS_PORT" \
		|| fail "$host, $name: does not listen: $(sipp_reason "$host" "$name")"
}

# divert HOST PORT: its front passes calls to this port, until the test ends. The
# phone has none: what calls it reaches SIP_PORT.
divert() {
	[ "$1" != phone ] || return 0
	on "$1" kamcmd pv.shvSet uas int "$2" >/dev/null || fail "$1: its front does not divert calls"
	[ "$2" = 0 ] || at_end divert "$1" 0
}

listening() { on "$1" ss -Huln "sport = :$2" | grep -q .; }

# uas_done HOST: the caller is done; so must the callee be by now.
uas_done() {
	local name=${UAS_NAMES[$1]} pid=${UAS_PIDS[$1]}
	wait_until 3 ended "$pid" || fail "$1, $name: still waits; the last it got was $(sipp_last "$1" "$name")"
	wait "$pid" || fail "$1, $name: $(sipp_reason "$1" "$name")"
}

ended() { ! kill -0 "$1" 2>/dev/null; }

# sipp_last HOST NAME: the first line of the last message.
sipp_last() {
	grep -aoE '^([A-Z]+ sip:|SIP/2\.0 [0-9]{3})[^ ]*' "$TEST_DIR/$1-$2.messages" 2>/dev/null \
		| tail -n 1 | grep . || echo nothing
}

# sipp_got HOST NAME: all that it was sent, message after message.
sipp_got() {
	perl -0777 -ne 'tr/\r//d; print for /message received \[\d+\] bytes ?:\s*\n(.*?)(?=^-{20}|\z)/gms' \
		"$TEST_DIR/$1-$2.messages"
}

# uas_untouched HOST...: no call has come there.
uas_untouched() {
	local host
	for host; do
		[ ! -s "$TEST_DIR/$host-${UAS_NAMES[$host]}.messages" ] \
			|| fail "$host got a message, although nothing was for it"
	done
}
