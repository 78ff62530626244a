# SPDX-License-Identifier: MIT
plugin_names += agriculture
plugins += plugins/agriculture.la
# All but the entry, which is in agriculture.c.
agriculture_parts = \
	plugins/agriculture/agriculture.h \
	plugins/agriculture/certificates.c \
	plugins/agriculture/checklist.c \
	plugins/agriculture/concentration.c \
	plugins/agriculture/cooperatives.c \
	plugins/agriculture/dates.h \
	plugins/agriculture/evapotranspiration.c \
	plugins/agriculture/linked_sales.c \
	plugins/agriculture/parts.c \
	plugins/agriculture/plots.c \
	plugins/agriculture/totals.c \
	plugins/agriculture/value.c \
	plugins/agriculture/weather.c plugins/agriculture/weather.h \
	plugins/agriculture/yield.c \
	plugins/agriculture/zones.c
plugins_agriculture_la_SOURCES = plugins/agriculture/agriculture.c $(agriculture_parts)
plugins_agriculture_la_CPPFLAGS = $(AM_CPPFLAGS)
plugins_agriculture_la_CFLAGS = $(plugin_cflags)
plugins_agriculture_la_LDFLAGS = $(plugin_ldflags)
plugins_agriculture_la_LIBADD = -lm
EXTRA_DIST += plugins/agriculture/README.md
if PREOPEN
preopened += -dlpreopen plugins/agriculture.la
plugins_agriculture_la_CPPFLAGS += -DCHISO_MODULE=agriculture
endif

nodist_plugins_agriculture_la_SOURCES = plugins/agriculture/standard_files.c
agriculture_standards = \
	plugins/agriculture/standards/fao56.json \
	plugins/agriculture/standards/globalgap.ifa.json \
	plugins/agriculture/standards/vn.agriculture.certificates-2012.json \
	plugins/agriculture/standards/vn.agriculture.certificates-2017.json \
	plugins/agriculture/standards/vn.agriculture.vietgap-2012.json
EXTRA_DIST += $(agriculture_standards)
CLEANFILES += plugins/agriculture/standard_files.c
plugins/agriculture/standard_files.c: $(agriculture_standards) plugins/embed.sh Makefile
	$(AM_V_GEN)$(embed) agriculture_standards $(agriculture_standards)
