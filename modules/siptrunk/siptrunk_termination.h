/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Inbound SIP termination identifiers (seed 003, 5.1.5): which of several
 * trunks behind the same addresses a Request-URI is meant for. It proves
 * nothing: it chooses among trunks whose address and proof the sender has shown
 * already.
 *
 * Pure; any process; reads an immutable configuration, no memory.
 */
#ifndef SIPTRUNK_TERMINATION_H
#define SIPTRUNK_TERMINATION_H

#include "siptrunk_text.h"

struct siptrunk_trunk;

/** Where the identifier stands; in the order in which they are looked for. */
typedef enum siptrunk_termination_kind
{
	SIPTRUNK_TERMINATION_TGRP, /**< its trunk group (RFC 4904) */
	SIPTRUNK_TERMINATION_FQDN, /**< its host */
	SIPTRUNK_TERMINATION_DNIS, /**< the number called */
	SIPTRUNK_TERMINATION_COUNT
} siptrunk_termination_kind_t;

typedef struct siptrunk_termination
{
	int row; /**< id in the table siptrunk_termination, for reports */
	siptrunk_termination_kind_t kind;
	siptrunk_text_t identifier; /**< lower case */
	siptrunk_text_t context; /**< lower case, or empty; of a trunk group: any */
	siptrunk_text_t host; /**< FQDN: both, with a dot between them */
	const struct siptrunk_trunk *trunk;
	const struct siptrunk_trunk *behind; /**< whose addresses it shares; NULL:
										  *   nobody's */
} siptrunk_termination_t;

typedef enum siptrunk_terminated
{
	SIPTRUNK_TERMINATED_NONE, /**< it has no identifier that anybody knows */
	SIPTRUNK_TERMINATED_HERE, /**< it is meant for found->trunk */
	SIPTRUNK_TERMINATED_FOREIGN /**< it names a trunk that the sender is not */
} siptrunk_terminated_t;

/**
 * What the Request-URI uri says, sent by sender (as its address and proof have
 * told). The first kind of identifier that is known decides. A number called is
 * no claim: others' sender may call it, too.
 */
siptrunk_terminated_t siptrunk_termination_find(
		const siptrunk_termination_t *items, size_t count, siptrunk_text_t uri,
		const struct siptrunk_trunk *sender,
		const siptrunk_termination_t **found);

/** Does trunk share the addresses of behind? */
bool siptrunk_termination_shares(const siptrunk_termination_t *items,
		size_t count, const struct siptrunk_trunk *trunk,
		const struct siptrunk_trunk *behind);

/** Is host the edge, by an identifier of somebody's? */
bool siptrunk_termination_is_host(const siptrunk_termination_t *items,
		size_t count, siptrunk_text_t host);

/** Do both stand for the same Request-URIs, or some of them? */
bool siptrunk_termination_same(
		const siptrunk_termination_t *a, const siptrunk_termination_t *b);

/** "tgrp", "fqdn", "dnis". */
siptrunk_text_t siptrunk_termination_kind_name(
		siptrunk_termination_kind_t kind);
bool siptrunk_termination_kind_parse(
		siptrunk_text_t text, siptrunk_termination_kind_t *kind);

#endif
