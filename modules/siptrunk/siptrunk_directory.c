/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The directory: callers by what a message says of them.
 *
 * Pure; any process; lives in the configuration's arena.
 */
#include "siptrunk_directory.h"
#include "siptrunk_ascii.h"
#include "siptrunk_uri.h"

#include <string.h>

/** Longest user@host that is looked up; longer ones are nobody's. */
#define ADDRESS_MAX 512

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
