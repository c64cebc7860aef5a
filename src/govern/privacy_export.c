/* privacy_export.c: all that is kept of a person, for the person. */
#include "audit_private.h"
#include "io/json.h"
#include "people.h"
#include "privacy.h"
#include "queries.h"
#include "session.h"

static void text(struct eh_json_writer *json, const char *key, struct eh_str value)
{
	eh_json_write_key(json, key);
	eh_json_write_str(json, value);
}

static void instant(struct eh_json_writer *json, const char *key, int64_t value)
{
	char words[21];

	eh_json_write_key(json, key);
	if (value == EH_DB_NULL) {
		eh_json_write_null(json);
		return;
	}
	eh_instant_format(value, words);
	eh_json_write_str(json, eh_str_of(words));
}

static void begin_array(struct eh_json_writer *json, const char *key)
{
	eh_json_write_key(json, key);
	eh_json_write_array(json);
}

static enum eh_rc write_roles(struct eh_json_writer *json, struct eh_db *db, int64_t person_id, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_role_all_of_person row;
	enum eh_rc rc = eh_q_role_all_of_person(db, person_id, &rows, err);

	begin_array(json, "roles");
	while (rc == EH_OK && (rc = eh_q_role_all_of_person_next(&rows, &row, err)) == EH_OK) {
		eh_json_write_object(json);
		text(json, "role", row.role);
		text(json, "side", row.side);
		text(json, "place", row.place_id);
		text(json, "organisation", row.org_id);
		instant(json, "given", row.granted_at);
		instant(json, "from", row.effective_at);
		instant(json, "ended", row.ended_at);
		eh_json_write_object_end(json);
	}
	eh_json_write_array_end(json);
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc write_sessions(struct eh_json_writer *json, struct eh_db *db, int64_t person_id, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_session_of_person row;
	enum eh_rc rc = eh_q_session_of_person(db, person_id, &rows, err);

	begin_array(json, "sessions");
	while (rc == EH_OK && (rc = eh_q_session_of_person_next(&rows, &row, err)) == EH_OK) {
		eh_json_write_object(json);
		text(json, "browser", row.agent);
		instant(json, "started", row.started_at);
		instant(json, "last_used", row.seen_at);
		eh_json_write_object_end(json);
	}
	eh_json_write_array_end(json);
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc write_answering(struct eh_json_writer *json, struct eh_db *db, int64_t person_id, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_answering_of_person row;
	enum eh_rc rc = eh_q_answering_of_person(db, person_id, &rows, err);

	begin_array(json, "answers_corrections");
	while (rc == EH_OK && (rc = eh_q_answering_of_person_next(&rows, &row, err)) == EH_OK) {
		eh_json_write_object(json);
		text(json, "place", row.place_id);
		text(json, "name_shown", row.name);
		instant(json, "from", row.taken_at);
		instant(json, "ended", row.ended_at);
		eh_json_write_object_end(json);
	}
	eh_json_write_array_end(json);
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc write_meetings(struct eh_json_writer *json, struct eh_db *db, int64_t person_id, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_open_meeting_of_person row;
	enum eh_rc rc = eh_q_open_meeting_of_person(db, person_id, &rows, err);

	begin_array(json, "meetings_called");
	while (rc == EH_OK && (rc = eh_q_open_meeting_of_person_next(&rows, &row, err)) == EH_OK) {
		eh_json_write_object(json);
		text(json, "place", row.place_id);
		text(json, "title", row.title);
		text(json, "contact", row.contact);
		instant(json, "called", row.called_at);
		eh_json_write_object_end(json);
	}
	eh_json_write_array_end(json);
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc write_motions(struct eh_json_writer *json, struct eh_db *db, int64_t person_id, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_motion_of_person row;
	enum eh_rc rc = eh_q_motion_of_person(db, person_id, &rows, err);

	begin_array(json, "motions");
	while (rc == EH_OK && (rc = eh_q_motion_of_person_next(&rows, &row, err)) == EH_OK) {
		eh_json_write_object(json);
		eh_json_write_key(json, "motion");
		eh_json_write_i64(json, row.motion_id);
		instant(json, "at", row.at);
		text(json, "what", row.event);
		text(json, "text", row.text);
		eh_json_write_object_end(json);
	}
	eh_json_write_array_end(json);
	return rc == EH_END ? EH_OK : rc;
}

static void write_audit_row(struct eh_json_writer *json, const struct eh_q_audit_for_person *row, int64_t person_id)
{
	static const char *const NAMES[EH_AUDIT_TEXTS] = { "before", "after", "why", "private" };
	struct eh_str texts[EH_AUDIT_TEXTS] = { 0 };

	if (row->payload.p && !eh_audit_unpack(row->payload, texts))
		memset(texts, 0, sizeof texts);
	eh_json_write_object(json);
	eh_json_write_key(json, "number");
	eh_json_write_i64(json, row->number);
	instant(json, "at", row->at);
	eh_json_write_key(json, "by_you");
	eh_json_write_bool(json, row->person_id == person_id);
	text(json, "what", row->verb);
	text(json, "subject_kind", row->subject_kind);
	text(json, "subject", row->subject_id);
	for (size_t i = 0; i < EH_AUDIT_TEXTS; i++)
		text(json, NAMES[i], texts[i]);
	eh_json_write_object_end(json);
}

static enum eh_rc write_audit(struct eh_json_writer *json, struct eh_db *db, int64_t person_id, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_audit_for_person row;
	enum eh_rc rc = eh_q_audit_for_person(db, person_id, &rows, err);

	begin_array(json, "audit");
	while (rc == EH_OK && (rc = eh_q_audit_for_person_next(&rows, &row, err)) == EH_OK)
		write_audit_row(json, &row, person_id);
	eh_json_write_array_end(json);
	return rc == EH_END ? EH_OK : rc;
}

enum eh_rc eh_person_export(struct eh_db *db, int64_t now, int64_t person_id, struct eh_buf *out, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_buf buf EH_CLEANUP_BUF = { 0 };
	struct eh_json_writer json;
	struct eh_person person;

	EH_TRY(eh_person_get(db, person_id, &arena, &person, err));
	eh_json_write_init(&json, &buf, true);
	eh_json_write_object(&json);
	instant(&json, "made", now);
	eh_json_write_key(&json, "person");
	eh_json_write_i64(&json, person_id);
	text(&json, "name", person.name);
	text(&json, "email", person.email);
	text(&json, "state", person.state);
	instant(&json, "added", person.added_at);
	EH_TRY(write_roles(&json, db, person_id, err));
	EH_TRY(write_sessions(&json, db, person_id, err));
	EH_TRY(write_answering(&json, db, person_id, err));
	EH_TRY(write_meetings(&json, db, person_id, err));
	EH_TRY(write_motions(&json, db, person_id, err));
	EH_TRY(write_audit(&json, db, person_id, err));
	eh_json_write_object_end(&json);
	if (eh_json_write_end(&json) < 0 || eh_buf_add(out, eh_buf_str(&buf)) < 0)
		return eh_fail_memory(err);
	return EH_OK;
}
