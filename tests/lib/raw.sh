# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Requests that no sipp would send: written by hand, or one that a sipp has sent
# before, made into another.

# throw HOST: standard input, as one UDP packet from HOST to the edge.
throw() { on "$1" bash -c "cat >/dev/udp/$EDGE/5060"; }

# sent HOST NAME METHOD [EDIT]: the first such request of that sipp, then changed
# by a perl expression.
sent() {
	METHOD=$3 perl -0777 -ne "/^(\$ENV{METHOD} .*?\r\n\r\n)/ms or exit 1; \$_ = \$1; ${4:-}; print" \
		"$TEST_DIR/$1-$2.messages"
}

# bye_of HOST NAME CSEQ: ends the call that it has sent an ACK for, and left.
bye_of() { sent "$1" "$2" ACK "s/ACK/BYE/g; s/CSeq: \K1/$3/; s/branch=[^;\r]*/\$&-bye/" | throw "$1"; }
