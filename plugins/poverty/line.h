/* SPDX-License-Identifier: MIT */
/* The poverty line of a record and who is poor under it: what poverty.fgt and poverty.sen share.
 * Their tables begin with these rows. */
#ifndef POVERTY_LINE_H
#define POVERTY_LINE_H

#include "poverty.h"

#include <math.h>

enum { INCOME, LINE };             /* inputs */
enum { LINE_PARAM, LINE_POOR_IF }; /* parameters */
enum { LINE_NOT_POSITIVE };        /* problems */
enum { POOR_IF_BELOW, POOR_IF_AT_MOST };

extern const struct chiso_code poor_if_codes[];

#define INCOME_INPUT \
	{ \
		REAL("income", NULL, "Income or expenditure per person", \
		     "Thu nhập hoặc chi tiêu bình quân đầu người") \
	}
#define POOR_IF_PARAM \
	{ \
		.field = {.id = "poor_if", \
			  .title = CHISO_T( \
				  {"en", "Whether an income at the line is poor"}, \
				  {"vi", "Thu nhập đúng bằng chuẩn có tính là nghèo không"}), \
			  .type = CHISO_CODE, \
			  .flags = CHISO_OPTIONAL, \
			  .codes = poor_if_codes}, \
		.def = { CHISO_CODE, \
			 0, \
			 {.code = POOR_IF_BELOW} } \
	}
#define LINE_INPUTS \
	INCOME_INPUT, \
	{ \
		.field = CHISO_FIELD_FLAGS("line", CHISO_F64, CHISO_OPTIONAL, NULL, \
					   {"en", "Poverty line of the record"}, \
					   {"vi", "Chuẩn nghèo áp dụng cho bản ghi"}), \
		.min = 0, .max = INFINITY \
	}
#define LINE_PARAMS \
	{.field = CHISO_FIELD_FLAGS("line", CHISO_F64, CHISO_OPTIONAL, NULL, \
				    {"en", "Poverty line of all records"}, \
				    {"vi", "Chuẩn nghèo chung của mọi bản ghi"})}, \
		POOR_IF_PARAM
#define LINE_PROBLEMS \
	{ \
		"line_not_positive", \
			CHISO_T({"en", "the poverty line is 0: expected a number above 0"}, \
				{"vi", "chuẩn nghèo bằng 0: phải là số lớn hơn 0"}), \
			LINE \
	}

/** Where a record stands. */
struct standing {
	double income, line, gap; /* gap: how far the income is below the line, as a share of it */
	int is_poor;
};

/** Fills it, or returns the fate of a record that has no place. */
uint8_t line_stand(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   struct standing *out);
/** prepare(): a line must be given, in one way or the other. */
int line_prepare(struct chiso_call *call);

#endif
