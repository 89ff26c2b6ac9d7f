# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Two people on the telephone: baresip or linphone at either end, each with a voice of
# its own, who talk, press digits, hold and resume; and what each of them heard.
#
# A side is "caller" or "callee"; its files are in TEST_DIR/SIDE.

SPEECH=$BUILD/speech
MIN_SCORE=0.85 # another voice gets 0.4, the worst of the codecs 0.9
declare -A SIDE_HOST SIDE_KIND SIDE_PARTY SIDE_PID SIDE_MARK SIDE_FD
declare -A OTHER=([caller]=callee [callee]=caller)
declare -A SIDE_PORT=([caller]=5084 [callee]=5082) CONSOLE=([caller]=5561 [callee]=5562)
declare -A MEDIA_PORTS=([caller]=50000-51998 [callee]=52000-53998)
SPEECH_RATE=8000 # 16000 where a wide band is listened to

# ---- What they say ------------------------------------------------------------

declare -A VOICE=([genesys]=en-us [retell]=en-gb+f3 [redsky]=en-us+m7 [carrier]=en-gb-scotland+f2
	[desk]=en-029+m3)
declare -A NAME=([genesys]="This is Genesys, the contact centre," [retell]="Hello, this is Retell, the voice agent,"
	[redsky]="9 1 1, what is your emergency? This is Red Sky," [carrier]="Good morning from the public network, this is the carrier,"
	[desk]="This is the front desk,")

# words PARTY: a minute of sentences, no two alike, with many an s for the wide band.
words() {
	echo "${NAME[$1]} speaking."
	awk -v seed="$(cksum <<<"$1" | cut -c 1-6)" 'BEGIN {
		split("she sells sixteen silver ships by the sea shore yesterday quick brown foxes jumped across lazy dogs fresh oranges reached zebra crossing system season sixty customers ask for street signs just this once never mind every morning", word)
		srand(seed)
		for(sentence = 1; sentence <= 18; sentence++) {
			printf "Sentence %d:", sentence
			for(i = 0; i < 8; i++)
				printf " %s", word[1 + int(rand() * length(word))]
			print "."
		}
	}'
}

# speech PARTY: the file, 8 or 16 kHz as SPEECH_RATE says; made once.
speech() {
	local file=$SPEECH/$1-$SPEECH_RATE.wav
	[ -s "$file" ] || make_speech "$1" "$file" || return
	echo "$file"
}

# Under a name of its own first: another lab may be doing the same.
make_speech() {
	local said
	mkdir -p "$SPEECH"
	said=$(mktemp -d "$SPEECH/new.XXXXXX")
	words "$1" >"$said/text"
	"$REPO/scripts/platform" espeak-ng -v "${VOICE[$1]}" -s 165 -f "$said/text" -w "$said/full.wav" >&2
	"$REPO/scripts/platform" sox -D "$said/full.wav" -b 16 -c 1 -r "$SPEECH_RATE" "$said/speech.wav" vol 0.5 trim 0 60 >&2
	mv "$said/speech.wav" "$2"
	rm -r "$said"
}

# ---- Who they are --------------------------------------------------------------

# endpoint SIDE HOST PARTY CODECS [KEYS [OUTBOUND [IDENTITY]]]: starts one, baresip, or
# what ENDPOINT says; KEYS is srtp-mand, srtp or nothing. It is called through the front of
# HOST; a caller is IDENTITY and sends to OUTBOUND, where it registers if it has a PASSWORD.
endpoint() {
	local side=$1 kind=${ENDPOINT:-baresip}
	SIDE_HOST[$side]=$2 SIDE_PARTY[$side]=$3 SIDE_KIND[$side]=$kind SIDE_MARK[$side]=0
	rm -rf "${TEST_DIR:?}/$side"
	mkdir -p "$TEST_DIR/$side/recordings"
	cp "$(speech "$3")" "$TEST_DIR/$side/play.wav"
	"${kind}_start" "$side" "${@:4}"
	SIDE_PID[$side]=$STARTED
	wait_until 10 says "$side" ready || fail "$side: $kind does not start: $(tail -n 3 "$TEST_DIR/$side/log")"
	[ "$side" = caller ] || called_through "$2" "${SIDE_PORT[callee]}"
}

