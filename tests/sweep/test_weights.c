/* Weights in sweeps: what they define, how they are named, and files of histograms, damaged ones too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <hdf5.h>
#include <unistd.h>

#include "sweep/sweep.h"
#include "sweep_points.h"

#define GRID "grids: [{functions: gelu, entries: 8}]\n"

static bool parse(struct sweep *sweep, const char *text, struct error *err) {
  *err = (struct error){ERROR_NONE, ""};
  return sweep_parse(sweep, text, strlen(text), "tests/sweep/test.yaml", err);
}

static struct sweep load(const char *text) {
  struct sweep sweep;
  struct error err;
  if (!parse(&sweep, text, &err))
    fail_msg("%s", err.text);
  return sweep;
}

static void refuse(const char *text, const char *start, const char *part) {
  struct sweep sweep;
  struct error err;
  assert_false(parse(&sweep, text, &err));
  if (strncmp(err.text, start, strlen(start)) != 0 || strstr(err.text, part) == NULL)
    fail_msg("expected '%s' and '%s': %s", start, part, err.text);
}

static void assert_numbers(const double *found, const double *expected, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (found[i] != expected[i])
      fail_msg("number %zu is %g, expected %g", i, found[i], expected[i]);
}

static const char every_kind[] = "name: t\n"
                                 "define_weights:\n"
                                 "  - {name: a, normal: {mean: -0.25, sd: 2^0}}\n"
                                 "  - {name: b, half_normal: {sd: 2}}\n"
                                 "  - {name: c, half_normal: {sd: 2, sign: -1}}\n"
                                 "  - {name: d, laplace: {mean: 0, scale: 3}}\n"
                                 "  - {name: e, range: {low: -1, high: 2}}\n"
                                 "  - {name: f, histogram: data/bins.csv}\n"
                                 "  - {name: g, histogram: {file: data/middles.csv}}\n" GRID;

static void test_kinds(void **state) {
  (void)state;
  struct sweep sweep = load(every_kind);
  assert_int_equal(sweep.weight_count, 7);
  static const enum weight_kind kind[] = {WEIGHT_NORMAL, WEIGHT_HALF_NORMAL, WEIGHT_HALF_NORMAL, WEIGHT_LAPLACE,
                                          WEIGHT_RANGE,  WEIGHT_HISTOGRAM,   WEIGHT_HISTOGRAM};
  static const double parameter[][2] = {{-0.25, 1}, {2, 1}, {2, -1}, {0, 3}, {-1, 2}, {0, 0}, {0, 0}};
  for (size_t i = 0; i < 7; i++) {
    assert_int_equal(sweep.weights[i].name[0], "abcdefg"[i]);
    assert_int_equal(sweep.weights[i].kind, kind[i]);
    assert_numbers(sweep.weights[i].parameter, parameter[i], 2);
  }
  /* A gap is a bin without counts; middles reach half way. */
  assert_int_equal(sweep.weights[5].bins, 4);
  assert_numbers(sweep.weights[5].edge, (const double[]){-2, -1, 0, 1, 2.5}, 5);
  assert_numbers(sweep.weights[5].count, (const double[]){3, 10, 0, 0.5}, 4);
  assert_int_equal(sweep.weights[6].bins, 3);
  assert_numbers(sweep.weights[6].edge, (const double[]){-1.5, -0.5, 1, 3}, 4);
  assert_numbers(sweep.weights[6].count, (const double[]){1, 2, 3}, 3);
  assert_null(point_at(&sweep, 0).spec.weight);
  sweep_release(&sweep);
}

