/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "child.h"

#include "subject.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* ---- where checks are made: lines for the parent ---- */

void check_say(struct checker *checker, int kind, const char *detail)
{
	if (kind == 'f')
		checker->n_faults++;
	fputc(kind, checker->pipe);
	for (; *detail; detail++)
		fputc(*detail == '\n' ? ' ' : *detail, checker->pipe);
	fputc('\n', checker->pipe);
}

void check_points_at(struct checker *checker, const void *address)
{
	fprintf(checker->pipe, "a%ju\n", (uintmax_t)(uintptr_t)address);
}

void check_verdict(struct checker *checker, int kind, const char *code, const char *const *args)
{
	char *detail = fill_list(checker->cli, code, args);

	check_say(checker, kind, detail ? detail : code);
	free(detail);
}

void check_status(struct checker *checker, const char *function, int64_t status)
{
	char number[24];

	snprintf(number, sizeof number, "%lld", (long long)status);
	check_fail(checker, "check-status", function, number, checker->seed_text);
}

static int applies(const struct check *check, const struct chiso_indicator *use)
{
	unsigned needs = check->flags;

	return !use ||
	       ((!(needs & NEEDS_MAP) || use->map) && (!(needs & NEEDS_RECORD) || use->record) &&
		(!(needs & NEEDS_STATE) || use->state) &&
		(!(needs & NEEDS_PACK) || (use->state && use->state->pack && use->state->unpack)) &&
		(!(needs & NEEDS_EVALUATE) || use->evaluate) &&
		(!(needs & NEEDS_PREPARE) || use->prepare));
}

static int is_due(const struct running *running, const struct checker *checker,
		  const struct check *check, enum scope scope)
{
	/* Nothing else can be made of a plugin that can't be loaded. */
	int is_needed = scope == OF_LOADING;

	return check->scope == scope && (is_needed || report_wants(running->report, check)) &&
	       !(running->is_fuzzing && check->flags & ONCE) && applies(check, checker->indicator);
}

static void run_check(struct checker *checker, const struct check *check)
{
	struct subject subject;
	int is_called = check->scope == OF_INDICATOR && !(check->flags & UNPREPARED);

	checker->check = check;
	checker->n_faults = 0;
	/* Who reads must know what was under way when the plugin crashes. */
	fprintf(checker->pipe, "b%td\n", check - checks);
	fflush(checker->pipe);
	if (is_called) {
		subject_open(&subject, checker->indicator, &checker->pool, NULL);
		checker->subject = &subject;
	}
	if (is_called && subject_prepare(&subject)) {
		check_skip(checker, "check-needs-parameters", subject.said);
	} else {
		check->run(checker);
		if (is_called)
			subject_release(&subject);
	}
	checker->subject = NULL;
	pool_clear(&checker->pool);
	fputs("e\n", checker->pipe);
	fflush(checker->pipe);
}

/* Runs the checks from one on; stops behind a basis that failed. */
struct round {
	const struct running *running;
	enum scope scope;
	const struct check *first;
};

static void run_round(struct checker *checker, void *user)
{
	const struct round *round = user;
	struct process *before = process_look();
	int goes_on = 1;

	checker->before = before;
	for (const struct check *check = round->first; check->name && goes_on; check++) {
		if (!is_due(round->running, checker, check, round->scope))
			continue;
		if (round->running->is_in_process)
			fprintf(stderr, "%s %s\n", check->name,
				checker->indicator ? checker->indicator->id : checker->path);
		run_check(checker, check);
		goes_on = !(check->flags & BASIS && checker->n_faults);
	}
	checker->before = NULL;
	process_free(before);
}

/* ---- the parent ---- */

struct reading {
	struct report *report;
	const struct checker *checker;
	const char *subject;
	const struct check *check; /* under way; NULL: none */
	const struct check *last;  /* that was */
	unsigned n_faults, n_skips;
	int is_broken;       /* a basis failed */
	const void *address; /* what the next fault is about; NULL: not said */
	char *bytes;
	size_t n, cap;
};

static void end_check(struct reading *reading)
{
	if (!reading->n_faults && !reading->n_skips)
		report_pass(reading->report, reading->check);
	reading->is_broken |= reading->n_faults && reading->check->flags & BASIS;
	reading->last = reading->check;
	reading->check = NULL;
}

/* A fault, with the line in the source of what it is about, else of the indicator, where that is
 * known. */
static void take_fault(struct reading *reading, const char *detail)
{
	const struct checker *checker = reading->checker;
	const void *address = reading->address ? reading->address : checker->indicator;
	const char *place =
		checker->places ? places_find(checker->places, checker->path, address) : NULL;
	size_t room = strlen(detail) + (place ? strlen(place) : 0) + 4;
	char *whole = place ? malloc(room) : NULL;

	if (whole)
		snprintf(whole, room, "%s (%s)", detail, place);
	report_fault(reading->report, reading->check, reading->subject, whole ? whole : detail);
	free(whole);
	reading->address = NULL;
}

static void take_line(struct reading *reading, const char *line)
{
	if (*line == 'b') {
		reading->check = &checks[strtoul(line + 1, NULL, 10)];
		reading->n_faults = reading->n_skips = 0;
	} else if (!reading->check) {
		return;
	} else if (*line == 'f') {
		reading->n_faults++;
		take_fault(reading, line + 1);
	} else if (*line == 'a') {
		reading->address = (const void *)(uintptr_t)strtoumax(line + 1, NULL, 10);
	} else if (*line == 's') {
		reading->n_skips++;
		report_skip(reading->report, reading->check, line + 1);
	} else {
		end_check(reading);
	}
}

static void take_bytes(struct reading *reading, const char *bytes, size_t n)
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
			take_line(reading, reading->bytes);
	}
}

