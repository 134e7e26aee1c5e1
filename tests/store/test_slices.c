/* Files written and read slice by slice: how they are cut shows nowhere. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "file.h"
#include "sample.h"
#include "store/reader.h"
#include "store/seal.h"
#include "store/store.h"
#include "store/writer.h"

/* A folder with whole.h5, and what is in it: more rows than a chunk has, of designs and of errors. */
struct subject {
  char *folder, *path;
  struct results whole;
};

enum { POINTS = 400 };

static int setup(void **state) {
  struct subject *subject = calloc(1, sizeof *subject);
  struct error err;
  subject->folder = sample_folder();
  subject->path = strdup(sample_path(subject->folder, "whole.h5"));
  sample_results(&subject->whole, 50, POINTS);
  sample_fronts(&subject->whole, 50, 9);
  *state = subject;
  return store_write(&subject->whole, subject->path, &err) ? 0 : -1;
}

static int teardown(void **state) {
  struct subject *subject = *state;
  results_release(&subject->whole);
  sample_folder_delete(subject->folder);
  free(subject->path);
  free(subject);
  return 0;
}

static struct store_reader *open_reader(const char *path) {
  struct error err = {0};
  struct store_reader *reader = store_reader_open(path, &err);
  if (reader == NULL)
    fail_msg("%s", err.text);
  return reader;
}

static void read_slice(struct store_reader *reader, size_t first, size_t count, struct results *slice) {
  struct error err = {0};
  if (!store_reader_slice(reader, first, count, slice, &err))
    fail_msg("%s", err.text);
}

static void expect_equal_files(const char *a, const char *b) {
  struct error err;
  void *first, *second;
  size_t first_size, second_size;
  assert_true(file_read(a, &first, &first_size, &err));
  assert_true(file_read(b, &second, &second_size, &err));
  assert_int_equal(first_size, second_size);
  assert_memory_equal(first, second, first_size);
  free(first);
  free(second);
}

/* Copy a file in slices of some points. */
static void copy_file(const char *from, const char *to, size_t points) {
  struct store_reader *reader = open_reader(from);
  const struct results *head = store_reader_head(reader);
  struct error err = {0};
  struct results slice;
  struct store_writer *writer = store_writer_create(to, head->sweep_name, head->sweep_text, &err);
  assert_non_null(writer);
  results_init(&slice);
  for (size_t first = 0; first < store_reader_points(reader); first += points) {
    const size_t left = store_reader_points(reader) - first;
    read_slice(reader, first, left < points ? left : points, &slice);
    assert_int_equal(store_reader_slice_design(reader), store_writer_designs(writer));
    if (!store_writer_add(writer, &slice, &err))
      fail_msg("%s", err.text);
  }
  assert_int_equal(store_writer_points(writer), store_reader_points(reader));
  assert_int_equal(store_writer_designs(writer), store_reader_designs(reader));
  if (!store_writer_finish(writer, head, &err))
    fail_msg("%s", err.text);
  results_release(&slice);
  store_reader_close(reader);
}

static void test_slices_of_any_size(void **state) {
  const struct subject *subject = *state;
  static const size_t sizes[] = {1, 3, 1000};
  for (size_t i = 0; i < 3; i++) {
    struct results again;
    struct error err;
    const char *copy = sample_path(subject->folder, "copy.h5");
    copy_file(subject->path, copy, sizes[i]);
    expect_equal_files(subject->path, copy);
    assert_true(store_read(&again, copy, &err));
    assert_true(sample_equal(&subject->whole, &again));
    results_release(&again);
  }
}

/* A slice that follows on nothing is found, and is what it is when all before it were read. */
static void test_slices_in_any_order(void **state) {
  const struct subject *subject = *state;
  struct store_reader *in_order = open_reader(subject->path), *anywhere = open_reader(subject->path);
  struct results expected, found;
  results_init(&expected);
  results_init(&found);
  srand(5);
  for (size_t first = 0, count; first < POINTS; first += count) {
    count = first + 7 > POINTS ? POINTS - first : 7;
    read_slice(in_order, first, count, &expected);
    read_slice(anywhere, (size_t)rand() % POINTS, 1, &found);
    read_slice(anywhere, first, count, &found);
    assert_true(sample_equal(&expected, &found));
    assert_int_equal(store_reader_slice_design(in_order), store_reader_slice_design(anywhere));
    assert_int_equal(found.front_count + found.range_count + found.run_count, 0);
  }
  read_slice(anywhere, POINTS, 0, &found);
  assert_int_equal(found.point_count, 0);
  results_release(&expected);
  results_release(&found);
  store_reader_close(in_order);
  store_reader_close(anywhere);
}

