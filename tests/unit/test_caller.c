/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_caller.c: orders, the directory, and who is chosen. */
#include "siptrunk_caller.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DID_FIRST "call_source,user_extension,site,trunk"
#define EXTENSION_FIRST "user_extension,site,trunk"

static siptrunk_caller_order_t order_of(const char *text)
{
	siptrunk_caller_order_t order;
	siptrunk_error_t error;

	if(!siptrunk_caller_order_parse(siptrunk_text(text), &order, &error))
		fail_msg("%s", error.text);
	return order;
}

static void source_names_are_those_of_the_data(void **state)
{
	(void)state;
	unit_assert_text(siptrunk_source_name(SIPTRUNK_SOURCE_CALL), "call_source");
	unit_assert_text(
			siptrunk_source_name(SIPTRUNK_SOURCE_EXTENSION), "user_extension");
	unit_assert_text(siptrunk_source_name(SIPTRUNK_SOURCE_SITE), "site");
	unit_assert_text(siptrunk_source_name(SIPTRUNK_SOURCE_TRUNK), "trunk");
	unit_assert_text(siptrunk_source_name(SIPTRUNK_SOURCE_EMAIL), "user_email");
	unit_assert_text(siptrunk_source_name(SIPTRUNK_SOURCE_COUNT), "none");
}

static void order_is_parsed_and_ends_with_the_email(void **state)
{
	siptrunk_caller_order_t order = order_of(DID_FIRST);
	static const uint8_t all[] = {SIPTRUNK_SOURCE_CALL,
			SIPTRUNK_SOURCE_EXTENSION, SIPTRUNK_SOURCE_SITE,
			SIPTRUNK_SOURCE_TRUNK, SIPTRUNK_SOURCE_EMAIL};

	(void)state;
	assert_int_equal(order.count, 5);
	assert_memory_equal(order.sources, all, 5);
	order = order_of(DID_FIRST ",user_email");
	assert_int_equal(order.count, 5);
	order = order_of(" trunk ,\tsite");
	assert_int_equal(order.count, 3);
	assert_int_equal(order.sources[0], SIPTRUNK_SOURCE_TRUNK);
	assert_int_equal(order.sources[1], SIPTRUNK_SOURCE_SITE);
	assert_int_equal(order.sources[2], SIPTRUNK_SOURCE_EMAIL);
	assert_int_equal(order_of("user_email").count, 1);
	assert_int_equal(order_of("").count, 0);
	assert_int_equal(order_of(" \t").count, 0);
}

static void order_errors_say_what_was_found(void **state)
{
	static const char *const cases[][2] = {{"site,bogus", "found 'bogus'"},
			{"site,", "found ''"}, {",site", "found ''"},
			{"site;trunk", "found 'site;trunk'"}, {"SITE", "found 'SITE'"},
			{"site,site", "expected each source once, found 'site,site'"},
			{"site,trunk,site", "expected each source once"},
			{"user_email,user_email", "expected each source once"},
			{"user_email,site", "expected user_email last"},
			{"site,user_email,trunk", "expected user_email last"}};
	siptrunk_caller_order_t order;
	siptrunk_error_t error;
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(cases); i++) {
		assert_false(siptrunk_caller_order_parse(
				unit_slice(cases[i][0]), &order, &error));
		if(strstr(error.text, cases[i][1]) == NULL)
			fail_msg("'%s': %s", cases[i][0], error.text);
	}
	unit_slices_free();
}

/* ---- directory ---- */

#define CALLER(row_, aor_, email_, extension_, did_)                           \
	{                                                                          \
		.row = row_, .aor = SIPTRUNK_TEXT(aor_),                               \
		.email = SIPTRUNK_TEXT(email_),                                        \
		.extension = SIPTRUNK_TEXT(extension_), .did = SIPTRUNK_TEXT(did_)     \
	}

