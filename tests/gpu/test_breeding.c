/* The genetic operators one by one, on a single individual of a pack: choices, walks, founders and shakes. */
#define PACK 1
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "batch_fixture.h"
#include "cpu_islands.h"
#include "gpu/breed.h"
#include "gpu/found.h"

enum { ROUNDS = 60 * TEST_EFFORT, INDIVIDUALS = 16 };

/* A random problem with its tables, and one island of it in the test's own memory. */
struct nursery {
  struct batch_fixture fixture;
  struct cpu_islands at;
  islands_parameters parameters;
  u32 memory[ISLAND_SCRATCH(ENTRIES_MAX, INDIVIDUALS)];
  island island;
};

static struct nursery *nursery_create(struct random_stream *stream, const struct random_limits *limits) {
  struct nursery *nursery = calloc(1, sizeof *nursery);
  assert_non_null(nursery);
  batch_fixture_create(&nursery->fixture, stream, limits);
  cpu_islands_create(&nursery->at, &cpu_kernels_baseline, &nursery->fixture.batch);
  const struct layout *layout = &nursery->at.layout;
  const problem_view *view = &layout->views[0];
  const u32 genes = (u32)layout->genes;
  nursery->parameters = layout->parameters;
  nursery->parameters.population = INDIVIDUALS;
  nursery->island = (island){.view = view,
                             .doubles = layout->doubles,
                             .costs = nursery->at.costs,
                             .parent = nursery->memory,
                             .child = nursery->memory + genes * INDIVIDUALS,
                             .fitness = (float *)(nursery->memory + 2 * genes * INDIVIDUALS),
                             .entries = genes + 1,
                             .genes = genes,
                             .population = INDIVIDUALS,
                             .key_low = (u32)random_bits(stream),
                             .low = view->low,
                             .high = view->high,
                             .end = view->line.bounds - 1,
                             .origin = view->origin};
  nursery->island.child_fitness = nursery->island.fitness + INDIVIDUALS;
  for (u32 i = 0; i < INDIVIDUALS; i++)
    renew(&nursery->island, INDIVIDUALS, i);
  return nursery;
}

static void nursery_free(struct nursery *nursery) {
  cpu_islands_free(&nursery->at);
  batch_fixture_free(&nursery->fixture);
  free(nursery);
}

/* The cost of an entry, as it is looked up or solved; no entry goes backwards. */
static float entry_cost(const island *at, u32 from, u32 to) {
  if (from > to)
    return INFINITY;
  if (at->view->stride != 0)
    return (at->costs + at->view->table)[from * at->view->stride + to];
  return float_cost(
      entry_line(&at->view->line, at->doubles + at->view->prefix, at->doubles + at->view->rounding, from, to).cost);
}

static float total_cost(const island *at, const u32 *gene) {
  u32 from = 0;
  float total = 0;
  for (u32 g = 0; g < at->genes; from = gene[g++])
    total += entry_cost(at, from, gene[g]);
  return total + entry_cost(at, from, at->end);
}

/* The least total of all children that the choices allow, one by one. */
static float least_of_all(const island *at, u32 to[][CHOICES]) {
  float best = INFINITY;
  u32 gene[ENTRIES_MAX];
  for (u32 code = 0; code < 1U << (2 * at->genes); code++) {
    for (u32 g = 0; g < at->genes; g++)
      gene[g] = to[g][(code >> (2 * g)) & 3U];
    best = fminf(best, total_cost(at, gene));
  }
  return best;
}

static void choices_of(const struct nursery *nursery, u32 individual, u32 to[][CHOICES]) {
  const island *at = &nursery->island;
  couple who;
  u32 word[4][PACK] = {{0}}, what[PACK], choice[CHOICES][PACK];
  pair(at, individual, &who);
  for (u32 g = 0; g < at->genes; g++) {
    draw_gene(at, individual, g, word, what);
    choose(at, &nursery->parameters, &who, individual, g, what, choice);
    for (u32 c = 0; c < CHOICES; c++)
      to[g][c] = choice[c][0];
  }
}

/* A child is the best of all that its choices allow, is made of them, and costs what it says. */
static void check_child(const struct nursery *nursery, u32 individual) {
  const island *at = &nursery->island;
  u32 to[ENTRIES_MAX][CHOICES], gene[ENTRIES_MAX];
  choices_of(nursery, individual, to);
  breed(at, &nursery->parameters, individual);
  for (u32 g = 0; g < at->genes; g++) {
    gene[g] = at->child[g * INDIVIDUALS + individual];
    bool chosen = false;
    for (u32 c = 0; c < CHOICES; c++)
      chosen = chosen || gene[g] == to[g][c];
    assert_true(chosen);
    assert_in_range(gene[g], at->low, at->high);
    assert_true(g == 0 || gene[g] >= gene[g - 1]);
  }
  assert_true(at->child_fitness[individual] == total_cost(at, gene));
  assert_true(at->child_fitness[individual] == least_of_all(at, to));
  assert_true(at->child_fitness[individual] <= at->fitness[individual]);
}

