/* A call: one request on its way through the steps of its route, until it is answered.
 *
 *     static enum step_result ask(struct task *task)
 *     {
 *         struct call *call = call_of(task);
 *         struct db_batch *batch = call_batch(call);
 *         if (!batch)
 *             return STEP_FAIL;
 *         db_query(batch, &SQL_TEAMS);
 *         return call_submit(call, call_reader(call), batch);     the next step finds call->result
 *     }
 *     static enum step_result answer(struct task *task)
 *     {
 *         struct call *call = call_of(task);
 *         if (call_db_failed(call))
 *             return STEP_FAIL;
 *         … json_… (&call->body, …);
 *         return STEP_DONE;                                       200 application/json with call->body
 *     }
 *
 * Before the first step of a route: path, method, query and the type of the body were checked against the route's
 * table, then the caller is known (authentication), may use the route and has a share of the daemon; only then a large
 * body was read. It is there only if the route takes one, within its cap. Steps fail by filling task->err (call_fail
 * does) and returning STEP_FAIL; the answer is then problem+json. All memory comes from call->arena and lives until the answer is handed over. */
#ifndef SPOR_CALL_H
#define SPOR_CALL_H

#include "app/route.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/gate.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/server.h"
#include "io/task.h"
#include "io/work.h"
#include "store/viewer.h"
#include "wire/json.h"

struct app;
struct names;

/* Who calls. Of somebody unknown all is 0. */
struct caller {
    struct viewer viewer;   /* staff 0: nobody */
    struct str staff, name; /* identifier and name */
    enum staff_role role;   /* of a session; STAFF_NONE for a token */
    uint32_t scopes;        /* of a token */
    int32_t token;          /* number of the token; 0: a session */
    int64_t session;        /* number of the session; 0: a token */
    bool by_cookie;
    instant_t expires_at;
};

/* A large body, read by json_parse in a thread. */
struct parsed {
    struct work work;
    const struct json *value;
    struct err err;
};

/* A query parameter that was given. */
struct given {
    const struct query_param *param;
    struct str text; /* decoded */
    int64_t number;  /* integer, bool (0, 1), day, instant, place of the word */
    struct uuid uuid;
};

enum { CALL_HEADERS_MAX = 8, BODY_MAX_BYTES = 64 * 1024 * 1024 };

struct call {
    struct task task;
    struct app *app;
    struct request *request;
    struct arena *arena;
    struct route_match match;
    const struct route *route; /* NULL where nothing fits */
    struct caller caller;
    struct given *given;
    size_t n_given;
    struct parsed *parsed; /* NULL: by call_json, when it is asked for */
    instant_t now;         /* when it came */
    uint64_t began;        /* uv_hrtime */
    char trace_id[33];
    struct gate_ticket ticket; /* at the gate of its share */
    bool has_share;
    struct db_batch *asked;  /* by call_submit, and not answered */
    struct db_batch *result; /* of the last call_submit */
    /* the answer */
    int status;               /* 200 */
    const char *content_type; /* "application/json" */
    struct header headers[CALL_HEADERS_MAX];
    size_t n_headers;
    struct buf body;
    struct str fixed; /* instead of it: bytes that live as long as the daemon */
    bool streaming;   /* the head has been sent */
    bool waiting_for_room, waiting_for_body;
    struct buf problem_members; /* further members of a problem, as ",\"name\":value" */
    /* the access log */
    int64_t logged_case;
    int32_t logged_rows;
    struct str logged_reason; /* at NULL: Audit-Reason */
    struct str logged_filter; /* without names and CPR numbers; at NULL: the parameters of the address */
    bool logged;
    void (*gone)(
        struct call *); /* the client has gone: wakes a step that nobody else would wake; may be NULL */
    void *data;         /* the route's own */
    void (*clean)(struct call *); /* gives back what of `data` lies outside the arena; may be NULL */
    struct call *next, *previous; /* of the app's list */
};

static inline struct call *call_of(struct task *task)
{
    return CONTAINER_OF(task, struct call, task);
}

/* ---- what was asked -------------------------------------------------------------------------------------- */

/* NULL where it was not given. */
const struct given *call_given(const struct call *call, const char *name);
int64_t call_number(const struct call *call, const char *name, int64_t otherwise);
/* The path's {name}; what is no UUID is not found. */
enum err_code call_uuid(struct call *call, const char *name, struct uuid *out) NODISCARD;
/* The path's {name}, percent-decoded. */
enum err_code call_arg(struct call *call, const char *name, struct str *out) NODISCARD;
/* The body as JSON. */
enum err_code call_json(struct call *call, const struct json **out) NODISCARD;
/* Accept-Language begins with Danish. */
bool call_in_danish(const struct call *call);

/* ---- the database ---------------------------------------------------------------------------------------- */

/* Whose request it is, for shares: a person, a token or an address. */
uint64_t call_key(const struct call *call);
/* NULL (and the task's error set) without memory. */
struct db_batch *call_batch(struct call *call);
/* The task goes on when the result is there. */
enum step_result call_submit(struct call *call, struct db_link *link, struct db_batch *batch);
/* True (and the task's error set) where the last call_submit failed. */
bool call_db_failed(struct call *call);
struct db_link *call_reader(struct call *call);
struct db_link *call_reports(struct call *call); /* for what may take long: reports, exports, replays */
struct db_link *call_writer(struct call *call);  /* for what is no append: sessions, staff, teams */
/* The four parameters of every statement that touches a case are put by these: sees_all, principals and the
 * own citizen. */
void call_put_viewer(struct db_batch *batch, const struct viewer *viewer);

/* Two steps, one behind the other: wait (some seconds at most) until the feed number of `?at_least=` is
 * assessed, else ERR_UNAVAILABLE. */
enum step_result call_at_least(struct task *task);
enum step_result call_at_least_reached(struct task *task);

/* ---- the answer ------------------------------------------------------------------------------------------ */

enum step_result call_fail(struct call *call, enum err_code code, const char *format, ...) PRINTF_LIKE(3, 4);
/* "name" must be a constant in lower case; the value is kept as it is, in memory of the call. */
void call_header(struct call *call, const char *name, struct str value);
void call_header_printf(struct call *call, const char *name, const char *format, ...) PRINTF_LIKE(3, 4);
/* A member of the problem beside the usual ones: the caller puts its value into the buffer returned. */
struct buf *call_problem_member(struct call *call, const char *name);
/* 204. */
enum step_result call_empty(struct call *call);
/* The member `telephone` of a body: false where it was not given; null is none (at NULL). */
bool call_telephone(struct json_reader *r, struct str *out);
/* What the access log is to say. */
void call_log_rows(struct call *call, int64_t case_id, int64_t rows);

/* ---- streamed answers --------------------------------------------------------------------------------------- */

/* A step sends what is in call->body as a piece of a streamed answer, the first time with the head; the task
 * goes on when the network has taken it. After the first piece an error can no longer be a problem of its own
 * status: it comes as the last line, {"error": problem}. What is in call->body at the end is the last piece. */
enum step_result call_send_piece(struct call *call);

/* ---- for the server (app.c) ------------------------------------------------------------------------------ */

uint64_t call_body_cap(void *app, enum method method, struct str path);
void call_on_request(void *app, struct request *request);
void call_on_gone(void *app, struct request *request);
void call_on_body(void *app, struct request *request, const struct err *err);
void call_on_room(void *app, struct request *request);

#endif
