/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "subject.h"

#include <math.h>

static double random_f64(const struct chiso_input *input, uint64_t *random)
{
	static const double odd[] = {0, 1, -1, 0.1, 1e-9, 1e15, -12345.678};
	int is_bounded = input->min < input->max;
	double low = is_bounded && isfinite(input->min) ? input->min : -1e6;
	double high = is_bounded && isfinite(input->max) ? input->max : low + 2e6;
	uint32_t kind = random_below(random, 8);
	double value = low + (high - low) * (double)(random_next(random) >> 11) * 0x1p-53;

	if (is_bounded && kind == 0)
		return low;
	if (is_bounded && kind == 1 && isfinite(input->max))
		return high;
	if (!is_bounded && kind < 3)
		return odd[random_below(random, sizeof odd / sizeof *odd)];
	/* Most figures of offices have two decimals. */
	if (kind < 6 && low > -1e12 && high < 1e12) {
		double rounded = (double)(int64_t)(value * 100) / 100;

		if (rounded >= low && rounded <= high)
			return rounded;
	}
	return value;
}

/* 2020-01-01 and so on: first and last day of a year that the row decides. */
static int32_t random_date(const struct chiso_input *input, uint32_t row, uint64_t *random)
{
	enum { YEAR_2020 = 18262 };

	if (input->role == CHISO_PERIOD_FIRST)
		return YEAR_2020 + 365 * (int32_t)(row % 5);
	if (input->role == CHISO_PERIOD_LAST || input->role == CHISO_REFERENCE_DATE)
		return YEAR_2020 + 365 * (int32_t)(row % 5) + 364;
	return YEAR_2020 - 2000 + (int32_t)random_below(random, 6000);
}

static struct chiso_value random_value(const struct chiso_input *input, uint32_t row,
				       uint64_t *random)
{
	static const char *const words[] = {"", "na", "Hoà", "xã Chi Lăng", "=1+1"};
	struct chiso_value out = {.type = input->field.type};

	switch (input->field.type) {
	case CHISO_F64:
		out.as.f64 = random_f64(input, random);
		break;
	case CHISO_I64:
		out.as.i64 = (int64_t)random_f64(input, random);
		break;
	case CHISO_BOOL:
		out.as.i64 = random_below(random, 2);
		break;
	case CHISO_CODE:
		out.as.code = (int32_t)random_below(random, code_count(&input->field));
		break;
	case CHISO_DATE:
		out.as.date = random_date(input, row, random);
		break;
	case CHISO_STR:
		out.as.str = words[random_below(random, sizeof words / sizeof *words)];
		break;
	}
	return out;
}

/* 0001-01-01 and 9999-12-31: no date lies before or behind. */
enum { FIRST_DAY = -719162, LAST_DAY = 2932896 };

static struct chiso_value extreme_value(const struct chiso_input *input, uint32_t row,
					uint64_t *random)
{
	static const double odd[] = {0,
				     -0.0,
				     0x1p-1074,
				     -0x1p-1074,
				     0x1.fffffffffffffp1023,
				     -0x1.fffffffffffffp1023,
				     1e300,
				     -1e300,
				     0x1p53,
				     1};
	struct chiso_value out = random_value(input, row, random);
	uint32_t k = random_below(random, sizeof odd / sizeof *odd);
	int is_bounded = input->min < input->max;
	double x = odd[k];

	if (is_bounded && x < input->min)
		x = input->min;
	if (is_bounded && x > input->max)
		x = input->max;
	if (out.type == CHISO_F64)
		out.as.f64 = x;
	else if (out.type == CHISO_I64)
		out.as.i64 = x >= 0x1p63 ? INT64_MAX : x < -0x1p63 ? INT64_MIN : (int64_t)x;
	else if (out.type == CHISO_DATE && !input->role)
		out.as.date = k & 1 ? LAST_DAY : FIRST_DAY;
	return out;
}

void records_make(struct records *out, const struct subject *subject, uint32_t source, uint32_t n,
		  enum kind kind, uint64_t *random)
{
	out->n = n;
	out->cells = need(subject->pool, (size_t)n * subject->n_columns, sizeof *out->cells);
	out->is_bound = need(subject->pool, subject->n_columns, 1);
	for (uint32_t c = 0; c < subject->n_columns; c++) {
		const struct chiso_input *input = subject->column_input[c];
		int may_lack = input->field.flags & CHISO_OPTIONAL && !input->role;
		int has_nulls = !input->role &&
				(kind == MISSING || (kind == ORDINARY && random_below(random, 4)));
		struct chiso_value *cells = out->cells + (size_t)c * n;

		out->is_bound[c] = input->source == source &&
				   !(kind == UNBOUND && may_lack && random_below(random, 3));
		for (uint32_t r = 0; out->is_bound[c] && r < n; r++)
			if (!has_nulls || random_below(random, kind == MISSING ? 2 : 6))
				cells[r] = kind == EXTREME ? extreme_value(input, r, random)
							   : random_value(input, r, random);
	}
}
