/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "options.h"

#include "cli.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

/* What getopt_long() returns for options without a letter. */
enum {
	OPTION_ALLOW_OUTSIDE = 256,
	OPTION_BUILD,
	OPTION_BY,
	OPTION_COLOR,
	OPTION_COLUMN,
	OPTION_DECIMAL,
	OPTION_FORCE,
	OPTION_FORMAT,
	OPTION_FUZZ,
	OPTION_GOAL,
	OPTION_INDICATOR,
	OPTION_IN_PROCESS,
	OPTION_JSON,
	OPTION_LANG,
	OPTION_LEVEL,
	OPTION_LICENSE,
	OPTION_LIMIT,
	OPTION_LIST,
	OPTION_MEMORY,
	OPTION_ONLY,
	OPTION_PERIOD,
	OPTION_PLUGIN_DIR,
	OPTION_PREFIX,
	OPTION_REJECT,
	OPTION_SEED,
	OPTION_SET,
	OPTION_STANDARD,
	OPTION_STRICT,
	OPTION_THREADS,
	OPTION_TIME_LIMIT,
	OPTION_UNIT,
	OPTION_UNITS,
	OPTION_VECTORS,
	OPTION_VERSION
};

static const struct option long_options[] = {
	{"allow-outside", no_argument, NULL, OPTION_ALLOW_OUTSIDE},
	{"build", required_argument, NULL, OPTION_BUILD},
	{"by", required_argument, NULL, OPTION_BY},
	{"color", required_argument, NULL, OPTION_COLOR},
	{"column", required_argument, NULL, OPTION_COLUMN},
	{"decimal", required_argument, NULL, OPTION_DECIMAL},
	{"force", no_argument, NULL, OPTION_FORCE},
	{"format", required_argument, NULL, OPTION_FORMAT},
	{"fuzz", required_argument, NULL, OPTION_FUZZ},
	{"goal", required_argument, NULL, OPTION_GOAL},
	{"help", no_argument, NULL, 'h'},
	{"indicator", required_argument, NULL, OPTION_INDICATOR},
	{"in-process", no_argument, NULL, OPTION_IN_PROCESS},
	{"json", no_argument, NULL, OPTION_JSON},
	{"lang", required_argument, NULL, OPTION_LANG},
	{"level", required_argument, NULL, OPTION_LEVEL},
	{"license", required_argument, NULL, OPTION_LICENSE},
	{"limit", required_argument, NULL, OPTION_LIMIT},
	{"list", no_argument, NULL, OPTION_LIST},
	{"memory", required_argument, NULL, OPTION_MEMORY},
	{"only", required_argument, NULL, OPTION_ONLY},
	{"output", required_argument, NULL, 'o'},
	{"period", required_argument, NULL, OPTION_PERIOD},
	{"plugin-dir", required_argument, NULL, OPTION_PLUGIN_DIR},
	{"prefix", required_argument, NULL, OPTION_PREFIX},
	{"quiet", no_argument, NULL, 'q'},
	{"reject", required_argument, NULL, OPTION_REJECT},
	{"seed", required_argument, NULL, OPTION_SEED},
	{"set", required_argument, NULL, OPTION_SET},
	{"standard", required_argument, NULL, OPTION_STANDARD},
	{"strict", no_argument, NULL, OPTION_STRICT},
	{"threads", required_argument, NULL, OPTION_THREADS},
	{"time-limit", required_argument, NULL, OPTION_TIME_LIMIT},
	{"unit", required_argument, NULL, OPTION_UNIT},
	{"units", required_argument, NULL, OPTION_UNITS},
	{"vectors", required_argument, NULL, OPTION_VECTORS},
	{"version", no_argument, NULL, OPTION_VERSION},
	{NULL, 0, NULL, 0},
};
enum { N_OPTIONS = sizeof long_options / sizeof *long_options };

