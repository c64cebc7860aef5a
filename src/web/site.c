/* site.c: the table of routes, who is asking, and the pages for failures. */
#include "web/pages/pages.h"
#include "exchange/publish.h"
#include "queries.h"
#include "templates.h"
#include "web/admit.h"
#include "web/demo.h"

/* One row a page: method, address, who may, handler, what it is for. docs/ACCESS.md and its test are made from it. */
const struct eh_route eh_web_routes[] = {
	{ EH_GET, "/", EH_PARTS_ANYONE, 0, 0, eh_page_start, "the places of this installation" },
	/* Finding organisations and services. */
	{ EH_GET, "/{place}", EH_PARTS_ANYONE, 0, 0, eh_page_home, "the place: find help, figures, what changed" },
	{ EH_GET, "/{place}/search", EH_PARTS_ANYONE, 0, 120, eh_page_search, "find organisations and services" },
	{ EH_GET, "/{place}/search.csv", EH_PARTS_ANYONE, 0, 30, eh_page_search_csv, "what a search shows, as CSV" },
	{ EH_GET, "/{place}/suggest", EH_PARTS_ANYONE, 0, 240, eh_page_suggest, "suggestions while typing (JSON)" },
	{ EH_GET, "/{place}/organisations", EH_PARTS_ANYONE, 0, 0, eh_page_list, "all organisations from A to Z" },
	{ EH_GET, "/{place}/organisations/{org}", EH_PARTS_ANYONE, 0, 0, eh_page_organisation,
	        "one organisation, every fact with its source" },
	{ EH_GET, "/{place}/organisations/{org}/json", EH_PARTS_ANYONE, 0, 0, eh_page_organisation_json,
	        "the same for machines" },
	{ EH_GET, "/{place}/services/{service}", EH_PARTS_ANYONE, 0, 0, eh_page_service, "one service" },
	{ EH_GET, "/{place}/services/{service}/json", EH_PARTS_ANYONE, 0, 0, eh_page_service_json, "the same for machines" },
	{ EH_GET, "/assets/{file}", EH_PARTS_ANYONE, 0, 0, eh_asset_serve, "the style sheet, the script, the icon" },
	{ EH_GET, "/robots.txt", EH_PARTS_ANYONE, 0, 0, eh_page_robots, "what search engines are asked to leave alone" },
	{ EH_GET, "/healthz", EH_PARTS_ANYONE, 0, 0, eh_page_health, "whether the process lives" },
	{ EH_GET, "/readyz", EH_PARTS_ANYONE, 0, 0, eh_page_ready, "whether it can answer" },
	/* Gaps, overlaps, how complete the list is, and about it. */
	{ EH_GET, "/{place}/gaps", EH_PARTS_ANYONE, 0, 0, eh_page_gaps, "every need: reach, gaps, how sure" },
	{ EH_GET, "/{place}/gaps.csv", EH_PARTS_ANYONE, 0, 30, eh_page_gaps_csv, "gaps by neighbourhood and need, as CSV" },
	{ EH_GET, "/{place}/gaps/{need}", EH_PARTS_ANYONE, 0, 0, eh_page_need, "one need: map and figures by neighbourhood" },
	{ EH_GET, "/{place}/overlaps", EH_PARTS_ANYONE, 0, 0, eh_page_overlaps,
	        "shared ground by need and ward; names where both agreed" },
	{ EH_GET, "/{place}/overlaps.csv", EH_PARTS_ANYONE, 0, 30, eh_page_overlaps_csv, "the same counts as CSV" },
	{ EH_GET, "/{place}/completeness", EH_PARTS_ANYONE, 0, 0, eh_page_completeness,
	        "how many organisations are thought to exist" },
	{ EH_GET, "/{place}/completeness.csv", EH_PARTS_ANYONE, 0, 30, eh_page_completeness_csv, "the same as CSV" },
	{ EH_GET, "/{place}/what-if", EH_PARTS_ANYONE, 0, 30, eh_page_what_if,
	        "who would lose or gain reach if services closed or opened" },
	{ EH_GET, "/{place}/report", EH_PARTS_ANYONE, 0, 0, eh_page_report, "the report and every download" },
	{ EH_GET, "/{place}/areas.geojson", EH_PARTS_ANYONE, 0, 30, eh_page_areas_geojson, "neighbourhoods with their figures" },
	{ EH_GET, "/{place}/organisations.csv", EH_PARTS_ANYONE, 0, 10, eh_page_organisations_csv, "all organisations as CSV" },
	{ EH_GET, "/{place}/organisations.geojson", EH_PARTS_ANYONE, 0, 10, eh_page_organisations_geojson,
	        "those the public may visit" },
	{ EH_GET, "/{place}/wards", EH_PARTS_ANYONE, 0, 0, eh_page_wards, "the wards by name" },
	{ EH_GET, "/{place}/wards/{ward}", EH_PARTS_ANYONE, 0, 0, eh_page_ward, "one sheet for a ward" },
	{ EH_GET, "/{place}/method", EH_PARTS_ANYONE, 0, 0, eh_page_method, "formulae, choices, criticisms" },
	{ EH_GET, "/{place}/sources", EH_PARTS_ANYONE, 0, 0, eh_page_sources, "every batch, its licence, date and refused rows" },
	{ EH_GET, "/{place}/worried", EH_PARTS_ANYONE, 0, 0, eh_page_worried, "whom to tell about a worry" },
	{ EH_GET, "/accessibility", EH_PARTS_ANYONE, 0, 0, eh_page_accessibility, "accessibility statement" },
	{ EH_GET, "/privacy", EH_PARTS_ANYONE, 0, 0, eh_page_privacy, "privacy notice" },
	/* Two keys, the desk, the audit. */
	{ EH_GET, "/{place}/motions", EH_PARTS_ANYONE, 0, 0, eh_page_motions, "all that was proposed" },
	{ EH_GET, "/{place}/motions/{motion}", EH_PARTS_ANYONE, 0, 0, eh_page_motion,
	        "one motion: keys, reasons, what happened" },
	{ EH_POST, "/{place}/motions/{motion}", EH_PARTS_STEWARDS | EH_PARTS_KEEPERS, 0, 0, eh_page_motion_move,
	        "turn a key, refuse, withdraw, reply" },
	{ EH_GET, "/{place}/report/propose", EH_PARTS_STEWARDS | EH_PARTS_KEEPERS, 0, 0, eh_page_propose,
	        "propose to publish the report" },
	{ EH_POST, "/{place}/report/propose", EH_PARTS_STEWARDS | EH_PARTS_KEEPERS, 0, 0, eh_page_propose_now, "propose it" },
	{ EH_POST, "/{place}/report/draft", EH_PARTS_STEWARDS | EH_PARTS_KEEPERS, 0, 12, eh_page_draft_make,
	        "make the draft of the report" },
	{ EH_GET, "/{place}/report/{report}/{file}", EH_PARTS_ANYONE, 0, 0, eh_page_report_file,
	        "a file of a published report; of the draft for those who work on it" },
	{ EH_GET, "/{place}/report/{report}/{folder}/{file}", EH_PARTS_ANYONE, 0, 0, eh_page_report_file_below,
	        "the same in a folder" },
	{ EH_GET, "/{place}/desk", EH_PARTS_STEWARDS | EH_PARTS_KEEPERS | EH_PART_ADMINISTRATOR, 0, 0, eh_page_desk,
	        "what waits for those who work on the list" },
	{ EH_GET, "/{place}/audit", EH_PARTS_ANYONE, 0, 0, eh_page_audit, "who did what; the public part for everybody" },
	{ EH_GET, "/{place}/stale", EH_PARTS_KEEPERS, 0, 60, eh_page_stale, "entries not confirmed for long, and whom to ask" },
	{ EH_POST, "/{place}/stale", EH_PARTS_KEEPERS, 0, 120, eh_page_stale_ask,
	        "ask whoever keeps one whether it is still right" },
	{ EH_GET, "/{place}/stale.csv", EH_PARTS_KEEPERS, 0, 30, eh_page_stale_csv, "the same as CSV" },
	{ EH_GET, "/{place}/local", EH_PARTS_ANYONE, 0, 0, eh_page_local, "what counts as local here, and who decided it" },
	{ EH_POST, "/{place}/local", EH_PARTS_STEWARDS | EH_PARTS_KEEPERS, 0, 20, eh_page_local_propose, "propose to change it" },
	/* Open meetings. */
	{ EH_GET, "/{place}/meetings", EH_PARTS_ANYONE, 0, 0, eh_page_meetings, "open meetings to come and past" },
	{ EH_GET, "/{place}/meetings.ics", EH_PARTS_ANYONE, 0, 30, eh_page_meetings_ics,
	        "the same as a calendar to subscribe to" },
	{ EH_GET, "/{place}/meetings.json", EH_PARTS_ANYONE, 0, 30, eh_page_meetings_json, "the same for machines" },
	{ EH_GET, "/{place}/meetings/{meeting}", EH_PARTS_ANYONE, 0, 0, eh_page_meeting, "one open meeting" },
	{ EH_GET, "/{place}/meetings/{meeting}/ics", EH_PARTS_ANYONE, 0, 30, eh_page_meeting_ics, "the same for a calendar" },
	{ EH_GET, "/{place}/meetings/call", EH_PARTS_STEWARDS | EH_PARTS_KEEPERS, 0, 0, eh_page_meeting_call,
	        "what an open meeting is asked" },
	{ EH_POST, "/{place}/meetings/call", EH_PARTS_STEWARDS | EH_PARTS_KEEPERS, 0, 20, eh_page_meeting_call_now, "call it" },
	{ EH_GET, "/{place}/meetings/{meeting}/change", EH_PARTS_STEWARDS | EH_PARTS_KEEPERS, 0, 0, eh_page_meeting_change,
	        "one of one's own side as it stands" },
	{ EH_POST, "/{place}/meetings/{meeting}/change", EH_PARTS_STEWARDS | EH_PARTS_KEEPERS, 0, 20, eh_page_meeting_change_now,
	        "say it anew" },
	{ EH_GET, "/{place}/meetings/{meeting}/cancel", EH_PARTS_STEWARDS | EH_PARTS_KEEPERS, 0, 0, eh_page_meeting_cancel,
	        "ask before cancelling one of one's own side" },
	{ EH_POST, "/{place}/meetings/{meeting}/cancel", EH_PARTS_STEWARDS | EH_PARTS_KEEPERS, 0, 20, eh_page_meeting_cancel_now,
	        "cancel it, with the reason" },
	{ EH_POST, "/{place}/meetings/{meeting}/held", EH_PARTS_STEWARDS | EH_PARTS_KEEPERS, 0, 20, eh_page_meeting_held,
	        "say that it was held" },
	/* Questions that only a person can settle. */
	{ EH_GET, "/{place}/review", EH_PARTS_KEEPERS, 0, 0, eh_page_review,
	        "the pair that most hangs on, with what speaks for and against" },
	{ EH_POST, "/{place}/review", EH_PARTS_KEEPERS, 0, 0, eh_page_review_answer, "answer it" },
	{ EH_POST, "/{place}/review/undo", EH_PARTS_KEEPERS, 0, 0, eh_page_review_undo, "take the newest answer back" },
	{ EH_GET, "/{place}/review.xlsx", EH_PARTS_KEEPERS, 0, 10, eh_page_review_book, "the questions as a workbook" },
	{ EH_POST, "/{place}/review/workbook", EH_PARTS_KEEPERS, EH_HTTP_MOST_UPLOAD, 10, eh_page_review_read,
	        "read a workbook's answers" },
	/* Bringing a table. */
	{ EH_GET, "/{place}/import", EH_PARTS_KEEPERS, 0, 0, eh_page_import, "bring a list; what was read in before" },
	{ EH_POST, "/{place}/import", EH_PARTS_KEEPERS, EH_HTTP_MOST_UPLOAD, 10, eh_page_import_bring,
	        "take the file apart and look at its columns" },
	{ EH_GET, "/{place}/import/{upload}", EH_PARTS_KEEPERS, 0, 0, eh_page_import_file,
	        "what its columns are taken for and what would come of it; how far reading it is" },
	{ EH_POST, "/{place}/import/{upload}", EH_PARTS_KEEPERS, 0, 0, eh_page_import_run,
	        "try its columns, choose a sheet, read it in, stop that, or give it up" },
	{ EH_GET, "/{place}/batches/{batch}", EH_PARTS_KEEPERS, 0, 0, eh_page_batch,
	        "what came of a file, and its refused rows" },
	{ EH_GET, "/{place}/batches/{batch}/refused.csv", EH_PARTS_KEEPERS, 0, 30, eh_page_batch_refused_csv,
	        "its refused rows as CSV" },
	{ EH_GET, "/{place}/batches/{batch}/undo", EH_PARTS_KEEPERS, 0, 0, eh_page_batch_undo, "what taking it back would do" },
	{ EH_POST, "/{place}/batches/{batch}/undo", EH_PARTS_KEEPERS, 0, 0, eh_page_batch_undo_do,
	        "take it back, or withdraw it" },
	/* Own words, claims, corrections. */
	{ EH_GET, "/{place}/organisations/{org}/correct", EH_PARTS_ANYONE, 0, 0, eh_page_correct, "propose a correction" },
	{ EH_POST, "/{place}/organisations/{org}/correct", EH_PARTS_ANYONE, 0, 20, eh_page_correct_send, "send it" },
	{ EH_GET, "/{place}/organisations/{org}/claim", EH_PARTS_ANYONE, 0, 0, eh_page_claim,
	        "ask to speak for an organisation" },
	{ EH_POST, "/{place}/organisations/{org}/claim", EH_PARTS_ANYONE, 0, 20, eh_page_claim_ask,
	        "send the letter that shows it" },
	{ EH_POST, "/{place}/organisations/{org}/claim/back", EH_PART_SIGNED_IN, 0, 0, eh_page_claim_back,
	        "take one's claim back" },
	{ EH_POST, "/{place}/organisations/{org}/claim/code", EH_PART_SIGNED_IN, 0, 20, eh_page_claim_code,
	        "type in the code of a letter" },
	{ EH_GET, "/{place}/claims/letters", EH_PARTS_KEEPERS, 0, 0, eh_page_claim_letters,
	        "letters with a code that wait to be posted" },
	{ EH_POST, "/{place}/claims/letters", EH_PARTS_KEEPERS, 0, 20, eh_page_claim_letter_print, "show one to print, once" },
	{ EH_POST, "/{place}/organisations/{org}/contest", EH_PART_ORGANISATION, 0, 10, eh_page_claim_contest,
	        "contest a claim: it then waits for both keys" },
	{ EH_GET, "/{place}/organisations/{org}/invite", EH_PARTS_KEEPERS, 0, 0, eh_page_invite,
	        "inviting an organisation to look after its entry" },
	{ EH_POST, "/{place}/organisations/{org}/invite", EH_PARTS_KEEPERS, 0, 10, eh_page_invite_send,
	        "send the invitation to the address that its register publishes" },
	{ EH_GET, "/{place}/invitations", EH_PARTS_KEEPERS, 0, 60, eh_page_invitations,
	        "whom to invite to look after their entry: what would be sent, what was" },
	{ EH_POST, "/{place}/invitations", EH_PARTS_KEEPERS, 0, 60, eh_page_invitations_send, "send it" },
	{ EH_GET, "/{place}/invitations/{run}", EH_PARTS_KEEPERS, 0, 0, eh_page_invitations_run, "what came of each" },
	{ EH_GET, "/{place}/claims", EH_PARTS_STEWARDS | EH_PARTS_KEEPERS, 0, 0, eh_page_claims,
	        "who asks to be vouched for, and what is contested" },
	{ EH_POST, "/{place}/claims", EH_PARTS_STEWARDS | EH_PARTS_KEEPERS, 0, 0, eh_page_claims_propose,
	        "propose to vouch for somebody" },
	{ EH_GET, "/{place}/organisations/{org}/keep", EH_PART_ORGANISATION, 0, 0, eh_page_keep,
	        "what the list says of us, and our own words" },
	{ EH_POST, "/{place}/organisations/{org}/say", EH_PART_ORGANISATION, 0, 0, eh_page_say,
	        "say a field in one's own words" },
	{ EH_POST, "/{place}/organisations/{org}/confirm", EH_PART_ORGANISATION, 0, 0, eh_page_confirm, "still right" },
	{ EH_POST, "/{place}/organisations/{org}/corrections", EH_PART_ORGANISATION, 0, 0, eh_page_correction_decide,
	        "answer a correction of one's entry" },
	{ EH_POST, "/{place}/organisations/{org}/reopen", EH_PART_ORGANISATION | EH_PARTS_KEEPERS, 0, 20, eh_page_reopen,
	        "take back that it has closed" },
	{ EH_GET, "/{place}/organisations/{org}/services", EH_PART_ORGANISATION, 0, 0, eh_page_own_services,
	        "our services, and what we said of them" },
	{ EH_POST, "/{place}/organisations/{org}/services", EH_PART_ORGANISATION, 0, 0, eh_page_own_services_move,
	        "close one, open it again, take back what we said of it" },
	{ EH_GET, "/{place}/organisations/{org}/add-service", EH_PART_ORGANISATION, 0, 0, eh_page_own_service,
	        "what a new service is asked" },
	{ EH_POST, "/{place}/organisations/{org}/add-service", EH_PART_ORGANISATION | EH_SEVERAL, 0, 0, eh_page_own_service_say,
	        "add it to the list" },
	{ EH_GET, "/{place}/organisations/{org}/services/{service}", EH_PART_ORGANISATION, 0, 0, eh_page_own_service,
	        "one service as it stands" },
	{ EH_POST, "/{place}/organisations/{org}/services/{service}", EH_PART_ORGANISATION | EH_SEVERAL, 0, 0,
	        eh_page_own_service_say, "say it in our own words" },
	{ EH_GET, "/{place}/organisations/{org}/colleagues", EH_PART_ORGANISATION, 0, 0, eh_page_colleagues,
	        "who keeps this entry" },
	{ EH_POST, "/{place}/organisations/{org}/colleagues", EH_PART_ORGANISATION, 0, 20, eh_page_colleague_add,
	        "let somebody help" },
	{ EH_GET, "/{place}/organisations/{org}/colleagues/end", EH_PART_ORGANISATION, 0, 0, eh_page_colleague_end_ask,
	        "what ending that, or leaving, does" },
	{ EH_POST, "/{place}/organisations/{org}/colleagues/end", EH_PART_ORGANISATION, 0, 0, eh_page_colleague_end,
	        "end that, or leave" },
	{ EH_GET, "/{place}/organisations/{org}/hide", EH_PART_ORGANISATION | EH_PARTS_STEWARDS | EH_PARTS_KEEPERS, 0, 0,
	        eh_page_hiding, "what is hidden of an entry" },
	{ EH_POST, "/{place}/organisations/{org}/hide", EH_PART_ORGANISATION | EH_PARTS_STEWARDS | EH_PARTS_KEEPERS, 0, 0,
	        eh_page_hiding_move, "hide something at once; show it again, or propose that" },
	{ EH_GET, "/{place}/organisations/{org}/shared", EH_PART_ORGANISATION, 0, 0, eh_page_pairs,
	        "services of others that share ground with ours" },
	{ EH_GET, "/{place}/organisations/{org}/shared/{mine}/{other}", EH_PART_ORGANISATION, 0, 0, eh_page_pair,
	        "one such pair: what both say of it" },
	{ EH_POST, "/{place}/organisations/{org}/shared/{mine}/{other}", EH_PART_ORGANISATION, 0, 0, eh_page_pair_say,
	        "say what it is, and whether it may be shown" },
	{ EH_GET, "/{place}/corrections", EH_PARTS_KEEPERS, 0, 0, eh_page_corrections,
	        "corrections of entries that nobody keeps" },
	{ EH_POST, "/{place}/corrections", EH_PARTS_KEEPERS, 0, 0, eh_page_corrections_decide, "answer one of them" },
	{ EH_GET, "/{place}/answers", EH_PARTS_ANYONE, 0, 0, eh_page_answers,
	        "how quickly corrections are answered, and by whom" },
	{ EH_POST, "/{place}/answers", EH_PARTS_KEEPERS, 0, 20, eh_page_answers_move,
	        "take it on to answer them, by name; give it up" },
	{ EH_POST, "/{place}/organisations/{org}/tell", EH_PART_ORGANISATION, 0, 20, eh_page_tell_keepers,
	        "tell the keepers of the list what is wrong, unknown or missing" },
	/* Groups told of by hand. */
	{ EH_GET, "/{place}/add", EH_PARTS_ANYONE, 0, 0, eh_page_add, "tell of a group that is on no register" },
	{ EH_POST, "/{place}/add", EH_PARTS_ANYONE, 0, 20, eh_page_add_tell, "add it; from visitors it waits" },
	{ EH_GET, "/{place}/added", EH_PARTS_KEEPERS | EH_PARTS_STEWARDS, 0, 0, eh_page_added,
	        "groups told of by hand, those waiting first" },
	{ EH_POST, "/{place}/added", EH_PARTS_KEEPERS | EH_PARTS_STEWARDS, 0, 0, eh_page_added_decide,
	        "list one, decline it, take it back" },
	{ EH_GET, "/told/{letter}", EH_PARTS_ANYONE, 0, 60, eh_page_told,
	        "what the letter to a group that others told of opens; changes nothing" },
	{ EH_POST, "/told/{letter}", EH_PARTS_ANYONE, 0, 20, eh_page_told_leave, "take what was told off the list" },
	/* People, jobs, backups; stewards. */
	{ EH_GET, "/{place}/admin/people", EH_PART_ADMINISTRATOR, 0, 0, eh_page_admin_people, "who may do what" },
	{ EH_POST, "/{place}/admin/people", EH_PART_ADMINISTRATOR, 0, 30, eh_page_admin_invite, "invite somebody" },
	{ EH_GET, "/{place}/admin/people/end", EH_PART_ADMINISTRATOR, 0, 0, eh_page_admin_end_ask, "what ending a role does" },
	{ EH_POST, "/{place}/admin/people/end", EH_PART_ADMINISTRATOR, 0, 0, eh_page_admin_end, "end a role" },
	{ EH_GET, "/{place}/admin/jobs", EH_PART_ADMINISTRATOR, 0, 0, eh_page_admin_jobs, "work behind the pages" },
	{ EH_POST, "/{place}/admin/jobs", EH_PART_ADMINISTRATOR, 0, 0, eh_page_admin_job_move,
	        "cancel a job, or queue it again" },
	{ EH_GET, "/{place}/admin/backups", EH_PART_ADMINISTRATOR, 0, 0, eh_page_admin_backups, "backups that there are" },
	{ EH_POST, "/{place}/admin/backups", EH_PART_ADMINISTRATOR, 0, 10, eh_page_admin_back_up, "ask for one" },
	{ EH_GET, "/{place}/admin/places", EH_PART_ADMINISTRATOR, 0, 0, eh_page_admin_places, "the places of this installation" },
	{ EH_POST, "/{place}/admin/places", EH_PART_ADMINISTRATOR, 0, 20, eh_page_admin_place_add, "add one" },
	{ EH_POST, "/{place}/admin/places/rename", EH_PART_ADMINISTRATOR, 0, 20, eh_page_admin_place_rename,
	        "call one otherwise" },
	{ EH_GET, "/{place}/stewards", EH_PARTS_STEWARDS | EH_PARTS_KEEPERS | EH_PART_ADMINISTRATOR, 0, 0, eh_page_stewards,
	        "who holds keys, and who is to" },
	{ EH_POST, "/{place}/stewards", EH_PARTS_STEWARDS | EH_PARTS_KEEPERS, 0, 10, eh_page_steward_name, "name a steward" },
	{ EH_POST, "/{place}/stewards/confirm", EH_PARTS_STEWARDS, 0, 10, eh_page_steward_confirm, "confirm one" },
	/* Signing in and one's account. */
	{ EH_GET, "/sign-in", EH_PARTS_ANYONE, 0, 0, eh_page_signin, "ask for a letter to sign in with" },
	{ EH_POST, "/sign-in", EH_PARTS_ANYONE, 0, 20, eh_page_signin_ask, "send the letter" },
	{ EH_GET, "/sign-in/code", EH_PARTS_ANYONE, 0, 0, eh_page_signin_code, "type the letter's code" },
	{ EH_POST, "/sign-in/code", EH_PARTS_ANYONE, 0, 20, eh_page_signin_try, "sign in with the code" },
	{ EH_GET, "/sign-in/link/{link}", EH_PARTS_ANYONE, 0, 60, eh_page_signin_link,
	        "what the letter's link opens; changes nothing" },
	{ EH_POST, "/sign-in/link/{link}", EH_PARTS_ANYONE, 0, 20, eh_page_signin_link_use, "sign in with the link" },
	{ EH_GET, "/sign-in/factor", EH_PARTS_ANYONE, 0, 0, eh_page_factor, "the second step: half-way sessions alone" },
	{ EH_POST, "/sign-in/factor", EH_PARTS_ANYONE, 0, 20, eh_page_factor_try, "check the authenticator's code" },
	{ EH_GET, "/sign-in/enrol", EH_PARTS_ANYONE, 0, 20, eh_page_enrol, "set up an authenticator: half-way sessions alone" },
	{ EH_POST, "/sign-in/enrol", EH_PARTS_ANYONE, 0, 20, eh_page_enrol_confirm, "confirm the authenticator" },
	{ EH_POST, "/sign-out", EH_PARTS_ANYONE, 0, 0, eh_page_signout, "end the session" },
	{ EH_GET, "/account", EH_PART_SIGNED_IN, 0, 0, eh_page_account, "one's roles, devices and data" },
	{ EH_GET, "/work", EH_PART_SIGNED_IN, 0, 0, eh_page_work, "on to one's desk, one's organisation or one's account" },
	{ EH_POST, "/account/sessions/end", EH_PART_SIGNED_IN, 0, 0, eh_page_session_end, "sign another device out" },
	{ EH_GET, "/account/data", EH_PART_SIGNED_IN, 0, 5, eh_page_account_data, "all that is kept of oneself" },
	{ EH_GET, "/account/erase", EH_PART_SIGNED_IN, 0, 0, eh_page_account_erase, "ask before erasing" },
	{ EH_POST, "/account/erase", EH_PART_SIGNED_IN, 0, 0, eh_page_account_erase_now, "erase all that is kept of oneself" },
	{ EH_GET, "/invited/{letter}", EH_PARTS_ANYONE, 0, 60, eh_page_invited,
	        "what the letter that invites opens; changes nothing" },
	{ EH_POST, "/invited/{letter}", EH_PARTS_ANYONE, 0, 20, eh_page_invited_press, "ask for the entry" },
	{ EH_GET, "/invited/{letter}/stop", EH_PARTS_ANYONE, 0, 60, eh_page_invited_stop,
	        "ask before ending these letters; changes nothing" },
	{ EH_POST, "/invited/{letter}/stop", EH_PARTS_ANYONE | EH_BY_ADDRESS, 0, 20, eh_page_invited_stop_now,
	        "end these letters, or have them again" },
	{ EH_GET, "/still-right/{letter}", EH_PARTS_ANYONE, 0, 60, eh_page_still_right,
	        "what the letter about an entry opens; changes nothing" },
	{ EH_POST, "/still-right/{letter}", EH_PARTS_ANYONE | EH_BY_ADDRESS, 0, 20, eh_page_still_right_say,
	        "confirm the entry in one press" },
	{ EH_GET, "/unsubscribe/{letter}", EH_PARTS_ANYONE, 0, 60, eh_page_letters,
	        "what a letter's link opens; changes nothing" },
	{ EH_POST, "/unsubscribe/{letter}", EH_PARTS_ANYONE | EH_BY_ADDRESS, 0, 20, eh_page_letters_end,
	        "end letters of a kind, or have them again" },
	{ EH_POST, "/demo/be", EH_PARTS_ANYONE, 0, 60, eh_page_demo_be,
	        "be one of a demonstration's invented people; not there otherwise" },
	{ EH_GET, "/outbox", EH_PARTS_ANYONE, 0, 0, eh_page_outbox, "the letters of a demonstration; not there otherwise" },
	{ 0 },
};

