/* Text and numbers in the syntax of HTML, LaTeX, comma-separated values and gnuplot. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "report/escape.h"

typedef void escape(FILE *out, const char *text);

static void expect(escape *function, const char *text, const char *expected) {
  char *written = NULL;
  size_t size = 0;
  FILE *const out = open_memstream(&written, &size);
  assert_non_null(out);
  function(out, text);
  assert_int_equal(fclose(out), 0);
  assert_string_equal(written, expected);
  free(written);
}

static void test_html(void **unused) {
  (void)unused;
  expect(escape_html, "a < b && c > \"d\" 'e'", "a &lt; b &amp;&amp; c &gt; &quot;d&quot; &#39;e&#39;");
  expect(escape_html, "µm²\n\tx", "µm²\n\tx");
  expect(escape_html, "\x01\x1b[0m", "\xef\xbf\xbd\xef\xbf\xbd[0m");
}

/* Bytes that are not UTF-8, or characters that XML has no place for. */
static void test_html_bytes(void **unused) {
  (void)unused;
  static const char *const wrong[] = {"\x80",         "\xc3",         "\xc0\xaf",         "\xe0\x80\x80",
                                      "\xed\xa0\x80", "\xef\xbf\xbf", "\xf4\x90\x80\x80", "\xf0\x80\x80\x80",
                                      "\xff"};
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
    char expected[64] = "";
    for (size_t c = 0; c < strlen(wrong[i]); c++)
      (void)snprintf(expected + 3 * c, sizeof expected - 3 * c, "\xef\xbf\xbd");
    expect(escape_html, wrong[i], expected);
  }
  expect(escape_html, "\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80");
}

static void test_latex(void **unused) {
  (void)unused;
  expect(escape_latex, "50% of a_b & {c} $1 #2 ~x^y \\",
         "50\\% of a\\_b \\& \\{c\\} \\$1 \\#2 "
         "\\textasciitilde{}x\\textasciicircum{}y \\textbackslash{}");
  expect(escape_latex, "2⁻¹⁶ µm²", "2$^{-16}$ \\textmu{}m$^{2}$");
  /* Brackets after the end of a row would be taken for its options. */
  expect(escape_latex, "[0, 1]\n<", "{[}0, 1{]} $<$");
}

static void test_csv(void **unused) {
  (void)unused;
  expect(escape_csv, "plain text", "plain text");
  expect(escape_csv, "a,b", "\"a,b\"");
  expect(escape_csv, "say \"x\"", "\"say \"\"x\"\"\"");
  expect(escape_csv, "two\nlines", "\"two\nlines\"");
  expect(escape_csv, "", "");
}

static void test_gnuplot(void **unused) {
  (void)unused;
  expect(escape_gnuplot, "it's\n`x` \"y\"", "it''s `x` \"y\"");
}

static void expect_number(enum number_syntax syntax, double value, int digits, const char *expected) {
  char *written = NULL;
  size_t size = 0;
  FILE *const out = open_memstream(&written, &size);
  assert_non_null(out);
  number_write(out, syntax, value, digits);
  assert_int_equal(fclose(out), 0);
  assert_string_equal(written, expected);
  free(written);
}

static void test_numbers(void **unused) {
  (void)unused;
  expect_number(NUMBER_HTML, 3.355115723e-05, 3, "3.36×10<sup>−5</sup>");
  expect_number(NUMBER_HTML, -1e7, 2, "−1.0×10<sup>7</sup>");
  expect_number(NUMBER_HTML, 0.00123456, 3, "0.00123");
  expect_number(NUMBER_HTML, -1.5, 3, "−1.50");
  expect_number(NUMBER_HTML, 91.44, 3, "91.4");
  expect_number(NUMBER_HTML, 0, 3, "0");
  expect_number(NUMBER_HTML, 99999.9, 3, "1.00×10<sup>5</sup>");
  expect_number(NUMBER_HTML, 1234567, 0, "1234567");
  expect_number(NUMBER_LATEX, 3.355115723e-05, 3, "$3.36\\times10^{-5}$");
  expect_number(NUMBER_LATEX, -2.5, 2, "$-$2.5");
  expect_number(NUMBER_LATEX, (double)INFINITY, 2, "$\\infty$");
  expect_number(NUMBER_HTML, (double)NAN, 2, "–");
  expect_number(NUMBER_LATEX, (double)NAN, 2, "--");
  expect_number(NUMBER_CSV, (double)NAN, 2, "");
  expect_number(NUMBER_CSV, -(double)INFINITY, 2, "-inf");
  expect_number(NUMBER_CSV, 0.1, 1, "0.1");
  expect_number(NUMBER_CSV, 1.0 / 3, 1, "0.3333333333333333");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_html), cmocka_unit_test(test_html_bytes), cmocka_unit_test(test_latex),
      cmocka_unit_test(test_csv),  cmocka_unit_test(test_gnuplot),    cmocka_unit_test(test_numbers),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
