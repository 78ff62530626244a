/* SPDX-License-Identifier: MIT */
/* A row of the scoreboard in words: the same words on the terminal and in the report.
 *
 *     S7  custard apple under VietGAP    ≤ 36.3 % (2023)    none stated    rising: 2.7 (2016) ...
 *         board_title                    board_latest       board_target   board_judgement
 */
#ifndef CORE_BOARD_H
#define CORE_BOARD_H

#include "display/footnote.h"
#include "results/results.h"

/** The unit that most rows are about, the first of several; NULL: none.  0 or CHISO_ENOMEM. */
int board_usual_unit(const struct chiso_results *results, const char **out);
/** The row's title, with the unit when it is not the usual one. */
char *board_title(struct arena *arena, const char *usual_unit, const struct chiso_assessment *a);
/** "≤ 36.3 % (2023, estimate)", or "no data". */
char *board_latest(struct arena *arena, const struct chiso_context *context,
                   const struct chiso_assessment *a);
/** As label_target(), with no line end where it would hurt. */
char *board_target(struct arena *arena, const struct chiso_context *context,
                   const struct chiso_assessment *a);
/** The verdict with the few words that explain it; without a target the trend. */
char *board_judgement(struct arena *arena, const struct chiso_context *context,
                      const struct chiso_assessment *a);
/** Whether the verdict is named: "no data" and "no target" stand in other columns already. */
int board_names_verdict(const struct chiso_assessment *a);
/** The few words alone. */
char *board_explanation(struct arena *arena, const struct chiso_context *context,
                        const struct chiso_assessment *a);
/** "rising: 2.7 (2016) to ≤ 36.3 (2023)" */
char *board_trend(struct arena *arena, const struct chiso_context *context,
                  const struct chiso_assessment *a);
/** "7 goals, 9 rows: 2 on track, 7 no data" */
char *board_counts(struct arena *arena, const struct chiso_results *results);
/** How the targets of the plan, its sets, domains and units stand, a line each; of several only.
 *  0 or CHISO_ENOMEM. */
struct texts {
	const char **list;
	size_t n;
};
int board_summaries(struct texts *out, struct arena *arena, const struct chiso_results *results);
/** The title of the project and its main document. */
char *board_heading(struct arena *arena, const struct chiso_results *results);
/** The marks of a row's notes, which become footnotes: "[1][3]", "" for none. */
char *board_notes(struct footnotes *footnotes, struct arena *arena,
                  const struct chiso_results *results, const struct chiso_assessment *a);
/** Whether any figure shown is a bound or an approximation, so that the signs need a legend. */
int board_has_bounds(const struct chiso_results *results);

/** What is good, what is a warning, what is bad, for colours; NEUTRAL: no colour, VOID: faded. */
enum tone { TONE_NEUTRAL, TONE_VOID, TONE_GOOD, TONE_WARNING, TONE_BAD };
enum tone board_tone(enum chiso_verdict verdict);

#endif
