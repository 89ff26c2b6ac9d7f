/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Editing the headers of a SIP message.
 *
 * SIP workers; private memory.
 */
#include "siptrunk_message_edit.h"

#include "siptrunk_ascii.h"
#include "siptrunk_compat.h"

#include "core/data_lump.h"
#include "core/dprint.h"
#include "core/mem/mem.h"
#include "core/parser/contact/parse_contact.h"
#include "core/parser/hf.h"
#include "core/parser/parse_uri.h"

#include <string.h>

/** Blanks headers of these names in a chain of additions. Not those in shared
 *  memory: they belong to the transaction, and other processes read them. */
static void blank_chain(const siptrunk_config_t *config, struct lump *added,
		struct lump *(*follow)(const struct lump *))
{
	siptrunk_text_t rest, name;

	for(; added != NULL; added = follow(added)) {
		if(added->op != LUMP_ADD || (added->flags & LUMPFLAG_SHMEM))
			continue;
		name = siptrunk_text_split(
				(siptrunk_text_t){added->u.value, (size_t)added->len}, ':',
				&rest);
		if(rest.s != NULL
				&& siptrunk_config_is_custom(
						config, siptrunk_text_trim(name)))
			added->len = 0;
	}
}

static struct lump *follow_before(const struct lump *lump)
{
	return lump->before;
}

static struct lump *follow_after(const struct lump *lump)
{
	return lump->after;
}

static void blank_added(sip_msg_t *message, const siptrunk_config_t *config)
{
	struct lump *lump;

	for(lump = message->add_rm; lump != NULL; lump = lump->next) {
		blank_chain(config, lump->before, follow_before);
		blank_chain(config, lump->after, follow_after);
	}
}

static bool is_deleted(const sip_msg_t *message, int offset)
{
	const struct lump *lump;

	for(lump = message->add_rm; lump != NULL; lump = lump->next) {
		if(lump->op == LUMP_DEL && lump->u.offset <= offset
				&& offset < lump->u.offset + lump->len)
			return true;
	}
	return false;
}

int siptrunk_message_remove_header(
		sip_msg_t *message, const hdr_field_t *header)
{
	int offset = (int)(header->name.s - message->buf);

	if(is_deleted(message, offset))
		return 0;
	return del_lump(message, offset, header->len, 0) != NULL ? 1 : -1;
}

int siptrunk_message_remove_named(sip_msg_t *message, siptrunk_text_t name)
{
	const hdr_field_t *header;

	if(parse_headers(message, HDR_EOH_F, 0) < 0)
		LM_DBG("message with a broken header\n");
	for(header = message->headers; header != NULL; header = header->next) {
		if(siptrunk_text_equal_nocase(siptrunk_text_of(&header->name), name)
				&& siptrunk_message_remove_header(message, header) < 0)
			return -1;
	}
	return 0;
}

int siptrunk_message_strip_headers(
		sip_msg_t *message, const siptrunk_config_t *config)
{
	const hdr_field_t *header;
	int one, removed = 0;

	if(parse_headers(message, HDR_EOH_F, 0) < 0) {
		LM_DBG("message with a broken header\n");
		return -1;
	}
	blank_added(message, config);
	for(header = message->headers; header != NULL; header = header->next) {
		if(!siptrunk_config_is_custom(config, siptrunk_text_of(&header->name)))
			continue;
		one = siptrunk_message_remove_header(message, header);
		if(one < 0)
			return -1;
		removed += one;
	}
	return removed;
}

/** Is name one of these, which end with NULL? */
static bool is_one_of(siptrunk_text_t name, const char *const *names)
{
	for(; *names != NULL; names++) {
		if(siptrunk_text_equal_nocase(name, siptrunk_text(*names)))
			return true;
	}
	return false;
}

int siptrunk_message_reveal(sip_msg_t *message)
{
	static const char *const signatures[] = {
			"Identity", "y", "Identity-Info", "n", NULL};
	static const char *const privacy[] = {"Privacy", NULL};
	const hdr_field_t *header;
	int found = 0;

	if(parse_headers(message, HDR_EOH_F, 0) < 0)
		LM_DBG("message with a broken header\n");
	for(header = message->headers; header != NULL; header = header->next) {
		siptrunk_text_t name = siptrunk_text_of(&header->name);
		bool signature = is_one_of(name, signatures);

		if(!signature && !is_one_of(name, privacy))
			continue;
		if(siptrunk_message_remove_header(message, header) < 0)
			return -1;
		found += signature;
	}
	return found;
}

