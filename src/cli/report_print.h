/* The output of `lutdse report`: at its end the files on stdout, or JSON; meanwhile what it is at on stderr. */
#ifndef LUTDSE_CLI_REPORT_PRINT_H
#define LUTDSE_CLI_REPORT_PRINT_H

#include <jansson.h>

#include "export/text_buffer.h"
#include "report/report.h"

struct report_print {
  bool json, quiet;
  json_t *whole;           /* with json: the object; NULL if memory ran out */
  struct text_buffer list; /* else: the files, a line each */
};

/* Fails with ERROR_INTERNAL if memory runs out; then there is nothing to end. */
bool report_print_begin(struct report_print *print, const char *folder, bool json, bool quiet, struct error *err);
struct report_observer report_print_observer(struct report_print *print);

/*
 * The report was written (`ok`), or failed and prints nothing on stdout. Returns whether all went well: false if it was
 * not `ok`, which leaves `err` alone; fails with ERROR_INPUT if a name is not UTF-8 and cannot be told in JSON, with
 * ERROR_INTERNAL if memory ran out.
 */
bool report_print_end(struct report_print *print, bool ok, struct error *err);

#endif