static void test_head(void **state) {
  const struct subject *subject = *state;
  struct store_reader *reader = open_reader(subject->path);
  const struct results *head = store_reader_head(reader), *whole = &subject->whole;
  struct results slice;
  struct error err = {0};
  assert_int_equal(store_reader_points(reader), POINTS);
  assert_int_equal(store_reader_designs(reader), whole->design_count);
  assert_int_equal(head->point_count, 0);
  assert_int_equal(head->function_count, whole->function_count);
  assert_int_equal(head->weight_count, whole->weight_count);
  assert_int_equal(head->front_count, whole->front_count);
  assert_int_equal(head->range_count, whole->range_count);
  assert_int_equal(head->run_count, whole->run_count);
  assert_string_equal(head->sweep_text, whole->sweep_text);
  results_init(&slice);
  assert_false(store_reader_slice(reader, POINTS - 1, 2, &slice, &err));
  assert_false(store_reader_slice(reader, POINTS + 1, 0, &slice, &err));
  read_slice(reader, 0, POINTS, &slice);
  assert_int_equal(slice.design_count, whole->design_count);
  results_release(&slice);
  store_reader_close(reader);
}

struct told {
  const struct results *whole;
  size_t rows, last;
};

static bool same_number(double a, double b) { return a == b || (isnan(a) && isnan(b)); }

static bool take_key(void *context, size_t row, const struct store_key *key, struct error *err) {
  struct told *told = context;
  const struct point *point = &told->whole->points[row];
  const struct optimum *optimum = &told->whole->outcomes[row].optimum;
  assert_int_equal(row, told->rows++);
  assert_string_equal(key->id.hex, point->id.hex);
  assert_int_equal(key->place, point->place);
  assert_int_equal(key->optimum.kind, optimum->kind);
  assert_true(key->optimum.value == optimum->value);
  assert_true(same_number(key->best, optimum_best_figure(told->whole, row)));
  return row != told->last || error_set(err, ERROR_DEVICE, "enough");
}

static void test_keys(void **state) {
  const struct subject *subject = *state;
  struct store_reader *reader = open_reader(subject->path);
  struct error err = {0};
  struct told told = {&subject->whole, 0, SIZE_MAX};
  assert_true(store_reader_keys(reader, take_key, &told, &err));
  assert_int_equal(told.rows, POINTS);
  told = (struct told){&subject->whole, 0, 17};
  assert_false(store_reader_keys(reader, take_key, &told, &err));
  assert_int_equal(told.rows, 18);
  assert_int_equal(err.kind, ERROR_DEVICE);
  assert_string_equal(err.text, "enough");
  store_reader_close(reader);
}

static void test_point_of(void **state) {
  const struct subject *subject = *state;
  struct store_reader *reader = open_reader(subject->path);
  struct error err = {0};
  size_t point;
  for (size_t d = 0; d < subject->whole.design_count; d += 11) {
    assert_true(store_reader_point_of(reader, d, &point, &err));
    assert_int_equal(point, subject->whole.designs[d].point);
  }
  assert_false(store_reader_point_of(reader, subject->whole.design_count, &point, &err));
  assert_int_equal(err.kind, ERROR_INPUT);
  assert_non_null(strstr(err.text, subject->path));
  store_reader_close(reader);
}

/* Whoever has a file open reads what it was. */
static void test_replaced_while_open(void **state) {
  const struct subject *subject = *state;
  struct store_reader *reader = open_reader(subject->path);
  struct results other, slice;
  struct error err;
  sample_results(&other, 51, 3);
  assert_true(store_write(&other, subject->path, &err));
  results_init(&slice);
  read_slice(reader, 0, POINTS, &slice);
  assert_int_equal(slice.design_count, subject->whole.design_count);
  results_release(&slice);
  store_reader_close(reader);
  assert_true(store_read(&slice, subject->path, &err));
  assert_true(sample_equal(&other, &slice));
  results_release(&slice);
  results_release(&other);
}

/* No signal, no crash: an error of the file system. */
static void test_cut_while_open(void **state) {
  const struct subject *subject = *state;
  struct store_reader *reader = open_reader(subject->path);
  struct results slice;
  struct error err = {0};
  assert_int_equal(truncate(subject->path, 3000), 0);
  results_init(&slice);
  assert_false(store_reader_slice(reader, 0, POINTS, &slice, &err));
  assert_int_equal(err.kind, ERROR_IO);
  assert_non_null(strstr(err.text, subject->path));
  results_release(&slice);
  store_reader_close(reader);
}

static void test_points_by_the_seal(void **state) {
  const struct subject *subject = *state;
  struct error err = {0};
  uint64_t points = 0;
  assert_true(seal_points(subject->path, &points, &err));
  assert_int_equal(points, POINTS);
  const char *other = sample_path(subject->folder, "other.h5");
  assert_true(file_write(other, "something else", 14, &err));
  assert_false(seal_points(other, &points, &err));
  assert_int_equal(err.kind, ERROR_INPUT);
  assert_non_null(strstr(err.text, other));
  assert_int_equal(truncate(subject->path, 3000), 0);
  assert_false(seal_points(subject->path, &points, &err));
  assert_non_null(strstr(err.text, "truncated"));
  assert_false(seal_points(sample_path(subject->folder, "none.h5"), &points, &err));
  assert_int_equal(err.kind, ERROR_IO);
}

