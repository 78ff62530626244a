# SPDX-License-Identifier: MIT
plugin_names += tourism
plugins += plugins/tourism.la
# All but the entry, which is in tourism.c.
tourism_parts = \
	plugins/tourism/accounts.c \
	plugins/tourism/capacity.c \
	plugins/tourism/days.h \
	plugins/tourism/occupancy.c \
	plugins/tourism/pressure.c \
	plugins/tourism/receipts.c \
	plugins/tourism/seasonality.c \
	plugins/tourism/stay.c \
	plugins/tourism/tourism.h \
	plugins/tourism/visits.c
plugins_tourism_la_SOURCES = plugins/tourism/tourism.c $(tourism_parts)
plugins_tourism_la_CPPFLAGS = $(AM_CPPFLAGS)
plugins_tourism_la_CFLAGS = $(plugin_cflags)
plugins_tourism_la_LDFLAGS = $(plugin_ldflags)
plugins_tourism_la_LIBADD = -lm
EXTRA_DIST += plugins/tourism/README.md
if PREOPEN
preopened += -dlpreopen plugins/tourism.la
plugins_tourism_la_CPPFLAGS += -DCHISO_MODULE=tourism
endif
