/* SPDX-License-Identifier: MIT */
/* Criteria of new rural communes: each has parts, a part has a rule with a threshold that may
 * differ between groups of communes, and a criterion is met when all its parts are.  Which
 * criteria, parts and thresholds is said by a standard. */
#include "infrastructure.h"
#include "rule.h"

#include <stdio.h>
#include <string.h>

enum { PART = 1, CRITERION };                       /* axes */
enum { VALUE, GROUP };                              /* inputs */
enum { PARAM_RULE, PARAM_CRITERION, PARAM_GROUPS }; /* parameters */
enum { NEITHER_0_NOR_1, NO_SUCH_GROUP };            /* problems */
enum {
	COMMUNES,
	MET,
	DECIDED,
	PASSED,
	PART_KNOWN,
	PART_MET,
	CRITERION_KNOWN,
	CRITERION_MET
}; /* terms */

enum verdict { NO, YES, UNKNOWN };
enum { ROOM = 300 }; /* of a message */

/* What a standard says, read once. */
struct criteria {
	size_t bytes; /* of this block */
	uint32_t n_parts, n_criteria, n_groups;
	double *threshold;   /* per part and group */
	uint32_t *criterion; /* per part */
	int *rule;           /* per part */
};

/* ---- prepare() ------------------------------------------------------------------------------ */

static int refuse(struct chiso_call *call, int param, const char *en, const char *vi)
{
	call->host->error(call, CHISO_EPARAM, param, CHISO_T({"en", en}, {"vi", vi}));
	return CHISO_EPARAM;
}

/* Without criteria each part is one by itself. */
static uint32_t find_criterion(const struct chiso_call *call, uint32_t part)
{
	const struct chiso_labels *labels = &call->axes[CRITERION - 1];
	const struct chiso_list *given = &call->params[PARAM_CRITERION];
	uint32_t c = 0;

	if (!given->n)
		return part;
	while (c + 1 < labels->n && strcmp(labels->id[c], given->v[part].as.str))
		c++;
	return c;
}

/* Which of many rules is wrong.  A name that is too long is left out rather than cut. */
static int refuse_rule(struct chiso_call *call, uint32_t part, const char *en, const char *vi)
{
	const char *name = call->axes[PART - 1].id[part];
	char long_en[ROOM] = "", long_vi[ROOM] = "";

	if (strlen(name) < ROOM / 2) {
		snprintf(long_en, ROOM, "of %s: %s", name, en);
		snprintf(long_vi, ROOM, "của %s: %s", name, vi);
		en = long_en;
		vi = long_vi;
	}
	return refuse(call, PARAM_RULE, en, vi);
}

static int read_rule(struct chiso_call *call, struct criteria *criteria, uint32_t part)
{
	double *threshold = &criteria->threshold[(size_t)part * criteria->n_groups];
	uint32_t n;

	criteria->rule[part] = rule_read(call->params[PARAM_RULE].v[part].as.str, threshold,
					 criteria->n_groups, &n);
	if (criteria->rule[part] < 0)
		return refuse_rule(call, part,
				   "expected yes, >= or <= and a number, or one for each group",
				   "cần yes, hoặc >= hay <= và một số, hoặc một số cho mỗi nhóm");
	if (n > 1 && n != criteria->n_groups)
		return refuse_rule(call, part,
				   "expected one threshold, or as many as there are groups",
				   "cần một ngưỡng, hoặc số ngưỡng bằng số nhóm");
	if (n > 1 && call->bound && !call->bound[call->input_at[GROUP]])
		return refuse(call, PARAM_GROUPS,
			      "expected a column bound to the input commune_group",
			      "cần một cột gắn với đầu vào commune_group");
	/* One threshold is that of all groups; "yes" has none. */
	for (uint32_t g = n; n <= 1 && g < criteria->n_groups; g++)
		threshold[g] = n ? threshold[0] : 0;
	return CHISO_OK;
}

