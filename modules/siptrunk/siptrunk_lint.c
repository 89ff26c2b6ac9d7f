/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * One pass over the rows of the access lists, which the prefix table has in
 * order: a row comes behind those that cover it, identical prefixes are
 * neighbours, and the one of them that decides is the last.
 *
 * Pure; any process; no memory.
 */
#include "siptrunk_lint.h"

/** Rows of one prefix, and those that cover it, are compared up to so far. */
#define NEIGHBOURS_MAX 64
/** Prefixes that can be inside of each other. */
#define NESTED_MAX 129

/** All rows of one prefix, while the walk is inside of it. */
typedef struct group
{
	uint32_t last;			   /**< of its rows: the one that decides */
	siptrunk_address_t hidden; /**< up to here, without a gap from the prefix's
									first address, longer ones decide */
	bool begun;				   /**< hidden is more than nothing */
	bool hides;				   /**< a row of it decides whatever comes */
} group_t;

typedef struct linter
{
	const siptrunk_config_t *config;
	int64_t now;
	siptrunk_finding_f found;
	void *context;
	size_t count;
	group_t groups[NESTED_MAX];
	size_t depth; /**< groups that the walk is inside of */
} linter_t;

static void report(linter_t *linter, const siptrunk_finding_t *finding)
{
	linter->count++;
	linter->found(finding, linter->context);
}

/** About a prefix. */
static siptrunk_finding_t of_row(
		const linter_t *linter, const siptrunk_prefix_row_t *row)
{
	return (siptrunk_finding_t){.row = row->row,
			.trunk = &linter->config->trunks[row->trunk],
			.prefix = row};
}

static void report_row(linter_t *linter, siptrunk_finding_kind_t kind,
		const siptrunk_prefix_row_t *row, const siptrunk_prefix_row_t *other)
{
	siptrunk_finding_t finding = of_row(linter, row);

	finding.kind = kind;
	finding.other = other;
	report(linter, &finding);
}

static void report_trunk(linter_t *linter, siptrunk_finding_kind_t kind,
		const siptrunk_trunk_t *trunk)
{
	const siptrunk_finding_t finding = {
			.kind = kind, .row = trunk->row, .trunk = trunk};

	report(linter, &finding);
}

/* --- limits --- */

static const siptrunk_detail_t *detail_of(
		const linter_t *linter, const siptrunk_prefix_row_t *row)
{
	return &linter->config->details[row->detail];
}

static bool has_expired(const linter_t *linter, const siptrunk_detail_t *detail)
{
	return detail->until != 0 && detail->until <= linter->now;
}

/** It applies, or will some day. */
static bool is_live(
		const linter_t *linter, const siptrunk_prefix_row_t *row)
{
	const siptrunk_detail_t *detail = detail_of(linter, row);

	return !detail->off && !has_expired(linter, detail);
}

static bool set_contains(unsigned outer, unsigned inner)
{
	return outer == 0 || (inner != 0 && (inner & ~outer) == 0);
}

static bool sets_meet(unsigned a, unsigned b)
{
	return a == 0 || b == 0 || (a & b) != 0;
}

/** outer applies whenever inner does, from now on. */
static bool contains(const linter_t *linter, const siptrunk_detail_t *outer,
		const siptrunk_detail_t *inner)
{
	return set_contains(outer->directions, inner->directions)
		   && set_contains(outer->transports, inner->transports)
		   && (outer->port_first == 0
				   || (inner->port_first >= outer->port_first
						   && inner->port_last <= outer->port_last))
		   && (outer->from <= linter->now || outer->from <= inner->from)
		   && (outer->until == 0
				   || (inner->until != 0 && inner->until <= outer->until));
}

/** Both apply in some situation. */
static bool meet(const siptrunk_detail_t *a, const siptrunk_detail_t *b)
{
	return sets_meet(a->directions, b->directions)
		   && sets_meet(a->transports, b->transports)
		   && (a->port_first == 0 || b->port_first == 0
				   || (a->port_first <= b->port_last
						   && b->port_first <= a->port_last))
		   && (a->until == 0 || b->from < a->until)
		   && (b->until == 0 || a->from < b->until);
}

/** a and b say the same, a in every situation in which b says it. */
static bool says_as_much(const linter_t *linter,
		const siptrunk_prefix_row_t *a, const siptrunk_prefix_row_t *b)
{
	return a->trunk == b->trunk && a->action == b->action
		   && contains(linter, detail_of(linter, a), detail_of(linter, b));
}