/* An axis between output and entries, of the top level or of a grid. */
static void test_axis(void **state) {
  (void)state;
  struct sweep sweep = load("name: t\nweights: [b, uniform]\n"
                            "grids:\n  - {functions: gelu, entries: [4, 8]}\n"
                            "  - {functions: exp, entries: 4, weights: a}\n"
                            "define_weights:\n"
                            "  - {name: a, normal: {mean: 0, sd: 1}}\n  - {name: b, laplace: {mean: 0, scale: 1}}\n");
  assert_int_equal(sweep.point_count, 5);
  static const char *const weight[] = {"b", "b", "uniform", "uniform", "a"};
  static const int entries[] = {4, 8, 4, 8, 4};
  for (size_t p = 0; p < 5; p++) {
    assert_string_equal(weight_name(point_at(&sweep, p).spec.weight), weight[p]);
    assert_int_equal(point_at(&sweep, p).spec.entries, entries[p]);
  }
  sweep_release(&sweep);
}

/* Uniform points are who they were before there were weights; a weight's content tells points apart, its name not. */
static void test_identity(void **state) {
  (void)state;
  struct sweep without = load("name: t\n" GRID);
  struct sweep with = load("name: t\ndefine_weights:\n  - {name: a, normal: {mean: 0, sd: 1}}\n"
                           "  - {name: b, normal: {mean: -0.0, sd: 1}}\n  - {name: c, normal: {mean: 0, sd: 2}}\n"
                           "weights: [uniform, a, b, c]\n" GRID);
  assert_int_equal(with.point_count, 3);
  assert_int_equal(with.duplicates, 1);
  assert_string_equal(point_at(&with, 0).id.hex, point_at(&without, 0).id.hex);
  assert_true(point_at(&with, 0).key == point_at(&without, 0).key);
  for (size_t i = 0; i < 3; i++)
    for (size_t j = 0; j < i; j++) {
      assert_string_not_equal(point_at(&with, i).id.hex, point_at(&with, j).id.hex);
      assert_true(point_at(&with, i).key != point_at(&with, j).key);
    }
  sweep_release(&with);
  sweep_release(&without);
}

#define AT        "tests/sweep/test.yaml:"
#define W(text)   "name: t\ndefine_weights:\n  - name: w\n    " text "\n" GRID
#define CSV(name) W("histogram: data/" name)

