/* SPDX-License-Identifier: MIT */
/* Standards as programs see them. */
#include "base/code.h"
#include "base/context.h"

#include <string.h>

static const struct standard *standard_at(const struct chiso_context *context, size_t i)
{
	standards_want_all(context->standards.waiting);
	return i < context->standards.n ? context->standards.list[i] : NULL;
}

static const char *title_in(const struct chiso_context *context, const char *en, const char *vi)
{
	return strcmp(context->lang, "vi") || !vi ? en : vi;
}

size_t chiso_standard_count(const struct chiso_context *context)
{
	standards_want_all(context->standards.waiting);
	return context->standards.n;
}

int chiso_standard_at(const struct chiso_context *context, size_t i,
		      struct chiso_standard_info *out)
{
	const struct standard *s = standard_at(context, i);

	if (!s)
		return CHISO_EUSE;
	*out = (struct chiso_standard_info){
		.size = out->size,
		.id = s->id,
		.title = title_in(context, s->title_en, s->title_vi),
		.source = s->source,
		.valid_from = s->valid_from,
		.valid_to = s->valid_to,
		.status = code_evidence(standard_status(s)),
		.country = s->country,
		.unit = s->unit,
		.replaces = s->replaces,
		.indicators = s->indicators,
		.n_indicators = s->n_indicators,
	};
	return CHISO_OK;
}

static void tell_value(struct chiso_standard_value *out, const struct standard_value *value)
{
	*out = (struct chiso_standard_value){
		.size = out->size,
		.id = value->id,
		.texts = value->texts,
		.n = value->n,
		.is_text = value->is_text,
		.status = code_evidence(value->status),
		.article = value->article,
		.note = value->note,
	};
}

int chiso_standard_value_at(const struct chiso_context *context, size_t i, size_t k,
			    struct chiso_standard_value *out)
{
	const struct standard *s = standard_at(context, i);

	if (!s || k >= s->n_values)
		return CHISO_EUSE;
	tell_value(out, &s->values[k]);
	return CHISO_OK;
}

/* The k-th item of all axes together, with the axis that it is of. */
static const struct standard_item *item_at(const struct standard *s, size_t k, const char **axis)
{
	if (!s)
		return NULL;
	for (size_t i = 0; i < s->n_lists; k -= s->lists[i++].n) {
		*axis = s->lists[i].axis;
		if (k < s->lists[i].n)
			return &s->lists[i].items[k];
	}
	return NULL;
}

int chiso_standard_item_at(const struct chiso_context *context, size_t i, size_t k,
			   struct chiso_standard_item *out)
{
	const char *axis;
	const struct standard_item *item = item_at(standard_at(context, i), k, &axis);

	if (!item)
		return CHISO_EUSE;
	*out = (struct chiso_standard_item){
		.size = out->size,
		.axis = axis,
		.code = item->code,
		.title = title_in(context, item->title_en, item->title_vi),
		.status = code_evidence(item->status),
		.article = item->article,
		.note = item->note,
		.n_values = item->n_values,
	};
	return CHISO_OK;
}

int chiso_standard_item_value_at(const struct chiso_context *context, size_t i, size_t k, size_t m,
				 struct chiso_standard_value *out)
{
	const char *axis;
	const struct standard_item *item = item_at(standard_at(context, i), k, &axis);

	if (!item || m >= item->n_values)
		return CHISO_EUSE;
	tell_value(out, &item->values[m]);
	return CHISO_OK;
}
