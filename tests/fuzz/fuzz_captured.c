/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** Whatever a message is, it is written down as long as it is and with nothing
 *  beyond its frame; blanking changes no line's length, and nothing twice. */
#include "fuzz.h"
#include "siptrunk_captured.h"

static bool any(siptrunk_text_t header, const void *context)
{
	(void)context;
	return header.len % 2 == 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char once[SIPTRUNK_CAPTURED_MAX], twice[SIPTRUNK_CAPTURED_MAX];
	static unsigned char
			packet[SIPTRUNK_CAPTURED_MAX + SIPTRUNK_CAPTURED_FRAME];
	siptrunk_captured_t captured = {.from_port = 1};
	siptrunk_text_t message = fuzz_text(data, size);
	siptrunk_text_t id = siptrunk_captured_call_id(message);
	size_t i, len;

	if(size > sizeof(once))
		return 0;
	REQUIRE(memchr(id.s, '\n', id.len) == NULL);
	siptrunk_captured_is_sip(message);
	memcpy(once, message.s, size);
	siptrunk_captured_blank(once, size, any, NULL);
	for(i = 0; i < size; i++)
		REQUIRE(once[i] == message.s[i] || (once[i] == 'x' && data[i] > ' '));
	memcpy(twice, once, size);
	siptrunk_captured_blank(twice, size, any, NULL);
	REQUIRE(memcmp(once, twice, size) == 0);
	captured.from.family = captured.to.family =
			size % 2 ? SIPTRUNK_IPV6 : SIPTRUNK_IPV4;
	len = siptrunk_pcap_packet(&captured, message, packet);
	REQUIRE(len > size && len <= size + SIPTRUNK_CAPTURED_FRAME);
	len = siptrunk_hep_packet(&captured, message, 1, packet);
	REQUIRE(len > size && len <= size + SIPTRUNK_CAPTURED_FRAME);
	return 0;
}
