/* build_private.h: what building the whole list and renewing a part of it share. */
#ifndef EH_REGISTER_BUILD_PRIVATE_H
#define EH_REGISTER_BUILD_PRIVATE_H

#include "gazetteer.h"
#include "identity.h"
#include "linking.h"
#include "list_changes.h"
#include "living.h"
#include "queries.h"
#include "register.h"

/* Rows, and how they were linked: all of the list's, or those of a part that is worked out again. */
struct build {
	struct eh_db *db;
	const struct eh_build_options *options;
	struct eh_build_summary summary;
	struct eh_list_rows rows;
	struct eh_list_linkage linkage;
	struct eh_identities identities;
	struct eh_gazetteer *gazetteer;
	size_t *members, *starts; /* rows by cluster: cluster i has members[starts[i]] … members[starts[i + 1] - 1] */
	size_t clusters;
	struct eh_str *ids;   /* of each row's organisation; {NULL,0} for rows that make none */
	struct eh_map places; /* place_id → index */
	EH_VEC(struct eh_q_place_list) place_rows;
	struct eh_map grants;  /* of a grant that several rows tell of, the row that it is told by; of the whole list */
	bool part;             /* the rows are a part of the list: the store knows the others */
	struct eh_arena arena; /* for the build */
};

/* build.c: places, areas and identifiers, before rows are loaded. */
enum eh_rc eh_build_prepare(struct build *build, struct eh_error *err);
/* Rows by cluster, once build->rows and build->linkage.result.cluster are there. */
enum eh_rc eh_build_group(struct build *build, struct eh_error *err);
/* build_entry.c: of each grant that several rows tell of, the row that it is told by. */
enum eh_rc eh_build_find_tellers(struct build *build, struct eh_error *err);
/* Writes the organisation, services and grants of one cluster. */
enum eh_rc eh_build_write_cluster(struct build *build, size_t cluster, struct eh_error *err);
/* Services of the list, once organisations' own are in it. */
enum eh_rc eh_build_count_services(struct build *build, struct eh_error *err);
enum eh_rc eh_build_progress(const struct build *build, size_t done);

/* renew.c: brings the list up to date where only a part of it can have changed, within the caller's transaction. *ret_done says whether it
 * could; else the list is as it was, and is to be built whole. */
enum eh_rc eh_build_renew(struct build *build, bool *ret_done, struct eh_error *err);

#endif