/* --- a row beside others --- */

static const siptrunk_prefix_row_t *row_at(
		const linter_t *linter, uint32_t index)
{
	return siptrunk_prefix_table_row(linter->config->prefixes, index);
}

/** other has the same prefix and comes first. false: they do not meet. */
static bool compare(const linter_t *linter, const siptrunk_prefix_row_t *row,
		const siptrunk_prefix_row_t *other, siptrunk_finding_kind_t *kind)
{
	if(!is_live(linter, other)
			|| !meet(detail_of(linter, row), detail_of(linter, other)))
		return false;
	if(says_as_much(linter, other, row))
		*kind = says_as_much(linter, row, other) ? SIPTRUNK_FINDING_DUPLICATE
												 : SIPTRUNK_FINDING_SHADOWED;
	else if(row->action != other->action)
		*kind = SIPTRUNK_FINDING_CONTRADICTORY;
	else if(row->action == SIPTRUNK_ALLOW && row->trunk != other->trunk)
		*kind = SIPTRUNK_FINDING_SHARED;
	else
		return false;
	return true;
}

/** What the rows that come before it, with the same prefix, leave of a row:
 *  the first finding is enough. */
static void lint_identical(linter_t *linter, uint32_t index)
{
	const siptrunk_prefix_row_t *row = row_at(linter, index), *other;
	siptrunk_finding_kind_t kind;
	uint32_t i;

	for(i = index + 1; i <= index + NEIGHBOURS_MAX; i++) {
		other = row_at(linter, i);
		if(other == NULL
				|| !siptrunk_prefix_equal(&row->prefix, &other->prefix))
			return;
		if(compare(linter, row, other, &kind)) {
			report_row(linter, kind, row, other);
			return;
		}
	}
}

/** The row that would decide in row's place, if it says as much; or NULL. */
static const siptrunk_prefix_row_t *shadow_of(
		const linter_t *linter, const siptrunk_prefix_row_t *row)
{
	const siptrunk_prefix_row_t *other = row;
	int i;

	for(i = 0; i < NEIGHBOURS_MAX; i++) {
		other = row_at(linter, other->parent);
		if(other == NULL)
			return NULL;
		/* of two that say the same the other one is a duplicate already */
		if(!is_live(linter, other)
				|| (siptrunk_prefix_equal(&row->prefix, &other->prefix)
						&& says_as_much(linter, row, other)))
			continue;
		return says_as_much(linter, other, row) ? other : NULL;
	}
	return NULL;
}

/* --- a row by itself --- */

/** Reports that it is over, or nearly. */
static void lint_age(linter_t *linter, const siptrunk_detail_t *detail,
		siptrunk_finding_t finding)
{
	if(detail->off || detail->until == 0
			|| detail->until - SIPTRUNK_EXPIRES_SOON_S > linter->now)
		return;
	finding.kind = has_expired(linter, detail) ? SIPTRUNK_FINDING_EXPIRED
											   : SIPTRUNK_FINDING_EXPIRES_SOON;
	finding.until = detail->until;
	report(linter, &finding);
}

static void lint_width(linter_t *linter, const siptrunk_prefix_row_t *row)
{
	if(row->action != SIPTRUNK_ALLOW)
		return;
	if(row->prefix.length == 0)
		report_row(linter, SIPTRUNK_FINDING_OPEN, row, NULL);
	else if(siptrunk_prefix_is_broad(&row->prefix))
		report_row(linter, SIPTRUNK_FINDING_BROAD, row, NULL);
}

static void lint_row(linter_t *linter, uint32_t index, group_t *group)
{
	static const siptrunk_detail_t always;
	const siptrunk_prefix_row_t *row = row_at(linter, index), *shadow;

	lint_age(linter, detail_of(linter, row), of_row(linter, row));
	if(!is_live(linter, row))
		return;
	lint_width(linter, row);
	lint_identical(linter, index);
	shadow = shadow_of(linter, row);
	if(shadow != NULL)
		report_row(linter, SIPTRUNK_FINDING_SHADOWED, row, shadow);
	else if(contains(linter, detail_of(linter, row), &always))
		group->hides = true;
}

/* --- rows inside of rows --- */

/** The first address behind a prefix; behind the last one of all comes the
 *  first one again. */
