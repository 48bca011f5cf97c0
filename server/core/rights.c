/* Who may see the case because of what was recorded (design of access: roles as dated rows). See course.h. */
#include "core/timeline.h"

enum { RECEIVER_DAYS = 28 };

static void add_holder(struct rights *rights, struct holder *at, day_t on, struct holder holder)
{
    if (holder.staff && holder.from < holder.to && holder.to > on)
        at[rights->n_holders++] = holder;
}

/* One row for each unbroken run of days with one person. */
static void add_posts(struct rights *rights, struct holder *at, day_t on, const struct posts *posts,
                      uint8_t role)
{
    uint32_t i = posts_find(posts, on);
    for (i = i == NOWHERE ? 0 : i; i < posts->n;) {
        struct day_range run = posts_run(posts, i);
        add_holder(rights, at, on, (struct holder){posts->at[i].staff, role, run.from, run.to});
        uint32_t staff = posts->at[i].staff;
        while (i < posts->n && posts->at[i].staff == staff)
            i++;
    }
}

/* While nobody is primary the case belongs to the team of the last one. */
static void add_last_primaries(struct rights *rights, struct holder *at, day_t on, const struct posts *posts)
{
    uint32_t i = posts_find(posts, on);
    for (i = i == NOWHERE ? 1 : i; i < posts->n; i++)
        if (i > 0 && !posts->at[i].staff)
            add_holder(rights, at, on,
                       (struct holder){posts->at[i - 1].staff, HOLDER_LAST_PRIMARY, posts->at[i].from,
                                       i + 1 < posts->n ? posts->at[i + 1].from : DAY_NEVER});
}

enum err_code course_rights(struct arena *arena, const struct course *course, day_t on, struct rights *out,
                            struct err *err)
{
    size_t room = 2 * course->primary.n + course->deputy.n + course->coordinator.n + course->secondary.n +
                  course->n_handovers;
    struct holder *at = ARENA_ARRAY(arena, struct holder, room);
    if (!at)
        return err_set(err, ERR_NO_MEMORY, "no memory for the rights");
    *out = (struct rights){.holders = at,
                           .open_days = course->open_ranges,
                           .n_open_days = course->n_open_ranges,
                           .is_open = course->now.is_open,
                           .closed_on = course->now.closed_on};
    add_posts(out, at, on, &course->primary, ROLE_PRIMARY);
    add_last_primaries(out, at, on, &course->primary);
    add_posts(out, at, on, &course->deputy, ROLE_DEPUTY);
    add_posts(out, at, on, &course->coordinator, ROLE_COORDINATOR);
    for (size_t i = 0; i < course->secondary.n; i++) {
        const struct held_role *role = &course->secondary.at[i];
        add_holder(out, at, on, (struct holder){role->staff, ROLE_SECONDARY, role->from, role->to});
    }
    for (size_t i = 0; i < course->n_handovers; i++) {
        const struct handover *handover = &course->handovers[i];
        if (handover->state == HANDOVER_STATE_SENT)
            add_holder(out, at, on,
                       (struct holder){course->at[handover->sent].event->staff, HOLDER_RECEIVER,
                                       handover->since, handover->since + RECEIVER_DAYS});
    }
    for (size_t i = 0; i < course->n; i++) {
        const struct event *event = course->at[i].event;
        if (event->kind != KIND_CASE_OPENED && event->kind != KIND_CASE_REOPENED)
            continue;
        if (event->unit)
            out->opening_unit = event->unit;
        if (event->kind == KIND_CASE_OPENED && !out->opened_by)
            out->opened_by = event->recorded_by;
    }
    if (!out->opened_by && course->start_event != NOWHERE)
        out->opened_by = course->at[course->start_event].event->recorded_by;
    return ERR_NONE;
}
