/* SPDX-License-Identifier: MIT */
/* Saved results, read back: what write_json.c writes, in the same order. */
#include "base/code.h"
#include "base/context.h"
#include "base/grow.h"
#include "files/file.h"
#include "project/mapping.h"
#include "results/results.h"
#include "run/provenance.h"

#include <stdlib.h>
#include <string.h>

/* A document being read. */
struct saved {
	struct json *json;
	struct arena *arena;
	int no_memory;
};

/* ---- members of an object ---- */

static int has(struct saved *saved, const struct json_node *object, const char *key)
{
	return json_kind(json_get(saved->json, object, key)) != JSON_NULL;
}

/* A text or NULL. */
static const char *text(struct saved *saved, const struct json_node *object, const char *key)
{
	const char *found = has(saved, object, key) ? json_get_string(saved->json, object, key) : NULL;
	const char *copy = found ? arena_text(saved->arena, found, strlen(found)) : NULL;

	saved->no_memory |= found && !copy;
	return copy;
}

/* A text that must be there. */
static const char *needed(struct saved *saved, const struct json_node *object, const char *key)
{
	const char *found = text(saved, object, key);

	if (!found && !has(saved, object, key))
		json_missing(saved->json, object, key);
	return found ? found : "";
}

static double number(struct saved *saved, const struct json_node *object, const char *key)
{
	return has(saved, object, key) ? json_get_number(saved->json, object, key, 0) : 0;
}

/* A number of things; one that no double counts is as good as none. */
static uint64_t count(struct saved *saved, const struct json_node *object, const char *key)
{
	double n = number(saved, object, key);

	return n > 0 && n <= 9007199254740992.0 ? (uint64_t)n : 0;
}

static uint32_t count32(struct saved *saved, const struct json_node *object, const char *key)
{
	uint64_t n = count(saved, object, key);

	return n <= UINT32_MAX ? (uint32_t)n : UINT32_MAX;
}

static int truth(struct saved *saved, const struct json_node *object, const char *key)
{
	return json_get_bool(saved->json, object, key, 0);
}

static const char *reason_word(int reason)
{
	return chiso_reason_word((uint32_t)reason);
}

static const char *verdict_word(int verdict)
{
	return code_verdict((enum chiso_verdict)verdict);
}

enum { MOST_WORDS = 32 };

/* An enumeration by its word; 0: no word, or null. */
static int code(struct saved *saved, const struct json_node *object, const char *key,
                const char *(*word)(int))
{
	const char *found = has(saved, object, key) ? json_get_string(saved->json, object, key) : NULL;

	for (int i = 0; found && *found && i < MOST_WORDS; i++)
		if (!strcmp(word(i), found))
			return i;
	if (found)
		json_expected(saved->json, json_get(saved->json, object, key), MSG_JSON_A_CODE);
	return 0;
}

/* A number that may lack for a reason, which another member may say. */
static struct chiso_value value(struct saved *saved, const struct json_node *object, const char *key,
                                const char *reason)
{
	if (has(saved, object, key))
		return (struct chiso_value){.type = CHISO_F64, .as.f64 = number(saved, object, key)};
	return (struct chiso_value){
		.reason = reason ? (uint32_t)code(saved, object, reason, reason_word) : 0};
}

static const char *const *strings(struct saved *saved, const struct json_node *object,
                                  const char *key, uint32_t *n)
{
	struct json_node *list = json_get_array(saved->json, object, key);
	size_t room = json_count(list);
	const char **texts = arena_new(saved->arena, room + 1, sizeof *texts);

	*n = 0;
	saved->no_memory |= !texts;
	for (struct json_node *at = json_child(list); at && texts; at = json_next(at)) {
		const char *one = json_string(at);

		if (!one)
			json_expected(saved->json, at, MSG_JSON_A_STRING);
		else if (!(texts[(*n)++] = arena_text(saved->arena, one, strlen(one))))
			saved->no_memory = 1;
	}
	return texts;
}

/* ---- results ---- */

static void read_estimate(struct saved *saved, const struct json_node *from, struct chiso_cell *cell)
{
	cell->confidence = number(saved, from, "confidence");
	if (!(cell->confidence > 0))
		return;
	cell->se = value(saved, from, "se", "se_reason");
	cell->ci_low = value(saved, from, "ci_low", "se_reason");
	cell->ci_high = value(saved, from, "ci_high", "se_reason");
	cell->deff = value(saved, from, "deff", "se_reason");
	cell->df = count32(saved, from, "df");
	cell->n_psu = count32(saved, from, "n_psu");
	cell->n_strata = count32(saved, from, "n_strata");
}

