#include "rtl/tools.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int workshop_open(void **state) {
  static struct workshop workshop;
  snprintf(workshop.folder, sizeof workshop.folder, "/tmp/lutdse-rtl-XXXXXX");
  assert_non_null(mkdtemp(workshop.folder));
  *state = &workshop;
  return 0;
}

int workshop_close(void **state) {
  const struct workshop *workshop = *state;
  char command[128];
  snprintf(command, sizeof command, "rm -r %s", workshop->folder);
  assert_int_equal(system(command), 0);
  return 0;
}

bool tools_present(void) {
  return system("{ command -v iverilog && command -v verilator && command -v yosys; } >/dev/null 2>&1") == 0;
}

void workshop_write(const struct workshop *workshop, const char *name, const char *text) {
  char path[128];
  snprintf(path, sizeof path, "%s/%s", workshop->folder, name);
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  assert_true(fputs(text, file) >= 0);
  assert_int_equal(fclose(file), 0);
}

int workshop_run(const struct workshop *workshop, const char *command, char *said, size_t size) {
  char line[2048];
  snprintf(line, sizeof line, "cd %s && { %s; } 2>&1", workshop->folder, command);
  FILE *pipe = popen(line, "r");
  assert_non_null(pipe);
  size_t used = 0;
  char chunk[512];
  while (fgets(chunk, sizeof chunk, pipe) != NULL)
    used += (size_t)snprintf(said + used, size - used, "%.*s", (int)(size - used - 1), chunk);
  said[used] = '\0';
  const int status = pclose(pipe);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

void workshop_write_unit(const struct workshop *workshop, const struct random_unit *unit) {
  const struct rtl_header header = {.name = "dut", .spec = &unit->spec};
  struct error err = {0};
  char *text, *hex;
  if (!rtl_unit(&unit->unit, &unit->content, &header, &text, &err))
    fail_msg("%s", err.text);
  workshop_write(workshop, "dut.sv", text);
  free(text);
  if (!rtl_testbench(&unit->unit, &unit->content, &unit->design, &header, &text, &hex, &err))
    fail_msg("%s", err.text);
  workshop_write(workshop, "dut_tb.sv", text);
  if (hex != NULL)
    workshop_write(workshop, "dut_tb.hex", hex);
  free(text);
  free(hex);
}
