# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The cells of the matrix: who calls whom, and what is special about it.
#
# CALL is a line of calls(), FROM and TO are lines of profiles(), CODEC what both ends
# have or CALLER/CALLEE; then words, each a function word_WORD below, called before the
# call. A control must fail, for the reason that is given by its word.

cells() {
	grep -v '^#' <<'END'
# call          from          to           codec      words
911             genesys-rtp   redsky-srtp  PCMU
911             genesys-8060  redsky-srtp  PCMA
911             genesys-srtp  redsky-srtp  PCMU
911             genesys-rtp   redsky-srtp  PCMU       linphone-answers
911             genesys-srtp  redsky-srtp  PCMU       linphone-calls linphone-answers
933             genesys-srtp  redsky-srtp  PCMU
911             genesys-rtp   redsky-srtp  opus/PCMU  transcoded no-digits
911             genesys-srtp  redsky-srtp  G722/PCMU  transcoded
911             genesys-rtp   redsky-srtp  G729/PCMU  transcoded linphone-calls
911             genesys-rtp   carrier-rtp  PCMU       redsky-down
911             genesys-srtp  carrier-rtp  PCMU       redsky-down linphone-calls
call-back       redsky-srtp   genesys-rtp  PCMU
call-back       redsky-srtp   genesys-rtp  PCMU       linphone-calls
call-back       redsky-srtp   genesys-srtp PCMU
call-back       carrier-rtp   genesys-rtp  PCMU       psap
call-back       carrier-rtp   genesys-srtp PCMU       psap linphone-answers
to-agent        genesys-rtp   retell-rtp   PCMU
to-agent        genesys-8060  retell-rtp   PCMA
to-agent        genesys-rtp   retell-srtp  PCMU
to-agent        genesys-srtp  retell-rtp   PCMU
to-agent        genesys-srtp  retell-srtp  PCMU
to-agent        genesys-rtp   retell-rtp   PCMU       linphone-calls
to-agent        genesys-rtp   retell-srtp  PCMU       linphone-answers
to-agent        genesys-srtp  retell-rtp   PCMU       linphone-calls
to-agent        genesys-srtp  retell-srtp  PCMU       linphone-calls linphone-answers
to-agent        genesys-rtp   retell-rtp   G722       wideband
to-agent        genesys-srtp  retell-srtp  G722       wideband
to-agent        genesys-rtp   retell-rtp   G722/PCMU  transcoded by-column
to-agent        genesys-rtp   retell-rtp   opus/PCMU  transcoded by-column no-digits
to-agent        genesys-srtp  retell-rtp   PCMU       optional
from-agent      retell-rtp    genesys-rtp  PCMU
from-agent      retell-rtp    genesys-srtp PCMU
from-agent      retell-srtp   genesys-rtp  PCMU
from-agent      retell-srtp   genesys-srtp PCMU
from-agent      retell-rtp    genesys-8060 PCMA
from-agent      retell-rtp    genesys-srtp PCMU       linphone-answers
from-agent      retell-srtp   genesys-srtp PCMU       linphone-calls linphone-answers
from-agent      retell-srtp   genesys-srtp G722       wideband
out             retell-rtp    carrier-rtp  PCMU
out             retell-srtp   carrier-rtp  PCMU
out             retell-rtp    carrier-rtp  G722       wideband
in              carrier-rtp   genesys-rtp  PCMU
in              carrier-rtp   genesys-srtp PCMU
in              carrier-rtp   genesys-srtp G722       wideband
control         genesys-rtp   retell-rtp   PCMU       another-voice
control         genesys-rtp   retell-rtp   PCMU       muted
control         genesys-rtp   retell-rtp   PCMU       lost-digits
control         genesys-rtp   retell-rtp   PCMU       narrowband
control         genesys-rtp   retell-rtp   PCMU       in-the-clear
END
}

# ---- Calls --------------------------------------------------------------------------

# call CALL: who calls by which number.
call() {
	case $1 in
	911) IDENTITY=alice@example.com NUMBER=911 ;;
	933) IDENTITY=bob@example.com NUMBER=933 ;;
	call-back) IDENTITY=+13125559111@192.0.2.50 NUMBER=+13125550101 ;;
	to-agent | control) IDENTITY=carol@example.com NUMBER=+13125550142 ;;
	from-agent) IDENTITY=+13125550142@sip.retellai.com NUMBER=2001 ;;
	out) IDENTITY=+15005550006@sip.retellai.com NUMBER=+12025550100 ;;
	in) IDENTITY=+12025550199@192.0.2.50 NUMBER=+13125550103 ;;
	*) fail "no such call: $1" ;;
	esac
}

# ---- Profiles ------------------------------------------------------------------------

