# Published units: a stacked bar for each as the cost model predicts it, a mark where there is a published figure; area
# above, power below. Besides what style.gp needs:
#   data   prefix of the column file: data.'bars.dat': unit, entries, published area and power, then area and power of
#          each block
#   units  how many there are: pairs of the same unit with fewer and more entries
#   names  array of the blocks' names, as many as there are colours
#   x_label y_label  of area and power
file = data.'bars.dat'
left = 0.50
right = 0.05
bottom = 0.50
top = 0.36
between = 0.14
panel = (height - bottom - top - between) / 2
# Bars stand in pairs.
place(i) = i + 0.35 * floor(i / 2.0)
column_of(b, metric) = 2 + 2 * b + metric
# Top of block b: the sum of the columns up to it.
stack(b, metric) = (sum [j = 1:b] column(column_of(j, metric)))
# The words after the first stand below it; what follows a caret is raised.
raised(s) = strstrt(s, '^') == 0 ? s : s[:strstrt(s, '^') - 1].'^{'.s[strstrt(s, '^') + 1:].'}'
title_of(s) = words(s) == 1 ? s."\n" : word(s, 1)."\n".raised(s[strlen(word(s, 1)) + 2:])
unset key
unset logscale
unset grid
set grid ytics linetype 1 linewidth 0.4 linecolor rgb '#dddddd'
set tics font ',7'
set format y '%g'
set ytics autofreq
unset mytics
unset xtics
set boxwidth 0.8
set style fill solid noborder
# What the axes must hold; ranges that are set would hide values from the count.
set autoscale
set datafile missing 'nan'
stats file using (stack(8, 1)) name 'area' nooutput
stats file using (stack(8, 2)) name 'power' nooutput
stats file using 3 name 'stated_area' nooutput
stats file using 4 name 'stated_power' nooutput
larger(a, b) = a > b ? a : b
set xrange [-0.75:place(units - 1) + 0.75]
set multiplot
do for [metric = 1:2] {
  set lmargin at screen left / width
  set rmargin at screen 1 - right / width
  set bmargin at screen (bottom + (2 - metric) * (panel + between)) / height
  set tmargin at screen (bottom + (2 - metric) * (panel + between) + panel) / height
  set yrange [0:1.06 * (metric == 1 ? larger(area_max, stated_area_max) : larger(power_max, stated_power_max))]
  set label 2 (metric == 1 ? x_label : y_label) \
    at screen 0.09 / width,(bottom + (2 - metric) * (panel + between) + panel / 2) / height center rotate font ',8'
  if (metric == 2) {
    set label 3 'entries' at graph 0,0 right offset -0.2,-0.73 font ',7'
  }
  plot for [b = colour_count:1:-1] file using (place($0)):(stack(b, metric)) with boxes linecolor rgb colour(b), \
    file using (place($0)):(column(2 + metric)) with points pointtype 13 pointsize mark_scale * 0.62 linecolor rgb 'white', \
    file using (place($0)):(column(2 + metric)) with points pointtype 13 pointsize mark_scale * 0.42 linecolor rgb 'black', \
    for [m = 0:(metric - 1)] file using (place($0)):(0):(m == 1 ? sprintf('%d', column(2)) : '') with labels \
      offset 0,-0.7 font ',7', \
    for [m = 0:(metric - 1)] file using (place($0) + 0.5):(0):(m == 1 && int($0) % 2 == 0 ? title_of(strcol(1)) : '') \
      with labels offset 0,-1.55 font ',7'
}
# The keys, in a plot of their own over the whole sheet.
set lmargin at screen 0
set rmargin at screen 1
set bmargin at screen 0
set tmargin at screen 1
unset border
unset tics
unset grid
unset label 2
unset label 3
set xrange [0:1]
set yrange [0:1]
set key at screen 0.52,1 - 0.04 / height center top horizontal maxcols 5 Left reverse samplen 0.7 width -1 font ',7'
plot NaN notitle, \
  for [b = 1:colour_count] keyentry with boxes fillstyle solid noborder linecolor rgb colour(b) title names[b], \
  keyentry with points pointtype 13 pointsize mark_scale * 0.5 linecolor rgb 'black' title 'published'
unset multiplot
unset output
