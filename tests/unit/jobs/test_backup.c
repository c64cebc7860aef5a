/* test_backup.c: backups while the store is written to, restoring them, and what they must not bring back. */
#include "test.h"

#include <fcntl.h>
#include <pthread.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <sys/stat.h>

#include "../govern/council.h"
#include "jobs/jobs.h"
#include "register/hiding.h"

static struct {
	char folder[64], store[96], file[96], other[96], note[128], sum[128];
} at;

static int set_up(void **state)
{
	(void)state;
	snprintf(at.folder, sizeof at.folder, "%s", test_folder());
	snprintf(at.store, sizeof at.store, "%s/store.db", at.folder);
	snprintf(at.file, sizeof at.file, "%s/backup.db", at.folder);
	snprintf(at.other, sizeof at.other, "%s/other.db", at.folder);
	snprintf(at.note, sizeof at.note, "%s.erased", at.other);
	snprintf(at.sum, sizeof at.sum, "%s.b2sum", at.file);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	test_remove(at.folder);
	return 0;
}

static void write_text(const char *path, const char *text)
{
	FILE *out = fopen(path, "w");

	assert_non_null(out);
	fputs(text, out);
	fclose(out);
}

static size_t size_of(const char *path)
{
	struct stat about;

	return stat(path, &about) == 0 ? (size_t)about.st_size : 0;
}

static bool knows(const char *store, const char *email)
{
	struct eh_db *db EH_CLEANUP_DB = council_open_at(store);
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_person_by_email row;

	return eh_q_person_by_email(db, eh_str_of(email), &arena, &row, NULL) == EH_OK;
}

static void make_backup(void)
{
	struct eh_backup_report report = { 0 };
	struct eh_error err = { 0 };

	assert_ok(eh_backup_make(at.store, at.file, NULL, NULL, &report, &err), &err);
	assert_int_equal(report.bytes, size_of(at.file));
	assert_true(report.had_sum);
}

static int64_t restore(const char *to, bool force)
{
	struct eh_backup_report report = { 0 };
	struct eh_error err = { 0 };

	const struct eh_restore restore = { .file = at.file, .to = to, .force = force };

	assert_ok(eh_backup_restore(&restore, NOON + DAY, &report, &err), &err);
	assert_ok(eh_backup_verify(to, NULL, &err), &err);
	return report.erased_again;
}

static void a_backup_is_one_private_file_that_restores_elsewhere(void **state)
{
	struct eh_db *db = council_open_at(at.store);
	struct stat about;

	(void)state;
	council_person(db, "jo");
	eh_db_close(db);
	make_backup();
	assert_int_equal(stat(at.file, &about), 0);
	assert_int_equal(about.st_mode & 0777, 0600);
	char log[128];
	snprintf(log, sizeof log, "%s-wal", at.file);
	assert_int_equal(access(log, F_OK), -1);
	assert_int_equal(restore(at.other, false), 0);
	assert_true(knows(at.other, "jo@example.org"));
}

static void the_checksum_beside_a_backup_is_what_b2sum_reads(void **state)
{
	char command[400];

	(void)state;
	eh_db_close(council_open_at(at.store));
	make_backup();
	snprintf(command, sizeof command, "cd %s && b2sum -c --status backup.db.b2sum", at.folder);
	assert_int_equal(system(command), 0);
}

static void a_store_that_is_there_is_replaced_only_when_told(void **state)
{
	struct eh_error err = { 0 };

	(void)state;
	eh_db_close(council_open_at(at.store));
	make_backup();
	struct eh_db *db = council_open_at(at.other);
	council_person(db, "al");
	assert_int_equal(
	        eh_backup_restore(&(const struct eh_restore){ .file = at.file, .to = at.other }, NOON, NULL, &err), EH_CONFLICT);
	assert_non_null(strstr(err.message, "--force"));
	assert_true(knows(at.other, "al@example.org"));
	/* Replaced under a reader, which goes on. */
	restore(at.other, true);
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_person_by_email row;
	assert_int_equal(eh_q_person_by_email(db, EH_STR("al@example.org"), &arena, &row, &err), EH_NOT_FOUND);
	eh_db_close(db);
}

static void whoever_was_erased_since_stays_erased(void **state)
{
	struct eh_db *db = council_open_at(at.store);
	struct eh_error err = { 0 };
	int64_t jo = council_person(db, "jo");

	(void)state;
	council_person(db, "al");
	make_backup();
	assert_ok(eh_person_erase(db, NOON, &EH_ACTOR_SYSTEM, jo, EH_STR("asked for"), &err), &err);
	eh_db_close(db);
	/* Into the store itself, which knows whom it erased though no note was written. */
	assert_int_equal(restore(at.store, true), 1);
	assert_false(knows(at.store, "jo@example.org"));
	assert_true(knows(at.store, "al@example.org"));
}

