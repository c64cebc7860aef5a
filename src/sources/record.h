/* record.h: one row of one publisher's file, normalised. Every reader in `sources` makes these, `register` lives on them.
 *
 * All text belongs to the reader's row arena: it is valid until the reader's next row. Absent text is {NULL, 0}. Personal data
 * (e-mails, phones and addresses of people, contact names) goes into the fields named private_…, which are stored apart and
 * never shown or exported. */
#ifndef EH_SOURCES_RECORD_H
#define EH_SOURCES_RECORD_H

#include "base/base.h"

/* What a row's presence in a source says about its organisation and the place. A row may say several. */
enum eh_says {
	EH_SAYS_REGISTERED = 1 << 0, /* has its registered office or contact address here */
	EH_SAYS_WORKS = 1 << 1,      /* says that it works here */
	EH_SAYS_FUNDED = 1 << 2,     /* got a grant for work here */
	EH_SAYS_MEETS = 1 << 3,      /* meets or serves people at the stated address, which may be shown */
	EH_SAYS_SERVES = 1 << 4,     /* offers a service to people here */
};

enum eh_record_what {
	EH_RECORD_ORGANISATION, /* a register entry, a club in a directory */
	EH_RECORD_SERVICE,      /* a service or a venue, by an organisation named in the row or itself */
	EH_RECORD_GRANT,        /* a grant to an organisation */
	EH_RECORD_SUPPLIER,     /* a payee: evidence for linkage only, most are no VCS bodies */
};

enum eh_record_status { EH_STATUS_UNKNOWN, EH_STATUS_ACTIVE, EH_STATUS_CLOSED };

enum eh_name_kind { EH_NAME_OTHER, EH_NAME_WORKING, EH_NAME_FORMER, EH_NAME_ACRONYM, EH_NAME_VENUE };

struct eh_record_name {
	struct eh_str name;
	enum eh_name_kind kind;
};

/* An identifier with its org-id.guide prefix: {"GB-CHC", "1129832"}. A linked (subsidiary) charity of the main charity 200047 is
 * {"GB-CHC", "200047-4"}; main charities have no suffix. Leading zeros of charity numbers are dropped, company numbers are
 * padded to eight ("00738693"), letters upper case. An identifier without a known scheme has the scheme "" and is evidence only. */
struct eh_record_id {
	struct eh_str scheme, id;
};

/* A code of a classification: {"GB-CCEW", "207"}, {"UKCAT", "ED101"}, {"ICNPTSO", "B32"}, {"CCNI", "Carers"}, … */
struct eh_record_code {
	struct eh_str scheme, code;
};

enum { EH_RECORD_MAX_NAMES = 64, EH_RECORD_MAX_IDS = 16, EH_RECORD_MAX_CODES = 64, EH_RECORD_MAX_AREAS = 64 };
enum { EH_RECORD_NAME_MOST = 1000 }; /* bytes; a row of a table with a longer one is refused */

struct eh_record {
	struct eh_str
	        key; /* the publisher's id for the row, else its folded name, with the postcode where names repeat; unique in an edition */
	enum eh_record_what what;
	enum eh_record_status status;
	unsigned says; /* enum eh_says: what the reader itself knows; the recipe's `says` is added by the import */

	struct eh_str name; /* of the organisation */
	struct eh_record_name names[EH_RECORD_MAX_NAMES];
	size_t name_count;
	struct eh_record_id ids[EH_RECORD_MAX_IDS];
	size_t id_count;
	struct eh_str parent_scheme, parent_id, parent_name; /* of a branch or linked charity, when the row says so */
	struct eh_str organisation_type; /* as published: "Charitable company", "Community Interest Company", … */

	struct eh_str address;             /* one line, without the postcode where it could be told apart */
	struct eh_str postcode;            /* canonical, or {NULL,0} when there is none or it is none */
	struct eh_str postcode_as_written; /* when something stood there that is no postcode */
	double latitude, longitude;        /* NAN when absent */
	bool address_public;               /* the row says the public may visit here */

