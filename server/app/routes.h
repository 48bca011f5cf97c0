/* The tables of routes, each at the end of its file. */
#ifndef SPOR_ROUTES_H
#define SPOR_ROUTES_H

#include "app/route.h"

extern const struct route case_list_routes[], case_routes[], report_routes[], table_routes[], staff_routes[],
    admin_routes[], system_routes[], session_routes[], citizen_routes[], record_routes[], bulk_routes[],
    what_if_routes[], ruleset_routes[], session_list_routes[], act_routes[], trend_routes[],
    deadline_routes[], who_routes[];

#endif
