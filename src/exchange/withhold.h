/* withhold.h: what is handed out of a report that was made before something in it was hidden.
 *
 * A report stays as two keys published it, in the store's folder and by its manifest. But hiding never waits: what an organisation hides, or is
 * hidden for safety, is taken out of the report's files on their way out. Two files tell of single organisations: the table and the map data lose
 * the line, or what is hidden in it. */
#ifndef EH_EXCHANGE_WITHHOLD_H
#define EH_EXCHANGE_WITHHOLD_H

#include "store/db.h"

/* Takes out of a file's text what may not be told now. `name` is "tables/organisations.csv" or "organisations.geojson"; other files are left as
 * they are, and so is a text of which nothing is hidden, to the byte. *ret_taken counts lines that were changed or left out. */
enum eh_rc eh_withhold(struct eh_db *db, struct eh_str name, struct eh_buf *text, size_t *ret_taken, struct eh_error *err);

#endif