static struct store_writer *create_writer(const char *path) {
  struct error err = {0};
  struct store_writer *writer = store_writer_create(path, "name", NULL, &err);
  if (writer == NULL)
    fail_msg("%s", err.text);
  return writer;
}

/* Rows are named as the file numbers them. */
static void test_wrong_slice(void **state) {
  const struct subject *subject = *state;
  const char *path = sample_path(subject->folder, "new.h5");
  struct store_writer *writer = create_writer(path);
  struct results slice;
  struct error err = {0};
  sample_results(&slice, 52, 5);
  assert_true(store_writer_add(writer, &slice, &err));
  slice.points[3].seed++;
  assert_false(store_writer_add(writer, &slice, &err));
  assert_int_equal(err.kind, ERROR_INTERNAL);
  assert_non_null(strstr(err.text, "/points row 8"));
  store_writer_abandon(writer);
  assert_int_equal(access(path, F_OK), -1);
  results_release(&slice);
}

/* Fronts name designs, functions and weights that the file has. */
static void test_wrong_tail(void **state) {
  const struct subject *subject = *state;
  const char *path = sample_path(subject->folder, "new.h5");
  struct front_row front = {.weight = SIZE_MAX};
  struct range_row range = {.weight = SIZE_MAX, .least = 1, .most = 2};
  for (int wrong = 0; wrong < 4; wrong++) {
    struct results tail = {.front_count = 1, .fronts = &front, .range_count = 1, .ranges = &range};
    struct store_writer *writer = create_writer(path);
    struct error err = {0};
    assert_true(store_writer_add(writer, &subject->whole, &err));
    const size_t functions = store_writer_head(writer)->function_count;
    front.design = wrong == 0 ? store_writer_designs(writer) : 0;
    front.function = wrong == 1 ? functions : 0;
    range.weight = wrong == 2 ? store_writer_head(writer)->weight_count : SIZE_MAX;
    range.least = wrong == 3 ? (double)NAN : 1;
    assert_false(store_writer_finish(writer, &tail, &err));
    assert_int_equal(err.kind, ERROR_INTERNAL);
    assert_non_null(strstr(err.text, wrong < 2 ? "/fronts row 0" : "/ranges row 0"));
    assert_int_equal(access(path, F_OK), -1);
  }
}

/* A function that no point has does not come along; fronts of the others keep theirs. */
static void test_idle_function(void **state) {
  const struct subject *subject = *state;
  const char *path = sample_path(subject->folder, "idle.h5");
  struct store_reader *reader = open_reader(subject->path);
  struct results slice, again;
  struct error err = {0};
  results_init(&slice);
  read_slice(reader, 3, 1, &slice);
  store_reader_close(reader);
  const size_t function = (size_t)(slice.points[0].spec.function - slice.functions);
  slice.range_count = 1;
  slice.ranges = calloc(1, sizeof *slice.ranges);
  slice.ranges[0] = (struct range_row){function, SIZE_MAX, 0, 1, 1, 2};
  assert_true(slice.function_count > 1);
  assert_true(store_write(&slice, path, &err));
  assert_true(store_read(&again, path, &err));
  assert_int_equal(again.function_count, 1);
  assert_int_equal(again.range_count, 1);
  assert_string_equal(again.functions[0].name, slice.functions[function].name);
  results_release(&again);
  results_release(&slice);
}

static void test_abandoned(void **state) {
  const struct subject *subject = *state;
  const char *path = sample_path(subject->folder, "new.h5");
  struct error err = {0};
  struct store_writer *writer = create_writer(path);
  store_writer_abandon(writer);
  writer = create_writer(path);
  assert_true(store_writer_add(writer, &subject->whole, &err));
  store_writer_abandon(writer);
  store_writer_abandon(NULL);
  assert_int_equal(access(path, F_OK), -1);
  assert_int_equal(rmdir(subject->folder), -1);
  assert_int_equal(unlink(subject->path), 0);
  assert_int_equal(rmdir(subject->folder), 0); /* nothing else was left */
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_slices_of_any_size, setup, teardown),
      cmocka_unit_test_setup_teardown(test_slices_in_any_order, setup, teardown),
      cmocka_unit_test_setup_teardown(test_head, setup, teardown),
      cmocka_unit_test_setup_teardown(test_keys, setup, teardown),
      cmocka_unit_test_setup_teardown(test_point_of, setup, teardown),
      cmocka_unit_test_setup_teardown(test_replaced_while_open, setup, teardown),
      cmocka_unit_test_setup_teardown(test_cut_while_open, setup, teardown),
      cmocka_unit_test_setup_teardown(test_points_by_the_seal, setup, teardown),
      cmocka_unit_test_setup_teardown(test_wrong_slice, setup, teardown),
      cmocka_unit_test_setup_teardown(test_wrong_tail, setup, teardown),
      cmocka_unit_test_setup_teardown(test_idle_function, setup, teardown),
      cmocka_unit_test_setup_teardown(test_abandoned, setup, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
