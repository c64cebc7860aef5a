/* sheet_record.h: one row of a recognised table becomes a record. */
#ifndef EH_SOURCES_SHEET_RECORD_H
#define EH_SOURCES_SHEET_RECORD_H

#include "spreadsheet.h"

/* Fills *ret_record from a row; text lies in the row or in `arena`. The key is left to the caller; a record without a name has name.n 0.
 * Telephones, e-mails, contacts and home addresses go to the private fields. */
void eh_sheet_record(
        const struct eh_sheet_guess *guess, const struct eh_row *row, struct eh_arena *arena, struct eh_record *ret_record);

/* "organisations", "services", "grants", "suppliers". False for another word. */
bool eh_sheet_rows_parse(const char *rows, enum eh_record_what *ret_what);

/* True for sums, notes, section headings and headings said once more, which people put among rows. `record` is what the row would be. */
bool eh_sheet_is_remark(const struct eh_sheet_guess *guess, const struct eh_row *row, const struct eh_record *record);

/* True for a row of which a single cell is filled. */
bool eh_sheet_holds_one_text(const struct eh_row *row);

#endif
