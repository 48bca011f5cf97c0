/* Whose replay runs: at most REPLAYS_AT_ONCE at once, one of each caller, the others in turn of their callers
 * (base/gate.h). A replay that waits is told its place, as lines {"progress": {"before": …}} of its answer: so many
 * others go first, at most. Who has REPLAYS_WAITING waiting is told to try again (429).
 *
 * Three steps, once the question has been read and judged:
 *
 *     {"queue", replay_queue}, {"stand", replay_stand}, {"called", replay_called}, … it runs …
 *
 * and replay_leave when the call ends, wherever it was. */
#ifndef SPOR_REPLAY_QUEUE_H
#define SPOR_REPLAY_QUEUE_H

#include "base/gate.h"
#include "io/task.h"

enum { REPLAYS_AT_ONCE = 2, REPLAYS_WAITING = 4 };

struct call;
struct replay_turn;

struct replay_queue {
    struct gate gate;
    struct replay_turn *first; /* all that wait */
    bool calling;
};

/* Of one replay; zeroed at first. */
struct replay_turn {
    struct gate_ticket ticket;
    struct call *call;
    struct replay_turn *next, **link; /* while it waits */
    uint32_t told;                    /* how many go first */
    bool inside, stands;
};

void replay_queue_init(struct replay_queue *queue);
void replay_queue_clear(struct replay_queue *queue);

enum step_result replay_queue_step(struct call *call, struct replay_turn *turn);
enum step_result replay_stand(struct call *call, struct replay_turn *turn);
/* `stand` is the step to go back to while it is not its turn. */
enum step_result replay_called(struct call *call, struct replay_turn *turn, const struct step *stand);
void replay_leave(struct replay_turn *turn);

#endif
