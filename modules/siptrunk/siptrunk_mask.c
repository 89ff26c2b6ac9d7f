/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Hides from a peer which way a message has come.
 *
 * Pure, on whole messages; no memory but the caller's.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* memmem; Kamailio 5.6 does not ask for it */
#endif

#include "siptrunk_mask.h"

#include "siptrunk_ascii.h"
#include "siptrunk_line.h"
#include "siptrunk_value.h"

#include <string.h>

#define ROUTES_MAX 32
/** How what is sealed is recognised: a parameter's name, and how the user of a
 *  Contact begins. */
#define PARAMETER SIPTRUNK_TEXT(";hid=")
#define USER SIPTRUNK_TEXT("hid-")

typedef enum purpose
{
	VIAS = 'v',
	ROUTES = 'r',
	CONTACT = 'c'
} purpose_t;

/* --- writing --- */

typedef struct out
{
	char *s;
	size_t len;
	bool failed;
} out_t;

static void put(out_t *out, siptrunk_text_t text)
{
	if(text.len > SIPTRUNK_MASK_MAX - out->len) {
		out->failed = true;
		return;
	}
	if(text.len > 0)
		memcpy(out->s + out->len, text.s, text.len);
	out->len += text.len;
}

#define PUT(out, literal) put(out, SIPTRUNK_TEXT(literal))

/* --- hiding --- */

/** Values to be sealed together. */
typedef struct list
{
	char text[SIPTRUNK_SEAL_MAX];
	size_t len;
	bool failed;
} list_t;

static void list_add(list_t *list, siptrunk_text_t value)
{
	if(list->len + 1 + value.len > sizeof(list->text)) {
		list->failed = true;
		return;
	}
	if(list->len > 0)
		list->text[list->len++] = ',';
	memcpy(list->text + list->len, value.s, value.len);
	list->len += value.len;
}

typedef struct hiding
{
	const siptrunk_mask_t *mask;
	bool request;
	siptrunk_text_t call; /**< its id */
	siptrunk_text_t via; /**< the first */
	list_t vias;		 /**< the others */
	siptrunk_text_t routes[ROUTES_MAX];
	size_t route_count;
	size_t end;	   /**< the routes from here on stay */
	list_t hidden; /**< the others, as the peer's Route has them */
	bool failed;
} hiding_t;

static void note_vias(hiding_t *hiding, siptrunk_text_t body)
{
	siptrunk_text_t value;

	while(siptrunk_value_next(&body, &value)) {
		if(hiding->via.s == NULL)
			hiding->via = value;
		else
			list_add(&hiding->vias, value);
	}
}

static void note_routes(hiding_t *hiding, siptrunk_text_t body)
{
	siptrunk_text_t value;

	while(siptrunk_value_next(&body, &value)) {
		if(hiding->route_count == ROUTES_MAX)
			hiding->failed = true;
		else
			hiding->routes[hiding->route_count++] = value;
	}
}

static bool is_own(const hiding_t *hiding, size_t i)
{
	return hiding->mask->is_own(siptrunk_value_uri(hiding->routes[i]));
}

/** A request has ours first, and then whom it came by. Without ours it is sent
 *  none: in a dialog they change nothing (RFC 3261 section 12.2). */
static void hide_routes_of_request(hiding_t *hiding)
{
	size_t i;

	hiding->end = hiding->route_count;
	if(hiding->end == 0 || !is_own(hiding, 0))
		return;
	for(i = 0; i < hiding->end; i++)
		list_add(&hiding->hidden, hiding->routes[i]);
}

/** A reply has ours behind those of the other side, and before the peer's own;
 *  the peer's Route is the other way round (RFC 3261 section 12.1.2). Without
 *  ours nobody knows whose is whose. */
static void hide_routes_of_reply(hiding_t *hiding)
{
	size_t i;

	for(i = hiding->route_count; i > 0 && !is_own(hiding, i - 1);)
		i--;
	hiding->end = i > 0 ? i : hiding->route_count;
	for(; i > 0; i--)
		list_add(&hiding->hidden, hiding->routes[i - 1]);
}

