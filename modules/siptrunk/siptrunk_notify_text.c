/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What a notification of an emergency call says.
 *
 * Pure; the HTTP process; the caller's memory.
 */
#include "siptrunk_notify_text.h"

#include "siptrunk_check.h"
#include "siptrunk_detail.h"
#include "siptrunk_json.h"

#include <stdio.h>
#include <string.h>

static const char *const extensions[] = {
		[SIPTRUNK_NOTIFY_HTTP] = "json", [SIPTRUNK_NOTIFY_SIP] = "txt"};
#define KINDS (sizeof(extensions) / sizeof(extensions[0]))

static siptrunk_text_t write_json(const siptrunk_emergency_entry_t *entry,
		const char *time, siptrunk_text_t edge,
		char text[SIPTRUNK_NOTIFY_TEXT_MAX])
{
	siptrunk_json_t json;

	siptrunk_json_init(&json, text, SIPTRUNK_NOTIFY_TEXT_MAX);
	siptrunk_json_open(&json, NULL, '{');
	siptrunk_json_text(&json, "id", siptrunk_text(entry->id));
	siptrunk_json_text(&json, "event", SIPTRUNK_TEXT("emergency_call"));
	siptrunk_json_bool(&json, "test", entry->test != 0);
	siptrunk_json_text(&json, "time", siptrunk_text(time));
	siptrunk_json_text(&json, "site", siptrunk_text(entry->site));
	siptrunk_json_text(&json, "number", siptrunk_text(entry->number));
	siptrunk_json_text(&json, "caller", siptrunk_text(entry->caller));
	siptrunk_json_text(&json, "identity", siptrunk_text(entry->identity));
	siptrunk_json_text(&json, "extension", siptrunk_text(entry->extension));
	siptrunk_json_text(&json, "gateway", siptrunk_text(entry->gateway));
	siptrunk_json_text(&json, "call_id", siptrunk_text(entry->call_id));
	siptrunk_json_text(&json, "edge", edge);
	siptrunk_json_close(&json, '}');
	return siptrunk_json_done(&json);
}

static const char *or_unknown(const char *text)
{
	return text[0] != '\0' ? text : "unknown";
}

static siptrunk_text_t write_line(const siptrunk_emergency_entry_t *entry,
		const char *time, char text[SIPTRUNK_NOTIFY_TEXT_MAX])
{
	int len = snprintf(text, SIPTRUNK_NOTIFY_TEXT_MAX,
			"%s: %s dialled %s. Site: %s. Extension: %s. Call back: %s. Time: "
			"%s. Id: %s",
			entry->test ? "Test of emergency calls" : "EMERGENCY CALL",
			or_unknown(entry->identity), entry->number,
			or_unknown(entry->site), or_unknown(entry->extension),
			or_unknown(entry->caller), time, entry->id);

	return (siptrunk_text_t){text, (size_t)len};
}

siptrunk_text_t siptrunk_notify_text(siptrunk_notify_kind_t kind,
		const siptrunk_emergency_entry_t *entry, siptrunk_text_t edge,
		char text[SIPTRUNK_NOTIFY_TEXT_MAX])
{
	char time[SIPTRUNK_TIME_TEXT_MAX];

	siptrunk_time_format(entry->received / 1000, time);
	return kind == SIPTRUNK_NOTIFY_HTTP ? write_json(entry, time, edge, text)
										: write_line(entry, time, text);
}

const char *siptrunk_notice_name_format(const siptrunk_notice_name_t *name,
		char file[SIPTRUNK_NOTICE_FILE_MAX])
{
	snprintf(file, SIPTRUNK_NOTICE_FILE_MAX, "%s-%d.%s", name->id, name->row,
			extensions[name->kind]);
	return file;
}

static bool id_parse(siptrunk_text_t text, char *id)
{
	if(!siptrunk_emergency_is_id(text))
		return false;
	memcpy(id, text.s, text.len);
	id[text.len] = '\0';
	return true;
}

static bool kind_parse(siptrunk_text_t text, siptrunk_notify_kind_t *kind)
{
	*kind = siptrunk_text_index(extensions, KINDS, text);
	return *kind < KINDS;
}

bool siptrunk_notice_name_parse(
		siptrunk_text_t file, siptrunk_notice_name_t *name)
{
	char again[SIPTRUNK_NOTICE_FILE_MAX];
	siptrunk_text_t id, row, kind;

	id = siptrunk_text_split(file, '-', &row);
	row = siptrunk_text_split(row, '.', &kind);
	return id_parse(id, name->id) && siptrunk_parse_int(row, &name->row)
		   && kind_parse(kind, &name->kind)
		   && siptrunk_text_equal(file,
				   siptrunk_text(siptrunk_notice_name_format(name, again)));
}
