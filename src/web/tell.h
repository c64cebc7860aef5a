/* tell.h: letters to those who keep an entry, and to stewards. They go through the queue, in the caller's transaction. */
#ifndef EH_WEB_TELL_H
#define EH_WEB_TELL_H

#include "govern/actor.h"
#include "http/http.h"
#include "jobs/mailer.h"
#include "jobs/motion_letters.h"

struct eh_tell {
	enum eh_mail_kind kind;
	struct eh_str place_id, place_name, org_id, org_name, said;
	const char *page; /* below the entry: "keep" */
	int64_t but;      /* a person who is not told; 0: all are */
	bool once_a_day;  /* who had one of the kind within a day gets none */
};
enum eh_rc eh_web_tell_keepers(struct eh_request *request, const struct eh_tell *tell, struct eh_error *err);

/* Stewards in office of a place, of both sides or of all but one. */
struct eh_tell_stewards {
	enum eh_mail_kind kind;
	struct eh_str place_id, place_name, about, said;
	struct eh_str path; /* of the one thing to do, below the place: "/audit" */
	enum eh_side but;   /* a side that is not told; NONE: both are */
};
enum eh_rc eh_web_tell_stewards(struct eh_request *request, const struct eh_tell_stewards *tell, struct eh_error *err);

/* The stewards whose key a motion of the address's place waits for since just now (jobs/motion_letters.h), but for whoever asks. */
enum eh_rc eh_web_tell_wanted_keys(struct eh_request *request, enum eh_motion_told what, struct eh_error *err);

/* Those who keep the entries that this person has just shown to speak for. */
enum eh_rc eh_web_tell_claims(struct eh_request *request, int64_t person_id, struct eh_error *err);

#endif