static void note(hiding_t *hiding, siptrunk_text_t headers)
{
	siptrunk_text_t rest = headers;
	siptrunk_line_t line;

	while(siptrunk_line_next(&rest, &line)) {
		if(line.kind == SIPTRUNK_LINE_VIA && hiding->request)
			note_vias(hiding, line.body);
		else if(line.kind == SIPTRUNK_LINE_RECORD_ROUTE)
			note_routes(hiding, line.body);
	}
	hiding->call = siptrunk_line_find(headers, SIPTRUNK_LINE_CALL_ID);
	if(hiding->request)
		hide_routes_of_request(hiding);
	else
		hide_routes_of_reply(hiding);
	hiding->failed |= hiding->vias.failed || hiding->hidden.failed;
}

static void put_sealed(out_t *out, hiding_t *hiding, purpose_t purpose,
		siptrunk_text_t plain)
{
	siptrunk_seal_use_t use = {(char)purpose, hiding->call};
	char sealed[SIPTRUNK_SEAL_MAX];
	size_t len = siptrunk_seal_close(hiding->mask->seal, use, plain, sealed);

	if(len == 0)
		out->failed = true;
	put(out, (siptrunk_text_t){sealed, len});
}

static void put_list(
		out_t *out, hiding_t *hiding, purpose_t purpose, const list_t *list)
{
	if(list->len == 0)
		return;
	put(out, PARAMETER);
	put_sealed(
			out, hiding, purpose, (siptrunk_text_t){list->text, list->len});
}

static void put_via(out_t *out, hiding_t *hiding)
{
	PUT(out, "Via: ");
	put(out, hiding->via);
	put_list(out, hiding, VIAS, &hiding->vias);
	PUT(out, "\r\n");
}

/** One of ours stands for all that are hidden. */
static void put_routes(out_t *out, hiding_t *hiding)
{
	size_t i;

	if(hiding->hidden.len > 0) {
		PUT(out, "Record-Route: <sip:");
		put(out, hiding->mask->own);
		PUT(out, ";lr");
		put_list(out, hiding, ROUTES, &hiding->hidden);
		PUT(out, ">\r\n");
	}
	for(i = hiding->end; i < hiding->route_count; i++) {
		PUT(out, "Record-Route: ");
		put(out, hiding->routes[i]);
		PUT(out, "\r\n");
	}
}

static void put_contact(out_t *out, hiding_t *hiding, siptrunk_text_t uri)
{
	PUT(out, "Contact: <sip:");
	put(out, USER);
	put_sealed(out, hiding, CONTACT, uri);
	PUT(out, "@");
	put(out, hiding->mask->own);
	PUT(out, ">\r\n");
}

/** Without brackets parameters are the header's. What has a space in it is no
 *  URI, and would be more than one thing in a request line. */
static siptrunk_text_t contact_uri(siptrunk_text_t value)
{
	siptrunk_text_t uri = siptrunk_value_uri(value), rest;
	size_t len = 0;

	if(memchr(value.s, '<', value.len) == NULL)
		uri = siptrunk_text_split(uri, ';', &rest);
	while(len < uri.len && !siptrunk_ascii_in(uri.s[len], " \t\r\n"))
		len++;
	return (siptrunk_text_t){uri.s, len};
}

static void put_contacts(
		out_t *out, hiding_t *hiding, const siptrunk_line_t *line)
{
	siptrunk_text_t body = line->body, value;

	while(siptrunk_value_next(&body, &value)) {
		siptrunk_text_t uri = contact_uri(value);

		if(hiding->mask->is_own(uri)) {
			PUT(out, "Contact: ");
			put(out, value);
			PUT(out, "\r\n");
		} else {
			put_contact(out, hiding, uri);
		}
	}
}

/** The first of its kind stands for all. */
static void put_hidden(out_t *out, hiding_t *hiding, siptrunk_text_t *rest)
{
	bool via = false, routes = false;
	siptrunk_line_t line;

	while(siptrunk_line_next(rest, &line)) {
		if(line.kind == SIPTRUNK_LINE_CONTACT) {
			put_contacts(out, hiding, &line);
		} else if(line.kind == SIPTRUNK_LINE_VIA && hiding->request) {
			if(!via)
				put_via(out, hiding);
			via = true;
		} else if(line.kind == SIPTRUNK_LINE_RECORD_ROUTE) {
			if(!routes)
				put_routes(out, hiding);
			routes = true;
		} else {
			put(out, line.all);
		}
	}
}