/* Milliseconds of a clock that nobody sets. */
static long long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

/* Reads until the child closes its end; 0 when a check's time is up. */
static int read_child(struct reading *reading, unsigned seconds, int fd)
{
	long long deadline = now() + seconds * 1000LL;
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
		take_bytes(reading, bytes, (size_t)got);
		deadline = now() + seconds * 1000LL;
	}
}

/* What became of the child, when it did not end as it should. */
static void note_end(struct reading *reading, unsigned seconds, int in_time, int status)
{
	const struct cli *cli = reading->checker->cli;
	const char *seed = reading->checker->seed_text;
	char number[16];
	char *detail = NULL;

	if (!in_time) {
		snprintf(number, sizeof number, "%u", seconds);
		detail = fill(cli, "check-time", number, seed);
	} else if (WIFSIGNALED(status)) {
		snprintf(number, sizeof number, "%d", WTERMSIG(status));
		detail = fill(cli, "check-crash", number, strsignal(WTERMSIG(status)), seed);
	} else {
		snprintf(number, sizeof number, "%d", WEXITSTATUS(status));
		detail = fill(cli, "check-exit", number, seed);
	}
	report_fault(reading->report, reading->check, reading->subject, detail ? detail : "");
	free(detail);
	reading->n_faults++;
	end_check(reading);
}

static void be_child(struct checker *checker, void (*work)(struct checker *, void *), void *user,
		     int fd)
{
	/* A plugin that prints must not disturb the report. */
	dup2(STDERR_FILENO, STDOUT_FILENO);
	setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
	checker->pipe = fdopen(fd, "w");
	if (checker->pipe) {
		work(checker, user);
		fclose(checker->pipe);
	}
	_exit(checker->pipe ? 0 : 1);
}

static void fail_without_child(struct reading *reading, const struct check *check, int error)
{
	char *detail = fill(reading->checker->cli, "check-no-child", strerror(error));

	report_fault(reading->report, check, reading->subject, detail ? detail : "");
	free(detail);
	reading->check = NULL;
	reading->last = NULL;
}

/* Work in a child; what it says is noted.  `check`: the first that it makes. */
static void work_in_child(const struct running *running, struct reading *reading,
			  struct checker *checker, const struct check *check,
			  void (*work)(struct checker *, void *), void *user)
{
	int ends[2], status = 0;

	fflush(NULL);
	pid_t child = pipe(ends) ? -1 : fork();
	if (child < 0) {
		fail_without_child(reading, check, errno);
		return;
	}
	if (!child) {
		close(ends[0]);
		be_child(checker, work, user, ends[1]);
	}
	close(ends[1]);
	int in_time = read_child(reading, running->seconds, ends[0]);
	if (!in_time)
		kill(child, SIGKILL);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	close(ends[0]);
	if (reading->check)
		note_end(reading, running->seconds, in_time, status);
}

/* The same in this process: the lines go through a file. */
static void work_here(struct reading *reading, struct checker *checker, const struct check *check,
		      void (*work)(struct checker *, void *), void *user)
{
	char bytes[4096];
	size_t n;

	checker->pipe = tmpfile();
	if (!checker->pipe) {
		fail_without_child(reading, check, errno);
		return;
	}
	work(checker, user);
	rewind(checker->pipe);
	while ((n = fread(bytes, 1, sizeof bytes, checker->pipe)) > 0)
		take_bytes(reading, bytes, n);
	fclose(checker->pipe);
	checker->pipe = NULL;
}

static void do_work(const struct running *running, struct reading *reading, struct checker *checker,
		    const struct check *check, void (*work)(struct checker *, void *), void *user)
{
	reading->n = 0;
	if (running->is_in_process)
		work_here(reading, checker, check, work, user);
	else
		work_in_child(running, reading, checker, check, work, user);
}

/* What rests on a basis that failed is not made. */
static void skip_rest(const struct running *running, const struct reading *reading,
		      const struct check *from, enum scope scope)
{
	char *why = fill(reading->checker->cli, "check-rests-on", reading->last->name);

	for (const struct check *check = from; check->name; check++)
		if (check != reading->last && is_due(running, reading->checker, check, scope))
			report_skip(running->report, check, why ? why : "");
	free(why);
}

void run_checks(const struct running *running, struct checker *checker, enum scope scope)
{
	struct round round = {running, scope, checks};
	struct reading reading = {.report = running->report,
				  .checker = checker,
				  .subject = checker->indicator ? checker->indicator->id
								: checker->path};

	for (;;) {
		while (round.first->name && !is_due(running, checker, round.first, scope))
			round.first++;
		if (!round.first->name)
			break;
		reading.last = NULL;
		do_work(running, &reading, checker, round.first, run_round, &round);
		/* One that has not said anything would do so for ever. */
		if (!reading.last)
			break;
		round.first = reading.last + 1;
		if (reading.is_broken) {
			skip_rest(running, &reading, round.first, scope);
			break;
		}
	}
	free(reading.bytes);
}

struct single {
	const struct check *check;
	void (*work)(struct checker *, void *);
	void *user;
};

static void run_single(struct checker *checker, void *user)
{
	const struct single *single = user;

	checker->check = single->check;
	checker->n_faults = 0;
	fprintf(checker->pipe, "b%td\n", single->check - checks);
	fflush(checker->pipe);
	single->work(checker, single->user);
	fputs("e\n", checker->pipe);
}

void run_work(const struct running *running, struct checker *checker, const struct check *check,
	      void (*work)(struct checker *, void *), void *user, const char *subject)
{
	struct single single = {check, work, user};
	struct reading reading = {
		.report = running->report, .checker = checker, .subject = subject};

	do_work(running, &reading, checker, check, run_single, &single);
	free(reading.bytes);
}
