/* SPDX-License-Identifier: MIT */
/* Axes over inputs: their labels are what the project binds to the inputs that repeat.  Parameters
 * that go along such an axis have a value for each label. */
#include "project/project.h"

#include "base/context.h"

#include <string.h>

static uint32_t find_label(const struct chiso_labels *labels, const char *label)
{
	uint32_t i = 0;

	while (i < labels->n && strcmp(labels->id[i], label))
		i++;
	return i;
}

/* The labels that the project binds to an input. */
static int list_labels(struct chiso_project *project, const struct indicator_spec *spec,
                       const char *input, struct chiso_labels *out)
{
	const char **ids = arena_new(&project->arena, spec->n_inputs, sizeof *ids);

	*out = (struct chiso_labels){ids, 0};
	if (!ids)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < spec->n_inputs; i++) {
		const struct input_spec *own = &spec->inputs[i];

		if (strcmp(own->input, input))
			continue;
		if (find_label(out, own->label) < out->n)
			report(project->context, MSG_LABEL_TWICE, own->of.place, own->label, input);
		else
			ids[out->n++] = own->label;
	}
	return CHISO_OK;
}

/* Another input along the same axis must have the same labels, in any order. */
static void compare_labels(struct chiso_project *project, const struct indicator_spec *spec,
                           const char *input, const char *first, const struct chiso_labels *labels,
                           const struct chiso_labels *own)
{
	for (size_t i = 0; i < spec->n_inputs; i++) {
		const struct input_spec *bound = &spec->inputs[i];

		if (!strcmp(bound->input, input) && find_label(labels, bound->label) == labels->n)
			report(project->context, MSG_LABEL_ALONE, bound->of.place, bound->label,
			       input, first);
		if (!strcmp(bound->input, first) && find_label(own, bound->label) == own->n)
			report(project->context, MSG_LABEL_ALONE, bound->of.place, bound->label,
			       first, input);
	}
}

/* The labels of a set: the items of its standard, or what the project binds. */
static int label_set(struct chiso_project *project, struct indicator_spec *spec,
                     struct param_set *set, uint16_t axis, const struct chiso_labels *bound)
{
	const char *id = chiso_axis_at(spec->use, axis)->field.id;
	const struct standard_list *list =
		set->standard ? standard_items(set->standard, id) : NULL;
	const char **ids;

	set->labels[axis] = *bound;
	if (!list)
		return CHISO_OK;
	ids = arena_new(&project->arena, list->n, sizeof *ids);
	if (!ids)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < list->n; i++)
		ids[i] = list->items[i].code;
	set->labels[axis] = (struct chiso_labels){ids, (uint32_t)list->n};
	return CHISO_OK;
}

/* Whether an input of this name repeats along an axis. */
static int is_along(const struct chiso_indicator *use, const char *name, uint16_t axis)
{
	for (uint32_t i = 0; i < use->n_inputs; i++)
		if (!strcmp(chiso_input_at(use, i)->field.id, name))
			return chiso_input_at(use, i)->axis == axis + 1u;
	return 0;
}

/* What the project binds that no standard has an item for. */
static void report_no_items(struct chiso_project *project, const struct indicator_spec *spec,
                            uint16_t axis)
{
	for (size_t i = 0; i < spec->n_inputs; i++) {
		const struct input_spec *own = &spec->inputs[i];
		struct nearest near = nearest_to(own->label ? own->label : "");
		int is_known = !is_along(spec->use, own->input, axis);

		for (size_t s = 0; s < spec->n_sets && !is_known; s++) {
			const struct chiso_labels *labels = &spec->sets[s].labels[axis];

			is_known = find_label(labels, own->label) < labels->n;
			for (uint32_t k = 0; k < labels->n; k++)
				nearest_offer(&near, labels->id[k]);
		}
		if (!is_known && near.best)
			report(project->context, MSG_NO_SUCH_ITEM_NEAR, own->of.place, own->label,
			       spec->use->id, near.best);
		else if (!is_known)
			report(project->context, MSG_NO_SUCH_ITEM, own->of.place, own->label,
			       spec->use->id);
	}
}

/* Adds labels to those that all sets have together. */
static int join_labels(struct chiso_project *project, struct chiso_labels *all,
                       const struct chiso_labels *more)
{
	const char **ids = arena_new(&project->arena, all->n + more->n, sizeof *ids);
	struct chiso_labels both = {ids, all->n};

	if (!ids)
		return CHISO_ENOMEM;
	for (uint32_t i = 0; i < all->n; i++)
		ids[i] = all->id[i];
	for (uint32_t i = 0; i < more->n; i++)
		if (find_label(&both, more->id[i]) == both.n)
			ids[both.n++] = more->id[i];
	*all = both;
	return CHISO_OK;
}

static int label_sets(struct chiso_project *project, struct indicator_spec *spec, uint16_t axis,
                      const struct chiso_labels *bound)
{
	int status = CHISO_OK;

	for (size_t i = 0; i < spec->n_sets && !status; i++) {
		status = label_set(project, spec, &spec->sets[i], axis, bound);
		if (!status)
			status = join_labels(project, &spec->labels[axis],
			                     &spec->sets[i].labels[axis]);
	}
	if (!status && bound->n)
		report_no_items(project, spec, axis);
	return status;
}

