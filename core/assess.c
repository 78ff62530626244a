/* SPDX-License-Identifier: MIT */
/* The scoreboard: for every row of every goal the series of its indicator, and for every target of
 * the row a verdict.  Only the part of a series behind its last break is compared. */
#include "context.h"
#include "panel.h"
#include "progress.h"
#include "project.h"
#include "run.h"
#include "units_index.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const standards_of[] = {
	[PROGRESS_GROWTH_RATIO] = "progress.open-sdg",
	[PROGRESS_LINEAR_PATH] = "progress.linear-path",
	[PROGRESS_UN_CHART] = "progress.un-chart-2023",
};

/* A cell of a row's indicator, whatever its unit. */
struct entry {
	const struct chiso_cell *cell;
	struct period period;
	int unit;
};

/* Entries by unit and in time; those without a value included. */
struct series {
	const struct entry *entries;
	size_t n;
};

static int is_cell_of(const struct chiso_cell *cell, const struct row_spec *row,
                      const char *output)
{
	if (strcmp(cell->indicator, row->indicator->id) || strcmp(cell->output, output))
		return 0;
	if (cell->n_keys != row->n_by)
		return 0;
	for (size_t i = 0; i < row->n_by; i++) {
		uint32_t k = 0;

		while (k < cell->n_keys && strcmp(cell->keys[k], row->by[i].name))
			k++;
		if (k == cell->n_keys || strcmp(cell->key_values[k], row->by[i].source))
			return 0;
	}
	return 1;
}

/* Whose series that of a code is: a code may be of several units, and a series on the boundaries of
 * one date is that of the unit that had it then.  UNIT_NONE: of all that have the code. */
static int unit_of(const struct chiso_project *project, const char *code)
{
	size_t n = project->n_boundaries;

	if (!*code || !project->has_lineage)
		return UNIT_NONE;
	if (project->plan_area != UNIT_NONE &&
	    !strcmp(project->units.list[project->plan_area].code, code))
		return project->plan_area;
	return n ? unit_on(&project->units, code, project->boundaries[n - 1]) : UNIT_NONE;
}

static struct period period_of(const char *label)
{
	struct period period = {1, 0};

	if (period_read(&period, label, strlen(label)))
		period = (struct period){1, 0};
	return period;
}

/* A code that two units had in time has cells of both: by time, not by unit. */
static int compare_entries(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;
	int order = strcmp(a->cell->unit, b->cell->unit);

	return order ? order : period_compare(a->period, b->period);
}

/* Everything of the row's indicator, for all units that the row may be about. */
static int find_entries(struct chiso_results *results, const struct row_spec *row,
                        struct series *out)
{
	const char *output = chiso_output_at(row->indicator->use, row->output)->field.id;
	struct entry *entries;
	size_t n = 0;

	for (size_t i = 0; i < results->n_cells; i++)
		n += (size_t)is_cell_of(&results->cells[i], row, output);
	entries = arena_new(&results->arena, n, sizeof *entries);
	if (!entries)
		return CHISO_ENOMEM;
	*out = (struct series){.entries = entries};
	for (size_t i = 0; i < results->n_cells; i++)
		if (is_cell_of(&results->cells[i], row, output))
			entries[out->n++] = (struct entry){&results->cells[i],
			                                   results->origins[i].period,
			                                   results->origins[i].unit};
	if (n > 1)
		qsort(entries, n, sizeof *entries, compare_entries);
	return CHISO_OK;
}

/* A unit under one name is one, if it has the same area: what it is at another time goes on. */
static int is_of_unit(const struct units *units, const struct entry *entry, int unit)
{
	return unit == UNIT_NONE || entry->unit == unit ||
	       (!entry->cell->boundaries && entry->unit != UNIT_NONE &&
	        !strcmp(unit_name(&units->list[entry->unit], "vi"),
	                unit_name(&units->list[unit], "vi")));
}

/* Those of one unit; none is "".  0 or CHISO_ENOMEM. */
static int find_series(struct chiso_results *results, const struct series *all, const char *code,
                       struct series *out)
{
	const int unit = unit_of(results->project, code);
	size_t low = 0, high = all->n, end;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(all->entries[middle].cell->unit, code) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < all->n && !strcmp(all->entries[end].cell->unit, code);)
		end++;
	struct entry *entries = arena_new(&results->arena, end - low, sizeof *entries);
	*out = (struct series){.entries = entries};
	if (!entries)
		return CHISO_ENOMEM;
	for (size_t i = low; i < end; i++)
		if (is_of_unit(&results->project->units, &all->entries[i], unit))
			entries[out->n++] = all->entries[i];
	return CHISO_OK;
}

