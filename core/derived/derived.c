/* SPDX-License-Identifier: MIT */
/* The expressions of derived indicators: names, order, breakdowns, units of measure. */
#include "derived/derived.h"

#include "base/context.h"
#include "derived/panel_functions.h"
#include "project/project.h"

#include <stdio.h>
#include <string.h>

static const struct chiso_text value_title[] = {{"en", "Value"}, {"vi", "Giá trị"}, {NULL, NULL}};
static const struct chiso_text use_title[] = {
	{"en", "Derived indicator"}, {"vi", "Chỉ tiêu suy ra"}, {NULL, NULL}};
static const struct chiso_output value_output[] = {
	{.field = {.id = "value", .type = CHISO_F64, .title = value_title},
	 .numerator = CHISO_COMPUTED,
	 .denominator = CHISO_ONE,
	 .scale = 1}};

const struct chiso_indicator derived_use = {
	.size = sizeof derived_use,
	.version = 1,
	.id = "derived",
	.title = use_title,
	.outputs = value_output,
	.n_outputs = 1,
	.output_stride = sizeof *value_output,
};

/* ---- names --------------------------------------------------------------------------------- */

struct names_of_project {
	struct chiso_project *project;
	struct derived_column *columns;
	size_t n, *first; /* first: by indicator, of its columns */
};

static size_t number_of(const struct chiso_project *project, const struct indicator_spec *spec)
{
	return (size_t)(spec - project->indicators);
}

static uint32_t place_in_row(const struct indicator_spec *spec, uint32_t output)
{
	const struct chiso_output *own = chiso_output_at(spec->use, output);
	uint32_t n = 0;

	for (uint32_t i = 0; i < output; i++)
		n += indicator_gives(spec, i) &&
		     !memcmp(chiso_output_at(spec->use, i)->axis, own->axis, sizeof own->axis);
	return n;
}

static int list_columns(struct names_of_project *names)
{
	struct chiso_project *project = names->project;
	size_t n = 0;

	for (size_t i = 0; i < project->n_indicators; i++)
		n += project->indicators[i].use ? project->indicators[i].use->n_outputs : 1u;
	names->columns = arena_new(&project->arena, n, sizeof *names->columns);
	names->first = arena_new(&project->arena, project->n_indicators, sizeof *names->first);
	if (!names->columns || !names->first)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < project->n_indicators; i++) {
		const struct indicator_spec *spec = &project->indicators[i];
		uint32_t outputs = spec->use ? spec->use->n_outputs : 1u;

		names->first[i] = names->n;
		for (uint32_t k = 0; k < outputs; k++)
			if (indicator_gives(spec, k))
				names->columns[names->n++] = (struct derived_column){
					.spec = spec,
					.output = k,
					.in_row = spec->use ? place_in_row(spec, k) : 0};
	}
	return CHISO_OK;
}

static const char *output_id(const struct derived_column *column)
{
	return column->spec->use ? chiso_output_at(column->spec->use, column->output)->field.id
				 : "";
}

/* `indicator.output`, or `indicator` alone when it has one output.  An indicator that is broken
 * has been reported: any output of it is as good as another. */
static int is_called(const struct derived_column *column, struct slice name)
{
	const char *id = column->spec->id;
	size_t n = strlen(id);

	if (name.n < n || memcmp(name.text, id, n))
		return 0;
	if (name.n == n)
		return !column->spec->use || column->spec->use->n_outputs == 1;
	if (name.text[n] != '.')
		return 0;
	return !column->spec->use ||
	       slice_is((struct slice){name.text + n + 1, name.n - n - 1}, output_id(column));
}

/* The columns of the indicator before the point are looked at; where the name is none of these, all: in a project
 * with faults ids come twice, or have points themselves. */
static int find(void *user, struct slice name, int *type)
{
	const struct names_of_project *names = user;
	const char *point = memchr(name.text, '.', name.n);
	const struct indicator_spec *spec = project_indicator(
		names->project, name.text, point ? (size_t)(point - name.text) : name.n);

	*type = CHISO_F64;
	for (size_t i = spec ? names->first[number_of(names->project, spec)] : names->n;
	     i < names->n && names->columns[i].spec == spec; i++)
		if (is_called(&names->columns[i], name))
			return (int)i;
	for (size_t i = 0; i < names->n; i++)
		if (is_called(&names->columns[i], name))
			return (int)i;
	return -1;
}