static void check_children(bool tables) {
  const struct random_limits limits = {4, 8, 10, 8, 6, 4, 200, true, false};
  struct random_stream stream = {tables ? 1 : 2};
  for (int r = 0; r < ROUNDS; r++) {
    struct nursery *nursery = nursery_create(&stream, &limits);
    problem_view view = *nursery->island.view;
    if (!tables) {
      view.stride = 0;
      nursery->island.view = &view;
    }
    for (u32 generation = 1; generation <= 3; generation++) {
      nursery->island.generation = generation;
      nursery->island.alone = (u32)random_between(&stream, 0, 1);
      for (u32 i = 0; i < INDIVIDUALS; i += 5)
        check_child(nursery, i);
    }
    nursery_free(nursery);
  }
}

static void test_children_from_tables(void **state) {
  (void)state;
  check_children(true);
}

static void test_children_from_lines(void **state) {
  (void)state;
  check_children(false);
}

/* Mates are the neighbours on either side, with a shift of one now and then; who is alone has its own genes only. */
static void test_pairs(void **state) {
  (void)state;
  struct nursery *nursery = calloc(1, sizeof *nursery);
  assert_non_null(nursery);
  island *at = &nursery->island;
  *at = (island){.population = INDIVIDUALS, .entries = 8, .genes = 7, .low = 1, .high = 81};
  int left = 0, right = 0, shifted = 0, up = 0, slides = 0, further = 0, least = 0;
  for (u32 generation = 1; generation <= 4000; generation++) {
    couple who;
    at->generation = generation;
    at->alone = 0;
    pair(at, 0, &who);
    assert_true(who.mate[0] == 1 || who.mate[0] == INDIVIDUALS - 1);
    left += who.mate[0] != 1;
    pair(at, INDIVIDUALS - 1, &who);
    assert_true(who.mate[0] == 0 || who.mate[0] == INDIVIDUALS - 2);
    right += who.mate[0] == 0;
    assert_in_range(who.mate_shift[0] + 1, 0, 2);
    shifted += who.mate_shift[0] != 0;
    up += who.own_shift[0] == 1;
    assert_true(abs(who.own_shift[0]) == 1);
    assert_in_range(abs(who.slide[0]), 0, 10);
    slides += who.slide[0] != 0;
    further += who.slide[0] > 0;
    least += abs(who.slide[0]) == 1;
    at->alone = 1;
    pair(at, 5, &who);
    assert_true(who.mate[0] == 5 && who.mate_shift[0] == -who.own_shift[0]);
  }
  assert_in_range(left, 1800, 2200);
  assert_in_range(right, 1800, 2200);
  assert_in_range(shifted, 1800, 2200);
  assert_in_range(up, 1800, 2200);
  assert_in_range(slides, 1800, 2200);
  assert_in_range(further, 900, 1100);
  /* A tenth, a fifth, a half and, three times, all. */
  assert_in_range(least, 1150, 1500);
  free(nursery);
}

/* One mutant of gene 100 between 80 and 140, on [1, 200]; grids of 4 and 10 through boundary 8. */
static u32 mutant_of(u32 redraw, u32 round, u32 what) {
  static const problem_view view = {.grid_count = 2, .grid = {4, 10}, .inverse = {0.25F, 0.1F}};
  const island at = {.view = &view, .low = 1, .high = 200, .origin = -8};
  const islands_parameters parameters = {.redraw = redraw, .round = round};
  const u32 before[1] = {80}, gene[1] = {100}, after[1] = {140};
  u32 mutant[1];
  mutate(&at, &parameters, &what, before, gene, after, mutant);
  return mutant[0];
}

enum { DRAWS = 60000 };

static void count_mutants(u32 redraw, u32 round, int seen[256]) {
  struct random_stream stream = {3};
  memset(seen, 0, 256 * sizeof *seen);
  for (int i = 0; i < DRAWS; i++) {
    const u32 mutant = mutant_of(redraw, round, (u32)random_bits(&stream));
    assert_in_range(mutant, 1, 200);
    seen[mutant]++;
  }
}

/* Steps go both ways alike, never past a neighbour, and small ones are the most frequent. */
static void test_steps(void **state) {
  (void)state;
  int seen[256], below = 0, above = 0;
  count_mutants(0, 0, seen);
  for (int gene = 0; gene < 256; gene++) {
    assert_true(seen[gene] == 0 || (gene >= 80 && gene <= 140 && gene != 100));
    below += gene < 100 ? seen[gene] : 0;
    above += gene > 100 ? seen[gene] : 0;
  }
  assert_true(abs(below - above) < 2000);
  assert_true(seen[101] > 2 * seen[103] && seen[103] > 2 * seen[112] && seen[135] > 0 && seen[82] > 0);
}

