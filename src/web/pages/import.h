/* import.h: what the pages of bringing a list share. */
#ifndef EH_WEB_PAGES_IMPORT_H
#define EH_WEB_PAGES_IMPORT_H

#include "pages.h"
#include "views_import.h"

/* Whoever brings it, as officer where they are one. */
struct eh_actor eh_import_actor(const struct eh_request *request);
/* The newest batches that the place's keepers may see, newest first; with `only` (not 0), that one. */
enum eh_rc eh_import_batches(struct eh_request *request, struct eh_str place, int64_t only, struct eh_view_batch **ret_batches,
        size_t *ret_count, struct eh_error *err);
/* Items of radios or a select; `codes` and `words` go together. */
void eh_import_choices(
        const char *const *codes, const char *const *words, size_t count, struct eh_str chosen, struct eh_ui_item *items);
/* How far reading an upload is, or what came of it. */
enum eh_rc eh_import_show_reading(struct eh_request *request, struct eh_response *response, struct eh_view *view,
        const struct eh_upload_kept *upload, struct eh_error *err);

#endif
