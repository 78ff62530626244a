/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "say.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *text(const struct cli *cli, const char *code)
{
	return chiso_message(cli->context, code);
}

/* The next piece of a text: a run of it, or what stands for a place {0} to {9}. */
static size_t piece(const char **at, const char **out, const char *const *args)
{
	const char *p = *at;
	size_t n = strcspn(p + 1, "{") + 1;

	*out = p;
	if (p[0] == '{' && p[1] >= '0' && p[1] <= '9' && p[2] == '}') {
		size_t i = (size_t)(p[1] - '0'), n_args = 0;

		while (args[n_args])
			n_args++;
		*at += 3;
		*out = i < n_args ? args[i] : "";
		return strlen(*out);
	}
	*at += n;
	return n;
}

void say_list(FILE *out, const struct cli *cli, const char *code, const char *const *args)
{
	const char *at = text(cli, code), *bytes;

	while (*at) {
		size_t n = piece(&at, &bytes, args);

		fwrite(bytes, 1, n, out);
	}
}

char *fill_list(const struct cli *cli, const char *code, const char *const *args)
{
	char *out = NULL;
	size_t size = 0;
	FILE *stream = open_memstream(&out, &size);

	if (!stream)
		return NULL;
	say_list(stream, cli, code, args);
	if (fclose(stream)) {
		free(out);
		return NULL;
	}
	return out;
}

/* As the library says it. */
static const char *trouble(const struct cli *cli, int error)
{
	switch (error) {
	case ENOENT:
		return text(cli, "no-such-file");
	case EISDIR:
		return text(cli, "is-a-folder");
	case EACCES:
		return text(cli, "not-allowed");
	default:
		return strerror(error);
	}
}

enum exit_code say_cannot(const struct cli *cli, const char *code, const char *file, int error)
{
	fputs("chiso: ", stderr);
	say(stderr, cli, code, file, trouble(cli, error));
	fputc('\n', stderr);
	return EXIT_ENVIRONMENT;
}

enum exit_code say_misuse(const struct cli *cli, const struct misuse *misuse)
{
	const char *args[5] = {0};
	const struct command *command = cli->arguments.command;
	char *expected = NULL;
	size_t n = 0;

	for (size_t i = 0; i < 3 && misuse->args[i]; i++)
		args[n++] = misuse->args[i];
	if (misuse->expected) {
		expected = fill(cli, misuse->expected, misuse->choices ? misuse->choices : "");
		args[n++] = expected ? expected : "";
	}
	fputs("chiso: ", stderr);
	say_list(stderr, cli, misuse->code, args);
	fputs(" (", stderr);
	say(stderr, cli, "cli-see-help", command ? command->name : "", command ? " " : "");
	fputs(")\n", stderr);
	free(expected);
	return EXIT_USE;
}

int has_colour(const struct cli *cli, FILE *stream)
{
	const char *when = cli->arguments.colour, *no = getenv("NO_COLOR"), *term = getenv("TERM");

	if (when && strcmp(when, "auto"))
		return !strcmp(when, "always");
	return isatty(fileno(stream)) && !(no && *no) && term && strcmp(term, "dumb");
}

void number_text(const struct cli *cli, char out[40], double value)
{
	/* The process's locale is never set, so the sign is a point. */
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(out, 40, "%.*g", digits, value);
		if (!(strtod(out, NULL) < value) && !(strtod(out, NULL) > value))
			break;
	}
	char *point = strchr(out, '.');
	if (point && !strcmp(cli->lang, "vi"))
		*point = ',';
}

/* How many columns a character fills: none, one, or two as most of East Asia's. */
static size_t width_of(uint32_t c)
{
	static const struct {
		uint32_t first, last;
	} wide[] = {{0x1100, 0x115f},   {0x2e80, 0xa4cf},   {0xac00, 0xd7a3},  {0xf900, 0xfaff},
	            {0xfe30, 0xfe6f},   {0xff00, 0xff60},   {0xffe0, 0xffe6},  {0x1f300, 0x1faff},
	            {0x20000, 0x3fffd}};

	if (c >= 0x300 && c <= 0x36f)
		return 0;
	for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
		if (c >= wide[i].first && c <= wide[i].last)
			return 2;
	return 1;
}

/* The columns that a UTF-8 text fills on a terminal; signs for colours fill none. */
static size_t width(const char *text)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t n = 0;

	while (*p) {
		uint32_t c = *p++;

		if (c == 033) {
			p += strcspn((const char *)p, "m");
			p += *p != 0;
			continue;
		}
		if (c >= 0xc0) {
			c &= c >= 0xf0 ? 7 : c >= 0xe0 ? 15 : 31;
			while ((*p & 0xc0) == 0x80)
				c = c << 6 | (*p++ & 63);
		}
		n += width_of(c);
	}
	return n;
}

/* One long text does not push all others to the right. */
enum { WIDEST = 48 };

void print_rows(FILE *out, const char *indent, const char *const *cells, size_t n_rows,
                size_t n_columns)
{
	size_t widest[8] = {0};

	for (size_t i = 0; i < n_rows * n_columns; i++) {
		size_t n = cells[i] ? width(cells[i]) : 0;

		if (n <= WIDEST && n > widest[i % n_columns])
			widest[i % n_columns] = n;
	}
	for (size_t i = 0; i < n_rows; i++) {
		const char *const *row = cells + i * n_columns;
		size_t last = n_columns;

		while (last > 0 && !(row[last - 1] && *row[last - 1]))
			last--;
		fputs(indent, out);
		for (size_t k = 0; k < last; k++) {
			size_t n = row[k] ? width(row[k]) : 0;

			fputs(row[k] ? row[k] : "", out);
			for (; k + 1 < last && n < widest[k] + 2; n++)
				fputc(' ', out);
			if (k + 1 < last && row[k] && width(row[k]) >= widest[k] + 2)
				fputs("  ", out);
		}
		fputc('\n', out);
	}
}
