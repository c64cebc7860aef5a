/* vec.h: arrays that grow, of any type.
 *
 *     EH_VEC(int) numbers = { 0 };
 *     if (!eh_vec_push(&numbers, 7)) return EH_NO_MEMORY;
 *     for (size_t i = 0; i < numbers.count; i++) use(numbers.items[i]);
 *     eh_vec_finish(&numbers);
 */
#ifndef EH_BASE_VEC_H
#define EH_BASE_VEC_H

#include <stdbool.h>
#include <stddef.h>

#include "alloc.h"

#define EH_VEC(type)                                                                                                             \
	struct {                                                                                                                 \
		type *items;                                                                                                     \
		size_t count, cap;                                                                                               \
	}

/* Room for one more; false when there is no memory. */
bool eh_vec_grow(void *items, size_t count, size_t *cap, size_t size);

/* Appends a value; false (and unchanged) when there is no memory. */
#define eh_vec_push(v, ...)                                                                                                      \
	(eh_vec_grow(&(v)->items, (v)->count, &(v)->cap, sizeof *(v)->items) && ((v)->items[(v)->count++] = (__VA_ARGS__), true))

#define eh_vec_finish(v) (eh_free((v)->items), (v)->items = NULL, (v)->count = (v)->cap = 0)

#endif
