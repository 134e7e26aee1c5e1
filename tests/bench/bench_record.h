/* What a program of the comparison prints: one search, in one line of JSON. For C and C++. */
#ifndef LUTDSE_TESTS_BENCH_RECORD_H
#define LUTDSE_TESTS_BENCH_RECORD_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Seconds that have passed, and seconds of processor time of the whole process. */
struct bench_time {
  double wall, cpu;
};

struct bench_time bench_clock(void);
struct bench_time bench_since(struct bench_time start);

/* How far a search was at one time. */
struct bench_sample {
  struct bench_time time;
  uint64_t evaluations;
  double mse; /* exact, by the reference evaluator */
};

struct bench_record {
  const char *program, *objective, *function;
  int entries;
  uint64_t seed;
  struct bench_sample end;
  size_t count; /* samples before it, where the best table became another */
  const struct bench_sample *history;
};

/* Print it to stdout, and a line feed. */
void bench_record_print(const struct bench_record *record);

#ifdef __cplusplus
}
#endif

#endif
