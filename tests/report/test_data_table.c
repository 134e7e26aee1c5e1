/* Tables in all their syntaxes. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "report/data_table.h"

static struct data_table table;

static int set_up(void **unused) {
  (void)unused;
  data_table_column(&table, true, "Name");
  data_table_column(&table, false, "A & B|least");
  data_table_column(&table, false, "A & B|most");
  data_table_text(&table, "one_%d", 1);
  data_table_number(&table, 1e-6, 3);
  data_table_number(&table, (double)NAN, 3);
  data_table_text(&table, "<two>, \"2\"");
  data_table_count(&table, 16);
  data_table_strong(&table);
  data_table_number(&table, 0.25, 3);
  return table.failed;
}

static int tear_down(void **unused) {
  (void)unused;
  data_table_release(&table);
  return table.count != 0;
}

static char *written;
static size_t size;

static FILE *begin(void) {
  FILE *const out = open_memstream(&written, &size);
  assert_non_null(out);
  return out;
}

static void end(FILE *out, const char *expected) {
  assert_int_equal(fclose(out), 0);
  assert_string_equal(written, expected);
  free(written);
}

static void test_csv(void **unused) {
  (void)unused;
  FILE *const out = begin();
  data_table_write_csv(out, &table);
  end(out, "Name,A & B least,A & B most\none_1,1e-06,\n\"<two>, \"\"2\"\"\",16,0.25\n");
}

static void test_html(void **unused) {
  (void)unused;
  FILE *const out = begin();
  data_table_write_html(out, &table);
  end(out, "<div class=\"table\"><table>\n<thead>\n"
           "<tr><th colspan=\"1\" class=\"group\"></th><th colspan=\"2\" class=\"group\">A &amp; B</th></tr>\n"
           "<tr><th class=\"left\">Name</th><th>least</th><th>most</th></tr>\n</thead>\n<tbody>\n"
           "<tr><td class=\"left\">one_1</td><td>1.00×10<sup>−6</sup></td><td>–</td></tr>\n"
           "<tr><td class=\"left\">&lt;two&gt;, &quot;2&quot;</td><td><b>16</b></td><td>0.250</td></tr>\n"
           "</tbody>\n</table></div>\n");
}

static void test_latex(void **unused) {
  (void)unused;
  FILE *const out = begin();
  data_table_write_latex(out, &table, "50 %", "some");
  end(out,
      "% Needs \\usepackage{booktabs,graphicx}.\n"
      "\\begin{table}\n\\centering\n\\caption{50 \\%}\n\\label{tab:some}\n"
      "\\resizebox{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}{!}{%\n\\begin{tabular}{lrr}\n\\toprule\n"
      "\\multicolumn{1}{c}{} & \\multicolumn{2}{c}{A \\& B} \\\\\n\\cmidrule(lr){2-3}\n"
      "Name & least & most \\\\\n\\midrule\n"
      "one\\_1 & $1.00\\times10^{-6}$ & -- \\\\\n"
      "$<$two$>$, ''2'' & {\\boldmath\\bfseries 16} & 0.250 \\\\\n"
      "\\bottomrule\n\\end{tabular}}\n\\end{table}\n");
}

static void test_rows(void **unused) {
  (void)unused;
  assert_int_equal(data_table_rows(&table), 2);
  const struct data_table empty = {.count = 0};
  assert_int_equal(data_table_rows(&empty), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_csv, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_html, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_latex, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_rows, set_up, tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
