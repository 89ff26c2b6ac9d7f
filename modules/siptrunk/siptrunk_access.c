/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Access verdicts: the configuration's prefix table and the overlay's, asked as
 * if they were one.
 *
 * Pure; any process; no memory.
 */
#include "siptrunk_access.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/** One of the two tables. */
typedef struct list
{
	const siptrunk_prefix_table_t *prefixes;
	const siptrunk_detail_t *details;
} list_t;

/** A row, and the list that it is on. */
typedef struct place
{
	const siptrunk_prefix_row_t *row;
	const siptrunk_detail_t *detail;
} place_t;

static list_t list_configured(const siptrunk_config_t *config)
{
	return (list_t){config->prefixes, config->details};
}

static list_t list_learned(const siptrunk_overlay_t *overlay)
{
	return (list_t){overlay->prefixes, overlay->details};
}

static place_t place_of(const list_t *list, const siptrunk_prefix_row_t *row)
{
	return (place_t){row, row != NULL ? &list->details[row->detail] : NULL};
}

static place_t place_first(
		const list_t *list, const siptrunk_address_t *address)
{
	return place_of(list, siptrunk_prefix_table_find(list->prefixes, address));
}

/** The next row that covers the same address. */
static place_t place_next(const list_t *list, place_t place)
{
	return place_of(list,
			siptrunk_prefix_table_row(list->prefixes, place.row->parent));
}

/** a says more about an address than b. */
static bool decides(
		const siptrunk_prefix_row_t *a, const siptrunk_prefix_row_t *b)
{
	if(a == NULL || b == NULL)
		return a != NULL;
	if(a->prefix.length != b->prefix.length)
		return a->prefix.length > b->prefix.length;
	return a->action == SIPTRUNK_DENY && b->action != SIPTRUNK_DENY;
}

static void pass_over(siptrunk_access_t *access,
		const siptrunk_prefix_row_t *row, siptrunk_limit_t limit)
{
	if(row->action != SIPTRUNK_ALLOW || !decides(row, access->passed_over))
		return;
	access->passed_over = row;
	access->limit = limit;
}

static bool is_of_pbx(
		const siptrunk_config_t *config, const siptrunk_prefix_row_t *row)
{
	return config->trunks[row->trunk].role == SIPTRUNK_ROLE_PBX;
}

/** A row for the whole Internet knows no address. */
static bool knows(const siptrunk_prefix_row_t *row)
{
	return row->action == SIPTRUNK_ALLOW && row->prefix.length > 0;
}

/** The longest allow row of a pbx, whether it applies or not. */
static const siptrunk_prefix_row_t *pbx_row(const siptrunk_config_t *config,
		const list_t *list, const siptrunk_address_t *address)
{
	place_t place = place_first(list, address);

	for(; place.row != NULL; place = place_next(list, place)) {
		if(knows(place.row) && is_of_pbx(config, place.row))
			return place.row;
	}
	return NULL;
}

/** Whoever answers for a name takes no address that is on a pbx's list: its 911
 *  would be refused. */
static bool takes_from_pbx(const siptrunk_config_t *config, place_t place,
		const siptrunk_address_t *address)
{
	const list_t configured = list_configured(config);
	const siptrunk_prefix_row_t *row;

	if(place.detail->origin != SIPTRUNK_ORIGIN_HOST)
		return false;
	row = pbx_row(config, &configured, address);
	return row != NULL && row->trunk != place.row->trunk;
}

static bool is_ban(place_t place)
{
	return place.detail->origin == SIPTRUNK_ORIGIN_TEMPORARY
		   && place.row->action == SIPTRUNK_DENY;
}

/** The row replaces what access has when it decides. */
static void take(siptrunk_access_t *access, place_t place)
{
	if(!decides(place.row, access->row))
		return;
	access->row = place.row;
	access->detail = place.detail;
}