static const siptrunk_caller_t people[] = {
		CALLER(1, "alice@example.com", "alice@example.com", "2001",
				"+13125550101"),
		CALLER(2, "bob@example.com", "bob@corp.example", "2002", ""),
		CALLER(3, "carol@example.com", "", "", "+13125550103"),
		CALLER(4, "dave@example.com", "", "", ""),
		/* an extension that is another's DID without its '+' */
		CALLER(5, "eve@example.com", "", "13125550101", ""),
		/* an address of record that looks like alice's extension */
		CALLER(6, "2001@other.example", "", "2006", ""),
		/* an e-mail whose local part is carol's DID */
		CALLER(7, "frank@example.com", "+13125550103@mail.example", "", ""),
};

static siptrunk_arena_t arena;
static siptrunk_directory_t *directory;

static int people_build(void **state)
{
	(void)state;
	siptrunk_arena_init(&arena, &unit_allocator);
	return siptrunk_directory_build(&arena, people, COUNT(people), &directory,
				   NULL) == SIPTRUNK_OK
				   ? 0
				   : -1;
}

static int people_free(void **state)
{
	(void)state;
	siptrunk_arena_free(&arena);
	return unit_live_blocks == 0 ? 0 : -1;
}

/** The row of whom identity is, 0 for nobody. */
static int who(const char *identity)
{
	const siptrunk_caller_t *caller =
			siptrunk_directory_find(directory, unit_slice(identity));

	unit_slices_free();
	return caller == NULL ? 0 : caller->row;
}

static void finds_by_address_of_record(void **state)
{
	(void)state;
	assert_int_equal(who("sip:alice@example.com"), 1);
	assert_int_equal(who("sip:alice@EXAMPLE.com:5061;transport=tls"), 1);
	assert_int_equal(who("sips:Alice:secret@example.com"), 1);
	assert_int_equal(who("alice@example.com"), 1);
	assert_int_equal(who("sip:%61lice@example.com"), 1);
	assert_int_equal(who("sip:dave@example.com"), 4);
	assert_int_equal(who("sip:alice@example.org"), 0);
	assert_int_equal(who("sip:alice2@example.com"), 0);
	assert_int_equal(who("sip:alic@example.com"), 0);
	assert_int_equal(who("alice"), 0);
}

static void finds_by_did_with_and_without_plus(void **state)
{
	(void)state;
	assert_int_equal(who("+13125550101"), 1);
	assert_int_equal(who("13125550103"), 3);
	assert_int_equal(who("sip:+13125550103@192.0.2.10"), 3);
	assert_int_equal(who("sip:13125550103@192.0.2.10;user=phone"), 3);
	assert_int_equal(who("tel:+13125550103"), 3);
	assert_int_equal(who("sip:%2B13125550103@192.0.2.10"), 3);
	assert_int_equal(who("3125550103"), 0);
	assert_int_equal(who("+131255501030"), 0);
}

static void finds_by_extension(void **state)
{
	(void)state;
	assert_int_equal(who("2002"), 2);
	assert_int_equal(who("sip:2002@192.0.2.10"), 2);
	assert_int_equal(who("+2002"), 0);
	assert_int_equal(who("200"), 0);
	assert_int_equal(who("20022"), 0);
}

static void finds_by_email(void **state)
{
	(void)state;
	assert_int_equal(who("bob@corp.example"), 2);
	assert_int_equal(who("sip:BOB@Corp.Example"), 2);
	assert_int_equal(who("sip:bob%40corp.example@192.0.2.10"), 2);
	assert_int_equal(who("sip:Bob%40CORP.example@192.0.2.10:5060"), 2);
	assert_int_equal(who("sip:bob%40other.example@192.0.2.10"), 0);
}

static void order_of_search_is_aor_did_extension_email(void **state)
{
	(void)state;
	/* alice's DID before eve's extension */
	assert_int_equal(who("sip:13125550101@192.0.2.10"), 1);
	/* an address of record before alice's extension, on its host only */
	assert_int_equal(who("sip:2001@other.example"), 6);
	assert_int_equal(who("sip:2001@192.0.2.10"), 1);
	/* carol's DID before frank's e-mail */
	assert_int_equal(who("sip:+13125550103@mail.example"), 3);
}