static const struct chiso_adjustment *const *read_adjustments(struct saved *saved,
                                                              const struct json_node *from,
                                                              uint32_t *n_out)
{
	struct json_node *list = json_get_array(saved->json, from, "adjustments");
	size_t n = json_count(list);
	struct chiso_adjustment *all = arena_new(saved->arena, n + 1, sizeof *all);
	const struct chiso_adjustment **shown = arena_new(saved->arena, n + 1, sizeof *shown);

	*n_out = 0;
	saved->no_memory |= !all || !shown;
	for (struct json_node *at = json_child(list); at && all && shown; at = json_next(at)) {
		struct chiso_adjustment *a = &all[*n_out];

		*a = (struct chiso_adjustment){.size = sizeof *a};
		a->dataset = needed(saved, at, "dataset");
		a->unit = needed(saved, at, "unit");
		a->period = needed(saved, at, "period");
		a->keys = needed(saved, at, "keys");
		a->column = needed(saved, at, "column");
		a->old_value = needed(saved, at, "old");
		a->new_value = needed(saved, at, "new");
		a->who = needed(saved, at, "who");
		a->why = needed(saved, at, "why");
		a->document = needed(saved, at, "document");
		a->document_title = needed(saved, at, "document_title");
		shown[(*n_out)++] = a;
	}
	return shown;
}

static void read_figure(struct saved *saved, const struct json_node *from, struct chiso_cell *cell)
{
	cell->value = value(saved, from, "value", "reason");
	cell->bound = code(saved, from, "bound", code_bound);
	cell->numerator = value(saved, from, "numerator", NULL);
	cell->denominator = value(saved, from, "denominator", NULL);
	cell->n_used = count(saved, from, "n_used");
	cell->n_seen = count(saved, from, "n_seen");
	cell->reporting = count32(saved, from, "reporting");
	cell->expected = count32(saved, from, "expected");
	cell->periods_reporting = count32(saved, from, "periods_reporting");
	cell->periods_expected = count32(saved, from, "periods_expected");
	cell->status = code(saved, from, "status", code_status);
	cell->evidence = code(saved, from, "evidence", code_evidence);
	cell->is_break = truth(saved, from, "break");
	cell->rolled_up = truth(saved, from, "rolled_up");
	cell->synthetic = truth(saved, from, "synthetic");
	cell->sources = strings(saved, from, "sources", &cell->n_sources);
	cell->notes = strings(saved, from, "notes", &cell->n_notes);
	cell->boundaries = text(saved, from, "boundaries");
	cell->boundaries_by = code(saved, from, "boundaries_by", code_boundaries);
	cell->adjustments = read_adjustments(saved, from, &cell->n_adjustments);
	read_estimate(saved, from, cell);
}

static void read_keys(struct saved *saved, const struct json_node *from, struct chiso_cell *cell)
{
	struct json_node *keys = json_get_object(saved->json, from, "keys");
	size_t n = json_count(keys);
	const char **names = arena_new(saved->arena, n + 1, sizeof *names);
	const char **values = arena_new(saved->arena, n + 1, sizeof *values);

	saved->no_memory |= !names || !values;
	for (struct json_node *at = json_child(keys); at && names && values; at = json_next(at)) {
		const char *key = json_key(at);

		names[cell->n_keys] = arena_text(saved->arena, key, strlen(key));
		saved->no_memory |= !names[cell->n_keys];
		values[cell->n_keys++] = needed(saved, keys, key);
	}
	cell->keys = names;
	cell->key_values = values;
}

static int read_cell(struct saved *saved, const struct json_node *from, struct chiso_results *out)
{
	struct chiso_cell cell = {.size = sizeof cell};

	cell.indicator = needed(saved, from, "indicator");
	cell.use = text(saved, from, "use");
	cell.version = count32(saved, from, "version");
	cell.standard = text(saved, from, "standard");
	cell.title = needed(saved, from, "title");
	cell.output = needed(saved, from, "output");
	cell.output_title = needed(saved, from, "output_title");
	cell.unit_measure = text(saved, from, "unit_measure");
	cell.unit = needed(saved, from, "unit");
	cell.unit_name = needed(saved, from, "unit_name");
	cell.level = needed(saved, from, "level");
	cell.period = needed(saved, from, "period");
	read_keys(saved, from, &cell);
	read_figure(saved, from, &cell);
	cell.numerator_share = value(saved, from, "numerator_share", NULL);
	cell.denominator_share = value(saved, from, "denominator_share", NULL);
	out->about.has_boundaries |= cell.boundaries != NULL;
	out->about.has_adjustments |= cell.n_adjustments > 0;
	out->about.has_design |= cell.confidence > 0;
	out->about.has_shares |= cell.numerator_share.type == CHISO_F64 ||
	                         cell.denominator_share.type == CHISO_F64;
	return cells_add(&out->cells, &cell, &(struct cell_group){.unit = UNIT_NONE}, &out->arena);
}

