/* The list of all tables of routes. */
#include "app/routes.h"

const struct route *const route_tables[] = {
    system_routes, session_routes,   session_list_routes, act_routes,     staff_routes,
    admin_routes,  case_list_routes, case_routes,         citizen_routes, record_routes,
    bulk_routes,   report_routes,    table_routes,        what_if_routes, ruleset_routes,
    trend_routes,  deadline_routes,  who_routes,          NULL,
};
