#include "synth/versions.h"

#include <stdio.h>
#include <string.h>

#include "synth/synth_tools.h"

/* The first line that the program prints with a '.', without what follows a '('. */
static bool ask(const struct scratch *scratch, const char *program, const char *package, const char *option, char *line,
                size_t size, struct error *err) {
  const struct synth_job patient = {.seconds = 60};
  const struct tool tool = synth_tool(&patient, NULL, program, package, "rror");
  const char *const arguments[] = {option, NULL};
  if (!tool_run(&tool, scratch, arguments, program, err))
    return false;
  if (!tool_find_line(scratch, program, ".", line, size))
    return error_set(err, ERROR_IO, "%s %s: it prints no version", program, option);
  size_t length = strcspn(line, "(");
  while (length > 0 && line[length - 1] == ' ')
    length--;
  line[length] = '\0';
  return true;
}

bool synth_versions(char *text, size_t size, struct error *err) {
  struct scratch scratch;
  char yosys[64], sta[32];
  if (!scratch_open(&scratch, err))
    return false;
  const bool ok = ask(&scratch, "yosys", "yosys", "-V", yosys, sizeof yosys, err) &&
                  ask(&scratch, "sta", "opensta", "-version", sta, sizeof sta, err);
  scratch_close(&scratch);
  if (ok)
    (void)snprintf(text, size, "%s, OpenSTA %s", yosys, sta);
  return ok;
}
