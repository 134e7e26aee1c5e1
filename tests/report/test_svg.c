/* SVG within a page: names of its own, no name spaces. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "report/svg.h"

static void expect(const char *svg, const char *expected) {
  char *written = NULL;
  size_t size = 0;
  FILE *const out = open_memstream(&written, &size);
  assert_non_null(out);
  svg_write_inline(out, svg, 3, "a_b");
  assert_int_equal(fclose(out), 0);
  assert_string_equal(written, expected);
  free(written);
}

#define HEAD "<svg role=\"img\" aria-label=\"a_b\" class=\"figure\""

static void test_names(void **unused) {
  (void)unused;
  expect("<?xml version=\"1.0\"?>\n<svg id=\"x\"><use xlink:href='#gp'/><g id='gp' clip-path=\"url(#c)\"/>"
         "<a xlink:href=\"#b\" href=\"#c\"/></svg>",
         HEAD " id=\"f3-x\"><use href='#f3-gp'/><g id='f3-gp' clip-path=\"url(#f3-c)\"/>"
              "<a href=\"#f3-b\" href=\"#f3-c\"/></svg>");
}

static void test_left_out(void **unused) {
  (void)unused;
  expect("<svg width=\"100\" height=\"50\" xmlns=\"http://www.w3.org/2000/svg\" "
         "xmlns:xlink=\"http://www.w3.org/1999/xlink\"><title>Gnuplot</title><desc>by</desc><g/></svg>",
         HEAD " style=\"max-width:130px\" width=\"100\" height=\"50\"><g/></svg>");
  expect("<svg><g id=\"gnuplot_plot_1\" ><path/></g><g id=\"gnuplot_plot_1\" ></g></svg>",
         HEAD "><g ><path/></g><g ></g></svg>");
  expect("no picture", "");
  expect("<svg><title>without an end", HEAD "><title>without an end");
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_names), cmocka_unit_test(test_left_out)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
