/* The genetic kernels: what must hold of populations after every epoch, on every instruction set, and of the end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "batch_fixture.h"
#include "cpu_islands.h"

enum { ROUNDS = 8 * TEST_EFFORT };

static size_t island_count(const struct cpu_islands *at) { return at->layout.group_count; }
static size_t population(const struct cpu_islands *at) { return at->settings.population; }
static size_t genes(const struct cpu_islands *at) { return at->settings.entries - 1; }
static float *fitness_of(const struct cpu_islands *at, size_t island) { return at->fitness + island * population(at); }

/* The lowest-numbered individual that no other one is better (sign 1) or worse (sign -1) than. */
static size_t extreme_of(const float *fitness, size_t count, float sign) {
  size_t found = 0;
  for (size_t i = 0; i < count; i++)
    if (sign * fitness[i] < sign * fitness[found])
      found = i;
  return found;
}

static const struct problem *problem_of(const struct batch *batch, size_t island) {
  return batch->problems[batch->problem_of[island / batch->settings.islands]];
}

/* An individual's fitness anew: its entries' costs, each rounded to float, added in order. */
static float fitness_anew(const struct cpu_islands *at, const struct problem *problem, size_t island, size_t i) {
  uint32_t from = 0;
  float total = 0;
  for (size_t g = 0; g <= genes(at); g++) {
    const uint32_t to = g < genes(at) ? *cpu_islands_gene(at, island, g, i) : problem->line.bounds - 1;
    total += (float)entry_line(&problem->line, problem->prefix, problem->rounding, from, to).cost;
    from = to;
  }
  return total;
}

static void check_individuals(const struct cpu_islands *at, const struct batch *batch) {
  for (size_t island = 0; island < island_count(at); island++) {
    const struct problem *problem = problem_of(batch, island);
    for (size_t i = 0; i < population(at); i++) {
      uint32_t before = 1;
      for (size_t g = 0; g < genes(at); g++) {
        const uint32_t gene = *cpu_islands_gene(at, island, g, i);
        assert_true(gene >= before && gene <= problem->line.bounds - 2);
        before = gene;
      }
      if (i % 7 == 0)
        assert_true(fitness_of(at, island)[i] == fitness_anew(at, problem, island, i));
    }
  }
}

static void check_emigrants(const struct cpu_islands *at) {
  for (size_t island = 0; island < island_count(at); island++) {
    const size_t best = extreme_of(fitness_of(at, island), population(at), 1);
    assert_true(at->leaving_fitness[at->parity][island] == fitness_of(at, island)[best]);
    for (size_t g = 0; g < genes(at); g++)
      assert_int_equal(at->leaving_genes[at->parity][island * genes(at) + g], *cpu_islands_gene(at, island, g, best));
  }
}

/* Nobody's child is worse, seat by seat; after a shake that holds of the best. */
static void check_progress(const struct cpu_islands *at, const float *before, bool joint) {
  for (size_t island = 0; island < island_count(at); island++) {
    const float *was = before + island * population(at), *is = fitness_of(at, island);
    for (size_t i = 0; !joint && i < population(at); i++)
      assert_true(is[i] <= was[i]);
    assert_true(is[extreme_of(is, population(at), 1)] <= was[extreme_of(was, population(at), 1)]);
  }
}

static void test_epochs(void **state) {
  (void)state;
  const struct random_limits limits = {4, 9, 10, 8, 20, 4, 250, true, false};
  struct random_stream stream = {1};
  for (int r = 0; r < ROUNDS; r++) {
    struct batch_fixture fixture;
    struct cpu_islands at;
    batch_fixture_create(&fixture, &stream, &limits);
    cpu_islands_create(&at, &cpu_kernels_baseline, &fixture.batch);
    cpu_islands_run(&at, 0);
    const size_t size = island_count(&at) * population(&at) * sizeof *at.fitness;
    float *before = malloc(size);
    assert_non_null(before);
    for (u32 epoch = 0; epoch < 5; epoch++) {
      const bool joint = epoch >= 3;
      memcpy(before, at.fitness, size);
      cpu_islands_mark(&at, joint);
      cpu_islands_run(&at, epoch + 1);
      check_individuals(&at, &fixture.batch);
      check_emigrants(&at);
      check_progress(&at, before, joint);
    }
    free(before);
    cpu_islands_free(&at);
    batch_fixture_free(&fixture);
  }
}

/*
 * Joint epochs: an island is never worse than it was, nor than its ring neighbour's emigrant. Epochs apart bring no
 * neighbour's individual: islands are what they are without neighbours.
 */
static void test_ring(void **state) {
  (void)state;
  const struct random_limits limits = {8, 8, 8, 6, 8, 1, 250, false, false};
  struct random_stream stream = {2};
  struct batch_fixture fixture;
  struct cpu_islands at, apart;
  batch_fixture_create(&fixture, &stream, &limits);
  fixture.batch.settings =
      (struct island_settings){.entries = 6, .islands = 7, .population = 16, .generations = 1, .epoch = 1};
  cpu_islands_create(&at, &cpu_kernels_baseline, &fixture.batch);
  cpu_islands_create(&apart, &cpu_kernels_baseline, &fixture.batch);
  cpu_islands_run(&at, 0);
  cpu_islands_run(&apart, 0);
  int differ = 0;
  for (int epoch = 0; epoch < 8; epoch++) {
    float before[FIXTURE_POINTS * 7];
    memcpy(before, at.leaving_fitness[at.parity], sizeof before);
    cpu_islands_mark(&at, epoch > 0);
    cpu_islands_run(&at, 1);
    cpu_islands_run(&apart, 1);
    for (int i = 0; i < FIXTURE_POINTS * 7; i++) {
      const int neighbour = i % 7 == 0 ? i + 6 : i - 1;
      const float now = at.leaving_fitness[at.parity][i];
      assert_true(now <= before[i] && (epoch == 0 || now <= before[neighbour]));
      differ += now != apart.leaving_fitness[apart.parity][i];
      assert_true(epoch > 0 || now == apart.leaving_fitness[apart.parity][i]);
    }
  }
  assert_true(differ > 0);
  cpu_islands_free(&at);
  cpu_islands_free(&apart);
  batch_fixture_free(&fixture);
}

