/* SPDX-License-Identifier: MIT */
/* The roads themselves: how long they are, how much of them is hardened, and how many villages have
 * a hardened car road. */
#include "infrastructure.h"

#include "../share.h"

enum { LENGTH, HARDENED };                  /* inputs */
enum { ALL, HARDENED_LENGTH, OF_HARDENED }; /* terms */
enum { HARDENED_OVER };                     /* problems */

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	(void)call;
	if (!chiso_has(&in[LENGTH], r))
		return CHISO_MISSING;
	add[ALL] = chiso_f64(&in[LENGTH], r);
	if (!chiso_has(&in[HARDENED], r))
		return CHISO_USED;
	add[HARDENED_LENGTH] = chiso_f64(&in[HARDENED], r);
	add[OF_HARDENED] = add[ALL];
	return add[HARDENED_LENGTH] > add[ALL] ? CHISO_REFUSED + HARDENED_OVER : CHISO_USED;
}
CHISO_ROWS(roads, row)

static const struct chiso_input inputs[] = {
	{REAL("length", "km", "Length of roads", "Chiều dài đường"), NOT_NEGATIVE},
	{OPTIONAL("hardened", "km", "Of it hardened: asphalt, concrete or equal",
		  "Trong đó được cứng hóa: nhựa, bê tông hoặc tương đương"),
	 NOT_NEGATIVE},
};
#define KM(id, en, vi, input_) \
	{ \
		REAL(id, "km", en, vi), .over_time = CHISO_STOCK_LAST, .input = 1 + input_ \
	}
static const struct chiso_term terms[] = {
	KM("length", "Length of roads", "Chiều dài đường", LENGTH),
	KM("hardened", "Length hardened", "Chiều dài được cứng hóa", HARDENED),
	KM("length_hardened", "Length of the roads of which it is known",
	   "Chiều dài đường biết rõ có cứng hóa hay không", LENGTH),
};
static const struct chiso_output outputs[] = {
	{REAL("length", "km", "Length of roads", "Chiều dài đường"), .numerator = ALL,
	 .denominator = CHISO_ONE, .scale = 1},
	{REAL("hardened_share", "%", "Hardened share of roads", "Tỷ lệ đường được cứng hóa"),
	 .numerator = HARDENED_LENGTH, .denominator = OF_HARDENED, .scale = 100},
};
static const struct chiso_problem problems[] = {
	PROBLEM("hardened_over", HARDENED, "the hardened length is larger than the length",
		"chiều dài cứng hóa lớn hơn chiều dài đường"),
};
const struct chiso_indicator infrastructure_roads = {
	.size = sizeof infrastructure_roads,
	.version = 1,
	.id = "infrastructure.roads",
	.title = CHISO_T({"en", "Road network"}, {"vi", "Mạng lưới đường bộ"}),
	.summary = CHISO_T({"en", "Length of the roads, and the share of it that is hardened."},
			   {"vi", "Chiều dài đường và tỷ lệ được cứng hóa."}),
	.formula = "100 * hardened / length_hardened",
	.reference = HERE,
	.direction = 1,
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	CHISO_TABLE(problem, problems),
	.map = roads_map,
};

/* ---- village_roads -------------------------------------------------------------------------- */

SHARE_TABLES(villages, CHISO_STOCK_LAST,
	     ("with_road", "{village}", "Villages with a hardened car road",
	      "Số thôn có đường ô tô được cứng hóa"),
	     ("villages", "{village}", "Villages", "Số thôn"),
	     "more villages have a hardened car road than there are",
	     "số thôn có đường ô tô được cứng hóa nhiều hơn số thôn");
SHARE_OUTPUT(villages, "share", "Villages with a hardened car road",
	     "Tỷ lệ thôn có đường ô tô được cứng hóa");
const struct chiso_indicator infrastructure_village_roads = {
	.size = sizeof infrastructure_village_roads,
	.version = 1,
	.id = "infrastructure.village_roads",
	.title = CHISO_T({"en", "Villages with a hardened car road"},
			 {"vi", "Tỷ lệ thôn có đường ô tô được cứng hóa"}),
	.summary = CHISO_T({"en", "Villages that a hardened road for cars leads to, of all."},
			   {"vi", "Tỷ lệ thôn có đường ô tô đến thôn được cứng hóa, trong tổng "
				  "số thôn."}),
	.formula = "100 * with_road / villages",
	.reference = HERE,
	SHARE_PARTS(villages, villages),
};
