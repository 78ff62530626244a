# SPDX-License-Identifier: MIT
plugin_names += agriculture
plugins += plugins/agriculture.la
plugins_agriculture_la_SOURCES = plugins/agriculture/agriculture.c
plugins_agriculture_la_CPPFLAGS = $(AM_CPPFLAGS)
plugins_agriculture_la_CFLAGS = $(plugin_cflags)
plugins_agriculture_la_LDFLAGS = $(plugin_ldflags)
EXTRA_DIST += plugins/agriculture/README.md
if PREOPEN
preopened += -dlpreopen plugins/agriculture.la
plugins_agriculture_la_CPPFLAGS += -DCHISO_MODULE=agriculture
endif