/* As an expression writes it. */
static const char *column_name(struct arena *arena, const struct derived_column *column)
{
	const char *name = NULL;

	if (column->spec->use && column->spec->use->n_outputs > 1)
		name = arena_printf(arena, "%s.%s", column->spec->id, output_id(column));
	return name ? name : column->spec->id;
}

static void offer(void *user, struct nearest *nearest)
{
	const struct names_of_project *names = user;

	for (size_t i = 0; i < names->n; i++)
		nearest_offer(nearest, column_name(&names->project->arena, &names->columns[i]));
}

static int compile(struct names_of_project *names, struct indicator_spec *spec)
{
	struct chiso_project *project = names->project;
	const struct expr_scope scope = {.user = names,
					 .find = find,
					 .offer = offer,
					 .functions = panel_functions,
					 .n_functions = n_panel_functions,
					 .unknown = MSG_NO_OPERAND,
					 .unknown_near = MSG_NO_OPERAND_NEAR};
	struct derived *derived = arena_new(&project->arena, 1, sizeof *derived);
	const struct expr_use *uses;

	if (!derived)
		return CHISO_ENOMEM;
	derived->columns = names->columns;
	int status =
		expr_compile(&derived->expr, &project->arena, project->context,
			     spec->expression.place, spec->expression.source, CHISO_F64, &scope);
	if (status)
		return status == CHISO_ENOMEM ? status : CHISO_OK;
	derived->looks = expr_looks(derived->expr, panel_looks);
	if (!expr_uses(derived->expr, &uses)) {
		report(project->context, MSG_NO_OPERANDS, spec->expression.place,
		       spec->expression.source);
		return CHISO_OK;
	}
	spec->derived = derived;
	return CHISO_OK;
}

/* ---- order --------------------------------------------------------------------------------- */

enum { NEW, OPEN, DONE }; /* of an indicator in the search */

struct ordering {
	struct chiso_project *project;
	uint8_t *state;
	size_t *path, *at; /* the indicators that are open, and how many operands each has done */
	size_t n;
};

/* "a: b, b: a" */
static void report_cycle(const struct ordering *ordering, size_t back)
{
	struct chiso_project *project = ordering->project;
	const char *text = "";
	size_t from = 0;

	while (ordering->path[from] != back)
		from++;
	for (size_t i = from; i < ordering->n && text; i++) {
		size_t next = i + 1 < ordering->n ? ordering->path[i + 1] : back;

		text = arena_printf(&project->arena, "%s%s%s: %s", text, i > from ? ", " : "",
				    project->indicators[ordering->path[i]].id,
				    project->indicators[next].id);
	}
	report(project->context, MSG_CYCLE,
	       project->indicators[ordering->path[ordering->n - 1]].expression.place,
	       text ? text : "");
}

static void open_one(struct ordering *ordering, size_t i)
{
	ordering->state[i] = OPEN;
	ordering->path[ordering->n] = i;
	ordering->at[ordering->n++] = 0;
}

/* The next operand of the indicator at the end of the path; 0: there is none. */
static int next_operand(struct ordering *ordering, size_t *operand)
{
	const struct chiso_project *project = ordering->project;
	size_t top = ordering->n - 1;
	const struct derived *derived = project->indicators[ordering->path[top]].derived;
	const struct expr_use *uses;
	size_t n = derived ? expr_uses(derived->expr, &uses) : 0;

	if (ordering->at[top] >= n)
		return 0;
	*operand = number_of(project, derived->columns[uses[ordering->at[top]++].column].spec);
	return 1;
}

/* Operands before what is made of them, without recursion: chains may be long. */
static void order_from(struct ordering *ordering, size_t start)
{
	struct chiso_project *project = ordering->project;
	size_t i;

	open_one(ordering, start);
	while (ordering->n) {
		size_t top = ordering->path[ordering->n - 1];

		if (!next_operand(ordering, &i)) {
			ordering->state[top] = DONE;
			ordering->n--;
			if (project->indicators[top].derived)
				project->derived[project->n_derived++] = &project->indicators[top];
		} else if (ordering->state[i] == NEW) {
			open_one(ordering, i);
		} else if (ordering->state[i] == OPEN) {
			report_cycle(ordering, i);
			project->indicators[top].derived = NULL;
		}
	}
}

