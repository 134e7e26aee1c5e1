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
                            .delay = {0.05114, 0.06727, 0.05675, 0.1493, 0.1101, 0.002779},
                            .ends = 0.2497,
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
                            .delay = {0.05054, 0.07758, 0.06667, 0.1388, 0.1467, 2.91e-07},
                            .ends = 0.08875,
                        },
                },
            .bit_area = {[STORAGE_ENABLE] = 2.814, [STORAGE_GATED] = 0.0385},
            .word_area = {[STORAGE_ENABLE] = 1.763, [STORAGE_GATED] = 7.845},
            .gate_energy = 0.03599,
};