/* ---- scoreboard ---- */

static void read_target(struct saved *saved, const struct json_node *from, struct chiso_assessment *a)
{
	const struct json_node *target;

	if (!has(saved, from, "target"))
		return;
	target = json_get_object(saved->json, from, "target");
	a->target = code(saved, target, "kind", code_target);
	a->target_value = number(saved, target, "value");
	a->target_upper = number(saved, target, "upper");
	a->target_period = text(saved, target, "period");
	a->is_mean_growth = truth(saved, target, "mean_growth");
	/* Results of before there were aspects say no more. */
	a->aspect = has(saved, target, "aspect") ? code(saved, target, "aspect", code_aspect)
	            : a->is_mean_growth          ? CHISO_ASPECT_MEAN_GROWTH
	                                         : CHISO_ASPECT_VALUE;
	a->set = text(saved, target, "set");
}

static void read_series(struct saved *saved, const struct json_node *from, struct chiso_assessment *a)
{
	struct json_node *series = json_get_array(saved->json, from, "series");
	struct chiso_point *points =
		arena_new(saved->arena, json_count(series) + 1, sizeof *points);

	saved->no_memory |= !points;
	for (struct json_node *at = json_child(series); at && points; at = json_next(at))
		points[a->n_points++] = (struct chiso_point){
			.period = needed(saved, at, "period"),
			.value = number(saved, at, "value"),
			.bound = code(saved, at, "bound", code_bound),
			.is_break = truth(saved, at, "break")};
	a->points = points;
}

static void read_standings(struct saved *saved, const struct json_node *from,
                           struct chiso_assessment *a)
{
	struct json_node *list = json_get_object(saved->json, from, "as_of");
	struct chiso_standing *standings =
		arena_new(saved->arena, json_count(list) + 1, sizeof *standings);

	saved->no_memory |= !standings;
	for (struct json_node *at = json_child(list); at && standings; at = json_next(at)) {
		const char *year = json_key(at);
		struct chiso_standing *standing = &standings[a->n_standings++];

		standing->as_of = arena_text(saved->arena, year, strlen(year));
		saved->no_memory |= !standing->as_of;
		standing->verdict =
			(enum chiso_verdict)code(saved, list, year, verdict_word);
	}
	a->standings = standings;
}

static void read_aspect(struct saved *saved, const struct json_node *from, struct chiso_assessment *a)
{
	a->mean = value(saved, from, "mean", NULL);
	a->mean_needed = value(saved, from, "mean_needed", NULL);
	a->n_periods = count32(saved, from, "periods");
	a->periods_expected = count32(saved, from, "periods_expected");
	a->rank = count32(saved, from, "rank");
	a->rank_worst = count32(saved, from, "rank_worst");
	a->n_peers = count32(saved, from, "peers");
	a->n_ranked = count32(saved, from, "peers_ranked");
	read_standings(saved, from, a);
}

static int read_assessment(struct saved *saved, const struct json_node *from,
                           struct chiso_results *out)
{
	struct chiso_assessment a = {.size = sizeof a};
	const struct json_node *document, *now;

