/* SPDX-License-Identifier: MIT */
/* A state of all incomes: what poverty.at_risk and poverty.distribution share.  Input 0 is the
 * income. */
#ifndef POVERTY_INCOME_H
#define POVERTY_INCOME_H

#include "line.h"
#include "ranked.h"

/** Their first terms. */
enum { TERM_POPULATION, TERM_INCOME, TERM_ZERO, TERM_NEGATIVE };
#define INCOME_TERMS \
	{REAL("population", "1", "Population by weight", "Dân số theo quyền số")}, \
		{REAL("income_sum", NULL, "Sum of incomes by weight", \
		      "Tổng thu nhập theo quyền số")}, \
		{REAL("zero", "1", "Population with an income of 0", \
		      "Dân số có thu nhập bằng 0")}, \
	{ \
		REAL("negative", "1", "Population with a negative income", \
		     "Dân số có thu nhập âm") \
	}
/** And the outputs that count what may lie outside the domain of a measure. */
#define INCOME_OUTPUTS \
	{REAL("zero", "1", "Population with an income of 0", "Dân số có thu nhập bằng 0"), \
	 .numerator = TERM_ZERO, .denominator = CHISO_ONE, .scale = 1}, \
	{ \
		REAL("negative", "1", "Population with a negative income", \
		     "Dân số có thu nhập âm"), \
			.numerator = TERM_NEGATIVE, .denominator = CHISO_ONE, .scale = 1 \
	}

/** Fills these terms: the fate of a record. */
uint8_t income_row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add);
/** update() and update_each() of the state. */
int income_update(struct chiso_call *call, void *state, const struct chiso_batch *batch);
int income_update_each(struct chiso_call *call, void *states, const uint32_t *at,
		       const struct chiso_batch *batch);

#endif
