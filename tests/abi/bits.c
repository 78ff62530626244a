/* SPDX-License-Identifier: MIT */
/* A plugin that has a term of ABI 1.2, for tests/abi.test: hosts of before are declined. */
#define CHISO_NEEDS_ABI 0x00010002u
#include <chiso/batch.h>

enum { ALL, LARGE }; /* terms */

static int map(struct chiso_call *call, const struct chiso_batch *batch, double *terms, uint8_t *fate)
{
	for (uint32_t i = 0; i < batch->n; i++) {
		uint32_t r = chiso_row(batch, i);
		int has_amount = chiso_has(&batch->columns[0], r);

		fate[i] = has_amount ? CHISO_USED : CHISO_MISSING;
		if (!has_amount)
			continue;
		terms[(size_t)i * call->n_terms + ALL] = 1;
		if (chiso_f64(&batch->columns[0], r) > 10)
			chiso_add_one(call, i, LARGE);
	}
	return CHISO_OK;
}

static const struct chiso_input inputs[] = {
	{.field = CHISO_FIELD("amount", CHISO_F64, "1", {"en", "Amount"}, {"vi", "Số lượng"})}};
static const struct chiso_term terms[] = {
	{.field = CHISO_FIELD("all", CHISO_F64, "1", {"en", "All"}, {"vi", "Tất cả"})},
	{.field = CHISO_FIELD_FLAGS("large", CHISO_F64, CHISO_BINARY, "1", {"en", "Large"}, {"vi", "Lớn"})},
};
static const struct chiso_output outputs[] = {
	{.field = CHISO_FIELD("share", CHISO_F64, "%", {"en", "Share"}, {"vi", "Tỷ lệ"}),
	 .numerator = LARGE,
	 .denominator = ALL,
	 .scale = 100}};

static const struct chiso_indicator large = {
	.size = sizeof large,
	.version = 1,
	.id = "abi.large",
	.title = CHISO_T({"en", "Large amounts"}, {"vi", "Số lượng lớn"}),
	.formula = "100 * large / all",
	.reference = "made for the tests",
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	.map = map,
};

CHISO_PLUGIN("abi", "1.0", "chiso", "MIT", &large)
