#include "bench_record.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "clock.h"

struct bench_time bench_clock(void) {
  struct timespec cpu;
  (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu);
  return (struct bench_time){clock_seconds(), (double)cpu.tv_sec + 1e-9 * (double)cpu.tv_nsec};
}

struct bench_time bench_since(struct bench_time start) {
  const struct bench_time now = bench_clock();
  return (struct bench_time){now.wall - start.wall, now.cpu - start.cpu};
}

void bench_record_print(const struct bench_record *record) {
  const struct bench_sample *end = &record->end;
  (void)printf("{\"program\": \"%s\", \"objective\": \"%s\", \"function\": \"%s\", \"entries\": %d, \"seed\": %" PRIu64
               ", \"seconds\": %.9g, \"cpu_seconds\": %.9g, \"evaluations\": %" PRIu64 ", \"mse\": %.17g, "
               "\"history\": [",
               record->program, record->objective, record->function, record->entries, record->seed, end->time.wall,
               end->time.cpu, end->evaluations, end->mse);
  for (size_t i = 0; i < record->count; i++) {
    const struct bench_sample *at = &record->history[i];
    (void)printf("%s[%.9g, %.9g, %" PRIu64 ", %.17g]", i > 0 ? ", " : "", at->time.wall, at->time.cpu, at->evaluations,
                 at->mse);
  }
  (void)printf("]}\n");
}
