/* SPDX-License-Identifier: MIT */
#include "rating.h"

/* ---- a sheet ------------------------------------------------------------------------------- */

static int is_option(const char *options, int64_t points)
{
	int64_t option;

	while (points_next(&option, &options))
		if (option == points)
			return 1;
	return 0;
}

/* The points of one part of the sheet by its criteria: missing where one of them is, and where the
 * standard has none. */
static uint8_t sum_criteria(const struct rating *rating, uint32_t part, int64_t *sum)
{
	const struct chiso_list *part_of = param(rating, PART_OF);
	const char *own = rating->call->axes[PART - 1].id[part];
	uint32_t n = 0, n_known = 0;

	*sum = 0;
	for (uint32_t c = 0; c < part_of->n; c++) {
		const struct chiso_column *at = column(rating, IN_CRITERION, c);
		int64_t points;

		if (strcmp(part_of->v[c].as.str, own))
			continue;
		n++;
		if (!chiso_has(at, rating->r))
			continue;
		if (!points_of_number(&points, chiso_f64(at, rating->r)) ||
		    !is_option(param(rating, OPTIONS)->v[c].as.str, points))
			return refuse(rating, NOT_AN_OPTION, c);
		n_known++;
		*sum += points;
	}
	return n && n == n_known ? CHISO_USED : CHISO_MISSING;
}

/* A part as it is given, or else by its criteria. */
static uint8_t read_part(const struct rating *rating, uint32_t part, int64_t *points)
{
	const struct chiso_column *at = column(rating, IN_PART, part);
	const struct chiso_list *most = param(rating, MOST);
	int64_t given;
	uint8_t fate = sum_criteria(rating, part, points);

	if (fate >= CHISO_REFUSED || !chiso_has(at, rating->r))
		return fate;
	if (!points_of_number(&given, chiso_f64(at, rating->r)))
		return refuse(rating, PART_DECIMALS, part);
	if (most->n && given > exact(&most->v[part]))
		return refuse(rating, PART_OVER, part);
	if (fate == CHISO_USED && given != *points)
		return refuse(rating, PART_DIFFERS, part);
	*points = given;
	return CHISO_USED;
}

static uint8_t read_sheet(const struct rating *rating, struct points *out)
{
	uint32_t n_known = 0;
	int64_t points;

	*out = (struct points){0, 1};
	for (uint32_t part = 0; part < length(rating, PART); part++) {
		uint8_t fate = read_part(rating, part, &points);

		if (fate >= CHISO_REFUSED)
			return fate;
		if (fate != CHISO_USED)
			continue;
		n_known++;
		out->sum += points;
	}
	return n_known && n_known == length(rating, PART) ? CHISO_USED : CHISO_MISSING;
}

/* ---- the totals of the council ------------------------------------------------------------- */

/* How many sheets each total is the sum of; 0: that is not known. */
static int64_t sheets_each(const struct rating *rating)
{
	const struct chiso_column *at = column(rating, MEMBERS, 0);

	if (!at->values)
		return 1;
	return chiso_has(at, rating->r) ? chiso_i64(at, rating->r) : 0;
}

static uint8_t add_total(const struct rating *rating, uint32_t member, int64_t each,
			 struct points *out)
{
	const struct chiso_column *at = column(rating, IN_TOTAL, member);
	int64_t points;

	if (!chiso_has(at, rating->r) || !each)
		return CHISO_MISSING;
	if (!points_of_number(&points, chiso_f64(at, rating->r)))
		return refuse(rating, TOTAL_DECIMALS, member);
	if (points > exact(param(rating, FULL)->v) * each)
		return refuse(rating, TOTAL_OVER, member);
	out->sum += points;
	out->sheets += each;
	return CHISO_USED;
}

/* Says how many totals there are, and how many are missing. */
static uint8_t read_totals(const struct rating *rating, struct points *out)
{
	int64_t each = sheets_each(rating), n_absent = 0;

	*out = (struct points){0, 0};
	for (uint32_t member = 0; member < length(rating, MEMBER); member++) {
		uint8_t fate = add_total(rating, member, each, out);

		if (fate >= CHISO_REFUSED)
			return fate;
		n_absent += fate == CHISO_MISSING;
	}
	if (length(rating, MEMBER)) {
		chiso_put_i64(&rating->out[OUT_ABSENT], rating->i, n_absent);
		chiso_put_i64(&rating->out[OUT_SHEETS], rating->i, out->sheets);
	}
	if (!out->sheets || (n_absent && param(rating, ABSENT)->v->as.code == ABSENT_NONE))
		return CHISO_MISSING;
	return CHISO_USED;
}

uint8_t rating_points(const struct rating *rating, struct points *out)
{
	struct points sheet;
	uint8_t by_sheet = read_sheet(rating, &sheet), by_totals;

	if (by_sheet >= CHISO_REFUSED)
		return by_sheet;
	by_totals = read_totals(rating, out);
	if (by_totals >= CHISO_REFUSED)
		return by_totals;
	if (by_sheet == CHISO_USED && by_totals == CHISO_USED &&
	    sheet.sum * out->sheets != out->sum)
		return refuse(rating, TOTAL_DIFFERS, 0);
	/* The sheet of a council some of whose members are absent is not their mean. */
	if (length(rating, MEMBER))
		return by_totals;
	*out = sheet;
	return by_sheet;
}
