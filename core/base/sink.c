/* SPDX-License-Identifier: MIT */
#include "base/sink.h"

static void hand_on(struct sink *sink, const char *text, size_t n)
{
	if (!sink->status && n && sink->write(sink->user, text, n))
		sink->status = CHISO_EIO;
}

void sink_overflow(struct sink *sink, const char *text, size_t n)
{
	hand_on(sink, sink->waiting, sink->n);
	sink->n = 0;
	if (n > sizeof sink->waiting)
		hand_on(sink, text, n);
	else
		sink_bytes(sink, text, n);
}

int sink_close(struct sink *sink, int status)
{
	hand_on(sink, sink->waiting, sink->n);
	sink->n = 0;
	return status ? status : sink->status;
}

void sink_text(struct sink *sink, const char *text)
{
	if (text)
		sink_bytes(sink, text, strlen(text));
	else if (!sink->status)
		sink->status = CHISO_ENOMEM;
}
