/* model_splink.h: a model as the settings that Splink 4 reads, as near as its comparison levels can express.
 *
 * Splink compares columns with SQL (DuckDB's here) and knows one frequency for each whole value; ours knows words. What is lost is said in
 * sentences, never left out in silence. */
#ifndef EH_LINK_MODEL_SPLINK_H
#define EH_LINK_MODEL_SPLINK_H

#include "model.h"

struct eh_splink {
	const struct ehl_model *model;
	const struct ehl_table *table;    /* headings, and whether there are two files */
	const struct ehl_column *columns; /* as the model was trained on */
	const char *id;                   /* heading of the column that names rows; NULL: Splink's own, unique_id */
};

/* Appends the settings (JSON) to `settings`, and to `ret_lost` what they could not express, a sentence a line. EH_INVALID: the model is of
 * other columns than these; EH_NO_MEMORY. */
enum eh_rc eh_model_splink(
        const struct eh_splink *splink, struct eh_buf *settings, struct eh_buf *ret_lost, struct eh_error *err);

enum { EH_SPLINK_MOST_NAMES = 3 }; /* further columns of names are left out: the conditions grow with the square */

/* The condition under which two rows show a level (from 1) of a kind, as SQL over columns "NAME_l" and "NAME_r"; several columns are former
 * and other names, of which any may agree. Nothing is appended for a level that SQL cannot say: its m and u belong to the last level, which
 * is "ELSE". */
enum eh_rc eh_splink_condition(
        enum eh_kind kind, unsigned level, const struct eh_str *columns, size_t column_count, struct eh_buf *out);

/* What a kind's conditions leave out, in words; "" when nothing. */
const char *eh_splink_lost(enum eh_kind kind);

/* The columns of one side (suffix "_l" or "_r") as the conditions see them: one text, folded, or cut down to what is compared. */
enum eh_rc eh_splink_value(enum eh_kind kind, const struct eh_str *columns, size_t count, const char *suffix, struct eh_buf *out);

/* Text as an SQL name in double quotes, with `suffix` inside them. */
enum eh_rc eh_splink_name(struct eh_str column, const char *suffix, struct eh_buf *out);

#endif
