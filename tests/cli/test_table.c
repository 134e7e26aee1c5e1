/* Printing a table takes time that grows with its rows, not with their square. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

#include "cli/table.h"

static void test_many_rows(void **state) {
  (void)state;
  enum { ROWS = 100000 };
  struct table table = {.columns = 2};
  for (int i = 0; i < 2 * ROWS; i++)
    table_add(&table, "%d", i);
  FILE *out = fopen("/dev/null", "w");
  assert_non_null(out);
  /* Looking through the column for every cell would take minutes. */
  (void)alarm(20);
  assert_true(table_print(&table, out));
  (void)alarm(0);
  assert_int_equal(fclose(out), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_many_rows)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
