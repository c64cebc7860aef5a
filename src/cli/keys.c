#include "keys.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

static void single_keys(const struct eh_keys *keys)
{
	struct termios now = keys->before;

	now.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	now.c_cc[VMIN] = 1;
	now.c_cc[VTIME] = 0;
	tcsetattr(keys->in, TCSADRAIN, &now);
}

void eh_keys_open(struct eh_keys *keys, int in)
{
	*keys = (struct eh_keys){ .in = in };
	keys->terminal = tcgetattr(in, &keys->before) == 0;
	if (keys->terminal)
		single_keys(keys);
}

void eh_keys_close(struct eh_keys *keys)
{
	if (keys->terminal)
		tcsetattr(keys->in, TCSADRAIN, &keys->before);
	keys->terminal = false;
}

static int next_byte(const struct eh_keys *keys)
{
	unsigned char c;

	return read(keys->in, &c, 1) == 1 ? c : EH_KEY_END;
}

/* Whether more stands ready at once: what follows an escape in an arrow's code does, what a person types next does not. */
static bool waiting(const struct eh_keys *keys)
{
	struct pollfd ready = { .fd = keys->in, .events = POLLIN };

	return poll(&ready, 1, 20) > 0 && (ready.revents & POLLIN);
}

/* "ESC [ A" and "ESC O A" are an arrow; other codes end with a letter or "~". */
static int escaped(const struct eh_keys *keys)
{
	int c = waiting(keys) ? next_byte(keys) : EH_KEY_END;

	if (c != '[' && c != 'O')
		return EH_KEY_OTHER;
	do
		c = waiting(keys) ? next_byte(keys) : EH_KEY_END;
	while (c != EH_KEY_END && c != '~' && !eh_is_alpha((char)c));
	return c == 'A' ? EH_KEY_UP : c == 'B' ? EH_KEY_DOWN : EH_KEY_OTHER;
}

int eh_keys_next(struct eh_keys *keys)
{
	int c = next_byte(keys);

	if (c == 4) /* Ctrl-D */
		return EH_KEY_END;
	return c == '\x1b' ? escaped(keys) : c;
}

bool eh_keys_line(struct eh_keys *keys, FILE *out, const char *prompt, char *line, size_t size)
{
	size_t n = 0;
	int c;

	fputs(prompt, out);
	fflush(out);
	if (keys->terminal)
		tcsetattr(keys->in, TCSADRAIN, &keys->before);
	while ((c = next_byte(keys)) != EH_KEY_END && c != '\n')
		if (n + 1 < size)
			line[n++] = (char)c;
	if (keys->terminal)
		single_keys(keys);
	line[eh_utf8_cut((struct eh_str){ line, n }, n).n] = '\0';
	return c != EH_KEY_END || n > 0;
}

size_t eh_keys_width(FILE *out)
{
	struct winsize size = { 0 };

	return ioctl(fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col >= 40 ? size.ws_col : 80;
}
