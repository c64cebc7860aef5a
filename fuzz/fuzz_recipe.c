/* Recipes of places. */
#include "fuzz.h"

#include "sources/recipe.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct eh_recipe recipe EH_CLEANUP_RECIPE = { 0 };
	struct eh_error err = { 0 };
	char says[64];
	unsigned back;

	if (eh_recipe_read(fuzz_file(0, fuzz_input(data, size)), &recipe, &err) != EH_OK) {
		FUZZ_REQUIRE(err.message[0]);
		return 0;
	}
	FUZZ_REQUIRE(recipe.id && recipe.name && recipe.council && recipe.neighbours);
	for (size_t i = 0; i < recipe.source_count; i++) {
		const struct eh_recipe_source *source = &recipe.sources[i];
		FUZZ_REQUIRE(source->name && source->kind && source->edition_count);
		for (size_t j = 1; j < source->edition_count; j++)
			FUZZ_REQUIRE(source->editions[j - 1].date <= source->editions[j].date);
		eh_says_format(source->says, says);
		FUZZ_REQUIRE(eh_says_parse(eh_str_of(says), &back) == EH_OK && back == source->says);
	}
	return 0;
}
