/* What the files record*.c share; everybody else includes app/record.h.
 *
 * record.c has the table of steps, loading and appending; record_check.c says what is wrong with a unit;
 * record_answer.c makes the stored envelopes. */
#ifndef SPOR_RECORD_IMPL_H
#define SPOR_RECORD_IMPL_H

#include "app/record.h"

static inline struct record_unit *unit_of(struct task *task)
{
    return CONTAINER_OF(task, struct record_unit, task);
}

static inline const struct kind_info *info_of(const struct event_draft *draft)
{
    return kind_info((enum kind)draft->value.kind);
}

static inline bool is_control(const struct event_draft *draft)
{
    return (info_of(draft)->flags & KIND_CONTROL) != 0;
}

/* err is filled; it is about event i. */
static inline enum step_result fail_event(struct record_unit *unit, size_t i)
{
    unit->problem = i;
    return STEP_FAIL;
}

static inline enum step_result fail_unit(struct record_unit *unit, enum err_code code, const char *text)
{
    (void)err_set(&unit->task.err, code, "%s", text);
    return fail_event(unit, unit->n);
}

static inline enum step_result no_memory(struct record_unit *unit)
{
    return fail_unit(unit, ERR_NO_MEMORY, "the request needs too much memory");
}

const struct step *record_first_step(void);
enum step_result record_check(struct task *task);
enum step_result record_moves(struct task *task);
enum step_result record_answer(struct task *task);
enum step_result record_answered(struct task *task);

/* The kind of the event that a `corrected` of the unit names; KIND_NONE where it is none. */
enum kind record_kind_corrected(const struct record_unit *unit, size_t i);
/* Place from 1 of the event among the first `before` of the unit; 0: none. record_find_places comes first: false
 * without memory. */
bool record_find_places(struct record_unit *unit) NODISCARD;
size_t record_place(const struct record_unit *unit, size_t before, const struct uuid *id);
/* On which days the event may lie (enum append_days). */
uint8_t record_days(const struct event_draft *draft);

#endif
