# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What an empty column of a trunk means, and where each setting comes from.

# _origin TRUNK COLUMN: "VALUE ORIGIN" of siptrunk.show.
_origin() {
	rpc siptrunk.show "$1" | awk -v column="$2:" '$1 == column { print $2; if (++n == 2) exit }' | paste -sd ' '
}

a_setting_tells_where_it_comes_from() {
	data "UPDATE siptrunk_trunk SET call_limit = 5 WHERE name = 'twilio'"
	equal "the row's" "5 row" "$(_origin twilio call_limit)"
	equal "ours" "0 default" "$(_origin genesys call_limit)"
	edge_with 'TRUNK_DEFAULTS="call_limit=7; agent.topology=hide"'
	equal "the row's" "5 row" "$(_origin twilio call_limit)"
	equal "the edge's" "7 local" "$(_origin genesys call_limit)"
	equal "an agent's" "hide local" "$(_origin retell topology)"
	equal "an emergency trunk's" "0 default" "$(_origin redsky call_limit)"
}

a_default_of_the_edge_is_in_effect() {
	edge_with 'TRUNK_DEFAULTS="agent.codecs=G722"'
	data "UPDATE siptrunk_trunk SET codecs = '' WHERE name = 'retell'"
	equal "in effect" "G722 local" "$(_origin retell codecs)"
	uac pbx refused number=+13125550142 status=488 codecs=PCMU "header Warning the other side G722"
}
