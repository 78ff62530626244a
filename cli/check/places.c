/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include <config.h>

#include "places.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* One line of nm: "0000000000003ae0 0000000000000040 d NAME\tFILE:LINE". */
static void take(struct places *places, char *text)
{
	unsigned long long from, size;
	char *place = strchr(text, '\t'), *slash;

	if (!place || sscanf(text, "%llx %llx", &from, &size) != 2)
		return;
	place[strcspn(place, "\n")] = 0;
	slash = strrchr(place, '/');
	if (places->n == places->cap) {
		size_t cap = 2 * places->cap + 64;
		struct place *more = realloc(places->list, cap * sizeof *more);

		if (!more)
			return;
		places->list = more;
		places->cap = cap;
	}
	place = strdup(slash ? slash + 1 : place + 1);
	if (place)
		places->list[places->n++] = (struct place){from, size, place};
}

/* Starts nm, whose output comes through a pipe; -1: it can't. */
static int start(pid_t *out, const char *path)
{
	char *const words[] = {"nm", "-l", "-S", "--defined-only", "--", (char *)(uintptr_t)path,
			       NULL};
	posix_spawn_file_actions_t actions;
	int ends[2], error;

	if (pipe(ends))
		return -1;
	error = posix_spawn_file_actions_init(&actions);
	if (!error) {
		posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
		posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
		posix_spawn_file_actions_addclose(&actions, ends[0]);
		posix_spawn_file_actions_addclose(&actions, ends[1]);
		error = posix_spawnp(out, "nm", &actions, NULL, words, environ);
		posix_spawn_file_actions_destroy(&actions);
	}
	close(ends[1]);
	if (error)
		close(ends[0]);
	return error ? -1 : ends[0];
}

static void read_places(struct places *places, const char *path)
{
	pid_t child;
	int fd = start(&child, path), status;
	FILE *stream = fd < 0 ? NULL : fdopen(fd, "r");
	char *text = NULL;
	size_t room = 0;

	places->is_read = 1;
	if (fd < 0)
		return;
	while (stream && getline(&text, &room, stream) > 0)
		take(places, text);
	free(text);
	if (stream)
		fclose(stream);
	else
		close(fd);
	waitpid(child, &status, 0);
}

const char *places_find(struct places *places, const char *path, const void *address)
{
	Dl_info file;

	/* What is inside the program has no file of its own. */
	if (!strchr(path, '/') || !address || !dladdr(address, &file) || !file.dli_fbase)
		return NULL;
	if (!places->is_read)
		read_places(places, path);
	uint64_t at = (uint64_t)((const char *)address - (const char *)file.dli_fbase);
	for (size_t i = 0; i < places->n; i++)
		if (at >= places->list[i].from && at - places->list[i].from < places->list[i].size)
			return places->list[i].place;
	return NULL;
}

void places_clear(struct places *places)
{
	for (size_t i = 0; i < places->n; i++)
		free(places->list[i].place);
	free(places->list);
	*places = (struct places){0};
}