static const struct {
	int status;
	const char *heading;
} HEADINGS[] = {
	{ 400, EH_T("That could not be read") },
	{ 401, EH_T("You need to sign in") },
	{ 403, EH_T("You cannot do that") },
	{ 404, EH_T("Page not found") },
	{ 405, EH_T("That cannot be done at this address") },
	{ 409, EH_T("Something has changed meanwhile") },
	{ 413, EH_T("That is too large") },
	{ 429, EH_T("Too often in a short time") },
	{ 500, EH_T("Sorry, there is a problem with this site") },
};

/* A place is there before its list is made: what needs the list is then not missing, but not ready. */
static bool list_is_made(struct eh_request *request)
{
	struct eh_error ignored = { 0 };
	struct eh_q_build_get build;

	return eh_q_build_get(request->db, request->arena, &build, &ignored) != EH_NOT_FOUND;
}

static enum eh_rc error_page(struct eh_request *request, struct eh_response *response, const char *why)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_error ignored = { 0 };

	/* A page that asks for signing in leads there, and back afterwards. */
	if (response->status == 401 && request->method == EH_GET)
		return eh_response_redirect(response, eh_arena_printf(request->arena, "/sign-in?to=%.*s", EH_FMT(request->path)));
	const char *heading = EH_T("Sorry, there is a problem");
	struct eh_view view;

	for (size_t i = 0; i < sizeof HEADINGS / sizeof *HEADINGS; i++)
		if (HEADINGS[i].status == response->status)
			heading = HEADINGS[i].heading;
	/* A place that does not exist has no page of its own. */
	if (eh_view_begin(request, response, eh_str_of(heading), &view, &ignored) < 0) {
		request->route = NULL;
		EH_TRY(eh_view_begin(request, response, eh_str_of(heading), &view, &ignored));
	}
	if (response->status == 404 && view.place.n && request->route && !list_is_made(request)) {
		response->status = 503;
		heading = EH_T("Not ready yet");
		view.title = eh_str_of(heading);
		why = EH_T("The list of this place has not been made yet. Please come back later.");
	}
	if (response->status == 404 && !*why)
		why = EH_T("If you typed the address, check that it is right. If you followed a link, it may be old.");
	eh_html_error_page(&page, &view, heading, why, response->status >= 500 && response->status != 503 ? request->id : "");
	return eh_view_send(&page, response, &ignored);
}

