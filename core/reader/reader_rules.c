/* SPDX-License-Identifier: MIT */
#include "reader/reader_rules.h"

#include <stdlib.h>
#include <string.h>

/* ---- saying ---- */

static struct subject subject_of(const struct reader *reader, const struct rule *rule,
                                 const char *name)
{
	const struct rule_spec *spec = rule->spec;

	return (struct subject){name, spec->id, words_in(spec->title, reader->context->lang)};
}

void rule_broken(struct reader *reader, const struct rule *rule, size_t row, int column,
                 enum message id, const char *const *args)
{
	int severity = rule->spec->severity;
	const char *name = column >= 0 ? reader->columns[column] : NULL;
	const struct subject subject = subject_of(reader, rule, name);

	if (severity == CHISO_ERROR)
		reader->batch.bad[row] |= ROW_BAD;
	if (reader->is_repeat || reader->rules->is_over)
		return;
	if (rule->reads_personal)
		args = reader_mask(reader, args);
	if (severity == CHISO_ERROR)
		reader_report_about(reader, row, column, id, &subject, args);
	else
		finding_add_about(reader->context, severity, id, batch_place(reader, column, row),
		                  &subject, args);
}

void rule_broken_at(struct reader *reader, const struct rule *rule, struct place place,
                    const char *name, enum message id, const char *const *args)
{
	const struct subject subject = subject_of(reader, rule, name);

	if (rule->reads_personal)
		args = reader_mask(reader, args);
	finding_add_about(reader->context, rule->spec->severity, id, place, &subject, args);
}

/* ---- binding ---- */

/* Binds the columns of a rule as what they are, those of the files as texts.  0, CHISO_EDATA or
 * CHISO_ENOMEM. */
static int bind_columns(struct reader *reader, struct rule *rule, const struct names *names)
{
	int status = CHISO_OK;

	for (size_t i = 0; i < names->n; i++) {
		const char *name = names->items[i];
		int type = reader_has(reader, name) ? reader_key_type(reader, name) : CHISO_STR;
		int one = reader_bind_column(reader, &rule->keys[i], name, names->places[i], type);

		if (one == CHISO_ENOMEM)
			return one;
		if (one || !rule->keys[i].expr)
			status = CHISO_EDATA;
		rule->n_keys++;
	}
	return status;
}

static int bind(struct reader *reader, struct bound *out, const struct binding *binding, int type)
{
	*out = (struct bound){.column = -1};
	return binding->source ? reader_bind(reader, out, binding, type) : CHISO_OK;
}

static int compile_pattern(struct reader *reader, struct rule *rule)
{
	const char *source = rule->spec->pattern;
	char why[128];

	if (!source)
		return CHISO_OK;
	const char *whole = arena_printf(&reader->arena, "^(%s)$", source);
	if (!whole)
		return CHISO_ENOMEM;
	rule->letters = newlocale(LC_ALL_MASK, "C.UTF-8", (locale_t)0);
	if (!rule->letters)
		rule->letters = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	if (!rule->letters)
		return CHISO_ENOMEM;
	locale_t before = uselocale(rule->letters);
	int error = regcomp(&rule->pattern, whole, REG_EXTENDED | REG_NOSUB);
	uselocale(before);
	rule->has_pattern = !error;
	if (!error)
		return CHISO_OK;
	regerror(error, &rule->pattern, why, sizeof why);
	report(reader->context, MSG_RULE_PATTERN_BAD, rule->spec->pattern_place, source, why);
	return CHISO_EDATA;
}

/* A text that a rule takes for a number says how the file writes numbers. */
static void mark_number(struct reader *reader, const struct rule *rule)
{
	const struct bound *bound = &rule->keys[0];
	int is_number = rule->spec->type == RULE_NUMBER || rule->spec->type == RULE_INTEGER;

	if (is_number && expr_is_name(bound->expr) && bound->in[0] >= 0)
		reader->uses[bound->in[0]].is_number = 1;
}