# profile PROFILE: HOST, PARTY, KEYS (of its endpoint), TO_EDGE (where it calls).
profile() {
	PARTY=${1%-*} KEYS='' HOST=$PARTY TO_EDGE=$EDGE:5060
	case $1 in
	genesys-rtp) HOST=pbx ;;
	genesys-8060) HOST=pbx TO_EDGE=$EDGE:8060 ;;
	genesys-srtp) HOST=pbx TO_EDGE="$EDGE:8061;transport=tls" KEYS=srtp-mand ;;
	retell-rtp) TO_EDGE="$EDGE:5060;transport=tcp" ;;
	retell-srtp) TO_EDGE="$EDGE:5061;transport=tls" KEYS=srtp-mand ;;
	redsky-srtp) HOST=redsky1 TO_EDGE="$EDGE:5061;transport=tls" KEYS=srtp-mand ;;
	carrier-rtp) ;;
	*) fail "no such profile: $1" ;;
	esac
}

codec() {
	case $1 in
	G722) echo G722/16000/1 ;;
	opus) echo opus/48000/2 ;;
	*) echo "$1/8000/1" ;;
	esac
}

# both_ends FROM TO CODEC: the endpoints of such a call, ready; CALLER_IS, CALLEE_IS:
# not baresip.
both_ends() {
	profile "$1"
	FROM_HOST=$HOST FROM_KEYS=${KEYS%-mand}
	ENDPOINT=${CALLER_IS:-} endpoint caller "$HOST" "$PARTY" "$(codec "${3%/*}")" "$KEYS" "$TO_EDGE" "$IDENTITY"
	profile "$2"
	TO_HOST=$HOST TO_KEYS=${KEYS%-mand}
	ENDPOINT=${CALLEE_IS:-} endpoint callee "$HOST" "$PARTY" "$(codec "${3#*/}")" "$KEYS"
}

# profile_data PROFILE...: what the edge must know of them, as SQL.
profile_data() {
	local profile genesys="udp rtp 192.0.2.10:5060 192.0.2.10" retell="tcp rtp sip.retellai.com:5060;transport=tcp"
	for profile; do
		case $profile in
		genesys-8060) genesys="udp rtp 192.0.2.10:8060 192.0.2.10" ;;
		genesys-srtp) genesys="tls srtp 192.0.2.10:8061;transport=tls pbx.genesys.lab" ;;
		retell-srtp) retell="tls srtp sip.retellai.com:5061;transport=tls" ;;
		esac
	done
	# shellcheck disable=SC2086 # words
	trunk_data genesys 1 $genesys
	# shellcheck disable=SC2086
	trunk_data retell 2 $retell
}

trunk_data() {
	echo "UPDATE siptrunk_trunk SET transport = '$3', media = '$4' WHERE name = '$1';
		UPDATE dispatcher SET destination = 'sip:$5'${6:+, attrs = 'name=$6'} WHERE setid = $2;"
}

# ---- Words -----------------------------------------------------------------------------

word_wideband() { SPEECH_RATE=16000 WIDEBAND=1; }
word_linphone-calls() { CALLER_IS=linphone; }
word_linphone-answers() { CALLEE_IS=linphone; }

# RTPengine makes packets of its own then; what counts is the speech. It repeats the start
# of a digit that it passes to a peer whose audio it encodes, which linphone counts each time.
word_transcoded() { MAX_LOST=5 MAX_PACKETS=100 DIGITS_REPEAT=1 NO_HOLD=1; }

# Not judged: of an Opus peer that is transcoded for (its clock is 48 kHz) none arrive.
word_no-digits() { NO_DIGITS=1; }

# Retell's row is a peer that has PCMU alone, and may be transcoded for.
word_by-column() { data "UPDATE siptrunk_trunk SET codecs = 'PCMU', transcode = 'yes' WHERE name = 'retell'"; }

# The pbx offers keys or not; either way it is served.
word_optional() { data "UPDATE siptrunk_trunk SET media = 'srtp_optional' WHERE name = 'genesys'"; }

word_redsky-down() {
	peer_stop redsky1
	peer_stop redsky2
}

# Only who has called for help is called back.
word_psap() {
	uas redsky1 answer
	uac pbx call number=911 from=alice@example.com
	uas_done redsky1
}

# The callee's voice is another than the one that is looked for.
word_another-voice() { MUST_FAIL='the caller heard 0\.[0-6]' CALLEE_SAID=redsky; }

# The edge throws the RTP away, or the digits alone.
word_muted() { MUST_FAIL='the callee heard 0\.[0-5]' BLOCKED="block media"; }
word_lost-digits() { MUST_FAIL="the callee got the digits ''" BLOCKED="block DTMF"; }
word_narrowband() { word_wideband && MUST_FAIL='wide band'; }
word_in-the-clear() { MUST_FAIL="the caller's wire is clear" KEYS_EXPECTED=srtp; }
