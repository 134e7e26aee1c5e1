/* Tables as HTML and as LaTeX: two rows of heads where columns have groups. */
#include <string.h>

#include "report/data_table.h"
#include "report/escape.h"

/* How long the name of a column's group is; 0: it has none. */
static size_t group_length(const struct data_column *column) {
  const char *bar = strchr(column->title, '|');
  return bar == NULL ? 0 : (size_t)(bar - column->title);
}

static const char *short_title(const struct data_column *column) {
  const char *bar = strchr(column->title, '|');
  return bar == NULL ? column->title : bar + 1;
}

static bool has_groups(const struct data_table *table) {
  for (size_t c = 0; c < table->column_count; c++)
    if (group_length(&table->column[c]) > 0)
      return true;
  return false;
}

/* The columns from `first` on that are of its group. */
static size_t group_size(const struct data_table *table, size_t first) {
  const struct data_column *column = table->column;
  const size_t length = group_length(&column[first]);
  size_t end = first + 1;
  while (length > 0 && end < table->column_count && group_length(&column[end]) == length &&
         strncmp(column[end].title, column[first].title, length) == 0)
    end++;
  return end - first;
}

static void group_name(const struct data_column *column, char *text, size_t size) {
  (void)snprintf(text, size, "%.*s", (int)group_length(column), column->title);
}

static void write_html_head(FILE *out, const struct data_table *table) {
  const bool groups = has_groups(table);
  (void)fputs("<thead>\n", out);
  if (groups) {
    (void)fputs("<tr>", out);
    for (size_t c = 0, size = 0; c < table->column_count; c += size) {
      char name[256];
      size = group_size(table, c);
      group_name(&table->column[c], name, sizeof name);
      (void)fprintf(out, "<th colspan=\"%zu\" class=\"group\">", size);
      escape_html(out, name);
      (void)fputs("</th>", out);
    }
    (void)fputs("</tr>\n", out);
  }
  (void)fputs("<tr>", out);
  for (size_t c = 0; c < table->column_count; c++) {
    (void)fprintf(out, "<th%s>", table->column[c].left ? " class=\"left\"" : "");
    escape_html(out, short_title(&table->column[c]));
    (void)fputs("</th>", out);
  }
  (void)fputs("</tr>\n</thead>\n", out);
}

static void write_html_cell(FILE *out, const struct data_cell *cell, bool left) {
  (void)fprintf(out, "<td%s>%s", left ? " class=\"left\"" : "", cell->strong ? "<b>" : "");
  if (cell->kind == CELL_TEXT)
    escape_html(out, cell->text);
  else
    number_write(out, NUMBER_HTML, cell->value, cell->digits);
  (void)fprintf(out, "%s</td>", cell->strong ? "</b>" : "");
}

void data_table_write_html(FILE *out, const struct data_table *table) {
  (void)fputs("<div class=\"table\"><table>\n", out);
  write_html_head(out, table);
  (void)fputs("<tbody>\n", out);
  for (size_t row = 0; row < data_table_rows(table); row++) {
    (void)fputs("<tr>", out);
    for (size_t c = 0; c < table->column_count; c++)
      write_html_cell(out, &table->cell[row * table->column_count + c], table->column[c].left);
    (void)fputs("</tr>\n", out);
  }
  (void)fputs("</tbody>\n</table></div>\n", out);
}

static void write_latex_head(FILE *out, const struct data_table *table) {
  if (has_groups(table)) {
    for (size_t c = 0, size = 0; c < table->column_count; c += size) {
      char name[256];
      size = group_size(table, c);
      group_name(&table->column[c], name, sizeof name);
      (void)fprintf(out, "%s\\multicolumn{%zu}{c}{", c > 0 ? " & " : "", size);
      escape_latex(out, name);
      (void)fputc('}', out);
    }
    (void)fputs(" \\\\\n", out);
    for (size_t c = 0, size = 0; c < table->column_count; c += size) {
      size = group_size(table, c);
      if (group_length(&table->column[c]) > 0)
        (void)fprintf(out, "\\cmidrule(lr){%zu-%zu}", c + 1, c + size);
    }
    (void)fputc('\n', out);
  }
  for (size_t c = 0; c < table->column_count; c++) {
    (void)fputs(c > 0 ? " & " : "", out);
    escape_latex(out, short_title(&table->column[c]));
  }
  (void)fputs(" \\\\\n\\midrule\n", out);
}

static void write_latex_cell(FILE *out, const struct data_cell *cell) {
  /* Not \textbf: numbers are in mathematics, which it does not reach. */
  (void)fputs(cell->strong ? "{\\boldmath\\bfseries " : "", out);
  if (cell->kind == CELL_TEXT)
    escape_latex(out, cell->text);
  else
    number_write(out, NUMBER_LATEX, cell->value, cell->digits);
  (void)fputs(cell->strong ? "}" : "", out);
}

void data_table_write_latex(FILE *out, const struct data_table *table, const char *caption, const char *label) {
  enum { COLUMNS_OF_ONE = 5 };
  const char *const star = table->column_count > COLUMNS_OF_ONE ? "*" : "";
  (void)fputs("% Needs \\usepackage{booktabs,graphicx}.\n", out);
  (void)fprintf(out, "\\begin{table%s}\n\\centering\n\\caption{", star);
  escape_latex(out, caption);
  (void)fprintf(out, "}\n\\label{tab:%s}\n", label);
  (void)fputs("\\resizebox{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}{!}{%\n\\begin{tabular}{", out);
  for (size_t c = 0; c < table->column_count; c++)
    (void)fputc(table->column[c].left ? 'l' : 'r', out);
  (void)fputs("}\n\\toprule\n", out);
  write_latex_head(out, table);
  for (size_t row = 0; row < data_table_rows(table); row++) {
    for (size_t c = 0; c < table->column_count; c++) {
      (void)fputs(c > 0 ? " & " : "", out);
      write_latex_cell(out, &table->cell[row * table->column_count + c]);
    }
    (void)fputs(" \\\\\n", out);
  }
  (void)fprintf(out, "\\bottomrule\n\\end{tabular}}\n\\end{table%s}\n", star);
}
