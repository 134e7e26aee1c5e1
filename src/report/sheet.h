/* A figure of a report on its way through gnuplot. Internal to src/report/. */
#ifndef LUTDSE_REPORT_SHEET_H
#define LUTDSE_REPORT_SHEET_H

#include "export/scratch.h"
#include "front/figure.h"
#include "report/work.h"

struct sheet {
  struct work *work;
  struct scratch scratch;
  FILE *parameters; /* print gnuplot's assignments here */
  FILE *columns;    /* the file of columns at hand, or NULL */
  char columns_name[64];
};

/* What a sheet has: how many panels and lines, what the axes are called and hold. */
struct sheet_layout {
  size_t panels;
  struct figure_axes axes;
  const char *x_label, *y_label;
  double height; /* inches; 0: what is usual for so many panels */
};

/* Begin a sheet. Fails with ERROR_IO or ERROR_INTERRUPTED; then there is nothing to end. */
bool sheet_begin(struct sheet *sheet, struct work *work, const struct sheet_layout *layout, struct error *err);

/* Declare an array; set its item number `index`, counting from 0. "names" is there: the panels' names. */
void sheet_array(struct sheet *sheet, const char *array, size_t count);
void sheet_name(struct sheet *sheet, const char *array, size_t index, const char *text);

/* The arrays that plots/report_keys.gp wants: labels, colours, shapes and dashes of lines. */
void sheet_methods(struct sheet *sheet, const struct methods *methods, const bool *use);

/*
 * Open NAME_PANEL_LINE.dat for columns (numbers in its name count from 1), and close the one before. The sheet closes
 * it. NULL if that fails (ERROR_IO).
 */
FILE *sheet_columns(struct sheet *sheet, const char *name, size_t panel, size_t line, struct error *err);

/*
 * Draw: figures/STEM.pdf and .svg, and the figure on the page. Ends the sheet, also on failure (ERROR_IO,
 * ERROR_INTERNAL).
 */
bool sheet_end(struct sheet *sheet, const char *script, const char *stem, const char *caption, struct error *err);

/* Give up a sheet. */
void sheet_discard(struct sheet *sheet);

#endif