/** What one list says; the longest ban is left to the caller. */
static void ask(const siptrunk_config_t *config, const list_t *list,
		const siptrunk_address_t *address,
		const siptrunk_situation_t *situation, siptrunk_access_t *access,
		place_t *ban)
{
	place_t place = place_first(list, address);

	for(; place.row != NULL; place = place_next(list, place)) {
		siptrunk_limit_t limit;

		if((access->only_list != NULL
				   && &config->trunks[place.row->trunk] != access->only_list)
				|| takes_from_pbx(config, place, address))
			continue;
		limit = place.row->detail == 0
						? SIPTRUNK_LIMIT_NONE
						: siptrunk_detail_limit(place.detail, situation);
		if(limit != SIPTRUNK_LIMIT_NONE) {
			pass_over(access, place.row, limit);
			continue;
		}
		if(!is_ban(place)) {
			take(access, place);
			return;
		}
		if(ban->row == NULL)
			*ban = place;
	}
}

/** Each member by itself: gcc makes of a memset() of this size an instruction
 *  that takes longer than the look-up. */
static void begin(siptrunk_access_t *access, const siptrunk_address_t *address,
		const siptrunk_trunk_t *only_list)
{
	access->verdict = SIPTRUNK_VERDICT_UNKNOWN;
	access->address = *address;
	access->only_list = only_list;
	access->row = NULL;
	access->detail = NULL;
	access->trunk = NULL;
	access->lasting = NULL;
	access->passed_over = NULL;
	access->limit = SIPTRUNK_LIMIT_NONE;
	access->held = 0;
	access->missing = 0;
	access->wrong = SIPTRUNK_TEXT("");
}

/** What is passed over for a row as long is none. */
static bool is_news(const siptrunk_access_t *access)
{
	return access->limit != SIPTRUNK_LIMIT_LISTED_ONCE
		   && access->passed_over->prefix.length > access->row->prefix.length;
}

void siptrunk_access_check(const siptrunk_config_t *config,
		const siptrunk_overlay_t *overlay, const siptrunk_address_t *address,
		const siptrunk_situation_t *situation,
		const siptrunk_trunk_t *only_list, siptrunk_access_t *access)
{
	list_t configured = list_configured(config);
	list_t learned = list_learned(overlay);
	place_t ban = {NULL, NULL};

	begin(access, address, only_list);
	ask(config, &configured, address, situation, access, &ban);
	/* what is only remembered matters when nothing else knows the address */
	if(overlay->deciding > 0 || (access->row == NULL && overlay->count > 0))
		ask(config, &learned, address, situation, access, &ban);
	access->lasting = access->row;
	take(access, ban);
	if(access->passed_over != NULL && access->row != NULL
			&& !is_news(access))
		access->passed_over = NULL;
	if(access->row == NULL)
		return;
	access->trunk = &config->trunks[access->row->trunk];
	access->verdict = access->row->action == SIPTRUNK_ALLOW
							  ? SIPTRUNK_VERDICT_ALLOW
							  : SIPTRUNK_VERDICT_DENY;
}

static const siptrunk_prefix_row_t *longer(
		const siptrunk_prefix_row_t *a, const siptrunk_prefix_row_t *b)
{
	if(a == NULL || b == NULL)
		return a != NULL ? a : b;
	return b->prefix.length > a->prefix.length ? b : a;
}

const siptrunk_trunk_t *siptrunk_access_ever_pbx(
		const siptrunk_config_t *config, const siptrunk_overlay_t *overlay,
		const siptrunk_access_t *access)
{
	list_t configured = list_configured(config);
	list_t learned = list_learned(overlay);
	const siptrunk_prefix_row_t *row, *lasting = access->lasting;

	if(access->verdict == SIPTRUNK_VERDICT_ALLOW)
		return NULL;
	/* would be let in, but for a ban or its proof */
	if(lasting != NULL && lasting->action == SIPTRUNK_ALLOW)
		return knows(lasting) && is_of_pbx(config, lasting)
					   ? &config->trunks[lasting->trunk]
					   : NULL;
	row = longer(pbx_row(config, &configured, &access->address),
			pbx_row(config, &learned, &access->address));
	/* who denies the whole Internet does not mean this one */
	if(row == NULL
			|| (lasting != NULL
					&& lasting->prefix.length >= row->prefix.length))
		return NULL;
	return &config->trunks[row->trunk];
}

