/* SPDX-License-Identifier: MIT */
#include "plugin/standard.h"

#include "base/context.h"

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

int standard_status(const struct standard *standard)
{
	int status = CHISO_CONFIRMED;

	for (size_t i = 0; i < standard->n_values; i++)
		if (standard->values[i].status < status)
			status = standard->values[i].status;
	for (size_t i = 0; i < standard->n_lists; i++)
		for (size_t k = 0; k < standard->lists[i].n; k++)
			if (standard->lists[i].items[k].status < status)
				status = standard->lists[i].items[k].status;
	return status;
}

double standard_number(const struct standard *standard, const char *id)
{
	const struct standard_value *value = standard_value(standard, id);

	return (double)value->value.num / (double)value->value.den;
}

void standards_clear(struct standards *standards)
{
	waiting_standards_clear(standards->waiting);
	arena_clear(&standards->arena);
	free(standards->list);
	*standards = (struct standards){0};
}
