/* search_gather.h: between what the list's tables say of an organisation (search_read.c) and what is found of it (search_document.c). */
#ifndef EH_REGISTER_SEARCH_GATHER_H
#define EH_REGISTER_SEARCH_GATHER_H

#include "queries.h"
#include "search_private.h"

/* A service, with what belongs to it. */
struct eh_search_part {
	struct eh_q_search_services row;
	struct eh_buf needs, people;
};

struct eh_search_other_name {
	struct eh_str name, kind;
};

struct eh_search_number {
	struct eh_str scheme, id;
};

/* All of one organisation. Text lies in the arena or in the row at hand. */
struct eh_search_gathered {
	struct eh_q_search_organisations org;
	EH_VEC(struct eh_search_other_name) names;
	EH_VEC(struct eh_search_number) numbers;
	EH_VEC(struct eh_str) councils;
	EH_VEC(struct eh_search_part) parts;
	struct eh_buf needs, people;
	struct eh_arena arena;
};

struct eh_search_place {
	struct eh_str name, neighbourhood;
	double latitude, longitude;
};

/* Makes documents one after another, and remembers the areas that it met. All zero but `db` at first. */
struct eh_search_maker {
	struct eh_db *db;
	struct eh_arena arena;
	struct eh_map place_map;
	EH_VEC(struct eh_search_place) places;
	struct eh_map place_words; /* words of areas' names, once something protected was met */
	bool place_words_read;
	struct eh_buf scratch;
	struct eh_search_document document;
};

/* The document of the organisation, or of the nth of its services, in maker->document until the next. */
enum eh_rc eh_search_make_organisation(struct eh_search_maker *maker, struct eh_search_gathered *gathered, struct eh_error *err);
enum eh_rc eh_search_make_service(
        struct eh_search_maker *maker, struct eh_search_gathered *gathered, size_t n, struct eh_error *err);
void eh_search_maker_finish(struct eh_search_maker *maker);

/* What it is called and numbered, into maker->document (search_names.c); keys lie in gathered->arena. */
enum eh_rc eh_search_add_organisation_names(
        struct eh_search_maker *maker, struct eh_search_gathered *gathered, struct eh_error *err);
enum eh_rc eh_search_add_service_name(
        struct eh_search_maker *maker, struct eh_search_gathered *gathered, struct eh_str name, struct eh_error *err);

/* An area's names and middle, each read once; nothing where it is not known (search_places.c). */
enum eh_rc eh_search_place_of(
        struct eh_search_maker *maker, struct eh_str code, struct eh_search_place *ret_place, struct eh_error *err);
/* Appends the words of a text that stand in no area's name: those of something protected must not tell where it is. */
enum eh_rc eh_search_add_placeless_words(
        struct eh_search_maker *maker, struct eh_buf *out, struct eh_str text, struct eh_error *err);

#endif