static void test_redraws(void **state) {
  (void)state;
  int seen[256];
  count_mutants(256, 256, seen);
  for (int gene = 0; gene < 256; gene++)
    if (gene >= 80 && gene <= 140)
      assert_in_range(seen[gene], DRAWS / 61 * 8 / 10, DRAWS / 61 * 12 / 10);
    else
      assert_int_equal(seen[gene], 0);
}

/* Boundary 100 is code 92: it goes to 92 on the grid of 4, and to 90 on that of 10. */
static void test_rounding(void **state) {
  (void)state;
  int seen[256];
  count_mutants(0, 256, seen);
  assert_int_equal(seen[100] + seen[98], DRAWS);
  assert_true(abs(seen[100] - seen[98]) < 2000);
}

/* Kinds share their probabilities as the cumulative limits say. */
static void test_kinds(void **state) {
  (void)state;
  int seen[256];
  count_mutants(64, 128, seen);
  /* A fourth is redrawn, a fourth rounded; steps reach 98 as well. */
  assert_in_range(seen[100], DRAWS / 8 - 800, DRAWS / 8 + 1200);
  assert_in_range(seen[81], 1, DRAWS / 100);
}

/* Where a child slides, all its mutants go the same way, as far as there are boundaries. */
static void test_slides(void **state) {
  (void)state;
  const island at = {.low = 1, .high = 200};
  const u32 gene[1] = {100}, first[1] = {2}, last[1] = {199};
  const couple still = {.slide = {0}}, up = {.slide = {3}}, down = {.slide = {-3}};
  u32 mutant[1] = {50};
  slide(&at, &still, gene, mutant);
  assert_int_equal(mutant[0], 50);
  slide(&at, &up, gene, mutant);
  assert_int_equal(mutant[0], 103);
  slide(&at, &down, gene, mutant);
  assert_int_equal(mutant[0], 97);
  slide(&at, &down, first, mutant);
  assert_int_equal(mutant[0], 1);
  slide(&at, &up, last, mutant);
  assert_int_equal(mutant[0], 200);
}

/* Founders are uniform over all boundaries a gene may hold, both ends included, and sorted. */
static void test_founders(void **state) {
  (void)state;
  const struct random_limits limits = {8, 8, 8, 6, 2, 1, 60, false, false};
  struct random_stream stream = {4};
  struct nursery *nursery = nursery_create(&stream, &limits);
  island *at = &nursery->island;
  const u32 span = at->high - at->low + 1;
  int *seen = calloc(at->end + 1, sizeof *seen);
  assert_non_null(seen);
  for (u32 number = 0; number < 40 * span; number++) {
    at->number = number;
    for (u32 i = 0; i < INDIVIDUALS; i++) {
      renew(at, INDIVIDUALS, i);
      seen[at->parent[i]]++;
    }
  }
  for (u32 gene = 0; gene <= at->end; gene++)
    assert_in_range(seen[gene], gene >= at->low && gene <= at->high ? 480 : 0,
                    gene >= at->low && gene <= at->high ? 800 : 0);
  free(seen);
  nursery_free(nursery);
}

/* A shake draws one window anew and leaves the rest, and the best altogether. */
static void test_shakes(void **state) {
  (void)state;
  const struct random_limits limits = {8, 8, 8, 6, 20, 2, 250, false, false};
  struct random_stream stream = {5};
  int changed = 0;
  for (int r = 0; r < ROUNDS; r++) {
    struct nursery *nursery = nursery_create(&stream, &limits);
    island *at = &nursery->island;
    u32 before[ENTRIES_MAX * INDIVIDUALS], gene[ENTRIES_MAX];
    memcpy(before, at->parent, at->genes * INDIVIDUALS * sizeof *before);
    at->generation = (u32)r + 1;
    for (u32 i = 0; i < INDIVIDUALS; i++) {
      renew(at, 3, i);
      for (u32 g = 0; g < at->genes; g++) {
        gene[g] = at->parent[g * INDIVIDUALS + i];
        changed += gene[g] != before[g * INDIVIDUALS + i];
        assert_in_range(gene[g], g > 0 ? gene[g - 1] : at->low, at->high);
        assert_true(i != 3 || gene[g] == before[g * INDIVIDUALS + i]);
      }
      assert_true(at->fitness[i] == total_cost(at, gene));
    }
    nursery_free(nursery);
  }
  assert_true(changed > ROUNDS * INDIVIDUALS);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_children_from_tables),
                                     cmocka_unit_test(test_children_from_lines),
                                     cmocka_unit_test(test_pairs),
                                     cmocka_unit_test(test_steps),
                                     cmocka_unit_test(test_redraws),
                                     cmocka_unit_test(test_rounding),
                                     cmocka_unit_test(test_kinds),
                                     cmocka_unit_test(test_slides),
                                     cmocka_unit_test(test_founders),
                                     cmocka_unit_test(test_shakes)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
