/* SPDX-License-Identifier: MIT */
/* Members that all JSON documents about assessments share. */
#ifndef CORE_WRITE_JSON_H
#define CORE_WRITE_JSON_H

#include "json/json_out.h"

/** What is wanted; null without a target. */
void assessment_write_target(struct json_out *json, const struct chiso_assessment *assessment);
/** What only targets of some aspects have, and how all of them stood. */
void assessment_write_aspect(struct json_out *json, const struct chiso_assessment *assessment);

#endif
