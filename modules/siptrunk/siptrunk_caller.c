/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Prioritized caller selection: the order, the directory of callers, and the
 * choice with its reasons.
 *
 * Pure; any process; the directory lives in the configuration's arena.
 */
#include "siptrunk_caller.h"
#include "siptrunk_ascii.h"
#include "siptrunk_uri.h"

#include <stdio.h>
#include <string.h>

/** Longest user@host that is looked up; longer ones are nobody's. */
#define ADDRESS_MAX 512

/** A source: its name, what its value must be, what it is when it is not. */
static const struct
{
	const char *name;
	bool (*valid)(siptrunk_text_t text);
	const char *otherwise;
} sources[SIPTRUNK_SOURCE_COUNT] = {
		[SIPTRUNK_SOURCE_CALL] = {"call_source", siptrunk_uri_is_e164,
				"not E.164"},
		[SIPTRUNK_SOURCE_EXTENSION] = {"user_extension",
				siptrunk_uri_is_extension, "not an extension"},
		[SIPTRUNK_SOURCE_SITE] = {"site", siptrunk_uri_is_e164, "not E.164"},
		[SIPTRUNK_SOURCE_TRUNK] = {"trunk", siptrunk_uri_is_e164, "not E.164"},
		[SIPTRUNK_SOURCE_EMAIL] = {"user_email", siptrunk_uri_is_email,
				"not an e-mail address"},
};

siptrunk_text_t siptrunk_source_name(siptrunk_source_t source)
{
	return source < SIPTRUNK_SOURCE_COUNT ? siptrunk_text(sources[source].name)
										  : SIPTRUNK_TEXT("none");
}

bool siptrunk_source_parse(siptrunk_text_t name, siptrunk_source_t *source)
{
	unsigned i;

	for(i = 0; i < SIPTRUNK_SOURCE_COUNT; i++) {
		*source = (siptrunk_source_t)i;
		if(siptrunk_text_equal(name, siptrunk_source_name(*source)))
			return true;
	}
	return false;
}

static bool order_has(
		const siptrunk_caller_order_t *order, siptrunk_source_t source)
{
	return memchr(order->sources, (int)source, order->count) != NULL;
}

bool siptrunk_caller_order_parse(siptrunk_text_t text,
		siptrunk_caller_order_t *order, siptrunk_error_t *error)
{
	siptrunk_text_t rest = siptrunk_text_trim(text);
	siptrunk_source_t source;

	order->count = 0;
	if(rest.len == 0)
		return true;
	while(rest.s != NULL) {
		siptrunk_text_t name = siptrunk_text_split(rest, ',', &rest);

		name = siptrunk_text_trim(name);
		if(!siptrunk_source_parse(name, &source))
			return siptrunk_error_found(error,
					"call_source, user_extension, site, trunk or user_email",
					name);
		if(order_has(order, source))
			return siptrunk_error_found(error, "each source once", text);
		if(order_has(order, SIPTRUNK_SOURCE_EMAIL))
			return siptrunk_error_found(error, "user_email last", text);
		order->sources[order->count++] = (uint8_t)source;
	}
	if(!order_has(order, SIPTRUNK_SOURCE_EMAIL))
		order->sources[order->count++] = SIPTRUNK_SOURCE_EMAIL;
	return true;
}

const siptrunk_site_t *siptrunk_site_find(
		const siptrunk_site_t *sites, size_t count, siptrunk_text_t name)
{
	size_t i;

	if(name.len == 0)
		return NULL; /* most callers of a large directory */
	for(i = 0; i < count; i++) {
		if(siptrunk_text_equal(sites[i].name, name))
			return &sites[i];
	}
	return NULL;
}

/** What a caller is found by. */
typedef enum kind
{
	KIND_ADDRESS, /**< address of record or e-mail, without case */
	KIND_DID,	  /**< without its '+' */
	KIND_EXTENSION
} kind_t;

#define NO_CALLER UINT32_MAX

/** Eight bytes, most lookups read one: the tag stands for the key, until it
 *  is equal. */
typedef struct slot
{
	uint32_t tag;
	uint32_t caller; /**< index, or NO_CALLER: free */
} slot_t;

/** Open addressing, at most two thirds full. */
struct siptrunk_directory
{
	const siptrunk_caller_t *callers;
	slot_t *slots;
	uint32_t slot_count;
};

/** FNV-1a over the lower-case key, then MurmurHash3's finalizer, because
 *  FNV's high bits, which choose the slot, are weak for short keys. */
static uint64_t key_hash(kind_t kind, siptrunk_text_t key)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325) + kind;
	size_t i;

	for(i = 0; i < key.len; i++) {
		hash ^= (unsigned char)siptrunk_ascii_lower(key.s[i]);
		hash *= UINT64_C(0x100000001b3);
	}
	hash ^= hash >> 33;
	hash *= UINT64_C(0xff51afd7ed558ccd);
	hash ^= hash >> 33;
	hash *= UINT64_C(0xc4ceb9fe1a85ec53);
	return hash ^ hash >> 33;
}

