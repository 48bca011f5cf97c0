/* See case_names.h. */
#include "app/case_names.h"

struct str case_name(const struct case_names *names, int32_t what, uint32_t number)
{
    int low = 0, high = db_rows(names->rows, names->query), n = high;
    while (low < high) {
        int middle = low + (high - low) / 2;
        int32_t other = db_get_i32(names->rows, names->query, middle, 0);
        if (other < what ||
            (other == what && db_get_i32(names->rows, names->query, middle, 1) < (int32_t)number))
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < n && db_get_i32(names->rows, names->query, low, 0) == what &&
                 db_get_i32(names->rows, names->query, low, 1) == (int32_t)number;
    return found ? db_get_text(names->rows, names->query, low, 2) : (struct str){NULL, 0};
}

struct str case_staff_name(const void *names, uint32_t staff)
{
    return case_name(names, NAMES_STAFF, staff);
}
