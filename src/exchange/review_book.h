/* review_book.h: the queue of questions as a workbook, since that is where officers work, and the answers read back from it.
 *
 * One sheet, "questions": a line a pair with both names and sources, what hangs on it, the reasons in words, a cell to choose same, different
 * or unsure in, one for a note, and two hidden columns with the records' identifiers, by which a line is known however the sheet was sorted,
 * filtered or saved (XLSX, ODS or CSV). */
#ifndef EH_EXCHANGE_REVIEW_BOOK_H
#define EH_EXCHANGE_REVIEW_BOOK_H

#include "register/review.h"

/* EH_CONFLICT: the file is there already (it may hold answers that nobody read yet); EH_IO: it could not be written, and is not there. */
enum eh_rc eh_review_book_write(const struct eh_review *review, const char *path, struct eh_error *err);

struct eh_review_book_read {
	struct eh_reviewer *reviewer;
	struct eh_str person;
	/* A line that was not taken: its number, its column's heading and what to do. */
	void (*refused)(void *context, uint64_t line, const char *column, const char *reason);
	void *context;
	/* Filled: */
	size_t taken, already, unanswered, refusals;
};

/* Takes the answers of a workbook in one transaction; lines that cannot be taken are refused one by one and the others kept. A line with a
 * note and no answer counts as unsure; lines with neither are passed over; an answer that is kept already is counted, not repeated.
 *
 * EH_INVALID: the file is no such workbook (and the message says what is missing); nothing was taken. Other failures as of
 * eh_table_open. */
enum eh_rc eh_review_book_read(const char *path, struct eh_review_book_read *read, struct eh_error *err);
/* The same of a table's bytes, for somebody who brings them back to where they downloaded the questions: messages name no file. */
enum eh_rc eh_review_book_take(struct eh_str bytes, struct eh_review_book_read *read, struct eh_error *err);

#endif
