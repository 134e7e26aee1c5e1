#include "run/crew.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

/*
 * A batch keeps its device busy for about this long: short enough to stop soon after Ctrl-C and to share the end of a
 * sweep fairly, long enough for a part file of its own.
 */
static const double accelerator_seconds = 0.5, processor_seconds = 1.0;

/* The guess before anything was measured, in work (search.h) per second: low, so that the first batch is short. */
static const double first_rate = 1e8;

/* Two workers a device: while it computes one's batch, the other prepares, scores and stores. */
enum { WORKERS_PER_DEVICE = 2 };

struct crew;

/* A device's place in the crew. */
struct member {
  struct crew *crew;
  struct run_device *device;
  pthread_mutex_t turn;
  double rate; /* work per second, as last measured */
  bool retired;
};

struct crew {
  pthread_mutex_t lock; /* of everything below, and of the master */
  pthread_cond_t change;
  struct plan *plan;
  const struct crew_master *master;
  struct member member[BACKEND_DEVICES_MAX];
  size_t member_count;
  size_t out; /* batches being computed */
  bool gave_up, stopped;
  struct error *err;
};

/* Ask the master, until it said stop once. */
static bool must_stop(struct crew *crew) {
  if (!crew->stopped && crew->master->stop != NULL)
    crew->stopped = crew->master->stop(crew->master->context);
  return crew->stopped;
}

/* A device's next batch: as long as it should take, but near the end no more than its fair share of what is left. */
static double budget(const struct member *member) {
  const struct crew *crew = member->crew;
  const double seconds = member->device->info.accelerator ? accelerator_seconds : processor_seconds;
  double rates = 0;
  for (size_t i = 0; i < crew->member_count; i++)
    rates += crew->member[i].retired ? 0 : crew->member[i].rate;
  const double share = crew->plan->waiting * member->rate / rates / WORKERS_PER_DEVICE;
  return crew->member_count == 1 ? member->rate * seconds : fmin(member->rate * seconds, share);
}

/* Wait for work: a batch, or one of count 0 if there will be no more for this member. Called with the lock. */
static struct plan_slice next_batch(struct member *member) {
  struct crew *crew = member->crew;
  for (;;) {
    if (crew->gave_up || member->retired || must_stop(crew))
      return (struct plan_slice){0, 0};
    const struct plan_slice slice = plan_next(crew->plan, budget(member));
    /* While batches are out, one of them may come back from a device that fails. */
    if (slice.count > 0 || crew->out == 0)
      return slice;
    (void)pthread_cond_wait(&crew->change, &crew->lock);
  }
}

/* A device's first batches are short and tell little: its rate may grow eightfold at a time. */
static void measured(struct member *member, const struct scored_batch *batch) {
  const double rate = plan_slice_work(member->crew->plan, batch->slice) / fmax(batch->seconds, 1e-4);
  member->rate = fmin(rate, 8 * member->rate);
}

/* The first error is the one that is reported. */
static void give_up(struct crew *crew, const struct error *err) {
  if (!crew->gave_up)
    *crew->err = *err;
  crew->gave_up = true;
}

/* Batches that were under way when the crew gave up are kept as well, if that is possible. */
static void deliver(struct member *member, const struct scored_batch *batch) {
  const struct crew_master *master = member->crew->master;
  struct error err;
  measured(member, batch);
  if (!master->done(master->context, member->device, batch, &err))
    give_up(member->crew, &err);
}

/* The device's other worker may fail as well: it retires once. */
static void retire(struct member *member, const struct error *failure) {
  const struct crew_master *master = member->crew->master;
  if (!member->retired)
    master->retired(master->context, member->device, failure);
  member->retired = true;
}

static void settle(struct member *member, struct plan_slice slice, const struct scored_batch *batch,
                   const struct error *failure) {
  if (batch != NULL) {
    deliver(member, batch);
    return;
  }
  plan_return(member->crew->plan, slice);
  if (failure->kind == ERROR_DEVICE)
    retire(member, failure);
  else
    give_up(member->crew, failure);
}

static void *work(void *argument) {
  struct member *member = argument;
  struct crew *crew = member->crew;
  (void)pthread_mutex_lock(&crew->lock);
  for (;;) {
    const struct plan_slice slice = next_batch(member);
    if (slice.count == 0)
      break;
    crew->out++;
    (void)pthread_mutex_unlock(&crew->lock);
    struct scored_batch batch;
    struct error failure;
    const bool ok = scored_batch_compute(&batch, &member->device->on, crew->plan, slice, &failure);
    (void)pthread_mutex_lock(&crew->lock);
    crew->out--;
    settle(member, slice, ok ? &batch : NULL, &failure);
    if (ok)
      scored_batch_release(&batch);
    (void)pthread_cond_broadcast(&crew->change);
  }
  (void)pthread_cond_broadcast(&crew->change);
  (void)pthread_mutex_unlock(&crew->lock);
  return NULL;
}

static void enlist(struct crew *crew, struct run_device *devices, size_t count) {
  crew->member_count = count;
  for (size_t i = 0; i < count; i++) {
    struct member *member = &crew->member[i];
    *member = (struct member){.crew = crew, .device = &devices[i], .rate = first_rate};
    (void)pthread_mutex_init(&member->turn, NULL);
    devices[i].on.turn = &member->turn;
  }
}

static void discharge(struct crew *crew) {
  for (size_t i = 0; i < crew->member_count; i++) {
    crew->member[i].device->on.turn = NULL;
    (void)pthread_mutex_destroy(&crew->member[i].turn);
  }
}

/* Start every worker but the first, be the first, and wait for the rest. */
static void work_together(struct crew *crew) {
  pthread_t thread[BACKEND_DEVICES_MAX * WORKERS_PER_DEVICE];
  size_t started = 0;
  for (size_t i = 1; i < crew->member_count * WORKERS_PER_DEVICE; i++)
    if (pthread_create(&thread[started], NULL, work, &crew->member[i % crew->member_count]) == 0)
      started++;
  (void)work(&crew->member[0]);
  for (size_t i = 0; i < started; i++)
    (void)pthread_join(thread[i], NULL);
}

bool crew_run(struct plan *plan, struct run_device *devices, size_t count, const struct crew_master *master,
              size_t *retired, struct error *err) {
  struct crew crew = {.plan = plan, .master = master, .err = err};
  (void)pthread_mutex_init(&crew.lock, NULL);
  (void)pthread_cond_init(&crew.change, NULL);
  enlist(&crew, devices, count);
  work_together(&crew);
  discharge(&crew);
  (void)pthread_cond_destroy(&crew.change);
  (void)pthread_mutex_destroy(&crew.lock);
  *retired = 0;
  for (size_t i = 0; i < count; i++)
    *retired += crew.member[i].retired;
  if (crew.gave_up)
    return false;
  if (plan->waiting_count == 0 || crew.stopped)
    return true;
  return error_set(err, ERROR_DEVICE, "no device is left that works; finished batches are kept");
}
