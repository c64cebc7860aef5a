/* erasure.c: the note of who was erased and what is hidden, beside the store and its backups. */
#include "backup.h"

#include <glob.h>
#include <stdio.h>

#include "files.h"
#include "govern/people.h"
#include "govern/privacy.h"
#include "queries.h"
#include "register/hiding.h"

enum { LONGEST_NOTE = 16 << 20 };

#define FIRST_LINE "evenhand erasures 1"

struct noted {
	int64_t person_id, added_at;      /* a person; or */
	struct eh_str org_id, part, word; /* something hidden of an organisation */
};

/* ---- Reading one ---- */

static bool read_person(struct eh_str words, struct noted *noted)
{
	struct eh_str word;

	return eh_str_split(&words, ' ', &word) && eh_str_to_i64(word, &noted->person_id) == EH_OK &&
	       eh_str_to_i64(words, &noted->added_at) == EH_OK && noted->person_id > 0;
}

static bool read_hidden(struct eh_str words, struct noted *noted)
{
	bool whole = eh_str_split(&words, ' ', &noted->org_id) && eh_str_split(&words, ' ', &noted->part);

	noted->word = words;
	return whole && words.n;
}

/* Takes the next line that says something apart. EH_END: no more. */
static enum eh_rc next_line(struct eh_str *rest, bool *seen_first, struct noted *ret_noted, struct eh_error *err)
{
	struct eh_str line, word, words;

	while (eh_str_split(rest, '\n', &line)) {
		if (!*seen_first) {
			if (!eh_str_eq(line, EH_STR(FIRST_LINE)))
				return eh_fail(err, EH_INVALID, "a note of erasures begins with \"%s\"", FIRST_LINE);
			*seen_first = true;
			continue;
		}
		if (!line.n)
			continue;
		*ret_noted = (struct noted){ 0 };
		words = line;
		bool split = eh_str_split(&words, ' ', &word);
		if (split && eh_str_eq(word, EH_STR("person")) && read_person(words, ret_noted))
			return EH_OK;
		if (split && eh_str_eq(word, EH_STR("hidden")) && read_hidden(words, ret_noted))
			return EH_OK;
		return eh_fail(err, EH_INVALID,
		        "a note of erasures holds lines \"person NUMBER ADDED-AT\" and \"hidden ORG-ID PART WORD\", not \"%.*s\"",
		        EH_FMT(eh_str_sub(line, 0, 40)));
	}
	return EH_END;
}

/* ---- Making it so again ---- */

/* Erases one, if it is the same person, and says whether there was anything to erase. */
static enum eh_rc erase_again(struct eh_db *db, int64_t now, const struct noted *noted, int64_t *count, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_person person;
	int64_t erased = 0;
	char line[32];
	enum eh_rc rc = eh_person_get(db, noted->person_id, &arena, &person, err);

	if (rc == EH_NOT_FOUND || (rc == EH_OK && person.added_at != noted->added_at))
		return EH_OK;
	EH_TRY(rc);
	int n = snprintf(line, sizeof line, "%lld\n", (long long)noted->person_id);
	EH_TRY(eh_erased_apply(db, now, (struct eh_str){ line, (size_t)n }, &erased, err));
	*count += erased;
	return EH_OK;
}

enum eh_rc eh_erasure_apply(struct eh_db *db, int64_t now, struct eh_str note, struct eh_erasures *ret_done, struct eh_error *err)
{
	struct eh_erasures done = { 0 };
	struct noted noted;
	bool seen_first = false, changed;
	enum eh_rc rc;

	while ((rc = next_line(&note, &seen_first, &noted, err)) == EH_OK) {
		if (!noted.org_id.p) {
			EH_TRY(erase_again(db, now, &noted, &done.erased, err));
			continue;
		}
		EH_TRY(eh_hide_again(db, now, noted.org_id, noted.part, noted.word, &changed, err));
		done.hidden += changed;
	}
	if (rc < 0)
		return rc;
	*ret_done = done;
	return EH_OK;
}

enum eh_rc eh_erasure_replay(struct eh_db *db, int64_t now, const char *path, struct eh_erasures *done, struct eh_error *err)
{
	struct eh_buf note EH_CLEANUP_BUF = { .max = LONGEST_NOTE };
	struct eh_erasures again = { 0 };

