/* commands.c: the one table of commands. Help, man pages, completion and the dispatch are all made from it. */
#include "cli.h"

#define END                                                                                                                      \
	{                                                                                                                        \
		NULL, NULL, NULL                                                                                                 \
	}
#define PLACE                                                                                                                    \
	{                                                                                                                        \
		"place", "PLACE", "only this place: its name, identifier or council code"                                        \
	}
#define AS_OF                                                                                                                    \
	{                                                                                                                        \
		"as-of", "DATE", "as the sources had it on that day"                                                             \
	}

static const struct eh_option NONE[] = { END };

static const struct eh_option IMPORT[] = {
	{ "kind", "KIND", "what the file is (default: spreadsheet); see below" },
	{ "source", "NAME", "name of the source, one for all its editions (default: the register's, else the file's name)" },
	{ "date", "DATE", "date of the data (default: the file's own)" },
	{ "edition", "HOW", "whole: rows no longer in it are gone; additions: they stay" },
	{ "publisher", "TEXT", "who publishes it" },
	{ "licence", "TEXT", "under what terms it may be used" },
	{ "attribution", "TEXT", "the line its licence asks for" },
	{ "place", "PLACE", "the place that the file speaks of" },
	{ "says", "WORDS", "what being in it says: registered works funded meets serves" },
	{ "rows", "WHAT", "organisations, services, grants or suppliers" },
	{ "owner", "NAME", "who may withdraw it (default: the publisher)" },
	{ "terms", "TERMS", "\"match only\", list (default) or publish" },
	{ "mapping", "FILE", "which column is what (made by --guess or --save-mapping)" },
	{ "save-mapping", "FILE", "keep what each column was taken for, as a mapping to edit and use again" },
	{ "sheet", "NAME", "read only this sheet" },
	{ "member", "NAME", "read only this file of a zip archive" },
	{ "table", "NAME", "charity-commission: which table the file holds" },
	{ "guess", NULL, "show what each column is taken for, as a mapping to edit; import nothing" },
	{ "dry-run", NULL, "try everything and take it back" },
	{ "register", NULL, "the file is a register of organisations, not a list that somebody keeps of some" },
	{ "drawing-only", NULL, "areas: boundaries simplified for drawing, in which no points are looked up" },
	END,
};

static const struct eh_option UPDATE[] = {
	{ "data", "DIR", "where the files lie (default: EVENHAND_DATA, else the recipe's folder)" },
	{ "dry-run", NULL, "say what would be imported; change nothing" },
	END,
};

static const struct eh_option BUILD[] = {
	{ "force", NULL, "build the whole list, even when little or nothing has changed" },
	{ "retrain", NULL, "learn linkage anew from all records of today, and build the whole list with that" },
	{ "threads", "N", "use so many processors (default: all)" },
	END,
};

static const struct eh_option ORGANISATIONS[] = {
	PLACE,
	AS_OF,
	{ "status", "STATUS", "active, closed or unknown" },
	{ "need", "NEED", "only those that help with this need" },
	{ "csv", NULL, "print CSV" },
	END,
};

static const struct eh_option SEARCH[] = {
	PLACE,
	{ "need", "NEED", "only those that help with this need; several: any of them" },
	{ "people", "PEOPLE", "only those that help these people; several: any of them" },
	{ "ward", "WARD", "only in this ward, by name or code; several: any of them" },
	{ "scale", "SCALE", "local, regional, national, wider or unknown; several: any of them" },
	{ "size", "SIZE",
	        "by income a year: micro (under £10,000), small (to £100,000), medium (to £1 million), large or unknown; "
	        "several: any" },
	{ "kind", "KIND", "organisation or service (default: both)" },
	{ "status", "STATUS", "active, unknown, closed or all (default: all but closed)" },
	{ "near", "POSTCODE", "by distance from a postcode, or the beginning of one: M33" },
	{ "within", "METRES", "with a postcode: no farther than this" },
	{ "since", "DATE", "last confirmed on this day or later" },
	{ "open-now", NULL, "only those known to be open at this moment" },
	{ "telephone", NULL, "only those with a telephone for the public" },
	{ "order", "ORDER", "best (default), residents, name, confirmed or distance" },
	{ "as-typed", NULL, "correct no spelling, and take no postcode out of the words" },
	{ "page", "N", "which page (default: 1)" },
	{ "count", "N", "how many on a page (default: 20, at most 100)" },
	{ "csv", "FILE", "also write what was found to a file" },
	END,
};

