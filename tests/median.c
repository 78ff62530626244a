/* SPDX-License-Identifier: MIT */
/* A plugin with a state, for tests: the median of a figure, which sums can't hold. */
#include <chiso/batch.h>

#include <string.h>

struct values {
	double *list;
	size_t n, cap;
};

static int reserve(struct chiso_call *call, struct values *values, size_t more)
{
	size_t cap = values->cap ? values->cap : 8;

	while (cap < values->n + more)
		cap *= 2;
	if (cap == values->cap)
		return CHISO_OK;
	double *list = call->host->resize(call, values->list, values->cap * sizeof *list,
	                                  cap * sizeof *list);
	if (!list)
		return CHISO_ENOMEM;
	values->list = list;
	values->cap = cap;
	return CHISO_OK;
}

static int update(struct chiso_call *call, void *state, const struct chiso_batch *batch)
{
	struct values *values = state;

	if (reserve(call, values, batch->n))
		return CHISO_ENOMEM;
	for (uint32_t i = 0; i < batch->n; i++)
		values->list[values->n++] = chiso_f64(&batch->columns[0], chiso_row(batch, i));
	return CHISO_OK;
}

/* The factor changes weights, and these values have none. */
static int merge(struct chiso_call *call, void *state, const void *other, double factor)
{
	struct values *values = state;
	const struct values *from = other;

	(void)factor;
	if (!from->n)
		return CHISO_OK;
	if (reserve(call, values, from->n))
		return CHISO_ENOMEM;
	memcpy(values->list + values->n, from->list, from->n * sizeof *from->list);
	values->n += from->n;
	return CHISO_OK;
}

static void clear(struct chiso_call *call, void *state)
{
	struct values *values = state;

	call->host->resize(call, values->list, values->cap * sizeof *values->list, 0);
	*values = (struct values){0};
}

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
                   double *add)
{
	(void)call;
	if (!chiso_has(&in[0], r))
		return CHISO_MISSING;
	*add = 1;
	return CHISO_USED;
}
CHISO_ROWS(median, row)

/* The k-th smallest, by counting: slow, and changes nothing. */
static double smallest(const struct values *values, size_t k)
{
	for (size_t i = 0; i < values->n; i++) {
		size_t below = 0, same = 0;

		for (size_t j = 0; j < values->n; j++) {
			below += values->list[j] < values->list[i];
			same += values->list[j] == values->list[i];
		}
		if (below <= k && k < below + same)
			return values->list[i];
	}
	return 0;
}

static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *state,
                    struct chiso_value *cells)
{
	const struct values *values = state;

	(void)call;
	(void)sums;
	if (!values->n) {
		cells[0] = (struct chiso_value){.reason = CHISO_REASON_NOT_REPORTED};
		return CHISO_OK;
	}
	double low = smallest(values, (values->n - 1) / 2), high = smallest(values, values->n / 2);
	cells[0] = (struct chiso_value){.type = CHISO_F64, .as.f64 = (low + high) / 2};
	return CHISO_OK;
}

static const struct chiso_input inputs[] = {
	{.field = CHISO_FIELD("value", CHISO_F64, NULL, {"en", "Value"}, {"vi", "Giá trị"})},
};
static const struct chiso_term terms[] = {
	{.field = CHISO_FIELD("records", CHISO_F64, "1", {"en", "Records"}, {"vi", "Bản ghi"})},
};
static const struct chiso_output outputs[] = {
	{.field = CHISO_FIELD("median", CHISO_F64, NULL, {"en", "Median"}, {"vi", "Trung vị"}),
	 .numerator = CHISO_COMPUTED, .denominator = CHISO_ONE, .scale = 1},
};
static const struct chiso_state state = {.size = sizeof state,
                                         .state_size = sizeof(struct values),
                                         .update = update,
                                         .merge = merge,
                                         .clear = clear};
static const struct chiso_indicator median = {
	.size = sizeof median, .version = 1, .id = "tested.median",
	.title = CHISO_T({"en", "Median"}, {"vi", "Trung vị"}),
	.summary = CHISO_T({"en", "Median of a figure."}, {"vi", "Trung vị của một số liệu."}),
	.formula = "median", .reference = "elementary statistics",
	CHISO_TABLE(input, inputs), CHISO_TABLE(term, terms), CHISO_TABLE(output, outputs),
	.map = median_map, .state = &state, .evaluate = evaluate,
};
CHISO_PLUGIN("tested", "1.0", "chiso", "MIT", &median)
