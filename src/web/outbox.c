#include "outbox.h"

#include <pthread.h>

struct eh_outbox {
	pthread_mutex_t lock;
	struct eh_letter letters[EH_OUTBOX_KEPT]; /* a ring; each with one block that holds its texts */
	char *blocks[EH_OUTBOX_KEPT];
	uint64_t put;
};

enum eh_rc eh_outbox_new(struct eh_outbox **ret_outbox, struct eh_error *err)
{
	struct eh_outbox *outbox = eh_alloc_zero(1, sizeof *outbox);

	if (!outbox)
		return eh_fail_memory(err);
	pthread_mutex_init(&outbox->lock, NULL);
	*ret_outbox = outbox;
	return EH_OK;
}

void eh_outbox_free(struct eh_outbox *outbox)
{
	if (!outbox)
		return;
	for (size_t i = 0; i < EH_OUTBOX_KEPT; i++)
		eh_free(outbox->blocks[i]);
	pthread_mutex_destroy(&outbox->lock);
	eh_free(outbox);
}

static struct eh_str append(char *block, size_t *at, struct eh_str s)
{
	struct eh_str copy = { block + *at, s.n };

	if (s.n)
		memcpy(block + *at, s.p, s.n);
	*at += s.n;
	return copy;
}

enum eh_rc eh_outbox_put(struct eh_outbox *outbox, const struct eh_letter *letter, struct eh_error *err)
{
	char *block = eh_alloc(letter->to.n + letter->subject.n + letter->text.n + 1);
	size_t at = 0;

	if (!block)
		return eh_fail_memory(err);
	pthread_mutex_lock(&outbox->lock);
	size_t slot = outbox->put % EH_OUTBOX_KEPT;
	eh_free(outbox->blocks[slot]);
	outbox->blocks[slot] = block;
	outbox->letters[slot] = (struct eh_letter){ append(block, &at, letter->to), append(block, &at, letter->subject),
		append(block, &at, letter->text), letter->at, ++outbox->put };
	pthread_mutex_unlock(&outbox->lock);
	return EH_OK;
}

enum eh_rc eh_outbox_list(
        struct eh_outbox *outbox, struct eh_arena *arena, struct eh_letter **ret_letters, size_t *ret_count, struct eh_error *err)
{
	struct eh_letter *letters = eh_arena_alloc_zero(arena, EH_OUTBOX_KEPT, sizeof *letters);
	size_t n = 0;

	if (!letters)
		return eh_fail_memory(err);
	pthread_mutex_lock(&outbox->lock);
	for (uint64_t i = outbox->put; i && n < EH_OUTBOX_KEPT; i--, n++) {
		const struct eh_letter *letter = &outbox->letters[(i - 1) % EH_OUTBOX_KEPT];
		letters[n] = *letter;
		letters[n].to = eh_arena_str(arena, letter->to);
		letters[n].subject = eh_arena_str(arena, letter->subject);
		letters[n].text = eh_arena_str(arena, letter->text);
	}
	pthread_mutex_unlock(&outbox->lock);
	*ret_letters = letters;
	*ret_count = n;
	return eh_arena_check(arena, EH_OK, err);
}
