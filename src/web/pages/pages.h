/* pages.h: the handlers of all pages, one line each, by the file they stand in. The routes of site.c name them. */
#ifndef EH_WEB_PAGES_H
#define EH_WEB_PAGES_H

#include "http/http.h"

/* One handler a page. */
#define EH_PAGE_HANDLER(name)                                                                                                    \
	enum eh_rc eh_page_##name(struct eh_request *request, struct eh_response *response, struct eh_error *err)

EH_PAGE_HANDLER(start);
EH_PAGE_HANDLER(robots);
EH_PAGE_HANDLER(health);
EH_PAGE_HANDLER(ready);

/* finding organisations and services */
EH_PAGE_HANDLER(home);
EH_PAGE_HANDLER(search);
EH_PAGE_HANDLER(search_csv);
EH_PAGE_HANDLER(suggest);
EH_PAGE_HANDLER(list);
EH_PAGE_HANDLER(organisation);
EH_PAGE_HANDLER(organisation_json);
EH_PAGE_HANDLER(service);
EH_PAGE_HANDLER(service_json);

/* gaps, overlaps, how complete the list is, and about it */
EH_PAGE_HANDLER(gaps);
EH_PAGE_HANDLER(gaps_csv);
EH_PAGE_HANDLER(need);
EH_PAGE_HANDLER(overlaps);
EH_PAGE_HANDLER(overlaps_csv);
EH_PAGE_HANDLER(completeness);
EH_PAGE_HANDLER(completeness_csv);
EH_PAGE_HANDLER(what_if);
EH_PAGE_HANDLER(report);
EH_PAGE_HANDLER(wards);
EH_PAGE_HANDLER(ward);
EH_PAGE_HANDLER(areas_geojson);
EH_PAGE_HANDLER(organisations_csv);
EH_PAGE_HANDLER(organisations_geojson);
EH_PAGE_HANDLER(method);
EH_PAGE_HANDLER(sources);
EH_PAGE_HANDLER(worried);
EH_PAGE_HANDLER(accessibility);
EH_PAGE_HANDLER(privacy);

/* two keys, the desk, the audit */
EH_PAGE_HANDLER(motions);
EH_PAGE_HANDLER(motion);
EH_PAGE_HANDLER(motion_move);
EH_PAGE_HANDLER(propose);
EH_PAGE_HANDLER(propose_now);
EH_PAGE_HANDLER(draft_make);
EH_PAGE_HANDLER(report_file);
EH_PAGE_HANDLER(report_file_below);
EH_PAGE_HANDLER(desk);
EH_PAGE_HANDLER(audit);
EH_PAGE_HANDLER(local);
EH_PAGE_HANDLER(stale);
EH_PAGE_HANDLER(stale_ask);
EH_PAGE_HANDLER(stale_csv);
EH_PAGE_HANDLER(local_propose);

/* open meetings */
EH_PAGE_HANDLER(meetings);
EH_PAGE_HANDLER(meetings_ics);
EH_PAGE_HANDLER(meetings_json);
EH_PAGE_HANDLER(meeting);
EH_PAGE_HANDLER(meeting_ics);
EH_PAGE_HANDLER(meeting_call);
EH_PAGE_HANDLER(meeting_call_now);
EH_PAGE_HANDLER(meeting_change);
EH_PAGE_HANDLER(meeting_change_now);
EH_PAGE_HANDLER(meeting_cancel);
EH_PAGE_HANDLER(meeting_cancel_now);
EH_PAGE_HANDLER(meeting_held);

/* questions that only a person can settle */
EH_PAGE_HANDLER(review);
EH_PAGE_HANDLER(review_answer);
EH_PAGE_HANDLER(review_undo);
EH_PAGE_HANDLER(review_book);
EH_PAGE_HANDLER(review_read);

/* bringing a table */
EH_PAGE_HANDLER(import);
EH_PAGE_HANDLER(import_bring);
EH_PAGE_HANDLER(import_file);
EH_PAGE_HANDLER(import_run);
EH_PAGE_HANDLER(batch);
EH_PAGE_HANDLER(batch_refused_csv);
EH_PAGE_HANDLER(batch_undo);
EH_PAGE_HANDLER(batch_undo_do);

