/* SPDX-License-Identifier: MIT */
#include "number/outlier.h"

#include "number/number.h"
#include "sum/sum.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = {[OUTLIER_Z] = "z",
                                    [OUTLIER_MODIFIED_Z] = "modified_z",
                                    [OUTLIER_IQR] = "iqr",
                                    [OUTLIER_MIN_MAX] = "min_max"};

static double usual(const struct standards *standards, const char *id)
{
	return standard_number(standard_find(standards, "outliers.common"), id);
}

enum outlier_method outlier_method_read(const char *text)
{
	enum outlier_method method = OUTLIER_Z;

	while (method < OUTLIER_METHODS && strcmp(text, names[method]))
		method++;
	return method;
}

double outlier_threshold(const struct standards *standards, enum outlier_method method)
{
	return usual(standards, names[method]);
}

double outlier_score(const struct outlier_scale *scale, double x)
{
	return (x - scale->centre) / scale->spread;
}

/* The exact sum of what `term` makes of the values, rounded once.  0 or CHISO_ENOMEM. */
static int sum_of(double *out, const double *values, size_t n, double centre,
                  double (*term)(double x, double centre))
{
	struct sums sums;
	int status;

	sums_init(&sums, 1);
	status = sums_reserve(&sums, 1);
	for (size_t i = 0; i < n && !status; i++) {
		double x = term(values[i], centre);

		status = sums_add(&sums, 0, &x);
	}
	*out = status ? INFINITY : sums_value(&sums, 0, 0);
	sums_clear(&sums);
	return status == CHISO_ENOMEM ? status : CHISO_OK;
}

static double itself(double x, double centre)
{
	(void)centre;
	return x;
}

static double squared_deviation(double x, double centre)
{
	return (x - centre) * (x - centre);
}

static int measure_z(struct outlier_scale *out, const double *sorted, size_t n)
{
	double sum, squares;

	if (sum_of(&sum, sorted, n, 0, itself))
		return CHISO_ENOMEM;
	out->centre = sum / (double)n;
	if (sum_of(&squares, sorted, n, out->centre, squared_deviation))
		return CHISO_ENOMEM;
	out->spread = sqrt(squares / (double)(n - 1));
	return out->spread > 0 && isfinite(out->spread);
}

/* A quantile of sorted values, type 7 of Hyndman and Fan (The American Statistician 50(4), 1996):
 * that of R, and QUARTILE.INC of spreadsheets. */
static double quantile(const double *sorted, size_t n, double p)
{
	double at = (double)(n - 1) * p, part = at - floor(at);
	size_t i = (size_t)at;

	return part > 0 ? sorted[i] + part * (sorted[i + 1] - sorted[i]) : sorted[i];
}

static int compare(const void *x, const void *y)
{
	double a = *(const double *)x, b = *(const double *)y;

	return (a > b) - (a < b);
}

static int measure_modified_z(struct outlier_scale *out, double factor, const double *sorted, size_t n)
{
	double *deviations = malloc(n * sizeof *deviations);

	if (!deviations)
		return CHISO_ENOMEM;
	out->centre = quantile(sorted, n, 0.5);
	for (size_t i = 0; i < n; i++)
		deviations[i] = fabs(sorted[i] - out->centre);
	qsort(deviations, n, sizeof *deviations, compare);
	out->spread = quantile(deviations, n, 0.5) / factor;
	free(deviations);
	return out->spread > 0 && isfinite(out->spread);
}

int outlier_measure(struct outlier_scale *out, enum outlier_method method, double threshold,
                    const struct standards *standards, const double *sorted, size_t n)
{
	*out = (struct outlier_scale){0};
	if (n < 3)
		return 0;
	if (method == OUTLIER_Z)
		return measure_z(out, sorted, n);
	if (method == OUTLIER_MODIFIED_Z)
		return measure_modified_z(out, usual(standards, "modified_z_factor"), sorted, n);
	double low = quantile(sorted, n, 0.25), high = quantile(sorted, n, 0.75);
	out->low = low - threshold * (high - low);
	out->high = high + threshold * (high - low);
	return high > low;
}
