/* SPDX-License-Identifier: MIT */
#include "scoring.h"

#include <string.h>

/* Up to here doubles hold whole numbers exactly, and products in scoring_reaches() fit too. */
#define MOST ((int64_t)1 << 53)

/* ---- whole numbers --------------------------------------------------------------------------- */

static int64_t common_divisor(int64_t a, int64_t b)
{
	while (b) {
		int64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

/* Makes *whole a multiple of den too; 0 when it gets too large. */
static int take_denominator(int64_t *whole, int64_t den)
{
	int64_t times = den / common_divisor(*whole, den);

	if (times > MOST / *whole)
		return 0;
	*whole *= times;
	return 1;
}

/* ---- messages with a number in them ------------------------------------------------------------
 */

enum { ROOM = 160 };

static void put_text(char *out, const char *text)
{
	size_t at = strlen(out), n = strlen(text);

	if (at + n < ROOM)
		memcpy(out + at, text, n + 1);
}

static void put_number(char *out, int64_t number)
{
	char digits[24];
	size_t at = sizeof digits - 1;

	digits[at] = '\0';
	do {
		digits[--at] = (char)('0' + number % 10);
		number /= 10;
	} while (number && at);
	put_text(out, digits + at);
}

static void put_ratio(char *out, int64_t num, int64_t den)
{
	int64_t divisor = common_divisor(num, den);

	put_number(out, num / divisor);
	if (den != divisor) {
		put_text(out, "/");
		put_number(out, den / divisor);
	}
}

static int refuse_sum(struct chiso_call *call, int64_t sum, int64_t whole)
{
	char en[ROOM] = "the weights sum to ", vi[ROOM] = "tổng các trọng số là ";

	put_ratio(en, sum, whole);
	put_text(en, ": expected 1");
	put_ratio(vi, sum, whole);
	put_text(vi, ": phải bằng 1");
	return refuse_param(call, PARAM_WEIGHTS, en, vi);
}

static int refuse_size(struct chiso_call *call, int param)
{
	return refuse_param(
		call, param,
		"the common denominator of weights and cut-offs is over 2^53: expected "
		"simpler fractions",
		"mẫu số chung của các trọng số và ngưỡng vượt quá 2^53: cần phân số đơn giản "
		"hơn");
}

/* ---- weights -----------------------------------------------------------------------------------
 */

static uint32_t find_dimension(const struct chiso_call *call, uint32_t i)
{
	const struct chiso_labels *labels = &call->axes[DIMENSION - 1];
	const char *own = call->params[PARAM_DIMENSION].v[i].as.str;
	uint32_t d = 0;

	while (d + 1 < labels->n && strcmp(labels->id[d], own))
		d++;
	return d;
}

static uint32_t count_in_dimension(const struct scoring *scoring, uint32_t dimension)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < scoring->n; i++)
		n += scoring->dimension[i] == dimension;
	return n;
}

/* As given; else dimensions weigh the same, and so do the deprivations in each. */
static struct chiso_ratio weight_of(const struct chiso_call *call, const struct scoring *scoring,
				    uint32_t i)
{
	const struct chiso_list *given = &call->params[PARAM_WEIGHTS];
	uint32_t n_dimensions = call->axes[DIMENSION - 1].n;

	if (given->n)
		return given->v[i].as.ratio;
	if (!n_dimensions)
		return (struct chiso_ratio){1, scoring->n};
	uint32_t in_own = count_in_dimension(scoring, scoring->dimension[i]);
	return (struct chiso_ratio){1, (int64_t)n_dimensions * in_own};
}

static int set_weights(struct chiso_call *call, struct scoring *scoring)
{
	int64_t sum = 0;

	scoring->whole = 1;
	for (uint32_t i = 0; i < scoring->n; i++)
		if (!take_denominator(&scoring->whole, weight_of(call, scoring, i).den))
			return refuse_size(call, PARAM_WEIGHTS);
	for (uint32_t i = 0; i < scoring->n; i++) {
		struct chiso_ratio w = weight_of(call, scoring, i);

		scoring->weight[i] = w.num * (scoring->whole / w.den);
		sum += scoring->weight[i]; /* each is at most whole, so that 1023 of them fit */
	}
	return sum == scoring->whole ? CHISO_OK : refuse_sum(call, sum, scoring->whole);
}

static void add_together(struct scoring *scoring)
{
	for (uint32_t i = 0; i < scoring->n; i++)
		for (uint32_t bits = 0; bits < 16; bits++)
			scoring->together[i / 4][bits] +=
				bits >> i % 4 & 1 ? scoring->weight[i] : 0;
}

/* Each cut-off above 0, and its comparison with a score without overflow.  The least of them as a score. */
static int set_cut_offs(struct chiso_call *call, struct scoring *scoring)
{
	const struct chiso_list *k = &call->params[PARAM_K];

	for (uint32_t i = 0; i < k->n; i++) {
		struct chiso_ratio own = k->v[i].as.ratio;

		if (own.num <= 0)
			return refuse_param(call, PARAM_K, "expected shares above 0 and up to 1",
					    "các ngưỡng phải lớn hơn 0 và không quá 1");
		if (own.den > MOST / scoring->whole)
			return refuse_size(call, PARAM_K);
		int64_t score = (own.num * scoring->whole + own.den - 1) / own.den;
		if (!i || score < scoring->least)
			scoring->least = score;
	}
	return CHISO_OK;
}

/* ---- prepare()
 * ----------------------------------------------------------------------------------- */

static int fill(struct chiso_call *call, struct scoring *scoring)
{
	int status, later;

	if (scoring->n > MOST_DEPRIVATIONS)
		return refuse_param(call, PARAM_WEIGHTS, "expected at most 1000 deprivations",
				    "nhiều nhất 1000 tiêu chí thiếu hụt");
	for (uint32_t i = 0; i < scoring->n; i++)
		scoring->dimension[i] = call->axes[DIMENSION - 1].n ? find_dimension(call, i) : 0;
	status = set_weights(call, scoring);
	later = set_cut_offs(call, scoring);
	if (!status)
		add_together(scoring);
	return status ? status : later;
}

int scoring_prepare(struct chiso_call *call, void **conf)
{
	uint32_t n = call->axes[DEPRIVATION - 1].n, n_fours = (n + 7) / 8 * 2;
	size_t bytes = sizeof(struct scoring) + n * (sizeof(int64_t) + sizeof(uint32_t)) +
		       n_fours * sizeof(int64_t[16]);
	struct scoring *scoring = call->host->resize(call, NULL, 0, bytes);

	if (!scoring)
		return CHISO_ENOMEM;
	scoring->bytes = bytes;
	scoring->n = n;
	scoring->together = (int64_t(*)[16])(scoring + 1);
	memset(scoring->together, 0, n_fours * sizeof *scoring->together);
	scoring->weight = (int64_t *)(scoring->together + n_fours);
	scoring->dimension = (uint32_t *)(scoring->weight + n);
	int status = fill(call, scoring);
	if (status)
		call->host->resize(call, scoring, bytes, 0);
	else
		*conf = scoring;
	return status;
}

void scoring_release(struct chiso_call *call, void *conf)
{
	struct scoring *scoring = conf;

	call->host->resize(call, scoring, scoring->bytes, 0);
}