/* The TAKES_ bit that an option belongs to; 0: every command takes it. */
static unsigned bit_of(int option)
{
	switch (option) {
	case OPTION_ALLOW_OUTSIDE:
		return TAKES_OUTSIDE;
	case OPTION_BY:
		return TAKES_BY;
	case OPTION_BUILD:
	case OPTION_LICENSE:
		return TAKES_KIT;
	case OPTION_COLUMN:
	case OPTION_DECIMAL:
	case OPTION_SET:
	case OPTION_STANDARD:
	case OPTION_UNITS:
		return TAKES_TABLE;
	case OPTION_FORCE:
	case OPTION_LEVEL:
		return TAKES_FORM;
	case OPTION_FORMAT:
		return TAKES_FORMAT;
	case OPTION_FUZZ:
	case OPTION_IN_PROCESS:
	case OPTION_JSON:
	case OPTION_LIST:
	case OPTION_ONLY:
	case OPTION_STRICT:
	case OPTION_TIME_LIMIT:
	case OPTION_VECTORS:
		return TAKES_CHECK;
	case OPTION_GOAL:
		return TAKES_GOAL;
	case OPTION_INDICATOR:
		return TAKES_INDICATOR;
	case OPTION_LIMIT:
		return TAKES_LIMIT;
	case 'o':
		return TAKES_OUTPUT;
	case OPTION_PERIOD:
	case OPTION_UNIT:
		return TAKES_UNIT;
	case OPTION_PREFIX:
		return TAKES_PREFIX;
	case OPTION_REJECT:
		return TAKES_REJECT;
	case OPTION_SEED:
		return TAKES_SEED;
	default:
		return 0;
	}
}

/* Of `validate`, which is there to say everything: some 30 MB at most. */
enum { USUAL_LIMIT = 100000 };

/* Optimal string alignment distance, of words of this length at most. */
enum { LONGEST = 40 };

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

