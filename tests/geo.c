/* SPDX-License-Identifier: MIT */
/* A plugin for tests of the jackknife: the geometric mean of two means, which is smooth in its sums;
 * the same from a state; and a number that is not smooth. */
#include <chiso/batch.h>

#include <math.h>

enum { RECORDS, X, Y };

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
                   double *add)
{
	(void)call;
	if (!chiso_has(&in[0], r) || !chiso_has(&in[1], r))
		return CHISO_MISSING;
	add[RECORDS] = 1;
	add[X] = chiso_f64(&in[0], r);
	add[Y] = chiso_f64(&in[1], r);
	return CHISO_USED;
}
CHISO_ROWS(geo, row)

static struct chiso_value geo_of(const double *sum)
{
	if (sum[RECORDS] <= 0)
		return (struct chiso_value){.reason = CHISO_REASON_DENOMINATOR_ZERO};
	return (struct chiso_value){.type = CHISO_F64,
	                            .as.f64 = sqrt(sum[X] * sum[Y]) / sum[RECORDS]};
}

static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *state,
                    struct chiso_value *cells)
{
	(void)call;
	cells[0] = geo_of(state ? state : sums->sum);
	cells[1] = (struct chiso_value){.type = CHISO_F64, .as.f64 = (double)sums->n_used};
	return CHISO_OK;
}

/* Good enough here, though the sums of a state should be exact. */
struct totals {
	double sum[3];
};

static int update(struct chiso_call *call, void *state, const struct chiso_batch *batch)
{
	struct totals *totals = state;

	(void)call;
	for (uint32_t i = 0; i < batch->n; i++) {
		uint32_t r = chiso_row(batch, i);
		double weight = batch->weight ? batch->weight[r] : 1;

		totals->sum[RECORDS] += weight;
		totals->sum[X] += weight * chiso_f64(&batch->columns[0], r);
		totals->sum[Y] += weight * chiso_f64(&batch->columns[1], r);
	}
	return CHISO_OK;
}

static int merge(struct chiso_call *call, void *state, const void *other, double factor)
{
	struct totals *totals = state;
	const struct totals *from = other;

	(void)call;
	for (int i = 0; i < 3; i++)
		totals->sum[i] += factor * from->sum[i];
	return CHISO_OK;
}

static void clear(struct chiso_call *call, void *state)
{
	(void)call;
	*(struct totals *)state = (struct totals){{0}};
}

static const struct chiso_input inputs[] = {
	{.field = CHISO_FIELD("x", CHISO_F64, NULL, {"en", "One"}, {"vi", "Một"})},
	{.field = CHISO_FIELD("y", CHISO_F64, NULL, {"en", "Other"}, {"vi", "Hai"})},
};
static const struct chiso_term terms[] = {
	{.field = CHISO_FIELD("records", CHISO_F64, "1", {"en", "Records"}, {"vi", "Bản ghi"})},
	{.field = CHISO_FIELD("sum_x", CHISO_F64, NULL, {"en", "One"}, {"vi", "Một"})},
	{.field = CHISO_FIELD("sum_y", CHISO_F64, NULL, {"en", "Other"}, {"vi", "Hai"})},
};
static const struct chiso_output outputs[] = {
	{.field = CHISO_FIELD_FLAGS("geo", CHISO_F64, CHISO_SMOOTH, NULL, {"en", "Geometric mean"},
	                            {"vi", "Trung bình nhân"}),
	 .numerator = CHISO_COMPUTED, .denominator = CHISO_ONE, .scale = 1},
	{.field = CHISO_FIELD("rough", CHISO_F64, NULL, {"en", "Records"}, {"vi", "Bản ghi"}),
	 .numerator = CHISO_COMPUTED, .denominator = CHISO_ONE, .scale = 1},
};
static const struct chiso_state state = {.size = sizeof state,
                                         .state_size = sizeof(struct totals),
                                         .update = update,
                                         .merge = merge,
                                         .clear = clear};

#define GEO(id_, state_) \
	{ \
		.size = sizeof(struct chiso_indicator), .version = 1, .id = (id_), \
		.title = CHISO_T({"en", "Geo"}, {"vi", "Geo"}), \
		.summary = CHISO_T({"en", "A geometric mean."}, {"vi", "Trung bình nhân."}), \
		.formula = "geo", .reference = "elementary statistics", \
		CHISO_TABLE(input, inputs), CHISO_TABLE(term, terms), \
		CHISO_TABLE(output, outputs), .map = geo_map, .evaluate = evaluate, \
		.state = (state_) \
	}
static const struct chiso_indicator of_sums = GEO("tested.geo", NULL);
static const struct chiso_indicator of_state = GEO("tested.state_geo", &state);
CHISO_PLUGIN("tested", "1.0", "chiso", "MIT", &of_sums, &of_state)
