/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_directory.c. */
#include "siptrunk_directory.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

#define WITH_PEOPLE(name)                                                      \
	cmocka_unit_test_setup_teardown(name, people_build, people_free)

int main(void)
{
	const struct CMUnitTest tests[] = {
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
	};

	return cmocka_run_group_tests_name("directory", tests, NULL, NULL);
}
