/* Dates as publishers write them, and opening times as people do. */
#include "fuzz.h"

#include "register/week.h"
#include "sources/readers.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct eh_str input = fuzz_input(data, size);
	uint64_t week[EH_WEEK_WORDS] = { 0 };
	int32_t date = 7, back = 7;
	char iso[11], words[32];
	int year, month, day;

	if (eh_date_parse(input, &date) == EH_OK) {
		eh_date_format(date, iso);
		FUZZ_REQUIRE(eh_date_parse(eh_str_of(iso), &back) == EH_OK && back == date);
		eh_date_words(date, words);
		FUZZ_REQUIRE(eh_date_parse(eh_str_of(words), &back) == EH_OK && back == date);
		eh_date_split(date, &year, &month, &day);
		FUZZ_REQUIRE(eh_date_make(year, month, day) == date);
	} else {
		FUZZ_REQUIRE(date == 7);
	}
	eh_source_date(input, &date);
	if (eh_week_parse(input, week))
		FUZZ_REQUIRE(!(week[5] >> (336 - 5 * 64)));
	return 0;
}
