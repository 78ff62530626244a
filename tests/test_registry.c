/* SPDX-License-Identifier: MIT */
/* Descriptors of a later version of the ABI: longer structs and rows are fine. */
#include "base/context.h"
#include "plugin/descriptor.h"

#include <criterion/criterion.h>
#include <string.h>

#define TITLE ((const struct chiso_text[]){{"en", "Thing"}, {"vi", "Vật"}, {0}})

struct grown_input {
	struct chiso_input input;
	const void *later[3];
};
struct grown_output {
	struct chiso_output output;
	double later;
};
struct grown_indicator {
	struct chiso_indicator indicator;
	int (*later)(void);
};
struct grown_plugin {
	struct chiso_plugin plugin;
	const char *later;
};

static int map(struct chiso_call *call, const struct chiso_batch *batch, double *terms,
	       uint8_t *fate)
{
	(void)call, (void)batch, (void)terms, (void)fate;
	return CHISO_OK;
}

static const struct grown_input inputs[] = {
	{.input.field = {.id = "area", .title = TITLE, .type = CHISO_F64}},
	{.input.field = {.id = "crop", .title = TITLE, .type = CHISO_STR}},
	{.input.field = {.id = "since", .title = TITLE, .type = CHISO_DATE}},
};
static const struct chiso_term terms[] = {
	{.field = {.id = "area", .title = TITLE, .type = CHISO_F64}, .input = 1},
};
static const struct grown_output outputs[] = {
	{.output = {.field = {.id = "a", .title = TITLE, .type = CHISO_F64},
		    .denominator = CHISO_ONE,
		    .scale = 1}},
	{.output = {.field = {.id = "b", .title = TITLE, .type = CHISO_F64, .unit = "%"},
		    .scale = 100}},
};
static const struct grown_indicator thing = {
	.indicator =
		{
			.size = sizeof thing,
			.id = "grown.thing",
			.title = TITLE,
			.inputs = &inputs->input,
			.n_inputs = 3,
			.input_stride = sizeof *inputs,
			.terms = terms,
			.n_terms = 1,
			.term_stride = sizeof *terms,
			.outputs = &outputs->output,
			.n_outputs = 2,
			.output_stride = sizeof *outputs,
			.map = map,
		},
};
static const struct chiso_indicator *const things[] = {&thing.indicator};
static const struct grown_plugin grown = {
	.plugin =
		{
			.size = sizeof grown,
			.abi = CHISO_ABI,
			.id = "grown",
			.version = "9",
			.indicators = things,
			.n_indicators = 1,
		},
};

Test(registry, longer_structs_are_accepted)
{
	struct chiso_context *context = chiso_context_new(NULL);

	cr_assert_eq(descriptor_check(context, &grown.plugin, "grown.so", CHISO_ERROR), CHISO_OK);
	cr_assert_eq(chiso_finding_count(context, CHISO_NOTE), 0);
	chiso_context_free(context);
}

Test(registry, rows_are_found_by_stride)
{
	static const char *const ids[] = {"area", "crop", "since"};

	for (size_t i = 0; i < 3; i++)
		cr_assert_str_eq(chiso_input_at(&thing.indicator, i)->field.id, ids[i]);
	cr_assert_null(chiso_input_at(&thing.indicator, 3));
	cr_assert_str_eq(chiso_output_at(&thing.indicator, 1)->field.id, "b");
	cr_assert_null(chiso_output_at(&thing.indicator, 2));
	cr_assert_str_eq(chiso_term_at(&thing.indicator, 0)->field.id, "area");
	cr_assert_null(chiso_param_at(&thing.indicator, 0));
	cr_assert_null(chiso_problem_at(&thing.indicator, 0));
}

Test(registry, texts_fall_back_to_english)
{
	const struct chiso_text one[] = {{"fr", "Chose"}, {"en", "Thing"}, {0}},
				none[] = {{"fr", "Chose"}, {0}};

	cr_assert_str_eq(chiso_text_in(TITLE, "vi"), "Vật");
	cr_assert_str_eq(chiso_text_in(one, "vi"), "Thing");
	cr_assert_str_eq(chiso_text_in(one, "fr"), "Chose");
	cr_assert_str_eq(chiso_text_in(none, "vi"), "");
	cr_assert_str_eq(chiso_text_in(NULL, "en"), "");
}

Test(registry, the_nearest_indicator_is_proposed)
{
	struct chiso_context *context = chiso_context_new(NULL);
	struct chiso_finding finding = {.size = sizeof finding};

	cr_assert_null(chiso_indicator_find(context, "basic.sharé"));
	cr_assert_eq(chiso_finding_at(context, 0, &finding), CHISO_OK);
	cr_assert_str_eq(finding.code, "no-such-indicator");
	cr_assert_str_eq(finding.value, "basic.sharé");
	cr_assert_null(chiso_indicator_at(context, 0));
	cr_assert_null(chiso_plugin_at(context, 0, NULL));
	chiso_context_free(context);
}
