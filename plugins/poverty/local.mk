# SPDX-License-Identifier: MIT
plugin_names += poverty
plugins += plugins/poverty.la
# All but the entry, which is in poverty.c.
poverty_parts = \
	plugins/poverty/alkire_foster.c \
	plugins/poverty/at_risk.c \
	plugins/poverty/changes.c \
	plugins/poverty/distribution.c \
	plugins/poverty/exact.c plugins/poverty/exact.h \
	plugins/poverty/fgt.c \
	plugins/poverty/household.h \
	plugins/poverty/household_class.c \
	plugins/poverty/income.c plugins/poverty/income.h \
	plugins/poverty/inequality.c \
	plugins/poverty/line.c plugins/poverty/line.h \
	plugins/poverty/national.c \
	plugins/poverty/poverty.h \
	plugins/poverty/near.h \
	plugins/poverty/pairs.c plugins/poverty/pairs.h \
	plugins/poverty/ranked.c plugins/poverty/ranked.h \
	plugins/poverty/sample.c plugins/poverty/sample.h \
	plugins/poverty/scoring.c plugins/poverty/scoring.h \
	plugins/poverty/sen.c \
	plugins/poverty/yes_no.c plugins/poverty/yes_no.h
plugins_poverty_la_SOURCES = plugins/poverty/poverty.c $(poverty_parts)
plugins_poverty_la_CPPFLAGS = $(AM_CPPFLAGS)
plugins_poverty_la_CFLAGS = $(plugin_cflags)
plugins_poverty_la_LDFLAGS = $(plugin_ldflags)
plugins_poverty_la_LIBADD = -lm
EXTRA_DIST += plugins/poverty/README.md
if PREOPEN
preopened += -dlpreopen plugins/poverty.la
plugins_poverty_la_CPPFLAGS += -DCHISO_MODULE=poverty
endif

nodist_plugins_poverty_la_SOURCES = plugins/poverty/standard_files.c
poverty_standards = \
	plugins/poverty/standards/vn.poverty.dong-nai.json \
	plugins/poverty/standards/vn.poverty.nd07-2021.json \
	plugins/poverty/standards/vn.poverty.nd351-2025.json \
	plugins/poverty/standards/vn.poverty.qd59-2015.json
EXTRA_DIST += $(poverty_standards)
CLEANFILES += plugins/poverty/standard_files.c
plugins/poverty/standard_files.c: $(poverty_standards) plugins/embed.sh Makefile
	$(AM_V_GEN)$(embed) poverty_standards $(poverty_standards)
