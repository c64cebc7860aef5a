/* make_words: how common words are in organisations' names. Reads names, one a line (stdin), and writes the words that stand in at least
 * 0.005% of them, with the natural logarithm of one over their share in hundredths, as rows of a C table.
 *
 *     zcat org_names_by_type_2018.csv.gz | cut -d, -f2- | build/tools/make_words > src/link/words.inc
 */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 1 << 21, LONGEST = 24 };

static struct slot {
	char word[LONGEST];
	unsigned count, last;
} * slots;

static struct slot *find(const char *word)
{
	unsigned long hash = 5381;

	for (const char *p = word; *p; p++)
		hash = hash * 33 + (unsigned char)*p;
	for (size_t i = hash % SLOTS;; i = (i + 1) % SLOTS)
		if (!slots[i].word[0] || strcmp(slots[i].word, word) == 0)
			return &slots[i];
}

static int by_word(const void *a, const void *b)
{
	return strcmp(((const struct slot *)a)->word, ((const struct slot *)b)->word);
}

static void count_words(const char *line, unsigned name)
{
	char word[LONGEST];
	size_t n = 0;

	for (;; line++) {
		if (*line == '\'')
			continue;
		if (isalnum((unsigned char)*line)) {
			if (n < LONGEST - 1)
				word[n++] = (char)tolower((unsigned char)*line);
			continue;
		}
		word[n] = '\0';
		struct slot *slot = n ? find(word) : NULL;
		if (slot && slot->last != name) {
			snprintf(slot->word, LONGEST, "%s", word);
			slot->count++;
			slot->last = name;
		}
		n = 0;
		if (!*line)
			return;
	}
}

int main(void)
{
	char *line = NULL;
	size_t cap = 0, kept = 0;
	unsigned names = 0;

	slots = calloc(SLOTS, sizeof *slots);
	if (!slots)
		return 1;
	while (getline(&line, &cap, stdin) > 0)
		count_words(line, ++names);
	for (size_t i = 0; i < SLOTS; i++)
		if (slots[i].count >= names / 20000 + 1)
			slots[kept++] = slots[i];
	qsort(slots, kept, sizeof *slots, by_word);
	for (size_t i = 0; i < kept; i++)
		printf("\t{ \"%s\", %d },\n", slots[i].word, (int)lround(100 * log((double)names / slots[i].count)));
	free(line);
	free(slots);
	return 0;
}
