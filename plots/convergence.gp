# Gap to the optimum against evaluations: the median over searches, a line for each entry count and engine, with dots
# at its steps: a search that found the optimum at once is nothing else. Besides what panels.gp needs:
#   engine_count, engines   array of the engines' names
# and the column files data.'steps_1.dat' (evaluations, gap, colour, engine) for panel 1, and so on: a block for each line.
set xtics autofreq nomirror out offset 0,0.3 textcolor rgb '#000000' font ',7'
if (continuous) {
  set colorbox user noborder origin screen 1 - 0.55 / width,bottom size screen 0.1 / width,panel_height
}
set multiplot
unset key
do for [i = 1:panels] {
  set lmargin at screen panel_left(i)
  set rmargin at screen panel_left(i) + panel_width
  set bmargin at screen panel_bottom(i)
  set tmargin at screen panel_bottom(i) + panel_height
  # Numbers only at the outer edges: the first column, and the last panel of each column.
  if (column_of(i) == 0) { set format y y_format } else { set format y '' }
  if (i + columns > panels) { set format x '10^{%T}' } else { set format x '' }
  # Powers of ten alone say little on an axis of less than two decades.
  if (x_max < 100 * x_min) {
    do for [decade = floor(log10(x_min)):floor(log10(x_max))] {
      do for [digit in '2 5'] {
        tick = digit * 10.0 ** decade
        if (tick > x_min && tick < x_max) {
          set xtics add ((i + columns > panels ? sprintf("%s\303\22710^{%d}", digit, decade) : '') tick)
        }
      }
    }
  }
  if (zero_at > 0) { set ytics add ((column_of(i) == 0 ? '0' : '') zero_at) }
  name = count > 0 ? names[i] : heading[1]
  set label 1 name at graph 0.5,1 center offset 0,0.55 noenhanced font sprintf(',%.1f', count > 0 ? name_size(name) : 8)
  if (continuous) {
    plot for [n = int(word(colour_values, 1)):int(word(colour_values, 2))] for [e = 1:engine_count] file('steps', i) \
      using 1:($3 == n && $4 == e ? $2 : NaN) with steps linewidth 1 dashtype e linecolor palette cb n, \
      for [n = int(word(colour_values, 1)):int(word(colour_values, 2))] file('steps', i) \
      using 1:($3 == n ? $2 : NaN) with points pointtype 7 pointsize mark_scale * 0.25 linecolor palette cb n
  } else {
    plot for [k = 1:colour_count] for [e = 1:engine_count] file('steps', i) \
      using 1:($3 == k && $4 == e ? $2 : NaN) with steps linewidth 1 dashtype e linecolor rgb colour(k), \
      for [k = 1:colour_count] file('steps', i) \
      using 1:($3 == k ? $2 : NaN) with points pointtype 7 pointsize mark_scale * 0.25 linecolor rgb colour(k)
  }
  unset colorbox
}
