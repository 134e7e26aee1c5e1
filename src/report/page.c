#include "report/page.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "report/escape.h"
#include "report/svg.h"

/* src/report/page.css */
extern const char report_page_css[];

bool page_begin(struct page *page, struct error *err) {
  *page = (struct page){.sections = 0};
  if (!text_buffer_begin(&page->body, err))
    return false;
  if (text_buffer_begin(&page->contents, err))
    return true;
  (void)fclose(page->body.out);
  free(page->body.data);
  return false;
}

void page_section(struct page *page, const char *title) {
  page->sections++;
  (void)fprintf(page->body.out, "<h2 id=\"section-%zu\">", page->sections);
  escape_html(page->body.out, title);
  (void)fputs("</h2>\n", page->body.out);
  (void)fprintf(page->contents.out, "<li><a href=\"#section-%zu\">", page->sections);
  escape_html(page->contents.out, title);
  (void)fputs("</a></li>\n", page->contents.out);
}

void page_paragraph(struct page *page, const char *format, ...) {
  char text[2048];
  va_list arguments;
  va_start(arguments, format);
  (void)vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  (void)fputs("<p>", page->body.out);
  escape_html(page->body.out, text);
  (void)fputs("</p>\n", page->body.out);
}

void page_table(struct page *page, const struct data_table *table, const char *caption) {
  page->tables++;
  (void)fprintf(page->body.out, "<p class=\"caption\"><b>Table %zu.</b> ", page->tables);
  escape_html(page->body.out, caption);
  (void)fputs("</p>\n", page->body.out);
  data_table_write_html(page->body.out, table);
}

void page_figure(struct page *page, const char *svg, const char *stem, const char *caption) {
  page->figures++;
  (void)fprintf(page->body.out, "<figure id=\"figure-%s\">\n", stem);
  svg_write_inline(page->body.out, svg, page->figures, stem);
  (void)fprintf(page->body.out, "<figcaption><b>Figure %zu.</b> ", page->figures);
  escape_html(page->body.out, caption);
  (void)fputs("</figcaption>\n</figure>\n", page->body.out);
}

void page_list_begin(struct page *page) { (void)fputs("<dl>\n", page->body.out); }
void page_list_end(struct page *page) { (void)fputs("</dl>\n", page->body.out); }

void page_list_item(struct page *page, const char *title, const char *text) {
  (void)fputs("<dt>", page->body.out);
  escape_html(page->body.out, title);
  (void)fputs("</dt><dd>", page->body.out);
  escape_html(page->body.out, text);
  (void)fputs("</dd>\n", page->body.out);
}

void page_listing(struct page *page, const char *title, const char *text) {
  (void)fputs("<details><summary>", page->body.out);
  escape_html(page->body.out, title);
  (void)fputs("</summary>\n<pre>", page->body.out);
  escape_html(page->body.out, text);
  (void)fputs("</pre></details>\n", page->body.out);
}

static void write_head(FILE *out, const char *title, const char *about) {
  (void)fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
              "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>",
              out);
  escape_html(out, title);
  (void)fprintf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<h1>", report_page_css);
  escape_html(out, title);
  (void)fputs("</h1>\n<p class=\"about\">", out);
  escape_html(out, about);
  (void)fputs("</p>\n", out);
}

bool page_end(struct page *page, const char *title, const char *about, char **out, struct error *err) {
  char *body = NULL, *contents = NULL;
  struct text_buffer whole;
  const bool has_body = text_buffer_end(&page->body, &body, err);
  bool ok = text_buffer_end(&page->contents, &contents, err) && has_body && text_buffer_begin(&whole, err);
  *out = NULL;
  if (ok) {
    write_head(whole.out, title, about);
    (void)fprintf(whole.out, "<nav><ol>\n%s</ol></nav>\n%s</body>\n</html>\n", contents, body);
    ok = text_buffer_end(&whole, out, err);
  }
  free(body);
  free(contents);
  return ok;
}

void page_discard(struct page *page) {
  (void)fclose(page->body.out);
  (void)fclose(page->contents.out);
  free(page->body.data);
  free(page->contents.data);
}
