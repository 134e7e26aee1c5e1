#include <stdlib.h>
#include <string.h>

#include "synth/liberty_pick.h"
#include "synth/synth_tools.h"

static const char script_name[] = "sta.tcl", output_name[] = "sta-output", no_wires_name[] = "no_wires.lib";
static const char mark[] = "lutdse-slack ", wires_mark[] = "lutdse-wires ";

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

/* A library whose only content is a model of wires that are nothing, for libraries whose default are other ones. */
static bool write_no_wires(const struct scratch *scratch, struct error *err) {
  FILE *out = scratch_create(scratch, no_wires_name, err);
  if (out == NULL)
    return false;
  (void)fprintf(out, "library (no_wires) {\n"
                     "  delay_model : table_lookup; time_unit : \"1ns\"; voltage_unit : \"1V\";\n"
                     "  current_unit : \"1mA\"; capacitive_load_unit (1, pf); pulling_resistance_unit : \"1kohm\";\n"
                     "  wire_load (\"no_wires\") {\n"
                     "    capacitance : 0; resistance : 0; area : 0; slope : 0; fanout_length (1, 0);\n"
                     "  }\n"
                     "}\n");
  return scratch_finish(scratch, out, no_wires_name, err);
}

static void write_slack(const char *name, FILE *out) {
  (void)fprintf(out,
                "if {[catch {worst_slack -max} slack]} { set slack [worst_slack] }\n"
                "puts \"%s$slack\"\n",
                name);
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
                "set_load %.6f [all_outputs]\n",
                job->clock != NULL ? job->clock : "", slew, liberty_typical_load(job->liberty));
  write_slack(wires_mark, out);
  (void)fprintf(out, "read_liberty %s\nset_wire_load_model -name no_wires -library no_wires\n", no_wires_name);
  write_slack(mark, out);
  return scratch_finish(scratch, out, script_name, err);
}

static bool read_delay(const struct scratch *scratch, const char *name, double *delay_ns, struct error *err) {
  char line[512], *end = NULL;
  if (!tool_find_line(scratch, output_name, name, line, sizeof line)) {
    (void)snprintf(line, sizeof line, "it printed no reason");
    (void)tool_find_line(scratch, output_name, "Error", line, sizeof line);
    return error_set(err, ERROR_IO, "OpenSTA failed: %s", line);
  }
  const char *number = line + strlen(name);
  const double slack = strtod(number, &end);
  if (end == number)
    return error_set(err, ERROR_IO, "OpenSTA: '%.80s' is not a slack", number);
  /* A module without paths has a slack that is as good as infinite. */
  *delay_ns = slack < 0 ? period_ns - slack : 0;
  return true;
}

static void find_version(const struct scratch *scratch, const char *name, struct synthesis *synthesis) {
  char line[sizeof synthesis->sta_version];
  const bool found = tool_find_line(scratch, name, ".", line, sizeof line);
  (void)snprintf(synthesis->sta_version, sizeof synthesis->sta_version, "%s", found ? line : "unknown");
}

bool sta_run(const struct synth_job *job, const struct scratch *scratch, struct synthesis *synthesis,
             struct error *err) {
  static const char version_name[] = "sta-version";
  const struct tool tool = synth_tool(job, job->sta, "sta", "opensta", "Error");
  static const char *const ask[] = {"-version", NULL};
  static const char *const run[] = {"-no_init", "-no_splash", "-exit", script_name, NULL};
  if (!write_no_wires(scratch, err) || !write_script(job, scratch, err) ||
      !tool_run(&tool, scratch, ask, version_name, err))
    return false;
  find_version(scratch, version_name, synthesis);
  return tool_run(&tool, scratch, run, output_name, err) && read_delay(scratch, mark, &synthesis->delay_ns, err) &&
         read_delay(scratch, wires_mark, &synthesis->wired_delay_ns, err);
}