/* The points with a value. */
static int take_points(struct chiso_results *results, const struct series *series,
                       struct chiso_assessment *out)
{
	struct chiso_point *points = arena_new(&results->arena, series->n, sizeof *points);
	int broken = 0;

	if (!points)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < series->n; i++) {
		const struct chiso_cell *cell = series->entries[i].cell;

		broken |= cell->is_break;
		/* Another name under the same code: another unit. */
		if (i && strcmp(cell->unit_name, series->entries[i - 1].cell->unit_name))
			broken = 1;
		if (cell->value.type != CHISO_F64)
			continue;
		points[out->n_points++] = (struct chiso_point){cell->period, cell->value.as.f64,
		                                               cell->bound, broken};
		out->current = *cell;
		broken = 0;
	}
	out->points = points;
	return CHISO_OK;
}

/* The first point that can be compared with the last: behind the last break, and not before the
 * baseline that the project names. */
static const struct chiso_point *baseline(const struct chiso_assessment *out, struct period wanted)
{
	const struct chiso_point *point = &out->points[out->n_points - 1];

	while (point > out->points && !point->is_break) {
		struct period before = period_of(point[-1].period);

		if (wanted.first <= wanted.last && period_compare(before, wanted) < 0)
			break;
		point--;
	}
	return point;
}

static const char *why_text(const struct chiso_context *context, enum progress_why why)
{
	return why == WHY_NOTHING ? NULL : message_text(progress_why_label(why), context->lang);
}

static void take_answer(struct chiso_results *results, struct chiso_assessment *out,
                        const struct progress_answer *answer)
{
	out->verdict = answer->verdict;
	out->why = why_text(results->context, answer->why);
	out->rate = answer->rate;
	out->rate_needed = answer->rate_needed;
	out->ratio = answer->ratio;
	out->projected = answer->projected;
	out->change_needed = answer->change_needed;
	out->gap = answer->gap;
	out->projection = answer->projection;
}

/* The first of the latest points that meet the target one and all. */
static const char *met_since(const struct chiso_assessment *out)
{
	const char *since = NULL;

	for (uint32_t i = out->n_points; i-- > 0;) {
		const struct chiso_point *point = &out->points[i];

		if (progress_meets(point->value, point->bound, out->target, out->target_value,
		                   out->target_upper) != 1)
			break;
		since = point->period;
		if (point->is_break)
			break;
	}
	return since;
}

/* Past the last year that can be written it is never. */
static int name_first_met(struct chiso_results *results, struct chiso_assessment *out,
                          struct period now, double years)
{
	char label[PERIOD_ROOM];
	int year;
	unsigned month, day;

	out->first_met = NULL;
	if (out->target == CHISO_TARGET_NONE)
		return CHISO_OK;
	if (progress_meets(out->current.value.as.f64, out->current.bound, out->target,
	                   out->target_value, out->target_upper) == 1) {
		out->first_met = met_since(out);
		return CHISO_OK;
	}
	if (isnan(years))
		return CHISO_OK;
	date_parts(now.last, &year, &month, &day);
	if (year + years > 9999) {
		out->first_met = "never";
		return CHISO_OK;
	}
	size_t n = period_print(label, period_in_other_year(now, (int)years));
	out->first_met = arena_text(&results->arena, label, n);
	return out->first_met ? CHISO_OK : CHISO_ENOMEM;
}

static struct chiso_value number(double x)
{
	return isfinite(x) ? (struct chiso_value){.type = CHISO_F64, .as.f64 = x}
	                   : (struct chiso_value){.reason = CHISO_REASON_OUT_OF_DOMAIN};
}