	EH_TRY(eh_file_get(path, &note, err));
	enum eh_rc rc = eh_erasure_apply(db, now, eh_buf_str(&note), &again, err);
	if (rc < 0)
		return eh_error_at(err, rc, path, 0, 0);
	done->erased += again.erased;
	done->hidden += again.hidden;
	return EH_OK;
}

/* ---- Writing one ---- */

/* Whoever was noted stays noted, also where the store has been put back to a time before. */
static enum eh_rc add_people(struct eh_db *db, struct eh_str old, struct eh_buf *note, int64_t *ret_erased, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_erased_since row;
	struct eh_str line;
	char text[64];
	enum eh_rc rc;

	*ret_erased = 0;
	while (eh_str_split(&old, '\n', &line))
		if (eh_str_starts(line, EH_STR("person ")) && eh_buf_printf(note, "%.*s\n", EH_FMT(line)) < 0)
			return eh_fail_memory(err);
	EH_TRY(eh_q_erased_since(db, &rows, err));
	while ((rc = eh_q_erased_since_next(&rows, &row, err)) == EH_OK) {
		int n = snprintf(text, sizeof text, "\nperson %lld %lld\n", (long long)row.person_id, (long long)row.added_at);
		++*ret_erased;
		if (eh_str_find(eh_buf_str(note), (struct eh_str){ text, (size_t)n }) >= 0)
			continue;
		if (eh_buf_add(note, (struct eh_str){ text + 1, (size_t)n - 1 }) < 0)
			return eh_fail_memory(err);
	}
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc add_hidden(struct eh_db *db, struct eh_buf *note, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_hidden_rows row;
	enum eh_rc rc = eh_q_hidden_rows(db, &rows, err);

	while (rc == EH_OK && (rc = eh_q_hidden_rows_next(&rows, &row, err)) == EH_OK)
		if (eh_buf_printf(note, "hidden %.*s %.*s %.*s\n", EH_FMT(row.org_id), EH_FMT(row.what), EH_FMT(row.hidden_as)) <
		        0)
			rc = eh_fail_memory(err);
	return rc == EH_END ? EH_OK : rc;
}

/* Those that stand there: each backup has been given one when it was made. */
static enum eh_rc renew_in(const char *folder, struct eh_str note, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_str pattern = eh_arena_printf(&arena, "%s/evenhand-*.db.erased", folder);
	enum eh_rc rc = EH_OK;
	glob_t found = { 0 };

	if (!pattern.p)
		return eh_fail_memory(err);
	if (glob(pattern.p, GLOB_NOSORT | GLOB_NOESCAPE, NULL, &found) == 0)
		for (size_t i = 0; rc >= 0 && i < found.gl_pathc; i++)
			rc = eh_file_put(found.gl_pathv[i], note, err);
	globfree(&found);
	return rc;
}

enum eh_rc eh_erasure_note(struct eh_db *db, const char *store, const char *backups, int64_t *ret_erased, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_buf old EH_CLEANUP_BUF = { .max = LONGEST_NOTE }, note EH_CLEANUP_BUF = { .max = LONGEST_NOTE };
	struct eh_str path = eh_arena_printf(&arena, "%s.erased", store);
	int64_t erased;

	if (!path.p || eh_buf_add(&note, EH_STR(FIRST_LINE "\n")) < 0)
		return eh_fail_memory(err);
	enum eh_rc rc = eh_file_get(path.p, &old, err);
	if (rc < 0 && rc != EH_NOT_FOUND)
		return rc;
	EH_TRY(add_people(db, eh_buf_str(&old), &note, &erased, err));
	EH_TRY(add_hidden(db, &note, err));
	if (ret_erased)
		*ret_erased = erased;
	if (rc == EH_OK && eh_str_eq(eh_buf_str(&old), eh_buf_str(&note)))
		return EH_OK;
	EH_TRY(eh_file_put(path.p, eh_buf_str(&note), err));
	return backups ? renew_in(backups, eh_buf_str(&note), err) : EH_OK;
}

enum eh_rc eh_erasure_note_beside(const char *store, const char *file, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_buf note EH_CLEANUP_BUF = { .max = LONGEST_NOTE };
	struct eh_str from = eh_arena_printf(&arena, "%s.erased", store), to = eh_arena_printf(&arena, "%s.erased", file);

	EH_TRY(eh_arena_check(&arena, EH_OK, err));
	EH_TRY(eh_file_get(from.p, &note, err));
	return eh_file_put(to.p, eh_buf_str(&note), err);
}