static void the_note_alone_keeps_people_erased_when_the_store_is_lost(void **state)
{
	struct eh_db *db = council_open_at(at.store);
	struct eh_error err = { 0 };
	char note[128], bytes[256] = "";
	int64_t jo = council_person(db, "jo");

	(void)state;
	make_backup();
	assert_ok(eh_person_erase(db, NOON, &EH_ACTOR_SYSTEM, jo, EH_STR("asked for"), &err), &err);
	assert_ok(eh_erasure_note(db, at.store, NULL, NULL, &err), &err);
	assert_ok(eh_erasure_note(db, at.store, NULL, NULL, &err), &err); /* twice says nothing twice */
	eh_db_close(db);
	snprintf(note, sizeof note, "%s.erased", at.store);
	FILE *in = fopen(note, "r");
	assert_non_null(in);
	assert_true(fread(bytes, 1, sizeof bytes - 1, in) > 0);
	fclose(in);
	char want[128];
	snprintf(want, sizeof want, "evenhand erasures 1\nperson %lld %lld\n", (long long)jo, (long long)NOON);
	assert_string_equal(bytes, want);
	write_text(at.note, bytes);
	assert_int_equal(restore(at.other, false), 1);
	assert_false(knows(at.other, "jo@example.org"));
}

static void without_any_note_nothing_is_restored_unless_told(void **state)
{
	struct eh_db *db = council_open_at(at.store);
	struct eh_restore restore = { .file = at.file, .to = at.other };
	struct eh_error err = { 0 };
	char note[160];

	(void)state;
	council_person(db, "jo");
	eh_db_close(db);
	make_backup();
	snprintf(note, sizeof note, "%s.erased", at.file);
	assert_int_equal(unlink(note), 0); /* the backup came without it */
	assert_int_equal(eh_backup_restore(&restore, NOON, NULL, &err), EH_CONFLICT);
	assert_non_null(strstr(err.message, "--erased"));
	assert_int_equal(access(at.other, F_OK), -1);
	restore.note = note;
	assert_int_equal(eh_backup_restore(&restore, NOON, NULL, &err), EH_NOT_FOUND);
	restore.note = NULL;
	restore.no_note = true;
	assert_ok(eh_backup_restore(&restore, NOON, NULL, &err), &err);
	assert_true(knows(at.other, "jo@example.org"));
}

/* A backup is taken elsewhere before somebody is erased and something hidden; the worker has renewed the note beside it. */
static void a_backup_restored_elsewhere_knows_neither_the_erased_nor_the_hidden(void **state)
{
	struct eh_db *db = council_open_at(at.store);
	struct eh_backup_report report;
	struct eh_error err = { 0 };
	char file[160];
	int64_t jo = council_person(db, "jo"), erased = 0;

	(void)state;
	snprintf(file, sizeof file, "%s/evenhand-monday.db", at.folder);
	assert_ok(eh_backup_make(at.store, file, NULL, NULL, &report, &err), &err);
	assert_ok(eh_person_erase(db, NOON, &EH_ACTOR_SYSTEM, jo, EH_STR("asked for"), &err), &err);
	assert_ok(eh_q_hidden_put(db, EH_STR("EH-0000000001"), EH_STR("entry"), EH_STR("two keys"), 1, NOON, &err), &err);
	assert_ok(eh_erasure_note(db, at.store, at.folder, &erased, &err), &err);
	assert_int_equal(erased, 1);
	eh_db_close(db);
	const struct eh_restore restore = { .file = file, .to = at.other };
	assert_ok(eh_backup_restore(&restore, NOON, &report, &err), &err);
	assert_int_equal(report.erased_again, 1);
	assert_int_equal(report.hidden_again, 1);
	assert_true(report.noted_at > 0);
	assert_false(knows(at.other, "jo@example.org"));
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_hidden hidden;
	assert_ok(eh_db_open(at.other, EH_DB_READ, &db, &err), &err);
	assert_ok(eh_hidden_of(db, EH_STR("EH-0000000001"), &arena, &hidden, &err), &err);
	assert_true(hidden.hidden[EH_HIDDEN_ENTRY]);
	assert_str(hidden.by[EH_HIDDEN_ENTRY], "two keys");
	eh_db_close(db);
}

