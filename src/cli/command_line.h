/* Command lines as text. */
#ifndef LUTDSE_CLI_COMMAND_LINE_H
#define LUTDSE_CLI_COMMAND_LINE_H

#include <stddef.h>

/* Join a command line as typed, for the record of a run; cut where `text` ends. */
void command_line_join(int argc, char **argv, char *text, size_t size);

#endif
