/* successors.h: which organisation seems to continue another, by what registers say.
 *
 * Two different numbers of one register forbid that linkage makes one organisation of two records. A charity that becomes a charitable
 * incorporated organisation is such a pair: a new number under the old name, and the old number leaves the register about then. So: one
 * name but for case, articles and legal form (of either's names), in one council's area or with one web address, two numbers of one
 * register, the one left it (it says when, or its newest whole edition does not hold it any more), and the other was registered after the
 * first was, within two years of that. Where several might continue one, none is told. It is a hint with its evidence: nothing is merged
 * by it, and it decides nothing. */
#ifndef EH_REGISTER_SUCCESSORS_H
#define EH_REGISTER_SUCCESSORS_H

#include "store/db.h"

enum { EH_SUCCESSOR_DAYS = 731 };

/* Works it out anew, of all ({NULL, 0}) or of one organisation, in the transaction that made the list, once the search is renewed. */
enum eh_rc eh_successors_renew(struct eh_db *db, struct eh_str org_id, struct eh_error *err);

/* Working out whether one date lies near enough to when something left: on `left_on`, or where that is EH_NO_DATE between two editions. */
bool eh_successor_in_time(int32_t registered, int32_t left_on, int32_t seen_until, int32_t gone_by);

#endif
