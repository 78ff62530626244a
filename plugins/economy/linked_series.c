/* SPDX-License-Identifier: MIT */
/* One series out of several at constant prices of different base years.
 *
 * Two series are linked where they overlap: every year of the older one is multiplied by what the
 * newer says of the first year that both have over what the older says of it.  Growth within each
 * base stays as it was.  Totals are linked, not the parts behind them: so parts of a linked total
 * do not add up to it (System of National Accounts 2008, 15.58-15.60). */
#include "economy.h"

enum { YEAR = 1, BASE };          /* axes */
enum { VALUE, YEAR_OF, BASE_OF }; /* inputs */
enum { BY_YEAR, RECORDS };        /* terms */
enum { OUT_MEAN_GROWTH, OUT_LINKS, OUT_LINKED, OUT_INDEX, OUT_GROWTH };

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	if (!chiso_has(&in[VALUE], r) || !chiso_has(&in[YEAR_OF], r) || !chiso_has(&in[BASE_OF], r))
		return CHISO_MISSING;
	size_t at = (size_t)chiso_i32(&in[YEAR_OF], r) * call->axes[BASE - 1].n +
		    (size_t)chiso_i32(&in[BASE_OF], r);
	add[call->term_at[BY_YEAR] + at] = chiso_f64(&in[VALUE], r);
	add[call->term_at[RECORDS] + at] = 1;
	return CHISO_USED;
}
CHISO_ROWS(linked_series, row)

/* ---- linking -------------------------------------------------------------------------------- */

/* The sums of a cell: years and bases come in the order of their labels. */
struct series {
	const double *value, *records;
	uint32_t n_years, n_bases;
	const struct chiso_labels *years;
};

static struct series series_of(const struct chiso_call *call, const double *sum)
{
	return (struct series){&sum[call->term_at[BY_YEAR]], &sum[call->term_at[RECORDS]],
			       call->axes[YEAR - 1].n, call->axes[BASE - 1].n,
			       &call->axes[YEAR - 1]};
}

static int has(const struct series *s, uint32_t year, uint32_t base)
{
	return s->records[year * s->n_bases + base] > 0;
}

static double at(const struct series *s, uint32_t year, uint32_t base)
{
	return s->value[year * s->n_bases + base];
}

/* Whether the base has any year. */
static int is_used(const struct series *s, uint32_t base)
{
	for (uint32_t y = 0; y < s->n_years; y++)
		if (has(s, y, base))
			return 1;
	return 0;
}

/* The next older base that has figures; n_bases: none. */
static uint32_t older(const struct series *s, uint32_t base)
{
	while (base-- > 0)
		if (is_used(s, base))
			return base;
	return s->n_bases;
}

/* What one unit of the older base is in the newer one: from the first year that both have with as
 * many records.  0: there is no such year. */
static double link(const struct series *s, uint32_t old, uint32_t new)
{
	for (uint32_t y = 0; y < s->n_years; y++)
		if (has(s, y, old) && has(s, y, new) && at(s, y, old) > 0 &&
		    s->records[y * s->n_bases + old] == s->records[y * s->n_bases + new])
			return at(s, y, new) / at(s, y, old);
	return 0;
}

/* The years of one base, in prices of the last; those that a newer base has stay as they are.  The
 * value is missing where the chain is broken. */
static void take_base(const struct series *s, uint32_t base, double factor, struct chiso_value *out)
{
	for (uint32_t y = 0; y < s->n_years; y++)
		if (has(s, y, base) && out[y].type == CHISO_NONE)
			out[y] = factor > 0 ? chiso_number(at(s, y, base) * factor)
					    : chiso_missing(CHISO_REASON_NOT_COMPARABLE);
}

/* Fills the years of `out`; gives the number of links made. */
static uint32_t link_all(const struct series *s, struct chiso_value *out)
{
	uint32_t base = older(s, s->n_bases), n = 0;
	double factor = 1;

	for (uint32_t y = 0; y < s->n_years; y++)
		out[y] = chiso_missing(CHISO_REASON_NOT_REPORTED);
	while (base < s->n_bases) {
		uint32_t next = older(s, base);

		take_base(s, base, factor, out);
		if (next < s->n_bases) {
			factor *= link(s, next, base);
			n += factor > 0;
		}
		base = next;
	}
	return n;
}

/* ---- measures of the series ----------------------------------------------------------------- */

/* A year of four digits; 0: it is none. */
static int year_of(const char *label)
{
	int year = 0, n = 0;

	for (; label[n] >= '0' && label[n] <= '9' && n < 4; n++)
		year = 10 * year + (label[n] - '0');
	return n == 4 && !label[n] ? year : 0;
}

static struct chiso_value growth_over(const struct series *s, const struct chiso_value *linked,
				      uint32_t from, uint32_t to)
{
	int first = year_of(s->years->id[from]), last = year_of(s->years->id[to]);

	if (!first || !last)
		return chiso_missing(CHISO_REASON_OUT_OF_DOMAIN);
	if (!(linked[from].as.f64 > 0))
		return chiso_missing(CHISO_REASON_DENOMINATOR_ZERO);
	if (last - first == 1)
		return chiso_number(100 * (linked[to].as.f64 - linked[from].as.f64) /
				    linked[from].as.f64);
	return chiso_number(
		100 * (pow(linked[to].as.f64 / linked[from].as.f64, 1.0 / (last - first)) - 1));
}

/* Mean growth from the first year with figures to the last.  A year that can't be linked breaks it.
 */
static struct chiso_value mean_growth(const struct series *s, const struct chiso_value *linked)
{
	uint32_t first = s->n_years, last = 0;

