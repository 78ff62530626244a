# SPDX-License-Identifier: MIT
plugin_names += environment
plugins += plugins/environment.la
# All but the entry, which is in environment.c.
environment_parts = \
	plugins/environment/climate.c \
	plugins/environment/disasters.c \
	plugins/environment/forest.c \
	plugins/environment/land_use.c \
	plugins/environment/environment.h
plugins_environment_la_SOURCES = plugins/environment/environment.c $(environment_parts)
plugins_environment_la_CPPFLAGS = $(AM_CPPFLAGS)
plugins_environment_la_CFLAGS = $(plugin_cflags)
plugins_environment_la_LDFLAGS = $(plugin_ldflags)
plugins_environment_la_LIBADD = -lm
EXTRA_DIST += plugins/environment/README.md
if PREOPEN
preopened += -dlpreopen plugins/environment.la
plugins_environment_la_CPPFLAGS += -DCHISO_MODULE=environment
endif