enum eh_rc eh_web_new(const struct eh_web_options *options, struct eh_web **ret_web, struct eh_error *err)
{
	struct eh_web *web = eh_alloc_zero(1, sizeof *web);

	if (!web)
		return eh_fail_memory(err);
	web->options = *options;
	if (!web->options.program)
		web->options.program = "/proc/self/exe";
	web->reports = eh_publish_root(&web->arena, options->store).p;
	if (!web->reports) {
		eh_web_free(web);
		return eh_fail_memory(err);
	}
	web->site = (struct eh_site){ .routes = eh_web_routes,
		.context = web,
		.store = options->store,
		.base_url = options->base_url,
		.identify = eh_web_identify,
		.admit = eh_web_admit,
		.error_page = error_page,
		.log = options->log };
	enum eh_rc rc = eh_secret_open(options->store, true, &web->secret, err);
	if (rc >= 0)
		rc = eh_snapshots_new(options->threads, &web->snapshots, err);
	if (rc >= 0 && options->tiles)
		rc = eh_tiles_read(options->tiles, &web->tiles, err);
	if (rc >= 0 && options->contacts)
		rc = eh_contacts_read(options->contacts, &web->contacts, err);
	if (rc >= 0)
		rc = eh_search_new(&web->search, err);
	if (rc >= 0 && options->demo)
		rc = eh_outbox_new(&web->outbox, err);
	if (rc < 0) {
		eh_web_free(web);
		return rc;
	}
	*ret_web = web;
	return EH_OK;
}

