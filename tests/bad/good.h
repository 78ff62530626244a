/* SPDX-License-Identifier: MIT */
/* A sound plugin in pieces: each broken one takes what it does not break from here.  Macros, where
 * a broken one may want another value in the middle. */
#ifndef TESTS_BAD_GOOD_H
#define TESTS_BAD_GOOD_H

#include <chiso/batch.h>

#define TITLE CHISO_T({"en", "Thing"}, {"vi", "Vật"})
#define FIELD(id_) .id = (id_), .title = TITLE, .type = CHISO_F64

static const struct chiso_input good_inputs[] = {{.field = {FIELD("value")}}};
static const struct chiso_term good_terms[] = {{.field = {FIELD("sum")}, .input = 1}};
static const struct chiso_output good_outputs[] = {
	{.field = {FIELD("total")}, .denominator = CHISO_ONE, .scale = 1}};

static inline int good_map(struct chiso_call *call, const struct chiso_batch *batch, double *terms,
			   uint8_t *fate)
{
	for (uint32_t i = 0; i < batch->n; i++) {
		terms[i * call->n_terms] = chiso_f64(&batch->columns[0], chiso_row(batch, i));
		fate[i] = CHISO_USED;
	}
	return CHISO_OK;
}

/* The same with records that lack the value. */
static inline int sound_map(struct chiso_call *call, const struct chiso_batch *batch, double *terms,
			    uint8_t *fate)
{
	for (uint32_t i = 0; i < batch->n; i++) {
		uint32_t r = chiso_row(batch, i);

		fate[i] = chiso_has(&batch->columns[0], r) ? CHISO_USED : CHISO_MISSING;
		if (fate[i] == CHISO_USED)
			terms[(size_t)i * call->n_terms] = chiso_f64(&batch->columns[0], r);
	}
	return CHISO_OK;
}

static inline int good_record(struct chiso_call *call, const struct chiso_batch *batch,
			      const struct chiso_out *out, uint8_t *fate)
{
	(void)call;
	for (uint32_t i = 0; i < batch->n; i++) {
		fate[i] = chiso_has(&batch->columns[0], chiso_row(batch, i)) ? CHISO_USED
									     : CHISO_MISSING;
		if (fate[i] == CHISO_USED)
			chiso_put_f64(out, i, chiso_f64(&batch->columns[0], chiso_row(batch, i)));
	}
	return CHISO_OK;
}

#define GOOD_HEAD \
	.size = sizeof(struct chiso_indicator), .version = 1, .formula = "sum(value)", \
	.reference = "made for the tests"
#define GOOD_NAMES .id = "bad.thing", .title = TITLE
#define GOOD_INPUTS CHISO_TABLE(input, good_inputs)
#define GOOD_TERMS CHISO_TABLE(term, good_terms)
#define GOOD_OUTPUTS CHISO_TABLE(output, good_outputs)
/* All but the outputs, which most of the broken ones break. */
#define GOOD GOOD_HEAD, GOOD_NAMES, GOOD_INPUTS, GOOD_TERMS, .map = good_map

/* A sound one but for what is given; later initialisers win. */
#define THING(...) \
	static const struct chiso_indicator thing = {GOOD_HEAD, GOOD_NAMES, GOOD_INPUTS, __VA_ARGS__}; \
	PLUGIN(&thing)
#define SUMS GOOD_TERMS, GOOD_OUTPUTS

#define PLUGIN(...) CHISO_PLUGIN("bad", "1.0", "chiso", "MIT", __VA_ARGS__)

#endif
