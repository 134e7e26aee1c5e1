# No keys.
legend_count = 0
legend_columns = 1
