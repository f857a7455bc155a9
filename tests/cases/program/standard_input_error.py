# run: - a
