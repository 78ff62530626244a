/* SPDX-License-Identifier: MIT */
/* adjustments.csv, before any data are read. */
#include "project/adjustment.h"

#include "base/context.h"
#include "base/grow.h"
#include "units/sheet.h"

#include <stdlib.h>
#include <string.h>

enum { UNIT, PERIOD, COLUMN, OLD, NEW, WHO, WHY, DOCUMENT, COLUMNS };
static const char *const columns[COLUMNS] = {"unit", "period", "column", "old",
                                             "new",  "who",    "why",    "document"};

/* A file being read. */
struct adjusting {
	struct chiso_project *project;
	struct adjustments *out;
	struct sheet sheet;
	int *at; /* per further column, its field */
	int no_memory;
};

static const char *text_of(struct adjusting *adjusting, int column)
{
	const char *text = sheet_text(&adjusting->sheet, (size_t)column, &adjusting->project->arena);

	adjusting->no_memory |= !text;
	return text ? text : "";
}

static struct place place_of(const struct adjusting *adjusting, int column)
{
	return sheet_place(&adjusting->sheet, (size_t)column);
}

/* Those that the header has beside the known ones. */
static int find_others(struct adjusting *adjusting)
{
	struct arena *arena = &adjusting->project->arena;
	struct adjustments *out = adjusting->out;
	const struct sheet *sheet = &adjusting->sheet;

	adjusting->at = arena_new(arena, sheet->n_header, sizeof *adjusting->at);
	out->columns = arena_new(arena, sheet->n_header, sizeof *out->columns);
	out->places = arena_new(arena, sheet->n_header, sizeof *out->places);
	if (!adjusting->at || !out->columns || !out->places)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < sheet->n_header; i++) {
		struct slice name = sheet_trim(sheet->csv.fields[i].text);
		int known = 0;

		for (int c = 0; c < COLUMNS; c++)
			known |= sheet->column[c] == (int)i;
		if (known)
			continue;
		out->places[out->n_columns] = csv_place(&sheet->csv, i);
		adjusting->at[out->n_columns] = (int)i;
		out->columns[out->n_columns] = text_nfc(arena, name.text, name.n);
		if (!out->columns[out->n_columns++])
			return CHISO_ENOMEM;
	}
	return CHISO_OK;
}

static void read_keys(struct adjusting *adjusting, struct adjustment *one)
{
	const struct adjustments *out = adjusting->out;
	struct arena *arena = &adjusting->project->arena;

	one->keys = arena_new(arena, out->n_columns, sizeof *one->keys);
	adjusting->no_memory |= !one->keys;
	for (size_t i = 0; i < out->n_columns && one->keys; i++) {
		size_t field = (size_t)adjusting->at[i];
		struct slice text = {"", 0};

		if (field < adjusting->sheet.csv.n_fields)
			text = sheet_trim(adjusting->sheet.csv.fields[field].text);
		one->keys[i] = text_nfc(arena, text.text, text.n);
		adjusting->no_memory |= !one->keys[i];
	}
}

static const struct document *find_document(const struct adjusting *adjusting, const char *id)
{
	const struct chiso_project *project = adjusting->project;
	struct place place = place_of(adjusting, DOCUMENT);
	struct nearest near = nearest_to(id);

	for (size_t i = 0; i < project->n_documents; i++) {
		if (!strcmp(project->documents[i].id, id))
			return &project->documents[i];
		nearest_offer(&near, project->documents[i].id);
	}
	if (near.best)
		report(project->context, MSG_NO_SUCH_DOCUMENT_NEAR, place, id, near.best);
	else
		report(project->context, MSG_NO_SUCH_DOCUMENT, place, id);
	return NULL;
}

/* Nobody answers for a value without these. */
static int has_all(const struct adjusting *adjusting)
{
	static const int needed[] = {COLUMN, WHO, WHY, DOCUMENT};
	int all = 1;

	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (!sheet_field(&adjusting->sheet, (size_t)needed[i]).n) {
			report(adjusting->project->context, MSG_ADJUST_EMPTY,
			       place_of(adjusting, needed[i]), "", columns[needed[i]]);
			all = 0;
		}
	return all;
}

