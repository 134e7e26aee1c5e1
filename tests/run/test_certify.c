/* Proven optima: what an independent search by brute force finds, nothing else changed, and nothing lost on the way. */
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixture.h"
#include "reference/reference.h"
#include "run/certify_file.h"
#include "run/collect.h"
#include "run/run.h"
#include "run/settle.h"
#include "store/sample.h"
#include "store/store.h"

/* Few codes and narrow formats, so that every line can be tried. 2 x 2 x 3 problems, 3 sizes, 2 seeds. */
#define GRID                                                                                                           \
  "    in_bits: 5\n"                                                                                                   \
  "    scale_sets: [[2^-1, 2^-2], [0.7, 0.3]]\n"                                                                       \
  "    slope: {bits: 5, frac: 3}\n"                                                                                    \
  "    intercept: {bits: 5, frac: 3}\n"                                                                                \
  "    tails: [free, asymptote, clamp]\n"                                                                              \
  "    entries: [2, 3, 6]\n"

static const char sweep_text[] = "name: proofs\n"
                                 "seed: [1, 2]\n"
                                 "engine: {islands: 1, population: 16, generations: 4, epoch: 2, keep: 2}\n"
                                 "define_weights:\n"
                                 "  - {name: bell, normal: {mean: -1, sd: 1}}\n"
                                 "grids:\n"
                                 "  - functions: gelu\n" GRID "  - functions: exp\n"
                                 "    weights: bell\n" GRID;

enum { PROBLEMS = 12, POINTS = PROBLEMS * 3 * 2, NEVER = 1000000 };

static int setup(void **state) {
  *state = fixture_folder();
  return 0;
}

static int teardown(void **state) {
  sample_folder_delete(*state);
  return 0;
}

struct observed {
  unsigned proofs, stop_after, kill_after;
  struct certify_progress last;
};

static void observe_proof(void *context, const struct certify_progress *progress) {
  struct observed *observed = context;
  observed->proofs++;
  assert_true(progress->done == observed->last.done + 1 && progress->done <= progress->problems);
  assert_true(progress->share > observed->last.share && progress->share <= 1);
  assert_true((progress->share == 1) == (progress->done == progress->problems));
  observed->last = *progress;
  if (observed->kill_after > 0 && observed->proofs > observed->kill_after)
    (void)raise(SIGKILL);
}

static bool observe_stop(void *context) {
  const struct observed *observed = context;
  return observed->proofs >= observed->stop_after;
}

static struct run_summary run(const char *folder, const char *name, enum proof_scope prove, struct observed *observed) {
  struct sweep sweep;
  struct run_summary summary;
  struct error err;
  char path[4096], command[32]; /* by which records are told apart */
  (void)snprintf(path, sizeof path, "%s", sample_path(folder, name));
  (void)snprintf(command, sizeof command, "a test, scope %d", (int)prove);
  const struct run_options options = {
      .output = path, .devices = "cpu", .threads = 2, .command = command, .prove = prove};
  const struct run_observer observer = {.context = observed, .stop = observe_stop, .proved = observe_proof};
  fixture_parse(&sweep, sweep_text);
  if (!run_sweep(&sweep, &options, &observer, &summary, &err))
    fail_msg("%s", err.text);
  sweep_release(&sweep);
  return summary;
}

static void run_whole(const char *folder, const char *name, enum proof_scope prove) {
  struct observed observed = {.stop_after = NEVER};
  assert_true(run(folder, name, prove, &observed).complete);
}

static void read_back(const char *folder, const char *name, struct results *out) {
  struct error err;
  if (!store_read(out, sample_path(folder, name), &err))
    fail_msg("%s", err.text);
}

/* The least cost of a run of codes, or that of the line it is pinned to. */
static double reference_cost(const struct spec *spec, uint32_t from, uint32_t to, uint32_t bounds) {
  size_t count;
  struct reference_code *run_codes = reference_run(spec, from, to, &count);
  const struct tail *tail = from == 0 ? &spec->function->left : &spec->function->right;
  const bool pinned = spec->tails == TAILS_ASYMPTOTE && (from == 0 || to == bounds - 1) && tail->present;
  double cost = 0;
  if (count > 0 && pinned)
    cost = reference_line_error(spec, run_codes, count, format_code(spec->slope, tail->slope),
                                format_code(spec->intercept, tail->intercept));
  else if (count > 0)
    cost = reference_line_minimum(spec, run_codes, count);
  free(run_codes);
  return cost;
}

