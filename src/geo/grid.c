#include "grid.h"

#include <math.h>

#define DEGREE (M_PI / 180)
#define SECOND (DEGREE / 3600)

struct ellipsoid {
	double a, b; /* semi-axes, metres */
};

static const struct ellipsoid AIRY = { 6377563.396, 6356256.909 }, WGS84 = { 6378137.0, 6356752.3142 };

/* The projection: scale on the central meridian, true origin, false origin. */
static const double F0 = 0.9996012717, LAT0 = 49 * DEGREE, LON0 = -2 * DEGREE, E0 = 400000, N0 = -100000;

/* WGS84 to OSGB36: shift in metres, scale, rotations. The way back has the opposite signs. */
static const double SHIFT[3] = { -446.448, 125.157, -542.060 }, SCALE = 20.4894e-6,
                    TURN[3] = { -0.1502 * SECOND, -0.2470 * SECOND, -0.8421 * SECOND };

static double e_squared(struct ellipsoid e) { return 1 - (e.b * e.b) / (e.a * e.a); }

static void to_cartesian(struct ellipsoid e, double lat, double lon, double out[3])
{
	double e2 = e_squared(e), nu = e.a / sqrt(1 - e2 * sin(lat) * sin(lat));

	out[0] = nu * cos(lat) * cos(lon);
	out[1] = nu * cos(lat) * sin(lon);
	out[2] = (1 - e2) * nu * sin(lat);
}

static void from_cartesian(struct ellipsoid e, const double in[3], double *lat, double *lon)
{
	double e2 = e_squared(e), p = hypot(in[0], in[1]);

	*lon = atan2(in[1], in[0]);
	*lat = atan2(in[2], p * (1 - e2));
	for (int i = 0; i < 6; i++) {
		double nu = e.a / sqrt(1 - e2 * sin(*lat) * sin(*lat));
		*lat = atan2(in[2] + e2 * nu * sin(*lat), p);
	}
}

static void helmert(const double in[3], double sign, double out[3])
{
	double s = 1 + sign * SCALE, rx = sign * TURN[0], ry = sign * TURN[1], rz = sign * TURN[2];

	out[0] = sign * SHIFT[0] + s * in[0] - rz * in[1] + ry * in[2];
	out[1] = sign * SHIFT[1] + rz * in[0] + s * in[1] - rx * in[2];
	out[2] = sign * SHIFT[2] - ry * in[0] + rx * in[1] + s * in[2];
}

/* Length of the meridian from the true origin to `lat`. */
static double meridian(double lat)
{
	double n = (AIRY.a - AIRY.b) / (AIRY.a + AIRY.b), n2 = n * n, n3 = n2 * n, d = lat - LAT0, s = lat + LAT0;

	return AIRY.b * F0 *
	       ((1 + n + 1.25 * n2 + 1.25 * n3) * d - (3 * n + 3 * n2 + 2.625 * n3) * sin(d) * cos(s) +
	               (1.875 * n2 + 1.875 * n3) * sin(2 * d) * cos(2 * s) - 35.0 / 24 * n3 * sin(3 * d) * cos(3 * s));
}

struct radii {
	double nu, rho, eta2;
};

static struct radii radii_at(double lat)
{
	double e2 = e_squared(AIRY), w = 1 - e2 * sin(lat) * sin(lat), nu = AIRY.a * F0 / sqrt(w),
	       rho = AIRY.a * F0 * (1 - e2) / pow(w, 1.5);

	return (struct radii){ nu, rho, nu / rho - 1 };
}

void eh_grid_from_lat_long(double latitude, double longitude, double *ret_easting, double *ret_northing)
{
	double wgs[3], airy[3], lat, lon;

	to_cartesian(WGS84, latitude * DEGREE, longitude * DEGREE, wgs);
	helmert(wgs, 1, airy);
	from_cartesian(AIRY, airy, &lat, &lon);
	struct radii r = radii_at(lat);
	double c = cos(lat), s = sin(lat), t2 = tan(lat) * tan(lat), d = lon - LON0;
	double i = meridian(lat) + N0, ii = r.nu / 2 * s * c, iii = r.nu / 24 * s * pow(c, 3) * (5 - t2 + 9 * r.eta2);
	double iiia = r.nu / 720 * s * pow(c, 5) * (61 - 58 * t2 + t2 * t2), iv = r.nu * c;
	double v = r.nu / 6 * pow(c, 3) * (r.nu / r.rho - t2);
	double vi = r.nu / 120 * pow(c, 5) * (5 - 18 * t2 + t2 * t2 + 14 * r.eta2 - 58 * t2 * r.eta2);

	*ret_northing = i + ii * d * d + iii * pow(d, 4) + iiia * pow(d, 6);
	*ret_easting = E0 + iv * d + v * pow(d, 3) + vi * pow(d, 5);
}

void eh_grid_to_lat_long(double easting, double northing, double *ret_latitude, double *ret_longitude)
{
	double lat = LAT0 + (northing - N0) / (AIRY.a * F0), wgs[3], airy[3], lon;

	for (int i = 0; i < 20 && fabs(northing - N0 - meridian(lat)) > 1e-5; i++)
		lat += (northing - N0 - meridian(lat)) / (AIRY.a * F0);
	struct radii r = radii_at(lat);
	double t = tan(lat), t2 = t * t, d = easting - E0, nu = r.nu, secant = 1 / cos(lat);
	double vii = t / (2 * r.rho * nu), viii = t / (24 * r.rho * pow(nu, 3)) * (5 + 3 * t2 + r.eta2 - 9 * t2 * r.eta2);
	double ix = t / (720 * r.rho * pow(nu, 5)) * (61 + 90 * t2 + 45 * t2 * t2), x = secant / nu;
	double xi = secant / (6 * pow(nu, 3)) * (nu / r.rho + 2 * t2),
	       xii = secant / (120 * pow(nu, 5)) * (5 + 28 * t2 + 24 * t2 * t2);
	double xiia = secant / (5040 * pow(nu, 7)) * (61 + 662 * t2 + 1320 * t2 * t2 + 720 * t2 * t2 * t2);

	lat += -vii * d * d + viii * pow(d, 4) - ix * pow(d, 6);
	lon = LON0 + x * d - xi * pow(d, 3) + xii * pow(d, 5) - xiia * pow(d, 7);
	to_cartesian(AIRY, lat, lon, airy);
	helmert(airy, -1, wgs);
	from_cartesian(WGS84, wgs, &lat, &lon);
	*ret_latitude = lat / DEGREE;
	*ret_longitude = lon / DEGREE;
}
