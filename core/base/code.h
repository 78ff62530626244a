/* SPDX-License-Identifier: MIT */
/* Codes: the English words that stand for enumerations in CSV and JSON.  Programs read them, so
 * they are never translated and never change.  What has no word, or is no value of the
 * enumeration, is "". */
#ifndef CORE_CODE_H
#define CORE_CODE_H

#include <chiso/chiso.h>

/** "exact", "about", "lower_bound", "upper_bound". */
const char *code_bound(int bound);
/** "estimate", "preliminary", "official"; "" when unknown. */
const char *code_status(int status);
/** "unconfirmed", "derived", "secondary", "confirmed". */
const char *code_evidence(int evidence);
/** "reported", "exact", "estimate", "not_comparable"; "" inside the unit's own time. */
const char *code_boundaries(int by);
/** "on_track", "no_data" ... */
const char *code_verdict(enum chiso_verdict verdict);
/** "constant_growth", "constant_change"; "" when nothing is projected. */
const char *code_projection(int projection);
const char *code_aspect(int aspect);
/** "plan", "set", "domain", "unit". */
const char *code_summary(int by);
/** "at_least" ... as the project file has them; "" when there is no target. */
const char *code_target(int target);

#endif
