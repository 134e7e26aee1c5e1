#include "run/certify.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "parallel.h"
#include "run/settle.h"

/* Proofs are kept in the log about this often: little is lost to a kill. */
static const double seconds_between_writes = 1;

/* Proofs under way. */
struct certifier {
  const struct certify_subject *subject;
  const struct certify_request *request;
  uint32_t *problem; /* to be solved: numbers of posed problems, those for one thread each first */
  size_t side_by_side;
  double work, settled, began, kept; /* kept: when proofs were last kept in the log */
  pthread_mutex_t lock;              /* of everything above, the subject, the log and the request's functions */
  bool stopped, failed;
  struct certify_progress *progress;
  struct error *err;
};

/* What of a problem is to be solved: for the first of its points and the entry counts of those that lack something. */
struct pending {
  struct point first;
  struct exact_goal goal;
  bool asked[ENTRIES_MAX + 1];
  int most; /* the largest entry count asked, 0 if there is none */
};

/*
 * A point without a design has nothing to be judged; where a limit is the reason, no table has an optimum either. A
 * bound may come of a quick look, or of a search that was not brought to its end: asked for everything, look again.
 */
static bool lacks(const struct ledger_row *row, enum proof_scope scope) {
  return row->kind < (scope == PROVE_ALL ? OPTIMUM_EXACT : OPTIMUM_BOUND) && !isnan(row->best);
}

static bool find_pending(const struct certify_subject *subject, enum proof_scope scope, size_t problem,
                         struct pending *pending, struct error *err) {
  const struct posed *const posed = subject->posed;
  memset(pending->asked, 0, sizeof pending->asked);
  pending->most = 0;
  for (size_t i = posed->start[problem]; i < posed->start[problem + 1]; i++) {
    if (!lacks(&subject->ledger->row[posed->point[i]], scope))
      continue;
    const int entries = posed->entries[posed->point[i]];
    pending->asked[entries] = true;
    pending->most = entries > pending->most ? entries : pending->most;
  }
  if (pending->most == 0)
    return true;
  if (!subject->point(subject->context, posed->point[posed->start[problem]], &pending->first, err))
    return false;
  pending->goal = engine_goal(&pending->first.engine);
  if (!proof_in_scope(&pending->first.spec, &pending->goal, scope))
    pending->most = 0;
  return true;
}

bool certify_pending(const struct certify_subject *subject, enum proof_scope scope, bool *pending, struct error *err) {
  struct pending found = {.most = 0};
  for (size_t problem = 0; scope != PROVE_NOTHING && found.most == 0 && problem < subject->posed->count; problem++)
    if (!find_pending(subject, scope, problem, &found, err))
      return false;
  *pending = found.most > 0;
  return true;
}

static double pending_work(const struct pending *pending, enum proof_scope scope) {
  return proof_work(&pending->first.spec, &pending->goal, pending->most, scope);
}

static void give_up(struct certifier *at, const struct error *err) {
  if (!at->failed)
    *at->err = *err;
  at->failed = true;
}

static bool keep(struct certifier *at, struct error *err) {
  at->kept = clock_seconds();
  return at->request->log == NULL || proof_log_keep(at->request->log, err);
}

/* One line for each entry count: the optimum of a point with it is that of all. */
static bool note_proofs(struct certifier *at, size_t problem, const struct optimum found[ENTRIES_MAX + 1],
                        struct error *err) {
  const struct posed *const posed = at->subject->posed;
  bool noted[ENTRIES_MAX + 1] = {false};
  for (size_t i = posed->start[problem]; at->request->log != NULL && i < posed->start[problem + 1]; i++) {
    const uint32_t number = posed->point[i];
    const int entries = posed->entries[number];
    struct point point;
    if (noted[entries] || found[entries].kind == OPTIMUM_NONE)
      continue;
    noted[entries] = true;
    const struct optimum settled = ledger_optimum(at->subject->ledger, number);
    if (!at->subject->point(at->subject->context, number, &point, err) ||
        !proof_log_add(at->request->log, &point.id, &settled, err))
      return false;
  }
  return true;
}

static bool settle_problem(struct certifier *at, size_t problem, const struct optimum found[ENTRIES_MAX + 1],
                           struct error *err) {
  const struct certify_subject *const subject = at->subject;
  struct optimum optimum;
  const size_t better = settle(subject->ledger, subject->posed, problem, found, &optimum);
  if (better == SIZE_MAX)
    return true;
  struct point point;
  return subject->point(subject->context, better, &point, err) &&
         settle_fail(&point, subject->ledger->row[better].best, &optimum, err);
}

