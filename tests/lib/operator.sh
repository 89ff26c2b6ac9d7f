# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# An operator at the edge's HTTPS port.

OPERATOR=https://edge.siptrunk.lab
OPERATOR_LOGIN='operator:lab secret:1' # tests/lab/edge-local.cfg

# browse HOST PATH [CURL-OPTION...]: the status as BROWSED, what is answered as PAGE.
browse() {
	PAGE=$(on "$1" curl -sS --max-time 10 --cacert "$LAB/ca/edge-ca.crt" -w '\n%{http_code}' "${@:3}" \
		"$OPERATOR$2" 2>"$TEST_DIR/curl.errors") || true
	BROWSED=${PAGE##*$'\n'} PAGE=${PAGE%$'\n'*}
}

# operate PATH [CURL-OPTION...]: as the operator, from where operators are.
operate() { browse edge "$1" -u "$OPERATOR_LOGIN" "${@:2}"; }
