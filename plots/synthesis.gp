# What the cost model says against what synthesis found, a panel for each figure. Besides what style.gp needs:
#   panels    how many there are: 1 to 3
#   heading   array with the library and the tools
#   names     array of the panels' figures, with their units
#   low high  arrays of the panels' ranges, the same for both axes
#   summary   array of the panels' statistics
#   tight wide  arrays of the errors that the model states: of programmable parameters, and of constants
#   storages  array of the kinds of storage, as many as there are colours; style: numbers of their colours and shapes
#   data      prefix of the column files: data.'points_1_1.dat' (synthesis, model) for panel 1 and storage 1, and so on
left = 0.50
right = 0.08
bottom = 0.42
between = 0.52
side = (width - left - right - (panels - 1) * between) / panels
panel_left(i) = (left + (i - 1) * (side + between)) / width
file(i, k) = data.'points_'.i.'_'.k.'.dat'
set tics font ',7'
set format '%g'
set logscale xy 10
set samples 300
unset mxtics
unset mytics
set multiplot
unset key
do for [i = 1:panels] {
  set lmargin at screen panel_left(i)
  set rmargin at screen panel_left(i) + side / width
  set bmargin at screen bottom / height
  set tmargin at screen (bottom + side) / height
  set xrange [low[i]:high[i]]
  set yrange [low[i]:high[i]]
  # As many labels in a decade as have room.
  span = log10(high[i] / low[i])
  labels = span < 0.9 ? '1 2 3 4 6 8' : span < 1.7 ? '1 2 5' : span < 3 ? '1 3' : '1'
  set xtics ()
  set ytics ()
  set xtics offset 0,0.3
  set ytics offset 0.4,0
  do for [decade = floor(log10(low[i])):floor(log10(high[i]))] for [label in labels] {
    place = label * 10.0**decade
    if (place >= low[i] && place <= high[i]) {
      set xtics add (sprintf('%g', place) place)
      set ytics add (sprintf('%g', place) place)
    }
  }
  set xlabel names[i].' by synthesis' offset 0,0.8 font ',8'
  set label 2 'by the model' at screen panel_left(i) - 0.40 / width,(bottom + side / 2) / height center rotate font ',8'
  set label 1 summary[i] at graph 0.97,0.30 right front font ',7'
  plot '+' using 1:($1 * (1 - wide[i])):($1 * (1 + wide[i])) with filledcurves fillstyle solid noborder \
      linecolor rgb '#eeeeee', \
    '+' using 1:($1 * (1 - tight[i])):($1 * (1 + tight[i])) with filledcurves fillstyle solid noborder \
      linecolor rgb '#d4d4d4', \
    x with lines linewidth 0.8 linecolor rgb '#606060', \
    for [k = 1:colour_count] file(i, k) using 1:2 with points pointtype shape(style[k], 1) pointsize mark_scale * 0.34 \
      linecolor rgb colour(style[k])
}
# The heading and the keys, in a plot of their own over the whole sheet.
set lmargin at screen 0
set rmargin at screen 1
set bmargin at screen 0
set tmargin at screen 1
unset border
unset tics
unset grid
unset logscale
unset xlabel
unset label 2
set xrange [0:1]
set yrange [0:1]
# A long heading is set smaller, to stay on the sheet.
fitting = width * 72 / (0.52 * strlen(heading[1]))
set label 1 heading[1] at screen 0.5,1 - 0.10 / height center noenhanced font sprintf(',%.1f', fitting < 8 ? fitting : 8)
set key at screen 0.5,1 - 0.18 / height center top horizontal maxcols panels > 1 ? 5 : 3 Left reverse samplen 1.2 \
  width -1 font ',7'
plot NaN notitle, \
  for [k = 1:colour_count] keyentry with points pointtype shape(style[k], 1) pointsize mark_scale * 0.5 linecolor rgb colour(style[k]) \
    title storages[k], \
  keyentry with boxes fillstyle solid noborder linecolor rgb '#d4d4d4' title sprintf('{/Symbol \261}%g %%', 100 * tight[1]), \
  keyentry with boxes fillstyle solid noborder linecolor rgb '#eeeeee' title sprintf('{/Symbol \261}%g %% (rom)', 100 * wide[1])
unset multiplot
unset output
