/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What must hold between the numbers of the plan, and everybody's extensions.
 *
 * Pure; only the process that loads.
 */
#include "siptrunk_builder.h"

/** The plan has number, and exactly so classified. */
static bool plan_has(siptrunk_builder_t *builder, siptrunk_text_t number,
		siptrunk_text_t classification)
{
	const siptrunk_dialler_t anybody = {SIPTRUNK_TEXT(""), NULL, false};
	siptrunk_quoted_t quoted;
	siptrunk_number_t found;

	siptrunk_number_classify(&builder->config->plan, number, &anybody, &found);
	if(siptrunk_text_equal(found.classification, classification))
		return true;
	siptrunk_error_set(&builder->error,
			"table %s: expected number %.*s with classification %.*s, "
			"found '%s'",
			siptrunk_stage_table(SIPTRUNK_STAGE_NUMBER_PLAN),
			SIPTRUNK_TEXT_FMT(number), SIPTRUNK_TEXT_FMT(classification),
			siptrunk_text_quote(found.classification, &quoted));
	builder->status = SIPTRUNK_INVALID;
	return false;
}

/** A list's number that is taken for another row's emergency number would
 *  never match. */
static bool rules_check(
		siptrunk_builder_t *builder, siptrunk_text_t outside_prefix)
{
	const siptrunk_number_plan_t *plan = &builder->config->plan;
	siptrunk_number_t found;
	size_t i;

	for(i = 0; i < plan->listed; i++) {
		const siptrunk_number_rule_t *rule = &plan->rules[i];
		const siptrunk_dialler_t dialler = {outside_prefix, rule->site, false};

		siptrunk_number_classify(plan, rule->match.text, &dialler, &found);
		if(siptrunk_text_equal(found.classification, rule->classification)
				|| !siptrunk_number_is_emergency(found.classification))
			continue;
		siptrunk_row_refuse(builder, rule->row, "numbers",
				"no spelling of an emergency number in another row",
				rule->match.text);
		return false;
	}
	return true;
}

/** No extension is an emergency number to those at its site: that user's
 *  calls would be emergencies. */
static bool extensions_check(siptrunk_builder_t *builder,
		siptrunk_text_t outside_prefix, const siptrunk_site_t *default_site)
{
	const siptrunk_config_t *config = builder->config;
	siptrunk_number_t found;
	siptrunk_error_t why;
	size_t i;

	for(i = 0; i < config->caller_count; i++) {
		const siptrunk_caller_t *caller = &config->callers[i];
		const siptrunk_dialler_t dialler = {outside_prefix,
				siptrunk_caller_site(caller, default_site), false};

		siptrunk_number_classify(
				&config->plan, caller->extension, &dialler, &found);
		if(!siptrunk_number_is_emergency(found.classification))
			continue;
		siptrunk_error_found(&why, "an extension that is no emergency number",
				caller->extension);
		siptrunk_builder_refuse(
				builder, SIPTRUNK_STAGE_CALLER, caller->row, "extension", &why);
		return false;
	}
	return true;
}

/** As dialled without a prefix, and as at each pbx trunk; a run of trunks that
 *  are alike costs no more than one. */
static bool numbers_check(siptrunk_builder_t *builder)
{
	const siptrunk_trunk_t *trunk = builder->config->trunks;
	siptrunk_text_t prefix = SIPTRUNK_TEXT("");
	const siptrunk_site_t *site = NULL;
	size_t i;

	if(!rules_check(builder, prefix)
			|| !extensions_check(builder, prefix, site))
		return false;
	for(i = 0; i < builder->config->trunk_count; i++, trunk++) {
		if(trunk->role != SIPTRUNK_ROLE_PBX
				|| (siptrunk_text_equal(trunk->outside_prefix, prefix)
						&& trunk->site == site))
			continue;
		prefix = trunk->outside_prefix;
		site = trunk->site;
		if(!rules_check(builder, prefix)
				|| !extensions_check(builder, prefix, site))
			return false;
	}
	return true;
}

void siptrunk_builder_check_plan(siptrunk_builder_t *builder)
{
	if(plan_has(builder, SIPTRUNK_TEXT("911"),
			   SIPTRUNK_TEXT(SIPTRUNK_CLASS_E911))
			&& plan_has(builder, SIPTRUNK_TEXT("933"),
					SIPTRUNK_TEXT(SIPTRUNK_CLASS_E911_TEST)))
		numbers_check(builder);
}
