/* search_read.c: the list's tables, read side by side in the order of organisations' identifiers. */
#include "search_gather.h"

struct reading {
	struct eh_db *db;
	struct eh_cursor names_at, numbers_at, codes_at, councils_at, services_at, service_codes_at;
	struct eh_q_search_names name;
	struct eh_q_search_identifiers number;
	struct eh_q_search_codes code;
	struct eh_q_search_areas council;
	struct eh_q_search_services service;
	struct eh_q_search_service_codes service_code;
	bool more_names, more_numbers, more_codes, more_councils, more_services, more_service_codes;
	struct eh_search_gathered gathered;
	struct eh_search_maker maker;
};

/* One row on: name_next and its like. */
#define NEXT(field, query)                                                                                                       \
	static enum eh_rc next_##field(struct reading *r, struct eh_error *err)                                                  \
	{                                                                                                                        \
		enum eh_rc rc = eh_q_##query##_next(&r->field##s_at, &r->field, err);                                            \
		r->more_##field##s = rc == EH_OK;                                                                                \
		return rc == EH_END ? EH_OK : rc;                                                                                \
	}
NEXT(name, search_names)
NEXT(number, search_identifiers)
NEXT(code, search_codes)
NEXT(council, search_areas)
NEXT(service, search_services)
NEXT(service_code, search_service_codes)

static enum eh_rc begin(struct reading *r, struct eh_str first, struct eh_str last, struct eh_error *err)
{
	EH_TRY(eh_q_search_names(r->db, first, last, &r->names_at, err));
	EH_TRY(eh_q_search_identifiers(r->db, first, last, &r->numbers_at, err));
	EH_TRY(eh_q_search_codes(r->db, first, last, &r->codes_at, err));
	EH_TRY(eh_q_search_areas(r->db, first, last, &r->councils_at, err));
	EH_TRY(eh_q_search_services(r->db, first, last, &r->services_at, err));
	EH_TRY(eh_q_search_service_codes(r->db, first, last, &r->service_codes_at, err));
	EH_TRY(next_name(r, err));
	EH_TRY(next_number(r, err));
	EH_TRY(next_code(r, err));
	EH_TRY(next_council(r, err));
	EH_TRY(next_service(r, err));
	return next_service_code(r, err);
}

static enum eh_rc add_code(
        struct eh_buf *needs, struct eh_buf *people, struct eh_str facet, struct eh_str code, struct eh_error *err)
{
	struct eh_buf *out = *facet.p == 'n' ? needs : people;

	return eh_buf_printf(out, "%s%.*s", out->n ? " " : "", EH_FMT(code)) < 0 ? eh_fail_memory(err) : EH_OK;
}

/* What other tables say of the organisation at hand; rows of organisations that are not listed are passed over. */
static enum eh_rc take_names(struct reading *r, struct eh_error *err)
{
	for (int order; r->more_names && (order = eh_str_cmp(r->name.org_id, r->gathered.org.org_id)) <= 0;) {
		struct eh_search_other_name names = { eh_arena_str(&r->gathered.arena, r->name.name),
			eh_arena_str(&r->gathered.arena, r->name.kind) };
		if (order == 0 && (!names.kind.p || !eh_vec_push(&r->gathered.names, names)))
			return eh_fail_memory(err);
		EH_TRY(next_name(r, err));
	}
	return EH_OK;
}

static enum eh_rc take_numbers(struct reading *r, struct eh_error *err)
{
	for (int order; r->more_numbers && (order = eh_str_cmp(r->number.org_id, r->gathered.org.org_id)) <= 0;) {
		struct eh_search_number number = { eh_arena_str(&r->gathered.arena, r->number.scheme),
			eh_arena_str(&r->gathered.arena, r->number.id) };
		if (order == 0 && (!number.id.p || !eh_vec_push(&r->gathered.numbers, number)))
			return eh_fail_memory(err);
		EH_TRY(next_number(r, err));
	}
	return EH_OK;
}

static enum eh_rc take_codes(struct reading *r, struct eh_error *err)
{
	for (int order; r->more_codes && (order = eh_str_cmp(r->code.org_id, r->gathered.org.org_id)) <= 0;) {
		if (order == 0)
			EH_TRY(add_code(&r->gathered.needs, &r->gathered.people, r->code.facet, r->code.code, err));
		EH_TRY(next_code(r, err));
	}
	return EH_OK;
}

static enum eh_rc take_councils(struct reading *r, struct eh_error *err)
{
	for (int order; r->more_councils && (order = eh_str_cmp(r->council.org_id, r->gathered.org.org_id)) <= 0;) {
		struct eh_str council = eh_arena_str(&r->gathered.arena, r->council.council);
		if (order == 0 && (!council.p || !eh_vec_push(&r->gathered.councils, council)))
			return eh_fail_memory(err);
		EH_TRY(next_council(r, err));
	}
	return EH_OK;
}

