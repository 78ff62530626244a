/* SPDX-License-Identifier: MIT */
/* Findings for programs, as CSV or JSON: a finding a line, in order of place. */
#include "base/context.h"
#include "json/json_out.h"
#include "results/results.h"

#include <stdio.h>
#include <string.h>

static const char *severity_code(int severity)
{
	static const char *const codes[] = {
		[CHISO_NOTE] = "info", [CHISO_WARNING] = "warning", [CHISO_ERROR] = "error"};

	return codes[severity];
}

static void write_number(struct sink *sink, size_t n)
{
	char out[24];

	snprintf(out, sizeof out, "%zu", n);
	sink_text(sink, out);
}

static void write_cell(struct sink *sink, const char *text)
{
	sink_text(sink, ",");
	sink_csv_texts(sink, &text, text ? 1 : 0);
}

/* A line or a column; nothing where it is not known. */
static void write_place(struct sink *sink, uint32_t n)
{
	sink_text(sink, ",");
	if (n)
		write_number(sink, n);
}

static void write_csv_row(struct sink *sink, const struct chiso_finding *finding)
{
	sink_text(sink, severity_code(finding->severity));
	write_cell(sink, finding->code);
	write_cell(sink, finding->rule);
	write_cell(sink, finding->file);
	write_place(sink, finding->line);
	write_place(sink, finding->column);
	write_cell(sink, finding->name);
	write_cell(sink, finding->value);
	write_cell(sink, finding->message);
	sink_text(sink, "\n");
}

static int write_findings_csv(struct chiso_context *context, struct sink *sink)
{
	struct chiso_finding finding = {.size = sizeof finding};

	sink_text(sink, "severity,code,rule,file,line,column,name,value,message\n");
	for (size_t i = 0; !chiso_finding_at(context, i, &finding); i++)
		write_csv_row(sink, &finding);
	return sink->status;
}

static void write_object(struct json_out *json, const struct chiso_finding *finding)
{
	json_out_begin(json, "\n{");
	json_out_code(json, "severity", severity_code(finding->severity));
	json_out_text(json, "code", finding->code);
	json_out_text(json, "rule", finding->rule);
	json_out_text(json, "file", finding->file);
	if (finding->line)
		json_out_count(json, "line", finding->line);
	if (finding->column)
		json_out_count(json, "column", finding->column);
	json_out_text(json, "name", finding->name);
	json_out_text(json, "value", finding->value);
	json_out_text(json, "message", finding->message);
	json_out_finish(json, "}");
}

static int write_findings_json(struct chiso_context *context, struct sink *sink)
{
	struct chiso_finding finding = {.size = sizeof finding};
	struct json_out json = {.sink = sink};
	size_t at_least[CHISO_ERROR + 2] = {0}, shown = 0;

	for (int i = CHISO_NOTE; i <= CHISO_ERROR; i++)
		at_least[i] = chiso_finding_count(context, i);
	json_out_begin(&json, "{");
	json_out_text(&json, "chiso", chiso_version());
	json_out_count(&json, "errors", at_least[CHISO_ERROR]);
	json_out_count(&json, "warnings", at_least[CHISO_WARNING] - at_least[CHISO_ERROR]);
	json_out_count(&json, "infos", at_least[CHISO_NOTE] - at_least[CHISO_WARNING]);
	json_out_open(&json, "findings", "[");
	for (; !chiso_finding_at(context, shown, &finding); shown++) {
		json_out_separate(&json);
		write_object(&json, &finding);
	}
	json_out_finish(&json, "\n]");
	json_out_count(&json, "not_shown", at_least[CHISO_NOTE] - shown);
	json_out_finish(&json, "}\n");
	return sink->status;
}

int chiso_findings_write(struct chiso_context *context, const char *format, chiso_write_fn *write,
                         void *user)
{
	struct sink sink = {.write = write, .user = user};

	if (!strcmp(format, "csv"))
		return sink_close(&sink, write_findings_csv(context, &sink));
	if (!strcmp(format, "json"))
		return sink_close(&sink, write_findings_json(context, &sink));
	report(context, MSG_NO_SUCH_FORMAT, ((struct place){0}), format, "csv, json");
	return CHISO_EUSE;
}
