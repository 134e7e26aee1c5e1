/* Results files: what is written reads back bit for bit; what is wrong in them is refused with a clear message. */
#include <fcntl.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include <hdf5.h>

#include "file.h"
#include "sample.h"
#include "store/seal.h"
#include "store/store.h"

static int setup(void **state) {
  *state = sample_folder();
  return 0;
}

static int teardown(void **state) {
  sample_folder_delete(*state);
  return 0;
}

static void round_trip(const char *path, const struct results *results) {
  struct results again;
  struct error err = {0};
  if (!store_write(results, path, &err) || !store_read(&again, path, &err))
    fail_msg("%s", err.text);
  assert_true(sample_equal(results, &again));
  results_release(&again);
}

static void test_round_trip(void **state) {
  for (unsigned seed = 0; seed < 8; seed++) {
    struct results results;
    sample_results(&results, seed, 4 * seed);
    sample_fronts(&results, seed, 3 * seed);
    round_trip(sample_path(*state, "r.h5"), &results);
    results_release(&results);
  }
}

/* More rows than a slice holds. */
static void test_many_rows(void **state) {
  struct results results;
  sample_results(&results, 9, 700);
  assert_true(results.design_count > 1000);
  round_trip(sample_path(*state, "r.h5"), &results);
  results_release(&results);
}

static void test_empty(void **state) {
  struct results results;
  results_init(&results);
  round_trip(sample_path(*state, "r.h5"), &results);
}

static void test_equal_results_give_equal_files(void **state) {
  struct results results;
  struct error err;
  void *first, *second;
  size_t first_size, second_size;
  sample_results(&results, 10, 20);
  assert_true(store_write(&results, sample_path(*state, "a.h5"), &err));
  assert_true(store_write(&results, sample_path(*state, "b.h5"), &err));
  assert_true(file_read(sample_path(*state, "a.h5"), &first, &first_size, &err));
  assert_true(file_read(sample_path(*state, "b.h5"), &second, &second_size, &err));
  assert_int_equal(first_size, second_size);
  assert_memory_equal(first, second, first_size);
  free(first);
  free(second);
  results_release(&results);
}

static void test_wrong_results_are_not_written(void **state) {
  struct results results;
  struct error err;
  sample_results(&results, 11, 5);
  results.points[3].seed++;
  assert_false(store_write(&results, sample_path(*state, "r.h5"), &err));
  assert_int_equal(err.kind, ERROR_INTERNAL);
  assert_non_null(strstr(err.text, "/points row 3"));
  results_release(&results);
  sample_results(&results, 11, 5);
  results.points[3].hardware.selector = SELECT_UNIFORM;
  results.points[3].spec.restriction.segments = SEGMENTS_POWER2;
  assert_false(store_write(&results, sample_path(*state, "r.h5"), &err));
  assert_non_null(strstr(err.text, "/points row 3: select: it does not find power2 segments"));
  results_release(&results);
}

static void expect_refused(const char *path, enum error_kind kind, const char *message) {
  struct results results;
  struct error err = {0};
  assert_false(store_read(&results, path, &err));
  assert_int_equal(err.kind, kind);
  if (strstr(err.text, path) == NULL || strstr(err.text, message) == NULL)
    fail_msg("expected '%s': %s", message, err.text);
  assert_null(results.points);
}

static void write_bytes(const char *path, const void *data, size_t size) {
  struct error err;
  assert_true(file_write(path, data, size, &err));
}

static void test_not_a_results_file(void **state) {
  expect_refused(sample_path(*state, "none.h5"), ERROR_IO, "No such file");
  expect_refused(*state, ERROR_IO, "not a regular file");
  const char *path = sample_path(*state, "r.h5");
  write_bytes(path, "", 0);
  expect_refused(path, ERROR_INPUT, "not a results file");
  write_bytes(path, "\x89HDF\r\n\x1a\n", 8);
  expect_refused(path, ERROR_INPUT, "not one that lutdse wrote");
  write_bytes(path, "lutdse results, schema 4\n", 25);
  expect_refused(path, ERROR_INPUT, "truncated");
  char other[SEAL_SIZE] = "lutdse results, schema 2\n";
  write_bytes(path, other, sizeof other);
  expect_refused(path, ERROR_INPUT, "schema 2; this version of lutdse reads schema 5");
}

