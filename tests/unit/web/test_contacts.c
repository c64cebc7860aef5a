/* Whom readers write to: what the file may say. */
#include "web/contacts.h"

#include "test.h"

#include <stdlib.h>
#include <unistd.h>

static enum eh_rc read_text(const char *text, struct eh_contacts_file **ret_file, struct eh_error *err)
{
	char path[] = "/tmp/evenhand-contacts-XXXXXX";
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	enum eh_rc rc = eh_contacts_read(path, ret_file, err);
	unlink(path);
	return rc;
}

static void each_place_has_its_own(void **state)
{
	struct eh_contacts_file *file = NULL;
	struct eh_error err = { 0 };

	(void)state;
	assert_int_equal(
	        read_text("[trafford]\nname = Partnerships\nemail = list@trafford.example\n"
	                  "[luton]\nsafeguarding = The team\nsafeguarding_telephone = 01632 960001, at night 01632 960002\n",
	                &file, &err),
	        EH_OK);
	const struct eh_contacts *trafford = eh_contacts_of(file, EH_STR("trafford")),
	                         *luton = eh_contacts_of(file, EH_STR("luton"));
	assert_non_null(trafford);
	assert_str(trafford->list.name, "Partnerships");
	assert_str(trafford->list.email, "list@trafford.example");
	assert_int_equal(trafford->safeguarding.name.n, 0);
	assert_str(luton->safeguarding.telephone, "01632 960001, at night 01632 960002");
	assert_int_equal(luton->list.name.n, 0);
	assert_null(eh_contacts_of(file, EH_STR("harrow")));
	assert_null(eh_contacts_of(NULL, EH_STR("trafford")));
	eh_contacts_free(file);
}

static void what_cannot_be_used_is_refused_with_the_reason(void **state)
{
	static const struct {
		const char *text, *why;
	} CASES[] = {
		{ "[a]\nname = Us\n", "needs, for each of name and safeguarding" },
		{ "[a]\nemail = a@b.example\n", "needs, for each of name and safeguarding" },
		{ "[a]\nname = Us\nemail = nobody\n", "an email address" },
		{ "[a]\nname = Us\nweb = javascript:alert(1)\n", "begins with https://" },
		{ "[a]\nname = Us\nfax = 1\n", "has no key \"fax\"" },
		{ "nothing\n", "neither a [place] nor" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		struct eh_contacts_file *file = NULL;
		struct eh_error err = { 0 };
		assert_int_equal(read_text(CASES[i].text, &file, &err), EH_INVALID);
		assert_null(file);
		if (!strstr(err.message, CASES[i].why))
			fail_msg("%s: %s", CASES[i].text, err.message);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_place_has_its_own),
		cmocka_unit_test(what_cannot_be_used_is_refused_with_the_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
