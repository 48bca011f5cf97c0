/* The list of all tables of routes. */
#include "app/route.h"

const struct route *const route_tables[] = {NULL};