static int bind_foreign_key(struct reader *reader, struct rule *rule)
{
	const struct rule_spec *spec = rule->spec;
	char have[NUMBER_ROOM], want[NUMBER_ROOM];

	if (!spec->in)
		return CHISO_EDATA;
	int status = reader_look_into(reader, &rule->table, spec->in, spec->in_place);
	if (status || !rule->table->reader)
		return status ? status : CHISO_EDATA;
	size_t n = rule->table->reader->spec->key.n;
	if (n == spec->columns.n)
		return CHISO_OK;
	number_print(have, (double)spec->columns.n);
	number_print(want, (double)n);
	report(reader->context, MSG_RULE_KEYS, spec->columns.places[0], have, spec->in, want);
	return CHISO_EDATA;
}

static void look_for_persons(const struct reader *reader, struct rule *rule)
{
	rule->reads_personal = reader_is_personal(reader, &rule->value);
	for (size_t i = 0; i < rule->n_keys; i++)
		rule->reads_personal |= reader_is_personal(reader, &rule->keys[i]);
}

static int bind_rule(struct reader *reader, struct rule *rule)
{
	const struct rule_spec *spec = rule->spec;
	int is_check = spec->kind == RULE_CHECK;
	int statuses[6] = {
		bind(reader, &rule->where, &spec->where, CHISO_BOOL),
		bind(reader, &rule->value, &spec->value, is_check ? CHISO_BOOL : CHISO_F64),
		bind(reader, &rule->low, &spec->low, CHISO_F64),
		bind(reader, &rule->high, &spec->high, CHISO_F64),
		bind_columns(reader, rule, spec->kind == RULE_OUTLIERS ? &spec->by : &spec->columns),
		compile_pattern(reader, rule),
	};
	int status = CHISO_OK;

	for (int i = 0; i < 6; i++)
		if (statuses[i] && status != CHISO_ENOMEM)
			status = statuses[i];
	if (!status && spec->kind == RULE_FOREIGN_KEY)
		status = bind_foreign_key(reader, rule);
	if (!status && spec->kind == RULE_COLUMN)
		mark_number(reader, rule);
	rule->is_ready = !status;
	if (!status)
		look_for_persons(reader, rule);
	return status == CHISO_ENOMEM ? status : CHISO_OK;
}

int reader_bind_rules(struct reader *reader)
{
	const struct dataset_spec *spec = reader->spec;

	/* Those who look up or collapse find nothing wrong: the dataset's own reader does. */
	if (reader->is_quiet || !spec->n_rules)
		return CHISO_OK;
	reader->rules = arena_new(&reader->arena, 1, sizeof *reader->rules);
	if (!reader->rules)
		return CHISO_ENOMEM;
	reader->rules->list = arena_new(&reader->arena, spec->n_rules, sizeof *reader->rules->list);
	if (!reader->rules->list)
		return CHISO_ENOMEM;
	for (size_t i = 0; i < spec->n_rules; i++) {
		struct rule *rule = &reader->rules->list[reader->rules->n++];

		rule->spec = &spec->rules[i];
		groups_init(&rule->reported, 2);
		if (rule->spec->kind != RULE_KINDS && bind_rule(reader, rule))
			return CHISO_ENOMEM;
	}
	return CHISO_OK;
}

/* ---- asking ---- */

struct vector rule_run(struct reader *reader, const struct bound *bound)
{
	size_t n = reader->batch.n;
	struct vector out = vector_new(&reader->scratch, expr_type(bound->expr), n);

	if (out.missing && (!out.at.f64 || bound_run(reader, bound, reader->table, n, &out,
	                                             &reader->scratch)))
		out.missing = NULL;
	return out;
}

struct vector *rule_run_keys(struct reader *reader, const struct rule *rule)
{
	struct vector *vectors = arena_new(&reader->scratch, rule->n_keys, sizeof *vectors);

	for (size_t i = 0; vectors && i < rule->n_keys; i++) {
		vectors[i] = rule_run(reader, &rule->keys[i]);
		if (!vectors[i].missing)
			return NULL;
	}
	return vectors;
}

