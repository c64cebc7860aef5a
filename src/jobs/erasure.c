/* erasure.c: the note of who was erased, beside the store. */
#include "backup.h"

#include <stdio.h>

#include "files.h"
#include "govern/people.h"
#include "govern/privacy.h"
#include "queries.h"

enum { LONGEST_NOTE = 16 << 20 };

#define FIRST_LINE "evenhand erasures 1"

/* Takes the next line that says something apart. EH_END: no more. */
static enum eh_rc next_line(struct eh_str *rest, bool *seen_first, int64_t *ret_person, int64_t *ret_added, struct eh_error *err)
{
	struct eh_str line, word, values;

	while (eh_str_split(rest, '\n', &line)) {
		if (!*seen_first) {
			if (!eh_str_eq(line, EH_STR(FIRST_LINE)))
				return eh_fail(err, EH_INVALID, "a note of erasures begins with \"%s\"", FIRST_LINE);
			*seen_first = true;
			continue;
		}
		if (!line.n)
			continue;
		values = line;
		if (!eh_str_split(&values, ' ', &word) || !eh_str_eq(word, EH_STR("person")) ||
		        !eh_str_split(&values, ' ', &word) || eh_str_to_i64(word, ret_person) != EH_OK ||
		        eh_str_to_i64(values, ret_added) != EH_OK || *ret_person < 1)
			return eh_fail(err, EH_INVALID, "a note of erasures holds lines \"person NUMBER ADDED-AT\", not \"%.*s\"",
			        EH_FMT(eh_str_sub(line, 0, 40)));
		return EH_OK;
	}
	return EH_END;
}

/* Erases one, if it is the same person, and says whether there was anything to erase. */
static enum eh_rc erase_again(
        struct eh_db *db, int64_t now, int64_t person_id, int64_t added_at, int64_t *count, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_person person;
	int64_t erased = 0;
	char line[32];
	enum eh_rc rc = eh_person_get(db, person_id, &arena, &person, err);

	if (rc == EH_NOT_FOUND || (rc == EH_OK && person.added_at != added_at))
		return EH_OK;
	EH_TRY(rc);
	int n = snprintf(line, sizeof line, "%lld\n", (long long)person_id);
	EH_TRY(eh_erased_apply(db, now, (struct eh_str){ line, (size_t)n }, &erased, err));
	*count += erased;
	return EH_OK;
}

enum eh_rc eh_erasure_apply(struct eh_db *db, int64_t now, struct eh_str note, int64_t *ret_count, struct eh_error *err)
{
	int64_t person_id, added_at, count = 0;
	bool seen_first = false;
	enum eh_rc rc;

	while ((rc = next_line(&note, &seen_first, &person_id, &added_at, err)) == EH_OK)
		EH_TRY(erase_again(db, now, person_id, added_at, &count, err));
	if (rc < 0)
		return rc;
	if (ret_count)
		*ret_count = count;
	return EH_OK;
}

enum eh_rc eh_erasure_replay(struct eh_db *db, int64_t now, const char *path, int64_t *ret_count, struct eh_error *err)
{
	struct eh_buf note EH_CLEANUP_BUF = { .max = LONGEST_NOTE };
	enum eh_rc rc = eh_file_get(path, &note, err);

	if (rc == EH_NOT_FOUND) {
		if (ret_count)
			*ret_count = 0;
		return EH_OK;
	}
	EH_TRY(rc);
	rc = eh_erasure_apply(db, now, eh_buf_str(&note), ret_count, err);
	return rc < 0 ? eh_error_at(err, rc, path, 0, 0) : rc;
}

static enum eh_rc add_missing(struct eh_db *db, struct eh_buf *note, bool *ret_changed, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_erased_since row;
	char line[64];
	enum eh_rc rc;

	*ret_changed = false;
	EH_TRY(eh_q_erased_since(db, &rows, err));
	while ((rc = eh_q_erased_since_next(&rows, &row, err)) == EH_OK) {
		int n = snprintf(line, sizeof line, "\nperson %lld %lld\n", (long long)row.person_id, (long long)row.added_at);
		if (eh_str_find(eh_buf_str(note), (struct eh_str){ line, (size_t)n }) >= 0)
			continue;
		if (eh_buf_add(note, (struct eh_str){ line + 1, (size_t)n - 1 }) < 0)
			return eh_fail_memory(err);
		*ret_changed = true;
	}
	return rc == EH_END ? EH_OK : rc;
}

enum eh_rc eh_erasure_note(struct eh_db *db, const char *store, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_buf note EH_CLEANUP_BUF = { .max = LONGEST_NOTE };
	struct eh_str path = eh_arena_printf(&arena, "%s.erased", store);
	bool changed;

	if (!path.p)
		return eh_fail_memory(err);
	enum eh_rc rc = eh_file_get(path.p, &note, err);
	if (rc < 0 && rc != EH_NOT_FOUND)
		return rc;
	if (rc == EH_NOT_FOUND && eh_buf_add(&note, EH_STR(FIRST_LINE "\n")) < 0)
		return eh_fail_memory(err);
	EH_TRY(add_missing(db, &note, &changed, err));
	return changed ? eh_file_put(path.p, eh_buf_str(&note), err) : EH_OK;
}
