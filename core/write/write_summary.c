/* SPDX-License-Identifier: MIT */
/* How targets stand, as a table: by set, domain or unit, and as of each year; for people or as CSV. */
#include "assess/summary.h"
#include "base/code.h"
#include "base/context.h"
#include "display/layout.h"
#include "number/number.h"

#include <string.h>

/* What a format's name says: "domain", "domain-year", "year" and each with "-csv". */
struct wanted {
	int by, by_year, is_csv;
};

/* Takes a word off the end of a name of n bytes. */
static int ends_with(const char *name, size_t *n, const char *end)
{
	size_t length = strlen(end);

	if (*n < length || memcmp(name + *n - length, end, length))
		return 0;
	*n -= length;
	return 1;
}

static int read_name(struct wanted *out, const char *name)
{
	size_t n = strlen(name);

	*out = (struct wanted){.by = CHISO_BY_PLAN};
	out->is_csv = ends_with(name, &n, "-csv");
	if (n == 4 && !memcmp(name, "year", n)) {
		out->by_year = 1;
		return 1;
	}
	out->by_year = ends_with(name, &n, "-year");
	for (int by = CHISO_BY_PLAN; by <= CHISO_BY_UNIT; by++) {
		const char *word = code_summary(by);

		out->by = by;
		if (n == strlen(word) && !memcmp(name, word, n))
			return 1;
	}
	return 0;
}

/* ---- CSV ---- */

static void csv_number(struct sink *sink, const struct chiso_value *value)
{
	char out[NUMBER_ROOM];

	sink_text(sink, ",");
	if (value->type == CHISO_F64)
		sink_bytes(sink, out, number_print(out, value->as.f64));
}

static void csv_text(struct sink *sink, const char *text)
{
	sink_text(sink, ",");
	sink_csv_texts(sink, &text, text ? 1 : 0);
}

static void write_csv_row(struct sink *sink, const struct chiso_summary *s)
{
	const uint64_t counts[] = {s->n_targets, s->n_judged, s->n_on_track, s->n_open};
	char out[NUMBER_ROOM];

	sink_text(sink, code_summary(s->by));
	csv_text(sink, s->id);
	csv_text(sink, s->title);
	csv_text(sink, s->as_of);
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		sink_text(sink, ",");
		sink_bytes(sink, out, number_print_count(out, counts[i]));
	}
	csv_number(sink, &s->share);
	csv_number(sink, &s->weighted_share);
	sink_text(sink, "\n");
}

/* ---- for people ---- */

enum { GROUP, AS_OF, TARGETS, JUDGED, ON_TRACK, SHARE, WEIGHTED, NOT_JUDGED, N_COLUMNS };

static void put_heads(struct layout *layout, const struct chiso_context *context,
                      const struct wanted *wanted)
{
	static const enum message groups[] = {
		[CHISO_BY_PLAN] = MSG_HEAD_PLAN,
		[CHISO_BY_SET] = MSG_HEAD_SET,
		[CHISO_BY_DOMAIN] = MSG_HEAD_DOMAIN,
		[CHISO_BY_UNIT] = MSG_HEAD_UNIT,
	};
	static const enum message heads[] = {
		[AS_OF] = MSG_HEAD_AS_OF,       [TARGETS] = MSG_HEAD_TARGETS,
		[JUDGED] = MSG_HEAD_JUDGED,     [ON_TRACK] = MSG_VERDICT_ON_TRACK,
		[SHARE] = MSG_HEAD_SHARE,       [WEIGHTED] = MSG_HEAD_WEIGHTED,
		[NOT_JUDGED] = MSG_HEAD_NOT_JUDGED,
	};

	layout_row(layout);
	layout_put(layout, GROUP, label_text(context, groups[wanted->by]), STYLE_DIM);
	for (size_t i = AS_OF; i < N_COLUMNS; i++) {
		layout->columns[i].right = 1;
		if (i != AS_OF || wanted->by_year)
			layout_put(layout, i, label_text(context, heads[i]), STYLE_DIM);
	}
}

static void put_count(struct layout *layout, const struct chiso_context *context, size_t column,
                      uint64_t n)
{
	char text[NUMBER_ROOM];
	size_t length = number_print_for_people(text, (double)n, 0, context->lang);

	layout_put(layout, column, arena_text(&layout->arena, text, length), STYLE_PLAIN);
}

static void put_share(struct layout *layout, const struct chiso_context *context, size_t column,
                      const struct chiso_value *share)
{
	layout_put(layout, column,
	           share->type != CHISO_F64
	                   ? "–"
	                   : label_value(&layout->arena, context, share->as.f64, CHISO_EXACT, "%",
	                                 LABEL_BOARD),
	           STYLE_PLAIN);
}

static void put_row(struct layout *layout, const struct chiso_context *context,
                    const struct chiso_summary *s, int goes_on)
{
	const char *title = s->by == CHISO_BY_PLAN ? label_text(context, MSG_SUMMARY_PLAN)
	                    : *s->title            ? s->title
	                                           : label_text(context, MSG_SUMMARY_NO_GROUP);

	layout_row(layout);
	layout_put(layout, GROUP, goes_on ? "" : title, STYLE_PLAIN);
	if (s->as_of)
		layout_put(layout, AS_OF, s->as_of, STYLE_PLAIN);
	put_count(layout, context, TARGETS, s->n_targets);
	put_count(layout, context, JUDGED, s->n_judged);
	put_count(layout, context, ON_TRACK, s->n_on_track);
	put_share(layout, context, SHARE, &s->share);
	put_share(layout, context, WEIGHTED, &s->weighted_share);
	put_count(layout, context, NOT_JUDGED, s->n_open);
}

static int write_text(const struct chiso_context *context, const struct wanted *wanted,
                      const struct summaries *summaries, uint32_t flags, struct sink *sink)
{
	const struct chiso_summary *before = NULL;
	struct layout layout;

	if (layout_init(&layout, N_COLUMNS)) {
		layout_clear(&layout);
		return CHISO_ENOMEM;
	}
	layout.columns[GROUP].flexible = 1;
	put_heads(&layout, context, wanted);
	for (size_t i = 0; i < summaries->n; i++) {
		const struct chiso_summary *s = &summaries->list[i];

		if (s->by != wanted->by)
			continue;
		put_row(&layout, context, s, before && !strcmp(before->id, s->id));
		before = s;
	}
	if (before)
		layout_write(&layout, flags, sink);
	else
		layout_paragraph(sink, "", label_text(context, wanted->by_year ? MSG_NO_YEARS : MSG_NO_TARGETS),
		                 STYLE_PLAIN, flags);
	layout_clear(&layout);
	return sink->status;
}

int write_summary(const struct chiso_results *results, const char *name, uint32_t flags,
                  struct sink *sink)
{
	struct summaries summaries;
	struct wanted wanted;

	if (!read_name(&wanted, name))
		return CHISO_EUSE;
	if (wanted.is_csv)
		results = results_plain(results);
	int status = summaries_make(&summaries, results, wanted.by_year);
	if (!status && wanted.is_csv) {
		sink_text(sink, "by,id,title,as_of,targets,judged,on_track,open,share,"
		                "weighted_share\n");
		for (size_t i = 0; i < summaries.n; i++)
			if (summaries.list[i].by == wanted.by)
				write_csv_row(sink, &summaries.list[i]);
	} else if (!status) {
		status = write_text(results->context, &wanted, &summaries, flags, sink);
	}
	summaries_clear(&summaries);
	return status ? status : sink->status;
}
