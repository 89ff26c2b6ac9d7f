# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# An RTPengine that stands still for seconds (the host is moved, its disk hangs) finds
# them all waiting when it goes on.

. "$REPO/tests/lib/raw.sh"

# As much as a socket holds: more than five seconds of one way.
WAITING=265

a_call_keeps_its_audio_when_rtpengine_has_stood_still() {
	_call_through_a_standstill
}

both_rtpengines_read_what_has_waited() {
	local port
	for port in 9900 9901; do
		equal "RTPengine at $port" "max-recv-iters = 1000" \
			"$(on edge rtpengine-ctl -ip 127.0.0.1 -port "$port" params current | grep max-recv)"
	done
}

control_the_standstill_test_notices_rtpengines_own_limit() {
	must_fail _standstill_by_default "the last packet does not come"
}

_standstill_by_default() {
	at_end rtpengine_back agent
	at_end "$REPO/scripts/lab" restart edge rtpengine-agent
	"$REPO/scripts/lab" restart edge rtpengine-agent --max-recv-iters=50
	rtpengine_back agent
	_call_through_a_standstill
}

_call_through_a_standstill() {
	local port
	uas retell answer
	uac pbx left-up number=+13125550142 contact=sip:caller@192.0.2.10
	port=$(sipp_got pbx uac-left-up | sed -n 's/^m=audio \([0-9]*\) .*/\1/p' | tail -n 1)
	_listen
	_say "$port" 1 1
	_heard 1 || fail "not even the first packet comes"
	rtpengine_freeze agent
	_say "$port" 2 "$WAITING"
	rtpengine_thaw agent
	_say "$port" $((WAITING + 1)) $((WAITING + 20))
	_heard $((WAITING + 20)) || fail "the last packet does not come"
	bye_of pbx uac-left-up 2
	uas_done retell
}

# _listen: the numbers of the RTP that comes to the callee, into TEST_DIR/heard.
_listen() {
	start_on retell "$TEST_DIR/heard" perl -MSocket -e '
		socket(S, AF_INET, SOCK_DGRAM, 0) && bind(S, pack_sockaddr_in(40002, INADDR_ANY)) or die $!;
		$| = 1;
		print "listens\n";
		print unpack("x2n", $packet), "\n" while defined recv(S, $packet, 2000, 0);'
	wait_until 5 grep -q listens "$TEST_DIR/heard" || fail "nobody listens: $(cat "$TEST_DIR/heard")"
}

_heard() { wait_until 3 grep -qx "$1" "$TEST_DIR/heard"; }

# _say PORT FIRST LAST: RTP of these numbers from the caller, faster than anybody speaks.
_say() {
	on pbx perl -MSocket -e '
		my ($port, $first, $last) = @ARGV;
		socket(S, AF_INET, SOCK_DGRAM, 0) && bind(S, pack_sockaddr_in(40000, INADDR_ANY)) or die $!;
		for($first .. $last) {
			send(S, pack("CCnNN", 0x80, 0, $_, 160 * $_, 1) . "\xff" x 160, 0,
				pack_sockaddr_in($port, inet_aton("203.0.113.10"))) or die $!;
			select(undef, undef, undef, 0.005);
		}' "$@"
}
