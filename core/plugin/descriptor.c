/* SPDX-License-Identifier: MIT */
#include "plugin/descriptor.h"

#include "base/context.h"
#include "base/text.h"

#include <stddef.h>
#include <string.h>

enum {
	MOST_ROWS = 4096,
	MOST_PROBLEMS = UINT8_MAX - CHISO_REFUSED + 1, /* a fate is a byte */
};

static int is_utf8(const char *text)
{
	size_t bad_at;

	return text_is_utf8(text, strlen(text), &bad_at);
}

/* "outputs[2] (share)", "outputs" or "" */
static const char *row_name(struct check *check)
{
	const char *id = NULL;

	if (!check->table)
		return "";
	if (check->row == NO_ROW)
		return check->table->name;
	memcpy(&id, descriptor_row(check->table, check->row), sizeof id);
	return arena_printf(&check->arena, "%s[%zu] (%s)", check->table->name, check->row,
			    id && is_utf8(id) ? id : "?");
}

static const char *or_unknown(const char *id)
{
	return id ? id : "?";
}

void descriptor_fault(struct check *check, enum message id, const char *value, const char *a,
		      const char *b)
{
	const char *args[] = {or_unknown(check->plugin->id),
			      check->indicator ? or_unknown(check->indicator->id) : "",
			      row_name(check), NULL};
	enum message at = !check->indicator ? MSG_AT_PLUGIN
			  : !check->table   ? MSG_AT_INDICATOR
					    : MSG_AT_ROW;
	const char *where = message_fill(&check->arena, at, check->context->lang, args);

	check->is_faulty = 1;
	report_as(check->context, check->severity, id, check->place, value ? value : "",
		  where ? where : "", a ? a : "", b ? b : "");
}

const void *descriptor_row(const struct table *table, size_t i)
{
	return table->rows + i * table->stride;
}

static const char *size_text(struct check *check, size_t n)
{
	return arena_printf(&check->arena, "%zu", n);
}

/* ---- texts and ids ------------------------------------------------------------------------- */

/* A fault of a text, which is called `title "vi"`. */
static void text_fault(struct check *check, enum message id, const char *name, const char *lang)
{
	const char *one = lang ? arena_printf(&check->arena, "%s \"%s\"", name, lang) : name;

	descriptor_fault(check, id, one ? one : name, NULL, NULL);
}

void descriptor_text(struct check *check, const char *name, const char *lang, const char *text)
{
	size_t n = text ? strlen(text) : 0;

	if (text_is_nfc(text, n))
		return;
	if (!is_utf8(text)) {
		text_fault(check, MSG_DESCRIPTOR_UTF8, name, lang);
		return;
	}
	const char *nfc = text_nfc(&check->arena, text, n);
	if (nfc && strcmp(nfc, text))
		text_fault(check, MSG_DESCRIPTOR_NFC, name, lang);
}

void descriptor_texts(struct check *check, const char *name, const struct chiso_text *texts,
		      int is_needed)
{
	int has_english = 0;

	for (const struct chiso_text *t = texts; t && t->lang; t++) {
		if (!t->text)
			text_fault(check, MSG_DESCRIPTOR_NULL, name, t->lang);
		else if (!strcmp(t->lang, "en"))
			has_english = 1;
		descriptor_text(check, name, t->lang, t->text);
	}
	if (is_needed && !has_english)
		descriptor_fault(check, MSG_DESCRIPTOR_ENGLISH, name, NULL, NULL);
}

static int is_id(const char *id)
{
	if (*id < 'a' || *id > 'z')
		return 0;
	while ((*id >= 'a' && *id <= 'z') || (*id >= '0' && *id <= '9') || *id == '_')
		id++;
	return !*id;
}

static void check_id(struct check *check, const char *id)
{
	if (!id)
		descriptor_fault(check, MSG_DESCRIPTOR_NULL, "id", NULL, NULL);
	else if (!is_id(id))
		descriptor_fault(check, MSG_DESCRIPTOR_ID, id, NULL, NULL);
}

/* "plugin.indicator" */
static void check_indicator_id(struct check *check)
{
	const char *id = check->indicator->id, *plugin = check->plugin->id;
	size_t n = plugin ? strlen(plugin) : 0;

	if (!id)
		descriptor_fault(check, MSG_DESCRIPTOR_NULL, "id", NULL, NULL);
	else if (plugin && (strncmp(id, plugin, n) || id[n] != '.' || !is_id(id + n + 1)))
		descriptor_fault(check, MSG_DESCRIPTOR_INDICATOR_ID, id, plugin, NULL);
}

