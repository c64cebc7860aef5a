/* cmd_review.c: the face of the review: in a terminal, as a list, one answer, or a workbook. */
#include "reading.h"

#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>

#include "exchange/review_book.h"
#include "review_screen.h"

/* --person, else EVENHAND_PERSON, else the login name; {NULL, 0} when there is none. */
static struct eh_str person_of(struct eh_cli *cli)
{
	const char *person = eh_cli_option(cli, "person");
	struct passwd entry, *found = NULL;
	char room[4096];

	if (!person)
		person = getenv("EVENHAND_PERSON");
	if (person && *person)
		return eh_str_of(person);
	if (getpwuid_r(geteuid(), &entry, room, sizeof room, &found) != 0 || !found)
		return (struct eh_str){ NULL, 0 };
	return eh_arena_str(&cli->arena, eh_str_of(found->pw_name));
}

static enum eh_rc limit_of(const struct eh_cli *cli, size_t *ret_limit, struct eh_error *err)
{
	int64_t limit = 0;

	EH_TRY(eh_cli_number(cli, "limit", &limit, err));
	if (limit < 0 || (eh_cli_option(cli, "limit") && limit == 0))
		return eh_fail(err, EH_USAGE, "--limit takes a number from 1");
	*ret_limit = (size_t)limit;
	return EH_OK;
}

/* ---- --list ---- */

enum {
	NUMBER,
	LEFT,
	LEFT_NAME,
	RIGHT,
	RIGHT_NAME,
	PROBABILITY,
	PRIORITY,
	ANSWER,
	STAKE,
	LEFT_SOURCE,
	RIGHT_SOURCE,
	REASON,
	COLUMNS
};
static const struct eh_sheet_column LIST[COLUMNS] = { { "number", "No.", EH_SHEET_WHOLE, 0, 5 },
	{ "left", "Record", EH_SHEET_TEXT, 0, 16 }, { "left_name", "This", EH_SHEET_TEXT, 0, 32 },
	{ "right", "Record", EH_SHEET_TEXT, 0, 16 }, { "right_name", "and this", EH_SHEET_TEXT, 0, 32 },
	{ "probability", "Same, likely", EH_SHEET_NUMBER, 2, 7 }, { "priority", "Presses", EH_SHEET_NUMBER, 2, 7 },
	{ "answer", "Answer", EH_SHEET_TEXT, 0, 7 }, { "stake", "What hangs on it", EH_SHEET_TEXT, 0, 40 },
	{ "left_source", "Source", EH_SHEET_TEXT, 0, 0 }, { "right_source", "Source", EH_SHEET_TEXT, 0, 0 },
	{ "reason", "Why", EH_SHEET_TEXT, 0, 0 } };

static struct eh_str words(struct eh_arena *arena, const struct eh_review_question *question,
        enum eh_rc (*say)(const struct eh_review_question *question, struct eh_buf *out))
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };

	return say(question, &text) < 0 ? (struct eh_str){ NULL, 0 } : eh_arena_str(arena, eh_buf_str(&text));
}

static enum eh_rc list(struct eh_cli *cli, struct eh_error *err)
{
	struct eh_review review EH_CLEANUP_REVIEW = { 0 };
	struct eh_sheet sheet EH_CLEANUP_SHEET = { 0 };
	size_t limit = 0;

	EH_TRY(limit_of(cli, &limit, err));
	EH_TRY(eh_cli_open(cli, EH_DB_READ, err));
	EH_TRY(eh_review_load(cli->db, (struct eh_str){ NULL, 0 }, limit, &review, err));
	eh_sheet_init(&sheet, "questions", "Questions", NULL, LIST, COLUMNS);
	for (size_t i = 0; i < review.count; i++) {
		const struct eh_review_question *question = &review.items[i];
		union eh_sheet_cell *row = eh_sheet_row(&sheet);
		struct eh_str stake = words(&cli->arena, question, eh_review_stake_words),
		              reason = words(&cli->arena, question, eh_review_reason_words);
		if (!row || !stake.p || !reason.p)
			return eh_fail_memory(err);
		row[NUMBER].number = (double)(i + 1);
		row[LEFT].text = question->left.id;
		row[LEFT_NAME].text = question->left.name;
		row[RIGHT].text = question->right.id;
		row[RIGHT_NAME].text = question->right.name;
		row[PROBABILITY].number = question->probability;
		row[PRIORITY].number = question->priority;
		row[ANSWER].text = eh_str_of(eh_verdict_name(question->verdict));
		row[STAKE].text = stake;
		row[LEFT_SOURCE].text = question->left.publisher;
		row[RIGHT_SOURCE].text = question->right.publisher;
		row[REASON].text = reason;
	}
	EH_TRY(eh_cli_print_sheet(cli, &sheet, err));
	if (!cli->json && !eh_cli_flag(cli, "csv"))
		fprintf(cli->out, "%zu open questions, %zu answered with unsure\n", review.open, review.unsure);
	return EH_OK;
}

