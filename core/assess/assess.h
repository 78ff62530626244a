/* SPDX-License-Identifier: MIT */
/* What makes the scoreboard: assess.c goes through rows and targets, assess_series.c finds the series
 * of a row and a unit, assess_judge.c says how it stands, assess_mean.c and assess_rank.c where the
 * target is about a mean or a rank, and assess_years.c how it stood in the years before. */
#ifndef CORE_ASSESS_H
#define CORE_ASSESS_H

#include "project/progress.h"
#include "project/project.h"
#include "results/results.h"

/* A cell of a row's indicator, whatever its unit. */
struct entry {
	const struct cell *cell;
	const struct cell_group *group;
	size_t at; /* among the cells of the results */
	struct period period;
	int unit;
};

/* Entries by unit and in time; those without a value included. */
struct series {
	const struct entry *entries;
	size_t n;
};

struct ranking;

/** Where a baseline comes from. */
enum baseline_from {
	BASELINE_NONE,
	BASELINE_FIRST,  /* the first value of the series */
	BASELINE_NAMED,  /* the first from the period on that the project names */
	BASELINE_BREAK,  /* the first behind the last break */
	BASELINE_PERIOD, /* that of the first period of a mean growth */
};

/** A figure as an interval, turned so that more is better. */
struct peer {
	int unit, parent;
	double low, high;
	const struct cell *cell; /* NULL: there is none */
	int is_known;
};

/** What a verdict was made from, as the judge took it. */
struct trail {
	enum baseline_from from;
	const struct chiso_point *base, *now; /* NULL: none */
	const struct standard *standard;      /* NULL: none was asked */
	struct progress_question question;    /* of a mean growth only the times */
	struct progress_answer answer;        /* of a mean growth only the grade */
	const struct ranking *ranking;        /* NULL: it is about no rank */
	struct peer own;
};

/** A row of a goal with all that is the same for its units and targets. */
struct board_row {
	const struct row_spec *row;
	struct series all;        /* of all units */
	int32_t latest;           /* last day of the latest value of any unit */
	struct ranking *rankings; /* made so far */
};

/** What a verdict is made from.  Of an assessment that is being judged all points count: those as of
 *  a year have fewer. */
struct judged {
	struct chiso_results *results;
	struct arena *arena; /* of texts that the assessment keeps */
	struct arena *scratch;
	struct board_row *board;
	const struct target_spec *target;   /* NULL: none */
	const struct entry *const *entries; /* of the points */
	int32_t as_of;                      /* nothing is known of later days */
	struct trail *trail;                /* zeroed, to be filled in; NULL: nobody asks */
};

/** Everything of the row's indicator, for all units that the row may be about.  0 or
 *  CHISO_ENOMEM. */
int series_of_row(struct series *out, struct chiso_results *results, const struct row_spec *row,
                  struct arena *arena);
/** Those of one unit; none is "".  0 or CHISO_ENOMEM. */
int series_of_unit(struct series *out, struct chiso_results *results, const struct series *all,
                   const char *code, struct arena *arena);
/** Takes the points with a value into an assessment, the last of them as the current one, and their
 *  entries.  0 or CHISO_ENOMEM. */
int series_points(struct chiso_assessment *out, struct judged *judged, const struct series *series);
/** The point of a period, or NULL. */
const struct chiso_point *series_point(const struct judged *judged,
                                       const struct chiso_assessment *a, struct period period);
/** The period of one of the assessment's points. */
struct period series_period(const struct judged *judged, const struct chiso_assessment *a,
                            const struct chiso_point *point);

/** The verdict on an assessment whose points are there.  0 or CHISO_ENOMEM. */
int assess_judge(const struct judged *judged, struct chiso_assessment *out);
/** Of a target for a mean over a period, of which there are points. */
int assess_mean(const struct judged *judged, struct chiso_assessment *out);
/** Of a target for a rank, of which there are points. */
int assess_rank(const struct judged *judged, struct chiso_assessment *out);
/** A peer and how it stands to the unit of an assessment. */
struct compared {
	const struct peer *peer;
	enum { PEER_BEFORE, PEER_OPEN, PEER_EQUAL, PEER_BEHIND } stands;
};
/** Those that a rank was among, the best first.  0 or CHISO_ENOMEM. */
int assess_peers(struct compared **out, size_t *n, const struct judged *judged);
/** A judgement about nothing yet: all that verdicts fill in is empty. */
void assess_reset(struct chiso_assessment *out);

/** A number wanted, of a range the end that x is nearer to; *below: less is wanted than that. */
double assess_wanted(const struct chiso_assessment *a, double x, int *below);
/** How the target counts an exact or a bounded number. */
int assess_meets(const struct chiso_assessment *a, double x, int bound);

/** Judges row number `at` of the scoreboard once more, by what is known of the days up to as_of, and
 *  leaves in `judged` and `series` what the verdict is made of.  The caller sets results, the arenas,
 *  as_of and trail, and keeps `board`, zeroed at first, from one row to the next.  0 or
 *  CHISO_ENOMEM. */
int assess_again(struct chiso_assessment *out, struct series *series, struct judged *judged,
                 size_t at);

/** Says of every target how it stood as of each year; `judged` is beside the assessments.  0 or
 *  CHISO_ENOMEM. */
int assess_years(struct chiso_results *results, const struct judged *judged);

#endif
