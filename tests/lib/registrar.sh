# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Peers that register with the edge.

REALM=edge.lab

# registers TRUNK USER [COLUMN=VALUE...]: that trunk may register, USER's password being
# secret.
registers() {
	local ha1 setting set="registrar = 'yes', realm = '$REALM'"
	ha1=$("$REPO/scripts/siptrunkdb" ha1 "$2" "$REALM" <<<secret)
	for setting in "${@:3}"; do
		set+=", ${setting%%=*} = '${setting#*=}'"
	done
	data "UPDATE siptrunk_trunk SET $set WHERE name = '$1';
		INSERT INTO siptrunk_credential (trunk, username, ha1) VALUES ('$1', '$2', '$ha1')"
	at_end forget "$1"
}

# road: a pbx trunk of telephones that are anywhere. Its user is alice.
road() {
	data "INSERT INTO siptrunk_trunk (name, role, gateways, site, outside_prefix, proof, realm)
		VALUES ('road', 'pbx', 9, 'chicago', '9', 'digest', '$REALM')"
	registers road alice use_source_address=no "$@"
}

# forget TRUNK: where it has registered, and from where.
forget() {
	on edge kamcmd ul.rm location "$1" >/dev/null || true
	on edge kamcmd htable.flush flows >/dev/null
}

# register HOST EXPECTED [KEY=VALUE|CHECK]...: a REGISTER of alice's with her password.
# The next uas of that host is where it came from.
register() {
	uac "$1" register status="$2" from=alice@203.0.113.10 "${@:3}"
	UAS_PORT=$UAC_PORT
}

# is_registered TRUNK
is_registered() { on edge kamcmd ul.lookup location "$1" | grep -q 'Address: '; }

# telephone KIND HOST [COLUMN=VALUE...]: baresip or linphone there registers as alice, answers calls and
# places them, by OUTBOUND or by UDP; of talk.sh it is the caller. Its trunk is genesys, of
# telephones that are anywhere.
telephone() {
	data "DELETE FROM siptrunk_address WHERE trunk = 'genesys'; DELETE FROM siptrunk_learned"
	registers genesys alice use_source_address=no proof=digest gateways=9 "${@:3}"
	PASSWORD=secret ENDPOINT=$1 endpoint caller "$2" genesys PCMU/8000/1 "" "${OUTBOUND:-$EDGE:5060}" "alice@$EDGE"
	wait_until 10 is_registered genesys || fail "$1 does not register: $(tail -n 3 "$TEST_DIR/caller/log")"
}

# is_called: a call of Retell's to the telephone is answered.
is_called() {
	local dir=$TEST_DIR/retell
	caller_files retell +13125550142@sip.retellai.com "$dir"
	on retell env -C "$dir" baresip -f . -e "/dial sip:2001@$EDGE" -t 2 >"$dir/log" 2>&1 </dev/null || true
	grep -q 'Call established' "$dir/log" || fail "the telephone was not called: $(tail -n 2 "$dir/log")"
}
