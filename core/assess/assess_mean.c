/* SPDX-License-Identifier: MIT */
/* A target for the mean of the values of a period.  Only a period that has a value for every part is
 * met or missed; before its end the mean so far is compared, and what is left must make up for it. */
#include "assess/assess.h"

#include "base/context.h"
#include "derived/panel.h"
#include "number/number.h"
#include "sum/sum.h"

#include <math.h>

struct mean {
	uint32_t n, due, expected; /* parts with a value, those that could have one, all */
	double sum;                /* of the values, or of the logarithms of the factors */
	int bound;                 /* of the mean; -1: it may be anything */
	int is_broken, is_no_factor;
	const char *missing; /* labels of the due parts without a value */
};

/* With at most that many digits after the sign. */
static double rounded(double x, int decimals)
{
	char text[NUMBER_ROOM];
	double out = x;

	if (!isfinite(x) || decimals < 0 || decimals > 60)
		return x;
	size_t n = number_print_for_people(text, x, decimals, "en");
	number_read(&out, text, n, (struct number_style){.decimal = '.', .thousands = ','});
	return out;
}

/* To 15 significant digits, as many as any double has: the mean of 0.1, 0.2 and 0.3 is 0.2. */
static double to_digits(double x)
{
	return x == 0 ? x : rounded(x, 14 - (int)floor(log10(fabs(x))));
}

/* A rate is what a factor is above 1, so its last digits are the factor's noise. */
enum { RATE_DECIMALS = 10 };

static double from_sum(const struct chiso_assessment *a, double sum, double n)
{
	if (a->aspect == CHISO_ASPECT_GEOMETRIC_MEAN)
		return rounded(100 * expm1(sum / n), RATE_DECIMALS);
	return to_digits(sum / n);
}

/* Bounds of one kind make one of the mean; of both kinds, it may be anything. */
static int join_bounds(int a, int b)
{
	if (a == CHISO_EXACT || a == b)
		return b;
	if (b == CHISO_EXACT || b == CHISO_ABOUT)
		return a;
	return a == CHISO_ABOUT ? b : -1;
}

static int add_missing(const struct judged *judged, struct mean *mean, struct period part)
{
	char label[PERIOD_ROOM];

	period_print(label, part);
	mean->missing = arena_printf(judged->scratch, "%s%s%s", mean->missing ? mean->missing : "",
	                             mean->missing ? ", " : "", label);
	return mean->missing ? CHISO_OK : CHISO_ENOMEM;
}

static int add_value(struct sums *sums, struct mean *mean, const struct chiso_assessment *a,
                     const struct chiso_point *point)
{
	double x = point->value;

	mean->is_broken |= mean->n && point->is_break;
	mean->bound = mean->bound < 0 ? -1 : join_bounds(mean->bound, point->bound);
	mean->n++;
	if (a->aspect == CHISO_ASPECT_GEOMETRIC_MEAN) {
		mean->is_no_factor |= x <= -100;
		x = mean->is_no_factor ? 0 : log1p(x / 100);
	}
	return sums_add(sums, 0, &x);
}

/* Goes through the parts of the period. */
static int collect(struct mean *mean, const struct judged *judged, const struct chiso_assessment *a)
{
	const struct target_spec *target = judged->target;
	/* A part is due when some unit has a value that late: one that stopped reporting lacks it. */
	int32_t latest = judged->board->latest;
	int32_t now = judged->as_of < latest ? judged->as_of : latest;
	struct sums sums;

	sums_init(&sums, 1);
	int status = sums_reserve(&sums, 1);
	for (struct period part = target->from;
	     part.first <= part.last && part.last <= target->to.last && !status;
	     part = period_step(part, 1)) {
		const struct chiso_point *point = series_point(judged, a, part);

		mean->expected++;
		if (part.last > now)
			continue;
		mean->due++;
		status = point ? add_value(&sums, mean, a, point)
		               : add_missing(judged, mean, part);
	}
	if (!status)
		mean->sum = sums_value(&sums, 0, 0);
	sums_clear(&sums);
	return status;
}

static int say_missing(const struct judged *judged, const struct mean *mean,
                       struct chiso_assessment *out)
{
	const char *n = arena_printf(judged->scratch, "%u", (unsigned)mean->n);
	const char *expected = arena_printf(judged->scratch, "%u", (unsigned)mean->expected);

	if (!n || !expected)
		return CHISO_ENOMEM;
	out->why = message_fill(judged->arena, MSG_WHY_MEAN_LACKS, judged->results->context->lang,
	                        (const char *const[]){n, expected, mean->missing, NULL});
	return out->why ? CHISO_OK : CHISO_ENOMEM;
}

/* Whether there is a mean that can be compared. */
static int find_obstacle(const struct mean *mean, enum message *why)
{
	*why = mean->is_broken ? MSG_WHY_BREAK : MSG_WHY_NO_MEAN;
	return mean->is_broken || mean->is_no_factor;
}

static struct chiso_value number(double x)
{
	return isfinite(x) ? (struct chiso_value){.type = CHISO_F64, .as.f64 = x}
	                   : (struct chiso_value){.reason = CHISO_REASON_OUT_OF_DOMAIN};
}

/* What the parts that are left must have on average. */
static void need(const struct mean *mean, struct chiso_assessment *out, double wanted)
{
	double left = mean->expected - mean->n, whole = mean->expected;

	if (out->aspect == CHISO_ASPECT_GEOMETRIC_MEAN && wanted <= -100)
		return;
	double all = whole * (out->aspect == CHISO_ASPECT_GEOMETRIC_MEAN ? log1p(wanted / 100)
	                                                                  : wanted);
	out->mean_needed = number(from_sum(out, all - mean->sum, left));
}

static void compare(const struct judged *judged, const struct mean *mean,
                    struct chiso_assessment *out)
{
	double x = from_sum(out, mean->sum, mean->n);
	int meets = mean->bound < 0 ? -1 : assess_meets(out, x, mean->bound), below;
	int is_exact = mean->bound == CHISO_EXACT || mean->bound == CHISO_ABOUT;
	double wanted = assess_wanted(out, x, &below);

	out->mean = number(x);
	if (is_exact) {
		out->gap = number(meets ? 0 : to_digits(wanted - x));
		/* Within a range there is no end to make for. */
		if (mean->n < mean->expected && !(meets && out->target == CHISO_BETWEEN))
			need(mean, out, wanted);
	}
	if (meets < 0)
		out->why = message_text(MSG_WHY_BOUND, judged->results->context->lang);
	else if (mean->n == mean->expected)
		out->verdict = meets ? CHISO_TARGET_ACHIEVED : CHISO_MISSED;
	else
		out->verdict = meets ? CHISO_ON_TRACK : CHISO_ACCELERATION_NEEDED;
}

int assess_mean(const struct judged *judged, struct chiso_assessment *out)
{
	struct mean mean = {.bound = CHISO_EXACT};
	int status = collect(&mean, judged, out);
	enum message why;

	if (status)
		return status;
	out->verdict = CHISO_NOT_COMPUTABLE;
	out->n_periods = mean.n;
	out->periods_expected = mean.expected;
	if (!mean.due)
		out->verdict = CHISO_NOT_YET_DUE;
	else if (mean.n < mean.due)
		return say_missing(judged, &mean, out);
	else if (find_obstacle(&mean, &why))
		out->why = message_text(why, judged->results->context->lang);
	else
		compare(judged, &mean, out);
	return CHISO_OK;
}
