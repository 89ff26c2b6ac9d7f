/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What may be a custom SIP header.
 *
 * Pure; used at load.
 */
#include "siptrunk_header.h"
#include "siptrunk_ascii.h"

#define NAME_MAX_LENGTH 64
#define VALUE_MAX_LENGTH 1024

/**
 * Dialog, transaction, transport, body, authentication, identity and
 * emergency headers: setting one per trunk, or removing it from what comes
 * in, would break the call or an invariant of it.
 */
static const char *const managed[] = {"Accept", "Accept-Encoding",
		"Accept-Language", "Allow", "Allow-Events", "Authentication-Info",
		"Authorization", "CSeq", "Call-ID", "Contact", "Content-Disposition",
		"Content-Encoding", "Content-ID", "Content-Length", "Content-Type",
		"Date", "Event", "Expires", "From", "Geolocation", "Geolocation-Error",
		"Geolocation-Routing", "Identity", "Identity-Info", "Join",
		"MIME-Version", "Max-Forwards", "Min-Expires", "Min-SE",
		"P-Asserted-Identity", "P-Preferred-Identity", "Path", "Priority",
		"Privacy", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Require",
		"RAck", "RSeq", "Reason", "Record-Route", "Refer-To", "Referred-By",
		"Replaces", "Require", "Resource-Priority", "Retry-After", "Route",
		"SIP-ETag", "SIP-If-Match", "Service-Route", "Session-Expires",
		"Subscription-State", "Supported", "Timestamp", "To", "Unsupported",
		"Via", "WWW-Authenticate", "Warning"};

static bool is_token(siptrunk_text_t text)
{
	return siptrunk_text_is_word(text, SIZE_MAX, "-.!%*_+`'~");
}

static bool is_managed(siptrunk_text_t name)
{
	size_t i;

	/* single letters are the compact forms, also those yet to come */
	if(name.len == 1 && siptrunk_ascii_alpha(name.s[0]))
		return true;
	for(i = 0; i < sizeof(managed) / sizeof(managed[0]); i++) {
		if(siptrunk_text_equal_nocase(name, siptrunk_text(managed[i])))
			return true;
	}
	return false;
}

bool siptrunk_header_name_check(siptrunk_text_t name, siptrunk_error_t *error)
{
	if(!is_token(name) || name.len > NAME_MAX_LENGTH)
		return siptrunk_error_found(
				error, "a header name of 1 to 64 token characters", name);
	if(is_managed(name))
		return siptrunk_error_found(
				error, "a header that SIP or the edge does not manage", name);
	return true;
}

bool siptrunk_header_value_check(siptrunk_text_t value, siptrunk_error_t *error)
{
	size_t i;

	if(siptrunk_text_trim(value).len == 0 || value.len > VALUE_MAX_LENGTH) {
		siptrunk_error_set(error,
				"expected a value of 1 to 1024 bytes that are not all spaces, "
				"found %zu",
				value.len);
		return false;
	}
	for(i = 0; i < value.len; i++) {
		if(!siptrunk_ascii_control(value.s[i]))
			continue;
		siptrunk_error_set(error,
				"expected no control character, found one as byte %zu", i + 1);
		return false;
	}
	return true;
}

bool siptrunk_header_value_is_uuid(siptrunk_text_t value)
{
	static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	size_t i;

	if(value.len != sizeof(form) - 1)
		return false;
	for(i = 0; i < value.len; i++) {
		if(form[i] == '-' ? value.s[i] != '-'
						  : siptrunk_ascii_hex(value.s[i]) < 0)
			return false;
	}
	return true;
}
