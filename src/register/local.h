/* local.h: what counts as local in a place, and changing it by two keys (a motion of the kind "change_local").
 *
 * An organisation that says where it works counts as local when that is one council, as regional when it is two to nine, as national from ten
 * on or when it says so (eh_build_scale). One that does not say is local when its office lies in the place's council or in one of its
 * *neighbours*, and wider otherwise. Those neighbours are the place's setting. Its recipe gives them to begin with; once both keys have
 * decided them, only another motion changes them, and a recipe that says something else is told so (eh_local_enter). */
#ifndef EH_REGISTER_LOCAL_H
#define EH_REGISTER_LOCAL_H

#include "govern/motion.h"

enum { EH_LOCAL_MOST = 60 }; /* neighbours of a place */

/* The codes in order, each once, a space between: what two ways to write the same neighbours have in common. EH_INVALID: too many. */
enum eh_rc eh_local_normalise(struct eh_arena *arena, struct eh_str codes, struct eh_str *ret_codes, struct eh_error *err);

/* Councils as people write them, one a line: names of the lists of areas that are at hand, or ONS codes. EH_INVALID says which line is neither. */
enum eh_rc eh_local_read(
        struct eh_db *db, struct eh_arena *arena, struct eh_str lines, struct eh_str *ret_codes, struct eh_error *err);

struct eh_local_council {
	struct eh_str code, name; /* the code again where no list has its name */
};
enum eh_rc eh_local_councils(struct eh_db *db, struct eh_arena *arena, struct eh_str codes,
        struct eh_local_council **ret_councils, size_t *ret_count, struct eh_error *err);

/* A place as its recipe says it. *ret_kept: both keys have decided its neighbours, the recipe says others, and they were left as they are. */
struct eh_local_place {
	struct eh_str place_id, name, council, neighbours;
	bool synthetic;
};
enum eh_rc eh_local_enter(struct eh_db *db, const struct eh_local_place *place, bool *ret_kept, struct eh_error *err);

/* Writes down what is to be proposed, in the caller's transaction: its number is the subject of the motion ("neighbours"). EH_INVALID: it is so
 * already. */
enum eh_rc eh_local_ask(
        struct eh_db *db, int64_t now, struct eh_str place_id, struct eh_str becomes, int64_t *ret_change, struct eh_error *err);

struct eh_local_change {
	struct eh_str was, becomes;    /* codes in order */
	int64_t motion_id, decided_at; /* EH_DB_NULL: not decided */
};
/* The change of a motion; the newest that is in force. EH_NOT_FOUND. */
enum eh_rc eh_local_of_motion(struct eh_db *db, const struct eh_motion_subject *subject, struct eh_arena *arena,
        struct eh_local_change *ret_change, struct eh_error *err);
enum eh_rc eh_local_decided(struct eh_db *db, struct eh_str place_id, struct eh_arena *arena, struct eh_local_change *ret_change,
        struct eh_error *err);

struct eh_motion_act eh_local_act(void);

#endif
