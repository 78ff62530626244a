/* SPDX-License-Identifier: MIT */
/* A plugin for tests: how often something is so among what may be so, and where both are.  Its terms are bits, or with
 * -DNUMBERS numbers, which must give the same bytes; so must it with -DLOUD, where records that lack something say
 * something all the same. */
#define CHISO_NEEDS_ABI 0x00010002u
#include <chiso/batch.h>

enum { PART, WHOLE };              /* inputs and terms */
enum { BOTH = WHOLE + 1, AMOUNT }; /* terms; AMOUNT: a number in either form */

#ifdef NUMBERS
#define BINARY 0
#else
#define BINARY CHISO_BINARY
#endif

#ifdef LOUD
#define IS_LOUD 1
#else
#define IS_LOUD 0
#endif

static void add(const struct chiso_call *call, double *terms, uint32_t i, uint32_t term, int is)
{
#ifdef NUMBERS
	terms[(size_t)i * call->n_terms + term] = is;
#else
	(void)terms;
	if (is)
		chiso_add_one(call, i, term);
#endif
}

static int map(struct chiso_call *call, const struct chiso_batch *batch, double *terms, uint8_t *fate)
{
	const struct chiso_column *in = batch->columns;

	for (uint32_t i = 0; i < batch->n; i++) {
		uint32_t r = chiso_row(batch, i);
		int is_known = chiso_has(&in[PART], r) && chiso_has(&in[WHOLE], r);
		int part = is_known && chiso_bool(&in[PART], r), whole = is_known && chiso_bool(&in[WHOLE], r);

		fate[i] = is_known ? CHISO_USED : CHISO_MISSING;
		if (!is_known && !IS_LOUD)
			continue;
		add(call, terms, i, PART, part);
		add(call, terms, i, WHOLE, whole);
		add(call, terms, i, BOTH, part && whole);
		if (part != whole || !is_known)
			terms[(size_t)i * call->n_terms + AMOUNT] = 0.1;
	}
	return CHISO_OK;
}

static const struct chiso_input inputs[] = {
	{.field = CHISO_FIELD("part", CHISO_BOOL, "1", {"en", "Part"})},
	{.field = CHISO_FIELD("whole", CHISO_BOOL, "1", {"en", "Whole"})},
};
static const struct chiso_term terms[] = {
	{.field = CHISO_FIELD_FLAGS("part", CHISO_F64, BINARY, "1", {"en", "Part"})},
	{.field = CHISO_FIELD_FLAGS("whole", CHISO_F64, BINARY, "1", {"en", "Whole"})},
	{.field = CHISO_FIELD_FLAGS("both", CHISO_F64, BINARY | CHISO_UNWEIGHTED, "1", {"en", "Both"})},
	{.field = CHISO_FIELD("amount", CHISO_F64, "1", {"en", "Amount"})},
};
static const struct chiso_output outputs[] = {
	{.field = CHISO_FIELD("share", CHISO_F64, "%", {"en", "Share"}), .numerator = PART, .denominator = WHOLE,
	 .scale = 100},
	{.field = CHISO_FIELD("both", CHISO_F64, "1", {"en", "Both"}), .numerator = BOTH,
	 .denominator = CHISO_ONE, .scale = 1},
	{.field = CHISO_FIELD("amount", CHISO_F64, "1", {"en", "Amount"}), .numerator = AMOUNT,
	 .denominator = WHOLE, .scale = 1},
};
static const struct chiso_indicator share = {
	.size = sizeof share, .version = 1, .id = "yes.share", .title = CHISO_T({"en", "Share"}),
	.formula = "100 * part / whole", .reference = "made up", CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms), CHISO_TABLE(output, outputs), .map = map,
};
CHISO_PLUGIN("yes", "1.0", "chiso", "MIT", &share)
