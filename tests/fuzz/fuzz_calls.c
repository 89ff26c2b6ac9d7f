/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** Whatever ids others give to calls, each call is found by all of its own, and its
 *  line in the log is a line of fields. A line of the input is what happens to a
 *  call: an event's digit, then the call's ids by kind, then who calls, with '|'
 *  between them. */
#include "fuzz.h"
#include "siptrunk_call_map.h"
#include "siptrunk_utf8.h"

#define PLACES 3

static const siptrunk_allocator_t allocator = {malloc, free};
static siptrunk_call_map_t *map;

/** What is behind one field NAME="VALUE" and the space after it. */
static const char *skip_field(const char *c)
{
	REQUIRE(*c >= 'a' && *c <= 'z');
	c += strspn(c, "abcdefghijklmnopqrstuvwxyz_");
	REQUIRE(c[0] == '=' && c[1] == '"');
	for(c += 2; *c != '"'; c++) {
		REQUIRE(*c != '\0');
		c += *c == '\\';
	}
	REQUIRE(c[1] == ' ' || c[1] == '\0');
	return c[1] == ' ' ? c + 2 : c + 1;
}

static void require_line(const siptrunk_call_record_t *record)
{
	char line[SIPTRUNK_CALL_LINE_MAX];
	size_t len = siptrunk_call_record_write(record, line);
	siptrunk_text_t rest = {line, len};
	const char *c;

	REQUIRE(len == strlen(line));
	for(; rest.len > 0; rest.s += len, rest.len -= len) {
		len = siptrunk_utf8_length(rest);
		REQUIRE(len > 0 && (unsigned char)rest.s[0] >= 0x20);
	}
	for(c = line; *c != '\0';)
		c = skip_field(c);
}

/** It was kept as it came: another is known by its hash, and shown otherwise. */
static bool is_whole(const char *id)
{
	const char *c;

	for(c = id; *c > 0 && *c != '?'; c++)
		;
	return c > id && *c == '\0' && c < id + SIPTRUNK_ID_MAX - 4;
}

static void require_found(const siptrunk_call_record_t *record)
{
	size_t i;

	for(i = 0; i < SIPTRUNK_ID_COUNT; i++) {
		if(is_whole(record->ids.ids[i]))
			REQUIRE(siptrunk_call_map_before(map,
							siptrunk_text(record->ids.ids[i]),
							record->serial + 1)
					== record);
	}
}

/** The call that has the first id; a new one when none has. */
static siptrunk_call_record_t *call_of(siptrunk_text_t id)
{
	siptrunk_call_record_t *record =
			id.len > 0 ? siptrunk_call_map_find(map, SIPTRUNK_ID_CALLER, id)
					   : NULL;
	siptrunk_call_loss_t loss;

	return record != NULL ? record : siptrunk_call_map_add(map, &loss);
}

static void happen(siptrunk_text_t line, int64_t now)
{
	siptrunk_call_change_t change = {.from_tag = SIPTRUNK_TEXT("t"),
			.to_tag = SIPTRUNK_TEXT(""), .now = now};
	siptrunk_text_t event = siptrunk_text_split(line, '|', &line);
	siptrunk_call_record_t *record;
	size_t i;

	change.event = (event.len > 0 ? (unsigned char)event.s[0] - '0' : 0u)
				   % SIPTRUNK_CALL_EVENT_COUNT;
	for(i = 0; i < SIPTRUNK_ID_COUNT; i++)
		change.ids[i] = siptrunk_text_split(line, '|', &line);
	change.from = change.to = change.trunk = change.target =
			change.classification = siptrunk_text_split(line, '|', &line);
	record = call_of(change.ids[SIPTRUNK_ID_CALLER]);
	siptrunk_call_map_change(map, record, &change);
	require_found(record);
	require_line(record);
	REQUIRE(siptrunk_call_map_running(map) <= PLACES);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	siptrunk_text_t rest = fuzz_text(data, size);
	int64_t now = 1;

	map = siptrunk_call_map_new(&allocator, PLACES);
	REQUIRE(map != NULL);
	while(rest.s != NULL)
		happen(siptrunk_text_split(rest, '\n', &rest), now++);
	siptrunk_call_map_free(map);
	return 0;
}
