/*
 * Known answers for self_test.c: what every device must compute, to the last bit. The first three random words are
 * the known answers that Random123 publishes for Philox4x32-10; lines and search are of the problem in self_test.c,
 * and the tests check the lines against all slopes and intercepts there are.
 */
#ifndef LUTDSE_RUN_KNOWN_ANSWERS_H
#define LUTDSE_RUN_KNOWN_ANSWERS_H

#include "backend.h"

enum { KNOWN_DRAWS = 4, KNOWN_LINES = 6, KNOWN_ENTRIES = 5, KNOWN_ISLANDS = 3 };

static const uint32_t known_counters[KNOWN_DRAWS][6] = {
    {0, 0, 0, 0, 0, 0},
    {0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
    {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0},
    {1, 2, 3, 4, 5, 6},
};

static const uint32_t known_words[KNOWN_DRAWS][4] = {
    {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8},
    {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd},
    {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1},
    {0xc0c839bc, 0x889c87c5, 0x61986739, 0x2d4623d0},
};

/* Pairs of boundaries: a pinned first entry, a long run, a short one, two ordinary ones, a pinned last. */
static const uint32_t known_runs[KNOWN_LINES][2] = {{0, 9}, {1, 66}, {20, 21}, {30, 45}, {40, 66}, {5, 64}};

static const line_fit known_lines[KNOWN_LINES] = {
    {0, 0, 0x0p+0},
    {32, 0, 0x1.2b0998e38e38ep+1},
    {0, -6, 0x0p+0},
    {24, -1, 0x1.12c4104104104p-11},
    {32, 0, 0x1.7da6596596596p-6},
    {18, 11, 0x1.45a6134d34d34p-2},
};

/* The best of each island after the small search, and its fitness. */
static const uint32_t known_boundaries[KNOWN_ISLANDS][KNOWN_ENTRIES - 1] = {
    {10, 23, 40, 55}, {10, 24, 40, 54}, {10, 24, 39, 54}};

static const float known_fitness[KNOWN_ISLANDS] = {0x1.b340a4p-10F, 0x1.a2aebap-10F, 0x1.afb5f8p-10F};

#endif
