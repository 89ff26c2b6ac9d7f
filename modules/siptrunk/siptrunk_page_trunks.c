/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Trunks and their gateways, for the status page: those that need somebody
 * come first.
 *
 * Any process; no memory of its own.
 */
#include "siptrunk_health.h"
#include "siptrunk_page.h"

#define TRUNKS_SHOWN 200
#define TRUNKS_BYTES 21504
#define GATEWAYS_SHOWN 8
#define GATEWAYS_BYTES 2048

/** What is believed of a gateway's addresses together. */
typedef struct summary
{
	unsigned addresses, down, unknown;
	siptrunk_destination_t worst; /**< the first that is down, else the first */
	int64_t tested; /**< its last answered test call, ms since 1970; 0: none */
} summary_t;

/** When a test call by that address was answered last; 0: never. */
static int64_t tested(const siptrunk_page_t *status,
		const siptrunk_gateway_t *gateway, const siptrunk_address_t *address)
{
	char uri[SIPTRUNK_GATEWAY_URI_MAX];
	const siptrunk_text_t name = {
			uri, siptrunk_gateway_uri(
						 address, gateway->port, gateway->transport, uri)};
	const siptrunk_last_test_t *test =
			siptrunk_last_tests_latest(status->tests, NULL, &name);

	return test != NULL ? test->answered : 0;
}

static void keep_latest(int64_t *latest, int64_t time)
{
	if(time > *latest)
		*latest = time;
}

static void summarize(const siptrunk_page_t *status,
		const siptrunk_trunk_t *trunk, const siptrunk_gateway_t *gateway,
		summary_t *summary)
{
	siptrunk_destination_t destination;
	siptrunk_walk_t walk;
	bool down;

	*summary = (summary_t){0};
	siptrunk_walk_begin_at(&walk, gateway, status->snapshot->overlay);
	while(siptrunk_walk_next(&walk)) {
		siptrunk_health_read(
				trunk->name, gateway, &walk.address, &destination);
		down = destination.belief.health == SIPTRUNK_HEALTH_DOWN;
		if(summary->addresses == 0 || (down && summary->down == 0))
			summary->worst = destination;
		summary->addresses++;
		summary->down += down;
		summary->unknown +=
				destination.belief.health == SIPTRUNK_HEALTH_UNKNOWN;
		if(trunk->role == SIPTRUNK_ROLE_EMERGENCY)
			keep_latest(&summary->tested,
					tested(status, gateway, &walk.address));
	}
}

/** As the trunk's status, but that it tells what nothing is known of. */
static const char *state_of(const summary_t *summary)
{
	if(summary->addresses == 0)
		return "unresolved";
	if(summary->unknown == summary->addresses)
		return siptrunk_health_name(SIPTRUNK_HEALTH_UNKNOWN);
	return siptrunk_trunk_status_name(siptrunk_trunk_status_of(
			summary->addresses - summary->down, summary->down,
			summary->addresses));
}

static void add_gateway(siptrunk_json_list_t *list,
		const siptrunk_page_t *status, const siptrunk_trunk_t *trunk,
		const siptrunk_gateway_t *gateway)
{
	siptrunk_json_t *json = list->json;
	summary_t summary;

	if(!siptrunk_json_list_item(list))
		return;
	summarize(status, trunk, gateway, &summary);
	siptrunk_json_text(json, "gateway", gateway->name);
	siptrunk_json_number(json, "port", gateway->port);
	siptrunk_json_text(json, "transport",
			siptrunk_text(siptrunk_transport_name(gateway->transport)));
	siptrunk_json_text(json, "state", siptrunk_text(state_of(&summary)));
	siptrunk_json_number(json, "since", summary.worst.since);
	siptrunk_json_number(json, "code", summary.worst.code);
	siptrunk_json_number(json, "addresses", summary.addresses);
	siptrunk_json_number(json, "down", summary.down);
	if(trunk->role == SIPTRUNK_ROLE_EMERGENCY)
		siptrunk_page_time(json, "tested", summary.tested);
	siptrunk_json_list_item_end(list);
}

static void add_gateways(siptrunk_json_t *json,
		const siptrunk_page_t *status, const siptrunk_trunk_t *trunk)
{
	siptrunk_json_list_t list;
	size_t i;

	siptrunk_json_list_begin(
			&list, json, "gateways", GATEWAYS_SHOWN, GATEWAYS_BYTES);
	for(i = 0; i < trunk->gateway_count; i++)
		add_gateway(&list, status, trunk, &trunk->gateway_list[i]);
	siptrunk_json_list_end(&list);
}

static bool in_service(const siptrunk_trunk_t *trunk)
{
	return __atomic_load_n(&trunk->state, __ATOMIC_RELAXED)
		   == SIPTRUNK_IN_SERVICE;
}

static void add_trunk(siptrunk_json_list_t *list,
		const siptrunk_page_t *status, size_t number)
{
	const siptrunk_trunk_t *trunk = &status->snapshot->config->trunks[number];
	siptrunk_json_t *json = list->json;

	if(!siptrunk_json_list_item(list))
		return;
	siptrunk_json_text(json, "trunk", trunk->name);
	siptrunk_json_text(json, "role", siptrunk_role_name(trunk->role));
	siptrunk_json_text(json, "state",
			siptrunk_state_name(
					__atomic_load_n(&trunk->state, __ATOMIC_RELAXED)));
	siptrunk_json_text(json, "status",
			siptrunk_text(siptrunk_trunk_status_name(
					status->trunks[number].status)));
	siptrunk_json_number(json, "calls", status->trunks[number].calls);
	add_gateways(json, status, trunk);
	siptrunk_json_list_item_end(list);
}

/** Emergency trunks, and whatever is not as it should be. */
static bool comes_first(const siptrunk_page_t *status, size_t number)
{
	const siptrunk_trunk_t *trunk = &status->snapshot->config->trunks[number];

	return trunk->role == SIPTRUNK_ROLE_EMERGENCY || !in_service(trunk)
		   || status->trunks[number].status != SIPTRUNK_TRUNK_UP;
}

void siptrunk_page_trunks(const siptrunk_page_t *status)
{
	const size_t count = status->snapshot->config->trunk_count;
	siptrunk_json_list_t list;
	size_t i;

	siptrunk_json_list_begin(
			&list, status->json, "trunks", TRUNKS_SHOWN, TRUNKS_BYTES);
	for(i = 0; i < count; i++) {
		if(comes_first(status, i))
			add_trunk(&list, status, i);
	}
	for(i = 0; i < count; i++) {
		if(!comes_first(status, i))
			add_trunk(&list, status, i);
	}
	siptrunk_json_list_end(&list);
}
