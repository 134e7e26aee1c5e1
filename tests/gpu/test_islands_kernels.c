/* The genetic kernels: what must hold of populations after every epoch, and what each operator does on its own. */
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

/* The populations' fitness with the ring neighbours' best in the seats of the worst, as the next epoch begins. */
static float *after_immigration(const struct cpu_islands *at) {
  const size_t islands = at->settings.islands;
  float *fitness = calloc(island_count(at) * population(at) + 1, sizeof *fitness);
  assert_non_null(fitness);
  memcpy(fitness, at->fitness, island_count(at) * population(at) * sizeof *fitness);
  for (size_t island = 0; island < island_count(at); island++) {
    const size_t point = island / islands, number = island % islands;
    const size_t source = point * islands + (number == 0 ? islands - 1 : number - 1);
    float *own = fitness + island * population(at);
    own[extreme_of(own, population(at), -1)] = at->leaving_fitness[at->parity][source];
  }
  return fitness;
}

/* Elitism, seat by seat: no individual is replaced by one that is not better. */
static void test_epochs(void **state) {
  (void)state;
  const struct random_limits limits = {4, 9, 10, 8, 20, 4, 250, true, false};
  struct random_stream stream = {1};
  for (int r = 0; r < ROUNDS; r++) {
    struct batch_fixture fixture;
    struct cpu_islands at;
    batch_fixture_create(&fixture, &stream, &limits);
    cpu_islands_create(&at, &cpu_kernels_baseline, &fixture.batch);
    cpu_islands_run(&at, 1);
    check_individuals(&at, &fixture.batch);
    check_emigrants(&at);
    for (u32 epoch = 1; epoch < 5; epoch++) {
      float *before = after_immigration(&at);
      cpu_islands_run(&at, epoch);
      check_individuals(&at, &fixture.batch);
      check_emigrants(&at);
      for (size_t i = 0; i < island_count(&at) * population(&at); i++)
        assert_true(at.fitness[i] <= before[i]);
      free(before);
    }
    cpu_islands_free(&at);
    batch_fixture_free(&fixture);
  }
}

/* Without crossover and mutation only migration spreads what is good: one step of the ring per epoch. */
static void test_ring(void **state) {
  (void)state;
  const struct random_limits limits = {8, 8, 8, 6, 8, 1, 250, false, false};
  struct random_stream stream = {2};
  struct batch_fixture fixture;
  struct cpu_islands at;
  batch_fixture_create(&fixture, &stream, &limits);
  fixture.batch.settings = (struct island_settings){
      .entries = 6, .islands = 7, .population = 16, .generations = 1, .epoch = 1, .tournament = 2};
  cpu_islands_create(&at, &cpu_kernels_baseline, &fixture.batch);
  cpu_islands_run(&at, 1);
  float founders[FIXTURE_POINTS * 7];
  memcpy(founders, at.leaving_fitness[at.parity], sizeof founders);
  for (int epoch = 1; epoch <= 8; epoch++) {
    cpu_islands_run(&at, 1);
    for (int point = 0; point < FIXTURE_POINTS; point++)
      for (int island = 0; island < 7; island++) {
        float best = founders[point * 7 + island];
        for (int back = 1; back <= epoch && back < 7; back++)
          best = fminf(best, founders[point * 7 + (island + 7 - back) % 7]);
        assert_true(at.leaving_fitness[at.parity][point * 7 + island] == best);
      }
  }
  cpu_islands_free(&at);
  batch_fixture_free(&fixture);
}

/* Islands whose costs the test has set to zero, and whose individuals are unfit: every child takes its seat. */
struct nursery {
  struct random_problem random;
  struct problem *problem;
  uint32_t problem_of;
  uint64_t key;
  struct batch batch;
  struct cpu_islands at;
};