enum eh_rc eh_web_without_contact(struct eh_web *web, struct eh_db *db, bool safeguarding, struct eh_arena *arena,
        struct eh_str *ret_names, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_buf names EH_CLEANUP_BUF = { 0 };
	struct eh_q_place_list row;
	enum eh_rc rc;

	EH_TRY(eh_q_place_list(db, &cursor, err));
	while ((rc = eh_q_place_list_next(&cursor, &row, err)) == EH_OK) {
		const struct eh_contacts *contacts = eh_contacts_of(web->contacts, row.place_id);
		if (contacts && (safeguarding ? contacts->safeguarding : contacts->list).name.n)
			continue;
		if (eh_buf_printf(&names, "%s%.*s", names.n ? ", " : "", EH_FMT(row.name)) < 0)
			return eh_fail_memory(err);
	}
	EH_TRY(rc);
	*ret_names = names.n ? eh_arena_str(arena, eh_buf_str(&names)) : EH_STR("");
	return eh_arena_check(arena, EH_OK, err);
}

void eh_web_free(struct eh_web *web)
{
	if (!web)
		return;
	eh_search_free(web->search);
	eh_snapshots_free(web->snapshots);
	eh_outbox_free(web->outbox);
	eh_tiles_free(web->tiles);
	eh_contacts_free(web->contacts);
	eh_secret_finish(&web->secret);
	eh_arena_finish(&web->arena);
	eh_free(web);
}

