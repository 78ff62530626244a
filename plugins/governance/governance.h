/* SPDX-License-Identifier: MIT */
/* What the files of this plugin share: its indicators. */
#ifndef GOVERNANCE_H
#define GOVERNANCE_H

#include "../rows.h"

#define HERE "plugins/governance/README.md"

extern const struct chiso_indicator governance_expenditure;
extern const struct chiso_indicator governance_revenue;
extern const struct chiso_indicator governance_disbursement;
extern const struct chiso_indicator governance_tender_saving;
extern const struct chiso_indicator governance_payroll;
extern const struct chiso_indicator governance_dossiers;
extern const struct chiso_indicator governance_online_services;
extern const struct chiso_indicator governance_satisfaction;
extern const struct chiso_indicator governance_asset_declarations;
extern const struct chiso_indicator governance_asset_recovery;

#endif
