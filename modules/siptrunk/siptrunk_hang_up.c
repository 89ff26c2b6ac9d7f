/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Ends a call that is up, on both sides.
 *
 * The media process; dialog's and tm's memory.
 */
#include "siptrunk_hang_up.h"

#include "siptrunk_dialog.h"

#include "core/dprint.h"
#include "core/fmsg.h"
#include "core/kemi.h"
#include "core/ut.h"

#include <stdio.h>

#define HEADER_MAX 160

static str emergency = str_init("emergency");
static str callback = str_init("callback");
static str raised = str_init("raise");
static str caller_at = str_init("caller_at");
static str callee_at = str_init("callee_at");

static str str_of(const char *text)
{
	return (str){(char *)text, (int)strlen(text)};
}

typedef int (*dlg_get_f)(sip_msg_t *, str *, str *, str *);

/** dialog's own dlg_get(), which has no place in its interface for C. NULL: it
 *  is not loaded. */
static dlg_get_f find_dlg_get(void)
{
	str module = str_init("dialog"), name = str_init("dlg_get");
	sr_kemi_module_t *modules = sr_kemi_modules_get();
	sr_kemi_t *found = NULL;
	int i;

	for(i = 1; i < sr_kemi_modules_size_get(); i++) {
		if(STR_EQ(modules[i].mname, module))
			found = sr_kemi_lookup(&module, i, &name);
	}
	return found != NULL ? (dlg_get_f)found->func : NULL;
}

static bool set_current(sip_msg_t *message, const siptrunk_call_ids_t *ids)
{
	dlg_get_f dlg_get = find_dlg_get();
	str call_id = str_of(ids->ids[SIPTRUNK_ID_CALLER]);
	str from = str_of(ids->from_tag), to = str_of(ids->to_tag);

	return dlg_get != NULL && dlg_get(message, &call_id, &from, &to) > 0;
}

/** For release_dlg(); NULL: none that is up. */
static struct dlg_cell *find(const siptrunk_call_ids_t *ids)
{
	sip_msg_t *message = faked_msg_get_next();

	return message != NULL && set_current(message, ids)
				   ? siptrunk_dialog_find(message)
				   : NULL;
}

static bool has_text(struct dlg_cell *call, str *variable)
{
	str value;
	bool has;

	if(siptrunk_dialog.get_dlg_vardup(call, variable, &value) != 0)
		return false;
	has = value.len > 0;
	pkg_free(value.s);
	return has;
}

/** Why it may not be ended; NULL: it may. A call for help says so itself. In
 *  one to which the edge has sent requests of its own, dialog does not know the
 *  numbers (CSeq) that the ends expect. Its BYE goes where the Contact says,
 *  and not where a peer behind a NAT was heard (scripts/routing/nat.cfg). */
static const char *obstacle(struct dlg_cell *call)
{
	if(siptrunk_dialog_number(call, &emergency) != 0
			|| siptrunk_dialog_number(call, &callback) != 0)
		return "it is a call for help";
	if(siptrunk_dialog_number(call, &raised) != 0)
		return "the edge has sent requests of its own in it";
	if(has_text(call, &caller_at) || has_text(call, &callee_at))
		return "a BYE does not reach a peer behind a NAT";
	return NULL;
}

/** As obstacle(). Once it was tried one of the two may know that it has ended:
 *  so it has. */
static const char *end(struct dlg_cell *call, const char *why)
{
	char text[HEADER_MAX];
	str header = {text, 0};
	const char *reason = obstacle(call);

	/* Q.850: 41, temporary failure */
	header.len = snprintf(text, sizeof(text),
			"Reason: Q.850;cause=41;text=\"%s\"\r\n", why);
	if(header.len >= (int)sizeof(text))
		return "there is no room for the reason";
	if(reason == NULL
			&& siptrunk_dialog.terminate_dlg(call, &header) != 0)
		LM_WARN("not both sides of a call could be sent a BYE\n");
	return reason;
}

bool siptrunk_hang_up(const siptrunk_call_record_t *record, const char *why)
{
	struct dlg_cell *call = find(&record->ids);
	siptrunk_word_t word;
	const char *reason = "its dialog is not up";

	if(call != NULL) {
		reason = end(call, why);
		siptrunk_dialog.release_dlg(call);
	}
	siptrunk_text_word(
			siptrunk_text(record->ids.ids[SIPTRUNK_ID_CALLER]), &word);
	if(reason == NULL)
		LM_NOTICE("call %s is ended: %s\n", word.text, why);
	else
		LM_WARN("call %s goes on, although %s: %s\n", word.text, why,
				reason);
	return reason == NULL;
}
