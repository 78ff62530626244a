/* SPDX-License-Identifier: MIT */
/* Which authority certifies a star: a standard says it, for the day of the rating. */
#include "ocop.h"

enum { DISTRICT, PROVINCE, CENTRE, N_LEVELS }; /* parameters, and codes of the output */

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   const struct chiso_out *out, uint32_t i)
{
	if (!chiso_has(in, r))
		return CHISO_MISSING;
	for (int level = DISTRICT; level < N_LEVELS; level++)
		for (uint32_t k = 0; k < call->params[level].n; k++)
			if (call->params[level].v[k].as.i64 == chiso_i64(in, r)) {
				chiso_put_i32(out, i, level);
				return CHISO_USED;
			}
	return CHISO_EXCLUDED;
}
CHISO_RECORDS(level, row)

static const struct chiso_code levels[] = {
	{"district", CHISO_T({"en", "district"}, {"vi", "cấp huyện"})},
	{"province", CHISO_T({"en", "province"}, {"vi", "cấp tỉnh"})},
	{"centre", CHISO_T({"en", "centre"}, {"vi", "cấp trung ương"})},
	{0},
};
static const struct chiso_input inputs[] = {
	{.field = CHISO_FIELD("star", CHISO_I64, "1", {"en", "Stars"}, {"vi", "Số sao"}),
	 NOT_NEGATIVE},
};
#define STARS_OF(id, en, vi) \
	{ \
		FIELD(id, CHISO_I64, CHISO_LIST | CHISO_OPTIONAL, "1", en, vi), \
			.min = {.type = CHISO_I64, \
				.as.i64 = 1 } \
	}
static const struct chiso_param params[] = {
	STARS_OF("district", "Stars that the district certifies", "Số sao do cấp huyện công nhận"),
	STARS_OF("province", "Stars that the province certifies", "Số sao do cấp tỉnh công nhận"),
	STARS_OF("centre", "Stars that the centre certifies", "Số sao do trung ương công nhận"),
};
static const struct chiso_output outputs[] = {
	{.field = {.id = "level",
		   .title = CHISO_T({"en", "Level that certifies"}, {"vi", "Cấp công nhận"}),
		   .type = CHISO_CODE,
		   .codes = levels}},
};

const struct chiso_indicator ocop_level = {
	.size = sizeof ocop_level,
	.version = 1,
	.id = "ocop.level",
	.title = CHISO_T({"en", "Level that certifies an OCOP product"},
			 {"vi", "Cấp công nhận sản phẩm OCOP"}),
	.summary = CHISO_T({"en", "District, province or centre, by the star and the day of the "
				  "rating."},
			   {"vi", "Cấp huyện, cấp tỉnh hoặc trung ương, theo số sao và ngày đánh "
				  "giá."}),
	.formula = "level whose stars have the product's star",
	.reference = OCOP_REFERENCE "; Decision 1489/QĐ-TTg of 06/07/2025",
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(param, params),
	CHISO_TABLE(output, outputs),
	.record = level_record,
};
