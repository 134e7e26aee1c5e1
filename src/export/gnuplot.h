/*
 * Running gnuplot.
 */
#ifndef LUTDSE_EXPORT_GNUPLOT_H
#define LUTDSE_EXPORT_GNUPLOT_H

#include "export/scratch.h"

/*
 * Run `program` (normally "gnuplot", found in PATH) in a temporary folder on one of its files, without a shell and
 * without the user's start-up files. What it prints ends up in the folder, not on the terminal. Fails with ERROR_IO
 * if the program is missing (the message says what to install), fails (the message has its first complaint) or has not
 * ended after so many seconds; it is killed then. Fails with ERROR_INTERRUPTED if SIGINT or SIGTERM ended the program.
 */
bool gnuplot_run(const char *program, const struct scratch *scratch, const char *script, double seconds,
                 struct error *err);

/* Whether the program is there and draws PDF and SVG, before there is anything to draw. Fails with ERROR_IO. */
bool gnuplot_check(const char *program, struct error *err);

#endif
