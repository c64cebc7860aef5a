/* list_changes.h: what a build changed in the list, said as events. */
#ifndef EH_REGISTER_LIST_CHANGES_H
#define EH_REGISTER_LIST_CHANGES_H

#include "store/db.h"

struct eh_list_changes;

/* Remembers the list as it is. Free with eh_list_changes_free. */
enum eh_rc eh_list_changes_before(struct eh_db *db, struct eh_list_changes **ret_changes, struct eh_error *err);

/* Compares it with the list as it is now and logs what came, went, merged, closed and was renamed. The first list of a store is no
 * news and logs nothing. */
enum eh_rc eh_list_changes_after(struct eh_list_changes *changes, struct eh_db *db, struct eh_error *err);
void eh_list_changes_free(struct eh_list_changes *changes);

#endif