static const struct eh_option SHOW[] = { AS_OF, END };

static const struct eh_option OVERLAPS[] = {
	PLACE,
	AS_OF,
	{ "need", "NEED", "only this need" },
	{ "published", NULL, "what may be published: counts by need and ward, none under five" },
	{ "csv", NULL, "print CSV" },
	END,
};

static const struct eh_option GAPS[] = {
	PLACE,
	AS_OF,
	{ "need", "NEED", "only this need" },
	{ "all", NULL, "every area and need, not the gaps alone (always so with --json and --csv)" },
	{ "csv", NULL, "print CSV" },
	END,
};

static const struct eh_option COMPLETENESS[] = { PLACE, AS_OF, { "csv", NULL, "print CSV" }, END };

static const struct eh_option REPORT[] = {
	PLACE,
	AS_OF,
	{ "out", "DIR", "where to write (default: report)" },
	{ "draft", NULL, "name pairs that share ground; marked as not agreed, not for publication" },
	END,
};

static const struct eh_option CLASSIFY[] = {
	{ "csv", "FILE", "a file with the columns id, name, activities (- for standard input)" },
	{ "scheme", "SCHEME", "evenhand (default) or ukcat" },

	END,
};

static const struct eh_option MATCH[] = {
	{ "out", "DIR", "where to write (- : only the pairs, on standard output)" },
	{ "columns", "LIST", "what columns are: HEADING:TYPE,… (default: from headings and contents)" },
	{ "id", "COLUMN", "names the rows (default: their number, from 1)" },
	{ "model", "FILE", "use this model.json instead of training" },
	{ "one-to-one", "HOW", "of two files: auto, yes or no" },
	{ "truth", "FILE", "measure against row,cluster or id_a,id_b; or column:NAME" },
	{ "threads", "N", "use so many processors (default: all)" },
	{ "seed", "S", "another number, other pairs drawn by chance" },
	{ "memory", "MB", "stop rather than use more" },
	{ "export-splink", "FILE", "write the model as settings of Splink 4 too, and beside them what they cannot express" },
	END,
};

static const struct eh_option COMPARE[] = {
	{ "type", "TYPE", "what the values are (default: organisation)" },
	{ "csv", "FILE", "pairs from the columns left and right; writes left,right,weight,probability,decision" },
	{ "svg", NULL, "draw the waterfall" },
	END,
};

static const struct eh_option REVIEW[] = {
	{ "list", NULL, "print the queue, most pressing first" },
	{ "limit", "N", "with --list and --xlsx: only the first so many" },
	{ "csv", NULL, "print the queue as CSV" },
	{ "decide", NULL, "keep one answer: --decide RECORD RECORD same|different|unsure" },
	{ "note", "TEXT", "why, kept with the answer" },
	{ "person", "NAME", "who answers (default: EVENHAND_PERSON, else the login name)" },
	{ "undo", NULL, "take the newest answer back" },
	{ "xlsx", "FILE", "write the queue as a workbook to answer in" },
	{ "read", "FILE", "take the answers of such a workbook" },
	END,
};

