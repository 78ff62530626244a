/* SPDX-License-Identifier: MIT */
/* Why a row of the scoreboard stands as it does.  explain_goal.c finds the rows that are asked for and
 * judges each of them again; explain_steps.c lays out the working, each line of it a formula that gives
 * the very number; explain_goal_page.c and explain_goal_json.c write it for people and for programs. */
#ifndef CORE_EXPLAIN_GOAL_H
#define CORE_EXPLAIN_GOAL_H

#include "assess/assess.h"
#include "explain/explain.h"

enum { MOST_NAMES = 5, MOST_STEPS = 10 };

/** A line of working: a formula over names (sum() and product() over `values`), what the names stand
 *  for, and what comes out. */
struct step {
	const char *id, *formula;
	enum message label;
	struct step_name {
		const char *name;
		double value;
	} names[MOST_NAMES];
	size_t n_names;
	const double *values;
	size_t n_values; /* 0: the formula has no `values` */
	double value;
	enum { ROUND_NOT, ROUND_15_DIGITS, ROUND_10_DECIMALS } rounding; /* of what comes out */
	const struct standard *beside; /* it is only shown, by this one; NULL: it led to the verdict */
};

struct steps {
	struct step list[MOST_STEPS];
	size_t n;
};

/** What decided a verdict. */
enum rule {
	RULE_NO_INDICATOR, /* the goal has no number */
	RULE_NO_DATA,
	RULE_NO_TARGET,
	RULE_MET,
	RULE_NEAR_LIMIT,  /* of 0 or 100 %, which the method takes for there */
	RULE_DATE_PAST,   /* and the target is not met */
	RULE_NOT_DUE,     /* and nothing can be measured before it is */
	RULE_CUTOFF,      /* a number reaches a cut-off of the method */
	RULE_BELOW,       /* it reaches none */
	RULE_AWAY,        /* the baseline was the target, and the value went away from it */
	RULE_MET_SO_FAR,  /* of a mean or a mean growth whose period goes on */
	RULE_UNMET_SO_FAR,
	RULE_OVER,        /* of a mean growth, outside what may be, for which there is no ratio */
	RULE_NOT_YET_MET, /* yes or no, by a method that calls that stagnation */
	RULE_OPEN,        /* why not, the assessment says */
	N_RULES
};

/** A row of the scoreboard, judged again. */
struct judgement {
	struct chiso_results *results;
	const struct goal_spec *goal;
	const struct document *document; /* that states the target; NULL: none */
	const char *as_of;               /* the period at whose end; NULL: by all that is known */
	struct chiso_assessment a;
	struct judged judged;
	struct trail trail;
	struct series series; /* those without a value, too */
	struct compared *peers;
	size_t n_peers;
	struct steps steps;
	enum rule rule;
};

/** The goal that is meant: by its name, or by that of an indicator which is none.  *out NULL: an
 *  indicator is.  CHISO_EUSE with a finding when there is no such goal. */
int explain_find_goal(const struct goal_spec **out, struct chiso_results *results,
                      const struct chiso_explain *what);
/** Writes a goal with its rows that fit; CHISO_EUSE with a finding when none does. */
int explain_goal(struct chiso_results *results, const struct goal_spec *goal,
                 const struct chiso_explain *what, int is_json, struct sink *sink);

/** explain_steps.c: the working and the rule of a judgement; values in its scratch arena.  0 or
 *  CHISO_ENOMEM. */
int steps_make(struct judgement *judgement);
/** Whether a point is of the period that a target for a mean is about. */
int judgement_has_part(const struct judgement *judgement, uint32_t point);
/** The formula with numbers instead of names; NULL without memory. */
const char *step_filled(const struct step *step, const char *lang, struct arena *arena);

/** explain_goal_page.c: what a goal is. */
void goal_page_begin(struct pages *pages, const struct goal_spec *goal);
/** A row, and the values that it stands on.  0 or CHISO_ENOMEM. */
int goal_page_row(struct pages *pages, const struct judgement *judgement);

/** Parts of the page.  A line about nothing is none; at most so many of a kind are shown. */
void goal_line(struct page *page, enum message label, const char *text);
enum { MOST_SHOWN = 12 };
/** "and 7 more figures" */
void goal_more(struct page *page, size_t n, enum message text);
/** explain_goal_working.c: figures, method, formulas with numbers, cut-offs. */
void goal_page_working(struct page *page, const struct judgement *judgement);

/** explain_goal_json.c: what a goal is, up to its rows; behind them two brackets are open. */
void goal_json_begin(struct tree *tree, const struct goal_spec *goal);
int goal_json_row(struct tree *tree, const struct judgement *judgement);

#endif
