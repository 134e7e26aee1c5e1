/* The top: the blocks in the order of the data, and the registers between them. */
#include "rtl/data_path.h"

static void put_storage_instance(const struct rtl *rtl) {
  if (rtl->rom)
    return;
  const struct parameter_words *words = &rtl->words;
  const struct signal signals[] = {
      signal_of(rtl_threshold_port(rtl), words->thresholds * words->threshold_bits, false),
      signal_of("limits", words->clamps * words->clamp_bits, false),
      signal_of("ranges", words->ranges * words->range_bits, false),
      signal_of("parameters", words->entries * words->entry_bits, false),
  };
  put(rtl, "\n");
  for (int i = 0; i < 4; i++)
    put_declaration(rtl, &signals[i]);
  put_instance(rtl, "storage");
  put_link(rtl, "clk", "clk", false);
  put_link(rtl, "load", "load", false);
  put_link(rtl, "address", "address", false);
  put_link(rtl, "data", "data", false);
  for (int i = 0; i < 4; i++)
    if (signals[i].bits > 0)
      put_link(rtl, signals[i].base, signals[i].base, i == 3);
}

static void put_compare_instance(const struct rtl *rtl, struct path *path) {
  const struct unit *unit = rtl->unit;
  if (rtl->entry_bits == 0 && !rtl->operand)
    return;
  put(rtl, "\n");
  if (rtl->operand)
    put_declaration(rtl, &path->operand);
  put_declaration(rtl, &path->negative);
  put_declaration(rtl, &path->range_left);
  put_declaration(rtl, &path->entry);
  put_instance(rtl, "compare");
  if (rtl->compare_scale)
    put_link(rtl, "scale", path->scale.name, false);
  if (!rtl->rom && rtl->words.thresholds > 0)
    put_link(rtl, rtl_threshold_port(rtl), rtl_threshold_port(rtl), false);
  if (!rtl->rom && unit->clamp)
    put_link(rtl, "limits", "limits", false);
  if (!rtl->rom && unit->ranges > 0)
    put_link(rtl, "ranges", "ranges", false);
  put_link(rtl, "x", path->x.name, false);
  if (rtl->operand)
    put_link(rtl, "operand", "operand", rtl->entry_bits == 0 && !unit->mirrored && rtl->range_bits == 0);
  if (rtl->range_bits > 0)
    put_link(rtl, "range_left", "range_left", rtl->entry_bits == 0);
  if (unit->mirrored)
    put_link(rtl, "negative", "negative", rtl->entry_bits == 0);
  if (rtl->entry_bits > 0)
    put_link(rtl, "entry", "entry", true);
}

static void put_select_instance(const struct rtl *rtl, struct path *path) {
  put(rtl, "\n");
  put_declaration(rtl, &path->slope);
  put_declaration(rtl, &path->intercept);
  put_declaration(rtl, &path->slope_exponent);
  put_declaration(rtl, &path->intercept_exponent);
  put_instance(rtl, "select");
  if (rtl->select_scale)
    put_link(rtl, "scale", path->scale.name, false);
  if (!rtl->rom)
    put_link(rtl, "parameters", "parameters", false);
  if (rtl->entry_bits > 0)
    put_link(rtl, "entry", path->entry.name, false);
  put_link(rtl, "slope", "slope", false);
  put_link_if(rtl, "slope_exponent", &path->slope_exponent);
  put_link_if(rtl, "intercept_exponent", &path->intercept_exponent);
  put_link(rtl, "intercept", "intercept", true);
}

/* The intercept at its place, and the product if that has an exponent to be put at. */
static void put_shift_instance(const struct rtl *rtl, struct path *path) {
  const bool exponent = path->slope_exponent.bits > 0;
  const struct signal product = path->product;
  put_declaration(rtl, &path->term);
  if (!rtl->shift) {
    put(rtl, "  assign term = %s;\n", path->intercept.name);
    return;
  }
  if (exponent)
    path->product = signal_of("aligned", rtl->aligned_bits, true);
  if (exponent)
    put_declaration(rtl, &path->product);
  put_instance(rtl, "shift");
  if (rtl->shift_scale)
    put_link(rtl, "scale", path->scale.name, false);
  if (exponent) {
    put_link(rtl, "product", product.name, false);
    put_link(rtl, "slope_exponent", path->slope_exponent.name, false);
    put_link(rtl, "aligned", "aligned", false);
  }
  put_link(rtl, "intercept", path->intercept.name, false);
  put_link_if(rtl, "intercept_exponent", &path->intercept_exponent);
  put_link(rtl, "term", "term", true);
}

static void put_line_instances(const struct rtl *rtl, struct path *path) {
  put(rtl, "\n");
  put_declaration(rtl, &path->product);
  put_instance(rtl, "multiply");
  put_link(rtl, "x", path->operand.name, false);
  put_link(rtl, "slope", path->slope.name, false);
  put_link(rtl, "product", "product", true);
  put(rtl, "\n");
  put_shift_instance(rtl, path);
}

