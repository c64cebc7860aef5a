/* linkage.h: record linkage of organisations.
 *
 * Records in; clusters, relations, questions and explanations out. Knows no database and no register.
 *
 * Method (Fellegi and Sunter 1969, with frequencies by Winkler 1989): two records are compared field by field; each agreement adds a match
 * weight log2(m/u), where m is how often the field agrees for records of one organisation and u how often it does by chance. For names u
 * comes from the words: a rare word in common weighs much, a common one little, and words that only one side has weigh against. For the
 * other fields u is estimated from pairs drawn at random from the records (with a fixed seed), m is given.
 *
 *  - An identifier of a known scheme settles a pair: equal identifiers are one organisation, unless name and place say branch; two different
 *    identifiers of one register never are.
 *  - Weights add up to a total with the prior odds; LINK, ASK and LEAVE are cut at fixed totals. Equal names with nothing else in common
 *    are a tie, which is asked and not guessed. But a row that says no more than a name belongs to the one organisation that bears it,
 *    where rows that say more show that nobody else does, in files large enough to
 *    tell (two dozen matches).
 *  - Clusters: pairs from the strongest down, joining two clusters only when they agree as wholes, their records agree on average, and
 *    nothing forbids it, so that chains of half-likeness do not run together.
 *
 * The same input gives the same output, whatever the number of threads. Text is UTF-8 that the caller owns and keeps until the call
 * returns. */
#ifndef EVENHAND_LINKAGE_H
#define EVENHAND_LINKAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ehl_text {
	const char *p;
	size_t n;
};

struct ehl_id {
	struct ehl_text scheme, id; /* normalised by the caller; an empty scheme is evidence only and never settles */
	bool one_each;              /* the scheme gives each organisation exactly one: two different ones forbid */
};

struct ehl_record {
	const struct ehl_text *names; /* the main one first; at least one */
	size_t name_count;
	const struct ehl_id *ids;
	size_t id_count;
	struct ehl_text postcode;                        /* canonical, or empty */
	struct ehl_text address;                         /* without the postcode, or empty */
	struct ehl_text phone, web, email_domain, place; /* place: code of the council it is about, or empty */
	bool register_entry; /* the entry of a register itself: others that quote its identifier may be branches of it */
};

enum ehl_decision { EHL_LEAVE, EHL_ASK, EHL_LINK };

struct ehl_pair {
	size_t a, b; /* a < b */
	double weight, probability;
	enum ehl_decision decision;
};

struct ehl_constraint {
	size_t a, b;
	bool same; /* must link; else cannot */
};

struct ehl_options {
	size_t threads;                /* 0: all processors */
	size_t block_cap;              /* records of a block beyond which it is left out; 0: 200 */
	double link_weight;            /* 0: 6 bits, odds of 64 to 1 */
	double ask_weight;             /* 0: 0 bits, even odds */
	uint64_t seed;                 /* for the random pairs */
	const struct ehl_model *model; /* frozen: used as it is instead of training; NULL: train */
	bool keep;                     /* fill `kept`, for a list that grows (see ehl_list_change) */
	bool (*cancelled)(void *context);
	void *context;
};

/* How two records hang together. */
enum ehl_bond_kind {
	EHL_BOND_ASK,
	EHL_BOND_LINK,
	EHL_BOND_NAME,          /* linked by a name alone, as long as nobody else has it; else asked */
	EHL_BOND_NAME_AND_MORE, /* the same, and something else speaks for it a little */
	EHL_BOND_LEADS,         /* a name alone: it leads to the one organisation that bears it, else it is asked */
};
struct ehl_bond {
	uint64_t a, b;
	uint64_t tie; /* decides between equal weights; made of what the two say */
	float weight;
	enum ehl_bond_kind kind;
};

/* An identified organisation stands by a name: two of a name make every further one a tie. The name is a key (see ehl_list_keys). */
struct ehl_standing {
	uint64_t name, row;
};

/* What a list that grows keeps of the last time. Rows are indices of ehl_link's records, or numbers of ehl_list_change's. */
struct ehl_kept {
	struct ehl_model *model; /* what was trained or used; NULL: the records say nothing that could be compared */
	struct ehl_bond *bonds;  /* a < b */
	size_t bond_count;
	struct ehl_standing *standing;
	size_t standing_count;
	size_t *component; /* of each record: the smallest index among those that its cluster could depend on */
};

struct ehl_branch {
	size_t record; /* a branch … */
	size_t of;     /* … of the organisation of this record */
};

struct ehl_result {
	size_t *cluster;            /* of each record: the smallest index among its members */
	struct ehl_pair *questions; /* pairs to ask a person, most likely first */
	size_t question_count;
	struct ehl_branch *branches;
	size_t branch_count;
	size_t links; /* pairs that were linked */
	size_t pairs_compared, blocks_capped;
	struct ehl_kept kept; /* with options->keep */
	char warnings[1024];  /* sentences, one a line */
};

