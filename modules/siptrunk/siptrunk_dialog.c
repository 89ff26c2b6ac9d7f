/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Kamailio's module dialog, and what this module keeps in a call's dialog.
 *
 * SIP workers; dialog's memory.
 */
#include "siptrunk_dialog.h"

#include "core/ut.h"

#include <string.h>

struct dlg_binds siptrunk_dialog;

static str raised = str_init("raise");

void siptrunk_dialog_init(void)
{
	/* asked quietly: load_dlg_api() takes a missing dialog for an error */
	if(find_export("load_dlg", 0, 0) == NULL
			|| load_dlg_api(&siptrunk_dialog) < 0)
		memset(&siptrunk_dialog, 0, sizeof(siptrunk_dialog));
}

struct dlg_cell *siptrunk_dialog_find(sip_msg_t *message)
{
	struct dlg_cell *call = siptrunk_dialog.get_dlg != NULL
									? siptrunk_dialog.get_dlg(message)
									: NULL;

	if(call == NULL || call->state == DLG_STATE_CONFIRMED
			|| call->state == DLG_STATE_CONFIRMED_NA)
		return call;
	siptrunk_dialog.release_dlg(call);
	return NULL;
}

unsigned siptrunk_dialog_number(struct dlg_cell *call, str *variable)
{
	unsigned number = 0;
	str value;

	if(siptrunk_dialog.get_dlg_vardup(call, variable, &value) != 0)
		return 0;
	str2int(&value, &number);
	pkg_free(value.s);
	return number;
}

void siptrunk_dialog_set_number(
		struct dlg_cell *call, str *variable, unsigned long number)
{
	str value;

	value.s = int2str(number, &value.len);
	siptrunk_dialog.set_dlg_var(call, variable, &value);
}

unsigned siptrunk_dialog_last_cseq(struct dlg_cell *call, int leg)
{
	unsigned number = 0;

	/* none, when it has not sent anything yet */
	str2int(&call->cseq[leg], &number);
	return number + siptrunk_dialog_number(call, &raised);
}

unsigned siptrunk_dialog_take_cseq(struct dlg_cell *call, int leg)
{
	siptrunk_dialog_set_number(
			call, &raised, siptrunk_dialog_number(call, &raised) + 1);
	return siptrunk_dialog_last_cseq(call, leg);
}
