/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Rows of siptrunk_outbound_route: which trunks ordinary calls of a site go to.
 *
 * Pure; only the process that loads.
 */
#include "siptrunk_builder.h"
#include "siptrunk_check.h"

/** How many items a list has, with commas between them. */
static size_t count_items(siptrunk_text_t list)
{
	size_t count = 0;

	do {
		siptrunk_text_split(list, ',', &list);
		count++;
	} while(list.s != NULL);
	return count;
}

static siptrunk_text_t next_item(siptrunk_text_t *list)
{
	return siptrunk_text_trim(siptrunk_text_split(*list, ',', list));
}

/* --- classifications --- */

static bool plan_has_class(
		const siptrunk_builder_t *builder, siptrunk_text_t classification)
{
	const siptrunk_number_plan_t *plan = &builder->config->plan;
	size_t i;

	for(i = 0; i < plan->count; i++) {
		if(siptrunk_text_equal(plan->rules[i].classification, classification))
			return true;
	}
	return false;
}

/** Of two enabled routes, nobody could say which one a call takes. */
static bool is_routed(const siptrunk_builder_t *builder,
		const siptrunk_route_t *route, siptrunk_text_t classification)
{
	const siptrunk_route_t *routes = builder->routes.items;
	size_t i;

	for(i = 0; i < builder->routes.count; i++) {
		if(routes[i].on && routes[i].site == route->site
				&& siptrunk_route_has_class(&routes[i], classification))
			return true;
	}
	return false;
}

static siptrunk_status_t class_check(siptrunk_builder_t *builder,
		const siptrunk_route_t *route, siptrunk_text_t classification)
{
	const char *expected = NULL;

	if(siptrunk_number_is_emergency(classification))
		expected = "no emergency classification, whose calls always go to the "
				   "trunks of role emergency, with no route and whatever "
				   "this table says";
	else if(!plan_has_class(builder, classification))
		expected = "a classification of siptrunk_number_plan";
	else if(siptrunk_route_has_class(route, classification))
		expected = "a classification once";
	else if(route->on && is_routed(builder, route, classification))
		expected = "a classification that no other route of this site has "
				   "which is on";
	return expected == NULL ? SIPTRUNK_OK
							: siptrunk_row_refuse(builder, route->row,
									  "classifications", expected,
									  classification);
}

static siptrunk_status_t take_classes(siptrunk_builder_t *builder,
		siptrunk_text_t list, siptrunk_route_t *route)
{
	siptrunk_text_t *classes = siptrunk_builder_alloc(
			builder, count_items(list), sizeof(*classes));

	route->classifications = classes;
	if(classes == NULL)
		return builder->status;
	do {
		siptrunk_text_t item = next_item(&list);

		if(class_check(builder, route, item) == SIPTRUNK_OK)
			classes[route->classification_count++] =
					siptrunk_row_keep(builder, item);
	} while(list.s != NULL && builder->status == SIPTRUNK_OK);
	return builder->status;
}

/* --- trunks --- */

static siptrunk_status_t trunk_check(siptrunk_builder_t *builder,
		const siptrunk_route_t *route, siptrunk_text_t name,
		const siptrunk_trunk_t *trunk)
{
	const char *expected = NULL;

	if(trunk == NULL)
		expected = "a name in siptrunk_trunk";
	else if(trunk->role == SIPTRUNK_ROLE_EMERGENCY)
		expected = "no trunk of role emergency, which takes emergency calls "
				   "alone";
	else if(siptrunk_route_has_trunk(route, trunk))
		expected = "a trunk once";
	return expected == NULL ? SIPTRUNK_OK
							: siptrunk_row_refuse(builder, route->row, "trunks",
									  expected, name);
}

static siptrunk_status_t take_trunks(siptrunk_builder_t *builder,
		siptrunk_text_t list, siptrunk_route_t *route)
{
	const size_t count = count_items(list);
	const siptrunk_trunk_t **trunks;

	if(count > SIPTRUNK_ROUTE_TRUNKS_MAX)
		return siptrunk_row_refuse(
				builder, route->row, "trunks", "1 to 8 trunks", list);
	trunks = siptrunk_builder_alloc(builder, count, sizeof(*trunks));
	route->trunks = (const struct siptrunk_trunk *const *)trunks;
	if(trunks == NULL)
		return builder->status;
	do {
		siptrunk_text_t name = next_item(&list);
		const siptrunk_trunk_t *trunk =
				siptrunk_config_trunk(builder->config, name);

		if(trunk_check(builder, route, name, trunk) == SIPTRUNK_OK)
			trunks[route->trunk_count++] = trunk;
	} while(list.s != NULL && builder->status == SIPTRUNK_OK);
	return builder->status;
}

/* --- the row --- */

static bool name_exists(
		const siptrunk_builder_t *builder, siptrunk_text_t name)
{
	const siptrunk_route_t *routes = builder->routes.items;
	size_t i;

	for(i = 0; i < builder->routes.count; i++) {
		if(siptrunk_text_equal(routes[i].name, name))
			return true;
	}
	return false;
}

static siptrunk_status_t route_keep(siptrunk_builder_t *builder,
		const siptrunk_outbound_route_row_t *row, siptrunk_route_t *route)
{
	if(name_exists(builder, row->name))
		return siptrunk_row_refuse(
				builder, row->id, "name", "a new outbound route", row->name);
	route->name = siptrunk_row_keep(builder, row->name);
	route->description = siptrunk_row_keep(builder, row->description);
	return builder->status;
}

siptrunk_status_t siptrunk_builder_add_outbound_route(
		siptrunk_builder_t *builder, const siptrunk_outbound_route_row_t *row)
{
	const siptrunk_cell_t cells[] = {{"name", row->name, siptrunk_check_name},
			{"distribution", row->distribution, siptrunk_check_distribution},
			{"state", row->state, siptrunk_check_on_off},
			{"description", row->description, siptrunk_check_description}};
	siptrunk_route_t route = {.row = row->id};

	route.random = siptrunk_text_equal(
			row->distribution, SIPTRUNK_TEXT("random"));
	route.on = siptrunk_text_equal(row->state, SIPTRUNK_TEXT("on"));
	if(siptrunk_row_check(builder, SIPTRUNK_STAGE_OUTBOUND_ROUTE, row->id,
			   cells, SIPTRUNK_CELL_COUNT(cells))
					!= SIPTRUNK_OK
			|| siptrunk_row_site(builder, row->id, row->site, &route.site)
					   != SIPTRUNK_OK
			|| route_keep(builder, row, &route) != SIPTRUNK_OK
			|| take_classes(builder, row->classifications, &route)
					   != SIPTRUNK_OK
			|| take_trunks(builder, row->trunks, &route) != SIPTRUNK_OK)
		return builder->status;
	return siptrunk_builder_push(
			builder, &builder->routes, &route, sizeof(route));
}
