/* agent.c: a browser in few words. Nothing of what the browser sent is kept but which of these words it held. */
#include <stdio.h>

#include "session.h"

struct mark {
	struct eh_str holds;
	const char *name;
};

#define MARK(text, name)                                                                                                         \
	{                                                                                                                        \
		{ (text), sizeof(text) - 1 }, (name)                                                                             \
	}

/* The first that is found: many call themselves by others' names too. */
static const struct mark BROWSERS[] = {
	MARK("Edg", "Edge"),
	MARK("OPR/", "Opera"),
	MARK("SamsungBrowser", "Samsung Internet"),
	MARK("FxiOS", "Firefox"),
	MARK("Firefox", "Firefox"),
	MARK("CriOS", "Chrome"),
	MARK("Chromium", "Chromium"),
	MARK("Chrome", "Chrome"),
	MARK("Safari", "Safari"),
};

static const struct mark SYSTEMS[] = {
	MARK("iPhone", "iPhone"),
	MARK("iPad", "iPad"),
	MARK("Android", "Android"),
	MARK("CrOS", "ChromeOS"),
	MARK("Windows", "Windows"),
	MARK("Macintosh", "a Mac"),
	MARK("Linux", "Linux"),
};

static const char *find(const struct mark *marks, size_t count, struct eh_str text)
{
	for (size_t i = 0; i < count; i++)
		if (eh_str_find(text, marks[i].holds) >= 0)
			return marks[i].name;
	return NULL;
}

void eh_agent_summary(struct eh_str user_agent, char out[64])
{
	struct eh_str text = eh_str_sub(user_agent, 0, 512);
	const char *browser = find(BROWSERS, sizeof BROWSERS / sizeof *BROWSERS, text);
	const char *system = find(SYSTEMS, sizeof SYSTEMS / sizeof *SYSTEMS, text);

	snprintf(out, 64, "%s%s%s", browser ? browser : "a browser", system ? " on " : "", system ? system : "");
}