int rule_key(char **key, struct reader *reader, const struct rule *rule,
             const struct vector *vectors, size_t row)
{
	int status = CHISO_OK;

	*key = "";
	for (size_t i = 0; i < rule->n_keys && !status; i++)
		status = lookup_key_add(key, &reader->scratch, &vectors[i], row);
	return status;
}

/* What holds between columns of a record.  What is not known breaks nothing. */
static int check_condition(struct reader *reader, struct rule *rule, const uint8_t *meant)
{
	const struct vector holds = rule_run(reader, &rule->value);
	const struct expr *expr = rule->value.expr;

	if (!holds.missing)
		return CHISO_ENOMEM;
	for (size_t row = 0; row < reader->batch.n; row++) {
		if (!meant[row] || holds.missing[row] || holds.at.boolean[row])
			continue;
		const char *filled = reader_fill(reader, &rule->value, row);
		if (!filled)
			return CHISO_ENOMEM;
		break_rule(reader, rule, row, rule->value.column, MSG_RULE_CHECK, filled,
		           expr_source(expr));
	}
	return CHISO_OK;
}

static const uint8_t *find_meant(struct reader *reader, const struct rule *rule)
{
	uint8_t *meant = arena_new(&reader->scratch, reader->batch.n, 1);
	struct vector where = {0};

	if (!meant)
		return NULL;
	if (rule->where.expr) {
		where = rule_run(reader, &rule->where);
		if (!where.missing)
			return NULL;
	}
	for (size_t row = 0; row < reader->batch.n; row++)
		meant[row] = !where.missing || (!where.missing[row] && where.at.boolean[row]);
	return meant;
}

int reader_check_rules(struct reader *reader)
{
	static int (*const checks[RULE_KINDS])(struct reader *, struct rule *, const uint8_t *) = {
		[RULE_COLUMN] = rule_check_column,       [RULE_UNIQUE] = rule_check_unique,
		[RULE_FOREIGN_KEY] = rule_check_foreign_key, [RULE_CHECK] = check_condition,
		[RULE_OUTLIERS] = rule_gather_values,    [RULE_REPORTED_BY] = rule_gather_reports};
	int status = CHISO_OK;

	for (size_t i = 0; reader->rules && i < reader->rules->n && !status; i++) {
		struct rule *rule = &reader->rules->list[i];
		const uint8_t *meant = rule->is_ready ? find_meant(reader, rule) : NULL;

		if (!rule->is_ready)
			continue;
		status = !meant ? CHISO_ENOMEM : checks[rule->spec->kind](reader, rule, meant);
	}
	return status;
}

int reader_judge_rules(struct reader *reader)
{
	int status = CHISO_OK;

	for (size_t i = 0; reader->rules && i < reader->rules->n && !status; i++) {
		struct rule *rule = &reader->rules->list[i];

		if (rule->is_ready && rule->spec->kind == RULE_OUTLIERS)
			status = rule_judge_values(reader, rule);
		else if (rule->is_ready && rule->spec->kind == RULE_REPORTED_BY)
			status = rule_judge_reports(reader, rule);
	}
	if (reader->rules)
		reader->rules->is_over = 1;
	return status;
}

void reader_rewind_rules(struct reader *reader)
{
	for (size_t i = 0; reader->rules && i < reader->rules->n; i++)
		if (reader->rules->list[i].spec->kind == RULE_UNIQUE)
			intern_clear(&reader->rules->list[i].seen);
}

void reader_close_rules(struct reader *reader)
{
	for (size_t i = 0; reader->rules && i < reader->rules->n; i++) {
		struct rule *rule = &reader->rules->list[i];

		if (rule->has_pattern)
			regfree(&rule->pattern);
		if (rule->letters)
			freelocale(rule->letters);
		intern_clear(&rule->seen);
		groups_clear(&rule->reported);
		free(rule->firsts);
		free(rule->values);
	}
}
