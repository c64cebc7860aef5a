#include "tell.h"

#include "govern/govern.h"
#include "identify.h"
#include "queries.h"

#define DAY INT64_C(86400000000)

static enum eh_rc had_one(
        struct eh_request *request, const struct eh_tell *tell, int64_t person_id, bool *ret_had, struct eh_error *err)
{
	struct eh_q_mail_newest newest;
	enum eh_rc rc = eh_q_mail_newest(request->db, person_id, eh_str_of(eh_mail_kind_name(tell->kind)),
	        (struct eh_str){ NULL, 0 }, request->arena, &newest, err);

	*ret_had = rc == EH_OK && newest.queued_at > request->now - DAY;
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

static enum eh_rc tell_one(struct eh_request *request, const struct eh_tell *tell, int64_t person_id, struct eh_error *err)
{
	struct eh_person person;
	bool had = false;

	EH_TRY(eh_person_get(request->db, person_id, request->arena, &person, err));
	if (tell->once_a_day)
		EH_TRY(had_one(request, tell, person_id, &had, err));
	if (had || !person.email.p)
		return EH_OK;
	const struct eh_mail_facts facts = { .name = person.name,
		.about = tell->org_name,
		.place = tell->place_name,
		.said = tell->said,
		.link = eh_arena_printf(request->arena, "%s/%.*s/organisations/%.*s/%s", request->site->base_url,
		        EH_FMT(tell->place_id), EH_FMT(tell->org_id), tell->page) };
	EH_TRY(eh_arena_check(request->arena, EH_OK, err));
	return eh_mail_queue(request->db, request->now, tell->kind, person_id, person.email, &facts, NULL, err);
}

enum eh_rc eh_web_tell_keepers(struct eh_request *request, const struct eh_tell *tell, struct eh_error *err)
{
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };

	EH_TRY(eh_roles_of_org(request->db, request->now, tell->org_id, &roles, err));
	for (size_t i = 0; i < roles.count; i++)
		if (roles.items[i].role == EH_ROLE_HOLDER && roles.items[i].person_id != tell->but)
			EH_TRY(tell_one(request, tell, roles.items[i].person_id, err));
	return EH_OK;
}

enum eh_rc eh_web_tell_wanted_keys(struct eh_request *request, enum eh_motion_told what, struct eh_error *err)
{
	return eh_motion_letters(request->db, request->now, eh_str_of(request->site->base_url),
	        &(const struct eh_motion_news){ what, eh_request_capture(request, 0), eh_request_person(request) }, err);
}

static struct eh_str what_was_shown(const struct eh_q_claim_proved *one)
{
	bool post = eh_str_eq(one->basis, EH_STR("post"));

	if (eh_str_eq(one->state, EH_STR("held")))
		return post ? EH_STR("They typed in the code of a letter to the address that your register publishes, and keep "
		                     "the entry beside you from now on.")
		            : EH_STR("They answered an email at an address that shows they speak for it, and keep the entry "
		                     "beside you from now on.");
	return post ? EH_STR("They asked for a letter with a code, to the address that your register publishes. Nothing changes "
	                     "until they type it in. If you did not ask for that letter, give its code to nobody.")
	            : EH_STR("They have no address that shows it, and ask the council and the sector to vouch for them. Nothing "
	                     "changes until both have.");
}

enum eh_rc eh_web_tell_claims(struct eh_request *request, int64_t person_id, struct eh_error *err)
{
	EH_VEC(struct eh_q_claim_proved) proved = { 0 };
	struct eh_q_claim_proved row;
	enum eh_rc rc;
	{
		struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
		rc = eh_q_claim_proved(request->db, person_id, request->now, &cursor, err);
		while (rc == EH_OK && (rc = eh_q_claim_proved_next(&cursor, &row, err)) == EH_OK) {
			row = (struct eh_q_claim_proved){ eh_arena_str(request->arena, row.org_id),
				eh_arena_str(request->arena, row.org_name), eh_arena_str(request->arena, row.place_id),
				eh_arena_str(request->arena, row.place_name), eh_arena_str(request->arena, row.state),
				eh_arena_str(request->arena, row.basis) };
			if (!eh_vec_push(&proved, row))
				rc = eh_fail_memory(err);
		}
	}
	for (size_t i = 0; rc >= 0 && i < proved.count; i++) {
		const struct eh_q_claim_proved *one = &proved.items[i];
		rc = eh_web_tell_keepers(request,
		        &(const struct eh_tell){ .kind = EH_MAIL_CLAIM,
		                .place_id = one->place_id,
		                .place_name = one->place_name,
		                .org_id = one->org_id,
		                .org_name = one->org_name,
		                .said = what_was_shown(one),
		                .page = "colleagues",
		                .but = person_id },
		        err);
	}
	eh_vec_finish(&proved);
	return rc < 0 ? rc : EH_OK;
}

enum eh_rc eh_web_tell_stewards(struct eh_request *request, const struct eh_tell_stewards *tell, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	EH_VEC(struct eh_q_mail_steward_list) told = { 0 };
	struct eh_q_mail_steward_list row;
	enum eh_rc rc = eh_q_mail_steward_list(request->db, request->now, &cursor, err);

	while (rc == EH_OK && (rc = eh_q_mail_steward_list_next(&cursor, &row, err)) == EH_OK) {
		if (!eh_str_eq(row.place_id, tell->place_id) || (tell->but && eh_side_parse(row.side) == tell->but))
			continue;
		row.name = eh_arena_str(request->arena, row.name);
		row.email = eh_arena_str(request->arena, row.email);
		if (!eh_vec_push(&told, row))
			rc = eh_fail_memory(err);
	}
	struct eh_mail_facts facts = { .about = tell->about,
		.place = tell->place_name,
		.said = tell->said,
		.link = eh_arena_printf(
		        request->arena, "%s/%.*s%.*s", request->site->base_url, EH_FMT(tell->place_id), EH_FMT(tell->path)) };
	for (size_t i = 0; rc >= 0 && i < told.count; i++) {
		facts.name = told.items[i].name;
		rc = eh_mail_queue(
		        request->db, request->now, tell->kind, told.items[i].person_id, told.items[i].email, &facts, NULL, err);
	}
	eh_vec_finish(&told);
	return rc < 0 ? rc : EH_OK;
}