/* The optimum by brute force, for two entries and more. */
static double reference_best(const struct spec *spec, double *cost, uint32_t bounds) {
  return reference_optimum(cost, bounds, spec->entries, NULL);
}

static double *reference_costs(const struct spec *spec, uint32_t bounds) {
  double *cost = calloc((size_t)bounds * bounds, sizeof *cost);
  assert_non_null(cost);
  for (uint32_t from = 0; from < bounds; from++)
    for (uint32_t to = from; to < bounds; to++)
      if (from > 0 || to < bounds - 1)
        cost[(size_t)from * bounds + to] = reference_cost(spec, from, to, bounds);
  return cost;
}

static void check_point(const struct results *results, size_t p, double expected) {
  const struct outcome *outcome = &results->outcomes[p];
  const double best = optimum_best_figure(results, p), value = outcome->optimum.value;
  assert_int_equal(outcome->optimum.kind, OPTIMUM_EXACT);
  assert_true(fabs(value - expected) <= 1e-9 * expected);
  assert_true(outcome->design_count > 0 && best >= value);
  /* What is as good has a gap of exactly 0. */
  const double gap = optimum_gap(&outcome->optimum, best);
  assert_true(gap == 0 || gap > 1e-9);
}

static void test_against_brute_force(void **state) {
  struct results results;
  run_whole(*state, "r.h5", PROVE_CHEAP);
  read_back(*state, "r.h5", &results);
  assert_int_equal(results.point_count, POINTS);
  size_t reached = 0;
  struct optimum_counter counter = optimum_counter_begin();
  const struct spec *posed = NULL;
  double *cost = NULL;
  uint32_t bounds = 0;
  for (size_t p = 0; p < results.point_count; p++) {
    const struct spec *spec = &results.points[p].spec;
    if (posed == NULL || !problem_shared(posed, spec)) {
      free(cost);
      bounds = reference_bounds(spec);
      cost = reference_costs(spec, bounds);
      posed = spec;
    }
    check_point(&results, p, reference_best(spec, cost, bounds));
    const double best = optimum_best_figure(&results, p);
    reached += best < results.outcomes[p].optimum.value * (1 + 1e-9);
    optimum_counter_add(&counter, &results.outcomes[p].optimum, best);
  }
  free(cost);
  const struct optimum_census census = optimum_counter_end(&counter);
  assert_true(census.proven == POINTS && census.points == POINTS && census.reached == reached);
  assert_true(reached > 0 && reached < POINTS); /* else the sweep tests little */
  assert_true(census.worst_gap > 0 && census.mean_gap > 0 && census.mean_gap < census.worst_gap);
  results_release(&results);
}

/* The same to the last bit, but for optima and records. */
static void check_same_designs(const char *folder, const char *one, const char *other) {
  struct results a, b;
  read_back(folder, one, &a);
  read_back(folder, other, &b);
  a.run_count = b.run_count = 0;
  for (size_t p = 0; p < a.point_count; p++)
    a.outcomes[p].optimum = b.outcomes[p].optimum = (struct optimum){OPTIMUM_NONE, 0};
  assert_true(sample_equal(&a, &b));
  results_release(&a);
  results_release(&b);
}

static void check_same(const char *folder, const char *one, const char *other) {
  struct results a, b;
  read_back(folder, one, &a);
  read_back(folder, other, &b);
  a.run_count = b.run_count = 0;
  assert_true(sample_equal(&a, &b));
  results_release(&a);
  results_release(&b);
}

static size_t records(const char *folder, const char *name) {
  struct results results;
  read_back(folder, name, &results);
  const size_t count = results.run_count;
  results_release(&results);
  return count;
}