static void strangers_are_nobody(void **state)
{
	char longer[2000];

	(void)state;
	assert_int_equal(who(""), 0);
	assert_int_equal(who("sip:"), 0);
	assert_int_equal(who("sip:example.com"), 0);
	assert_int_equal(who("+"), 0);
	assert_int_equal(who("sip:@example.com"), 0);
	assert_int_equal(who("http://example.com"), 0);
	assert_int_equal(who("Anonymous <sip:alice@example.com>"), 0);
	memset(longer, 'a', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	assert_int_equal(who(longer), 0);
	longer[500] = '@';
	assert_int_equal(who(longer), 0);
	longer[5] = '@';
	longer[500] = 'a';
	assert_int_equal(who(longer), 0);
}

static void empty_directory_knows_nobody(void **state)
{
	(void)state;
	siptrunk_arena_init(&arena, &unit_allocator);
	assert_int_equal(
			siptrunk_directory_build(&arena, NULL, 0, &directory, NULL),
			SIPTRUNK_OK);
	assert_int_equal(who("sip:alice@example.com"), 0);
	assert_int_equal(who("2001"), 0);
	siptrunk_arena_free(&arena);
}

/** Builds a directory of two that must be refused with this error. */
static void refused(const siptrunk_caller_t *two, const char *expected)
{
	siptrunk_error_t error = {""};

	siptrunk_arena_init(&arena, &unit_allocator);
	assert_int_equal(
			siptrunk_directory_build(&arena, two, 2, &directory, &error),
			SIPTRUNK_INVALID);
	assert_string_equal(error.text, expected);
	siptrunk_arena_free(&arena);
}

static void duplicates_are_refused_with_both_names(void **state)
{
	static const siptrunk_caller_t cases[][2] = {
			{CALLER(3, "a@x", "", "", ""), CALLER(8, "A@x", "", "", "")},
			{CALLER(3, "a@x", "m@x", "", ""), CALLER(8, "b@x", "M@X", "", "")},
			{CALLER(3, "a@x", "", "7", ""), CALLER(8, "b@x", "", "7", "")},
			{CALLER(3, "a@x", "", "", "+123"),
					CALLER(8, "b@x", "", "", "+123")},
			{CALLER(3, "a@x", "", "", ""), CALLER(8, "b@x", "a@x", "", "")},
			{CALLER(3, "a@x", "b@x", "", ""), CALLER(8, "b@x", "", "", "")},
	};
	static const char *const columns[][2] = {{"aor", "A@x"}, {"email", "M@X"},
			{"extension", "7"}, {"did", "+123"}, {"email", "a@x"},
			{"aor", "b@x"}};
	char expected[300];
	size_t i;

	(void)state;
	for(i = 0; i < COUNT(cases); i++) {
		snprintf(expected, sizeof(expected),
				"row 8, column %s: expected a value of one caller, found '%s' "
				"of '%s' and, in row 3, of 'a@x'",
				columns[i][0], columns[i][1], cases[i][1].aor.s);
		refused(cases[i], expected);
	}
}

static void kinds_do_not_mix(void **state)
{
	static const siptrunk_caller_t two[] = {
			CALLER(1, "a@x", "A@X", "1312555", "+99"),
			CALLER(2, "b@x", "", "99", "+1312555")};

	(void)state;
	siptrunk_arena_init(&arena, &unit_allocator);
	assert_int_equal(siptrunk_directory_build(&arena, two, 2, &directory, NULL),
			SIPTRUNK_OK);
	assert_int_equal(who("1312555"), 2);
	assert_int_equal(who("99"), 1);
	siptrunk_arena_free(&arena);
}

/** The k-th of many callers, with all four keys. */
static void crowd_fill(
		siptrunk_caller_t *callers, char (*texts)[4][32], size_t count)
{
	size_t i;

	for(i = 0; i < count; i++) {
		snprintf(texts[i][0], 32, "user%zu@example.com", i);
		snprintf(texts[i][1], 32, "u%zu@mail.example", i);
		snprintf(texts[i][2], 32, "%zu", 10000 + i);
		snprintf(texts[i][3], 32, "+1312%07zu", i);
		callers[i] = (siptrunk_caller_t){.row = (int)i + 1,
				.aor = siptrunk_text(texts[i][0]),
				.email = siptrunk_text(texts[i][1]),
				.extension = siptrunk_text(texts[i][2]),
				.did = siptrunk_text(texts[i][3])};
	}
}

#define CROWD 20000
static siptrunk_caller_t crowd[CROWD];
static char crowd_texts[CROWD][4][32];

static void a_crowd_is_found_by_every_key(void **state)
{
	size_t i, key;

	(void)state;
	crowd_fill(crowd, crowd_texts, CROWD);
	siptrunk_arena_init(&arena, &unit_allocator);
	assert_int_equal(
			siptrunk_directory_build(&arena, crowd, CROWD, &directory, NULL),
			SIPTRUNK_OK);
	for(i = 0; i < CROWD; i++) {
		for(key = 0; key < 4; key++)
			assert_ptr_equal(siptrunk_directory_find(directory,
									 siptrunk_text(crowd_texts[i][key])),
					&crowd[i]);
	}
	assert_int_equal(who("user20000@example.com"), 0);
	/* the target is 160 bytes a caller beside its strings */
	assert_true(arena.used + sizeof(crowd) <= (size_t)160 * CROWD + 1024);
	siptrunk_arena_free(&arena);
}

static siptrunk_status_t build_and_free(void)
{
	siptrunk_status_t status;

	siptrunk_arena_init(&arena, &unit_allocator);
	status = siptrunk_directory_build(
			&arena, people, COUNT(people), &directory, NULL);
	siptrunk_arena_free(&arena);
	return status;
}

static void build_survives_every_failed_allocation(void **state)
{
	(void)state;
	unit_fail_each_allocation(build_and_free, 1);
}

/* ---- selection ---- */

#define QUEUE "+13125550777"
#define DID "+13125550101"
#define EXTENSION "2001"
#define SITE "+13125550100"
#define TRUNK "+13125550199"
#define EMAIL "alice@example.com"

/** Which of the six identities are there: one bit each. */
enum
{
	HAS_QUEUE = 1,
	HAS_DID = 2,
	HAS_EXTENSION = 4,
	HAS_SITE = 8,
	HAS_TRUNK = 16,
	HAS_EMAIL = 32,
	HAS_ALL = 63
};

/** By bit: its column in tests/data/caller_orders, and what is then seen. */
static const struct
{
	const char *name;
	const char *value;
	siptrunk_source_t source;
} identities[] = {{"queue", QUEUE, SIPTRUNK_SOURCE_CALL},
		{"did", DID, SIPTRUNK_SOURCE_CALL},
		{"ext", EXTENSION, SIPTRUNK_SOURCE_EXTENSION},
		{"site", SITE, SIPTRUNK_SOURCE_SITE},
		{"trunk", TRUNK, SIPTRUNK_SOURCE_TRUNK},
		{"email", EMAIL, SIPTRUNK_SOURCE_EMAIL},
		{"nothing", "", SIPTRUNK_SOURCE_COUNT}};

static siptrunk_caller_choice_t choose(const char *order, int has)
{
	const siptrunk_caller_order_t parsed = order_of(order);
	const siptrunk_site_t site = {
			.name = T("chicago"), .ani = has & HAS_SITE ? T(SITE) : T("")};
	const siptrunk_caller_t caller = {.aor = T("alice@example.com"),
			.did = has & HAS_DID ? T(DID) : T(""),
			.extension = has & HAS_EXTENSION ? T(EXTENSION) : T(""),
			.email = has & HAS_EMAIL ? T(EMAIL) : T(""),
			.site = &site};
	const siptrunk_caller_input_t input = {.caller = &caller,
			.asserted = has & HAS_QUEUE ? T(QUEUE) : T(""),
			.trunk_ani = has & HAS_TRUNK ? T(TRUNK) : T("")};
	siptrunk_caller_choice_t choice;

	siptrunk_caller_select(&parsed, &input, &choice);
	return choice;
}

static void assert_choice(
		const char *order, int has, const char *value, siptrunk_source_t source)
{
	siptrunk_caller_choice_t choice = choose(order, has);

	if(!siptrunk_text_equal(choice.value, siptrunk_text(value))
			|| choice.source != source)
		fail_msg("order %s, identities %#x: '%.*s', expected '%s'", order, has,
				SIPTRUNK_TEXT_FMT(choice.value), value);
}

/** The sources of an order in the data that is shipped. */
static const char *shipped(const char *name)
{
	static char seed[20000];
	char key[64], *sources;
	FILE *file = fopen(SHIPPED_SEED, "r");

	assert_non_null(file);
	seed[fread(seed, 1, sizeof(seed) - 1, file)] = '\0';
	fclose(file);
	snprintf(key, sizeof(key), "('%s', '", name);
	sources = strstr(seed, key);
	if(sources == NULL)
		fail_msg("no order '%s' in %s", name, SHIPPED_SEED);
	sources += strlen(key);
	sources[strcspn(sources, "'")] = '\0';
	return sources;
}

/** A row of the truth table. */
typedef struct row
{
	char order[32], there[6][4], seen[16];
} row_t;

static bool row_read(const char *line, row_t *row)
{
	return line[0] != '#'
		   && sscanf(line, "%31s %3s %3s %3s %3s %3s %3s %15s", row->order,
					  row->there[0], row->there[1], row->there[2],
					  row->there[3], row->there[4], row->there[5], row->seen)
					  == 8;
}

static bool row_matches(const row_t *row, int has)
{
	int i;

	for(i = 0; i < 6; i++) {
		char there = row->there[i][0];

		if(there != '.' && (there == 'x') != ((has >> i & 1) == 1))
			return false;
	}
	return true;
}

static void assert_seen(const row_t *row, int has)
{
	size_t i;

	for(i = 0; i < COUNT(identities); i++) {
		if(strcmp(identities[i].name, row->seen) == 0) {
			assert_choice(shipped(row->order), has, identities[i].value,
					identities[i].source);
			return;
		}
	}
	fail_msg("there is no '%s'", row->seen);
}

/** Every combination is in exactly one row, and comes out as that says. */
static void truth_table_of(const char *order)
{
	int matches[HAS_ALL + 1] = {0};
	char line[200];
	FILE *table = fopen(TEST_DATA "/caller_orders", "r");
	row_t row;
	int has;

	assert_non_null(table);
	while(fgets(line, sizeof(line), table) != NULL) {
		if(!row_read(line, &row) || strcmp(row.order, order) != 0)
			continue;
		for(has = 0; has <= HAS_ALL; has++) {
			if(row_matches(&row, has)) {
				matches[has]++;
				assert_seen(&row, has);
			}
		}
	}
	fclose(table);
	for(has = 0; has <= HAS_ALL; has++)
		assert_int_equal(matches[has], 1);
}

static void truth_table_of_did_first(void **state)
{
	(void)state;
	truth_table_of("did_first");
}

static void truth_table_of_extension_first(void **state)
{
	(void)state;
	truth_table_of("extension_first");
}

static void truth_table_of_appendix_a(void **state)
{
	(void)state;
	truth_table_of("appendix_a");
}

/** "Configure an extension; a DID will not affect whether it is sent." */
static void appendix_a_extension(void **state)
{
	(void)state;
	assert_choice(shipped("appendix_a"), HAS_EXTENSION | HAS_EMAIL, EXTENSION,
			SIPTRUNK_SOURCE_EXTENSION);
	assert_choice(shipped("appendix_a"), HAS_ALL, EXTENSION,
			SIPTRUNK_SOURCE_EXTENSION);
}

/** "Configure a DID, do not configure an extension." */
static void appendix_a_did(void **state)
{
	(void)state;
	assert_choice(shipped("appendix_a"), HAS_DID | HAS_EMAIL, DID,
			SIPTRUNK_SOURCE_CALL);
	assert_choice(shipped("appendix_a"), HAS_ALL & ~HAS_EXTENSION, DID,
			SIPTRUNK_SOURCE_CALL);
}

/** "Configure neither." */
static void appendix_a_email(void **state)
{
	(void)state;
	assert_choice(
			shipped("appendix_a"), HAS_EMAIL, EMAIL, SIPTRUNK_SOURCE_EMAIL);
}

/** "Configure neither, but an E.164 number for the trunk." */
static void appendix_a_trunk(void **state)
{
	(void)state;
	assert_choice(shipped("appendix_a"), HAS_EMAIL | HAS_TRUNK, TRUNK,
			SIPTRUNK_SOURCE_TRUNK);
	assert_choice(shipped("appendix_a"), HAS_EMAIL | HAS_SITE | HAS_TRUNK,
			TRUNK, SIPTRUNK_SOURCE_TRUNK);
}

static void assert_candidate(const siptrunk_caller_choice_t *choice,
		size_t index, siptrunk_source_t source, const char *value,
		const char *verdict)
{
	const siptrunk_candidate_t *candidate = &choice->candidates[index];

	assert_true(index < choice->count);
	assert_int_equal(candidate->source, source);
	unit_assert_text(candidate->value, value);
	assert_string_equal(candidate->verdict, verdict);
}

static void choice_explains_every_source(void **state)
{
	siptrunk_caller_choice_t choice =
			choose(DID_FIRST, HAS_EXTENSION | HAS_TRUNK | HAS_EMAIL);

	(void)state;
	assert_int_equal(choice.count, 5);
	assert_candidate(&choice, 0, SIPTRUNK_SOURCE_CALL, "", "empty");
	assert_candidate(
			&choice, 1, SIPTRUNK_SOURCE_EXTENSION, EXTENSION, "chosen");
	assert_candidate(&choice, 2, SIPTRUNK_SOURCE_SITE, "", "empty");
	assert_candidate(&choice, 3, SIPTRUNK_SOURCE_TRUNK, TRUNK, "not needed");
	assert_candidate(&choice, 4, SIPTRUNK_SOURCE_EMAIL, EMAIL, "not needed");
}

static void invalid_values_are_passed_over(void **state)
{
	const siptrunk_caller_order_t order = order_of(DID_FIRST);
	const siptrunk_site_t site = {.name = T("chicago"), .ani = T("5550100")};
	const siptrunk_caller_t caller = {.extension = T("20x1"),
			.email = T("not an address"),
			.site = &site};
	const siptrunk_caller_input_t input = {
			.caller = &caller, .asserted = T("2001"), .trunk_ani = T("+0")};
	siptrunk_caller_choice_t choice;

	(void)state;
	siptrunk_caller_select(&order, &input, &choice);
	assert_candidate(&choice, 0, SIPTRUNK_SOURCE_CALL, "2001", "not E.164");
	assert_candidate(
			&choice, 1, SIPTRUNK_SOURCE_EXTENSION, "20x1", "not an extension");
	assert_candidate(&choice, 2, SIPTRUNK_SOURCE_SITE, "5550100", "not E.164");
	assert_candidate(&choice, 3, SIPTRUNK_SOURCE_TRUNK, "+0", "not E.164");
	assert_candidate(&choice, 4, SIPTRUNK_SOURCE_EMAIL, "not an address",
			"not an e-mail address");
	assert_int_equal(choice.source, SIPTRUNK_SOURCE_COUNT);
	assert_int_equal(choice.value.len, 0);
}

static void unknown_caller_is_at_the_default_site(void **state)
{
	const siptrunk_caller_order_t order = order_of(DID_FIRST);
	const siptrunk_site_t site = {.name = T("chicago"), .ani = T(SITE)};
	siptrunk_caller_input_t input = {
			.default_site = &site, .trunk_ani = T(TRUNK)};
	siptrunk_caller_choice_t choice;

	(void)state;
	siptrunk_caller_select(&order, &input, &choice);
	unit_assert_text(choice.value, SITE);
	input.asserted = T(QUEUE);
	siptrunk_caller_select(&order, &input, &choice);
	unit_assert_text(choice.value, QUEUE);
	input.asserted = T("");
	input.default_site = NULL;
	siptrunk_caller_select(&order, &input, &choice);
	unit_assert_text(choice.value, TRUNK);
}

static void own_site_goes_before_the_default_site(void **state)
{
	const siptrunk_caller_order_t order = order_of(EXTENSION_FIRST);
	const siptrunk_site_t chicago = {.name = T("chicago"), .ani = T(SITE)};
	const siptrunk_site_t silent = {.name = T("silent"), .ani = T("")};
	siptrunk_caller_t caller = {.site = NULL};
	const siptrunk_caller_input_t input = {
			.caller = &caller, .default_site = &chicago, .trunk_ani = T(TRUNK)};
	siptrunk_caller_choice_t choice;

	(void)state;
	siptrunk_caller_select(&order, &input, &choice);
	unit_assert_text(choice.value, SITE);
	/* a known site without ANI: the trunk's, not some other site's address */
	caller.site = &silent;
	siptrunk_caller_select(&order, &input, &choice);
	unit_assert_text(choice.value, TRUNK);
}

static void empty_order_chooses_nothing(void **state)
{
	siptrunk_caller_choice_t choice = choose("", HAS_ALL);

	(void)state;
	assert_int_equal(choice.count, 0);
	assert_int_equal(choice.source, SIPTRUNK_SOURCE_COUNT);
	assert_int_equal(choice.value.len, 0);
}

#define WITH_PEOPLE(name)                                                      \
	cmocka_unit_test_setup_teardown(name, people_build, people_free)

static void assert_why(siptrunk_source_t chosen, const char *expected)
{
	const siptrunk_caller_choice_t choice = {.source = chosen,
			.count = 3,
			.candidates = {{SIPTRUNK_SOURCE_CALL, T(""), "empty"},
					{SIPTRUNK_SOURCE_EXTENSION, T("x"), "not an extension"},
					{SIPTRUNK_SOURCE_EMAIL, T(""), "empty"}}};
	char why[SIPTRUNK_WHY_MAX];

	siptrunk_caller_why(&choice, why);
	assert_string_equal(why, expected);
}

static void a_choice_says_what_was_passed_over(void **state)
{
	(void)state;
	assert_why(SIPTRUNK_SOURCE_CALL, "");
	assert_why(SIPTRUNK_SOURCE_EMAIL,
			"call_source: empty, user_extension: not an extension");
	assert_why(SIPTRUNK_SOURCE_COUNT,
			"call_source: empty, user_extension: not an extension, "
			"user_email: empty");
}

/** Each source with the longest verdict. */
static void the_longest_why_has_room(void **state)
{
	siptrunk_caller_choice_t choice = {.source = SIPTRUNK_SOURCE_COUNT,
			.count = SIPTRUNK_SOURCE_COUNT};
	char why[SIPTRUNK_WHY_MAX];
	siptrunk_source_t i;

	(void)state;
	for(i = 0; i < SIPTRUNK_SOURCE_COUNT; i++)
		choice.candidates[i] = (siptrunk_candidate_t){
				i, T(""), "not an e-mail address"};
	siptrunk_caller_why(&choice, why);
	assert_non_null(strstr(why, "user_email: not an e-mail address"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(source_names_are_those_of_the_data),
			cmocka_unit_test(order_is_parsed_and_ends_with_the_email),
			cmocka_unit_test(order_errors_say_what_was_found),
			WITH_PEOPLE(finds_by_address_of_record),
			WITH_PEOPLE(finds_by_did_with_and_without_plus),
			WITH_PEOPLE(finds_by_extension),
			WITH_PEOPLE(finds_by_email),
			WITH_PEOPLE(order_of_search_is_aor_did_extension_email),
			WITH_PEOPLE(strangers_are_nobody),
			cmocka_unit_test(empty_directory_knows_nobody),
			cmocka_unit_test(duplicates_are_refused_with_both_names),
			cmocka_unit_test(kinds_do_not_mix),
			cmocka_unit_test(a_crowd_is_found_by_every_key),
			cmocka_unit_test(build_survives_every_failed_allocation),
			cmocka_unit_test(truth_table_of_did_first),
			cmocka_unit_test(truth_table_of_extension_first),
			cmocka_unit_test(truth_table_of_appendix_a),
			cmocka_unit_test(appendix_a_extension),
			cmocka_unit_test(appendix_a_did),
			cmocka_unit_test(appendix_a_email),
			cmocka_unit_test(appendix_a_trunk),
			cmocka_unit_test(choice_explains_every_source),
			cmocka_unit_test(invalid_values_are_passed_over),
			cmocka_unit_test(unknown_caller_is_at_the_default_site),
			cmocka_unit_test(own_site_goes_before_the_default_site),
			cmocka_unit_test(empty_order_chooses_nothing),
			cmocka_unit_test(a_choice_says_what_was_passed_over),
			cmocka_unit_test(the_longest_why_has_room),
	};

	return cmocka_run_group_tests_name("caller", tests, NULL, NULL);
}
