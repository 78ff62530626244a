/* SPDX-License-Identifier: MIT */
/* The one table of texts for people, in English and Vietnamese: messages.def. */
#ifndef CORE_MESSAGE_H
#define CORE_MESSAGE_H

#include "base/arena.h"

enum message {
#define MESSAGE(name, severity, code, en, vi) MSG_##name,
#define LABEL(name, code, en, vi) MSG_##name,
#include "base/messages.def"
#undef MESSAGE
#undef LABEL
	MESSAGE_N
};

const char *message_code(enum message id);
/** CHISO_NOTE, CHISO_WARNING or CHISO_ERROR; -1 for a label. */
int message_severity(enum message id);
/** The text with its {0}, {1} ... as it stands in the table. */
const char *message_text(enum message id, const char *lang);
/** The text with places filled from args, which ends with NULL; {0} is args[0].  NULL: no memory. */
char *message_fill(struct arena *arena, enum message id, const char *lang, const char *const *args);
/** The id with this code, or MESSAGE_N. */
enum message message_find(const char *code);

#endif
