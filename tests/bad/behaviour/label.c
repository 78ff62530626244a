/* SPDX-License-Identifier: MIT */
/* It refuses a record at a column that there is not. */
#include "good.h"

static const struct chiso_axis axes[] = {{{FIELD("item")}, CHISO_AXIS_INPUT, 0}};
static const struct chiso_input inputs[] = {{.field = {FIELD("value")}, .axis = 1}};
static const struct chiso_problem problems[] = {{"negative", CHISO_T({"en", "negative"}, {"vi", "âm"}), 0}};
static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r, double *add)
{
	(void)call;
	if (!chiso_has(&in[0], r))
		return CHISO_MISSING;
	*add = chiso_f64(&in[0], r) < 0 ? 99 : 1;
	return *add > 1 ? CHISO_REFUSED : CHISO_USED;
}
CHISO_ROWS(thing, row)
static const struct chiso_term terms[] = {{.field = {FIELD("sum")}}};
static const struct chiso_indicator thing = {GOOD_HEAD, GOOD_NAMES, CHISO_AXES(axes), CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms), GOOD_OUTPUTS, CHISO_TABLE(problem, problems), .map = thing_map};
PLUGIN(&thing)
