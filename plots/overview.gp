# One sheet: the front of every function, all on the same axes. Besides what style.gp needs:
#   count   number of functions
#   names   array of their names
#   data    prefix of the column files: data.'cloud_1.dat', 'members_1.dat', 'steps_1.dat', 'cloud_2.dat' ...
left = 0.62 / width
right = (continuous ? 0.72 : 0.12) / width
bottom = 0.42 / height
top = key_height / height
gap = 0.10
name_height = 0.18 / height
panel_width = (1 - left - right - (columns - 1) * gap / width) / columns
panel_height = (1 - bottom - top) / rows - name_height
column_of(i) = (i - 1) % columns
row_of(i) = (i - 1) / columns
panel_left(i) = left + column_of(i) * (panel_width + gap / width)
panel_bottom(i) = 1 - top - (row_of(i) + 1) * (panel_height + name_height)
# A long name is set smaller, to stay over its panel.
name_size(name) = strlen(name) * 5.0 > panel_width * width * 72 ? panel_width * width * 72 / strlen(name) * 1.6 : 8
file(what, i) = data.what.'_'.i.'.dat'

set tics font ',7'
set xtics offset 0,0.3
if (!x_log) {
  set xtics x_step(columns < 4 ? 6 : columns == 4 ? 4 : 3)
}
if (continuous) {
  set colorbox user noborder origin screen 1 - 0.55 / width,bottom size screen 0.1 / width,panel_height
}
set multiplot
unset key
do for [i = 1:count] {
  set lmargin at screen panel_left(i)
  set rmargin at screen panel_left(i) + panel_width
  set bmargin at screen panel_bottom(i)
  set tmargin at screen panel_bottom(i) + panel_height
  # Numbers only at the outer edges: the first column, and the last panel of each column.
  if (column_of(i) == 0) { set format y '10^{%T}' } else { set format y '' }
  if (i + columns > count) { set format x '%g' } else { set format x '' }
  if (zero_at > 0) { set ytics add ((column_of(i) == 0 ? '0' : '') zero_at) }
  set label 1 names[i] at graph 0.5,1 center offset 0,0.55 noenhanced font sprintf(',%.1f', name_size(names[i]))
  if (continuous) {
    plot file('cloud', i) using 1:2:3 with points pointtype 7 pointsize mark_scale * 0.15 linecolor palette, \
      file('steps', i) with steps linewidth 0.5 linecolor rgb 'black', \
      file('members', i) with steps linewidth 1.1 linecolor rgb 'black', \
      file('members', i) using 1:2 with points pointtype 7 pointsize mark_scale * 0.40 linecolor rgb 'black', \
      file('members', i) using 1:2:3 with points pointtype 7 pointsize mark_scale * 0.26 linecolor palette, \
      for [p = 1:picks] file('picks', i) using 1:2 with points pointtype 6 pointsize mark_scale * 0.7 linewidth 1.2 linecolor rgb 'black'
  } else {
    plot for [k = 1:colour_count] for [s = 1:shape_count] \
        file('cloud', i) using (($3 == k && $4 == s) ? $1 : NaN):2 with points pointtype cloud_shape(s) pointsize mark_scale * 0.18 \
        linecolor rgb pale(k), \
      file('steps', i) with steps linewidth 0.5 linecolor rgb 'black', \
      file('members', i) with steps linewidth 1.1 linecolor rgb 'black', \
      for [k = 1:colour_count] for [s = 1:shape_count] \
        file('members', i) using (($3 == k && $4 == s) ? $1 : NaN):2 with points pointtype shape(k, s) \
        pointsize mark_scale * 0.40 linecolor rgb 'black', \
      for [k = 1:colour_count] for [s = 1:shape_count] \
        file('members', i) using (($3 == k && $4 == s) ? $1 : NaN):2 with points pointtype shape(k, s) \
        pointsize mark_scale * 0.26 linecolor rgb colour(k), \
      for [p = 1:picks] file('picks', i) using 1:2 with points pointtype 6 pointsize mark_scale * 0.7 linewidth 1.2 linecolor rgb 'black'
  }
  unset colorbox
}

# The legend and the labels of all axes, in a plot of their own over the whole sheet.
set lmargin at screen 0
set rmargin at screen 1
set bmargin at screen 0
set tmargin at screen 1
unset border
unset tics
unset grid
set label 1 x_label at screen left + (1 - left - right) / 2,0.08 / height center
set label 2 y_label at screen 0.11 / width,bottom + (1 - bottom - top) / 2 center rotate
set key at screen 0.5,1 - 0.03 / height center top horizontal maxcols key_columns Left reverse samplen 1 font ',7'
plot NaN notitle, \
  keyentry with lines linewidth 1.2 linecolor rgb 'black' title 'Pareto front', \
  for [k = 1:(continuous ? 0 : colour_count)] keyentry with points pointtype shape(k, 1) pointsize mark_scale * 0.5 \
    linecolor rgb colour(k) title colour_label(k), \
  for [s = 1:(!continuous && shape_count > 1 ? shape_count : 0)] keyentry with points pointtype shape(1, s) \
    pointsize mark_scale * 0.5 linecolor rgb '#606060' title shape_label(s), \
  for [p = 1:picks] keyentry with points pointtype 6 pointsize mark_scale * 0.7 linewidth 1.2 linecolor rgb 'black' \
    title 'knee and ends'
unset multiplot
unset output
