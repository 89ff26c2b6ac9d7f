/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Small files that outlive a crash.
 *
 * Pure, with POSIX files; never a SIP worker.
 */
#include "siptrunk_spool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/** What is not written to its end has this before its name. */
#define UNFINISHED ".new-"
/** As old as that it is nobody's any more. */
#define UNFINISHED_S 60

typedef struct path
{
	char text[PATH_MAX];
} path_t;

static const char *path_of(
		const char *folder, const char *prefix, const char *name, path_t *path)
{
	snprintf(path->text, sizeof(path->text), "%s/%s%s", folder, prefix, name);
	return path->text;
}

static bool failed(const char *what, const char *path, siptrunk_error_t *error)
{
	siptrunk_error_set(error, "cannot %s %s: %s", what, path, strerror(errno));
	return false;
}

bool siptrunk_spool_open(const char *folder, siptrunk_error_t *error)
{
	path_t path;
	char *end = path.text;

	snprintf(path.text, sizeof(path.text), "%s", folder);
	while((end = strchr(end + 1, '/')) != NULL) {
		*end = '\0';
		mkdir(path.text, S_IRWXU); /* the last one tells */
		*end = '/';
	}
	if(mkdir(path.text, S_IRWXU) < 0 && errno != EEXIST)
		return failed("make", path.text, error);
	return access(path.text, R_OK | W_OK | X_OK) == 0
		   || failed("use", path.text, error);
}

static bool write_all(int file, siptrunk_text_t text)
{
	ssize_t count;

	while(text.len > 0) {
		count = write(file, text.s, text.len);
		if(count < 0 && errno != EINTR)
			return false;
		if(count > 0)
			text = (siptrunk_text_t){text.s + count, text.len - count};
	}
	return fsync(file) == 0;
}

static bool write_file(const char *path, siptrunk_text_t text)
{
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
			S_IRUSR | S_IWUSR);
	bool written = file >= 0 && write_all(file, text);
	int why = errno;

	if(file >= 0)
		close(file);
	errno = why;
	return written;
}

/** A new name is on the disk when its folder is. */
static bool sync_folder(const char *folder)
{
	int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool synced = file >= 0 && fsync(file) == 0;

	if(file >= 0)
		close(file);
	return synced;
}

bool siptrunk_spool_write(const char *folder, const char *name,
		siptrunk_text_t text, siptrunk_error_t *error)
{
	path_t new, path;

	path_of(folder, UNFINISHED, name, &new);
	path_of(folder, "", name, &path);
	if(write_file(new.text, text) && rename(new.text, path.text) == 0
			&& sync_folder(folder))
		return true;
	failed("write", path.text, error);
	unlink(new.text);
	return false;
}

/** What a full disk took of it is taken back. */
static bool append_all(int file, siptrunk_text_t text)
{
	const off_t end = lseek(file, 0, SEEK_END);
	bool written = end >= 0 && write_all(file, text);
	int why = errno;

	if(!written && end >= 0 && ftruncate(file, end) < 0)
		why = errno;
	errno = why;
	return written;
}

bool siptrunk_spool_append(
		const char *path, siptrunk_text_t text, siptrunk_error_t *error)
{
	int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
			S_IRUSR | S_IWUSR | S_IRGRP);
	bool written = file >= 0 && append_all(file, text);

	if(!written)
		failed("write", path, error);
	if(file >= 0)
		close(file);
	return written;
}

static ssize_t read_all(int file, char *text, size_t room)
{
	size_t len = 0;
	ssize_t count;

	while(len < room) {
		count = read(file, text + len, room - len);
		if(count == 0)
			return (ssize_t)len;
		if(count > 0)
			len += (size_t)count;
		else if(errno != EINTR)
			return -1;
	}
	errno = EFBIG;
	return -1;
}

long siptrunk_spool_read(const char *folder, const char *name, char *text,
		size_t room, siptrunk_error_t *error)
{
	path_t path;
	int file = open(
			path_of(folder, "", name, &path), O_RDONLY | O_CLOEXEC);
	ssize_t len = file >= 0 ? read_all(file, text, room) : -1;

	if(len < 0)
		failed("read", path.text, error);
	if(file >= 0)
		close(file);
	return len;
}

bool siptrunk_spool_remove(
		const char *folder, const char *name, siptrunk_error_t *error)
{
	path_t path;

	return unlink(path_of(folder, "", name, &path)) == 0 || errno == ENOENT
		   || failed("remove", path.text, error);
}

static void visit(const char *folder, const char *name,
		siptrunk_spool_each_f each, void *context)
{
	struct stat status;
	path_t path;

	if(stat(path_of(folder, "", name, &path), &status) < 0
			|| !S_ISREG(status.st_mode))
		return;
	if(strncmp(name, UNFINISHED, sizeof(UNFINISHED) - 1) != 0)
		each(context, name, status.st_mtime);
	else if(status.st_mtime < time(NULL) - UNFINISHED_S)
		unlink(path.text);
}

bool siptrunk_spool_each(const char *folder, siptrunk_spool_each_f each,
		void *context, siptrunk_error_t *error)
{
	struct dirent *entry;
	DIR *open = opendir(folder);

	if(open == NULL)
		return failed("read", folder, error);
	while((entry = readdir(open)) != NULL)
		visit(folder, entry->d_name, each, context);
	closedir(open);
	return true;
}
