/* review_sitting.c: one question after the other, answered with single keys. */
#include "review_screen.h"

struct state {
	struct eh_sitting *sitting;
	struct eh_review review;
	struct eh_reviewer reviewer;
	size_t at; /* of the question shown */
	bool done;
	char note[EH_REVIEW_LONGEST_NOTE + 1];
	char message[EH_ERROR_MESSAGE_MAX + 64]; /* above the keys: what the last one did */
	EH_VEC(size_t) answered;                 /* questions, in the order of answering */
};

static enum eh_rc show(struct state *state, struct eh_error *err)
{
	struct eh_sitting *sitting = state->sitting;
	const struct eh_review_question *question = &state->review.items[state->at];
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	enum eh_rc rc = eh_buf_printf(&text, "%sQuestion %zu of %zu%s%s\n\n", sitting->clear ? "\x1b[H\x1b[2J" : "",
	        state->at + 1, state->review.count, question->verdict ? ", answered: " : "", eh_verdict_name(question->verdict));

	if (rc == EH_OK)
		rc = eh_review_show(question, sitting->width, &text);
	if (rc == EH_OK && state->note[0])
		rc = eh_buf_printf(&text, "  Note: %s\n", state->note);
	if (rc == EH_OK)
		rc = eh_buf_printf(&text, "\n%s%s[s]ame  [d]ifferent  [u]nsure  [n]ote  [j] next  [k] back  [z] undo  [q]uit\n",
		        state->message, state->message[0] ? "\n" : "");
	if (rc < 0)
		return eh_fail_memory(err);
	state->message[0] = '\0';
	fwrite(text.p, 1, text.n, sitting->out);
	fflush(sitting->out);
	return EH_OK;
}

static void go(struct state *state, bool on)
{
	if (on && state->at + 1 < state->review.count)
		state->at++;
	else if (on)
		snprintf(state->message, sizeof state->message, "That was the last question; k goes back, q ends.");
	else if (state->at)
		state->at--;
}

/* An answer that contradicts others is said and not kept: the question stays. */
static enum eh_rc answer(struct state *state, enum eh_verdict verdict, struct eh_error *err)
{
	struct eh_review_question *question = &state->review.items[state->at];
	const struct eh_answer answer = { question->left.id, question->right.id, verdict, eh_str_of(state->note),
		state->sitting->person };
	struct eh_error own = { 0 };
	bool new = false;
	enum eh_rc rc = eh_review_answer(&state->reviewer, &answer, &new, &own);

	if (rc == EH_CONFLICT || rc == EH_INVALID || rc == EH_NOT_FOUND) {
		snprintf(state->message, sizeof state->message, "Not kept: %s.", own.message);
		state->note[0] = '\0';
		return EH_OK;
	}
	if (rc < 0) {
		if (err)
			*err = own;
		return rc;
	}
	if (new && !eh_vec_push(&state->answered, state->at))
		return eh_fail_memory(err);
	question->verdict = verdict;
	state->sitting->answered += new;
	state->note[0] = '\0';
	snprintf(state->message, sizeof state->message, "Question %zu: %s. z takes it back.", state->at + 1,
	        eh_verdict_name(verdict));
	go(state, true);
	return EH_OK;
}

static enum eh_rc undo(struct state *state, struct eh_error *err)
{
	struct eh_review_undone undone;
	struct eh_reviewer fresh;

	if (!state->answered.count) {
		snprintf(state->message, sizeof state->message,
		        "Nothing was answered in this sitting; evenhand review --undo goes further back.");
		return EH_OK;
	}
	EH_TRY(eh_review_undo(state->sitting->db, (struct eh_str){ NULL, 0 }, &state->review.arena, &undone, err));
	EH_TRY(eh_reviewer_load(state->sitting->db, (struct eh_str){ NULL, 0 }, &fresh, err));
	eh_reviewer_finish(&state->reviewer);
	state->reviewer = fresh;
	state->at = state->answered.items[--state->answered.count];
	struct eh_review_question *question = &state->review.items[state->at];
	/* What was said before it, if anything, is the last word again. */
	const struct eh_record_name_pair pair = { question->left.source, question->left.key, question->right.source,
		question->right.key };
	question->verdict = eh_verdicts_of(&state->reviewer.verdicts, &pair);
	state->sitting->undone++;
	snprintf(state->message, sizeof state->message, "Taken back: %.*s.", EH_FMT(undone.verdict));
	return EH_OK;
}

