#include "report/svg.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* What is left out: up to and with `end`. */
struct omission {
  const char *begin, *end;
};

static const struct omission omissions[] = {
    {" xmlns=\"", "\""},
    {" xmlns:xlink=\"", "\""},
    {"<title>", "</title>"},
    {"<desc>", "</desc>"},
    /* Nothing refers to a plot, and many panels have plots of the same number. */
    {" id=\"gnuplot_plot_", "\""},
};

static bool starts(const char *text, const char *with) { return strncmp(text, with, strlen(with)) == 0; }

/* How much of the text is left out here. */
static size_t omitted(const char *text) {
  for (size_t i = 0; i < sizeof omissions / sizeof omissions[0]; i++)
    if (starts(text, omissions[i].begin)) {
      const char *const end = strstr(text + strlen(omissions[i].begin), omissions[i].end);
      return end == NULL ? 0 : (size_t)(end - text) + strlen(omissions[i].end);
    }
  return 0;
}

/* A name begins behind this; then it is written with the prefix. */
static size_t write_name_mark(FILE *out, const char *text, size_t number) {
  static const struct {
    const char *from, *to;
  } marks[] = {{" id=\"", " id=\""},
               {" id='", " id='"},
               {"xlink:href=\"#", "href=\"#"},
               {"xlink:href='#", "href='#"},
               {" href=\"#", " href=\"#"},
               {" href='#", " href='#"},
               {"url(#", "url(#"}};
  for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
    if (starts(text, marks[i].from)) {
      (void)fprintf(out, "%sf%zu-", marks[i].to, number);
      return strlen(marks[i].from);
    }
  return 0;
}

/* Text of 8 points is small on a screen: at most so much larger. */
static const double enlarged = 1.3;

static void write_limit(FILE *out, const char *svg) {
  static const char mark[] = " width=\"";
  const char *const at = strstr(svg, mark);
  const double width = at == NULL ? 0 : strtod(at + strlen(mark), NULL);
  if (width > 0)
    (void)fprintf(out, " style=\"max-width:%.0fpx\"", enlarged * width);
}

void svg_write_inline(FILE *out, const char *svg, size_t number, const char *stem) {
  const char *text = strstr(svg, "<svg");
  if (text == NULL)
    return;
  (void)fprintf(out, "<svg role=\"img\" aria-label=\"%s\" class=\"figure\"", stem);
  write_limit(out, text);
  text += strlen("<svg");
  while (*text != '\0') {
    /* Texts of the figure are left alone: names stand in tags, and of these the marks alone are looked for. */
    size_t length = omitted(text);
    if (length == 0)
      length = write_name_mark(out, text, number);
    if (length == 0) {
      (void)fputc(*text, out);
      length = 1;
    }
    text += length;
  }
}