/* A target for a value at a date, or none: the trend. */
static int judge_value(struct chiso_results *results, const struct row_spec *row,
                       const struct target_spec *target, struct chiso_assessment *out)
{
	int method = target ? target->method : row->has_method ? row->method : PROGRESS_GROWTH_RATIO;
	const struct standard *standard =
		standard_find(&results->context->standards, standards_of[method]);
	const struct chiso_point *base = baseline(out, row->baseline);
	const struct chiso_point *now = &out->points[out->n_points - 1];
	struct period from = period_of(base->period), to = period_of(now->period);
	struct progress_question question = {
		.method = (enum progress_method)method,
		.is_percent = out->unit_measure && !strcmp(out->unit_measure, "%"),
		.base = base->value,
		.now = now->value,
		.bound = now->bound,
		.years_so_far = base == now ? 0 : period_years(from, to),
		.base_bound = base->bound,
		.direction = out->current.direction,
		.target = out->target,
		.target_value = out->target_value,
		.target_upper = out->target_upper,
	};
	struct progress_answer answer = {0};
	int has_date = target && target->by.first <= target->by.last && from.first <= from.last;

	question.years_to_target = has_date ? period_years(from, target->by) : NAN;
	progress_judge(&answer, &question, standard);
	take_answer(results, out, &answer);
	out->method = standards_of[method];
	if (base != now) {
		out->baseline = base->period;
		out->baseline_value = number(base->value);
	}
	if (has_date && out->verdict != CHISO_TARGET_ACHIEVED && to.last >= target->by.last &&
	    progress_meets(now->value, now->bound, out->target, out->target_value,
	                   out->target_upper) == 0)
		out->verdict = CHISO_MISSED;
	return name_first_met(results, out, to, answer.years_to_meet);
}

static const struct chiso_point *point_at(const struct chiso_assessment *out, struct period period)
{
	for (uint32_t i = 0; i < out->n_points; i++)
		if (!period_compare(period_of(out->points[i].period), period))
			return &out->points[i];
	return NULL;
}

static int is_exact(int bound)
{
	return bound == CHISO_EXACT || bound == CHISO_ABOUT;
}

/* Which way the growth between two figures errs, as a bound; -1: it may be anything. */
static int bound_of_growth(int base, int now)
{
	int turned = base == CHISO_LOWER_BOUND   ? CHISO_UPPER_BOUND
	             : base == CHISO_UPPER_BOUND ? CHISO_LOWER_BOUND
	                                         : base;

	if (is_exact(turned) || is_exact(now))
		return is_exact(now) ? turned : now;
	return turned == now ? now : -1;
}

/* The points whose growth is asked for: from the first year of the period to its last or, before
 * that is there, the latest.  NULL: they can't be compared, `why` says why. */
static const struct chiso_point *growth_points(const struct chiso_results *results,
                                               const struct target_spec *target,
                                               struct chiso_assessment *out,
                                               const struct chiso_point **now)
{
	const struct chiso_point *base = point_at(out, target->from);
	enum message why = MESSAGE_N;

	*now = point_at(out, target->to);
	if (!*now)
		*now = &out->points[out->n_points - 1];
	if (!base)
		why = MSG_WHY_NO_BASELINE;
	for (const struct chiso_point *p = base ? base + 1 : *now + 1; p <= *now; p++)
		if (p->is_break)
			why = MSG_WHY_BREAK;
	if (why == MESSAGE_N && base >= *now)
		why = MSG_WHY_ONE_POINT;
	if (why == MESSAGE_N && (base->value <= 0 || (*now)->value < 0))
		why = MSG_WHY_NO_GROWTH;
	if (why == MESSAGE_N)
		return base;
	out->why = message_text(why, results->context->lang);
	return NULL;
}

/* A target for the mean growth a year over a period, in per cent, as a compound rate. */
static void judge_growth(struct chiso_results *results, const struct target_spec *target,
                         struct chiso_assessment *out)
{
	const char *method = standards_of[PROGRESS_GROWTH_RATIO];
	const struct standard *standard = standard_find(&results->context->standards, method);
	const struct chiso_point *now, *base = growth_points(results, target, out, &now);

	out->verdict = CHISO_NOT_COMPUTABLE;
	if (!base)
		return;
	double done = period_years(target->from, period_of(now->period));
	double whole = period_years(target->from, target->to);
	int bound = bound_of_growth(base->bound, now->bound);
	struct chiso_value rate = progress_growth(base->value, now->value, done);
	double percent = rate.type ? 100 * rate.as.f64 : INFINITY;
	int meets = progress_meets(percent, bound, out->target, out->target_value,
	                           out->target_upper);
	/* What is wanted, and whether it is more than that or less: of a range, the nearer end. */
	int below = out->target == CHISO_LESS_THAN || out->target == CHISO_AT_MOST ||
	            (out->target == CHISO_BETWEEN && percent > out->target_upper);
	double wanted = (out->target == CHISO_BETWEEN && below ? out->target_upper
	                                                       : out->target_value) / 100;

