/* SPDX-License-Identifier: MIT */
#include "standard.h"

#include "code.h"
#include "context.h"

#include <stdlib.h>
#include <string.h>

int standards_load(struct chiso_context *context)
{
	int status = CHISO_OK;

	for (const struct chiso_document *f = standard_files; f->name && !status; f++)
		status = standards_read(&context->standards, context, f->name, f->data, f->size);
	return status;
}

const struct standard *standard_find(const struct standards *standards, const char *id)
{
	for (size_t i = 0; i < standards->n; i++)
		if (!strcmp(standards->list[i]->id, id))
			return standards->list[i];
	return NULL;
}

const struct standard_value *standard_value(const struct standard *standard, const char *id)
{
	for (size_t i = 0; i < standard->n_values; i++)
		if (!strcmp(standard->values[i].id, id))
			return &standard->values[i];
	return NULL;
}

const struct standard_list *standard_items(const struct standard *standard, const char *axis)
{
	for (size_t i = 0; i < standard->n_lists; i++)
		if (!strcmp(standard->lists[i].axis, axis))
			return &standard->lists[i];
	return NULL;
}

int standard_is_for(const struct standard *standard, const char *indicator)
{
	for (size_t i = 0; i < standard->n_indicators; i++)
		if (!strcmp(standard->indicators[i], indicator))
			return 1;
	return 0;
}

static int weaker(int status, const struct standard_value *values, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (values[i].status && values[i].status < status)
			status = values[i].status;
	return status;
}

int standard_status(const struct standard *standard)
{
	int status = weaker(CHISO_CONFIRMED, standard->values, standard->n_values);

	for (size_t i = 0; i < standard->n_lists; i++)
		for (size_t k = 0; k < standard->lists[i].n; k++)
			status = weaker(status, standard->lists[i].items[k].values,
			                standard->lists[i].items[k].n_values);
	return status;
}

double standard_number(const struct standard *standard, const char *id)
{
	const struct standard_value *value = standard_value(standard, id);

	return (double)value->value.num / (double)value->value.den;
}

size_t chiso_standard_count(const struct chiso_context *context)
{
	return context->standards.n;
}

int chiso_standard_at(const struct chiso_context *context, size_t i,
		      struct chiso_standard_info *out)
{
	const struct standards *standards = &context->standards;

	if (i >= standards->n)
		return CHISO_EUSE;
	const struct standard *s = standards->list[i];
	*out = (struct chiso_standard_info){
		.size = out->size,
		.id = s->id,
		.title = strcmp(context->lang, "vi") ? s->title_en : s->title_vi,
		.source = s->source,
		.valid_from = s->valid_from,
		.valid_to = s->valid_to,
		.status = code_evidence(standard_status(s)),
	};
	return CHISO_OK;
}

void standards_clear(struct standards *standards)
{
	arena_clear(&standards->arena);
	free(standards->list);
	*standards = (struct standards){0};
}