/* own words, claims, corrections */
EH_PAGE_HANDLER(correct);
EH_PAGE_HANDLER(correct_send);
EH_PAGE_HANDLER(claim);
EH_PAGE_HANDLER(claim_ask);
EH_PAGE_HANDLER(claim_back);
EH_PAGE_HANDLER(claim_code);
EH_PAGE_HANDLER(claim_letters);
EH_PAGE_HANDLER(claim_letter_print);
EH_PAGE_HANDLER(claim_contest);
EH_PAGE_HANDLER(claims);
EH_PAGE_HANDLER(claims_propose);
EH_PAGE_HANDLER(invite);
EH_PAGE_HANDLER(invite_send);
EH_PAGE_HANDLER(invitations);
EH_PAGE_HANDLER(invitations_send);
EH_PAGE_HANDLER(invitations_run);
EH_PAGE_HANDLER(invited);
EH_PAGE_HANDLER(invited_press);
EH_PAGE_HANDLER(invited_stop);
EH_PAGE_HANDLER(invited_stop_now);
EH_PAGE_HANDLER(keep);
EH_PAGE_HANDLER(say);
EH_PAGE_HANDLER(confirm);
EH_PAGE_HANDLER(correction_decide);
EH_PAGE_HANDLER(corrections);
EH_PAGE_HANDLER(corrections_decide);
EH_PAGE_HANDLER(reopen);
EH_PAGE_HANDLER(answers);
EH_PAGE_HANDLER(answers_move);
EH_PAGE_HANDLER(tell_keepers);
EH_PAGE_HANDLER(own_services);
EH_PAGE_HANDLER(own_services_move);
EH_PAGE_HANDLER(own_service);
EH_PAGE_HANDLER(own_service_say);
EH_PAGE_HANDLER(colleagues);
EH_PAGE_HANDLER(colleague_add);
EH_PAGE_HANDLER(colleague_end_ask);
EH_PAGE_HANDLER(colleague_end);
EH_PAGE_HANDLER(hiding);
EH_PAGE_HANDLER(hiding_move);
EH_PAGE_HANDLER(pairs);
EH_PAGE_HANDLER(pair);
EH_PAGE_HANDLER(pair_say);

/* groups told of by hand */
EH_PAGE_HANDLER(add);
EH_PAGE_HANDLER(add_tell);
EH_PAGE_HANDLER(added);
EH_PAGE_HANDLER(added_decide);
EH_PAGE_HANDLER(told);
EH_PAGE_HANDLER(told_leave);

/* people, jobs, backups; stewards */
EH_PAGE_HANDLER(admin_people);
EH_PAGE_HANDLER(admin_invite);
EH_PAGE_HANDLER(admin_end_ask);
EH_PAGE_HANDLER(admin_end);
EH_PAGE_HANDLER(admin_jobs);
EH_PAGE_HANDLER(admin_job_move);
EH_PAGE_HANDLER(admin_backups);
EH_PAGE_HANDLER(admin_back_up);
EH_PAGE_HANDLER(admin_places);
EH_PAGE_HANDLER(admin_place_add);
EH_PAGE_HANDLER(admin_place_rename);
EH_PAGE_HANDLER(stewards);
EH_PAGE_HANDLER(steward_name);
EH_PAGE_HANDLER(steward_confirm);

/* signing in and one's account */
EH_PAGE_HANDLER(signin);
EH_PAGE_HANDLER(signin_ask);
EH_PAGE_HANDLER(signin_code);
EH_PAGE_HANDLER(signin_try);
EH_PAGE_HANDLER(signin_link);
EH_PAGE_HANDLER(signin_link_use);
EH_PAGE_HANDLER(factor);
EH_PAGE_HANDLER(factor_try);
EH_PAGE_HANDLER(enrol);
EH_PAGE_HANDLER(enrol_confirm);
EH_PAGE_HANDLER(signout);
EH_PAGE_HANDLER(account);
EH_PAGE_HANDLER(work);
EH_PAGE_HANDLER(session_end);
EH_PAGE_HANDLER(account_data);
EH_PAGE_HANDLER(account_erase);
EH_PAGE_HANDLER(account_erase_now);
EH_PAGE_HANDLER(letters);
EH_PAGE_HANDLER(letters_end);
EH_PAGE_HANDLER(still_right);
EH_PAGE_HANDLER(still_right_say);
EH_PAGE_HANDLER(demo_be);
EH_PAGE_HANDLER(outbox);

#endif
