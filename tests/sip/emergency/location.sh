# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A 911 may bring its location along (RFC 6442): beside the SDP, which is
# replaced, everything arrives as it was sent, byte for byte.

. "$REPO/tests/lib/hostile.sh"

# _located VIA PORT SIZE RINGING-HOST: the call, and what that host's front got,
# in TEST_DIR: arrived, arrived-body, arrived-1 ... the parts.
_located() {
	local via=$1 port=$2 size=$3 host=$4
	uas "$host" ring
	on pbx "$REPO/tests/lab/located" "$via" 192.0.2.10 "$EDGE" "$port" "$size" "$TEST_DIR" \
		>"$TEST_DIR/located.log" 2>&1 || fail "the call does not ring: $(tail -n 3 "$TEST_DIR/located.log")"
	uas_done "$host"
	wait_until 5 _arrived "$host" || fail "$host did not capture the call"
	_split
}

_arrived() {
	message "$1" "sip.Method == \"INVITE\" && sip.Call-ID == \"$(<"$TEST_DIR/id")\" && ip.src == $EDGE" \
		>"$TEST_DIR/arrived"
	[ -s "$TEST_DIR/arrived" ]
}

# The message by its own Content-Length and boundary.
_split() {
	perl -0777 -e '
		my ($folder) = @ARGV;
		open(my $in, "<:raw", "$folder/arrived"); my $message = <$in>;
		my ($head, $body) = $message =~ /^(.*?\r\n)\r\n(.*)$/s or die "no end of the headers\n";
		my ($length) = $head =~ /^Content-Length: (\d+)\r$/m or die "no Content-Length\n";
		length($body) == $length or die "Content-Length $length, body of " . length($body) . "\n";
		my ($boundary) = $head =~ /^Content-Type: multipart\/mixed;boundary="([^"]+)"\r$/m or die "no boundary\n";
		my ($parts) = $body =~ /^--$boundary\r\n(.*)\r\n--$boundary--\r\n$/s or die "not closed\n";
		my %files = ("arrived-body" => $body, "arrived-geolocation" => join("", $head =~ /^Geolocation.*\n/mg));
		my $number; $files{"arrived-" . ++$number} = $_ for split /\r\n--$boundary\r\n/, $parts;
		for (keys %files) { open(my $out, ">:raw", "$folder/$_"); print $out $files{$_} }
		' "$TEST_DIR" 2>"$TEST_DIR/split.log" || fail "what arrived is no such message: $(<"$TEST_DIR/split.log")"
}

# _same SENT ARRIVED
_same() {
	cmp "$TEST_DIR/$1" "$TEST_DIR/$2" >"$TEST_DIR/cmp.log" 2>&1 \
		|| fail "$1 arrived changed: $(<"$TEST_DIR/cmp.log")"
}

# _arrives_but_for_sdp VIA PORT SIZE
_arrives_but_for_sdp() {
	_located "$1" "$2" "$3" redsky1
	_same location arrived-2
	_same octets arrived-3
	_same geolocation arrived-geolocation
	contains "the SDP" "^m=audio 3[0-2][0-9]{3} RTP/SAVP" "$(<"$TEST_DIR/arrived-1")"
	contains "the SDP" "^c=IN IP4 $EDGE" "$(<"$TEST_DIR/arrived-1")"
	[ ! -e "$TEST_DIR/arrived-4" ] || fail "there is a part more"
}

a_location_arrives_by_tcp() { _arrives_but_for_sdp tcp 5060 1600; }
a_location_arrives_by_tls() { _arrives_but_for_sdp tls 8061 1600; }
a_large_location_arrives_by_tcp() { _arrives_but_for_sdp tcp 8060 9000; }
a_large_location_arrives_by_tls() { _arrives_but_for_sdp tls 5061 9000; }

a_location_arrives_by_the_agents_rtpengine() {
	rtpengine_stop emergency
	_located tcp 5060 1600 redsky1
	_same location arrived-2
	_same octets arrived-3
	contains "the SDP" "^m=audio (1[6-9]|2[0-9])[0-9]{3} RTP/SAVP" "$(<"$TEST_DIR/arrived-1")"
}

# Then RedSky, which takes SRTP only, refuses, and the carrier gets all of it.
a_location_arrives_without_any_rtpengine() {
	rtpengine_stop agent
	rtpengine_stop emergency
	_located tcp 5060 9000 carrier
	_same body arrived-body
	_same geolocation arrived-geolocation
}

# One byte of the XML, of the same length.
control_the_location_test_notices_a_byte() {
	edge_edited 's/^request_route \{/$& replace_body("Chicago", "Chicagp");/'
	must_fail a_location_arrives_by_tcp "location arrived changed"
}

control_the_location_test_notices_a_header() {
	edge_edited 's/^request_route \{/$& replace_hdrs("Routing: yes", "Routing: no ");/'
	must_fail a_location_arrives_by_tcp "geolocation arrived changed"
}
