/* SPDX-License-Identifier: MIT */
/* A part of a whole, both counted by whoever reports: people served, villages with a road, waste
 * water treated.  Both or nothing, and never more of the part than of the whole. */
#ifndef PLUGINS_SHARE_H
#define PLUGINS_SHARE_H

#include "rows.h"

enum { SHARE_PART, SHARE_WHOLE }; /* inputs and terms */
enum { SHARE_OVER };              /* problems */

static uint8_t share_row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
			 double *add)
{
	(void)call;
	if (!chiso_has(&in[SHARE_PART], r) || !chiso_has(&in[SHARE_WHOLE], r))
		return CHISO_MISSING;
	add[SHARE_PART] = chiso_f64(&in[SHARE_PART], r);
	add[SHARE_WHOLE] = chiso_f64(&in[SHARE_WHOLE], r);
	return add[SHARE_PART] > add[SHARE_WHOLE] ? CHISO_REFUSED + SHARE_OVER : CHISO_USED;
}
CHISO_ROWS(share, share_row)

/* Tables NAME_inputs and so on, of a part and a whole given as (id, unit, en, vi), which add up
 * over time as the whole does. */
#define SHARE_INPUT(...) \
	{ \
		REAL(__VA_ARGS__), NOT_NEGATIVE \
	}
#define SHARE_TABLES(name, time_, part, whole, over_en, over_vi) \
	static const struct chiso_input name##_inputs[] = {SHARE_INPUT part, SHARE_INPUT whole}; \
	static const struct chiso_term name##_terms[] = { \
		{REAL part, .over_time = (time_), .input = 1 + SHARE_PART}, \
		{REAL whole, .over_time = (time_), .input = 1 + SHARE_WHOLE}, \
	}; \
	static const struct chiso_problem name##_problems[] = { \
		PROBLEM("over_whole", SHARE_PART, over_en, over_vi), \
	}

#define SHARE_OUTPUT(name, id, en, vi) \
	static const struct chiso_output name##_outputs[] = { \
		{REAL(id, "%", en, vi), .numerator = SHARE_PART, .denominator = SHARE_WHOLE, \
		 .scale = 100}, \
	}

/* An indicator over such tables, in the order of struct chiso_indicator. */
#define SHARE_PARTS(tables, name) \
	.direction = 1, CHISO_TABLE(input, tables##_inputs), CHISO_TABLE(term, tables##_terms), \
	CHISO_TABLE(output, name##_outputs), CHISO_TABLE(problem, tables##_problems), \
	.map = share_map

/* A whole indicator `name`: a part of a whole given as (id, unit, en, vi), what is said of more of
 * the part than of the whole, its title, which is that of its output `share` too, and its summary,
 * each in English and Vietnamese. */
#define SHARE_BARE(...) __VA_ARGS__
#define SHARE_FORMULA(...) SHARE_FORMULA_OF(__VA_ARGS__)
#define SHARE_FORMULA_OF(part, unit, en, vi, whole, ...) "100 * " part " / " whole
#define SHARE_INDICATOR(name, id_, time_, part, whole, over_en, over_vi, title_en, title_vi, \
			summary_en, summary_vi, reference_) \
	SHARE_TABLES(name, time_, part, whole, over_en, over_vi); \
	SHARE_OUTPUT(name, "share", title_en, title_vi); \
	const struct chiso_indicator name = { \
		.size = sizeof name, \
		.version = 1, \
		.id = id_, \
		.title = CHISO_T({"en", title_en}, {"vi", title_vi}), \
		.summary = CHISO_T({"en", summary_en}, {"vi", summary_vi}), \
		.formula = SHARE_FORMULA(SHARE_BARE part, SHARE_BARE whole), \
		.reference = reference_, \
		SHARE_PARTS(name, name), \
	}

#endif
