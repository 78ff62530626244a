/* SPDX-License-Identifier: MIT */
/* Findings for programs, as CSV or JSON: a finding a line, in order of place. */
#include "context.h"
#include "results.h"

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

static void write_member(struct sink *sink, const char *name, const char *text)
{
	sink_text(sink, ",\"");
	sink_text(sink, name);
	sink_text(sink, "\":");
	if (text)
		sink_json_string(sink, text);
	else
		sink_text(sink, "null");
}

static void write_count(struct sink *sink, const char *name, size_t n)
{
	sink_text(sink, ",\"");
	sink_text(sink, name);
	sink_text(sink, "\":");
	write_number(sink, n);
}

static void write_object(struct sink *sink, const struct chiso_finding *finding)
{
	sink_text(sink, "{\"severity\":\"");
	sink_text(sink, severity_code(finding->severity));
	sink_text(sink, "\"");
	write_member(sink, "code", finding->code);
	write_member(sink, "rule", finding->rule);
	write_member(sink, "file", finding->file);
	if (finding->line)
		write_count(sink, "line", finding->line);
	if (finding->column)
		write_count(sink, "column", finding->column);
	write_member(sink, "name", finding->name);
	write_member(sink, "value", finding->value);
	write_member(sink, "message", finding->message);
	sink_text(sink, "}");
}

static int write_findings_json(struct chiso_context *context, struct sink *sink)
{
	struct chiso_finding finding = {.size = sizeof finding};
	size_t at_least[CHISO_ERROR + 2] = {0}, shown = 0;

	for (int i = CHISO_NOTE; i <= CHISO_ERROR; i++)
		at_least[i] = chiso_finding_count(context, i);
	sink_text(sink, "{\"chiso\":");
	sink_json_string(sink, chiso_version());
	write_count(sink, "errors", at_least[CHISO_ERROR]);
	write_count(sink, "warnings", at_least[CHISO_WARNING] - at_least[CHISO_ERROR]);
	write_count(sink, "infos", at_least[CHISO_NOTE] - at_least[CHISO_WARNING]);
	sink_text(sink, ",\"findings\":[");
	for (; !chiso_finding_at(context, shown, &finding); shown++) {
		sink_text(sink, shown ? ",\n" : "\n");
		write_object(sink, &finding);
	}
	sink_text(sink, "\n]");
	write_count(sink, "not_shown", at_least[CHISO_NOTE] - shown);
	sink_text(sink, "}\n");
	return sink->status;
}

int chiso_findings_write(struct chiso_context *context, const char *format, chiso_write_fn *write,
                         void *user)
{
	struct sink sink = {write, user, CHISO_OK};

	if (!strcmp(format, "csv"))
		return write_findings_csv(context, &sink);
	if (!strcmp(format, "json"))
		return write_findings_json(context, &sink);
	report(context, MSG_NO_SUCH_FORMAT, ((struct place){0}), format, "csv, json");
	return CHISO_EUSE;
}