/** What the first line of that type says, up to end, becomes hyphens: as many,
 *  so that Content-Length is still true. */
static void blank(char *body, size_t len, const char *type, char end)
{
	char *last = body + len, *at = memmem(body, len, type, strlen(type));

	if(at == NULL)
		return;
	for(at += strlen(type); at < last; at++) {
		if(*at == end || siptrunk_ascii_in(*at, "\r\n"))
			return;
		*at = '-';
	}
}

/** A session description's addresses are RTPengine's; the names of its author
 *  and of the session are left (RFC 8866 sections 5.2 and 5.3). */
static void put_body(out_t *out, siptrunk_text_t body)
{
	char *copy = out->s + out->len;

	put(out, body);
	if(out->failed || !siptrunk_text_take(&body, SIPTRUNK_TEXT("\r\nv=0")))
		return;
	blank(copy, (size_t)(out->s + out->len - copy), "\no=", ' ');
	blank(copy, (size_t)(out->s + out->len - copy), "\ns=", '\r');
}

/* --- undoing --- */

typedef struct undoing
{
	const siptrunk_mask_t *mask;
	siptrunk_text_t call;
	bool forged; /**< something did not open: the rest is not even tried */
} undoing_t;

static size_t open_sealed(undoing_t *undoing, purpose_t purpose,
		siptrunk_text_t sealed, char plain[SIPTRUNK_SEAL_MAX])
{
	siptrunk_seal_use_t use = {(char)purpose, undoing->call};
	size_t len = 0;

	if(!undoing->forged)
		len = siptrunk_seal_open(undoing->mask->seal, use, sealed, plain);
	undoing->forged |= len == 0;
	return len;
}

/** What the parameter of value holds, opened; 0: it has none that we have
 *  sealed. *parameter: all of it. */
static size_t open_parameter(undoing_t *undoing, purpose_t purpose,
		siptrunk_text_t value, siptrunk_text_t *parameter,
		char plain[SIPTRUNK_SEAL_MAX])
{
	const char *end = value.s + value.len;
	siptrunk_text_t sealed;

	parameter->s = memmem(value.s, value.len, PARAMETER.s, PARAMETER.len);
	if(parameter->s == NULL)
		return 0;
	sealed = (siptrunk_text_t){parameter->s + PARAMETER.len, 0};
	while(sealed.s + sealed.len < end
			&& !siptrunk_ascii_in(sealed.s[sealed.len], ";>, \t\r\n"))
		sealed.len++;
	parameter->len = PARAMETER.len + sealed.len;
	return open_sealed(undoing, purpose, sealed, plain);
}

/** A Via has the sealed ones behind it again; a route was made for them. */
static void put_opened(out_t *out, undoing_t *undoing, purpose_t purpose,
		siptrunk_text_t value)
{
	char plain[SIPTRUNK_SEAL_MAX];
	siptrunk_text_t parameter;
	size_t len = open_parameter(undoing, purpose, value, &parameter, plain);
	const char *after;

	if(len == 0) {
		put(out, value);
		return;
	}
	if(purpose == VIAS) {
		after = parameter.s + parameter.len;
		put(out, (siptrunk_text_t){
						 value.s, (size_t)(parameter.s - value.s)});
		put(out, (siptrunk_text_t){
						 after, (size_t)(value.s + value.len - after)});
		PUT(out, ",");
	}
	put(out, (siptrunk_text_t){plain, len});
}

static void put_undone(out_t *out, undoing_t *undoing, purpose_t purpose,
		const siptrunk_line_t *line)
{
	siptrunk_text_t body = line->body, value;
	const char *after = body.s + body.len;
	bool first = true;

	put(out, (siptrunk_text_t){
					 line->all.s, (size_t)(body.s - line->all.s)});
	while(siptrunk_value_next(&body, &value)) {
		if(!first)
			PUT(out, ",");
		first = false;
		put_opened(out, undoing, purpose, value);
	}
	put(out, (siptrunk_text_t){
					 after, (size_t)(line->all.s + line->all.len - after)});
}

