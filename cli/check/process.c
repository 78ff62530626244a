/* SPDX-License-Identifier: MIT */
/* What a plugin must leave alone in the process that it is a guest of. */
#include <config.h>

#include "life.h"

#include <dirent.h>
#include <fcntl.h>
#include <fenv.h>
#include <float.h>
#include <locale.h>
#include <math.h>
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
	static const char *const names[] = {"vi_VN.UTF-8", "vi_VN.utf8", "vi_VN",      "de_DE.UTF-8",
	                                    "de_DE.utf8",  "fr_FR.UTF-8", "fr_FR.utf8", "ru_RU.UTF-8",
	                                    "es_ES.UTF-8", "pt_BR.UTF-8", "id_ID.UTF-8"};

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

void check_locale(struct checker *checker)
{
	char before[256];
	locale_t own = uselocale((locale_t)0);

	snprintf(before, sizeof before, "%s", setlocale(LC_ALL, NULL));
	live_once(checker);
	const char *after = setlocale(LC_ALL, NULL);
	if (strcmp(before, after) || uselocale((locale_t)0) != own)
		check_fail(checker, "check-changed", "setlocale(), uselocale()");
	uselocale(own);
	setlocale(LC_ALL, before);
}

/* ---- files ---- */

void check_folder(struct checker *checker)
{
	char *before = realpath(".", NULL);

	live_once(checker);
	char *after = realpath(".", NULL);
	if (before && (!after || strcmp(before, after)))
		check_fail(checker, "check-changed", "chdir()");
	if (before && chdir(before))
		check_fail(checker, "check-changed", "chdir()");
	free(before);
	free(after);
}

enum { DESCRIPTORS = 256 };
static void list_descriptors(unsigned char *open)
{
	for (int fd = 0; fd < DESCRIPTORS; fd++)
		open[fd] = fcntl(fd, F_GETFD) != -1;
}

void check_descriptors(struct checker *checker)
{
	unsigned char before[DESCRIPTORS], after[DESCRIPTORS];
	char number[16];

	list_descriptors(before);
	live_once(checker);
	list_descriptors(after);
	for (int fd = 0; fd < DESCRIPTORS; fd++) {
		snprintf(number, sizeof number, "%d", fd);
		if (before[fd] == after[fd])
			continue;
		if (after[fd])
			close(fd);
		check_fail(checker, after[fd] ? "check-left-open" : "check-closed", number);
		return;
	}
}

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

/* ---- arithmetic ---- */

static int keeps_subnormals(void)
{
	volatile double tiny = DBL_MIN;

	return tiny / 2 > 0;
}

void check_rounding(struct checker *checker)
{
	fenv_t before;
	int mode = fegetround(), subnormals = keeps_subnormals();

	fegetenv(&before);
	live_once(checker);
	if (fegetround() != mode || keeps_subnormals() != subnormals)
		check_fail(checker, "check-changed", "fesetround(), fesetenv()");
	fesetenv(&before);
}

/* ---- the rest of the process ---- */

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

void check_environment(struct checker *checker)
{
	uint64_t before = environment();

	live_once(checker);
	if (environment() != before)
		check_fail(checker, "check-changed", "setenv(), umask()");
}

enum { SIGNALS = 32 };
struct signals {
	struct sigaction actions[SIGNALS];
	sigset_t blocked;
};

static void list_signals(struct signals *signals)
{
	memset(signals, 0, sizeof *signals);
	for (int i = 1; i < SIGNALS; i++)
		sigaction(i, NULL, &signals->actions[i]);
	sigprocmask(SIG_SETMASK, NULL, &signals->blocked);
}

void check_signals(struct checker *checker)
{
	struct signals before, after;
	int changed = 0;

	list_signals(&before);
	live_once(checker);
	list_signals(&after);
	for (int i = 1; i < SIGNALS; i++) {
		changed |= before.actions[i].sa_handler != after.actions[i].sa_handler ||
		           before.actions[i].sa_flags != after.actions[i].sa_flags ||
		           sigismember(&before.blocked, i) != sigismember(&after.blocked, i);
		sigaction(i, &before.actions[i], NULL);
	}
	sigprocmask(SIG_SETMASK, &before.blocked, NULL);
	if (changed || alarm(0))
		check_fail(checker, "check-changed", "sigaction(), sigprocmask(), alarm()");
}

/* How many threads there are; -1: this system does not say. */
static int count_threads(void)
{
	DIR *folder = opendir("/proc/self/task");
	int n = 0;

	if (!folder)
		return -1;
	for (const struct dirent *entry; (entry = readdir(folder));)
		n += *entry->d_name != '.';
	closedir(folder);
	return n;
}

void check_own_threads(struct checker *checker)
{
	int before = count_threads();

	live_once(checker);
	if (before < 0)
		check_skip(checker, "check-no-threads", "");
	else if (count_threads() > before)
		check_fail(checker, "check-changed", "pthread_create()");
}
