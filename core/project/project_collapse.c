/* SPDX-License-Identifier: MIT */
/* Datasets of a project file that are made of other ones. */
#include "project/project.h"

#include "base/context.h"

#include <string.h>

static const char *const kinds[] = {"sum", "mean", "min", "max", "any", "all", "count", "first"};

/* Where the parenthesis that opens at `open` closes; NULL: nowhere. */
static const char *closing(const char *open)
{
	int depth = 0;
	char quote = 0;

	for (const char *p = open; *p; p++) {
		if (quote) {
			if (*p == '\\' && p[1])
				p++;
			else if (*p == quote)
				quote = 0;
		} else if (*p == '\'' || *p == '"' || *p == '[') {
			quote = *p == '[' ? ']' : *p;
		} else if (*p == '(') {
			depth++;
		} else if (*p == ')' && !--depth) {
			return p;
		}
	}
	return NULL;
}

/* Reads "sum(income)": one call, around one expression. */
static int read_call(struct chiso_project *project, struct collapse_column *out,
                     const struct binding *binding)
{
	const char *source = binding->source, *name = source + strspn(source, " \t\n");
	size_t n = strcspn(name, "( \t\n");
	const char *open = name + n + strspn(name + n, " \t\n");
	const char *close = *open == '(' ? closing(open) : NULL;
	int kind = 0;

	while (kind < COLLAPSE_KINDS && !slice_is((struct slice){name, n}, kinds[kind]))
		kind++;
	if (kind == COLLAPSE_KINDS || !close || close[1 + strspn(close + 1, " \t\n")])
		return CHISO_EDATA;
	const char *inner = open + 1 + strspn(open + 1, " \t\n");
	*out = (struct collapse_column){.name = binding->name, .kind = (enum collapse_kind)kind};
	out->of.place = binding->place;
	out->of.place.column += (uint32_t)text_length(source, (size_t)(inner - source));
	if (inner == close)
		return kind == COLLAPSE_COUNT ? CHISO_OK : CHISO_EDATA;
	out->of.source = arena_text(&project->arena, inner, (size_t)(close - inner));
	return out->of.source ? CHISO_OK : CHISO_ENOMEM;
}

/* Its columns: calls, or record indicators over those. */
static int read_columns(struct chiso_project *project, struct dataset_spec *dataset,
                        struct json_node *columns)
{
	dataset->collapsed =
		arena_new(&project->arena, json_count(columns), sizeof *dataset->collapsed);
	if (!dataset->collapsed)
		return CHISO_ENOMEM;
	for (struct json_node *node = json_child(columns); node; node = json_next(node)) {
		if (json_kind(node) == JSON_OBJECT)
			continue;
		struct binding binding = project_binding_of(project, node);
		int status = binding.source ? read_call(project,
		                                        &dataset->collapsed[dataset->n_collapsed],
		                                        &binding)
		                            : CHISO_EUSE;

		if (status == CHISO_ENOMEM)
			return status;
		if (status == CHISO_EDATA)
			report(project->context, MSG_COLLAPSE_FORM, binding.place, binding.source);
		dataset->n_collapsed += status == CHISO_OK;
	}
	return project_read_columns(project, dataset, columns, 1);
}

int project_read_collapse(struct chiso_project *project, struct dataset_spec *dataset,
                          struct json_node *node)
{
	struct json *json = project->json;
	struct json_node *columns = json_get_object(json, node, "columns");

	dataset->from_id = json_get_string(json, node, "from");
	dataset->from_place = json_place(json, json_get(json, node, "from"));
	if (!json_get(json, node, "group"))
		json_missing(json, node, "group");
	dataset->group = project_names(project, node, "group");
	if (dataset->group.n > MAX_DATASET_KEYS) {
		json_expected(json, json_get(json, node, "group"), MSG_WANT_FEW_KEYS);
		dataset->group.n = 0;
	}
	int status = read_columns(project, dataset, columns);
	project_own_format(&dataset->format);
	return status;
}

static void find_source(struct chiso_project *project, struct dataset_spec *dataset)
{
	struct nearest near = nearest_to(dataset->from_id);

	dataset->from = project_dataset(project, dataset->from_id);
	for (size_t i = 0; !dataset->from && i < project->n_datasets; i++)
		nearest_offer(&near, project->datasets[i].id);
	if (!dataset->from && near.best)
		report(project->context, MSG_NO_SUCH_DATASET_NEAR, dataset->from_place,
		       dataset->from_id, near.best);
	else if (!dataset->from)
		report(project->context, MSG_NO_SUCH_DATASET, dataset->from_place,
		       dataset->from_id);
}

/* Whether a dataset is made of itself in the end. */
static int is_circle(const struct chiso_project *project, const struct dataset_spec *dataset)
{
	const struct dataset_spec *from = dataset->from;

	for (size_t i = 0; from && from != dataset && i < project->n_datasets; i++)
		from = from->from;
	return from != NULL;
}

void project_link_datasets(struct chiso_project *project)
{
	for (size_t i = 0; i < project->n_datasets; i++)
		if (project->datasets[i].from_id)
			find_source(project, &project->datasets[i]);
	for (size_t i = 0; i < project->n_datasets; i++) {
		struct dataset_spec *dataset = &project->datasets[i];

		if (is_circle(project, dataset)) {
			report(project->context, MSG_COLLAPSE_CIRCLE, dataset->from_place,
			       dataset->id);
			dataset->from = NULL;
		}
	}
	/* What is made of made-up data is made up. */
	for (size_t i = 0; i < project->n_datasets; i++)
		for (const struct dataset_spec *from = project->datasets[i].from; from;
		     from = from->from)
			project->datasets[i].synthetic |= from->synthetic;
}
