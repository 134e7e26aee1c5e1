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
                                    [BLOCK_SELECT] = {0.6613, 0, 2.379},
                                    [BLOCK_MULTIPLY] = {2.5, 0, 2.289},
                                    [BLOCK_SHIFT] = {0.9768, 0, 2.29},
                                    [BLOCK_ADD] = {0, 3.646, 0},
                                    [BLOCK_OUTPUT] = {0.488, 2.291, 1.571},
                                },
                            .energy = {0, 0.005893, 0.008083},
                            .load_energy = 0.003507,
                            .flip_flop_energy = 0.02546,
                            .clock_energy = 0.03071,
                            .delay = {0.05445, 0.06535, 0.05658, 0.1525, 0.1003, 1.118e-07},
                            .ends = 0.2711,
                        },
                    [CONTENT_CONSTANT] =
                        {
                            .area =
                                {
                                    [BLOCK_COMPARE] = {0.8882, 0.9248, 2.532},
                                    [BLOCK_SELECT] = {0.9576, 2.608, 1.639},
                                    [BLOCK_MULTIPLY] = {2.5, 0, 2.289},
                                    [BLOCK_SHIFT] = {0.9768, 0, 2.29},
                                    [BLOCK_ADD] = {0, 3.646, 0},
                                    [BLOCK_OUTPUT] = {0.488, 2.291, 1.571},
                                },
                            .energy = {0.005168, 0.008966, 0.006839},
                            .load_energy = 0.001443,
                            .flip_flop_energy = 0.03373,
                            .clock_energy = 0.0317,
                            .delay = {0.04808, 0.07618, 0.06253, 0.1396, 0.1395, 0.007969},
                            .ends = 0.1196,
                        },
                },
            .bit_area = {[STORAGE_ENABLE] = 2.815, [STORAGE_GATED] = 0.0385},
            .word_area = {[STORAGE_ENABLE] = 1.739, [STORAGE_GATED] = 7.845},
            .gate_energy = 0.03648,
};
