/* SPDX-License-Identifier: MIT */
/* The scoreboard for a terminal: the plan's goals, where each stands, and why. */
#include "base/context.h"
#include "display/layout.h"
#include "write/board.h"

#include <string.h>

enum { GOAL, TITLE, LATEST, TARGET, JUDGEMENT, N_COLUMNS };

/* Title and document at the left, who made it at the right, on a line of its own when it is long.
 */
static void write_heading(const struct chiso_results *results, struct arena *arena, uint32_t flags,
                          struct sink *sink)
{
	const char *made_by = arena_printf(arena, "chiso %s", chiso_version());
	const char *heading = board_heading(arena, results);

	if (!made_by || !heading) {
		sink_text(sink, NULL);
		return;
	}
	size_t left = layout_places(heading, strlen(heading)), right = strlen(made_by);

	if (left + 2 + right <= LAYOUT_WIDTH) {
		layout_line(sink, heading, strlen(heading), STYLE_BOLD, flags);
		for (size_t i = left; i < LAYOUT_WIDTH - right; i++)
			sink_text(sink, " ");
	} else {
		layout_paragraph(sink, "", heading, STYLE_BOLD, flags);
		for (size_t i = right; i < LAYOUT_WIDTH; i++)
			sink_text(sink, " ");
	}
	layout_line(sink, made_by, right, STYLE_DIM, flags);
	sink_text(sink, "\n");
	if (results->about.synthetic)
		layout_paragraph(sink, "", label_text(results->context, MSG_SYNTHETIC_DATA),
		                 STYLE_YELLOW, flags);
	sink_text(sink, "\n");
}

static enum style style_of(enum chiso_verdict verdict)
{
	static const enum style styles[] = {
		[TONE_NEUTRAL] = STYLE_PLAIN,  [TONE_VOID] = STYLE_DIM, [TONE_GOOD] = STYLE_GREEN,
		[TONE_WARNING] = STYLE_YELLOW, [TONE_BAD] = STYLE_RED,
	};

	return styles[board_tone(verdict)];
}

static void put_row(struct layout *layout, struct footnotes *footnotes,
                    const struct chiso_results *results, const char *usual_unit, size_t i)
{
	const struct chiso_context *context = results->context;
	const struct chiso_assessment *a = &results->assessments[i];
	struct arena *arena = &layout->arena;
	const char *title = board_title(arena, usual_unit, a);
	int goes_on = i && a->goal && a[-1].goal && !strcmp(a->goal, a[-1].goal);

	layout_row(layout);
	layout_put(layout, GOAL, goes_on || !a->goal ? "" : a->goal, STYLE_BOLD);
	/* Further targets of one row do not repeat its title. */
	if (goes_on && title) {
		const char *above = board_title(arena, usual_unit, a - 1);

		title = above && !strcmp(above, title) ? "" : title;
	}
	layout_put(layout, TITLE, title, STYLE_PLAIN);
	layout_put(layout, LATEST, board_latest(arena, context, a),
	           a->current.value.type == CHISO_F64 ? STYLE_PLAIN : STYLE_DIM);
	layout_put(layout, TARGET, board_target(arena, context, a),
	           a->target == CHISO_TARGET_NONE ? STYLE_DIM : STYLE_PLAIN);
	layout_put(layout, JUDGEMENT,
	           label_join(arena, board_judgement(arena, context, a), " ",
	                      board_notes(footnotes, arena, results, a)),
	           style_of(a->verdict));
}

static void write_rows(const struct chiso_results *results, struct layout *layout,
                       struct footnotes *footnotes, uint32_t flags, struct sink *sink)
{
	static const enum message heads[N_COLUMNS] = {
		[GOAL] = MSG_HEAD_GOAL,           [TITLE] = MSG_HEAD_TITLE,
		[LATEST] = MSG_HEAD_LATEST,       [TARGET] = MSG_HEAD_TARGET,
		[JUDGEMENT] = MSG_HEAD_JUDGEMENT,
	};

	const char *usual_unit;

	if (board_usual_unit(results, &usual_unit))
		sink_text(sink, NULL);
	layout->columns[TITLE] = (struct layout_column){.flexible = 1, .max = 34};
	layout->columns[LATEST] = (struct layout_column){.flexible = 1, .max = 24};
	layout->columns[TARGET] = (struct layout_column){.flexible = 1, .max = 24};
	layout->columns[JUDGEMENT].flexible = 1;
	layout_row(layout);
	for (size_t i = 0; i < N_COLUMNS; i++)
		layout_put(layout, i, label_text(results->context, heads[i]), STYLE_DIM);
	for (size_t i = 0; i < results->n_assessments; i++)
		put_row(layout, footnotes, results, usual_unit, i);
	layout_write(layout, flags, sink);
}

static void write_notes(const struct chiso_results *results, const struct footnotes *footnotes,
                        struct arena *arena, uint32_t flags, struct sink *sink)
{
	for (size_t i = 0; i < footnotes->list.n; i++) {
		const char *head = arena_printf(arena, "[%zu] ", i + 1);

		if (head)
			layout_paragraph(sink, head, footnotes->list.texts[i], STYLE_DIM, flags);
		else
			sink_text(sink, NULL);
	}
	if (board_has_bounds(results))
		layout_paragraph(sink, "", label_text(results->context, MSG_BOUND_SIGNS), STYLE_DIM,
		                 flags);
}

static void write_summaries(const struct chiso_results *results, struct arena *arena, uint32_t flags,
                            struct sink *sink)
{
	struct texts lines;

	if (board_summaries(&lines, arena, results))
		sink_text(sink, NULL);
	for (size_t i = 0; i < lines.n && !sink->status; i++)
		layout_paragraph(sink, "", lines.list[i], STYLE_PLAIN, flags);
}

int write_scoreboard(const struct chiso_results *results, uint32_t flags, struct sink *sink)
{
	struct footnotes footnotes = {0};
	struct layout layout;

	if (layout_init(&layout, N_COLUMNS))
		sink_text(sink, NULL);
	if (!sink->status)
		write_heading(results, &layout.arena, flags, sink);
	if (!sink->status && results->n_assessments) {
		write_rows(results, &layout, &footnotes, flags, sink);
		sink_text(sink, "\n");
		layout_paragraph(sink, "", board_counts(&layout.arena, results), STYLE_PLAIN,
		                 flags);
		write_summaries(results, &layout.arena, flags, sink);
		write_notes(results, &footnotes, &layout.arena, flags, sink);
	} else if (!sink->status) {
		layout_paragraph(sink, "", label_text(results->context, MSG_NO_GOALS), STYLE_PLAIN,
		                 flags);
	}
	footnotes_clear(&footnotes);
	layout_clear(&layout);
	return sink->status;
}
