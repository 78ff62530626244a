/* SPDX-License-Identifier: MIT */
/* Words for people: numbers, units of measure, periods, targets and verdicts in the language of the
 * context, the same in tables, scoreboards, reports and explanations.
 *
 * How many digits a figure gets:
 *   - A percentage has at most 1 digit after the sign on the scoreboard, at most 2 in tables.
 *   - Any other figure has four significant digits.  All digits of its whole part are kept and,
 *     when it is not whole and below 100,000, at least one after the sign: 0.001235, 9.13, 1,124.5,
 *     304,347,826.
 *   - No figure gets more digits than it has: 92.1 stays 92.1.
 *   - Targets are shown with all their digits, as their document has them.
 *
 * A function that makes text returns NULL without memory, and given NULL for a text it returns
 * NULL: only the last result of several needs to be looked at. */
#ifndef CORE_LABEL_H
#define CORE_LABEL_H

#include "base/message.h"

#include <chiso/chiso.h>

/** For `decimals` below: by the rule above.  0 and more: as many. */
enum { LABEL_BOARD = -1, LABEL_TABLE = -2, LABEL_ALL = -3 };

/** How many digits after the sign the rule gives. */
int label_decimals(double value, const char *unit_measure, int decimals);

/** "≤ 36.3 %": a value with its bound and unit of measure, in the language. */
char *label_value(struct arena *arena, const struct chiso_context *context, double value, int bound,
                  const char *unit_measure, int decimals);
/** "≤ 36.3", its digits as the unit of measure asks for. */
char *label_number(struct arena *arena, const struct chiso_context *context, double value,
                   int bound, const char *unit_measure, int decimals);
/** "+9.1 points", "-12 ha": a change, with its sign. */
char *label_change(struct arena *arena, const struct chiso_context *context, double value,
                   const char *unit_measure);
/** "%", "ha"; "hộ" for "{household}"; "" for NULL and "1". */
const char *label_unit_measure(const struct chiso_context *context, const char *unit_measure);

/** "2023", "9 tháng năm 2019", "2021-2030" for "2023", "2019-01/2019-09", "2021/2030". */
char *label_period(struct arena *arena, const struct chiso_context *context, const char *period);
/** "options workshop of 20/6/2022 (targets stated, not adopted)"; date and status may be NULL. */
char *label_document(struct arena *arena, const struct chiso_context *context, const char *title,
                     const char *date, const char *status);

/** "not reported" for CHISO_REASON_NOT_REPORTED; "" when there is a value. */
const char *label_reason(const struct chiso_context *context, uint32_t reason);
const char *label_verdict(const struct chiso_context *context, enum chiso_verdict verdict);
/** "> 10 % a year by 2030", "none stated" */
char *label_target(struct arena *arena, const struct chiso_context *context,
                   const struct chiso_assessment *assessment);

/** The text of a message in the language. */
const char *label_text(const struct chiso_context *context, enum message id);
/** The same with its places filled. */
#define label_phrase(arena, context, id, ...) \
	label_fill(arena, context, id, (const char *const[]){__VA_ARGS__, NULL}, \
	           sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))
char *label_fill(struct arena *arena, const struct chiso_context *context, enum message id,
                 const char *const *args, size_t n);
/** a, separator, b; a or b alone when the other one is "". */
char *label_join(struct arena *arena, const char *a, const char *separator, const char *b);

/** How well a figure is sourced, in words. */
const char *label_evidence(const struct chiso_context *context, int evidence);

#endif
