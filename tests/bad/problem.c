/* SPDX-License-Identifier: MIT */
/* A problem points at an input that there is not.
 * en: plugin bad, indicator bad.thing, problems[0] (negative): input 4 is past the end of inputs, which has 1 rows, counted from 0
 * vi: trình cắm bad, chỉ tiêu bad.thing, problems[0] (negative): input 4 vượt quá inputs, bảng này có 1 dòng, đếm từ 0 */
#include "good.h"

static const struct chiso_problem problems[] = {{"negative", TITLE, 4}};
static const struct chiso_indicator thing = {GOOD, GOOD_OUTPUTS, CHISO_TABLE(problem, problems)};
PLUGIN(&thing)
