/* Parameter registers. */
#include "rtl/emit.h"

static void put_gate(const struct rtl *rtl) {
  put(rtl,
      "\n// A clock gate: the clock passes while `enable` was high in its low phase. In a library with an integrated\n"
      "// clock-gating cell, that cell belongs here.\n");
  put(rtl, "module %s_gate (\n", rtl->name);
  put_port(rtl, INPUT, 0, false, "clk", false);
  put_port(rtl, INPUT, 0, false, "enable", false);
  put_port(rtl, OUTPUT, 0, false, "gated", true);
  put(rtl, "  logic open;\n"
           "  always_latch\n"
           "    if (!clk) open = enable;\n"
           "  assign gated = clk & open;\n"
           "endmodule\n");
}

/* Registers at consecutive addresses from `first`; all of them make up the port NAME. */
static void put_registers(const struct rtl *rtl, const char *name, const char *block, int first, int count, int bits) {
  const int address_bits = rtl->words.address_bits;
  put(rtl, "\n  for (genvar i = 0; i < %d; i++) begin : %s\n", count, block);
  put(rtl, "    wire write = load && address == %d'(%d + i);\n", address_bits, first);
  put(rtl, "    logic [%d:0] word;\n", bits - 1);
  if (rtl->unit->storage == STORAGE_GATED) {
    put(rtl, "    wire word_clk;\n");
    put(rtl, "    %s_gate u_gate (.clk(clk), .enable(write), .gated(word_clk));\n", rtl->name);
    put(rtl, "    always_ff @(posedge word_clk) word <= data[%d:0];\n", bits - 1);
  } else {
    put(rtl, "    always_ff @(posedge clk) if (write) word <= data[%d:0];\n", bits - 1);
  }
  put(rtl, "    assign %s[i*%d +: %d] = word;\n  end\n", name, bits, bits);
}

void put_storage(const struct rtl *rtl) {
  const struct parameter_words *words = &rtl->words;
  put(rtl, "\n// Parameters: a word an address.\nmodule %s_storage (\n", rtl->name);
  put_port(rtl, INPUT, 0, false, "clk", false);
  put_port(rtl, INPUT, 0, false, "load", false);
  put_port(rtl, INPUT, words->address_bits, false, "address", false);
  put_port(rtl, INPUT, words->bits, false, "data", false);
  const char *const threshold = rtl_threshold_port(rtl);
  if (words->thresholds > 0)
    put_port(rtl, OUTPUT, words->thresholds * words->threshold_bits, false, threshold, false);
  if (words->clamps > 0)
    put_port(rtl, OUTPUT, words->clamps * words->clamp_bits, false, "limits", false);
  if (words->ranges > 0)
    put_port(rtl, OUTPUT, words->ranges * words->range_bits, false, "ranges", false);
  put_port(rtl, OUTPUT, words->entries * words->entry_bits, false, "parameters", true);
  int first = 0;
  if (words->thresholds > 0)
    put_registers(rtl, threshold, "thresholds", first, words->thresholds, words->threshold_bits);
  first += words->thresholds;
  if (words->clamps > 0)
    put_registers(rtl, "limits", "clamps", first, words->clamps, words->clamp_bits);
  first += words->clamps;
  if (words->ranges > 0)
    put_registers(rtl, "ranges", "reductions", first, words->ranges, words->range_bits);
  first += words->ranges;
  put_registers(rtl, "parameters", "entries", first, words->entries, words->entry_bits);
  put(rtl, "endmodule\n");
  if (rtl->unit->storage == STORAGE_GATED)
    put_gate(rtl);
}
