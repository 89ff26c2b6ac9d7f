// Calls every exported function and answers with what each returned. What the
// module exports and nobody calls here is named, too: see tests/sip/access/kemi.sh.
var uncalled = Object.keys(KSR.siptrunk);
var returned = [];

// NAME=RESULT, in X-Returned.
function call(name) {
	var result = KSR.siptrunk[name].apply(null, Array.prototype.slice.call(arguments, 1));
	returned.push(name + "=" + result);
	uncalled = uncalled.filter(function(other) { return other != name; });
	return result;
}

function results() {
	return ["trunk", "class", "target", "caller", "caller_source"].map(
			function(name) { return KSR.pv.get("$siptrunk(" + name + ")"); });
}

function answer(results) {
	KSR.hdr.append_to_reply("X-Returned: " + returned.join(",") + "\r\n");
	KSR.hdr.append_to_reply("X-Uncalled: " + (uncalled.join(",") || "none") + "\r\n");
	KSR.hdr.append_to_reply("X-Results: " + results.join(",") + "\r\n");
	KSR.sl.sl_send_reply(480, "Asked By KEMI");
}

// What ksr_onsend_route() is asked about.
function relay() {
	KSR.siptrunk.target("twilio");
	KSR.pv.sets("$du", "sip:192.0.2.50:5060");
	KSR.tm.t_relay();
}

// The call is suspended, and goes on in ksr_registered().
function register() {
	KSR.siptrunk.target("retell");
	KSR.siptrunk.agent_for(KSR.pv.get("$ru"));
	KSR.siptrunk.register_call(KSR.pv.get("$siptrunk(agent)"), "ksr_registered");
}

function ksr_registered(event) {
	KSR.tm.t_reply(480, "Is " + KSR.pv.get("$siptrunk(call_id)"));
}

function ksr_request_route() {
	returned = [];
	var identified = call("identify"), known = call("known_pbx");
	if(identified < 0 && known < 0) {
		KSR.sl.sl_send_reply(403, "Forbidden");
		return;
	}
	if(KSR.is_OPTIONS()) {
		KSR.sl.sl_send_reply(200, "OK");
		return;
	}
	if(KSR.is_method("MESSAGE")) {
		relay();
		return;
	}
	if(KSR.pv.get("$rU") == "+13125550170") {
		register();
		return;
	}
	call("screen");
	call("stranger");
	call("has_room");
	call("allow", "genesys");
	call("known_as", "genesys");
	call("classify_for", "9911", "genesys");
	call("classify", KSR.pv.get("$ru"));
	call("classify_request");
	call("compare_to");
	call("target", "retell");
	call("target_owner", "+15005550006");
	call("target_role", "emergency");
	call("termination");
	call("sender_in", "genesys");
	call("route_first");
	call("route_next");
	call("may_send");
	call("select_caller", "redsky");
	call("reveal_caller");
	call("verify_caller", "twilio");
	call("mask_caller", "twilio", "edge.lab");
	call("dial", "from", "2001");
	call("apply_headers", "redsky");
	call("strip_headers");
	call("codecs");
	call("filter_headers");
	call("gateway_first");
	call("gateway_next");
	call("gateway_response");
	call("gateway_heard");
	call("gateway_at", "198.51.100.12");
	call("to_gateway", "emergency");
	call("intrudes");
	call("uri_intrudes", "sip:2001@192.0.2.10");
	call("alarm_intruder", "a test");
	call("answer_challenge");
	call("authorize");
	call("admit_answer");
	call("first_answer");
	call("await_late");
	call("drop_unfinished");
	call("webhook");
	call("page", "nothing");
	call("hand_over", "sip:2001@192.0.2.10");
	call("handed_over", "done");
	call("bye_caller");
	call("expect_callback");
	call("callback", "sip:+13125550142@203.0.113.10");
	call("callback_next");
	var found = results();
	call("premium", "+8707721234");
	call("count", "premium_refused");
	call("count", "records_written"); // which is no route's to count
	call("explain", "step", "text");
	call("may_transfer", "sip:2001@192.0.2.10");
	call("transfer", "sip:2001@192.0.2.10", "sip:2002@192.0.2.10");
	call("transfer_left", "other");
	call("acknowledge", "");
	call("metrics");
	call("target_desk");
	call("record_emergency", "refused");
	call("record_call", "ended");
	call("agent_for", "+13125550170");
	call("register_call", "agent_sales", "ksr_registered");
	call("registration_overdue");
	answer(found);
}

function ksr_onsend_route() {
	if(KSR.siptrunk.may_send() < 0) {
		KSR.x.drop();
	}
}
