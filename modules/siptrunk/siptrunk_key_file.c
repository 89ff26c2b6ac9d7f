/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * A secret in a file of its own.
 *
 * Pure, with POSIX files; never a SIP worker.
 */
#include "siptrunk_key_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/** Who else might read it could send in our name. */
static bool is_private(
		int file, siptrunk_text_t path, siptrunk_error_t *error)
{
	struct stat status = {0};

	if(fstat(file, &status) == 0 && S_ISREG(status.st_mode)
			&& (status.st_mode & (S_IRWXG | S_IRWXO)) == 0)
		return true;
	siptrunk_error_set(error,
			"key file %.*s: expected a file that nobody but its owner may read "
			"(chmod 600), found %s of mode %04o",
			SIPTRUNK_TEXT_FMT(path),
			S_ISREG(status.st_mode) ? "one" : "something else",
			(unsigned)(status.st_mode & 07777));
	return false;
}

static bool read_all(int file, siptrunk_key_t *key)
{
	ssize_t count;

	key->len = 0;
	do {
		count = read(file, key->bytes + key->len,
				sizeof(key->bytes) - key->len);
		if(count > 0)
			key->len += (size_t)count;
	} while(count > 0 || (count < 0 && errno == EINTR));
	if(key->len > 0 && key->bytes[key->len - 1] == '\n')
		key->len--;
	return count == 0;
}

static bool read_open(int file, siptrunk_text_t path, siptrunk_key_t *key,
		siptrunk_error_t *error)
{
	if(!is_private(file, path, error))
		return false;
	if(!read_all(file, key)) {
		siptrunk_error_set(error, "key file %.*s: %s", SIPTRUNK_TEXT_FMT(path),
				strerror(errno));
		return false;
	}
	if(key->len >= SIPTRUNK_KEY_MIN && key->len <= SIPTRUNK_KEY_MAX)
		return true;
	siptrunk_error_set(error,
			"key file %.*s: expected a key of %d to %d bytes, found %s%zu",
			SIPTRUNK_TEXT_FMT(path), SIPTRUNK_KEY_MIN, SIPTRUNK_KEY_MAX,
			key->len > SIPTRUNK_KEY_MAX ? "more than " : "",
			key->len > SIPTRUNK_KEY_MAX ? SIPTRUNK_KEY_MAX : key->len);
	return false;
}

bool siptrunk_key_file_read(
		siptrunk_text_t path, siptrunk_key_t *key, siptrunk_error_t *error)
{
	char name[PATH_MAX];
	bool usable;
	int file;

	snprintf(name, sizeof(name), "%.*s", SIPTRUNK_TEXT_FMT(path));
	/* a pipe that nobody writes to must not keep us */
	file = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if(file < 0) {
		siptrunk_error_set(error, "key file %s: %s", name, strerror(errno));
		return false;
	}
	usable = read_open(file, path, key, error);
	close(file);
	return usable;
}
