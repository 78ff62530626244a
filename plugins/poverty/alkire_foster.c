/* SPDX-License-Identifier: MIT */
/* Multidimensional poverty by the counting method of Alkire and Foster (2011). */
#include "scoring.h"
#include "yes_no.h"

#include <string.h>

enum { DEPRIVED, GAP };           /* inputs */
enum { GAP_WITHOUT_DEPRIVATION }; /* problems */
/* Those that are added of nearly all records come first, side by side. */
enum {
	POPULATION,
	POOR,
	SCORE,
	LACKING,
	POOR_LACKING,
	GAP_SCORE,
	SQUARED_SCORE,
	WITH_GAPS,
	INCOMPLETE,
	OBSERVED,
	SHARE_OF_SCORE,
	DIMENSION_OBSERVED,
	DIMENSION_LACKING,
	DIMENSION_POOR_LACKING,
	DIMENSION_SHARE_OF_SCORE
}; /* terms */

/* One record. */
struct person {
	const struct chiso_call *call;
	const struct scoring *scoring;
	const struct chiso_column *gap; /* the first one */
	const struct yes_no *seen;      /* its deprivations, as the k-th of those that have been looked at */
	uint32_t i, r, k;               /* its number in the batch, and its row */
	int is_complete;                /* all is known of it, and `known` has not been looked at */
	unsigned known, unknown;        /* not 0: some deprivation is */
	int64_t score, of; /* of: what the weights that count sum to */
	uint32_t refused;  /* the deprivation whose gap is wrong */
	double gap_score, squared_score;
	int has_gaps, is_incomplete;
};

static int is_observed(const struct person *person, uint32_t i)
{
	return person->is_complete || (person->seen[i / EIGHT].known[person->k] >> i % EIGHT & 1);
}

static int is_deprived(const struct person *person, uint32_t i)
{
	return person->seen[i / EIGHT].yes[person->k] >> i % EIGHT & 1;
}

enum { WORD = 64 };

/* The bits of the first n, up to a word. */
static inline uint64_t first_bits(uint32_t n)
{
	return n < WORD ? ((uint64_t)1 << n) - 1 : UINT64_MAX;
}

/* The bits of the next n deprivations of the k-th record, up to a word. */
static inline uint64_t lacks_of(const struct yes_no *seen, uint32_t n, uint32_t k)
{
	uint64_t lacks = seen->yes[k];

	if (n > EIGHT)
		lacks |= (uint64_t)seen[1].yes[k] << EIGHT;
	for (uint32_t i = 2 * EIGHT; i < n && i < WORD; i += EIGHT)
		lacks |= (uint64_t)seen[i / EIGHT].yes[k] << i;
	return lacks;
}

/* What some of eight deprivations weigh together. */
static inline int64_t weigh(int64_t (*together)[16], unsigned some)
{
	return together[0][some & 15] + together[1][some >> 4];
}

/* Takes what is known of the deprivations of a record. */
static void take(struct person *person)
{
	const struct chiso_call *call = person->call;
	int64_t(*together)[16] = person->scoring->together;
	const struct yes_no *seen = person->seen;
	uint32_t n = person->scoring->n;

	for (uint32_t i = 0; i < n; i += EIGHT, seen++, together += 2) {
		unsigned lacks = seen->yes[person->k], known = seen->known[person->k];
		unsigned unknown = known ^ (first_bits(n - i) & 255);

		chiso_add_ones(call, person->i, call->term_at[OBSERVED] + i, known);
		chiso_add_ones(call, person->i, call->term_at[LACKING] + i, lacks);
		person->score += weigh(together, lacks);
		person->of -= weigh(together, unknown);
		person->known |= known;
		person->unknown |= unknown;
	}
}

/* Weighs up what is known.  The fate of the record. */
static uint8_t judge(struct person *person)
{
	const struct scoring *scoring = person->scoring;
	int policy = person->call->params[PARAM_MISSING].v->as.code;

	person->is_incomplete = person->unknown != 0;
	if (policy == MISSING_NOT_DEPRIVED && person->known)
		person->of = scoring->whole;
	return person->of == 0 || (person->is_incomplete && policy == MISSING_DROP) ? CHISO_MISSING
										    : CHISO_USED;
}