	a.goal = text(saved, from, "goal");
	a.goal_title = text(saved, from, "goal_title");
	a.domain = text(saved, from, "domain");
	a.title = text(saved, from, "title");
	a.words = text(saved, from, "words");
	if (has(saved, from, "document")) {
		document = json_get_object(saved->json, from, "document");
		a.document = text(saved, document, "id");
		a.document_title = text(saved, document, "title");
		a.document_date = text(saved, document, "date");
		a.document_status = text(saved, document, "status");
	}
	a.indicator = text(saved, from, "indicator");
	a.output = text(saved, from, "output");
	a.unit = text(saved, from, "unit");
	a.unit_name = text(saved, from, "unit_name");
	a.unit_measure = text(saved, from, "unit_measure");
	read_target(saved, from, &a);
	now = json_get_object(saved->json, from, "current");
	a.current.size = sizeof a.current;
	a.current.period = text(saved, now, "period");
	read_figure(saved, now, &a.current);
	read_series(saved, from, &a);
	a.verdict = (enum chiso_verdict)code(saved, from, "verdict", verdict_word);
	a.why = text(saved, from, "why");
	a.needs = text(saved, from, "needs");
	a.note = text(saved, from, "note");
	a.method = text(saved, from, "method");
	a.rate = value(saved, from, "rate", NULL);
	a.rate_needed = value(saved, from, "rate_needed", NULL);
	a.ratio = value(saved, from, "ratio", NULL);
	a.projected = value(saved, from, "projected", NULL);
	a.change_needed = value(saved, from, "change_needed", NULL);
	a.owner = text(saved, from, "owner");
	a.weight = has(saved, from, "weight") ? number(saved, from, "weight") : 1;
	a.baseline = text(saved, from, "baseline");
	a.baseline_value = value(saved, from, "baseline_value", NULL);
	a.gap = value(saved, from, "gap", NULL);
	a.projection = code(saved, from, "projection", code_projection);
	a.first_met = text(saved, from, "first_met");
	read_aspect(saved, from, &a);
	a.adjustments = read_adjustments(saved, from, &a.n_adjustments);
	if (GROW(&out->assessments, out->n_assessments, &out->assessments_cap))
		return CHISO_ENOMEM;
	out->assessments[out->n_assessments++] = a;
	return CHISO_OK;
}

/* ---- the document ---- */

static void read_about(struct saved *saved, const struct json_node *root, struct chiso_about *about)
{
	const struct json_node *document;

	about->size = sizeof *about;
	about->title = text(saved, root, "title");
	about->lang = needed(saved, root, "lang");
	about->synthetic = truth(saved, root, "synthetic");
	about->keys = strings(saved, root, "keys", &about->n_keys);
	if (!has(saved, root, "document"))
		return;
	document = json_get_object(saved->json, root, "document");
	about->document_title = text(saved, document, "title");
	about->document_date = text(saved, document, "date");
	about->document_status = text(saved, document, "status");
}

static int read_mapping(struct saved *saved, const struct json_node *root, struct chiso_results *out)
{
	struct json_node *node = json_get_object(saved->json, root, "export");
	struct mapping *mapping = NULL;
	int status = node ? mapping_read(&mapping, saved->arena, saved->json, node) : CHISO_OK;

	out->mapping = mapping;
	return status;
}

static int read_run(struct saved *saved, const struct json_node *root, struct chiso_results *out)
{
	struct json_node *node = json_get_object(saved->json, root, "run");
	struct provenance *run = NULL;
	int status = node ? provenance_read(&run, saved->arena, saved->json, node,
	                                    json_get_string(saved->json, root, "chiso"))
	                  : CHISO_OK;

	out->provenance = run;
	return status;
}

static int read_all(struct saved *saved, struct chiso_results *out)
{
	struct json_node *root = json_root(saved->json);
	const char *schema = json_kind(root) == JSON_OBJECT
	                             ? json_get_string(saved->json, root, "schema") : NULL;
	int status = CHISO_OK;

	if (!schema || strcmp(schema, "urn:chiso:results:1")) {
		report(out->context, MSG_NO_RESULTS_FILE, json_place(saved->json, root), "");
		return CHISO_EDATA;
	}
	read_about(saved, root, &out->about);
	status = read_mapping(saved, root, out);
	if (!status)
		status = read_run(saved, root, out);
	for (struct json_node *at = json_child(json_get_array(saved->json, root, "results"));
	     at && !status; at = json_next(at))
		status = read_cell(saved, at, out);
	for (struct json_node *at = json_child(json_get_array(saved->json, root, "scoreboard"));
	     at && !status; at = json_next(at))
		status = read_assessment(saved, at, out);
	return saved->no_memory ? CHISO_ENOMEM : status;
}

int chiso_results_read(struct chiso_results **out, struct chiso_context *context, const char *path)
{
	struct chiso_results *results = calloc(1, sizeof *results);
	size_t before = context_errors(context);
	struct saved saved = {0};
	struct bytes bytes = {0};
	int status = CHISO_ENOMEM;

	*out = NULL;
	if (results) {
		results->context = context;
		saved.arena = &results->arena;
		status = file_read(&bytes, context, (struct place){0}, path);
	}
	if (!status)
		status = json_read(&saved.json, context, path, bytes.data, bytes.n);
	if (!status)
		status = read_all(&saved, results);
	if (!status && context_errors(context) > before)
		status = CHISO_EDATA;
	if (status == CHISO_ENOMEM)
		report(context, MSG_OUT_OF_MEMORY, (struct place){0}, "");
	if (results)
		results->json = saved.json;
	bytes_clear(&bytes);
	if (status)
		chiso_results_free(results);
	else
		*out = results;
	return status;
}