	out->method = method;
	out->baseline = base->period;
	out->baseline_value = number(base->value);
	if (meets < 0 || bound < 0) {
		out->why = why_text(results->context, WHY_BOUND);
		return;
	}
	if (is_exact(bound)) {
		double goal = base->value * pow(1 + wanted, whole);

		out->rate = rate;
		out->rate_needed = number(wanted);
		/* In points, as the target is. */
		out->gap = number(meets ? 0 : 100 * wanted - percent);
		/* Less where more is forbidden has no ratio: it is met or it is not. */
		if (wanted != 0 && below == (wanted < 0))
			out->ratio = number(rate.as.f64 / wanted);
		if (whole > done) {
			out->projected = number(base->value * pow(1 + rate.as.f64, whole));
			out->projection = CHISO_PROJECTION_GROWTH;
			out->change_needed = number((goal - now->value) / (whole - done));
		}
	}
	if (whole <= done)
		out->verdict = meets ? CHISO_TARGET_ACHIEVED : CHISO_MISSED;
	else if (meets)
		out->verdict = CHISO_ON_TRACK;
	else
		out->verdict = out->ratio.type ? progress_grade(out->ratio.as.f64, standard)
		                               : CHISO_DETERIORATION;
}

static void name_document(const struct chiso_context *context, const struct document *document,
                          struct chiso_assessment *out)
{
	if (!document)
		return;
	out->document = document->id;
	out->document_title = words_in(document->title, context->lang);
	out->document_date = document->date;
	out->document_status = document->status;
}

static void name_row(struct chiso_results *results, const struct row_spec *row,
                     struct chiso_assessment *out)
{
	const struct chiso_project *project = results->project;
	const char *lang = results->context->lang;
	const struct chiso_output *output;

	out->title = words_in(row->title, lang);
	out->needs = words_in(row->needs, lang);
	if (words_in(row->note, lang))
		out->note = words_in(row->note, lang);
	out->owner = row->owner;
	if (out->unit) {
		int unit = units_with_code(&project->units, out->unit);

		out->unit_name = unit == UNIT_NONE ? out->unit
		                                   : unit_name(&project->units.list[unit], lang);
	}
	if (!row->indicator || !row->indicator->use)
		return;
	output = chiso_output_at(row->indicator->use, row->output);
	out->indicator = row->indicator->id;
	out->output = output->field.id;
	out->unit_measure = output->field.unit ? output->field.unit : row->indicator->unit_measure;
	if (!out->title)
		out->title = words_in(row->indicator->title, lang);
	if (!out->title)
		out->title = chiso_text_in(output->field.title, lang);
}

/* What the target asks of a unit; 0: nothing. */
static int value_for(const struct target_spec *target, const char *unit, double *out)
{
	*out = target->value;
	if (!target->of)
		return 1;
	for (size_t i = 0; i < target->n_of; i++)
		if (unit && !strcmp(target->of[i].unit, unit)) {
			*out = target->of[i].value;
			return 1;
		}
	return 0;
}

static int name_target(struct chiso_results *results, const struct target_spec *target,
                       struct chiso_assessment *out)
{
	if (!target)
		return CHISO_OK;
	name_document(results->context, target->document, out);
	out->set = target->set;
	out->target = target->kind;
	value_for(target, out->unit, &out->target_value);
	out->target_upper = target->upper;
	out->owner = target->owner;
	out->weight = target->weight;
	out->is_mean_growth = target->is_mean_growth;
	if (target->is_mean_growth) {
		char from[PERIOD_ROOM], to[PERIOD_ROOM];

		period_print(from, target->from);
		period_print(to, target->to);
		out->target_period = arena_printf(&results->arena, "%s/%s", from, to);
		return out->target_period ? CHISO_OK : CHISO_ENOMEM;
	}
	out->target_period = target->by_text;
	return CHISO_OK;
}

static int add(struct chiso_results *results, const struct chiso_assessment *assessment)
{
	if (GROW(&results->assessments, results->n_assessments, &results->assessments_cap))
		return CHISO_ENOMEM;
	results->assessments[results->n_assessments++] = *assessment;
	return CHISO_OK;
}