static unsigned distance(const char *a, const char *b)
{
	unsigned d[LONGEST + 1][LONGEST + 1];
	size_t n = strlen(a), m = strlen(b);

	if (n > LONGEST || m > LONGEST)
		return LONGEST;
	for (size_t i = 0; i <= n; i++)
		for (size_t j = 0; j <= m; j++) {
			if (!i || !j) {
				d[i][j] = (unsigned)(i + j);
				continue;
			}
			d[i][j] = least(least(d[i - 1][j], d[i][j - 1]) + 1,
			                d[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
		}
	return d[n][m];
}

const char *nearest(const char *name, const char *const *names)
{
	const char *best = NULL;
	unsigned best_distance = LONGEST + 1;

	for (; *names; names++) {
		unsigned d = distance(name, *names);

		if (d < best_distance) {
			best_distance = d;
			best = *names;
		}
	}
	return best;
}

static void blame(struct misuse *misuse, const char *code, const char *a, const char *b,
                  const char *expected)
{
	if (!misuse->code)
		*misuse = (struct misuse){.code = code, .args = {a, b}, .expected = expected};
}

/* Splits "name=value" in place; argv is ours to write to. */
static void add_pair(struct chiso_pair *pairs, uint32_t *n, struct misuse *misuse,
                     const char *option, char *word)
{
	char *sign = strchr(word, '=');

	if (!sign || sign == word) {
		blame(misuse, "cli-bad-value", option, word, "cli-a-pair");
		return;
	}
	*sign = 0;
	pairs[(*n)++] = (struct chiso_pair){word, sign + 1};
}

static void add_folder(struct arguments *out, struct misuse *misuse, const char *folder)
{
	/* The library takes folders as one list with colons. */
	if (!*folder || strchr(folder, ':'))
		blame(misuse, "cli-bad-value", "--plugin-dir", folder, "cli-a-folder");
	else
		out->folders[out->n_folders++] = folder;
}

static void take(struct arguments *out, struct misuse *misuse, int option)
{
	switch (option) {
	case 'h':
		out->help = 1;
		break;
	case 'o':
		out->output = optarg;
		break;
	case 'q':
		out->quiet = 1;
		break;
	case OPTION_ALLOW_OUTSIDE:
		out->allow_outside = 1;
		break;
	case OPTION_BUILD:
		out->build = optarg;
		break;
	case OPTION_BY:
		out->by = optarg;
		break;
	case OPTION_COLOR:
		out->colour = optarg;
		break;
	case OPTION_COLUMN:
		add_pair(out->columns, &out->n_columns, misuse, "--column", optarg);
		break;
	case OPTION_DECIMAL:
		out->decimal = optarg;
		break;
	case OPTION_FORCE:
		out->force = 1;
		break;
	case OPTION_FORMAT:
		out->format = optarg;
		break;
	case OPTION_FUZZ:
		out->fuzz = optarg;
		break;
	case OPTION_GOAL:
		out->goal = optarg;
		break;
	case OPTION_INDICATOR:
		out->indicator = optarg;
		out->indicators[out->n_indicators++] = optarg;
		break;
	case OPTION_IN_PROCESS:
		out->in_process = 1;
		break;
	case OPTION_JSON:
		out->json = 1;
		break;
	case OPTION_LANG:
		out->lang = optarg;
		break;
	case OPTION_LEVEL:
		out->level = optarg;
		break;
	case OPTION_LICENSE:
		out->licence = optarg;
		break;
	case OPTION_LIMIT:
		out->limit = optarg;
		break;
	case OPTION_LIST:
		out->list = 1;
		break;
	case OPTION_MEMORY:
		out->memory = optarg;
		break;
	case OPTION_ONLY:
		out->only = optarg;
		break;
	case OPTION_PERIOD:
		out->period = optarg;
		break;
	case OPTION_PLUGIN_DIR:
		add_folder(out, misuse, optarg);
		break;
	case OPTION_PREFIX:
		out->prefix = optarg;
		break;
	case OPTION_REJECT:
		out->reject = optarg;
		break;
	case OPTION_SEED:
		out->seed = optarg;
		break;
	case OPTION_SET:
		add_pair(out->set, &out->n_set, misuse, "--set", optarg);
		break;
	case OPTION_STANDARD:
		out->standard = optarg;
		break;
	case OPTION_STRICT:
		out->strict = 1;
		break;
	case OPTION_TIME_LIMIT:
		out->time_limit = optarg;
		break;
	case OPTION_THREADS:
		out->threads = optarg;
		break;
	case OPTION_UNIT:
		out->unit = optarg;
		break;
	case OPTION_UNITS:
		out->units = optarg;
		break;
	case OPTION_VECTORS:
		out->vectors[out->n_vectors++] = optarg;
		break;
	case OPTION_VERSION:
		out->version = 1;
		break;
	}
}

/* What getopt_long() could make nothing of; word: as it was typed. */
static void blame_option(struct misuse *misuse, int answer, const char *word)
{
	const char *names[N_OPTIONS];
	size_t n = strcspn(word, "="), alike = 0;

	for (int i = 0; i < N_OPTIONS; i++) {
		names[i] = long_options[i].name;
		alike += names[i] && n > 2 && !strncmp(word + 2, names[i], n - 2);
	}
	if (answer == ':') {
		blame(misuse, "cli-no-value", word, NULL, NULL);
	} else if (optopt && optopt < OPTION_ALLOW_OUTSIDE && !strchr("hoq", optopt)) {
		blame(misuse, "cli-unknown-option", misuse->letter, "help", NULL);
		misuse->letter[0] = '-';
		misuse->letter[1] = (char)optopt;
	} else if (optopt) {
		blame(misuse, "cli-excess-value", word, NULL, NULL);
	} else if (alike > 1) {
		blame(misuse, "cli-unclear-option", word, NULL, NULL);
	} else {
		blame(misuse, "cli-unknown-option", word, nearest(word + 2, names), NULL);
	}
}

/* Notes which kinds of options were given, to be checked when the command is known. */
static void note_kind(struct arguments *out, int option)
{
	for (int i = 0; i < N_OPTIONS - 1; i++)
		for (int bit = 0; bit < N_TAKES; bit++)
			if (long_options[i].val == option && bit_of(option) == 1u << bit)
				out->used[bit] = long_options[i].name;
}

static void find_command(struct arguments *out, struct misuse *misuse, const char *word)
{
	const char *names[32] = {0};

	for (size_t i = 0; commands[i].name; i++) {
		names[i] = commands[i].name;
		if (!strcmp(word, commands[i].name))
			out->command = &commands[i];
	}
	if (!out->command)
		blame(misuse, "cli-unknown-command", word, nearest(word, names), NULL);
}

static const char *const colours[] = {"auto", "always", "never", NULL};
static const char *const languages[] = {"en", "vi", NULL};
static const char *const language_lists[] = {"en", "vi", "en,vi", "vi,en", NULL};

static void check_choice(struct misuse *misuse, const char *option, const char *value,
                         const char *const *choices, const char *words)
{
	for (; value && *choices; choices++)
		if (!strcmp(value, *choices))
			return;
	if (value && !misuse->code) {
		blame(misuse, "cli-bad-value", option, value, "cli-one-of");
		misuse->choices = words;
	}
}

uint32_t arguments_limit(const struct arguments *arguments)
{
	const char *text = arguments->limit;

	if (!arguments->command || !(arguments->command->options & TAKES_LIMIT))
		return 0;
	return text ? (uint32_t)strtoul(text, NULL, 10) : USUAL_LIMIT;
}

uint32_t arguments_threads(const struct arguments *arguments)
{
	return arguments->threads ? (uint32_t)strtoul(arguments->threads, NULL, 10) : 0;
}

uint64_t arguments_memory(const struct arguments *arguments)
{
	const char *text = arguments->memory;
	char *unit;

	if (!text)
		return 0;
	uint64_t n = strtoul(text, &unit, 10);
	return n << (*unit == 'G' ? 30 : *unit == 'M' ? 20 : 10);
}

/* A whole number above 0, of up to 9 digits, of KB, MB or GB. */
static int is_size(const char *text)
{
	size_t n = strspn(text, "0123456789");

	return n < 10 && strspn(text, "0") < n && text[n] && strchr("KMG", text[n]) && !text[n + 1];
}

/* A whole number above 0, of up to 9 digits. */
static int is_limit(const char *text)
{
	size_t n = strspn(text, "0123456789");

	return n > 0 && n < 10 && !text[n] && text[strspn(text, "0")];
}

static void check(const struct arguments *arguments, struct misuse *misuse)
{
	const struct command *command = arguments->command;

	for (int bit = 0; command && bit < N_TAKES; bit++)
		if (arguments->used[bit] && !(command->options & 1u << bit))
			blame(misuse, "cli-foreign-option", arguments->used[bit], command->name,
			      NULL);
	if (arguments->limit && !is_limit(arguments->limit))
		blame(misuse, "cli-bad-value", "--limit", arguments->limit, "cli-a-limit");
	if (arguments->threads && !is_limit(arguments->threads))
		blame(misuse, "cli-bad-value", "--threads", arguments->threads, "cli-a-limit");
	if (arguments->memory && !is_size(arguments->memory))
		blame(misuse, "cli-bad-value", "--memory", arguments->memory, "cli-a-size");
	check_choice(misuse, "--lang", arguments->lang,
	             command && command->options & TAKES_KIT ? language_lists : languages,
	             command && command->options & TAKES_KIT ? "en, vi, \"en,vi\", \"vi,en\"" : "en, vi");
	check_choice(misuse, "--color", arguments->colour, colours, "auto, always, never");
}

int arguments_read(struct arguments *out, struct misuse *misuse, int argc, char **argv)
{
	size_t room = (size_t)argc + 1;
	int option;

	out->folders = calloc(room, sizeof *out->folders);
	out->indicators = calloc(room, sizeof *out->indicators);
	out->set = calloc(room, sizeof *out->set);
	out->columns = calloc(room, sizeof *out->columns);
	out->vectors = calloc(room, sizeof *out->vectors);
	if (!out->folders || !out->indicators || !out->set || !out->columns || !out->vectors)
		return CHISO_ENOMEM;
	opterr = 0;
	while ((option = getopt_long(argc, argv, ":ho:q", long_options, NULL)) != -1) {
		if (option == '?' || option == ':') {
			blame_option(misuse, option, argv[optind - 1]);
		} else {
			take(out, misuse, option);
			note_kind(out, option);
		}
	}
	if (optind < argc && !strcmp(argv[optind], "help")) {
		out->help = 1;
		optind++;
	}
	if (optind < argc)
		find_command(out, misuse, argv[optind++]);
	out->words = argv + optind;
	out->n_words = argc - optind;
	check(out, misuse);
	return CHISO_OK;
}

void arguments_clear(struct arguments *arguments)
{
	free(arguments->folders);
	free(arguments->indicators);
	free(arguments->set);
	free(arguments->columns);
	free(arguments->vectors);
}

/* Whether a locale's name, "vi_VN.UTF-8", is of this language. */
static int is_language(const char *locale, size_t n, const char *lang)
{
	return n >= 2 && !strncmp(locale, lang, 2) && (n == 2 || strchr("_.@", locale[2]));
}

const char *arguments_language(const struct arguments *arguments)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG", NULL};
	const char *list = getenv("LANGUAGE"), *locale = NULL;

	if (arguments->lang)
		return !strncmp(arguments->lang, "vi", 2) ? "vi" : "en"; /* the first of a list */
	for (size_t i = 0; names[i] && (!locale || !*locale); i++)
		locale = getenv(names[i]);
	if (!locale)
		locale = "";
	/* As gettext: LANGUAGE says nothing where the locale is plain C. */
	if (!list || !*list || !strcmp(locale, "C") || !strcmp(locale, "POSIX"))
		return is_language(locale, strlen(locale), "vi") ? "vi" : "en";
	while (*list) {
		size_t n = strcspn(list, ":");

		if (is_language(list, n, "vi"))
			return "vi";
		if (is_language(list, n, "en"))
			return "en";
		list += n + (list[n] == ':');
	}
	return "en";
}
