/* SPDX-License-Identifier: MIT */
/* A plugin that uses every table of the ABI, for tests/abi.test: built against the first header for the
 * host of today, and against a header of tomorrow (-DFUTURE) whose structs have grown. */
#include <chiso/batch.h>

#include <string.h>

enum { CLASS, AMOUNT };          /* inputs */
enum { FACTOR };                 /* parameters */
enum { ALL, OF_CLASS };          /* terms */
enum { BY_CLASS = 1 };           /* axes */
enum { NEGATIVE };               /* problems */

struct most {
	double amount;
	uint64_t has;
};

static int prepare(struct chiso_call *call, void **conf)
{
	(void)conf;
	/* A name that no host knows has no extension and does no harm. */
	if (call->host->extension(call, "chiso.nobody_knows"))
		return CHISO_ENOTSUP;
#ifdef FUTURE
	/* The host is of yesterday: what it does not know of is not there. */
	if (call->size >= sizeof *call || call->host->size >= sizeof *call->host ||
	    call->host->abi >= CHISO_ABI)
		return CHISO_ENOTSUP;
#endif
	return call->size < offsetof(struct chiso_call, bound) + sizeof call->bound ? CHISO_ENOTSUP
	                                                                            : CHISO_OK;
}

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
                   double *add)
{
	if (!chiso_has(&in[CLASS], r) || !chiso_has(&in[AMOUNT], r))
		return CHISO_MISSING;
	if (chiso_f64(&in[AMOUNT], r) < 0)
		return CHISO_REFUSED + NEGATIVE;
	add[call->term_at[ALL]] = chiso_f64(&in[AMOUNT], r);
	add[call->term_at[OF_CLASS] + (uint32_t)chiso_i32(&in[CLASS], r)] = chiso_f64(&in[AMOUNT], r);
	return CHISO_USED;
}
CHISO_ROWS(thing, row)

static void take(struct most *most, double amount)
{
	if (!most->has || amount > most->amount)
		most->amount = amount == 0 ? 0 : amount;
	most->has = 1;
}

static int update(struct chiso_call *call, void *state, const struct chiso_batch *batch)
{
	(void)call;
	for (uint32_t i = 0; i < batch->n; i++)
		take(state, chiso_f64(&batch->columns[AMOUNT], chiso_row(batch, i)));
	return CHISO_OK;
}

static int merge(struct chiso_call *call, void *state, const void *other, double factor)
{
	const struct most *from = other;

	(void)call;
	if (from->has && factor != 0)
		take(state, from->amount);
	return CHISO_OK;
}

static void clear(struct chiso_call *call, void *state)
{
	(void)call;
	memset(state, 0, sizeof(struct most));
}

static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *state,
                    struct chiso_value *cells)
{
	const struct most *most = state;

#ifdef FUTURE
	if (sums->size >= sizeof *sums)
		return CHISO_ENOTSUP;
#endif
	if (sums->size < offsetof(struct chiso_sums, n_seen) + sizeof sums->n_seen)
		return CHISO_ENOTSUP;
	cells[call->output_at[1]] = most->has ? chiso_number(most->amount)
	                                      : chiso_missing(CHISO_REASON_NOT_REPORTED);
	return CHISO_OK;
}

static const struct chiso_code classes[] = {{"a", CHISO_T({"en", "A"})}, {"b", CHISO_T({"en", "B"})},
                                            {0}};
static const struct chiso_source sources[] = {
	{.field = CHISO_FIELD("records", CHISO_NONE, NULL, {"en", "Records"})},
};
static const struct chiso_axis axes[] = {
	{.field = CHISO_FIELD("class", CHISO_CODE, NULL, {"en", "Class"}),
	 .kind = CHISO_AXIS_CODES, .of = CLASS},
};
static const struct chiso_input inputs[] = {
	{.field = {.id = "kind", .title = CHISO_T({"en", "Class"}), .type = CHISO_CODE,
	           .codes = classes}},
	{.field = CHISO_FIELD("amount", CHISO_F64, "t", {"en", "Amount"})},
};
static const struct chiso_param params[] = {
	{.field = CHISO_FIELD("factor", CHISO_F64, "1", {"en", "Factor"}),
	 .def = {CHISO_F64, 0, {.f64 = 2}}},
};
static const struct chiso_term terms[] = {
	{.field = CHISO_FIELD("all", CHISO_F64, "t", {"en", "All"})},
	{.field = CHISO_FIELD("of_class", CHISO_F64, "t", {"en", "Of the class"}), .axis = {BY_CLASS}},
};
static const struct chiso_output outputs[] = {
	{.field = CHISO_FIELD("share", CHISO_F64, "1", {"en", "Twice the share"}), .axis = {BY_CLASS},
	 .numerator = OF_CLASS, .denominator = ALL, .factor = 1 + FACTOR, .scale = 1},
	{.field = CHISO_FIELD("most", CHISO_F64, "t", {"en", "Most"}), .numerator = CHISO_COMPUTED,
	 .denominator = CHISO_ONE, .scale = 1, .formula = "max(amount)"},
};
static const struct chiso_problem problems[] = {
	{"negative", CHISO_T({"en", "less than nothing"}), AMOUNT},
};
static const struct chiso_state states = {.size = sizeof states, .state_size = sizeof(struct most),
                                          .update = update, .merge = merge, .clear = clear};
static const struct chiso_indicator thing = {
	.size = sizeof thing, .version = 1, .id = "abi.thing",
	.title = CHISO_T({"en", "Thing"}), .summary = CHISO_T({"en", "A thing."}),
	.formula = "factor * of_class / all", .reference = "tests/abi.test",
	CHISO_TABLE(source, sources), CHISO_AXES(axes), CHISO_TABLE(input, inputs),
	CHISO_TABLE(param, params), CHISO_TABLE(term, terms), CHISO_TABLE(output, outputs),
	CHISO_TABLE(problem, problems), .prepare = prepare, .map = thing_map, .state = &states,
	.evaluate = evaluate,
};
CHISO_PLUGIN("abi", "1.0", "tests", "MIT", &thing)