	struct eh_str activities; /* free text: what they do, description, category */
	struct eh_record_code codes[EH_RECORD_MAX_CODES];
	size_t code_count;
	struct eh_str areas[EH_RECORD_MAX_AREAS]; /* ONS codes of areas it says it works in ("E08000009"), or "GB", "E92000001" */
	size_t area_count;

	struct eh_str service_name;  /* EH_RECORD_SERVICE, when it differs from the organisation's */
	struct eh_str times;         /* opening hours, as published */
	struct eh_str beneficiaries; /* who it is for, as published */
	double capacity_per_week;    /* NAN when unknown */
	bool at_home_or_online;      /* reaches people where they are: counts by service area, not by distance */

	struct eh_str web;   /* as published; link normalises */
	struct eh_str phone; /* an organisation's own public telephone (registers, directories of services) */
	struct eh_str
	        email_domain; /* "luton-mind.org.uk" of an organisational address: evidence for linkage; no shared providers */

	int32_t date;                /* the row's own date (last modified, award date), else EH_NO_DATE */
	int32_t registered, removed; /* EH_NO_DATE when absent */
	struct eh_str removed_reason;
	int64_t income_pence; /* INT64_MIN when unknown */
	int64_t expenditure_pence;
	int32_t income_year_end;

	/* EH_RECORD_GRANT */
	struct eh_str grant_id, grant_title, grant_description, grant_currency;
	struct eh_str funder_name, funder_scheme, funder_id, programme;
	int64_t grant_pence; /* minor units of grant_currency; INT64_MIN when unknown */
	int32_t award_date;
	int32_t grant_months; /* planned duration; 0 unknown */

	/* Never shown, never exported; kept in the erasable table. */
	struct eh_str private_email, private_phone, private_address, private_contact;

	/* Of a consent column. NOT_ASKED: the file has none; UNKNOWN: it has one and the cell says neither, which means unpublished. */
	enum { EH_CONSENT_NOT_ASKED, EH_CONSENT_UNKNOWN, EH_CONSENT_YES, EH_CONSENT_NO } consent;
};

/* HMRC's register of community amateur sports clubs grants tax relief: a club that is off it may be as alive as before. Its reader says so by
 * this reason beside no status; nothing else of such a record says that the club is there or gone. */
#define EH_LEFT_SPORTS_REGISTER "No longer on HMRC's sports-club register"
static inline bool eh_record_left_sports_register(const struct eh_record *record)
{
	return record->status == EH_STATUS_UNKNOWN && eh_str_eq(record->removed_reason, EH_STR(EH_LEFT_SPORTS_REGISTER));
}

/* An empty record: everything absent. */
void eh_record_init(struct eh_record *record);

/* Adds a name, an identifier, a code or an area; duplicates and what is beyond the maximum are dropped in silence (the maximum is
 * far above anything published). eh_record_add_id takes the publisher's spelling and normalises it. */
void eh_record_add_name(struct eh_record *record, struct eh_str name, enum eh_name_kind kind);
void eh_record_add_id(struct eh_record *record, struct eh_arena *arena, const char *scheme, struct eh_str id);
void eh_record_add_code(struct eh_record *record, const char *scheme, struct eh_str code);
void eh_record_add_area(struct eh_record *record, struct eh_str code);

/* As JSON, only what is present, without the private fields; and back. The store keeps records this way. Round trip is exact. */
enum eh_rc eh_record_to_json(const struct eh_record *record, struct eh_buf *out);
enum eh_rc eh_record_from_json(struct eh_str json, struct eh_arena *arena, struct eh_record *ret_record, struct eh_error *err);

/* The private fields alone; nothing at all when there are none. They go into the store's erasable table. */
enum eh_rc eh_record_private_to_json(const struct eh_record *record, struct eh_buf *out);

#endif