static bool file_holds(const char *path, const char *words)
{
	static char bytes[1 << 20];
	FILE *in = fopen(path, "rb");
	size_t n = in ? fread(bytes, 1, sizeof bytes, in) : 0;

	if (in)
		fclose(in);
	return memmem(bytes, n, words, strlen(words)) != NULL;
}

/* While the store is open elsewhere and its log has the old pages: a worker empties that within moments. */
static void nothing_of_the_erased_is_left_in_the_files_of_a_store_in_use(void **state)
{
	struct eh_db *db = council_open_at(at.store);
	struct eh_worker_thread *thread;
	struct eh_error err = { 0 };
	char log[140];
	int64_t jo = council_person(db, "jo");
	bool held = true;

	(void)state;
	snprintf(log, sizeof log, "%s-wal", at.store);
	assert_true(file_holds(log, "jo@example.org"));
	assert_ok(eh_person_erase(db, NOON, &EH_ACTOR_SYSTEM, jo, EH_STR("asked for"), &err), &err);
	assert_true(file_holds(log, "jo@example.org"));
	assert_ok(eh_worker_start(&(const struct eh_worker){ .store = at.store }, &thread, &err), &err);
	for (int i = 0; i < 200 && held; i++) {
		usleep(50000);
		held = file_holds(log, "jo@example.org") || file_holds(at.store, "jo@example.org");
	}
	eh_worker_stop(thread);
	eh_db_close(db);
	assert_false(held);
}

static void a_number_given_out_anew_stands_for_somebody_else(void **state)
{
	struct eh_db *db = council_open_at(at.store);
	char note[128];
	int64_t jo = council_person(db, "jo");

	(void)state;
	eh_db_close(db);
	make_backup();
	snprintf(note, sizeof note, "evenhand erasures 1\nperson %lld %lld\n", (long long)jo, (long long)(NOON - DAY));
	write_text(at.note, note);
	assert_int_equal(restore(at.other, false), 0);
	assert_true(knows(at.other, "jo@example.org"));
}

static void a_note_that_is_none_stops_the_restore(void **state)
{
	static const char *const NOTES[] = { "7\n", "evenhand erasures 1\nperson x 1\n", "evenhand erasures 1\nperson 1\n",
		"evenhand erasures 2\n", "evenhand erasures 1\nhidden EH-0000000001 shoes safety\n",
		"evenhand erasures 1\nhidden EH-0000000001 entry\n", "evenhand erasures 1\nhidden EH-0000000001 entry whim\n" };
	struct eh_error err = { 0 };

	(void)state;
	eh_db_close(council_open_at(at.store));
	make_backup();
	for (size_t i = 0; i < sizeof NOTES / sizeof *NOTES; i++) {
		write_text(at.note, NOTES[i]);
		assert_int_equal(
		        eh_backup_restore(&(const struct eh_restore){ .file = at.file, .to = at.other }, NOON, NULL, &err),
		        EH_INVALID);
		assert_int_equal(access(at.other, F_OK), -1);
	}
}

static void sessions_and_waiting_letters_do_not_come_back(void **state)
{
	struct eh_db *db = council_open_at(at.store);
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_secret secret;
	struct eh_session session;
	struct eh_job job;
	struct eh_error err = { 0 };
	char token[EH_TOKEN_MAX];
	int64_t jo = council_person(db, "jo");

	(void)state;
	eh_secret_random(&secret);
	assert_ok(eh_session_start(db, NOON, &secret, jo, EH_STR("Firefox"), token, &err), &err);
	assert_ok(
	        eh_mail_queue(db, NOON, EH_MAIL_CORRECTION, jo, EH_STR("jo@example.org"),
	                &(struct eh_mail_facts){ .name = EH_STR("Jo"), .link = EH_STR("https://list.example.org/") }, NULL, &err),
	        &err);
	eh_db_close(db);
	make_backup();
	restore(at.other, false);
	db = council_open_at(at.other);
	assert_int_not_equal(eh_session_find(db, NOON, &secret, eh_str_of(token), &session, &err), EH_OK);
	assert_ok(eh_job_get(db, 1, &arena, &job, &err), &err);
	assert_str(job.state, "cancelled");
	eh_db_close(db);
	assert_true(knows(at.other, "jo@example.org"));
}

