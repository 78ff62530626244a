/* SPDX-License-Identifier: MIT */
#include "base/context.h"
#include "display/layout.h"
#include "units/period.h"
#include "write/board.h"
#include "write/html.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The picture in units of its view box. */
enum {
	WIDTH = 720,
	HEIGHT = 250,
	LEFT = 64, /* at least */
	RIGHT = 30,
	TOP = 30,
	BOTTOM = 32,
	PAD = 26,
	LETTER = 7
};

struct chart {
	struct sink *sink;
	struct arena *arena;
	const struct chiso_context *context;
	const struct chiso_assessment *a;
	double *x;              /* of each point: in time, or 0, 1, 2 ... */
	double goal_x;          /* of the target's date; NAN: none */
	double left;            /* of the y axis, which makes room for its numbers */
	double from, to;        /* of the x axis */
	double low, high, step; /* of the y axis */
};

/* ---- Scales ---------------------------------------------------------------------------------- */

static int has_goal_line(const struct chiso_assessment *a)
{
	return a->target >= CHISO_MORE_THAN && a->target <= CHISO_BETWEEN && a->aspect == CHISO_ASPECT_VALUE;
}

/* Points stand at the last day of their periods; in order when a period is no time. */
static void place_in_time(struct chart *chart)
{
	const struct chiso_assessment *a = chart->a;
	struct period period;
	int is_time = 1;

	chart->goal_x = NAN;
	for (size_t i = 0; i < a->n_points; i++) {
		const char *text = a->points[i].period;

		is_time &= !period_read(&period, text, strlen(text));
		chart->x[i] = period.last;
	}
	for (size_t i = 1; i < a->n_points; i++)
		is_time &= chart->x[i] > chart->x[i - 1];
	for (size_t i = 0; i < a->n_points && !is_time; i++)
		chart->x[i] = (double)i;
	chart->from = chart->x[0];
	chart->to = chart->x[a->n_points - 1];
	if (is_time && has_goal_line(a) && a->target_period &&
	    !period_read(&period, a->target_period, strlen(a->target_period)) &&
	    period.last > chart->from) {
		chart->goal_x = period.last;
		chart->to = fmax(chart->to, period.last);
	}
}

/* A step of 1, 2 or 5 times a power of ten that gives some four lines. */
static double nice_step(double range)
{
	double power = pow(10, floor(log10(range / 4))), rest = range / 4 / power;

	return power * (rest > 5 ? 10 : rest > 2 ? 5 : rest > 1 ? 2 : 1);
}

static void include(struct chart *chart, double y)
{
	chart->low = fmin(chart->low, y);
	chart->high = fmax(chart->high, y);
}

static void scale_values(struct chart *chart)
{
	const struct chiso_assessment *a = chart->a;

	/* The axis begins at zero, so that heights can be compared. */
	chart->low = chart->high = 0;
	for (size_t i = 0; i < a->n_points; i++)
		include(chart, a->points[i].value);
	if (has_goal_line(a))
		include(chart, a->target_value);
	if (has_goal_line(a) && a->target == CHISO_BETWEEN)
		include(chart, a->target_upper);
	if (chart->high <= chart->low)
		chart->high = chart->low + 1;
	chart->step = nice_step(chart->high - chart->low);
	chart->low = chart->step * floor(chart->low / chart->step);
	chart->high = chart->step * ceil(chart->high / chart->step);
}

static double across(const struct chart *chart, double x)
{
	return chart->left + PAD +
	       (x - chart->from) / (chart->to - chart->from) *
	               (WIDTH - chart->left - RIGHT - 2 * PAD);
}

static double down(const struct chart *chart, double y)
{
	return HEIGHT - BOTTOM -
	       (y - chart->low) / (chart->high - chart->low) * (HEIGHT - TOP - BOTTOM);
}

/* ---- Drawing --------------------------------------------------------------------------------- */

/* Writes a text in which each # stands for the next number, to a tenth and in no locale. */
static void draw(struct chart *chart, const char *text, const double *numbers)
{
	for (const char *hash; (hash = strchr(text, '#')); text = hash + 1) {
		long tenths = lround(*numbers++ * 10);
		char out[32];

		snprintf(out, sizeof out, "%s%ld.%ld", tenths < 0 ? "-" : "", labs(tenths) / 10,
		         labs(tenths) % 10);
		sink_bytes(chart->sink, text, (size_t)(hash - text));
		sink_text(chart->sink, out);
	}
	sink_text(chart->sink, text);
}
#define DRAW(chart, text, ...) draw(chart, text, (const double[]){__VA_ARGS__})

