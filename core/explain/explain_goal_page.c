/* SPDX-License-Identifier: MIT */
/* A goal and its rows for people: what is wanted, the verdict, and the values that it stands on. */
#include "explain/explain_goal.h"

#include "base/context.h"

#include <string.h>

void goal_line(struct page *page, enum message label, const char *text)
{
	if (!text || *text)
		page_line(page, label, page_text(page, text));
}

void goal_more(struct page *page, size_t n, enum message text)
{
	char more[NUMBER_ROOM];

	number_print_for_people(more, (double)n, 0, page->context->lang);
	page_line(page, MESSAGE_N,
	          page_text(page, message_fill(&page->arena, text, page->context->lang,
	                                       (const char *const[]){more, NULL})));
}

static void heading(struct page *page, const char *text)
{
	sink_text(page->sink, page->indent);
	sink_text(page->sink, text);
	sink_text(page->sink, "\n");
}

/* ---- the goal -------------------------------------------------------------------------------- */

static void write_document(struct page *page, const struct document *document)
{
	const char *lang = page->context->lang, *title, *authority;

	if (!document)
		return;
	title = words_in(document->title, lang);
	authority = words_in(document->authority, lang);
	page_line(page, MSG_LABEL_DOCUMENT,
	          label_document(&page->arena, page->context, title ? title : document->id,
	                         document->date, document->status));
	goal_line(page, MESSAGE_N, authority ? authority : "");
	goal_line(page, MESSAGE_N, document->source ? document->source : "");
}

void goal_page_begin(struct pages *pages, const struct goal_spec *goal)
{
	struct page page = {.results = pages->results,
	                    .context = pages->results->context,
	                    .sink = pages->sink,
	                    .indent = ""};
	const char *title = words_in(goal->title, page.context->lang);
	const char *note = words_in(goal->note, page.context->lang);

	heading(&page, arena_printf(&page.arena, "%s   %s", goal->id, title ? title : ""));
	goal_line(&page, MSG_LABEL_WORDS, goal->words ? goal->words : "");
	write_document(&page, goal->document);
	goal_line(&page, MSG_LABEL_DOMAIN, goal->domain ? goal->domain : "");
	goal_line(&page, MSG_LABEL_OWNER, goal->owner ? goal->owner : "");
	goal_line(&page, MSG_LABEL_NOTE, note ? note : "");
	arena_clear(&page.arena);
}

/* ---- the verdict ----------------------------------------------------------------------------- */

static void write_heading(struct page *page, const struct judgement *j)
{
	const struct row_spec *row = j->judged.board->row;
	const struct chiso_assessment *a = &j->a;
	const char *text = a->title ? a->title : "";

	if (a->indicator)
		text = arena_printf(&page->arena, "%s.%s", a->indicator, a->output);
	for (size_t i = 0; a->indicator && text && row && i < row->n_by; i++)
		text = arena_printf(&page->arena, "%s   %s=%s", text, row->by[i].name,
		                    row->by[i].source);
	if (a->unit && text)
		text = arena_printf(&page->arena, "%s   %s%s%s", text, a->unit,
		                    strcmp(a->unit, a->unit_name) ? " " : "",
		                    strcmp(a->unit, a->unit_name) ? a->unit_name : "");
	heading(page, text);
	if (a->indicator)
		goal_line(page, MSG_LABEL_TITLE, a->title ? a->title : "");
}

static const char *rule_text(struct page *page, const struct judgement *j)
{
	static const enum message texts[N_RULES] = {
		[RULE_NO_INDICATOR] = MSG_DECIDED_NO_INDICATOR,
		[RULE_NO_DATA] = MSG_DECIDED_NO_DATA,
		[RULE_NO_TARGET] = MSG_DECIDED_NO_TARGET,
		[RULE_MET] = MSG_DECIDED_MET,
		[RULE_NEAR_LIMIT] = MSG_WHY_NEAR_LIMIT,
		[RULE_DATE_PAST] = MSG_DECIDED_DATE_PAST,
		[RULE_NOT_DUE] = MSG_DECIDED_NOT_DUE,
		[RULE_CUTOFF] = MSG_DECIDED_CUTOFF,
		[RULE_BELOW] = MSG_DECIDED_BELOW,
		[RULE_AWAY] = MSG_DECIDED_AWAY,
		[RULE_MET_SO_FAR] = MSG_DECIDED_MET_SO_FAR,
		[RULE_UNMET_SO_FAR] = MSG_DECIDED_UNMET_SO_FAR,
		[RULE_OVER] = MSG_DECIDED_OVER,
		[RULE_NOT_YET_MET] = MSG_DECIDED_NOT_YET_MET,
		[RULE_OPEN] = MSG_DECIDED_OPEN,
	};
	const struct progress_grade *grade = &j->trail.answer.grade;
	const char *number = page_number(page, grade->number), *cutoff = "";

	if (grade->cutoff)
		cutoff = page_number(page, standard_number(j->trail.standard, grade->cutoff));
	return message_fill(&page->arena, texts[j->rule], page->context->lang,
	                    (const char *const[]){number, cutoff, NULL});
}

