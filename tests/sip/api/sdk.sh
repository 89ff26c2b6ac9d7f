# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Retell's own client, retell-sdk, at the lab's Retell.

# _sdk CHECK [ARGUMENT...]: of tests/sdk/check.js.
_sdk() {
	_fetched
	on edge env NODE_PATH="$BUILD/sdk/node_modules" NODE_EXTRA_CA_CERTS="$API_CA" \
		node "$REPO/tests/sdk/check.js" "$API_KEY_FILE" "$@" >"$TEST_DIR/sdk" 2>&1 \
		|| fail "retell-sdk, $*: $(head -n 5 "$TEST_DIR/sdk" | xargs)"
}

_fetched() {
	local status=0
	"$REPO/tests/sdk/fetch" "$REPO/tests/sdk" 2>"$TEST_DIR/fetch" || status=$?
	case $status in
	0) ;;
	3) skip "npm's registry cannot be reached: $(cat "$TEST_DIR/fetch")" ;;
	*) fail "retell-sdk: $(cat "$TEST_DIR/fetch")" ;;
	esac
}

retells_client_registers_calls_and_reads_the_concurrency() {
	api_fresh
	_sdk calls
}

retells_client_imports_changes_and_deletes_numbers() {
	api_fresh
	_sdk numbers
}

retells_client_knows_each_error() {
	api_answers register 400,401,402,422,429,500,503,close,ok
	_sdk errors
	_sdk wrong_key
}

retells_client_comes_back_when_it_is_told() {
	api_fresh
	api_answers register 429:1,ok
	_sdk retries
	equal "what was answered" "429 201" "$(api_log register | cut -d ' ' -f 3 | xargs)"
}

# _believes TIME: what tests/unit/test_webhook.c takes for a true signature.
_believes() {
	_sdk verify key_test '{"event":"call_ended","call":{"call_id":"abc"}}' \
		v=1700000000000,d=3ff1aecb352d020e0b3c12ec93648c80ba9d1186c8d0c412e8a998291fe35c9c "$1"
}

retells_client_believes_the_signature_that_we_believe() { _believes 1700000299999; }

control_retells_client_knows_an_old_signature() {
	_fetched
	must_fail _an_old_signature "the signature is not believed"
}

_an_old_signature() { _believes 1700000300001; }

control_retells_client_notices_an_empty_answer() {
	_fetched
	api_answers register empty
	must_fail _a_call_without_id "must be of type string.*undefined"
}

_a_call_without_id() { _sdk calls; }
