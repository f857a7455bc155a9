# run: -q -i
# differs: an await outside of a function runs at this prompt
# expect: 7
# expect: [7, 7]
# expect: in time
# expect: 7
