# SPDX-License-Identifier: MIT
plugin_names += basic
plugins += plugins/basic.la
plugins_basic_la_SOURCES = plugins/basic/basic.c
plugins_basic_la_CPPFLAGS = $(AM_CPPFLAGS)
plugins_basic_la_CFLAGS = $(plugin_cflags)
plugins_basic_la_LDFLAGS = $(plugin_ldflags)
EXTRA_DIST += plugins/basic/README.md
if PREOPEN
preopened += -dlpreopen plugins/basic.la
plugins_basic_la_CPPFLAGS += -DCHISO_MODULE=basic
endif