/* One point: f on [0, hi] at the given scales, so that there are hi / finest + 1 candidates, the first at code 0. */
static struct nursery *nursery_create(double lo, double hi, const struct scale_set *scales,
                                      const struct island_settings *settings) {
  struct nursery *nursery = calloc(1, sizeof *nursery);
  struct error err;
  assert_non_null(nursery);
  nursery->random.function = *function_find("sin");
  nursery->random.function.lo = lo, nursery->random.function.hi = hi;
  nursery->random.spec = (struct spec){.function = &nursery->random.function,
                                       .in_bits = 12,
                                       .scales = *scales,
                                       .slope = {8, 6},
                                       .intercept = {8, 6},
                                       .entries = (int)settings->entries};
  nursery->problem = problem_create(&nursery->random.spec, &err);
  if (nursery->problem == NULL)
    fail_msg("%s", err.text);
  nursery->key = UINT64_C(0x123456789abcdef);
  nursery->batch = (struct batch){.settings = *settings,
                                  .problem_count = 1,
                                  .problems = (const struct problem *const *)&nursery->problem,
                                  .point_count = 1,
                                  .problem_of = &nursery->problem_of,
                                  .key = &nursery->key};
  cpu_islands_create(&nursery->at, &cpu_kernels_baseline, &nursery->batch);
  return nursery;
}

static void nursery_free(struct nursery *nursery) {
  cpu_islands_free(&nursery->at);
  problem_free(nursery->problem);
  free(nursery);
}

/* Breed one generation of children from the parents as they are: individual i of every island has fitness base + i. */
static void nursery_breed(struct nursery *nursery) {
  struct cpu_islands *at = &nursery->at;
  memset(at->costs, 0, at->layout.cost_count * sizeof *at->costs);
  for (size_t i = 0; i < island_count(at) * population(at); i++)
    at->fitness[i] = 1 + (float)(i % population(at));
  /* Immigrants take the last seat, and are the copy of who sits there. */
  for (size_t island = 0; island < island_count(at); island++) {
    at->leaving_fitness[at->parity][island] = (float)population(at);
    for (size_t g = 0; g < genes(at); g++)
      at->leaving_genes[at->parity][island * genes(at) + g] = *cpu_islands_gene(at, island, g, population(at) - 1);
  }
  if (at->done == 0)
    at->done = 1;
  cpu_islands_run(at, 1);
  for (size_t i = 0; i < island_count(at) * population(at); i++)
    assert_true(at->fitness[i] == 0);
}

/* Founders are uniform over all boundaries a gene may hold, both ends included. */
static void test_founders(void **state) {
  (void)state;
  const struct scale_set scales = {1, {1}};
  const struct island_settings settings = {
      .entries = 2, .islands = 64, .population = 1024, .generations = 1, .epoch = 1, .tournament = 1};
  struct nursery *nursery = nursery_create(0, 49, &scales, &settings);
  assert_int_equal(nursery->problem->line.bounds, 52);
  cpu_islands_run(&nursery->at, 1);
  /* The one generation bred from them changes nothing but which of the parents sit where. */
  int seen[52] = {0};
  for (size_t i = 0; i < 65536; i++)
    seen[nursery->at.genes[i]]++;
  assert_int_equal(seen[0], 0);
  assert_int_equal(seen[51], 0);
  for (int gene = 1; gene <= 50; gene++)
    assert_true(seen[gene] > 0);
  nursery_free(nursery);
}

/* Children of one gene from parents that all hold `parent`: how often each value comes up. */
static void mutants(const struct scale_set *scales, double lo, double hi, struct island_settings settings,
                    uint32_t parent, int *seen, size_t size) {
  settings.entries = 2;
  settings.islands = 64;
  settings.population = 1024;
  settings.generations = settings.epoch = settings.tournament = 1;
  struct nursery *nursery = nursery_create(lo, hi, scales, &settings);
  assert_true(size == nursery->problem->line.bounds);
  for (size_t i = 0; i < 65536; i++)
    nursery->at.genes[i] = parent;
  nursery_breed(nursery);
  memset(seen, 0, size * sizeof *seen);
  for (size_t i = 0; i < 65536; i++) {
    assert_in_range(nursery->at.genes[i], 1, size - 2);
    seen[nursery->at.genes[i]]++;
  }
  nursery_free(nursery);
}

/* Within seven standard deviations of a binomial count. */
static void expect_count(int count, double probability) {
  const double mean = 65536 * probability, deviation = sqrt(mean * (1 - probability)) + 1;
  if (!(fabs(count - mean) <= 7 * deviation))
    fail_msg("%d of 65536 where %g were expected", count, mean);
}

