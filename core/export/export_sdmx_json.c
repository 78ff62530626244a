/* SPDX-License-Identifier: MIT */
/* SDMX-JSON 2.1, flat: a dimension with one code belongs to the data set, the others to the
 * observations, which come one by one. */
#include "export/export.h"

#include "number/number.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static int is_time(const struct export_column *column)
{
	return !strcmp(column->from, "period");
}

static int of_observations(const struct export_column *column)
{
	return column->id && (column->n != 1 || is_time(column));
}

static int has_vietnamese(const struct export *export)
{
	int has = export->mapping->title.vi || export->mapping->value.name.vi ||
	          export->status.name.vi;

	for (size_t i = 0; i < export->n_dimensions; i++) {
		has |= export->dimensions[i].name.vi != NULL;
		for (size_t k = 0; k < export->dimensions[i].n; k++)
			has |= export->dimensions[i].codes[k].name.vi != NULL;
	}
	return has;
}

static void write_names(struct json_out *json, struct words words)
{
	json_out_text(json, "name", words_in(words, "en"));
	json_out_open(json, "names", "{");
	if (words.en)
		json_out_text(json, "en", words.en);
	if (words.vi)
		json_out_text(json, "vi", words.vi);
	json_out_finish(json, "}");
}

static void write_moment(struct json_out *json, const char *key, int32_t day, const char *time)
{
	char text[PERIOD_ROOM + 16];
	size_t n = date_print(text, day);

	snprintf(text + n, sizeof text - n, "%s", time);
	json_out_text(json, key, text);
}

static void write_values(struct json_out *json, const struct export_column *column)
{
	json_out_open(json, "values", "[");
	for (size_t i = 0; i < column->n; i++) {
		struct period period;
		const char *raw = column->met.texts[i];

		if (!column->codes[i].id)
			continue;
		json_out_separate(json);
		json_out_begin(json, "{");
		json_out_text(json, "id", column->codes[i].id);
		write_names(json, column->codes[i].name);
		if (is_time(column) && !period_read(&period, raw, strlen(raw))) {
			write_moment(json, "start", period.first, "T00:00:00Z");
			write_moment(json, "end", period.last, "T23:59:59Z");
		}
		json_out_finish(json, "}");
	}
	json_out_finish(json, "]");
}

static void write_dimension(struct json_out *json, const struct export_column *column, size_t place)
{
	static const char *const time_role[] = {"TIME_PERIOD"};

	json_out_separate(json);
	json_out_begin(json, "{");
	json_out_text(json, "id", column->id);
	write_names(json, column->name);
	json_out_count(json, "keyPosition", place);
	if (is_time(column))
		json_out_strings(json, "roles", time_role, 1);
	write_values(json, column);
	json_out_finish(json, "}");
}

static void write_dimensions(struct json_out *json, const struct export *export)
{
	json_out_open(json, "dimensions", "{");
	for (int at_observation = 0; at_observation < 2; at_observation++) {
		size_t place = 0;

		json_out_open(json, at_observation ? "observation" : "dataSet", "[");
		for (size_t i = 0; i < export->n_dimensions; i++) {
			const struct export_column *column = &export->dimensions[i];

			if (!column->id)
				continue;
			if (of_observations(column) == at_observation)
				write_dimension(json, column, place);
			place++;
		}
		json_out_finish(json, "]");
		if (!at_observation)
			json_out_strings(json, "series", NULL, 0);
	}
	json_out_finish(json, "}");
}

static void write_measures(struct json_out *json, const struct export *export)
{
	const struct concept *value = &export->mapping->value;

	json_out_open(json, "measures", "{");
	json_out_open(json, "observation", "[");
	json_out_begin(json, "{");
	json_out_text(json, "id", value->id ? value->id : "OBS_VALUE");
	write_names(json, value->name.en || value->name.vi ? value->name
	                                                   : export_words(MSG_EXPORT_VALUE));
	json_out_open(json, "format", "{");
	json_out_text(json, "dataType", "Double");
	json_out_finish(json, "}");
	json_out_finish(json, "}");
	json_out_finish(json, "]");
	json_out_finish(json, "}");
}

static void begin_attribute(struct json_out *json, const char *id, struct words name)
{
	json_out_separate(json);
	json_out_begin(json, "{");
	json_out_text(json, "id", id);
	write_names(json, name);
	json_out_open(json, "relationship", "{");
	json_out_open(json, "observation", "{");
	json_out_finish(json, "}");
	json_out_finish(json, "}");
}

static void write_attributes(struct json_out *json, const struct export *export)
{
	json_out_open(json, "attributes", "{");
	json_out_strings(json, "dataSet", NULL, 0);
	json_out_strings(json, "series", NULL, 0);
	json_out_open(json, "observation", "[");
	begin_attribute(json, export->status.id, export->status.name);
	write_values(json, &export->status);
	json_out_finish(json, "}");
	/* Texts stand in the observations themselves. */
	if (export->has_comments) {
		begin_attribute(json, "COMMENT_OBS", export_words(MSG_EXPORT_COMMENT));
		json_out_open(json, "format", "{");
		json_out_text(json, "dataType", "String");
		json_out_finish(json, "}");
		json_out_finish(json, "}");
	}
	json_out_finish(json, "]");
	json_out_finish(json, "}");
}