/* Proven at once, by a second run, or by certify_file(): the same; and nothing but optima differs. */
static void test_ways_to_a_proof(void **state) {
  struct observed observed = {.stop_after = NEVER};
  run_whole(*state, "at_once.h5", PROVE_CHEAP);
  run_whole(*state, "later.h5", PROVE_NOTHING);
  run_whole(*state, "file.h5", PROVE_NOTHING);
  check_same_designs(*state, "later.h5", "at_once.h5");
  const struct run_summary summary = run(*state, "later.h5", PROVE_ALL, &observed);
  assert_int_equal(summary.progress.computed, 0);
  assert_int_equal(summary.proofs.points, POINTS);
  assert_int_equal(summary.proofs.problems, PROBLEMS);
  assert_int_equal(summary.optima.proven, POINTS);
  assert_int_equal(observed.proofs, PROBLEMS);
  check_same(*state, "later.h5", "at_once.h5");
  assert_int_equal(records(*state, "later.h5"), 2);
  assert_int_equal(records(*state, "at_once.h5"), 1);
  struct certify_file_summary proven;
  struct error err;
  const struct certify_file_options options = {sample_path(*state, "file.h5"), "a test", PROVE_CHEAP, 1};
  const struct certify_file_observer nobody = {.context = NULL};
  for (int again = 0; again < 2; again++) {
    assert_true(certify_file(&options, &nobody, &proven, &err));
    assert_true(proven.complete && proven.optima.proven == POINTS);
    assert_int_equal(proven.progress.points, again ? 0 : POINTS);
    assert_int_equal(records(*state, "file.h5"), 2);
  }
  check_same(*state, "file.h5", "at_once.h5");
  /* What is proven costs nothing any more, however it is asked for. */
  observed = (struct observed){.stop_after = NEVER};
  assert_true(run(*state, "later.h5", PROVE_NOTHING, &observed).optima.proven == POINTS && observed.proofs == 0);
}

/* Stopped between problems, again and again: the next run goes on where the last one was. */
static void test_stopped(void **state) {
  run_whole(*state, "whole.h5", PROVE_CHEAP);
  run_whole(*state, "r.h5", PROVE_NOTHING);
  size_t left = PROBLEMS;
  for (unsigned i = 0; left > 0; i++) {
    struct observed observed = {.stop_after = 4};
    const struct run_summary summary = run(*state, "r.h5", PROVE_CHEAP, &observed);
    assert_int_equal(summary.proofs.problems, left);
    assert_true(summary.proofs.done >= 4 || summary.complete);
    left -= summary.proofs.done;
    assert_int_equal(summary.complete, left == 0);
    assert_true(i < PROBLEMS);
  }
  assert_int_equal(access(sample_path(*state, "r.h5.parts"), F_OK), -1);
  check_same(*state, "r.h5", "whole.h5");
}

static bool certify_stopping(const char *folder, const char *name, struct observed *observed,
                             struct certify_file_summary *summary, struct error *err) {
  const struct certify_file_options options = {sample_path(folder, name), "a test", PROVE_CHEAP, 1};
  const struct certify_file_observer observer = {.context = observed, .progress = observe_proof, .stop = observe_stop};
  return certify_file(&options, &observer, summary, err);
}

static void test_file_stopped(void **state) {
  struct certify_file_summary summary;
  struct error err;
  run_whole(*state, "whole.h5", PROVE_CHEAP);
  run_whole(*state, "r.h5", PROVE_NOTHING);
  struct observed observed = {.stop_after = 5};
  assert_true(certify_stopping(*state, "r.h5", &observed, &summary, &err));
  assert_false(summary.complete);
  observed = (struct observed){.stop_after = NEVER};
  assert_true(certify_stopping(*state, "r.h5", &observed, &summary, &err));
  assert_true(summary.complete);
  assert_int_equal(observed.proofs, PROBLEMS - 5);
  check_same(*state, "r.h5", "whole.h5");
}