/* Links `count` records. Returns 0; -1 when there is no memory; -2 when cancelled; -3 when a constraint names no record or constraints
 * contradict one another. Give the result back with ehl_result_finish. Memory: about 300 bytes a record and 40 a compared pair. */
int ehl_link(const struct ehl_record *records, size_t count, const struct ehl_constraint *constraints, size_t constraint_count,
        const struct ehl_options *options, struct ehl_result *ret_result);
void ehl_result_finish(struct ehl_result *result);

/* One line of an explanation. */
struct ehl_reason {
	const char *field; /* "name", "postcode", "address", "phone", "web", "place", "identifier", "prior" */
	double weight;     /* bits */
	char text[160];    /* in words */
};

/* Why two records have the weight they have: reasons whose weights add up to the total. Fills at most `cap` of `ret_reasons` and returns
 * how many there are (at most 10), or -1 when there is no memory. */
int ehl_explain(const struct ehl_record *a, const struct ehl_record *b, struct ehl_reason *ret_reasons, size_t cap);

/* Pairwise and B-cubed precision, recall and F1 of clusters against a truth (cluster numbers of each record). */
struct ehl_scores {
	double precision, recall, f1, b3_precision, b3_recall, b3_f1;
	size_t true_pairs, found_pairs, right_pairs;
};
int ehl_evaluate(const size_t *cluster, const size_t *truth, size_t count, struct ehl_scores *ret_scores);

/* ---- Any table ----------------------------------------------------------------------------------------------------------------------
 *
 * Rows of text under headings; each column is of a type, guessed from its heading and its contents unless the caller says so. */

enum ehl_type {
	EHL_IGNORE,
	EHL_ORGANISATION,
	EHL_GIVEN_NAME,
	EHL_SURNAME,
	EHL_FULL_NAME,
	EHL_ADDRESS,
	EHL_POSTCODE,
	EHL_PHONE,
	EHL_URL,
	EHL_EMAIL,
	EHL_DATE,
	EHL_NUMBER,
	EHL_CATEGORY,
	EHL_TEXT,
	EHL_LATITUDE,
	EHL_LONGITUDE,
	EHL_IDENTIFIER,
	EHL_TYPES,
};
/* "organisation", "given-name", …; and back: 0, or -1 when there is no such type. */
const char *ehl_type_name(enum ehl_type type);
int ehl_type_of(struct ehl_text name, enum ehl_type *ret_type);

struct ehl_column {
	char name[64];
	enum ehl_type type;
};

/* A table copies what is added to it. NULL or -1: no memory. Cells beyond the row's end are empty; cells over 64 KiB are cut. */
struct ehl_table;
struct ehl_table *ehl_table_new(const struct ehl_text *headings, size_t column_count);
int ehl_table_add(struct ehl_table *table, const struct ehl_text *cells, size_t count);
/* Rows added from here on are those of a second file, to be linked with the first. */
void ehl_table_second_file(struct ehl_table *table);
size_t ehl_table_rows(const struct ehl_table *table);
size_t ehl_table_columns(const struct ehl_table *table);
struct ehl_text ehl_table_heading(const struct ehl_table *table, size_t column);
struct ehl_text ehl_table_cell(const struct ehl_table *table, size_t row, size_t column);
void ehl_table_free(struct ehl_table *table);

/* What each column holds. `ret_columns` has room for all. Columns that number rows, and those named truth_…, are ignored. -1: no memory. */
int ehl_guess(const struct ehl_table *table, struct ehl_column *ret_columns);

/* A trained model. */
struct ehl_model;
void ehl_model_free(struct ehl_model *model);

enum ehl_one_to_one { EHL_AUTO, EHL_YES, EHL_NO };

struct ehl_match_options {
	size_t threads;                 /* 0: all processors */
	size_t block_cap;               /* 0: chosen by the number of rows */
	uint64_t seed;                  /* which pairs are drawn by chance */
	enum ehl_one_to_one one_to_one; /* of two files: whether a row has at most one partner */
	const struct ehl_model *model;  /* used as it is instead of training; NULL: train */
	const uint32_t *same; /* rows with the same number here are known to be the same (an identifier that repeats); NULL */
	bool (*cancelled)(void *context);
	void *context;
};

/* How a blocking rule did. */
struct ehl_block {
	char rule[160];
	size_t blocks, capped, largest;
	double pairs, lost; /* pairs in blocks that were used and in those that were too large */
	double found;       /* matches this rule alone found */
};

