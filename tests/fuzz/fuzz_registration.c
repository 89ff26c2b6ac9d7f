/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** Whatever headers a caller sends, what the API is told is JSON of the size that
 *  it is to have. The input's first two lines are numbers, the others values. */
#include "fuzz.h"
#include "siptrunk_registration.h"
#include "siptrunk_uri.h"

#include <jansson.h>

static const siptrunk_variable_t variables[] = {
		{.kind = SIPTRUNK_VARIABLE, .name = SIPTRUNK_TEXT("customer")},
		{.kind = SIPTRUNK_METADATA, .name = SIPTRUNK_TEXT("conversation")}};

static void require_number(const json_t *body, const char *name)
{
	const json_t *number = json_object_get(body, name);

	REQUIRE(number == NULL
			|| siptrunk_uri_is_e164(siptrunk_text(json_string_value(number))));
}

/** Jansson has refused what is no UTF-8. */
static void require_values(json_t *object)
{
	const char *name, *c;
	json_t *value;

	json_object_foreach(object, name, value)
	{
		REQUIRE(json_string_length(value) <= SIPTRUNK_REGISTRATION_VALUE_MAX);
		for(c = json_string_value(value); *c != '\0'; c++)
			REQUIRE((unsigned char)*c >= 0x20 && *c != 0x7f);
	}
}

static void require_body(siptrunk_text_t text)
{
	json_t *body = json_loadb(text.s, text.len, 0, NULL);

	REQUIRE(json_is_object(body));
	REQUIRE(json_is_string(json_object_get(body, "agent_id")));
	require_number(body, "from_number");
	require_number(body, "to_number");
	require_values(json_object_get(body, "metadata"));
	require_values(json_object_get(body, "retell_llm_dynamic_variables"));
	json_decref(body);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	siptrunk_registration_t registration = {
			.agent_id = SIPTRUNK_TEXT("agent_sales"),
			.direction = SIPTRUNK_TEXT("inbound")};
	siptrunk_text_t rest = fuzz_text(data, size), written;
	char text[SIPTRUNK_REGISTRATION_MAX];
	size_t i;

	registration.from = siptrunk_text_split(rest, '\n', &rest);
	registration.to = siptrunk_text_split(rest, '\n', &rest);
	for(i = 0; i < SIPTRUNK_REGISTRATION_TOLD_MAX && rest.s != NULL; i++)
		registration.told[i] = (siptrunk_told_t){
				&variables[i % 2], siptrunk_text_split(rest, '\n', &rest)};
	registration.told_count = i;
	written = siptrunk_registration_write(&registration, text);
	REQUIRE(written.s == text && written.len < sizeof(text));
	require_body(written);
	return 0;
}
