/* SPDX-License-Identifier: MIT */
/* Which columns a project asks of a dataset's files.  Every expression over its records is compiled
 * with a scope that has every name: those that are no named columns of the project must be the
 * files'. */
#include "base/grow.h"
#include "template/template.h"

#include "base/context.h"

#include <stdlib.h>
#include <string.h>

int texts_have(const struct texts *texts, const char *text)
{
	for (size_t i = 0; i < texts->n; i++)
		if (!strcmp(texts->items[i], text))
			return 1;
	return 0;
}

int texts_add(struct texts *texts, const char *text)
{
	for (size_t i = 0; i < texts->n; i++)
		if (!strcmp(texts->items[i], text))
			return (int)i;
	if (!text || GROW(&texts->items, texts->n, &texts->cap))
		return CHISO_ENOMEM;
	texts->items[texts->n] = text;
	return (int)texts->n++;
}

/* Whose expressions are being looked at. */
struct asking {
	struct form *form;
	const struct dataset_spec *of;
	const char *open; /* the named column whose definition it is; NULL: none */
	int is_lost;      /* no memory */
};

static const struct column_spec *find_named(const struct dataset_spec *dataset, const char *name)
{
	for (size_t i = 0; i < dataset->n_columns; i++)
		if (dataset->columns[i].of.name && !strcmp(dataset->columns[i].of.name, name))
			return &dataset->columns[i];
	return NULL;
}

static void ask_column(struct asking *asking, const char *name)
{
	if (texts_add(&asking->form->asked, name) < 0)
		asking->is_lost = 1;
}

/* Inside its own definition a name means the column of the file. */
static void ask_name(struct asking *asking, const char *name)
{
	const struct dataset_spec *of = asking->of;
	int is_own = asking->open && name && !strcmp(asking->open, name);

	if (!name || of != asking->form->dataset || (!is_own && find_named(of, name)) ||
	    (of->interval.from.source && !strcmp(name, "reference_date")))
		return;
	ask_column(asking, name);
}

static int scope_find(void *user, struct slice name, int *type)
{
	struct asking *asking = user;
	const char *copy = arena_text(&asking->form->arena, name.text, name.n);
	int at = copy ? texts_add(&asking->form->names, copy) : -1;

	(void)type; /* that of its place */
	asking->is_lost |= at < 0;
	if (at >= 0)
		ask_name(asking, asking->form->names.items[at]);
	return at;
}

static int ask_source(struct asking *asking, const char *source);

/* What another dataset looks up in this one is asked of it, too. */
static int scope_lookup(void *user, const char *name, struct place place,
			const struct expr_argument *arguments, size_t n, int *type)
{
	struct asking *asking = user, there = {.form = asking->form, .of = asking->form->dataset};
	int is_lookup = !strcmp(name, "lookup"), is_nearest = !strcmp(name, "nearest");
	int is_here = n && (is_lookup || is_nearest) && arguments[0].text &&
		      !strcmp(arguments[0].text, there.of->id);

	(void)place;
	(void)type;
	if (is_here && n > 1 && arguments[1].text) {
		const char *text = arena_text(&asking->form->arena, arguments[1].text,
					      strlen(arguments[1].text));

		if (is_nearest)
			ask_source(&there, text);
		else
			ask_name(&there, text);
	}
	for (size_t i = 2; is_lookup && i < n; i++)
		ask_source(asking, arguments[i].source);
	asking->is_lost |= there.is_lost;
	/* No column is called so. */
	return texts_add(&asking->form->names, "");
}

static struct expr *compile(struct asking *asking, const char *source)
{
	const struct expr_scope scope = {.user = asking,
					 .find = scope_find,
					 .lookups = reader_lookups,
					 .lookup = scope_lookup};
	struct expr *expr = NULL;
	struct form *form = asking->form;
	int status = expr_compile(&expr, &form->arena, form->quiet, (struct place){0}, source,
				  CHISO_NONE, &scope);

