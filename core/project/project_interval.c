/* SPDX-License-Identifier: MIT */
/* Datasets of records that hold for a time: certificates, licences, contracts. */
#include "project/project.h"

#include "base/context.h"

#include <string.h>

/* A register of months over a century is one; a slip of the pen is more. */
enum { MOST_PERIODS = 1200 };

struct period interval_next(const struct interval_spec *interval, struct month_day financial_year,
                            struct period before)
{
	const struct period none = {1, 0};

	if (period_is_none(before))
		return interval->first;
	if (before.last >= interval->last.last)
		return none;
	int32_t day = before.last + 1;
	return period_around((struct period){day, day}, interval->each, financial_year);
}

int32_t interval_reference(const struct interval_spec *interval, struct period period)
{
	int year;
	unsigned month, day;

	if (interval->is_first_day)
		return period.first;
	if (!interval->day.month || period_is_none(period))
		return period.last;
	/* A financial year has the day in one of two years. */
	date_parts(period.first, &year, &month, &day);
	int32_t date = date_of(year, interval->day.month, interval->day.day);
	return date >= period.first ? date
	                            : date_of(year + 1, interval->day.month, interval->day.day);
}

static int is_year(enum period_kind kind)
{
	return kind == PERIOD_YEAR || kind == PERIOD_FINANCIAL_YEAR;
}

static void read_kind(struct chiso_project *project, struct interval_spec *interval,
                      struct json_node *node)
{
	struct json *json = project->json;
	const char *text = json_get_string(json, node, "each");

	interval->each = text ? period_kind_read(text) : PERIOD_KINDS;
	if (!json_get(json, node, "each"))
		json_missing(json, node, "each");
	else if (text && interval->each == PERIOD_KINDS)
		json_expected(json, json_get(json, node, "each"), MSG_WANT_PERIOD_KIND);
	else if (interval->each == PERIOD_FINANCIAL_YEAR && !project->financial_year.month) {
		report(project->context, MSG_NO_FINANCIAL_YEAR,
		       json_place(json, json_get(json, node, "each")), "");
		interval->each = PERIOD_KINDS;
	}
}

/* A reporting period; none when it is missing or of another kind. */
static struct period read_end(struct chiso_project *project, const struct interval_spec *interval,
                              struct json_node *node, const char *key)
{
	struct period period = project_period(project, node, key);

	if (!json_get(project->json, node, key))
		json_missing(project->json, node, key);
	if (period_is_none(period) || interval->each == PERIOD_KINDS)
		return period;
	struct period same = period_around(period, interval->each, project->financial_year);
	if (same.first == period.first && same.last == period.last)
		return period;
	json_expected(project->json, json_get(project->json, node, key), MSG_WANT_PERIOD_OF_KIND);
	return (struct period){1, 0};
}

static void read_reference(struct chiso_project *project, struct interval_spec *interval,
                           struct json_node *node)
{
	const char *text = json_get_string(project->json, node, "on");

	if (!text || !strcmp(text, "last"))
		return;
	interval->is_first_day = !strcmp(text, "first");
	if (interval->is_first_day)
		return;
	if (month_day_read(&interval->day, text) ||
	    (interval->each != PERIOD_KINDS && !is_year(interval->each)))
		json_expected(project->json, json_get(project->json, node, "on"),
		              MSG_WANT_REFERENCE_DAY);
}

static void check_length(struct chiso_project *project, const struct interval_spec *interval,
                         struct json_node *node)
{
	struct period period = interval->first;
	size_t n = 0;

	while (!period_is_none(period) && n <= MOST_PERIODS) {
		period = interval_next(interval, project->financial_year, period);
		n++;
	}
	if (interval->last.last < interval->first.last || n > MOST_PERIODS)
		json_expected(project->json, json_get(project->json, node, "last"),
		              MSG_WANT_LATER_PERIOD);
}

int project_read_interval(struct chiso_project *project, struct interval_spec *interval,
                          struct json_node *node)
{
	struct json *json = project->json;

	if (!json_get(json, node, "from") && !json_get(json, node, "to") &&
	    !json_get(json, node, "each"))
		return 0;
	interval->place = json_place(json, node);
	interval->from = project_binding(project, node, "from");
	interval->to = project_binding(project, node, "to");
	if (!json_get(json, node, "from"))
		json_missing(json, node, "from");
	if (!json_get(json, node, "to"))
		json_missing(json, node, "to");
	read_kind(project, interval, node);
	interval->first = read_end(project, interval, node, "first");
	interval->last = read_end(project, interval, node, "last");
	read_reference(project, interval, node);
	interval->key = project_names(project, node, "key");
	if (interval->each != PERIOD_KINDS && !period_is_none(interval->first) &&
	    !period_is_none(interval->last))
		check_length(project, interval, node);
	json_unknown_keys(json, node);
	return 1;
}
