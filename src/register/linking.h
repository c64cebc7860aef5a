/* linking.h: the records of the list, given to the linkage library and taken back as clusters. */
#ifndef EH_REGISTER_LINKING_H
#define EH_REGISTER_LINKING_H

#include "evenhand/linkage.h"
#include "register.h"
#include "rows.h"

/* Links all rows, with people's decisions as constraints. EH_CONFLICT: decisions contradict one another; EH_CANCELLED. Give the result back
 * with ehl_result_finish. */
enum eh_rc eh_list_link(struct eh_db *db, const struct eh_list_rows *rows, const struct eh_build_options *options,
        struct ehl_result *ret_result, struct eh_error *err);

/* What linkage sees of a record: not where it is, when it is protected. Only row->place_id is used. False: no memory. */
bool eh_list_link_record(
        const struct eh_list_row *row, const struct eh_record *record, struct eh_arena *arena, struct ehl_record *out);

#endif