static void test_refused(void **state) {
  (void)state;
  static const struct {
    const char *text, *start, *part;
  } bad[] = {
      {"name: t\nweights: a\n" GRID, AT "2: weights: unknown weight 'a'", "allowed: uniform"},
      {"name: t\ndefine_weights: [{name: activ, range: {low: 0, high: 1}}]\nweights: actvi\n" GRID,
       AT "3: weights: ", "did you mean 'activ'?"},
      {W("normal: {mean: 0}"), AT "4: define_weights.normal.sd: ", "missing"},
      {W("normal: {mean: 0, sd: 0}"), AT "4: define_weights.normal.sd: 0 is out of range", "2^-60"},
      {W("normal: {mean: 0,\n      sd: -1}"), AT "5: define_weights.normal.sd: ", "-1 is out of range"},
      {W("normal: {mean: 0, dev: 1}"), AT "4: define_weights.normal.dev: ", "unknown key; allowed: mean, sd"},
      {W("normal: 5"), AT "4: define_weights.normal: ", "must be a mapping"},
      {W("laplace: {mean: x, scale: 1}"), AT "4: define_weights.laplace.mean: ", "'x'"},
      {W("half_normal: {sd: 1, sign: 2}"), AT "4: define_weights.half_normal.sign: 2", "-1"},
      {W("range: {low: 1, high: 1}"), AT "4: define_weights.range: ", "low < high"},
      {W("nromal: {mean: 0, sd: 1}"), AT "4: define_weights.nromal: ", "did you mean 'normal'?"},
      {W("normal: {mean: 0, sd: 1}\n    range: {low: 0, high: 1}"), AT "3: define_weights: w names several", "exactly"},
      {"name: t\ndefine_weights: [{name: w}]\n" GRID, AT "2: define_weights: w names none", "exactly one"},
      {"name: t\ndefine_weights: [{range: {low: 0, high: 1}}]\n" GRID, AT "2: define_weights.name: ", "missing"},
      {"name: t\ndefine_weights: [{name: uniform, range: {low: 0, high: 1}}]\n" GRID,
       AT "2: define_weights.name: ", "taken"},
      {"name: t\ndefine_weights: [{name: a b, range: {low: 0, high: 1}}]\n" GRID,
       AT "2: define_weights.name: ", "no name"},
      {CSV("mixed_bins.csv"), AT "4: define_weights.histogram: tests/sweep/data/mixed_bins.csv:2: ", "2 columns"},
      {CSV("overlapping_bins.csv"), AT "4: define_weights.histogram: ", "csv:2: low = -0.5 lies in the bin before"},
      {CSV("empty_bin.csv"), AT "4: define_weights.histogram: ", "csv:1: the bin ends at 0"},
      {CSV("negative_count.csv"), AT "4: define_weights.histogram: ", "csv:1: count = -1 is out of range"},
      {CSV("zero_counts.csv"), AT "4: define_weights.histogram: ", "all counts are 0"},
      {CSV("no_bins.csv"), AT "4: define_weights.histogram: ", "no_bins.csv: the file holds no bins"},
      {CSV("one_middle.csv"), AT "4: define_weights.histogram: ", "one_middle.csv: 1 bins"},
      {CSV("equal_middles.csv"), AT "4: define_weights.histogram: ", "csv:2: x = 1 does not exceed"},
      {CSV("four_columns.csv"), AT "4: define_weights.histogram: ", "csv:1: this is no bin"},
      {CSV("nan_count.csv"), AT "4: define_weights.histogram: ", "csv:1: this is no bin"},
      {CSV("zero_byte.csv"), AT "4: define_weights.histogram: ", "csv:2: the file holds a zero byte"},
      {CSV("missing.csv"), AT "4: define_weights.histogram: ", "no such file"},
      {W("histogram: {edges: /e, counts: /c}"), AT "4: define_weights.histogram.file: ", "required"},
      {W("histogram: {file: data/bins.csv, edges: /e}"), AT "4: define_weights.histogram: edges and counts", "HDF5"},
      {W("histogram: {file: data/bins.csv, edges: /e, counts: /c}"),
       AT "4: define_weights.histogram: ", "bins.csv: libhdf5 cannot open it"},
      {W("histogram: {file: data, edges: /e, counts: /c}"), AT "4: define_weights.histogram: ", "no such file"},
      {"name: t\ndefine_weights: [{name: w, range: {low: 100, high: 101}}]\n"
       "grids:\n  - {functions: gelu, entries: 8, weights: w}\n",
       AT "4: grids: grid1: impossible at gelu", "weights: 'w' gives every code"},
  };
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
    refuse(bad[i].text, bad[i].start, bad[i].part);
}

/* HDF5: a file in a folder of its own. */

static char folder[] = "/tmp/lutdse-weights-XXXXXX";
static char path[64];

static int make_folder(void **state) {
  (void)state;
  if (mkdtemp(folder) == NULL)
    return -1;
  (void)snprintf(path, sizeof path, "%s/h.h5", folder);
  return 0;
}

static int remove_folder(void **state) {
  (void)state;
  (void)unlink(path);
  return rmdir(folder);
}

static void put(hid_t file, const char *name, hid_t type, int dimensions, hsize_t count, const void *data) {
  const hsize_t extent[2] = {count, 1}, chunk[2] = {count, 1};
  const hid_t space = H5Screate_simple(dimensions, extent, NULL), properties = H5Pcreate(H5P_DATASET_CREATE);
  assert_true(H5Pset_chunk(properties, dimensions, chunk) >= 0 && H5Pset_deflate(properties, 4) >= 0);
  const hid_t set = H5Dcreate2(file, name, type, space, H5P_DEFAULT, properties, H5P_DEFAULT);
  assert_true(H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data) >= 0);
  (void)H5Dclose(set);
  (void)H5Pclose(properties);
  (void)H5Sclose(space);
}