/* How often each change is the only one of a child's three mutations, one of `choices` equally likely ones. */
static double once(double p, double choices) { return 3 * p * (1 - p) * (1 - p) / choices; }

enum { LINE = 202 }; /* boundaries of [0, 199] at scale 1 */

static const struct scale_set whole = {1, {1}};

static void test_no_mutation(void **state) {
  (void)state;
  int seen[LINE];
  mutants(&whole, 0, 199, (struct island_settings){.crossover = 65536}, 77, seen, LINE);
  assert_int_equal(seen[77], 65536);
}

/* Small steps: 1 to 4 candidates, both ways alike. */
static void test_small_steps(void **state) {
  (void)state;
  const uint32_t chance = 2000;
  const double p = chance / 65536.0;
  int seen[LINE];
  mutants(&whole, 0, 199,
          (struct island_settings){.small = chance, .large = chance, .resample = chance, .round = chance}, 100, seen,
          LINE);
  for (int step = 1; step <= 4; step++) {
    /* Two and three steps in one child add little; allow them. */
    expect_count(seen[100 + step] - (int)(65536 * 3 * p * p / 16), once(p, 8));
    expect_count(seen[100 - step] - (int)(65536 * 3 * p * p / 16), once(p, 8));
  }
  for (int far = 13; far < 99; far++)
    assert_int_equal(seen[100 + far] + seen[100 - far], 0);
  /* At the ends steps beyond are cut off. */
  mutants(&whole, 0, 199, (struct island_settings){.small = 65536}, 1, seen, LINE);
  assert_true(seen[1] > 65536 / 4 && seen[2] > 0 && seen[13] > 0 && seen[14] == 0);
  mutants(&whole, 0, 199, (struct island_settings){.small = 65536}, 200, seen, LINE);
  assert_true(seen[200] > 65536 / 4 && seen[199] > 0 && seen[188] > 0 && seen[187] == 0);
}

/* Large steps: 1 to 1/8 of the domain (200 / 8 + 1 = 26 candidates), both ways alike. */
static void test_large_steps(void **state) {
  (void)state;
  const uint32_t chance = 2000;
  const double p = chance / 65536.0;
  int seen[LINE];
  mutants(&whole, 0, 199, (struct island_settings){.large = chance, .resample = chance, .round = chance}, 100, seen,
          LINE);
  for (int step = 1; step <= 26; step++) {
    expect_count(seen[100 + step], once(p, 52) + 3 * p * p / 52);
    expect_count(seen[100 - step], once(p, 52) + 3 * p * p / 52);
  }
  for (int far = 79; far < 99; far++)
    assert_int_equal(seen[100 + far] + seen[100 - far], 0);
}

/* Fresh draws: all boundaries alike, both ends included. */
static void test_resampling(void **state) {
  (void)state;
  int seen[LINE];
  mutants(&whole, 0, 199, (struct island_settings){.resample = 65536, .round = 65536}, 100, seen, LINE);
  for (int gene = 1; gene <= 200; gene++)
    expect_count(seen[gene], 1.0 / 200);
}

/*
 * Rounding: scales 1, 4 and 10 on [-7, 192], so boundary b is code b - 8. Code 13 (boundary 21) goes to 12 on the grid
 * of 4 and to 10 on that of 10; code 10 then to 8 (a tie of 2.5 quarters, half to even), and 12 to 10.
 */
static void test_rounding(void **state) {
  (void)state;
  const struct scale_set scales = {3, {4, 1, 10}};
  int seen[LINE];
  mutants(&scales, -7, 192, (struct island_settings){.round = 65536}, 21, seen, LINE);
  /* Of the eight sequences of three grids: last 10: 12, 13, 8 and 10 all go to 10. Last 4: 12 stays, 10 to 8. */
  expect_count(seen[8 + 10], 1.0 / 2);
  expect_count(seen[8 + 12], 1.0 / 8);
  expect_count(seen[8 + 8], 3.0 / 8);
  assert_int_equal(seen[8 + 10] + seen[8 + 12] + seen[8 + 8], 65536);
  /* Grids go through zero: code -3 (boundary 5) goes to -4 and to 0 (boundaries 4 and 8). */
  mutants(&scales, -7, 192, (struct island_settings){.round = 65536}, 5, seen, LINE);
  assert_int_equal(seen[4] + seen[8], 65536);
  expect_count(seen[4], 1.0 / 8);
}

