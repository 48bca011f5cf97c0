/* See metrics.h. */
#include "app/metrics.h"

#include "base/mem.h"

/* Upper bounds of the histogram, microseconds. */
static const uint64_t bounds[] = {1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 1000000, 5000000};
enum { BOUNDS = ARRAY_LEN(bounds), CLASSES = 6 };

struct of_route {
    uint64_t statuses[CLASSES]; /* 1xx … 5xx */
    uint64_t within[BOUNDS];    /* not more than that bound, and more than the one before */
    uint64_t n, sum;
};

struct metrics {
    int n_routes;
    struct of_route routes[]; /* the last is "none" */
};

struct metrics *metrics_new(void)
{
    int n = route_count() + 1;
    struct metrics *metrics = mem_new(sizeof *metrics + (size_t)n * sizeof(struct of_route));
    if (metrics)
        metrics->n_routes = n;
    return metrics;
}

void metrics_free(struct metrics *metrics)
{
    mem_free(metrics);
}

void metrics_count(struct metrics *metrics, int route, int status, uint64_t microseconds)
{
    struct of_route *r = &metrics->routes[route < 0 ? metrics->n_routes - 1 : route];
    r->statuses[status >= 100 && status < 600 ? status / 100 : 5]++;
    r->n++;
    r->sum += microseconds;
    for (size_t i = 0; i < BOUNDS; i++) {
        if (microseconds <= bounds[i]) {
            r->within[i]++;
            break;
        }
    }
}

void metrics_put(const struct metrics *metrics, struct buf *out)
{
    buf_put_str(out, STR("# TYPE spor_requests_total counter\n"));
    for (int i = 0; i < metrics->n_routes; i++) {
        const char *name = i < metrics->n_routes - 1 ? route_at(i)->name : "none";
        for (int c = 1; c < CLASSES; c++)
            if (metrics->routes[i].statuses[c])
                buf_printf(out, "spor_requests_total{route=\"%s\",status=\"%dxx\"} %llu\n", name, c,
                           (unsigned long long)metrics->routes[i].statuses[c]);
    }
    buf_put_str(out, STR("# TYPE spor_request_seconds histogram\n"));
    for (int i = 0; i < metrics->n_routes; i++) {
        const struct of_route *r = &metrics->routes[i];
        if (r->n == 0)
            continue;
        const char *name = i < metrics->n_routes - 1 ? route_at(i)->name : "none";
        uint64_t so_far = 0;
        for (size_t b = 0; b < BOUNDS; b++) {
            so_far += r->within[b];
            buf_printf(out, "spor_request_seconds_bucket{route=\"%s\",le=\"%g\"} %llu\n", name,
                       (double)bounds[b] / 1e6, (unsigned long long)so_far);
        }
        buf_printf(out, "spor_request_seconds_bucket{route=\"%s\",le=\"+Inf\"} %llu\n", name,
                   (unsigned long long)r->n);
        buf_printf(out, "spor_request_seconds_sum{route=\"%s\"} %.6f\n", name, (double)r->sum / 1e6);
        buf_printf(out, "spor_request_seconds_count{route=\"%s\"} %llu\n", name, (unsigned long long)r->n);
    }
}
