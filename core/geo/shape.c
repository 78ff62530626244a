/* SPDX-License-Identifier: MIT */
#include "geo/shape.h"

#include "base/grow.h"
#include "number/number.h"

#include <chiso/chiso.h>

#include <stdlib.h>
#include <string.h>

enum { MAX_ORDINATES = 4, MAX_SHOWN = 24 };

static const char sample[] = "106.76 21.66";

struct scan {
	struct shape *shape;
	struct arena *arena;
	const char *at, *end;
	struct shape_fault *fault;
	double last[3]; /* of a line: the point before */
	size_t n_points; /* of this line */
};

static int fault(struct scan *scan, enum message id, const char *met, const char *wanted)
{
	*scan->fault = (struct shape_fault){id, met ? met : "", wanted ? wanted : ""};
	return CHISO_EDATA;
}

/* ---- words ---- */

static int is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static int is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void pass_blanks(struct scan *scan)
{
	while (scan->at < scan->end && is_blank(*scan->at))
		scan->at++;
}

static int is_next(struct scan *scan, char sign)
{
	pass_blanks(scan);
	return scan->at < scan->end && *scan->at == sign;
}

static int take(struct scan *scan, char sign)
{
	if (!is_next(scan, sign))
		return 0;
	scan->at++;
	return 1;
}

/* Something else stands here than is wanted: it is shown up to a blank or sign, at most so much. */
static int unexpected(struct scan *scan, enum message id, const char *wanted)
{
	pass_blanks(scan);
	const char *start = scan->at, *p = start;

	while (p < scan->end && !is_blank(*p) && !strchr("(),", *p))
		p++;
	p += p == start && p < scan->end;
	size_t n = (size_t)(p - start), cut = n < MAX_SHOWN ? n : MAX_SHOWN;
	while (cut < n && ((unsigned char)start[cut] & 0xc0) == 0x80)
		cut--;
	if (!n)
		return fault(scan, MSG_GEOMETRY_ENDS, "", wanted);
	return fault(scan, id,
	             arena_printf(scan->arena, "%.*s%s", (int)cut, start, cut < n ? "..." : ""),
	             wanted);
}

static struct slice take_word(struct scan *scan)
{
	pass_blanks(scan);
	const char *start = scan->at;

	while (scan->at < scan->end && is_letter(*scan->at))
		scan->at++;
	return (struct slice){start, (size_t)(scan->at - start)};
}

/* Words are capital letters, here in any case. */
static int is_word(struct slice word, const char *capitals)
{
	if (word.n != strlen(capitals))
		return 0;
	for (size_t i = 0; i < word.n; i++)
		if ((word.text[i] | 32) != (capitals[i] | 32))
			return 0;
	return 1;
}

/* ---- points ---- */

static int take_arc(struct scan *scan, const double a[3], const double b[3])
{
	struct shape *shape = scan->shape;

	if (GROW(&shape->arcs, shape->n, &shape->cap))
		return CHISO_ENOMEM;
	memcpy(shape->arcs[shape->n].a, a, sizeof shape->arcs->a);
	memcpy(shape->arcs[shape->n].b, b, sizeof shape->arcs->b);
	shape->n++;
	return CHISO_OK;
}

static const char *shown(struct scan *scan, double x)
{
	char text[NUMBER_ROOM];
	size_t n = number_print(text, x);

	return arena_text(scan->arena, text, n);
}

static int place_point(struct scan *scan, double lon, double lat)
{
	double point[3];
	int status = CHISO_OK;

	if (!(lon >= -180 && lon <= 180))
		return fault(scan, MSG_LONGITUDE_BAD, shown(scan, lon), NULL);
	if (!(lat >= -90 && lat <= 90))
		return fault(scan, MSG_LATITUDE_BAD, shown(scan, lat), NULL);
	arc_point(point, lon, lat);
	if (!scan->shape->is_lines)
		status = take_arc(scan, point, point);
	else if (scan->n_points)
		status = take_arc(scan, scan->last, point);
	if (!status && scan->shape->is_lines && scan->n_points &&
	    arc_is_antipodal(&scan->shape->arcs[scan->shape->n - 1]))
		return fault(scan, MSG_GEOMETRY_ANTIPODES,
		             arena_printf(scan->arena, "%s %s", shown(scan, lon), shown(scan, lat)),
		             NULL);
	memcpy(scan->last, point, sizeof point);
	scan->n_points++;
	return status;
}

static int take_number(struct scan *scan, double *out)
{
	static const struct number_style plain = {'.', 0};
	const char *start;

	pass_blanks(scan);
	start = scan->at;
	while (scan->at < scan->end && !is_blank(*scan->at) && !strchr("(),", *scan->at))
		scan->at++;
	if (number_read(out, start, (size_t)(scan->at - start), plain) == NUMBER_FINE)
		return CHISO_OK;
	scan->at = start;
	return unexpected(scan, MSG_GEOMETRY_NUMBER, sample);
}

