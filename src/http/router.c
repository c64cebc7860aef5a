#include "http.h"

const char *const eh_part_names[EH_PART_COUNT] = { "visitor", "signed in", "organisation", "officer", "infrastructure",
	"council steward", "sector steward", "administrator" };

/* Takes the pattern and the path apart side by side; fills captures on the way. */
static bool fits(const char *pattern, struct eh_str path, struct eh_str captures[EH_HTTP_MOST_CAPTURES], size_t *ret_count)
{
	struct eh_str want = eh_str_of(pattern), part, given;
	size_t n = 0;

	while (eh_str_split(&want, '/', &part)) {
		if (!eh_str_split(&path, '/', &given))
			return false;
		if (!eh_str_starts(part, EH_STR("{"))) {
			if (!eh_str_eq(part, given))
				return false;
			continue;
		}
		if (!given.n || n == EH_HTTP_MOST_CAPTURES)
			return false;
		captures[n++] = given;
	}
	*ret_count = n;
	return path.p == NULL;
}

/* Of the routes that fit, the one with the fewest captures: "/privacy" is no place. */
enum eh_rc eh_route_find(const struct eh_route *routes, enum eh_method method, struct eh_str path,
        const struct eh_route **ret_route, struct eh_str captures[EH_HTTP_MOST_CAPTURES], size_t *ret_count)
{
	struct eh_str found[EH_HTTP_MOST_CAPTURES];
	const struct eh_route *best = NULL;
	size_t n, best_n = 0;
	bool exists = false;

	for (const struct eh_route *route = routes; route->pattern; route++) {
		if (!fits(route->pattern, path, found, &n))
			continue;
		exists = true;
		if (route->method != method || (best && n >= best_n))
			continue;
		memcpy(captures, found, n * sizeof *found);
		best = route;
		best_n = n;
	}
	if (!best)
		return exists ? EH_UNSUPPORTED : EH_NOT_FOUND;
	*ret_count = best_n;
	*ret_route = best;
	return EH_OK;
}
