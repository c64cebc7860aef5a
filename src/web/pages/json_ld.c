/* json_ld.c: an organisation in schema.org's words, for search engines: the public facts alone. */
#include "json_ld.h"

#include "templates.h"

void eh_ld_member(struct eh_page *page, const char *name, struct eh_str value)
{
	if (!value.n)
		return;
	eh_put_markup(page, EH_STR(","));
	eh_put_json(page, eh_str_of(name));
	eh_put_markup(page, EH_STR(":"));
	eh_put_json(page, value);
}

void eh_ld_names(struct eh_page *page, const char *name, const struct eh_str *items, size_t count)
{
	if (!count)
		return;
	eh_put_markup(page, EH_STR(","));
	eh_put_json(page, eh_str_of(name));
	for (size_t i = 0; i < count; i++) {
		eh_put_markup(page, i ? EH_STR(",") : EH_STR(":["));
		eh_put_json(page, items[i]);
	}
	eh_put_markup(page, EH_STR("]"));
}

static void numbers(struct eh_page *page, const struct eh_view_organisation *o)
{
	if (!o->number_count)
		return;
	for (size_t i = 0; i < o->number_count; i++) {
		eh_put_markup(page, i ? EH_STR(",") : EH_STR(",\"identifier\":["));
		eh_put_markup(page, EH_STR("{\"@type\":\"PropertyValue\""));
		eh_ld_member(page, "propertyID", o->numbers[i].register_name);
		eh_ld_member(page, "value", o->numbers[i].number);
		eh_ld_member(page, "url", o->numbers[i].address);
		eh_put_markup(page, EH_STR("}"));
	}
	eh_put_markup(page, EH_STR("]"));
}

/* Another organisation of this site; without an address where it has no page in this place. */
static void relative(struct eh_page *page, const char *base, const struct eh_view *view, struct eh_str id, struct eh_str name)
{
	struct eh_buf url EH_CLEANUP_BUF = { 0 };

	if (eh_buf_printf(&url, "%s/%.*s/organisations/%.*s", base, EH_FMT(view->place), EH_FMT(id)) < 0)
		page->rc = EH_NO_MEMORY;
	eh_put_markup(page, EH_STR("{\"@type\":\"Organization\""));
	eh_ld_member(page, "name", name);
	if (id.p)
		eh_ld_member(page, "@id", eh_buf_str(&url));
	eh_put_markup(page, EH_STR("}"));
}

static void relatives(struct eh_page *page, const char *base, const struct eh_view *view, const struct eh_facts *f)
{
	if (f->parent_id.p && f->parent_name.p) {
		eh_put_markup(page, EH_STR(",\"parentOrganization\":"));
		relative(page, base, view, f->parent_id, f->parent_name);
	}
	for (size_t i = 0; i < f->branch_count; i++) {
		eh_put_markup(page, i ? EH_STR(",") : EH_STR(",\"subOrganization\":["));
		relative(page, base, view, f->branches[i].id, f->branches[i].name);
	}
	eh_put_markup(page, f->branch_count ? EH_STR("]") : EH_STR(""));
}

/* schema.org has no word for what continues an organisation; it has one for when it ended, told where a register says so. */
static void dissolution(struct eh_page *page, const struct eh_facts *f)
{
	char text[11];

	for (size_t i = 0; i < f->successor_count; i++) {
		if (f->successors[i].continues || f->successors[i].left_on == EH_NO_DATE)
			continue;
		eh_date_format(f->successors[i].left_on, text);
		eh_ld_member(page, "dissolutionDate", eh_str_of(text));
		return;
	}
}

void eh_ld_address(struct eh_page *page, struct eh_str address, struct eh_str postcode)
{
	if (!address.p)
		return;
	eh_put_markup(page, EH_STR(",\"address\":{\"@type\":\"PostalAddress\""));
	eh_ld_member(page, "streetAddress", address);
	eh_ld_member(page, "postalCode", postcode);
	eh_put_markup(page, EH_STR("}"));
}

enum eh_rc eh_json_ld(
        struct eh_request *request, const struct eh_view *view, struct eh_view_organisation *o, struct eh_error *err)
{
	const char *base = request->site->base_url;
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_str id = eh_arena_printf(
	        request->arena, "%s/%.*s/organisations/%.*s", base, EH_FMT(view->place), EH_FMT(o->f->id));

	eh_put_markup(
	        &page, EH_STR("<script type=\"application/ld+json\">{\"@context\":\"https://schema.org\",\"@type\":\"NGO\""));
	eh_ld_member(&page, "@id", id);
	eh_ld_member(&page, "name", o->f->name);
	eh_ld_names(&page, "alternateName", o->names, o->name_count);
	eh_ld_member(&page, "description", o->does);
	eh_ld_member(&page, "url", o->web);
	eh_ld_member(&page, "telephone", o->telephone);
	eh_ld_address(&page, o->address, o->postcode);
	eh_ld_names(&page, "areaServed", o->areas, o->area_count);
	numbers(&page, o);
	relatives(&page, base, view, o->f);
	dissolution(&page, o->f);
	eh_put_markup(&page, EH_STR("}</script>"));
	o->json_ld = eh_arena_str(request->arena, eh_buf_str(&page.out));
	return page.rc < 0 || !o->json_ld.p ? eh_fail_memory(err) : EH_OK;
}