struct ehl_matches {
	struct ehl_pair *pairs; /* LINK and ASK, and the LEAVE nearest to them; by a, then b */
	size_t pair_count;
	size_t *cluster;         /* one file: of each row, the smallest row among its members */
	struct ehl_model *model; /* what was trained or used; owned by this */
	struct ehl_block blocks[48];
	size_t block_count;
	double expected_missed; /* matches that no block brought together, by how many only one rule found (Chao 1987) */
	double expected_f1;     /* of LINK, by the probabilities */
	size_t compared, links, asks, identical; /* identical: rows equal to an earlier one */
	size_t unlinkable;                       /* rows that say too little to be linked even with their like */
	size_t unlinkable_rows[10];              /* the first of them */
	bool one_to_one;
	double seconds[8];   /* of each stage: see ehl_stages */
	char warnings[4096]; /* sentences, one a line */
};
extern const char *const ehl_stages[8];

/* Links the rows of a table. 0; -1 no memory; -2 cancelled; -4 no column to compare; -5 the model is of other columns (see warnings). */
int ehl_match(const struct ehl_table *table, const struct ehl_column *columns, const struct ehl_match_options *options,
        struct ehl_matches *ret_matches);
void ehl_matches_finish(struct ehl_matches *matches);

/* A model as text (JSON) and back. A text of another kind or version, or cut short: -5, and `message` says where and what to do. The text
 * is the caller's to free with ehl_free. */
int ehl_model_write(const struct ehl_model *model, char **ret_text, size_t *ret_n);
int ehl_model_read(struct ehl_text text, struct ehl_model **ret_model, char *message, size_t size);
void ehl_free(void *p);

/* The untrained model for these columns: the usual m and u, odds of one in two thousand. For pairs without a file around them. */
struct ehl_model *ehl_model_usual(const struct ehl_table *table, const struct ehl_column *columns);

/* What a model says of a pair of rows. */
struct ehl_part {
	char field[64];           /* heading of the column; "the odds before looking" first, "relatives" last where it counts */
	double weight;            /* bits */
	unsigned level;           /* of agreement, 1 the most; 0: a side says nothing, or not a field */
	double m, u;              /* how often rows that are the same, and rows by chance, show this level */
	char left[96], right[96]; /* what stands there, cut */
	char text[160];           /* in words */
};
enum { EHL_MOST_PARTS = 16 };
struct ehl_explanation {
	struct ehl_part parts[EHL_MOST_PARTS];
	size_t count;
	double weight, probability;
	enum ehl_decision decision; /* of the pair by itself, without rivals */
};
int ehl_explain_rows(const struct ehl_table *table, const struct ehl_column *columns, const struct ehl_model *model, size_t a,
        size_t b, struct ehl_explanation *ret_explanation);

/* The explanation as lines of text, as JSON, and as an SVG waterfall; the caller frees with ehl_free. -1: no memory. */
int ehl_explanation_text(const struct ehl_explanation *explanation, char **ret_text);
int ehl_explanation_json(const struct ehl_explanation *explanation, char **ret_text);
int ehl_explanation_svg(const struct ehl_explanation *explanation, char **ret_text);

/* ---- Living lists -------------------------------------------------------------------------------------------------------------------
 *
 * A list that grows: its model is frozen, the caller keeps the rows, and for each row the keys that ehl_keys gave. Adding a batch looks at
 * what shares a key with the new rows, and on from there along links, and at nothing else. Rows have numbers of the caller's, clusters the
 * number that one of their rows had when they began; both stay. What comes out is what one build with the same model over all rows would
 * give, as long as no block grows past its largest size. */

/* Keys of a row of a table; at most EHL_MOST_KEYS of them. Returns how many; -1 no memory, -5 the model is of other columns. For many rows
 * at once: `each` is called with each row's keys. */
enum { EHL_MOST_KEYS = 96 };
int ehl_keys(const struct ehl_table *table, const struct ehl_column *columns, const struct ehl_model *model,
        int (*each)(void *context, size_t row, const uint64_t *keys, size_t count), void *context);

struct ehl_store {
	void *context;
	/* The rows that hold a key, at most `most` of them written; returns how many there are, or -1. */
	long (*find)(void *context, uint64_t key, uint64_t *ret_rows, size_t most);
	/* The cells of a row, one for each column; they stay until the next call. 0, or -1. */
	int (*read)(void *context, uint64_t row, struct ehl_text *ret_cells);
	/* The cluster of a row. */
	uint64_t (*cluster)(void *context, uint64_t row);
};

enum ehl_event_kind { EHL_BEGUN, EHL_GREW, EHL_MERGED, EHL_SPLIT };
struct ehl_event {
	enum ehl_event_kind kind;
	uint64_t cluster; /* that is there now */
	uint64_t other;   /* merged: the cluster that is no more; split: the one it was part of */
	uint64_t row;     /* the new row that caused it */
};

