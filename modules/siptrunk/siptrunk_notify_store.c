/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The texts of notifications that are not delivered yet.
 *
 * The HTTP process; files, and its private memory.
 */
#include "siptrunk_notify_store.h"

#include "siptrunk_params.h"

#include "core/dprint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct held
{
	char *text;
	size_t len;
} held_t;

/** By the places of siptrunk_notices. */
static held_t held[SIPTRUNK_NOTICES_MAX];

static const char *folder(void)
{
	static char path[SIPTRUNK_SPOOL_DIR_MAX + sizeof("/notify")];

	if(path[0] == '\0')
		snprintf(path, sizeof(path), "%.*s/notify", siptrunk_spool_dir.len,
				siptrunk_spool_dir.s);
	return path;
}

/** An alarm when the disk begins to fail, a line when it no longer does. */
static void report(bool works, const siptrunk_error_t *error)
{
	static bool worked = true;

	if(works && !worked)
		LM_NOTICE("notifications are written to %s again\n", folder());
	if(!works && worked)
		LM_ERR("notifications of emergency calls are kept in memory and would "
			   "be lost with this process: %s\n",
				error->text);
	worked = works;
}

bool siptrunk_notify_store_write(
		const siptrunk_notice_name_t *name, siptrunk_text_t text)
{
	char file[SIPTRUNK_NOTICE_FILE_MAX];
	siptrunk_error_t error;
	bool written;

	siptrunk_notice_name_format(name, file);
	written = siptrunk_spool_open(folder(), &error)
			  && siptrunk_spool_write(folder(), file, text, &error);
	report(written, &error);
	return written;
}

void siptrunk_notify_store_hold(int place, siptrunk_text_t text)
{
	char *copy = malloc(text.len);

	free(held[place].text); /* of who had the place before */
	held[place] = (held_t){NULL, 0};
	if(copy == NULL) {
		LM_ERR("no memory for a notification that the disk does not take: it "
			   "is lost\n");
		return;
	}
	memcpy(copy, text.s, text.len);
	held[place] = (held_t){copy, text.len};
}

siptrunk_text_t siptrunk_notify_store_read(int place,
		const siptrunk_notice_t *notice, char text[SIPTRUNK_NOTIFY_TEXT_MAX],
		siptrunk_error_t *error)
{
	char file[SIPTRUNK_NOTICE_FILE_MAX];
	long len;

	siptrunk_error_set(error, "its text is lost");
	if(!notice->spooled)
		return (siptrunk_text_t){held[place].text, held[place].len};
	len = siptrunk_spool_read(folder(),
			siptrunk_notice_name_format(&notice->name, file), text,
			SIPTRUNK_NOTIFY_TEXT_MAX, error);
	return (siptrunk_text_t){text, len > 0 ? (size_t)len : 0};
}

void siptrunk_notify_store_drop(int place, const siptrunk_notice_t *notice)
{
	char file[SIPTRUNK_NOTICE_FILE_MAX];
	siptrunk_error_t error;

	free(held[place].text);
	held[place] = (held_t){NULL, 0};
	if(notice->spooled
			&& !siptrunk_spool_remove(folder(),
					siptrunk_notice_name_format(&notice->name, file), &error))
		LM_ERR("a notification will be sent again after the next start: %s\n",
				error.text);
}

typedef struct visit
{
	void (*each)(const siptrunk_notice_name_t *name, time_t made);
} visit_t;

static void visit(void *context, const char *file, time_t modified)
{
	const visit_t *wanted = context;
	siptrunk_notice_name_t name;

	if(siptrunk_notice_name_parse(siptrunk_text(file), &name))
		wanted->each(&name, modified);
	else
		LM_WARN("%s/%s is no notification; it is left as it is\n", folder(),
				file);
}

void siptrunk_notify_store_each(
		void (*each)(const siptrunk_notice_name_t *name, time_t made))
{
	siptrunk_error_t error;
	visit_t wanted = {each};
	bool works = siptrunk_spool_open(folder(), &error)
				 && siptrunk_spool_each(folder(), visit, &wanted, &error);

	report(works, &error);
}
