#include "run/plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "run/plan_tasks.h"

enum { BATCH_POINTS_MAX = 8192 };

/* Tables and populations of one batch: a fraction of what a small machine has. */
static const double batch_bytes_max = 1e9;

/* The task of a place in plan->point. */
static size_t task_at(const struct plan *plan, uint32_t place) {
  size_t low = 0, high = plan->task_count;
  while (high - low > 1) {
    const size_t middle = low + (high - low) / 2;
    if (plan->task[middle].first <= place)
      low = middle;
    else
      high = middle;
  }
  return low;
}

double plan_slice_work(const struct plan *plan, struct plan_slice slice) {
  double work = 0;
  uint32_t place = slice.first;
  const uint32_t end = slice.first + slice.count;
  for (size_t t = task_at(plan, place); place < end; t++) {
    const struct plan_task *const task = &plan->task[t];
    const uint32_t task_end = task->first + task->count, next = task_end < end ? task_end : end;
    work += (next - place) * task->work;
    place = next;
  }
  return work;
}

bool plan_create(struct plan *plan, const struct sweep *sweep, const struct ledger *known, struct error *err) {
  *plan = (struct plan){.sweep = sweep};
  if (!plan_tasks(plan, known, err)) {
    plan_free(plan);
    return false;
  }
  plan->slice[plan->slice_count++] = (struct plan_slice){0, (uint32_t)plan->count};
  plan->work = plan_slice_work(plan, plan->slice[0]);
  plan->waiting = plan->work;
  plan->waiting_count = plan->count;
  return true;
}

void plan_free(struct plan *plan) {
  free(plan->point);
  free(plan->task);
  *plan = (struct plan){.count = 0};
}

/* A batch being put together. */
struct filling {
  double work, bytes; /* left */
  uint32_t count;     /* points that it may still take */
};

/* How many of a task's next points a batch takes; an empty one takes at least one. */
static uint32_t take(struct filling *left, const struct plan_task *task, uint32_t available, bool empty) {
  const double by_bytes = task->bytes > 0                      ? (left->bytes - task->problem_bytes) / task->bytes
                          : left->bytes >= task->problem_bytes ? INFINITY
                                                               : 0;
  const double fit = fmin(fmin(left->work / task->work, by_bytes), left->count);
  uint32_t taken = fit >= available ? available : task->joined ? 0 : (uint32_t)fmax(fit, 0);
  if (empty && taken == 0)
    taken = task->joined ? available : 1;
  left->work -= taken * task->work;
  left->bytes -= task->problem_bytes + taken * task->bytes;
  left->count -= taken < left->count ? taken : left->count;
  return taken;
}

/* How many points at the start of a slice make a batch. */
static uint32_t batch_size(const struct plan *plan, struct plan_slice slice, double budget) {
  struct filling left = {budget, batch_bytes_max, BATCH_POINTS_MAX};
  uint32_t n = 0;
  const size_t first = task_at(plan, slice.first);
  for (size_t t = first; n < slice.count && plan->task[t].batch == plan->task[first].batch; t++) {
    const struct plan_task *const task = &plan->task[t];
    const uint32_t rest = task->first + task->count - (slice.first + n), room = slice.count - n;
    const uint32_t available = rest < room ? rest : room, taken = take(&left, task, available, n == 0);
    n += taken;
    if (taken < available)
      break;
  }
  return n;
}

struct plan_slice plan_next(struct plan *plan, double budget) {
  while (plan->slice_count > 0 && plan->slice[plan->slice_count - 1].count == 0)
    plan->slice_count--;
  if (plan->slice_count == 0)
    return (struct plan_slice){0, 0};
  struct plan_slice *rest = &plan->slice[plan->slice_count - 1];
  const struct plan_slice batch = {rest->first, batch_size(plan, *rest, budget)};
  rest->first += batch.count;
  rest->count -= batch.count;
  plan->waiting -= plan_slice_work(plan, batch);
  plan->waiting_count -= batch.count;
  return batch;
}

void plan_return(struct plan *plan, struct plan_slice slice) {
  plan->slice[plan->slice_count++] = slice;
  plan->waiting += plan_slice_work(plan, slice);
  plan->waiting_count += slice.count;
}
