/*
 * A library small enough to check by hand: 1 V, 1 pF, 1 ns. Energies are in pJ, whatever else the file could say.
 * Its oddities are those of real files: comments, continued lines, missing semicolons, quotes or none.
 */
#ifndef LUTDSE_SYNTH_SMALL_LIBRARY_H
#define LUTDSE_SYNTH_SMALL_LIBRARY_H

static const char small_library[] =
    "/* a\n comment */\n"
    "library (small) {\n"
    "  time_unit : \"1ns\";\n  voltage_unit : \"1V\"\n  leakage_power_unit : \"1nW\";\n"
    "  capacitive_load_unit (1, pf);\n  nom_voltage : 1.0; // volts\n  slope : VDD + 0.5;\n"
    "  lu_table_template (by_load) { variable_1 : total_output_net_capacitance; index_1 (\"0, 1\"); }\n"
    "  power_lut_template (slew_load) {\n"
    "    variable_1 : input_transition_time; variable_2 : total_output_net_capacitance;\n"
    "    index_1 (\"0, 1\"); index_2 (\"0, 1, 2\");\n  }\n"
    "  cell (INV) { area : 1; cell_leakage_power : 3;\n"
    "    pin (A) { direction : input; capacitance : 0.25; }\n"
    "    pin (Y) { direction : output; function : \"!A\";\n"
    "      timing () { related_pin : \"A\";\n"
    "        rise_transition (by_load) { values (\"0.0, 1.0\"); }\n"
    "        fall_transition (by_load) { values (\"0.0, 0.5\"); } } } }\n"
    "  cell (NAND2) { area : 2;\n"
    "    pin (A) { direction : input; capacitance : 0.5; } pin (B) { direction : input; capacitance : 0.5; }\n"
    "    pin (Y) { direction : \"output\"; function : \"(A B)'\"; } }\n"
    "  cell (NAND2_BIG) { area : 4;\n"
    "    pin (A) { direction : input; capacitance : 1; } pin (B) { direction : input; capacitance : 1; }\n"
    "    pin (Y) { direction : output; function : \"!A + !B\"; } }\n"
    "  cell (NOR2) { area : 1.5;\n"
    "    pin (A) { direction : input; capacitance : 0.5; } pin (B) { direction : input; capacitance : 0.5; }\n"
    "    pin (Y) { direction : output; function : \"!(A|B)\"; } }\n"
    "  cell (AND2) { area : 3;\n"
    "    pin (A) { direction : input; capacitance : 0.5; } pin (B) { direction : input; capacitance : 0.5; }\n"
    "    pin (Y) { direction : output; function : \"A & B\";\n"
    "      internal_power () { related_pin : \"A B\"; \\\n"
    "        rise_power (slew_load) { values (\"1, 2, 3\", \\\n \"3, 4, 5\"); }\n"
    "        fall_power (slew_load) { values (\"1, 2, 3\", \"3, 4, 5\"); } } } }\n"
    "  cell (XOR2) { area : 4;\n"
    "    pin (A) { direction : input; capacitance : 0.5; } pin (B) { direction : input; capacitance : 0.5; }\n"
    "    pin (Y) { direction : output; function : \"A ^ B\"; } }\n"
    "  cell (DFF) { area : 8;\n"
    "    ff (IQ, IQN) { next_state : \"D\"; clocked_on : \"CK\"; clear : \"!R\"; }\n"
    "    pin (CK) { direction : input; clock : true; capacitance : 0.125;\n"
    "      internal_power () { when : \"D\"; rise_power (scalar) { values (\"1\"); } "
    "fall_power (scalar) { values (\"3\"); } }\n"
    "      internal_power () { when : \"!D\"; power (scalar) { values (\"4\"); } } }\n"
    "    pin (D) { direction : input; capacitance : 0.5; } pin (R) { direction : input; capacitance : 0.5; }\n"
    "    pin (Q) { direction : output; function : \"IQ\";\n"
    "      internal_power () { related_pin : \"CK\"; power (scalar) { values (\"0.5\"); } }\n"
    "      internal_power () { related_pin : \"R\"; power (scalar) { values (\"100\"); } } } }\n"
    "  cell (LATCH) { area : 0;\n"
    "    latch (IQ, IQN) { data_in : \"D\"; enable : \"G\"; }\n"
    "    pin (G) { direction : input; capacitance : 0.5; } pin (D) { direction : input; capacitance : 0.5; }\n"
    "    pin (Q) { direction : output; function : \"IQ\"; } }\n"
    "  cell (TRI) { area : 1; pin (A) { direction : input; }\n"
    "    pin (Y) { direction : output; function : \"A\"; three_state : \"!A\"; } }\n"
    "}\n";

#endif
