/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "check.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SECONDS = 10 }; /* for one child; ordinary ones take milliseconds */

/* ---- in the child ---- */

void check_begin(struct checker *checker, const char *name)
{
	fprintf(checker->pipe, "b%s\n", name);
	/* Who reads must know what was under way when the plugin crashes. */
	fflush(checker->pipe);
}

void check_pass(struct checker *checker)
{
	fputs("p\n", checker->pipe);
}

static void send(struct checker *checker, int kind, const char *detail)
{
	fputc(kind, checker->pipe);
	for (; *detail; detail++)
		fputc(*detail == '\n' ? ' ' : *detail, checker->pipe);
	fputc('\n', checker->pipe);
}

void check_verdict(struct checker *checker, int kind, const char *code, const char *const *args)
{
	char *detail = fill_list(checker->cli, code, args);

	send(checker, kind, detail ? detail : code);
	free(detail);
}

static struct chiso_context *new_context(const struct cli *cli)
{
	return chiso_context_new(&(struct chiso_options){.size = sizeof(struct chiso_options),
	                                                 .lang = cli->lang});
}

static void check_loading(struct checker *checker)
{
	struct chiso_context *context = new_context(checker->cli);
	struct chiso_finding finding = {.size = sizeof finding};

	check_begin(checker, "plugin-loads");
	if (!context) {
		check_fail(checker, "out-of-memory", "");
		return;
	}
	int status = chiso_plugin_load(context, checker->path);
	size_t n = 0;
	for (; !chiso_finding_at(context, n, &finding); n++) {
		if (n)
			check_begin(checker, "plugin-loads");
		send(checker, 'f', finding.message);
	}
	if (!n && status)
		check_fail(checker, "check-status", "chiso_plugin_load()", "", "");
	else if (!n)
		check_pass(checker);
	chiso_context_free(context);
}

/* ---- in the parent ---- */

struct tally {
	unsigned n, failed;
};

static const char *subject(const struct checker *checker)
{
	return checker->indicator ? checker->indicator->id : checker->path;
}

static void print_verdict(struct tally *tally, const struct checker *checker, const char *name,
                          int kind, const char *detail)
{
	int is_ok = kind == 'p' || kind == 's';

	tally->n++;
	tally->failed += kind == 'f';
	printf("%s %-4u %-26s %s", is_ok ? "ok" : "not ok", tally->n, name, subject(checker));
	if (kind == 'f' || kind == 't')
		printf(": %s", detail);
	if (kind == 't')
		fputs(" # TODO", stdout);
	if (kind == 's')
		printf(" # SKIP %s", detail);
	putchar('\n');
}

struct reading {
	char name[64]; /* of the check under way, "" for none */
	char *bytes;
	size_t n, cap;
};

static void take_line(struct reading *reading, struct tally *tally, const struct checker *checker,
                      const char *line)
{
	if (*line == 'b') {
		snprintf(reading->name, sizeof reading->name, "%s", line + 1);
	} else {
		print_verdict(tally, checker, reading->name, *line, line + 1);
		*reading->name = 0;
	}
}

static void take_bytes(struct reading *reading, struct tally *tally,
                       const struct checker *checker, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (reading->n + 1 >= reading->cap) {
			size_t cap = 2 * reading->cap + 256;
			char *more = realloc(reading->bytes, cap);

			if (!more)
				return;
			reading->bytes = more;
			reading->cap = cap;
		}
		if (bytes[i] != '\n') {
			reading->bytes[reading->n++] = bytes[i];
			continue;
		}
		reading->bytes[reading->n] = 0;
		reading->n = 0;
		if (*reading->bytes)
			take_line(reading, tally, checker, reading->bytes);
	}
}

/* Milliseconds of a clock that nobody sets. */
static long long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

/* Reads until the child closes its end; 0 when its time is up. */
static int read_child(struct reading *reading, struct tally *tally, const struct checker *checker,
                      int fd)
{
	long long deadline = now() + SECONDS * 1000LL;
	char bytes[4096];

	for (;;) {
		long long left = deadline - now();
		struct pollfd ready = {.fd = fd, .events = POLLIN};
		int n = poll(&ready, 1, left > 0 ? (int)left : 0);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return 0;
		ssize_t got = read(fd, bytes, sizeof bytes);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return 1;
		take_bytes(reading, tally, checker, bytes, (size_t)got);
	}
}

/* What became of the child, when it did not end as it should. */
static void say_end(struct tally *tally, const struct checker *checker,
                    const struct reading *reading, int in_time, int status)
{
	const char *name = *reading->name ? reading->name : "plugin-survives";
	char number[16];
	char *detail = NULL;

	if (!in_time) {
		snprintf(number, sizeof number, "%d", SECONDS);
		detail = fill(checker->cli, "check-time", number);
	} else if (WIFSIGNALED(status)) {
		snprintf(number, sizeof number, "%d", WTERMSIG(status));
		detail = fill(checker->cli, "check-crash", number, strsignal(WTERMSIG(status)));
	} else if (WEXITSTATUS(status) || *reading->name) {
		snprintf(number, sizeof number, "%d", WEXITSTATUS(status));
		detail = fill(checker->cli, "check-exit", number);
	} else {
		return;
	}
	print_verdict(tally, checker, name, 'f', detail ? detail : "");
	free(detail);
}

