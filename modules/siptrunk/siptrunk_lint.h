/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What is wrong with access lists that load: rows that contradict, repeat or
 * hide each other, that are about to expire, that let in more than somebody
 * can have meant.
 *
 * Pure. Any process; reads a configuration, no memory.
 */
#ifndef SIPTRUNK_LINT_H
#define SIPTRUNK_LINT_H

#include "siptrunk_config.h"

/** How long before its end a row is warned of. */
#define SIPTRUNK_EXPIRES_SOON_S (7 * 24 * 60 * 60)

typedef enum siptrunk_finding_kind
{
	/* other is the row that decides */
	SIPTRUNK_FINDING_DUPLICATE, /**< the same prefix, trunk, action, limits */
	SIPTRUNK_FINDING_SHARED, /**< two trunks allow one prefix */
	SIPTRUNK_FINDING_CONTRADICTORY, /**< allowed, and denied elsewhere */
	SIPTRUNK_FINDING_SHADOWED, /**< a row that covers it says the same */
	SIPTRUNK_FINDING_HIDDEN,   /**< longer prefixes decide about all of it */
	SIPTRUNK_FINDING_EXPIRED,
	SIPTRUNK_FINDING_EXPIRES_SOON,
	SIPTRUNK_FINDING_OPEN,	/**< allows every address */
	SIPTRUNK_FINDING_BROAD, /**< allows more than /8, of IPv6 /16 */
	SIPTRUNK_FINDING_HOST,	/**< the DNS says who is a pbx */
	/* about a trunk */
	SIPTRUNK_FINDING_CALL_ID,	 /**< a proof that nobody can give yet */
	SIPTRUNK_FINDING_CERTIFICATE /**< a proof that needs TLS, and no row for
									  TLS */
} siptrunk_finding_kind_t;

typedef struct siptrunk_finding
{
	siptrunk_finding_kind_t kind;
	int row; /**< id in siptrunk_finding_table() */
	const siptrunk_trunk_t *trunk;
	const siptrunk_prefix_row_t *prefix; /**< NULL: about a name or a trunk */
	const siptrunk_host_t *host;		 /**< NULL: about a prefix or a trunk */
	const siptrunk_prefix_row_t *other;	 /**< NULL: no other row has part */
	int64_t until; /**< of EXPIRED and EXPIRES_SOON: when; else 0 */
} siptrunk_finding_t;

typedef void (*siptrunk_finding_f)(
		const siptrunk_finding_t *finding, void *context);

/**
 * Calls found for each finding as of now (seconds since 1970), trunks and names
 * before prefixes, and returns their number. A row that is switched off is not
 * looked at; one that has expired has no part in the others' findings. The time
 * it takes grows with the number of rows; of very many rows with one prefix not
 * each is compared with each.
 */
size_t siptrunk_lint(const siptrunk_config_t *config, int64_t now,
		siptrunk_finding_f found, void *context);

/** "duplicate", "expires_soon" and so on; SHADOWED and HIDDEN are both
 *  "shadowed". */
const char *siptrunk_finding_name(siptrunk_finding_kind_t kind);
/** The column that it is about, and its table. */
const char *siptrunk_finding_column(siptrunk_finding_kind_t kind);
const char *siptrunk_finding_table(siptrunk_finding_kind_t kind);
/** The prefix or name that it is about, or empty. text may hold it. */
siptrunk_text_t siptrunk_finding_subject(const siptrunk_finding_t *finding,
		char text[SIPTRUNK_PREFIX_TEXT_MAX]);
/** "expected ..., found ...". */
void siptrunk_finding_explain(const siptrunk_config_t *config,
		const siptrunk_finding_t *finding, siptrunk_error_t *text);

#endif