	asking->is_lost |= status == CHISO_ENOMEM;
	return status ? NULL : expr;
}

/* Whether it is an expression. */
static int ask_source(struct asking *asking, const char *source)
{
	return !source || compile(asking, source) != NULL;
}

const char *template_column(struct form *form, const char *name)
{
	/* Nothing is asked here: no dataset's names are meant. */
	struct asking asking = {.form = form};

	for (size_t i = 0; name && i <= form->dataset->n_columns; i++) {
		const struct column_spec *named = find_named(form->dataset, name);
		const struct expr_use *uses;

		if (!named)
			return name;
		if (named->record || !named->of.source)
			return NULL;
		const struct expr *expr = compile(&asking, named->of.source);
		if (!expr) /* a name that is no expression, as of a column with a blank */
			return named->of.source;
		if (!expr_is_name(expr))
			return NULL;
		expr_uses(expr, &uses);
		const char *next = form->names.items[uses[0].column];
		if (!*next || !strcmp(next, name))
			return *next ? next : NULL;
		name = next;
	}
	return NULL;
}

/* Columns that records are told apart by, under whatever names. */
static void ask_keys(struct asking *asking, const struct names *names)
{
	for (size_t i = 0; i < names->n && asking->of == asking->form->dataset; i++) {
		const char *column = template_column(asking->form, names->items[i]);

		if (column)
			ask_column(asking, column);
	}
}

static void ask_names(struct asking *asking, const struct names *names)
{
	for (size_t i = 0; i < names->n; i++)
		ask_name(asking, names->items[i]);
}

/* ---- indicators ------------------------------------------------------------------------------ */

static const struct input_spec *find_input(const struct indicator_spec *spec, const char *input,
					   const char *label)
{
	for (size_t i = 0; i < spec->n_inputs; i++)
		if (!strcmp(spec->inputs[i].input, input) &&
		    (!label || !strcmp(spec->inputs[i].label, label)))
			return &spec->inputs[i];
	return NULL;
}

/* An input that is not bound is the column of its name, but one that need not be there is not asked
 * for.  One that repeats has a column for each label. */
static void ask_input(struct asking *asking, const struct indicator_spec *spec, uint32_t at)
{
	const struct chiso_input *input = chiso_input_at(spec->use, at);
	int is_asked = !input->role && !(input->field.flags & CHISO_OPTIONAL);
	const struct chiso_labels *labels =
		input->axis && spec->labels ? &spec->labels[input->axis - 1] : NULL;

	for (size_t i = 0; i < spec->n_inputs; i++)
		if (!strcmp(spec->inputs[i].input, input->field.id))
			ask_source(asking, spec->inputs[i].of.source);
	if (!input->axis && is_asked && !find_input(spec, input->field.id, NULL))
		ask_name(asking, input->field.id);
	for (uint32_t k = 0; labels && k < labels->n && is_asked; k++)
		if (spec->labels_from[input->axis - 1] == at &&
		    !find_input(spec, input->field.id, labels->id[k]))
			ask_name(asking, labels->id[k]);
}

static void ask_inputs(struct asking *asking, const struct indicator_spec *spec)
{
	for (uint32_t i = 0; spec->use && i < spec->use->n_inputs; i++) {
		uint32_t source = chiso_input_at(spec->use, i)->source;

		/* Those of a record indicator are of the dataset at hand. */
		if (spec->n_sources)
			asking->of = source < spec->n_sources ? spec->sources[source] : NULL;
		ask_input(asking, spec, i);
	}
}

