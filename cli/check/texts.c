/* SPDX-License-Identifier: MIT */
/* What an indicator says about itself to people. */
#include <config.h>

#include "check.h"

#include <string.h>

/* Beside English, which it can't be loaded without. */
static const char language[] = "vi";

static int is_there(const struct chiso_text *texts)
{
	for (; texts && texts->lang; texts++)
		if (!strcmp(texts->lang, language) && texts->text && *texts->text)
			return 1;
	return 0;
}

/* row: where it stands in a table of the plugin. */
static void look_at(struct checker *checker, const void *row, const char *table, const char *id,
		    const struct chiso_text *texts)
{
	if (is_there(texts))
		return;
	check_points_at(checker, row);
	check_fail(checker, "check-no-text", language, table, id);
}

static void look_at_field(struct checker *checker, const char *table,
			  const struct chiso_field *field)
{
	const struct chiso_code *code = field->codes;

	look_at(checker, field, table, field->id, field->title);
	/* Codes without any title are names that need no translation. */
	for (; code && code->id; code++)
		if (code->title)
			look_at(checker, code, table, code->id, code->title);
}

void check_languages(struct checker *checker)
{
	const struct chiso_indicator *use = checker->indicator;

	look_at(checker, use, "title", "", use->title);
	if (use->summary)
		look_at(checker, use, "summary", "", use->summary);
	for (size_t i = 0; i < use->n_sources; i++)
		look_at_field(checker, "sources", &chiso_source_at(use, i)->field);
	for (size_t i = 0; i < use->n_axes; i++)
		look_at_field(checker, "axes", &chiso_axis_at(use, i)->field);
	for (size_t i = 0; i < use->n_inputs; i++)
		look_at_field(checker, "inputs", &chiso_input_at(use, i)->field);
	for (size_t i = 0; i < use->n_params; i++)
		look_at_field(checker, "params", &chiso_param_at(use, i)->field);
	for (size_t i = 0; i < use->n_terms; i++)
		look_at_field(checker, "terms", &chiso_term_at(use, i)->field);
	for (size_t i = 0; i < use->n_outputs; i++)
		look_at_field(checker, "outputs", &chiso_output_at(use, i)->field);
	for (size_t i = 0; i < use->n_problems; i++)
		look_at(checker, chiso_problem_at(use, i), "problems", chiso_problem_at(use, i)->id,
			chiso_problem_at(use, i)->text);
}

void check_reference(struct checker *checker)
{
	const struct chiso_indicator *use = checker->indicator;

	if (!use->formula || !*use->formula) {
		check_points_at(checker, use);
		check_fail(checker, "check-no-such", "formula");
	}
	if (!use->reference || !*use->reference) {
		check_points_at(checker, use);
		check_fail(checker, "check-no-such", "reference");
	}
}

void check_formulas(struct checker *checker)
{
	const struct chiso_output *output;

	for (size_t i = 0; (output = chiso_output_at(checker->indicator, i)); i++)
		if (output->numerator == CHISO_COMPUTED &&
		    (!output->formula || !*output->formula)) {
			check_points_at(checker, output);
			check_fail(checker, "check-no-formula", output->field.id);
		}
}

static void look_at_unit(struct checker *checker, const struct chiso_field *field)
{
	if (!field->unit || chiso_measure_is_known(field->unit))
		return;
	check_points_at(checker, field);
	check_fail(checker, "check-unit", field->id, field->unit);
}

void check_measures(struct checker *checker)
{
	const struct chiso_indicator *use = checker->indicator;

	for (size_t i = 0; i < use->n_inputs; i++)
		look_at_unit(checker, &chiso_input_at(use, i)->field);
	for (size_t i = 0; i < use->n_params; i++)
		look_at_unit(checker, &chiso_param_at(use, i)->field);
	for (size_t i = 0; i < use->n_terms; i++)
		look_at_unit(checker, &chiso_term_at(use, i)->field);
	for (size_t i = 0; i < use->n_outputs; i++)
		look_at_unit(checker, &chiso_output_at(use, i)->field);
}