static int fill(struct chiso_call *call, struct criteria *criteria)
{
	int status = CHISO_OK;

	for (uint32_t i = 0; i < criteria->n_parts; i++) {
		int own = read_rule(call, criteria, i);

		criteria->criterion[i] = find_criterion(call, i);
		status = status ? status : own;
	}
	return status;
}

static int prepare(struct chiso_call *call, void **conf)
{
	uint32_t n = call->axes[PART - 1].n, n_groups = call->params[PARAM_GROUPS].n;
	size_t n_thresholds = (size_t)n * (n_groups ? n_groups : 1);
	size_t bytes = sizeof(struct criteria) + n_thresholds * sizeof(double) +
		       n * (sizeof(uint32_t) + sizeof(int));
	struct criteria *criteria = call->host->resize(call, NULL, 0, bytes);

	if (!criteria)
		return CHISO_ENOMEM;
	criteria->bytes = bytes;
	criteria->n_parts = n;
	criteria->n_groups = n_groups ? n_groups : 1;
	criteria->n_criteria = call->params[PARAM_CRITERION].n ? call->axes[CRITERION - 1].n : n;
	criteria->threshold = (double *)(criteria + 1);
	void *rest = criteria->threshold + n_thresholds;
	criteria->criterion = rest;
	criteria->rule = (int *)(criteria->criterion + n);
	int status = fill(call, criteria);
	if (status)
		call->host->resize(call, criteria, bytes, 0);
	else
		*conf = criteria;
	return status;
}

static void release(struct chiso_call *call, void *conf)
{
	struct criteria *criteria = conf;

	call->host->resize(call, criteria, criteria->bytes, 0);
}

/* ---- map() ---------------------------------------------------------------------------------- */

/* The group of a record, or how many there are: it is in none of them. */
static uint32_t find_group(const struct chiso_call *call, const struct chiso_column *group,
			   uint32_t r)
{
	const struct chiso_list *groups = &call->params[PARAM_GROUPS];
	int32_t from = group->offsets[group->offset + r],
		to = group->offsets[group->offset + r + 1];
	const char *own = (const char *)group->values + from;
	uint32_t g = 0;

	while (g < groups->n && (strlen(groups->v[g].as.str) != (size_t)(to - from) ||
				 memcmp(groups->v[g].as.str, own, (size_t)(to - from))))
		g++;
	return g;
}

/* Whether a criterion is met: one part that is not is enough to say no. */
static enum verdict judge(const struct criteria *criteria, const enum verdict *parts, uint32_t c)
{
	enum verdict all = YES;

	for (uint32_t i = 0; i < criteria->n_parts; i++) {
		if (criteria->criterion[i] != c)
			continue;
		if (parts[i] == NO)
			return NO;
		if (parts[i] == UNKNOWN)
			all = UNKNOWN;
	}
	return all;
}

