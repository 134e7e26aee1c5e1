/* Coefficients as `lutdse calibrate --coefficients` prints them. */
#include "hardware/coefficients.h"

const struct coefficients
    fitted_coefficients =
        {
            .logic =
                {
                    [CONTENT_STORED] =
                        {
                            .area =
                                {
                                    [BLOCK_COMPARE] = {0.9023, 1.482, 2.407},
                                    [BLOCK_SELECT] = {0.6616, 0, 2.376},
                                    [BLOCK_MULTIPLY] = {2.503, 0, 2.284},
                                    [BLOCK_SHIFT] = {0.4066, 0, 2.967},
                                    [BLOCK_ADD] = {0, 3.645, 0},
                                    [BLOCK_OUTPUT] = {0.4897, 2.285, 1.573},
                                },
                            .energy = {0, 0.005261, 0.007834},
                            .load_energy = 0.003628,
                            .flip_flop_energy = 0.02615,
                            .clock_energy = 0.03062,
                            .delay = {0.05115, 0.06724, 0.05676, 0.1492, 0.11, 0.00284},
                            .ends = 0.2501,
                        },
                    [CONTENT_CONSTANT] =
                        {
                            .area =
                                {
                                    [BLOCK_COMPARE] = {0.8799, 0.9179, 2.494},
                                    [BLOCK_SELECT] = {0.9502, 2.661, 1.643},
                                    [BLOCK_MULTIPLY] = {2.503, 0, 2.284},
                                    [BLOCK_SHIFT] = {0.4066, 0, 2.967},
                                    [BLOCK_ADD] = {0, 3.645, 0},
                                    [BLOCK_OUTPUT] = {0.4897, 2.285, 1.573},
                                },
                            .energy = {0.006232, 0.009828, 0.007815},
                            .load_energy = 0.001136,
                            .flip_flop_energy = 0.03158,
                            .clock_energy = 0.03242,
                            .delay = {0.05067, 0.07762, 0.06672, 0.1386, 0.1459, 0.0001251},
                            .ends = 0.08916,
                        },
                },
            .bit_area = {[STORAGE_ENABLE] = 2.814, [STORAGE_GATED] = 0.0385},
            .word_area = {[STORAGE_ENABLE] = 1.763, [STORAGE_GATED] = 7.845},
            .gate_energy = 0.03599,
};
