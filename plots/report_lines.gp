# Lines of several methods, a panel for each setting. Besides what panels.gp and report_keys.gp need:
#   drawing   'points': marks at every corner; 'steps': steps
#   x_kind    'scale': x is minus the binary logarithm of a scale; 'power': powers of ten
# and the column files lines_1_1.dat (x, y, number of the line), lines_2_1.dat and so on: a block for each line. Blocks of
# negative numbers are marks alone.
lines_file(i) = data.'lines_'.i.'_1.dat'
if (x_kind eq 'scale') {
  unset logscale x
  set xtics 1 nomirror out offset 0,0.3 textcolor rgb '#000000' font ',7'
  x_format = '2^{-%g}'
} else {
  set xtics autofreq nomirror out offset 0,0.3 textcolor rgb '#000000' font ',7'
  x_format = '10^{%T}'
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
  if (i + columns > panels) { set format x x_format } else { set format x '' }
  if (x_kind eq 'scale') {
    # Scale 1 is not 2 to the power of minus nothing.
    if (x_min < 0 && x_max > 0) { set xtics add ((i + columns > panels ? '1' : '') 0) }
  }
  if (zero_at > 0) { set ytics add ((column_of(i) == 0 ? '0' : '') zero_at) }
  set label 1 names[i] at graph 0.5,1 center offset 0,0.55 noenhanced font sprintf(',%.1f', name_size(names[i]))
  # The optimum, which comes last, lies under what reached it.
  if (drawing eq 'steps') {
    plot for [k = line_count:1:-1] lines_file(i) using 1:($3 == k ? $2 : NaN) with steps linewidth 1.3 \
        dashtype line_dashes[k] linecolor rgb line_colours[k], \
      for [k = 1:line_count] lines_file(i) using 1:(-$3 == k ? $2 : NaN) with points pointtype line_shapes[k] \
        pointsize mark_scale * 0.5 linecolor rgb line_colours[k]
  } else {
    plot for [k = line_count:1:-1] lines_file(i) using 1:($3 == k ? $2 : NaN) with linespoints linewidth 1.3 \
        pointtype line_shapes[k] pointsize mark_scale * 0.4 dashtype line_dashes[k] linecolor rgb line_colours[k], \
      for [k = 1:line_count] lines_file(i) using 1:(-$3 == k ? $2 : NaN) with points pointtype line_shapes[k] \
        pointsize mark_scale * 0.5 linecolor rgb line_colours[k]
  }
}
