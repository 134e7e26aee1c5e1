#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "synth/latch_map.h"
#include "synth/liberty_pick.h"
#include "synth/synth_tools.h"
#include "text_file.h"

static const char script_name[] = "synth.ys", output_name[] = "yosys-output";

/* Options of Yosys' commands do not take every path, so the library gets a plain name. */
static bool link_library(const struct synth_job *job, const struct scratch *scratch, struct error *err) {
  char target[PATH_MAX], link[PATH_MAX];
  if (realpath(job->liberty->path, target) == NULL)
    return error_set(err, ERROR_IO, "%s: cannot open: %s", job->liberty->path, strerror(errno));
  (void)snprintf(link, sizeof link, "%s/cells.lib", scratch->folder);
  if (symlink(target, link) != 0)
    return error_set(err, ERROR_IO, "%s: cannot create: %s", link, strerror(errno));
  return true;
}

static bool write_text(const struct scratch *scratch, const char *name, const char *text, struct error *err) {
  FILE *out = scratch_create(scratch, name, err);
  if (out == NULL)
    return false;
  (void)fputs(text, out);
  return scratch_finish(scratch, out, name, err);
}

static bool write_latches(const struct synth_job *job, const struct scratch *scratch, struct error *err) {
  FILE *out = scratch_create(scratch, "latches.v", err);
  if (out == NULL)
    return false;
  latch_map_write(job->liberty, out);
  return scratch_finish(scratch, out, "latches.v", err);
}

/* What drives the module's inputs and what its outputs drive, in ABC's words; the load is in fF. */
static bool write_limits(const struct synth_job *job, const struct scratch *scratch, struct error *err) {
  FILE *out = scratch_create(scratch, "limits.txt", err);
  if (out == NULL)
    return false;
  (void)fprintf(out, "set_driving_cell %s\nset_load %.6f\n", liberty_pick_inverter(job->liberty)->name,
                1000 * liberty_typical_load(job->liberty));
  return scratch_finish(scratch, out, "limits.txt", err);
}

/*
 * ABC's script: that of Yosys for libraries, but for rewriting (dc2), which is done until it has settled. Once is not
 * enough for many like comparators: a third of their area then depends on the order in which they come, which a model
 * of cost cannot know. After mapping, nets with many readers get buffers and gates are sized, without which delay is
 * that of the widest net; that takes 3 % more area and makes delay a quarter to a tenth smaller.
 */
static const char abc_script[] = "+strash;ifraig;scorr;dc2;dc2;dc2;dretime;strash;"
                                 "&get,-n;&nf,{D};&put;buffer;upsize,{D};dnsize,{D}";

static bool write_script(const struct synth_job *job, const struct scratch *scratch, struct error *err) {
  FILE *out = scratch_create(scratch, script_name, err);
  if (out == NULL)
    return false;
  (void)fprintf(out,
                "read_verilog -sv unit.sv\n"
                "hierarchy -check -top %s\n"
                "synth -flatten -top %s\n"
                "dfflibmap -prepare -liberty cells.lib\n"
                "abc -liberty cells.lib -constr limits.txt -script %s\n"
                "opt_merge\n"
                "opt_dff -nodffe -nosdff\n"
                "opt_clean\n"
                "dfflibmap -liberty cells.lib\n"
                "techmap -map latches.v\n"
                "setundef -zero\n"
                "opt_clean -purge\n"
                "write_json netlist.json\n"
                "write_verilog -noattr -simple-lhs netlist.v\n",
                job->top, job->top, abc_script);
  return scratch_finish(scratch, out, script_name, err);
}

bool yosys_prepare(const struct synth_job *job, const struct scratch *scratch, struct error *err) {
  return link_library(job, scratch, err) && write_text(scratch, "unit.sv", job->verilog, err) &&
         write_latches(job, scratch, err) && write_limits(job, scratch, err) && write_script(job, scratch, err);
}

bool yosys_run(const struct synth_job *job, const struct scratch *scratch, struct error *err) {
  static const char complaint[] = "ERROR: ";
  const struct tool tool = synth_tool(job, job->yosys, "yosys", "yosys", complaint);
  static const char *const arguments[] = {"-q", "-T", "-s", script_name, NULL};
  char line[512];
  if (tool_run(&tool, scratch, arguments, output_name, err))
    return true;
  /* What it complains of is the Verilog text. */
  if (err->kind == ERROR_IO && tool_find_line(scratch, output_name, complaint, line, sizeof line))
    return error_set(err, ERROR_INPUT, "%s: %s", tool.program, line);
  return false;
}

/* From the netlist's "creator": "Yosys 0.23 (git sha1 ...)". */
static void find_version(const char *text, char *version, size_t size) {
  static const char key[] = "\"creator\": \"";
  const char *found = strstr(text, key);
  const char *start = found != NULL ? found + sizeof key - 1 : "";
  const size_t length = strcspn(start, "\"(");
  (void)snprintf(version, size, "%.*s", (int)length, start);
  for (size_t end = strlen(version); end > 0 && version[end - 1] == ' '; end--)
    version[end - 1] = '\0';
}

bool yosys_read(const struct synth_job *job, const struct scratch *scratch, struct netlist *netlist, char *version,
                size_t size, struct error *err) {
  const size_t max = (size_t)1 << 30;
  char path[PATH_MAX];
  (void)snprintf(path, sizeof path, "%s/netlist.json", scratch->folder);
  char *text = NULL;
  size_t length = 0;
  if (!text_file_read(path, max, &text, &length, err))
    return false;
  find_version(text, version, size);
  const bool ok = netlist_parse(netlist, job->liberty, text, length, "the netlist that Yosys wrote", job->top, err);
  free(text);
  return ok;
}
