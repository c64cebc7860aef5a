/* Files of settings by place: whom readers write to, and street maps. */
#include "fuzz.h"

#include "web/contacts.h"
#include "web/tiles.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *path = fuzz_file(0, fuzz_input(data, size));
	struct eh_contacts_file *contacts = NULL;
	struct eh_tiles_file *tiles = NULL;
	struct eh_error err = { 0 };
	const struct eh_str place = EH_STR("town");

	if (eh_contacts_read(path, &contacts, &err) == EH_OK) {
		const struct eh_contacts *of = eh_contacts_of(contacts, place);
		FUZZ_REQUIRE(!of || (of->list.name.n > 0) == (of->list.email.n || of->list.telephone.n || of->list.web.n));
	} else {
		FUZZ_REQUIRE(err.message[0] && !contacts);
	}
	err = (struct eh_error){ 0 };
	if (eh_tiles_read(path, &tiles, &err) == EH_OK) {
		const struct eh_tiles *of = eh_tiles_of(tiles, place);
		FUZZ_REQUIRE(!of || (of->address.n && of->attribution.n && of->origin.n && of->most_zoom > 0));
	} else {
		FUZZ_REQUIRE(err.message[0] && !tiles);
	}
	eh_contacts_free(contacts);
	eh_tiles_free(tiles);
	return 0;
}
