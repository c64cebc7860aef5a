/* keys.h: single keys from a terminal, as termios has them; nothing of them stays when the program ends. */
#ifndef EH_CLI_KEYS_H
#define EH_CLI_KEYS_H

#include <stdio.h>
#include <termios.h>

#include "base/base.h"

/* Characters stand for themselves. */
enum { EH_KEY_END = -1, EH_KEY_UP = 0x101, EH_KEY_DOWN, EH_KEY_OTHER };

struct eh_keys {
	int in;
	bool terminal; /* its settings were changed, and go back to `before` */
	struct termios before;
};

/* Takes keys from `in` one by one and without echo. What is no terminal is read all the same, a byte a key. Ctrl-C stays what it is. */
void eh_keys_open(struct eh_keys *keys, int in);
void eh_keys_close(struct eh_keys *keys);
#define EH_CLEANUP_KEYS __attribute__((cleanup(eh_keys_close)))

/* The next key; EH_KEY_END at the end of input or when a signal came. Arrows and their like come as one. */
int eh_keys_next(struct eh_keys *keys);

/* A line of text, typed with echo after `prompt` (the terminal's own editing), without its end; cut at `size` - 1 bytes. False: end of
 * input. */
bool eh_keys_line(struct eh_keys *keys, FILE *out, const char *prompt, char *line, size_t size);

/* Columns of the terminal on `out`, 80 when that is none. */
size_t eh_keys_width(FILE *out);

#endif
