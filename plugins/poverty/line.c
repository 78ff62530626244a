/* SPDX-License-Identifier: MIT */
#include "line.h"

const struct chiso_code poor_if_codes[] = {
	{"below", CHISO_T({"en", "poor below the line"}, {"vi", "nghèo nếu thấp hơn chuẩn"})},
	{"at_most", CHISO_T({"en", "poor at or below the line"},
			    {"vi", "nghèo nếu bằng hoặc thấp hơn chuẩn"})},
	{0},
};

uint8_t line_stand(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   struct standing *out)
{
	const struct chiso_list *line = &call->params[LINE_PARAM];

	if (!chiso_has(&in[INCOME], r) || (!line->n && !chiso_has(&in[LINE], r)))
		return CHISO_MISSING;
	out->income = chiso_f64(&in[INCOME], r);
	out->line = line->n ? line->v->as.f64 : chiso_f64(&in[LINE], r);
	if (out->line <= 0)
		return CHISO_REFUSED + LINE_NOT_POSITIVE;
	out->is_poor = out->income < out->line ||
		       (out->income == out->line &&
			call->params[LINE_POOR_IF].v->as.code == POOR_IF_AT_MOST);
	out->gap = (out->line - out->income) / out->line;
	return CHISO_USED;
}

int line_prepare(struct chiso_call *call)
{
	const struct chiso_list *line = &call->params[LINE_PARAM];

	if (line->n && !(line->v->as.f64 > 0))
		return refuse_param(call, LINE_PARAM, "expected a number above 0",
				    "phải là số lớn hơn 0");
	if (!line->n && call->bound && !call->bound[call->input_at[LINE]])
		return refuse_param(
			call, LINE_PARAM,
			"no poverty line: expected this parameter or a column bound to "
			"the input of the same name",
			"không có chuẩn nghèo: cần tham số này hoặc một cột gắn với đầu "
			"vào cùng tên");
	return CHISO_OK;
}
