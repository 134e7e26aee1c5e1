#include "run/certify.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "parallel.h"
#include "run/settle.h"
#include "store/posed.h"

/* Proofs are kept in a part about this often: little is lost to a kill, and parts stay few. */
static const double seconds_between_parts = 1;

/* Proofs under way. */
struct certifier {
  struct results *results;
  const struct certify_request *request;
  struct posed posed;
  size_t *problem; /* to be solved: numbers of posed problems, those for one thread each first */
  size_t side_by_side;
  double work, settled, began, kept; /* kept: when proofs were last kept in a part */
  size_t *fresh;                     /* points that were told their optimum since then */
  size_t fresh_count;
  pthread_mutex_t lock; /* of everything above, the results and the request's functions */
  bool stopped, failed;
  struct certify_progress *progress;
  struct error *err;
};

/*
 * A point without a design has nothing to be judged; where a limit is the reason, no table has an optimum either. A
 * bound may come of a quick look, or of a search that was not brought to its end: asked for everything, look again.
 */
static bool point_pending(const struct results *results, size_t point, const bool *wanted, enum proof_scope scope) {
  const struct exact_goal goal = engine_goal(&results->points[point].engine);
  const struct outcome *outcome = &results->outcomes[point];
  const enum optimum_kind least = scope == PROVE_ALL ? OPTIMUM_EXACT : OPTIMUM_BOUND;
  return (wanted == NULL || wanted[point]) && outcome->optimum.kind < least && outcome->design_count > 0 &&
         proof_in_scope(&results->points[point].spec, &goal, scope);
}

bool certify_pending(const struct results *results, enum proof_scope scope) {
  for (size_t p = 0; p < results->point_count; p++)
    if (point_pending(results, p, NULL, scope))
      return true;
  return false;
}

static const struct point *point_at(const struct certifier *at, size_t position) {
  return &at->results->points[at->posed.point[position]];
}

/* The entry counts of a problem's pending points; returns the largest, or 0 if there are none. */
static int asked_entries(const struct certifier *at, size_t problem, bool asked[ENTRIES_MAX + 1]) {
  int most = 0;
  memset(asked, 0, (ENTRIES_MAX + 1) * sizeof *asked);
  for (size_t i = at->posed.start[problem]; i < at->posed.start[problem + 1]; i++) {
    if (!point_pending(at->results, at->posed.point[i], at->request->wanted, at->request->scope))
      continue;
    const int entries = point_at(at, i)->spec.entries;
    asked[entries] = true;
    most = entries > most ? entries : most;
  }
  return most;
}

static double problem_work(const struct certifier *at, size_t problem) {
  bool asked[ENTRIES_MAX + 1];
  const int most = asked_entries(at, problem, asked);
  const struct point *first = point_at(at, at->posed.start[problem]);
  const struct exact_goal goal = engine_goal(&first->engine);
  return proof_work(&first->spec, &goal, most, at->request->scope);
}

static void give_up(struct certifier *at, const struct error *err) {
  if (!at->failed)
    *at->err = *err;
  at->failed = true;
}

/* Write what is fresh as a part. */
static bool keep(struct certifier *at, struct error *err) {
  at->kept = clock_seconds();
  if (at->request->parts == NULL || at->fresh_count == 0)
    return true;
  struct results part;
  results_init(&part);
  memcpy(part.sweep_name, at->results->sweep_name, sizeof part.sweep_name);
  bool ok = true;
  for (size_t i = 0; ok && i < at->fresh_count; i++)
    ok = results_add_copy(&part, at->results, at->fresh[i], &at->results->points[at->fresh[i]], err);
  ok = ok && parts_add(at->request->parts, &part, err);
  results_release(&part);
  at->fresh_count = 0;
  return ok;
}

/* Tell a problem's points what was found. */
static bool tell(struct certifier *at, size_t problem, const struct optimum found[ENTRIES_MAX + 1], struct error *err) {
  const size_t first = at->posed.start[problem], end = at->posed.start[problem + 1];
  const size_t before = at->fresh_count;
  for (size_t i = first; i < end; i++)
    if (found[point_at(at, i)->spec.entries].kind != OPTIMUM_NONE)
      at->fresh[at->fresh_count++] = at->posed.point[i];
  if (!settle(at->results, at->posed.point + first, end - first, found, err)) {
    at->fresh_count = before;
    return false;
  }
  at->progress->points += at->fresh_count - before;
  return true;
}

static void report(struct certifier *at, double work) {
  struct certify_progress *progress = at->progress;
  at->settled += work;
  progress->done++;
  progress->seconds = clock_seconds() - at->began;
  progress->share = progress->done == progress->problems ? 1 : fmin(at->settled / at->work, 1);
  if (at->request->progress != NULL)
    at->request->progress(at->request->context, progress);
}

