# SPDX-License-Identifier: MIT
plugin_names += ocop
plugins += plugins/ocop.la
# All but the entry, which is in ocop.c.
ocop_parts = \
	plugins/ocop/certificate.c \
	plugins/ocop/certificates.c \
	plugins/ocop/coverage.c \
	plugins/ocop/diversity.c \
	plugins/ocop/level.c \
	plugins/ocop/ocop.h \
	plugins/ocop/points.c plugins/ocop/points.h \
	plugins/ocop/products.c \
	plugins/ocop/rating.c plugins/ocop/rating.h \
	plugins/ocop/star.c
plugins_ocop_la_SOURCES = plugins/ocop/ocop.c $(ocop_parts)
plugins_ocop_la_CPPFLAGS = $(AM_CPPFLAGS)
plugins_ocop_la_CFLAGS = $(plugin_cflags)
plugins_ocop_la_LDFLAGS = $(plugin_ldflags)
plugins_ocop_la_LIBADD = -lm
EXTRA_DIST += plugins/ocop/README.md
if PREOPEN
preopened += -dlpreopen plugins/ocop.la
plugins_ocop_la_CPPFLAGS += -DCHISO_MODULE=ocop
endif

nodist_plugins_ocop_la_SOURCES = plugins/ocop/standard_files.c
ocop_standards = \
	plugins/ocop/standards/vn.ocop.levels-2019.json \
	plugins/ocop/standards/vn.ocop.programme.json \
	plugins/ocop/standards/vn.ocop.qd1048-2019.json \
	plugins/ocop/standards/vn.ocop.qd148-2023.json \
	plugins/ocop/standards/vn.ocop.qd1489-2025.json
EXTRA_DIST += $(ocop_standards)
CLEANFILES += plugins/ocop/standard_files.c
plugins/ocop/standard_files.c: $(ocop_standards) plugins/embed.sh Makefile
	$(AM_V_GEN)$(embed) ocop_standards $(ocop_standards)
