/* Names, addresses and numbers of organisations, linked: clusters that are clusters, explanations of finite weights. */
#include "fuzz.h"

#include <math.h>

#include "evenhand/linkage.h"

enum { MOST = 24 };

static struct ehl_text next_field(struct eh_str *line)
{
	struct eh_str field = { "", 0 };

	if (line->p)
		eh_str_split(line, '\t', &field);
	return (struct ehl_text){ field.p, field.n };
}

/* A line a record: name, second name, scheme, id, postcode, address, phone, web, place. */
static size_t read_records(
        struct eh_str rest, struct ehl_record records[MOST], struct ehl_text names[MOST][2], struct ehl_id ids[MOST])
{
	struct eh_str line;
	size_t count = 0;

	for (; count < MOST && eh_str_split(&rest, '\n', &line); count++) {
		struct ehl_record *record = &records[count];
		names[count][0] = next_field(&line);
		names[count][1] = next_field(&line);
		ids[count] = (struct ehl_id){ next_field(&line), next_field(&line), true };
		*record = (struct ehl_record){ .names = names[count],
			.name_count = names[count][1].n ? 2 : 1,
			.ids = &ids[count],
			.id_count = ids[count].id.n ? 1 : 0,
			.postcode = next_field(&line),
			.address = next_field(&line),
			.phone = next_field(&line),
			.web = next_field(&line),
			.place = next_field(&line) };
		record->register_entry = record->id_count && count % 2;
	}
	return count;
}

static double explained(const struct ehl_record *a, const struct ehl_record *b)
{
	struct ehl_reason reasons[10];
	double total = 0;
	int count = ehl_explain(a, b, reasons, 10);

	FUZZ_REQUIRE(count >= 0 && count <= 10);
	for (int i = 0; i < count; i++) {
		FUZZ_REQUIRE(isfinite(reasons[i].weight) && memchr(reasons[i].text, 0, sizeof reasons[i].text));
		total += reasons[i].weight;
	}
	return total;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ehl_record records[MOST];
	struct ehl_text names[MOST][2];
	struct ehl_id ids[MOST];
	struct ehl_result result;
	struct ehl_options options = { .threads = 1 };
	size_t count = size ? read_records(fuzz_input(data, size), records, names, ids) : 0;

	FUZZ_REQUIRE(ehl_link(records, count, NULL, 0, &options, &result) == 0);
	for (size_t i = 0; i < count; i++)
		FUZZ_REQUIRE(result.cluster[i] <= i && result.cluster[result.cluster[i]] == result.cluster[i]);
	for (size_t i = 0; i < result.question_count; i++) {
		const struct ehl_pair *pair = &result.questions[i];
		FUZZ_REQUIRE(pair->a < pair->b && pair->b < count && pair->probability >= 0 && pair->probability <= 1);
	}
	for (size_t i = 0; i < result.branch_count; i++)
		FUZZ_REQUIRE(result.branches[i].record < count && result.branches[i].of < count);
	ehl_result_finish(&result);
	if (count > 1)
		FUZZ_REQUIRE(isfinite(explained(&records[0], &records[1])) && isfinite(explained(&records[1], &records[0])));
	return 0;
}