static int judge(struct chiso_results *results, const struct row_spec *row,
                 const struct target_spec *target, struct chiso_assessment *out)
{
	const char *lang = results->context->lang;
	int status = CHISO_OK;

	if (!out->n_points) {
		out->verdict = CHISO_NO_DATA;
		return CHISO_OK;
	}
	if (target && target->is_mean_growth)
		judge_growth(results, target, out);
	else
		status = judge_value(results, row, target, out);
	/* A trend is a trend, whatever its pace: without a target there is nothing to reach, unless
	 * the project asks for the thresholds of a method. */
	if (!target && !row->has_method) {
		out->verdict = CHISO_NO_TARGET;
		out->why = NULL;
	} else if (target && !out->why && out->points[out->n_points - 1].is_break &&
	           out->n_points > 1)
		out->why = message_text(MSG_WHY_BREAK, lang);
	return status;
}

/* The row for one unit, NULL for none: its own series and a verdict for each target. */
static int assess_unit(struct chiso_results *results, const struct row_spec *row,
                       const struct series *all, const char *unit, struct chiso_assessment about)
{
	struct series series;
	size_t n_judged = 0;
	double value;

	about.unit = unit;
	name_row(results, row, &about);
	about.current.value = (struct chiso_value){.reason = CHISO_REASON_NOT_REPORTED};
	int status = find_series(results, all, unit ? unit : "", &series);
	if (!status)
		status = take_points(results, &series, &about);
	for (size_t i = 0; i <= row->n_targets && !status; i++) {
		const struct target_spec *target = i < row->n_targets ? &row->targets[i] : NULL;
		struct chiso_assessment one = about;

		/* A unit without any target has its trend. */
		if (target ? !value_for(target, unit, &value) : n_judged > 0)
			continue;
		n_judged++;
		status = name_target(results, target, &one);
		if (!status)
			status = judge(results, row, target, &one);
		if (!status)
			status = add(results, &one);
	}
	return status;
}

/* Units of the row's level that are there when the indicator's last period ends; before there is
 * one, those that never end. */
static int assess_level(struct chiso_results *results, const struct row_spec *row,
                        const struct series *all, const struct chiso_assessment *about)
{
	const struct units *units = &results->project->units;
	struct period at = {INT32_MAX - 1, INT32_MAX - 1};
	int status = CHISO_OK;

	for (size_t i = 0; i < all->n; i++)
		if (!i || all->entries[i].period.last > at.last)
			at.first = at.last = all->entries[i].period.last;
	for (size_t i = 0; i < units->n && !status; i++)
		if (!strcmp(units->list[i].level, row->level) && unit_is_valid(&units->list[i], at))
			status = assess_unit(results, row, all, units->list[i].code, *about);
	return status;
}

static int assess_row(struct chiso_results *results, const struct row_spec *row,
                      const struct chiso_assessment *about)
{
	struct series all = {0};
	int status = CHISO_OK;

	if (row->indicator && row->indicator->use)
		status = find_entries(results, row, &all);
	if (status)
		return status;
	if (row->level)
		return assess_level(results, row, &all, about);
	if (!row->units.n)
		return assess_unit(results, row, &all, row->unit, *about);
	for (size_t i = 0; i < row->units.n && !status; i++)
		status = assess_unit(results, row, &all, row->units.items[i], *about);
	return status;
}

int assess(struct chiso_results *results)
{
	const struct chiso_project *project = results->project;
	const char *lang = results->context->lang;
	const struct chiso_value none = {.reason = CHISO_REASON_NOT_APPLICABLE};
	int status = CHISO_OK;

	for (size_t i = 0; i < project->n_goals && !status; i++) {
		const struct goal_spec *goal = &project->goals[i];
		struct chiso_assessment about = {.size = sizeof about,
		                                 .goal = goal->id,
		                                 .goal_title = words_in(goal->title, lang),
		                                 .domain = goal->domain,
		                                 .words = goal->words,
		                                 .rate = none,
		                                 .rate_needed = none,
		                                 .ratio = none,
		                                 .projected = none,
		                                 .change_needed = none,
		                                 .baseline_value = none,
		                                 .gap = none,
		                                 .weight = 1,
		                                 .note = words_in(goal->note, lang)};

		name_document(results->context, goal->document, &about);
		for (size_t r = 0; r < goal->n_rows && !status; r++)
			status = assess_row(results, &goal->rows[r], &about);
		if (!goal->n_rows) {
			about.title = about.goal_title;
			about.owner = goal->owner;
			about.verdict = CHISO_NOT_ASSESSED;
			about.why = words_in(goal->reason, lang);
			status = add(results, &about);
		}
	}
	return status;
}