const char *siptrunk_verdict_name(siptrunk_verdict_t verdict)
{
	switch(verdict) {
		case SIPTRUNK_VERDICT_ALLOW:
			return "allow";
		case SIPTRUNK_VERDICT_DENY:
			return "deny";
		case SIPTRUNK_VERDICT_UNPROVED:
			return "unproved";
		default:
			return "unknown";
	}
}

siptrunk_text_t siptrunk_access_prefix(
		const siptrunk_access_t *access, char text[SIPTRUNK_PREFIX_TEXT_MAX])
{
	if(access->row == NULL)
		return SIPTRUNK_TEXT("");
	return (siptrunk_text_t){
			text, siptrunk_prefix_format(&access->row->prefix, text)};
}

/** A text that grows up to its room. */
typedef struct writer
{
	char *text;
	size_t size;
	size_t len;
} writer_t;

static void write_text(writer_t *writer, const char *format, ...)
		__attribute__((format(printf, 2, 3)));

static void write_text(writer_t *writer, const char *format, ...)
{
	va_list arguments;
	int len;

	va_start(arguments, format);
	len = vsnprintf(writer->text + writer->len, writer->size - writer->len,
			format, arguments);
	va_end(arguments);
	if(len > 0)
		writer->len += (size_t)len;
	if(writer->len >= writer->size)
		writer->len = writer->size - 1;
}

static void write_row(writer_t *writer, const siptrunk_config_t *config,
		const siptrunk_prefix_row_t *row)
{
	const siptrunk_trunk_t *trunk = &config->trunks[row->trunk];
	char prefix[SIPTRUNK_PREFIX_TEXT_MAX];

	siptrunk_prefix_format(&row->prefix, prefix);
	write_text(writer, "%s of trunk %.*s", prefix,
			SIPTRUNK_TEXT_FMT(trunk->name));
}

static void write_unlisted(writer_t *writer, const siptrunk_access_t *access)
{
	char address[SIPTRUNK_PREFIX_TEXT_MAX];

	siptrunk_address_format(&access->address, address);
	write_text(writer, "address %s is ", address);
	if(access->only_list != NULL)
		write_text(writer, "not on trunk %.*s's list",
				SIPTRUNK_TEXT_FMT(access->only_list->name));
	else
		write_text(writer, "on no trunk's list");
}

static void write_shown(writer_t *writer, const siptrunk_access_t *access)
{
	char address[SIPTRUNK_PREFIX_TEXT_MAX];

	siptrunk_address_format(&access->address, address);
	write_text(writer, "address %s is trunk %.*s, as it has shown", address,
			SIPTRUNK_TEXT_FMT(access->trunk->name));
}

static void write_proofs(
		writer_t *writer, const char *label, unsigned proofs)
{
	char names[SIPTRUNK_PROOF_TEXT_MAX];

	if(proofs != 0)
		write_text(writer, "; %s: %s", label,
				siptrunk_proof_format(proofs, names));
}

size_t siptrunk_access_reason(const siptrunk_config_t *config,
		const siptrunk_access_t *access, char *text, size_t size)
{
	writer_t writer = {text, size, 0};

	if(access->row == NULL && access->trunk != NULL) {
		write_shown(&writer, access);
	} else if(access->row == NULL) {
		write_unlisted(&writer, access);
	} else {
		write_text(&writer, access->verdict == SIPTRUNK_VERDICT_DENY
									? "denied by "
									: "listed as ");
		write_row(&writer, config, access->row);
		if(access->detail->origin != SIPTRUNK_ORIGIN_CONFIGURED)
			write_text(&writer, " (%.*s%s%.*s)",
					SIPTRUNK_TEXT_FMT(
							siptrunk_origin_name(access->detail->origin)),
					access->detail->host.len > 0 ? " " : "",
					SIPTRUNK_TEXT_FMT(access->detail->host));
	}
	if(access->passed_over != NULL) {
		write_text(&writer, "; passed over ");
		write_row(&writer, config, access->passed_over);
		write_text(&writer, ": %s", siptrunk_limit_name(access->limit));
	}
	write_proofs(&writer, "held", access->held);
	write_proofs(&writer, "missing", access->missing);
	if(access->wrong.len > 0)
		write_text(&writer, " (%.*s)", SIPTRUNK_TEXT_FMT(access->wrong));
	return writer.len;
}