static void put_sum_instances(const struct rtl *rtl, const struct path *path) {
  const struct unit *unit = rtl->unit;
  const struct signal acc = signal_of("acc", rtl->acc_bits, true), result = signal_of("result", unit->y_bits, true);
  put(rtl, "\n");
  put_declaration(rtl, &acc);
  put_instance(rtl, "add");
  put_link(rtl, "product", path->product.name, false);
  put_link(rtl, "term", path->term.name, false);
  put_link(rtl, "acc", "acc", true);
  if (!rtl->output) {
    put(rtl, "\n  always_ff @(posedge clk) y <= acc;\n");
    return;
  }
  put(rtl, "\n");
  put_declaration(rtl, &result);
  put_instance(rtl, "output");
  if (rtl->output_scale)
    put_link(rtl, "scale", path->scale.name, false);
  put_link(rtl, "acc", "acc", false);
  if (unit->mirrored)
    put_link(rtl, "negative", path->negative.name, false);
  put_link_if(rtl, "range_left", &path->range_left);
  if (unit->mirrored && unit->symmetry.slope != 0)
    put_link(rtl, "operand", path->operand.name, false);
  put_link(rtl, "y", "result", true);
  put(rtl, "\n  always_ff @(posedge clk) y <= result;\n");
}

static void put_top_ports(const struct rtl *rtl, bool scale_used) {
  const struct unit *unit = rtl->unit;
  put(rtl, "module %s (\n", rtl->name);
  put_port(rtl, INPUT, 0, false, "clk", false);
  if (!rtl->rom) {
    put_port(rtl, INPUT, 0, false, "load", false);
    put_port(rtl, INPUT, rtl->words.address_bits, false, "address", false);
    put_port(rtl, INPUT, rtl->words.bits, false, "data", false);
  }
  put_port(rtl, INPUT, unit->x_bits, true, "x", false);
  if (unit->scale_bits > 0) {
    if (!scale_used)
      put(rtl, "    /* verilator lint_off UNUSEDSIGNAL */ // every scale is served alike, once loaded\n");
    put_port(rtl, INPUT, unit->scale_bits, false, "scale", false);
    if (!scale_used)
      put(rtl, "    /* verilator lint_on UNUSEDSIGNAL */\n");
  }
  put_port(rtl, OUTPUT, unit->y_bits, true, "y", true);
}

static void start_path(const struct rtl *rtl, struct path *path, bool scale_used) {
  const struct unit *unit = rtl->unit;
  path->x = signal_of("x", unit->x_bits, true);
  path->scale = signal_of("scale", scale_used ? unit->scale_bits : 0, false);
  path->operand = signal_of("operand", unit->x_bits, !unit->mirrored);
  path->negative = signal_of("negative", unit->mirrored ? 1 : 0, false);
  path->range_left = signal_of("range_left", rtl->range_bits, false);
  path->entry = signal_of("entry", rtl->entry_bits, false);
  path->slope = signal_of("slope", rtl->slope.number_bits, unit->slope_digits == 0);
  path->intercept = signal_of("intercept", rtl->intercept.number_bits, true);
  path->slope_exponent = signal_of("slope_exponent", rtl->slope.exponent_bits, false);
  path->intercept_exponent = signal_of("intercept_exponent", rtl->intercept.exponent_bits, false);
  path->product = signal_of("product", rtl->product_bits, true);
  path->term = signal_of("term", rtl->term_bits, true);
}

void put_top(const struct rtl *rtl) {
  const struct unit *unit = rtl->unit;
  const bool late = rtl->shift_scale || rtl->output_scale;
  const bool used = rtl->compare_scale || rtl->select_scale || late;
  struct path path = {0};
  start_path(rtl, &path, used);
  put_top_ports(rtl, used);
  put_stage(rtl, &path, "input registers", (struct signal *[REGISTERS_MAX]){&path.x, &path.scale});
  put_storage_instance(rtl);
  put_compare_instance(rtl, &path);
  if (!rtl->operand)
    path.operand = path.x;
  if (!(rtl->select_scale || late))
    path.scale.bits = 0;
  if (unit->pipeline >= 3)
    put_stage(
        rtl, &path, "registers after compare",
        (struct signal *[REGISTERS_MAX]){&path.entry, &path.operand, &path.negative, &path.range_left, &path.scale});
  put_select_instance(rtl, &path);
  if (!late)
    path.scale.bits = 0;
  if (unit->pipeline >= 1)
    put_stage(rtl, &path, "registers after select",
              (struct signal *[REGISTERS_MAX]){&path.slope, &path.slope_exponent, &path.intercept,
                                               &path.intercept_exponent, &path.operand, &path.negative,
                                               &path.range_left, &path.scale});
  put_line_instances(rtl, &path);
  if (!rtl->output_scale)
    path.scale.bits = 0;
  if (!unit->mirrored || unit->symmetry.slope == 0)
    path.operand.bits = 0;
  if (unit->pipeline >= 2)
    put_stage(rtl, &path, "registers after multiply and shift",
              (struct signal *[REGISTERS_MAX]){&path.product, &path.term, &path.operand, &path.negative,
                                               &path.range_left, &path.scale});
  put_sum_instances(rtl, &path);
  put(rtl, "endmodule\n");
}