/* The four kinds share their probabilities as the cumulative limits say. */
static void test_kinds_together(void **state) {
  (void)state;
  int seen[LINE];
  const struct scale_set scales = {2, {1, 50}};
  const struct island_settings settings = {.small = 500, .large = 1500, .resample = 3500, .round = 5500};
  mutants(&scales, 0, 199, settings, 101 + 10, seen, LINE);
  int changed = 0, far = 0;
  for (int gene = 0; gene < LINE; gene++) {
    changed += gene != 111 ? seen[gene] : 0;
    far += abs(gene - 111) > 60 ? seen[gene] : 0;
  }
  const double none = pow(1 - 5500 / 65536.0, 3);
  /* A fresh draw leaves the gene as it is once in 200 times; code 110 rounds to 100, boundary 101. */
  expect_count(changed, 1 - none - 3 * 2000 / 65536.0 / 200);
  assert_true(seen[101] > 65536 * 3 * 2000 / 65536.0 * 0.8 && seen[101] < 65536 * 3 * 2200 / 65536.0);
  /* Only fresh draws go far: 200 - 121 of 200 boundaries. */
  assert_true(far > 65536 * 3 * 2000 / 65536.0 * 79 / 200 * 0.8 && far < 65536 * 3 * 2000 / 65536.0 * 79 / 200 * 1.2);
}

enum { MARK = 16 }; /* individuals of the crossover nursery */

/* Parents whose genes tell whose they are: gene g of individual i is 1 + 16 g + i. */
static struct nursery *marked_nursery(uint32_t crossover, uint32_t tournament) {
  const struct island_settings settings = {.entries = 9,
                                           .islands = 512,
                                           .population = MARK,
                                           .generations = 1,
                                           .epoch = 1,
                                           .tournament = tournament,
                                           .crossover = crossover};
  struct nursery *nursery = nursery_create(0, 199, &whole, &settings);
  for (size_t island = 0; island < 512; island++)
    for (size_t g = 0; g < 8; g++)
      for (size_t i = 0; i < MARK; i++)
        *cpu_islands_gene(&nursery->at, island, g, i) = (u32)(1 + MARK * g + i);
  nursery_breed(nursery);
  return nursery;
}

static unsigned source_of(const struct nursery *nursery, size_t island, size_t gene, size_t child) {
  const u32 mark = *cpu_islands_gene(&nursery->at, island, gene, child) - 1;
  assert_int_equal(mark / MARK, gene);
  return mark % MARK;
}

/* Two-point crossover: at most two parents, the second one's genes in one piece that may touch either end. */
static void test_crossover(void **state) {
  (void)state;
  struct nursery *nursery = marked_nursery(65536, 1);
  int crossed = 0, at_first = 0, at_last = 0, from_both_ends = 0;
  for (size_t island = 0; island < 512; island++)
    for (size_t child = 0; child < MARK; child++) {
      unsigned source[8];
      int changes = 0;
      for (size_t g = 0; g < 8; g++) {
        source[g] = source_of(nursery, island, g, child);
        changes += g > 0 && source[g] != source[g - 1];
      }
      assert_in_range(changes, 0, 2);
      assert_true(changes < 2 || source[0] == source[7]);
      crossed += changes > 0;
      at_first += changes == 1;
      at_last += changes > 0 && source[7] != source[6];
      from_both_ends += changes == 2;
    }
  /*
   * Both cuts are uniform over 0 ... 8. Changes: none if the cuts are equal (9/81), if they are 0 and 8 (2/81), or if
   * both parents are the same (1/16). One if just one cut is at an end: 4 * 7/81; two otherwise: 7 * 6 / 81.
   */
  const double children = 512 * MARK, differ = 15.0 / 16;
  assert_true(fabs(crossed / children - differ * 70 / 81) < 0.03);
  assert_true(fabs(at_first / children - differ * 28 / 81) < 0.03);
  assert_true(fabs(from_both_ends / children - differ * 42 / 81) < 0.03);
  assert_true(fabs(at_last / children - differ * 14 / 81) < 0.03);
  nursery_free(nursery);
}

