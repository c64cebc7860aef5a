/* Trained models of linkage as text, which people keep, send and edit. */
#include "fuzz.h"

#include "evenhand/linkage.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ehl_model *model = NULL, *back = NULL;
	char *text = NULL, *again = NULL, message[256] = "";
	size_t n, again_n;

	if (ehl_model_read((struct ehl_text){ (const char *)data, size }, &model, message, sizeof message) != 0) {
		FUZZ_REQUIRE(message[0] && memchr(message, 0, sizeof message));
		return 0;
	}
	FUZZ_REQUIRE(ehl_model_write(model, &text, &n) == 0);
	FUZZ_REQUIRE(ehl_model_read((struct ehl_text){ text, n }, &back, message, sizeof message) == 0);
	FUZZ_REQUIRE(ehl_model_write(back, &again, &again_n) == 0);
	FUZZ_REQUIRE(n == again_n && memcmp(text, again, n) == 0);
	ehl_free(text);
	ehl_free(again);
	ehl_model_free(model);
	ehl_model_free(back);
	return 0;
}
