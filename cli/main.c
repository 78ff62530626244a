/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "say.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifdef CHISO_PREOPEN
#include <ltdl.h>
#endif

const struct command commands[] = {
	{"run", "cli-help-run",
	 TAKES_BY | TAKES_FORMAT | TAKES_OUTPUT | TAKES_OUTSIDE | TAKES_REJECT,
	 command_run},
	{"info", "cli-help-info", TAKES_FORMAT, command_info},
	{"check", "cli-help-check", TAKES_CHECK | TAKES_SEED, command_check},
	{"report", "cli-help-report", TAKES_BY | TAKES_OUTPUT | TAKES_OUTSIDE,
	 command_report},
	{"compute", "cli-help-compute",
	 TAKES_BY | TAKES_FORMAT | TAKES_TABLE | TAKES_UNIT | TAKES_REJECT, command_compute},
	{"records", "cli-help-records", TAKES_PREFIX | TAKES_TABLE | TAKES_UNIT | TAKES_REJECT,
	 command_records},
	{"explain", "cli-help-explain",
	 TAKES_INDICATOR | TAKES_GOAL | TAKES_UNIT | TAKES_OUTSIDE | TAKES_FORMAT,
	 command_explain},
	{"diff", "cli-help-diff", TAKES_FORMAT | TAKES_OUTSIDE, command_diff},
	{"export", "cli-help-export", TAKES_FORMAT | TAKES_OUTPUT | TAKES_OUTSIDE, command_export},
	{"reconcile", "cli-help-reconcile", TAKES_OUTSIDE, command_reconcile},
	{"template", "cli-help-template",
	 TAKES_OUTPUT | TAKES_OUTSIDE | TAKES_UNIT | TAKES_FORM, command_template},
	{"list", "cli-help-list", 0, command_list},
	{"validate", "cli-help-validate", TAKES_FORMAT | TAKES_LIMIT | TAKES_OUTSIDE | TAKES_REJECT,
	 command_validate},
	{"new-plugin", "cli-help-new-plugin", TAKES_INDICATOR | TAKES_KIT, command_new_plugin},
	{NULL, NULL, 0, NULL},
};

static enum exit_code obey(struct cli *cli, const struct misuse *misuse)
{
	const struct arguments *arguments = &cli->arguments;
	const struct command *command = arguments->command;

	if (misuse->code)
		return say_misuse(cli, misuse);
	if (arguments->help) {
		fputs(text(cli, command ? command->help : "cli-help"), stdout);
		return EXIT_FINE;
	}
	if (arguments->version) {
		printf("chiso %s\n%s\n", chiso_version(), chiso_dependencies());
		return EXIT_FINE;
	}
	if (!command)
		return say_misuse(cli, &(struct misuse){.code = "cli-no-command"});
	return command->run(cli);
}

/* What was printed may still be on its way: a full disk shows only now.  A reader that has gone, as
 * in `chiso ... | head`, is no fault. */
static enum exit_code close_output(const struct cli *cli, enum exit_code code)
{
	int error = cli->output.error;

	if (!error && ferror(stdout))
		error = EIO;
	if (fclose(stdout) && !error)
		error = errno;
	if (error && error != EPIPE)
		return say_cannot(cli, "cannot-write", text(cli, "cli-stdout"), error);
	return code;
}

/* Gives standard output more room than a page, unless somebody watches: results are megabytes, and each time that
 * some are handed on costs. */
static void widen_output(void)
{
	static char room[1 << 17];

	if (!isatty(STDOUT_FILENO))
		(void)setvbuf(stdout, room, _IOFBF, sizeof room);
}

int main(int argc, char **argv)
{
	struct cli cli = {.output = {stdout, 0}};
	struct misuse misuse = {0};
	enum exit_code code = EXIT_ENVIRONMENT;

	prepare_heap();
	widen_output();
#ifdef CHISO_PREOPEN
	LTDL_SET_PRELOADED_SYMBOLS();
#endif
	if (!arguments_read(&cli.arguments, &misuse, argc, argv)) {
		cli.lang = arguments_language(&cli.arguments);
		cli.context = chiso_context_new(
			&(struct chiso_options){.size = sizeof(struct chiso_options),
		                                .max_findings = arguments_limit(&cli.arguments),
		                                .lang = cli.lang,
		                                .threads = arguments_threads(&cli.arguments),
		                                .memory = arguments_memory(&cli.arguments)});
	}
	if (cli.context)
		code = close_output(&cli, obey(&cli, &misuse));
	else
		fputs("chiso: not enough memory\n", stderr);
	chiso_context_free(cli.context);
	arguments_clear(&cli.arguments);
	return code;
}
