/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** Caller orders: what is accepted, written out again, is the same order. */
#include "fuzz.h"
#include "siptrunk_caller.h"

/** Room for all five names and their commas. */
#define ORDER_TEXT_MAX 64

static void order_write(
		const siptrunk_caller_order_t *order, char text[ORDER_TEXT_MAX])
{
	size_t len = 0;
	size_t i;

	text[0] = '\0';
	for(i = 0; i < order->count; i++) {
		siptrunk_text_t name = siptrunk_source_name(order->sources[i]);

		len += (size_t)snprintf(text + len, ORDER_TEXT_MAX - len, "%s%.*s",
				i > 0 ? "," : "", SIPTRUNK_TEXT_FMT(name));
		REQUIRE(len < ORDER_TEXT_MAX);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	siptrunk_caller_order_t order, again;
	char text[ORDER_TEXT_MAX];
	siptrunk_error_t error;

	if(!siptrunk_caller_order_parse(fuzz_text(data, size), &order, &error)) {
		require_log_line(error.text);
		return 0;
	}
	REQUIRE(order.count <= SIPTRUNK_SOURCE_COUNT);
	REQUIRE(order.count == 0
			|| order.sources[order.count - 1] == SIPTRUNK_SOURCE_EMAIL);
	order_write(&order, text);
	REQUIRE(siptrunk_caller_order_parse(siptrunk_text(text), &again, &error));
	REQUIRE(order.count == again.count);
	REQUIRE(memcmp(order.sources, again.sources, order.count) == 0);
	return 0;
}
