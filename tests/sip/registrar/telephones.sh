# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Telephones that nobody here wrote register with the edge.

. "$REPO/tests/lib/nat.sh"
. "$REPO/tests/lib/talk.sh"
. "$REPO/tests/lib/registrar.sh"

# _talks NUMBER HOST PARTY [KEYS]: the telephone calls it, both are heard.
_talks() {
	local side
	ENDPOINT=baresip endpoint callee "$2" "$3" PCMU/8000/1 "${4:-}"
	talk_begin "$1"
	talk 3
	tell caller hang_up
	wait_until 5 says callee ended || fail "the call does not end"
	for side in caller callee; do
		"${SIDE_KIND[$side]}_heard" "$side" || fail "the $side has recorded nothing"
		heard "$side" before
		at_least "$HEARD_SCORE" "$MIN_SCORE" || fail "the $side heard $HEARD_SCORE of what was said"
	done
}

# From behind a NAT, whose address is on no list.
baresip_registers_calls_and_is_called() {
	phone_behind pbx
	telephone baresip phone nat=yes
	_talks +13125550142 retell retell
	is_called
}

linphone_registers_calls_911_and_is_called() {
	telephone linphone pbx
	_talks 911 redsky1 redsky srtp-mand
	is_called
}

# Where its connection comes from nobody listens.
baresip_registers_by_tls_and_is_called_over_its_connection() {
	local connections
	OUTBOUND="$EDGE:5061;transport=tls" telephone baresip pbx
	connections=$(_connections)
	contains "the telephone's connections" "^[^ ]+ $EDGE:5061\$" "$connections"
	is_called
	equal "the telephone's connections" "$connections" "$(_connections)"
}

# Of the telephone's host with the edge.
_connections() { on pbx ss -Htn state established dst "$EDGE" | awk '{ print $3, $4 }' | sort; }