static siptrunk_address_t address_behind(const siptrunk_prefix_t *prefix)
{
	siptrunk_address_t next = prefix->address;
	int i = (prefix->length - 1) / 8;
	unsigned carry =
			prefix->length > 0 ? 0x80u >> ((prefix->length - 1) % 8) : 0;

	for(; carry != 0 && i >= 0; i--) {
		carry += next.bytes[i];
		next.bytes[i] = (uint8_t)carry;
		carry >>= 8;
	}
	return next;
}

static void group_open(linter_t *linter, const siptrunk_prefix_row_t *row)
{
	linter->groups[linter->depth++] =
			(group_t){.hidden = row->prefix.address};
}

/** All that is inside of it has been seen. */
static void group_close(linter_t *linter)
{
	group_t *group = &linter->groups[--linter->depth], *around = group - 1;
	const siptrunk_prefix_row_t *row = row_at(linter, group->last);
	siptrunk_address_t behind = address_behind(&row->prefix);
	bool hidden =
			group->begun && siptrunk_address_equal(&group->hidden, &behind);

	if(hidden && is_live(linter, row))
		report_row(linter, SIPTRUNK_FINDING_HIDDEN, row, NULL);
	if(linter->depth > 0 && (hidden || group->hides)
			&& siptrunk_address_equal(
					&around->hidden, &row->prefix.address)) {
		around->hidden = behind;
		around->begun = true;
	}
}

static void lint_prefixes(linter_t *linter)
{
	const siptrunk_prefix_row_t *row, *parent;
	uint32_t i;

	for(i = 0; (row = row_at(linter, i)) != NULL; i++) {
		parent = row_at(linter, row->parent);
		if(parent == NULL
				|| !siptrunk_prefix_equal(&row->prefix, &parent->prefix)) {
			while(linter->depth > 0
					&& linter->groups[linter->depth - 1].last != row->parent)
				group_close(linter);
			group_open(linter, row);
		}
		linter->groups[linter->depth - 1].last = i;
		lint_row(linter, i, &linter->groups[linter->depth - 1]);
	}
	while(linter->depth > 0)
		group_close(linter);
}

static void lint_hosts(linter_t *linter)
{
	const siptrunk_config_t *config = linter->config;
	size_t i;

	for(i = 0; i < config->host_count; i++) {
		const siptrunk_host_t *host = &config->hosts[i];
		const siptrunk_detail_t *detail = &config->details[host->detail];
		siptrunk_finding_t finding = {.kind = SIPTRUNK_FINDING_HOST,
				.row = host->row,
				.trunk = &config->trunks[host->trunk],
				.host = host};

		lint_age(linter, detail, finding);
		if(!detail->off && !has_expired(linter, detail)
				&& host->action == SIPTRUNK_ALLOW
				&& finding.trunk->role == SIPTRUNK_ROLE_PBX)
			report(linter, &finding);
	}
}

static void lint_trunks(linter_t *linter)
{
	size_t i;

	for(i = 0; i < linter->config->trunk_count; i++) {
		const siptrunk_trunk_t *trunk = &linter->config->trunks[i];

		if(trunk->proof & SIPTRUNK_PROOF_CALL_ID)
			report_trunk(linter, SIPTRUNK_FINDING_CALL_ID, trunk);
		if((trunk->proof & SIPTRUNK_PROOF_CERTIFICATE) && trunk->inbound != 0
				&& !(trunk->inbound & SIPTRUNK_TLS))
			report_trunk(linter, SIPTRUNK_FINDING_CERTIFICATE, trunk);
	}
}

size_t siptrunk_lint(const siptrunk_config_t *config, int64_t now,
		siptrunk_finding_f found, void *context)
{
	linter_t linter = {
			.config = config, .now = now, .found = found, .context = context};

	lint_trunks(&linter);
	lint_hosts(&linter);
	lint_prefixes(&linter);
	return linter.count;
}

/* --- findings in words --- */

typedef struct words
{
	const char *name, *column;
	const char *expected; /**< what the configuration should have */
	const char *before;	  /**< between what it has and the other row */
	const char *after;
} words_t;

