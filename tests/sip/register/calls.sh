# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A number of an agent's: the call is registered with Retell's API, once, and
# sent to the id that this gives it.

AGENT_NUMBER=+13125550170

a_call_is_sent_to_the_id_it_was_registered_with() {
	uas retell answer "has ^INVITE sip:call_[0-9a-zA-Z_]*@sip\.retellai\.com;transport=tcp"
	uac pbx call number=$AGENT_NUMBER
	uas_done retell
}