/* M1 and M2 are about records whose deprivations all have a gap. */
static uint8_t score_gaps(struct person *person)
{
	const struct scoring *scoring = person->scoring;

	person->has_gaps = person->gap[0].values != NULL;
	for (uint32_t i = 0; i < scoring->n && person->gap[0].values; i++) {
		int has_gap = chiso_has(&person->gap[i], person->r);
		double gap = has_gap ? chiso_f64(&person->gap[i], person->r) : 0;

		if (is_observed(person, i) && !is_deprived(person, i) && gap > 0) {
			person->refused = i;
			return CHISO_REFUSED + GAP_WITHOUT_DEPRIVATION;
		}
		if (!is_deprived(person, i))
			continue;
		person->has_gaps &= has_gap;
		person->gap_score += (double)scoring->weight[i] * gap;
		person->squared_score += (double)scoring->weight[i] * (gap * gap);
	}
	return CHISO_USED;
}

/* What a poor record adds at cut-off k, by deprivation. */
static void add_poor(const struct person *person, uint32_t k, double *add)
{
	const struct chiso_call *call = person->call;
	const uint32_t *at = call->term_at;
	const struct scoring *scoring = person->scoring;
	uint32_t n_k = call->axes[CUT_OFF - 1].n;
	double of = (double)person->of;

	chiso_add_one(call, person->i, at[POOR] + k);
	add[at[SCORE] + k] = (double)person->score / of;
	if (person->has_gaps) {
		add[at[GAP_SCORE] + k] = person->gap_score / of;
		add[at[SQUARED_SCORE] + k] = person->squared_score / of;
	}
	for (uint32_t i = 0; i < scoring->n; i++) {
		if (!is_deprived(person, i))
			continue;
		chiso_add_one(call, person->i, at[POOR_LACKING] + i * n_k + k);
		add[at[SHARE_OF_SCORE] + i * n_k + k] = (double)scoring->weight[i] / of;
	}
}

/* What is known of a dimension: whether the record lacks anything in it, and how much weight that
 * has; 0: whether it does is not known. */
static int look_at_dimension(const struct person *person, uint32_t dimension, int *lacks,
			     int64_t *weight)
{
	const struct scoring *scoring = person->scoring;
	int is_known = 1;

	*lacks = 0;
	*weight = 0;
	for (uint32_t i = 0; i < scoring->n; i++) {
		if (scoring->dimension[i] != dimension)
			continue;
		is_known &= is_observed(person, i);
		if (is_deprived(person, i)) {
			*lacks = 1;
			*weight += scoring->weight[i];
		}
	}
	return is_known || *lacks;
}

static void add_dimension(const struct person *person, uint32_t dimension, double *add)
{
	const struct chiso_call *call = person->call;
	const struct chiso_list *k = &call->params[PARAM_K];
	const uint32_t *at = call->term_at;
	int64_t weight;
	int lacks;

	if (!look_at_dimension(person, dimension, &lacks, &weight))
		return;
	chiso_add_one(call, person->i, at[DIMENSION_OBSERVED] + dimension);
	if (lacks)
		chiso_add_one(call, person->i, at[DIMENSION_LACKING] + dimension);
	for (uint32_t i = 0; i < k->n && lacks; i++) {
		uint32_t place = dimension * k->n + i;

		if (!scoring_reaches(person->score, person->of, k->v[i].as.ratio))
			continue;
		chiso_add_one(call, person->i, at[DIMENSION_POOR_LACKING] + place);
		add[at[DIMENSION_SHARE_OF_SCORE] + place] = (double)weight / (double)person->of;
	}
}

static void add_person(const struct person *person, double *add)
{
	const struct chiso_call *call = person->call;
	const struct chiso_list *k = &call->params[PARAM_K];
	const uint32_t *at = call->term_at;
	uint32_t n_k = k->n, n_dimensions = call->axes[DIMENSION - 1].n;

	chiso_add_one(call, person->i, at[POPULATION]);
	if (person->has_gaps)
		chiso_add_one(call, person->i, at[WITH_GAPS]);
	if (person->is_incomplete)
		chiso_add_one(call, person->i, at[INCOMPLETE]);
	for (uint32_t i = 0; i < n_k; i++)
		if (scoring_reaches(person->score, person->of, k->v[i].as.ratio))
			add_poor(person, i, add);
	for (uint32_t d = 0; d < n_dimensions; d++)
		add_dimension(person, d, add);
}

