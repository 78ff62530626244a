/* SPDX-License-Identifier: MIT */
#include "scratch.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

char scratch[SCRATCH_ROOM];

void scratch_make(void)
{
	const char *below = getenv("TMPDIR");

	snprintf(scratch, sizeof scratch, "%s/chiso.XXXXXX", below && *below ? below : "/tmp");
	cr_assert_not_null(mkdtemp(scratch), "%s", scratch);
}

void scratch_drop(void)
{
	char command[SCRATCH_ROOM + 32];

	snprintf(command, sizeof command, "rm -rf '%s'", scratch);
	cr_assert_eq(system(command), 0);
}

const char *scratch_path(const char *name)
{
	static char path[2 * SCRATCH_ROOM];

	snprintf(path, sizeof path, "%s/%s", scratch, name);
	return path;
}