static int read_row(struct adjusting *adjusting)
{
	struct adjustments *out = adjusting->out;
	struct adjustment one = {.unit = text_of(adjusting, UNIT),
	                         .period = text_of(adjusting, PERIOD),
	                         .column = text_of(adjusting, COLUMN),
	                         .old = text_of(adjusting, OLD),
	                         .new = text_of(adjusting, NEW),
	                         .who = text_of(adjusting, WHO),
	                         .why = text_of(adjusting, WHY),
	                         .place = csv_place(&adjusting->sheet.csv, 0),
	                         .unit_place = place_of(adjusting, UNIT),
	                         .period_place = place_of(adjusting, PERIOD),
	                         .column_place = place_of(adjusting, COLUMN),
	                         .old_place = place_of(adjusting, OLD),
	                         .new_place = place_of(adjusting, NEW)};
	int has = has_all(adjusting);

	read_keys(adjusting, &one);
	if (*text_of(adjusting, DOCUMENT))
		one.document = find_document(adjusting, text_of(adjusting, DOCUMENT));
	if (!strcmp(one.old, one.new)) {
		report(adjusting->project->context, MSG_ADJUST_SAME, one.new_place, one.new);
		has = 0;
	}
	if (adjusting->no_memory)
		return CHISO_ENOMEM;
	if (!has || !one.document)
		return CHISO_OK;
	one.mark = arena_printf(&adjusting->project->arena, "%c%08zu", ADJUSTMENT_MARK,
	                        out->first + out->n);
	if (!one.mark || GROW(&out->list, out->n, &out->cap))
		return CHISO_ENOMEM;
	out->list[out->n++] = one;
	return CHISO_OK;
}

static int read_rows(struct adjusting *adjusting, const struct bytes *bytes)
{
	struct chiso_context *context = adjusting->project->context;
	const char *file = finding_file(context, adjusting->out->path);
	int more = 0, status = CHISO_ENOMEM;

	if (file)
		status = sheet_open_wider(&adjusting->sheet, context, file, bytes->data, bytes->n,
		                          columns, COLUMNS, COLUMNS);
	if (!status)
		status = find_others(adjusting);
	while (!status && (more = sheet_next(&adjusting->sheet)) == 1)
		status = read_row(adjusting);
	if (file)
		sheet_close(&adjusting->sheet);
	if (more < 0)
		status = more;
	return status == CHISO_EDATA ? CHISO_OK : status;
}

/* The number of the first adjustment of a dataset that is read behind the others. */
static size_t count_before(const struct chiso_project *project)
{
	size_t n = 0;

	for (size_t i = 0; i < project->n_datasets; i++)
		if (project->datasets[i].adjustments)
			n += project->datasets[i].adjustments->n;
	return n;
}

int adjustments_read(struct chiso_project *project, struct dataset_spec *dataset,
                     struct json_node *node)
{
	struct json_node *member = json_get(project->json, node, "adjustments");
	const char *name = json_get_string(project->json, node, "adjustments");
	struct adjusting adjusting = {.project = project};
	struct place place = json_place(project->json, member);
	struct bytes bytes;

	if (!name)
		return CHISO_OK;
	if (dataset->from_id) {
		report(project->context, MSG_ADJUST_COLLAPSED, place, dataset->id, dataset->from_id);
		return CHISO_OK;
	}
	if (!(project->flags & CHISO_ALLOW_OUTSIDE) && !file_is_below(project->folder, name)) {
		report(project->context, MSG_FILE_OUTSIDE, place, name);
		return CHISO_OK;
	}
	adjusting.out = arena_new(&project->arena, 1, sizeof *adjusting.out);
	if (!adjusting.out)
		return CHISO_ENOMEM;
	adjusting.out->first = count_before(project);
	adjusting.out->name = name;
	adjusting.out->path = file_join(&project->arena, project->folder, name);
	if (!adjusting.out->path)
		return CHISO_ENOMEM;
	int status = file_read(&bytes, project->context, place, adjusting.out->path);
	if (status)
		return status == CHISO_ENOMEM ? status : CHISO_OK;
	dataset->adjustments = adjusting.out;
	adjusting.out->sha256 = project_digest(project, &bytes);
	status = adjusting.out->sha256 ? read_rows(&adjusting, &bytes) : CHISO_ENOMEM;
	bytes_clear(&bytes);
	return status;
}

void adjustments_clear(struct adjustments *adjustments)
{
	if (adjustments)
		free(adjustments->list);
}
