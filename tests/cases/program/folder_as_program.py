# run: _folder a
# expect: __main__ '' ['_folder', 'a'] True beside
