/*
 * What each gene of a child may become, on packs of individuals (kernel dialect): the individual's own gene, one of its
 * mate, a mutant, or the individual's neighbouring gene, so that one boundary can go while another comes elsewhere.
 */
#ifndef LUTDSE_GPU_CHOOSE_H
#define LUTDSE_GPU_CHOOSE_H

#include "gpu/fitness.h"
#include "gpu/philox.h"

enum { CHOICE_OWN, CHOICE_MATE, CHOICE_MUTANT, CHOICE_NEIGHBOUR, CHOICES };

/* What one pack breeds with: for gene g, gene g + shift of the mate, and its own gene g + 1 or g - 1. */
typedef struct {
  u32 mate[PACK];
  i32 mate_shift[PACK], own_shift[PACK];
  i32 slide[PACK]; /* how far every mutant goes; 0: each has its own way */
} couple;

/* Four random words for each individual. */
DEVICE void draw_pack(const island *at, u32 first, u32 block, u32 word[4][PACK]) {
  FOR_PACK(w) {
    const philox4x32_ctr_t random = draw(at->key_low, at->key_high, at->generation, at->number, first + w, block);
    word[0][w] = random.v[0];
    word[1][w] = random.v[1];
    word[2][w] = random.v[2];
    word[3][w] = random.v[3];
  }
}

/*
 * A step for all genes at once, as large as the steps of mutants: what is gained where many boundaries go one code the
 * same way, none of them gains alone, and too seldom would mutants of their own all take the same step. `bits` holds a
 * sign, e (5 bits) and a fraction (18) where `what` does in mutate().
 */
DEVICE i32 slide_of(const island *at, u32 bits) {
  const u32 exponent = (((bits >> 9) & 31U) * STEP_SIZES) >> 5;
  const u32 way = (at->high - at->low) / at->entries >> exponent;
  const i32 step = 1 + (i32)multiply_high(bits & 0xffffc000U, way);
  return (bits & 0x100U) != 0 ? step : -step;
}

/*
 * A mate is the next individual on either side, so that what is good spreads slowly. An individual that is alone is its
 * own mate, and is offered both of its neighbouring genes. Half
 * of the children slide.
 */
DEVICE void pair(const island *at, u32 first, couple *who) {
  const u32 population = at->population;
  u32 word[4][PACK];
  draw_pack(at, first, 0, word);
  FOR_PACK(w) {
    const u32 bits = word[0][w], mate = first + w + ((bits & 1U) != 0 ? 1 : population - 1);
    const i32 own = (bits & 2U) != 0 ? 1 : -1, aside = (bits & 4U) != 0 ? 1 : -1;
    who->own_shift[w] = own;
    who->slide[w] = (bits & 0x10U) != 0 ? 0 : slide_of(at, bits);
    who->mate[w] = at->alone != 0 ? first + w : mate >= population ? mate - population : mate;
    who->mate_shift[w] = at->alone != 0 ? -own : (bits & 8U) != 0 ? aside : 0;
  }
}

/* The mates' genes that a pack is offered for gene g. */
DEVICE void mate_genes(const island *at, const couple *who, u32 g, u32 gene[PACK]) {
  const i32 top = (i32)at->genes - 1;
  const u32 population = at->population;
  LOCAL const u32 *parent = at->parent;
  FOR_PACK(w) {
    const i32 wish = (i32)g + who->mate_shift[w];
    const u32 from = (u32)(wish < 0 ? 0 : wish > top ? top : wish);
    gene[w] = parent[from * population + who->mate[w]];
  }
}

/* The pack's own genes before and after gene g; at the ends, how far gene g itself may go. */
DEVICE void neighbours(const island *at, u32 first, u32 g, u32 before[PACK], u32 after[PACK]) {
  LOCAL const u32 *own = at->parent + g * at->population + first;
  const u32 population = at->population, low = at->low, high = at->high;
  if (g > 0)
    FOR_PACK(w) before[w] = (own - population)[w];
  else
    FOR_PACK(w) before[w] = low;
  if (g + 1 < at->genes)
    FOR_PACK(w) after[w] = (own + population)[w];
  else
    FOR_PACK(w) after[w] = high;
}

