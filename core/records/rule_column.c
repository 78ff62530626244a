/* SPDX-License-Identifier: MIT */
/* What a column holds: type, range, pattern, one of some values.  A cell is read here apart from what
 * indicators make of it, so that a rule may be a mere warning. */
#include "reader/reader_rules.h"

#include <math.h>
#include <string.h>

static const char *type_words(const struct reader *reader, enum rule_type type)
{
	static const enum message labels[] = {
		[RULE_ANY] = MSG_RULE_A_TEXT,     [RULE_INTEGER] = MSG_RULE_AN_INTEGER,
		[RULE_NUMBER] = MSG_RULE_A_NUMBER, [RULE_DATE] = MSG_RULE_A_DATE,
		[RULE_BOOLEAN] = MSG_RULE_A_BOOLEAN, [RULE_CODE] = MSG_RULE_A_CODE,
		[RULE_TEXT] = MSG_RULE_A_TEXT};

	return message_text(labels[type], reader->context->lang);
}

/* A number or a day for people who read files: as they are written. */
static const char *show(struct reader *reader, enum rule_type type, double value)
{
	char room[NUMBER_ROOM];

	if (type == RULE_DATE)
		date_print(room, (int32_t)value);
	else
		number_print(room, value);
	return reader_copy(reader, (struct slice){room, strlen(room)});
}

static int is_code(struct slice text)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@$-";

	for (size_t i = 0; i < text.n; i++)
		if (!text.text[i] || !strchr(letters, text.text[i]))
			return 0;
	return 1;
}

/* Whether somebody reads the cells of the column so, and has said what is none. */
static int is_read_as(const struct reader *reader, int column, int type)
{
	for (size_t i = 0; i < reader->n_uses; i++)
		if (reader->uses[i].column == column && reader->uses[i].type == type)
			return 1;
	return 0;
}

/* The value of a text as a type: 1; -1: it is none; 0: it is none, which is said elsewhere. */
static int read_text(struct reader *reader, enum rule_type type, int column, struct slice text,
                     double *out)
{
	int32_t day = 0;
	int wants = CHISO_F64, is_fine;

	switch (type) {
	case RULE_INTEGER:
	case RULE_NUMBER:
		is_fine = cell_number(reader, text, out);
		break;
	case RULE_DATE:
		wants = CHISO_DATE;
		is_fine = !date_read(&day, text.text, text.n, 1);
		*out = day;
		break;
	case RULE_BOOLEAN:
		wants = CHISO_BOOL;
		is_fine = cell_boolean(reader, text) >= 0;
		break;
	case RULE_CODE:
		return is_code(text) ? 1 : -1;
	default:
		return 1;
	}
	return is_fine ? 1 : is_read_as(reader, column, wants) ? 0 : -1;
}

/* The same of a value that the project computes. */
static int read_computed(enum rule_type type, const struct vector *values, size_t row, double *out)
{
	switch (type) {
	case RULE_INTEGER:
	case RULE_NUMBER:
		*out = values->type == CHISO_F64 ? values->at.f64[row] : 0;
		return values->type == CHISO_F64 ? 1 : -1;
	case RULE_DATE:
		*out = values->type == CHISO_DATE ? values->at.date[row] : 0;
		return values->type == CHISO_DATE ? 1 : -1;
	case RULE_BOOLEAN:
		return values->type == CHISO_BOOL ? 1 : -1;
	default:
		return 1;
	}
}

static int is_listed(const struct names *names, const char *text)
{
	for (size_t i = 0; i < names->n; i++)
		if (!strcmp(names->items[i], text))
			return 1;
	return 0;
}

static const char *list_of(struct reader *reader, const struct names *names)
{
	const char *list = "";

	for (size_t i = 0; list && i < names->n; i++)
		list = arena_printf(&reader->scratch, "%s%s%s", list, i ? ", " : "", names->items[i]);
	return list ? list : "";
}

static void check_range(struct reader *reader, const struct rule *rule, size_t row,
                        const char *text, double value)
{
	const struct rule_spec *spec = rule->spec;
	int column = rule->keys[0].column;
	const char *name = spec->columns.items[0];

	if (spec->has_min && value < spec->min)
		break_rule(reader, rule, row, column, MSG_RULE_BELOW, text, name,
		           show(reader, spec->type, spec->min));
	if (spec->has_max && value > spec->max)
		break_rule(reader, rule, row, column, MSG_RULE_ABOVE, text, name,
		           show(reader, spec->type, spec->max));
}

/* The letters of the pattern are not those of the program around. */
static int is_match(const struct rule *rule, const char *text)
{
	locale_t before = uselocale(rule->letters);
	int no = regexec(&rule->pattern, text, 0, NULL, 0);

	uselocale(before);
	return !no;
}

static int check_value(struct reader *reader, const struct rule *rule, const struct vector *values,
                       size_t row)
{
	const struct rule_spec *spec = rule->spec;
	int column = rule->keys[0].column;
	const char *name = spec->columns.items[0], *text;
	double value = 0;
	char *key = "";

	if (lookup_key_add(&key, &reader->scratch, values, row))
		return CHISO_ENOMEM;
	text = strchr(key, ':') + 1;
	int is_fine = values->type == CHISO_STR
	                      ? read_text(reader, spec->type, column, values->at.str[row], &value)
	                      : read_computed(spec->type, values, row, &value);
	if (is_fine > 0 && spec->type == RULE_INTEGER && value != floor(value))
		is_fine = -1;
	if (is_fine < 0)
		break_rule(reader, rule, row, column, MSG_RULE_TYPE, text, name,
		           type_words(reader, spec->type));
	else if (is_fine)
		check_range(reader, rule, row, text, value);
	if (rule->has_pattern && !is_match(rule, text))
		break_rule(reader, rule, row, column, MSG_RULE_PATTERN, text, name, spec->pattern);
	if (spec->one_of.n && !is_listed(&spec->one_of, text))
		break_rule(reader, rule, row, column, MSG_RULE_ONE_OF, text, name,
		           list_of(reader, &spec->one_of));
	return CHISO_OK;
}

int rule_check_column(struct reader *reader, struct rule *rule, const uint8_t *meant)
{
	const struct vector values = rule_run(reader, &rule->keys[0]);
	int column = rule->keys[0].column;

	if (!values.missing)
		return CHISO_ENOMEM;
	for (size_t row = 0; row < reader->batch.n; row++) {
		if (!meant[row])
			continue;
		if (!values.missing[row]) {
			if (check_value(reader, rule, &values, row))
				return CHISO_ENOMEM;
		} else if (rule->spec->is_required) {
			break_rule(reader, rule, row, column, MSG_RULE_REQUIRED,
			           batch_text(reader, column, row), rule->spec->columns.items[0]);
		}
	}
	return CHISO_OK;
}
