/* SPDX-License-Identifier: MIT */
/* Results made by hand, for the tests of writers: what a run over a small plan would give. */
#ifndef TESTS_SAMPLE_RESULTS_H
#define TESTS_SAMPLE_RESULTS_H

#include "results/results.h"

/** Caller frees with sample_free(). */
struct chiso_results *sample_results(const char *lang);
/** Results without cells and goals, to be filled. */
struct chiso_results *sample_empty(const char *lang);
/** A cell to be filled in, before it is added by sample_finish() or sample_written(). */
struct chiso_cell *sample_cell(struct chiso_results *results, const char *indicator,
                               const char *output, const char *unit, const char *period);
struct chiso_assessment *sample_assessment(struct chiso_results *results, const char *goal,
                                           const char *title);
/** Adds the cells to the results. */
void sample_finish(struct chiso_results *results);
void sample_free(struct chiso_results *results);

/** What a writer wrote, NUL-terminated; caller frees. */
char *sample_written(struct chiso_results *results, const char *format, uint32_t flags);

/** How often a text has a part; and that it has. */
size_t sample_count(const char *text, const char *part);
void sample_has(const char *text, const char *part);

#define SAMPLE_VALUE(number) ((struct chiso_value){.type = CHISO_F64, .as.f64 = (number)})
#define SAMPLE_NONE(why) ((struct chiso_value){.type = CHISO_NONE, .reason = (why)})

#endif
