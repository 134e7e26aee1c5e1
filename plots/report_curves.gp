# Error over x, a panel with axes of its own for each function; crosses on the zero line are breakpoints. Besides what
# panels.gp needs:
#   x_from, x_to, y_most   arrays of the panels' ranges
# and the column files curve_1_1.dat (x, error), breakpoints_1_1.dat (x, 0), curve_2_1.dat and so on.
column_file(what, i) = data.what.'_'.i.'_1.dat'
gap = 0.52
left = 0.60 / width
top = 0.02 / height
bottom = 0.24 / height
name_height = 0.36 / height
panel_width = (1 - left - right - (columns - 1) * gap / width) / columns
panel_height = (1 - bottom - top) / rows - name_height
panel_bottom(i) = 1 - top - (row_of(i) + 1) * (panel_height + name_height) + 0.18 / height
unset logscale
unset mytics
set xtics autofreq nomirror out offset 0,0.35 textcolor rgb '#000000' font ',7'
set ytics autofreq nomirror out offset 0.5,0 textcolor rgb '#000000' font ',7'
set format x '%g'
set multiplot
unset key
do for [i = 1:panels] {
  set lmargin at screen panel_left(i)
  set rmargin at screen panel_left(i) + panel_width
  set bmargin at screen panel_bottom(i)
  set tmargin at screen panel_bottom(i) + panel_height
  set xrange [x_from[i]:x_to[i]]
  set yrange [-1.1 * y_most[i]:1.1 * y_most[i]]
  step = nice(y_most[i] / 2.5)
  set ytics step
  if (step < 1e-3) { set format y "%.0t\303\22710^{%T}" } else { set format y '%g' }
  set ytics add ('0' 0)
  set xtics nice((x_to[i] - x_from[i]) / 5)
  set label 1 names[i] at graph 0.5,1 center offset 0,0.55 noenhanced font sprintf(',%.1f', name_size(names[i]))
  plot 0 with lines linewidth 0.7 linecolor rgb '#404040', \
    column_file('curve', i) using 1:2 with lines linewidth 0.9 linecolor rgb '#0072b2', \
    column_file('breakpoints', i) using 1:2 with points pointtype 2 pointsize mark_scale * 0.35 linewidth 1.2 linecolor rgb '#d55e00'
}
set lmargin at screen 0
set rmargin at screen 1
set bmargin at screen 0
set tmargin at screen 1
unset border
unset tics
unset grid
unset label 1
set xrange [0:1]
set yrange [0:1]
set label 2 x_label at screen left + (1 - left - right) / 2,0.08 / height center font ',8'
set label 3 y_label at screen 0.09 / width,0.5 center rotate font ',8'
plot NaN notitle
unset multiplot
unset output