/* What a commune adds whose parts are judged; missing where nothing is known of it. */
static uint8_t add_up(const struct chiso_call *call, const enum verdict *parts, double *add)
{
	const struct criteria *criteria = call->conf;
	const uint32_t *at = call->term_at;
	int is_named = call->params[PARAM_CRITERION].n > 0;
	uint32_t n_met = 0, n_unknown = 0, n_parts_known = 0;

	for (uint32_t i = 0; i < criteria->n_parts; i++) {
		add[at[PART_KNOWN] + i] = parts[i] != UNKNOWN;
		add[at[PART_MET] + i] = parts[i] == YES;
		n_parts_known += parts[i] != UNKNOWN;
	}
	for (uint32_t c = 0; c < criteria->n_criteria; c++) {
		enum verdict own = judge(criteria, parts, c);

		n_met += own == YES;
		n_unknown += own == UNKNOWN;
		if (is_named) {
			add[at[CRITERION_KNOWN] + c] = own != UNKNOWN;
			add[at[CRITERION_MET] + c] = own == YES;
		}
	}
	if (!n_unknown) {
		add[at[COMMUNES]] = 1;
		add[at[MET]] = n_met;
	}
	add[at[DECIDED]] = !n_unknown || n_met + n_unknown < criteria->n_criteria;
	add[at[PASSED]] = n_met == criteria->n_criteria;
	return n_parts_known ? CHISO_USED : CHISO_MISSING;
}

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   enum verdict *parts, double *add)
{
	const struct criteria *criteria = call->conf;
	const struct chiso_column *value = in + call->input_at[VALUE];
	const struct chiso_column *group = in + call->input_at[GROUP];
	uint32_t g = 0;

	if (group->values && call->params[PARAM_GROUPS].n) {
		if (!chiso_has(group, r))
			return CHISO_MISSING;
		g = find_group(call, group, r);
		if (g == criteria->n_groups)
			return CHISO_REFUSED + NO_SUCH_GROUP;
	}
	for (uint32_t i = 0; i < criteria->n_parts; i++) {
		parts[i] = UNKNOWN;
		if (!chiso_has(&value[i], r))
			continue;
		double own = chiso_f64(&value[i], r);
		if (criteria->rule[i] == RULE_YES && own != 0 && own != 1) {
			add[0] = i; /* the host points at its column */
			return CHISO_REFUSED + NEITHER_0_NOR_1;
		}
		parts[i] = rule_is_met(criteria->rule[i], own,
				       criteria->threshold[(size_t)i * criteria->n_groups + g]);
	}
	return add_up(call, parts, add);
}

static int map(struct chiso_call *call, const struct chiso_batch *b, double *t, uint8_t *fate)
{
	const struct criteria *criteria = call->conf;
	size_t bytes = criteria->n_parts * sizeof(enum verdict);
	enum verdict *parts = call->host->resize(call, NULL, 0, bytes);

	if (!parts)
		return CHISO_ENOMEM;
	for (uint32_t i = 0; i < b->n; i++)
		fate[i] = row(call, b->columns, chiso_row(b, i), parts,
			      t + (size_t)i * call->n_terms);
	call->host->resize(call, parts, bytes, 0);
	return CHISO_OK;
}

/* ---- tables --------------------------------------------------------------------------------- */

