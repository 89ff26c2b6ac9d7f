# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Match types and priorities of the number plan.

# _plan MATCH_TYPE NUMBERS CLASS [PRIORITY]
_plan() {
	sql "INSERT INTO siptrunk_number_plan (id, match_type, numbers, classification, priority)
		VALUES (${5:-NULL}, '$1', '$2', '$3', ${4:-100})"
}

# _class NUMBER CLASS ROW
_class() {
	equal "the class of $1" "$2" "$(rpc_field class siptrunk.classify "s:$1")"
	equal "the row of $1" "$3" "$(rpc_field row siptrunk.classify "s:$1")"
}

# A row of each, one that would take all, and those that would take a 911.
each_match_type_classifies() {
	keep_data
	_plan digit_length 4,7-10 local 50 50
	_plan prefix '1900,*6' premium 20 51
	_plan country_code 44,353 islands 50 52
	_plan regex '^\+1(800|888)\d{7}$' tollfree 50 53
	_plan number_list 2077 desk 50 49
	_plan regex '.' rest 90 54
	_plan prefix 9 outside 0 55
	_plan digit_length 3,4 short 60 56
	rpc siptrunk.reload >/dev/null
	_class 2077 desk 49
	_class 2002 local 50
	_class 555-0142 local 50
	_class 19005550142 premium 51
	_class '*67' premium 51
	_class +442079460001 islands 52
	_class +18005550142 tollfree 53
	_class 13125550142 rest 54
	_class 911 e911 1
	_class 9911 e911 1
	_class +1933 e911_test 2
	_class 411 short 56
	uas redsky1 answer "has ^INVITE sip:911@"
	uac pbx call number=9911
	uas_done redsky1
}

# _plan_is_refused WHY MATCH_TYPE NUMBERS CLASS
_plan_is_refused() {
	keep_data
	_plan "$2" "$3" "$4" 100 90
	contains "the fault" "table siptrunk_number_plan, row 90, column $1" "$(rpc_fault siptrunk.reload)"
	restore_data
}

a_row_that_makes_no_sense_is_refused() {
	_plan_is_refused "numbers: expected a regular expression, found .*: missing closing parenthesis at position 7" \
		regex '^(\d{7}' local
	_plan_is_refused "numbers: expected a number of digits, 1 to 32, or two with '-' between them, found '10-7'" \
		digit_length 4,10-7 local
	_plan_is_refused "match_type: expected number_list, because the classification is an emergency's, found 'regex'" \
		regex '^112$' e911
	_plan_is_refused "classification: expected a classification that is not called Emergency, such as e911, found 'EMERGENCY'" \
		prefix 11 EMERGENCY
}

# It would be busy with these digits for minutes.
a_pattern_without_end_fits_nothing() {
	local given_up lines
	keep_data
	_plan regex '^(\d+)+\D' trap 1 90
	rpc siptrunk.reload >/dev/null
	given_up=$(counter patterns_given_up) lines=$(edge_log_lines)
	_class 1234567890123456789012345678901 none 0
	await_counter patterns_given_up $((given_up + 1))
	contains "the log" "ERROR.*pattern '.*' of a number plan or dial rule takes too many steps" \
		"$(edge_log_since "$lines")"
	uas redsky1 answer "has ^INVITE sip:911@"
	uac pbx call number=911
	uas_done redsky1
}

control_the_plan_test_notices_another_priority() {
	must_fail _without_priorities "the class of 2077"
}

_without_priorities() {
	keep_data
	_plan digit_length 4 local 50
	_plan number_list 2077 desk 60
	rpc siptrunk.reload >/dev/null
	_class 2077 desk 49
}
