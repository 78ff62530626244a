# SPDX-License-Identifier: MIT
plugin_names += governance
plugins += plugins/governance.la
# All but the entry, which is in governance.c.
governance_parts = \
	plugins/governance/administration.c \
	plugins/governance/budget.c \
	plugins/governance/disbursement.c \
	plugins/governance/dossiers.c \
	plugins/governance/payroll.c \
	plugins/governance/tenders.c \
	plugins/governance/governance.h
plugins_governance_la_SOURCES = plugins/governance/governance.c $(governance_parts)
plugins_governance_la_CPPFLAGS = $(AM_CPPFLAGS)
plugins_governance_la_CFLAGS = $(plugin_cflags)
plugins_governance_la_LDFLAGS = $(plugin_ldflags)
plugins_governance_la_LIBADD = -lm
EXTRA_DIST += plugins/governance/README.md
if PREOPEN
preopened += -dlpreopen plugins/governance.la
plugins_governance_la_CPPFLAGS += -DCHISO_MODULE=governance
endif
