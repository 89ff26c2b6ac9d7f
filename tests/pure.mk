# SPDX-License-Identifier: GPL-2.0-or-later
# The module's pure files: none of them includes a Kamailio header. For the unit
# tests and the fuzzers.
# They are many: on all processors.
MAKEFLAGS += -j$(shell nproc)

PURE := \
	access \
	agent \
	answer \
	api_answer \
	api_key \
	api_state \
	backoff \
	breaker \
	builder \
	builder_agent \
	builder_plan \
	callback_map \
	call_map \
	call_record \
	caller \
	cause \
	check \
	concurrency \
	config \
	detail \
	directory \
	emergency \
	entries \
	fingerprint \
	flood \
	gateway \
	gathered \
	header \
	header_rule \
	intrusion \
	json \
	key_file \
	last_tests \
	learned \
	lint \
	lookup \
	notify_target \
	notify_text \
	number \
	peer_names \
	prefix \
	prefix_index \
	prefix_table \
	registration \
	registry \
	rings \
	rows \
	rows_access \
	rows_agent \
	rows_call_id \
	rows_gateway \
	rows_header_rule \
	rows_notify \
	rows_transfer \
	sdp \
	signature \
	spool \
	text \
	tls_advice \
	tls_fault \
	transfer \
	trials \
	uri \
	url \
	utf8 \
	webhook \
	webhook_body \
	x509 \