static const struct chiso_axis axes[] = {
	{CHISO_FIELD("part", CHISO_STR, NULL, {"en", "Part of a criterion"},
		     {"vi", "Chỉ tiêu của tiêu chí"}),
	 CHISO_AXIS_INPUT, VALUE},
	{CHISO_FIELD("criterion", CHISO_STR, NULL, {"en", "Criterion"}, {"vi", "Tiêu chí"}),
	 CHISO_AXIS_PARAM, PARAM_CRITERION},
};
static const struct chiso_input inputs[] = {
	{REAL("value", NULL, "What the commune has reached, or 1 for met and 0 for not",
	      "Kết quả của xã, hoặc 1 nếu đạt và 0 nếu không đạt"),
	 .axis = PART},
	{.field = CHISO_FIELD_FLAGS("commune_group", CHISO_STR, CHISO_OPTIONAL, NULL,
				    {"en", "Region or group whose thresholds hold"},
				    {"vi", "Vùng hoặc nhóm xã áp dụng ngưỡng"})},
};
static const struct chiso_param params[] = {
	{.field = CHISO_FIELD_FLAGS("rule", CHISO_STR, CHISO_LIST | CHISO_OPTIONAL, NULL,
				    {"en", "When a part is met: yes, >= 95, <= 13, >= 80 75 70"},
				    {"vi", "Khi nào đạt: yes, >= 95, <= 13, >= 80 75 70"}),
	 .axis = PART,
	 .def = {CHISO_STR, 0, {.str = "yes"}}},
	{.field = CHISO_FIELD_FLAGS("criterion", CHISO_STR, CHISO_LIST | CHISO_OPTIONAL, NULL,
				    {"en", "Criterion of each part; else it is one by itself"},
				    {"vi", "Tiêu chí của từng chỉ tiêu"}),
	 .axis = PART},
	{.field = CHISO_FIELD_FLAGS("groups", CHISO_STR, CHISO_LIST | CHISO_OPTIONAL, NULL,
				    {"en", "Groups, in the order of their thresholds"},
				    {"vi", "Các nhóm, theo thứ tự của các ngưỡng"})},
};
#define COUNT(id, en, vi) REAL(id, "{commune}", en, vi), .over_time = CHISO_STOCK_LAST
static const struct chiso_term terms[] = {
	{COUNT("communes", "Communes of which all criteria are known",
	       "Số xã có số liệu về mọi tiêu chí")},
	{REAL("met", "{criterion}", "Criteria met by them", "Số tiêu chí các xã đó đạt"),
	 .over_time = CHISO_STOCK_LAST},
	{COUNT("decided", "Communes of which it is known whether they meet all",
	       "Số xã biết rõ có đạt mọi tiêu chí hay không")},
	{COUNT("passed", "Communes that meet all criteria", "Số xã đạt mọi tiêu chí")},
	{COUNT("part_known", "Communes with a figure", "Số xã có số liệu"), .axis = {PART}},
	{COUNT("part_met", "Communes that meet it", "Số xã đạt"), .axis = {PART}},
	{COUNT("criterion_known", "Communes of which it is known", "Số xã có số liệu"),
	 .axis = {CRITERION}},
	{COUNT("criterion_met", "Communes that meet it", "Số xã đạt"), .axis = {CRITERION}},
};
static const struct chiso_output outputs[] = {
	{REAL("mean_criteria", "{criterion}/{commune}", "Criteria met per commune",
	      "Số tiêu chí bình quân một xã"),
	 .numerator = MET, .denominator = COMMUNES, .scale = 1},
	{REAL("passed", "{commune}", "Communes that meet all criteria", "Số xã đạt chuẩn"),
	 .numerator = PASSED, .denominator = CHISO_ONE, .scale = 1},
	{REAL("passed_share", "%", "Communes that meet all criteria, of all", "Tỷ lệ xã đạt chuẩn"),
	 .numerator = PASSED, .denominator = DECIDED, .scale = 100},
	{REAL("part_share", "%", "Communes that meet the part", "Tỷ lệ xã đạt chỉ tiêu"),
	 .axis = {PART}, .numerator = PART_MET, .denominator = PART_KNOWN, .scale = 100},
	{REAL("criterion_share", "%", "Communes that meet the criterion", "Tỷ lệ xã đạt tiêu chí"),
	 .axis = {CRITERION}, .numerator = CRITERION_MET, .denominator = CRITERION_KNOWN,
	 .scale = 100},
};
static const struct chiso_problem problems[] = {
	PROBLEM("neither_0_nor_1", VALUE,
		"this part is judged by the office: expected 1 for met, 0 for not",
		"chỉ tiêu này do cơ quan đánh giá: cần 1 nếu đạt, 0 nếu không đạt"),
	PROBLEM("no_such_group", GROUP, "no such group: expected one of {groups}",
		"không có nhóm này: cần một trong {groups}"),
};

const struct chiso_indicator infrastructure_new_rural = {
	.size = sizeof infrastructure_new_rural,
	.version = 1,
	.id = "infrastructure.new_rural",
	.title = CHISO_T({"en", "New-rural criteria"}, {"vi", "Tiêu chí nông thôn mới"}),
	.summary = CHISO_T({"en", "Criteria met per commune, communes that meet all, and for each "
				  "criterion and part of one how many meet it."},
			   {"vi", "Số tiêu chí bình quân một xã, số xã đạt chuẩn, và tỷ lệ xã đạt "
				  "từng tiêu chí, chỉ tiêu."}),
	.formula = "met / communes",
	.reference = HERE "; QĐ 318/QĐ-TTg, 2022; QĐ 51/2025/QĐ-TTg",
	.direction = 1,
	CHISO_AXES(axes),
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(param, params),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	CHISO_TABLE(problem, problems),
	.prepare = prepare,
	.release = release,
	.map = map,
};
