/* SPDX-License-Identifier: MIT */
/* Formulas: Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 26.7.3, 26.7.4 (the
 * probability for whole degrees of freedom, a finite series) and 26.7.5 (the quantile for many of
 * them, a series in 1 / df). */
#include "number/student.h"

#include <math.h>

enum { MANY = 2000, STEPS = 60 };

static const double pi = 3.14159265358979323846;

/* The share of the distribution within t. */
static double share_within(double t, uint32_t df)
{
	double angle = atan(t / sqrt(df)), c = cos(angle), s = sin(angle);
	double term = df % 2 ? c : 1, sum = df > 1 ? term : 0;

	for (uint32_t k = df % 2 ? 3 : 2; k < df; k += 2) {
		term *= c * c * (k - 1) / k;
		sum += term;
	}
	return df % 2 ? 2 / pi * (angle + s * sum) : s * sum;
}

/* The density at t, of both sides together. */
static double density(double t, uint32_t df)
{
	/* gamma((n + 1) / 2) / gamma(n / 2) from n = 1 or 2 up. */
	double ratio = df % 2 ? 1 / sqrt(pi) : sqrt(pi) / 2;

	for (uint32_t n = df % 2 ? 1 : 2; n < df; n += 2)
		ratio *= (double)(n + 1) / n;
	return 2 * ratio / sqrt(pi * df) * exp(-0.5 * (df + 1.0) * log1p(t * t / df));
}

/* The quantile of the normal distribution, by bisection of what libc has. */
static double normal_quantile(double confidence)
{
	double low = 0, high = 10;

	for (int i = 0; i < STEPS; i++) {
		double middle = (low + high) / 2;

		if (erf(middle / sqrt(2)) < confidence)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static double many(double x, double n)
{
	double x2 = x * x;
	double g1 = (x2 + 1) * x / 4;
	double g2 = ((5 * x2 + 16) * x2 + 3) * x / 96;
	double g3 = (((3 * x2 + 19) * x2 + 17) * x2 - 15) * x / 384;
	double g4 = ((((79 * x2 + 776) * x2 + 1482) * x2 - 1920) * x2 - 945) * x / 92160;

	return x + (g1 + (g2 + (g3 + g4 / n) / n) / n) / n;
}

double student_quantile(double confidence, uint32_t df)
{
	double x = normal_quantile(confidence), t;

	if (df > MANY)
		return many(x, df);
	if (df == 1)
		return tan(pi * confidence / 2);
	if (df == 2)
		return confidence * sqrt(2 / (1 - confidence * confidence));
	/* From below Newton's steps never go too far: the share grows ever more slowly with t. */
	t = x;
	for (int i = 0; i < STEPS; i++) {
		double step = (confidence - share_within(t, df)) / density(t, df);

		t += step;
		if (fabs(step) <= 1e-13 * t)
			break;
	}
	return t;
}
