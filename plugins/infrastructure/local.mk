# SPDX-License-Identifier: MIT
plugin_names += infrastructure
plugins += plugins/infrastructure.la
# All but the entry, which is in infrastructure.c.
infrastructure_parts = \
	plugins/infrastructure/access.c \
	plugins/infrastructure/density.c \
	plugins/infrastructure/facilities.c \
	plugins/infrastructure/infrastructure.h \
	plugins/infrastructure/new_rural.c \
	plugins/infrastructure/reliability.c \
	plugins/infrastructure/roads.c \
	plugins/infrastructure/rule.c plugins/infrastructure/rule.h \
	plugins/infrastructure/rural_access.c \
	plugins/infrastructure/safe_water.c \
	plugins/infrastructure/treated.c \
	plugins/infrastructure/waste_managed.c
plugins_infrastructure_la_SOURCES = plugins/infrastructure/infrastructure.c $(infrastructure_parts)
plugins_infrastructure_la_CPPFLAGS = $(AM_CPPFLAGS)
plugins_infrastructure_la_CFLAGS = $(plugin_cflags)
plugins_infrastructure_la_LDFLAGS = $(plugin_ldflags)
plugins_infrastructure_la_LIBADD = -lm
EXTRA_DIST += plugins/infrastructure/README.md
if PREOPEN
preopened += -dlpreopen plugins/infrastructure.la
plugins_infrastructure_la_CPPFLAGS += -DCHISO_MODULE=infrastructure
endif

nodist_plugins_infrastructure_la_SOURCES = plugins/infrastructure/standard_files.c
infrastructure_standards = \
	plugins/infrastructure/standards/un.sdg.9-1-1.json \
	plugins/infrastructure/standards/vn.nongthonmoi.qd318-2022.json \
	plugins/infrastructure/standards/vn.nongthonmoi.qd51-2025.json
EXTRA_DIST += $(infrastructure_standards)
CLEANFILES += plugins/infrastructure/standard_files.c
plugins/infrastructure/standard_files.c: $(infrastructure_standards) plugins/embed.sh Makefile
	$(AM_V_GEN)$(embed) infrastructure_standards $(infrastructure_standards)