/* ---- tables -------------------------------------------------------------------------------- */

static void list_tables(struct check *check)
{
	const struct chiso_indicator *i = check->indicator;
	const struct table tables[TABLES] = {
		[SOURCES] = {"sources", (const char *)i->sources, i->n_sources, i->source_stride,
			     sizeof *i->sources},
		[AXES] = {"axes", (const char *)i->axes, i->n_axes, i->axis_stride,
			  sizeof *i->axes},
		[INPUTS] = {"inputs", (const char *)i->inputs, i->n_inputs, i->input_stride,
			    sizeof *i->inputs},
		[PARAMS] = {"params", (const char *)i->params, i->n_params, i->param_stride,
			    sizeof *i->params},
		[TERMS] = {"terms", (const char *)i->terms, i->n_terms, i->term_stride,
			   sizeof *i->terms},
		[OUTPUTS] = {"outputs", (const char *)i->outputs, i->n_outputs, i->output_stride,
			     sizeof *i->outputs},
		[PROBLEMS] = {"problems", (const char *)i->problems, i->n_problems,
			      i->problem_stride, sizeof *i->problems},
	};

	memcpy(check->tables, tables, sizeof tables);
}

/* Whether the rows of a table can be looked at. */
static int check_table(struct check *check, enum table_kind kind)
{
	const struct table *table = &check->tables[kind];
	size_t most = kind == PROBLEMS ? MOST_PROBLEMS : MOST_ROWS;

	check->table = table;
	check->row = NO_ROW;
	if (!table->n)
		return 0;
	if (!table->rows)
		descriptor_fault(check, MSG_DESCRIPTOR_NO_TABLE, size_text(check, table->n), NULL,
				 NULL);
	else if (table->stride < table->least || table->stride % sizeof(void *))
		descriptor_fault(check, MSG_DESCRIPTOR_STRIDE, size_text(check, table->stride),
				 size_text(check, table->least), size_text(check, sizeof(void *)));
	else if (table->n > most)
		descriptor_fault(check, MSG_DESCRIPTOR_TOO_MANY, size_text(check, table->n),
				 size_text(check, most), NULL);
	else
		return 1;
	return 0;
}

/* Every kind of row begins with id and title. */
struct row_head {
	const char *id;
	const struct chiso_text *title;
};

static void check_twice(struct check *check, const char *id)
{
	for (size_t i = 0; id && i < check->row; i++) {
		const struct row_head *other = descriptor_row(check->table, i);

		if (!other->id || strcmp(other->id, id))
			continue;
		descriptor_fault(check, MSG_DESCRIPTOR_TWICE, id,
				 arena_printf(&check->arena, "%s[%zu]", check->table->name, i),
				 NULL);
		return;
	}
}

static void check_rows(struct check *check, enum table_kind kind)
{
	if (!check_table(check, kind))
		return;
	for (check->row = 0; check->row < check->table->n; check->row++) {
		const struct row_head *head = descriptor_row(check->table, check->row);

		check_id(check, head->id);
		check_twice(check, head->id);
		descriptor_texts(check, kind == PROBLEMS ? "text" : "title", head->title, 1);
		descriptor_check_row(check, kind, head);
		arena_clear(&check->arena);
	}
}

/* ---- the indicator and the plugin ---------------------------------------------------------- */

static void check_functions(struct check *check)
{
	const struct chiso_indicator *indicator = check->indicator;
	const struct chiso_state *state = indicator->state;

	if (indicator->record)
		descriptor_check_record(check);
	else if (!indicator->map)
		descriptor_fault(check, MSG_DESCRIPTOR_NO_MAP, NULL, NULL, NULL);
	if (!state)
		return;
	if (state->size < offsetof(struct chiso_state, update_each)) {
		descriptor_fault(check, MSG_DESCRIPTOR_SIZE, size_text(check, state->size),
				 size_text(check, offsetof(struct chiso_state, update_each)), NULL);
		return;
	}
	if (!state->state_size)
		descriptor_fault(check, MSG_DESCRIPTOR_STATE, "state_size", NULL, NULL);
	if (!state->update)
		descriptor_fault(check, MSG_DESCRIPTOR_STATE, "update()", NULL, NULL);
	if (!state->merge)
		descriptor_fault(check, MSG_DESCRIPTOR_STATE, "merge()", NULL, NULL);
	if (!state->clear)
		descriptor_fault(check, MSG_DESCRIPTOR_STATE, "clear()", NULL, NULL);
}

