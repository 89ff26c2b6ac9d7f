# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Every function of the module is there for scripts in other languages, too.

_kemi_edge() {
	at_end edge_restart
	"$REPO/scripts/lab" restart edge kamailio -f "$REPO/tests/sip/kemi/kamailio.cfg" \
		-A "KEMI_SCRIPT=\"$REPO/tests/sip/kemi/route.js\"" \
		|| fail "the edge does not start with the script"
}

a_script_in_another_language_has_every_function() {
	_kemi_edge
	uac pbx refused status=480 number=911 from=alice@example.com \
		"header X-Returned ^ *1,1,1,1,1,1,1,1,1,1,1,1\$" \
		"header X-Results ^ *genesys,e911,redsky,\+13125550101,call_source\$"
	uac stranger refused status=403 number=911
}

control_the_script_test_notices_another_answer() {
	data "UPDATE siptrunk_trunk SET caller_order = 'site' WHERE name = 'redsky'"
	must_fail a_script_in_another_language_has_every_function "X-Results|genesys"
}