/* Without crossover a child is one parent's copy; with a probability, that share of children has two. */
static void test_crossover_probability(void **state) {
  (void)state;
  static const struct {
    uint32_t crossover;
    double share;
  } known[] = {{0, 0}, {16384, 0.25}};
  for (size_t k = 0; k < 2; k++) {
    struct nursery *nursery = marked_nursery(known[k].crossover, 1);
    int crossed = 0;
    for (size_t island = 0; island < 512; island++)
      for (size_t child = 0; child < MARK; child++) {
        const unsigned first = source_of(nursery, island, 0, child);
        bool mixed = false;
        for (size_t g = 1; g < 8; g++)
          mixed = mixed || source_of(nursery, island, g, child) != first;
        crossed += mixed;
      }
    assert_true(fabs(crossed / 8192.0 - known[k].share * 15 / 16 * 70 / 81) <= (k == 0 ? 0 : 0.02));
    nursery_free(nursery);
  }
}

/* Tournaments: of t individuals drawn the fittest, here the lowest number, is the parent. */
static void test_tournament(void **state) {
  (void)state;
  for (uint32_t rounds = 1; rounds <= 4; rounds++) {
    struct nursery *nursery = marked_nursery(0, rounds);
    int chosen[MARK] = {0};
    for (size_t island = 0; island < 512; island++)
      for (size_t child = 0; child < MARK; child++)
        chosen[source_of(nursery, island, 0, child)]++;
    for (int i = 0; i < MARK; i++) {
      /* All t draws are i or worse, less all worse than i. */
      const double p = pow((MARK - i) / (double)MARK, rounds) - pow((MARK - i - 1) / (double)MARK, rounds);
      assert_true(fabs(chosen[i] - 8192 * p) <= 7 * sqrt(8192 * p) + 1);
    }
    nursery_free(nursery);
  }
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
    for (int epoch = 0; epoch < 3; epoch++)
      cpu_islands_run(&one, fixture.batch.settings.epoch);
    for (size_t k = 1; k < count; k++) {
      cpu_islands_create(&other, kernels[k], &fixture.batch);
      for (int epoch = 0; epoch < 3; epoch++)
        cpu_islands_run(&other, fixture.batch.settings.epoch);
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
    struct cpu_islands at;
    batch_fixture_create(&fixture, &stream, &limits);
    const struct island_settings *settings = &fixture.batch.settings;
    cpu_islands_create(&at, &cpu_kernels_baseline, &fixture.batch);
    while (at.done < settings->generations)
      cpu_islands_run(&at, settings->generations - at.done < settings->epoch ? settings->generations - at.done
                                                                             : settings->epoch);
    const struct batch_result plain = {at.leaving_genes[at.parity], at.leaving_fitness[at.parity], NULL, NULL};
    struct batch_result result = batch_result_create(&fixture.batch);
    if (!cpu_backend.run(device, &fixture.batch, &result, &err))
      fail_msg("%s", err.text);
    batch_result_compare(&fixture.batch, &plain, &result, "plain loop and back end");
    batch_result_free(&result);
    cpu_islands_free(&at);
    batch_fixture_free(&fixture);
  }
  cpu_backend.close(device);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_epochs),           cmocka_unit_test(test_ring),
      cmocka_unit_test(test_founders),         cmocka_unit_test(test_no_mutation),
      cmocka_unit_test(test_small_steps),      cmocka_unit_test(test_large_steps),
      cmocka_unit_test(test_resampling),       cmocka_unit_test(test_rounding),
      cmocka_unit_test(test_kinds_together),   cmocka_unit_test(test_crossover),
      cmocka_unit_test(test_tournament),       cmocka_unit_test(test_crossover_probability),
      cmocka_unit_test(test_instruction_sets), cmocka_unit_test(test_back_end)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