static void write_hdf5(void) {
  static const double edges[] = {-2, -1, 0.5, 3}, falling[] = {3, 2, 1, 0};
  static const int64_t counts[] = {7, 0, 5};
  const hid_t file = H5Fcreate(path, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  assert_true(file >= 0);
  put(file, "edges", H5T_NATIVE_DOUBLE, 1, 4, edges);
  put(file, "falling", H5T_NATIVE_DOUBLE, 1, 4, falling);
  put(file, "counts", H5T_NATIVE_INT64, 1, 3, counts);
  put(file, "square", H5T_NATIVE_INT64, 2, 3, counts);
  put(file, "text", H5T_C_S1, 1, 3, "abc");
  (void)H5Gclose(H5Gcreate2(file, "group", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
  assert_true(H5Fclose(file) >= 0);
}

static const char *sweep_of(const char *edges, const char *counts) {
  static char text[512];
  (void)snprintf(text, sizeof text,
                 "name: t\ndefine_weights:\n  - name: w\n    histogram: {file: %s, edges: %s, counts: %s}\n" GRID, path,
                 edges, counts);
  return text;
}

static void test_hdf5(void **state) {
  (void)state;
  write_hdf5();
  struct sweep sweep = load(sweep_of("/edges", "counts"));
  assert_int_equal(sweep.weights[0].bins, 3);
  assert_numbers(sweep.weights[0].edge, (const double[]){-2, -1, 0.5, 3}, 4);
  assert_numbers(sweep.weights[0].count, (const double[]){7, 0, 5}, 3);
  sweep_release(&sweep);
  static const struct {
    const char *edges, *counts, *part;
  } bad[] = {
      {"/none", "/counts", "there is no dataset /none"},
      {"/edges", "/group", "there is no dataset /group"},
      {"/edges", "/edges", "/edges has 4 numbers and /edges 4"},
      {"/edges", "/square", "/square is no list"},
      {"/edges", "/text", "/text does not hold numbers"},
      {"/falling", "/counts", "does not exceed the one before"},
  };
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
    refuse(sweep_of(bad[i].edges, bad[i].counts), AT "4: define_weights.histogram: /tmp/", bad[i].part);
}

static char *read_bytes(size_t *size) {
  FILE *const file = fopen(path, "rb");
  assert_non_null(file);
  char *const bytes = malloc(1 << 20);
  assert_non_null(bytes);
  *size = fread(bytes, 1, 1 << 20, file);
  (void)fclose(file);
  return bytes;
}

static void write_bytes(const char *bytes, size_t size) {
  FILE *const file = fopen(path, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(bytes, 1, size, file), size);
  (void)fclose(file);
}

/* Cut short, and bytes changed: a weight or a message, never a crash. */
static void test_damaged_hdf5(void **state) {
  (void)state;
  write_hdf5();
  size_t size = 0, refused = 0;
  char *const bytes = read_bytes(&size);
  for (size_t i = 0; i < 60; i++) {
    char *const changed = malloc(size);
    assert_non_null(changed);
    memcpy(changed, bytes, size);
    changed[(i * 7919 + 13) % size] ^= (char)(1 + i % 255);
    write_bytes(changed, i % 4 == 0 ? (i * 104729) % size : size);
    free(changed);
    struct sweep sweep;
    struct error err;
    if (parse(&sweep, sweep_of("/edges", "/counts"), &err))
      sweep_release(&sweep);
    else
      refused++;
  }
  assert_in_range(refused, 10, 60);
  free(bytes);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_kinds),    cmocka_unit_test(test_axis),
                                     cmocka_unit_test(test_identity), cmocka_unit_test(test_refused),
                                     cmocka_unit_test(test_hdf5),     cmocka_unit_test(test_damaged_hdf5)};
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
