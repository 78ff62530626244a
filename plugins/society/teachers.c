/* SPDX-License-Identifier: MIT */
/* Pupils for each teacher, and teachers who have the training that their work asks for. */
#include "society.h"

enum { PUPILS, TEACHERS, QUALIFIED };                     /* inputs */
enum { T_PUPILS, T_TEACHERS, T_QUALIFIED, OF_QUALIFIED }; /* terms */
enum { QUALIFIED_OVER };                                  /* problems */

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	(void)call;
	if (!chiso_has(&in[PUPILS], r) || !chiso_has(&in[TEACHERS], r))
		return CHISO_MISSING;
	add[T_PUPILS] = chiso_f64(&in[PUPILS], r);
	add[T_TEACHERS] = chiso_f64(&in[TEACHERS], r);
	if (chiso_has(&in[QUALIFIED], r)) {
		add[T_QUALIFIED] = chiso_f64(&in[QUALIFIED], r);
		add[OF_QUALIFIED] = add[T_TEACHERS];
	}
	return add[T_QUALIFIED] > add[T_TEACHERS] ? CHISO_REFUSED + QUALIFIED_OVER : CHISO_USED;
}
CHISO_ROWS(teachers, row)

#define MEAN .over_time = CHISO_STOCK_MEAN
#define PERSONS(id, en, vi) REAL(id, "{person}", en, vi)
static const struct chiso_input inputs[] = {
	{PERSONS("pupils", "Pupils", "Số học sinh"), NOT_NEGATIVE},
	{PERSONS("teachers", "Teachers", "Số giáo viên"), NOT_NEGATIVE},
	{OPTIONAL("qualified", "{person}", "Teachers with the required qualifications",
		  "Số giáo viên đạt chuẩn trình độ đào tạo"),
	 NOT_NEGATIVE},
};
static const struct chiso_term terms[] = {
	{PERSONS("pupils", "Pupils", "Số học sinh"), MEAN, .input = 1 + PUPILS},
	{PERSONS("teachers", "Teachers", "Số giáo viên"), MEAN, .input = 1 + TEACHERS},
	{PERSONS("qualified", "Teachers with the required qualifications",
		 "Số giáo viên đạt chuẩn trình độ đào tạo"),
	 MEAN, .input = 1 + QUALIFIED},
	{PERSONS("teachers_qualified", "Teachers whose qualifications are reported",
		 "Số giáo viên có báo cáo trình độ"),
	 MEAN},
};
static const struct chiso_output outputs[] = {
	{REAL("pupils_per_teacher", "1", "Pupils per teacher",
	      "Số học sinh bình quân một giáo viên"),
	 .numerator = T_PUPILS, .denominator = T_TEACHERS, .scale = 1},
	{REAL("qualified_share", "%", "Teachers with the required qualifications",
	      "Tỷ lệ giáo viên đạt chuẩn trình độ đào tạo"),
	 .numerator = T_QUALIFIED, .denominator = OF_QUALIFIED, .scale = 100},
};
static const struct chiso_problem problems[] = {
	PROBLEM("qualified_over", QUALIFIED, "more teachers are qualified than there are",
		"số giáo viên đạt chuẩn nhiều hơn tổng số giáo viên"),
};
const struct chiso_indicator society_teachers = {
	.size = sizeof society_teachers,
	.version = 1,
	.id = "society.teachers",
	.title = CHISO_T({"en", "Pupils and teachers"}, {"vi", "Học sinh và giáo viên"}),
	.summary = CHISO_T({"en", "Pupils per teacher, and teachers with the qualifications that "
				  "are required."},
			   {"vi", "Số học sinh bình quân một giáo viên và tỷ lệ giáo viên đạt "
				  "chuẩn trình độ đào tạo."}),
	.formula = "pupils / teachers; 100 * qualified / teachers_qualified",
	.reference = HERE "; UNESCO Institute for Statistics, Education Indicators: Technical "
			  "guidelines (2009); SDG 4.c.1",
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	CHISO_TABLE(problem, problems),
	.map = teachers_map,
};
