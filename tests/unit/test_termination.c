/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_termination.c: for which trunk a Request-URI is. */
#include "siptrunk_config.h"
#include "unit.h"

#include <string.h>

static const siptrunk_trunk_t main_trunk, shared, stranger;

static const siptrunk_termination_t items[] = {
		{.kind = SIPTRUNK_TERMINATION_DNIS,
				.identifier = SIPTRUNK_TEXT("+13125550150"),
				.trunk = &shared,
				.behind = &main_trunk},
		{.kind = SIPTRUNK_TERMINATION_FQDN,
				.identifier = SIPTRUNK_TEXT("boston"),
				.context = SIPTRUNK_TEXT("edge.example.com"),
				.host = SIPTRUNK_TEXT("boston.edge.example.com"),
				.trunk = &shared,
				.behind = &main_trunk},
		{.kind = SIPTRUNK_TERMINATION_TGRP,
				.identifier = SIPTRUNK_TEXT("boston"),
				.context = SIPTRUNK_TEXT("edge.example.com"),
				.trunk = &shared,
				.behind = &main_trunk},
		{.kind = SIPTRUNK_TERMINATION_TGRP,
				.identifier = SIPTRUNK_TEXT("any_context"),
				.trunk = &shared},
};
#define ITEMS COUNT(items)

#define HERE SIPTRUNK_TERMINATED_HERE
#define FOREIGN SIPTRUNK_TERMINATED_FOREIGN
#define NOBODY SIPTRUNK_TERMINATED_NONE

static siptrunk_terminated_t find(
		const char *uri, const siptrunk_trunk_t *sender)
{
	const siptrunk_termination_t *found = NULL;
	siptrunk_terminated_t result = siptrunk_termination_find(
			items, ITEMS, siptrunk_text(uri), sender, &found);

	if(result == HERE)
		assert_ptr_equal(found->trunk, &shared);
	return result;
}

/** As the trunk whose addresses it shares, by its own, and as anybody else. */
static void assert_found(const char *uri, siptrunk_terminated_t by_main,
		siptrunk_terminated_t by_shared, siptrunk_terminated_t by_stranger)
{
	assert_int_equal(find(uri, &main_trunk), by_main);
	assert_int_equal(find(uri, &shared), by_shared);
	assert_int_equal(find(uri, &stranger), by_stranger);
}

static void by_its_host(void **state)
{
	(void)state;
	assert_found("sip:2001@boston.edge.example.com", HERE, HERE, FOREIGN);
	assert_found("sips:2001@BOSTON.edge.example.com:5061;transport=tcp", HERE,
			HERE, FOREIGN);
	assert_found("sip:boston.edge.example.com", HERE, HERE, FOREIGN);
	assert_found("sip:2001@edge.example.com", NOBODY, NOBODY, NOBODY);
	assert_found("sip:2001@bostonxedge.example.com", NOBODY, NOBODY, NOBODY);
	assert_found("sip:2001@boston", NOBODY, NOBODY, NOBODY);
	assert_found("sip:boston.edge.example.com@10.0.0.1", NOBODY, NOBODY,
			NOBODY);
}

static void by_its_trunk_group(void **state)
{
	(void)state;
	assert_found("sip:+1312;tgrp=boston;trunk-context=edge.example.com@h", HERE,
			HERE, FOREIGN);
	assert_found("sip:+1;npdi;Trunk-Context=Edge.example.com;TGRP=Bo%73ton@h",
			HERE, HERE, FOREIGN);
	assert_found("tel:+1312;tgrp=boston;trunk-context=edge.example.com", HERE,
			HERE, FOREIGN);
	assert_found("sip:+1312;tgrp=boston;trunk-context=elsewhere@h", NOBODY,
			NOBODY, NOBODY);
	assert_found("sip:+1312;tgrp=boston@h", NOBODY, NOBODY, NOBODY);
	assert_found("sip:+1312;tgrp=bosto;trunk-context=edge.example.com@h",
			NOBODY, NOBODY, NOBODY);
	assert_found("sip:+1312;tgrp=bostony;trunk-context=edge.example.com@h",
			NOBODY, NOBODY, NOBODY);
	assert_found("sip:+1312;tgrp=any_context@h", FOREIGN, HERE, FOREIGN);
	/* parameters of the URI, not of the user */
	assert_found("sip:+1312@h;tgrp=any_context", NOBODY, NOBODY, NOBODY);
	assert_found("sip:h;tgrp=any_context", NOBODY, NOBODY, NOBODY);
}

/** Who may call it is not told by it. */
static void by_the_number_called(void **state)
{
	(void)state;
	assert_found("sip:+13125550150@h", HERE, HERE, NOBODY);
	assert_found("sip:1-312-555-0150;ext=4@h", HERE, HERE, NOBODY);
	assert_found("tel:+13125550150", HERE, HERE, NOBODY);
	assert_found("sip:+131255501500@h", NOBODY, NOBODY, NOBODY);
	assert_found("sip:alice@h", NOBODY, NOBODY, NOBODY);
}

