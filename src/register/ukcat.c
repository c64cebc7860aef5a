#include "ukcat.h"

enum eh_rc eh_ukcat_classify(struct eh_str name, struct eh_str activities, struct eh_arena *arena,
        struct eh_ukcat_class *ret_classes, size_t *ret_count, struct eh_error *err)
{
	(void)name, (void)activities, (void)arena, (void)ret_classes, (void)ret_count;
	return eh_fail(err, EH_UNSUPPORTED, "UK-CAT codes are not made yet");
}