/* "106.64 21.66", with up to two more numbers. */
static int take_point(struct scan *scan)
{
	double ordinates[MAX_ORDINATES];
	int n = 0, status = CHISO_OK;

	do
		status = take_number(scan, &ordinates[n++]);
	while (!status && n < MAX_ORDINATES && !is_next(scan, ',') && !is_next(scan, ')'));
	if (status)
		return status;
	if (n < 2)
		return unexpected(scan, MSG_GEOMETRY_NUMBER, sample);
	return place_point(scan, ordinates[0], ordinates[1]);
}

/* ---- kinds ---- */

static int close_list(struct scan *scan)
{
	return take(scan, ')') ? CHISO_OK : unexpected(scan, MSG_GEOMETRY_SYNTAX, "\",\" \")\"");
}

static int is_empty(struct scan *scan)
{
	const char *before = scan->at;

	if (is_word(take_word(scan), "EMPTY"))
		return 1;
	scan->at = before;
	return 0;
}

static int take_single(struct scan *scan)
{
	if (!take(scan, '('))
		return unexpected(scan, MSG_GEOMETRY_SYNTAX, "\"(\"");
	int status = take_point(scan);
	return status ? status : close_list(scan);
}

/* "(1 2, 3 4)"; of points also "((1 2), (3 4))". */
static int take_list(struct scan *scan)
{
	int status = take(scan, '(') ? CHISO_OK : unexpected(scan, MSG_GEOMETRY_SYNTAX, "\"(\"");

	scan->n_points = 0;
	while (!status) {
		if (!scan->shape->is_lines && is_next(scan, '('))
			status = take_single(scan);
		else if (scan->shape->is_lines || !is_empty(scan))
			status = take_point(scan);
		if (!status && !take(scan, ','))
			break;
	}
	if (!status)
		status = close_list(scan);
	if (!status && scan->shape->is_lines && scan->n_points < 2)
		return fault(scan, MSG_GEOMETRY_ONE_POINT, "", NULL);
	return status;
}

static int take_lines(struct scan *scan)
{
	int status = take(scan, '(') ? CHISO_OK : unexpected(scan, MSG_GEOMETRY_SYNTAX, "\"(\"");

	while (!status) {
		if (!is_empty(scan))
			status = take_list(scan);
		if (!status && !take(scan, ','))
			break;
	}
	return status ? status : close_list(scan);
}

/* Behind the word: "Z", "M" or "ZM", also as its end, "POINTZ". */
static void pass_dimensions(struct scan *scan)
{
	const char *before = scan->at;
	struct slice word = take_word(scan);

	if (!is_word(word, "Z") && !is_word(word, "M") && !is_word(word, "ZM"))
		scan->at = before;
}

static int take_geometry(struct scan *scan)
{
	enum kind { POINT, MULTIPOINT, LINESTRING, MULTILINESTRING, KINDS };
	static const char *const names[] = {"POINT", "MULTIPOINT", "LINESTRING", "MULTILINESTRING"};
	struct slice word = take_word(scan);
	size_t kind = 0;

	if (word.n && (word.text[word.n - 1] | 32) == 'm')
		word.n--;
	if (word.n && (word.text[word.n - 1] | 32) == 'z')
		word.n--;
	while (kind < KINDS && !is_word(word, names[kind]))
		kind++;
	if (kind == KINDS) {
		scan->at = word.text;
		return unexpected(scan, MSG_GEOMETRY_KIND, "POINT");
	}
	pass_dimensions(scan);
	scan->shape->is_lines = kind >= LINESTRING;
	if (is_empty(scan))
		return CHISO_OK;
	return kind == POINT             ? take_single(scan)
	       : kind == MULTILINESTRING ? take_lines(scan)
	                                 : take_list(scan);
}

int shape_read(struct shape *shape, struct arena *arena, struct slice text,
               struct shape_fault *fault_out)
{
	struct scan scan = {.shape = shape,
	                    .arena = arena,
	                    .at = text.text,
	                    .end = text.text + text.n,
	                    .fault = fault_out};

	shape->n = 0;
	int status = take_geometry(&scan);
	pass_blanks(&scan);
	if (!status && scan.at < scan.end)
		status = unexpected(&scan, MSG_GEOMETRY_BEHIND, "");
	if (!status && !shape->n)
		return fault(&scan, MSG_GEOMETRY_MISSING, "", NULL);
	return status;
}

int shape_set_point(struct shape *shape, struct arena *arena, double lon, double lat,
                    struct shape_fault *fault_out)
{
	struct scan scan = {.shape = shape, .arena = arena, .fault = fault_out};

	shape->n = 0;
	shape->is_lines = 0;
	return place_point(&scan, lon, lat);
}

int shape_is_point(const struct shape *shape)
{
	return shape->n == 1 && !shape->is_lines;
}

void shape_clear(struct shape *shape)
{
	free(shape->arcs);
	*shape = (struct shape){0};
}
