/* tables.h: the tables of a place, each worked out once and handed out in any form (sheet.h). Their keys are the names of the JSON
 * interface: stable, since others script against them.
 *
 * Text in the sheets belongs to the analysis or the listing they were made from. */
#ifndef EH_EXCHANGE_TABLES_H
#define EH_EXCHANGE_TABLES_H

#include "register/analysis.h"
#include "register/listing.h"
#include "sheet.h"

/* All return EH_OK or EH_NO_MEMORY; finish the sheet also after a failure. */

/* One row for each area and need; `need` ("": all) and `only_gaps` narrow it. Highest priority first within only_gaps, else by area. */
enum eh_rc eh_table_gaps(
        const struct eh_analysis *analysis, struct eh_str need, bool only_gaps, struct eh_sheet *ret_sheet, struct eh_error *err);

/* Named pairs, for the operator and the organisations themselves. */
enum eh_rc eh_table_overlaps(
        const struct eh_analysis *analysis, struct eh_str need, struct eh_sheet *ret_sheet, struct eh_error *err);

/* What may be published: pairs by need and ward, none under five. */
enum eh_rc eh_table_overlap_counts(
        const struct eh_analysis *analysis, struct eh_str need, struct eh_sheet *ret_sheet, struct eh_error *err);

enum eh_rc eh_table_completeness(const struct eh_analysis *analysis, struct eh_sheet *ret_sheet, struct eh_error *err);

/* How each need is supplied and reached in the place as a whole. */
enum eh_rc eh_table_needs(const struct eh_analysis *analysis, struct eh_sheet *ret_sheet, struct eh_error *err);

/* One line for each organisation. Lists within a cell have "; " between their items; `arena` holds them. With an analysis wards are named
 * (those of other places are "elsewhere"), without (NULL) they are codes. */
enum eh_rc eh_table_organisations(const struct eh_listing *listing, const struct eh_analysis *analysis, bool published_only,
        struct eh_arena *arena, struct eh_sheet *ret_sheet, struct eh_error *err);

/* The same as JSON with its lists as arrays. */
enum eh_rc eh_listing_json(const struct eh_listing *listing, struct eh_buf *out);

/* Sources with licence, date and the line that their licence asks for: those of a place, and those that speak of no place in particular;
 * with {NULL, 0} all. */
enum eh_rc eh_table_sources(
        struct eh_db *db, struct eh_str place_id, struct eh_arena *arena, struct eh_sheet *ret_sheet, struct eh_error *err);

#endif
