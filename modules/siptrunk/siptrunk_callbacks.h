/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Which call-backs are expected after the emergency calls of the last minutes.
 *
 * Shared memory, allocated once in mod_init. Written and read by SIP workers,
 * read by RPC; a lock of its own, held while one entry is copied.
 */
#ifndef SIPTRUNK_CALLBACKS_H
#define SIPTRUNK_CALLBACKS_H

#include "siptrunk_callback_map.h"
#include "siptrunk_caller.h"

/** Numbers that are kept. */
#define SIPTRUNK_CALLBACKS_MAX 1024

/** An emergency call, as far as it may be called back. */
typedef struct siptrunk_shown_caller
{
	siptrunk_text_t number;	  /**< caller ID that a gateway was shown */
	siptrunk_source_t source; /**< of that caller ID */
	const siptrunk_caller_t *caller; /**< NULL: nobody knows who it was */
	const siptrunk_site_t *site;	 /**< of the caller, else the pbx's; NULL */
	siptrunk_text_t trunk;			 /**< the pbx */
	siptrunk_text_t call_id;
	int64_t age; /**< seconds since the call; 0: it is being placed */
} siptrunk_shown_caller_t;

/** 0 or -1. window: minutes, 0: no call-back is known by its number. */
int siptrunk_callbacks_init(int window);
void siptrunk_callbacks_fini(void);
/** Expects those of before a restart, as the ledger has them. In mod_init,
 *  after the first load. */
void siptrunk_callbacks_restore(void);

/**
 * A call-back may come to the number shown, and to the caller's own. To the
 * site's, too, when what was shown says nothing of where the caller is (an
 * extension, a trunk's ANI): it may be what the gateway's operator has on file.
 */
void siptrunk_callbacks_expect(const siptrunk_shown_caller_t *shown);

/** Whom a call to number (a URI, or bare) is for; false: it is no call-back. */
bool siptrunk_callbacks_find(
		siptrunk_text_t number, siptrunk_expected_t *expected);

/** What rings the caller at the pbx: extension, else DID, else the user of the
 *  address of record. caller may be NULL: empty. */
siptrunk_text_t siptrunk_callbacks_user(const siptrunk_caller_t *caller);

/** Copies entry i, counted from 0, with its age and what is left of its window
 *  (0 or less: it is forgotten) in seconds; false behind the last. */
bool siptrunk_callbacks_read(
		unsigned i, siptrunk_expected_t *expected, long *age, long *left);

#endif
