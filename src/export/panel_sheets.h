/* Sheets of panels: the problems of one function, so many to a sheet. Internal to src/export/. */
#ifndef LUTDSE_EXPORT_PANEL_SHEETS_H
#define LUTDSE_EXPORT_PANEL_SHEETS_H

#include "export/figure_job.h"
#include "front/entries.h"

/* Some panels of one function, on one sheet. */
struct panel_sheet {
  const struct panel *panel;
  size_t count;
  size_t number; /* of the sheet in the job */
};

/* Write a sheet's parameters and columns. */
typedef bool panel_sheet_write(void *context, const struct panel_sheet *sheet, struct error *err);

/* Add sheets for all panels, drawn by SCRIPT.gp and named SCRIPT_FUNCTION_METRIC. */
bool panel_sheets_add(struct figure_job *job, const struct panels *panels, const char *script, panel_sheet_write *write,
                      void *context, struct error *err);

/* The array engines, and their number. */
void panel_sheet_write_engines(FILE *out, const struct entries_series *series);

/* What every script of panels reads: data, count (0: one panel), and the arrays names and heading. */
void panel_sheet_write_names(FILE *out, const struct results *results, const struct panel_sheet *sheet);

#endif
