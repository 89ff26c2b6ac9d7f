# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A codec that both sides have is kept; else the call is transcoded where the trunk
# allows it, or refused with what would help.

_retell_may_use() { data "UPDATE siptrunk_trunk SET codecs = '$1', transcode = '${2:-no}' WHERE name = 'retell'"; }
_genesys_may_use() { data "UPDATE siptrunk_trunk SET codecs = '$1' WHERE name = 'genesys'"; }

# _offered CODECS FORMATS [CODEC]: what Retell is offered then, and that it answers with.
_offered() {
	uas retell answer codecs="${3:-PCMU}" "has m=audio [0-9]+ RTP/AVP $2[[:cntrl:]]"
	uac pbx call number=+13125550142 codecs="$1" "has m=audio [0-9]+ RTP/AVP ${4:-}"
	uas_done retell
}

a_shared_codec_is_kept_from_end_to_end() { _offered G722,PCMU "0 9 101" PCMU "0"; }
the_trunks_order_counts() { _retell_may_use G722,PCMU && _offered PCMU,G722 "9 0 101" G722 "9"; }
what_the_callers_trunk_may_not_use_is_not_offered() { _genesys_may_use PCMA && _offered PCMU,PCMA "8 101" PCMA "8"; }

# _refused WARNING [KEY=VALUE]...
_refused() {
	uas retell answer
	uac pbx refused number=+13125550142 status=488 "${@:2}" "header Warning 305 siptrunk \"no shared codec: $1\""
	uas_untouched retell
}

no_shared_codec_is_refused_with_both_lists() {
	_refused "offered G729,GSM; this trunk may use any codec, the other side PCMU,PCMA,G722" codecs=G729,GSM
	_genesys_may_use PCMA
	_refused "offered PCMU; this trunk may use PCMA, the other side PCMU,PCMA,G722" codecs=PCMU
}

a_call_that_is_refused_is_not_registered() {
	api_fresh
	uac pbx refused number="$AGENT_NUMBER" status=488 codecs=AMR "header Warning 305"
	equal "registrations" 0 "$(api_asked register)"
}

transcoding_needs_the_trunks_leave() {
	_retell_may_use PCMU,PCMA yes
	_offered G729 "0 8 101" PCMU "18"
	_offered opus "0 8 101" PCMU "96"
	_offered G722 "0 8 101" PCMA "9"
}

what_rtpengine_cannot_speak_is_refused_all_the_same() {
	_retell_may_use PCMU yes
	_refused "offered AMR; this trunk may use any codec, the other side PCMU" codecs=AMR
}

# The call goes on as it was.
a_reinvite_without_a_shared_codec_is_refused() {
	uas retell answer
	uac pbx reinvite-refused number=+13125550142 status=488 again=AMR "header Warning 305 siptrunk \"no shared codec: offered AMR;"
	uas_done retell
}

# Whatever it is: a PSAP is called, and hears.
nine_one_one_is_never_refused_for_its_codec() {
	local codec
	data "UPDATE siptrunk_trunk SET codecs = 'PCMU', transcode = 'no' WHERE name = 'redsky'"
	_genesys_may_use PCMA
	for codec in opus G729 G722; do
		uas redsky1 answer "has m=audio [0-9]+ RTP/SAVP 0 "
		uac pbx call number=911 codecs="$codec"
		uas_done redsky1
	done
}

control_an_unshared_codec_is_noticed() {
	must_fail _all_are_offered "uac-call: .*488 Not Acceptable"
}

_all_are_offered() {
	edge_routed media.cfg 's/codec-strip-all //'
	_offered PCMU,G729 "0 101" PCMU "0"
}
