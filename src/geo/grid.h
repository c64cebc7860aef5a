/* grid.h: the National Grid of Great Britain and WGS84 latitude and longitude.
 *
 * Transverse Mercator on the Airy 1830 ellipsoid and a seven-parameter Helmert shift between the datums (Ordnance Survey, "A guide to
 * coordinate systems in Great Britain", annexes B and C). Good to about five metres anywhere in Great Britain, which is far less than a
 * postcode's extent; the survey's own transformation (OSTN15) is exact to centimetres. */
#ifndef EH_GEO_GRID_H
#define EH_GEO_GRID_H

/* Degrees to metres, and back. Defined everywhere, meaningful within Great Britain. */
void eh_grid_from_lat_long(double latitude, double longitude, double *ret_easting, double *ret_northing);
void eh_grid_to_lat_long(double easting, double northing, double *ret_latitude, double *ret_longitude);

#endif
