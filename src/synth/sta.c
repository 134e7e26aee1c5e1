#include <stdlib.h>
#include <string.h>

#include "synth/liberty_pick.h"
#include "synth/synth_tools.h"

static const char script_name[] = "sta.tcl", output_name[] = "sta-output", mark[] = "lutdse-slack ";

/*
 * Delays come from the worst slack in a cycle of 1 fs, in which every edge of the clock is at 0 but for that: slack is
 * minus delay, be the path one of a whole cycle or of half a one. Paths through latches are the clock gates' affair.
 */
static const double period_ns = 1e-6;

static void write_clock(const struct synth_job *job, double slew, FILE *out) {
  if (job->clock == NULL) {
    (void)fprintf(out, "create_clock -name cycle -period %.9f\n", period_ns);
    return;
  }
  (void)fprintf(out,
                "create_clock -name cycle -period %.9f [get_ports %s]\n"
                "set_clock_transition %.6f [get_clocks cycle]\n",
                period_ns, job->clock, slew);
}

static bool write_script(const struct synth_job *job, const struct scratch *scratch, struct error *err) {
  FILE *out = scratch_create(scratch, script_name, err);
  if (out == NULL)
    return false;
  const double slew = liberty_typical_slew(job->liberty);
  (void)fprintf(out,
                "read_liberty cells.lib\n"
                "read_verilog netlist.v\n"
                "link_design %s\n"
                "set_cmd_units -time ns -capacitance pF\n",
                job->top);
  write_clock(job, slew, out);
  (void)fprintf(out,
                "foreach port [all_inputs] {\n"
                "  if {[get_property $port full_name] ne {%s}} {\n"
                "    set_input_delay 0 -clock cycle $port\n"
                "    set_input_transition %.6f $port\n"
                "  }\n"
                "}\n"
                "set_output_delay 0 -clock cycle [all_outputs]\n"
                "set_load %.6f [all_outputs]\n"
                "if {[catch {worst_slack -max} slack]} { set slack [worst_slack] }\n"
                "puts \"%s$slack\"\n",
                job->clock != NULL ? job->clock : "", slew, liberty_typical_load(job->liberty), mark);
  return scratch_finish(scratch, out, script_name, err);
}

static bool read_delay(const struct scratch *scratch, double *delay_ns, struct error *err) {
  char line[512], *end = NULL;
  if (!tool_find_line(scratch, output_name, mark, line, sizeof line)) {
    (void)snprintf(line, sizeof line, "it printed no reason");
    (void)tool_find_line(scratch, output_name, "Error", line, sizeof line);
    return error_set(err, ERROR_IO, "OpenSTA failed: %s", line);
  }
  const char *number = line + sizeof mark - 1;
  const double slack = strtod(number, &end);
  if (end == number)
    return error_set(err, ERROR_IO, "OpenSTA: '%.80s' is not a slack", number);
  /* A module without paths has a slack that is as good as infinite. */
  *delay_ns = slack < 0 ? period_ns - slack : 0;
  return true;
}

bool sta_run(const struct synth_job *job, const struct scratch *scratch, double *delay_ns, char *version, size_t size,
             struct error *err) {
  static const char version_name[] = "sta-version";
  const struct tool tool = synth_tool(job, job->sta, "sta", "opensta", "Error");
  static const char *const ask[] = {"-version", NULL};
  static const char *const run[] = {"-no_init", "-no_splash", "-exit", script_name, NULL};
  if (!write_script(job, scratch, err) || !tool_run(&tool, scratch, ask, version_name, err))
    return false;
  (void)snprintf(version, size, "unknown");
  char line[64];
  if (tool_find_line(scratch, version_name, ".", line, sizeof line))
    (void)snprintf(version, size, "%.*s", (int)(size - 1), line);
  return tool_run(&tool, scratch, run, output_name, err) && read_delay(scratch, delay_ns, err);
}