static void write_verdict(struct page *page, const struct judgement *j)
{
	const char *verdict = label_verdict(page->context, j->a.verdict);

	if (j->as_of)
		verdict = message_fill(&page->arena, MSG_VERDICT_AS_OF, page->context->lang,
		                       (const char *const[]){
					       verdict,
					       page_text(page, label_period(&page->arena, page->context,
		                                                            j->as_of)),
					       NULL});
	page_line(page, MSG_LABEL_VERDICT, page_text(page, verdict));
	page_line(page, MSG_LABEL_BECAUSE, page_text(page, rule_text(page, j)));
	/* That rule says the same in its own words. */
	if (j->rule != RULE_NEAR_LIMIT)
		goal_line(page, MSG_LABEL_REMARK, j->a.why ? j->a.why : "");
	if (j->rule == RULE_NO_DATA)
		goal_line(page, MSG_LABEL_NEEDS, j->a.needs ? j->a.needs : "");
}

static void write_target(struct page *page, const struct judgement *j)
{
	const struct chiso_assessment *a = &j->a;

	if (!j->judged.board->row)
		return;
	page_line(page, MSG_LABEL_TARGET,
	          page_text(page, label_target(&page->arena, page->context, a)));
	if (a->target != CHISO_TARGET_NONE) {
		goal_line(page, MSG_LABEL_SET, a->set ? a->set : "");
		if (a->weight != 1)
			page_line(page, MSG_LABEL_WEIGHT, page_number(page, a->weight));
		if (j->document != j->goal->document)
			write_document(page, j->document);
	}
	if (a->owner && (!j->goal->owner || strcmp(a->owner, j->goal->owner)))
		page_line(page, MSG_LABEL_OWNER, a->owner);
}

/* ---- what it stands on ----------------------------------------------------------------------- */

/* For a shell: in quotes where it has signs that mean something there. */
static const char *quoted(struct arena *arena, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				    "_-./,:@%+";
	const char *out = "'";

	if (*word && *word != '-' && !word[strspn(word, plain)])
		return word;
	for (; out && *word; word++)
		out = *word == '\'' ? arena_printf(arena, "%s'\\''", out)
		                    : arena_printf(arena, "%s%c", out, *word);
	return out ? arena_printf(arena, "%s'", out) : NULL;
}

/* What to type to see the pages of all values of the series, or of those that were compared. */
static void write_command(struct page *page, const struct judgement *j)
{
	const char *path = quoted(&page->arena, j->results->project->path);
	const char *text = path ? arena_printf(&page->arena, "chiso explain %s --indicator %s.%s",
	                                       path, j->a.indicator, j->a.output)
	                        : NULL;
	const char *what;

	if (!j->series.n)
		return;
	if (j->a.aspect == CHISO_ASPECT_RANK)
		what = arena_printf(&page->arena, " --period %s", j->a.current.period);
	else
		what = j->a.unit && *j->a.unit
		               ? arena_printf(&page->arena, " --unit %s",
		                              page_text(page, quoted(&page->arena, j->a.unit)))
		               : "";
	page_line(page, MSG_LABEL_ASK, page_text(page, label_join(&page->arena, text, "", what)));
}

/* Whether the verdict is made of a point. */
static int stands_on(const struct judgement *j, uint32_t point)
{
	const struct chiso_point *at = &j->a.points[point];

	if (j->a.aspect == CHISO_ASPECT_MEAN || j->a.aspect == CHISO_ASPECT_GEOMETRIC_MEAN)
		return judgement_has_part(j, point);
	return at == j->trail.now || at == j->trail.base;
}

/* The pages of the values, or of the last one that is missing. */
static int write_values(struct pages *pages, struct page *page, const struct judgement *j)
{
	size_t n = 0;
	int status = CHISO_OK;

	for (uint32_t i = 0; i < j->a.n_points && !status; i++) {
		size_t cell = j->judged.entries[i]->at;

		if (!stands_on(j, i) || pages->is_shown[cell] || n++ >= MOST_SHOWN)
			continue;
		sink_text(pages->sink, "\n");
		status = pages_write(pages, cell, 2);
	}
	if (n > MOST_SHOWN)
		goal_more(page, n - MOST_SHOWN, MSG_MORE_OPERANDS);
	if (!j->a.n_points && j->series.n && !status) {
		size_t cell = j->series.entries[j->series.n - 1].at;

		if (!pages->is_shown[cell]) {
			sink_text(pages->sink, "\n");
			status = pages_write(pages, cell, 2);
		}
	}
	return status;
}

int goal_page_row(struct pages *pages, const struct judgement *j)
{
	struct page page = {.results = pages->results,
	                    .context = pages->results->context,
	                    .sink = pages->sink,
	                    .indent = "    "};
	const char *note = j->a.note && j->judged.board->row
	                           ? words_in(j->judged.board->row->note, page.context->lang)
	                           : NULL;
	int status;

	sink_text(pages->sink, "\n");
	write_heading(&page, j);
	write_verdict(&page, j);
	write_target(&page, j);
	goal_page_working(&page, j);
	goal_line(&page, MSG_LABEL_NOTE, note ? note : "");
	write_command(&page, j);
	status = write_values(pages, &page, j);
	arena_clear(&page.arena);
	return status;
}
