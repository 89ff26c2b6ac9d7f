# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# api.retellai.com behind a front that offers HTTP/2, as Retell's does; the stand-in
# itself speaks HTTP/1.1.

AGENT_NUMBER=+13125550170
HTTP2=${HTTP2:-on}
FRONT_PORT=8443

# _front: nginx, which passes on what it is asked, and logs by which version.
_front() {
	cat >"$TEST_DIR/nginx.conf" <<-END
		daemon off;
		user root;
		pid $TEST_DIR/nginx.pid;
		error_log stderr;
		events { }
		http {
			log_format version '\$server_protocol \$request_method \$uri \$status';
			access_log $TEST_DIR/front.log version;
			server {
				listen $(address retell):$FRONT_PORT ssl;
				http2 $HTTP2;
				ssl_certificate $LAB/ca/retell.crt;
				ssl_certificate_key $LAB/ca/retell.key;
				location / {
					proxy_pass https://$(address retell);
					proxy_set_header Host api.retellai.com;
				}
			}
		}
	END
	start_on retell "$TEST_DIR/nginx.log" nginx -c "$TEST_DIR/nginx.conf"
	wait_until 5 _front_listens || fail "nginx: $(cat "$TEST_DIR/nginx.log")"
}

_front_listens() { on retell ss -Htln "sport = :$FRONT_PORT" | grep -q .; }

_posted() { grep POST "$TEST_DIR/front.log"; }

where_http_2_is_offered_it_is_used() {
	_front
	data "UPDATE siptrunk_api SET url = 'https://api.retellai.com:$FRONT_PORT'"
	api_fresh
	uas retell answer "has ^INVITE sip:call_"
	uac pbx call number=$AGENT_NUMBER
	uas_done retell
	wait_until 5 _posted || fail "the front was not asked"
	contains "what the front was asked" "^HTTP/2\.0 POST /v2/register-phone-call 201$" "$(_posted)"
}

control_the_test_notices_http_1() {
	HTTP2=off must_fail where_http_2_is_offered_it_is_used "found 'HTTP/1\.1 POST /v2/register-phone-call 201'"
}