static void check_indicator(struct check *check)
{
	const struct chiso_indicator *indicator = check->indicator;

	if (indicator->size < sizeof *indicator) {
		if (indicator->size < offsetof(struct chiso_indicator, title))
			check->indicator = NULL; /* too short for its id */
		descriptor_fault(check, MSG_DESCRIPTOR_SIZE, size_text(check, indicator->size),
				 size_text(check, sizeof *indicator), NULL);
		return;
	}
	check_indicator_id(check);
	descriptor_texts(check, "title", indicator->title, 1);
	descriptor_texts(check, "summary", indicator->summary, 0);
	descriptor_text(check, "formula", NULL, indicator->formula);
	descriptor_text(check, "reference", NULL, indicator->reference);
	if (indicator->direction < -1 || indicator->direction > 1)
		descriptor_fault(check, MSG_DESCRIPTOR_UNKNOWN, "direction",
				 arena_printf(&check->arena, "%d", (int)indicator->direction),
				 NULL);
	check_functions(check);
	list_tables(check);
	if (!indicator->n_outputs)
		descriptor_fault(check, MSG_DESCRIPTOR_NO_OUTPUTS, NULL, NULL, NULL);
	for (int kind = 0; kind < TABLES; kind++)
		check_rows(check, (enum table_kind)kind);
	check->table = NULL;
}

/* Only among sound ones: others may have no id. */
static void check_indicator_twice(struct check *check, uint32_t n)
{
	const struct chiso_indicator *const *others = check->plugin->indicators;

	for (uint32_t i = 0; i < n && !check->is_faulty; i++)
		if (!strcmp(others[i]->id, check->indicator->id))
			descriptor_fault(check, MSG_DESCRIPTOR_TWICE, others[i]->id,
					 arena_printf(&check->arena, "indicators[%u]", (unsigned)i),
					 NULL);
}

static void check_indicators(struct check *check)
{
	const struct chiso_plugin *plugin = check->plugin;

	for (uint32_t i = 0; i < plugin->n_indicators; i++) {
		const struct chiso_indicator *indicator = plugin->indicators[i];

		if (!indicator) {
			descriptor_fault(check, MSG_DESCRIPTOR_NULL,
					 arena_printf(&check->arena, "indicators[%u]", (unsigned)i),
					 NULL, NULL);
			continue;
		}
		check->indicator = indicator;
		check_indicator(check);
		check_indicator_twice(check, i);
		check->indicator = NULL;
		arena_clear(&check->arena);
	}
}

int descriptor_check(struct chiso_context *context, const struct chiso_plugin *plugin,
		     const char *path, int severity)
{
	struct check check = {.context = context,
			      .place = {.file = finding_file(context, path)},
			      .severity = severity,
			      .plugin = plugin};

	if (plugin->size < sizeof *plugin) {
		const struct chiso_plugin nameless = {.size = plugin->size};

		if (plugin->size < offsetof(struct chiso_plugin, version))
			check.plugin = &nameless;
		descriptor_fault(&check, MSG_DESCRIPTOR_SIZE, size_text(&check, plugin->size),
				 size_text(&check, sizeof *plugin), NULL);
		arena_clear(&check.arena);
		return CHISO_EPLUGIN;
	}
	check_id(&check, plugin->id);
	if (!plugin->version)
		descriptor_fault(&check, MSG_DESCRIPTOR_NULL, "version", NULL, NULL);
	descriptor_text(&check, "version", NULL, plugin->version);
	descriptor_text(&check, "vendor", NULL, plugin->vendor);
	descriptor_text(&check, "license", NULL, plugin->license);
	descriptor_text(&check, "url", NULL, plugin->url);
	descriptor_texts(&check, "title", plugin->title, 0);
	if (!plugin->n_indicators)
		descriptor_fault(&check, MSG_DESCRIPTOR_NO_INDICATORS, NULL, NULL, NULL);
	else if (!plugin->indicators)
		descriptor_fault(&check, MSG_DESCRIPTOR_NULL, "indicators", NULL, NULL);
	else if (plugin->n_indicators > MOST_ROWS)
		descriptor_fault(&check, MSG_DESCRIPTOR_TOO_MANY,
				 size_text(&check, plugin->n_indicators),
				 size_text(&check, MOST_ROWS), NULL);
	else
		check_indicators(&check);
	arena_clear(&check.arena);
	return check.is_faulty ? CHISO_EPLUGIN : CHISO_OK;
}
