/* SPDX-License-Identifier: MIT */
/* The parts of report.html.  It is one file that needs nothing else: no script, no font and no
 * picture from anywhere.  Every text goes through html_text(). */
#ifndef CORE_HTML_H
#define CORE_HTML_H

#include "base/sink.h"

/** A text, with & < > " ' escaped and control characters left out: for elements and attributes. */
void html_text(struct sink *sink, const char *text);
/** The style sheet, for screen (light and dark) and paper. */
extern const char html_style[];
/** The series of an assessment as a line chart in SVG: breaks are gaps with a dashed line, bounds
 *  arrows, "about" a ring, the target a dashed line.  Nothing for fewer than two points. */
void html_chart(struct sink *sink, const struct chiso_context *context,
                const struct chiso_assessment *a);

#endif