static void write_structure(struct json_out *json, struct export *export)
{
	const struct mapping *mapping = export->mapping;
	struct words title = mapping->title;
	const char *urn = arena_printf(&export->arena,
	                               "urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=%s:%s(%s)",
	                               mapping->agency, mapping->dataflow, mapping->version);

	if (!urn)
		sink_text(json->sink, NULL);
	if (!title.en && !title.vi)
		title.en = export->plain->about.title;
	json_out_separate(json);
	json_out_begin(json, "{");
	write_names(json, title);
	json_out_open(json, "dataSets", "[");
	sink_text(json->sink, "0");
	json_out_finish(json, "]");
	json_out_open(json, "links", "[");
	json_out_begin(json, "{");
	json_out_text(json, "urn", urn);
	json_out_text(json, "rel", "dataflow");
	json_out_finish(json, "}");
	json_out_finish(json, "]");
	write_dimensions(json, export);
	write_measures(json, export);
	write_attributes(json, export);
	json_out_finish(json, "}");
}

/* "0:1": the places of its codes in the dimensions of observations; those that are left out do not
 * count. */
static void write_key(struct json_out *json, const struct export *export,
                      const struct export_row *row)
{
	const char *colon = "";

	json_out_separate(json);
	sink_text(json->sink, "\n\"");
	for (size_t i = 0; i < export->n_dimensions; i++) {
		const struct export_column *column = &export->dimensions[i];
		char text[24];
		unsigned at = 0;

		if (!of_observations(column))
			continue;
		for (uint32_t k = 0; k < row->at[i]; k++)
			at += column->codes[k].id != NULL;
		snprintf(text, sizeof text, "%s%u", colon, at);
		sink_text(json->sink, text);
		colon = ":";
	}
	sink_text(json->sink, "\":");
}

static void write_observation(struct json_out *json, struct export *export,
                              const struct export_row *row)
{
	char text[24];
	unsigned at = 0;

	write_key(json, export, row);
	json_out_begin(json, "[");
	/* JSON has no NaN; the format has the string. */
	if (row->cell->value.type == CHISO_F64)
		sink_text(json->sink, export_number(export, row));
	else
		json_out_string(json, export_number(export, row));
	for (uint32_t k = 0; k < row->status; k++)
		at += export->status.codes[k].id != NULL;
	snprintf(text, sizeof text, ",%u", at);
	sink_text(json->sink, text);
	if (export->has_comments) {
		sink_text(json->sink, ",");
		if (*row->comment)
			json_out_string(json, row->comment);
		else
			sink_text(json->sink, "null");
	}
	json_out_finish(json, "]");
}

static void write_data(struct json_out *json, struct export *export)
{
	json_out_open(json, "data", "{");
	json_out_open(json, "structures", "[");
	write_structure(json, export);
	json_out_finish(json, "]");
	json_out_open(json, "dataSets", "[");
	json_out_begin(json, "{");
	json_out_count(json, "structure", 0);
	json_out_text(json, "action", "Replace");
	json_out_open(json, "observations", "{");
	for (size_t i = 0; i < export->n_rows && !json->sink->status; i++)
		write_observation(json, export, &export->rows[i]);
	json_out_finish(json, "}");
	json_out_finish(json, "}");
	json_out_finish(json, "]");
	json_out_finish(json, "}");
}

static void write_meta(struct json_out *json, struct export *export)
{
	static const char *const languages[] = {"en", "vi"};
	char prepared[32] = "";
	time_t when = (time_t)export->prepared;
	struct tm parts;

	if (gmtime_r(&when, &parts))
		strftime(prepared, sizeof prepared, "%Y-%m-%dT%H:%M:%SZ", &parts);
	json_out_open(json, "meta", "{");
	json_out_text(json, "id", "chiso-1");
	json_out_text(json, "prepared", prepared);
	json_out_truth(json, "test", export->plain->about.synthetic);
	json_out_strings(json, "contentLanguages", languages, has_vietnamese(export) ? 2 : 1);
	json_out_open(json, "sender", "{");
	json_out_text(json, "id", export->mapping->agency);
	json_out_finish(json, "}");
	json_out_finish(json, "}");
}

int export_sdmx_json(struct export *export, struct sink *sink)
{
	struct json_out json = {.sink = sink};

	json_out_begin(&json, "{");
	json_out_text(&json, "$schema", "https://json.sdmx.org/2.1/sdmx-json-data-schema.json");
	write_meta(&json, export);
	write_data(&json, export);
	json_out_finish(&json, "}\n");
	return sink->status;
}
