/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "base/trust.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum trust look_at_one(const char *path, long *owner)
{
	struct stat info;

	if (lstat(path, &info))
		return TRUST_UNKNOWN;
	*owner = (long)info.st_uid;
	if (info.st_uid != 0 && info.st_uid != geteuid())
		return TRUST_OWNER;
	/* In a sticky folder (/tmp) only the owner of a file can replace it. */
	if (info.st_mode & S_IWOTH && !(S_ISDIR(info.st_mode) && info.st_mode & S_ISVTX))
		return TRUST_WRITABLE;
	return TRUST_FINE;
}

enum trust trust_look(const char *path, struct arena *arena, const char **culprit, long *owner)
{
	char *part = arena_text(arena, path, strlen(path));

	*culprit = part ? part : path;
	errno = ENOMEM;
	while (part) {
		enum trust trust = look_at_one(part, owner);
		char *slash = strrchr(part, '/');

		if (trust || !slash || !slash[1])
			return trust;
		slash[slash == part] = 0;
	}
	return TRUST_UNKNOWN;
}