/* ---- --decide, --undo ---- */

/* With --json: what was kept or taken back, as one object. */
static enum eh_rc print_answer(struct eh_cli *cli, const char *done, struct eh_str left, struct eh_str right,
        struct eh_str verdict, struct eh_str person)
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	struct eh_json_writer json;
	const struct {
		const char *key;
		struct eh_str value;
	} members[] = { { "done", eh_str_of(done) }, { "left", left }, { "right", right }, { "answer", verdict },
		{ "person", person } };

	eh_json_write_init(&json, &text, true);
	eh_json_write_object(&json);
	for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
		eh_json_write_key(&json, members[i].key);
		eh_json_write_str(&json, members[i].value);
	}
	eh_json_write_object_end(&json);
	EH_TRY(eh_json_write_end(&json));
	fwrite(text.p, 1, text.n, cli->out);
	return EH_OK;
}

static enum eh_rc decide(struct eh_cli *cli, struct eh_error *err)
{
	struct eh_reviewer reviewer EH_CLEANUP_REVIEWER = { 0 };
	struct eh_answer answer = { .note = eh_str_of(eh_cli_option(cli, "note")), .person = person_of(cli) };
	bool new = false;

	if (cli->argument_count != 3 || eh_verdict_parse(eh_str_of(cli->arguments[2]), &answer.verdict) != EH_OK)
		return eh_fail(
		        err, EH_USAGE, "which two, and what? evenhand review --decide RECORD RECORD same|different|unsure");
	answer.left = eh_str_of(cli->arguments[0]);
	answer.right = eh_str_of(cli->arguments[1]);
	EH_TRY(eh_cli_open(cli, EH_DB_WRITE, err));
	EH_TRY(eh_reviewer_load(cli->db, (struct eh_str){ NULL, 0 }, &reviewer, err));
	EH_TRY(eh_review_answer(&reviewer, &answer, &new, err));
	if (cli->json)
		return print_answer(cli, new ? "kept" : "already", answer.left, answer.right,
		               eh_str_of(eh_verdict_name(answer.verdict)), answer.person) < 0
		               ? eh_fail_memory(err)
		               : EH_OK;
	if (new)
		fprintf(cli->out,
		        "kept: %s, by %.*s. evenhand build makes the list with it; evenhand review --undo takes it back\n",
		        eh_verdict_name(answer.verdict), EH_FMT(answer.person));
	else
		fprintf(cli->out, "that was the answer already; nothing was done\n");
	return EH_OK;
}

static enum eh_rc undo(struct eh_cli *cli, struct eh_error *err)
{
	struct eh_review_undone undone;
	char when[21];

	EH_TRY(eh_cli_open(cli, EH_DB_WRITE, err));
	EH_TRY(eh_review_undo(cli->db, (struct eh_str){ NULL, 0 }, &cli->arena, &undone, err));
	if (cli->json)
		return print_answer(cli, "undone", undone.left, undone.right, undone.verdict, undone.person) < 0
		               ? eh_fail_memory(err)
		               : EH_OK;
	eh_instant_format(undone.decided_at, when);
	fprintf(cli->out,
	        "taken back: %.*s and %.*s are %.*s, said by %.*s at %s%s%.*s. evenhand build makes the list without it\n",
	        EH_FMT(undone.left), EH_FMT(undone.right), EH_FMT(undone.verdict), EH_FMT(undone.person), when,
	        undone.note.n ? ", " : "", EH_FMT(undone.note));
	return EH_OK;
}

/* ---- --xlsx, --read ---- */

static enum eh_rc write_book(struct eh_cli *cli, const char *path, struct eh_error *err)
{
	struct eh_review review EH_CLEANUP_REVIEW = { 0 };
	size_t limit = 0;

