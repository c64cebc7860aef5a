#include "update.h"

#include <unistd.h>

#include "local.h"

static struct eh_import import_of(const struct eh_update *update, const struct eh_recipe_source *source,
        const struct eh_recipe_edition *edition, const char *path)
{
	return (struct eh_import){ .source = source->name,
		.kind = source->kind,
		.file = { .path = path,
		        .member = source->member,
		        .mapping = source->mapping,
		        .sheet = source->sheet,
		        .table = source->table,
		        .rows = source->rows },
		.publisher = source->publisher,
		.licence = source->licence,
		.attribution = source->attribution,
		.says = source->says,
		.place_id = source->place ? update->recipe->id : NULL,
		.is_register = source->is_register,
		.drawing_only = source->drawing_only,
		.edition = source->edition,
		.data_date = edition->date,
		.owner = source->owner,
		.terms = source->terms,
		.dry_run = update->dry_run,
		.progress = update->progress,
		.progress_context = update->context };
}

static enum eh_rc is_missing(const struct eh_update *update, const struct eh_recipe_source *source, const char *path,
        struct eh_update_totals *totals, struct eh_error *err)
{
	totals->missing++;
	if (!source->optional)
		return eh_fail(err, EH_NOT_FOUND, "source %s: %s is not there%s%s; name the data folder with --data",
		        source->name, path, source->url ? ". It can be had at " : "", source->url ? source->url : "");
	if (update->passed_over)
		update->passed_over(update->context, path);
	return EH_OK;
}

static enum eh_rc read_edition(struct eh_db *db, const struct eh_update *update, const struct eh_recipe_source *source,
        const struct eh_recipe_edition *edition, struct eh_update_totals *totals, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_import_result result = { 0 };
	struct eh_str path = *edition->path == '/' ? eh_str_of(edition->path)
	                                           : eh_arena_printf(&arena, "%s/%s", update->folder, edition->path);

	if (!path.p)
		return eh_fail_memory(err);
	if (access(path.p, R_OK) != 0)
		return is_missing(update, source, path.p, totals, err);
	if (update->begins)
		EH_TRY(update->begins(update->context, edition, err));
	struct eh_import import = import_of(update, source, edition, path.p);
	EH_TRY(eh_import_run(db, &import, &result, err));
	if (result.already) {
		totals->passed_over++;
		return EH_OK;
	}
	totals->imported++;
	totals->kept += result.kept;
	totals->refused += result.refused;
	if (update->imported)
		update->imported(update->context, source, &result);
	return EH_OK;
}

static enum eh_rc enter_place(
        struct eh_db *db, const struct eh_recipe *recipe, struct eh_update_totals *totals, struct eh_error *err)
{
	const struct eh_local_place place = { eh_str_of(recipe->id), eh_str_of(recipe->name), eh_str_of(recipe->council),
		eh_str_of(recipe->neighbours), recipe->synthetic };

	return eh_local_enter(db, &place, &totals->neighbours_kept, err);
}

enum eh_rc eh_update_run(
        struct eh_db *db, const struct eh_update *update, struct eh_update_totals *ret_totals, struct eh_error *err)
{
	const struct eh_recipe *recipe = update->recipe;

	*ret_totals = (struct eh_update_totals){ 0 };
	if (!update->dry_run)
		EH_TRY(enter_place(db, recipe, ret_totals, err));
	for (size_t i = 0; i < recipe->source_count; i++)
		for (size_t j = 0; j < recipe->sources[i].edition_count; j++)
			EH_TRY(read_edition(db, update, &recipe->sources[i], &recipe->sources[i].editions[j], ret_totals, err));
	return EH_OK;
}
