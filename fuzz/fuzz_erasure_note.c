/* A note of who was erased and what is hidden, as it may lie beside a store. */
#include "fuzz.h"

#include "govern/people.h"
#include "jobs/backup.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct eh_db *db EH_CLEANUP_DB = NULL;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_str note = fuzz_input(data, size);
	struct eh_person person;
	struct eh_erasures done = { 0 };
	int64_t jo;

	FUZZ_REQUIRE(eh_db_open(":memory:", EH_DB_CREATE, &db, NULL) == EH_OK);
	FUZZ_REQUIRE(eh_person_add(db, 5, &EH_ACTOR_SYSTEM, EH_STR("Jo"), EH_STR("jo@example.org"), &jo, NULL) == EH_OK);
	enum eh_rc rc = eh_erasure_apply(db, 9, note, &done, NULL);
	FUZZ_REQUIRE(rc == EH_OK || rc == EH_INVALID);
	FUZZ_REQUIRE(eh_person_get(db, jo, &arena, &person, NULL) == EH_OK);
	bool erased = eh_str_eq(person.state, EH_STR("erased"));
	FUZZ_REQUIRE(done.erased == (rc == EH_OK && erased));
	FUZZ_REQUIRE(!erased || eh_str_find(note, EH_STR("person")) >= 0);
	return 0;
}
