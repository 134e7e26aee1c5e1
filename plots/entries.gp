# Error against the number of entries. Besides what panels.gp needs:
#   bounds    1: some optima are bounds
#   engines   array of the engines' names, as many as there are colours
# and the column files data.'exact_1.dat', 'bound_1.dat' (entries, error), 'engine_1_1.dat' (entries, median, least,
# largest, points) for panel 1 and engine 1, and so on.
power = x_max >= 3 * x_min
if (power) {
  set logscale x 2
  set xrange [x_min / 1.15:x_max * 1.15]
  set xtics 2
} else {
  room = x_max > x_min ? 0.06 * (x_max - x_min) : 1
  set xrange [x_min - room:x_max + room]
  set xtics nice((x_max - x_min) / 5 > 1 ? (x_max - x_min) / 5 : 1)
}
# Where engines find the same, the later ones lie smaller on the earlier ones.
size(k) = mark * (colour_count > 1 ? 1.2 - 0.6 * (k - 1.0) / (colour_count - 1) : 1)
engine_file(i, k) = data.'engine_'.i.'_'.k.'.dat'
set multiplot
unset key
do for [i = 1:panels] {
  set lmargin at screen panel_left(i)
  set rmargin at screen panel_left(i) + panel_width
  set bmargin at screen panel_bottom(i)
  set tmargin at screen panel_bottom(i) + panel_height
  # Numbers only at the outer edges: the first column, and the last panel of each column.
  if (column_of(i) == 0) { set format y y_format } else { set format y '' }
  if (i + columns > panels) { set format x '%g' } else { set format x '' }
  if (zero_at > 0) { set ytics add ((column_of(i) == 0 ? '0' : '') zero_at) }
  name = count > 0 ? names[i] : heading[1]
  set label 1 name at graph 0.5,1 center offset 0,0.55 noenhanced font sprintf(',%.1f', count > 0 ? name_size(name) : 8)
  plot file('exact', i) using 1:2 with lines linewidth 1.4 linecolor rgb 'black', \
    file('bound', i) using 1:2 with lines linewidth 1.2 dashtype 2 linecolor rgb '#707070', \
    for [k = 1:colour_count] engine_file(i, k) using 1:3:(0):($4 - $3) with vectors nohead linewidth 0.8 \
      linecolor rgb colour(k), \
    for [k = 1:colour_count] engine_file(i, k) using 1:2 with points pointtype shape(k, 1) pointsize mark_scale * size(k) \
      linecolor rgb colour(k)
}
