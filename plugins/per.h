/* SPDX-License-Identifier: MIT */
/* What one dataset counts over what another one does: beds over people, output over persons
 * employed.  The sums of both meet where unit and period agree. */
#ifndef PLUGINS_PER_H
#define PLUGINS_PER_H

#include "rows.h"

enum { PER_COUNTED, PER_BASE }; /* sources, inputs and terms */

static uint8_t per_row(const struct chiso_call *call, uint32_t source,
		       const struct chiso_column *in, uint32_t r, double *add)
{
	(void)call;
	if (!chiso_has(&in[source], r))
		return CHISO_MISSING;
	add[source] = chiso_f64(&in[source], r);
	return CHISO_USED;
}
CHISO_SOURCE_ROWS(per, per_row)

/* A source given as (id, en, vi), and an input or a term given as (id, unit, en, vi). */
#define PER_SOURCE(id, en, vi) \
	{ \
		CHISO_FIELD(id, CHISO_NONE, NULL, {"en", en}, {"vi", vi}) \
	}

/* Tables NAME_sources, NAME_inputs and NAME_terms of what is counted and of its base: how each adds
 * up over time (people are a mean: twelve months meet the mean of the year). */
#define PER_TABLES(name, source_counted, counted, time_, source_base, base, base_time_) \
	static const struct chiso_source name##_sources[] = {PER_SOURCE source_counted, \
							     PER_SOURCE source_base}; \
	static const struct chiso_input name##_inputs[] = { \
		{REAL counted, .source = PER_COUNTED, NOT_NEGATIVE}, \
		{REAL base, .source = PER_BASE, NOT_NEGATIVE}, \
	}; \
	static const struct chiso_term name##_terms[] = { \
		{REAL counted, .source = PER_COUNTED, .over_time = (time_), \
		 .input = 1 + PER_COUNTED}, \
		{REAL base, .source = PER_BASE, .over_time = (base_time_), .input = 1 + PER_BASE}, \
	}

/* An indicator `name` in the form scale * counted / base over such tables, and whether more is
 * better (1), less (-1) or neither (0).  Its title is that of its output too. */
#define PER_INDICATOR(name, id_, source_counted, counted, time_, source_base, base, base_time_, \
		      direction_, output_id, output_unit, scale_, formula_, title_en, title_vi, \
		      summary_en, summary_vi, reference_) \
	PER_TABLES(name, source_counted, counted, time_, source_base, base, base_time_); \
	static const struct chiso_output name##_outputs[] = { \
		{REAL(output_id, output_unit, title_en, title_vi), .numerator = PER_COUNTED, \
		 .denominator = PER_BASE, .scale = (scale_)}, \
	}; \
	const struct chiso_indicator name = { \
		.size = sizeof name, \
		.version = 1, \
		.id = id_, \
		.title = CHISO_T({"en", title_en}, {"vi", title_vi}), \
		.summary = CHISO_T({"en", summary_en}, {"vi", summary_vi}), \
		.formula = formula_, \
		.reference = reference_, \
		.direction = (direction_), \
		CHISO_TABLE(source, name##_sources), \
		CHISO_TABLE(input, name##_inputs), \
		CHISO_TABLE(term, name##_terms), \
		CHISO_TABLE(output, name##_outputs), \
		.map = per_map, \
	}

#endif
