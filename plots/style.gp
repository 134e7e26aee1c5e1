# What every figure of lutdse shares: terminal, axes, colours. `lutdse plot` puts this before each script and sets:
#   format         pdf, svg or png            output         the file to write
#   x_min x_max    cost axis                  y_min y_max    error axis
#   x_log          1: logarithmic cost axis   zero_at        where an error of zero is drawn; 0: there is none
#   x_label y_label                           continuous     1: colour is a palette, not a list
#   colour_values  values behind the colours  colour_noun    "entries" or "bit"
#   shape_values   input widths behind the shapes

#   count          functions on the sheet; 0: a figure of one function

set encoding utf8

# Inches. One function fits a column of a two-column paper, the sheet of all functions both.
if (count > 0) {
  columns = count < 3 ? count : count < 10 ? 3 : count < 17 ? 4 : 5
  rows = (count + columns - 1) / columns
  width = 7.0
  height = 0.74 + rows * (columns < 3 ? 2.0 : 1.25)
} else {
  width = 3.4
  height = 2.5
}

# Text in points, as printed. A PNG has 600 dots per inch.
if (format eq 'pdf') {
  set terminal pdfcairo size width,height font 'Helvetica,8' linewidth 1 rounded
}
if (format eq 'svg') {
  set terminal svg size width*72,height*72 fixed enhanced font 'Helvetica,8' linewidth 0.6 rounded background 'white'
}
if (format eq 'png') {
  set terminal pngcairo size width*600,height*600 font 'Helvetica,8' fontscale 600/72.0 linewidth 5 pointscale 5.2 \
    rounded background 'white'
}
set output output

set border 3 linewidth 0.75 linecolor rgb '#404040'
set tics nomirror out scale 0.6,0.3 textcolor rgb '#000000'
set grid xtics ytics linetype 1 linewidth 0.4 linecolor rgb '#dddddd'
set xrange [x_min:x_max]
set yrange [y_min:y_max]
set logscale y 10
set format y '10^{%T}'
set mytics 10
if (x_log) {
  set logscale x 10
}

# One label per decade, fewer where there are many.
decades = log10(y_max / y_min)
set ytics (decades > 12 ? 1e3 : decades > 7 ? 1e2 : 10)
if (zero_at > 0) {
  # Tics only where there are errors; below them, zero.
  set ytics zero_at*10,(decades > 12 ? 1e3 : decades > 7 ? 1e2 : 10)
  set ytics add ('0' zero_at)
}

# Okabe and Ito's colours, which colour-blind readers can tell apart; yellow is too pale for points on white.
colours = '#0072b2 #e69f00 #009e73 #cc79a7 #d55e00 #56b4e9 #999999'
shapes = '7 9 5 13 11 15 7'
colour_count = words(colour_values)
shape_count = words(shape_values)
colour(k) = word(colours, k)
# Where the input width needs no shape, shape repeats what colour says.
shape(k, s) = int(word(shapes, shape_count > 1 ? s : k))
colour_label(k) = colour_noun eq 'entries' ? word(colour_values, k).' entries' : word(colour_values, k).'-bit input'
shape_label(s) = word(shape_values, s).'-bit input'

if (continuous) {
  # Cividis: readable in grey and to the colour-blind.
  set palette defined (0 '#00224e', 0.25 '#434e6c', 0.5 '#7d7c78', 0.75 '#bcae6c', 1 '#fee838')
  set cbrange [word(colour_values, 1):word(colour_values, 2)]
  set cblabel (colour_noun eq 'entries' ? 'Entries' : 'Input width (bit)')
  set colorbox noborder
}