/* Every instruction set computes the same bits: tables, populations, emigrants. */
static void test_instruction_sets(void **state) {
  (void)state;
  const struct cpu_kernels *kernels[CPU_KERNELS_MAX];
  const size_t count = cpu_kernels_usable(kernels);
  const struct random_limits limits = {4, 10, 12, 10, 64, 5, 250, true, false};
  struct random_stream stream = {3};
  print_message("%zu instruction sets, the widest is %s\n", count, kernels[count - 1]->name);
  for (int r = 0; r < ROUNDS; r++) {
    struct batch_fixture fixture;
    struct cpu_islands one, other;
    batch_fixture_create(&fixture, &stream, &limits);
    cpu_islands_create(&one, kernels[0], &fixture.batch);
    for (int epoch = 0; epoch < 3; epoch++) {
      cpu_islands_mark(&one, epoch == 2);
      cpu_islands_run(&one, fixture.batch.settings.epoch);
    }
    for (size_t k = 1; k < count; k++) {
      cpu_islands_create(&other, kernels[k], &fixture.batch);
      for (int epoch = 0; epoch < 3; epoch++) {
        cpu_islands_mark(&other, epoch == 2);
        cpu_islands_run(&other, fixture.batch.settings.epoch);
      }
      const size_t islands = island_count(&one);
      assert_memory_equal(one.costs, other.costs, one.layout.cost_count * sizeof *one.costs);
      assert_memory_equal(one.genes, other.genes, islands * genes(&one) * population(&one) * sizeof *one.genes);
      assert_memory_equal(one.fitness, other.fitness, islands * population(&one) * sizeof *one.fitness);
      assert_memory_equal(one.leaving_genes[1], other.leaving_genes[1], islands * genes(&one) * sizeof *one.genes);
      cpu_islands_free(&other);
    }
    cpu_islands_free(&one);
    batch_fixture_free(&fixture);
  }
}

/* The plain loop: every point for itself, with the rule by which it ends spelled out. */
static void run_plainly(struct cpu_islands *at, const struct batch *batch, struct batch_result *result, size_t point) {
  const struct island_settings *settings = &batch->settings;
  const size_t islands = settings->islands, genes_of = islands * genes(at);
  float *best = result->fitness + point * islands;
  bool joint = false, over = false;
  u32 quiet = 0;
  for (size_t e = 0; e < island_epochs(settings); e++)
    result->history[point * island_epochs(settings) + e] = NAN;
  for (size_t e = 0; !over; e++) {
    cpu_islands_mark(at, joint);
    cpu_islands_run(at, island_epoch_generations(settings, at->done));
    const float *fitness = at->leaving_fitness[at->parity] + point * islands;
    bool better = e == 0;
    for (size_t i = 0; i < islands; i++)
      better = better || (best[i] - fitness[i]) * 0x1p17F > fitness[i];
    memcpy(best, fitness, islands * sizeof *best);
    const float least = best[extreme_of(best, islands, 1)];
    u32 agreeing = 0;
    for (size_t i = 0; i < islands; i++)
      agreeing += best[i] == least;
    result->history[point * island_epochs(settings) + e] = least;
    quiet = better ? 0 : quiet + 1;
    const bool agreed = settings->agree > 0 && agreeing >= settings->agree;
    const bool settled = settings->patience > 0 && quiet >= settings->patience;
    over = least == 0 || at->done == settings->generations || (joint && settled);
    quiet = !joint && (agreed || settled) ? 0 : quiet;
    joint = joint || agreed || settled;
  }
  result->evaluations[point] = island_evaluations(settings, at->done);
  memcpy(result->boundaries + point * genes_of, at->leaving_genes[at->parity] + point * genes_of,
         genes_of * sizeof *result->boundaries);
}

/* The back end does what the plain loop does, epochs that do not divide the generations included. */
static void test_back_end(void **state) {
  (void)state;
  const struct random_limits limits = {4, 9, 10, 8, 24, 4, 250, true, false};
  struct random_stream stream = {4};
  struct error err;
  struct device *device = cpu_backend.open(0, 3, &err);
  assert_non_null(device);
  for (int r = 0; r < ROUNDS; r++) {
    struct batch_fixture fixture;
    batch_fixture_create(&fixture, &stream, &limits);
    struct batch_result plain = batch_result_create(&fixture.batch), result = batch_result_create(&fixture.batch);
    for (size_t point = 0; point < fixture.batch.point_count; point++) {
      struct cpu_islands at;
      cpu_islands_create(&at, &cpu_kernels_baseline, &fixture.batch);
      run_plainly(&at, &fixture.batch, &plain, point);
      cpu_islands_free(&at);
    }
    if (!cpu_backend.run(device, &fixture.batch, &result, &err))
      fail_msg("%s", err.text);
    batch_result_compare(&fixture.batch, &plain, &result, "plain loop and back end");
    batch_result_free(&plain);
    batch_result_free(&result);
    batch_fixture_free(&fixture);
  }
  cpu_backend.close(device);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_epochs), cmocka_unit_test(test_ring),
                                     cmocka_unit_test(test_instruction_sets), cmocka_unit_test(test_back_end)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
