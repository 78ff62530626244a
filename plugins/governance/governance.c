/* SPDX-License-Identifier: MIT */
/* Governance: execution of the budget, investment and tenders, payroll, services of the
 * administration, corruption.  README.md beside this file has definition, formula, source and a
 * worked example of each indicator. */
#include "governance.h"

CHISO_PLUGIN("governance", "0.1.0", "chiso", "MIT", &governance_expenditure, &governance_revenue,
	     &governance_disbursement, &governance_tender_saving, &governance_payroll,
	     &governance_dossiers, &governance_online_services, &governance_satisfaction,
	     &governance_asset_declarations, &governance_asset_recovery)