static uint8_t add(struct person *person, double *terms)
{
	uint8_t known = judge(person), fate = score_gaps(person);

	if (fate == CHISO_USED)
		fate = known;
	if (fate == CHISO_USED)
		add_person(person, terms);
	else if (fate >= CHISO_REFUSED)
		terms[0] = person->refused; /* the host points at its column */
	return fate;
}

/* The number of the lowest bit, of which there is one. */
static inline uint32_t lowest_bit(uint64_t bits)
{
#ifdef __GNUC__
	return (uint32_t)__builtin_ctzll(bits);
#else
	uint32_t n = 0;

	for (; !(bits & 1); bits >>= 1)
		n++;
	return n;
#endif
}

/* Adds which deprivations records have of which all is known, where the terms' bits are in one word. */
static void add_lacking_at_once(const struct chiso_call *call, uint64_t complete, const struct yes_no *seen,
				uint32_t from, uint32_t n, uint8_t *fate)
{
	const uint32_t *at = call->term_at, lacking = at[LACKING] + 1;
	const uint64_t of_all = (uint64_t)1 << (at[POPULATION] + 1) | first_bits(n) << (at[OBSERVED] + 1);
	const size_t n_words = call->n_words;
	uint64_t *words = call->ones + from * n_words;

	for (uint64_t left = complete; left; left &= left - 1) {
		uint32_t k = lowest_bit(left);

		fate[k] = CHISO_USED;
		words[k * n_words] |= of_all | lacks_of(seen, n, k) << lacking;
	}
}

/* The same wherever they are. */
static void add_lacking(const struct chiso_call *call, uint64_t complete, const struct yes_no *seen, uint32_t from,
			uint32_t n, uint8_t *fate)
{
	/* What is written to fates can't change these. */
	const struct chiso_call own = *call;
	const uint32_t population = call->term_at[POPULATION];
	const uint32_t observed = call->term_at[OBSERVED], lacking = call->term_at[LACKING];

	for (uint64_t left = complete; left; left &= left - 1) {
		uint32_t k = lowest_bit(left);

		fate[k] = CHISO_USED;
		chiso_add_one(&own, from + k, population);
		chiso_add_ones(&own, from + k, observed, first_bits(n));
		chiso_add_ones(&own, from + k, lacking, lacks_of(seen, n, k));
	}
	/* Deprivations that another word has room for. */
	for (uint32_t i = WORD; i < n; i += WORD)
		for (uint64_t left = complete; left; left &= left - 1) {
			uint32_t k = lowest_bit(left);

			chiso_add_ones(&own, from + k, observed + i, first_bits(n - i));
			chiso_add_ones(&own, from + k, lacking + i, lacks_of(seen + i / EIGHT, n - i, k));
		}
}

/* Records that are used when all is known of them, and then add little unless they lack many things: most of
 * many surveys, which is why they have a loop of their own.  It goes from bit to bit: of which records something is
 * not known, and which lack many things, nobody can foresee. */
static void add_complete(const struct chiso_call *call, struct lot lot, const struct yes_no *seen, uint32_t from,
			 double *terms, uint8_t *fate)
{
	const struct scoring *scoring = call->conf;

	memset(fate, CHISO_MISSING, lot.n);
	if (call->term_at[OBSERVED] + scoring->n < WORD)
		add_lacking_at_once(call, lot.complete, seen, from, scoring->n, fate);
	else
		add_lacking(call, lot.complete, seen, from, scoring->n, fate);
	for (uint64_t left = lot.many; left; left &= left - 1) {
		struct person person = {.call = call,
					.scoring = scoring,
					.seen = seen,
					.k = lowest_bit(left),
					.is_complete = 1,
					.of = scoring->whole};

		person.i = from + person.k;
		for (uint32_t i = 0; i < scoring->n; i += EIGHT)
			person.score += weigh(scoring->together + i / 4, seen[i / EIGHT].yes[person.k]);
		add_person(&person, terms + (size_t)person.i * call->n_terms);
	}
}

