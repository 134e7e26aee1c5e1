# Maps of error: bits to the right, entries upwards, a panel for each function. Besides what panels.gp needs:
#   row_count, row_names   array of the entry counts
#   cb_label, cb_min, cb_max   what colour means, and of what range
# and the column files map_1_1.dat (row from 0, bits, error), map_2_1.dat and so on.
map_file(i) = data.'map_'.i.'_1.dat'
right = 0.80 / width
left = 0.42 / width
top = 0.05 / height
panel_width = (1 - left - right - (columns - 1) * gap / width) / columns
panel_height = (1 - bottom - top) / rows - name_height
# Cividis: readable in grey and to the colour-blind.
set palette defined (0 '#00224e', 0.25 '#434e6c', 0.5 '#7d7c78', 0.75 '#bcae6c', 1 '#fee838')
set logscale cb 10
set cbrange [cb_min:cb_max]
set cblabel cb_label font ',8' offset -0.2,0
set cbtics y_min,10,y_max font ',7' offset -0.6,0
set format cb '10^{%T}'
if (zero_at > 0) { set cbtics add ('0' zero_at) }
unset logscale y
unset mytics
unset grid
set yrange [-0.5:row_count - 0.5]
set xrange [x_min:x_max]
set xtics 1 nomirror out offset 0,0.3 textcolor rgb '#000000' font ',7'
set style fill solid noborder
cell_points = panel_width * width * 72 / (x_max - x_min)
number_size = cell_points / 2.9 > 7 ? 7 : cell_points / 2.9
dark(e) = log10(e) < (log10(cb_min) + log10(cb_max)) / 2
set multiplot
unset key
do for [i = 1:panels] {
  set lmargin at screen panel_left(i)
  set rmargin at screen panel_left(i) + panel_width
  set bmargin at screen panel_bottom(i)
  set tmargin at screen panel_bottom(i) + panel_height
  if (i + columns > panels) { set format x '%g' } else { set format x '' }
  set ytics () nomirror out scale 0.6,0.3
  do for [r = 1:row_count] {
    set ytics add ((column_of(i) == 0 ? row_names[r] : '') r - 1)
  }
  if (i == 1) {
    set colorbox user noborder origin screen 1 - 0.66 / width,bottom size screen 0.12 / width,1 - bottom - top - name_height
  } else {
    unset colorbox
  }
  set label 1 names[i] at graph 0.5,1 center offset 0,0.55 noenhanced font sprintf(',%.1f', name_size(names[i]))
  plot map_file(i) using 2:1:($2 - 0.5):($2 + 0.5):($1 - 0.5):($1 + 0.5):3 with boxxyerror linecolor palette, \
    map_file(i) using 2:1:(dark($3) ? sprintf('%.1f', log10($3)) : '') with labels textcolor rgb 'white' \
      font sprintf(',%.1f', number_size), \
    map_file(i) using 2:1:(dark($3) ? '' : sprintf('%.1f', log10($3))) with labels textcolor rgb 'black' \
      font sprintf(',%.1f', number_size)
}
unset colorbox
set lmargin at screen 0
set rmargin at screen 1
set bmargin at screen 0
set tmargin at screen 1
unset border
unset tics
unset label 1
set xrange [0:1]
set yrange [0:1]
set label 2 x_label at screen left + (1 - left - right) / 2,0.08 / height center font ',8'
set label 3 y_label at screen 0.09 / width,bottom + (1 - bottom - top) / 2 center rotate font ',8'
plot NaN notitle
unset multiplot
unset output
