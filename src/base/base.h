/* base.h: the door of `base`, the ground everything stands on: errors, text, memory, time, chance, threads. It does no input or
 * output. Include this, not the parts. */
#ifndef EH_BASE_H
#define EH_BASE_H

#include "alloc.h"
#include "arena.h"
#include "buf.h"
#include "calendar.h"
#include "error.h"
#include "fetch.h"
#include "map.h"
#include "pool.h"
#include "random.h"
#include "say.h"
#include "str.h"
#include "time.h"
#include "utf8.h"
#include "vec.h"

#endif
