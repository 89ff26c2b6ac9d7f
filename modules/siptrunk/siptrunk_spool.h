/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Small files that outlive a crash: each is on the disk as a whole, or it is
 * not there. And files that grow by lines, of which none is there in part.
 *
 * Pure, with POSIX files. A process that may wait for a disk; never a SIP
 * worker.
 */
#ifndef SIPTRUNK_SPOOL_H
#define SIPTRUNK_SPOOL_H

#include "siptrunk_text.h"

#include <time.h>

/** Makes the folder and the ones above it as far as they lack, for this user
 *  alone. false: error says why it cannot be used. */
bool siptrunk_spool_open(const char *folder, siptrunk_error_t *error);

/** Writes FOLDER/NAME in place of what it was; when true, a power cut does not
 *  take it any more. */
bool siptrunk_spool_write(const char *folder, const char *name,
		siptrunk_text_t text, siptrunk_error_t *error);

/** Adds text, whole lines, to the file of that path, which is made when it
 *  lacks (and may be renamed between two calls). false: none of it is there. */
bool siptrunk_spool_append(
		const char *path, siptrunk_text_t text, siptrunk_error_t *error);

/** Reads it to text of room bytes; its length, or -1: error and errno tell. */
long siptrunk_spool_read(const char *folder, const char *name, char *text,
		size_t room, siptrunk_error_t *error);

/** false: it is still there, or nobody knows. */
bool siptrunk_spool_remove(
		const char *folder, const char *name, siptrunk_error_t *error);

typedef void (*siptrunk_spool_each_f)(
		void *context, const char *name, time_t modified);

/** Calls each for every file, in no order, and removes what a crash left
 *  half-written. */
bool siptrunk_spool_each(const char *folder, siptrunk_spool_each_f each,
		void *context, siptrunk_error_t *error);

#endif