static void ask_indicators(struct asking *asking)
{
	const struct chiso_project *project = asking->form->project;

	/* What tells the records apart comes before what they say. */
	for (size_t i = 0; i < project->n_indicators; i++) {
		const struct indicator_spec *spec = &project->indicators[i];

		asking->of = spec->n_sources ? spec->sources[0] : NULL;
		for (size_t k = 0; k < spec->n_by; k++)
			ask_keys(asking, &spec->by[k]);
	}
	for (size_t i = 0; i < project->n_indicators; i++) {
		const struct indicator_spec *spec = &project->indicators[i];

		ask_inputs(asking, spec);
		for (uint32_t k = 0; k < spec->n_sources; k++) {
			asking->of = spec->sources[k];
			ask_source(asking, spec->where[k].source);
		}
	}
}

/* ---- datasets -------------------------------------------------------------------------------- */

static void ask_columns(struct asking *asking, const struct dataset_spec *dataset)
{
	for (size_t i = 0; i < dataset->n_columns; i++) {
		const struct column_spec *column = &dataset->columns[i];

		asking->open = column->of.name;
		size_t before = asking->form->asked.n;
		if (column->record) {
			ask_inputs(asking, column->record);
		} else if (!ask_source(asking, column->of.source)) {
			/* The name of a column that is no expression, for it has a blank. */
			asking->form->asked.n = before;
			ask_name(asking, column->of.source);
		}
	}
	asking->open = NULL;
}

static void ask_rules(struct asking *asking, const struct dataset_spec *dataset)
{
	for (size_t i = 0; i < dataset->n_rules; i++) {
		const struct rule_spec *rule = &dataset->rules[i];

		ask_names(asking, &rule->columns);
		ask_names(asking, &rule->by);
		ask_source(asking, rule->value.source);
		ask_source(asking, rule->low.source);
		ask_source(asking, rule->high.source);
		ask_source(asking, rule->where.source);
	}
}

static void ask_dataset(struct asking *asking, const struct dataset_spec *dataset)
{
	const struct design_spec *design = &dataset->design;
	const char *const sources[] = {dataset->interval.from.source,
				       dataset->interval.to.source,
				       dataset->weight.source,
				       dataset->frequency.source,
				       dataset->geometry.wkt.source,
				       dataset->geometry.lon.source,
				       dataset->geometry.lat.source,
				       design->stratum.source,
				       design->psu.source,
				       design->ssu.source,
				       design->fpc[0].source,
				       design->fpc[1].source};

	asking->of = dataset;
	ask_columns(asking, dataset);
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
		ask_source(asking, sources[i]);
	ask_rules(asking, dataset);
	if (!dataset->from)
		return;
	asking->of = dataset->from;
	ask_names(asking, &dataset->group);
	for (size_t i = 0; i < dataset->n_collapsed; i++)
		ask_source(asking, dataset->collapsed[i].of.source);
}

/* What is known about the figures stands behind them; of files with one value a line it is no
 * column of the records. */
static void ask_figures(struct asking *asking, const struct figures_spec *figures)
{
	for (int kind = 0; kind < MARK_KINDS; kind++)
		ask_name(asking, figures->marks[kind].source);
	for (size_t i = 0; i < figures->n_qualifiers; i++) {
		ask_name(asking, figures->qualifiers[i].name);
		ask_name(asking, figures->qualifiers[i].source);
	}
}

int template_ask(struct form *form)
{
	const struct chiso_project *project = form->project;
	const struct dataset_spec *dataset = form->dataset;
	struct asking asking = {.form = form, .of = dataset};

	form->unit = template_column(form, dataset->unit.column);
	form->period = template_column(form, dataset->period.column);
	if (form->unit)
		ask_column(&asking, form->unit);
	if (form->period)
		ask_column(&asking, form->period);
	ask_keys(&asking, &dataset->lines.group);
	ask_keys(&asking, &dataset->key);
	ask_indicators(&asking);
	for (size_t i = 0; i < project->n_datasets; i++)
		ask_dataset(&asking, &project->datasets[i]);
	asking.of = dataset;
	if (!dataset->lines.code.source) {
		ask_names(&asking, &dataset->personal);
		ask_figures(&asking, &dataset->figures);
	}
	return asking.is_lost ? CHISO_ENOMEM : CHISO_OK;
}