/* Each gene's nearest boundary on a coarser grid, drawn by 8 bits; grids go through x = 0. */
DEVICE void snap(const island *at, const u32 what[PACK], const u32 gene[PACK], i32 snapped[PACK]) {
  GLOBAL const problem_view *view = at->view;
  const u32 grids = view->grid_count;
  float step[PACK], inverse[PACK];
  FOR_PACK(w) {
    const u32 grid = ((what[w] >> 24) * grids) >> 8;
    step[w] = view->grid[grid];
    inverse[w] = view->inverse[grid];
  }
  FOR_PACK(w)
  snapped[w] = (i32)round_even(round_even((float)((i32)gene[w] + at->origin) * inverse[w]) * step[w]) - at->origin;
}

/*
 * A mutant of each gene: a step towards a neighbour, at most 1/2^e of the way there; a fresh draw between its
 * neighbours; or a rounding to a coarser grid. `what` holds the kind (8 bits), a sign, e (5 bits) and a fraction (18).
 */
DEVICE void mutate(const island *at, GLOBAL const islands_parameters *parameters, const u32 what[PACK],
                   const u32 before[PACK], const u32 gene[PACK], const u32 after[PACK], u32 mutant[PACK]) {
  const u32 redraw = parameters->redraw, round = parameters->round;
  const i32 low = (i32)at->low, high = (i32)at->high;
  i32 snapped[PACK];
  snap(at, what, gene, snapped);
  FOR_PACK(w) {
    const u32 kind = what[w] & 0xffU, up = what[w] & 0x100U, fraction = what[w] & 0xffffc000U;
    const u32 exponent = (((what[w] >> 9) & 31U) * STEP_SIZES) >> 5;
    const u32 way = (up != 0 ? after[w] - gene[w] : gene[w] - before[w]) >> exponent;
    const i32 step = 1 + (i32)multiply_high(fraction, way);
    const i32 fresh = (i32)(before[w] + multiply_high(fraction, after[w] - before[w] + 1));
    i32 value = kind < round ? snapped[w] : (i32)gene[w] + (up != 0 ? step : -step);
    value = kind < redraw ? fresh : value;
    value = value < low ? low : value;
    mutant[w] = (u32)(value > high ? high : value);
  }
}

/* Where a child slides, its mutants are its genes so much further on. */
DEVICE void slide(const island *at, const couple *who, const u32 gene[PACK], u32 mutant[PACK]) {
  const i32 low = (i32)at->low, high = (i32)at->high;
  FOR_PACK(w) {
    const i32 wish = (i32)gene[w] + who->slide[w];
    const i32 value = wish < low ? low : wish > high ? high : wish;
    mutant[w] = who->slide[w] != 0 ? (u32)value : mutant[w];
  }
}

/* The choices for gene g; `what` is a random word each. */
DEVICE void choose(const island *at, GLOBAL const islands_parameters *parameters, const couple *who, u32 first, u32 g,
                   const u32 what[PACK], u32 to[CHOICES][PACK]) {
  LOCAL const u32 *own = at->parent + g * at->population + first;
  u32 before[PACK], after[PACK];
  neighbours(at, first, g, before, after);
  mate_genes(at, who, g, to[CHOICE_MATE]);
  FOR_PACK(w) {
    to[CHOICE_OWN][w] = own[w];
    to[CHOICE_NEIGHBOUR][w] = who->own_shift[w] > 0 ? after[w] : before[w];
  }
  mutate(at, parameters, what, before, to[CHOICE_OWN], after, to[CHOICE_MUTANT]);
  slide(at, who, to[CHOICE_OWN], to[CHOICE_MUTANT]);
}

#endif