static void the_first_kind_that_is_known_decides(void **state)
{
	(void)state;
	assert_found("sip:+13125550150;tgrp=any_context@boston.edge.example.com",
			FOREIGN, HERE, FOREIGN);
	assert_found("sip:+13125550150@boston.edge.example.com", HERE, HERE,
			FOREIGN);
	assert_found("sip:+13125550150;tgrp=unknown@h", HERE, HERE, NOBODY);
}

static void what_is_no_uri_has_none(void **state)
{
	const siptrunk_termination_t *found;

	(void)state;
	assert_found("", NOBODY, NOBODY, NOBODY);
	assert_found("mailto:boston.edge.example.com", NOBODY, NOBODY, NOBODY);
	assert_int_equal(siptrunk_termination_find(NULL, 0, T("sip:a@b"), &shared,
							 &found),
			NOBODY);
}

static void an_identifier_may_stand_in_several_rows(void **state)
{
	const siptrunk_termination_t two[] = {
			{.kind = SIPTRUNK_TERMINATION_TGRP,
					.identifier = T("boston"),
					.trunk = &shared,
					.behind = &main_trunk},
			{.kind = SIPTRUNK_TERMINATION_TGRP,
					.identifier = T("boston"),
					.trunk = &shared,
					.behind = &stranger}};
	const siptrunk_termination_t *found;

	(void)state;
	assert_int_equal(siptrunk_termination_find(two, 2,
							 T("sip:1;tgrp=boston@h"), &stranger, &found),
			HERE);
	assert_int_equal(siptrunk_termination_find(two, 2,
							 T("sip:1;tgrp=boston@h"), &main_trunk, &found),
			HERE);
}

static void who_shares_whose_addresses(void **state)
{
	(void)state;
	assert_true(
			siptrunk_termination_shares(items, ITEMS, &shared, &main_trunk));
	assert_false(
			siptrunk_termination_shares(items, ITEMS, &main_trunk, &shared));
	assert_false(siptrunk_termination_shares(items, ITEMS, &shared, NULL));
	assert_false(
			siptrunk_termination_shares(items, ITEMS, &shared, &stranger));
}

static void its_host_is_the_edge(void **state)
{
	(void)state;
	assert_true(siptrunk_termination_is_host(
			items, ITEMS, T("Boston.edge.example.com")));
	assert_false(
			siptrunk_termination_is_host(items, ITEMS, T("edge.example.com")));
	assert_false(siptrunk_termination_is_host(items, ITEMS, T("")));
}

static void the_same_identifier(void **state)
{
	siptrunk_termination_t other = items[2];

	(void)state;
	assert_true(siptrunk_termination_same(&items[2], &other));
	other.context = T("");
	assert_true(siptrunk_termination_same(&items[2], &other));
	assert_true(siptrunk_termination_same(&other, &items[2]));
	other.context = T("elsewhere");
	assert_false(siptrunk_termination_same(&items[2], &other));
	assert_false(siptrunk_termination_same(&items[2], &items[3]));
	assert_false(siptrunk_termination_same(&items[1], &items[2]));
	other = items[0];
	other.identifier = T("13125550150");
	assert_true(siptrunk_termination_same(&items[0], &other));
	other.identifier = T("13125550151");
	assert_false(siptrunk_termination_same(&items[0], &other));
	other = items[1];
	assert_true(siptrunk_termination_same(&items[1], &other));
	other.host = T("other.edge.example.com");
	assert_false(siptrunk_termination_same(&items[1], &other));
}

static void kinds_have_names(void **state)
{
	siptrunk_termination_kind_t kind;

	(void)state;
	assert_true(siptrunk_termination_kind_parse(T("fqdn"), &kind));
	unit_assert_text(siptrunk_termination_kind_name(kind), "fqdn");
	assert_true(siptrunk_termination_kind_parse(T("dnis"), &kind));
	unit_assert_text(siptrunk_termination_kind_name(kind), "dnis");
	assert_false(siptrunk_termination_kind_parse(T("host"), &kind));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(by_its_host),
			cmocka_unit_test(by_its_trunk_group),
			cmocka_unit_test(by_the_number_called),
			cmocka_unit_test(the_first_kind_that_is_known_decides),
			cmocka_unit_test(what_is_no_uri_has_none),
			cmocka_unit_test(an_identifier_may_stand_in_several_rows),
			cmocka_unit_test(who_shares_whose_addresses),
			cmocka_unit_test(its_host_is_the_edge),
			cmocka_unit_test(the_same_identifier),
			cmocka_unit_test(kinds_have_names),
	};

	return cmocka_run_group_tests_name("termination", tests, NULL, NULL);
}