	EH_TRY(limit_of(cli, &limit, err));
	EH_TRY(eh_cli_open(cli, EH_DB_READ, err));
	EH_TRY(eh_review_load(cli->db, (struct eh_str){ NULL, 0 }, limit, &review, err));
	EH_TRY(eh_review_book_write(&review, path, err));
	if (!cli->json)
		fprintf(cli->out, "%zu question%s in %s; evenhand review --read %s takes the answers\n", review.count,
		        eh_plural((int64_t)review.count), path, path);
	return EH_OK;
}

static void print_refused(void *context, uint64_t line, const char *column, const char *reason)
{
	const struct eh_cli *cli = context;

	fprintf(cli->json ? stderr : cli->out, "refused: line %llu, column \"%s\": %s\n", (unsigned long long)line, column,
	        reason);
}

static enum eh_rc print_read(struct eh_cli *cli, const struct eh_review_book_read *read)
{
	const struct {
		const char *key;
		size_t count;
	} counts[] = { { "taken", read->taken }, { "already", read->already }, { "unanswered", read->unanswered },
		{ "refused", read->refusals } };
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	struct eh_json_writer json;

	if (!cli->json) {
		fprintf(cli->out, "%zu answer%s taken, %zu known already, %zu line%s without one, %zu refused\n", read->taken,
		        eh_plural((int64_t)read->taken), read->already, read->unanswered, eh_plural((int64_t)read->unanswered),
		        read->refusals);
		return EH_OK;
	}
	eh_json_write_init(&json, &text, true);
	eh_json_write_object(&json);
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		eh_json_write_key(&json, counts[i].key);
		eh_json_write_i64(&json, (int64_t)counts[i].count);
	}
	eh_json_write_object_end(&json);
	EH_TRY(eh_json_write_end(&json));
	fwrite(text.p, 1, text.n, cli->out);
	return EH_OK;
}

static enum eh_rc read_book(struct eh_cli *cli, const char *path, struct eh_error *err)
{
	struct eh_reviewer reviewer EH_CLEANUP_REVIEWER = { 0 };
	struct eh_review_book_read read = {
		.reviewer = &reviewer, .person = person_of(cli), .refused = print_refused, .context = cli
	};

	EH_TRY(eh_cli_open(cli, EH_DB_WRITE, err));
	EH_TRY(eh_reviewer_load(cli->db, (struct eh_str){ NULL, 0 }, &reviewer, err));
	EH_TRY(eh_review_book_read(path, &read, err));
	return print_read(cli, &read) < 0 ? eh_fail_memory(err) : EH_OK;
}

/* ---- In a terminal. ---- */

static enum eh_rc sit(struct eh_cli *cli, struct eh_error *err)
{
	struct eh_keys keys EH_CLEANUP_KEYS = { 0 };

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return eh_fail(err, EH_USAGE,
		        "this is no terminal: use --list and --decide, or --xlsx FILE and --read FILE (evenhand help review)");
	EH_TRY(eh_cli_open(cli, EH_DB_WRITE, err));
	struct eh_sitting sitting = { .db = cli->db,
		.person = person_of(cli),
		.keys = &keys,
		.out = cli->out,
		.clear = true,
		.width = eh_keys_width(stdout) };
	if (!sitting.person.n)
		return eh_fail(err, EH_USAGE, "who answers? Name yourself with --person, or in EVENHAND_PERSON");
	eh_keys_open(&keys, STDIN_FILENO);
	EH_TRY(eh_review_sit(&sitting, err));
	fprintf(cli->out, "%zu answered, %zu taken back. evenhand build makes the list with them.\n",
	        sitting.answered - sitting.undone, sitting.undone);
	return EH_OK;
}

enum eh_rc eh_cmd_review(struct eh_cli *cli, struct eh_error *err)
{
	const char *book = eh_cli_option(cli, "xlsx"), *answers = eh_cli_option(cli, "read");
	bool listing = eh_cli_flag(cli, "list") || eh_cli_flag(cli, "csv");
	int ways = !!book + !!answers + listing + eh_cli_flag(cli, "decide") + eh_cli_flag(cli, "undo");

	if (ways > 1)
		return eh_fail(err, EH_USAGE, "one at a time: --list, --decide, --undo, --xlsx or --read");
	if (eh_cli_flag(cli, "decide"))
		return decide(cli, err);
	if (cli->argument_count)
		return eh_fail(err, EH_USAGE, "\"%s\" goes with --decide: evenhand help review", cli->arguments[0]);
	if (listing)
		return list(cli, err);
	if (eh_cli_flag(cli, "undo"))
		return undo(cli, err);
	if (book)
		return write_book(cli, book, err);
	return answers ? read_book(cli, answers, err) : sit(cli, err);
}
