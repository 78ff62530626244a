/* SPDX-License-Identifier: MIT
 * Official numbers inside another program: one indicator over a table in memory.
 *     cc $(pkg-config --cflags chiso) embed.c $(pkg-config --libs chiso) -o embed */
#include <chiso/chiso.h>

#include <stdio.h>
#include <string.h>

/* Households of Lạng Sơn province, end of 2025: Decision 83/QĐ-UBND of 15/01/2026. */
static const char table[] = "unit,year,poor,near_poor,households\n"
			    "20,2025,4643,13578,199765\n";

static void print_findings(struct chiso_context *context)
{
	struct chiso_finding finding = {.size = sizeof finding};

	for (size_t i = 0; !chiso_finding_at(context, i, &finding); i++)
		fprintf(stderr, "%s:%u:%u: %s\n", finding.file ? finding.file : "-",
			(unsigned)finding.line, (unsigned)finding.column, finding.message);
}

static int print_share(struct chiso_context *context, const char *title, const char *part)
{
	const char *const by[] = {"unit", "year"};
	const struct chiso_pair columns[] = {{"part", part}, {"whole", "households"}};
	const struct chiso_compute what = {
		.size = sizeof what,
		.indicator = "basic.share",
		.file = "table",
		.data = table,
		.n_data = strlen(table),
		.by = by,
		.n_by = 2,
		.columns = columns,
		.n_columns = 2,
	};
	struct chiso_cell cell = {.size = sizeof cell};
	struct chiso_project *project = NULL;
	struct chiso_results *results = NULL;
	int status = chiso_project_compute(&project, context, &what);

	if (!status)
		status = chiso_project_run(&results, project);
	while (!status && chiso_results_next(results, &cell))
		if (cell.value.type == CHISO_F64)
			printf("%s, %s: %.2f %%\n", title, cell.period, cell.value.as.f64);
	chiso_results_free(results);
	chiso_project_free(project);
	return status;
}

int main(void)
{
	struct chiso_context *context = chiso_context_new(NULL);
	int status = CHISO_ENOMEM;

	if (context)
		status = chiso_plugins_load(context, NULL);
	if (!status)
		status = print_share(context, "poor", "poor");
	if (!status)
		status = print_share(context, "near-poor", "near_poor");
	if (!status)
		status = print_share(context, "multidimensionally poor", "poor + near_poor");
	if (context && status)
		print_findings(context);
	chiso_context_free(context);
	return status != CHISO_OK;
}