static void words(struct chart *chart, const char *class, const char *anchor, double x, double y,
                  const char *text)
{
	sink_text(chart->sink, "<text class=\"");
	sink_text(chart->sink, class);
	sink_text(chart->sink, "\" text-anchor=\"");
	sink_text(chart->sink, anchor);
	DRAW(chart, "\" x=\"#\" y=\"#\">", x, y);
	html_text(chart->sink, text);
	sink_text(chart->sink, "</text>\n");
}

/* Half of the width that a text takes in the picture. */
static double half_of(const char *text)
{
	return text ? (double)layout_places(text, strlen(text)) * LETTER / 2 : 0;
}

/* The number at a line of the grid. */
static const char *grid_text(const struct chart *chart, double value)
{
	int decimals = chart->step < 1 ? (int)ceil(-log10(chart->step) - 1e-9) : 0;

	return label_number(chart->arena, chart->context, value, CHISO_EXACT, NULL, decimals);
}

static void make_room(struct chart *chart)
{
	chart->left = LEFT;
	chart->left = fmax(chart->left, 2 * half_of(grid_text(chart, chart->low)) + 12);
	chart->left = fmax(chart->left, 2 * half_of(grid_text(chart, chart->high)) + 12);
}

static void draw_grid(struct chart *chart)
{
	long n = lround((chart->high - chart->low) / chart->step);

	for (long i = 0; i <= n; i++) {
		double value = chart->low + (double)i * chart->step, y = down(chart, value);

		DRAW(chart, "<line class=\"grid\" x1=\"#\" x2=\"#\" y1=\"#\" y2=\"#\"/>",
		     chart->left, WIDTH - RIGHT, y, y);
		words(chart, "", "end", chart->left - 8, y + 4, grid_text(chart, value));
	}
	words(chart, "", "start", 4, 14,
	      label_unit_measure(chart->context, chart->a->unit_measure));
}

/* Labels of periods that would run into the one before are left out. */
static void draw_periods(struct chart *chart)
{
	const struct chiso_assessment *a = chart->a;
	double free_from = -WIDTH;

	for (size_t i = 0; i < a->n_points; i++) {
		const char *text = label_period(chart->arena, chart->context, a->points[i].period);
		double x = across(chart, chart->x[i]);
		double half = half_of(text);

		if (x - half < free_from)
			continue;
		words(chart, "", "middle", x, HEIGHT - 10, text);
		free_from = x + half + LETTER;
	}
	if (isnan(chart->goal_x))
		return;
	const char *text = label_period(chart->arena, chart->context, a->target_period);
	double half = half_of(text);
	if (across(chart, chart->goal_x) - half >= free_from)
		words(chart, "goal-text", "middle", across(chart, chart->goal_x), HEIGHT - 10,
		      text);
}

static void draw_goal(struct chart *chart)
{
	const struct chiso_assessment *a = chart->a;
	double y = down(chart, a->target_value);

	if (!has_goal_line(a))
		return;
	DRAW(chart, "<line class=\"goal\" x1=\"#\" x2=\"#\" y1=\"#\" y2=\"#\"/>\n", chart->left,
	     WIDTH - RIGHT, y, y);
	if (a->target == CHISO_BETWEEN) {
		y = down(chart, a->target_upper);
		DRAW(chart, "<line class=\"goal\" x1=\"#\" x2=\"#\" y1=\"#\" y2=\"#\"/>\n", chart->left,
		     WIDTH - RIGHT, y, y);
	}
	if (!isnan(chart->goal_x)) {
		double x = across(chart, chart->goal_x);

		DRAW(chart, "<path class=\"goal-point\" d=\"M# #l6 6l-6 6l-6 -6z\"/>\n", x, y - 6);
	}
	words(chart, "goal-text", "end", WIDTH - RIGHT, y - 9,
	      label_target(chart->arena, chart->context, a));
}

