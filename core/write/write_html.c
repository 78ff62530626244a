/* SPDX-License-Identifier: MIT */
/* report.html: the scoreboard, the series as pictures, and all results, on one page. */
#include "assess/summary.h"
#include "base/context.h"
#include "write/board.h"
#include "write/html.h"
#include "write/table.h"

#include <inttypes.h>
#include <string.h>

struct page {
	struct sink *sink;
	struct arena arena;
	struct arena row; /* what lasts for one row of a table */
	const struct chiso_results *results;
	const struct chiso_context *context;
	struct footnotes notes, sources;
	const char *usual_unit;
};

void html_text(struct sink *sink, const char *text)
{
	const char *p = text;

	for (; p && *p; p++) {
		const char *escaped;

		switch (*p) {
		case '&':
			escaped = "&amp;";
			break;
		case '<':
			escaped = "&lt;";
			break;
		case '>':
			escaped = "&gt;";
			break;
		case '"':
			escaped = "&quot;";
			break;
		case '\'':
			escaped = "&#39;";
			break;
		default:
			if ((unsigned char)*p >= ' ' && *p != 0x7F)
				continue;
			escaped = " ";
		}
		sink_bytes(sink, text, (size_t)(p - text));
		sink_text(sink, escaped);
		text = p + 1;
	}
	sink_text(sink, text);
}

static void element(struct page *page, const char *start, const char *text, const char *end)
{
	sink_text(page->sink, start);
	html_text(page->sink, text);
	sink_text(page->sink, end);
}

static void heading(struct page *page, enum message id)
{
	element(page, "<h2>", label_text(page->context, id), "</h2>\n");
}

/* ---- Notes ----------------------------------------------------------------------------------- */

/* The marks "[1][3]" as links. */
static void write_marks(struct page *page, const char *marks)
{
	if (!marks) {
		sink_text(page->sink, NULL);
		return;
	}
	for (const char *end; *marks == '[' && (end = strchr(marks, ']')); marks = end + 1) {
		sink_text(page->sink, "<sup><a href=\"#note-");
		sink_bytes(page->sink, marks + 1, (size_t)(end - marks) - 1);
		sink_text(page->sink, "\">");
		sink_bytes(page->sink, marks, (size_t)(end - marks) + 1);
		sink_text(page->sink, "</a></sup>");
	}
}

static void write_list(struct page *page, enum message title, const struct footnotes *notes,
                       const char *tag)
{
	if (!notes->list.n)
		return;
	sink_text(page->sink, "<section>\n");
	heading(page, title);
	sink_text(page->sink, *tag == 'o' ? "<ol>\n" : "<ul>\n");
	for (size_t i = 0; i < notes->list.n; i++) {
		const char *start =
			*tag == 'o' ? arena_printf(&page->arena, "<li id=\"note-%zu\">", i + 1)
				    : "<li>";

		element(page, start, notes->list.texts[i], "</li>\n");
	}
	sink_text(page->sink, *tag == 'o' ? "</ol>\n</section>\n" : "</ul>\n</section>\n");
}

static void collect_sources(struct page *page, const struct chiso_cell *cell)
{
	for (size_t i = 0; i < cell->n_sources; i++)
		if (!footnote(&page->sources, &page->row, "", cell->sources[i]))
			sink_text(page->sink, NULL);
}

/* ---- Scoreboard ------------------------------------------------------------------------------ */

static void write_verdict(struct page *page, const struct chiso_assessment *a)
{
	static const char *const starts[] = {
		[TONE_NEUTRAL] = "<span class=\"verdict\">",
		[TONE_VOID] = "<span class=\"verdict void\">",
		[TONE_GOOD] = "<span class=\"verdict good\">",
		[TONE_WARNING] = "<span class=\"verdict warning\">",
		[TONE_BAD] = "<span class=\"verdict bad\">",
	};

	if (board_names_verdict(a)) {
		element(page, starts[board_tone(a->verdict)],
		        label_verdict(page->context, a->verdict), "</span>");
		html_text(page->sink, board_explanation(&page->arena, page->context, a));
	} else {
		html_text(page->sink, board_judgement(&page->arena, page->context, a));
	}
}

static void write_row(struct page *page, size_t i)
{
	const struct chiso_assessment *a = &page->results->assessments[i];
	struct arena *arena = &page->arena;
	int goes_on = i && a->goal && a[-1].goal && !strcmp(a->goal, a[-1].goal);
	int has_value = a->current.value.type == CHISO_F64;

	element(page, "<tr><th scope=\"row\">", goes_on || !a->goal ? "" : a->goal, "</th>");
	element(page, "<td>", board_title(arena, page->usual_unit, a), "");
	if (a->words && *a->words && !(goes_on && a[-1].words && !strcmp(a->words, a[-1].words)))
		element(page, "<q>", a->words, "</q>");
	element(page, has_value ? "</td><td>" : "</td><td class=\"void\">",
	        board_latest(arena, page->context, a), "");
	write_marks(page, board_notes(&page->notes, arena, page->results, a));
	element(page, a->target ? "</td><td>" : "</td><td class=\"void\">",
	        board_target(arena, page->context, a), "</td><td>");
	write_verdict(page, a);
	sink_text(page->sink, "</td></tr>\n");
	collect_sources(page, &a->current);
}