/* Killed in the middle, with every proof kept at once. */
static void prove_until_killed(const char *folder) {
  struct observed observed = {.kill_after = 5};
  struct certify_progress progress;
  struct certify_subject subject;
  struct collection collection;
  struct sweep sweep;
  struct parts parts;
  struct proof_log log;
  struct error err;
  const struct certify_request request = {.scope = PROVE_CHEAP,
                                          .with = {.threads = 1},
                                          .log = &log,
                                          .keep_at_once = true,
                                          .context = &observed,
                                          .progress = observe_proof};
  fixture_parse(&sweep, sweep_text);
  if (parts_open(&parts, sample_path(folder, "r.h5"), &err) && collection_create(&collection, &sweep, &err) &&
      collection_scan(&collection, &parts, &err) && collection_pose(&collection, &subject, &err)) {
    proof_log_init(&log, parts.folder);
    (void)certify(&subject, &request, &progress, &err);
  }
  _exit(1);
}

static void test_killed(void **state) {
  struct certify_file_summary summary;
  struct error err;
  int status;
  run_whole(*state, "whole.h5", PROVE_CHEAP);
  run_whole(*state, "r.h5", PROVE_NOTHING);
  for (size_t kept = 5; kept <= 10; kept += 5) {
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
      prove_until_killed(*state);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
  }
  struct observed observed = {.stop_after = NEVER};
  assert_true(certify_stopping(*state, "r.h5", &observed, &summary, &err));
  assert_int_equal(observed.proofs, PROBLEMS - 10);
  assert_int_equal(access(sample_path(*state, "r.h5.parts"), F_OK), -1);
  check_same(*state, "r.h5", "whole.h5");
}

/* A results file beside the parts of a run that was to add points is left alone. */
static void test_unfinished_run(void **state) {
  struct certify_file_summary summary;
  struct results other;
  struct parts parts;
  struct error err;
  run_whole(*state, "r.h5", PROVE_NOTHING);
  sample_results(&other, 1, 3);
  assert_true(parts_open(&parts, sample_path(*state, "r.h5"), &err) && parts_add(&parts, &other, &err));
  parts_close(&parts);
  results_release(&other);
  struct observed observed = {.stop_after = NEVER};
  assert_false(certify_stopping(*state, "r.h5", &observed, &summary, &err));
  assert_int_equal(err.kind, ERROR_INPUT);
  assert_non_null(strstr(err.text, "unfinished run"));
  assert_int_equal(access(sample_path(*state, "r.h5.parts"), F_OK), 0);
  assert_false(certify_stopping(*state, "none.h5", &observed, &summary, &err));
  assert_int_equal(err.kind, ERROR_IO);
}

/* Points that share a problem share what is known; the smallest figure of those equal but for rounding is the optimum.
 */
static void test_settle(void **state) {
  struct sweep sweep;
  struct ledger ledger;
  struct posed posed;
  struct error err = {ERROR_NONE, ""};
  struct optimum found[ENTRIES_MAX + 1] = {{OPTIMUM_NONE, 0}}, beaten;
  (void)state;
  fixture_sweep(&sweep, "gelu", "4", 2);
  struct point point[2];
  for (size_t i = 0; i < 2; i++)
    sweep_point(&sweep, i, &point[i]);
  assert_true(posed_create(&posed, point, 2, &err) && ledger_create(&ledger, 2, &err));
  const double best = 3e-5;
  (void)ledger_note(&ledger, 0, best * (1 + 1e-3), (struct optimum){OPTIMUM_NONE, 0});
  (void)ledger_note(&ledger, 1, best, (struct optimum){OPTIMUM_BOUND, best / 2});
  assert_int_equal(settle(&ledger, &posed, 0, found, &beaten), SIZE_MAX);
  assert_true(ledger_optimum(&ledger, 0).kind == OPTIMUM_BOUND && ledger_optimum(&ledger, 0).value == best / 2);
  found[4] = (struct optimum){OPTIMUM_EXACT, best * (1 + 1e-12)};
  assert_int_equal(settle(&ledger, &posed, 0, found, &beaten), SIZE_MAX);
  for (size_t p = 0; p < 2; p++)
    assert_true(ledger_optimum(&ledger, p).kind == OPTIMUM_EXACT && ledger_optimum(&ledger, p).value == best);
  /* Two proofs: the smaller one. */
  ledger_set_optimum(&ledger, 1, (struct optimum){OPTIMUM_EXACT, best * (1 - 1e-13)});
  assert_int_equal(settle(&ledger, &posed, 0, found, &beaten), SIZE_MAX);
  assert_true(ledger_optimum(&ledger, 0).value == best * (1 - 1e-13));
  for (size_t p = 0; p < 2; p++)
    ledger_set_optimum(&ledger, p, (struct optimum){OPTIMUM_NONE, 0});
  found[4].value = best * (1 + 1e-8);
  assert_int_equal(settle(&ledger, &posed, 0, found, &beaten), 1);
  assert_true(beaten.value == found[4].value);
  assert_false(settle_fail(&point[1], best, &beaten, &err));
  assert_int_equal(err.kind, ERROR_INTERNAL);
  assert_non_null(strstr(err.text, "better than the proven optimum"));
  assert_int_equal(ledger_optimum(&ledger, 0).kind, OPTIMUM_NONE);
  ledger_free(&ledger);
  posed_free(&posed);
  sweep_release(&sweep);
}

