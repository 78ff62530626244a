# SPDX-License-Identifier: MIT
plugin_names += society
plugins += plugins/society.la
# All but the entry, which is in society.c.
society_parts = \
	plugins/society/coverage.c \
	plugins/society/enrolment.c \
	plugins/society/health.c \
	plugins/society/parity.c \
	plugins/society/stunting.c \
	plugins/society/teachers.c \
	plugins/society/society.h
plugins_society_la_SOURCES = plugins/society/society.c $(society_parts)
plugins_society_la_CPPFLAGS = $(AM_CPPFLAGS)
plugins_society_la_CFLAGS = $(plugin_cflags)
plugins_society_la_LDFLAGS = $(plugin_ldflags)
plugins_society_la_LIBADD = -lm
EXTRA_DIST += plugins/society/README.md
if PREOPEN
preopened += -dlpreopen plugins/society.la
plugins_society_la_CPPFLAGS += -DCHISO_MODULE=society
endif

nodist_plugins_society_la_SOURCES = plugins/society/standard_files.c
society_standards = plugins/society/standards/who.growth-2006.json
EXTRA_DIST += $(society_standards)
CLEANFILES += plugins/society/standard_files.c
plugins/society/standard_files.c: $(society_standards) plugins/embed.sh Makefile
	$(AM_V_GEN)$(embed) society_standards $(society_standards)