struct ehl_added {
	struct {
		uint64_t row, cluster;
	} * rows; /* new rows, and rows of the store whose cluster is another now */
	size_t row_count;
	struct ehl_event *events;
	size_t event_count;
	struct {
		uint64_t a, b;
		double weight;
		enum ehl_decision decision;
	} * pairs; /* LINK and ASK of new rows */
	size_t pair_count;
	size_t compared, looked_at; /* pairs; rows read from the store */
};

/* Adds the rows of `table`, whose numbers are `rows` (none of them in the store, all larger than those there). 0; -1 no memory or the store
 * failed; -5 the model is of other columns. */
int ehl_add(const struct ehl_table *table, const struct ehl_column *columns, const struct ehl_model *model, const uint64_t *rows,
        const struct ehl_store *store, struct ehl_added *ret_added);
void ehl_added_finish(struct ehl_added *added);

/* ---- A living list of records ---------------------------------------------------------------------------------------------------------
 *
 * The same for the records of ehl_link, with their identifiers and people's decisions, and with records that go or say something else. The
 * caller keeps what ehl_link left (struct ehl_kept) and each record's keys; ehl_list_change works out what a change makes of it, and what
 * comes out is what ehl_link with the same model would give of all records: the same clusters, branches and questions. It holds for lists of
 * more than 1,100 records, since ehl_link compares all pairs of fewer. Cost: what shares a key with the records that changed is compared, and
 * what hangs together with them (component) joined again.
 *
 * A row is a number that the caller gives to what a record says: one that says something new gets a new number. */

/* Keys of records, for many at once: of what brings records together, of names, and of identifiers. At most
 * EHL_MOST_LIST_KEYS a record. */
enum { EHL_MOST_LIST_KEYS = EHL_MOST_KEYS + 16 };
int ehl_list_keys(const struct ehl_record *records, size_t count, const struct ehl_model *model,
        int (*each)(void *context, size_t record, const uint64_t *keys, size_t count), void *context);

struct ehl_list_row {
	struct ehl_record record;
	struct ehl_text order;    /* rows stand in the order of these bytes, as ehl_link's records stood */
	uint64_t component;       /* a row of it */
	uint64_t cluster;         /* a row of it */
	const uint64_t *standing; /* names that it stands by */
	size_t standing_count;
};

struct ehl_list {
	void *context;
	/* The rows that hold a key, fresh ones apart, at most `most` of them written; returns how many there are, or -1. Keys come in rising
	 * order within one step. */
	long (*find)(void *context, uint64_t key, uint64_t *ret_rows, size_t most);
	/* What is kept of a row; of a fresh one, what it says and its order. Stays until ehl_list_change returns. 0, or -1. */
	int (*read)(void *context, uint64_t row, struct ehl_list_row *ret_row);
	/* Calls `each` for all rows of a component, or of a row all bonds (the row may be a or b). 0, or -1, or what `each` returned. */
	int (*members)(void *context, uint64_t component, int (*each)(void *to, uint64_t row), void *to);
	int (*bonds)(void *context, uint64_t row, int (*each)(void *to, const struct ehl_bond *bond), void *to);
	/* How many rows stand by a name, at least when they are fewer than `most`; or -1. */
	long (*standing)(void *context, uint64_t name, size_t most);
};

struct ehl_list_constraint {
	uint64_t a, b;
	bool same;
};

struct ehl_list_changes {
	const uint64_t *fresh, *gone, *touched; /* touched: to be looked at again for another reason, such as a decision */
	size_t fresh_count, gone_count, touched_count;
	const struct ehl_list_constraint *constraints; /* all there are */
	size_t constraint_count;
};

/* A row whose cluster was worked out again, fresh or not, in the order of the list. */
struct ehl_list_place {
	uint64_t row, cluster, component;
};

struct ehl_list_result {
	struct ehl_list_place *rows;
	size_t row_count;
	struct ehl_bond *bonds; /* that are new */
	size_t bond_count;
	struct ehl_bond *voids; /* that are no more, besides those of rows that are gone */
	size_t void_count;
	struct ehl_standing *standing; /* of `rows` */
	size_t standing_count;
	struct {
		uint64_t a, b; /* in the order of the list */
		double weight, probability;
	} * questions; /* with a row of `rows` on one side at least, strongest first */
	size_t question_count;
	struct {
		uint64_t row, of;
	} * branches; /* of `rows` */
	size_t branch_count;
	size_t compared, read; /* pairs; rows that were read */
};

/* 0; -1 no memory or the list failed; -2 cancelled; -3 constraints contradict one another; -5 the model is of other columns. */
int ehl_list_change(const struct ehl_list *list, const struct ehl_list_changes *changes, const struct ehl_model *model,
        const struct ehl_options *options, struct ehl_list_result *ret_result);
void ehl_list_result_finish(struct ehl_list_result *result);

#endif
