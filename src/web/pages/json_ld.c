/* json_ld.c: an organisation in schema.org's words, for search engines: the public facts alone. */
#include "templates.h"

static void member(struct eh_page *page, const char *name, struct eh_str value)
{
	if (!value.n)
		return;
	eh_put_markup(page, EH_STR(","));
	eh_put_json(page, eh_str_of(name));
	eh_put_markup(page, EH_STR(":"));
	eh_put_json(page, value);
}

static void names(struct eh_page *page, const char *name, const struct eh_str *items, size_t count)
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
		member(page, "propertyID", o->numbers[i].register_name);
		member(page, "value", o->numbers[i].number);
		member(page, "url", o->numbers[i].address);
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
	member(page, "name", name);
	if (id.p)
		member(page, "@id", eh_buf_str(&url));
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

static void address(struct eh_page *page, const struct eh_view_organisation *o)
{
	if (!o->address.p)
		return;
	eh_put_markup(page, EH_STR(",\"address\":{\"@type\":\"PostalAddress\""));
	member(page, "streetAddress", o->address);
	member(page, "postalCode", o->postcode);
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
	member(&page, "@id", id);
	member(&page, "name", o->f->name);
	names(&page, "alternateName", o->names, o->name_count);
	member(&page, "description", o->does);
	member(&page, "url", o->web);
	member(&page, "telephone", o->telephone);
	address(&page, o);
	names(&page, "areaServed", o->areas, o->area_count);
	numbers(&page, o);
	relatives(&page, base, view, o->f);
	eh_put_markup(&page, EH_STR("}</script>"));
	o->json_ld = eh_arena_str(request->arena, eh_buf_str(&page.out));
	return page.rc < 0 || !o->json_ld.p ? eh_fail_memory(err) : EH_OK;
}