static int label_axis(struct chiso_project *project, struct indicator_spec *spec, uint16_t axis)
{
	struct chiso_labels labels = {0}, own;
	const char *first = NULL;
	int is_needed = 0, is_met = 0, status;

	/* Without any that the project binds it is the first of the axis whose columns have the
	 * names of the standard's items. */
	for (uint32_t i = 0; i < spec->use->n_inputs; i++) {
		const struct chiso_input *input = chiso_input_at(spec->use, i);

		if (input->axis != axis + 1u)
			continue;
		is_needed |= !(input->field.flags & CHISO_OPTIONAL);
		if (list_labels(project, spec, input->field.id, &own))
			return CHISO_ENOMEM;
		if (own.n && first) {
			compare_labels(project, spec, input->field.id, first, &labels, &own);
		} else if (own.n || !is_met) {
			if (own.n)
				first = input->field.id;
			labels = own;
			spec->labels_from[axis] = i;
		}
		is_met = 1;
	}
	status = label_sets(project, spec, axis, &labels);
	if (status)
		return status;
	if (!spec->labels[axis].n && is_needed)
		report(project->context, MSG_AXIS_UNBOUND, spec->place,
		       chiso_axis_at(spec->use, axis)->field.id, spec->use->id);
	return CHISO_OK;
}

int indicator_set_labels(struct chiso_project *project, struct indicator_spec *spec)
{
	const struct chiso_indicator *use = spec->use;
	int status = CHISO_OK;

	spec->labels = arena_new(&project->arena, use->n_axes, sizeof *spec->labels);
	spec->labels_from = arena_new(&project->arena, use->n_axes, sizeof *spec->labels_from);
	if (!spec->labels || !spec->labels_from)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < spec->n_sets; i++) {
		spec->sets[i].labels =
			arena_new(&project->arena, use->n_axes, sizeof *spec->labels);
		if (!spec->sets[i].labels)
			return CHISO_ENOMEM;
	}
	for (uint16_t i = 0; i < use->n_axes && !status; i++)
		if (chiso_axis_at(use, i)->kind == CHISO_AXIS_INPUT)
			status = label_axis(project, spec, i);
	/* A breakdown and an axis of one name could not be told apart in the results. */
	for (size_t s = 0; s < spec->n_by; s++)
		for (size_t k = 0; k < spec->by[s].n; k++)
			for (uint16_t i = 0; i < use->n_axes; i++)
				if (!strcmp(spec->by[s].items[k], chiso_axis_at(use, i)->field.id))
					report(project->context, MSG_KEY_IS_AXIS,
					       spec->by[s].places[k], spec->by[s].items[k],
					       use->id);
	return status;
}

static int count_codes(const struct chiso_code *codes)
{
	int n = 0;

	while (codes && codes[n].id)
		n++;
	return n;
}

/* Labels of an axis that are known before data are read; n 0: they aren't. */
static struct chiso_labels known_labels(struct chiso_project *project,
                                        const struct indicator_spec *spec,
                                        const struct chiso_labels *labels_of, uint8_t axis)
{
	const struct chiso_axis *row = chiso_axis_at(spec->use, axis - 1u);
	struct chiso_labels labels = {0};

	if (row->kind == CHISO_AXIS_INPUT)
		return labels_of[axis - 1];
	if (row->kind == CHISO_AXIS_CODES) {
		const struct chiso_code *codes = chiso_input_at(spec->use, row->of)->field.codes;
		int n = count_codes(codes);
		const char **ids = arena_new(&project->arena, (size_t)n, sizeof *ids);

		for (int i = 0; ids && i < n; i++)
			ids[i] = codes[i].id;
		if (ids)
			labels = (struct chiso_labels){ids, (uint32_t)n};
	}
	return labels;
}

const char **indicator_param_by_label(struct chiso_project *project,
                                      const struct indicator_spec *spec, size_t param,
                                      struct json_node *object, size_t *n)
{
	const struct chiso_param *row = chiso_param_at(spec->use, param);
	struct chiso_labels labels = known_labels(project, spec, spec->labels, row->axis);
	const char **texts = arena_new(&project->arena, labels.n, sizeof *texts);

	*n = 0;
	for (uint32_t i = 0; texts && i < labels.n; i++) {
		if (!json_get(project->json, object, labels.id[i])) {
			json_missing(project->json, object, labels.id[i]);
			continue;
		}
		texts[(*n)++] = json_get_text(project->json, object, labels.id[i]);
		if (!texts[*n - 1])
			--*n;
	}
	json_unknown_keys(project->json, object);
	return texts;
}

int indicator_align_param(struct chiso_project *project, const struct indicator_spec *spec,
                          struct param_set *set, size_t param, struct place place, int is_given)
{
	const struct chiso_param *row = chiso_param_at(spec->use, param);
	struct chiso_list *list = &set->params[param];
	struct chiso_labels labels;

	if (!row->axis || !list->n)
		return CHISO_OK;
	labels = known_labels(project, spec, set->labels, row->axis);
	if (!labels.n || list->n == labels.n)
		return CHISO_OK;
	if (!is_given) {
		struct chiso_value *all = arena_new(&project->arena, labels.n, sizeof *all);

		if (!all)
			return CHISO_ENOMEM;
		for (uint32_t i = 0; i < labels.n; i++)
			all[i] = list->v[0];
		*list = (struct chiso_list){all, labels.n};
		return CHISO_OK;
	}
	char have[NUMBER_ROOM], want[NUMBER_ROOM];
	number_print(have, list->n);
	number_print(want, labels.n);
	set->is_broken = 1;
	report(project->context, MSG_PARAM_ALONG_AXIS, place, have, row->field.id, want,
	       chiso_axis_at(spec->use, row->axis - 1u)->field.id);
	return CHISO_OK;
}