static void damage_is_found(void **state)
{
	struct eh_error err = { 0 };

	(void)state;
	eh_db_close(council_open_at(at.store));
	make_backup();
	int fd = open(at.file, O_WRONLY | O_CLOEXEC);
	assert_int_equal(pwrite(fd, "damage", 6, (off_t)size_of(at.file) / 2), 6);
	close(fd);
	assert_int_equal(eh_backup_verify(at.file, NULL, &err), EH_INVALID);
	assert_non_null(strstr(err.message, "changed or damaged"));
	assert_int_equal(
	        eh_backup_restore(&(const struct eh_restore){ .file = at.file, .to = at.other }, NOON, NULL, &err), EH_INVALID);
	assert_int_equal(access(at.other, F_OK), -1);
	write_text(at.file, "not a store");
	unlink(at.sum);
	assert_int_equal(eh_backup_verify(at.file, NULL, &err), EH_INVALID);
	assert_int_equal(eh_backup_verify("/nonexistent/file", NULL, &err), EH_NOT_FOUND);
}

static void a_rewritten_audit_is_found_although_the_file_is_whole(void **state)
{
	struct eh_db *db = council_open_at(at.store);
	struct eh_error err = { 0 };
	sqlite3 *sqlite;

	(void)state;
	council_person(db, "jo");
	eh_db_close(db);
	assert_int_equal(sqlite3_open(at.store, &sqlite), SQLITE_OK);
	assert_int_equal(sqlite3_exec(sqlite, "UPDATE audit SET verb = 'praised' WHERE number = 1", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(sqlite);
	assert_int_equal(eh_backup_verify(at.store, NULL, &err), EH_INVALID);
	assert_int_equal(eh_backup_make(at.store, at.file, NULL, NULL, NULL, &err), EH_INVALID);
	assert_int_equal(access(at.file, F_OK), -1);
}

/* Adds two rows a transaction: in every copy their number must be even. */
struct writer {
	atomic_bool stop;
	atomic_int wrote;
};

static void *write_on(void *context)
{
	struct writer *writer = context;
	struct eh_db *db = NULL;

	if (eh_db_open(at.store, EH_DB_WRITE, &db, NULL) != EH_OK)
		return NULL;
	while (!writer->stop) {
		const struct eh_job_new job = { .kind = EH_JOB_BUILD };
		if (eh_db_begin(db, NULL) != EH_OK)
			break;
		if (eh_job_add(db, NOON, &job, NULL, NULL) != EH_OK || eh_job_add(db, NOON, &job, NULL, NULL) != EH_OK ||
		        eh_db_commit(db, NULL) != EH_OK)
			break;
		writer->wrote++;
	}
	eh_db_close(db);
	return NULL;
}

static int64_t jobs_in(const char *path)
{
	sqlite3 *sqlite;
	sqlite3_stmt *stmt;

	assert_int_equal(sqlite3_open(path, &sqlite), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(sqlite, "SELECT count(*) FROM job", -1, &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	int64_t count = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(sqlite);
	return count;
}

static void a_backup_holds_one_moment_while_writing_goes_on(void **state)
{
	struct writer writer = { 0 };
	pthread_t thread;
	int64_t last = 0;

	(void)state;
	eh_db_close(council_open_at(at.store));
	assert_int_equal(pthread_create(&thread, NULL, write_on, &writer), 0);
	for (int i = 0; i < 6; i++) {
		int before = writer.wrote;
		while (writer.wrote < before + 20)
			usleep(1000);
		make_backup();
		int64_t count = jobs_in(at.file);
		assert_int_equal(count % 2, 0);
		assert_true(count > last && count >= 2 * before);
		last = count;
	}
	writer.stop = true;
	pthread_join(thread, NULL);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_backup_is_one_private_file_that_restores_elsewhere),
		TEST(the_checksum_beside_a_backup_is_what_b2sum_reads),
		TEST(a_store_that_is_there_is_replaced_only_when_told),
		TEST(whoever_was_erased_since_stays_erased),
		TEST(the_note_alone_keeps_people_erased_when_the_store_is_lost),
		TEST(without_any_note_nothing_is_restored_unless_told),
		TEST(a_backup_restored_elsewhere_knows_neither_the_erased_nor_the_hidden),
		TEST(nothing_of_the_erased_is_left_in_the_files_of_a_store_in_use),
		TEST(a_number_given_out_anew_stands_for_somebody_else),
		TEST(a_note_that_is_none_stops_the_restore),
		TEST(sessions_and_waiting_letters_do_not_come_back),
		TEST(damage_is_found),
		TEST(a_rewritten_audit_is_found_although_the_file_is_whole),
		TEST(a_backup_holds_one_moment_while_writing_goes_on),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
