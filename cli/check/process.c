/* SPDX-License-Identifier: MIT */
/* What a plugin must leave alone in the process that it is a guest of. */
#include <config.h>

#include "life.h"

#include <fcntl.h>
#include <fenv.h>
#include <float.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

extern char **environ;

static struct life *live_once(struct checker *checker)
{
	struct life *life = need(&checker->pool, 1, sizeof *life);

	live(life, checker, 0);
	return life;
}

/* ---- the locale ---- */

/* Sets a locale that writes 1,5; 0: this system has none. */
static int set_comma(void)
{
	static const char *const names[] = {"vi_VN.UTF-8", "vi_VN.utf8",  "vi_VN",
					    "de_DE.UTF-8", "de_DE.utf8",  "fr_FR.UTF-8",
					    "fr_FR.utf8",  "ru_RU.UTF-8", "es_ES.UTF-8",
					    "pt_BR.UTF-8", "id_ID.UTF-8"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (setlocale(LC_ALL, names[i]) && *localeconv()->decimal_point == ',')
			return 1;
	setlocale(LC_ALL, "C");
	return 0;
}

static void compare_cells(struct checker *checker, const struct life *a, const struct life *b)
{
	for (uint32_t i = 0; a->cells && b->cells && i < a->subject.call.n_cells; i++) {
		char one[40], other[40];

		if (is_same_value(&a->cells[i], &b->cells[i]))
			continue;
		number_text(checker->cli, one, a->cells[i].as.f64);
		number_text(checker->cli, other, b->cells[i].as.f64);
		check_fail(checker, "check-cell-differs", one, other,
			   text(checker->cli, "check-comma"), checker->seed_text);
		return;
	}
}

void check_comma(struct checker *checker)
{
	struct life *plain = live_once(checker), *comma;
	char before[sizeof plain->subject.said];

	snprintf(before, sizeof before, "%s", plain->subject.said);
	if (!set_comma()) {
		check_skip(checker, "check-no-comma", "");
		return;
	}
	comma = live_once(checker);
	setlocale(LC_ALL, "C");
	if (plain->status != comma->status || !plain->trial.answer.fates ||
	    !comma->trial.answer.fates) {
		if (plain->status != comma->status)
			check_status(checker, comma->function, comma->status);
		return;
	}
	plain->trial.checker = checker;
	if (!trial_differs(&plain->trial, 0, NULL, plain->trial.n, &comma->trial.answer,
			   "check-comma"))
		compare_cells(checker, plain, comma);
}

/* ---- before and after ---- */

enum { DESCRIPTORS = 256, SIGNALS = 32 };

/* What can be seen of a process. */
struct process {
	char *locale, *folder; /* heap */
	locale_t own;
	unsigned char is_open[DESCRIPTORS];
	fenv_t arithmetic;
	int rounding, keeps_subnormals, n_threads;
	uint64_t environment;
	struct sigaction actions[SIGNALS];
	sigset_t blocked;
};

static int keeps_subnormals(void)
{
	volatile double tiny = DBL_MIN;

	return tiny / 2 > 0;
}

/* A number that tells one environment from another, with the mask of new files. */
static uint64_t environment(void)
{
	uint64_t sum = 0;
	mode_t mask = umask(0);

	umask(mask);
	for (char **p = environ; p && *p; p++) {
		uint64_t hash = 14695981039346656037u; /* FNV-1a */

		for (const char *c = *p; *c; c++)
			hash = (hash ^ (unsigned char)*c) * 1099511628211u;
		sum += hash;
	}
	return sum * 512 + mask;
}

#if defined __SANITIZE_THREAD__
#define OTHERS_MAKE_THREADS 1
#elif defined __has_feature
#if __has_feature(thread_sanitizer)
#define OTHERS_MAKE_THREADS 1
#endif
#endif
#ifndef OTHERS_MAKE_THREADS
#define OTHERS_MAKE_THREADS 0 /* a sanitizer of threads has one of its own */
#endif

/* How many threads there are; -1: this system does not say, or others make some. */
static int count_threads(void)
{
	FILE *stream = fopen("/proc/self/status", "r");
	char line[256];
	int n = -1;

	while (stream && !OTHERS_MAKE_THREADS && n < 0 && fgets(line, sizeof line, stream))
		if (!strncmp(line, "Threads:", 8))
			n = (int)strtol(line + 8, NULL, 10);
	if (stream)
		fclose(stream);
	return n;
}

static void look(struct process *out)
{
	const char *locale = setlocale(LC_ALL, NULL);

	out->locale = strdup(locale ? locale : "");
	out->folder = realpath(".", NULL);
	out->own = uselocale((locale_t)0);
	for (int fd = 0; fd < DESCRIPTORS; fd++)
		out->is_open[fd] = fcntl(fd, F_GETFD) != -1;
	fegetenv(&out->arithmetic);
	out->rounding = fegetround();
	out->keeps_subnormals = keeps_subnormals();
	out->n_threads = count_threads();
	out->environment = environment();
	for (int i = 1; i < SIGNALS; i++)
		sigaction(i, NULL, &out->actions[i]);
	sigprocmask(SIG_SETMASK, NULL, &out->blocked);
}

struct process *process_look(void)
{
	struct process *out = calloc(1, sizeof *out);

	if (out)
		look(out);
	return out;
}

void process_free(struct process *process)
{
	if (!process)
		return;
	free(process->locale);
	free(process->folder);
	free(process);
}

static int is_same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

/* Lives once more, and looks whether the process is what it was before anything of the plugin ran.
 */
static void compare(struct checker *checker,
		    int (*differs)(const struct process *before, const struct process *after),
		    const char *functions)
{
	struct process after = {0};
	int is_different;

	if (!checker->before) {
		check_fail(checker, "out-of-memory", "");
		return;
	}
	live_once(checker);
	look(&after);
	is_different = differs(checker->before, &after);
	fesetenv(&checker->before->arithmetic);
	uselocale(checker->before->own);
	setlocale(LC_ALL, checker->before->locale);
	free(after.locale);
	free(after.folder);
	if (is_different)
		check_fail(checker, "check-changed", functions);
}

static int locale_differs(const struct process *a, const struct process *b)
{
	return !is_same_text(a->locale, b->locale) || a->own != b->own;
}

void check_locale(struct checker *checker)
{
	compare(checker, locale_differs, "setlocale(), uselocale()");
}

static int folder_differs(const struct process *a, const struct process *b)
{
	return !is_same_text(a->folder, b->folder);
}

void check_folder(struct checker *checker)
{
	compare(checker, folder_differs, "chdir()");
}

static int descriptors_differ(const struct process *a, const struct process *b)
{
	return memcmp(a->is_open, b->is_open, sizeof a->is_open) != 0;
}

void check_descriptors(struct checker *checker)
{
	compare(checker, descriptors_differ, "open(), close()");
}

static int arithmetic_differs(const struct process *a, const struct process *b)
{
	return a->rounding != b->rounding || a->keeps_subnormals != b->keeps_subnormals;
}

void check_rounding(struct checker *checker)
{
	compare(checker, arithmetic_differs, "fesetround(), fesetenv()");
}

static int environment_differs(const struct process *a, const struct process *b)
{
	return a->environment != b->environment;
}

void check_environment(struct checker *checker)
{
	compare(checker, environment_differs, "setenv(), umask()");
}

static int signals_differ(const struct process *a, const struct process *b)
{
	/* Those of POSIX: the system has others of its own, which come with any action that is set.
	 */
	const int flags = SA_NOCLDSTOP | SA_NOCLDWAIT | SA_SIGINFO | SA_RESTART | SA_ONSTACK |
			  SA_NODEFER | (int)SA_RESETHAND;

	for (int i = 1; i < SIGNALS; i++)
		if (a->actions[i].sa_handler != b->actions[i].sa_handler ||
		    (a->actions[i].sa_flags & flags) != (b->actions[i].sa_flags & flags) ||
		    sigismember(&a->blocked, i) != sigismember(&b->blocked, i))
			return 1;
	return 0;
}

void check_signals(struct checker *checker)
{
	compare(checker, signals_differ, "sigaction(), sigprocmask()");
}

static int threads_differ(const struct process *a, const struct process *b)
{
	return b->n_threads > a->n_threads;
}

void check_own_threads(struct checker *checker)
{
	if (checker->before && checker->before->n_threads < 0)
		check_skip(checker, "check-no-threads", "");
	else
		compare(checker, threads_differ, "pthread_create()");
}

/* ---- printing ---- */

/* What the plugin prints goes to a file of no name, and from there to standard error. */
void check_prints(struct checker *checker)
{
	FILE *file = tmpfile();
	int out = dup(STDOUT_FILENO), err = dup(STDERR_FILENO);
	char bytes[512];
	size_t n, total = 0;

	fflush(NULL);
	if (!file || out < 0 || err < 0 || dup2(fileno(file), STDOUT_FILENO) < 0 ||
	    dup2(fileno(file), STDERR_FILENO) < 0) {
		check_skip(checker, "check-no-file", "");
	} else {
		live_once(checker);
		fflush(stdout);
		fflush(stderr);
		dup2(out, STDOUT_FILENO);
		dup2(err, STDERR_FILENO);
		rewind(file);
		while ((n = fread(bytes, 1, sizeof bytes, file)) > 0) {
			fwrite(bytes, 1, n, stderr);
			total += n;
		}
	}
	snprintf(bytes, sizeof bytes, "%zu", total);
	if (total)
		check_fail(checker, "check-printed", bytes);
	if (file)
		fclose(file);
	close(out);
	close(err);
}
