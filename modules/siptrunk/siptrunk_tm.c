/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Kamailio's transaction module tm.
 *
 * Any process; no memory.
 */
#include "siptrunk_tm.h"

#include "core/sr_module.h"

#include <string.h>

struct tm_binds siptrunk_tm;

void siptrunk_tm_init(void)
{
	/* asked quietly: load_tm_api() takes a missing tm for an error */
	if(find_export("load_tm", NO_SCRIPT, 0) == NULL
			|| load_tm_api(&siptrunk_tm) < 0)
		memset(&siptrunk_tm, 0, sizeof(siptrunk_tm));
}

struct cell *siptrunk_tm_transaction(void)
{
	struct cell *transaction =
			siptrunk_tm.t_gett != NULL ? siptrunk_tm.t_gett() : NULL;

	return transaction != T_UNDEFINED ? transaction : NULL;
}
