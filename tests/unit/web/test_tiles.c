/* Street tiles under maps: what the file may say. */
#include "web/tiles.h"

#include "test.h"

#include <stdlib.h>
#include <unistd.h>

static enum eh_rc read_text(const char *text, struct eh_tiles_file **ret_file, struct eh_error *err)
{
	char path[] = "/tmp/evenhand-tiles-XXXXXX";
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	enum eh_rc rc = eh_tiles_read(path, ret_file, err);
	unlink(path);
	return rc;
}

static void each_place_has_its_own(void **state)
{
	struct eh_tiles_file *file = NULL;
	struct eh_error err = { 0 };

	(void)state;
	assert_int_equal(
	        read_text("[trafford]\ntiles = https://maps.example.org:8443/a/{z}/{x}/{y}.png?key=k\nattribution = © Somebody\n"
	                  "[luton]\ntiles = http://localhost:99/{z}-{x}-{y}\nattribution = Us\nmost_zoom = 16\n",
	                &file, &err),
	        EH_OK);
	const struct eh_tiles *trafford = eh_tiles_of(file, EH_STR("trafford")), *luton = eh_tiles_of(file, EH_STR("luton"));
	assert_non_null(trafford);
	assert_str(trafford->origin, "https://maps.example.org:8443");
	assert_str(trafford->attribution, "© Somebody");
	assert_int_equal(trafford->most_zoom, 19);
	assert_str(luton->origin, "http://localhost:99");
	assert_int_equal(luton->most_zoom, 16);
	assert_null(eh_tiles_of(file, EH_STR("harrow")));
	assert_null(eh_tiles_of(NULL, EH_STR("trafford")));
	eh_tiles_free(file);
}

/* The origin goes into a header that says what a page may load. */
static void an_address_that_could_widen_the_policy_is_refused(void **state)
{
	static const char *const WRONG[] = {
		"http://maps.example.org/{z}/{x}/{y}.png",         /* in the clear */
		"https://maps.example.org/{z}/{x}.png",            /* no {y} */
		"https:///{z}/{x}/{y}.png",                        /* no host */
		"https://a.example;script-src *//{z}/{x}/{y}",     /* another directive */
		"https://a.example https://b.example/{z}/{x}/{y}", /* another host */
		"https://*.example.org/{z}/{x}/{y}.png",           /* any host */
		"https://user@maps.example.org/{z}/{x}/{y}.png",   /* a name */
		"https://{s}.example.org/{z}/{x}/{y}.png",         /* several hosts */
		"javascript:alert({z}{x}{y})/",                    /* no address */
		"//maps.example.org/{z}/{x}/{y}.png",
	};

	(void)state;
	for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
		struct eh_tiles_file *file = NULL;
		struct eh_error err = { 0 };
		char text[512];
		snprintf(text, sizeof text, "[here]\ntiles = %s\nattribution = Us\n", WRONG[i]);
		enum eh_rc rc = read_text(text, &file, &err);
		print_message("%s: %s\n", WRONG[i], err.message);
		assert_int_equal(rc, EH_INVALID);
		assert_non_null(strstr(err.message, "tiles = an address such as"));
		assert_int_equal(err.line, 2);
		assert_null(file);
	}
}

static void what_is_missing_or_unknown_is_said(void **state)
{
	static const char *const WRONG[] = {
		"[here]\nattribution = Us\n",
		"[here]\ntiles = https://m.example/{z}/{x}/{y}\n",
		"[here]\nurl = https://m.example/{z}/{x}/{y}\n",
		"[here]\ntiles = https://m.example/{z}/{x}/{y}\nattribution = Us\nmost_zoom = many\n",
		"[here]\ntiles = https://m.example/{z}/{x}/{y}\nattribution = Us\nmost_zoom = 30\n",
		"[here\n",
	};
	struct eh_tiles_file *file = NULL;
	struct eh_error err = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
		assert_int_equal(read_text(WRONG[i], &file, &err), EH_INVALID);
		print_message("%s\n", err.message);
		assert_true(err.message[0] != '\0');
		err = (struct eh_error){ 0 };
	}
	assert_true(eh_tiles_read("/nowhere/tiles.ini", &file, &err) < 0);
	assert_null(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_place_has_its_own),
		cmocka_unit_test(an_address_that_could_widen_the_policy_is_refused),
		cmocka_unit_test(what_is_missing_or_unknown_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
