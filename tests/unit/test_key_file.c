/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_key_file.c, on files of a folder of its own. */
#include "siptrunk_key_file.h"
#include "unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEY "0123456789abcdef"

static char folder[64], path[128];

static int begin(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "%s/siptrunk-key-XXXXXX", P_tmpdir);
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/key", folder);
	return 0;
}

static int end(void **state)
{
	(void)state;
	remove(path); /* a folder, when no_key() has failed */
	return rmdir(folder);
}

static void make(const char *bytes, size_t len, mode_t mode)
{
	int file;

	unlink(path);
	file = open(path, O_WRONLY | O_CREAT, 0600);
	assert_int_equal(write(file, bytes, len), len);
	assert_int_equal(fchmod(file, mode), 0);
	close(file);
}

static void refused(const char *why)
{
	siptrunk_error_t error;
	siptrunk_key_t key;

	assert_false(siptrunk_key_file_read(unit_slice(path), &key, &error));
	unit_slices_free();
	if(strstr(error.text, why) == NULL || strstr(error.text, path) == NULL)
		fail_msg("said: %s", error.text);
}

static void taken(const char *bytes, size_t len)
{
	siptrunk_error_t error;
	siptrunk_key_t key;

	if(!siptrunk_key_file_read(unit_slice(path), &key, &error))
		fail_msg("refused: %s", error.text);
	unit_slices_free();
	assert_int_equal(key.len, len);
	assert_memory_equal(key.bytes, bytes, len);
}

static void a_key_of_its_owner_alone(void **state)
{
	(void)state;
	make(KEY, 16, 0600);
	taken(KEY, 16);
	make(KEY, 16, 0400);
	taken(KEY, 16);
}

static void one_newline_is_not_part_of_it(void **state)
{
	(void)state;
	make(KEY "\n", 17, 0600);
	taken(KEY, 16);
	make(KEY "\n\n", 18, 0600);
	taken(KEY "\n", 17);
	make(KEY "\0x", 18, 0600);
	taken(KEY "\0x", 18);
}

static void nobody_else_may_read_it(void **state)
{
	(void)state;
	make(KEY, 16, 0640);
	refused("expected a file that nobody but its owner may read (chmod 600), "
			"found one of mode 0640");
	make(KEY, 16, 0604);
	refused("found one of mode 0604");
	make(KEY, 16, 0620);
	refused("found one of mode 0620");
}

static void its_length(void **state)
{
	static char bytes[SIPTRUNK_KEY_MAX + 100];

	(void)state;
	memset(bytes, 'k', sizeof(bytes));
	make(bytes, SIPTRUNK_KEY_MAX, 0600);
	taken(bytes, SIPTRUNK_KEY_MAX);
	make(bytes, SIPTRUNK_KEY_MIN, 0600);
	taken(bytes, SIPTRUNK_KEY_MIN);
	make(bytes, SIPTRUNK_KEY_MIN - 1, 0600);
	refused("expected a key of 16 to 1024 bytes, found 15");
	make("", 0, 0600);
	refused("found 0");
	make(bytes, SIPTRUNK_KEY_MAX + 1, 0600);
	refused("found more than 1024");
	make(bytes, sizeof(bytes), 0600);
	refused("found more than 1024");
}

static void no_key(void **state)
{
	(void)state;
	unlink(path);
	refused("No such file");
	assert_int_equal(mkdir(path, 0700), 0);
	refused("found something else of mode 0700");
	rmdir(path);
	assert_int_equal(mkfifo(path, 0600), 0);
	refused("found something else of mode 0600");
}

static void an_error_holds_nothing_of_it(void **state)
{
	siptrunk_error_t error;
	siptrunk_key_t key;

	(void)state;
	make("SECRET", 6, 0600);
	assert_false(siptrunk_key_file_read(siptrunk_text(path), &key, &error));
	assert_null(strstr(error.text, "SECRET"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(a_key_of_its_owner_alone),
			cmocka_unit_test(one_newline_is_not_part_of_it),
			cmocka_unit_test(nobody_else_may_read_it),
			cmocka_unit_test(its_length),
			cmocka_unit_test(no_key),
			cmocka_unit_test(an_error_holds_nothing_of_it),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
