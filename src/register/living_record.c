/* living_record.c: a record, as linkage sees it, as bytes: flags, three counts, then each text after its length. */
#include "living.h"

enum { REGISTER_ENTRY = 1, SINGLE_TEXTS = 6 };

static bool put_number(struct eh_buf *out, size_t n)
{
	for (; n >= 0x80; n >>= 7)
		if (eh_buf_add_char(out, (char)(0x80 | (n & 0x7f))) < 0)
			return false;
	return eh_buf_add_char(out, (char)n) >= 0;
}

static bool put_text(struct eh_buf *out, struct ehl_text text)
{
	return put_number(out, text.n) && eh_buf_add(out, (struct eh_str){ text.p, text.n }) >= 0;
}

enum eh_rc eh_living_pack(const struct ehl_record *record, struct eh_buf *out)
{
	const struct ehl_text single[SINGLE_TEXTS] = { record->postcode, record->address, record->phone, record->web,
		record->email_domain, record->place };
	bool good = put_number(out, record->register_entry ? REGISTER_ENTRY : 0) && put_number(out, record->name_count) &&
	            put_number(out, record->id_count);

	for (size_t i = 0; good && i < record->name_count; i++)
		good = put_text(out, record->names[i]);
	for (size_t i = 0; good && i < record->id_count; i++)
		good = put_number(out, record->ids[i].one_each) && put_text(out, record->ids[i].scheme) &&
		       put_text(out, record->ids[i].id);
	for (size_t i = 0; good && i < SINGLE_TEXTS; i++)
		good = put_text(out, single[i]);
	return good ? EH_OK : EH_NO_MEMORY;
}

struct unpacking {
	const char *at, *end;
	bool broken;
};

static size_t take_number(struct unpacking *u)
{
	size_t n = 0;

	for (unsigned shift = 0; u->at < u->end && shift < 63; shift += 7) {
		unsigned char byte = (unsigned char)*u->at++;
		n |= (size_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80))
			return n;
	}
	u->broken = true;
	return 0;
}

static struct ehl_text take_text(struct unpacking *u)
{
	size_t n = take_number(u);

	if (n > (size_t)(u->end - u->at)) {
		u->broken = true;
		n = 0;
	}
	struct ehl_text text = { u->at, n };
	u->at += n;
	return text;
}

enum eh_rc eh_living_unpack(struct eh_str packed, struct eh_arena *arena, struct ehl_record *ret_record, struct eh_error *err)
{
	struct unpacking u = { packed.p, packed.p + packed.n, packed.n == 0 };
	struct ehl_record record = { .register_entry = take_number(&u) & REGISTER_ENTRY };
	struct ehl_text *const single[SINGLE_TEXTS] = { &record.postcode, &record.address, &record.phone, &record.web,
		&record.email_domain, &record.place };

	record.name_count = take_number(&u);
	record.id_count = take_number(&u);
	if (u.broken || record.name_count > packed.n || record.id_count > packed.n)
		return eh_fail(
		        err, EH_INVALID, "what the store keeps of the last build is damaged; build anew: evenhand build --force");
	struct ehl_text *names = eh_arena_alloc(arena, (record.name_count + 1) * sizeof *names);
	struct ehl_id *ids = eh_arena_alloc(arena, (record.id_count + 1) * sizeof *ids);
	if (!names || !ids)
		return eh_fail_memory(err);
	for (size_t i = 0; i < record.name_count; i++)
		names[i] = take_text(&u);
	for (size_t i = 0; i < record.id_count; i++) {
		ids[i].one_each = take_number(&u) != 0;
		ids[i].scheme = take_text(&u);
		ids[i].id = take_text(&u);
	}
	for (size_t i = 0; i < SINGLE_TEXTS; i++)
		*single[i] = take_text(&u);
	record.names = names;
	record.ids = ids;
	if (u.broken)
		return eh_fail(
		        err, EH_INVALID, "what the store keeps of the last build is damaged; build anew: evenhand build --force");
	*ret_record = record;
	return EH_OK;
}
