/* SPDX-License-Identifier: MIT */
/* What stands for a value in other systems: what the mapping says, else what SDMX has for it, else
 * the value itself. */
#include "base/grow.h"
#include "export/export.h"

#include "base/code.h"
#include "base/context.h"
#include "units/calendar.h"

#include <string.h>

/* ---- periods ---- */

static int is_whole_year(const char *text)
{
	return strlen(text) == 4;
}

/* The code of CL_FREQ. */
static struct export_code frequency_of(const char *text)
{
	struct period period;
	size_t n = strlen(text);

	if (period_read(&period, text, n))
		return (struct export_code){"_U", export_words(MSG_FREQ_UNKNOWN)};
	if (strchr(text, '/'))
		return period_months(period) == 12
		               ? (struct export_code){"A", export_words(MSG_FREQ_YEAR)}
		               : (struct export_code){"_O", export_words(MSG_FREQ_OTHER)};
	if (is_whole_year(text))
		return (struct export_code){"A", export_words(MSG_FREQ_YEAR)};
	if (text[5] == 'S')
		return (struct export_code){"S", export_words(MSG_FREQ_HALF)};
	if (text[5] == 'Q')
		return (struct export_code){"Q", export_words(MSG_FREQ_QUARTER)};
	return n == 7 ? (struct export_code){"M", export_words(MSG_FREQ_MONTH)}
	              : (struct export_code){"D", export_words(MSG_FREQ_DAY)};
}

/* SDMX has a range as its first day and how long it is: "2019-01-01/P9M". */
static const char *sdmx_period(struct arena *arena, const char *text)
{
	struct period period;
	char first[PERIOD_ROOM];
	unsigned months;

	if (!strchr(text, '/') || period_read(&period, text, strlen(text)))
		return text;
	date_print(first, period.first);
	months = period_months(period);
	if (months && months % 12 == 0)
		return arena_printf(arena, "%s/P%uY", first, months / 12);
	return months ? arena_printf(arena, "%s/P%uM", first, months)
	              : arena_printf(arena, "%s/P%ldD", first,
	                             (long)period.last - (long)period.first + 1);
}

/* "2024", "2024S1", "2024Q3", "202409", "20240920", "2024April"; "": DHIS2 has none for it. */
static const char *dhis2_period(struct arena *arena, const char *text)
{
	static const char *const years[13] = {[4] = "April", [7] = "July", [10] = "Oct", [11] = "Nov"};
	struct period period;
	int year;
	unsigned month, day;

	if (period_read(&period, text, strlen(text)))
		return "";
	date_parts(period.first, &year, &month, &day);
	if (strchr(text, '/'))
		return period_months(period) == 12 && years[month]
		               ? arena_printf(arena, "%04d%s", year, years[month])
		               : "";
	if (is_whole_year(text))
		return text;
	if (text[5] == 'S' || text[5] == 'Q')
		return arena_printf(arena, "%04d%s", year, text + 5);
	return strlen(text) == 7 ? arena_printf(arena, "%04d%02u", year, month)
	                         : arena_printf(arena, "%04d%02u%02u", year, month, day);
}

/* ---- codes ---- */

static const char *key_of(const struct chiso_cell *cell, const char *key)
{
	for (uint32_t i = 0; i < cell->n_keys; i++)
		if (!strcmp(cell->keys[i], key))
			return cell->key_values[i];
	return NULL;
}

static int has_output(const struct export *export)
{
	for (size_t i = 0; i < export->n_dimensions; i++)
		if (!strcmp(export->dimensions[i].from, "output") && export->dimensions[i].id)
			return 1;
	return 0;
}

static const char *indicator_of(struct export *export, const struct chiso_cell *cell)
{
	return has_output(export) ? cell->indicator
	                          : arena_printf(&export->arena, "%s.%s", cell->indicator,
	                                         cell->output);
}

/* What the results have in a column. */
static const char *raw_of(struct export *export, const struct export_column *column,
                          const struct chiso_cell *cell)
{
	const char *value;

	if (!strcmp(column->from, "freq"))
		return frequency_of(cell->period).id;
	if (!strcmp(column->from, "unit"))
		return cell->unit;
	if (!strcmp(column->from, "indicator"))
		return indicator_of(export, cell);
	if (!strcmp(column->from, "output"))
		return cell->output;
	if (!strcmp(column->from, "period"))
		return cell->period;
	value = key_of(cell, column->from);
	return value ? value : "";
}

/* The code of an indicator and an output as one: "share.value" is SHARE_VALUE. */
static struct export_code indicator_code(struct export *export, const struct chiso_cell *cell,
                                         const char *raw)
{
	char *id = (char *)export_upper(&export->arena, raw);
	const char *name = cell->title;

	if (id && strchr(id, '.'))
		*strchr(id, '.') = '_';
	if (strchr(raw, '.'))
		name = arena_printf(&export->arena, "%s: %s", cell->title, cell->output_title);
	return (struct export_code){id, {name, NULL}};
}

