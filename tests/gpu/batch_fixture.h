/* Random batches: points of several random problems under one setting of the islands. */
#ifndef LUTDSE_TESTS_BATCH_FIXTURE_H
#define LUTDSE_TESTS_BATCH_FIXTURE_H

#include "backend.h"
#include "reference/random_problem.h"

enum { FIXTURE_PROBLEMS = 3, FIXTURE_POINTS = 5 };

struct batch_fixture {
  struct random_problem random[FIXTURE_PROBLEMS];
  struct problem *problems[FIXTURE_PROBLEMS];
  uint32_t problem_of[FIXTURE_POINTS];
  uint64_t key[FIXTURE_POINTS];
  struct batch batch;
};

/* Settings: populations 16 ... 128, islands 1 ... 8, N 2 ... `limits->entries_max`, epochs that need not divide. */
void batch_fixture_create(struct batch_fixture *fixture, struct random_stream *stream,
                          const struct random_limits *limits);
void batch_fixture_free(struct batch_fixture *fixture);

/* A batch's results, malloc'ed. */
struct batch_result batch_result_create(const struct batch *batch);
void batch_result_free(struct batch_result *result);

/* Fails the test unless both hold the same bits. */
void batch_result_compare(const struct batch *batch, const struct batch_result *a, const struct batch_result *b,
                          const char *what);

#endif