static const struct eh_option SERVE[] = {
	{ "port", "N", "port to listen on (default 8080)" },
	{ "address", "ADDRESS", "address to listen on (default 127.0.0.1: this machine alone)" },
	{ "base-url", "URL",
	        "how people reach the site, for links in e-mails and for the checks of forms (default http://localhost:PORT)" },
	{ "metrics-port", "N", "serve /metrics for Prometheus at this port of 127.0.0.1" },
	{ "threads", "N", "workers (default: as many as processors)" },
	{ "log", NULL,
	        "one line a request on standard error: time, address pattern, status, bytes, microseconds; nothing of who or "
	        "what was asked" },
	{ "update", "RECIPE", "read in each day what has changed of the files that it names; may be given several times" },
	{ "data", "DIR", "the folder of its files, behind its --update (default: where the recipe lies)" },
	{ "backups", "DIR", "a backup every night into this folder, the newest seven kept" },
	{ "tiles", "FILE",
	        "street maps under the shapes, for each place that has a source of its own: [PLACE], tiles =, attribution =" },
	{ "contacts", "FILE",
	        "whom readers write to or ring, for each place: [PLACE], name =, email =, safeguarding = (docs/CONTACTS.md)" },
	{ "mail-server", "URL", "smtp://HOST:PORT or smtps://HOST (default: letters wait)" },
	{ "mail-from", "ADDRESS", "the sender's address" },
	{ "mail-user", "NAME", "the name to give to the mail server" },
	{ "mail-password-file", "FILE", "its password, in a file that only you may read" },
	{ "mail-plain", NULL, "without TLS: for a mail server on this machine" },
	{ "access", NULL, "print who may use which page, as a table in Markdown, and end" },
	{ "demo", NULL, "for trying out: an outbox page in place of e-mail" },
	{ NULL, NULL, NULL },
};
static const struct eh_option LEND[] = {
	{ "against", "PUBLIC", "a public list with charity or company numbers (default: the list in the store)" },
	{ "out", "FILE", "where to write what may be shown (- : standard output)" },
	{ "columns", "LIST", "what columns of MINE are: HEADING:TYPE,… (default: from headings and contents)" },
	{ "id", "COLUMN", "the column of PUBLIC with its identifiers (default: found)" },
	{ "threads", "N", "use so many processors (default: all)" },
	END,
};

static const struct eh_option BATCHES[] = {
	PLACE,
	{ "refused", NULL, "the refused rows of one batch, as CSV" },
	{ "changes", NULL, "what one batch added, changed or made to go, as CSV" },
	{ "withdraw", NULL, "its owner withdraws one batch: rows and personal data go, the line in this list stays" },
	END,
};

static const struct eh_option UNDO[] = { { "no-build", NULL, "leave building the list for later" }, END };

static const struct eh_option GENERATE[] = {
	{ "organisations", "N", "town: how many (default: 600)" },
	{ "rows", "N", "records: how many (default: 10,000)" },
	{ "seed", "S", "another number, another town (default: 1)" },
	{ "out", "DIR", "where to write (default: example-town or example-records)" },
	END,
};

static const struct eh_option PEOPLE[] = {
	{ "name", "NAME", "add: the person's name" },
	{ "role", "ROLE", "role, end: officer, infrastructure, administrator, holder or colleague" },
	{ "place", "PLACE", "role, end: of this place; without it an administrator is one of the whole installation" },
	{ "organisation", "ID", "role, end: of this organisation" },
	{ "why", "TEXT", "kept in the audit" },
	{ "csv", NULL, "print CSV" },
	END,
};

static const struct eh_option STEWARDS[] = {
	PLACE,
	{ "side", "SIDE", "enrol: council or sector" },
	{ "organisation", "ID", "enrol: the organisation on the place's list that a steward of the sector comes from" },
	{ "csv", NULL, "print CSV" },
	END,
};

static const struct eh_option AUDIT[] = {
	PLACE,
	{ "subject", "KIND[:ID]", "only what was done to these: motion, motion:12, organisation:GB-CHC-1129832" },
	{ "since", "DATE", "only from this day on" },
	{ "public", NULL, "only what everybody may read, as everybody reads it" },
	{ "limit", "N", "so many rows, newest first (default: 1,000)" },
	{ "known", "HEAD", "verify: a head that you kept, as audit head printed it" },
	{ "csv", NULL, "print CSV" },
	END,
};