/* Change a sealed file through HDF5, as another program might, and seal it anew. */
typedef void tamper(hid_t file);

static void seal_again(const char *path, uint64_t points) {
  const int descriptor = open(path, O_RDWR);
  struct stat status;
  assert_true(descriptor >= 0);
  assert_int_equal(fstat(descriptor, &status), 0);
  assert_int_equal(seal_write(descriptor, (uint64_t)status.st_size, points), 0);
  assert_int_equal(close(descriptor), 0);
}

/* The last point has a design, a proven optimum, a convergence and a synthesis of its own. */
static void make_exact(struct results *results, size_t point) {
  struct outcome *outcome = &results->outcomes[point];
  const struct convergence_step steps[2] = {{100, 0.5}, {200, 0.25}};
  struct error err;
  assert_true(outcome->design_count > 0);
  for (size_t d = 0; d < outcome->design_count; d++) {
    struct score *score = &results->designs[outcome->first_design + d].score;
    score->exact.mse = score->requantised.mse = 2;
  }
  outcome->optimum = (struct optimum){OPTIMUM_EXACT, 1};
  assert_true(results_add_convergence(results, steps, 2, &err));
  const struct synthesised row = {results->design_count - 1, "last.lib", "tool", 1, 2, 3, 4, 5, 6, {0}};
  assert_true(results_add_synthesised(results, &row, &err));
}

static void tampered(const char *folder, tamper *change, const char *message) {
  struct results results;
  struct error err = {0};
  const char *path = sample_path(folder, "t.h5");
  sample_results(&results, 12, 12);
  make_exact(&results, 11);
  sample_fronts(&results, 12, 4);
  if (!store_write(&results, path, &err))
    fail_msg("%s", err.text);
  results_release(&results);
  const hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
  assert_true(file >= 0);
  change(file);
  assert_true(H5Fclose(file) >= 0);
  expect_refused(path, ERROR_INPUT, "checksum");
  seal_again(path, 12);
  expect_refused(path, ERROR_INPUT, message);
}

/* Overwrite one column of the last row; HDF5 leaves the other columns as they are when only one is written. */
static void set_last(hid_t file, const char *table, const char *column, hid_t type, const void *value) {
  const hid_t dataset = H5Dopen2(file, table, H5P_DEFAULT);
  const hid_t space = H5Dget_space(dataset), memory = H5Screate(H5S_SCALAR);
  const hid_t row = H5Tcreate(H5T_COMPOUND, H5Tget_size(type));
  hsize_t rows = 0;
  assert_true(H5Tinsert(row, column, 0, type) >= 0);
  assert_int_equal(H5Sget_simple_extent_dims(space, &rows, NULL), 1);
  rows--;
  assert_true(H5Sselect_elements(space, H5S_SELECT_SET, 1, &rows) >= 0);
  assert_true(H5Dwrite(dataset, row, memory, space, H5P_DEFAULT, value) >= 0);
  (void)H5Tclose(row);
  (void)H5Sclose(memory);
  (void)H5Sclose(space);
  (void)H5Dclose(dataset);
}

static void set_int(hid_t file, const char *table, const char *column, int32_t value) {
  set_last(file, table, column, H5T_NATIVE_INT32, &value);
}

static void set_double(hid_t file, const char *table, const char *column, double value) {
  set_last(file, table, column, H5T_NATIVE_DOUBLE, &value);
}

static void set_text(hid_t file, const char *table, const char *column, const char *value, size_t size) {
  const hid_t type = H5Tcopy(H5T_C_S1);
  assert_true(H5Tset_size(type, size) >= 0 && H5Tset_cset(type, H5T_CSET_UTF8) >= 0);
  assert_true(H5Tset_strpad(type, H5T_STR_NULLTERM) >= 0);
  set_last(file, table, column, type, value);
  (void)H5Tclose(type);
}

static const char name_of_none[32] = "none";