static bool key_matches(
		const siptrunk_caller_t *caller, kind_t kind, siptrunk_text_t key)
{
	switch(kind) {
		case KIND_ADDRESS:
			return siptrunk_text_equal_nocase(caller->aor, key)
				   || siptrunk_text_equal_nocase(caller->email, key);
		case KIND_DID:
			return siptrunk_text_equal(
					siptrunk_uri_without_plus(caller->did), key);
		default:
			return siptrunk_text_equal(caller->extension, key);
	}
}

/** The slot that holds key, or the free one where it belongs. */
static slot_t *slot_find(const siptrunk_directory_t *directory, kind_t kind,
		siptrunk_text_t key, uint32_t *tag)
{
	uint64_t hash = key_hash(kind, key);
	/* scales the upper half of the hash to the number of slots */
	uint32_t i = (uint32_t)((hash >> 32) * directory->slot_count >> 32);
	slot_t *slot;

	*tag = (uint32_t)hash;
	for(;; i = i + 1 < directory->slot_count ? i + 1 : 0) {
		slot = &directory->slots[i];
		if(slot->caller == NO_CALLER)
			return slot;
		if(slot->tag == *tag
				&& key_matches(&directory->callers[slot->caller], kind, key))
			return slot;
	}
}

static const siptrunk_caller_t *find_key(
		const siptrunk_directory_t *directory, kind_t kind, siptrunk_text_t key)
{
	uint32_t tag;
	const slot_t *slot;

	if(key.len == 0)
		return NULL;
	slot = slot_find(directory, kind, key, &tag);
	return slot->caller == NO_CALLER ? NULL : &directory->callers[slot->caller];
}

static siptrunk_status_t key_add(siptrunk_directory_t *directory,
		uint32_t index, kind_t kind, const char *column, siptrunk_text_t text,
		siptrunk_error_t *error)
{
	siptrunk_text_t key =
			kind == KIND_DID ? siptrunk_uri_without_plus(text) : text;
	const siptrunk_caller_t *caller = &directory->callers[index];
	const siptrunk_caller_t *other;
	siptrunk_quoted_t value, name, other_name;
	slot_t *slot;
	uint32_t tag;

	if(key.len == 0)
		return SIPTRUNK_OK;
	slot = slot_find(directory, kind, key, &tag);
	if(slot->caller == NO_CALLER)
		*slot = (slot_t){tag, index};
	if(slot->caller == index)
		return SIPTRUNK_OK;
	other = &directory->callers[slot->caller];
	siptrunk_error_set(error,
			"row %d, column %s: expected a value of one caller, found '%s' "
			"of '%s' and, in row %d, of '%s'",
			caller->row, column, siptrunk_text_quote(text, &value),
			siptrunk_text_quote(caller->aor, &name), other->row,
			siptrunk_text_quote(other->aor, &other_name));
	return SIPTRUNK_INVALID;
}

static siptrunk_status_t caller_add(siptrunk_directory_t *directory,
		uint32_t index, siptrunk_error_t *error)
{
	const siptrunk_caller_t *caller = &directory->callers[index];
	const struct
	{
		kind_t kind;
		const char *column;
		siptrunk_text_t text;
	} keys[] = {
			{KIND_ADDRESS, "aor", caller->aor},
			{KIND_ADDRESS, "email", caller->email},
			{KIND_DID, "did", caller->did},
			{KIND_EXTENSION, "extension", caller->extension},
	};
	siptrunk_status_t status = SIPTRUNK_OK;
	size_t i;

	for(i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		status = key_add(directory, index, keys[i].kind, keys[i].column,
				keys[i].text, error);
		if(status != SIPTRUNK_OK)
			break;
	}
	return status;
}

static size_t key_count(const siptrunk_caller_t *callers, size_t count)
{
	size_t keys = 0;
	size_t i;

	for(i = 0; i < count; i++)
		keys += (callers[i].aor.len > 0) + (callers[i].email.len > 0)
				+ (callers[i].did.len > 0) + (callers[i].extension.len > 0);
	return keys;
}

siptrunk_status_t siptrunk_directory_build(siptrunk_arena_t *arena,
		const siptrunk_caller_t *callers, size_t count,
		siptrunk_directory_t **directory, siptrunk_error_t *error)
{
	siptrunk_directory_t *built = siptrunk_arena_alloc(arena, sizeof(*built));
	size_t keys = key_count(callers, count);
	size_t slots = keys + keys / 2 + 1;
	siptrunk_status_t status;
	size_t i;

	if(slots >= NO_CALLER) {
		siptrunk_error_set(error, "expected fewer callers, found %zu", count);
		return SIPTRUNK_INVALID;
	}
	if(built == NULL)
		return SIPTRUNK_NO_MEMORY;
	built->callers = callers;
	built->slot_count = (uint32_t)slots;
	built->slots = siptrunk_arena_alloc(arena, slots * sizeof(*built->slots));
	if(built->slots == NULL)
		return SIPTRUNK_NO_MEMORY;
	for(i = 0; i < slots; i++)
		built->slots[i].caller = NO_CALLER;
	for(i = 0; i < count; i++) {
		status = caller_add(built, (uint32_t)i, error);
		if(status != SIPTRUNK_OK)
			return status;
	}
	*directory = built;
	return SIPTRUNK_OK;
}

