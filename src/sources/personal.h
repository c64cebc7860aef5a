/* personal.h: people's e-mail addresses and telephone numbers inside text that will be shown.
 *
 * Columns of their own are kept apart by the readers. What somebody typed into a description ("ring Jane on 07700 900123") is found here,
 * taken out and kept with the other personal fields. UK telephone numbers: ten or eleven digits after a leading 0 or +44, with single
 * blanks, dashes, dots or brackets between (Ofcom, National Telephone Numbering Plan). */
#ifndef EH_SOURCES_PERSONAL_H
#define EH_SOURCES_PERSONAL_H

#include "record.h"

/* What stands in the place of something taken out. */
#define EH_PERSONAL_EMAIL_GONE "[e-mail removed]"
#define EH_PERSONAL_PHONE_GONE "[phone removed]"

/* Appends `text` to `out` with e-mail addresses and telephone numbers replaced; what was taken out is appended to `ret_emails` and
 * `ret_phones`, with "; " between (either may be NULL). EH_NO_MEMORY is the only failure. */
enum eh_rc eh_personal_mask(struct eh_str text, struct eh_buf *out, struct eh_buf *ret_emails, struct eh_buf *ret_phones);

/* True when there is something for eh_personal_mask to take out. */
bool eh_personal_has(struct eh_str text);

/* Takes personal data out of every field of a record that may be shown, into its private fields; a person or a home that the private fields
 * name is taken out of descriptions too. A web address that is an e-mail address goes altogether. Masked texts live in `arena`. */
enum eh_rc eh_personal_clean(struct eh_record *record, struct eh_arena *arena);

#endif