static void no_designs(hid_t file) { assert_true(H5Ldelete(file, "/designs", H5P_DEFAULT) >= 0); }
static void no_sweep(hid_t file) { assert_true(H5Ldelete(file, "/sweep", H5P_DEFAULT) >= 0); }
static void other_table(hid_t file) {
  no_designs(file);
  assert_true(H5Lcreate_hard(file, "/points", file, "/designs", H5P_DEFAULT, H5P_DEFAULT) >= 0);
}
static void far_function(hid_t file) { set_int(file, "/points", "function_row", 5); }
static void negative_function(hid_t file) { set_int(file, "/points", "function_row", -1); }
static void far_weight(hid_t file) { set_int(file, "/points", "weight_row", 3); }
static void low_weight(hid_t file) { set_int(file, "/points", "weight_row", -2); }
static void other_weight(hid_t file) { set_int(file, "/points", "weight_row", 0); }
static void no_histogram(hid_t file) {
  assert_true(H5Lmove(file, "/histograms/1", file, "/histograms/7", H5P_DEFAULT, H5P_DEFAULT) >= 0);
}
static void other_hash(hid_t file) { set_int(file, "/weights", "hash", 1); }
static void other_bins(hid_t file) { set_double(file, "/histograms/1", "high", -7); }
static void gap(hid_t file) { set_double(file, "/histograms/1", "low", 0.75); }
static void negative_count(hid_t file) { set_double(file, "/histograms/1", "count", -1); }
static void other_count(hid_t file) { set_double(file, "/histograms/1", "count", 3); }
static void other_weight_kind(hid_t file) { set_text(file, "/weights", "kind", "magic\0\0\0\0\0\0\0\0\0\0", 16); }
static void evil_weight_name(hid_t file) {
  static const char name[32] = "a\033b";
  set_text(file, "/weights", "name", name, sizeof name);
}
static void far_point(hid_t file) { set_int(file, "/designs", "point", 12); }
static void many_scales(hid_t file) { set_int(file, "/points", "scale_count", 33); }
static void no_scales(hid_t file) { set_int(file, "/points", "scale_count", 0); }
static void many_entries(hid_t file) { set_int(file, "/designs", "entries", 65); }
static void negative_designs(hid_t file) { set_int(file, "/points", "design_count", -1); }
static void many_designs(hid_t file) { set_int(file, "/points", "design_count", 1000000); }
static void far_front(hid_t file) { set_int(file, "/fronts", "design", 1000000); }
static void front_of_none(hid_t file) { set_int(file, "/fronts", "function_row", 5); }
static void front_of_other(hid_t file) { set_double(file, "/fronts", "error", 0.123); }
static void other_front_name(hid_t file) { set_text(file, "/fronts", "function", name_of_none, sizeof name_of_none); }
static void far_weight_of_front(hid_t file) { set_int(file, "/fronts", "weight_row", 3); }
static void range_of_none(hid_t file) { set_int(file, "/ranges", "function_row", -1); }
static void range_of_many(hid_t file) { set_int(file, "/ranges", "designs", 1000000); }
static void range_of_nothing(hid_t file) { set_int(file, "/ranges", "designs", 0); }
static void nan_range(hid_t file) { set_double(file, "/ranges", "most", (double)NAN); }
static void other_range(hid_t file) { set_text(file, "/ranges", "metric", "mass\0\0\0\0\0\0\0\0\0\0\0", 16); }
static void other_best_figure(hid_t file) { set_double(file, "/points", "best", 0.7); }
static void wide_input(hid_t file) { set_int(file, "/points", "in_bits", 60); }
static void other_width(hid_t file) { set_int(file, "/designs", "in_bits", 60); }
static void wide_slope(hid_t file) { set_int(file, "/points", "slope_bits", 99); }
static void other_seed(hid_t file) { set_int(file, "/points", "seed", 1); }
static void nan_domain(hid_t file) { set_double(file, "/functions", "lo", (double)NAN); }
static void other_scale(hid_t file) { set_double(file, "/errors", "scale", 3); }
static void other_codes(hid_t file) { set_int(file, "/errors", "codes", -1); }
static void negative_optimum(hid_t file) { set_double(file, "/points", "optimum", -1); }
static void endless_optimum(hid_t file) { set_double(file, "/points", "optimum", (double)INFINITY); }
static void no_optimum(hid_t file) { set_double(file, "/points", "optimum", (double)NAN); }
static void negative_gap(hid_t file) { set_double(file, "/points", "gap", -0.1); }
static void other_gap(hid_t file) { set_double(file, "/designs", "gap", 0.7); }
static void other_optimum(hid_t file) { set_double(file, "/designs", "optimum", 0.7); }
static void other_best(hid_t file) { set_double(file, "/points", "best_mse", 0.7); }
static void other_proof(hid_t file) { set_text(file, "/points", "optimum_kind", "maybe\0\0\0\0\0\0\0\0\0\0", 16); }
static void other_proofs(hid_t file) { set_text(file, "/designs", "optimum_kind", "none\0\0\0\0\0\0\0\0\0\0\0", 16); }
static void other_objective(hid_t file) {
  set_text(file, "/points", "objective", "mae\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 32);
}
static void far_step(hid_t file) { set_int(file, "/convergence", "point", 12); }
static void early_step(hid_t file) { set_int(file, "/convergence", "point", 0); }
static void rising_step(hid_t file) { set_double(file, "/convergence", "best", 100); }
static void nan_step(hid_t file) { set_double(file, "/convergence", "best", (double)NAN); }
static void far_synthesis(hid_t file) { set_int(file, "/synthesis", "design", 1000000); }
static void early_synthesis(hid_t file) { set_int(file, "/synthesis", "design", 0); }
static void negative_area(hid_t file) { set_double(file, "/synthesis", "area_um2", -1); }
static void no_area(hid_t file) { set_double(file, "/synthesis", "area_ge", (double)NAN); }
static void endless_delay(hid_t file) { set_double(file, "/synthesis", "delay_ns", (double)INFINITY); }
static void no_energy(hid_t file) { set_double(file, "/synthesis", "energy_pj", 0); }
static void negative_block(hid_t file) {
  const hsize_t blocks = BLOCKS;
  const double area[BLOCKS] = {0, -1};
  const hid_t type = H5Tarray_create2(H5T_NATIVE_DOUBLE, 1, &blocks);
  set_last(file, "/synthesis", "block_ge", type, area);
  (void)H5Tclose(type);
}
static void no_library(hid_t file) {
  static const char nothing[128] = "";
  set_text(file, "/synthesis", "library", nothing, sizeof nothing);
}
static void deep_pipeline(hid_t file) { set_int(file, "/points", "pipeline", 4); }
static void many_digits(hid_t file) { set_int(file, "/points", "slope_digits", 9); }
static void other_symmetry(hid_t file) { set_text(file, "/points", "symmetry", "third\0\0\0\0\0\0\0\0\0\0", 16); }
static void other_select(hid_t file) { set_text(file, "/points", "select", "hot\0\0\0\0\0\0\0\0\0\0\0\0", 16); }
static void no_technology(hid_t file) { set_double(file, "/points", "ge_um2", -1); }
static void endless_grid(hid_t file) {
  set_text(file, "/points", "grid", "0123456789abcdef0123456789abcdef0123456789abcdef", 32);
}
static void other_tails(hid_t file) { set_text(file, "/points", "tails", "none\0\0\0\0\0\0\0\0\0\0\0", 16); }
static void other_kind(hid_t file) { set_text(file, "/functions", "kind", "magic\0\0\0\0\0\0\0\0\0\0", 16); }
static void other_engine(hid_t file) {
  set_text(file, "/points", "engine", "warp\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 32);
}

static void test_tampered(void **state) {
  const struct {
    tamper *change;
    const char *message;
  } cases[] = {
      {no_designs, "/designs is missing"},
      {no_sweep, "/sweep is missing"},
      {other_table, "/designs: column point is missing"},
      {far_function, "/points: row 11: function_row: 5"},
      {negative_function, "/points: row 11: function_row: -1"},
      {far_weight, "/points: row 11: weight_row: 3; /weights has 3 rows"},
      {low_weight, "weight_row: -2"},
      {other_weight, "does not"},
      {no_histogram, "/histograms/1 is missing"},
      {other_hash, "/weights: row 2: hash: does not agree"},
      {other_bins, "/weights: row 1: histogram: edge 5"},
      {gap, "low: 0.75; the bin before ends at 0.5"},
      {negative_count, "count 4 is -1"},
      {other_count, "hash: does not agree"},
      {other_weight_kind, "no weight 'magic'"},
      {evil_weight_name, "weight name"},
      {far_point, "point: 12"},
      {many_scales, "scale_count: 33"},
      {no_scales, "scale_count: 0"},
      {many_entries, "entries: 65"},
      {negative_designs, "negative"},
      {many_designs, "range of designs"},
      {far_front, "/fronts: row 3: design: 1000000"},
      {front_of_none, "/fronts: row 3: function_row: 5; /functions has 5 rows"},
      {front_of_other, "/fronts row 3: does not agree with design"},
      {other_front_name, "/fronts: row 3: function: does not agree"},
      {far_weight_of_front, "/fronts: row 3: weight_row: 3; /weights has 3 rows"},
      {range_of_none, "/ranges: row 3: function_row: -1"},
      {range_of_many, "/ranges row 3: of 1000000 designs"},
      {range_of_nothing, "/ranges: row 3: designs: 0"},
      {nan_range, "/ranges row 3: least"},
      {other_range, "/ranges: row 3: metric: 'mass' is unknown"},
      {other_best_figure, "/points: row 11: best: does not agree with the designs"},
      {wide_input, "in_bits"},
      {other_width, "in_bits: does not agree"},
      {wide_slope, "slope"},
      {other_seed, "does not follow from the point's content"},
      {nan_domain, "/functions"},
      {other_scale, "scale: does not agree"},
      {other_codes, "codes: -1"},
      {negative_optimum, "optimum: does not agree"},
      {endless_optimum, "optimum: does not agree"},
      {no_optimum, "optimum: does not agree"},
      {negative_gap, "/points: row 11: gap: does not agree"},
      {other_gap, "gap: does not agree"},
      {other_optimum, "optimum: does not agree"},
      {other_best, "/points: row 11: best_mse: does not agree"},
      {other_proof, "optimum_kind: 'maybe' is unknown"},
      {other_proofs, "optimum_kind: does not agree"},
      {other_objective, "objective: does not agree"},
      {far_step, "/convergence: row "},
      {early_step, "point: 0; they must ascend"},
      {rising_step, "out of order"},
      {nan_step, "/convergence row "},
      {far_synthesis, "design: 1000000; /designs has"},
      {early_synthesis, "out of order, or the same"},
      {negative_area, "area_um2: -1; allowed: finite numbers over 0"},
      {no_area, "area_ge: "},
      {endless_delay, "delay_ns: inf; allowed: finite numbers over 0, or NaN"},
      {no_energy, "energy_pj: 0"},
      {negative_block, "block_ge: -1 for compare; allowed: finite numbers from 0, or NaN"},
      {no_library, "library: empty"},
      {deep_pipeline, "/points row 11: pipeline 4; allowed: 0 to 3"},
      {many_digits, "slope_digits: 9"},
      {other_symmetry, "symmetry: 'third' is unknown"},
      {other_select, "select: 'hot' is unknown"},
      {no_technology, "technology paper28"},
      {endless_grid, "grid: the text has no end"},
      {other_tails, "tails: 'none' is unknown"},
      {other_kind, "kind: 'magic'"},
      {other_engine, "no engine 'warp'"},
  };
  for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++)
    tampered(*state, cases[c].change, cases[c].message);
}

/* The first lines count the points for those who read nothing else. */
static void test_wrong_count(void **state) {
  struct results results;
  struct error err;
  const char *path = sample_path(*state, "c.h5");
  sample_results(&results, 13, 4);
  assert_true(store_write(&results, path, &err));
  results_release(&results);
  seal_again(path, 5);
  expect_refused(path, ERROR_INPUT, "/points has 4 rows, but the first lines say 5");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_round_trip, setup, teardown),
      cmocka_unit_test_setup_teardown(test_many_rows, setup, teardown),
      cmocka_unit_test_setup_teardown(test_empty, setup, teardown),
      cmocka_unit_test_setup_teardown(test_equal_results_give_equal_files, setup, teardown),
      cmocka_unit_test_setup_teardown(test_wrong_results_are_not_written, setup, teardown),
      cmocka_unit_test_setup_teardown(test_not_a_results_file, setup, teardown),
      cmocka_unit_test_setup_teardown(test_tampered, setup, teardown),
      cmocka_unit_test_setup_teardown(test_wrong_count, setup, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
