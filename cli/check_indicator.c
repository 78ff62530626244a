/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "trial.h"

#include <string.h>

/* ---- texts ---- */

static int has_language(const struct chiso_text *texts, const char *lang)
{
	for (; texts && texts->lang; texts++)
		if (!strcmp(texts->lang, lang) && texts->text && *texts->text)
			return 1;
	return 0;
}

/* The first thing of the indicator without a text in this language, or NULL. */
static const char *without(const struct chiso_indicator *indicator, const char *lang)
{
	const struct chiso_input *input;
	const struct chiso_param *param;
	const struct chiso_term *term;
	const struct chiso_output *output;
	const struct chiso_problem *problem;

	if (!has_language(indicator->title, lang))
		return indicator->id;
	for (size_t i = 0; (input = chiso_input_at(indicator, i)); i++)
		if (!has_language(input->field.title, lang))
			return input->field.id;
	for (size_t i = 0; (param = chiso_param_at(indicator, i)); i++)
		if (!has_language(param->field.title, lang))
			return param->field.id;
	for (size_t i = 0; (term = chiso_term_at(indicator, i)); i++)
		if (!has_language(term->field.title, lang))
			return term->field.id;
	for (size_t i = 0; (output = chiso_output_at(indicator, i)); i++)
		if (!has_language(output->field.title, lang))
			return output->field.id;
	for (size_t i = 0; (problem = chiso_problem_at(indicator, i)); i++)
		if (!has_language(problem->text, lang))
			return problem->id;
	return NULL;
}

static void check_texts(struct checker *checker)
{
	const char *id = without(checker->indicator, "en");

	check_begin(checker, "texts-in-english");
	if (id)
		check_fail(checker, "check-no-text", id, "en");
	else
		check_pass(checker);
	check_begin(checker, "texts-in-vietnamese");
	id = without(checker->indicator, "vi");
	if (id)
		check_should(checker, "check-no-text", id, "vi");
	else
		check_pass(checker);
}

/* ---- behaviour ---- */

/* Whether the indicator is ready to be called. */
static int prepare(struct checker *checker, struct subject *subject)
{
	struct chiso_call *call = &subject->call;
	int status = 0;
	char number[16];

	check_begin(checker, "prepare-takes-defaults");
	if (checker->indicator->prepare)
		status = checker->indicator->prepare(call, &call->conf);
	snprintf(number, sizeof number, "%d", status);
	if (!status)
		check_pass(checker);
	else if (subject->made_up)
		check_skip(checker, "check-needs-parameters", "");
	else
		check_fail(checker, "check-status", "prepare()", number, subject->said);
	return !status;
}

void check_indicator(struct checker *checker)
{
	const struct chiso_indicator *indicator = checker->indicator;
	struct subject subject;

	check_texts(checker);
	subject_open(&subject, indicator);
	if (!prepare(checker, &subject))
		return;
	check_map(checker, &subject);
	if (indicator->map && indicator->evaluate)
		check_evaluate(checker, &subject);
	if (indicator->release) {
		check_begin(checker, "release-ends");
		indicator->release(&subject.call, subject.call.conf);
		check_pass(checker);
	}
}