static void undo_reply(out_t *out, undoing_t *undoing, siptrunk_text_t *rest)
{
	siptrunk_line_t line;

	while(siptrunk_line_next(rest, &line)) {
		if(line.kind == SIPTRUNK_LINE_VIA)
			put_undone(out, undoing, VIAS, &line);
		else if(line.kind == SIPTRUNK_LINE_RECORD_ROUTE)
			put_undone(out, undoing, ROUTES, &line);
		else
			put(out, line.all);
	}
}

/** A request in a dialog has nothing but our Route left when it is here.
 *  Whoever sends more, or another's, wants to see what is in it come by. */
static bool comes_by_our_route(
		const siptrunk_mask_t *mask, siptrunk_text_t headers)
{
	siptrunk_text_t value, route = {NULL, 0};
	siptrunk_line_t line;

	while(siptrunk_line_next(&headers, &line)) {
		if(line.kind != SIPTRUNK_LINE_ROUTE)
			continue;
		while(siptrunk_value_next(&line.body, &value)) {
			if(route.s != NULL)
				return false;
			route = value;
		}
	}
	return route.s != NULL && mask->is_own(siptrunk_value_uri(route));
}

static void put_request_line(
		out_t *out, undoing_t *undoing, siptrunk_text_t line)
{
	char plain[SIPTRUNK_SEAL_MAX];
	siptrunk_text_t version, uri, user;
	siptrunk_text_t method = siptrunk_text_split(line, ' ', &uri);
	size_t len = 0;

	uri = siptrunk_text_split(uri, ' ', &version);
	user = uri;
	if(siptrunk_text_take(&user, SIPTRUNK_TEXT("sip:"))
			&& siptrunk_text_take(&user, USER))
		len = open_sealed(undoing, CONTACT,
				siptrunk_text_split(user, '@', &user), plain);
	if(len == 0 || version.s == NULL) {
		put(out, line);
		return;
	}
	put(out, method);
	PUT(out, " ");
	put(out, (siptrunk_text_t){plain, len});
	PUT(out, " ");
	put(out, version);
}

static void undo_request(out_t *out, undoing_t *undoing, siptrunk_text_t first,
		siptrunk_text_t *rest)
{
	siptrunk_line_t line;

	put_request_line(out, undoing, first);
	while(siptrunk_line_next(rest, &line)) {
		if(line.kind == SIPTRUNK_LINE_ROUTE)
			put_undone(out, undoing, ROUTES, &line);
		else
			put(out, line.all);
	}
}

/* --- whole messages --- */

size_t siptrunk_mask_hide(const siptrunk_mask_t *mask, siptrunk_text_t message,
		char text[SIPTRUNK_MASK_MAX])
{
	hiding_t hiding = {.mask = mask};
	out_t out = {.s = text};
	siptrunk_text_t first;

	if(siptrunk_line_begin(&message, &first, &hiding.request)) {
		note(&hiding, message);
		put(&out, first);
		put_hidden(&out, &hiding, &message);
	}
	put_body(&out, message);
	return hiding.failed || out.failed ? 0 : out.len;
}

bool siptrunk_mask_has(siptrunk_text_t message)
{
	return memmem(message.s, message.len, PARAMETER.s, PARAMETER.len) != NULL
		   || memmem(message.s, message.len, USER.s, USER.len) != NULL;
}

size_t siptrunk_mask_undo(const siptrunk_mask_t *mask, siptrunk_text_t message,
		char text[SIPTRUNK_MASK_MAX])
{
	undoing_t undoing = {.mask = mask};
	out_t out = {.s = text};
	siptrunk_text_t first;
	size_t most = message.len;
	bool request;

	if(!siptrunk_line_begin(&message, &first, &request)
			|| (request && !comes_by_our_route(mask, message)))
		return 0;
	undoing.call = siptrunk_line_find(message, SIPTRUNK_LINE_CALL_ID);
	if(request) {
		undo_request(&out, &undoing, first, &message);
	} else {
		put(&out, first);
		undo_reply(&out, &undoing, &message);
	}
	put(&out, message);
	return undoing.forged || out.failed || out.len > most ? 0 : out.len;
}