static int put_in_order(struct chiso_project *project)
{
	size_t n = project->n_indicators;
	struct ordering ordering = {.project = project,
				    .state = arena_new(&project->arena, n, 1),
				    .path = arena_new(&project->arena, n, sizeof(size_t)),
				    .at = arena_new(&project->arena, n, sizeof(size_t))};

	project->derived = arena_new(&project->arena, n, sizeof *project->derived);
	if (!ordering.state || !ordering.path || !ordering.at || !project->derived)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < n; i++)
		if (ordering.state[i] == NEW)
			order_from(&ordering, i);
	return CHISO_OK;
}

/* ---- breakdowns ---------------------------------------------------------------------------- */

static int has_name(const struct names *set, const char *name)
{
	for (size_t i = 0; i < set->n; i++)
		if (!strcmp(set->items[i], name))
			return 1;
	return 0;
}

static int is_part(const struct names *part, const struct names *whole)
{
	for (size_t i = 0; i < part->n; i++)
		if (!has_name(whole, part->items[i]))
			return 0;
	return 1;
}

/* The key sets of an operand: the breakdowns of its indicator with the axes of the output. */
static int find_operand_sets(struct chiso_project *project, struct derived_column *column)
{
	const struct indicator_spec *spec = column->spec;
	const struct chiso_output *output = chiso_output_at(spec->use, column->output);

	column->sets = arena_new(&project->arena, spec->n_by, sizeof *column->sets);
	if (!column->sets)
		return CHISO_ENOMEM;
	for (column->n_sets = 0; column->n_sets < spec->n_by; column->n_sets++) {
		const struct names *by = &spec->by[column->n_sets];
		struct names *set = &column->sets[column->n_sets];

		*set = *by;
		set->items = arena_new(&project->arena, by->n + 2, sizeof *set->items);
		if (!set->items)
			return CHISO_ENOMEM;
		for (size_t i = 0; i < by->n; i++)
			set->items[i] = by->items[i];
		for (int i = 0; i < 2; i++)
			if (output->axis[i])
				set->items[set->n++] =
					chiso_axis_at(spec->use, output->axis[i] - 1u)->field.id;
	}
	return CHISO_OK;
}

/* The key set of an operand that says most among those that `whole` has; NULL: none, or several. */
static const struct names *best_part(const struct derived_column *operand,
				     const struct names *whole)
{
	const struct names *best = NULL;
	int n_best = 0;

	for (size_t i = 0; i < operand->n_sets; i++) {
		const struct names *set = &operand->sets[i];

		if (!is_part(set, whole) || (best && set->n < best->n))
			continue;
		if (best && set->n == best->n && is_part(set, best))
			continue;
		n_best = best && set->n == best->n ? n_best + 1 : 1;
		best = set;
	}
	return n_best == 1 ? best : NULL;
}

/* Takes a key set when every operand has a part of it; *lacks: the first operand that has none. */
static void take_set(struct indicator_spec *spec, const struct names *set,
		     const struct derived_column **lacks)
{
	struct derived *derived = spec->derived;
	const struct expr_use *uses;
	size_t n = expr_uses(derived->expr, &uses);

	for (size_t i = 0; i < spec->n_by; i++)
		if (set->n == spec->by[i].n && is_part(set, &spec->by[i]))
			return;
	for (size_t i = 0; i < n; i++) {
		const struct derived_column *operand = &derived->columns[uses[i].column];
		const struct names *part = best_part(operand, set);

		if (!part) {
			if (!*lacks)
				*lacks = operand;
			return;
		}
		derived->keys[spec->n_by * n + i] = *part;
	}
	spec->by[spec->n_by++] = *set;
}

static const char *sets_text(struct arena *arena, const struct derived_column *operand)
{
	const char *text = "";

	for (size_t i = 0; i < operand->n_sets && text; i++) {
		text = arena_printf(arena, "%s%s[", text, i ? ", " : "");
		for (size_t k = 0; k < operand->sets[i].n && text; k++)
			text = arena_printf(arena, "%s%s%s", text, k ? ", " : "",
					    operand->sets[i].items[k]);
		text = text ? arena_printf(arena, "%s]", text) : NULL;
	}
	return text ? text : "";
}

