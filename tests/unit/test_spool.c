/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_spool.c, in a folder of its own. */
#include "siptrunk_spool.h"
#include "unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static char base[64], folder[128];
static siptrunk_error_t error;

static int begin(void **state)
{
	(void)state;
	snprintf(base, sizeof(base), "%s/siptrunk-spool-XXXXXX", P_tmpdir);
	assert_non_null(mkdtemp(base));
	snprintf(folder, sizeof(folder), "%s/a/b", base);
	assert_true(siptrunk_spool_open(folder, &error));
	return 0;
}

static int end(void **state)
{
	char command[160];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", base);
	return system(command);
}

static void holds(const char *name, const char *expected)
{
	char text[64];
	long len = siptrunk_spool_read(folder, name, text, sizeof(text), &error);

	assert_int_equal(len, strlen(expected));
	assert_memory_equal(text, expected, (size_t)len);
}

static mode_t mode_of(const char *name)
{
	struct stat status;
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	assert_int_equal(stat(path, &status), 0);
	return status.st_mode & 0777;
}

static void make(const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	close(open(path, O_WRONLY | O_CREAT, 0600));
}

static void folders_are_made_for_this_user_alone(void **state)
{
	(void)state;
	assert_int_equal(mode_of("."), 0700);
	assert_int_equal(mode_of(".."), 0700);
	assert_true(siptrunk_spool_open(folder, &error));
}

static void what_is_written_is_read(void **state)
{
	(void)state;
	assert_true(siptrunk_spool_write(folder, "x", T("one"), &error));
	holds("x", "one");
	assert_int_equal(mode_of("x"), 0600);
	assert_true(siptrunk_spool_write(folder, "x", T("another"), &error));
	holds("x", "another");
	assert_true(siptrunk_spool_remove(folder, "x", &error));
	assert_true(siptrunk_spool_remove(folder, "x", &error));
}

static void what_is_too_long_or_missing_is_not_read(void **state)
{
	char text[4];

	(void)state;
	assert_true(siptrunk_spool_write(folder, "x", T("1234"), &error));
	assert_int_equal(siptrunk_spool_read(folder, "x", text, 4, &error), -1);
	assert_non_null(strstr(error.text, "/x: "));
	assert_true(siptrunk_spool_write(folder, "x", T("123"), &error));
	assert_int_equal(siptrunk_spool_read(folder, "x", text, 4, &error), 3);
	siptrunk_spool_remove(folder, "x", &error);
	assert_int_equal(siptrunk_spool_read(folder, "x", text, 4, &error), -1);
}

/** A file of at most two bytes: as if the disk were full. */
static void a_full_disk_leaves_what_was_there(void **state)
{
	struct rlimit before, tiny;

	(void)state;
	signal(SIGXFSZ, SIG_IGN);
	assert_true(siptrunk_spool_write(folder, "x", T("old"), &error));
	getrlimit(RLIMIT_FSIZE, &before);
	tiny = (struct rlimit){2, before.rlim_max};
	setrlimit(RLIMIT_FSIZE, &tiny);
	assert_false(siptrunk_spool_write(folder, "x", T("newer"), &error));
	setrlimit(RLIMIT_FSIZE, &before);
	assert_non_null(strstr(error.text, "cannot write "));
	holds("x", "old");
	siptrunk_spool_remove(folder, "x", &error);
}

/** As a crash of yesterday left it. */
static void make_old(const char *name)
{
	const struct timespec yesterday[2] = {
			{time(NULL) - 86400, 0}, {time(NULL) - 86400, 0}};
	char path[256];

	make(name);
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	assert_int_equal(utimensat(AT_FDCWD, path, yesterday, 0), 0);
}

static bool exists(const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return access(path, F_OK) == 0;
}

static void count_named(void *context, const char *name, time_t modified)
{
	assert_string_equal(name, "x");
	assert_true(modified > 1000000000);
	++*(int *)context;
}

static void each_file_and_no_unfinished_one(void **state)
{
	char path[256];
	int count = 0;

	(void)state;
	make("x");
	make_old(".new-y");
	make(".new-z"); /* somebody may still be writing it */
	snprintf(path, sizeof(path), "%s/sub", folder);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_true(siptrunk_spool_each(folder, count_named, &count, &error));
	assert_int_equal(count, 1);
	assert_false(exists(".new-y"));
	assert_true(exists(".new-z"));
}

static void where_there_is_no_folder(void **state)
{
	char nowhere[160];
	int count = 0;

	(void)state;
	make("x");
	snprintf(nowhere, sizeof(nowhere), "%s/x/y", folder);
	assert_false(siptrunk_spool_open(nowhere, &error));
	assert_non_null(strstr(error.text, nowhere));
	snprintf(nowhere, sizeof(nowhere), "%s/x", folder);
	assert_false(siptrunk_spool_write(nowhere, "z", T("z"), &error));
	assert_false(siptrunk_spool_each(nowhere, count_named, &count, &error));
	assert_false(siptrunk_spool_remove(nowhere, "z", &error));
}

static const char *lines(void)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s/lines", folder);
	return path;
}

static void lines_are_added_also_to_a_new_file(void **state)
{
	(void)state;
	assert_true(siptrunk_spool_append(lines(), T("one\n"), &error));
	assert_true(siptrunk_spool_append(lines(), T("two\n"), &error));
	holds("lines", "one\ntwo\n");
	assert_int_equal(mode_of("lines"), 0640);
	assert_true(siptrunk_spool_remove(folder, "lines", &error));
	assert_true(siptrunk_spool_append(lines(), T("three\n"), &error));
	holds("lines", "three\n");
	assert_true(siptrunk_spool_remove(folder, "lines", &error));
	assert_false(siptrunk_spool_append("/nowhere/lines", T("x"), &error));
	assert_non_null(strstr(error.text, "cannot write /nowhere/lines: No such"));
}

static void of_a_line_that_does_not_fit_nothing_is_there(void **state)
{
	const struct rlimit small = {8, RLIM_INFINITY};
	struct rlimit before;

	(void)state;
	assert_true(siptrunk_spool_append(lines(), T("one\n"), &error));
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &before);
	setrlimit(RLIMIT_FSIZE, &small);
	assert_false(siptrunk_spool_append(lines(), T("a long line\n"), &error));
	setrlimit(RLIMIT_FSIZE, &before);
	holds("lines", "one\n");
	assert_true(siptrunk_spool_append(lines(), T("two\n"), &error));
	holds("lines", "one\ntwo\n");
	assert_true(siptrunk_spool_remove(folder, "lines", &error));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(lines_are_added_also_to_a_new_file),
			cmocka_unit_test(of_a_line_that_does_not_fit_nothing_is_there),
			cmocka_unit_test(folders_are_made_for_this_user_alone),
			cmocka_unit_test(what_is_written_is_read),
			cmocka_unit_test(what_is_too_long_or_missing_is_not_read),
			cmocka_unit_test(a_full_disk_leaves_what_was_there),
			cmocka_unit_test(each_file_and_no_unfinished_one),
			cmocka_unit_test(where_there_is_no_folder),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
