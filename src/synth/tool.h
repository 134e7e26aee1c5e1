/* Running a program of a synthesis flow. */
#ifndef LUTDSE_SYNTH_TOOL_H
#define LUTDSE_SYNTH_TOOL_H

#include "export/scratch.h"

/* A program, found in PATH if its name has no '/'. */
struct tool {
  const char *program;
  const char *package;   /* the Debian package that has it */
  const char *complaint; /* what the lines of its error messages hold */
  double seconds;        /* how long it may take */
  bool (*stop)(void);    /* asked again and again whether to give up; NULL: never */
};

/*
 * Run it in the temporary folder, without a shell; arguments end with NULL and do not hold the program. What it prints
 * goes to the file `output` there, and so do its own temporary files. Ctrl-C does not reach it: what it started as well
 * ends when `stop` says so or time is up. Fails with ERROR_IO: the program is missing, cannot start, takes too long, or
 * fails (the message has its first complaint); with ERROR_INTERRUPTED if it was stopped; with ERROR_INTERNAL.
 */
bool tool_run(const struct tool *tool, const struct scratch *scratch, const char *const *arguments, const char *output,
              struct error *err);

/* The first line of a file of the folder that holds a text, without blanks around it; false if there is none. */
bool tool_find_line(const struct scratch *scratch, const char *name, const char *wanted, char *line, size_t size);

#endif
