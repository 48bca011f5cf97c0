/* Lines of the simulation, see sim.h. */
#include "client/sim.h"
#include "wire/json_write.h"

void sim_write_citizen(struct buf *out, const struct sim_citizen *citizen)
{
    json_begin_object(out);
    json_key(out, "case"), json_uuid(out, &citizen->case_id);
    json_key(out, "external_ref"), json_text(out, citizen->reference);
    json_key(out, "born"), json_day(out, citizen->born);
    json_key(out, "cpr"), json_text(out, citizen->cpr);
    json_key(out, "name"), json_text(out, citizen->name);
    if (citizen->is_protected)
        json_key(out, "protected"), json_bool(out, true);
    json_end_object(out);
    buf_put_char(out, '\n');
}

static void put_slug(struct buf *out, const char *key, enum catalogue catalogue, uint32_t number)
{
    const struct catalogue_value *value = number ? catalogue_value(catalogue, number) : NULL;
    if (value)
        json_key(out, key), json_text(out, value->slug);
}

static void put_list(struct buf *out, const char *key, enum catalogue catalogue, uint64_t bits)
{
    if (!bits)
        return;
    json_key(out, key);
    json_begin_array(out);
    for (uint32_t n = 1; n <= catalogue_size(catalogue); n++)
        if (bits & VALUE_BIT(n))
            json_text(out, catalogue_value(catalogue, n)->slug);
    json_end_array(out);
}

static void put_number(struct buf *out, const char *key, int number)
{
    if (number >= 0)
        json_key(out, key), json_i64(out, number);
}

void sim_write_event(struct buf *out, const struct sim_citizen *citizen, const struct sim_event *event)
{
    const struct kind_info *kind = kind_info(event->kind);
    json_begin_object(out);
    json_key(out, "case"), json_uuid(out, &citizen->case_id);
    json_key(out, "event_id"), json_uuid(out, &event->id);
    json_key(out, "kind"), json_text(out, kind->name);
    json_key(out, "occurred_at"), json_instant(out, event->at);
    if (event->staff)
        json_key(out, "staff"), json_text(out, event->staff);
    put_slug(out, "role", CATALOGUE_ROLE, event->role);
    if (event->unit)
        json_key(out, "unit"), json_text(out, event->unit);
    put_slug(out, "code", kind->code, event->code);
    put_list(out, "also", kind->also, event->also);
    put_slug(out, "outcome", kind->outcome, event->outcome);
    put_slug(out, "party", CATALOGUE_PARTY, event->party);
    put_slug(out, "channel", CATALOGUE_CHANNEL, event->channel);
    if (event->due != DAY_NONE)
        json_key(out, "due"), json_day(out, event->due);
    if (event->starts_at != INSTANT_NONE)
        json_key(out, "starts_at"), json_instant(out, event->starts_at);
    if (event->has_ref)
        json_key(out, "ref"), json_uuid(out, &event->ref);
    put_number(out, "score", event->score);
    put_number(out, "scale", event->scale);
    put_number(out, "hours", event->hours);
    if (event->batch)
        json_key(out, "batch"), json_text(out, event->batch);
    put_slug(out, "because", kind->because, event->because);
    put_list(out, "marks", CATALOGUE_MARK, event->marks);
    if (event->note)
        json_key(out, "note"), json_text(out, event->note);
    json_end_object(out);
    buf_put_char(out, '\n');
}

static void put_person(struct buf *out, const struct sim_town *town, uint32_t person, const char *role,
                       const struct sim_team *team)
{
    json_begin_object(out);
    json_key(out, "staff"), json_text(out, town->persons[person].id);
    json_key(out, "name"), json_text(out, town->persons[person].name);
    json_key(out, "role"), json_text(out, role);
    json_key(out, "team"), json_text(out, team->unit);
    json_end_object(out);
    buf_put_char(out, '\n');
}

void sim_write_staff(struct buf *out, const struct sim_town *town)
{
    for (size_t i = 0; i < town->n_teams; i++) {
        const struct sim_team *team = &town->teams[i];
        json_begin_object(out);
        json_key(out, "team"), json_text(out, team->unit);
        json_key(out, "name"), json_text(out, team->name);
        json_end_object(out);
        buf_put_char(out, '\n');
        put_person(out, town, team->leader, "leader", team);
        for (uint32_t k = 0; k < team->n_posts; k++) {
            const struct sim_post *post = &town->posts[team->first_post + k];
            put_person(out, town, post->tenures[post->n_tenures - 1].person, "caseworker", team);
        }
    }
}
