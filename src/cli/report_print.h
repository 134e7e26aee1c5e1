/* The output of `lutdse report`: files on stdout as they come, or all at the end as JSON; what it is at on stderr. */
#ifndef LUTDSE_CLI_REPORT_PRINT_H
#define LUTDSE_CLI_REPORT_PRINT_H

#include <jansson.h>

#include "report/report.h"

struct report_print {
  bool json, quiet;
  json_t *whole; /* with json: the object; NULL if memory ran out */
};

void report_print_begin(struct report_print *print, const char *folder, bool json, bool quiet);
struct report_observer report_print_observer(struct report_print *print);

/*
 * The report was written (`ok`), or failed and prints no JSON. Fails with ERROR_INPUT if a name is not UTF-8 and cannot
 * be told in JSON, leaving `err` alone if it was not ok.
 */
bool report_print_end(struct report_print *print, bool ok, struct error *err);

#endif