static void add_each(const struct chiso_call *call, const struct chiso_batch *b, uint32_t from,
		     const struct yes_no *seen, uint32_t n, double *terms, uint8_t *fate)
{
	const struct scoring *scoring = call->conf;

	for (uint32_t k = 0; k < n; k++) {
		struct person person = {.call = call,
					.scoring = scoring,
					.gap = b->columns + call->input_at[GAP],
					.seen = seen,
					.i = from + k,
					.r = chiso_row(b, from + k),
					.k = k,
					.of = scoring->whole};

		take(&person);
		fate[k] = add(&person, terms + (size_t)person.i * call->n_terms);
	}
}

static int alkire_foster_map(struct chiso_call *call, const struct chiso_batch *b, double *t,
			     uint8_t *fate)
{
	const struct scoring *scoring = call->conf;
	const struct chiso_column *deprived = b->columns + call->input_at[DEPRIVED];
	const struct chiso_column *gap = b->columns + call->input_at[GAP];
	/* Whether a record of which something is not known is nothing but that. */
	int drops = !gap->values && call->params[PARAM_MISSING].v->as.code == MISSING_DROP;
	uint32_t many = call->axes[DIMENSION - 1].n ? 0 : scoring->fewest;
	struct yes_no seen[(MOST_DEPRIVATIONS + EIGHT - 1) / EIGHT];

	for (uint32_t from = 0, n; from < b->n; from += n) {
		n = b->n - from < LOT ? b->n - from : LOT;
		struct lot lot =
			yes_no_look(b, from, n, deprived, scoring->n, many, !drops, seen);
		if (drops)
			add_complete(call, lot, seen, from, t, fate + from);
		else
			add_each(call, b, from, seen, n, t, fate + from);
	}
	return CHISO_OK;
}