/* ---- Keys. ---- */

static enum eh_rc on_same(struct state *state, struct eh_error *err) { return answer(state, EH_VERDICT_SAME, err); }
static enum eh_rc on_different(struct state *state, struct eh_error *err) { return answer(state, EH_VERDICT_DIFFERENT, err); }
static enum eh_rc on_unsure(struct state *state, struct eh_error *err) { return answer(state, EH_VERDICT_UNSURE, err); }

/* A note that no answer follows is not lost: its question counts as unsure. */
static enum eh_rc keep_note(struct state *state, struct eh_error *err)
{
	size_t at = state->at;

	if (!state->note[0])
		return EH_OK;
	EH_TRY(answer(state, EH_VERDICT_UNSURE, err));
	state->at = at;
	return EH_OK;
}

static enum eh_rc on_next(struct state *state, struct eh_error *err)
{
	EH_TRY(keep_note(state, err));
	go(state, true);
	return EH_OK;
}

static enum eh_rc on_back(struct state *state, struct eh_error *err)
{
	EH_TRY(keep_note(state, err));
	go(state, false);
	return EH_OK;
}

static enum eh_rc on_undo(struct state *state, struct eh_error *err)
{
	EH_TRY(keep_note(state, err));
	return undo(state, err);
}

static enum eh_rc on_note(struct state *state, struct eh_error *err)
{
	(void)err;
	(void)eh_keys_line(state->sitting->keys, state->sitting->out, "Note: ", state->note, sizeof state->note);
	if (!eh_utf8_valid(eh_str_of(state->note), NULL)) {
		state->note[0] = '\0';
		snprintf(state->message, sizeof state->message, "That note was not UTF-8.");
	}
	return EH_OK;
}

static enum eh_rc on_quit(struct state *state, struct eh_error *err)
{
	state->done = true;
	return keep_note(state, err);
}

static const struct {
	int key;
	enum eh_rc (*act)(struct state *state, struct eh_error *err);
} KEYS[] = { { 's', on_same }, { 'd', on_different }, { 'u', on_unsure }, { 'n', on_note }, { 'z', on_undo }, { 'q', on_quit },
	{ 'j', on_next }, { EH_KEY_DOWN, on_next }, { ' ', on_next }, { 'k', on_back }, { EH_KEY_UP, on_back },
	{ EH_KEY_END, on_quit } };

static enum eh_rc act(struct state *state, int key, struct eh_error *err)
{
	if (key > 0 && key < 128)
		key = eh_lower((char)key);
	for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++)
		if (KEYS[i].key == key)
			return KEYS[i].act(state, err);
	return EH_OK;
}

static enum eh_rc sit(struct state *state, struct eh_error *err)
{
	EH_TRY(eh_review_load(state->sitting->db, (struct eh_str){ NULL, 0 }, 0, &state->review, err));
	EH_TRY(eh_reviewer_load(state->sitting->db, (struct eh_str){ NULL, 0 }, &state->reviewer, err));
	if (!state->review.count) {
		fputs("There are no open questions.\n", state->sitting->out);
		return EH_OK;
	}
	while (!state->done) {
		EH_TRY(show(state, err));
		EH_TRY(act(state, eh_keys_next(state->sitting->keys), err));
	}
	return EH_OK;
}

enum eh_rc eh_review_sit(struct eh_sitting *sitting, struct eh_error *err)
{
	struct state *state = eh_alloc_zero(1, sizeof *state);

	if (!state)
		return eh_fail_memory(err);
	state->sitting = sitting;
	enum eh_rc rc = sit(state, err);
	eh_reviewer_finish(&state->reviewer);
	eh_review_finish(&state->review);
	eh_vec_finish(&state->answered);
	eh_free(state);
	return rc;
}