/* Lines that are cut off, damaged or foreign do not count; those before and after them do. */
static void take_proof(void *context, const struct point_id *id, const struct optimum *optimum) {
  struct optimum *taken = context;
  assert_int_equal(strlen(id->hex), 32);
  taken[id->hex[31] - '0'] = *optimum;
}

static void test_proof_log(void **state) {
  struct error err;
  struct proof_log log;
  char path[4096];
  for (int round = 0; round < 2; round++) {
    proof_log_init(&log, *state);
    for (int i = 0; i < 4; i++) {
      struct point_id id = {"0123456789abcdef0123456789abcde0"};
      id.hex[31] = (char)('0' + 4 * round + i);
      const struct optimum optimum = {i == 3 ? OPTIMUM_BOUND : OPTIMUM_EXACT, (round + 1) * 0.1 * (i + 1)};
      assert_true(proof_log_add(&log, &id, &optimum, &err));
    }
    assert_true(proof_log_keep(&log, &err));
    proof_log_close(&log);
    if (round > 0)
      break;
    /* The last line is cut off, and a digit of the second is another. */
    (void)snprintf(path, sizeof path, "%s/proofs.txt", (const char *)*state);
    FILE *file = fopen(path, "r+");
    assert_non_null(file);
    char text[512];
    const size_t size = fread(text, 1, sizeof text, file);
    char *digit = strstr(strchr(text + 1, '\n') + 1, "0x1.9") + 4;
    *digit ^= 1; /* still a digit: only the hash tells */
    rewind(file);
    assert_int_equal(fwrite(text, 1, size, file), size);
    assert_int_equal(fflush(file), 0);
    assert_int_equal(ftruncate(fileno(file), (off_t)size - 5), 0);
    assert_int_equal(fclose(file), 0);
  }
  struct optimum taken[8] = {{OPTIMUM_NONE, 0}};
  assert_true(proof_log_read(*state, take_proof, taken, &err));
  for (int i = 0; i < 8; i++) {
    const bool lost = i == 1 || i == 3;
    assert_int_equal(taken[i].kind, lost ? OPTIMUM_NONE : i == 7 ? OPTIMUM_BOUND : OPTIMUM_EXACT);
    assert_true(taken[i].value == (lost ? 0 : (i / 4 + 1) * 0.1 * (i % 4 + 1)));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_against_brute_force, setup, teardown),
      cmocka_unit_test_setup_teardown(test_ways_to_a_proof, setup, teardown),
      cmocka_unit_test_setup_teardown(test_stopped, setup, teardown),
      cmocka_unit_test_setup_teardown(test_file_stopped, setup, teardown),
      cmocka_unit_test_setup_teardown(test_killed, setup, teardown),
      cmocka_unit_test_setup_teardown(test_unfinished_run, setup, teardown),
      cmocka_unit_test(test_settle),
      cmocka_unit_test_setup_teardown(test_proof_log, setup, teardown),
  };
  fixture_watchdog(60);
  return cmocka_run_group_tests(tests, NULL, NULL);
}
