/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** Whatever a URI brings along: a Route at its end is seen, and what a header
 *  names lies within its value. */
#include "fuzz.h"
#include "siptrunk_intrusion.h"

static bool is_guarded(siptrunk_text_t call_id)
{
	/* every byte is there to be read */
	return call_id.len > 0 && memchr(call_id.s, 'x', call_id.len) != NULL;
}

static void require_route_is_seen(siptrunk_text_t uri)
{
	static const char route[] = "?&%52oute=y";
	char longer[2000 + sizeof(route)];

	if(uri.len > 2000)
		return;
	memcpy(longer, uri.s, uri.len);
	memcpy(longer + uri.len, route, sizeof(route));
	REQUIRE(siptrunk_intrusion_by_uri(siptrunk_text(longer), is_guarded)
			|| memchr(longer, '\0', uri.len) != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	siptrunk_text_t text = fuzz_text(data, size);
	siptrunk_text_t call_id = siptrunk_intrusion_call_id(text);

	REQUIRE(call_id.len <= text.len);
	siptrunk_intrusion_names_dialog(text);
	siptrunk_intrusion_by_uri(text, is_guarded);
	require_route_is_seen(text);
	return 0;
}
