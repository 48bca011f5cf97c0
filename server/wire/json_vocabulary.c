/* See json_vocabulary.h: catalogues and kinds. */
#include "wire/json_vocabulary.h"

#include "core/kind.h"
#include "wire/json_write.h"

static void put_text(struct buf *out, const char *name, const char *text)
{
    json_key(out, name);
    json_text(out, text);
}

static void put_flag(struct buf *out, const char *name, bool value)
{
    json_key(out, name);
    json_bool(out, value);
}

static void put_label(struct buf *out, const char *danish, const char *english)
{
    json_key(out, "label");
    json_begin_object(out);
    put_text(out, "da", danish);
    put_text(out, "en", english);
    json_end_object(out);
}

/* ---- catalogues ---- */

static const struct {
    enum catalogue catalogue;
    uint32_t flag;
    const char *name;
} flag_names[] = {
    {CATALOGUE_TARGET_GROUP, TARGET_GROUP_HAS_COORDINATOR, "has_coordinator"},
    {CATALOGUE_SWITCH_REASON, SWITCH_AVOIDABLE, "avoidable"},
    {CATALOGUE_SWITCH_REASON, SWITCH_PARTLY_AVOIDABLE, "partly_avoidable"},
    {CATALOGUE_SWITCH_REASON, SWITCH_NOT_AVOIDABLE, "not_avoidable"},
    {CATALOGUE_SWITCH_REASON, SWITCH_COUNTS, "counts"},
    {CATALOGUE_SWITCH_REASON, SWITCH_BREACH, "breach"},
    {CATALOGUE_TRANSITION_KIND, TRANSITION_TAKE_OVER, "take_over"},
    {CATALOGUE_MEETING_KIND, MEETING_TALK, "talk"},
    {CATALOGUE_MEETING_KIND, MEETING_MOVEMENT, "movement"},
    {CATALOGUE_MEETING_KIND, MEETING_PREPARES, "prepares"},
    {CATALOGUE_MEETING_KIND, MEETING_COORDINATES, "coordinates"},
    {CATALOGUE_INTERVENTION_KIND, INTERVENTION_CLARIFIES, "clarifies"},
    {CATALOGUE_INTERVENTION_KIND, INTERVENTION_NEEDS_PLAN, "needs_plan"},
    {CATALOGUE_WAIT_REASON, WAIT_STATEMENT, "statement"},
    {CATALOGUE_WAIT_REASON, WAIT_MEDICAL_FORM, "medical_form"},
    {CATALOGUE_WAIT_REASON, WAIT_NORM_FROM_REVIEW, "norm_from_review"},
    {CATALOGUE_WAIT_REASON, WAIT_HINDERS_TAKING_PART, "hinders_taking_part"},
    {CATALOGUE_DECISION, DECISION_SETTLES, "settles"},
};

static void put_properties(struct buf *out, enum catalogue catalogue, const struct catalogue_value *value)
{
    static const char *const families[] = {
        "",     "insured",        "cash",    "sick",  "clarification", "resource",
        "flex", "rehabilitation", "pension", "other", "integration",   "flex_employed"};
    static const char *const attributions[] = {"",          "own_practice", "external",
                                               "statutory", "citizen_side", "unknown"};
    for (size_t i = 0; i < ARRAY_LEN(flag_names); i++)
        if (flag_names[i].catalogue == catalogue)
            put_flag(out, flag_names[i].name, (value->flags & flag_names[i].flag) != 0);
    if (catalogue == CATALOGUE_TARGET_GROUP)
        put_text(out, "family", families[value->family]);
    if (catalogue == CATALOGUE_LONG_CAUSE)
        put_text(out, "attribution", attributions[value->attribution]);
    if (catalogue == CATALOGUE_INTERVENTION_KIND) {
        const struct catalogue_value *area = catalogue_value(CATALOGUE_ADMINISTRATION, value->administration);
        put_text(out, "area", area ? area->slug : NULL);
    }
    if (catalogue == CATALOGUE_WAIT_REASON) {
        put_text(out, "party", catalogue_value(CATALOGUE_PARTY, value->party)->slug);
        json_key(out, "norm_days");
        if (value->norm_days)
            json_i64(out, value->norm_days);
        else
            json_none(out);
    }
}

