/* SPDX-License-Identifier: MIT */
/* The columns of results in CSV: those of all, between which breakdowns stand, and those that some projects have
 * besides.  A breakdown may have none of these names: nobody could tell the two columns apart. */
#ifndef CORE_RESULT_COLUMNS_H
#define CORE_RESULT_COLUMNS_H

#define RESULT_COLUMNS_WHAT "indicator,use,version,standard,output,unit,unit_name,level,period"
#define RESULT_COLUMNS_FIGURE \
	"value,reason,unit_measure,numerator,denominator,n_used,n_seen,reporting,expected,bound,status,evidence," \
	"break,rolled_up,synthetic,sources,notes"
#define RESULT_COLUMNS_SHARES "numerator_share,denominator_share"
#define RESULT_COLUMNS_DESIGN "se,se_reason,ci_low,ci_high,confidence,deff,df,n_psu,n_strata"
#define RESULT_COLUMNS_BOUNDARIES "boundaries,boundaries_by"
#define RESULT_COLUMNS_ADJUSTMENTS "adjustments"

#endif
