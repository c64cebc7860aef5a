/* test.h: what every unit test includes before anything else. */
#ifndef EH_TEST_H
#define EH_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/base.h"

/* Asserts that an eh_str holds exactly this text. */
#define assert_str(s, literal)                                                                                                   \
	do {                                                                                                                     \
		struct eh_str got_ = (s);                                                                                        \
		if (!eh_str_eq(got_, eh_str_of(literal)))                                                                        \
			fail_msg("got \"%.*s\", want \"%s\"", EH_FMT(got_), (const char *)(literal));                            \
	} while (0)

/* Asserts EH_OK, and shows the error's text otherwise. */
#define assert_ok(expression, error)                                                                                             \
	do {                                                                                                                     \
		enum eh_rc rc_ = (expression);                                                                                   \
		char text_[1024];                                                                                                \
		if (rc_ != EH_OK) {                                                                                              \
			eh_error_text((error), text_, sizeof text_);                                                             \
			fail_msg("%s: %s: %s", #expression, eh_rc_name(rc_), text_);                                             \
		}                                                                                                                \
	} while (0)

/* Path of a file of the development data ("places/postcodes_luton.csv"), or NULL when it is not at hand: then skip(). The folder is
 * EVENHAND_DATA, or ../shared/data. Valid until the next call. */
static inline const char *test_data(const char *name)
{
	static char path[4096];
	const char *folder = getenv("EVENHAND_DATA");

	snprintf(path, sizeof path, "%s/%s", folder ? folder : "../shared/data", name);
	return access(path, R_OK) == 0 ? path : NULL;
}

/* Makes a temporary folder and returns its path, which the caller removes with test_remove. Valid until the next call. */
static inline const char *test_folder(void)
{
	static char path[64];

	snprintf(path, sizeof path, "/tmp/evenhand-test-XXXXXX");
	return mkdtemp(path);
}

static inline void test_remove(const char *folder)
{
	char command[256];

	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	if (system(command) != 0)
		fprintf(stderr, "could not remove %s\n", folder);
}

#endif