# called_through HOST PORT: its front passes calls to that endpoint, until the test ends.
called_through() {
	on "$1" kamcmd pv.shvSet endpoint int "$2" >/dev/null || fail "$1: its front does not pass calls"
	[ "$2" = 5080 ] || at_end called_through "$1" 5080
}

# says SIDE EVENT: since its mark.
says() {
	tail -n "+$((SIDE_MARK[$1] + 1))" "$TEST_DIR/$1/log" 2>/dev/null | grep -qE "$("${SIDE_KIND[$1]}_event" "$2")"
}

# mark: what is waited for from here on is new.
mark() {
	local side
	for side in caller callee; do
		SIDE_MARK[$side]=$(wc -l <"$TEST_DIR/$side/log")
	done
}

# await SIDE EVENT WHY
await() {
	local side
	wait_until 10 says "$1" "$2" && return
	for side in caller callee; do
		! ended "${SIDE_PID[$side]}" || fail "$3: the $side's ${SIDE_KIND[$side]} has crashed"
	done
	fail "$3: the ${1}'s ${SIDE_KIND[$1]} does not say '$2'"
}

tell() { "${SIDE_KIND[$1]}_tell" "$@"; }

# ---- baresip --------------------------------------------------------------------

# It records with sndfile until the first re-INVITE, and from then on with its player,
# which begins a new file at each.
baresip_start() {
	local side=$1 codecs=$2 keys=${3:-} outbound=${4:-} identity=${5:-endpoint} dir=$TEST_DIR/$1
	local host=${SIDE_HOST[$1]} address register=0
	address=$(address "$host")
	[ -z "${PASSWORD:-}" ] || register="60;auth_pass=$PASSWORD"
	sed -e "s#^sip_listen.*#sip_listen $address:${SIDE_PORT[$side]}#; s#^rtp_ports.*#rtp_ports ${MEDIA_PORTS[$side]}#" \
		-e "s#^audio_player.*#audio_player aufile,heard.wav#; s#srate.*#srate $SPEECH_RATE#" \
		-e 's#^module_app.*account.so#module opus.so\nmodule cons.so\n&#' \
		"$LAB/$host/endpoint/config" >"$dir/config"
	echo "cons_listen 127.0.0.1:${CONSOLE[$side]}" >>"$dir/config"
	[[ $identity = *@* ]] || identity+=@$address
	echo "<sip:$identity>;regint=$register;answermode=auto;audio_codecs=$codecs${outbound:+;outbound=\"sip:$outbound\"}${keys:+;mediaenc=$keys}" \
		>"$dir/accounts"
	start_on "$host" "$dir/log" env -C "$dir" baresip -f .
}

baresip_event() {
	case $1 in
	ready) echo 'baresip is ready' ;;
	up) echo 'Call established' ;;
	holds | resumes) echo 'Call answered' ;;
	held) echo 'got re-INVITE .*audio-video: (recvonly|inactive)' ;;
	resumed) echo 'got re-INVITE .*audio-video: sendrecv' ;;
	ended) echo 'session closed|terminated \(duration' ;;
	esac
}

baresip_tell() {
	local command
	case $2 in
	dial) command="/dial $3" ;;
	digit) command="/sndcode $3" ;;
	hold | resume | reinvite) command=/$2 ;;
	hang_up) command=/hangup ;;
	quit) return 0 ;;
	esac
	on "${SIDE_HOST[$1]}" bash -c 'echo "$1" >"/dev/udp/127.0.0.1/$2"' - "$command" "${CONSOLE[$1]}"
}

baresip_digits() { sed -nE "s/.*received in-band DTMF event: '(.)' \(end=0\)/\1/p" "$1" | tr -d '\n'; }