static void put_value(struct buf *out, enum catalogue catalogue, uint32_t number)
{
    const struct catalogue_value *value = catalogue_value(catalogue, number);
    json_begin_object(out);
    json_key(out, "number");
    json_i64(out, number);
    put_text(out, "slug", value->slug);
    put_label(out, value->danish, value->english);
    put_properties(out, catalogue, value);
    json_end_object(out);
}

void json_put_catalogues(struct buf *out)
{
    json_begin_object(out);
    json_key(out, "catalogues");
    json_begin_array(out);
    for (uint32_t c = 1; c < CATALOGUE_COUNT; c++) {
        enum catalogue catalogue = (enum catalogue)c;
        json_begin_object(out);
        put_text(out, "catalogue", catalogue_name(catalogue));
        json_key(out, "values");
        json_begin_array(out);
        for (uint32_t n = 1; n <= catalogue_size(catalogue); n++)
            put_value(out, catalogue, n);
        json_end_array(out);
        json_end_object(out);
    }
    json_end_array(out);
    json_end_object(out);
}

/* ---- kinds ---- */

static void put_fields(struct buf *out, const char *name, uint32_t fields)
{
    json_key(out, name);
    json_begin_array(out);
    for (uint32_t place = 0; place < FIELD_COUNT; place++)
        if (fields >> place & 1)
            json_text(out, field_name((enum field_place)place));
    json_end_array(out);
}

static void put_catalogues_of(struct buf *out, const struct kind_info *info)
{
    const struct {
        const char *field;
        enum catalogue catalogue;
    } of[] = {
        {"code", info->code}, {"outcome", info->outcome}, {"also", info->also}, {"because", info->because}};
    json_key(out, "catalogues");
    json_begin_object(out);
    for (size_t i = 0; i < ARRAY_LEN(of); i++)
        if (of[i].catalogue != CATALOGUE_NONE)
            put_text(out, of[i].field, catalogue_name(of[i].catalogue));
    json_end_object(out);
}

static void put_ref_kinds(struct buf *out, uint64_t kinds)
{
    json_key(out, "ref_kinds");
    if (kinds == ANY_KIND) {
        json_none(out);
        return;
    }
    json_begin_array(out);
    for (uint32_t kind = 1; kind < KIND_COUNT; kind++)
        if (kinds & KIND_BIT(kind))
            json_text(out, kind_info((enum kind)kind)->name);
    json_end_array(out);
}

static void put_kind(struct buf *out, const struct kind_info *info)
{
    static const struct {
        uint32_t flag;
        const char *name;
    } flags[] = {
        {KIND_CONTROL, "control"},
        {KIND_SUBSTANTIVE, "substantive"},
        {KIND_SUBSTANTIVE_IF, "substantive_if"},
        {KIND_NOW, "now"},
        {KIND_LEADER, "leader"},
        {KIND_SECOND_PERSON, "second_person"},
        {KIND_IMPORT_ONLY, "import_only"},
        {KIND_FREE_CODE, "free_code"},
        {KIND_BEFORE_OPENING, "before_opening"},
        {KIND_AFTER_CLOSING, "after_closing"},
        {KIND_NEEDS_NOTE, "needs_note"},
        {KIND_UNCORRECTABLE, "uncorrectable"},
    };
    json_begin_object(out);
    put_text(out, "kind", info->name);
    put_label(out, info->danish, info->english);
    put_text(out, "meaning", info->meaning);
    put_fields(out, "required", info->required);
    put_fields(out, "optional", info->optional & ~info->required);
    put_catalogues_of(out, info);
    json_key(out, "marks");
    json_begin_array(out);
    for (uint32_t mark = 1; mark < MARK_COUNT; mark++)
        if (info->marks & MARK_BIT(mark))
            json_text(out, catalogue_value(CATALOGUE_MARK, mark)->slug);
    json_end_array(out);
    put_ref_kinds(out, info->ref_kinds);
    for (size_t i = 0; i < ARRAY_LEN(flags); i++)
        put_flag(out, flags[i].name, (info->flags & flags[i].flag) != 0);
    json_end_object(out);
}

void json_put_kinds(struct buf *out)
{
    json_begin_object(out);
    json_key(out, "kinds");
    json_begin_array(out);
    for (uint32_t kind = 1; kind < KIND_COUNT; kind++)
        put_kind(out, kind_info((enum kind)kind));
    json_end_array(out);
    json_end_object(out);
}