static int is_broken(const struct indicator_spec *spec)
{
	return !spec->use || (spec->use == &derived_use && !spec->derived);
}

/* The breakdowns of the result: every one of an operand of which all operands have at least a
 * part; an operand without a key is the same for all its values. */
static int find_sets(struct chiso_project *project, struct indicator_spec *spec)
{
	struct derived *derived = spec->derived;
	const struct derived_column *first, *lacks = NULL;
	const struct expr_use *uses;
	size_t n = expr_uses(derived->expr, &uses), room = 0;

	for (size_t i = 0; i < n; i++) {
		struct derived_column *operand = &derived->columns[uses[i].column];

		if (is_broken(operand->spec)) { /* which has been said */
			spec->derived = NULL;
			return CHISO_OK;
		}
		if (!operand->sets && find_operand_sets(project, operand))
			return CHISO_ENOMEM;
		room += operand->n_sets;
	}
	spec->by = arena_new(&project->arena, room, sizeof *spec->by);
	derived->keys = arena_new(&project->arena, room * n, sizeof *derived->keys);
	if (!spec->by || !derived->keys)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < n; i++) {
		const struct derived_column *operand = &derived->columns[uses[i].column];

		for (size_t k = 0; k < operand->n_sets; k++)
			take_set(spec, &operand->sets[k], &lacks);
	}
	first = &derived->columns[uses[0].column];
	for (size_t i = 1; i < n && first == lacks; i++)
		first = &derived->columns[uses[i].column];
	if (!spec->n_by && lacks)
		report(project->context, MSG_NO_COMMON_KEYS, spec->expression.place,
		       spec->expression.source, column_name(&project->arena, first),
		       sets_text(&project->arena, first), column_name(&project->arena, lacks),
		       sets_text(&project->arena, lacks));
	return CHISO_OK;
}

/* ---- units of measure ----------------------------------------------------------------------- */

static struct measure measure_of(void *user, int column)
{
	const struct names_of_project *names = user;
	const struct derived_column *c = &names->columns[column];
	const char *unit = NULL;

	if (c->spec->use)
		unit = chiso_output_at(c->spec->use, c->output)->field.unit;
	return measure_read(unit ? unit : c->spec->unit_measure);
}

static int measure(struct names_of_project *names, struct indicator_spec *spec)
{
	struct chiso_project *project = names->project;
	struct measure found, wanted = measure_read(spec->unit_measure);
	int status = expr_measure(&found, spec->derived->expr, project->context, measure_of, names);

	if (status)
		return status == CHISO_ENOMEM ? status : CHISO_OK;
	if (!spec->unit_measure && (!found.is_known || found.is_free || found.is_literal))
		return CHISO_OK;
	const char *text = measure_print(&found, &project->arena);
	if (!text)
		return CHISO_ENOMEM;
	/* {words} are remarks: where none are wanted they don't count. */
	struct measure bare = measure_bare(&found);
	if (!spec->unit_measure) {
		spec->unit_measure = text;
	} else if (measure_fit(&found, &wanted) != FITS &&
		   (strchr(spec->unit_measure, '{') || measure_fit(&bare, &wanted) != FITS)) {
		report(project->context,
		       measure_fit(&bare, &wanted) == FITS_NOT ? MSG_WRONG_MEASURE
							       : MSG_WRONG_SCALE,
		       spec->expression.place, spec->expression.source, text, spec->unit_measure);
	}
	return CHISO_OK;
}

int derived_compile(struct chiso_project *project)
{
	struct names_of_project names = {.project = project};
	int status = list_columns(&names), any = 0;

	for (size_t i = 0; i < project->n_indicators && !status; i++) {
		struct indicator_spec *spec = &project->indicators[i];

		if (!spec->expression.source)
			continue;
		any = 1;
		status = compile(&names, spec);
	}
	if (!status && any)
		status = put_in_order(project);
	for (size_t i = 0; i < project->n_derived && !status; i++) {
		status = find_sets(project, project->derived[i]);
		if (!status && project->derived[i]->derived)
			status = measure(&names, project->derived[i]);
	}
	return status;
}
