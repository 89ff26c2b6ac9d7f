/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Call records and access verdicts.
 *
 * SIP workers, timers, RPC processes; shared memory.
 */
#include "siptrunk_call.h"

#include "siptrunk_compat.h"

#include "core/dprint.h"
#include "core/mem/shm_mem.h"

#include <stdio.h>
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

void siptrunk_access_check(const siptrunk_config_t *config,
		const siptrunk_address_t *source, const siptrunk_trunk_t *only_list,
		siptrunk_access_t *access)
{
	memset(access, 0, sizeof(*access));
	access->source = *source;
	access->only_list = only_list;
	if(only_list != NULL)
		access->row = siptrunk_prefix_table_find_for(config->prefixes, source,
				(uint32_t)(only_list - config->trunks));
	else
		access->row = siptrunk_prefix_table_find(config->prefixes, source);
	if(access->row == NULL) {
		access->verdict = SIPTRUNK_VERDICT_UNKNOWN;
		return;
	}
	access->trunk = &config->trunks[access->row->trunk];
	access->verdict = access->row->action == SIPTRUNK_ALLOW
							  ? SIPTRUNK_VERDICT_ALLOW
							  : SIPTRUNK_VERDICT_DENY;
}

const char *siptrunk_verdict_name(siptrunk_verdict_t verdict)
{
	switch(verdict) {
		case SIPTRUNK_VERDICT_ALLOW:
			return "allow";
		case SIPTRUNK_VERDICT_DENY:
			return "deny";
		default:
			return "unknown";
	}
}

siptrunk_text_t siptrunk_access_prefix(
		const siptrunk_access_t *access, char text[SIPTRUNK_PREFIX_TEXT_MAX])
{
	if(access->row == NULL)
		return SIPTRUNK_TEXT("");
	return (siptrunk_text_t){
			text, siptrunk_prefix_format(&access->row->prefix, text)};
}

/** The address without its "/32". */
static siptrunk_text_t source_text(
		const siptrunk_access_t *access, char text[SIPTRUNK_PREFIX_TEXT_MAX])
{
	siptrunk_prefix_t host = {
			access->source, access->source.family == SIPTRUNK_IPV4 ? 32 : 128};
	siptrunk_text_t rest;

	return siptrunk_text_split(
			(siptrunk_text_t){text, siptrunk_prefix_format(&host, text)}, '/',
			&rest);
}

size_t siptrunk_access_reason(
		const siptrunk_access_t *access, char *text, size_t size)
{
	char buffer[SIPTRUNK_PREFIX_TEXT_MAX];
	siptrunk_text_t shown;
	int len;

	if(access->row != NULL) {
		shown = siptrunk_access_prefix(access, buffer);
		len = snprintf(text, size, "%s %.*s of trunk %.*s",
				access->verdict == SIPTRUNK_VERDICT_ALLOW ? "listed as"
														  : "denied by",
				SIPTRUNK_TEXT_FMT(shown),
				SIPTRUNK_TEXT_FMT(access->trunk->name));
	} else if(access->only_list != NULL) {
		shown = source_text(access, buffer);
		len = snprintf(text, size, "address %.*s is not on trunk %.*s's list",
				SIPTRUNK_TEXT_FMT(shown),
				SIPTRUNK_TEXT_FMT(access->only_list->name));
	} else {
		shown = source_text(access, buffer);
		len = snprintf(text, size, "address %.*s is on no trunk's list",
				SIPTRUNK_TEXT_FMT(shown));
	}
	return len < 0 ? 0 : (size_t)len < size ? (size_t)len : size - 1;
}