static enum eh_rc take_service(struct reading *r, struct eh_error *err)
{
	struct eh_arena *arena = &r->gathered.arena;
	struct eh_q_search_services *row = &r->service;
	struct eh_search_part part = { .row = *row };
	struct eh_str *texts[] = { &part.row.org_id, &part.row.service_id, &part.row.name, &part.row.protected, &part.row.address,
		&part.row.postcode, &part.row.lsoa, &part.row.ward, &part.row.council, &part.row.times, &part.row.activities,
		&part.row.telephone, &part.row.confirmed_by };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (!eh_db_kept(arena, *texts[i], texts[i]))
			return eh_fail_memory(err);
	return eh_vec_push(&r->gathered.parts, part) ? EH_OK : eh_fail_memory(err);
}

static enum eh_rc take_services(struct reading *r, struct eh_error *err)
{
	for (int order; r->more_services && (order = eh_str_cmp(r->service.org_id, r->gathered.org.org_id)) <= 0;) {
		if (order == 0)
			EH_TRY(take_service(r, err));
		EH_TRY(next_service(r, err));
	}
	for (int order; r->more_service_codes && (order = eh_str_cmp(r->service_code.org_id, r->gathered.org.org_id)) <= 0;) {
		for (size_t i = 0; order == 0 && i < r->gathered.parts.count; i++)
			if (eh_str_eq(r->gathered.parts.items[i].row.service_id, r->service_code.service_id))
				EH_TRY(add_code(&r->gathered.parts.items[i].needs, &r->gathered.parts.items[i].people,
				        r->service_code.facet, r->service_code.code, err));
		EH_TRY(next_service_code(r, err));
	}
	return EH_OK;
}

static void reset_organisation(struct reading *r)
{
	for (size_t i = 0; i < r->gathered.parts.count; i++) {
		eh_buf_finish(&r->gathered.parts.items[i].needs);
		eh_buf_finish(&r->gathered.parts.items[i].people);
	}
	r->gathered.names.count = r->gathered.numbers.count = r->gathered.councils.count = r->gathered.parts.count = 0;
	eh_buf_reset(&r->gathered.needs);
	eh_buf_reset(&r->gathered.people);
	eh_arena_reset(&r->gathered.arena);
}

static enum eh_rc gather(struct reading *r, struct eh_error *err)
{
	reset_organisation(r);
	EH_TRY(take_names(r, err));
	EH_TRY(take_numbers(r, err));
	EH_TRY(take_codes(r, err));
	EH_TRY(take_councils(r, err));
	return take_services(r, err);
}

static enum eh_rc read_all(struct reading *r, struct eh_str first, struct eh_str last,
        enum eh_rc (*take)(void *, const struct eh_search_document *, struct eh_error *), void *context, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	enum eh_rc rc = eh_q_search_organisations(r->db, first, last, &rows, err);

	EH_TRY(rc);
	EH_TRY(begin(r, first, last, err));
	while ((rc = eh_q_search_organisations_next(&rows, &r->gathered.org, err)) == EH_OK) {
		EH_TRY(gather(r, err));
		EH_TRY(eh_search_make_organisation(&r->maker, &r->gathered, err));
		EH_TRY(take(context, &r->maker.document, err));
		for (size_t i = 0; i < r->gathered.parts.count; i++) {
			EH_TRY(eh_search_make_service(&r->maker, &r->gathered, i, err));
			EH_TRY(take(context, &r->maker.document, err));
		}
	}
	return rc == EH_END ? EH_OK : rc;
}

static void finish(struct reading *r)
{
	struct eh_cursor *cursors[] = { &r->names_at, &r->numbers_at, &r->codes_at, &r->councils_at, &r->services_at,
		&r->service_codes_at };

	reset_organisation(r);
	for (size_t i = 0; i < sizeof cursors / sizeof *cursors; i++)
		eh_cursor_close(cursors[i]);
	eh_vec_finish(&r->gathered.names);
	eh_vec_finish(&r->gathered.numbers);
	eh_vec_finish(&r->gathered.councils);
	eh_vec_finish(&r->gathered.parts);
	eh_buf_finish(&r->gathered.needs);
	eh_buf_finish(&r->gathered.people);
	eh_arena_finish(&r->gathered.arena);
	eh_search_maker_finish(&r->maker);
}

enum eh_rc eh_search_read_list(struct eh_db *db, struct eh_str first, struct eh_str last,
        enum eh_rc (*take)(void *context, const struct eh_search_document *document, struct eh_error *err), void *context,
        struct eh_error *err)
{
	struct reading *r = eh_alloc_zero(1, sizeof *r);

	if (!r)
		return eh_fail_memory(err);
	r->db = r->maker.db = db;
	enum eh_rc rc = read_all(r, first, last, take, context, err);
	rc = eh_arena_check(&r->gathered.arena, rc, err);
	finish(r);
	eh_free(r);
	return rc;
}