/* What stands for a value that the mapping does not mention. */
static struct export_code usual_code(struct export *export, const struct export_column *column,
                                     const struct chiso_cell *cell, const char *raw)
{
	struct arena *arena = &export->arena;

	if (!strcmp(column->from, "freq"))
		return frequency_of(cell->period);
	if (!strcmp(column->from, "unit"))
		return (struct export_code){raw, {cell->unit_name, NULL}};
	if (!strcmp(column->from, "indicator"))
		return indicator_code(export, cell, raw);
	if (!strcmp(column->from, "output"))
		return (struct export_code){export_upper(arena, raw), {cell->output_title, NULL}};
	if (!strcmp(column->from, "period")) {
		const char *id = export->form == EXPORT_SDMX ? sdmx_period(arena, raw) : raw;

		if (export->form == EXPORT_DHIS2)
			id = dhis2_period(arena, raw);
		return (struct export_code){id, {raw, NULL}};
	}
	if (!*raw)
		return (struct export_code){"_T", export_words(MSG_EXPORT_TOTAL)};
	return (struct export_code){raw, {raw, NULL}};
}

static const struct mapped_code *mapped_to(const struct export_column *column,
                                           const struct chiso_cell *cell, const char *raw)
{
	const struct mapped_code *code =
		column->mapped ? mapped_code(&column->mapped->codes, raw) : NULL;

	/* An indicator alone stands for its only output. */
	if (!code && column->mapped && !strcmp(column->from, "indicator"))
		code = mapped_code(&column->mapped->codes, cell->indicator);
	return code;
}

/* SDMX has ids of letters, digits and three signs; a period has its own form. */
static int is_good(const struct export *export, const struct export_column *column, const char *id)
{
	static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	                            "_-@$";

	if (export->form != EXPORT_SDMX || !strcmp(column->from, "period"))
		return *id != 0;
	return *id && strspn(id, signs) == strlen(id);
}

static int add_code(struct export *export, struct export_column *column,
                    const struct chiso_cell *cell, const char *raw, struct export_code usual)
{
	const struct mapped_code *mapped = mapped_to(column, cell, raw);
	struct export_code code = usual;

	if (mapped) {
		code.id = mapped->id;
		if (mapped->name.en || mapped->name.vi)
			code.name = mapped->name;
	}
	if ((!code.id && !mapped) || !(code.name.en || code.name.vi))
		return CHISO_ENOMEM;
	if (code.id && !is_good(export, column, code.id))
		report(export->results->context, MSG_EXPORT_NO_CODE, (struct place){0}, raw,
		       column->from);
	for (size_t i = 0; code.id && i < column->n; i++)
		if (column->codes[i].id && !strcmp(column->codes[i].id, code.id))
			report(export->results->context, MSG_EXPORT_SAME_CODE, (struct place){0}, raw,
			       column->met.texts[i], code.id);
	if (GROW(&column->codes, column->n, &column->cap))
		return CHISO_ENOMEM;
	column->codes[column->n++] = code;
	return CHISO_OK;
}

static int find_code(struct export *export, struct export_column *column,
                     const struct chiso_cell *cell, uint32_t *at)
{
	const char *raw = raw_of(export, column, cell);

	*at = raw ? intern(&column->met, raw, strlen(raw)) : UINT32_MAX;
	if (*at == UINT32_MAX)
		return CHISO_ENOMEM;
	return *at < column->n ? CHISO_OK
	                       : add_code(export, column, cell, raw,
	                                  usual_code(export, column, cell, raw));
}

/* The status of an observation, as CL_OBS_STATUS has it; what it is called in a mapping. */
static const char *status_of(const struct chiso_cell *cell, struct export_code *out)
{
	if (cell->value.type != CHISO_F64) {
		int is_kept = cell->value.reason == CHISO_REASON_SUPPRESSED;

		*out = (struct export_code){is_kept ? "Q" : "M",
		                            export_words(is_kept ? MSG_OBS_SUPPRESSED
		                                                 : MSG_OBS_MISSING)};
		return is_kept ? "suppressed" : "missing";
	}
	if (cell->status == CHISO_PRELIMINARY) {
		*out = (struct export_code){"P", export_words(MSG_OBS_PROVISIONAL)};
		return "preliminary";
	}
	if (cell->status == CHISO_ESTIMATE) {
		*out = (struct export_code){"E", export_words(MSG_OBS_ESTIMATED)};
		return "estimate";
	}
	*out = (struct export_code){cell->is_break ? "B" : "A",
	                            export_words(cell->is_break ? MSG_OBS_BREAK : MSG_OBS_NORMAL)};
	return cell->is_break ? "break" : "normal";
}

static int find_status(struct export *export, const struct chiso_cell *cell, uint32_t *at)
{
	struct export_code usual;
	const char *raw = status_of(cell, &usual);

	*at = intern(&export->status.met, raw, strlen(raw));
	if (*at == UINT32_MAX)
		return CHISO_ENOMEM;
	return *at < export->status.n ? CHISO_OK
	                              : add_code(export, &export->status, cell, raw, usual);
}

int export_code_row(struct export *export, const struct chiso_cell *cell, uint32_t *at,
                    uint32_t *status)
{
	for (size_t i = 0; i < export->n_dimensions; i++) {
		struct export_column *column = &export->dimensions[i];

		if (!column->id)
			continue;
		if (find_code(export, column, cell, &at[i]))
			return CHISO_ENOMEM;
		if (!column->codes[at[i]].id)
			return 0;
	}
	if (find_status(export, cell, status))
		return CHISO_ENOMEM;
	return export->status.codes[*status].id != NULL;
}