/* The line between points, which does not cross a break. */
static void draw_line(struct chart *chart)
{
	const struct chiso_assessment *a = chart->a;

	sink_text(chart->sink, "<path class=\"series\" d=\"");
	for (size_t i = 0; i < a->n_points; i++)
		DRAW(chart, i && !a->points[i].is_break ? "L# #" : "M# #",
		     across(chart, chart->x[i]), down(chart, a->points[i].value));
	sink_text(chart->sink, "\"/>\n");
	for (size_t i = 1; i < a->n_points; i++) {
		double x = (across(chart, chart->x[i - 1]) + across(chart, chart->x[i])) / 2;

		if (a->points[i].is_break)
			DRAW(chart, "<line class=\"break\" x1=\"#\" x2=\"#\" y1=\"#\" y2=\"#\"/>\n",
			     x, x, TOP, HEIGHT - BOTTOM);
	}
}

static void draw_point(struct chart *chart, size_t i)
{
	const struct chiso_point *point = &chart->a->points[i];
	double x = across(chart, chart->x[i]), y = down(chart, point->value);

	sink_text(chart->sink, "<g><title>");
	html_text(chart->sink, label_period(chart->arena, chart->context, point->period));
	sink_text(chart->sink, ": ");
	html_text(chart->sink, label_value(chart->arena, chart->context, point->value, point->bound,
	                                   chart->a->unit_measure, LABEL_TABLE));
	sink_text(chart->sink, "</title>");
	if (point->bound == CHISO_UPPER_BOUND)
		DRAW(chart, "<path class=\"bound\" d=\"M# #v18m-4 -5l4 5l4 -5\"/>", x, y);
	if (point->bound == CHISO_LOWER_BOUND)
		DRAW(chart, "<path class=\"bound\" d=\"M# #v-18m-4 5l4 -5l4 5\"/>", x, y);
	DRAW(chart,
	     point->bound == CHISO_ABOUT ? "<circle class=\"point about\" cx=\"#\" cy=\"#\" "
	                                   "r=\"4\"/></g>\n"
	                                 : "<circle class=\"point\" cx=\"#\" cy=\"#\" "
	                                   "r=\"3\"/></g>\n",
	     x, y);
}

/* Values stand above their points, or below when they would run into the one after; where there is
 * no room either they are left to the tip of the point.  The latest ones come first. */
static void draw_values(struct chart *chart)
{
	const struct chiso_assessment *a = chart->a;
	double free_to[] = {2 * WIDTH, 2 * WIDTH}; /* above, below */

	for (size_t i = a->n_points; i-- > 0;) {
		const struct chiso_point *point = &a->points[i];
		const char *text = label_number(chart->arena, chart->context, point->value,
		                                point->bound, a->unit_measure, LABEL_BOARD);
		double x = across(chart, chart->x[i]), y = down(chart, point->value);
		double half = half_of(text), right = fmin(x + half, fmax(x, WIDTH));
		/* An arrow upwards or downwards and the end of the picture leave one side only. */
		int above = point->bound != CHISO_LOWER_BOUND || y >= HEIGHT - BOTTOM - 18;
		int below = point->bound != CHISO_UPPER_BOUND && y < HEIGHT - BOTTOM - 18;
		int under = !(above && right <= free_to[0]);

		if (under && !(below && right <= free_to[1]))
			continue;
		words(chart, "at", x + half > WIDTH ? "end" : "middle", x,
		      under ? y + 19 : y - 9, text);
		free_to[under] = x + half > WIDTH ? x - 2 * half : x - half;
	}
}

void html_chart(struct sink *sink, const struct chiso_context *context,
                const struct chiso_assessment *a)
{
	struct arena arena = {0};
	struct chart chart = {.sink = sink, .arena = &arena, .context = context, .a = a};

	if (a->n_points < 2)
		return;
	chart.x = arena_new(&arena, a->n_points, sizeof *chart.x);
	if (!chart.x) {
		sink_text(sink, NULL);
		return;
	}
	place_in_time(&chart);
	scale_values(&chart);
	make_room(&chart);
	DRAW(&chart, "<svg viewBox=\"0 0 # #\" role=\"img\" aria-label=\"", WIDTH, HEIGHT);
	html_text(sink, board_trend(&arena, context, a));
	sink_text(sink, "\">\n");
	draw_grid(&chart);
	draw_periods(&chart);
	draw_goal(&chart);
	draw_line(&chart);
	for (size_t i = 0; i < a->n_points; i++)
		draw_point(&chart, i);
	draw_values(&chart);
	sink_text(sink, "</svg>\n");
	arena_clear(&arena);
}