static void write_summaries(struct page *page)
{
	struct texts lines;

	if (board_summaries(&lines, &page->arena, page->results))
		sink_text(page->sink, NULL);
	for (size_t i = 0; i < lines.n && !page->sink->status; i++)
		element(page, "<p class=\"counts\">", lines.list[i], "</p>\n");
}

/* The years of one group: "3/4". */
static void write_group_years(struct page *page, const struct chiso_summary *s, size_t n_years)
{
	const char *title = s->by == CHISO_BY_PLAN ? label_text(page->context, MSG_SUMMARY_PLAN)
	                    : *s->title            ? s->title
	                                           : label_text(page->context, MSG_SUMMARY_NO_GROUP);

	element(page, "<tr><th scope=\"row\">", title, "</th>");
	for (size_t i = 0; i < n_years; i++)
		element(page, "<td class=\"number\">",
		        arena_printf(&page->arena, "%" PRIu64 "/%" PRIu64, s[i].n_on_track,
		                     s[i].n_judged),
		        "</td>");
	sink_text(page->sink, "</tr>\n");
}

/* How the plan and its domains stood, a column for each year. */
static void write_years(struct page *page)
{
	struct summaries summaries;
	size_t n_years = 0, n_domains = 0;

	if (summaries_make(&summaries, page->results, 1))
		sink_text(page->sink, NULL);
	for (size_t i = 0; i < summaries.n; i++)
		n_years += summaries.list[i].by == CHISO_BY_PLAN;
	for (size_t i = 0; i < summaries.n; i += n_years)
		n_domains += summaries.list[i].by == CHISO_BY_DOMAIN;
	if (n_years > 1) {
		element(page, "<p>", label_text(page->context, MSG_REPORT_YEARS),
		        "</p>\n<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\"></th>");
		for (size_t i = 0; i < n_years; i++)
			element(page, "<th scope=\"col\" class=\"number\">",
			        summaries.list[i].as_of, "</th>");
		sink_text(page->sink, "</tr></thead>\n<tbody>\n");
		for (size_t i = 0; i < summaries.n; i += n_years)
			if (!i || (summaries.list[i].by == CHISO_BY_DOMAIN && n_domains > 1))
				write_group_years(page, &summaries.list[i], n_years);
		sink_text(page->sink, "</tbody></table></div>\n");
	}
	summaries_clear(&summaries);
}