const struct eh_site *eh_web_site(const struct eh_web *web) { return &web->site; }

/* The index is read into memory for the first search: let that be ours. */
static enum eh_rc warm_search(struct eh_web *web, struct eh_db *db, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_search_results results;
	const struct eh_search_query everything = { .now = eh_clock_now(), .count = 1 };
	enum eh_rc rc = eh_search_run(web->search, db, &everything, &arena, &results, err);

	return rc == EH_NOT_FOUND ? EH_OK : rc; /* no list was made yet */
}

enum eh_rc eh_web_warm(struct eh_web *web, struct eh_error *err)
{
	struct eh_db *db EH_CLEANUP_DB = NULL, *list EH_CLEANUP_DB = NULL;
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_place_list row;
	struct eh_snapshot *snapshot;
	enum eh_rc rc;

	EH_TRY(eh_db_open(web->options.store, EH_DB_READ, &list, err));
	EH_TRY(eh_db_open(web->options.store, web->options.demo ? EH_DB_WRITE : EH_DB_READ, &db, err));
	EH_TRY(eh_q_place_list(list, &cursor, err));
	while ((rc = eh_q_place_list_next(&cursor, &row, err)) == EH_OK) {
		if (web->options.demo)
			EH_TRY(eh_demo_fill(db, eh_clock_now(), row.place_id, row.council_code, err));
		rc = eh_snapshot_get(web->snapshots, db, row.place_id, row.council_code, &snapshot, err);
		if (rc == EH_NOT_FOUND) /* its pages will say what is missing */
			continue;
		EH_TRY(rc);
		if (web->options.demo)
			rc = eh_demo_neighbours(db, eh_clock_now(), &snapshot->analysis, err);
		eh_snapshot_release(web->snapshots, snapshot);
		EH_TRY(rc);
	}
	return rc < 0 ? rc : warm_search(web, db, err);
}

enum eh_rc eh_web_write_access(FILE *out)
{
	fprintf(out, "# Who may use which page\n\nMade from the table of routes (`evenhand serve --access`); a test asks every "
	             "page as every part. Somebody may be several at\n"
	             "once. Where the address names an organisation, \"organisation\" is whoever keeps that entry; the others "
	             "are of the place it names.\n\n"
	             "| method | address | what for |");
	for (size_t i = 0; i < EH_PART_COUNT; i++)
		fprintf(out, " %s |", eh_part_names[i]);
	fprintf(out, "\n|---|---|---|");
	for (size_t i = 0; i < EH_PART_COUNT; i++)
		fprintf(out, ":-:|");
	for (const struct eh_route *route = eh_web_routes; route->pattern; route++) {
		fprintf(out, "\n| %s | `%s` | %s |", route->method == EH_POST ? "POST" : "GET", route->pattern, route->help);
		for (size_t i = 0; i < EH_PART_COUNT; i++)
			fprintf(out, " %s |", route->parts >> i & 1 ? "yes" : "");
	}
	fputc('\n', out);
	return ferror(out) ? EH_IO : EH_OK;
}
