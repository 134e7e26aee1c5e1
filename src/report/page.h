/* The page of a report: HTML that needs nothing beside it. Its figures are inline SVG. */
#ifndef LUTDSE_REPORT_PAGE_H
#define LUTDSE_REPORT_PAGE_H

#include "export/text_buffer.h"
#include "report/data_table.h"

struct page {
  struct text_buffer body, contents;
  size_t sections, figures, tables;
};

/* Fails with ERROR_INTERNAL if memory runs out. */
bool page_begin(struct page *page, struct error *err);

/* A section, with a line in the table of contents; and a printf-style paragraph. Texts are plain. */
void page_section(struct page *page, const char *title);
void page_paragraph(struct page *page, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A table with its caption above. */
void page_table(struct page *page, const struct data_table *table, const char *caption);

/*
 * A figure with its caption below. The SVG goes into the page without its head, its names made its own: of figures on
 * one page, no two may use a name for different things. `stem` is the figure's, letters, digits and _ . + - only.
 */
void page_figure(struct page *page, const char *svg, const char *stem, const char *caption);

/* A list of items that are told apart by their titles. */
void page_list_begin(struct page *page);
void page_list_item(struct page *page, const char *title, const char *text);
void page_list_end(struct page *page);

/* A text as it stands, folded away on a screen. */
void page_listing(struct page *page, const char *title, const char *text);

/*
 * The whole page, to be freed by the caller. `about` stands below the title. Ends the page, also on failure
 * (ERROR_INTERNAL).
 */
bool page_end(struct page *page, const char *title, const char *about, char **out, struct error *err);

/* Give up a page. */
void page_discard(struct page *page);

#endif