	for (uint32_t y = 0; y < s->n_years; y++) {
		if (linked[y].type == CHISO_NONE && linked[y].reason == CHISO_REASON_NOT_COMPARABLE)
			return linked[y];
		if (linked[y].type == CHISO_NONE)
			continue;
		first = first == s->n_years ? y : first;
		last = y;
	}
	return first >= last ? chiso_missing(CHISO_REASON_TOO_FEW)
			     : growth_over(s, linked, first, last);
}

/* On the calendar year before; a year that has no neighbour has no growth. */
static struct chiso_value growth_of(const struct series *s, const struct chiso_value *linked,
				    uint32_t y)
{
	if (linked[y].type == CHISO_NONE)
		return linked[y];
	if (!y || year_of(s->years->id[y]) != year_of(s->years->id[y - 1]) + 1)
		return chiso_missing(CHISO_REASON_NOT_REPORTED);
	return linked[y - 1].type == CHISO_NONE ? linked[y - 1] : growth_over(s, linked, y - 1, y);
}

static int evaluate(struct chiso_call *call, const struct chiso_sums *sums, const void *state,
		    struct chiso_value *cells)
{
	struct series s = series_of(call, sums->sum);
	struct chiso_value *linked = &cells[call->output_at[OUT_LINKED]];
	const struct chiso_value *first = NULL;

	(void)state;
	cells[call->output_at[OUT_LINKS]] = chiso_number(link_all(&s, linked));
	cells[call->output_at[OUT_MEAN_GROWTH]] = mean_growth(&s, linked);
	for (uint32_t y = 0; y < s.n_years; y++) {
		if (!first && linked[y].type != CHISO_NONE)
			first = &linked[y];
		cells[call->output_at[OUT_INDEX] + y] =
			linked[y].type == CHISO_NONE
				? linked[y]
				: chiso_quotient(100 * linked[y].as.f64, first->as.f64);
		cells[call->output_at[OUT_GROWTH] + y] = growth_of(&s, linked, y);
	}
	return CHISO_OK;
}

/* ---- tables --------------------------------------------------------------------------------- */

static const struct chiso_axis axes[] = {
	{CHISO_FIELD("year", CHISO_STR, NULL, {"en", "Year"}, {"vi", "Năm"}), CHISO_AXIS_DATA,
	 YEAR_OF},
	{CHISO_FIELD("base", CHISO_STR, NULL, {"en", "Base year of the prices"},
		     {"vi", "Năm gốc của giá so sánh"}),
	 CHISO_AXIS_DATA, BASE_OF},
};
static const struct chiso_input inputs[] = {
	{REAL("value", NULL, "Output at constant prices", "Giá trị sản xuất theo giá so sánh"),
	 NOT_NEGATIVE},
	{.field = CHISO_FIELD("year_of", CHISO_CODE, NULL, {"en", "Year"}, {"vi", "Năm"})},
	{.field = CHISO_FIELD("base_of", CHISO_CODE, NULL, {"en", "Base year of the prices"},
			      {"vi", "Năm gốc của giá so sánh"})},
};
static const struct chiso_term terms[] = {
	{REAL("by_year", NULL, "Output of the year at prices of the base",
	      "Giá trị sản xuất của năm theo giá của năm gốc"),
	 .axis = {YEAR, BASE}},
	{.field = CHISO_FIELD_FLAGS("records", CHISO_F64, CHISO_UNWEIGHTED, "1",
				    {"en", "Records of the year at prices of the base"},
				    {"vi", "Số bản ghi của năm theo giá của năm gốc"}),
	 .axis = {YEAR, BASE}},
};
static const struct chiso_output outputs[] = {
	{REAL("mean_growth", "%", "Mean growth a year", "Tốc độ tăng bình quân hằng năm"), COMPUTED,
	 .formula = "100 * ((last(linked) / first(linked)) ^ (1 / years) - 1)"},
	{REAL("links", "1", "Changes of the base year that could be linked",
	      "Số lần đổi năm gốc nối được"),
	 COMPUTED, .formula = "count_linked(by_year)"},
	{REAL("linked", NULL, "Output at prices of the last base year",
	      "Giá trị sản xuất theo giá của năm gốc mới nhất"),
	 .axis = {YEAR}, COMPUTED, .formula = "linked(by_year)"},
	{REAL("index", "1", "Volume index, 100: the first year", "Chỉ số khối lượng, 100: năm đầu"),
	 .axis = {YEAR}, COMPUTED, .formula = "100 * linked / first(linked)"},
	{REAL("growth", "%", "Growth on the year before", "Tốc độ tăng so với năm trước"),
	 .axis = {YEAR}, COMPUTED, .formula = "100 * (linked / before(linked) - 1)"},
};

const struct chiso_indicator economy_linked_series = {
	.size = sizeof economy_linked_series,
	.version = 1,
	.id = "economy.linked_series",
	.title = CHISO_T({"en", "Output linked across base years"},
			 {"vi", "Giá trị sản xuất nối qua các năm gốc"}),
	.summary = CHISO_T(
		{"en", "One series of output at constant prices across changes of the base year, "
		       "linked where two series overlap; its mean growth."},
		{"vi", "Chuỗi giá trị sản xuất theo giá so sánh qua các lần đổi năm gốc, nối tại "
		       "năm có cả hai gốc; tốc độ tăng bình quân."}),
	.formula = "linked = value * product of value(overlap, newer base) / value(overlap, older "
		   "base); mean_growth = 100 * ((last / first) ^ (1 / years) - 1)",
	.reference = HERE "; System of National Accounts 2008, 15.50-15.60",
	.direction = 1,
	CHISO_AXES(axes),
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	.map = linked_series_map,
	.evaluate = evaluate,
};
