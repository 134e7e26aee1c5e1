/* The test bench of a unit. */
#include <stdlib.h>

#include "model/datapath.h"
#include "rtl/emit.h"

/* Vectors: every code at every scale, the number of a vector being scale * codes + (x - least code). */
struct bench {
  struct rtl rtl;
  const struct design *design;
  FILE *hex; /* NULL: outputs are part of the text */
  int codes; /* at each scale */
  int vectors;
};

/* The unit's output for a sum: itself, or divided by 2^output_shift, rounded half to even and saturated. */
static int64_t output_of(const struct unit *unit, int scale, datapath_wide acc) {
  if (!unit->requantised)
    return (int64_t)acc;
  const int shift = unit->output_shift[scale];
  const datapath_wide step = (datapath_wide)1 << (shift > 0 ? shift : 0);
  const datapath_wide rest = (acc % step + step) % step, floor = (acc - rest) / step;
  const bool up = 2 * rest > step || (2 * rest == step && floor % 2 != 0);
  const datapath_wide code = (floor + (up ? 1 : 0)) * ((datapath_wide)1 << (shift < 0 ? -shift : 0));
  const int64_t limit = INT64_C(1) << (unit->y_bits - 1);
  return code < -limit ? -limit : code > limit - 1 ? limit - 1 : (int64_t)code;
}

static void put_outputs(const struct bench *bench) {
  const struct rtl *rtl = &bench->rtl;
  const struct spec *spec = rtl->header->spec;
  const int digits = (rtl->unit->y_bits + 3) / 4;
  int vector = 0;
  for (int s = 0; s < spec->scales.count; s++) {
    struct datapath datapath;
    datapath_prepare(&datapath, spec, bench->design, spec->scales.scale[s]);
    const struct code_range codes = spec_codes(spec);
    for (int32_t q = codes.first; q <= codes.last; q++, vector++) {
      const datapath_wide acc = datapath_accumulate(&datapath, q);
      const int64_t y = output_of(rtl->unit, s, acc);
      const uint64_t bits = (uint64_t)y & ((UINT64_C(1) << rtl->unit->y_bits) - 1);
      if (bench->hex != NULL)
        fprintf(bench->hex, "%0*llx\n", digits, (unsigned long long)bits);
      else
        put(rtl, "%sexpected[%d] = %d'h%llx;%s", vector % 4 == 0 ? "    " : " ", vector, rtl->unit->y_bits,
            (unsigned long long)bits, vector % 4 == 3 || vector == bench->vectors - 1 ? "\n" : "");
    }
  }
}

static void put_words(const struct bench *bench) {
  const struct rtl *rtl = &bench->rtl;
  for (int s = 0; s < rtl->unit->scale_count; s++) {
    parameter_word word[PARAMETER_WORDS_MAX];
    parameter_words_fill(rtl->unit, rtl->content, s, word);
    for (int i = 0; i < rtl->words.count; i++) {
      const uint64_t high = (uint64_t)(word[i] >> 64), low = (uint64_t)word[i];
      if (high != 0)
        put(rtl, "    words[%d] = %d'h%llx%016llx;\n", s * rtl->words.count + i, rtl->words.bits,
            (unsigned long long)high, (unsigned long long)low);
      else
        put(rtl, "    words[%d] = %d'h%llx;\n", s * rtl->words.count + i, rtl->words.bits, (unsigned long long)low);
    }
  }
}

static void put_declarations(const struct bench *bench) {
  const struct rtl *rtl = &bench->rtl;
  const struct unit *unit = rtl->unit;
  put(rtl,
      "// %s_tb: every code of %s at every scale, against the outputs of the reference evaluator.\n"
      "//   $ iverilog -g2012 -o %s_tb %s_tb.sv %s.sv && vvp %s_tb\n"
      "//   $ verilator --binary --timing %s_tb.sv %s.sv && obj_dir/V%s_tb\n"
      "// Written by lutdse.\n\n"
      "module %s_tb;\n"
      "  localparam CODES = %d, SCALES = %d, LATENCY = %d, SHOWN = 10;\n\n"
      "  logic clk = 0;\n"
      "  always #1 clk = ~clk;\n\n",
      rtl->name, rtl->name, rtl->name, rtl->name, rtl->name, rtl->name, rtl->name, rtl->name, rtl->name, rtl->name,
      bench->codes, unit->scale_count, unit->pipeline + 2);
  put(rtl, "  logic signed [%d:0] x;\n", unit->x_bits - 1);
  if (unit->scale_bits > 0)
    put(rtl, "  logic [%d:0] scale;\n", unit->scale_bits - 1);
  put(rtl, "  wire signed [%d:0] y;\n", unit->y_bits - 1);
  if (!rtl->rom)
    put(rtl, "  logic load = 0;\n  logic [%d:0] address;\n  logic [%d:0] data;\n", rtl->words.address_bits - 1,
        rtl->words.bits - 1);
  put(rtl, "  %s unit (.clk(clk), %s.x(x), %s.y(y));\n\n", rtl->name,
      rtl->rom ? "" : ".load(load), .address(address), .data(data), ", unit->scale_bits > 0 ? ".scale(scale), " : "");
  put(rtl, "  logic signed [%d:0] expected [0:CODES*SCALES-1];\n", unit->y_bits - 1);
  if (!rtl->rom)
    put(rtl, "  localparam WORDS = %d, ADDRESS_BITS = %d;\n  logic [%d:0] words [0:WORDS*SCALES-1];\n",
        rtl->words.count, rtl->words.address_bits, rtl->words.bits - 1);
  put(rtl, "  integer wrong = 0;\n\n");
}