static void write_board(struct page *page)
{
	static const enum message heads[] = {
		MSG_HEAD_GOAL, MSG_HEAD_TITLE, MSG_HEAD_LATEST, MSG_HEAD_TARGET, MSG_HEAD_JUDGEMENT,
	};

	if (!page->results->n_assessments)
		return;
	sink_text(page->sink, "<section>\n");
	heading(page, MSG_REPORT_GOALS);
	sink_text(page->sink, "<div class=\"wide\"><table class=\"board\">\n<thead><tr>");
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		element(page, "<th scope=\"col\">", label_text(page->context, heads[i]), "</th>");
	sink_text(page->sink, "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < page->results->n_assessments; i++)
		write_row(page, i);
	sink_text(page->sink, "</tbody></table></div>\n");
	element(page, "<p class=\"counts\">", board_counts(&page->arena, page->results), "</p>\n");
	write_summaries(page);
	write_years(page);
	if (board_has_bounds(page->results))
		element(page, "<p class=\"soft\">", label_text(page->context, MSG_BOUND_SIGNS),
		        "</p>\n");
	sink_text(page->sink, "</section>\n");
}

/* ---- Series ---------------------------------------------------------------------------------- */

static void write_series(struct page *page)
{
	const struct chiso_results *results = page->results;
	size_t n = 0;

	for (size_t i = 0; i < results->n_assessments; i++) {
		const struct chiso_assessment *a = &results->assessments[i];

		if (a->n_points < 2)
			continue;
		if (!n++) {
			sink_text(page->sink, "<section>\n");
			heading(page, MSG_REPORT_SERIES);
		}
		element(page, "<figure>\n<figcaption>", a->goal ? a->goal : "", " ");
		element(page, "", board_title(&page->arena, page->usual_unit, a), " <span>");
		element(page, "", board_trend(&page->arena, page->context, a),
		        "</span></figcaption>\n");
		html_chart(page->sink, page->context, a);
		sink_text(page->sink, "</figure>\n");
	}
	if (n)
		element(page, "<p class=\"soft\">", label_text(page->context, MSG_REPORT_LEGEND),
		        "</p>\n</section>\n");
}

/* ---- Results --------------------------------------------------------------------------------- */

/* The text of a cell of the notes ends with its marks: they become links. */
static void write_notes_cell(struct page *page, const char *text)
{
	const char *marks = text ? text + strlen(text) : NULL;

	while (marks && marks > text && marks[-1] == ']') {
		const char *open = marks - 1;

		while (open > text && open[-1] >= '0' && open[-1] <= '9')
			open--;
		if (open == marks - 1 || open == text || open[-1] != '[')
			break;
		marks = open - 1;
	}
	element(page, "<td>", text ? arena_text(&page->row, text, (size_t)(marks - text)) : NULL,
	        "");
	write_marks(page, marks);
	sink_text(page->sink, "</td>");
}

static void write_table_rows(struct page *page, const struct table *table)
{
	for (size_t at = table->first, next; at < table->end; at = next) {
		next = table_row_end(table, at);
		sink_text(page->sink, "<tr>");
		for (size_t i = 0; i < table->n_columns; i++) {
			const struct table_column *column = &table->columns[i];
			const char *text = table_text(table, &page->row, &page->notes, i, at, next);

			if (column->kind == TABLE_NOTES)
				write_notes_cell(page, text);
			else
				element(page, column->is_number ? "<td class=\"number\">" : "<td>",
				        text, "</td>");
		}
		sink_text(page->sink, "</tr>\n");
		for (size_t i = at; i < next; i++)
			collect_sources(page, table_cell(table, i));
		arena_clear(&page->row);
	}
}

static void write_indicator(struct page *page, const struct table *table)
{
	const struct chiso_cell *cell = table_cell(table, table->first);

	element(page, "<details>\n<summary><b>",
	        cell->title && *cell->title ? cell->title : cell->indicator, "</b> ");
	element(page, "<span class=\"soft\">", cell->indicator, "</span></summary>\n");
	if (table->is_synthetic)
		element(page, "<p class=\"banner\">", label_text(page->context, MSG_SYNTHETIC_DATA),
		        "</p>\n");
	sink_text(page->sink, "<div class=\"wide\"><table>\n<thead><tr>");
	for (size_t i = 0; i < table->n_columns; i++)
		element(page,
		        table->columns[i].is_number ? "<th scope=\"col\" class=\"head number\">"
		                                    : "<th scope=\"col\">",
		        table->columns[i].head, "</th>");
	sink_text(page->sink, "</tr></thead>\n<tbody>\n");
	write_table_rows(page, table);
	sink_text(page->sink, "</tbody></table></div>\n</details>\n");
}

static void write_results(struct page *page)
{
	const struct chiso_results *results = page->results;
	size_t at = 0;

	if (!results_count(results))
		return;
	sink_text(page->sink, "<section>\n");
	heading(page, MSG_REPORT_RESULTS);
	while (at < results_count(results) && !page->sink->status) {
		struct table table;

		if (table_init(&table, results, at, 0))
			sink_text(page->sink, NULL);
		else
			write_indicator(page, &table);
		at = table.end;
		table_clear(&table);
	}
	sink_text(page->sink, "</section>\n");
}

/* ---- The page -------------------------------------------------------------------------------- */

static void write_head(struct page *page)
{
	const struct chiso_about *about = &page->results->about;
	const char *title = about->title ? about->title : "";

	element(page, "<!DOCTYPE html>\n<html lang=\"", page->context->lang,
	        "\">\n<head>\n<meta charset=\"utf-8\">\n"
	        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	        "style-src 'unsafe-inline'\">\n");
	element(page, "<title>", title, "</title>\n<style>\n");
	sink_text(page->sink, html_style);
	element(page, "</style>\n</head>\n<body>\n<header>\n<h1>", title, "</h1>\n");
	if (about->document_title)
		element(page, "<p class=\"document\">",
		        label_document(&page->arena, page->context, about->document_title,
		                       about->document_date, about->document_status),
		        "</p>\n");
	if (about->synthetic)
		element(page, "<p class=\"banner\">", label_text(page->context, MSG_SYNTHETIC_DATA),
		        "</p>\n");
	sink_text(page->sink, "</header>\n<main>\n");
}

int write_html(const struct chiso_results *results, uint32_t flags, struct sink *sink)
{
	struct page page = {.sink = sink, .results = results, .context = results->context};

	(void)flags;
	if (board_usual_unit(results, &page.usual_unit))
		sink_text(sink, NULL);
	write_head(&page);
	write_board(&page);
	write_series(&page);
	write_results(&page);
	write_list(&page, MSG_REPORT_NOTES, &page.notes, "ol");
	write_list(&page, MSG_REPORT_SOURCES, &page.sources, "ul");
	element(&page, "</main>\n<footer>",
	        label_phrase(&page.arena, page.context, MSG_REPORT_MADE_BY, chiso_version()),
	        "</footer>\n</body>\n</html>\n");
	footnotes_clear(&page.notes);
	footnotes_clear(&page.sources);
	arena_clear(&page.arena);
	arena_clear(&page.row);
	return sink->status;
}
