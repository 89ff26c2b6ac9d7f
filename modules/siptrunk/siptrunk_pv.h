/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * $siptrunk(name): what the config functions found out, read-only.
 *
 * Any process that runs routes.
 */
#ifndef SIPTRUNK_PV_H
#define SIPTRUNK_PV_H

#include "core/pvar.h"

/** An unknown name is an error of the configuration. */
int siptrunk_pv_parse(pv_spec_t *spec, str *name);
int siptrunk_pv_get(sip_msg_t *msg, pv_param_t *param, pv_value_t *result);

#endif
