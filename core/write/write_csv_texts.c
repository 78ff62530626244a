/* SPDX-License-Identifier: MIT */
#include "write/write_csv_texts.h"

#include "base/code.h"
#include "base/grow.h"

#include <stdlib.h>
#include <string.h>

void csv_texts_clear(struct csv_texts *texts)
{
	free(texts->groups);
	free(texts->outputs);
	free(texts->columns);
	free(texts->text);
	free(texts->keys.text);
}

/* ---- writing --------------------------------------------------------------------------------- */

/* Adds to a text, and leaves room behind it. */
static int add(char **text, size_t *n, size_t *cap, const char *more, size_t n_more)
{
	while (*cap - *n < n_more + TEXT_MARGIN)
		if (grow((void **)text, *cap, cap, 1))
			return 1;
	memcpy(*text + *n, more, n_more);
	/* What stands there is copied, and of no account. */
	memset(*text + *n + n_more, 0, TEXT_MARGIN);
	*n += n_more;
	return 0;
}

/* Take what a sink hands on. */
static int append(void *user, const char *text, size_t n)
{
	struct csv_texts *texts = user;

	return add(&texts->text, &texts->n, &texts->cap, text, n);
}

static int append_key(void *user, const char *text, size_t n)
{
	struct csv_keys *keys = user;

	return add(&keys->text, &keys->n, &keys->cap, text, n);
}

void csv_texts_init(struct csv_texts *texts, const struct cells *cells, uint32_t first_group,
                    uint32_t last_group)
{
	*texts = (struct csv_texts){.cells = cells,
	                            .first_group = first_group,
	                            .n_groups = (size_t)last_group - first_group + 1,
	                            .turn = 1,
	                            .sink = {.write = append, .user = texts},
	                            .keys = {.labels = UINT32_MAX,
	                                     .sink = {.write = append_key, .user = &texts->keys}}};
}

static void write_group(struct csv_row *row, const struct cell_group *group, int part)
{
	switch (part) {
	case TEXT_STANDARD:
		csv_text(row, group->standard);
		break;
	case TEXT_PLACE:
		csv_text(row, group->unit_code);
		csv_text(row, group->unit_name);
		csv_text(row, group->level);
		csv_text(row, group->label);
		break;
	case TEXT_RECORDS:
		csv_count(row, group->n_used);
		csv_count(row, group->n_seen);
		break;
	case TEXT_REPORTING:
		csv_count(row, group->reporting);
		csv_count(row, group->expected);
		break;
	case TEXT_EXACT:
		csv_text(row, code_bound(CHISO_EXACT));
		break;
	default:
		csv_text(row, code_status(group->status));
		csv_text(row, code_evidence(group->evidence));
		csv_count(row, group->is_break);
		csv_count(row, group->rolled_up);
		csv_count(row, group->synthetic);
		csv_texts_of(row, group->remarks->sources, group->remarks->n_sources);
		csv_texts_of(row, group->remarks->notes, group->remarks->n_notes);
	}
}

static void write_output(struct csv_row *row, const struct cell_output *output, int part)
{
	switch (part) {
	case TEXT_INDICATOR:
		csv_text(row, output->indicator);
		csv_text(row, output->use);
		csv_count(row, output->version);
		break;
	case TEXT_OUTPUT:
		csv_text(row, output->output);
		break;
	case TEXT_MEASURE:
		csv_text(row, output->unit_measure);
		break;
	case TEXT_NO_SUMS:
		csv_text(row, NULL);
		csv_text(row, NULL);
		break;
	default: /* no standard, no reason */
		csv_text(row, NULL);
	}
}

static int write_keys(struct csv_keys *keys, const struct chiso_about *about,
                      const struct cell_output *output, const char *const *values)
{
	for (size_t i = 0; i < about->n_keys; i++) {
		struct csv_row row = {.sink = &keys->sink};
		uint32_t k = 0;

		while (k < output->n_keys && strcmp(output->keys[k], about->keys[i]))
			k++;
		csv_text(&row, k < output->n_keys ? values[k] : NULL);
		sink_byte(&keys->sink, ',');
	}
	/* None are a text, too. */
	return sink_close(&keys->sink, 0) || append_key(keys, "", 0) ? CHISO_ENOMEM : CHISO_OK;
}

int csv_texts_keys(struct csv_texts *texts, const struct chiso_about *about, const struct cell *cell)
{
	const struct cell_output *output = &texts->cells->outputs[cell->output];
	struct csv_keys *keys = &texts->keys;

	if (keys->labels == cell->labels && keys->names == output->keys &&
	    keys->n_names == output->n_keys)
		return CHISO_OK;
	keys->n = 0;
	keys->names = output->keys;
	keys->n_names = output->n_keys;
	keys->labels = cell->labels;
	return write_keys(keys, about, output, texts->cells->labels[cell->labels].key_values);
}

/* Makes the texts of a group or, when that is NULL, of an output. */
static int make(struct csv_texts *texts, struct csv_text *text, const struct cell_group *group,
                const struct cell_output *output)
{
	int n = group ? GROUP_TEXTS : OUTPUT_TEXTS;

	text->turn = texts->turn;
	for (int part = 0; part < n; part++) {
		struct csv_row row = {.sink = &texts->sink};

		text->begins[part] = (uint32_t)(texts->n + texts->sink.n);
		if (group)
			write_group(&row, group, part);
		else
			write_output(&row, output, part);
		/* Marks end the row, or what only some runs have comes behind them. */
		if (!group || part != TEXT_MARKS)
			sink_byte(&texts->sink, ',');
	}
	text->begins[n] = (uint32_t)(texts->n + texts->sink.n);
	return sink_close(&texts->sink, 0) ? CHISO_ENOMEM : CHISO_OK;
}

/* ---- finding --------------------------------------------------------------------------------- */

/* Forgets what was said of other indicators, for most often groups are of one, or what is too much. */
static void begin_again(struct csv_texts *texts)
{
	texts->n = 0;
	texts->turn++;
}

static int find_output(struct csv_texts *texts, uint32_t number)
{
	const struct cells *cells = texts->cells;

	if (number >= texts->outputs_cap &&
	    (WIDEN(&texts->columns, &texts->columns_cap, cells->n_outputs) ||
	     WIDEN(&texts->outputs, &texts->outputs_cap, cells->n_outputs)))
		return CHISO_ENOMEM;
	return texts->outputs[number].turn == texts->turn
	               ? CHISO_OK
	               : make(texts, &texts->outputs[number], NULL, &cells->outputs[number]);
}

static int find_group(struct csv_texts *texts, uint32_t number)
{
	uint32_t at = number - texts->first_group;

	if (at >= texts->groups_cap && WIDEN(&texts->groups, &texts->groups_cap, texts->n_groups))
		return CHISO_ENOMEM;
	return texts->groups[at].turn == texts->turn
	               ? CHISO_OK
	               : make(texts, &texts->groups[at], texts->cells->groups[number], NULL);
}

int csv_texts_make(struct csv_texts *texts, const struct cell *cell)
{
	enum { MUCH = 1 << 20, TOO_MUCH = 1 << 30 };
	const char *indicator = texts->cells->outputs[cell->output].indicator;

	if (texts->n > TOO_MUCH || (texts->n > MUCH && indicator != texts->indicator))
		begin_again(texts);
	texts->indicator = indicator;
	return find_output(texts, cell->output) || find_group(texts, cell->group) ? CHISO_ENOMEM
	                                                                           : CHISO_OK;
}