static const words_t words_of[] = {
		[SIPTRUNK_FINDING_DUPLICATE] = {"duplicate", "prefix",
				"a prefix in one row", ", again in ", ""},
		[SIPTRUNK_FINDING_SHARED] = {"shared", "prefix",
				"a prefix of one trunk", ", also in ",
				", which decides in siptrunk_identify()"},
		[SIPTRUNK_FINDING_CONTRADICTORY] = {"contradictory", "prefix",
				"one action for a prefix", " allowed, and denied in ", ""},
		[SIPTRUNK_FINDING_SHADOWED] = {"shadowed", "prefix",
				"a row that changes something", ", and ", " says the same"},
		[SIPTRUNK_FINDING_HIDDEN] = {"shadowed", "prefix",
				"a row that can decide", "",
				": longer prefixes decide about all of it"},
		[SIPTRUNK_FINDING_EXPIRED] = {"expired", "valid_until",
				"a time to come", "", ""},
		[SIPTRUNK_FINDING_EXPIRES_SOON] = {"expires_soon", "valid_until",
				"more than 7 days left", "", ""},
		[SIPTRUNK_FINDING_OPEN] = {"open", "prefix", "a limit to who may send",
				"", ", open to the whole internet"},
		[SIPTRUNK_FINDING_BROAD] = {"broad", "prefix",
				"a length of at least 8, of IPv6 16", "", ""},
		[SIPTRUNK_FINDING_HOST] = {"host", "host", "prefixes of a pbx", "",
				": the DNS decides who may call emergency services"},
		[SIPTRUNK_FINDING_CALL_ID] = {"call_id", "proof",
				"a proof that a peer can give", "",
				": nothing registers calls yet, all of its calls are refused"},
		[SIPTRUNK_FINDING_CERTIFICATE] = {"certificate", "proof",
				"an address that may send over tls", "",
				" and none: all of its calls are refused"},
};

const char *siptrunk_finding_name(siptrunk_finding_kind_t kind)
{
	return words_of[kind].name;
}

const char *siptrunk_finding_column(siptrunk_finding_kind_t kind)
{
	return words_of[kind].column;
}

const char *siptrunk_finding_table(siptrunk_finding_kind_t kind)
{
	return kind >= SIPTRUNK_FINDING_CALL_ID ? "siptrunk_trunk"
											: "siptrunk_address";
}

siptrunk_text_t siptrunk_finding_subject(const siptrunk_finding_t *finding,
		char text[SIPTRUNK_PREFIX_TEXT_MAX])
{
	if(finding->host != NULL)
		return finding->host->name;
	if(finding->prefix == NULL)
		return SIPTRUNK_TEXT("");
	return (siptrunk_text_t){
			text, siptrunk_prefix_format(&finding->prefix->prefix, text)};
}

/** "'192.0.2.0/24' of 'genesys'", "'call_id' of 'retell'"; when the finding is
 *  about its time, that first. */
static void name_found(
		const siptrunk_finding_t *finding, siptrunk_error_t *text)
{
	char prefix[SIPTRUNK_PREFIX_TEXT_MAX], time[SIPTRUNK_TIME_TEXT_MAX];
	siptrunk_text_t what = siptrunk_finding_subject(finding, prefix);
	siptrunk_quoted_t subject, trunk;

	if(what.len == 0)
		what = siptrunk_text(words_of[finding->kind].name);
	siptrunk_text_quote(what, &subject);
	siptrunk_text_quote(finding->trunk->name, &trunk);
	if(finding->until == 0)
		siptrunk_error_set(text, "'%s' of '%s'", subject.text, trunk.text);
	else
		siptrunk_error_set(text, "'%s' for '%s' of '%s'",
				siptrunk_time_format(finding->until, time), subject.text,
				trunk.text);
}

/** "row 7 (192.0.2.0/24 of 'genesys')" or nothing. */
static void name_other(const siptrunk_config_t *config,
		const siptrunk_prefix_row_t *other, siptrunk_error_t *text)
{
	char prefix[SIPTRUNK_PREFIX_TEXT_MAX];
	siptrunk_quoted_t trunk;

	text->text[0] = '\0';
	if(other == NULL)
		return;
	siptrunk_prefix_format(&other->prefix, prefix);
	siptrunk_text_quote(config->trunks[other->trunk].name, &trunk);
	siptrunk_error_set(
			text, "row %d (%s of '%s')", other->row, prefix, trunk.text);
}

void siptrunk_finding_explain(const siptrunk_config_t *config,
		const siptrunk_finding_t *finding, siptrunk_error_t *text)
{
	const words_t *words = &words_of[finding->kind];
	siptrunk_error_t found, other;

	name_found(finding, &found);
	name_other(config, finding->other, &other);
	siptrunk_error_set(text, "expected %s, found %s%s%s%s", words->expected,
			found.text, words->before, other.text, words->after);
}
