#include "parallel.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <unistd.h>

enum { THREADS_MAX = 1024 };

struct loop {
  atomic_size_t next;
  size_t count;
  parallel_work *work;
  void *context;
};

struct worker {
  struct loop *loop;
  unsigned number;
  pthread_t thread;
};

static void *work_on(void *argument) {
  const struct worker *worker = argument;
  struct loop *loop = worker->loop;
  for (size_t i = atomic_fetch_add(&loop->next, 1); i < loop->count; i = atomic_fetch_add(&loop->next, 1))
    loop->work(loop->context, i, worker->number);
  return NULL;
}

void parallel_for(unsigned threads, size_t count, parallel_work *work, void *context) {
  struct loop loop = {.count = count, .work = work, .context = context};
  struct worker workers[THREADS_MAX];
  if (threads > THREADS_MAX)
    threads = THREADS_MAX;
  if ((size_t)threads > count)
    threads = (unsigned)count;
  unsigned started = 1;
  for (; started < threads; started++) {
    workers[started] = (struct worker){.loop = &loop, .number = started};
    if (pthread_create(&workers[started].thread, NULL, work_on, &workers[started]) != 0)
      break;
  }
  workers[0] = (struct worker){.loop = &loop, .number = 0};
  (void)work_on(&workers[0]);
  for (unsigned t = 1; t < started; t++)
    (void)pthread_join(workers[t].thread, NULL);
}

unsigned parallel_processors(void) {
  cpu_set_t set;
  /* The set has room for 1024 processors; the call fails where there are more. */
  const long count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : sysconf(_SC_NPROCESSORS_ONLN);
  return count < 1 ? 1 : count > THREADS_MAX ? THREADS_MAX : (unsigned)count;
}