/* Whether to begin with another problem. Called with the lock. */
static bool may_begin(struct certifier *at) {
  if (!at->stopped && !at->failed && at->request->stop != NULL)
    at->stopped = at->request->stop(at->request->context);
  return !at->stopped && !at->failed;
}

/* Called with the lock, which is released while the problem is solved. */
static void certify_problem(struct certifier *at, size_t problem, const struct exact_resources *with) {
  const struct point *first = point_at(at, at->posed.start[problem]);
  bool asked[ENTRIES_MAX + 1];
  struct optimum found[ENTRIES_MAX + 1] = {{OPTIMUM_NONE, 0}};
  struct error err;
  (void)asked_entries(at, problem, asked);
  const double work = problem_work(at, problem);
  (void)pthread_mutex_unlock(&at->lock);
  const struct exact_goal goal = engine_goal(&first->engine);
  bool ok = proof_solve(with, &first->spec, &goal, at->request->scope, asked, found, &err) ||
            error_prefix(&err, "optimum of point %.12s (%s)", first->id.hex, first->spec.function->name);
  (void)pthread_mutex_lock(&at->lock);
  ok = ok && tell(at, problem, found, &err);
  if (ok)
    report(at, work);
  if (ok && (at->request->keep_at_once || clock_seconds() - at->kept > seconds_between_parts))
    ok = keep(at, &err);
  if (!ok)
    give_up(at, &err);
}

static void certify_item(void *context, size_t index, unsigned thread) {
  struct certifier *at = context;
  struct exact_resources alone = at->request->with;
  (void)thread;
  alone.threads = 1;
  (void)pthread_mutex_lock(&at->lock);
  if (may_begin(at))
    certify_problem(at, at->problem[index], &alone);
  (void)pthread_mutex_unlock(&at->lock);
}

static void solve_all(struct certifier *at) {
  parallel_for(at->request->with.threads, at->side_by_side, certify_item, at);
  (void)pthread_mutex_lock(&at->lock);
  for (size_t i = at->side_by_side; i < at->progress->problems && may_begin(at); i++)
    certify_problem(at, at->problem[i], &at->request->with);
  (void)pthread_mutex_unlock(&at->lock);
}

/* Small problems are solved side by side; a big one, or one on a device, has the machine for itself. */
static bool is_alone(const struct certifier *at, size_t problem) {
  const struct point *first = point_at(at, at->posed.start[problem]);
  const struct exact_goal goal = engine_goal(&first->engine);
  return at->request->with.device != NULL || (at->request->scope == PROVE_ALL && !proof_is_cheap(&first->spec, &goal));
}

static void list_problems(struct certifier *at) {
  bool asked[ENTRIES_MAX + 1];
  for (int alone = 0; alone < 2; alone++) {
    for (size_t problem = 0; problem < at->posed.count; problem++) {
      if (is_alone(at, problem) != (alone == 1) || asked_entries(at, problem, asked) == 0)
        continue;
      at->problem[at->progress->problems++] = problem;
      at->work += problem_work(at, problem);
    }
    if (alone == 0)
      at->side_by_side = at->progress->problems;
  }
}

/* Points of one problem agree from the start: what one of them knows, the others need not prove. */
static bool settle_all(struct certifier *at, struct error *err) {
  static const struct optimum nothing[ENTRIES_MAX + 1];
  for (size_t problem = 0; problem < at->posed.count; problem++) {
    const size_t first = at->posed.start[problem], end = at->posed.start[problem + 1];
    if (!settle(at->results, at->posed.point + first, end - first, nothing, err))
      return false;
  }
  return true;
}

static bool certify_posed(struct certifier *at, struct error *err) {
  at->problem = malloc((at->posed.count + 1) * sizeof *at->problem);
  at->fresh = malloc((at->results->point_count + 1) * sizeof *at->fresh);
  if (at->problem == NULL || at->fresh == NULL)
    return error_memory(err, "proofs");
  if (!settle_all(at, err))
    return false;
  list_problems(at);
  solve_all(at);
  struct error late;
  if ((at->stopped || at->failed) && !keep(at, &late))
    give_up(at, &late);
  return !at->failed;
}

bool certify(struct results *results, const struct certify_request *request, struct certify_progress *progress,
             struct error *err) {
  *progress = (struct certify_progress){0};
  if (request->scope == PROVE_NOTHING)
    return true;
  struct certifier at = {.results = results, .request = request, .progress = progress, .err = err};
  if (!posed_create(&at.posed, results->points, results->point_count, err))
    return false;
  at.began = at.kept = clock_seconds();
  (void)pthread_mutex_init(&at.lock, NULL);
  const bool ok = certify_posed(&at, err);
  (void)pthread_mutex_destroy(&at.lock);
  free(at.problem);
  free(at.fresh);
  posed_free(&at.posed);
  return ok;
}
