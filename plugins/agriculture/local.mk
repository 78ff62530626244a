# SPDX-License-Identifier: MIT
plugin_names += agriculture
plugins += plugins/agriculture.la
# All but the entry, which is in agriculture.c.
agriculture_parts = \
	plugins/agriculture/agriculture.h \
	plugins/agriculture/plots.c \
	plugins/agriculture/totals.c \
	plugins/agriculture/value.c \
	plugins/agriculture/yield.c
plugins_agriculture_la_SOURCES = plugins/agriculture/agriculture.c $(agriculture_parts)
plugins_agriculture_la_CPPFLAGS = $(AM_CPPFLAGS)
plugins_agriculture_la_CFLAGS = $(plugin_cflags)
plugins_agriculture_la_LDFLAGS = $(plugin_ldflags)
EXTRA_DIST += plugins/agriculture/README.md
if PREOPEN
preopened += -dlpreopen plugins/agriculture.la
plugins_agriculture_la_CPPFLAGS += -DCHISO_MODULE=agriculture
endif