/** Writes "user@host", or an empty text when it does not fit. */
static siptrunk_text_t address_join(
		siptrunk_text_t user, siptrunk_text_t host, char address[ADDRESS_MAX])
{
	if(host.len == 0 || host.len >= ADDRESS_MAX - user.len)
		return SIPTRUNK_TEXT("");
	memcpy(address, user.s, user.len);
	address[user.len] = '@';
	memcpy(address + user.len + 1, host.s, host.len);
	return (siptrunk_text_t){address, user.len + 1 + host.len};
}

const siptrunk_caller_t *siptrunk_directory_find(
		const siptrunk_directory_t *directory, siptrunk_text_t identity)
{
	char plain[ADDRESS_MAX], joined[ADDRESS_MAX];
	const siptrunk_caller_t *by_address, *caller;
	siptrunk_text_t user, address;
	siptrunk_uri_t uri;

	if(!siptrunk_uri_parse(identity, &uri))
		return NULL;
	user.s = plain;
	user.len = siptrunk_uri_unescape(uri.user, plain, sizeof(plain));
	address = address_join(user, uri.host, joined);

	by_address = find_key(directory, KIND_ADDRESS, address);
	if(by_address != NULL
			&& siptrunk_text_equal_nocase(by_address->aor, address))
		return by_address;
	caller = find_key(directory, KIND_DID, siptrunk_uri_without_plus(user));
	if(caller == NULL)
		caller = find_key(directory, KIND_EXTENSION, user);
	if(caller == NULL)
		caller = by_address;
	if(caller == NULL && memchr(plain, '@', user.len) != NULL)
		caller = find_key(directory, KIND_ADDRESS, user);
	return caller;
}

const siptrunk_site_t *siptrunk_caller_site(
		const siptrunk_caller_t *caller, const siptrunk_site_t *default_site)
{
	return caller != NULL && caller->site != NULL ? caller->site : default_site;
}

/** What a source offers, valid or not. */
static siptrunk_text_t source_value(
		siptrunk_source_t source, const siptrunk_caller_input_t *input)
{
	static const siptrunk_caller_t unknown;
	const siptrunk_caller_t *caller =
			input->caller != NULL ? input->caller : &unknown;
	const siptrunk_site_t *site =
			siptrunk_caller_site(caller, input->default_site);

	switch(source) {
		case SIPTRUNK_SOURCE_CALL:
			return caller->did.len > 0 ? caller->did : input->asserted;
		case SIPTRUNK_SOURCE_EXTENSION:
			return caller->extension;
		case SIPTRUNK_SOURCE_SITE:
			return site != NULL ? site->ani : unknown.did;
		case SIPTRUNK_SOURCE_TRUNK:
			return input->trunk_ani;
		default:
			return caller->email;
	}
}

void siptrunk_caller_select(const siptrunk_caller_order_t *order,
		const siptrunk_caller_input_t *input, siptrunk_caller_choice_t *choice)
{
	size_t i;

	*choice = (siptrunk_caller_choice_t){
			.source = SIPTRUNK_SOURCE_COUNT, .count = order->count};
	for(i = 0; i < order->count; i++) {
		siptrunk_candidate_t *candidate = &choice->candidates[i];
		siptrunk_source_t source = (siptrunk_source_t)order->sources[i];

		candidate->source = source;
		candidate->value = source_value(source, input);
		if(candidate->value.len == 0) {
			candidate->verdict = "empty";
		} else if(!sources[source].valid(candidate->value)) {
			candidate->verdict = sources[source].otherwise;
		} else if(choice->source != SIPTRUNK_SOURCE_COUNT) {
			candidate->verdict = "not needed";
		} else {
			candidate->verdict = "chosen";
			choice->value = candidate->value;
			choice->source = source;
		}
	}
}

void siptrunk_caller_why(
		const siptrunk_caller_choice_t *choice, char why[SIPTRUNK_WHY_MAX])
{
	const siptrunk_candidate_t *candidate = choice->candidates;
	siptrunk_text_t source;
	size_t len = 0;

	why[0] = '\0';
	for(; candidate < choice->candidates + choice->count; candidate++) {
		if(candidate->source == choice->source || len >= SIPTRUNK_WHY_MAX)
			return;
		source = siptrunk_source_name(candidate->source);
		len += (size_t)snprintf(why + len, SIPTRUNK_WHY_MAX - len,
				"%s%.*s: %s", len > 0 ? ", " : "", SIPTRUNK_TEXT_FMT(source),
				candidate->verdict);
	}
}
