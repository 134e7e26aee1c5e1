#include "run/plan_tasks.h"

#include <math.h>
#include <stdlib.h>

#include "key_table.h"
#include "search/search.h"

/* Sweeps of fewer tasks than this take no rounds of their own: they would only make batches small. */
enum { ROUND_TASKS_MIN = 128 };

/* A task before it has its place. */
struct draft {
  struct plan_task task;
  double problem_work, point_work;
  double spread;   /* of its first point */
  uint32_t number; /* in order of first points */
};

/* In order of first points, until they are sorted. */
struct drafts {
  struct draft *draft;
  size_t capacity;
  struct key_table kin; /* their hashes, batch and problem, by number */
  uint32_t *of;         /* per point to compute: the number of its task */
};

/* Room for one more task. */
static bool grow(struct drafts *drafts) {
  if (drafts->kin.count < drafts->capacity)
    return true;
  const size_t capacity = drafts->capacity < 16 ? 16 : drafts->capacity + drafts->capacity / 2;
  struct draft *const draft = realloc(drafts->draft, capacity * sizeof *draft);
  if (draft == NULL)
    return false;
  drafts->draft = draft;
  drafts->capacity = capacity;
  return true;
}

/* The task of a point, made if it is the first. */
static struct draft *find_draft(struct drafts *drafts, const struct sweep *sweep, size_t index,
                                const struct search_request *request) {
  if (!grow(drafts))
    return NULL;
  const struct search_kinship kin = search_kinship(request);
  size_t number;
  bool added;
  if (!key_table_add(&drafts->kin, (struct table_key){kin.batch, kin.problem}, &number, &added))
    return NULL;
  struct draft *const draft = &drafts->draft[number];
  if (added)
    *draft = (struct draft){.task = {.batch = kin.batch,
                                     .joined = request->settings->engine->all_entries,
                                     .problem_bytes = search_problem_bytes(request)},
                            .problem_work = search_problem_work(request),
                            .spread = sweep_spread(sweep, index),
                            .number = (uint32_t)number};
  return draft;
}

static bool draft_points(struct drafts *drafts, struct plan *plan, const struct ledger *known) {
  const struct sweep *const sweep = plan->sweep;
  for (size_t i = 0; i < sweep->point_count; i++) {
    if (known->row[i].known)
      continue;
    struct point point;
    sweep_point(sweep, i, &point);
    const struct search_request request = {&point.spec, &point.engine, point.key};
    struct draft *const draft = find_draft(drafts, sweep, i, &request);
    if (draft == NULL)
      return false;
    draft->task.count++;
    draft->task.bytes = fmax(draft->task.bytes, search_point_bytes(&request));
    draft->point_work += search_point_work(&request);
    drafts->of[plan->count] = draft->number;
    plan->point[plan->count++] = (uint32_t)i;
  }
  return true;
}

/* The round of a task: 0 is the first. */
static int round_of(const struct draft *draft, int rounds) {
  const int level = draft->spread > 0 ? (int)fmin(-log2(draft->spread), rounds) : rounds;
  return rounds - level;
}

/* The number of halvings that a sweep is worth. */
static int count_rounds(size_t tasks) {
  int rounds = 0;
  while (rounds < PLAN_ROUNDS_MAX && tasks >> (rounds + 1) >= ROUND_TASKS_MIN)
    rounds++;
  return rounds;
}

/* By round, which spread holds by then, batchable ones together, else in order of the sweep. */
static int compare_drafts(const void *left, const void *right) {
  const struct draft *const a = left, *const b = right;
  if (a->spread != b->spread)
    return a->spread < b->spread ? -1 : 1;
  if (a->task.batch != b->task.batch)
    return a->task.batch < b->task.batch ? -1 : 1;
  return (a->number > b->number) - (a->number < b->number);
}

/* Order the tasks and give them their places. */
static bool order_tasks(struct plan *plan, struct drafts *drafts) {
  const int rounds = count_rounds(drafts->kin.count);
  plan->task = malloc((drafts->kin.count + 1) * sizeof *plan->task);
  if (plan->task == NULL)
    return false;
  for (size_t i = 0; i < drafts->kin.count; i++) {
    struct draft *const draft = &drafts->draft[i];
    draft->task.work = (draft->problem_work + draft->point_work) / draft->task.count;
    draft->spread = round_of(draft, rounds);
  }
  if (drafts->draft != NULL)
    qsort(drafts->draft, drafts->kin.count, sizeof *drafts->draft, compare_drafts);
  uint32_t first = 0;
  for (size_t i = 0; i < drafts->kin.count; i++) {
    plan->task[i] = drafts->draft[i].task;
    plan->task[i].first = first;
    first += plan->task[i].count;
  }
  plan->task_count = drafts->kin.count;
  return true;
}

/* Counting sort of the points by the places of their tasks; within a task they stay in order. */
static bool order_points(struct plan *plan, const struct drafts *drafts) {
  uint32_t *const next = calloc(drafts->kin.count + 1, sizeof *next);
  uint32_t *const point = malloc((plan->count + 1) * sizeof *point);
  const bool ok = next != NULL && point != NULL;
  if (ok) {
    for (size_t i = 0; i < drafts->kin.count; i++)
      next[drafts->draft[i].number] = plan->task[i].first;
    for (size_t i = 0; i < plan->count; i++)
      point[next[drafts->of[i]]++] = plan->point[i];
    free(plan->point);
    plan->point = point;
  } else {
    free(point);
  }
  free(next);
  return ok;
}

bool plan_tasks(struct plan *plan, const struct ledger *known, struct error *err) {
  const size_t count = plan->sweep->point_count;
  struct drafts drafts = {.of = calloc(count + 1, sizeof *drafts.of)};
  plan->point = calloc(count + 1, sizeof *plan->point);
  const bool ok = drafts.of != NULL && plan->point != NULL && draft_points(&drafts, plan, known) &&
                  order_tasks(plan, &drafts) && order_points(plan, &drafts);
  free(drafts.draft);
  key_table_release(&drafts.kin);
  free(drafts.of);
  return ok || error_memory(err, "plan");
}