static void be_child(struct checker *checker, void (*work)(struct checker *), int fd)
{
	/* A plugin that prints must not disturb the report. */
	dup2(STDERR_FILENO, STDOUT_FILENO);
	setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
	checker->pipe = fdopen(fd, "w");
	if (checker->pipe) {
		work(checker);
		fclose(checker->pipe);
	}
	_exit(checker->pipe ? 0 : 1);
}

static void run_child(struct tally *tally, struct checker *checker, void (*work)(struct checker *))
{
	int ends[2], status = 0;

	fflush(NULL);
	pid_t child = pipe(ends) ? -1 : fork();
	if (child < 0) {
		char *detail = fill(checker->cli, "check-no-child", strerror(errno));

		print_verdict(tally, checker, "plugin-survives", 'f', detail ? detail : "");
		free(detail);
		return;
	}
	if (!child) {
		close(ends[0]);
		be_child(checker, work, ends[1]);
	}
	struct reading reading = {.n = 0};
	close(ends[1]);
	int in_time = read_child(&reading, tally, checker, ends[0]);
	if (!in_time)
		kill(child, SIGKILL);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	close(ends[0]);
	say_end(tally, checker, &reading, in_time, status);
	free(reading.bytes);
}

/* A child has loaded it before, so that a crash at loading is a verdict too. */
static void check_plugin(struct tally *tally, struct checker *checker)
{
	unsigned failed = tally->failed;

	run_child(tally, checker, check_loading);
	struct chiso_context *context = failed == tally->failed ? new_context(checker->cli) : NULL;
	if (context && !chiso_plugin_load(context, checker->path)) {
		const struct chiso_plugin *plugin = chiso_plugin_at(context, 0, NULL);

		for (uint32_t i = 0; plugin && i < plugin->n_indicators; i++) {
			checker->indicator = plugin->indicators[i];
			run_child(tally, checker, check_indicator);
		}
	}
	chiso_context_free(context);
}

/* The file of a plugin: what the user named, when it is a file, else that of a plugin at hand with
 * this id.  NULL: neither.  Heap. */
static char *find_plugin(struct cli *cli, const char *word)
{
	const struct chiso_plugin *plugin;
	const char *path = NULL;
	size_t room = strlen(word) + 3;

	if (strchr(word, '/'))
		return strdup(word);
	if (!access(word, F_OK)) {
		char *out = malloc(room);

		if (out)
			snprintf(out, room, "./%s", word);
		return out;
	}
	if (!chiso_plugin_count(cli->context) && load_plugins(cli))
		return NULL;
	for (size_t i = 0; (plugin = chiso_plugin_at(cli->context, i, &path)); i++)
		if (!strcmp(plugin->id, word))
			return strdup(path);
	return NULL;
}

static int read_seed(const struct cli *cli, uint64_t *out)
{
	const char *seed = cli->arguments.seed ? cli->arguments.seed : "1";
	char *end;

	errno = 0;
	*out = strtoull(seed, &end, 10);
	if (*seed >= '0' && *seed <= '9' && !*end && !errno)
		return 1;
	say_misuse(cli, &(struct misuse){.code = "cli-bad-value",
	                                 .args = {"--seed", seed},
	                                 .expected = "cli-a-number"});
	return 0;
}

enum exit_code command_check(struct cli *cli)
{
	const struct arguments *arguments = &cli->arguments;
	struct tally tally = {0};
	char passed[16], failed[16];
	uint64_t seed;

	if (!has_words(cli, 1, arguments->n_words, "cli-a-plugin") || !read_seed(cli, &seed))
		return EXIT_USE;
	for (int i = 0; i < arguments->n_words; i++) {
		char *path = find_plugin(cli, arguments->words[i]);
		struct checker checker = {.cli = cli, .path = path, .seed = seed};

		snprintf(checker.seed_text, sizeof checker.seed_text, "%llu",
		         (unsigned long long)seed);
		if (!path) {
			say_findings(cli);
			fputs("chiso: ", stderr);
			say(stderr, cli, "cli-no-such-plugin", arguments->words[i]);
			fputc('\n', stderr);
			return EXIT_ENVIRONMENT;
		}
		check_plugin(&tally, &checker);
		free(path);
	}
	printf("1..%u\n# ", tally.n);
	snprintf(passed, sizeof passed, "%u", tally.n - tally.failed);
	snprintf(failed, sizeof failed, "%u", tally.failed);
	say(stdout, cli, "check-count", passed, failed);
	putchar('\n');
	return tally.failed ? EXIT_ENVIRONMENT : EXIT_FINE;
}