baresip_heard() {
	local dir=$TEST_DIR/$1
	as_wav "$dir"/recordings/*-dec.wav "$dir/before.wav" || return
	[ -z "${RESUMED:-}" ] || [ ! -s "$dir/heard.wav" ] || as_wav "$dir/heard.wav" "$dir/after.wav" || return
	"$REPO/scripts/platform" sox "$dir"/{before,after}.wav "$TEST_DIR/$1-heard.wav" 2>/dev/null \
		|| cp "$dir/before.wav" "$TEST_DIR/$1-heard.wav"
}

# ---- linphone --------------------------------------------------------------------

linphone_start() {
	local side=$1 codecs=$2 keys=${3:-} outbound=${4:-} identity=${5:-endpoint} dir=$TEST_DIR/$1
	local host=${SIDE_HOST[$1]} address tls=0 udp=${SIDE_PORT[$1]} rate=${codecs#*/} commands
	address=$(address "$host")
	case $outbound in *tls*) tls=$udp udp=0 ;; esac
	[[ $identity = *@* ]] || identity+=@$address
	LINPHONE_TO[$side]=${outbound:-$EDGE}
	mkdir -p "$dir/.local/share/linphone"
	cat >"$dir/config" <<-END
		[sip]
		sip_port=$udp
		sip_tcp_port=0
		sip_tls_port=$tls
		verify_server_certs=0
		verify_server_cn=0
		media_encryption=${keys:+srtp}
		media_encryption_mandatory=$((${#keys} > 0))
		guess_hostname=1
		contact=<sip:$identity>
		use_ipv6=0
		[rtp]
		audio_rtp_port=${MEDIA_PORTS[$side]%-*}
		[sound]
		echocancellation=0
		[audio_codec_0]
		mime=${codecs%%/*}
		rate=${rate%%/*}
		channels=1
		enabled=1
	END
	linphone_without "$codecs" >>"$dir/config"
	mkfifo "$dir/commands"
	start_on "$host" "$dir/log" env HOME="$dir" bash -c 'exec linphonec -c "$1" <"$2"' - "$dir/config" "$dir/commands"
	at_end kill_at_once "$STARTED"
	exec {commands}>"$dir/commands"
	SIDE_FD[$side]=$commands
	wait_until 10 says "$side" ready || return 0 # endpoint() tells
	linphone_say "$side" "soundcard use files"
	linphone_say "$side" "play $dir/play.wav"
	linphone_say "$side" "record $dir/heard.wav"
	linphone_say "$side" "autoanswer enable"
	[ -z "${PASSWORD:-}" ] || linphone_say "$side" "register sip:$identity sip:$outbound $PASSWORD"
}

declare -A LINPHONE_TO

# linphone_without CODEC: what it must be told not to offer beside it.
linphone_without() {
	local other number=1
	for other in opus/48000/2 speex/16000/1 speex/8000/1 speex/32000/1 PCMU/8000/1 PCMA/8000/1 GSM/8000/1 \
		G722/8000/1 G729/8000/1; do
		[ "$other" != "$1" ] || continue
		printf '[audio_codec_%d]\nmime=%s\nrate=%s\nchannels=%s\nenabled=0\n' $((number++)) ${other//\// }
	done
}

# linphone_say SIDE COMMAND: it forgets what comes before it asks for more.
linphone_say() {
	local prompts
	prompts=$(linphone_prompts "$1")
	echo "$2" >&"${SIDE_FD[$1]}"
	[ "$2" = quit ] || wait_until 3 linphone_asks "$1" $((prompts + 1)) || fail "the ${1}'s linphone does not take '$2'"
}

linphone_prompts() { grep -o 'linphonec> ' "$TEST_DIR/$1/log" | wc -l; }
linphone_asks() { [ "$(linphone_prompts "$1")" -ge "$2" ]; }

linphone_event() {
	case $1 in
	ready) echo 'linphonec> ' ;;
	up | resumes | resumed) echo 'Media streams established' ;;
	holds) echo 'is now paused' ;;
	held) echo 'has been paused by' ;;
	ended) echo 'ended \(' ;;
	esac
}

linphone_tell() {
	case $2 in
	dial) linphone_say "$1" "call ${3%@*}@${LINPHONE_TO[$1]}" ;;
	digit) linphone_say "$1" "$3" ;;
	hold) linphone_say "$1" pause ;;
	resume | quit) linphone_say "$1" "$2" ;;
	hang_up) linphone_say "$1" terminate ;;
	reinvite) ;; # it has no command for that
	esac
}

linphone_digits() { sed -nE 's/.*Receiving tone (.) from.*/\1/p' "$1" | tr -d '\n'; }

# One file: what was heard at the end is after.
linphone_heard() {
	as_wav "$TEST_DIR/$1/heard.wav" "$TEST_DIR/$1/before.wav" || return
	[ -z "${RESUMED:-}" ] || "$REPO/scripts/platform" sox "$TEST_DIR/$1/before.wav" "$TEST_DIR/$1/after.wav" trim -4 || return
	cp "$TEST_DIR/$1/before.wav" "$TEST_DIR/$1-heard.wav"
}

# ---- The call -----------------------------------------------------------------------

# talk_begin NUMBER: the caller dials and the callee answers.
talk_begin() {
	mark
	tell caller dial "sip:$1@$EDGE"
	wait_until 10 says caller up || fail "the call to $1 is not answered: $(grep -E 'closed|failed|error' "$TEST_DIR/caller/log" | tail -n 1)"
	await callee up "the call to $1"
}

# talk SECONDS: they do nothing else.
talk() { sleep "$1"; }

# press SIDE DIGITS: one after the other, each heard before the next.
press() {
	local i
	for ((i = 0; i < ${#2}; i++)); do
		tell "$1" digit "${2:i:1}"
		wait_until 5 heard_digits "${OTHER[$1]}" "${2:0:i+1}" || return 0 # the verdict tells
	done
}

digits() { "${SIDE_KIND[$1]}_digits" "$TEST_DIR/$1/log"; }
# A digit may be heard twice (tests/media/cells.sh says when); the verdict is not here.
heard_digits() { [ "$(digits "$1" | tr -s '0-9*#')" = "$2" ]; }

# hold_and_resume SIDE: both are re-INVITEs.
hold_and_resume() {
	mark
	tell "$1" hold
	await "${OTHER[$1]}" held "the $1 holds"
	await "$1" holds "the $1 holds"
	talk 0.5
	mark
	tell "$1" resume
	await "${OTHER[$1]}" resumed "the $1 resumes"
	await "$1" resumes "the $1 resumes"
	RESUMED=1
}

# talk_end: hangs up; what each side heard is in TEST_DIR: SIDE-heard.wav, and both.wav,
# a person in each ear.
talk_end() {
	local side
	mark
	tell caller hang_up
	wait_until 5 says callee ended || fail "the callee's call does not end"
	for side in caller callee; do
		tell "$side" quit
		wait_until 1 ended "${SIDE_PID[$side]}" || kill_at_once "${SIDE_PID[$side]}"
		"${SIDE_KIND[$side]}_heard" "$side" || fail "the $side has recorded nothing"
	done
	"$REPO/scripts/platform" sox -M "$TEST_DIR/callee-heard.wav" "$TEST_DIR/caller-heard.wav" "$TEST_DIR/both.wav"
}

# kill_at_once PID: linphone stays when asked to end.
kill_at_once() {
	kill -KILL "$1" 2>/dev/null || return 0
	wait "$1" 2>/dev/null || true
}

# as_wav FROM TO: mono, as the speech; linphone leaves its header unfinished.
as_wav() {
	"$REPO/scripts/platform" sox --ignore-length -V1 "$1" -b 16 -c 1 -r "$SPEECH_RATE" "$2"
}

# heard SIDE PART [FROM [TO]]: how much of what the other side said is in PART (before,
# after) of what this one heard, as HEARD_SCORE, HEARD_LOST (per cent), HEARD_WIDE.
heard() {
	local said=${SAID:-$(speech "${SIDE_PARTY[${OTHER[$1]}]}")}
	read -r _ HEARD_SCORE _ HEARD_LOST _ _ _ HEARD_WIDE \
		< <("$REPO/scripts/platform" "$BUILD/tools/speech" score "$said" "$TEST_DIR/$1/$2.wav" "${@:3}")
}

at_least() { awk -v value="$1" -v wanted="$2" 'BEGIN { exit !(value >= wanted) }'; }