/** Exchanges the name alone. */
static int rename_header(
		sip_msg_t *message, const hdr_field_t *header, siptrunk_text_t name)
{
	int offset = (int)(header->name.s - message->buf);
	struct lump *old;
	char *copy;

	old = del_lump(message, offset, header->name.len, 0);
	copy = old != NULL ? pkg_malloc(name.len) : NULL;
	if(copy == NULL) {
		PKG_MEM_ERROR;
		return -1;
	}
	memcpy(copy, name.s, name.len);
	if(insert_new_lump_after(old, copy, (int)name.len, 0) != NULL)
		return 0;
	pkg_free(copy);
	return -1;
}

/** Without what ends it: CRLF, or less in a careless message. */
static size_t line_length(const hdr_field_t *header)
{
	size_t len = (size_t)header->len;

	while(len > 0 && siptrunk_ascii_in(header->name.s[len - 1], "\r\n"))
		len--;
	return len;
}

/** 1: it was excessive; 0: not so; -1: no memory. */
static int filter_header(sip_msg_t *message, const hdr_field_t *header,
		siptrunk_header_filter_t *filter)
{
	siptrunk_text_t name = siptrunk_text_of(&header->name);

	switch(siptrunk_header_filter_next(filter, &name, line_length(header))) {
		case SIPTRUNK_HEADER_RENAMED:
			return rename_header(message, header, name);
		case SIPTRUNK_HEADER_DROPPED:
			return siptrunk_message_remove_header(message, header) < 0 ? -1 : 0;
		case SIPTRUNK_HEADER_EXCESSIVE:
			return siptrunk_message_remove_header(message, header);
		default:
			return 0;
	}
}

int siptrunk_message_filter(
		sip_msg_t *message, siptrunk_header_filter_t *filter)
{
	const hdr_field_t *header;
	int one, excessive = 0;

	if(parse_headers(message, HDR_EOH_F, 0) < 0)
		LM_DBG("message with a broken header\n");
	for(header = message->headers; header != NULL; header = header->next) {
		if(is_deleted(message, (int)(header->name.s - message->buf)))
			continue;
		one = filter_header(message, header, filter);
		if(one < 0)
			return -1;
		excessive += one;
	}
	return excessive;
}

static int cut(sip_msg_t *message, const char *from, const char *to)
{
	if(from == NULL || from >= to)
		return 0;
	return del_lump(message, (int)(from - message->buf), (int)(to - from), 0)
						   != NULL
				   ? 0
				   : -1;
}

int siptrunk_message_hide_contact(sip_msg_t *message)
{
	const contact_t *contact;
	struct sip_uri uri;

	if(parse_headers(message, HDR_EOH_F, 0) < 0 || message->contact == NULL
			|| parse_contact(message->contact) < 0)
		return 0;
	contact = ((contact_body_t *)message->contact->parsed)->contacts;
	for(; contact != NULL; contact = contact->next) {
		if(cut(message, contact->name.s, contact->name.s + contact->name.len)
				< 0)
			return -1;
		if(parse_uri(contact->uri.s, contact->uri.len, &uri) == 0
				&& cut(message, uri.user.s, uri.host.s) < 0)
			return -1;
	}
	return 0;
}

static int add_header(struct lump *anchor, const siptrunk_header_t *header)
{
	size_t len = header->name.len + 2 + header->value.len + CRLF_LEN;
	char *line = pkg_malloc(len), *end = line;

	if(line == NULL) {
		PKG_MEM_ERROR;
		return -1;
	}
	memcpy(end, header->name.s, header->name.len);
	end += header->name.len;
	memcpy(end, ": ", 2);
	end += 2;
	memcpy(end, header->value.s, header->value.len);
	end += header->value.len;
	memcpy(end, CRLF, CRLF_LEN);
	if(insert_new_lump_before(anchor, line, (int)len, 0) != NULL)
		return 0;
	pkg_free(line);
	return -1;
}

int siptrunk_message_add_headers(
		sip_msg_t *message, const siptrunk_header_t *headers, size_t count)
{
	struct lump *anchor;
	size_t i;

	if(count == 0)
		return 0;
	if(parse_headers(message, HDR_EOH_F, 0) < 0)
		return -1;
	anchor =
			anchor_lump(message, (int)(message->unparsed - message->buf), 0, 0);
	if(anchor == NULL)
		return -1;
	for(i = 0; i < count; i++) {
		if(add_header(anchor, &headers[i]) < 0)
			return -1;
	}
	return 0;
}
