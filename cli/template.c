/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "draft.h"
#include "say.h"

#include <string.h>
#include <sys/stat.h>

struct job {
	struct chiso_project *project;
	struct chiso_template what;
};

static int write_job(void *user, struct sink *sink)
{
	struct job *job = user;

	return chiso_project_template(job->project, &job->what, write_sink, sink);
}

/* A form that has been filled in is not to be written over by a blank one. */
static int is_taken(struct cli *cli, const char *path)
{
	struct stat info;

	if (!path || cli->arguments.force || stat(path, &info) || !S_ISREG(info.st_mode))
		return 0;
	say_misuse(cli, &(struct misuse){.code = "cli-exists", .args = {path}});
	return 1;
}

static enum exit_code write_form(struct cli *cli, struct job *job)
{
	const char *path = cli->arguments.output;

	return path ? draft_write(cli, path, write_job, job)
		    : finish_output(cli, write_job(job, &cli->output));
}

enum exit_code command_template(struct cli *cli)
{
	const struct arguments *arguments = &cli->arguments;
	uint32_t flags = arguments->allow_outside ? CHISO_ALLOW_OUTSIDE : 0;
	struct job job = {NULL,
			  {.size = sizeof job.what,
			   .period = arguments->period,
			   .level = arguments->level,
			   .unit = arguments->unit}};

	if (!has_words(cli, 1, 2, "cli-a-dataset"))
		return EXIT_USE;
	if (arguments->output && !strcmp(arguments->output, "-"))
		cli->arguments.output = NULL;
	if (is_taken(cli, arguments->output))
		return EXIT_USE;
	/* Without a project it is the one in this folder. */
	const char *path = arguments->n_words > 1 ? arguments->words[0] : ".";
	job.what.dataset = arguments->words[arguments->n_words - 1];
	int status = load_plugins(cli);
	if (!status)
		status = chiso_project_open(&job.project, cli->context, path, flags);
	enum exit_code code = status ? finish(cli, status) : write_form(cli, &job);
	chiso_project_free(job.project);
	return code;
}