/* Tell a problem's points what was found. */
static bool tell(struct certifier *at, size_t problem, const struct optimum found[ENTRIES_MAX + 1], struct error *err) {
  const struct posed *const posed = at->subject->posed;
  if (!settle_problem(at, problem, found, err))
    return false;
  for (size_t i = posed->start[problem]; i < posed->start[problem + 1]; i++)
    at->progress->points += found[posed->entries[posed->point[i]]].kind != OPTIMUM_NONE;
  return note_proofs(at, problem, found, err);
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
static bool solve(struct certifier *at, const struct pending *pending, const struct exact_resources *with,
                  struct optimum found[ENTRIES_MAX + 1], struct error *err) {
  (void)pthread_mutex_unlock(&at->lock);
  const bool ok =
      proof_solve(with, &pending->first.spec, &pending->goal, at->request->scope, pending->asked, found, err) ||
      error_prefix(err, "optimum of point %.12s (%s)", pending->first.id.hex, pending->first.spec.function->name);
  (void)pthread_mutex_lock(&at->lock);
  return ok;
}

/* Called with the lock. */
static void certify_problem(struct certifier *at, size_t problem, const struct exact_resources *with) {
  struct optimum found[ENTRIES_MAX + 1] = {{OPTIMUM_NONE, 0}};
  struct pending pending = {.most = 0};
  struct error err;
  bool ok = find_pending(at->subject, at->request->scope, problem, &pending, &err) &&
            solve(at, &pending, with, found, &err) && tell(at, problem, found, &err);
  if (ok)
    report(at, pending_work(&pending, at->request->scope));
  if (ok && (at->request->keep_at_once || clock_seconds() - at->kept > seconds_between_writes))
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
static bool is_alone(const struct certifier *at, const struct pending *pending) {
  return at->request->with.device != NULL ||
         (at->request->scope == PROVE_ALL && !proof_is_cheap(&pending->first.spec, &pending->goal));
}

/* List problems, those that are solved alone from the end of the array on; those are turned round afterwards. */
static bool list_problems(struct certifier *at, struct error *err) {
  const size_t count = at->subject->posed->count;
  size_t alone = 0;
  for (size_t problem = 0; problem < count; problem++) {
    struct pending pending;
    if (!find_pending(at->subject, at->request->scope, problem, &pending, err))
      return false;
    if (pending.most == 0)
      continue;
    at->work += pending_work(&pending, at->request->scope);
    if (is_alone(at, &pending))
      at->problem[count - ++alone] = (uint32_t)problem;
    else
      at->problem[at->side_by_side++] = (uint32_t)problem;
  }
  for (size_t i = 0; i < alone / 2; i++) {
    const uint32_t swapped = at->problem[count - 1 - i];
    at->problem[count - 1 - i] = at->problem[count - alone + i];
    at->problem[count - alone + i] = swapped;
  }
  memmove(at->problem + at->side_by_side, at->problem + (count - alone), alone * sizeof *at->problem);
  at->progress->problems = at->side_by_side + alone;
  return true;
}

/* Points of one problem agree from the start: what one of them knows, the others need not prove. */
static bool settle_all(struct certifier *at, struct error *err) {
  static const struct optimum nothing[ENTRIES_MAX + 1];
  for (size_t problem = 0; problem < at->subject->posed->count; problem++)
    if (!settle_problem(at, problem, nothing, err))
      return false;
  return true;
}

static bool certify_posed(struct certifier *at, struct error *err) {
  at->problem = malloc((at->subject->posed->count + 1) * sizeof *at->problem);
  if (at->problem == NULL)
    return error_memory(err, "proofs");
  if (!settle_all(at, err))
    return false;
  if (at->request->scope == PROVE_NOTHING)
    return true;
  if (!list_problems(at, err))
    return false;
  solve_all(at);
  struct error late;
  if ((at->stopped || at->failed) && !keep(at, &late))
    give_up(at, &late);
  return !at->failed;
}

bool certify(const struct certify_subject *subject, const struct certify_request *request,
             struct certify_progress *progress, struct error *err) {
  *progress = (struct certify_progress){0};
  struct certifier at = {.subject = subject, .request = request, .progress = progress, .err = err};
  at.began = at.kept = clock_seconds();
  (void)pthread_mutex_init(&at.lock, NULL);
  const bool ok = certify_posed(&at, err);
  (void)pthread_mutex_destroy(&at.lock);
  free(at.problem);
  return ok;
}
