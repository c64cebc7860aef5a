/* list_changes.h: what a build changed in the list, said as events, each with the record that caused it where one did. */
#ifndef EH_REGISTER_LIST_CHANGES_H
#define EH_REGISTER_LIST_CHANGES_H

#include "rows.h"

struct eh_list_changes;

/* Remembers the list as it is: organisations, which records they rest on, and which records may say something else by now. Free with
 * eh_list_changes_free. */
enum eh_rc eh_list_changes_before(struct eh_db *db, struct eh_list_changes **ret_changes, struct eh_error *err);

/* The same of a part of the list: its organisations and its rows one by one. `changed`: rows that say something new or nothing any more. */
enum eh_rc eh_list_changes_of_part(struct eh_list_changes **ret_changes, struct eh_error *err);
enum eh_rc eh_list_changes_add(
        struct eh_list_changes *changes, struct eh_str org_id, struct eh_str name, struct eh_str status, struct eh_error *err);
enum eh_rc eh_list_changes_add_row(struct eh_list_changes *changes, int64_t source_id, struct eh_str key, struct eh_str org_id,
        bool changed, struct eh_error *err);

/* Compares it with the list as it is now, or with as much of it as these rows make (ids: the organisation of each, {NULL, 0} for none), and
 * logs what came, went, merged, split, closed and was renamed. The first list of a store is no news and logs nothing. Rows with the same
 * component (NULL: not known) can have caused one another's changes. */
enum eh_rc eh_list_changes_after(struct eh_list_changes *changes, struct eh_db *db, const struct eh_list_rows *rows,
        const struct eh_str *ids, const size_t *component, struct eh_error *err);
void eh_list_changes_free(struct eh_list_changes *changes);

#endif
