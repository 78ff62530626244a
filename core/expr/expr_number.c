/* SPDX-License-Identifier: MIT */
/* The kernels of numbers.  Values and reasons have loops of their own, which compilers turn into
 * vector instructions; what is computed from the values of missing rows is never looked at. */
#include "expr/expr_internal.h"

#include <float.h>
#include <math.h>
#include <string.h>

void expr_merge(uint8_t *restrict out, const uint8_t *restrict a, const uint8_t *restrict b,
                size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint8_t first = a[i], second = b[i];

		out[i] = first ? first : second;
	}
}

static inline uint64_t bits_of(double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof bits);
	return bits;
}

int expr_are_finite(const double *x, size_t n)
{
	uint64_t wild = 0;

	for (size_t i = 0; i < n; i++)
		wild |= bits_of(x[i] - x[i]);
	return !wild;
}

/* Infinite and undefined values are missing.  wild: not 0 when there are any, which is rare. */
static void only_finite(uint8_t *restrict missing, const double *restrict x, size_t n, uint64_t wild)
{
	for (size_t i = 0; wild && i < n; i++)
		if (!missing[i] && !(fabs(x[i]) <= DBL_MAX))
			missing[i] = CHISO_REASON_OUT_OF_DOMAIN;
}

/* What is divided by 0 is wild. */
static void only_over_not_zero(uint8_t *restrict missing, const double *restrict x, size_t n, uint64_t wild)
{
	for (size_t i = 0; wild && i < n; i++)
		if (!missing[i] && x[i] == 0)
			missing[i] = CHISO_REASON_DENOMINATOR_ZERO;
}

#define KERNEL(name) void name(const struct vector *out, const struct vector *const *in, size_t n)

/* The loop is a function of its own because restrict holds best for parameters.  It tells whether some value is
 * wild: c - c is 0 unless c is. */
#define BINARY(name, check, value) \
	static uint64_t name##_values(double *restrict to, const double *restrict x, \
	                              const double *restrict y, size_t n) \
	{ \
		uint64_t wild = 0; \
\
		for (size_t i = 0; i < n; i++) { \
			double a = x[i], b = y[i], c = value; \
\
			to[i] = c; \
			wild |= bits_of(c - c); \
		} \
		return wild; \
	} \
	KERNEL(name) \
	{ \
		uint64_t wild = name##_values(out->at.f64, in[0]->at.f64, in[1]->at.f64, n); \
\
		expr_merge(out->missing, in[0]->missing, in[1]->missing, n); \
		check; \
		only_finite(out->missing, out->at.f64, n, wild); \
	}

#define UNARY(name, value) \
	static uint64_t name##_values(double *restrict to, const double *restrict x, size_t n) \
	{ \
		uint64_t wild = 0; \
\
		for (size_t i = 0; i < n; i++) { \
			double a = x[i], c = value; \
\
			to[i] = c; \
			wild |= bits_of(c - c); \
		} \
		return wild; \
	} \
	KERNEL(name) \
	{ \
		uint64_t wild = name##_values(out->at.f64, in[0]->at.f64, n); \
\
		memcpy(out->missing, in[0]->missing, n); \
		only_finite(out->missing, out->at.f64, n, wild); \
	}

static double log_base(double x, double base)
{
	return base > 0 ? log(x) / log(base) : NAN;
}

BINARY(expr_add, (void)0, a + b)
BINARY(expr_subtract, (void)0, a - b)
BINARY(expr_multiply, (void)0, a * b)
BINARY(expr_divide, only_over_not_zero(out->missing, in[1]->at.f64, n, wild), a / b)
BINARY(expr_remainder, only_over_not_zero(out->missing, in[1]->at.f64, n, wild), fmod(a, b))
BINARY(expr_log_base, (void)0, log_base(a, b))
BINARY(expr_greatest, (void)0, a < b ? b : a)
BINARY(expr_least, (void)0, b < a ? b : a)
BINARY(expr_round_digits, (void)0, expr_round(a, b))

/* Rates of growth are often those of a row before, and a power takes longer than to see that. */
static uint64_t power_values(double *restrict to, const double *restrict x, const double *restrict y, size_t n)
{
	uint64_t wild = 0;

	for (size_t i = 0; i < n; i++) {
		int is_same = i && bits_of(x[i]) == bits_of(x[i - 1]) && bits_of(y[i]) == bits_of(y[i - 1]);

		to[i] = is_same ? to[i - 1] : pow(x[i], y[i]);
		wild |= bits_of(to[i] - to[i]);
	}
	return wild;
}

KERNEL(expr_power)
{
	uint64_t wild = power_values(out->at.f64, in[0]->at.f64, in[1]->at.f64, n);

	expr_merge(out->missing, in[0]->missing, in[1]->missing, n);
	only_finite(out->missing, out->at.f64, n, wild);
}

UNARY(expr_negate, -a)
UNARY(expr_abs, fabs(a))
UNARY(expr_floor, floor(a))
UNARY(expr_ceil, ceil(a))
UNARY(expr_sqrt, sqrt(a))
UNARY(expr_exp, exp(a))
UNARY(expr_log, log(a))
UNARY(expr_log10, log10(a))
UNARY(expr_sgn, (double)((a > 0) - (a < 0)))
UNARY(expr_round_whole, round(a))

KERNEL(expr_remove_zeros)
{
	const double *x = in[0]->at.f64;

	for (size_t i = 0; i < n; i++) {
		uint8_t zero = x[i] == 0 ? CHISO_REASON_NOT_REPORTED : 0;

		out->at.f64[i] = x[i];
		out->missing[i] = in[0]->missing[i] ? in[0]->missing[i] : zero;
	}
}