static const struct chiso_axis axes[] = {
	{CHISO_FIELD("deprivation", CHISO_STR, NULL, {"en", "Deprivation"}, {"vi", "Thiếu hụt"}),
	 CHISO_AXIS_INPUT, DEPRIVED},
	{CHISO_FIELD("k", CHISO_RATIO, "1", {"en", "Poverty cut-off"},
		     {"vi", "Ngưỡng nghèo đa chiều"}),
	 CHISO_AXIS_PARAM, PARAM_K},
	{CHISO_FIELD("dimension", CHISO_STR, NULL, {"en", "Dimension"}, {"vi", "Chiều"}),
	 CHISO_AXIS_PARAM, PARAM_DIMENSION},
};
static const struct chiso_input inputs[] = {
	{.field = CHISO_FIELD("deprived", CHISO_BOOL, "1", {"en", "Whether it is deprived"},
			      {"vi", "Có thiếu hụt hay không"}),
	 .axis = DEPRIVATION},
	{.field = CHISO_FIELD_FLAGS("gap", CHISO_F64, CHISO_OPTIONAL, "1",
				    {"en", "Depth of the deprivation, from 0 to 1"},
				    {"vi", "Độ sâu của thiếu hụt, từ 0 đến 1"}),
	 .axis = DEPRIVATION,
	 .min = 0,
	 .max = 1},
};
static const struct chiso_code missing_codes[] = {
	{"drop", CHISO_T({"en", "leave the record out"}, {"vi", "bỏ bản ghi"})},
	{"not_deprived",
	 CHISO_T({"en", "take it for not deprived"}, {"vi", "coi là không thiếu hụt"})},
	{"reweight", CHISO_T({"en", "share its weight among those known"},
			     {"vi", "chia trọng số cho các tiêu chí có số liệu"})},
	{0},
};
static const struct chiso_param params[] = {
	{.field = CHISO_FIELD_FLAGS("weights", CHISO_RATIO, CHISO_LIST | CHISO_OPTIONAL, "1",
				    {"en", "Weights; else equal, or equal by dimension"},
				    {"vi",
				     "Trọng số; nếu không có thì bằng nhau, hoặc bằng nhau theo "
				     "chiều"}),
	 .axis = DEPRIVATION,
	 .min = {CHISO_RATIO, 0, {.ratio = {0, 1}}},
	 .max = {CHISO_RATIO, 0, {.ratio = {1, 1}}}},
	{.field = CHISO_FIELD_FLAGS("dimension", CHISO_STR, CHISO_LIST | CHISO_OPTIONAL, NULL,
				    {"en", "Dimension of each deprivation"},
				    {"vi", "Chiều của từng thiếu hụt"}),
	 .axis = DEPRIVATION},
	{.field = CHISO_FIELD_FLAGS(
		 "k", CHISO_RATIO, CHISO_LIST, "1",
		 {"en", "Cut-offs: shares of the weights from which one is poor"},
		 {"vi", "Ngưỡng: tỷ lệ trọng số thiếu hụt từ đó bị coi là nghèo"}),
	 .max = {CHISO_RATIO, 0, {.ratio = {1, 1}}}},
	{.field = {.id = "missing",
		   .title = CHISO_T({"en", "What to do where a deprivation is not known"},
				    {"vi", "Cách xử lý khi không biết có thiếu hụt hay không"}),
		   .type = CHISO_CODE,
		   .flags = CHISO_OPTIONAL,
		   .codes = missing_codes},
	 .def = {CHISO_CODE, 0, {.code = MISSING_DROP}}},
};
static const struct chiso_term terms[] = {
	{BINARY_STOCK("population", "1", "Population by weight", "Dân số theo quyền số")},
	{BINARY_STOCK("poor", "1", "Poor", "Số người nghèo"), .axis = {CUT_OFF}},
	{STOCK("score", "1", "Scores of the poor", "Tổng điểm thiếu hụt của người nghèo"),
	 .axis = {CUT_OFF}},
	{BINARY_STOCK("deprived", "1", "Deprived", "Số người thiếu hụt"), .axis = {DEPRIVATION}},
	{BINARY_STOCK("poor_deprived", "1", "Poor and deprived", "Số người nghèo bị thiếu hụt"),
	 .axis = {DEPRIVATION, CUT_OFF}},
	{STOCK("gap_score", "1", "Scores of the poor times gaps",
	       "Tổng điểm thiếu hụt nhân độ sâu của người nghèo"),
	 .axis = {CUT_OFF}},
	{STOCK("squared_score", "1", "Scores of the poor times squared gaps",
	       "Tổng điểm thiếu hụt nhân bình phương độ sâu của người nghèo"),
	 .axis = {CUT_OFF}},
	{BINARY_STOCK("with_gaps", "1", "Population whose gaps are known",
	       "Dân số biết độ sâu thiếu hụt")},
	{.field = CHISO_FIELD_FLAGS("incomplete", CHISO_F64, CHISO_UNWEIGHTED | CHISO_BINARY, "1",
				    {"en", "Records used that lack a deprivation"},
				    {"vi", "Số bản ghi đã dùng nhưng thiếu số liệu"})},
	{BINARY_STOCK("observed", "1", "Population of which it is known", "Dân số có số liệu"),
	 .axis = {DEPRIVATION}},
	{STOCK("part", "1", "Its part of the scores of the poor", "Phần của nó trong tổng điểm"),
	 .axis = {DEPRIVATION, CUT_OFF}},
	{BINARY_STOCK("dimension_observed", "1", "Population of which it is known", "Dân số có số liệu"),
	 .axis = {DIMENSION}},
	{BINARY_STOCK("dimension_deprived", "1", "Deprived in it", "Số người thiếu hụt ở chiều này"),
	 .axis = {DIMENSION}},
	{BINARY_STOCK("dimension_poor_deprived", "1", "Poor and deprived in it",
	       "Số người nghèo thiếu hụt ở chiều này"),
	 .axis = {DIMENSION, CUT_OFF}},
	{STOCK("dimension_part", "1", "Its part of the scores of the poor",
	       "Phần của nó trong tổng điểm"),
	 .axis = {DIMENSION, CUT_OFF}},
};
#define QUOTIENT(above, below, scale_) .numerator = above, .denominator = below, .scale = scale_
#define COUNT(id, en, vi) REAL(id, "1", en, vi)
#define RATE(id, en, vi) REAL(id, "%", en, vi)
static const struct chiso_output outputs[] = {
	{RATE("h", "Headcount, H", "Tỷ lệ nghèo đa chiều, H"), .axis = {CUT_OFF},
	 QUOTIENT(POOR, POPULATION, 100)},
	{RATE("a", "Intensity, A", "Cường độ nghèo, A"), .axis = {CUT_OFF},
	 QUOTIENT(SCORE, POOR, 100)},
	{COUNT("m0", "Adjusted headcount, M0", "Chỉ số nghèo đa chiều, M0"), .axis = {CUT_OFF},
	 QUOTIENT(SCORE, POPULATION, 1)},
	{COUNT("m1", "Adjusted gap, M1", "Chỉ số khoảng cách điều chỉnh, M1"), .axis = {CUT_OFF},
	 QUOTIENT(GAP_SCORE, WITH_GAPS, 1)},
	{COUNT("m2", "Adjusted squared gap, M2", "Chỉ số bình phương khoảng cách điều chỉnh, M2"),
	 .axis = {CUT_OFF}, QUOTIENT(SQUARED_SCORE, WITH_GAPS, 1)},
	{COUNT("incomplete", "Records used that lack a deprivation",
	       "Số bản ghi đã dùng nhưng thiếu số liệu"),
	 QUOTIENT(INCOMPLETE, CHISO_ONE, 1)},
	{RATE("uncensored", "Uncensored headcount", "Tỷ lệ thiếu hụt"), .axis = {DEPRIVATION},
	 QUOTIENT(LACKING, OBSERVED, 100)},
	{RATE("censored", "Censored headcount", "Tỷ lệ nghèo và thiếu hụt"),
	 .axis = {DEPRIVATION, CUT_OFF}, QUOTIENT(POOR_LACKING, POPULATION, 100)},
	{COUNT("absolute", "Absolute contribution to M0", "Đóng góp tuyệt đối vào M0"),
	 .axis = {DEPRIVATION, CUT_OFF}, QUOTIENT(SHARE_OF_SCORE, POPULATION, 1)},
	{RATE("percentage", "Percentage contribution to M0", "Tỷ lệ đóng góp vào M0"),
	 .axis = {DEPRIVATION, CUT_OFF}, QUOTIENT(SHARE_OF_SCORE, SCORE, 100)},
	{RATE("dimension_uncensored", "Uncensored headcount of a dimension",
	      "Tỷ lệ thiếu hụt của chiều"),
	 .axis = {DIMENSION}, QUOTIENT(DIMENSION_LACKING, DIMENSION_OBSERVED, 100)},
	{RATE("dimension_censored", "Censored headcount of a dimension",
	      "Tỷ lệ nghèo và thiếu hụt của chiều"),
	 .axis = {DIMENSION, CUT_OFF}, QUOTIENT(DIMENSION_POOR_LACKING, POPULATION, 100)},
	{COUNT("dimension_absolute", "Absolute contribution of a dimension",
	       "Đóng góp tuyệt đối của chiều vào M0"),
	 .axis = {DIMENSION, CUT_OFF}, QUOTIENT(DIMENSION_SHARE_OF_SCORE, POPULATION, 1)},
	{RATE("dimension_percentage", "Percentage contribution of a dimension",
	      "Tỷ lệ đóng góp của chiều vào M0"),
	 .axis = {DIMENSION, CUT_OFF}, QUOTIENT(DIMENSION_SHARE_OF_SCORE, SCORE, 100)},
};
static const struct chiso_problem problems[] = {
	{"gap_without_deprivation",
	 CHISO_T({"en", "a gap above 0 where there is no deprivation"},
		 {"vi", "độ sâu lớn hơn 0 ở nơi không thiếu hụt"}),
	 GAP},
};

const struct chiso_indicator poverty_alkire_foster = {
	.size = sizeof poverty_alkire_foster,
	.version = 1,
	.id = "poverty.alkire_foster",
	.title = CHISO_T({"en", "Multidimensional poverty"}, {"vi", "Nghèo đa chiều"}),
	.summary = CHISO_T(
		{"en",
		 "Headcount, intensity and adjusted measures of those who lack a weighted share k "
		 "of what is counted, with what each deprivation contributes."},
		{"vi", "Tỷ lệ, cường độ và các chỉ số điều chỉnh của những người thiếu hụt từ tỷ "
		       "lệ trọng "
		       "số k trở lên, cùng đóng góp của từng thiếu hụt."}),
	.formula = "100 * poor / population",
	.reference = "Alkire and Foster, Journal of Public Economics 95(7-8), 2011",
	.direction = -1,
	CHISO_AXES(axes),
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(param, params),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	CHISO_TABLE(problem, problems),
	.prepare = scoring_prepare,
	.release = scoring_release,
	.map = alkire_foster_map,
};