static const struct eh_option RESTORE[] = {
	{ "to", "STORE", "the store that is to hold it (default: the one that --db names)" },
	{ "force", NULL, "in place of the store that is there" },
	{ "erased", "FILE", "a note of erasures to replay too (STORE.erased of the store that was lost)" },
	{ "no-erased", NULL, "also where no note of erasures is found: whoever was erased since is known again" },
	END,
};

static const struct eh_option JOBS[] = {
	{ "state", "STATE", "only these: queued, running, done, failed or cancelled" },
	{ "csv", NULL, "print CSV" },
	END,
};

static const struct eh_option WORKER[] = {
	{ "once", NULL, "run what is due, and end" },
	{ "update", "RECIPE", "read in each day what has changed of the files that it names; may be given several times" },
	{ "data", "DIR", "the folder of its files, behind its --update (default: where the recipe lies)" },
	{ "backups", "DIR", "a backup every night into this folder, the newest seven kept" },
	{ "base-url", "URL", "how people reach the site, for links in letters" },
	{ "mail-server", "URL", "smtp://HOST:PORT or smtps://HOST (default: letters wait)" },
	{ "mail-from", "ADDRESS", "the sender's address" },
	{ "mail-user", "NAME", "the name to give to the mail server" },
	{ "mail-password-file", "FILE", "its password, in a file that only you may read" },
	{ "mail-plain", NULL, "without TLS: for a mail server on this machine" },
	END,
};

static const struct eh_option STATUS[] = { { "check", NULL, "check the whole store for damage" }, END };

static const struct eh_option HELP[] = {
	{ "man", NULL, "print a man page" },
	{ "completion", "SHELL", "print the completion script for bash, zsh or fish" },
	{ "list", NULL, "print the names of the commands" },
	END,
};