static void put_data(const struct bench *bench) {
  const struct rtl *rtl = &bench->rtl;
  put(rtl, "  initial begin\n");
  if (!rtl->rom)
    put_words(bench);
  if (bench->hex != NULL)
    put(rtl, "    $readmemh(\"%s_tb.hex\", expected);\n", rtl->name);
  put_outputs(bench);
  put(rtl, "  end\n\n");
}

static void put_tasks(const struct bench *bench) {
  const struct rtl *rtl = &bench->rtl;
  put(rtl,
      "  // Vector v is code v %% CODES, counted from the least, at scale v / CODES.\n"
      "  task drive(input integer v);\n"
      "    x = %d'(v %% CODES - CODES / 2);\n",
      rtl->unit->x_bits);
  if (rtl->unit->scale_bits > 0)
    put(rtl, "    scale = %d'(v / CODES);\n", rtl->unit->scale_bits);
  put(rtl,
      "  endtask\n\n"
      "  task check(input integer v);\n"
      "    if (y !== expected[v]) begin\n"
      "      wrong = wrong + 1;\n"
      "      if (wrong <= SHOWN)\n"
      "        $display(\"%s: x = %%0d at scale %%0d: y = %%0d, expected %%0d\", v %% CODES - CODES / 2, v / CODES, "
      "y,\n"
      "                 expected[v]);\n"
      "    end\n"
      "  endtask\n\n",
      rtl->name);
}

/* Inputs change at falling edges, where outputs are looked at, too: LATENCY rising edges lie between. */
static void put_run(const struct bench *bench) {
  const struct rtl *rtl = &bench->rtl;
  const char *const loading = "    for (integer s = 0; s < SCALES; s++) begin\n"
                              "      for (integer i = 0; i < WORDS; i++) begin\n"
                              "        @(negedge clk);\n"
                              "        load = 1;\n"
                              "        address = ADDRESS_BITS'(i);\n"
                              "        data = words[s * WORDS + i];\n"
                              "      end\n"
                              "      @(negedge clk) load = 0;\n"
                              "      for (integer i = 0; i < CODES + LATENCY; i++) begin\n"
                              "        @(negedge clk);\n"
                              "        if (i >= LATENCY) check(s * CODES + i - LATENCY);\n"
                              "        if (i < CODES) drive(s * CODES + i);\n"
                              "      end\n"
                              "    end\n";
  const char *const constant =
      "    // another scale every clock\n"
      "    for (integer i = 0; i < CODES * SCALES + LATENCY; i++) begin\n"
      "      @(negedge clk);\n"
      "      if (i >= LATENCY) check((i - LATENCY) % SCALES * CODES + (i - LATENCY) / SCALES);\n"
      "      if (i < CODES * SCALES) drive(i % SCALES * CODES + i / SCALES);\n"
      "    end\n";
  put(rtl, "  initial begin\n");
  put(rtl, "%s", rtl->rom ? constant : loading);
  put(rtl,
      "    if (wrong != 0) begin\n"
      "      $display(\"FAIL %s: %%0d of %%0d codes differ\", wrong, CODES * SCALES);\n"
      "      $fatal(1);\n"
      "    end\n"
      "    $display(\"PASS %s: %%0d of %%0d codes\", CODES * SCALES, CODES * SCALES);\n"
      "    $finish;\n"
      "  end\n"
      "endmodule\n",
      rtl->name, rtl->name);
}

bool rtl_testbench(const struct unit *unit, const struct unit_content *content, const struct design *design,
                   const struct rtl_header *header, char **text, char **hex, struct error *err) {
  *text = *hex = NULL;
  if (!rtl_check(unit, content, header, err))
    return false;
  struct bench bench = {.design = design, .codes = 1 << unit->x_bits, .vectors = unit->scale_count << unit->x_bits};
  rtl_prepare(&bench.rtl, unit, content, header);
  size_t text_size = 0, hex_size = 0;
  bench.rtl.out = open_memstream(text, &text_size);
  if (bench.rtl.out == NULL)
    return error_memory(err, "a test bench");
  if (bench.vectors > RTL_INLINE_CODES)
    bench.hex = open_memstream(hex, &hex_size);
  bool done = bench.hex != NULL || bench.vectors <= RTL_INLINE_CODES;
  if (done) {
    put_declarations(&bench);
    put_data(&bench);
    put_tasks(&bench);
    put_run(&bench);
  }
  if (bench.hex != NULL)
    done = rtl_finish(bench.hex, hex);
  done = rtl_finish(bench.rtl.out, text) && done;
  if (done)
    return true;
  free(*text);
  free(*hex);
  *text = *hex = NULL;
  return error_memory(err, "a test bench");
}
