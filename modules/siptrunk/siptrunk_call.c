/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Call records.
 *
 * SIP workers, timers, RPC processes; shared memory.
 */
#include "siptrunk_call.h"

#include "siptrunk_apis.h"
#include "siptrunk_compat.h"

#include "core/dprint.h"
#include "core/mem/shm_mem.h"

#include <string.h>

static str xavp_name = str_init("siptrunk");

/** Kamailio frees the record itself; it may hold the allocator's lock here,
 *  so nothing else may be freed. */
static void release(void *record, sr_xavp_sfree_f sfree)
{
	siptrunk_call_t *call = record;

	siptrunk_snapshot_put(call->snapshot);
}

siptrunk_call_t *siptrunk_call_find(void)
{
	sr_xavp_t *xavp = xavp_get(&xavp_name, NULL);

	/* a script may have set an xavp of our name to something else */
	if(xavp == NULL || xavp->val.type != SR_XTYPE_DATA
			|| xavp->val.v.data->pfree != release)
		return NULL;
	return xavp->val.v.data->p;
}

static siptrunk_call_t *call_new(void)
{
	siptrunk_call_t *call = shm_malloc(sizeof(*call));

	if(call == NULL)
		return NULL;
	memset(call, 0, sizeof(*call));
	call->data.p = call;
	call->data.pfree = release;
	call->caller_source = SIPTRUNK_SOURCE_COUNT;
	call->snapshot = siptrunk_snapshot_get();
	return call;
}

static void call_free(siptrunk_call_t *call)
{
	siptrunk_snapshot_put(call->snapshot);
	shm_free(call);
}

siptrunk_call_t *siptrunk_call_get(void)
{
	siptrunk_call_t *call = siptrunk_call_find();
	sr_xval_t value;

	if(call != NULL)
		return call;
	call = call_new();
	if(call == NULL) {
		SHM_MEM_ERROR;
		return NULL;
	}
	memset(&value, 0, sizeof(value));
	value.type = SR_XTYPE_DATA;
	value.v.data = &call->data;
	if(xavp_add_value(&xavp_name, &value, NULL) == NULL) {
		SHM_MEM_ERROR;
		call_free(call);
		return NULL;
	}
	return call;
}

void siptrunk_call_register(
		siptrunk_call_t *call, const siptrunk_registered_t *registered)
{
	call->registered = *registered;
	call->was_registered = true;
	siptrunk_apis_count(
			call->target != NULL ? call->target->name : SIPTRUNK_TEXT(""),
			registered->cause);
}

bool siptrunk_call_is_for_help(const siptrunk_call_t *call)
{
	return (call->classified
				   && siptrunk_number_is_emergency(call->number.classification))
		   || siptrunk_rings_now(&call->rings) != NULL;
}

const siptrunk_trunk_t *siptrunk_call_pbx(const siptrunk_call_t *call)
{
	const siptrunk_trunk_t *trunk = call->access.trunk;

	if(trunk != NULL && trunk->role == SIPTRUNK_ROLE_PBX)
		return trunk;
	return siptrunk_config_first(call->snapshot->config, SIPTRUNK_ROLE_PBX);
}