const struct eh_command eh_commands[] = {
	{ "init", "", "make an empty store",
	        "Makes the file that holds everything. The other commands that write make it too when it is not there.",
	        "evenhand --db town.db init", NONE, eh_cmd_init },
	{ "import", "FILE", "read one publisher's file into the store",
	        "One import is one batch: it is kept whole or not at all, and undo takes it back exactly. The same file twice "
	        "changes\n"
	        "nothing. A newer edition of a source supersedes the older: what came, changed and went is counted and listed by "
	        "batches.\n"
	        "Rows that cannot be kept are listed with line, column and reason (evenhand batches N --refused).\n\n"
	        "Kinds of file:\n"
	        "  spreadsheet         any CSV, XLSX or ODS; columns are recognised (look with --guess)\n"
	        "  charity-commission  tables of the register's public extract, JSON or tab-separated\n"
	        "  ccni, oscr, casc    the registers of Northern Ireland and Scotland, and of sports clubs\n"
	        "  companies-house     the basic company data CSV\n"
	        "  360giving           grants as CSV, XLSX or JSON\n"
	        "  open-referral       an Open Referral UK feed saved as JSON, 1.0 or 3.0\n"
	        "  postcodes           ONSPD, NSPL, Code-Point Open or a plain list\n"
	        "  areas               boundaries as GeoJSON, or a look-up table of areas\n"
	        "  need, population    any table by LSOA, 2011 or 2021\n\n"
	        ".gz and .zip are read as they are.",
	        "evenhand import clubs.xlsx --place trafford --says meets --publisher \"Trafford Council\"", IMPORT,
	        eh_cmd_import },
	{ "update", "RECIPE", "import what is new for a place, rebuild the list, say what changed",
	        "A recipe names a place and its sources. Files that were imported before are passed over.",
	        "evenhand update places/trafford.ini --data ../data", UPDATE, eh_cmd_update },
	{ "build", "", "make the list from all records",
	        "Links records to organisations, places and classifies them. Does nothing when nothing has changed since the "
	        "last time.\n\n"
	        "The first build of 1,200 records or more learns how to link them; later ones keep to that until --retrain, so "
	        "that\n"
	        "adding records changes what they concern and nothing else. Of lists of 10,000 records and more only that part "
	        "is\n"
	        "worked out again. Merges and splits are told with the record that caused them.",
	        "evenhand build", BUILD, eh_cmd_build },
	{ "organisations", "", "the list",
	        "Those registered, working or serving in the place.\n\n"
	        "Values of status: active, closed, unknown. Values of scale: local (one council's area), regional (two to nine), "
	        "national\n"
	        "(ten or more), wider (beyond one council, how far is not known), unknown.",
	        "evenhand organisations --place trafford --json", ORGANISATIONS, eh_cmd_organisations },
	{ "search", "[WORD …]", "find organisations and services",
	        "Looks for names, former names, acronyms, register numbers, and words of what they do, whom they help and where. "
	        "A word stands\n"
	        "for its other endings; a misspelt one is put right, and the answer says so. Exact names come first, then "
	        "acronyms and\n"
	        "numbers, names, and the rest; of equals the most recently confirmed. --order residents puts those with a "
	        "telephone first.\n\n"
	        "Whoever has no address for the public is measured from the middle of its small area (\"about\"). What must not "
	        "be found by\n"
	        "its place is found by its name alone. What was looked for is kept nowhere.",
	        "evenhand search debt advice --place trafford --near M33", SEARCH, eh_cmd_search },
	{ "show", "ORGANISATION …", "one organisation, every fact with its source and date",
	        "ORGANISATION is an identifier of this list, a charity or company number (GB-CHC-1129832 or 1129832), or part of "
	        "a name.",
	        "evenhand show 1129832", SHOW, eh_cmd_show },
	{ "overlaps", "", "services that share ground",
	        "For the operator, and for the organisations themselves: pairs of services with what they have in common. Shared "
	        "ground may\n"
	        "mean choice or capacity; only the organisations can say. Until both agree, publish nothing but --published.",
	        "evenhand overlaps --place trafford", OVERLAPS, eh_cmd_overlaps },
	{ "gaps", "", "where nobody on this list reaches, and where need is high and access low",
	        "For each small area and need: how many people have a service within twenty minutes' walk, how access compares "
	        "with the\n"
	        "place's mean, whether that is a gap, and how sure that is. \"None on this list\" is not \"none\".",
	        "evenhand gaps --place trafford --need food", GAPS, eh_cmd_gaps },
	{ "completeness", "", "how complete the list is thought to be",
	        "Compares registers with local lists and estimates how many organisations neither knows, for the place and each "
	        "ward.",
	        "evenhand completeness --place trafford", COMPLETENESS, eh_cmd_completeness },
	{ "report", "", "write a folder that a place could publish",
	        "A page to read, tables as CSV and one workbook, maps, a sheet for each ward, and a manifest from which the same "
	        "bytes can be\n"
	        "made again. Names no pair of services unless --draft, and shows no private address.",
	        "evenhand report --place trafford --out report", REPORT, eh_cmd_report },
	{ "classify", "", "what organisations help with, from name and activities",
	        "Reads id,name,activities and writes id,code,why: codes of our own taxonomy, or UK-CAT codes.",
	        "evenhand classify --csv charities.csv --scheme ukcat", CLASSIFY, eh_cmd_classify },
	{ "match", "FILE [FILE]", "link any file with itself or with another",
	        "Columns are recognised by their headings and contents. Writes pairs.csv "
	        "(left,right,weight,probability,decision), for one file\n"
	        "clusters.csv (row,cluster), model.json and report.html. Only `link` counts as linked; `ask` is for a person.\n\n"
	        "Types: organisation, given-name, surname, full-name, address, postcode, phone, url, email, date, number, "
	        "category, text,\n"
	        "identifier, latitude, longitude, ignore. Columns named truth_… are never compared. - reads standard input.",
	        "evenhand match grants.csv register.csv --id number --out matched", MATCH, eh_cmd_match },
	{ "compare", "[NAME NAME]", "how likely two values mean the same, and why",
	        "Weights are in bits: each bit doubles the odds. Organisations are never linked on equal names alone, but asked.",
	        "evenhand compare --type organisation \"Sale Foodbank\" \"Foodbank in Sale CIC\"", COMPARE, eh_cmd_compare },
	{ "review", "[RECORD RECORD ANSWER]", "answer the questions that linkage leaves to people",
	        "In a terminal: one question after the other, both entries side by side with what speaks for and against. Keys: "
	        "s same,\n"
	        "d different, u unsure, n note, j and k on and back, z undo, q end. Uncertain pairs on which much hangs (grants, "
	        "services,\n"
	        "published overlaps) come first. Answers are kept with who and when, and bind every later build.\n\n"
	        "RECORD is an identifier that --list prints, or an organisation's, which stands for its first record.",
	        "evenhand review --xlsx questions.xlsx", REVIEW, eh_cmd_review },
	{ "lend", "MINE", "compare your list with a public one without handing it over",
	        "Runs on your own machine. Links MINE (any CSV, XLSX or ODS) with PUBLIC and writes only the public identifiers "
	        "that both hold\n"
	        "and counts by need and ward, those under five withheld. No name, address, postcode, telephone number or row "
	        "count of MINE is\n"
	        "written. Wards need a store with postcodes (--db); without one counts are by need only, and the output says "
	        "so.\n\n"
	        "The output is JSON:\n"
	        "  format       \"evenhand lend 1\"\n"
	        "  identifiers  [\"GB-CHC-1129832\", …] on both lists, sorted\n"
	        "  by           [\"need\", \"ward\"], or [\"need\"]\n"
	        "  least        5: smaller counts are withheld\n"
	        "  matched      counts of the organisations on both lists, from the public list's own words and postcodes\n"
	        "  unmatched    counts of the other rows of MINE\n"
	        "  notes        sentences\n"
	        "matched and unmatched each hold needs [{need, count}], and with wards also wards [{ward, name, count}] and\n"
	        "cells [{need, ward, name, count}]. A count of null is withheld, what is not listed is 0. An organisation with "
	        "several needs\n"
	        "counts under each. need is a code of evenhand classify, or \"none recognised\"; ward a code, \"other wards\" or "
	        "\"not known\".",
	        "evenhand lend members.xlsx --against register.csv --out lent.json", LEND, eh_cmd_lend },
	{ "serve", "", "put the list on the web",
	        "Pages for residents, organisations, officers and stewards, at http://localhost:8080 until a server is put in "
	        "front of it\n"
	        "(deploy/). Ctrl-C stops it; requests under way are finished. It also does what worker does.",
	        "evenhand serve --port 8080", SERVE, eh_cmd_serve },
	{ "batches", "[NUMBER]", "every import: what it held, what was refused, what it changed",
	        "With the NUMBER of one, its notes too; and --json then has its owner, terms, licence and dates as well.",
	        "evenhand batches 3 --refused > refused.csv", BATCHES, eh_cmd_batches },
	{ "undo", "NUMBER", "take a batch back, exactly",
	        "The list is built again without it, and is byte for byte what it would be had the batch never come.",
	        "evenhand undo 12", UNDO, eh_cmd_undo },
	{ "generate", "town|records", "write a synthetic town to try things on",
	        "Neighbourhoods with boundaries, people and needs, organisations and the files a real place would have, and the "
	        "truth beside\n"
	        "them. records: its organisations as one flat list to link, records.csv, with truth.csv (row,cluster).\n"
	        "Everything is invented. The same seed writes the same bytes.",
	        "evenhand generate town --organisations 600 --seed 1 --out example-town", GENERATE, eh_cmd_generate },
	{ "people", "[ACTION] [EMAIL]", "who may sign in, and as what",
	        "Actions: list (the default), add, role (give one), end (a role), remove (all roles and sessions end), export "
	        "(all that is\n"
	        "kept of a person, as JSON), erase.\n\n"
	        "Stewards are no role to give: the first are enrolled with stewards, later ones are invited and confirmed on the "
	        "site.",
	        "evenhand people role jo@council.example --role officer --place trafford", PEOPLE, eh_cmd_people },
	{ "stewards", "[ACTION] [EMAIL]", "who holds the keys of a place",
	        "Actions: list (the default), enrol. The first stewards of a side are enrolled when Evenhand is set up; they are "
	        "named in public.\n"
	        "Nobody holds keys for both sides, and an administrator holds none. A side that has lost all its stewards enrols "
	        "anew; these may\n"
	        "turn their key after five working days.",
	        "evenhand stewards enrol al@hub.example --side sector --organisation EH-0123456789 --place trafford", STEWARDS,
	        eh_cmd_stewards },
	{ "audit", "[ACTION]", "who did what, and whether the record is whole",
	        "Actions: list (the default), verify, head. Every write leaves a row that is linked to the one before. The head "
	        "of that chain goes\n"
	        "to both sides every week: with --known, verify says whether the record still passes through it.",
	        "evenhand audit verify", AUDIT, eh_cmd_audit },
	{ "backup", "FILE", "copy the store while it is written to",
	        "Writes FILE and its checksum FILE.b2sum (for b2sum -c). The copy is checked, flushed to disk and renamed: FILE "
	        "is the old\n"
	        "backup or the new one, never half. The installation's key (STORE.key) is not in it, and is to be kept "
	        "elsewhere.",
	        "evenhand backup /var/backups/town.db", NONE, eh_cmd_backup },
	{ "restore", "FILE", "go back to a backup",
	        "Checks the backup first. Whoever was erased since it was made is erased again, and what was hidden is hidden "
	        "again:\n"
	        "STORE.erased and FILE.erased, beside the store and beside each backup, note that in numbers. Without any note\n"
	        "nothing is restored. Sessions end, and letters that waited are not sent again.",
	        "evenhand restore /var/backups/town.db --to town.db", RESTORE, eh_cmd_restore },
	{ "verify", "[FILE]", "look whether a store or a backup is whole",
	        "Its own checks, what rows refer to, the chain of the audit, and the checksum beside it. Changes nothing.",
	        "evenhand verify /var/backups/town.db", NONE, eh_cmd_verify },
	{ "jobs", "[ACTION] [NUMBER]", "what waits, runs and ran behind the pages", "Actions: list (the default), cancel, retry.",
	        "evenhand jobs --state failed", JOBS, eh_cmd_jobs },
	{ "worker", "", "run jobs: builds, letters, backups, the weekly letter to stewards",
	        "Several may run beside each other and beside serve, with the same options. One that is killed loses its job to "
	        "another\n"
	        "after two minutes. At four each morning the list is made again; with --update the files of a recipe that have "
	        "changed are\n"
	        "read in first. Motions and claims lapse and letters are written at six, backups are made at half past two.",
	        "evenhand worker --once --backups /var/backups", WORKER, eh_cmd_worker },
	{ "status", "", "what is in the store", "", "evenhand status --check", STATUS, eh_cmd_status },
	{ "help", "[COMMAND]", "this help, man pages, shell completion", "",
	        "evenhand help --completion bash > /etc/bash_completion.d/evenhand", HELP, eh_cmd_help },
	{ "flatten", "", "a table from standard input as plain CSV, taken apart in a confined process",
	        "Reads CSV, XLSX or ODS, compressed or not, and writes for each sheet a line \"SHEET bytes rows name\" and its "
	        "CSV. Once it has read its input it can open no file, socket or process: what the pages get from strangers goes "
	        "through it.",
	        "evenhand flatten <clubs.xlsx >clubs.txt", NONE, eh_cmd_flatten },
	{ "version", "", "the version of this program", "", "evenhand version", NONE, eh_cmd_version },
	{ NULL, NULL, NULL, NULL, NULL, NULL, NULL },
};
