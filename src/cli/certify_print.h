/* The output of `lutdse certify`, apart from progress. */
#ifndef LUTDSE_CLI_CERTIFY_PRINT_H
#define LUTDSE_CLI_CERTIFY_PRINT_H

#include "run/certify_file.h"

/* On stdout; the JSON fails as run_print_json() does. */
void certify_print_summary(const struct certify_file_summary *summary, const char *path);
bool certify_print_json(const struct certify_file_summary *summary, const char *path, struct error *err);

/* How far it came, on stderr. */
void certify_print_resume(const struct certify_file_summary *summary);

#endif
