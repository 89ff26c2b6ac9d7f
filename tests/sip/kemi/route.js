// Calls every exported function once and answers with what they found.
function ksr_request_route() {
	if(KSR.siptrunk.identify() < 0) {
		KSR.sl.sl_send_reply(403, "Forbidden");
		return;
	}
	if(KSR.is_OPTIONS()) {
		KSR.sl.sl_send_reply(200, "OK");
		return;
	}
	var returned = [
		KSR.siptrunk.screen(),
		-KSR.siptrunk.stranger(),
		KSR.siptrunk.allow("genesys"),
		KSR.siptrunk.classify_for("9911", "genesys"),
		KSR.siptrunk.classify(KSR.pv.get("$ru")),
		KSR.siptrunk.target("retell"),
		KSR.siptrunk.target_owner("+15005550006"),
		KSR.siptrunk.target_role("emergency"),
		KSR.siptrunk.select_caller("redsky"),
		KSR.siptrunk.apply_headers("redsky"),
		KSR.siptrunk.strip_headers(),
		KSR.siptrunk.record_emergency("refused")
	];
	var results = ["trunk", "class", "target", "caller", "caller_source"].map(
			function(name) { return KSR.pv.get("$siptrunk(" + name + ")"); });
	KSR.hdr.append_to_reply("X-Returned: " + returned.join(",") + "\r\n");
	KSR.hdr.append_to_reply("X-Results: " + results.join(",") + "\r\n");
	KSR.sl.sl_send_reply(480, "Asked By KEMI");
}

function ksr_onsend_route() {}
