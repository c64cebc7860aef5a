/* geo.h: the door of `geo`. */
#ifndef EH_GEO_H
#define EH_GEO_H

#include "grid.h"
#include "polygon.h"
#include "postcode.h"

#endif
