/* What an organisation says of itself, classified. */
#include "fuzz.h"

#include "register/classify.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_str rest = fuzz_input(data, size), name, activities = { NULL, 0 };
	struct eh_ukcat_class tags[EH_UKCAT_MOST];
	struct eh_classes classes;
	struct eh_error err = { 0 };
	size_t count = 0;

	/* Readers hand on UTF-8 only. */
	if (!size || !eh_utf8_valid(rest, NULL))
		return 0;
	eh_str_split(&rest, '\n', &name);
	activities = rest;
	FUZZ_REQUIRE(eh_classify(name, activities, NULL, 0, &arena, &classes, &err) == EH_OK);
	FUZZ_REQUIRE(classes.count <= EH_CLASSES_MOST);
	for (size_t i = 0; i < classes.count; i++)
		FUZZ_REQUIRE(classes.items[i].code && classes.items[i].why.n);
	if (eh_ukcat_classify(name, activities, &arena, tags, &count, &err) == EH_OK)
		FUZZ_REQUIRE(count <= EH_UKCAT_MOST);
	return 0;
}
