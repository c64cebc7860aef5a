/* search_words.c: texts as words, names and numbers as they are looked up whole, stems. */
#include <libstemmer.h>

#include "link/words.h"
#include "search_private.h"

/* At most two bytes a word: what fits into one taking. */
enum { CHUNK = 2 * EH_LINK_MOST_CELL_WORDS - 8, MOST_INITIALS = 12 };

/* The next piece of a text, ended at white space where there is some. */
static struct eh_str next_chunk(struct eh_str *rest)
{
	struct eh_str chunk = eh_utf8_cut(*rest, CHUNK);

	if (!chunk.n)
		chunk = eh_str_sub(*rest, 0, rest->n < CHUNK ? rest->n : CHUNK);
	if (chunk.n < rest->n)
		for (size_t i = chunk.n; i > CHUNK / 2; i--)
			if (eh_is_space(chunk.p[i - 1])) {
				chunk.n = i;
				break;
			}
	*rest = eh_str_sub(*rest, chunk.n, rest->n);
	return chunk;
}

enum eh_rc eh_search_each_word(struct eh_str text, enum eh_rc (*take)(void *context, struct eh_str word, struct eh_error *err),
        void *context, struct eh_error *err)
{
	struct eh_cell_words words EH_CLEANUP_WORDS = { 0 };

	while (text.n) {
		if (!eh_words_take(next_chunk(&text), &words))
			return eh_fail_memory(err);
		for (size_t i = 0; i < words.count; i++)
			if (words.items[i].n <= EH_SEARCH_LONGEST_WORD)
				EH_TRY(take(context, words.items[i], err));
	}
	return EH_OK;
}

static enum eh_rc add_word(void *context, struct eh_str word, struct eh_error *err)
{
	struct eh_buf *out = context;

	return eh_buf_add(out, word) < 0 || eh_buf_add_char(out, ' ') < 0 ? eh_fail_memory(err) : EH_OK;
}

enum eh_rc eh_search_add_words(struct eh_buf *out, struct eh_str text, struct eh_error *err)
{
	return eh_search_each_word(text, add_word, out, err);
}

enum eh_rc eh_search_name_key(struct eh_str name, struct eh_buf *out, struct eh_error *err)
{
	struct eh_cell_words words EH_CLEANUP_WORDS = { 0 };
	size_t kept = 0;

	eh_buf_reset(out);
	if (!eh_words_take(name, &words))
		return eh_fail_memory(err);
	for (size_t i = 0; i < words.count; i++)
		kept += !eh_words_small(words.items[i]);
	for (size_t i = 0; i < words.count; i++)
		if (!kept || !eh_words_small(words.items[i])) {
			if (out->n && eh_buf_add_char(out, ' ') < 0)
				return eh_fail_memory(err);
			if (eh_buf_add(out, words.items[i]) < 0)
				return eh_fail_memory(err);
		}
	return EH_OK;
}

enum eh_rc eh_search_acronym(struct eh_str name, bool legal, struct eh_buf *out, struct eh_error *err)
{
	struct eh_cell_words words EH_CLEANUP_WORDS = { 0 };

	eh_buf_reset(out);
	if (!eh_words_take(name, &words))
		return eh_fail_memory(err);
	for (size_t i = 0; i < words.count && out->n < MOST_INITIALS; i++) {
		struct eh_str word = words.items[i];
		if (!eh_is_alnum(*word.p) || (eh_words_small(word) && !(legal && eh_words_legal(word))))
			continue;
		if (eh_buf_add_char(out, *word.p) < 0)
			return eh_fail_memory(err);
	}
	if (out->n < 3)
		eh_buf_reset(out);
	return EH_OK;
}

enum eh_rc eh_search_number_key(struct eh_str number, bool bare, struct eh_buf *out)
{
	size_t i = 0;

	eh_buf_reset(out);
	if (bare)
		while (i < number.n && (!eh_is_digit(number.p[i]) || number.p[i] == '0'))
			i++;
	for (; i < number.n; i++)
		if (eh_is_alnum(number.p[i]))
			EH_TRY(eh_buf_add_char(out, eh_lower(number.p[i])));
	return EH_OK;
}

struct eh_search_stemmer *eh_search_stemmer_new(void) { return (struct eh_search_stemmer *)sb_stemmer_new("english", "UTF_8"); }

void eh_search_stemmer_free(struct eh_search_stemmer *stemmer) { sb_stemmer_delete((struct sb_stemmer *)stemmer); }

struct eh_str eh_search_stem(struct eh_search_stemmer *stemmer, struct eh_str word)
{
	struct sb_stemmer *snowball = (struct sb_stemmer *)stemmer;
	const sb_symbol *stem = sb_stemmer_stem(snowball, (const sb_symbol *)word.p, (int)word.n);

	return stem ? (struct eh_str){ (const char *)stem, (size_t)sb_stemmer_length(snowball) } : word;
}
